/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: what a desk that lies, or that somebody speaks for, must not get through the hub. Method: a
 * desk that was let in properly, and messages made by hand in its name; each must end the line with
 * its code, leave the log as it was and the hub in working order.
 */
#define _GNU_SOURCE /* memmem */
#include "sync-world.h"
#include "tc-session-proof.h"

#include <string.h>

typedef struct {
  World *world;
  WorldDesk *desk;
  TcOperationHead head; /* of an operation that would be taken */
} Door;

static void
door_open (Door *door)
{
  door->world = world_new ();
  door->desk = world_add_desk (door->world, 1);
  world_connect (door->desk);
  world_run (door->world);
  memset (&door->head, 0, sizeof door->head);
  door->head.id = tc_id_maker_next (&door->desk->ids, door->world->now_us);
  door->head.actor_id = WORLD_STAFF;
  door->head.session_id = door->desk->session;
  door->head.seq = 1;
  door->head.made_us = door->world->now_us;
  door->head.replica = 1;
}

static TcOperation *
make (Door *door, const TcKey *key)
{
  const TcStaffArgs args = {WORLD_STAFF, NULL, "Ai đó", NULL, NULL};

  return tc_operation_make (&tc_staff_change_type, &door->head, &args, key);
}

static void
send_bytes (Door *door, GBytes *bytes)
{
  tc_hub_receive (door->world->hub, door->desk->peer, bytes, door->world->now_us);
  g_assert_true (tc_hub_flush (door->world->hub, door->world->now_us, NULL));
}

/* (transfer full) */
static GBytes *
write_operation (TcOperation *op)
{
  g_autoptr (TcLineMessage) message = tc_line_message_new (TC_LINE_OPERATIONS);
  TcSignedBytes one = {g_bytes_ref (op->bytes), op->signature};

  g_array_append_val (message->operations, one);
  tc_operation_unref (op);
  return tc_line_message_write (message);
}

static void
send_operation (Door *door, TcOperation *op)
{
  g_autoptr (GBytes) bytes = write_operation (op);

  send_bytes (door, bytes);
}

static void
assert_shut (Door *door, const char *code)
{
  gint64 theirs = tc_database_get_int (
      door->world->db, 0, "SELECT count(*) FROM log_operation WHERE replica = 1", NULL);

  world_run (door->world);
  g_assert_false (door->desk->connected);
  g_assert_cmpstr (door->desk->closed_code, ==, code);
  g_assert_cmpint (theirs, ==, 0);
  /* The honest desk is let in again, and its work is taken. */
  world_connect (door->desk);
  world_run (door->world);
  world_rename (door->desk, "Người thật");
  world_run (door->world);
  g_assert_cmpuint (door->desk->status.pending, ==, 0);
  world_assert_agree (door->world);
  world_free (door->world);
}

static void
test_foreign_id (void)
{
  Door door;

  door_open (&door);
  door.head.id = tc_id_maker_next (&door.world->ids, door.world->now_us);
  send_operation (&door, make (&door, door.desk->key));
  assert_shut (&door, "line.operation");
}

static void
test_foreign_replica (void)
{
  Door door;

  door_open (&door);
  door.head.replica = 0;
  door.head.actor_id = 0;
  door.head.session_id = 0;
  send_operation (&door, make (&door, door.desk->key));
  assert_shut (&door, "line.signature");
}

static void
test_foreign_key (void)
{
  Door door;
  g_autoptr (TcKey) other = tc_key_generate ();

  door_open (&door);
  send_operation (&door, make (&door, other));
  assert_shut (&door, "line.signature");
}

/* What was checked beside the hub with another key than the desk's says nothing of the desk. */
static void
test_checked_with_another_key (void)
{
  Door door;
  g_autoptr (TcKey) other = tc_key_generate ();

  door_open (&door);
  g_autoptr (GBytes) bytes = write_operation (make (&door, other));
  tc_hub_receive_operations (door.world->hub, door.desk->peer,
                             tc_hub_operations_new (bytes, tc_key_get_public (other)));
  assert_shut (&door, "line.signature");
}

