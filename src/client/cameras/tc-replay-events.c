/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What happened where a camera looks; see the header.
 */
#include "tc-replay-events.h"

#include "tc-cameras.h"
#include "tc-geo.h"
#include "tc-now.h"
#include "tc-reading-rights.h"

/* A square that has the circle in it, in degrees of latitude; of longitude there is a little more
 * of it here. Without it all of a day would be measured. */
#define SIDE_E7 ((gint64) TC_REPLAY_EVENT_M * 100)
/* Of that square and time at most; what is more is an area of its own. */
#define ROWS_MAX 2000

typedef struct {
  gint64 staff_id;
  gint64 camera_id;
  gint64 from_us, until_us;
} Asked;

static void
clear_event (gpointer data)
{
  TcReplayEvent *event = data;

  g_free (event->code);
  g_free (event->title);
}

GArray *
tc_replay_events_new_list (void)
{
  GArray *list = g_array_new (FALSE, FALSE, sizeof (TcReplayEvent));

  g_array_set_clear_func (list, clear_event);
  return list;
}

static gboolean
may_read (const GArray *scopes, gint64 scope)
{
  for (guint i = 0; i < scopes->len; i++)
    if (g_array_index (scopes, gint64, i) == scope)
      return TRUE;
  return FALSE;
}

static int
compare (gconstpointer a, gconstpointer b)
{
  gint64 one = ((const TcReplayEvent *) a)->at_us, other = ((const TcReplayEvent *) b)->at_us;

  return (one > other) - (one < other);
}

static void
add_events (TcDatabase *db, const Asked *asked, const TcCamera *camera, GArray *events)
{
  g_autoptr (GArray) scopes = tc_reading_rights_of_staff (db, asked->staff_id, tc_now_us ());
  g_autoptr (TcQuery) query = tc_database_query (
      db,
      "SELECT id, received_us, priority, code, title, scope, lat_e7, lon_e7 FROM incident"
      " WHERE received_us >= ?1 AND received_us < ?2 AND merged_into IS NULL"
      " AND lat_e7 BETWEEN ?3 - ?5 AND ?3 + ?5 AND lon_e7 BETWEEN ?4 - ?5 AND ?4 + ?5"
      " ORDER BY received_us DESC LIMIT ?6",
      "iiiiii", asked->from_us, asked->until_us, camera->lat_e7, camera->lon_e7, SIDE_E7,
      (gint64) ROWS_MAX);

  while (tc_query_next (query) && events->len < TC_REPLAY_EVENTS_MAX) {
    TcReplayEvent event = {.incident_id = tc_query_int (query, 0),
                           .at_us = tc_query_int (query, 1),
                           .priority = tc_query_int (query, 2)};

    if (!may_read (scopes, tc_query_int (query, 5)) ||
        tc_geo_distance_m (camera->lat_e7, camera->lon_e7, tc_query_int (query, 6),
                           tc_query_int (query, 7)) > TC_REPLAY_EVENT_M)
      continue;
    event.code = tc_query_dup_text (query, 3);
    event.title = tc_query_dup_text (query, 4);
    g_array_append_val (events, event);
  }
  g_array_sort (events, compare);
}

static gpointer
read_events (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const Asked *asked = data;
  g_autoptr (TcCamera) camera = tc_camera_get (db, asked->camera_id);
  GArray *events = tc_replay_events_new_list ();

  if (camera && camera->lat_e7 != TC_NONE && camera->lon_e7 != TC_NONE)
    add_events (db, asked, camera, events);
  return events;
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;
  GArray *events = tc_worker_run_finish (TC_WORKER (source), result, &error);

  if (error)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, events, (GDestroyNotify) g_array_unref);
}

void
tc_replay_events_read_async (TcDesk *desk, gint64 camera_id, gint64 from_us, gint64 until_us,
                             GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  const Asked asked = {tc_desk_get_person (desk), camera_id, from_us, until_us};
  GTask *task = g_task_new (desk, cancellable, callback, data);
  TcWorker *reader = tc_desk_get_reader (desk);

  if (reader) {
    tc_worker_run_async (reader, read_events, g_memdup2 (&asked, sizeof asked), g_free,
                         (GDestroyNotify) g_array_unref, NULL, read_cb, task);
    return;
  }
  g_task_return_pointer (task, tc_replay_events_new_list (), (GDestroyNotify) g_array_unref);
  g_object_unref (task);
}

GArray *
tc_replay_events_read_finish (TcDesk *desk, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, desk), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* ---- codes ---- */

typedef struct {
  gint64 staff_id;
  GArray *ids; /* (owned) (element-type gint64) */
} Coded;

static void
free_coded (gpointer data)
{
  g_array_unref (((Coded *) data)->ids);
  g_free (data);
}

static gpointer
read_codes (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const Coded *coded = data;
  g_autoptr (GArray) scopes = tc_reading_rights_of_staff (db, coded->staff_id, tc_now_us ());
  GHashTable *codes = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);

  for (guint i = 0; i < coded->ids->len; i++) {
    gint64 id = g_array_index (coded->ids, gint64, i);
    g_autoptr (TcQuery)
        query = tc_database_query (db, "SELECT code, scope FROM incident WHERE id = ?", "i", id);

    if (tc_query_next (query) && may_read (scopes, tc_query_int (query, 1)))
      g_hash_table_insert (codes, g_memdup2 (&id, sizeof id), tc_query_dup_text (query, 0));
  }
  return codes;
}

static void
codes_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;
  GHashTable *codes = tc_worker_run_finish (TC_WORKER (source), result, &error);

  if (error)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, codes, (GDestroyNotify) g_hash_table_unref);
}

void
tc_replay_codes_read_async (TcDesk *desk, GArray *ids, GCancellable *cancellable,
                            GAsyncReadyCallback callback, gpointer data)
{
  const Coded coded = {tc_desk_get_person (desk), g_array_ref (ids)};
  g_autoptr (GTask) task = g_task_new (desk, cancellable, callback, data);
  TcWorker *reader = tc_desk_get_reader (desk);

  if (reader) {
    tc_worker_run_async (reader, read_codes, g_memdup2 (&coded, sizeof coded), free_coded,
                         (GDestroyNotify) g_hash_table_unref, NULL, codes_cb,
                         g_steal_pointer (&task));
    return;
  }
  g_array_unref (coded.ids);
  g_task_return_pointer (task, NULL, NULL);
}

GHashTable *
tc_replay_codes_read_finish (TcDesk *desk, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, desk), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}
