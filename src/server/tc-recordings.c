/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The index of what was recorded; see the header.
 */
#include "tc-recordings.h"

#include "tc-limits.h"
#include "tc-schema.h"

#include <string.h>

#define COLUMNS "camera_id, start_us, end_us, frames, bytes, codec, sha256"
/* Of a segment s: it isn't leaving yet, and nothing holds it at ?1. */
#define FREE                                                                                       \
  "s.state <> 'leaving' AND NOT EXISTS (SELECT 1 FROM hold h WHERE h.camera_id = s.camera_id"      \
  " AND h.until_us > s.start_us AND h.from_us < s.end_us AND h.released_us IS NULL"                \
  " AND h.keep_until_us > ?1)"
#define PM 1000

const TcRecordingsPolicy tc_recordings_policy_default = {
    {0, 3 * TC_US_PER_DAY, 15 * TC_US_PER_DAY, 30 * TC_US_PER_DAY}, 0};

static const char *const classes[TC_KEEP_N] = {"none", "short", "standard", "long"};
static const char *const states[TC_RECORDING_N_STATES] = {"whole", "gone", "differs", "leaving"};

const char *
tc_keep_class_code (TcKeepClass class)
{
  g_assert (class < TC_KEEP_N);
  return classes[class];
}

TcKeepClass
tc_keep_class_from_code (const char *code)
{
  for (int i = 0; i < TC_KEEP_N; i++)
    if (g_strcmp0 (code, classes[i]) == 0)
      return (TcKeepClass) i;
  return TC_KEEP_STANDARD;
}

TcDatabase *
tc_recordings_open (const char *path, GError **error)
{
  static const TcSchemaSet *const sets[] = {&tc_schema_recordings, NULL};
  g_autoptr (TcDatabase) db = tc_database_open (path, TC_DATABASE_WRITER | TC_DATABASE_FULL, error);

  if (!db || !tc_schema_migrate (db, sets, error))
    return NULL;
  return g_steal_pointer (&db);
}

/* ---- segments ---- */

void
tc_recordings_add (TcDatabase *db, const TcSegment *segment)
{
  g_assert (tc_segment_is_valid (segment));
  tc_database_execute (db, "INSERT OR IGNORE INTO recorded_camera (id, class) VALUES (?, ?)", "is",
                       segment->camera_id, classes[TC_KEEP_STANDARD]);
  /* Not REPLACE, which no trigger hears of. */
  tc_database_execute (db,
                       "INSERT INTO segment (camera_id, start_us, end_us, frames, bytes, codec,"
                       " sha256, motion_pm, state) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'whole')"
                       " ON CONFLICT DO UPDATE SET end_us = excluded.end_us,"
                       " frames = excluded.frames, bytes = excluded.bytes,"
                       " codec = excluded.codec, sha256 = excluded.sha256, state = excluded.state,"
                       " motion_pm = coalesce (excluded.motion_pm, motion_pm)",
                       "iiiiisbi", segment->camera_id, segment->start_us, segment->end_us,
                       segment->frames, segment->bytes, tc_codec_code (segment->codec),
                       segment->sha256.bytes, (gsize) TC_DIGEST_SIZE,
                       segment->has_motion ? segment->motion_pm : TC_NONE);
}

gboolean
tc_recordings_has (TcDatabase *db, gint64 camera_id, gint64 start_us)
{
  return tc_database_get_int (db, 0, "SELECT 1 FROM segment WHERE camera_id = ? AND start_us = ?",
                              "ii", camera_id, start_us) != 0;
}

gint64
tc_recordings_get_newest (TcDatabase *db, gint64 camera_id)
{
  return tc_database_get_int (
      db, 0, "SELECT start_us FROM segment WHERE camera_id = ? ORDER BY start_us DESC LIMIT 1", "i",
      camera_id);
}

void
tc_recordings_set_state (TcDatabase *db, gint64 camera_id, gint64 start_us, TcRecordingState state)
{
  g_assert (state < TC_RECORDING_N_STATES);
  tc_database_execute (db, "UPDATE segment SET state = ? WHERE camera_id = ? AND start_us = ?",
                       "sii", states[state], camera_id, start_us);
}

void
tc_recordings_forget (TcDatabase *db, gint64 camera_id, gint64 start_us)
{
  tc_database_execute (db, "DELETE FROM segment WHERE camera_id = ? AND start_us = ?", "ii",
                       camera_id, start_us);
}

