/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: a server that was restored from a backup and its desks, which were further, come together
 * again: nothing that was made at a desk is lost, nothing is done twice, no code is given twice.
 * Method: the real hub and replicas in one thread (sync-world.h), the server's file put back.
 */
#include "sync-world.h"

#include "tc-incident-codes.h"
#include "tc-incident-queries.h"
#include "tc-limits.h"

#include <string.h>

static WorldDesk *
connected_desk (World *world, guint16 number)
{
  WorldDesk *desk = world_add_desk (world, number);

  world_connect (desk);
  world_run (world);
  return desk;
}

static void
reconnect_all (World *world)
{
  world_connect_all (world);
  world_assert_agree (world);
}

/* How often the log has what this desk made under a number of its sequence. */
static gint64
count_made_by (World *world, gint64 replica)
{
  return tc_database_get_int (world->db, 0, "SELECT count(*) FROM log_operation WHERE replica = ?",
                              "i", replica);
}

static void
test_ahead (void)
{
  World *world = world_new ();
  WorldDesk *a = connected_desk (world, 1);
  WorldDesk *b = connected_desk (world, 2);
  TcPosition position;

  world_rename (a, "Trước");
  world_run (world);
  world_back_up (world);
  tc_hub_get_position (world->hub, &position);
  gint64 base = position.lsn;
  world_rename (a, "Sau 1");
  world_rename (b, "Sau 2");
  world_run (world);
  world_rename (a, "Sau 3");
  world_run (world);
  tc_hub_get_position (world->hub, &position);
  gint64 lost = position.lsn;
  g_assert_cmpuint (a->status.pending, ==, 0);
  world_restore (world);
  world_assert_name (world->db, "Trước");
  world_rename (a, "Khi máy chủ vắng");
  reconnect_all (world);
  tc_hub_get_position (world->hub, &position);
  g_assert_cmpint (position.epoch, ==, 2);
  g_assert_cmpint (count_made_by (world, 1), ==, 4);
  g_assert_cmpint (count_made_by (world, 2), ==, 1);
  g_assert_cmpuint (a->status.attention + b->status.attention, ==, 0);
  g_assert_cmpuint (a->archived, ==, 1);
  g_assert_cmpuint (world->ahead, ==, 2);
  g_assert_cmpint (tc_database_get_int (world->db, 0, "SELECT base_lsn FROM log_epoch", NULL), ==,
                   base);
  g_assert_cmpint (tc_database_get_int (world->db, 0, "SELECT known_lsn FROM log_epoch", NULL), ==,
                   lost);
  /* And it goes on like that, with further restores. */
  world_rename (b, "Rồi");
  world_run (world);
  world_restore (world);
  reconnect_all (world);
  world_assert_name (a->db, "Rồi");
  g_assert_cmpint (count_made_by (world, 2), ==, 2);
  world_free (world);
}

/* Accepted, and the server is gone before the desk has seen the effects. */
static void
test_accepted_not_seen (void)
{
  World *world = world_new ();
  WorldDesk *a = connected_desk (world, 1);
  g_autoptr (GError) error = NULL;

  world_back_up (world);
  world_rename (a, "Đã nhận");
  world_settle_one (a);
  g_autoptr (GBytes) answers = g_queue_pop_head (a->to_desk);
  g_assert_true (tc_replica_receive (a->replica, answers, world->now_us, &error));
  world_restore (world);
  g_assert_cmpuint (a->status.pending, ==, 1);
  world_restart_desk (a);
  reconnect_all (world);
  world_assert_name (world->db, "Đã nhận");
  g_assert_cmpint (count_made_by (world, 1), ==, 1);
  world_free (world);
}

/* What the server lost and can't be sent any more is told; the desk stays where the server is, and
 * what it had is put by once. */
static void
test_too_old (void)
{
  World *world = world_new ();
  WorldDesk *a = connected_desk (world, 1);

  world_rename (a, "Trước");
  world_run (world);
  world_back_up (world);
  world_rename (a, "Mất");
  world_run (world);
  world_disconnect (a);
  world->now_us += TC_OFFLINE_MAX_US + TC_US_PER_DAY;
  world_restore (world);
  for (guint i = 0; i < 3; i++) {
    reconnect_all (world);
    g_assert_cmpuint (a->archived, ==, 1);
    g_assert_cmpuint (a->status.attention, ==, 1);
    g_assert_cmpuint (a->status.pending, ==, 0);
    world_assert_name (a->db, "Trước");
  }
  g_assert_cmpint (tc_database_get_int (a->outbox_db, 0,
                                        "SELECT count(*) FROM tray WHERE refusal = ?", "s",
                                        "operation.lost"),
                   ==, 1);
  world_free (world);
}

