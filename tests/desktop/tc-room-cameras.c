/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Cameras of the room's desk; see the header. They are real rows, made by real operations.
 */
#include "tc-room-cameras.h"
#include "tc-room-desk-private.h"

#include "tc-camera-operations.h"
#include "tc-cameras.h"
#include "tc-desk-files.h"
#include "tc-limits.h"
#include "tc-people-operations.h"

#include <string.h>

#define GROUP "trung-tam"
/* Metres of latitude. */
#define E7_PER_M 90

static const struct {
  gint64 number;
  const char *name;
  const char *kind;
  gint64 away_m; /* from where the room's reports are, to the north */
  const char *does;
} cameras[] = {
    {TC_ROOM_CAMERA_LIVE, "Ngã tư Trần Hưng Đạo", "fixed", 40, "live"},
    {TC_ROOM_CAMERA_LIVE_TOO, "Cầu Xà No", "ptz", 120, "live"},
    {TC_ROOM_CAMERA_OFFLINE, "Chợ Vị Thanh", "fixed", 300, "offline"},
    {TC_ROOM_CAMERA_DENIED, "Bến xe Vị Thanh", "fixed", 900, NULL},
    {118, "Vòng xoay QL61C", "fixed", 5000, "silent"},
    {119, "Cổng bệnh viện đa khoa", "fixed", 6000, "live"},
    {TC_ROOM_CAMERA_RESTRICTED, "Kho vật chứng", "fixed", 7000, "live"},
};

static const guint8 fingerprint[TC_DIGEST_SIZE];
static guint n_tickets, n_main_tickets;
static guint n_snapshots;
static TcWallPush *pushed;
static gint64 pushed_desk;
static TcRoomTicket spoiling;
static char *steered; /* what was done last */
static const char *steerer;
static gboolean steers; /* this desk does */
static gint64 replayed_us, replayed_rate;
static TcRoomRecorder recorder;
static gboolean recorder_alone, of_recorder;
static guint n_holds, n_holds_lost, n_exports, n_exports_lost;
static gint64 hold_id;
static gint64 export_id;
static gboolean exports_full;
static gint64 last_part[4];
static char *held_reason, *release_reason;
static const char *export_state = "waiting";
static GVariant *export_fetch;

static void
allow (TcRoom *room)
{
  static const char *const words[] = {
      TC_MAY_VIEW_CAMERAS,   TC_MAY_VIEW_RESTRICTED, TC_MAY_MANAGE_CAMERAS,
      "layout.share",        TC_MAY_STEER_CAMERAS,   TC_MAY_TAKE_CAMERAS,
      TC_MAY_REPLAY_CAMERAS, TC_MAY_EXPORT_CAMERAS,  NULL};
  static const char *const kinds[] = {"cameras", "cameras-restricted"};

  for (guint i = 0; words[i]; i++)
    tc_fixture_run (room->fixture, &tc_role_allow_type, &(TcRoleCapability){room->role, words[i]});
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    tc_fixture_run (room->fixture, &tc_role_read_type, &(TcRoleScope){room->role, kinds[i]});
}

static gint64
add (TcRoom *room, guint i)
{
  g_autofree char *code = g_strdup_printf ("cam-%" G_GINT64_FORMAT, cameras[i].number);
  TcCameraArgs args = {.camera_id = tc_room_id (room),
                       .number = cameras[i].number,
                       .code = code,
                       .name = cameras[i].name,
                       .kind = cameras[i].kind,
                       .agency_id = room->centre,
                       .area_id = room->area,
                       .lat_e7 = TC_ROOM_LAT_E7 + cameras[i].away_m * E7_PER_M,
                       .lon_e7 = TC_ROOM_LON_E7,
                       .heading_deg = 180,
                       .view_deg = 90,
                       .reach_m = 100,
                       .restricted = cameras[i].number == TC_ROOM_CAMERA_RESTRICTED,
                       .host_id = TC_NONE,
                       .retention = "standard"};

  tc_fixture_run (room->fixture, &tc_camera_add_type, &args);
  return args.camera_id;
}

void
tc_room_desk_lose_restricted (TcDesk *self)
{
  tc_database_execute (self->room->fixture->db, "DELETE FROM held_scope WHERE id = ?", "i",
                       (gint64) TC_SCOPE_CAMERAS_RESTRICTED);
  tc_room_desk_publish (self);
}