/* What is no row that we wrote is passed over. */
static gboolean
read_segment (TcQuery *query, TcSegment *segment)
{
  gsize size;
  const guint8 *hash = tc_query_blob (query, 6, &size);

  *segment = (TcSegment){.camera_id = tc_query_int (query, 0),
                         .start_us = tc_query_int (query, 1),
                         .end_us = tc_query_int (query, 2),
                         .frames = tc_query_int (query, 3),
                         .bytes = tc_query_int (query, 4)};
  if (size != TC_DIGEST_SIZE || !tc_codec_from_code (tc_query_text (query, 5), &segment->codec))
    return FALSE;
  memcpy (segment->sha256.bytes, hash, TC_DIGEST_SIZE);
  return tc_segment_is_valid (segment);
}

/* Takes @query. */
static GArray *
read_segments (TcQuery *query)
{
  GArray *list = g_array_new (FALSE, FALSE, sizeof (TcSegment));
  TcSegment segment;

  while (tc_query_next (query))
    if (read_segment (query, &segment))
      g_array_append_val (list, segment);
  tc_query_free (query);
  return list;
}

GArray *
tc_recordings_list (TcDatabase *db, gint64 camera_id, const TcSegment *after, guint max)
{
  return read_segments (tc_database_query (db,
                                           "SELECT " COLUMNS
                                           " FROM segment WHERE (camera_id, start_us) > (?1, ?2)"
                                           " AND (?3 = 0 OR camera_id = ?3) AND state <> 'leaving'"
                                           " ORDER BY camera_id, start_us LIMIT ?4",
                                           "iiii", after ? after->camera_id : camera_id,
                                           after ? after->start_us : 0, camera_id, (gint64) max));
}

GArray *
tc_recordings_list_between (TcDatabase *db, gint64 camera_id, gint64 from_us, gint64 until_us,
                            guint max)
{
  /* None is longer than so much, which is why that index is enough. */
  return read_segments (tc_database_query (
      db,
      "SELECT " COLUMNS " FROM segment WHERE camera_id = ?1 AND start_us > ?2 - ?5"
      " AND start_us < ?3 AND end_us > ?2 AND state = 'whole' ORDER BY start_us LIMIT ?4",
      "iiiii", camera_id, from_us, until_us, (gint64) max,
      TC_SEGMENT_US_MAX + 2 * TC_SEGMENT_GAP_US));
}

GArray *
tc_recordings_list_leaving (TcDatabase *db, guint max)
{
  return read_segments (tc_database_query (
      db, "SELECT " COLUMNS " FROM segment WHERE state = 'leaving' LIMIT ?", "i", (gint64) max));
}

gint64
tc_recordings_get_bytes (TcDatabase *db)
{
  return tc_database_get_int (db, 0, "SELECT coalesce (sum (bytes), 0) FROM recorded_camera", "");
}

GArray *
tc_recordings_list_cameras (TcDatabase *db)
{
  GArray *list = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (TcQuery)
      query = tc_database_query (db, "SELECT id FROM recorded_camera ORDER BY id", "");

  while (tc_query_next (query)) {
    gint64 id = tc_query_int (query, 0);

    g_array_append_val (list, id);
  }
  return list;
}

GArray *
tc_recordings_list_spans (TcDatabase *db, gint64 camera_id, gint64 from_us, gint64 until_us)
{
  GArray *spans = g_array_new (FALSE, FALSE, sizeof (TcRecordingsSpan));
  g_autoptr (TcQuery) query = tc_database_query (
      db,
      "SELECT start_us, end_us FROM segment WHERE camera_id = ?1 AND start_us > ?2 - ?4"
      " AND start_us < ?3 AND end_us > ?2 AND state = 'whole' ORDER BY start_us",
      "iiii", camera_id, from_us, until_us, TC_SEGMENT_US_MAX + 2 * TC_SEGMENT_GAP_US);

  while (tc_query_next (query) && spans->len < TC_RECORDINGS_SPANS_MAX) {
    TcRecordingsSpan span = {MAX (tc_query_int (query, 0), from_us),
                             MIN (tc_query_int (query, 1), until_us)};
    TcRecordingsSpan *last = spans->len ? &g_array_index (spans, TcRecordingsSpan, spans->len - 1)
                                        : NULL;

    if (last && span.from_us - last->until_us <= TC_RECORDINGS_GAP_US)
      last->until_us = MAX (last->until_us, span.until_us);
    else
      g_array_append_val (spans, span);
  }
  return spans;
}

