/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: of a restricted camera nobody without the right has a row, whenever it becomes one or stops
 * being one, and a province that was founded before there were cameras gets their scopes. Method:
 * the world of sync-world.h with two desks of which one holds restricted cameras; a province
 * that was founded by the version before.
 */
#define _GNU_SOURCE /* memmem */

#include "relay-world.h"

#include "tc-camera-operations.h"
#include "tc-limits.h"

#include <string.h>

/* As the version before there were cameras founded a province. */
static World *
new_world_of_before (void)
{
  TcOperationType found = tc_province_found_type;

  found.version = 1;
  return world_new_founded (&found);
}

typedef struct {
  World *world;
  WorldDesk *with;    /* holds restricted cameras */
  WorldDesk *without; /* the others alone */
} Room;

/* All desks read cameras, some also @kind; people may manage them. */
static void
open_rights (World *world, const char *kind)
{
  const TcRoleScope reads[] = {{WORLD_ROLE, "cameras"}, {WORLD_ROLE_CALLS, kind}};
  const TcRoleCapability manage = {WORLD_ROLE, TC_MAY_MANAGE_CAMERAS};

  world_open_room (world);
  for (guint i = 0; i < G_N_ELEMENTS (reads); i++)
    world_do (world, &tc_role_read_type, &reads[i]);
  world_do (world, &tc_role_allow_type, &manage);
}

/* Two desks, of which one reads @kind. */
static void
open_room_of (Room *room, const char *kind)
{
  open_rights (room->world, kind);
  room->with = world_add_desk (room->world, 1);
  room->without = world_add_desk (room->world, 2);
  world_allow_reporters (room->with, TRUE);
  world_connect (room->with);
  world_connect (room->without);
  world_run (room->world);
}

static void
open_room (Room *room)
{
  open_room_of (room, "cameras-restricted");
}

static void
set_up (Room *room, gconstpointer data)
{
  room->world = world_new ();
  open_room (room);
}

static void
tear_down (Room *room, gconstpointer data)
{
  world_free (room->world);
}

static TcCameraArgs
camera_args (Room *room, gint64 number, const char *code)
{
  return (TcCameraArgs){.camera_id = tc_id_maker_next (&room->world->ids, room->world->now_us),
                        .number = number,
                        .code = code,
                        .name = "Ngã tư",
                        .kind = "fixed",
                        .agency_id = WORLD_AGENCY,
                        .lat_e7 = TC_NONE,
                        .lon_e7 = TC_NONE,
                        .heading_deg = TC_NONE,
                        .view_deg = TC_NONE,
                        .reach_m = TC_NONE,
                        .host_id = TC_NONE,
                        .retention = "standard"};
}

static gint64
count_rows (WorldDesk *desk, const char *table)
{
  g_autofree char *sql = g_strdup_printf ("SELECT count(*) FROM %s", table);

  return tc_database_get_int (desk->db, -1, sql, NULL);
}

static void
check_rows (Room *room, gint64 with, gint64 without)
{
  static const char *const tables[] = {"camera", "camera_status", "camera_fault"};

  world_run (room->world);
  world_assert_agree (room->world);
  for (guint i = 0; i < G_N_ELEMENTS (tables); i++) {
    g_assert_cmpint (count_rows (room->with, tables[i]), ==, with);
    g_assert_cmpint (count_rows (room->without, tables[i]), ==, without);
  }
}

static void
test_restricted (Room *room, gconstpointer data)
{
  TcCameraArgs args = camera_args (room, 1, "one");
  TcCameraStatusArgs status = {args.camera_id,      "offline", NULL,
                               room->world->now_us, TC_NONE,   TC_NONE};
  TcCameraRestrict set = {args.camera_id, 1};

  world_do (room->world, &tc_camera_add_type, &args);
  world_do (room->world, &tc_camera_status_type, &status);
  check_rows (room, 1, 1);
  world_do (room->world, &tc_camera_restrict_type, &set);
  check_rows (room, 1, 0);
  /* By a desk that doesn't hold it: the server decides, and the desk learns what it may. */
  set.restricted = 0;
  tc_verdict_free (world_submit (room->without, &tc_camera_restrict_type, &set));
  check_rows (room, 1, 1);
  set.restricted = 1;
  tc_verdict_free (world_submit (room->with, &tc_camera_restrict_type, &set));
  check_rows (room, 1, 0);
  /* A form that was filled in before, at a desk that was away, doesn't uncover it. */
  args.name = "Ngã tư, hướng chợ";
  tc_verdict_free (world_submit (room->without, &tc_camera_change_type, &args));
  check_rows (room, 1, 0);
  g_assert_cmpuint (room->with->status.attention + room->without->status.attention, ==, 0);
}

