/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a hand-over sheet is written from; see the header.
 */
#include "tc-hand-over-facts.h"

#include "tc-camera-operations.h"
#include "tc-camera-report.h"
#include "tc-permission.h"

/* Read of one list at most, to be counted. */
#define COUNT_MAX 100000

void
tc_hand_over_facts_free (TcHandOverFacts *facts)
{
  if (!facts)
    return;
  g_array_unref (facts->standing.rows);
  g_array_unref (facts->promised.rows);
  g_array_unref (facts->shelved);
  g_ptr_array_unref (facts->quiet);
  g_ptr_array_unref (facts->events);
  g_array_unref (facts->out);
  g_ptr_array_unref (facts->cameras.rows);
  g_ptr_array_unref (facts->open);
  g_ptr_array_unref (facts->written);
  g_free (facts);
}

/* What a filter lets through: how many, and the first as rows. */
static TcHandOverPart
read_part (TcDatabase *db, const TcQueueFilter *filter)
{
  g_autoptr (GArray) entries = tc_incident_queue_entries (db, filter, COUNT_MAX, NULL);
  guint n = MIN (entries->len, TC_HAND_OVER_ROWS_MAX);
  gint64 ids[TC_HAND_OVER_ROWS_MAX];

  for (guint i = 0; i < n; i++)
    ids[i] = g_array_index (entries, TcQueueEntry, i).id;
  return (TcHandOverPart){entries->len, tc_incident_rows (db, ids, n)};
}

static guint
count (TcDatabase *db, TcQueueFilter filter, TcQueueMatch match)
{
  g_autoptr (GArray) entries = NULL;

  filter.match = match;
  entries = tc_incident_queue_entries (db, &filter, COUNT_MAX, NULL);
  return entries->len;
}

#define PROMISED                                                                                   \
  " FROM incident WHERE open = 1 AND"                                                              \
  " (answer_state IN ('submitted', 'returned', 'approved') OR state = 'scheduled')"

/* The next appointment first. */
static TcHandOverPart
read_promised (TcDatabase *db)
{
  g_autoptr (TcQuery) query = tc_database_query (
      db, "SELECT id" PROMISED " ORDER BY scheduled_us IS NULL, scheduled_us, id LIMIT ?", "i",
      (gint64) TC_HAND_OVER_ROWS_MAX);
  gint64 ids[TC_HAND_OVER_ROWS_MAX];
  guint n = 0;

  while (n < TC_HAND_OVER_ROWS_MAX && tc_query_next (query))
    ids[n++] = tc_query_int (query, 0);
  return (TcHandOverPart){(guint) tc_database_get_int (db, 0, "SELECT count(*)" PROMISED, NULL),
                          tc_incident_rows (db, ids, n)};
}

static GArray *
read_shelved (TcDatabase *db, gint64 staff_id, gint64 now_us)
{
  GArray *alarms = tc_alarm_list (db, staff_id, now_us);

  for (guint i = alarms->len; i > 0; i--)
    if (g_array_index (alarms, TcAlarm, i - 1).state != TC_ALARM_SHELVED)
      g_array_remove_index (alarms, i - 1);
  return alarms;
}

static GPtrArray *
read_quiet (TcDatabase *db, gint64 now_us)
{
  GPtrArray *list = tc_suppression_list (db, now_us);

  for (guint i = list->len; i > 0; i--)
    if (tc_suppression_get_end (list->pdata[i - 1]) <= now_us)
      g_ptr_array_remove_index (list, i - 1);
  return list;
}

/* They come first in the list. */
static void
read_events (TcDatabase *db, TcHandOverFacts *facts, gint64 now_us)
{
  guint n = 0;

  facts->events = tc_big_event_list (db, TC_BIG_EVENTS_MAX, now_us);
  while (n < facts->events->len && ((TcBigEvent *) facts->events->pdata[n])->ended_us == TC_NONE)
    n++;
  facts->n_events = n;
  g_ptr_array_set_size (facts->events, (int) MIN (n, TC_HAND_OVER_ROWS_MAX));
  facts->out = tc_resource_holds (db);
}

/* ---- cameras ---- */

