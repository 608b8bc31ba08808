/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: what is written into the duty journal stays as it was written, is followed up and done
 * once, and what is open stands by its deadline; each refusal. Method: the control room.
 */
#include "tc-room-fixture.h"
#include "tc-shift-operations.h"
#include "tc-shift-queries.h"

static gint64
add (TcRoom *room, const char *kind, const char *text, gint64 due_us)
{
  TcJournalAdd args = {tc_room_id (room), kind, text, "Chủ tịch", due_us};

  room->fixture->now_us += TC_MINUTE_US;
  tc_fixture_run_as (room->fixture, room->lan, &tc_journal_add_type, &args);
  return args.entry_id;
}

static void
follow_up (TcRoom *room, gint64 entry_id, const char *text, gint64 done)
{
  TcJournalFollowUp args = {tc_room_id (room), entry_id, text, done};

  room->fixture->now_us += TC_MINUTE_US;
  tc_fixture_run_as (room->fixture, room->minh, &tc_journal_follow_up_type, &args);
}

static void
test_open_and_done (void)
{
  g_autoptr (TcRoom) room = tc_room_new ();
  gint64 now_us = room->fixture->now_us;
  gint64 later = add (room, "order", "Kiểm tra cống Xà No", now_us + 5 * TC_HOUR_US);
  gint64 soon = add (room, "order", "Báo cáo về Ủy ban", now_us + TC_HOUR_US);
  gint64 fault = add (room, "fault", "Máy in hỏng", TC_NONE);

  add (room, "call", "Báo Hậu Giang hỏi về ngập", TC_NONE);
  g_autoptr (GPtrArray) open = tc_journal_list (room->fixture->db, TC_JOURNAL_OPEN, 10);
  g_assert_true (tc_database_check (room->fixture->db, NULL));
  g_assert_cmpuint (open->len, ==, 3);
  const TcJournalEntry *first = open->pdata[0];
  g_assert_cmpint (first->id, ==, soon);
  g_assert_cmpint (((TcJournalEntry *) open->pdata[1])->id, ==, later);
  g_assert_cmpint (((TcJournalEntry *) open->pdata[2])->id, ==, fault);
  g_assert_cmpstr (first->text, ==, "Báo cáo về Ủy ban");
  g_assert_cmpstr (first->source, ==, "Chủ tịch");
  g_assert_cmpstr (first->written.name, ==, "lan");
  g_assert_cmpstr (first->written.desk, ==, "Bàn");
  g_assert_cmpuint (tc_journal_count_late (room->fixture->db, now_us), ==, 0);
  g_assert_cmpuint (tc_journal_count_late (room->fixture->db, now_us + TC_HOUR_US), ==, 1);
  follow_up (room, soon, "Đã gọi văn phòng", 0);
  follow_up (room, soon, "Đã báo cáo", 1);
  follow_up (room, soon, "Văn phòng xác nhận", 0);
  g_assert_cmpuint (tc_journal_count_late (room->fixture->db, now_us + TC_HOUR_US), ==, 0);
  g_autoptr (GPtrArray) more = tc_journal_list_follow_ups (room->fixture->db, soon);
  g_assert_cmpuint (more->len, ==, 3);
  g_assert_cmpstr (((TcJournalMore *) more->pdata[0])->text, ==, "Đã gọi văn phòng");
  g_assert_true (((TcJournalMore *) more->pdata[1])->done);
  g_assert_cmpstr (((TcJournalMore *) more->pdata[1])->written.name, ==, "minh");
  tc_fixture_check_replays (room->fixture);
}

