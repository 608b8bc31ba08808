/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Open work as SQL; see the header.
 *
 * Beside what is open that is what came on the two newest days: a desk gives out codes, and must
 * see which of the day's are used.
 */
#include "tc-open-work.h"

#include <glib.h>

#define WORK                                                                                       \
  "SELECT id FROM incident WHERE open = 1"                                                         \
  " OR id IN (SELECT id FROM big_event WHERE ended_us IS NULL)"                                    \
  " OR day IN (SELECT DISTINCT day FROM incident ORDER BY day DESC LIMIT 2)"
#define OF_INCIDENT "incident_id IN (" WORK ")"
#define OF_REPORT "report_id IN (SELECT id FROM report WHERE incident_id IN (" WORK "))"
#define JOURNAL                                                                                    \
  "SELECT id FROM journal_entry WHERE done_us IS NULL AND kind IN ('order', 'fault')"              \
  " UNION SELECT id FROM (SELECT id FROM journal_entry ORDER BY at_us DESC, id DESC LIMIT 200)"

#define RUNNING "SELECT id FROM big_event WHERE ended_us IS NULL"

static const struct {
  const char *table;
  const char *condition;
} conditions[] = {
    {"incident", "id IN (" WORK ")"},
    {"report", OF_INCIDENT},
    {"reporter", OF_REPORT},
    {"reporter_access", OF_REPORT},
    {"incident_event", OF_INCIDENT},
    {"attachment", OF_INCIDENT},
    {"answer", OF_INCIDENT},
    {"incident_link", "incident_id IN (" WORK ") OR other_id IN (" WORK ")"},
    {"dispatch", OF_INCIDENT},
    /* What is open, and the newest of the rest. */
    {"journal_entry", "id IN (" JOURNAL ")"},
    {"journal_follow_up", "entry_id IN (" JOURNAL ")"},
    {"hand_over", "id IN (SELECT id FROM hand_over ORDER BY at_us DESC, id DESC LIMIT 20)"},
    {"alarm_mark", OF_INCIDENT " OR incident_id IN (" JOURNAL ")"},
    {"alarm_text", OF_INCIDENT " OR incident_id IN (" JOURNAL ")"},
    {"big_event", "ended_us IS NULL"},
    {"big_event_member", "event_id IN (" RUNNING ") OR " OF_INCIDENT},
    {"big_event_figure", "event_id IN (" RUNNING ")"},
    {"big_event_check", "event_id IN (" RUNNING ")"},
    {"quick_report", "event_id IN (" RUNNING ")"},
    {"resource", "retired_us IS NULL"},
    {"resource_hold", "back_us IS NULL"},
    {"camera_fault", "ended_us IS NULL"},
    {"camera_opening",
     "id IN (SELECT id FROM camera_opening ORDER BY at_us DESC, id DESC LIMIT 50)"},
    {"task_message", "task_id IN (SELECT id FROM task WHERE state IN ('sent', 'acknowledged', "
                     "'working')) OR " OF_INCIDENT},
    {"task", "state IN ('sent', 'acknowledged', 'working') OR " OF_INCIDENT},
};

const char *
tc_open_work_condition (const char *table)
{
  for (gsize i = 0; i < G_N_ELEMENTS (conditions); i++)
    if (g_str_equal (conditions[i].table, table))
      return conditions[i].condition;
  return NULL;
}
