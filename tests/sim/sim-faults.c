/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What happens, and how likely each is. A seed draws which kinds of fault it has at all, so that
 * some are met alone and others in crowds; how long a message takes and how fast things follow on
 * each other is drawn too.
 */
#include "sim.h"

#include "fault-vfs.h"
#include "sync-world.h"

#define STEPS_MIN 60
#define STEPS_MAX 220
/* From the second shape on all but one in so many are short: as much happens in the same time, and
 * more kinds of faults meet. */
#define LONG_ONE_IN 6
#define SHORT_MIN 40
#define SHORT_MAX 120
/* Rights, clocks and disks go back to what they were after so long. */
#define FAULT_US_MAX (90 * TC_US_PER_S)
#define SKEW_US_MAX (6 * 3600 * TC_US_PER_S)
#define ALONE_US_MAX (120 * TC_US_PER_S)
#define OFFLINE_US_MAX (30 * 3600 * TC_US_PER_S)
#define POINTS_MAX 24

static SimDesk *
pick_desk (Sim *sim)
{
  return &sim->desks[1 + sim_pick (sim, (gint) sim->plan.n_desks)];
}

static void
somebody_acts (Sim *sim)
{
  sim_people_act (pick_desk (sim));
}

static void
cut_line (Sim *sim)
{
  SimDesk *desk = pick_desk (sim);

  if (desk->line)
    sim_line_cut (desk->line);
}

/* The desk ends it and comes again. */
static void
close_line (Sim *sim)
{
  sim_desk_lose_line (pick_desk (sim));
}

static void
stall_line (Sim *sim)
{
  SimDesk *desk = pick_desk (sim);

  if (!desk->line)
    return;
  desk->line->down_us = MAX (desk->line->down_us, sim->now_us) + sim_draw_us (sim, FAULT_US_MAX);
  sim->counts[SIM_LINES_STALLED]++;
}

static void
partition (Sim *sim)
{
  SimDesk *desk = pick_desk (sim);

  desk->alone_us = sim->now_us + sim_draw_us (sim, ALONE_US_MAX);
  if (desk->line)
    sim_line_cut (desk->line);
  sim->counts[SIM_UNREACHABLE]++;
}

/* For hours, and its person works on. */
static void
go_offline (Sim *sim)
{
  SimDesk *desk = pick_desk (sim);
  gint64 span_us = sim_draw_us (sim, OFFLINE_US_MAX);

  desk->alone_us = sim->now_us + span_us;
  sim_desk_lose_line (desk);
  for (guint i = 0; i < 6; i++) {
    sim_advance (sim, span_us / 6);
    sim_people_act (desk);
    somebody_acts (sim);
  }
  sim->counts[SIM_OFFLINE_LONG]++;
}

static void
kill_desk (Sim *sim)
{
  SimDesk *desk = pick_desk (sim);

  if (desk->store)
    sim_desk_stop (desk, FALSE);
}

static void
cut_desk (Sim *sim)
{
  SimDesk *desk = pick_desk (sim);

  if (desk->store)
    sim_desk_stop (desk, TRUE);
}

static void
kill_hub (Sim *sim)
{
  if (sim->hub)
    sim_hub_stop (sim, FALSE);
}

static void
cut_hub (Sim *sim)
{
  if (sim->hub)
    sim_hub_stop (sim, TRUE);
}

static void
kill_relay (Sim *sim)
{
  if (sim->relay.relay)
    sim_relay_stop (sim, FALSE);
}

static void
cut_relay_power (Sim *sim)
{
  if (sim->relay.relay)
    sim_relay_stop (sim, TRUE);
}

/* Its room is alone, for minutes or for hours. */
static void
cut_relay (Sim *sim)
{
  SimRelay *relay = &sim->relay;

  if (!relay->used)
    return;
  relay->alone_us = sim->now_us +
                    sim_draw_us (sim, sim_chance (sim, 4) ? OFFLINE_US_MAX : 4 * ALONE_US_MAX);
  if (relay->line)
    sim_line_cut (relay->line);
  sim->counts[SIM_RELAY_CUT]++;
}

/* ---- disks ---- */

static const SimCount count_of_kind[] = {
    [FAULT_EIO] = SIM_EIO,           [FAULT_FULL] = SIM_ENOSPC,      [FAULT_TORN] = SIM_SHORT_WRITE,
    [FAULT_AFTER] = SIM_TOLD_FAILED, [FAULT_SYNC] = SIM_TOLD_FAILED, [FAULT_LIE] = SIM_SYNC_LIED,
    [FAULT_READ] = SIM_READ_ERROR,
};

