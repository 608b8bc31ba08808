/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: what of a camera nobody is to see is drawn at the wall, by keys as by hand, on its picture
 * or without one; it can be taken back, and what somebody else covered meanwhile stays. Method: as
 * in test-camera-window.c.
 */
#include "wall-seat.h"

#include "main-turn.h"
#include "tc-blur-editor.h"
#include "tc-room-cameras.h"

/* What is written is known at the wall then. */
#define KNOWN_US (3 * G_USEC_PER_SEC)
#define MIDDLE "400,425,600,575"

static void
wait_us (gint64 us)
{
  gint64 end_us = g_get_monotonic_time () + us;

  while (g_get_monotonic_time () < end_us)
    main_turn ();
}

/* (nullable) */
static GtkWidget *
find_editor (void)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++) {
    g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);

    if (TC_IS_BLUR_EDITOR (window))
      return window;
  }
  return NULL;
}

static void
draw (const char *action)
{
  GtkWidget *editor = find_editor ();

  g_assert_nonnull (editor);
  g_assert_true (gtk_widget_activate_action (editor, action, NULL));
}

/* "": none */
static void
wait_masks (Seat *seat, gint64 number, const char *masks)
{
  g_autofree char *sql = g_strdup_printf (
      "SELECT count(*) FROM camera WHERE id = ? AND ifnull (masks, '') = '%s'", masks);
  gint64 id = tc_room_desk_get_camera (seat->desk, number);
  gint64 end_us = g_get_monotonic_time () + WAIT_US;

  while (tc_room_desk_find (seat->desk, sql, id) != 1) {
    if (g_get_monotonic_time () > end_us)
      g_error ("the masks never were “%s”", masks);
    main_turn ();
  }
}

static void
test_drawn (void)
{
  Seat seat = {0};

  forget_wall ();
  sit_at_wall (&seat);
  g_assert_false (can (&seat, "camera-masks"));
  act_string (&seat, "camera-number", "114");
  wait_picture (&seat, 0);
  wait_can (&seat, "camera-masks", TRUE);
  act (&seat, "camera-masks", NULL);
  draw ("blur.add");
  draw ("blur.save");
  g_assert_null (find_editor ());
  wait_shown (&seat, "The masks are saved.", TRUE);
  wait_masks (&seat, 114, MIDDLE);
  /* What is there can be changed, and taken away. */
  wait_picture (&seat, 0);
  wait_us (KNOWN_US);
  act (&seat, "camera-masks", NULL);
  g_assert_cmpuint (tc_blur_editor_get_areas (TC_BLUR_EDITOR (find_editor ()))->len, ==, 1);
  draw ("blur.next");
  draw ("blur.remove");
  draw ("blur.save");
  wait_masks (&seat, 114, "");
  wait_us (KNOWN_US);
  act (&seat, "undo", NULL);
  wait_masks (&seat, 114, MIDDLE);
  stand_up (&seat);
}

/* A camera that has no picture now is covered as well. */
static void
test_without_picture (void)
{
  Seat seat = {0};

  forget_wall ();
  sit_at_wall (&seat);
  act_string (&seat, "camera-number", "116");
  wait_tile (&seat, 0, "No picture", TRUE);
  act (&seat, "camera-masks", NULL);
  draw ("blur.add");
  draw ("blur.save");
  wait_masks (&seat, 116, MIDDLE);
  stand_up (&seat);
}

static void
test_meanwhile (void)
{
  Seat seat = {0};
  gint64 id = 0;

  forget_wall ();
  sit_at_wall (&seat);
  act_string (&seat, "camera-number", "114");
  wait_picture (&seat, 0);
  id = tc_room_desk_get_camera (seat.desk, 114);
  act (&seat, "camera-masks", NULL);
  draw ("blur.add");
  act (&seat, "camera-masks-set", g_variant_new ("(xs)", id, "0,0,100,100"));
  wait_masks (&seat, 114, "0,0,100,100");
  wait_shown (&seat, "The masks are saved.", TRUE);
  wait_us (KNOWN_US);
  draw ("blur.save");
  wait_shown (&seat, "Somebody else changed the masks", TRUE);
  wait_masks (&seat, 114, "0,0,100,100");
  stand_up (&seat);
}

int
main (int argc, char **argv)
{
  wall_seat_init (&argc, &argv);
  g_test_add_func ("/masks-window/drawn", test_drawn);
  g_test_add_func ("/masks-window/without-picture", test_without_picture);
  g_test_add_func ("/masks-window/meanwhile", test_meanwhile);
  return wall_seat_run ();
}
