/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The province that every seed begins with: founded once, with sync-world.h, on the disk in memory;
 * its files are copied from then on. Desks 1 to 4 are of the centre (the first two may see
 * reporters), the last one is of a unit and holds its tasks alone.
 */
#include "sim.h"

#include "memory-disk.h"
#include "sync-world.h"
#include "tc-incident-queries.h"

/* Before the names of files as they are at the beginning. */
#define BASE "/base"
#define DESKS_WITH_REPORTERS 2
#define SESSION_US (13 * TC_US_PER_DAY)

static gint64 base_now_us;
static gint64 base_last_id;
static gint64 base_lsn;

TcKey *
sim_key (guint16 replica)
{
  return world_key (replica);
}

static void
add_unit (World *world)
{
  static const char *const capabilities[] = {TC_MAY_WORK, TC_MAY_REPORT, NULL};
  const TcAgencyArgs agency = {SIM_UNIT, "cn",   NULL,         "ward",
                               "Phường", "Ward", WORLD_AGENCY, world->now_us - TC_US_PER_DAY,
                               NULL,     NULL,   TC_NONE,      TC_NONE};
  const TcRoleArgs role = {SIM_ROLE_UNIT, "unit", "Cán bộ", "Officer"};
  const TcRoleScope reads = {SIM_ROLE_UNIT, "unit"};

  world_do (world, &tc_agency_add_type, &agency);
  world_do (world, &tc_role_add_type, &role);
  world_do (world, &tc_role_read_type, &reads);
  for (guint i = 0; capabilities[i]; i++) {
    const TcRoleCapability allow = {SIM_ROLE_UNIT, capabilities[i]};
    world_do (world, &tc_role_allow_type, &allow);
  }
}

static void
add_person (World *world, guint16 number)
{
  gboolean unit = number == SIM_UNIT_DESK;
  g_autofree char *account = g_strdup_printf ("p%u", number);
  const TcStaffArgs staff = {SIM_STAFF + number, account, "Trần Thị Ba", NULL, NULL};
  const TcPostAdd post = {500 + number,
                          SIM_STAFF + number,
                          unit ? SIM_UNIT : WORLD_AGENCY,
                          unit ? SIM_ROLE_UNIT : WORLD_ROLE,
                          world->now_us - TC_US_PER_DAY,
                          TC_NONE};
  const TcSessionOpen session = {SIM_SESSION + number, SIM_STAFF + number, number,
                                 world->now_us + SESSION_US};

  world_do (world, &tc_staff_add_type, &staff);
  world_do (world, &tc_post_add_type, &post);
  world_do (world, &tc_session_open_type, &session);
}

/* For seeds that have one; until it comes it is a number. */
static void
add_relay (World *world)
{
  g_autoptr (TcKey) own = sim_key (SIM_RELAY);
  const TcDeskArgs invite = {SIM_RELAY, "Trạm", WORLD_AGENCY};
  const TcDeskRef kind = {SIM_RELAY};
  const gint64 roles[] = {WORLD_ROLE, WORLD_ROLE_CALLS, SIM_ROLE_UNIT};
  g_autoptr (GBytes) key = g_bytes_new (tc_key_get_public (own), TC_KEY_PUBLIC_SIZE);
  const TcDeskEnrol enrol = {SIM_RELAY, key};

  world_do (world, &tc_desk_invite_type, &invite);
  world_do (world, &tc_desk_relay_type, &kind);
  for (guint i = 0; i < G_N_ELEMENTS (roles); i++) {
    const TcDeskRole role = {SIM_RELAY, roles[i]};
    world_do (world, &tc_desk_allow_role_type, &role);
  }
  world_do (world, &tc_desk_enrol_type, &enrol);
}

/* The last desk is the unit's. */
static void
move_to_unit (World *world)
{
  const TcDeskArgs change = {SIM_UNIT_DESK, "Phường", SIM_UNIT};
  const TcDeskRole loses = {SIM_UNIT_DESK, WORLD_ROLE};
  const TcDeskRole gets = {SIM_UNIT_DESK, SIM_ROLE_UNIT};

  world_do (world, &tc_desk_change_type, &change);
  world_do (world, &tc_desk_deny_role_type, &loses);
  world_do (world, &tc_desk_allow_role_type, &gets);
}

static void
keep_file (World *world, const char *name, const char *kept)
{
  g_autofree char *from = g_build_filename (world->folder, name, NULL);
  g_autofree char *to = g_strconcat (BASE, kept, NULL);

  memory_disk_copy (from, to);
}

static void
keep_desk_file (World *world, guint16 number, const char *name)
{
  g_autofree char *file = g_strdup_printf ("%s-%u.db", name, number);
  g_autofree char *kept = g_strdup_printf (SIM_FOLDER "desk-%u-%s.db", number, name);

  keep_file (world, file, kept);
}

void
sim_base_make (void)
{
  World *world = world_new ();
  TcPosition head;

  world_open_room (world);
  add_unit (world);
  for (guint16 i = 1; i <= SIM_DESKS_MAX; i++) {
    WorldDesk *desk = world_add_desk (world, i);

    if (i == SIM_UNIT_DESK)
      move_to_unit (world);
    add_person (world, i);
    world_lease (world, i, 1 + SIM_CODES * i);
    if (i <= DESKS_WITH_REPORTERS)
      world_allow_reporters (desk, TRUE);
  }
  add_relay (world);
  for (guint16 i = 1; i <= SIM_DESKS_MAX; i++)
    world_connect (&world->desks[i]);
  world_run (world);
  world_assert_agree (world);
  keep_file (world, "server.db", SIM_SERVER);
  for (guint16 i = 1; i <= SIM_DESKS_MAX; i++) {
    keep_desk_file (world, i, "replica");
    keep_desk_file (world, i, "outbox");
  }
  base_now_us = world->now_us;
  base_last_id = world->ids.last;
  tc_hub_get_position (world->hub, &head);
  base_lsn = head.lsn;
  sim_rerun_make_base (world->db);
  world_free (world);
}

gint64
sim_base_lsn (void)
{
  return base_lsn;
}

void
sim_base_set_time (Sim *sim)
{
  sim->now_us = base_now_us + TC_US_PER_S;
  tc_id_maker_init (&sim->ids, TC_REPLICA_SERVER, base_last_id);
}

static void
copy_base (const char *name)
{
  g_autofree char *base = g_strconcat (BASE, name, NULL);

  memory_disk_copy (base, name);
}

static void
remove_file (const char *name)
{
  g_autofree char *wal = g_strconcat (name, "-wal", NULL);

  memory_disk_remove (name);
  memory_disk_remove (wal);
}

/* Some desks begin with nothing but their number, others as they were last. */
void
sim_base_copy (Sim *sim)
{
  copy_base (SIM_SERVER);
  for (guint16 i = 1; i <= SIM_DESKS_MAX; i++) {
    SimDesk *desk = &sim->desks[i];
    g_autofree char *replica = sim_desk_file (desk, "replica");
    g_autofree char *outbox = sim_desk_file (desk, "outbox");

    gboolean empty = sim_chance (sim, 8);

    /* Who isn't there needs none. */
    if (i > sim->plan.n_desks)
      continue;
    if (empty)
      remove_file (replica);
    else
      copy_base (replica);
    copy_base (outbox);
  }
}