/* And what was checked with the desk's own is taken; so is what only seemed to be wrong. */
static void
test_checked_beside_the_hub (void)
{
  Door door;
  g_autoptr (TcKey) other = tc_key_generate ();
  const TcKey *keys[2];

  door_open (&door);
  keys[0] = door.desk->key;
  keys[1] = other;
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++) {
    g_autoptr (GBytes) bytes = write_operation (make (&door, door.desk->key));

    tc_hub_receive_operations (door.world->hub, door.desk->peer,
                               tc_hub_operations_new (bytes, tc_key_get_public (keys[i])));
    g_assert_true (tc_hub_flush (door.world->hub, door.world->now_us, NULL));
    door.head.seq++;
    door.head.id = tc_id_maker_next (&door.desk->ids, door.world->now_us);
  }
  g_assert_cmpint (tc_database_get_int (door.world->db, 0,
                                        "SELECT count(*) FROM log_operation WHERE replica = 1"
                                        " AND refusal IS NULL",
                                        NULL),
                   ==, 2);
  world_free (door.world);
}

static void
test_gap (void)
{
  Door door;

  door_open (&door);
  door.head.seq = 3;
  send_operation (&door, make (&door, door.desk->key));
  assert_shut (&door, "line.gap");
}

static void
send_notice (Door *door, const char *name, const char *value)
{
  g_autoptr (TcLineMessage) message = tc_line_message_new (TC_LINE_NOTICE);

  message->name = g_strdup (name);
  message->value = g_variant_ref_sink (g_variant_new_parsed (value));
  g_autoptr (GBytes) bytes = tc_line_message_write (message);
  send_bytes (door, bytes);
}

/* (transfer full): of a session that the server gave its word for, and doesn't know. */
static char *
print_session (Door *door)
{
  gint64 from_us = door->world->now_us;
  TcSessionProof proof = {7001, WORLD_STAFF, 1, from_us, from_us + TC_US_PER_DAY};

  tc_session_proof_sign (&proof, door->world->key);
  g_autoptr (GVariant) session = g_variant_ref_sink (
      g_variant_new ("(xxxx@ay)", proof.session_id, proof.staff_id, proof.from_us, proof.until_us,
                     g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE, proof.signature.bytes,
                                                TC_SIGNATURE_SIZE, 1)));
  g_autofree char *printed = g_variant_print (session, TRUE);
  return g_strdup_printf ("{'sessions': <[%s]>}", printed);
}

/* Sessions without proof, sessions and blocks where no restore was, numbers that don't exist:
 * nothing comes of them. */
static void
test_false_notices (void)
{
  Door door;
  gint64 before;

  door_open (&door);
  g_autofree char *session = print_session (&door);
  before = tc_database_get_int (door.world->db, 0, "SELECT count(*) FROM log_operation", NULL);
  send_notice (&door, TC_NOTICE_RESTORED,
               "{'sessions': <[(int64 9, int64 300, int64 1, int64 9000000000000000, @ay [0x01])]>,"
               " 'blocks': <[(int64 9, int64 261123, int64 1, int64 50)]>}");
  send_notice (&door, TC_NOTICE_RESTORED, session);
  send_notice (&door, TC_NOTICE_RESTORED, "{'sessions': <'x'>, 'blocks': <[(1, 2)]>}");
  send_notice (&door, TC_NOTICE_SKIP, "{'seq': <int64 9223372036854775807>}");
  send_notice (&door, TC_NOTICE_SKIP, "{'seq': <int64 -9223372036854775808>}");
  g_assert_cmpint (
      before, ==,
      tc_database_get_int (door.world->db, 0, "SELECT count(*) FROM log_operation", NULL));
  door.head.seq = 3;
  send_operation (&door, make (&door, door.desk->key));
  assert_shut (&door, "line.gap");
}

/* A number that was skipped is nobody's: an older state of the desk that uses it is told so, rather
 * than left without an answer. */
static void
test_skipped_number (void)
{
  Door door;

  door_open (&door);
  send_notice (&door, TC_NOTICE_SKIP, "{'seq': <int64 9>}");
  door.head.seq = 10;
  send_operation (&door, make (&door, door.desk->key));
  door.head.id = tc_id_maker_next (&door.desk->ids, door.world->now_us);
  door.head.seq = 5;
  send_operation (&door, make (&door, door.desk->key));
  g_autoptr (TcLineMessage)
      message = tc_line_message_read (g_queue_peek_tail (door.desk->to_desk), NULL);
  g_assert_cmpint (message->kind, ==, TC_LINE_ANSWERS);
  const TcLineAnswer *answer = &g_array_index (message->answers, TcLineAnswer, 0);
  g_assert_cmpint (answer->seq, ==, 5);
  g_assert_cmpstr (answer->refusal->code, ==, TC_ANSWER_FORKED);
  world_free (door.world);
}