static FaultKind armed_kind;

void
sim_faults_count (Sim *sim)
{
  sim->counts[count_of_kind[armed_kind]] += fault_vfs_take_hits ();
}

static void
mend_disk (Sim *sim, gpointer object, GBytes *bytes, guint64 number)
{
  sim_faults_count (sim);
  fault_vfs_heal ();
}

static void
break_disk (Sim *sim, const char *file)
{
  static const FaultKind kinds[] = {FAULT_EIO,   FAULT_EIO,  FAULT_FULL, FAULT_TORN,
                                    FAULT_AFTER, FAULT_SYNC, FAULT_READ};
  guint count = sim_chance (sim, 2) ? 1 : FAULT_ALWAYS;

  sim_faults_count (sim);
  armed_kind = kinds[sim_pick (sim, G_N_ELEMENTS (kinds))];
  fault_vfs_arm (file, (guint) sim_pick (sim, POINTS_MAX), armed_kind, count);
  sim_trace (sim, "disk of %s: kind %d", file, (int) armed_kind);
  sim_after (sim, sim_draw_us (sim, FAULT_US_MAX), mend_disk, NULL, NULL, 0);
}

static void
renew_relay (Sim *sim)
{
  if (sim->relay.relay)
    sim_relay_renew (sim);
}

static void
break_relay_disk (Sim *sim)
{
  if (sim->relay.used)
    break_disk (sim, SIM_RELAY_FILE);
}

static void
break_hub_disk (Sim *sim)
{
  break_disk (sim, SIM_SERVER);
}

static void
break_desk_disk (Sim *sim)
{
  SimDesk *desk = pick_desk (sim);
  g_autofree char *file = sim_desk_file (desk, sim_chance (sim, 2) ? "outbox" : "replica");

  break_disk (sim, file);
}

/* ---- clocks ---- */

static void
jump_desk_clock (Sim *sim)
{
  SimDesk *desk = pick_desk (sim);

  /* Ahead of the server by more than two minutes, what it makes is refused: mostly it lags. */
  desk->skew_us = sim_draw_us (sim, SKEW_US_MAX) * (sim_chance (sim, 3) ? 1 : -1);
  sim->counts[SIM_CLOCK_JUMPS]++;
}

static void
jump_hub_clock (Sim *sim)
{
  sim->hub_skew_us = sim_draw_us (sim, SKEW_US_MAX) * (sim_chance (sim, 2) ? 1 : -1);
  sim->counts[SIM_CLOCK_JUMPS]++;
}

/* ---- rights ---- */

static void
change_reporters (Sim *sim)
{
  const TcDeskRole role = {pick_desk (sim)->number, WORLD_ROLE_CALLS};

  if (sim_hub_do (sim, sim_chance (sim, 2) ? &tc_desk_allow_role_type : &tc_desk_deny_role_type,
                  &role))
    sim->counts[SIM_GRANTS]++;
}

/* All that a role reads, for all desks that have it. */
static void
change_role (Sim *sim)
{
  static const TcRoleScope scopes[] = {
      {WORLD_ROLE_CALLS, "reporters"}, {WORLD_ROLE, "incidents"}, {SIM_ROLE_UNIT, "incidents"}};
  const TcRoleScope *scope = &scopes[sim_pick (sim, G_N_ELEMENTS (scopes))];

  if (sim_hub_do (sim, sim_chance (sim, 2) ? &tc_role_read_type : &tc_role_unread_type, scope))
    sim->counts[SIM_GRANTS]++;
}

static void
change_capability (Sim *sim)
{
  static const char *const capabilities[] = {TC_CAPABILITY_PEOPLE, TC_MAY_SCREEN, TC_MAY_HANDLE};
  const TcRoleCapability change = {WORLD_ROLE,
                                   capabilities[sim_pick (sim, G_N_ELEMENTS (capabilities))]};

  if (sim_hub_do (sim, sim_chance (sim, 3) ? &tc_role_deny_type : &tc_role_allow_type, &change))
    sim->counts[SIM_GRANTS]++;
}

static void
move_desk (Sim *sim)
{
  const TcDeskArgs change = {pick_desk (sim)->number, "Bàn",
                             sim_chance (sim, 2) ? SIM_UNIT : WORLD_AGENCY};

  if (sim_hub_do (sim, &tc_desk_change_type, &change))
    sim->counts[SIM_GRANTS]++;
}

