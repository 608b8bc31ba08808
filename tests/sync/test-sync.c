/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: a hub and its desks agree, whatever comes between them. Method: the real hub and replicas
 * in one thread (sync-world.h); each test drives one story and compares all tables at its end.
 */
#include "sync-world.h"
#include "tc-limits.h"

static void
test_snapshot (void)
{
  World *world = world_new ();
  WorldDesk *desk = world_add_desk (world, 1);

  world_connect_all (world);
  g_assert_cmpint (desk->status.state, ==, TC_REPLICA_LIVE);
  g_assert_cmpuint (desk->replaced, ==, 1);
  world_assert_agree (world);
  world_assert_name (desk->db, "Nguyễn Văn An");
  world_free (world);
}

static void
test_two_desks (void)
{
  World *world = world_new ();
  WorldDesk *a = world_add_desk (world, 1);
  WorldDesk *b = world_add_desk (world, 2);

  world_connect_all (world);
  world_rename (a, "Trần Thị Bình");
  world_assert_name (a->db, "Trần Thị Bình");
  g_assert_cmpuint (a->status.pending, ==, 1);
  world_run (world);
  world_assert_name (b->db, "Trần Thị Bình");
  g_assert_cmpuint (a->status.pending, ==, 0);
  world_assert_agree (world);
  world_free (world);
}

/* Twenty of its own wait while a thousand of others pass; afterwards all agree. */
static void
test_offline (void)
{
  World *world = world_new ();
  WorldDesk *a = world_add_desk (world, 1);
  WorldDesk *b = world_add_desk (world, 2);

  world_connect_all (world);
  world_disconnect (a);
  for (guint i = 0; i < 20; i++) {
    g_autofree char *name = g_strdup_printf ("A %u", i);
    world_rename (a, name);
  }
  for (guint i = 0; i < 1000; i++) {
    g_autofree char *name = g_strdup_printf ("B %u", i);
    world_rename (b, name);
    if (i % 50 == 0)
      world_run (world);
  }
  world_run (world);
  world_restart_desk (a);
  g_assert_cmpuint (a->status.pending, ==, 20);
  world_assert_name (a->db, "A 19");
  world_connect (a);
  world_run (world);
  g_assert_cmpuint (a->replaced, ==, 1);
  world_assert_agree (world);
  world_assert_name (b->db, "A 19");
  world_free (world);
}

/* The line breaks after the operation went up and before its answer came down. */
static void
test_lost_answer (void)
{
  World *world = world_new ();
  WorldDesk *a = world_add_desk (world, 1);

  world_connect_all (world);
  world_rename (a, "Một lần");
  world_settle_one (a);
  world_disconnect (a);
  gint64 count = tc_database_get_int (world->db, 0, "SELECT count(*) FROM log_operation", NULL);
  world_connect (a);
  world_run (world);
  g_assert_cmpint (count, ==,
                   tc_database_get_int (world->db, 0, "SELECT count(*) FROM log_operation", NULL));
  g_assert_cmpuint (a->status.pending, ==, 0);
  world_assert_agree (world);
  world_free (world);
}

/* It breaks before the commit: what waits belongs to the next line. */
static void
test_reconnect_before_commit (void)
{
  World *world = world_new ();
  WorldDesk *a = world_add_desk (world, 1);

  world_connect_all (world);
  world_rename (a, "Chờ");
  g_autoptr (GBytes) up = g_queue_pop_head (a->to_server);
  tc_hub_receive (world->hub, a->peer, up, world->now_us);
  world_disconnect (a);
  g_assert_true (tc_hub_has_work (world->hub));
  world_connect (a);
  world_run (world);
  g_assert_cmpuint (a->status.pending, ==, 0);
  g_assert_cmpuint (a->status.attention, ==, 0);
  world_assert_agree (world);
  world_free (world);
}

/* Rows that are older than the log, and the person's session is in neither yet: what she does is
 * not refused by a desk that knows of no session, it waits, and the server accepts it. */
static void
test_behind (void)
{
  World *world = world_new ();

  world_add_desk (world, 1);
  world_connect_all (world);
  world->again = TRUE;
  WorldDesk *late = world_add_desk (world, 2);
  world_connect (late);
  while (late->status.state != TC_REPLICA_CATCHING)
    g_assert_true (world_move (late));
  world_rename (late, "Vừa quay lại");
  g_assert_cmpuint (late->status.pending, ==, 1);
  world_assert_name (late->db, "Nguyễn Văn An");
  world_restart_desk (late);
  world_rename (late, "Lại một lần");
  world_connect (late);
  world_run (world);
  g_assert_cmpuint (late->status.pending, ==, 0);
  g_assert_cmpuint (late->status.attention, ==, 0);
  world_assert_agree (world);
  world_assert_name (world->db, "Lại một lần");
  world_free (world);
}

