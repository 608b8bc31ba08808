/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What people do at their desks: report, screen, take, send to a unit, work, end; mostly on the
 * same few incidents, so that they are in each other's way.
 */
#include "sim.h"

#include "sync-world.h"
#include "tc-incident-codes.h"
#include "tc-incident-queries.h"

#include <string.h>

#define CODES 100
#define FAT_CHARS 1500

static gint64
make_id (SimDesk *desk)
{
  return tc_id_maker_next (&desk->ids, sim_desk_now (desk));
}

/* Numbers have run out, or the server that gave them was put back. */
static void
lease_codes (SimDesk *desk)
{
  Sim *sim = desk->sim;
  gint64 day = tc_incident_day (sim_hub_now (sim));

  if (!sim->hub)
    return;
  const TcIncidentLeaseCodes lease = {tc_id_maker_next (&sim->ids, sim_hub_now (sim)), desk->number,
                                      day, tc_incident_first_unleased (sim->db, day), CODES};

  sim_hub_do (sim, &tc_incident_lease_codes_type, &lease);
  desk->code_day = day;
  desk->code_next = lease.first;
  desk->code_end = lease.first + CODES;
}

static void
report (SimDesk *desk)
{
  Sim *sim = desk->sim;
  /* Now and then one that was given already. */
  gint64 number = desk->code_next - (desk->code_next > 1 && sim_chance (sim, 10));
  g_autofree char *code = tc_incident_format_code (desk->code_day, number);
  g_autofree char *reporter = g_strdup_printf (SIM_SECRET_REPORTERS "-%u-%d", desk->number,
                                               sim_pick (sim, 1000));
  gboolean named = sim_chance (sim, 2);
  TcIncidentReport args = {.incident_id = make_id (desk),
                           .report_id = make_id (desk),
                           .reporter_id = named ? make_id (desk) : 0,
                           .code = code,
                           .channel = "hotline",
                           .title = "Ngập trước chợ",
                           .text = "Ngập sâu trước chợ, xe không qua được",
                           .priority = TC_NONE,
                           .lat_e7 = TC_NONE,
                           .lon_e7 = TC_NONE,
                           .said_us = TC_NONE,
                           .received_us = sim_desk_now (desk),
                           .reporter_name = named ? reporter : NULL};

  if (desk->code_next == desk->code_end) {
    lease_codes (desk);
    return;
  }
  if (sim_desk_submit (desk, &tc_incident_report_type, &args)) {
    g_array_append_val (sim->incidents, args.incident_id);
    desk->code_next = number + 1;
  } else if (number == desk->code_next) {
    desk->code_next = desk->code_end;
  }
}

/* Mostly a recent one, and rather one's own: of others the desk may not have heard. */
static gint64
pick_incident (SimDesk *desk)
{
  Sim *sim = desk->sim;
  guint n = sim->incidents->len;
  gint64 id = 0;

  for (guint tries = 0; tries < 3 && (id == 0 || tc_id_replica (id) != desk->number); tries++) {
    gint back = sim_chance (sim, 4) ? (gint) n : (gint) MIN (n, 4);

    id = g_array_index (sim->incidents, gint64, n - 1 - (guint) sim_pick (sim, back));
  }
  return id;
}

static void
send_to_unit (SimDesk *desk)
{
  Sim *sim = desk->sim;
  const TcIncidentDispatch args = {pick_incident (desk), make_id (desk),
                                   sim_chance (sim, 4) ? WORLD_AGENCY : SIM_UNIT, NULL, TC_NONE};
  const SimTask task = {args.incident_id, args.task_id};

  if (sim_desk_submit (desk, &tc_incident_dispatch_type, &args))
    g_array_append_val (sim->tasks, task);
}

static void
work_on_task (SimDesk *desk)
{
  Sim *sim = desk->sim;

  if (sim->tasks->len == 0)
    return;
  const SimTask *task = &g_array_index (sim->tasks, SimTask,
                                        sim_pick (sim, (gint) sim->tasks->len));
  const TcIncidentTask plain = {task->incident_id, task->task_id, NULL};
  const TcIncidentReturn back = {task->incident_id, task->task_id, 0, "Không phải của chúng tôi"};
  const TcIncidentProgress progress = {task->incident_id, task->task_id, NULL};
  const struct {
    const TcOperationType *type;
    gconstpointer args;
  } kinds[] = {{&tc_incident_acknowledge_type, &plain},
               {&tc_incident_start_type, &progress},
               {&tc_incident_resolve_type, &progress},
               {&tc_incident_return_type, &back},
               {&tc_incident_recall_type, &plain}};
  gint i = sim_pick (sim, G_N_ELEMENTS (kinds));

  sim_desk_submit (desk, kinds[i].type, kinds[i].args);
}