static void
end_desk (Sim *sim)
{
  const TcDeskRef desk = {pick_desk (sim)->number};

  if (sim_hub_do (sim, &tc_desk_revoke_type, &desk))
    sim->counts[SIM_DESKS_ENDED]++;
}

/* ---- putting by and back ---- */

static void
put_by_desk (Sim *sim)
{
  sim_desk_put_by (pick_desk (sim));
}

static void
put_back_desk (Sim *sim)
{
  sim_desk_put_back (pick_desk (sim));
}

typedef struct {
  void (*happen) (Sim *sim);
  guint weight;
  gboolean always; /* in every seed */
  guint group;     /* drawn together, where it isn't 0 */
} Happening;

static const Happening happenings[] = {
    {somebody_acts, 600, TRUE, 0},    {close_line, 8, TRUE, 0},
    {cut_line, 24, FALSE, 0},         {stall_line, 10, FALSE, 0},
    {partition, 12, FALSE, 0},        {go_offline, 3, FALSE, 0},
    {kill_desk, 12, FALSE, 0},        {cut_desk, 10, FALSE, 0},
    {kill_hub, 8, FALSE, 0},          {cut_hub, 8, FALSE, 0},
    {break_hub_disk, 12, FALSE, 0},   {break_desk_disk, 20, FALSE, 0},
    {jump_desk_clock, 6, FALSE, 0},   {jump_hub_clock, 3, FALSE, 0},
    {change_reporters, 14, FALSE, 0}, {change_role, 6, FALSE, 0},
    {change_capability, 8, FALSE, 0}, {move_desk, 5, FALSE, 0},
    {end_desk, 1, FALSE, 4},          {sim_hub_back_up, 6, FALSE, 1},
    {sim_hub_restore, 4, FALSE, 1},   {put_by_desk, 8, FALSE, 2},
    {kill_relay, 8, FALSE, 3},        {cut_relay_power, 6, FALSE, 3},
    {cut_relay, 16, FALSE, 3},        {break_relay_disk, 6, FALSE, 3},
    {put_back_desk, 6, FALSE, 2},     {sim_hub_move_horizon, 8, FALSE, 0},
    {renew_relay, 6, FALSE, 3},
};

static guint
choose_steps (Sim *sim)
{
  gboolean brief = sim->seed.shape >= 2 && !sim_chance (sim, LONG_ONE_IN);

  return (guint) (brief ? SHORT_MIN + sim_pick (sim, SHORT_MAX - SHORT_MIN)
                        : STEPS_MIN + sim_pick (sim, STEPS_MAX - STEPS_MIN));
}

void
sim_faults_choose (Sim *sim)
{
  gboolean groups[5];
  gint one_in = 1 + sim_pick (sim, 4);

  for (guint i = 0; i < G_N_ELEMENTS (groups); i++)
    groups[i] = sim_chance (sim, 3);
  for (guint i = 0; i < G_N_ELEMENTS (happenings); i++) {
    const Happening *one = &happenings[i];

    sim->plan.faults[i] = one->always ||
                          (one->group ? groups[one->group] : sim_chance (sim, one_in));
  }
  sim->plan.steps = choose_steps (sim);
  sim->plan.n_desks = (guint) (2 + sim_pick (sim, SIM_DESKS_MAX - 1));
  sim->plan.delay_us_max = 1000 + sim_draw_us (sim, 2 * TC_US_PER_S);
  sim->plan.gap_us_max = 10000 + sim_draw_us (sim, 20 * TC_US_PER_S);
  sim->plan.fat = sim_chance (sim, 25);
  sim->plan.relay = groups[3];
}

void
sim_faults_happen (Sim *sim)
{
  guint total = 0;
  guint at;

  for (guint i = 0; i < G_N_ELEMENTS (happenings); i++)
    total += sim->plan.faults[i] ? happenings[i].weight : 0;
  at = (guint) sim_pick (sim, (gint) total);
  for (guint i = 0; i < G_N_ELEMENTS (happenings); i++) {
    guint weight = sim->plan.faults[i] ? happenings[i].weight : 0;

    if (at < weight) {
      happenings[i].happen (sim);
      return;
    }
    at -= weight;
  }
}

/* Clocks are set right, and whoever was alone is not any more. */
void
sim_faults_end (Sim *sim)
{
  mend_disk (sim, NULL, NULL, 0);
  sim->hub_skew_us = 0;
  sim->relay.alone_us = 0;
  for (guint i = 1; i <= SIM_DESKS_MAX; i++)
    sim->desks[i].alone_us = 0;
}
