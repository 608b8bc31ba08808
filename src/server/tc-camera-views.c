/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Views of cameras; see the header. Old ones go with new ones, a few at a time.
 */
#include "tc-camera-views.h"

#include "tc-limits.h"
#include "tc-media-ticket.h"
#include "tc-schema.h"
#include "tc-worker.h"

#define DROPPED_AT_ONCE 100

struct _TcCameraViews {
  TcWorker *worker; /* (owned) */
};

TcCameraViews *
tc_camera_views_open (const char *path, GError **error)
{
  static const TcSchemaSet *const sets[] = {&tc_schema_views, NULL};
  TcDatabaseFlags flags = TC_DATABASE_WRITER | TC_DATABASE_FULL;
  g_autoptr (TcDatabase) db = tc_database_open (path, flags, error);
  TcWorker *worker;
  TcCameraViews *self;

  if (!db || !tc_schema_migrate (db, sets, error))
    return NULL;
  g_clear_pointer (&db, tc_database_close);
  worker = tc_worker_new ("views", path, flags, error);
  if (!worker)
    return NULL;
  self = g_new0 (TcCameraViews, 1);
  self->worker = worker;
  return self;
}

void
tc_camera_views_close (TcCameraViews *self)
{
  tc_worker_stop (self->worker);
  g_object_unref (self->worker);
  g_free (self);
}

static void
insert (TcDatabase *db, const TcCameraView *view)
{
  tc_database_execute (db,
                       "INSERT INTO view (staff_id, desk_id, camera_id, host_id, use, profile,"
                       " at_us, ends_us, from_us, rate_milli, part_id)"
                       " VALUES (?, ?, ?, ?, ?, ?, ?, ?, nullif (?, 0), nullif (?, 0),"
                       " nullif (?, 0))",
                       "iiiissiiiii", view->staff_id, view->desk_id, view->camera_id, view->host_id,
                       view->use, view->profile, view->at_us, view->ends_us, view->from_us,
                       view->rate_milli, view->part_id);
  tc_database_execute (
      db, "DELETE FROM view WHERE id IN (SELECT id FROM view WHERE at_us < ? LIMIT ?)", "ii",
      view->at_us - TC_CAMERA_VIEWS_DAYS * TC_US_PER_DAY, (gint64) DROPPED_AT_ONCE);
}

static gpointer
do_add (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  insert (db, data);
  return NULL;
}

static void
added_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;

  tc_worker_run_finish (TC_WORKER (source), result, &error);
  if (error)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

void
tc_camera_views_add_async (TcCameraViews *self, const TcCameraView *view,
                           GAsyncReadyCallback callback, gpointer data)
{
  tc_worker_run_async (self->worker, do_add, g_memdup2 (view, sizeof *view), g_free, NULL, NULL,
                       added_cb, g_task_new (NULL, NULL, callback, data));
}

gboolean
tc_camera_views_add_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

/* ---- copies that are over ---- */

typedef struct {
  TcCameraView view;
  gboolean own, known;
} Over;

/* The last row about that copy. 0: there is none. */
static gint64
find_last (TcDatabase *db, const TcCameraView *view, const char *use)
{
  return tc_database_get_int (db, 0,
                              "SELECT max(id) FROM view WHERE camera_id = ? AND part_id = ?"
                              " AND host_id = ? AND use = ?",
                              "iiis", view->camera_id, view->part_id, view->host_id, use);
}

static gpointer
do_add_over (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Over *over = data;
  gint64 wanted = find_last (db, &over->view, TC_VIEW_EXPORT);
  gint64 told = find_last (db, &over->view, TC_VIEW_OVER);

  over->known = over->own || wanted;
  if (over->known && (!told || told < wanted))
    insert (db, &over->view);
  return NULL;
}

void
tc_camera_views_add_over_async (TcCameraViews *self, const TcCameraView *view, gboolean own,
                                GAsyncReadyCallback callback, gpointer data)
{
  GTask *task = g_task_new (NULL, NULL, callback, data);
  Over *over = g_new0 (Over, 1);

  *over = (Over){*view, own, FALSE};
  g_task_set_task_data (task, over, g_free);
  tc_worker_run_async (self->worker, do_add_over, over, NULL, NULL, NULL, added_cb, task);
}