static void
comment (SimDesk *desk)
{
  Sim *sim = desk->sim;
  g_autofree char *padding = g_strnfill (sim->plan.fat ? FAT_CHARS : 0, 'x');
  g_autofree char *text = g_strdup_printf (SIM_SECRET_INCIDENTS "-%u-%s", desk->number, padding);
  const TcIncidentText args = {pick_incident (desk), text};

  sim_desk_submit (desk, &tc_incident_comment_type, &args);
}

static void
rename_somebody (SimDesk *desk)
{
  Sim *sim = desk->sim;
  g_autofree char *name = g_strdup_printf ("Người %d", sim_pick (sim, 1000));
  const TcStaffArgs args = {SIM_STAFF + 1 + sim_pick (sim, SIM_DESKS_MAX), NULL, name, NULL, NULL};

  sim_desk_submit (desk, &tc_staff_change_type, &args);
}

/* One of those that change an incident as it is. */
static void
handle (SimDesk *desk)
{
  Sim *sim = desk->sim;
  gint64 id = pick_incident (desk);
  const TcIncidentOnly only = {id};
  const TcIncidentTake take = {id, 0};
  const TcIncidentTake take_over = {id, SIM_STAFF + 1 + sim_pick (sim, SIM_DESKS_MAX)};
  const TcIncidentText text = {id, "Gọi lại sau"};
  const TcIncidentSetPriority priority = {id, 1 + sim_pick (sim, 4), NULL};
  const TcIncidentProgress progress = {id, 0, "Xong"};
  const TcIncidentTurnAway away = {id, "test", NULL};
  const TcIncidentMerge merge = {id, pick_incident (desk), make_id (desk)};
  const TcIncidentAssign assign = {id, 0, SIM_STAFF + 1 + sim_pick (sim, 4), NULL};
  const struct {
    const TcOperationType *type;
    gconstpointer args;
  } kinds[] = {{&tc_incident_accept_type, &only},
               {&tc_incident_accept_type, &only},
               {&tc_incident_take_type, &take},
               {&tc_incident_take_type, &take},
               {&tc_incident_take_type, &take_over},
               {&tc_incident_release_type, &only},
               {&tc_incident_assign_type, &assign},
               {&tc_incident_start_type, &progress},
               {&tc_incident_wait_type, &text},
               {&tc_incident_resume_type, &text},
               {&tc_incident_reopen_type, &text},
               {&tc_incident_resolve_type, &progress},
               {&tc_incident_merge_type, &merge},
               {&tc_incident_reject_type, &away},
               {&tc_incident_set_priority_type, &priority}};
  gint i = sim_pick (sim, G_N_ELEMENTS (kinds));

  sim_desk_submit (desk, kinds[i].type, kinds[i].args);
}

/* Something in the tray is sent again, or set aside. */
static void
tend_tray (SimDesk *desk)
{
  TcDatabase *db = tc_replica_store_get_outbox (desk->store);
  gint64 seq = tc_database_get_int (
      db, 0, "SELECT seq FROM tray WHERE settled_us IS NULL ORDER BY seq LIMIT 1", NULL);

  if (seq == 0)
    return;
  if (sim_chance (desk->sim, 2))
    sim_desk_resend (desk, seq);
  else
    sim_desk_set_aside (desk, seq);
}

void
sim_people_act (SimDesk *desk)
{
  static void (*const acts[]) (SimDesk * desk) = {handle,       handle,       handle,      handle,
                                                  send_to_unit, work_on_task, comment,     comment,
                                                  report,       tend_tray,    work_on_task};
  Sim *sim = desk->sim;

  /* No two things are done at one time: by it they are told apart. */
  sim_advance (sim, 1);
  if (!desk->replica)
    return;
  if (sim->incidents->len == 0 || sim_chance (sim, 8))
    report (desk);
  else if (desk->number == SIM_UNIT_DESK)
    work_on_task (desk);
  else if (sim_chance (sim, 15))
    rename_somebody (desk);
  else
    acts[sim_pick (sim, G_N_ELEMENTS (acts))](desk);
}
