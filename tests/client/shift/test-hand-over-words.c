/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: a hand-over sheet has each part under a number of its own, and says what is kept quiet by
 * plan: what, until when, by whom and why; and which cameras don't work, since when and what is
 * done about it, but for those that not everybody may see. Method: facts of a room, worded.
 */
#include "tc-hand-over-words.h"

#include "tc-camera-operations.h"
#include "tc-camera-report.h"
#include "tc-incident-export.h"
#include "tc-limits.h"
#include "tc-room-fixture.h"
#include "tc-shift-operations.h"

#include <string.h>

static char *
word (TcRoom *room)
{
  const TcHandOverFrame frame = {.person = "Lan", .desk = "Bàn 03"};
  gint64 now_us = room->fixture->now_us;
  g_autoptr (TcHandOverFacts) facts = tc_hand_over_facts_read (
      room->fixture->db, now_us - TC_US_PER_DAY, now_us + 1, now_us, room->lan.staff_id);

  return tc_hand_over_word_text (facts, &frame, "", now_us);
}

static void
test_numbers (void)
{
  static const TcSchemaSet *const sets[] = {&tc_schema_state, &tc_schema_desk, NULL};
  g_autoptr (TcRoom) room = tc_room_new ();
  g_autofree char *text = NULL;
  const char *at = NULL;

  g_assert_true (tc_schema_migrate (room->fixture->db, sets, NULL));
  at = text = word (room);
  for (guint number = 1; number <= 11; number++) {
    g_autofree char *head = g_strdup_printf ("\n%u. ", number);
    at = strstr (at, head);
    g_assert_nonnull (at);
    at += strlen (head);
    g_assert_null (strstr (at, head));
  }
}

/* What an incident has come to is said once. */
static void
test_state_once (void)
{
  static const TcSchemaSet *const sets[] = {&tc_schema_state, &tc_schema_desk, NULL};
  g_autoptr (TcRoom) room = tc_room_new ();
  g_autofree char *text = NULL;

  g_assert_true (tc_schema_migrate (room->fixture->db, sets, NULL));
  tc_room_report (room);
  tc_room_make (room, TC_STATE_DISPATCHED);
  text = word (room);
  g_assert_nonnull (strstr (text, "; new; not taken"));
  g_assert_nonnull (strstr (text, ": sent to a unit"));
  g_assert_null (strstr (text, "; sent to a unit"));
}

/* What the relief has to see to first is told before it is late. */
static void
test_due (void)
{
  static const TcSchemaSet *const sets[] = {&tc_schema_state, &tc_schema_desk, NULL};
  g_autoptr (TcRoom) room = tc_room_new ();
  g_autofree char *early = NULL, *soon = NULL, *late = NULL;

  tc_room_promise (room, TC_NONE, TC_NONE, TC_NONE, 300);
  g_assert_true (tc_schema_migrate (room->fixture->db, sets, NULL));
  tc_room_report (room);
  early = word (room);
  g_assert_nonnull (strstr (early, "Still open: 1, of them overdue: 0, due soon: 0.\n"));
  g_assert_nonnull (strstr (early, "; due 2"));
  room->fixture->now_us += 299 * TC_MINUTE_US;
  soon = word (room);
  g_assert_nonnull (strstr (soon, "Still open: 1, of them overdue: 0, due soon: 1.\n"));
  g_assert_nonnull (strstr (soon, "; due soon: "));
  room->fixture->now_us += 2 * TC_MINUTE_US;
  late = word (room);
  g_assert_nonnull (strstr (late, "Still open: 1, of them overdue: 1, due soon: 0.\n"));
  g_assert_nonnull (strstr (late, ", OVERDUE\n"));
}