#define SECRET_NAME "Nhà khách kín"
#define SECRET_PLACE "Cổng sau số 12"
#define SECRET_ADDRESS "rtsp://10.9.8.7/kin"

/* How many of these bytes have a word of the restricted camera. */
static guint
count_secrets (const char *data, gsize size)
{
  static const char *const words[] = {SECRET_NAME, SECRET_PLACE, SECRET_ADDRESS};
  guint n = 0;

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    n += memmem (data, size, words[i], strlen (words[i])) != NULL;
  return n;
}

static guint
count_on_disk (WorldDesk *desk)
{
  static const char *const suffixes[] = {"", "-wal"};
  guint n = 0;

  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++) {
    g_autofree char *path = g_strdup_printf ("%s/replica-%u.db%s", desk->world->folder,
                                             desk->number, suffixes[i]);
    g_autofree char *data = NULL;
    gsize size = 0;

    if (g_file_get_contents (path, &data, &size, NULL))
      n += count_secrets (data, size);
  }
  return n;
}

/* What waits for the desk. @has: words of the camera in it */
static guint
count_messages (WorldDesk *desk, guint *has)
{
  guint n = 0;

  *has = 0;
  for (GList *item = desk->to_desk->head; item; item = item->next, n++) {
    gsize size;
    const char *bytes = g_bytes_get_data (item->data, &size);

    *has += count_secrets (bytes, size);
  }
  return n;
}

static void
add_secret (Room *room, gint64 number, const char *code)
{
  TcCameraArgs args = camera_args (room, number, code);
  TcCameraStreamSet stream = {args.camera_id, "main",  SECRET_ADDRESS, NULL,
                              TC_NONE,        TC_NONE, TC_NONE,        TC_NONE};
  TcCameraStatusArgs status = {args.camera_id,      "offline", NULL,
                               room->world->now_us, TC_NONE,   TC_NONE};
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  TcCameraGroupSet group = {tc_id_maker_next (&room->world->ids, room->world->now_us), code, "Nhóm",
                            ids, NULL};

  g_array_append_val (ids, args.camera_id);
  args.name = SECRET_NAME;
  args.place = SECRET_PLACE;
  args.restricted = 1;
  world_do (room->world, &tc_camera_add_type, &args);
  world_do (room->world, &tc_camera_stream_set_type, &stream);
  world_do (room->world, &tc_camera_status_type, &status);
  world_do (room->world, &tc_camera_group_set_type, &group);
}

/* Not a byte of it, on the line or on the disk: as it is made, on catching up, and on filling a
 * desk; and that it stands in a group is no row either. */
static void
test_line (Room *room, gconstpointer data)
{
  guint has;

  add_secret (room, 1, "one");
  g_assert_cmpuint (count_messages (room->without, &has), >, 0);
  g_assert_cmpuint (has, ==, 0);
  g_assert_cmpuint (count_messages (room->with, &has), >, 0);
  g_assert_cmpuint (has, >, 0);
  world_run (room->world);
  add_secret (room, 2, "two");
  world_disconnect (room->without);
  world_connect (room->without);
  world_move (room->without);
  g_assert_true (world_move (room->without));
  g_assert_cmpuint (count_messages (room->without, &has), >, 0);
  g_assert_cmpuint (has, ==, 0);
  world_run (room->world);
  WorldDesk *fresh = world_add_desk (room->world, 3);
  world_connect (fresh);
  world_run (room->world);
  world_assert_agree (room->world);
  g_assert_cmpuint (count_on_disk (room->with), >, 0);
  g_assert_cmpuint (count_on_disk (room->without), ==, 0);
  g_assert_cmpuint (count_on_disk (fresh), ==, 0);
  g_assert_cmpint (count_rows (room->with, "camera_member"), ==, 2);
  g_assert_cmpint (count_rows (room->without, "camera_member"), ==, 0);
  g_assert_cmpint (count_rows (room->without, "camera_group"), ==, 2);
}