void
tc_room_desk_add_cameras (TcDesk *self)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  TcCameraGroupSet group = {tc_room_id (self->room), GROUP, "Trung tâm", ids, NULL};

  allow (self->room);
  tc_database_execute (self->room->fixture->db,
                       "INSERT OR IGNORE INTO held_scope VALUES (?, 'cameras'),"
                       " (?, 'cameras-restricted')",
                       "ii", (gint64) TC_SCOPE_CAMERAS, (gint64) TC_SCOPE_CAMERAS_RESTRICTED);
  for (guint i = 0; i < G_N_ELEMENTS (cameras); i++) {
    gint64 id = add (self->room, i);

    if (cameras[i].number <= TC_ROOM_CAMERA_OFFLINE)
      g_array_append_val (ids, id);
  }
  tc_fixture_run (self->room->fixture, &tc_camera_group_set_type, &group);
  if (!self->file)
    return;
  tc_room_desk_publish (self);
  g_signal_emit_by_name (self, "replaced");
}

gint64
tc_room_desk_get_camera (TcDesk *self, gint64 number)
{
  return tc_room_int (self->room, "SELECT id FROM camera WHERE number = ?", number);
}

gint64
tc_room_desk_get_camera_group (TcDesk *self)
{
  return tc_room_int (self->room, "SELECT id FROM camera_group WHERE id > ?", 0);
}

void
tc_room_desk_tell_camera (TcDesk *self, gint64 number, const char *state, const char *cause)
{
  gint64 now_us = MAX (g_get_real_time (), self->room->fixture->now_us + 1);
  TcCameraStatusArgs args = {
      tc_room_desk_get_camera (self, number), state, cause, now_us, TC_NONE, TC_NONE};
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  self->room->fixture->now_us = now_us;
  tc_fixture_run (self->room->fixture, &tc_camera_status_type, &args);
  g_array_append_val (ids, args.camera_id);
  tc_room_desk_publish (self);
  g_signal_emit_by_name (self, "rows-changed", "camera_status", ids);
  g_signal_emit_by_name (self, "rows-changed", "camera_fault", ids);
}

guint
tc_room_desk_take_tickets (TcDesk *self)
{
  guint n = n_tickets;

  n_tickets = 0;
  return n;
}

void
tc_room_desk_spoil_tickets (TcRoomTicket how)
{
  spoiling = how;
}

guint
tc_room_desk_take_main_tickets (TcDesk *self)
{
  guint n = n_main_tickets;

  n_main_tickets = 0;
  return n;
}

TcRefusal *
tc_room_desk_note_snapshot (TcDesk *self, GVariant *value)
{
  TcDatabase *db = self->room->fixture->db;
  gint64 camera_id = 0, at_us = 0, now_us = g_get_real_time ();
  const char *profile = "";
  TcRefusal *refusal = NULL;

  g_assert_true (g_variant_lookup (value, "camera", "x", &camera_id));
  g_assert_true (g_variant_lookup (value, "profile", "&s", &profile));
  g_assert_true (g_variant_lookup (value, "at_us", "x", &at_us));
  g_assert_cmpint (ABS (now_us - at_us), <, 10 * G_USEC_PER_SEC);
  if (tc_camera_may_view (db, camera_id, self->me.staff_id, now_us, &refusal))
    n_snapshots++;
  return refusal;
}

guint
tc_room_desk_take_snapshots (TcDesk *self)
{
  guint n = n_snapshots;

  n_snapshots = 0;
  return n;
}

TcRefusal *
tc_room_desk_answer_push (TcDesk *self, GVariant *value)
{
  gint64 session_id = 0;

  g_clear_pointer (&pushed, tc_wall_push_free);
  pushed = tc_wall_push_read_asked (value, &session_id, &pushed_desk);
  g_assert_nonnull (pushed);
  g_assert_cmpint (session_id, ==, tc_desk_get_session (self));
  return g_str_equal (pushed->why, "trễ")
             ? tc_refusal_new ("wall.nobody", "desk", TC_I, pushed_desk, NULL)
             : NULL;
}

TcWallPush *
tc_room_desk_take_push (TcDesk *self, gint64 *desk)
{
  *desk = pushed_desk;
  return g_steal_pointer (&pushed);
}