/* Of the answers that wait for the desk: how many there are to its number 1, and with which code
 * the last one refuses. */
static guint
count_answers (Door *door, char **code)
{
  guint n = 0;

  for (GList *item = door->desk->to_desk->head; item; item = item->next) {
    g_autoptr (TcLineMessage) message = tc_line_message_read (item->data, NULL);

    for (guint i = 0; message->answers && i < message->answers->len; i++) {
      const TcLineAnswer *answer = &g_array_index (message->answers, TcLineAnswer, i);

      g_assert_cmpint (answer->seq, ==, 1);
      g_free (*code);
      *code = g_strdup (answer->refusal ? answer->refusal->code : "");
      n++;
    }
  }
  return n;
}

/* The number is that of an operation which waits for its commit: the answer of that one is not this
 * one's. */
static void
test_number_of_waiting (void)
{
  Door door;
  g_autofree char *code = NULL;

  door_open (&door);
  g_autoptr (GBytes) first = write_operation (make (&door, door.desk->key));
  door.head.id = tc_id_maker_next (&door.desk->ids, door.world->now_us);
  g_autoptr (GBytes) other = write_operation (make (&door, door.desk->key));
  tc_hub_receive (door.world->hub, door.desk->peer, first, door.world->now_us);
  send_bytes (&door, other);
  g_assert_cmpuint (count_answers (&door, &code), ==, 1);
  g_assert_cmpstr (code, ==, TC_ANSWER_FORKED);
  world_free (door.world);
}

static void
test_garbage (void)
{
  Door door;
  g_autoptr (GBytes) bytes = g_bytes_new_static ("\x06\x01\xff\xff\xff", 5);

  door_open (&door);
  send_bytes (&door, bytes);
  assert_shut (&door, "line.malformed");
}

static void
test_out_of_turn (void)
{
  Door door;
  g_autoptr (TcLineMessage) message = tc_line_message_new (TC_LINE_RESUME);
  g_autoptr (GBytes) bytes = tc_line_message_write (message);

  door_open (&door);
  send_bytes (&door, bytes);
  assert_shut (&door, "line.position");
}

/* Before it has said who it is, a line can do nothing. */
static void
test_before_hello (void)
{
  Door door;
  g_autoptr (TcLineMessage) ask = tc_line_message_new (TC_LINE_ASK);
  gint64 asked;

  door_open (&door);
  world_disconnect (door.desk);
  world_connect (door.desk);
  asked = door.world->asked;
  ask->name = g_strdup ("sign-in");
  g_autoptr (GBytes) bytes = tc_line_message_write (ask);
  send_bytes (&door, bytes);
  g_assert_cmpint (door.world->asked, ==, asked);
  assert_shut (&door, "line.order");
}

/* The challenge of this line must be signed, by the key that was enrolled. */
static void
test_hello_of_another (void)
{
  Door door;
  g_autoptr (TcKey) other = tc_key_generate ();
  g_autoptr (TcLineMessage) hello = tc_line_message_new (TC_LINE_HELLO);

  door_open (&door);
  world_disconnect (door.desk);
  world_connect (door.desk);
  g_autoptr (TcLineMessage)
      challenge = tc_line_message_read (g_queue_peek_head (door.desk->to_desk), NULL);
  g_assert_nonnull (challenge);
  hello->replica = 1;
  g_autoptr (GBytes) to_sign = tc_line_hello_to_sign (challenge, 1);
  hello->signature = tc_key_sign (other, "toancanh hello 1", g_bytes_get_data (to_sign, NULL),
                                  g_bytes_get_size (to_sign));
  g_autoptr (GBytes) bytes = tc_line_message_write (hello);
  send_bytes (&door, bytes);
  assert_shut (&door, "line.signature");
}

static gboolean
is_on_disk (World *world, const char *name, const char *text)
{
  g_autofree char *path = g_build_filename (world->folder, name, NULL);
  g_autofree char *data = NULL;
  gsize size = 0;

  return g_file_get_contents (path, &data, &size, NULL) && memmem (data, size, text, strlen (text));
}