/* The right is taken from a desk and given to it again. */
static void
test_denied (Room *room, gconstpointer data)
{
  add_secret (room, 1, "one");
  check_rows (room, 1, 0);
  world_allow_reporters (room->with, FALSE);
  world_run (room->world);
  world_connect (room->with);
  check_rows (room, 0, 0);
  g_assert_cmpint (count_rows (room->with, "camera_member"), ==, 0);
  g_assert_cmpuint (count_on_disk (room->with), ==, 0);
  world_allow_reporters (room->with, TRUE);
  world_run (room->world);
  world_connect (room->with);
  check_rows (room, 1, 0);
}

/* The number of a camera that a desk has no row of is taken all the same. */
static void
test_hidden_number (Room *room, gconstpointer data)
{
  TcCameraArgs args = camera_args (room, 1, "one");
  TcCameraArgs same = camera_args (room, 1, "same");

  args.restricted = 1;
  world_do (room->world, &tc_camera_add_type, &args);
  world_run (room->world);
  tc_verdict_free (world_submit (room->without, &tc_camera_add_type, &same));
  world_run (room->world);
  world_assert_agree (room->world);
  g_assert_cmpint (count_rows (room->with, "camera"), ==, 1);
  g_assert_cmpint (count_rows (room->without, "camera"), ==, 0);
  g_assert_cmpuint (room->without->status.attention, ==, 1);
  g_autofree char *refusal = tc_database_dup_text (
      room->world->db, "SELECT refusal FROM log_operation WHERE replica = 2", NULL);
  g_assert_cmpstr (refusal, ==, "camera.number-taken");
}

/* A desk that was away while it moved. */
static void
test_away (Room *room, gconstpointer data)
{
  TcCameraArgs args = camera_args (room, 1, "one");
  TcCameraStatusArgs status = {args.camera_id,      "offline", NULL,
                               room->world->now_us, TC_NONE,   TC_NONE};

  world_do (room->world, &tc_camera_add_type, &args);
  world_do (room->world, &tc_camera_status_type, &status);
  check_rows (room, 1, 1);
  world_disconnect (room->with);
  world_disconnect (room->without);
  world_do (room->world, &tc_camera_restrict_type, &(TcCameraRestrict){args.camera_id, 1});
  world_connect_all (room->world);
  check_rows (room, 1, 0);
}

/* Desks that are being filled while cameras are restricted and released: at whichever step of that,
 * the one has all of them and the other none that is restricted. Cameras are of the first parts, so
 * no later one brings a row back. */
static void
test_filling (Room *room, gconstpointer data)
{
  gint64 ids[16];
  WorldDesk *fresh[2];

  for (guint i = 0; i < G_N_ELEMENTS (ids); i++) {
    g_autofree char *code = g_strdup_printf ("cam-%u", i);
    TcCameraArgs args = camera_args (room, i + 1, code);
    TcCameraStatusArgs status = {args.camera_id,      "offline", NULL,
                                 room->world->now_us, TC_NONE,   TC_NONE};

    ids[i] = args.camera_id;
    args.restricted = i % 2;
    world_do (room->world, &tc_camera_add_type, &args);
    world_do (room->world, &tc_camera_status_type, &status);
  }
  world_run (room->world);
  for (guint i = 0; i < G_N_ELEMENTS (fresh); i++) {
    fresh[i] = world_add_desk (room->world, 3 + i);
    world_allow_reporters (fresh[i], i == 0);
    world_connect (fresh[i]);
  }
  for (guint i = 0; i < G_N_ELEMENTS (ids); i++) {
    world_do (room->world, &tc_camera_restrict_type, &(TcCameraRestrict){ids[i], i % 2 == 0});
    world_move (fresh[0]);
    world_move (fresh[1]);
  }
  /* One there and back. */
  world_do (room->world, &tc_camera_restrict_type, &(TcCameraRestrict){ids[0], 0});
  world_do (room->world, &tc_camera_restrict_type, &(TcCameraRestrict){ids[0], 1});
  check_rows (room, G_N_ELEMENTS (ids), G_N_ELEMENTS (ids) / 2);
  for (guint i = 0; i < G_N_ELEMENTS (fresh); i++) {
    g_assert_cmpint (count_rows (fresh[i], "camera"), ==, i ? 8 : 16);
    g_assert_cmpint (count_rows (fresh[i], "camera_fault"), ==, i ? 8 : 16);
    g_assert_cmpint (count_rows (fresh[i], "load_gone"), ==, 0);
  }
}

