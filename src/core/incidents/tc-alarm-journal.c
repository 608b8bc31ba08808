/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Alarms of the duty journal; see the header.
 */
#include "tc-alarm-journal.h"

#include "tc-alarm-history.h"
#include "tc-incident-operations.h"

#include <string.h>

#define DUE "kind IN ('order', 'fault') AND due_us <= "

/* An order is a leader's, and people answer for it; a fault waits. */
static gint64
find_weight (const char *kind)
{
  return g_strcmp0 (kind, "order") == 0 ? TC_PRIORITY_URGENT : TC_PRIORITY_ATTENTION;
}

/* Its first line. @source: (nullable) */
static char *
make_title (const char *source, const char *text)
{
  g_autofree char *all = source && *source ? g_strconcat (source, ": ", text, NULL)
                                           : g_strdup (text);
  g_autofree char *start = NULL;
  char *end = strchr (all, '\n');

  if (end)
    *end = 0;
  if (g_utf8_strlen (all, -1) <= TC_ALARM_JOURNAL_CHARS_MAX)
    return g_steal_pointer (&all);
  start = g_utf8_substring (all, 0, TC_ALARM_JOURNAL_CHARS_MAX - 1);
  return g_strconcat (start, "…", NULL);
}

void
tc_alarm_journal_list (TcDatabase *db, gint64 now_us, GArray *alarms)
{
  g_autoptr (TcQuery)
      query = tc_database_query (db,
                                 "SELECT id, kind, source, text, due_us FROM journal_entry"
                                 " WHERE done_us IS NULL AND " DUE "?1 ORDER BY due_us DESC, id"
                                 " LIMIT ?2",
                                 "ii", now_us, (gint64) TC_ALARM_JOURNAL_MAX);

  while (tc_query_next (query)) {
    TcAlarm alarm = {.kind = TC_ALARM_JOURNAL,
                     .incident_id = tc_query_id (query, 0),
                     .incident_priority = find_weight (tc_query_text (query, 1)),
                     .since_us = tc_query_int (query, 4),
                     .due_us = tc_query_int (query, 4),
                     .until_us = TC_NONE};

    alarm.priority = tc_alarm_find_priority (alarm.kind, alarm.incident_priority);
    alarm.code = g_strdup ("");
    alarm.title = make_title (tc_query_text (query, 2), tc_query_text (query, 3));
    g_array_append_val (alarms, alarm);
  }
}

char *
tc_alarm_journal_dup_title (TcDatabase *db, gint64 entry_id)
{
  g_autoptr (TcQuery) query = tc_database_query (
      db, "SELECT source, text FROM journal_entry WHERE id = ?", "i", entry_id);

  return tc_query_next (query) ? make_title (tc_query_text (query, 0), tc_query_text (query, 1))
                               : NULL;
}

/* ---- which there were ---- */

void
tc_alarm_journal_history (TcDatabase *db, gint64 from_us, gint64 now_us, GArray *episodes)
{
  g_autoptr (TcQuery) query = tc_database_query (
      db,
      "SELECT e.id, e.kind, e.due_us, e.done_us, (SELECT min (at_us) FROM alarm_mark"
      " WHERE incident_id = e.id AND kind = ?3 AND act IN ('acknowledged', 'shelved')"
      " AND at_us >= e.due_us AND (e.done_us IS NULL OR at_us <= e.done_us))"
      " FROM journal_entry AS e WHERE e." DUE "?2 AND (e.done_us IS NULL"
      " OR e.done_us > e.due_us AND e.done_us >= ?1) ORDER BY e.due_us DESC, e.id LIMIT ?4",
      "iisi", from_us, now_us, tc_alarm_kind_get_code (TC_ALARM_JOURNAL),
      (gint64) TC_ALARM_HISTORY_MAX);

  while (tc_query_next (query)) {
    TcAlarmEpisode episode = {.incident_id = tc_query_id (query, 0),
                              .kind = TC_ALARM_JOURNAL,
                              .from_us = tc_query_int (query, 2),
                              .until_us = tc_query_int (query, 3),
                              .known_us = tc_query_int (query, 4)};

    episode.priority = tc_alarm_find_priority (episode.kind,
                                               find_weight (tc_query_text (query, 1)));
    g_array_append_val (episodes, episode);
  }
}

/* ---- guards ---- */

gboolean
tc_alarm_journal_check (TcApply *apply, gint64 entry_id)
{
  g_autoptr (TcQuery) query = tc_database_query (
      apply->db, "SELECT due_us, done_us, done_by FROM journal_entry WHERE id = ?", "i", entry_id);

  if (!tc_query_next (query))
    return tc_apply_refuse (apply, "journal.unknown", "entry", TC_I, entry_id, NULL);
  if (!tc_query_is_null (query, 1))
    return tc_apply_refuse (apply, "journal.done", "staff", TC_I, tc_query_id (query, 2), "at_us",
                            TC_I, tc_query_int (query, 1), NULL);
  if (tc_query_is_null (query, 0))
    return tc_apply_refuse (apply, "journal.no-alarm", NULL);
  return TRUE;
}
