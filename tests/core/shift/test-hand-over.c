/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: a sheet stays what was signed, is signed once more by somebody else, and what it is written
 * from is what happened in the shift and stands now; each refusal. Method: the control room.
 */
#include "tc-hand-over-facts.h"
#include "tc-room-fixture.h"
#include "tc-schema.h"
#include "tc-shift-operations.h"

#define TEXT "Biên bản giao ca\nCòn 3 sự việc."

static TcHandOver
make_args (TcRoom *room)
{
  gint64 now_us = room->fixture->now_us;

  return (TcHandOver){tc_room_id (room), 0, now_us - 8 * TC_HOUR_US, now_us + TC_MINUTE_US, TEXT};
}

static GBytes *
make_hash (const char *text)
{
  g_autofree char *hex = g_compute_checksum_for_string (G_CHECKSUM_SHA256, text, -1);
  guint8 bytes[32];

  for (guint i = 0; i < sizeof bytes; i++)
    bytes[i] = (guint8) (g_ascii_xdigit_value (hex[2 * i]) << 4 |
                         g_ascii_xdigit_value (hex[2 * i + 1]));
  return g_bytes_new (bytes, sizeof bytes);
}

static guint
count_to_sign (TcRoom *room, gint64 staff_id)
{
  return tc_hand_over_count_to_sign (room->fixture->db, staff_id, room->fixture->now_us);
}

static void
test_signed_twice (void)
{
  g_autoptr (TcRoom) room = tc_room_new ();
  TcHandOver args = make_args (room);
  g_autoptr (GBytes) hash = make_hash (TEXT);
  TcTakeOver take = {args.hand_over_id, hash};

  tc_fixture_run_as (room->fixture, room->lan, &tc_hand_over_type, &args);
  g_autoptr (TcHandOverSheet) before = tc_hand_over_get (room->fixture->db, args.hand_over_id);
  g_assert_cmpstr (before->text, ==, TEXT);
  g_assert_true (g_bytes_equal (before->sha256, hash));
  g_assert_cmpstr (before->given.name, ==, "lan");
  g_assert_cmpint (before->taken_us, ==, TC_NONE);
  g_assert_cmpuint (tc_hand_over_count_waiting (room->fixture->db, room->fixture->now_us), ==, 1);
  g_assert_cmpuint (count_to_sign (room, room->lan.staff_id), ==, 0);
  g_assert_cmpuint (count_to_sign (room, room->minh.staff_id), ==, 1);
  g_assert_cmpuint (
      tc_hand_over_count_waiting (room->fixture->db, before->at_us + TC_HAND_OVER_WAITS_US), ==, 0);
  room->fixture->now_us += TC_HOUR_US;
  tc_fixture_run_as (room->fixture, room->minh, &tc_take_over_type, &take);
  g_autoptr (TcHandOverSheet) after = tc_hand_over_get (room->fixture->db, args.hand_over_id);
  g_assert_cmpstr (after->text, ==, TEXT);
  g_assert_cmpstr (after->taken.name, ==, "minh");
  g_assert_cmpint (after->taken_us, ==, room->fixture->now_us);
  g_assert_cmpuint (tc_hand_over_count_waiting (room->fixture->db, room->fixture->now_us), ==, 0);
  g_assert_cmpuint (count_to_sign (room, room->minh.staff_id), ==, 0);
  g_autoptr (GPtrArray) list = tc_hand_over_list (room->fixture->db, 10);
  g_assert_cmpuint (list->len, ==, 1);
  g_assert_null (((TcHandOverSheet *) list->pdata[0])->text);
  g_assert_cmpint (tc_hand_over_last_us (room->fixture->db, room->fixture->now_us), ==,
                   before->at_us);
  g_assert_cmpint (tc_hand_over_last_us (room->fixture->db, before->at_us), ==, TC_NONE);
  tc_fixture_check_replays (room->fixture);
}

static void
test_refusals (void)
{
  g_autoptr (TcRoom) room = tc_room_new ();
  TcHandOver args = make_args (room), odd = make_args (room);
  g_autoptr (GBytes) hash = make_hash (TEXT), other = make_hash ("khác");
  TcTakeOver take = {odd.hand_over_id, hash};

  odd.until_us = odd.from_us;
  tc_fixture_refuse_as (room->fixture, room->lan, &tc_hand_over_type, &odd, "hand-over.hours");
  odd.until_us = odd.from_us + TC_HAND_OVER_US_MAX + 1;
  tc_fixture_refuse_as (room->fixture, room->lan, &tc_hand_over_type, &odd, "hand-over.hours");
  odd.from_us = room->fixture->now_us + TC_HOUR_US;
  odd.until_us = odd.from_us + TC_HOUR_US;
  tc_fixture_refuse_as (room->fixture, room->lan, &tc_hand_over_type, &odd, "hand-over.hours");
  tc_fixture_run_as (room->fixture, room->lan, &tc_hand_over_type, &args);
  tc_fixture_refuse_as (room->fixture, room->lan, &tc_hand_over_type, &args, "journal.id-used");
  tc_fixture_refuse_as (room->fixture, room->minh, &tc_take_over_type, &take, "hand-over.unknown");
  take.hand_over_id = args.hand_over_id;
  tc_fixture_refuse_as (room->fixture, room->lan, &tc_take_over_type, &take, "hand-over.own");
  take.sha256 = other;
  tc_fixture_refuse_as (room->fixture, room->minh, &tc_take_over_type, &take,
                        "hand-over.other-text");
  take.sha256 = hash;
  tc_fixture_run_as (room->fixture, room->minh, &tc_take_over_type, &take);
  tc_fixture_refuse_as (room->fixture, room->minh, &tc_take_over_type, &take, "hand-over.taken");
}