/* A desk that has lines and no restricted cameras can't say that there is no such camera. */
static void
test_lines_alone (void)
{
  Room room = {.world = world_new ()};
  TcCameraArgs args = camera_args (&room, 1, "one");
  TcCameraStreamSet stream = {.camera_id = args.camera_id,
                              .profile = "main",
                              .address = "rtsp://10.1.2.3/main",
                              .width = TC_NONE,
                              .height = TC_NONE,
                              .fps_milli = TC_NONE,
                              .kbit = TC_NONE};

  open_room_of (&room, "camera-lines");
  args.restricted = 1;
  world_do (room.world, &tc_camera_add_type, &args);
  world_run (room.world);
  tc_verdict_free (world_submit (room.with, &tc_camera_stream_set_type, &stream));
  world_run (room.world);
  world_assert_agree (room.world);
  g_assert_cmpint (count_rows (room.with, "camera_stream"), ==, 1);
  g_assert_cmpint (count_rows (room.without, "camera_stream"), ==, 0);
  g_assert_cmpuint (room.with->status.attention, ==, 0);
  world_free (room.world);
}

/* Three desks behind a relay: one that makes, and the two of a room. */
static WorldRelay *
open_relayed (Room *room, WorldDesk **maker)
{
  const TcDeskRole role = {WORLD_RELAY, WORLD_ROLE_CALLS};
  WorldRelay *relay;

  open_rights (room->world, "cameras-restricted");
  relay = world_add_relay (room->world);
  world_do (room->world, &tc_desk_allow_role_type, &role);
  *maker = world_add_desk (room->world, 1);
  room->with = world_add_desk (room->world, 2);
  room->without = world_add_desk (room->world, 3);
  world_allow_reporters (*maker, TRUE);
  world_allow_reporters (room->with, TRUE);
  world_move_behind (*maker, relay);
  world_move_behind (room->with, relay);
  world_move_behind (room->without, relay);
  world_connect_relay (relay);
  world_run (room->world);
  world_connect_all (room->world);
  return relay;
}

/* Cut off, a relay tells of a camera those alone who hold all cameras: it may be a restricted one
 * by now. */