void
tc_room_desk_be_pushed (TcDesk *self, gint64 number, const char *why)
{
  g_autofree char *cells = g_strdup_printf ("0,0,1,1,%" G_GINT64_FORMAT ",0,0",
                                            tc_room_desk_get_camera (self, number));
  TcWallPush push = {.columns = 1,
                     .rows = 1,
                     .cells = tc_wall_cells_parse (cells, 1, 1),
                     .why = (char *) why,
                     .from = (char *) "Trần Văn Minh",
                     .from_desk = (char *) "Bàn 04",
                     .at_us = g_get_real_time ()};
  g_autoptr (GVariant) told = g_variant_ref_sink (tc_wall_push_write_told (&push));

  g_signal_emit_by_name (self, "notice", TC_WALL_LOOK, told);
  g_array_unref (push.cells);
}

static char *
make_address (gint64 number)
{
  for (guint i = 0; i < G_N_ELEMENTS (cameras); i++) {
    if (cameras[i].number == number && cameras[i].does)
      return g_strdup_printf ("%s://127.0.0.1/%s",
                              spoiling == TC_ROOM_TICKET_IN_CLEAR ? "rtsp" : "rtsps",
                              cameras[i].does);
  }
  return NULL;
}

gint64
tc_room_desk_get_replayed_us (gint64 *rate_milli)
{
  *rate_milli = replayed_rate;
  return replayed_us;
}

guint
tc_room_desk_get_holds (void)
{
  return n_holds;
}

void
tc_room_desk_lose_holds (guint n)
{
  n_holds_lost = n;
}

/* What was held last, if it is of that span. */
static GVariant *
make_holds (gint64 from_us, gint64 until_us)
{
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a(xxxxxs)"));
  if (held_reason && last_part[1] < until_us && last_part[2] > from_us)
    g_variant_builder_add (&builder, "(xxxxxs)", hold_id, last_part[1], last_part[2], last_part[3],
                           g_get_real_time () + 180 * TC_US_PER_DAY, held_reason);
  return g_variant_builder_end (&builder);
}

void
tc_room_desk_add_host (TcDesk *self)
{
  TcFixture *fixture = self->room->fixture;
  g_autoptr (GBytes) key = g_bytes_new_static (fingerprint, TC_KEY_PUBLIC_SIZE);
  gint64 id = tc_room_id (self->room);
  TcDeskArgs invite = {id % 4000 + 50, "Máy chủ hình ảnh 1", self->room->centre};
  TcDeskRef ref = {invite.desk_id};
  TcDeskEnrol enrol = {invite.desk_id, key};

  tc_fixture_run (fixture, &tc_desk_invite_type, &invite);
  tc_fixture_run (fixture, &tc_desk_media_type, &ref);
  tc_fixture_run (fixture, &tc_desk_enrol_type, &enrol);
  tc_room_desk_publish (self);
}

const char *
tc_room_desk_get_released (void)
{
  return release_reason;
}

/* What the host has of all cameras. */
static GVariant *
answer_holds (TcDesk *self, GVariant *value)
{
  gint64 host = 0, after = -1;
  GVariantBuilder builder;
  GVariantDict dict;

  g_assert_true (g_variant_lookup (value, "host", "x", &host) && host > 0);
  g_assert_true (g_variant_lookup (value, "after", "x", &after) && after == 0);
  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a(xxxxxxxxs)"));
  if (held_reason)
    g_variant_builder_add (&builder, "(xxxxxxxxs)", hold_id, last_part[0], last_part[1],
                           last_part[2], last_part[3], self->me.staff_id, last_part[2],
                           last_part[2] + 180 * TC_US_PER_DAY, held_reason);
  g_variant_dict_init (&dict, NULL);
  g_variant_dict_insert_value (&dict, "list", g_variant_builder_end (&builder));
  g_variant_dict_insert (&dict, "next", "x", (gint64) 0);
  return g_variant_ref_sink (g_variant_dict_end (&dict));
}

static GVariant *
answer_release (GVariant *value, TcRefusal **refusal)
{
  const char *reason = NULL;
  gint64 id = 0;

  g_assert_true (g_variant_lookup (value, "hold", "x", &id));
  g_assert_cmpint (id, ==, hold_id);
  g_assert_true (g_variant_lookup (value, "reason", "&s", &reason) && *reason);
  if (g_str_equal (reason, "trễ")) {
    *refusal = tc_refusal_new ("camera.no-hold", "hold", TC_I, id, NULL);
    return NULL;
  }
  g_clear_pointer (&held_reason, g_free);
  g_free (release_reason);
  release_reason = g_strdup (reason);
  return g_variant_ref_sink (g_variant_new_parsed ("{'hold': <%x>}", id));
}