/* Behind a slow line somebody signs in: the session is among what is still to come. */
static void
test_signed_in_behind (void)
{
  World *world = world_new ();
  WorldDesk *a = world_add_desk (world, 1);
  WorldDesk *late = world_add_desk (world, 2);
  const TcSessionOpen session = {7001, WORLD_STAFF, 2, world->now_us + TC_US_PER_DAY};

  world_connect_all (world);
  world_disconnect (late);
  for (guint i = 0; i < 20; i++)
    world_rename (a, i % 2 ? "Một" : "Hai");
  world_run (world);
  world_connect (late);
  while (late->status.state != TC_REPLICA_CATCHING)
    g_assert_true (world_move (late));
  world_do (world, &tc_session_open_type, &session);
  late->session = session.session_id;
  world_rename (late, "Vừa vào ca");
  g_assert_cmpuint (late->status.pending, ==, 1);
  world_run (world);
  g_assert_cmpuint (late->status.pending, ==, 0);
  g_assert_cmpuint (late->status.attention, ==, 0);
  world_assert_agree (world);
  world_assert_name (world->db, "Vừa vào ca");
  world_free (world);
}

/* The server's guard refuses what the desk's could not know: it goes to the tray, the row is as the
 * server has it, and the tray survives a restart. */
static void
test_refused (void)
{
  World *world = world_new ();
  WorldDesk *a = world_add_desk (world, 1);
  const TcRoleCapability manage = {WORLD_ROLE, TC_CAPABILITY_PEOPLE};
  g_autoptr (GError) error = NULL;

  world_connect_all (world);
  world_disconnect (a);
  world_rename (a, "Không được");
  world_do (world, &tc_role_deny_type, &manage);
  world_connect (a);
  world_run (world);
  g_assert_cmpuint (a->status.pending, ==, 0);
  g_assert_cmpuint (a->status.attention, ==, 1);
  world_assert_agree (world);
  world_assert_name (a->db, "Nguyễn Văn An");
  world_restart_desk (a);
  g_assert_cmpuint (a->status.attention, ==, 1);
  g_autofree char *code = tc_database_dup_text (a->outbox_db, "SELECT refusal FROM tray", NULL);
  g_assert_cmpstr (code, ==, "people.not-allowed");
  g_autoptr (GArray) first = g_array_new (FALSE, FALSE, sizeof (gint64));
  const gint64 seq = 1;
  g_array_append_val (first, seq);
  g_assert_true (
      tc_replica_set_aside (a->replica, first, WORLD_STAFF, NULL, world->now_us, &error));
  g_assert_cmpuint (a->status.attention, ==, 0);
  /* A refusal of the desk's own guard keeps nothing. */
  world_connect (a);
  world_run (world);
  const TcStaffArgs again = {WORLD_STAFF, NULL, "Vẫn không", NULL, NULL};
  g_autoptr (TcVerdict) own = world_submit (a, &tc_staff_change_type, &again);
  g_assert_cmpstr (own->refusal->code, ==, "people.not-allowed");
  g_assert_cmpuint (a->status.pending, ==, 0);
  world_free (world);
}

/* Refused for its age, which this desk's guards don't know of, and the line breaks before the
 * answer comes down: its commit is there first at the next greeting, so the answer alone must take
 * the effect back. */
static void
test_refused_answer_lost (void)
{
  World *world = world_new ();
  WorldDesk *a = world_add_desk (world, 1);

  world_connect_all (world);
  world_disconnect (a);
  world_rename (a, "Quá cũ");
  world->now_us += TC_OFFLINE_MAX_US + TC_US_PER_DAY;
  world_connect (a);
  while (!tc_hub_has_work (world->hub))
    g_assert_true (world_move (a));
  g_assert_true (tc_hub_flush (world->hub, world->now_us, NULL));
  world_disconnect (a);
  g_assert_cmpuint (a->status.pending, ==, 1);
  world_connect (a);
  world_run (world);
  g_assert_cmpuint (a->status.attention, ==, 1);
  world_assert_agree (world);
  world_free (world);
}

static void
test_server_restart (void)
{
  World *world = world_new ();
  WorldDesk *a = world_add_desk (world, 1);
  WorldDesk *b = world_add_desk (world, 2);
  TcPosition before;
  TcPosition after;

  world_connect_all (world);
  world_rename (a, "Trước khi tắt");
  world_run (world);
  tc_hub_get_position (world->hub, &before);
  world_restart_server (world);
  tc_hub_get_position (world->hub, &after);
  g_assert_cmpmem (&before, sizeof before, &after, sizeof after);
  world_connect (a);
  world_connect (b);
  world_run (world);
  g_assert_cmpuint (a->replaced, ==, 1);
  world_assert_agree (world);
  world_free (world);
}