static void
test_relay (void)
{
  Room room = {.world = world_new ()};
  WorldDesk *maker;
  WorldRelay *relay = open_relayed (&room, &maker);
  TcCameraArgs args = camera_args (&room, 1, "one");
  const TcCameraRestrict set = {args.camera_id, 1};

  world_do (room.world, &tc_camera_add_type, &args);
  world_run (room.world);
  g_assert_cmpint (count_rows (room.without, "camera"), ==, 1);
  world_cut_relay (relay);
  args.name = "Cổng sau";
  tc_verdict_free (world_submit (maker, &tc_camera_change_type, &args));
  world_run (room.world);
  g_assert_cmpuint (room.with->status.provisional, ==, 1);
  g_assert_cmpuint (room.without->status.provisional, ==, 0);
  /* The server restricts it while that waits; then a desk comes that lacks restricted ones. */
  world_do (room.world, &tc_camera_restrict_type, &set);
  world_disconnect (room.without);
  world_connect_relay (relay);
  world_connect_all (room.world);
  world_run (room.world);
  world_assert_agree (room.world);
  g_assert_cmpint (count_rows (room.without, "camera"), ==, 0);
  /* Released, and restricted again by the relay. */
  world_do (room.world, &tc_camera_restrict_type, &(TcCameraRestrict){args.camera_id, 0});
  world_run (room.world);
  g_assert_cmpint (count_rows (room.without, "camera"), ==, 1);
  world_cut_relay (relay);
  tc_verdict_free (world_submit (maker, &tc_camera_restrict_type, &set));
  world_run (room.world);
  g_assert_cmpuint (room.with->status.provisional, ==, 1);
  g_assert_cmpuint (room.without->status.provisional, ==, 0);
  world_connect_relay (relay);
  world_run (room.world);
  world_assert_agree (room.world);
  g_assert_cmpint (count_rows (room.with, "camera"), ==, 1);
  g_assert_cmpint (count_rows (room.without, "camera"), ==, 0);
  world_free_relay (relay);
  world_free (room.world);
}

static void
test_scopes_of_before (void)
{
  Room room = {.world = new_world_of_before ()};
  TcCameraArgs args;
  g_autoptr (GError) error = NULL;

  open_room (&room);
  g_assert_cmpint (tc_database_get_int (room.with->db, -1,
                                        "SELECT count(*) FROM held_scope WHERE kind LIKE 'camera%'",
                                        NULL),
                   ==, 0);
  world_restart_server (room.world);
  g_assert_true (tc_hub_add_scopes (room.world->hub, room.world->now_us, &error));
  world_connect_all (room.world);
  args = camera_args (&room, 1, "one");
  args.restricted = 1;
  world_do (room.world, &tc_camera_add_type, &args);
  world_run (room.world);
  world_assert_agree (room.world);
  g_assert_cmpint (count_rows (room.with, "camera"), ==, 1);
  g_assert_cmpint (count_rows (room.without, "camera"), ==, 0);
  g_assert_cmpint (tc_database_get_int (room.with->db, -1,
                                        "SELECT count(*) FROM scope WHERE kind LIKE 'camera%'",
                                        NULL),
                   ==, 3);
  /* Once. */
  TcPosition before, after;
  tc_hub_get_position (room.world->hub, &before);
  g_assert_true (tc_hub_add_scopes (room.world->hub, room.world->now_us, &error));
  tc_hub_get_position (room.world->hub, &after);
  g_assert_cmpint (before.lsn, ==, after.lsn);
  world_free (room.world);
}

/* Whoever reads what has that number would be given the cameras. */
static void
test_scope_of_another_kind (void)
{
  g_autoptr (GError) error = NULL;
  World *world = new_world_of_before ();
  const TcScopeAdd other = {.scope_id = TC_SCOPE_CAMERAS, .kind = "incidents"};

  world_do (world, &tc_scope_add_type, &other);
  g_assert_false (tc_hub_add_scopes (world->hub, world->now_us, &error));
  g_assert_error (error, TC_ERROR, TC_ERROR_DIVERGED);
  world_free (world);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/camera-scopes/restricted", Room, NULL, set_up, test_restricted, tear_down);
  g_test_add ("/camera-scopes/hidden-number", Room, NULL, set_up, test_hidden_number, tear_down);
  g_test_add ("/camera-scopes/line", Room, NULL, set_up, test_line, tear_down);
  g_test_add ("/camera-scopes/denied", Room, NULL, set_up, test_denied, tear_down);
  g_test_add ("/camera-scopes/away", Room, NULL, set_up, test_away, tear_down);
  g_test_add ("/camera-scopes/filling", Room, NULL, set_up, test_filling, tear_down);
  g_test_add_func ("/camera-scopes/lines-alone", test_lines_alone);
  g_test_add_func ("/camera-scopes/relay", test_relay);
  g_test_add_func ("/camera-scopes/scopes-of-before", test_scopes_of_before);
  g_test_add_func ("/camera-scopes/scope-of-another-kind", test_scope_of_another_kind);
  return g_test_run ();
}
