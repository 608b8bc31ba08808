/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A unit's own tasks, from its own scope alone: a desk there may hold nothing else.
 */
#include "tc-incident-queries.h"

#include "tc-incident-operations.h"
#include "tc-limits.h"

#include <string.h>

#define TASK_SQL                                                                                   \
  "SELECT t.id, t.incident_id, t.incident_code, t.agency_id, t.state, t.asked, t.title, t.matter," \
  " t.field_id, f.name_vi, f.name_en, t.priority, area.name_vi, t.address, t.lat_e7, t.lon_e7,"    \
  " t.due_us, t.sent_us, t.acknowledged_us, t.started_us, t.ended_us, t.way_us, t.scene_us FROM "  \
  "task AS t"                                                                                      \
  " LEFT JOIN field AS f ON f.id = t.field_id LEFT JOIN area ON area.id = t.area_id"               \
  " WHERE t.agency_id = ? AND t.state "
#define OPEN_SQL                                                                                   \
  TASK_SQL "IN ('sent', 'acknowledged', 'working') ORDER BY t.due_us IS NULL, t.due_us, t.id"      \
           " LIMIT ?"
#define ENDED_SQL                                                                                  \
  TASK_SQL "IN ('done', 'returned', 'recalled') ORDER BY t.ended_us DESC, t.id DESC LIMIT ?"

static void
clear_message (gpointer data)
{
  TcTaskMessage *message = data;

  g_free (message->text);
  g_free (message->staff_name);
}

GArray *
tc_task_list_messages (TcDatabase *db, gint64 task_id, guint max)
{
  GArray *list = g_array_new (FALSE, TRUE, sizeof (TcTaskMessage));
  g_autoptr (TcQuery) query = tc_database_query (
      db,
      "SELECT m.id, m.from_unit, m.text, s.name, m.at_us FROM task_message AS m"
      " LEFT JOIN staff AS s ON s.id = m.staff_id WHERE m.task_id = ?1 AND ((m.at_us, m.id) <"
      " (SELECT at_us, id FROM task_message WHERE task_id = ?1 AND text NOT LIKE char (9) || '%'"
      " ORDER BY at_us DESC, id DESC LIMIT 1 OFFSET ?2 - 1)) IS NOT TRUE ORDER BY m.at_us, m.id",
      "ii", task_id, (gint64) max);

  g_array_set_clear_func (list, clear_message);
  while (tc_query_next (query)) {
    const char *text = tc_query_text (query, 2);
    gboolean file = g_str_has_prefix (text, TC_TASK_FILE_MARK);
    TcTaskMessage message = {.id = tc_query_int (query, 0),
                             .from_unit = tc_query_int (query, 1) == 1,
                             .file = file,
                             .text = g_strdup (file ? text + strlen (TC_TASK_FILE_MARK) : text),
                             .staff_name = tc_query_dup_text (query, 3),
                             .at_us = tc_query_int (query, 4)};

    g_array_append_val (list, message);
  }
  return list;
}

gboolean
tc_task_is_asked (const GArray *messages)
{
  for (guint i = messages->len; i > 0; i--) {
    const TcTaskMessage *message = &g_array_index (messages, TcTaskMessage, i - 1);

    if (!message->file)
      return !message->from_unit;
  }
  return FALSE;
}

void
tc_task_get_released (TcDatabase *db, gint64 task_id, TcReleased *out)
{
  g_autoptr (TcQuery) query = tc_database_query (
      db,
      "SELECT name, phone, reason, expires_us FROM reporter WHERE task_id = ?"
      " ORDER BY released_us DESC, id DESC LIMIT 1",
      "i", task_id);

  *out = (TcReleased){.until_us = TC_NONE};
  if (tc_query_next (query))
    *out = (TcReleased){tc_query_dup_text (query, 0), tc_query_dup_text (query, 1),
                        tc_query_dup_text (query, 2), tc_query_int (query, 3)};
}

void
tc_released_clear (TcReleased *released)
{
  g_clear_pointer (&released->name, g_free);
  g_clear_pointer (&released->phone, g_free);
  g_clear_pointer (&released->reason, g_free);
}

static void
clear_task (gpointer data)
{
  TcTask *task = data;

  g_free (task->incident_code);
  g_free (task->state);
  g_free (task->asked);
  g_free (task->title);
  g_free (task->matter);
  g_free (task->field_vi);
  g_free (task->field_en);
  g_free (task->area_name);
  g_free (task->address);
  g_array_unref (task->messages);
  tc_released_clear (&task->person);
}

static void
read_task (TcQuery *query, TcTask *task)
{
  task->id = tc_query_int (query, 0);
  task->incident_id = tc_query_id (query, 1);
  task->incident_code = tc_query_dup_text (query, 2);
  task->agency_id = tc_query_id (query, 3);
  task->state = tc_query_dup_text (query, 4);
  task->asked = tc_query_dup_text (query, 5);
  task->title = tc_query_dup_text (query, 6);
  task->matter = tc_query_dup_text (query, 7);
  task->field_id = tc_query_id (query, 8);
  task->field_vi = tc_query_dup_text (query, 9);
  task->field_en = tc_query_dup_text (query, 10);
  task->priority = tc_query_int (query, 11);
  task->area_name = tc_query_dup_text (query, 12);
  task->address = tc_query_dup_text (query, 13);
  task->lat_e7 = tc_query_int (query, 14);
  task->lon_e7 = tc_query_int (query, 15);
  task->due_us = tc_query_int (query, 16);
  task->sent_us = tc_query_int (query, 17);
  task->acknowledged_us = tc_query_int (query, 18);
  task->started_us = tc_query_int (query, 19);
  task->ended_us = tc_query_int (query, 20);
  task->way_us = tc_query_int (query, 21);
  task->scene_us = tc_query_int (query, 22);
}

GArray *
tc_unit_tasks (TcDatabase *db, gint64 agency_id, gboolean ended)
{
  GArray *list = g_array_new (FALSE, TRUE, sizeof (TcTask));
  g_autoptr (TcQuery) query = tc_database_query (db, ended ? ENDED_SQL : OPEN_SQL, "ii", agency_id,
                                                 (gint64) TC_QUERY_ROWS_MAX);

  g_array_set_clear_func (list, clear_task);
  while (tc_query_next (query)) {
    TcTask task = {0};
    read_task (query, &task);
    task.messages = tc_task_list_messages (db, task.id, TC_TASK_MESSAGES_SHOWN);
    tc_task_get_released (db, task.id, &task.person);
    g_array_append_val (list, task);
  }
  return list;
}