void
tc_room_desk_get_part (gint64 part[4])
{
  memcpy (part, last_part, sizeof last_part);
}

void
tc_room_desk_set_export (const char *state)
{
  export_state = state;
}

void
tc_room_desk_refuse_exports (gboolean refuse)
{
  exports_full = refuse;
}

void
tc_room_desk_lose_exports (guint n)
{
  n_exports_lost = n;
}

gint64
tc_room_desk_get_export_id (void)
{
  return export_id;
}

guint
tc_room_desk_get_exports (void)
{
  return n_exports;
}

void
tc_room_desk_set_fetch (GVariant *value)
{
  g_clear_pointer (&export_fetch, g_variant_unref);
  export_fetch = value ? g_variant_ref_sink (value) : NULL;
}

/* Of a copy that was asked for. */
static GVariant *
answer_export (const char *name, GVariant *value, TcRefusal **refusal)
{
  gint64 id = 0;
  GVariantDict dict;

  g_assert_true (g_variant_lookup (value, "hold", "x", &id));
  g_assert_cmpint (id, ==, export_id);
  if (n_exports_lost > 0 && g_str_equal (name, "camera.export-state")) {
    n_exports_lost--;
    *refusal = tc_refusal_new ("camera.no-export", NULL);
    return NULL;
  }
  if (g_str_equal (name, "camera.export-fetch")) {
    if (!export_fetch)
      *refusal = tc_refusal_new ("camera.host-away", "camera", TC_I, last_part[0], NULL);
    return export_fetch ? g_variant_ref (export_fetch) : NULL;
  }
  if (g_str_equal (name, "camera.export-cancel"))
    export_state = "cancelled";
  g_variant_dict_init (&dict, NULL);
  g_variant_dict_insert (&dict, "state", "s", export_state);
  g_variant_dict_insert (&dict, "done_pm", "i", 430);
  g_variant_dict_insert (&dict, "folder", "s", "x");
  g_variant_dict_insert (&dict, "kept_us", "x", g_get_real_time () + 90 * TC_US_PER_DAY);
  return g_variant_ref_sink (g_variant_dict_end (&dict));
}

/* One that was asked for by the same number before is the same; of it no answer may come. */
static GVariant *
answer_hold (GVariant *value, const char *reason, TcRefusal **refusal)
{
  gint64 id = 0;

  g_assert_true (g_variant_lookup (value, "hold", "x", &id) && id > 0);
  n_holds += id != hold_id;
  hold_id = id;
  g_free (held_reason);
  held_reason = g_strdup (reason);
  if (n_holds_lost > 0) {
    n_holds_lost--;
    *refusal = tc_refusal_new ("camera.host-away", "camera", TC_I, last_part[0], NULL);
    return NULL;
  }
  return g_variant_ref_sink (g_variant_new_parsed ("{'hold': <%x>}", id));
}

static void
note_part (GVariant *value)
{
  static const char *const members[] = {"camera", "from_us", "until_us", "incident"};

  for (gsize i = 0; i < G_N_ELEMENTS (members); i++)
    g_assert_true (g_variant_lookup (value, members[i], "x", &last_part[i]));
}

/* Half a minute of it 30 minutes ago, and some of it 5 minutes ago; else nothing moves, and before
 * 40 minutes ago nobody knows. */
static GVariant *
make_motion (gint64 now_us)
{
  const gint64 half_us = TC_MINUTE_US / 2;
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a(xxq)"));
  for (gint64 from_us = now_us - 40 * TC_MINUTE_US; from_us < now_us; from_us += half_us) {
    gint64 ago_us = now_us - from_us;
    guint16 share = ago_us == 30 * TC_MINUTE_US  ? 1000
                    : ago_us == 5 * TC_MINUTE_US ? 400
                    : ago_us == 6 * TC_MINUTE_US ? 50
                                                 : 0;

    if (ago_us > 20 * TC_MINUTE_US || ago_us <= 10 * TC_MINUTE_US)
      g_variant_builder_add (&builder, "(xxq)", from_us, from_us + half_us, share);
  }
  return g_variant_builder_end (&builder);
}