/* A number of the sequence that was refused is not sent again, and later ones are. */
static void
test_gap (void)
{
  World *world = world_new ();
  WorldDesk *a = connected_desk (world, 1);
  const TcRoleCapability manage = {WORLD_ROLE, TC_CAPABILITY_PEOPLE};

  world_back_up (world);
  world_rename (a, "Một");
  world_run (world);
  world_disconnect (a);
  world_do (world, &tc_role_deny_type, &manage);
  world_rename (a, "Bị từ chối");
  world_connect (a);
  world_run (world);
  g_assert_cmpuint (a->status.attention, ==, 1);
  world_do (world, &tc_role_allow_type, &manage);
  world_run (world);
  world_rename (a, "Ba");
  world_run (world);
  world_restore (world);
  world_rename (a, "Bốn");
  reconnect_all (world);
  world_assert_name (world->db, "Bốn");
  g_assert_cmpint (count_made_by (world, 1), ==, 3);
  g_assert_cmpuint (a->status.attention, ==, 1);
  g_assert_null (a->closed_code);
  world_free (world);
}

/* The server was restored twice and refused something in between; then the desk was put back to
 * where it was accepted. The server knows later ones of it, but has not that one. */
static void
test_refused_between (void)
{
  World *world = world_new ();
  WorldDesk *a = connected_desk (world, 1);
  const TcRoleCapability manage = {WORLD_ROLE, TC_CAPABILITY_PEOPLE};

  world_back_up (world);
  world_rename (a, "Một");
  world_run (world);
  world_back_up_desk (a);
  world_restore (world);
  world_do (world, &tc_role_deny_type, &manage);
  world_connect_all (world);
  g_assert_cmpuint (a->status.attention, ==, 1);
  world_do (world, &tc_role_allow_type, &manage);
  world_run (world);
  world_rename (a, "Hai");
  world_run (world);
  world_restore (world);
  reconnect_all (world);
  world_assert_name (world->db, "Hai");
  g_assert_cmpint (count_made_by (world, 1), ==, 1);
  world_restore_desk (a);
  reconnect_all (world);
  world_assert_name (world->db, "Một");
  g_assert_cmpint (count_made_by (world, 1), ==, 2);
  g_assert_cmpuint (a->status.attention, ==, 0);
  world_free (world);
}

/* Likewise, and it is so long ago that nobody could send it anew: what the server has it says. */
static void
test_put_back_and_old (void)
{
  World *world = world_new ();
  WorldDesk *a = connected_desk (world, 1);

  world_back_up (world);
  world_rename (a, "Một");
  world_run (world);
  world_back_up_desk (a);
  world_restore (world);
  reconnect_all (world);
  world_rename (a, "Hai");
  world_run (world);
  world->now_us += TC_OFFLINE_MAX_US + TC_US_PER_DAY;
  world_restore_desk (a);
  reconnect_all (world);
  g_assert_cmpuint (a->status.attention, ==, 0);
  g_assert_cmpint (count_made_by (world, 1), ==, 2);
  world_assert_name (world->db, "Hai");
  world_free (world);
}

/* The person signed in after the backup: the server's own word brings the session back. */
static void
test_session (void)
{
  World *world = world_new ();
  WorldDesk *a = connected_desk (world, 1);

  world_back_up (world);
  world_sign_in (a, 7001, world->key);
  world_rename (a, "Trong phiên mới");
  world_run (world);
  world_restore (world);
  reconnect_all (world);
  world_assert_name (world->db, "Trong phiên mới");
  g_assert_cmpuint (a->status.attention, ==, 0);
  world_free (world);
}

/* Somebody else's word doesn't: what was made in it waits in the tray. */
static void
test_false_session (void)
{
  World *world = world_new ();
  WorldDesk *a = connected_desk (world, 1);
  g_autoptr (TcKey) other = tc_key_generate ();

  world_back_up (world);
  world_sign_in (a, 7001, other);
  world_rename (a, "Trong phiên giả");
  world_run (world);
  world_restore (world);
  reconnect_all (world);
  world_assert_name (world->db, "Nguyễn Văn An");
  g_assert_cmpuint (a->status.attention, ==, 1);
  world_free (world);
}

