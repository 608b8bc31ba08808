/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Who looked at cameras: what is written down is listed, newest first, by camera, person and page;
 * and after a year it goes. Method: the real database; time is given.
 */
#include "remove-tree.h"
#include "tc-camera-views.h"
#include "tc-limits.h"

#define NOW_US (G_GINT64_CONSTANT (1764000000) * G_USEC_PER_SEC)

typedef struct {
  char *dir;
  TcCameraViews *views;
  GAsyncResult *result;
} Fixture;

static void
open_views (Fixture *fixture)
{
  g_autofree char *path = g_build_filename (fixture->dir, "views.db", NULL);
  g_autoptr (GError) error = NULL;

  fixture->views = tc_camera_views_open (path, &error);
  g_assert_no_error (error);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->dir = g_dir_make_tmp ("test-views-XXXXXX", NULL);
  open_views (fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  tc_camera_views_close (fixture->views);
  g_clear_object (&fixture->result);
  remove_tree (fixture->dir);
  g_free (fixture->dir);
}

static void
done_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_set_object (&((Fixture *) data)->result, result);
}

static GAsyncResult *
wait (Fixture *fixture)
{
  while (!fixture->result)
    g_main_context_iteration (NULL, TRUE);
  return fixture->result;
}

static void
add (Fixture *fixture, gint64 staff_id, gint64 camera_id, gint64 at_us, gint64 from_us)
{
  const TcCameraView view = {.staff_id = staff_id,
                             .desk_id = 3,
                             .camera_id = camera_id,
                             .host_id = 9,
                             .use = from_us ? "replay" : "live",
                             .profile = "sub",
                             .at_us = at_us,
                             .ends_us = at_us + 1000,
                             .from_us = from_us,
                             .rate_milli = from_us ? 2000 : 0,
                             .part_id = from_us ? 4711 : 0};
  g_autoptr (GError) error = NULL;

  g_clear_object (&fixture->result);
  tc_camera_views_add_async (fixture->views, &view, done_cb, fixture);
  g_assert_true (tc_camera_views_add_finish (wait (fixture), &error));
  g_assert_no_error (error);
}

static GArray *
list (Fixture *fixture, TcCameraViewsFilter filter)
{
  g_autoptr (GError) error = NULL;
  GArray *views;

  g_clear_object (&fixture->result);
  tc_camera_views_list_async (fixture->views, &filter, done_cb, fixture);
  views = tc_camera_views_list_finish (wait (fixture), &error);
  g_assert_no_error (error);
  return views;
}

static gint64
at (GArray *views, guint i)
{
  return g_array_index (views, TcCameraView, i).at_us - NOW_US;
}

static void
test_list (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GArray) all = NULL;
  g_autoptr (GArray) camera = NULL;
  g_autoptr (GArray) person = NULL;
  g_autoptr (GArray) page = NULL;
  g_autoptr (GArray) next = NULL;
  const TcCameraView *view;

  add (fixture, 1, 50, NOW_US, 0);
  add (fixture, 2, 50, NOW_US + 1, NOW_US - 5);
  add (fixture, 1, 51, NOW_US + 2, 0);
  /* It is there after a stop. */
  tc_camera_views_close (fixture->views);
  open_views (fixture);
  all = list (fixture, (TcCameraViewsFilter){.limit = 10});
  g_assert_cmpuint (all->len, ==, 3);
  g_assert_cmpint (at (all, 0), ==, 2);
  view = &g_array_index (all, TcCameraView, 1);
  g_assert_cmpint (view->staff_id, ==, 2);
  g_assert_cmpint (view->desk_id, ==, 3);
  g_assert_cmpint (view->camera_id, ==, 50);
  g_assert_cmpint (view->host_id, ==, 9);
  g_assert_cmpstr (view->use, ==, "replay");
  g_assert_cmpstr (view->profile, ==, "sub");
  g_assert_cmpint (view->ends_us, ==, NOW_US + 1001);
  g_assert_cmpint (view->from_us, ==, NOW_US - 5);
  g_assert_cmpint (view->rate_milli, ==, 2000);
  g_assert_cmpint (view->part_id, ==, 4711);
  g_assert_cmpint (g_array_index (all, TcCameraView, 0).part_id, ==, 0);
  camera = list (fixture, (TcCameraViewsFilter){.camera_id = 51, .limit = 10});
  g_assert_cmpuint (camera->len, ==, 1);
  person = list (fixture, (TcCameraViewsFilter){.staff_id = 1, .limit = 10});
  g_assert_cmpuint (person->len, ==, 2);
  page = list (fixture, (TcCameraViewsFilter){.limit = 2});
  g_assert_cmpuint (page->len, ==, 2);
  next = list (fixture, (TcCameraViewsFilter){
                            .limit = 2, .before_id = g_array_index (page, TcCameraView, 1).id});
  g_assert_cmpuint (next->len, ==, 1);
  g_assert_cmpint (at (next, 0), ==, 0);
}