static GVariant *
make_timeline (gint64 from_us, gint64 until_us)
{
  gint64 now_us = g_get_real_time ();
  const gint64 spans[][2] = {{from_us, now_us - 20 * TC_MINUTE_US},
                             {now_us - 10 * TC_MINUTE_US, MIN (until_us, now_us)}};
  GVariantBuilder builder;
  GVariantDict dict;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a(xx)"));
  for (gsize i = 0; i < G_N_ELEMENTS (spans); i++)
    if (spans[i][0] < spans[i][1])
      g_variant_builder_add (&builder, "(xx)", spans[i][0], spans[i][1]);
  g_variant_dict_init (&dict, NULL);
  g_variant_dict_insert_value (&dict, "spans", g_variant_builder_end (&builder));
  g_variant_dict_insert_value (&dict, "motion", make_motion (now_us));
  g_variant_dict_insert_value (&dict, "holds", make_holds (from_us, until_us));
  g_variant_dict_insert (&dict, "known_until_us", "x", until_us);
  return g_variant_ref_sink (g_variant_dict_end (&dict));
}

void
tc_room_desk_set_recorder (TcRoomRecorder it, gboolean alone)
{
  recorder = it;
  recorder_alone = alone;
}

gboolean
tc_room_desk_is_of_recorder (void)
{
  return of_recorder;
}

static GVariant *
answer_recorder (gint64 camera_id, gint64 until_us, TcRefusal **refusal)
{
  gint64 now_us = g_get_real_time ();
  gboolean told = recorder == TC_ROOM_RECORDER_TOLD;
  GVariantBuilder builder;
  GVariantDict dict;

  if (recorder == TC_ROOM_RECORDER_NONE || recorder == TC_ROOM_RECORDER_DENIED) {
    *refusal = tc_refusal_new (recorder ? "camera.recorder-denied" : "camera.recorder-none",
                               "camera", TC_I, camera_id, NULL);
    return NULL;
  }
  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a(xx)"));
  if (told)
    g_variant_builder_add (&builder, "(xx)", now_us - 18 * TC_MINUTE_US,
                           now_us - 12 * TC_MINUTE_US);
  g_variant_dict_init (&dict, NULL);
  g_variant_dict_insert (&dict, "told", "b", told);
  g_variant_dict_insert_value (&dict, "spans", g_variant_builder_end (&builder));
  g_variant_dict_insert (&dict, "known_until_us", "x", until_us);
  return g_variant_ref_sink (g_variant_dict_end (&dict));
}

GVariant *
tc_room_desk_answer_recording (TcDesk *self, const char *name, GVariant *value, TcRefusal **refusal)
{
  gint64 camera_id = 0, from_us = 0, until_us = 0;
  const char *reason = NULL;

  if (g_str_has_prefix (name, "camera.export-"))
    return answer_export (name, value, refusal);
  if (g_str_equal (name, "camera.holds"))
    return answer_holds (self, value);
  if (g_str_equal (name, "camera.release"))
    return answer_release (value, refusal);
  g_assert_true (g_variant_lookup (value, "camera", "x", &camera_id));
  g_assert_true (g_variant_lookup (value, "from_us", "x", &from_us));
  g_assert_true (g_variant_lookup (value, "until_us", "x", &until_us));
  g_assert_cmpint (from_us, <, until_us);
  if (camera_id == tc_room_desk_get_camera (self, TC_ROOM_CAMERA_DENIED)) {
    *refusal = tc_refusal_new ("camera.host-away", "camera", TC_I, camera_id, NULL);
    return NULL;
  }
  if (g_str_equal (name, "camera.recorder"))
    return answer_recorder (camera_id, until_us, refusal);
  if (g_str_equal (name, "camera.timeline") && recorder_alone) {
    *refusal = tc_refusal_new ("camera.no-recording", "camera", TC_I, camera_id, NULL);
    return NULL;
  }
  if (g_str_equal (name, "camera.timeline"))
    return make_timeline (from_us, until_us);
  g_assert_true (g_variant_lookup (value, "reason", "&s", &reason) && *reason);
  note_part (value);
  if (g_str_equal (name, "camera.export")) {
    if (exports_full) {
      *refusal = tc_refusal_new ("camera.exports-full", NULL);
      return NULL;
    }
    n_exports++;
    g_assert_true (g_variant_lookup (value, "hold", "x", &export_id) && export_id > 0);
    return g_variant_ref_sink (g_variant_new_parsed ("{'hold': <%x>}", export_id));
  }
  return answer_hold (value, reason, refusal);
}