static void
test_lists (void)
{
  g_autoptr (TcRoom) room = tc_room_new ();
  gint64 from_us = 0, done = 0;

  add (room, "observation", "Ca trước", TC_NONE);
  from_us = room->fixture->now_us + 1;
  done = add (room, "order", "Làm ngay", TC_NONE);
  follow_up (room, done, "Xong", 1);
  add (room, "call", "Gọi đến", TC_NONE);
  g_autoptr (GPtrArray) all = tc_journal_list (room->fixture->db, TC_JOURNAL_ALL, 10);
  g_autoptr (GPtrArray) two = tc_journal_list (room->fixture->db, TC_JOURNAL_ALL, 2);
  g_autoptr (GPtrArray)
      shift = tc_journal_list_between (room->fixture->db, from_us, room->fixture->now_us + 1, 10);
  const TcJournalEntry *order = g_ptr_array_index (all, 1);

  g_assert_cmpuint (all->len, ==, 3);
  g_assert_cmpuint (two->len, ==, 2);
  g_assert_cmpstr (((TcJournalEntry *) all->pdata[0])->text, ==, "Gọi đến");
  g_assert_cmpint (order->done_us, !=, TC_NONE);
  g_assert_cmpstr (order->done.name, ==, "minh");
  g_assert_cmpint (order->n_follow_ups, ==, 1);
  g_assert_cmpuint (shift->len, ==, 2);
  g_assert_cmpint (((TcJournalEntry *) shift->pdata[0])->id, ==, done);
}

static void
test_refusals (void)
{
  g_autoptr (TcRoom) room = tc_room_new ();
  gint64 order = add (room, "order", "Làm ngay", TC_NONE);
  gint64 call = add (room, "call", "Gọi đến", TC_NONE);
  TcJournalAdd again = {order, "order", "Sửa lại", NULL, TC_NONE};
  TcJournalAdd odd = {tc_room_id (room), "joke", "Sửa lại", NULL, TC_NONE};
  TcJournalFollowUp more = {tc_room_id (room), tc_room_id (room), "Xong", 1};

  tc_fixture_refuse_as (room->fixture, room->lan, &tc_journal_add_type, &again, "journal.id-used");
  tc_fixture_refuse_as (room->fixture, room->lan, &tc_journal_add_type, &odd, "journal.kind");
  odd.kind = "call";
  odd.due_us = room->fixture->now_us + TC_HOUR_US;
  tc_fixture_refuse_as (room->fixture, room->lan, &tc_journal_add_type, &odd, "journal.due");
  odd.kind = "order";
  odd.due_us = room->fixture->now_us - TC_HOUR_US;
  tc_fixture_refuse_as (room->fixture, room->lan, &tc_journal_add_type, &odd, "journal.due");
  tc_fixture_refuse_as (room->fixture, room->lan, &tc_journal_follow_up_type, &more,
                        "journal.unknown");
  more.entry_id = call;
  tc_fixture_refuse_as (room->fixture, room->lan, &tc_journal_follow_up_type, &more,
                        "journal.not-open");
  more.entry_id = order;
  tc_fixture_run_as (room->fixture, room->lan, &tc_journal_follow_up_type, &more);
  more.done = 0;
  tc_fixture_refuse_as (room->fixture, room->lan, &tc_journal_follow_up_type, &more,
                        "journal.id-used");
  more = (TcJournalFollowUp){tc_room_id (room), order, "Xong", 1};
  tc_fixture_refuse_as (room->fixture, room->minh, &tc_journal_follow_up_type, &more,
                        "journal.done");
}

/* Who has no post that may writes nothing. */
static void
test_permission (void)
{
  g_autoptr (TcRoom) room = tc_room_new ();
  TcRoleCapability forbid = {room->role, TC_MAY_KEEP_JOURNAL};
  TcJournalAdd args = {tc_room_id (room), "call", "Gọi đến", NULL, TC_NONE};

  tc_fixture_run (room->fixture, &tc_role_deny_type, &forbid);
  tc_fixture_refuse_as (room->fixture, room->lan, &tc_journal_add_type, &args,
                        "people.not-allowed");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/journal/open-and-done", test_open_and_done);
  g_test_add_func ("/journal/lists", test_lists);
  g_test_add_func ("/journal/refusals", test_refusals);
  g_test_add_func ("/journal/permission", test_permission);
  return g_test_run ();
}