static gboolean
add_over (Fixture *fixture, gint64 host_id, gint64 part_id, gboolean own)
{
  const TcCameraView view = {.desk_id = host_id,
                             .camera_id = 50,
                             .host_id = host_id,
                             .use = TC_VIEW_OVER,
                             .profile = "main",
                             .at_us = NOW_US,
                             .ends_us = NOW_US,
                             .part_id = part_id};
  g_autoptr (GError) error = NULL;
  gboolean known = FALSE;

  g_clear_object (&fixture->result);
  tc_camera_views_add_over_async (fixture->views, &view, own, done_cb, fixture);
  g_assert_true (tc_camera_views_add_over_finish (wait (fixture), &known, &error));
  g_assert_no_error (error);
  return known;
}

static void
add_export (Fixture *fixture, gint64 host_id, gint64 part_id)
{
  const TcCameraView view = {.staff_id = 1,
                             .desk_id = 3,
                             .camera_id = 50,
                             .host_id = host_id,
                             .use = TC_VIEW_EXPORT,
                             .profile = "main",
                             .at_us = NOW_US,
                             .ends_us = NOW_US,
                             .part_id = part_id};
  g_autoptr (GError) error = NULL;

  g_clear_object (&fixture->result);
  tc_camera_views_add_async (fixture->views, &view, done_cb, fixture);
  g_assert_true (tc_camera_views_add_finish (wait (fixture), &error));
  g_assert_no_error (error);
}

/* That a copy is over is there once, until it is made anew; of another's camera only by the host
 * that was asked for it. */
static void
test_over (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GArray) all = NULL;

  g_assert_true (add_over (fixture, 9, 4711, TRUE));
  g_assert_true (add_over (fixture, 9, 4711, TRUE));
  g_assert_true (add_over (fixture, 9, 4712, TRUE));
  g_assert_false (add_over (fixture, 8, 4711, FALSE));
  add_export (fixture, 8, 4713);
  g_assert_true (add_over (fixture, 8, 4713, FALSE));
  g_assert_true (add_over (fixture, 8, 4713, FALSE));
  g_assert_false (add_over (fixture, 7, 4713, FALSE));
  all = list (fixture, (TcCameraViewsFilter){.limit = 10});
  g_assert_cmpuint (all->len, ==, 4);
  g_assert_cmpstr (g_array_index (all, TcCameraView, 0).use, ==, "over");
  g_assert_cmpint (g_array_index (all, TcCameraView, 0).part_id, ==, 4713);
  add_export (fixture, 8, 4713);
  g_assert_true (add_over (fixture, 8, 4713, FALSE));
  g_clear_pointer (&all, g_array_unref);
  all = list (fixture, (TcCameraViewsFilter){.limit = 10});
  g_assert_cmpuint (all->len, ==, 6);
}

static void
test_old (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GArray) all = NULL;

  add (fixture, 1, 50, NOW_US, 0);
  add (fixture, 1, 50, NOW_US + 1, 0);
  add (fixture, 1, 50, NOW_US + 1 + TC_CAMERA_VIEWS_DAYS * TC_US_PER_DAY, 0);
  all = list (fixture, (TcCameraViewsFilter){.limit = 10});
  g_assert_cmpuint (all->len, ==, 2);
  g_assert_cmpint (at (all, 1), ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/camera-views/list", Fixture, NULL, set_up, test_list, tear_down);
  g_test_add ("/camera-views/over", Fixture, NULL, set_up, test_over, tear_down);
  g_test_add ("/camera-views/old", Fixture, NULL, set_up, test_old, tear_down);
  return g_test_run ();
}