GVariant *
tc_room_desk_answer_ticket (TcDesk *self, GVariant *value, TcRefusal **refusal)
{
  TcDatabase *db = self->room->fixture->db;
  gint64 camera_id = 0, now_us = g_get_real_time ();
  g_autoptr (TcCamera) camera = NULL;
  g_autofree char *address = NULL;
  const char *profile = "", *use = "";
  GVariantDict dict;

  n_tickets++;
  g_assert_true (g_variant_lookup (value, "camera", "x", &camera_id));
  g_assert_true (g_variant_lookup (value, "profile", "&s", &profile));
  g_assert_true (g_variant_lookup (value, "use", "&s", &use));
  n_main_tickets += g_str_equal (profile, "main") ? 1 : 0;
  replayed_us = replayed_rate = 0;
  (void) g_variant_lookup (value, "from_us", "x", &replayed_us);
  (void) g_variant_lookup (value, "rate_milli", "x", &replayed_rate);
  of_recorder = g_str_equal (use, "recorder");
  g_assert_cmpint (replayed_us > 0, ==, of_recorder || g_str_equal (use, "replay"));
  if (!tc_camera_may_view (db, camera_id, self->me.staff_id, now_us, refusal))
    return NULL;
  camera = tc_camera_get (db, camera_id);
  if (camera->restricted &&
      !tc_camera_is_open (db, camera_id, self->me.staff_id, self->me.desk, now_us)) {
    *refusal = tc_refusal_new ("camera.not-open", "camera", TC_I, camera_id, NULL);
    return NULL;
  }
  address = replayed_us ? g_strdup ("rtsps://127.0.0.1/replayed") : make_address (camera->number);
  if (!address) {
    *refusal = tc_refusal_new ("camera.host-away", "camera", TC_I, camera_id, NULL);
    return NULL;
  }
  g_variant_dict_init (&dict, NULL);
  g_variant_dict_insert (&dict, "address", "s", address);
  g_variant_dict_insert (&dict, "account", "s", "ticket");
  g_variant_dict_insert (&dict, "secret", "s", "new");
  g_variant_dict_insert (&dict, "until_us", "x", now_us + 3 * TC_MINUTE_US);
  g_variant_dict_insert (&dict, "ends_us", "x", now_us + TC_HOUR_US);
  g_variant_dict_insert (&dict, "profile", "s", profile);
  if (spoiling != TC_ROOM_TICKET_UNPINNED)
    g_variant_dict_insert_value (
        &dict, "fingerprint",
        g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE, fingerprint, sizeof fingerprint, 1));
  return g_variant_ref_sink (g_variant_dict_end (&dict));
}

/* ---- steering ---- */

void
tc_room_desk_set_steerer (const char *name)
{
  steerer = name;
  steers = FALSE;
}

const char *
tc_room_desk_get_steered (void)
{
  return steered ? steered : "";
}

static void
note_steered (GVariant *value, const char *what)
{
  const char *preset = "";
  int speed[3] = {0, 0, 0};

  (void) g_variant_lookup (value, "pan", "i", &speed[0]);
  (void) g_variant_lookup (value, "tilt", "i", &speed[1]);
  (void) g_variant_lookup (value, "zoom", "i", &speed[2]);
  (void) g_variant_lookup (value, "preset", "&s", &preset);
  g_free (steered);
  steered = g_str_equal (what, "move")
                ? g_strdup_printf ("move %d %d %d", speed[0], speed[1], speed[2])
                : g_strconcat (what, *preset ? " " : NULL, preset, NULL);
}

static GVariant *
make_presets (void)
{
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a(ss)"));
  g_variant_builder_add (&builder, "(ss)", "p1", "Chân cầu");
  g_variant_builder_add (&builder, "(ss)", "p2", "Cổng chợ");
  return g_variant_builder_end (&builder);
}