static void
test_quiet (void)
{
  static const TcSchemaSet *const sets[] = {&tc_schema_state, &tc_schema_desk, NULL};
  g_autoptr (TcRoom) room = tc_room_new ();
  TcAlarmSuppress plan = {tc_room_id (room),
                          room->field,
                          0,
                          room->fixture->now_us,
                          room->fixture->now_us + TC_US_PER_DAY / 3,
                          "Mất điện theo lịch"};
  g_autofree char *none = NULL, *text = NULL;

  g_assert_true (tc_schema_migrate (room->fixture->db, sets, NULL));
  none = word (room);
  g_assert_nonnull (strstr (none, "\n5. Alarms kept quiet by plan\nNone.\n"));
  tc_fixture_run_as (room->fixture, room->lan, &tc_alarm_suppress_type, &plan);
  text = word (room);
  g_assert_nonnull (strstr (text, "\n5. Alarms kept quiet by plan\n- Traffic, everywhere: from "));
  g_assert_nonnull (strstr (text, ", by lan (Mất điện theo lịch)\n"));
}

/* ---- cameras ---- */

static void
hold_cameras (TcRoom *room)
{
  TcRoleCapability may = {room->role, TC_MAY_VIEW_CAMERAS},
                   all = {room->role, TC_MAY_VIEW_RESTRICTED};

  tc_fixture_run (room->fixture, &tc_role_allow_type, &may);
  tc_fixture_run (room->fixture, &tc_role_allow_type, &all);
  tc_database_execute (room->fixture->db,
                       "INSERT INTO held_scope (id, kind) VALUES (90, 'cameras')", NULL);
}

static gint64
add_camera (TcRoom *room, gint64 number, gint64 restricted)
{
  g_autofree char *code = g_strdup_printf ("cam-%" G_GINT64_FORMAT, number);
  TcCameraArgs args = {.camera_id = tc_room_id (room),
                       .number = number,
                       .code = code,
                       .name = "Chợ",
                       .kind = "fixed",
                       .agency_id = room->centre,
                       .lat_e7 = TC_NONE,
                       .lon_e7 = TC_NONE,
                       .heading_deg = TC_NONE,
                       .view_deg = TC_NONE,
                       .reach_m = TC_NONE,
                       .restricted = restricted,
                       .host_id = TC_NONE,
                       .retention = "none"};

  tc_fixture_run (room->fixture, &tc_camera_add_type, &args);
  return args.camera_id;
}

static void
tell (TcRoom *room, gint64 camera_id, const char *state)
{
  TcCameraStatusArgs args = {camera_id, state,  NULL, room->fixture->now_us - TC_HOUR_US,
                             TC_NONE,   TC_NONE};

  tc_fixture_run (room->fixture, &tc_camera_status_type, &args);
}

/* As the server makes one of a fault. Returns: its code */
static char *
report_camera (TcRoom *room, gint64 camera_id)
{
  g_autofree char *key = g_strdup_printf ("camera:%" G_GINT64_FORMAT, camera_id);
  char code[40];
  TcIncidentReport args = tc_room_report_args (room, code);

  args.source = TC_CAMERA_REPORT_SOURCE;
  args.external_id = key;
  tc_fixture_run (room->fixture, &tc_incident_report_type, &args);
  return tc_room_text (room, "SELECT code FROM incident WHERE id = ?", args.incident_id);
}

static void
add_to_group_of_role (TcRoom *room, gint64 camera_id)
{
  g_autoptr (GArray) cameras = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GArray) roles = g_array_new (FALSE, FALSE, sizeof (gint64));
  TcCameraGroupSet group = {tc_room_id (room), "nhom", "Nhóm", cameras, roles};

  g_array_append_val (cameras, camera_id);
  g_array_append_val (roles, room->role);
  tc_fixture_run (room->fixture, &tc_camera_group_set_type, &group);
}