/* Whose right was ended is not let in; it wipes what it held, but for what was typed at it. */
static void
test_ended (void)
{
  static const char *const files[] = {"replica-1.db", "replica-1.db-wal"};
  const TcDeskRef ended = {1};
  Door door;

  door_open (&door);
  world_disconnect (door.desk);
  world_rename (door.desk, "Lúc cuối");
  world_do (door.world, &tc_desk_revoke_type, &ended);
  for (guint i = 0; i < 2; i++) {
    world_connect (door.desk);
    world_run (door.world);
    g_assert_false (door.desk->connected);
    g_assert_cmpstr (door.desk->closed_code, ==, "line.desk-unknown");
    g_assert_cmpint (tc_database_get_int (door.desk->db, -1,
                                          "SELECT (SELECT count(*) FROM staff) + (SELECT count(*)"
                                          " FROM held_scope)",
                                          NULL),
                     ==, 0);
    for (guint k = 0; k < G_N_ELEMENTS (files); k++)
      g_assert_false (is_on_disk (door.world, files[k], "Trung tâm"));
    g_assert_cmpuint (door.desk->status.pending, ==, 1);
    world_restart_desk (door.desk);
  }
  g_assert_cmpint (tc_database_get_int (door.world->db, 0,
                                        "SELECT count(*) FROM log_operation WHERE replica = 1",
                                        NULL),
                   ==, 0);
  world_free (door.world);
}

/* Who only says that it is that desk learns nothing. */
static void
test_ended_of_another (void)
{
  const TcDeskRef ended = {1};
  Door door;

  door_open (&door);
  world_disconnect (door.desk);
  world_do (door.world, &tc_desk_revoke_type, &ended);
  tc_key_free (door.desk->key);
  door.desk->key = tc_key_generate ();
  world_restart_desk (door.desk);
  world_connect (door.desk);
  world_run (door.world);
  g_assert_cmpstr (door.desk->closed_code, ==, "line.signature");
  g_assert_cmpint (tc_database_get_int (door.desk->db, 0, "SELECT count(*) FROM staff", NULL), >,
                   0);
  world_free (door.world);
}

static void
assert_refused (Door *door, const char *code)
{
  g_autofree char *stored = tc_database_dup_text (
      door->world->db, "SELECT refusal FROM log_operation WHERE replica = 1", NULL);

  g_assert_cmpstr (stored, ==, code);
  world_free (door->world);
}

static void
test_future (void)
{
  Door door;

  door_open (&door);
  door.head.made_us += TC_CLOCK_AHEAD_MAX_US + TC_US_PER_S;
  send_operation (&door, make (&door, door.desk->key));
  assert_refused (&door, "operation.future");
}

static void
test_too_old (void)
{
  Door door;

  door_open (&door);
  door.head.made_us -= TC_OFFLINE_MAX_US + TC_US_PER_S;
  send_operation (&door, make (&door, door.desk->key));
  assert_refused (&door, "operation.too-old");
}

static void
test_no_session (void)
{
  Door door;

  door_open (&door);
  door.head.session_id = 1;
  send_operation (&door, make (&door, door.desk->key));
  assert_refused (&door, "people.no-session");
}

static void
test_as_the_system (void)
{
  Door door;

  door_open (&door);
  door.head.actor_id = 0;
  door.head.session_id = 0;
  send_operation (&door, make (&door, door.desk->key));
  assert_refused (&door, "people.system-only");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sync/doors/foreign-id", test_foreign_id);
  g_test_add_func ("/sync/doors/foreign-replica", test_foreign_replica);
  g_test_add_func ("/sync/doors/foreign-key", test_foreign_key);
  g_test_add_func ("/sync/doors/checked-with-another-key", test_checked_with_another_key);
  g_test_add_func ("/sync/doors/checked-beside-the-hub", test_checked_beside_the_hub);
  g_test_add_func ("/sync/doors/gap", test_gap);
  g_test_add_func ("/sync/doors/false-notices", test_false_notices);
  g_test_add_func ("/sync/doors/skipped-number", test_skipped_number);
  g_test_add_func ("/sync/doors/number-of-waiting", test_number_of_waiting);
  g_test_add_func ("/sync/doors/garbage", test_garbage);
  g_test_add_func ("/sync/doors/out-of-turn", test_out_of_turn);
  g_test_add_func ("/sync/doors/before-hello", test_before_hello);
  g_test_add_func ("/sync/doors/hello-of-another", test_hello_of_another);
  g_test_add_func ("/sync/doors/ended", test_ended);
  g_test_add_func ("/sync/doors/ended-of-another", test_ended_of_another);
  g_test_add_func ("/sync/doors/future", test_future);
  g_test_add_func ("/sync/doors/too-old", test_too_old);
  g_test_add_func ("/sync/doors/no-session", test_no_session);
  g_test_add_func ("/sync/doors/as-the-system", test_as_the_system);
  return g_test_run ();
}