static GVariant *
answer_steer (GVariant *value, TcRefusal **refusal)
{
  const char *what = "";
  gboolean over = FALSE, looks = FALSE;
  GVariantDict dict;

  g_assert_true (g_variant_lookup (value, "what", "&s", &what));
  (void) g_variant_lookup (value, "over", "b", &over);
  looks = g_str_equal (what, "look") || g_str_equal (what, "presets");
  if (!looks && steerer && !over && !g_str_equal (what, "let-go")) {
    *refusal = tc_refusal_new ("camera.steered", "name", TC_S, steerer, NULL);
    return NULL;
  }
  if (!looks) {
    note_steered (value, what);
    steers = !g_str_equal (what, "let-go");
    steerer = NULL;
  }
  g_variant_dict_init (&dict, NULL);
  g_variant_dict_insert (&dict, "name", "s", steers ? "Lan" : steerer ? steerer : "");
  g_variant_dict_insert (&dict, "own", "b", steers);
  if (g_str_equal (what, "presets"))
    g_variant_dict_insert_value (&dict, "presets", make_presets ());
  return g_variant_ref_sink (g_variant_dict_end (&dict));
}

/* ---- figures ---- */

/* Of those that are live. */
static GVariant *
answer_health (TcDesk *self)
{
  GVariantBuilder list;
  GVariantDict dict;

  g_variant_builder_init (&list, G_VARIANT_TYPE ("a(xuuu)"));
  for (guint i = 0; i < G_N_ELEMENTS (cameras); i++)
    if (g_strcmp0 (cameras[i].does, "live") == 0)
      g_variant_builder_add (&list, "(xuuu)", tc_room_desk_get_camera (self, cameras[i].number),
                             512 + i * 16, 15000 - i * 100, i % 3);
  g_variant_dict_init (&dict, NULL);
  g_variant_dict_insert_value (&dict, "figures", g_variant_builder_end (&list));
  return g_variant_ref_sink (g_variant_dict_end (&dict));
}

/* ---- faults ---- */

/* The room's first incident is about it, from the second time on. */
static GVariant *
answer_report (TcDesk *self, GVariant *value, TcRefusal **refusal)
{
  static gint64 reported;
  gint64 camera_id = 0;
  GVariantDict dict;

  g_assert_true (g_variant_lookup (value, "camera", "x", &camera_id));
  if (!tc_room_int (self->room, "SELECT 1 FROM camera_fault WHERE camera_id = ?", camera_id)) {
    *refusal = tc_refusal_new ("camera.no-fault", "camera", TC_I, camera_id, NULL);
    return NULL;
  }
  g_variant_dict_init (&dict, NULL);
  g_variant_dict_insert (&dict, "incident", "x",
                         tc_room_int (self->room, "SELECT min (id) FROM incident WHERE id > ?", 0));
  g_variant_dict_insert (&dict, "existing", "b", reported == camera_id);
  reported = camera_id;
  return g_variant_ref_sink (g_variant_dict_end (&dict));
}

/* One denies, all others answer. */
static GVariant *
answer_test (TcDesk *self, GVariant *value)
{
  gint64 camera_id = 0, number;
  GVariantDict dict;

  g_assert_true (g_variant_lookup (value, "camera", "x", &camera_id));
  number = tc_room_int (self->room, "SELECT number FROM camera WHERE id = ?", camera_id);
  g_variant_dict_init (&dict, NULL);
  g_variant_dict_insert (&dict, "cause", "s", number == TC_ROOM_CAMERA_LIVE_TOO ? "denied" : "");
  g_variant_dict_insert (&dict, "model", "s", "Giả lập K-7");
  g_variant_dict_insert (&dict, "clock_ms", "x", (gint64) 120);
  g_variant_dict_insert (&dict, "told", "b", TRUE);
  return g_variant_ref_sink (g_variant_dict_end (&dict));
}

gboolean
tc_room_desk_is_camera_question (const char *name)
{
  return g_str_has_prefix (name, "camera.");
}

GVariant *
tc_room_desk_answer_camera (TcDesk *self, const char *name, GVariant *value, TcRefusal **refusal)
{
  if (g_str_equal (name, "camera.ticket"))
    return tc_room_desk_answer_ticket (self, value, refusal);
  if (g_str_equal (name, "camera.health"))
    return answer_health (self);
  if (g_str_equal (name, "camera.report-fault"))
    return answer_report (self, value, refusal);
  if (g_str_equal (name, "camera.test"))
    return answer_test (self, value);
  return g_str_equal (name, "camera.steer")
             ? answer_steer (value, refusal)
             : tc_room_desk_answer_recording (self, name, value, refusal);
}