static void
test_cameras (void)
{
  static const TcSchemaSet *const sets[] = {&tc_schema_state, &tc_schema_desk, NULL};
  g_autoptr (TcRoom) room = tc_room_new ();
  gint64 live, offline, mended, restricted, of_role;
  g_autofree char *unknown = NULL, *none = NULL, *text = NULL, *code = NULL, *since = NULL;
  g_autofree char *line = NULL;

  g_assert_true (tc_schema_migrate (room->fixture->db, sets, NULL));
  unknown = word (room);
  g_assert_nonnull (strstr (unknown, "\n7. Cameras that don't work\nNot known here: this desk"));
  hold_cameras (room);
  live = add_camera (room, 110, 0);
  tell (room, live, "live");
  none = word (room);
  g_assert_nonnull (strstr (none, "\n7. Cameras that don't work\nNone.\n"));
  offline = add_camera (room, 114, 0);
  mended = add_camera (room, 112, 0);
  restricted = add_camera (room, 119, 1);
  of_role = add_camera (room, 120, 0);
  add_to_group_of_role (room, of_role);
  tell (room, offline, "offline");
  tell (room, restricted, "stalled");
  tell (room, of_role, "offline");
  tc_fixture_run (room->fixture, &tc_camera_state_type,
                  &(TcCameraStateArgs){mended, "maintenance", "Thay ống kính"});
  code = report_camera (room, offline);
  text = word (room);
  since = tc_incident_word_date (room->fixture->now_us - TC_HOUR_US);
  line = g_strdup_printf ("\n- 114 Chợ: no connection since %s; incident %s\n"
                          "- 2 cameras that not everybody may see\n",
                          since, code);
  g_assert_nonnull (strstr (text, "\n7. Cameras that don't work\n- 112 Chợ: being mended since "));
  g_assert_nonnull (strstr (text, " (Thay ống kính)\n"));
  g_assert_nonnull (strstr (text, line));
  g_assert_null (strstr (text, "110 Chợ"));
  g_assert_null (strstr (text, "119"));
  g_assert_null (strstr (text, "120"));
}

/* ---- a night on which much happens ---- */

#define MANY 60
#define REMARK_CHARS 1900

/* The same, again and again. */
static void
fill (GPtrArray **list, gpointer element)
{
  g_ptr_array_unref (*list);
  *list = g_ptr_array_new ();
  for (guint i = 0; i < MANY; i++)
    g_ptr_array_add (*list, element);
}

static guint
count_lines (const char *text, const char *begins)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  guint n = 0;

  for (guint i = 0; lines[i]; i++)
    n += g_str_has_prefix (lines[i], begins);
  return n;
}

/* However much there is the sheet can be signed: lists end earlier and say how much more there is,
 * what the person wrote stands there whole. */
static void
test_full (void)
{
  static const TcSchemaSet *const sets[] = {&tc_schema_state, &tc_schema_desk, NULL};
  g_autoptr (TcRoom) room = tc_room_new ();
  const TcHandOverFrame frame = {.person = "Lan", .desk = "Bàn 03"};
  gint64 now_us = room->fixture->now_us;
  g_autofree char *words = g_strnfill (200, 'x'), *remark = g_strnfill (REMARK_CHARS, 'r');
  g_autofree char *text = NULL, *few = NULL;
  TcJournalEntry entry = {.kind = (char *) "order",
                          .text = words,
                          .source = words,
                          .at_us = now_us,
                          .due_us = now_us,
                          .done_us = TC_NONE};
  TcSuppression quiet = {.from_us = now_us, .until_us = now_us + 1, .reason = words};

  g_assert_true (tc_schema_migrate (room->fixture->db, sets, NULL));
  g_autoptr (TcHandOverFacts) facts = tc_hand_over_facts_read (
      room->fixture->db, now_us - TC_US_PER_DAY, now_us + 1, now_us, room->lan.staff_id);
  fill (&facts->quiet, &quiet);
  few = tc_hand_over_word_text (facts, &frame, remark, now_us);
  g_assert_cmpuint (count_lines (few, "- All fields"), ==, TC_HAND_OVER_ROWS_MAX);
  fill (&facts->open, &entry);
  fill (&facts->written, &entry);
  facts->n_open = facts->n_written = MANY;
  text = tc_hand_over_word_text (facts, &frame, remark, now_us);
  g_assert_cmpint (g_utf8_strlen (text, -1), <=, TC_HAND_OVER_CHARS_MAX);
  g_assert_cmpuint (count_lines (text, "- All fields"), <, TC_HAND_OVER_ROWS_MAX);
  g_assert_nonnull (strstr (text, remark));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/hand-over-words/numbers", test_numbers);
  g_test_add_func ("/hand-over-words/state-once", test_state_once);
  g_test_add_func ("/hand-over-words/due", test_due);
  g_test_add_func ("/hand-over-words/quiet", test_quiet);
  g_test_add_func ("/hand-over-words/cameras", test_cameras);
  g_test_add_func ("/hand-over-words/full", test_full);
  return g_test_run ();
}