/* Counting needs the indexes that a desk has. */
static void
test_facts (void)
{
  static const TcSchemaSet *const sets[] = {&tc_schema_state, &tc_schema_desk, NULL};
  g_autoptr (TcRoom) room = tc_room_new ();
  gint64 from_us = room->fixture->now_us - TC_HOUR_US;
  gint64 standing = tc_room_make (room, TC_STATE_DISPATCHED);
  gint64 resolved = tc_room_make (room, TC_STATE_RESOLVED);
  TcJournalAdd order = {tc_room_id (room), "order", "Trực bơm", "Chủ tịch", TC_NONE};
  TcJournalAdd call = {tc_room_id (room), "call", "Hỏi đường", NULL, TC_NONE};

  g_assert_true (tc_schema_migrate (room->fixture->db, sets, NULL));
  tc_room_step (room, resolved, TC_STEP_SUBMIT);
  tc_fixture_run_as (room->fixture, room->lan, &tc_journal_add_type, &order);
  tc_fixture_run_as (room->fixture, room->lan, &tc_journal_add_type, &call);
  g_autoptr (TcHandOverFacts) facts = tc_hand_over_facts_read (
      room->fixture->db, from_us, room->fixture->now_us + 1,
      room->fixture->now_us + 1000 * TC_HOUR_US, room->lan.staff_id);
  g_assert_true (tc_database_check (room->fixture->db, NULL));
  g_assert_cmpuint (facts->received, >=, 2);
  g_assert_cmpuint (facts->resolved, ==, 1);
  g_assert_cmpuint (facts->standing.n, >=, 1);
  g_assert_cmpuint (facts->standing.rows->len, ==, facts->standing.n);
  g_assert_cmpuint (facts->late, >=, 1);
  g_assert_cmpuint (facts->promised.n, ==, 1);
  g_assert_cmpint (g_array_index (facts->promised.rows, TcIncidentRow, 0).id, ==, resolved);
  g_assert_cmpuint (facts->open->len, ==, 1);
  g_assert_cmpuint (facts->written->len, ==, 2);
  g_assert_cmpint (tc_room_state (room, standing), ==, TC_STATE_DISPATCHED);
}

/* What is quiet by somebody's choice, and what goes on, is handed over too. */
static void
test_shelved_and_events (void)
{
  static const TcSchemaSet *const sets[] = {&tc_schema_state, &tc_schema_desk, NULL};
  g_autoptr (TcRoom) room = tc_room_new ();
  gint64 quiet, storm = tc_room_report (room), over = tc_room_report (room);
  gint64 now_us = room->fixture->now_us + TC_HOUR_US;
  TcAlarmShelve shelve = {0, "untaken", "known", now_us + TC_HOUR_US};
  const TcAlarm *alarm = NULL;

  tc_room_promise (room, 10, 30, 5, 300);
  quiet = shelve.incident_id = tc_room_report (room);
  g_assert_true (tc_schema_migrate (room->fixture->db, sets, NULL));
  tc_fixture_run_as (room->fixture, room->lan, &tc_event_declare_type,
                     &(TcEventDeclare){storm, "storm", "Bão số 5", NULL, TC_NONE});
  tc_fixture_run_as (room->fixture, room->lan, &tc_event_declare_type,
                     &(TcEventDeclare){over, "flood", NULL, NULL, TC_NONE});
  tc_fixture_run_as (room->fixture, room->lan, &tc_event_end_type, &(TcEventOnly){over});
  room->fixture->now_us = now_us;
  tc_fixture_run_as (room->fixture, room->lan, &tc_alarm_shelve_type, &shelve);
  g_autoptr (TcHandOverFacts) facts = tc_hand_over_facts_read (
      room->fixture->db, now_us - TC_HOUR_US, now_us + 1, now_us, room->lan.staff_id);
  g_assert_true (tc_database_check (room->fixture->db, NULL));
  g_assert_cmpuint (facts->shelved->len, ==, 1);
  alarm = &g_array_index (facts->shelved, TcAlarm, 0);
  g_assert_cmpint (alarm->incident_id, ==, quiet);
  g_assert_cmpstr (alarm->mark_name, ==, "lan");
  g_assert_cmpuint (facts->n_events, ==, 1);
  g_assert_cmpstr (((TcBigEvent *) facts->events->pdata[0])->title, ==, "Bão số 5");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/hand-over/signed-twice", test_signed_twice);
  g_test_add_func ("/hand-over/refusals", test_refusals);
  g_test_add_func ("/hand-over/facts", test_facts);
  g_test_add_func ("/hand-over/shelved-and-events", test_shelved_and_events);
  return g_test_run ();
}