static void
free_camera (gpointer data)
{
  TcHandOverCamera *row = data;

  tc_camera_free (row->camera);
  g_free (row->incident_code);
  g_free (row);
}

static gboolean
is_down (const TcCamera *camera)
{
  if (!g_str_equal (camera->state, "in-service"))
    return TRUE;
  return camera->condition && !g_str_equal (camera->condition, "live");
}

static gboolean
is_for_all (TcDatabase *db, const TcCamera *camera)
{
  return !camera->restricted &&
         !tc_database_get_int (db, 0,
                               "SELECT 1 FROM camera_member AS m JOIN camera_group_role AS r"
                               " ON r.group_id = m.group_id WHERE m.camera_id = ? LIMIT 1",
                               "i", camera->id);
}

static TcHandOverCamera *
make_camera (TcDatabase *db, TcCamera *camera)
{
  TcHandOverCamera *row = g_new0 (TcHandOverCamera, 1);
  g_autoptr (TcCameraReport) fault = tc_camera_report_find (db, camera->id);

  row->camera = camera;
  if (fault && fault->incident_id)
    row->incident_code = tc_database_dup_text (db, "SELECT code FROM incident WHERE id = ?", "i",
                                               fault->incident_id);
  return row;
}

static TcHandOverCameras
read_cameras (TcDatabase *db, gint64 staff_id, gint64 now_us)
{
  const TcCameraFilter filter = {.staff_id = staff_id, .at_us = now_us};
  TcHandOverCameras cameras = {.rows = g_ptr_array_new_with_free_func (free_camera)};
  g_autoptr (GPtrArray) all = tc_cameras_list (db, &filter, TC_CAMERAS_LIST_MAX);

  cameras.readable = tc_permission_has (db, staff_id, TC_MAY_VIEW_CAMERAS, now_us) &&
                     tc_database_get_int (
                         db, 0, "SELECT 1 FROM held_scope WHERE kind = 'cameras' LIMIT 1", NULL);
  for (guint i = 0; cameras.readable && i < all->len; i++) {
    const TcCamera *camera = all->pdata[i];

    if (!is_down (camera))
      continue;
    if (!is_for_all (db, camera))
      cameras.n_unnamed++;
    else if (cameras.n++ < TC_HAND_OVER_ROWS_MAX)
      g_ptr_array_add (cameras.rows, make_camera (db, tc_camera_get (db, camera->id)));
  }
  return cameras;
}

TcHandOverFacts *
tc_hand_over_facts_read (TcDatabase *db, gint64 from_us, gint64 until_us, gint64 now_us,
                         gint64 staff_id)
{
  TcHandOverFacts *facts = g_new0 (TcHandOverFacts, 1);
  TcQueueFilter filter = {.kind = TC_QUEUE_MATCH,
                          .sort = TC_QUEUE_LATE_FIRST,
                          .at_us = now_us,
                          .from_us = from_us,
                          .until_us = until_us,
                          .priority = 1};

  facts->from_us = from_us;
  facts->until_us = until_us;
  facts->received = count (db, filter, TC_MATCH_RECEIVED);
  facts->emergencies = count (db, filter, TC_MATCH_RECEIVED | TC_MATCH_PRIORITY);
  facts->resolved = count (db, filter, TC_MATCH_RESOLVED);
  facts->late = count (db, filter, TC_MATCH_LATE);
  facts->soon = count (db, filter, TC_MATCH_SOON);
  facts->standing = read_part (db, &filter);
  facts->promised = read_promised (db);
  facts->shelved = read_shelved (db, staff_id, now_us);
  facts->quiet = read_quiet (db, now_us);
  read_events (db, facts, now_us);
  facts->cameras = read_cameras (db, staff_id, now_us);
  facts->n_open = tc_journal_count_open (db);
  facts->n_written = tc_journal_count_between (db, from_us, until_us);
  facts->open = tc_journal_list (db, TC_JOURNAL_OPEN, TC_HAND_OVER_ROWS_MAX);
  facts->written = tc_journal_list_between (db, from_us, until_us, TC_HAND_OVER_ROWS_MAX);
  return facts;
}
