/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Orders of a unit as a table; see the header.
 */
#include "tc-own-orders-table.h"

#include "tc-incident-export.h"
#include "tc-incident-tasks.h"
#include "tc-incident-words.h"

#include <glib/gi18n-lib.h>

static void
add_task (TcListTable *table, const TcTask *task, gint64 now_us)
{
  const TcDispatch order = tc_task_of_unit (task);
  g_autofree char *sent = tc_incident_word_date (task->sent_us);
  g_autofree char *due = tc_incident_word_date (task->due_us);
  g_autofree char *state = tc_task_word_state (&order, now_us);
  g_autofree char *place = tc_incident_word_address (task->address, task->area_name);
  const char *const cells[] = {
      task->incident_code, task->title, task->asked, place, sent, due, state};

  tc_list_table_add (table, cells);
}

TcListTable *
tc_own_orders_to_table (const GArray *tasks, gint64 now_us)
{
  const TcListColumn columns[] = {
      {C_ ("paper", "Code"), 13},          {C_ ("paper", "Matter"), 20},
      {C_ ("paper", "What is asked"), 20}, {C_ ("paper", "Place"), 17},
      {C_ ("paper", "Sent"), 11},          {C_ ("paper", "Deadline"), 11},
      {C_ ("paper", "State"), 16}};
  TcListTable *table = tc_list_table_new (_ ("ORDERS OF OUR UNIT"), _ ("Not ended yet"), columns,
                                          G_N_ELEMENTS (columns));

  for (guint i = 0; i < tasks->len; i++)
    add_task (table, &g_array_index (tasks, TcTask, i), now_us);
  return table;
}