/* A revoked desk is shown the door, and its operations are not taken. */
static void
test_revoked (void)
{
  World *world = world_new ();
  WorldDesk *a = world_add_desk (world, 1);
  const TcDeskRef desk = {1};

  world_connect_all (world);
  world_do (world, &tc_desk_revoke_type, &desk);
  world_run (world);
  g_assert_false (a->connected);
  g_assert_cmpstr (a->closed_code, ==, "line.rights");
  world_connect (a);
  world_run (world);
  g_assert_false (a->connected);
  g_assert_cmpstr (a->closed_code, ==, "line.desk-unknown");
  world_free (world);
}

/* A replica that was tampered with notices at the next frame and starts over, keeping its
 * outbox. */
static void
test_diverged (void)
{
  World *world = world_new ();
  WorldDesk *a = world_add_desk (world, 1);
  WorldDesk *b = world_add_desk (world, 2);

  world_connect_all (world);
  world_disconnect (a);
  world_rename (a, "Của tôi");
  tc_database_execute (a->db, "UPDATE position SET link = zeroblob (32)", NULL);
  world_restart_desk (a);
  world_rename (b, "Của họ");
  world_run (world);
  world_connect (a);
  world_run (world);
  g_assert_cmpuint (a->replaced, ==, 2);
  world_assert_agree (world);
  world_assert_name (b->db, "Của tôi");
  world_free (world);
}

/* One flipped bit anywhere in a frame is noticed before anything in it is applied. */
static void
test_flipped_bits (void)
{
  World *world = world_new ();
  WorldDesk *a = world_add_desk (world, 1);
  WorldDesk *b = world_add_desk (world, 2);

  world_connect_all (world);
  world_rename (b, "Nguyên vẹn");
  world_settle_one (b);
  g_autoptr (GBytes) frame = g_queue_pop_head (a->to_desk);
  gsize size = g_bytes_get_size (frame);

  for (gsize bit = 0; bit < size * 8; bit += 3) {
    g_autofree guint8 *copy = g_memdup2 (g_bytes_get_data (frame, NULL), size);
    g_autoptr (GError) error = NULL;
    TcReplicaStatus before = a->status;

    copy[bit / 8] ^= (guint8) (1 << (bit % 8));
    g_autoptr (GBytes) bad = g_bytes_new (copy, size);
    if (tc_replica_receive (a->replica, bad, world->now_us, &error)) {
      world_assert_name (a->db, "Nguyễn Văn An");
    } else {
      g_assert_nonnull (error);
    }
    g_assert_cmpint (before.lsn, ==, a->status.lsn);
  }
  world_disconnect (a);
  world_connect (a);
  world_run (world);
  world_assert_agree (world);
  world_free (world);
}

/* What somebody else signed is not applied, and nothing is forgotten over it. */
static void
test_foreign_frame (void)
{
  World *world = world_new ();
  WorldDesk *a = world_add_desk (world, 1);
  WorldDesk *b = world_add_desk (world, 2);
  g_autoptr (TcKey) other = tc_key_generate ();
  g_autoptr (GError) error = NULL;

  world_connect_all (world);
  world_rename (b, "Của máy chủ");
  world_settle_one (b);
  g_autoptr (TcLineMessage) message = tc_line_message_read (g_queue_peek_head (a->to_desk), NULL);
  tc_frame_sign (g_ptr_array_index (message->frames, 0), other);
  g_autoptr (GBytes) forged = tc_line_message_write (message);
  g_assert_false (tc_replica_receive (a->replica, forged, world->now_us, &error));
  g_assert_error (error, TC_ERROR, TC_ERROR_DENIED);
  world_assert_name (a->db, "Nguyễn Văn An");
  world_run (world);
  g_assert_cmpuint (a->replaced, ==, 1);
  world_assert_agree (world);
  world_free (world);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sync/snapshot", test_snapshot);
  g_test_add_func ("/sync/two-desks", test_two_desks);
  g_test_add_func ("/sync/offline", test_offline);
  g_test_add_func ("/sync/behind", test_behind);
  g_test_add_func ("/sync/signed-in-behind", test_signed_in_behind);
  g_test_add_func ("/sync/lost-answer", test_lost_answer);
  g_test_add_func ("/sync/reconnect-before-commit", test_reconnect_before_commit);
  g_test_add_func ("/sync/refused", test_refused);
  g_test_add_func ("/sync/refused-answer-lost", test_refused_answer_lost);
  g_test_add_func ("/sync/server-restart", test_server_restart);
  g_test_add_func ("/sync/revoked", test_revoked);
  g_test_add_func ("/sync/diverged", test_diverged);
  g_test_add_func ("/sync/flipped-bits", test_flipped_bits);
  g_test_add_func ("/sync/foreign-frame", test_foreign_frame);
  return g_test_run ();
}