GArray *
tc_recordings_list_motion (TcDatabase *db, gint64 camera_id, gint64 from_us, gint64 until_us,
                           guint max)
{
  GArray *list = g_array_new (FALSE, FALSE, sizeof (TcRecordingsMotion));
  g_autoptr (TcQuery) query = tc_database_query (
      db,
      "SELECT start_us, end_us, motion_pm FROM segment WHERE camera_id = ?1"
      " AND start_us > ?2 - ?4 AND start_us < ?3 AND end_us > ?2 AND state = 'whole'"
      " AND motion_pm BETWEEN 0 AND 1000 ORDER BY start_us DESC LIMIT ?5",
      "iiiii", camera_id, from_us, until_us, TC_SEGMENT_US_MAX + 2 * TC_SEGMENT_GAP_US,
      (gint64) max);

  while (tc_query_next (query)) {
    TcRecordingsMotion motion = {MAX (tc_query_int (query, 0), from_us),
                                 MIN (tc_query_int (query, 1), until_us), tc_query_int (query, 2)};

    g_array_prepend_val (list, motion);
  }
  return list;
}

/* ---- how long ---- */

void
tc_recordings_set_class (TcDatabase *db, gint64 camera_id, TcKeepClass class)
{
  tc_database_execute (db,
                       "INSERT INTO recorded_camera (id, class) VALUES (?1, ?2)"
                       " ON CONFLICT (id) DO UPDATE SET class = ?2",
                       "is", camera_id, tc_keep_class_code (class));
}

TcKeepClass
tc_recordings_get_class (TcDatabase *db, gint64 camera_id)
{
  g_autofree char *code = tc_database_dup_text (
      db, "SELECT class FROM recorded_camera WHERE id = ?", "i", camera_id);

  return tc_keep_class_from_code (code);
}

/* The oldest of a camera that ended by @until_us and aren't held. */
static void
add_oldest (TcDatabase *db, GArray *list, gint64 camera_id, gint64 until_us, gint64 now_us,
            guint max)
{
  g_autoptr (GArray) found = read_segments (tc_database_query (
      db,
      "SELECT " COLUMNS " FROM segment s WHERE camera_id = ?2 AND start_us < ?3 AND end_us <= ?3"
      " AND " FREE " ORDER BY start_us LIMIT ?4",
      "iiii", now_us, camera_id, until_us, (gint64) max));

  g_array_append_vals (list, found->data, found->len);
}

static int
compare_starts_cb (gconstpointer a, gconstpointer b)
{
  const TcSegment *first = a, *second = b;

  return first->start_us < second->start_us ? -1 : first->start_us > second->start_us;
}

GArray *
tc_recordings_list_due (TcDatabase *db, const TcRecordingsPolicy *policy, gint64 now_us, guint max)
{
  g_autoptr (GArray) cameras = tc_recordings_list_cameras (db);
  GArray *list = g_array_new (FALSE, FALSE, sizeof (TcSegment));

  for (guint i = 0; i < cameras->len && list->len < max; i++) {
    gint64 id = g_array_index (cameras, gint64, i);
    gint64 keep_us = policy->keep_us[tc_recordings_get_class (db, id)];

    add_oldest (db, list, id, now_us - keep_us, now_us, max - list->len);
  }
  return list;
}

GArray *
tc_recordings_list_least (TcDatabase *db, gint64 now_us, gint64 bytes, guint max)
{
  g_autoptr (GArray) cameras = tc_recordings_list_cameras (db);
  GArray *list = g_array_new (FALSE, FALSE, sizeof (TcSegment));
  gint64 together = 0;

  for (int class = 0; class < TC_KEEP_N && list->len < max && together < bytes; class ++) {
    g_autoptr (GArray) some = g_array_new (FALSE, FALSE, sizeof (TcSegment));

    for (guint i = 0; i < cameras->len; i++) {
      gint64 id = g_array_index (cameras, gint64, i);

      if (tc_recordings_get_class (db, id) == (TcKeepClass) class)
        add_oldest (db, some, id, now_us, now_us, max);
    }
    g_array_sort (some, compare_starts_cb);
    for (guint i = 0; i < some->len && list->len < max && together < bytes; i++) {
      together += g_array_index (some, TcSegment, i).bytes;
      g_array_append_vals (list, &g_array_index (some, TcSegment, i), 1);
    }
  }
  return list;
}