gboolean
tc_camera_views_add_over_finish (GAsyncResult *result, gboolean *known, GError **error)
{
  const Over *over = g_task_get_task_data (G_TASK (result));

  *known = over->known;
  return g_task_propagate_boolean (G_TASK (result), error);
}

/* ---- reading them ---- */

static const char *
read_use (const char *code)
{
  TcTicketUse use;

  if (g_strcmp0 (code, TC_VIEW_STEER) == 0)
    return TC_VIEW_STEER;
  if (g_strcmp0 (code, TC_VIEW_TAKE_OVER) == 0)
    return TC_VIEW_TAKE_OVER;
  if (g_strcmp0 (code, TC_VIEW_HOLD) == 0)
    return TC_VIEW_HOLD;
  if (g_strcmp0 (code, TC_VIEW_EXPORT) == 0)
    return TC_VIEW_EXPORT;
  if (g_strcmp0 (code, TC_VIEW_FETCH) == 0)
    return TC_VIEW_FETCH;
  if (g_strcmp0 (code, TC_VIEW_RELEASE) == 0)
    return TC_VIEW_RELEASE;
  if (g_strcmp0 (code, TC_VIEW_SNAPSHOT) == 0)
    return TC_VIEW_SNAPSHOT;
  if (g_strcmp0 (code, TC_VIEW_OVER) == 0)
    return TC_VIEW_OVER;
  return tc_ticket_use_from_code (code, &use) ? tc_ticket_use_code (use) : "";
}

static const char *
read_profile (const char *code)
{
  TcStreamProfile profile;

  return tc_ticket_profile_from_code (code, &profile) ? tc_stream_profile_code (profile) : "";
}

static gpointer
do_list (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const TcCameraViewsFilter *filter = data;
  GArray *list = g_array_new (FALSE, FALSE, sizeof (TcCameraView));
  g_autoptr (TcQuery) query = tc_database_query (
      db,
      "SELECT id, staff_id, desk_id, camera_id, host_id, use, profile, at_us, ends_us,"
      " ifnull (from_us, 0), ifnull (rate_milli, 0), ifnull (part_id, 0) FROM view WHERE (?1 = 0 "
      "OR camera_id = ?1)"
      " AND (?2 = 0 OR staff_id = ?2) AND (?3 = 0 OR id < ?3) ORDER BY id DESC LIMIT ?4",
      "iiii", filter->camera_id, filter->staff_id, filter->before_id, (gint64) filter->limit);

  while (tc_query_next (query)) {
    TcCameraView view = {
        .id = tc_query_int (query, 0),
        .staff_id = tc_query_int (query, 1),
        .desk_id = tc_query_int (query, 2),
        .camera_id = tc_query_int (query, 3),
        .host_id = tc_query_int (query, 4),
        .use = read_use (tc_query_text (query, 5)),
        .profile = read_profile (tc_query_text (query, 6)),
        .at_us = tc_query_int (query, 7),
        .ends_us = tc_query_int (query, 8),
        .from_us = tc_query_int (query, 9),
        .rate_milli = tc_query_int (query, 10),
        .part_id = tc_query_int (query, 11),
    };

    g_array_append_val (list, view);
  }
  return list;
}

static void
listed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;
  GArray *list = tc_worker_run_finish (TC_WORKER (source), result, &error);

  if (list)
    g_task_return_pointer (task, list, (GDestroyNotify) g_array_unref);
  else
    g_task_return_error (task, error);
}

void
tc_camera_views_list_async (TcCameraViews *self, const TcCameraViewsFilter *filter,
                            GAsyncReadyCallback callback, gpointer data)
{
  TcCameraViewsFilter *copy = g_memdup2 (filter, sizeof *filter);

  copy->limit = CLAMP (copy->limit, 1, TC_CAMERA_VIEWS_LIST_MAX);
  tc_worker_run_async (self->worker, do_list, copy, g_free, (GDestroyNotify) g_array_unref, NULL,
                       listed_cb, g_task_new (NULL, NULL, callback, data));
}

GArray *
tc_camera_views_list_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