/* The desk itself was put back: its numbers are taken by what it made then. */
static void
test_forked_desk (void)
{
  World *world = world_new ();
  WorldDesk *a = connected_desk (world, 1);

  world_rename (a, "Trước");
  world_run (world);
  world_back_up_desk (a);
  world_rename (a, "Sau 1");
  world_rename (a, "Sau 2");
  world_run (world);
  world_restore_desk (a);
  world_rename (a, "Khi mất mạng 1");
  world_rename (a, "Khi mất mạng 2");
  world_rename (a, "Khi mất mạng 3");
  reconnect_all (world);
  g_assert_cmpint (count_made_by (world, 1), ==, 6);
  g_assert_cmpuint (a->status.attention, ==, 0);
  /* In the order that they were made in. */
  world_assert_name (world->db, "Khi mất mạng 3");
  world_rename (a, "Rồi");
  world_run (world);
  world_assert_agree (world);
  world_assert_name (world->db, "Rồi");
  g_assert_null (a->closed_code);
  world_free (world);
}

/* And its clock is behind what it made then: its ids would be older than those. */
static void
test_forked_clock (void)
{
  World *world = world_new ();
  WorldDesk *a = connected_desk (world, 1);

  world_rename (a, "Trước");
  world_run (world);
  world_back_up_desk (a);
  world->now_us += (TC_US_PER_DAY / 24);
  world_rename (a, "Sau 1");
  world_rename (a, "Sau 2");
  world_run (world);
  world_restore_desk (a);
  world->now_us -= (TC_US_PER_DAY / 24);
  for (guint i = 0; i < 5; i++)
    world_rename (a, i < 4 ? "Khi mất mạng" : "Khi mất mạng, cuối");
  reconnect_all (world);
  g_assert_cmpint (count_made_by (world, 1), ==, 8);
  g_assert_cmpuint (a->status.attention, ==, 0);
  g_assert_null (a->closed_code);
  world_assert_name (world->db, "Khi mất mạng, cuối");
  world_rename (a, "Rồi");
  world_run (world);
  world_assert_agree (world);
  world_assert_name (world->db, "Rồi");
  world_free (world);
}

/* What was sent and not answered before it was put back is known again by its hash. */
static void
test_forked_with_repeats (void)
{
  World *world = world_new ();
  WorldDesk *a = connected_desk (world, 1);

  world_disconnect (a);
  world_rename (a, "Chờ gửi");
  world_back_up_desk (a);
  reconnect_all (world);
  world_rename (a, "Sau");
  world_run (world);
  world_restore_desk (a);
  world_rename (a, "Khác");
  reconnect_all (world);
  g_assert_cmpint (count_made_by (world, 1), ==, 3);
  world_assert_name (a->db, "Khác");
  world_free (world);
}

/* What it sent before it was put back waits for its commit when it is back: that answer isn't the
 * one for what has the number now. */
static void
test_forked_waiting (void)
{
  World *world = world_new ();
  WorldDesk *a = connected_desk (world, 1);
  g_autoptr (GBytes) sent = NULL;

  world_back_up_desk (a);
  world_rename (a, "Trước");
  sent = g_queue_pop_head (a->to_server);
  tc_hub_receive (world->hub, a->peer, sent, world->now_us);
  world_restore_desk (a);
  world_rename (a, "Sau");
  world_connect (a);
  g_assert_true (world_move (a));
  g_assert_true (tc_hub_flush (world->hub, world->now_us, NULL));
  reconnect_all (world);
  g_assert_cmpint (count_made_by (world, 1), ==, 2);
  g_assert_cmpuint (a->status.attention, ==, 0);
  world_assert_name (world->db, "Sau");
  world_free (world);
}

static void
lease (World *world, gint64 replica, gint64 day, gint64 count)
{
  const TcIncidentLeaseCodes block = {tc_id_maker_next (&world->ids, world->now_us), replica, day,
                                      tc_incident_first_unleased (world->db, day), count};

  world_do (world, &tc_incident_lease_codes_type, &block);
}