TcDiskLevel
tc_disk_judge (TcDiskLevel before, gint64 total, gint64 available, gint64 free_min, gint64 *to_free)
{
  gint64 whole = free_min > 0 ? free_min * PM / (PM - TC_DISK_LOW_PM) : total;
  gint64 used = whole - available;
  gint64 used_pm = whole > 0 ? used / MAX (whole / PM, 1) : PM;
  gint64 full_pm = before == TC_DISK_FULL ? TC_DISK_FULL_END_PM : TC_DISK_FULL_PM;
  gint64 low_pm = before == TC_DISK_ROOMY ? TC_DISK_LOW_PM : TC_DISK_LOW_END_PM;

  *to_free = 0;
  if (used_pm < low_pm)
    return TC_DISK_ROOMY;
  *to_free = MAX (used - whole / PM * TC_DISK_LOW_END_PM, 1);
  return used_pm >= full_pm ? TC_DISK_FULL : TC_DISK_LOW;
}

/* ---- holds ---- */

void
tc_hold_clear (TcHold *hold)
{
  g_clear_pointer (&hold->reason, g_free);
}

gboolean
tc_hold_is_valid (const TcHold *hold)
{
  return hold->id > 0 && hold->camera_id > 0 && hold->from_us > 0 &&
         hold->until_us > hold->from_us && hold->until_us <= TC_SEGMENT_TIME_MAX_US &&
         hold->keep_until_us > hold->made_us && hold->keep_until_us <= TC_SEGMENT_TIME_MAX_US &&
         hold->incident_id >= 0 && hold->staff_id >= 0 && hold->reason && *hold->reason &&
         g_utf8_validate (hold->reason, -1, NULL) &&
         g_utf8_strlen (hold->reason, -1) <= TC_RECORDINGS_REASON_CHARS_MAX;
}

void
tc_recordings_hold (TcDatabase *db, const TcHold *hold)
{
  g_assert (tc_hold_is_valid (hold));
  if (tc_database_get_int (db, 0,
                           "SELECT count (*) FROM hold WHERE released_us IS NULL"
                           " AND keep_until_us > ?",
                           "i", hold->made_us) >= TC_RECORDINGS_HOLDS_MAX) {
    tc_database_fail (db, TC_ERROR_LIMIT, "there are too many holds");
    return;
  }
  tc_database_execute (db,
                       "INSERT OR IGNORE INTO hold (id, camera_id, from_us, until_us, incident_id,"
                       " staff_id, reason, made_us, keep_until_us)"
                       " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                       "iiiioosii", hold->id, hold->camera_id, hold->from_us, hold->until_us,
                       hold->incident_id, hold->staff_id, hold->reason, hold->made_us,
                       hold->keep_until_us);
}

gboolean
tc_recordings_release (TcDatabase *db, const TcRelease *release, gint64 now_us, gint64 *incident_id)
{
  tc_database_execute (db,
                       "UPDATE hold SET released_us = ?3, released_by = nullif (?4, 0),"
                       " release_reason = ?5 WHERE id = ?1 AND camera_id = ?2"
                       " AND released_us IS NULL AND keep_until_us > ?3",
                       "iiiis", release->id, release->camera_id, now_us, release->staff_id,
                       release->reason);
  if (tc_database_changes (db) == 0)
    return FALSE;
  *incident_id = tc_database_get_int (
      db, 0, "SELECT ifnull (incident_id, 0) FROM hold WHERE id = ?", "i", release->id);
  return TRUE;
}

GArray *
tc_recordings_list_holds (TcDatabase *db, gint64 camera_id, gint64 now_us)
{
  GArray *list = g_array_new (FALSE, FALSE, sizeof (TcHold));
  g_autoptr (TcQuery) query = tc_database_query (
      db,
      "SELECT id, camera_id, from_us, until_us, incident_id, staff_id, reason, made_us,"
      " keep_until_us, released_us FROM hold WHERE (?1 = 0 OR camera_id = ?1)"
      " AND released_us IS NULL AND keep_until_us > ?2 ORDER BY id",
      "ii", camera_id, now_us);

  g_array_set_clear_func (list, (GDestroyNotify) tc_hold_clear);
  while (tc_query_next (query)) {
    TcHold hold = {.id = tc_query_int (query, 0),
                   .camera_id = tc_query_int (query, 1),
                   .from_us = tc_query_int (query, 2),
                   .until_us = tc_query_int (query, 3),
                   .incident_id = tc_query_id (query, 4),
                   .staff_id = tc_query_id (query, 5),
                   .reason = tc_query_dup_text (query, 6),
                   .made_us = tc_query_int (query, 7),
                   .keep_until_us = tc_query_int (query, 8),
                   .released_us = tc_query_int (query, 9)};

    g_array_append_val (list, hold);
  }
  return list;
}
