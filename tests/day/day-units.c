/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What units do with their orders: they say so on the page of the order, which the server records
 * as the system's. One that says nothing is telephoned by a desk.
 */
#include "day.h"

static void
step (Day *day, const TcOperationType *type, gint64 incident_id, gint64 task_id)
{
  day_do_outside (day, type, &(TcIncidentTask){incident_id, task_id, NULL, TC_VIA_PAGE});
}

static void
end (Day *day, DaySeat *seat, gint64 incident_id, gint64 task_id)
{
  day_do_outside (day, &tc_incident_resolve_type,
                  &(TcIncidentProgress){incident_id, task_id, "Đã xử lý xong", TC_VIA_PAGE});
}

static void
arrive (Day *day, DaySeat *seat, gint64 incident_id, gint64 task_id)
{
  step (day, &tc_incident_arrive_type, incident_id, task_id);
}

static void
set_out (Day *day, DaySeat *seat, gint64 incident_id, gint64 task_id)
{
  step (day, &tc_incident_set_out_type, incident_id, task_id);
}

void
day_unit_knows (Day *day, gint64 incident_id, gint64 task_id, gint64 priority)
{
  double out_s = day_draw (day, DAY_TIME_UNIT_SETS_OUT);
  double scene_s = out_s + day_draw (day, DAY_TIME_UNIT_TRAVELS);
  double works_s = day_draw (day, DAY_TIME_UNIT_WORKS_EMERGENCY + (DayTime) (priority - 1));

  day_after (day, out_s, set_out, NULL, incident_id, task_id);
  day_after (day, scene_s, arrive, NULL, incident_id, task_id);
  day_after (day, scene_s + works_s, end, NULL, incident_id, task_id);
}

/* By then a desk may have telephoned: then this is refused, and what follows goes on already. */
static void
answer (Day *day, DaySeat *seat, gint64 incident_id, gint64 task_id)
{
  guint refused = day->refusals;
  gint64 priority = GPOINTER_TO_INT (g_hash_table_lookup (day->tasks, &task_id));

  step (day, &tc_incident_acknowledge_type, incident_id, task_id);
  if (day->refusals == refused)
    day_unit_knows (day, incident_id, task_id, priority);
}

void
day_unit_sent (Day *day, gint64 incident_id, gint64 task_id, gint64 priority)
{
  double answer_s = day_draw (day, DAY_TIME_UNIT_ANSWERS);

  g_hash_table_insert (day->tasks, g_memdup2 (&task_id, sizeof task_id),
                       GINT_TO_POINTER ((int) priority));
  if (day_chance (day, DAY_SHARE_UNIT_ANSWERS))
    day_after (day, answer_s, answer, NULL, incident_id, task_id);
}