/* The desk used a code of a block that the restored server never leased it. */
static void
test_codes (void)
{
  World *world = world_new ();
  WorldDesk *a = world_add_desk (world, 1);
  gint64 day = tc_incident_day (world->now_us);

  world_open_room (world);
  lease (world, 0, day, 500);
  world_connect (a);
  world_run (world);
  world_back_up (world);
  lease (world, 1, day, 50);
  world_run (world);
  g_autofree char *code = tc_incident_next_code (a->db, 1, day, 0, NULL);
  g_autofree char *told = tc_incident_format_code (day, 501);
  g_assert_cmpstr (code, ==, told);
  TcIncidentReport report = world_make_report (world, &a->ids, code, NULL);
  g_autoptr (TcVerdict) verdict = world_submit (a, &tc_incident_report_type, &report);
  g_assert_null (verdict->refusal);
  world_run (world);
  world_restore (world);
  /* Before any desk is there: neither the server's block nor the numbers after it are given. */
  g_assert_cmpint (tc_incident_first_unleased (world->db, day), ==, TC_CODE_LANE + 2);
  g_assert_null (tc_incident_next_code (world->db, 0, day, 0, NULL));
  reconnect_all (world);
  g_assert_cmpuint (a->status.attention, ==, 0);
  g_assert_cmpint (tc_incident_find (world->db, code, 0), ==, report.incident_id);
  g_assert_null (tc_incident_next_code (a->db, 1, day, 0, NULL));
  lease (world, 1, day, 50);
  world_run (world);
  g_autofree char *next = tc_incident_next_code (a->db, 1, day, 0, NULL);
  g_autofree char *expected = tc_incident_format_code (day, TC_CODE_LANE + 2);
  g_assert_cmpstr (next, ==, expected);
  g_assert_cmpint (
      tc_incident_first_unleased (world->db, tc_incident_day (world->now_us + TC_US_PER_DAY)), ==,
      TC_CODE_LANE + 2);
  world_free (world);
}

/* A block of the last day for which the server leased any, before it was restored. */
static void
test_codes_ahead (void)
{
  World *world = world_new ();
  WorldDesk *a = world_add_desk (world, 1);
  gint64 day = tc_incident_day (world->now_us + TC_CODE_AHEAD_US);
  gint64 reclaimed;

  world_open_room (world);
  world_connect (a);
  world_run (world);
  world_back_up (world);
  lease (world, 1, day, 50);
  world_run (world);
  world_restore (world);
  g_assert_cmpint (tc_incident_first_unleased (world->db, day), ==, TC_CODE_LANE + 2);
  reconnect_all (world);
  reclaimed = tc_database_get_int (
      world->db, 0, "SELECT first FROM code_block WHERE day = ? AND replica = 1", "i", day);
  g_assert_cmpint (reclaimed, ==, 1);
  world_free (world);
}

/* A desk that makes blocks up gets none of the numbers that are still to be given. */
static void
test_false_block (void)
{
  World *world = world_new ();
  WorldDesk *a = world_add_desk (world, 1);
  gint64 day = tc_incident_day (world->now_us);
  g_autoptr (TcLineMessage) message = tc_line_message_new (TC_LINE_NOTICE);

  world_open_room (world);
  world_connect_all (world);
  world_back_up (world);
  world_restore (world);
  reconnect_all (world);
  message->name = g_strdup (TC_NOTICE_RESTORED);
  message->value = g_variant_ref_sink (g_variant_new_parsed (
      "{'blocks': <[(%x, %x, %x, int64 50)]>}", tc_id_maker_next (&world->ids, world->now_us), day,
      (gint64) TC_CODE_LANE + 2));
  g_autoptr (GBytes) bytes = tc_line_message_write (message);
  tc_hub_receive (world->hub, a->peer, bytes, world->now_us);
  world_run (world);
  g_assert_cmpint (tc_incident_first_unleased (world->db, day), ==, TC_CODE_LANE + 2);
  world_free (world);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sync/restored/ahead", test_ahead);
  g_test_add_func ("/sync/restored/accepted-not-seen", test_accepted_not_seen);
  g_test_add_func ("/sync/restored/too-old", test_too_old);
  g_test_add_func ("/sync/restored/gap", test_gap);
  g_test_add_func ("/sync/restored/refused-between", test_refused_between);
  g_test_add_func ("/sync/restored/put-back-and-old", test_put_back_and_old);
  g_test_add_func ("/sync/restored/session", test_session);
  g_test_add_func ("/sync/restored/false-session", test_false_session);
  g_test_add_func ("/sync/restored/forked-desk", test_forked_desk);
  g_test_add_func ("/sync/restored/forked-clock", test_forked_clock);
  g_test_add_func ("/sync/restored/forked-with-repeats", test_forked_with_repeats);
  g_test_add_func ("/sync/restored/forked-waiting", test_forked_waiting);
  g_test_add_func ("/sync/restored/codes", test_codes);
  g_test_add_func ("/sync/restored/codes-ahead", test_codes_ahead);
  g_test_add_func ("/sync/restored/false-block", test_false_block);
  return g_test_run ();
}
