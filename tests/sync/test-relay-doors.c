/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: a relay is given and gives no more than it may, whoever lies: a desk that plays relay, a
 * relay that speaks for others or forges, one that shows its desks what they may not read. Method:
 * the room of relay-world.h and messages made by hand.
 */
#define _GNU_SOURCE /* memmem */
#include "relay-world.h"
#include "tc-limits.h"
#include "tc-snapshot.h"

#include <string.h>

#define OTHER_AGENCY 101

typedef struct {
  World *world;
  WorldRelay *relay;
  WorldDesk *desk;
} Door;

static void
door_open (Door *door)
{
  door->world = world_new ();
  world_open_room (door->world);
  door->relay = world_add_relay (door->world);
  door->desk = world_add_desk (door->world, 1);
  world_move_behind (door->desk, door->relay);
  world_connect_relay (door->relay);
  world_run (door->world);
  world_connect (door->desk);
  world_run (door->world);
}

static void
door_close (Door *door)
{
  world_free_relay (door->relay);
  world_free (door->world);
}

static TcOperation *
make_numbered (Door *door, WorldDesk *desk, const TcKey *key, gint64 seq)
{
  const TcStaffArgs args = {WORLD_STAFF, NULL, "Ai đó", NULL, NULL};
  TcOperationHead head = {0};

  head.id = tc_id_maker_next (&desk->ids, door->world->now_us);
  head.actor_id = WORLD_STAFF;
  head.session_id = desk->session;
  head.seq = seq;
  head.made_us = door->world->now_us;
  head.replica = desk->number;
  return tc_operation_make (&tc_staff_change_type, &head, &args, key);
}

static TcOperation *
make (Door *door, WorldDesk *desk, const TcKey *key)
{
  return make_numbered (door, desk, key, 1);
}

/* (transfer full): takes @op */
static GBytes *
write_operation (TcOperation *op)
{
  g_autoptr (TcLineMessage) message = tc_line_message_new (TC_LINE_OPERATIONS);
  TcSignedBytes one = {g_bytes_ref (op->bytes), op->signature};

  g_array_append_val (message->operations, one);
  tc_operation_unref (op);
  return tc_line_message_write (message);
}

/* @inner: (transfer full) */
static void
carry (Door *door, guint16 replica, GBytes *inner)
{
  g_autoptr (GBytes) owned = inner;
  g_autoptr (GBytes) bytes = tc_line_carry (replica, owned);

  tc_hub_receive (door->world->hub, door->relay->up.peer, bytes, door->world->now_us);
  g_assert_true (tc_hub_flush (door->world->hub, door->world->now_us, NULL));
}

/* (transfer full) (nullable): what the server last told the relay of a desk. */
static TcLineMessage *
last_carried (Door *door)
{
  g_autoptr (TcLineMessage)
      message = tc_line_message_read (g_queue_peek_tail (door->relay->up.to_desk), NULL);

  g_assert_cmpint (message->kind, ==, TC_LINE_CARRY);
  return tc_line_message_read (message->inner, NULL);
}

static void
assert_turned_away (Door *door, const char *code)
{
  g_autoptr (TcLineMessage) inner = last_carried (door);

  g_assert_cmpint (inner->kind, ==, TC_LINE_GOODBYE);
  g_assert_cmpstr (inner->refusal->code, ==, code);
  g_assert_nonnull (door->relay->up.peer);
  g_assert_cmpint (tc_database_get_int (door->world->db, 0,
                                        "SELECT count(*) FROM log_operation WHERE replica > 0",
                                        NULL),
                   ==, 0);
}

static void
test_desk_plays_relay (void)
{
  Door door;
  WorldDesk *liar;
  g_autoptr (GBytes) inner = NULL;

  door_open (&door);
  liar = world_add_desk (door.world, 2);
  world_connect (liar);
  world_run (door.world);
  inner = write_operation (make (&door, door.desk, door.desk->key));
  g_autoptr (GBytes) bytes = tc_line_carry (1, inner);
  tc_hub_receive (door.world->hub, liar->peer, bytes, door.world->now_us);
  world_run (door.world);
  g_assert_cmpstr (liar->closed_code, ==, "line.order");
  g_assert_cmpint (tc_database_get_int (door.world->db, 0,
                                        "SELECT count(*) FROM log_operation WHERE replica > 0",
                                        NULL),
                   ==, 0);
  door_close (&door);
}

static void
move_desk_to_other_agency (Door *door)
{
  const TcAgencyArgs other = {OTHER_AGENCY, "khac", NULL,    "ward", "Nơi khác", "Elsewhere", 0, 1,
                              NULL,         NULL,   TC_NONE, TC_NONE};
  const TcDeskArgs moved = {1, "Bàn", OTHER_AGENCY};

  world_do (door->world, &tc_agency_add_type, &other);
  world_do (door->world, &tc_desk_change_type, &moved);
}

static void
test_desk_of_another_agency (void)
{
  Door door;

  door_open (&door);
  move_desk_to_other_agency (&door);
  carry (&door, 1, write_operation (make (&door, door.desk, door.desk->key)));
  assert_turned_away (&door, "line.desk-unknown");
  /* Nor does the relay serve it, once it knows. */
  world_run (door.world);
  if (!door.desk->connected)
    world_connect (door.desk);
  world_run (door.world);
  g_assert_cmpstr (door.desk->closed_code, ==, "line.relay-agency");
  door_close (&door);
}

static void
test_forged_operation (void)
{
  Door door;

  door_open (&door);
  carry (&door, 1, write_operation (make (&door, door.desk, door.relay->key)));
  assert_turned_away (&door, "line.signature");
  /* The desk itself is let in again, and its work is taken. */
  world_run (door.world);
  world_cut_relay (door.relay);
  world_connect_relay (door.relay);
  world_run (door.world);
  world_connect (door.desk);
  world_run (door.world);
  world_rename (door.desk, "Người thật");
  world_run (door.world);
  g_assert_cmpuint (door.desk->status.pending, ==, 0);
  world_assert_agree (door.world);
  door_close (&door);
}

/* Numbers may be left out over a relay, but not without an end. */
static void
test_number_out_of_reach (void)
{
  static const gint64 numbers[] = {(gint64) 1 << 48, G_MAXINT64};

  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++) {
    Door door;

    door_open (&door);
    carry (&door, 1,
           write_operation (make_numbered (&door, door.desk, door.desk->key, numbers[i])));
    assert_turned_away (&door, "line.operation");
    door_close (&door);
  }
}

/* Another operation under a number that is on its way to the relay's file: it is told so at once,
 * and not taken for the one that waits. */
static void
test_number_that_waits (void)
{
  Door door;

  door_open (&door);
  for (guint i = 0; i < 2; i++) {
    g_autoptr (GBytes) bytes = write_operation (make (&door, door.desk, door.desk->key));

    g_assert_cmpuint (g_queue_get_length (door.desk->to_desk), ==, 0);
    tc_hub_receive (door.relay->hub, door.desk->peer, bytes, door.world->now_us);
  }
  g_assert_true (tc_hub_has_work (door.relay->hub));
  g_assert_cmpuint (g_queue_get_length (door.desk->to_desk), ==, 1);
  g_autoptr (TcLineMessage)
      message = tc_line_message_read (g_queue_peek_tail (door.desk->to_desk), NULL);
  g_assert_cmpint (message->kind, ==, TC_LINE_ANSWERS);
  const TcLineAnswer *answer = &g_array_index (message->answers, TcLineAnswer, 0);
  g_assert_cmpint (answer->seq, ==, 1);
  g_assert_cmpstr (answer->refusal->code, ==, TC_ANSWER_FORKED);
  g_assert_true (tc_hub_flush (door.relay->hub, door.world->now_us, NULL));
  g_assert_cmpuint (door.relay->status.queued, ==, 1);
  door_close (&door);
}

/* Gives the relay an operation of its desk that its database answers with @sql. */
static gboolean
flush_with (Door *door, const char *sql, GError **error)
{
  world_rename (door->desk, "Hiểm");
  tc_database_execute_script (door->relay->db, sql);
  g_assert_true (tc_database_check (door->relay->db, NULL));
  for (GBytes *bytes; (bytes = g_queue_pop_head (door->desk->to_server)); g_bytes_unref (bytes))
    tc_hub_receive (door->relay->hub, door->desk->peer, bytes, door->world->now_us);
  return tc_hub_flush (door->relay->hub, door->world->now_us, error);
}

/* One that the relay's database can't carry out is kept and carried, as one that it refuses. */
static void
test_failing (void)
{
  Door door;
  g_autoptr (GError) error = NULL;

  door_open (&door);
  g_assert_true (flush_with (&door,
                             "CREATE TEMP TRIGGER bad BEFORE UPDATE ON staff"
                             " BEGIN SELECT json ('{'); END",
                             &error));
  g_assert_no_error (error);
  g_assert_cmpuint (door.relay->status.queued, ==, 1);
  g_assert_cmpuint (door.relay->executing, ==, 0);
  tc_database_execute_script (door.relay->db, "DROP TRIGGER bad");
  world_run (door.world);
  g_assert_cmpuint (door.desk->status.pending, ==, 0);
  world_assert_agree (door.world);
  door_close (&door);
}

/* A full disk is the relay's own fault: nothing is said to be kept, and no operation blamed. */
static void
test_full_disk (void)
{
  Door door;
  g_autoptr (GError) error = NULL;

  door_open (&door);
  g_assert_false (flush_with (&door,
                              "CREATE TABLE filler (b BLOB); PRAGMA max_page_count = 1;"
                              "CREATE TEMP TRIGGER fill BEFORE UPDATE ON main.staff BEGIN"
                              " INSERT INTO filler VALUES (zeroblob (1000000)); END",
                              &error));
  g_assert_error (error, TC_ERROR, TC_ERROR_FULL);
  g_assert_cmpuint (door.relay->status.queued, ==, 0);
  g_assert_cmpuint (door.relay->executing, ==, 0);
  door_close (&door);
}

static void
test_of_another_desk (void)
{
  Door door;
  WorldDesk *other;

  door_open (&door);
  other = world_add_desk (door.world, 2);
  carry (&door, 2, write_operation (make (&door, door.desk, door.desk->key)));
  assert_turned_away (&door, "line.signature");
  g_assert_nonnull (other);
  door_close (&door);
}

static void
test_unknown_desk (void)
{
  Door door;

  door_open (&door);
  carry (&door, 77, write_operation (make (&door, door.desk, door.desk->key)));
  assert_turned_away (&door, "line.desk-unknown");
  door_close (&door);
}

/* Nothing but what a desk sends after its greeting is carried. */
static void
test_wrong_kinds (void)
{
  static const TcLineKind kinds[] = {TC_LINE_HELLO, TC_LINE_ACK, TC_LINE_RESUME, TC_LINE_CARRY};
  g_autoptr (GBytes) nothing = g_bytes_new (NULL, 0);

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++) {
    g_autoptr (TcLineMessage) inner = tc_line_message_new (kinds[i]);
    Door door;

    door_open (&door);
    inner->inner = g_bytes_ref (nothing);
    carry (&door, 1, tc_line_message_write (inner));
    assert_turned_away (&door, "line.order");
    door_close (&door);
  }
}

static void
test_garbage (void)
{
  Door door;

  door_open (&door);
  carry (&door, 1, g_bytes_new_static ("\x06\x01\xff", 3));
  g_assert_null (door.relay->up.peer);
  world_run (door.world);
  g_assert_cmpstr (door.relay->up.closed_code, ==, "line.malformed");
  door_close (&door);
}

static gboolean
queue_has (GQueue *queue, const char *text)
{
  for (GList *item = queue->head; item; item = item->next) {
    gsize size;
    const char *data = g_bytes_get_data (item->data, &size);

    if (memmem (data, size, text, strlen (text)))
      return TRUE;
  }
  return FALSE;
}

/* Who may not see reporters gets no byte of one; who may sees the report at once. */
static void
test_reporter (void)
{
  Door door;
  const TcDeskRole calls = {WORLD_RELAY, WORLD_ROLE_CALLS};

  door_open (&door);
  WorldDesk *may = world_add_desk (door.world, 2);
  WorldDesk *may_not = world_add_desk (door.world, 3);
  world_move_behind (may, door.relay);
  world_move_behind (may_not, door.relay);
  world_allow_reporters (door.desk, TRUE);
  world_allow_reporters (may, TRUE);
  world_do (door.world, &tc_desk_allow_role_type, &calls);
  world_lease (door.world, 1, 1);
  world_run (door.world);
  world_connect_relay (door.relay);
  world_run (door.world);
  WorldDesk *desks[] = {door.desk, may, may_not};
  for (guint i = 0; i < 3; i++) {
    if (!desks[i]->connected)
      world_connect (desks[i]);
  }
  world_run (door.world);
  world_cut_relay (door.relay);
  g_autofree char *code = g_strdup_printf (
      "PA-%" G_GINT64_FORMAT "-0001",
      tc_database_get_int (door.desk->db, 0, "SELECT max (day) FROM code_block", NULL));
  const TcIncidentReport report = world_make_report (door.world, &door.desk->ids, code,
                                                     "Ngô Xuân Ẩn-Danh");
  g_autoptr (TcVerdict) verdict = world_submit (door.desk, &tc_incident_report_type, &report);
  g_assert_null (verdict->refusal);
  while (world_move (door.desk) || tc_hub_has_work (door.relay->hub))
    world_move_relay (door.relay);
  g_assert_true (queue_has (may->to_desk, "Ẩn-Danh"));
  g_assert_false (queue_has (may_not->to_desk, "Ẩn-Danh"));
  world_run (door.world);
  g_assert_cmpuint (may->status.provisional, ==, 1);
  g_assert_cmpuint (may_not->status.provisional, ==, 0);
  /* Told anew it is no more. */
  world_restart_desk (may_not);
  world_connect (may_not);
  while (!g_queue_is_empty (may_not->to_server) || !g_queue_is_empty (may_not->to_desk)) {
    g_assert_false (queue_has (may_not->to_desk, "Ẩn-Danh"));
    world_move (may_not);
  }
  world_connect_relay (door.relay);
  world_run (door.world);
  world_assert_agree (door.world);
  g_assert_cmpint (tc_database_get_int (may_not->db, 0, "SELECT count(*) FROM incident", NULL), ==,
                   1);
  g_assert_cmpint (tc_database_get_int (may_not->db, 0, "SELECT count(*) FROM reporter", NULL), ==,
                   0);
  door_close (&door);
}

static gboolean
file_has (World *world, const char *name, const char *text)
{
  g_autofree char *path = g_build_filename (world->folder, name, NULL);
  g_autofree char *data = NULL;
  gsize size = 0;

  return g_file_get_contents (path, &data, &size, NULL) && memmem (data, size, text, strlen (text));
}

/* A scope that the relay may no longer hold leaves its file, log and all, and its desks. */
static void
test_relay_loses_scope (void)
{
  Door door;
  const TcDeskRole calls = {WORLD_RELAY, WORLD_ROLE_CALLS};
  guint lost;

  door_open (&door);
  world_allow_reporters (door.desk, TRUE);
  world_do (door.world, &tc_desk_allow_role_type, &calls);
  world_lease (door.world, 1, 1);
  world_run (door.world);
  world_connect_relay (door.relay);
  world_run (door.world);
  if (!door.desk->connected)
    world_connect (door.desk);
  world_run (door.world);
  g_autofree char *code = g_strdup_printf (
      "PA-%" G_GINT64_FORMAT "-0001",
      tc_database_get_int (door.desk->db, 0, "SELECT max (day) FROM code_block", NULL));
  const TcIncidentReport report = world_make_report (door.world, &door.desk->ids, code,
                                                     "Ngô Xuân Ẩn-Danh");
  g_autoptr (TcVerdict) verdict = world_submit (door.desk, &tc_incident_report_type, &report);
  world_run (door.world);
  g_assert_cmpuint (door.desk->status.pending, ==, 0);
  g_assert_true (file_has (door.world, "relay.db", "Ẩn-Danh") ||
                 file_has (door.world, "relay.db-wal", "Ẩn-Danh"));
  lost = door.relay->lost;
  world_do (door.world, &tc_desk_deny_role_type, &calls);
  world_run (door.world);
  world_connect_relay (door.relay);
  world_run (door.world);
  g_assert_cmpuint (door.relay->lost, ==, lost + 1);
  g_assert_false (file_has (door.world, "relay.db", "Ẩn-Danh"));
  g_assert_false (file_has (door.world, "relay.db-wal", "Ẩn-Danh"));
  world_connect (door.desk);
  world_run (door.world);
  g_assert_cmpint (tc_database_get_int (door.desk->db, 0, "SELECT count(*) FROM reporter", NULL),
                   ==, 0);
  world_assert_agree (door.world);
  door_close (&door);
}

/* What the relay tells of others is believed only with their signature. */
static void
test_forged_provisional (void)
{
  Door door;
  WorldDesk *other;

  door_open (&door);
  other = world_add_desk (door.world, 2);
  world_run (door.world);
  for (guint i = 0; i < 2; i++) {
    g_autoptr (TcLineMessage) message = tc_line_message_new (TC_LINE_PROVISIONAL);
    g_autoptr (TcOperation) op = make (&door, other, i == 0 ? door.relay->key : other->key);
    TcSignedBytes one = {g_bytes_ref (op->bytes), op->signature};

    g_array_append_val (message->operations, one);
    g_queue_push_tail (door.desk->to_desk, tc_line_message_write (message));
    world_run (door.world);
    g_assert_cmpuint (door.desk->status.provisional, ==, i);
  }
  door_close (&door);
}

/* At the server itself there is nothing provisional. */
static void
test_provisional_of_server (void)
{
  Door door;
  g_autoptr (TcLineMessage) message = tc_line_message_new (TC_LINE_PROVISIONAL);

  door_open (&door);
  world_disconnect (door.desk);
  world_move_away (door.desk);
  world_connect (door.desk);
  world_run (door.world);
  g_queue_push_tail (door.desk->to_desk, tc_line_message_write (message));
  world_run (door.world);
  g_assert_false (door.desk->connected);
  door_close (&door);
}

static void
test_revoked_desk (void)
{
  Door door;
  const TcDeskRef revoke = {1};

  door_open (&door);
  world_cut_relay (door.relay);
  world_rename (door.desk, "Không được");
  world_run (door.world);
  world_do (door.world, &tc_desk_revoke_type, &revoke);
  world_connect_relay (door.relay);
  world_run (door.world);
  g_assert_false (door.desk->connected);
  g_assert_cmpint (tc_database_get_int (door.world->db, 0,
                                        "SELECT count(*) FROM log_operation WHERE replica = 1",
                                        NULL),
                   ==, 0);
  world_connect (door.desk);
  world_run (door.world);
  g_assert_cmpstr (door.desk->closed_code, ==, "line.desk-unknown");
  g_assert_cmpuint (door.desk->status.pending, ==, 1);
  door_close (&door);
}

static void
assert_wiped (Door *door)
{
  static const char *const tables[] = {"staff",      "desk",        "incident", "relay_queue",
                                       "relay_desk", "log_section", NULL};

  for (guint i = 0; tables[i]; i++) {
    g_autofree char *sql = g_strdup_printf (
        "SELECT count(*) FROM %s%s", tables[i],
        g_str_equal (tables[i], "log_section") ? " WHERE body IS NOT NULL" : "");

    g_test_message ("%s", tables[i]);
    g_assert_cmpint (tc_database_get_int (door->relay->db, -1, sql, NULL), ==, 0);
  }
  g_assert_false (file_has (door->world, "relay.db", "Đang chờ"));
  g_assert_false (file_has (door->world, "relay.db-wal", "Đang chờ"));
  g_assert_cmpuint (door->relay->status.queued, ==, 0);
}

/* A relay whose right was ended gives nothing on any more, once it knows, and keeps nothing; what
 * its desks made stays with them. */
static void
test_revoked_relay (void)
{
  Door door;
  const TcDeskRef revoke = {WORLD_RELAY};
  guint lost;

  door_open (&door);
  lost = door.relay->lost;
  world_cut_relay (door.relay);
  world_do (door.world, &tc_desk_revoke_type, &revoke);
  world_rename (door.desk, "Đang chờ");
  world_run (door.world);
  g_assert_true (file_has (door.world, "relay.db-wal", "Đang chờ"));
  world_connect_relay (door.relay);
  world_run (door.world);
  g_assert_cmpstr (door.relay->up.closed_code, ==, "line.desk-unknown");
  g_assert_cmpstr (door.desk->closed_code, ==, "line.relay-revoked");
  assert_wiped (&door);
  g_assert_cmpuint (door.relay->lost, ==, lost + 1);
  g_assert_cmpint (tc_database_get_int (door.desk->db, 0, "SELECT count(*) FROM staff", NULL), >,
                   0);
  world_connect (door.desk);
  world_run (door.world);
  g_assert_cmpstr (door.desk->closed_code, ==, "line.relay-revoked");
  g_assert_cmpuint (door.desk->status.pending, ==, 1);
  /* Nor when it is started anew without a line. */
  world_restart_relay (door.relay);
  world_connect (door.desk);
  world_run (door.world);
  g_assert_false (door.desk->connected);
  g_assert_cmpstr (door.desk->closed_code, ==, "line.relay-revoked");
  /* Nor does it come back to it by greeting again. */
  world_connect_relay (door.relay);
  world_run (door.world);
  g_assert_cmpstr (door.relay->up.closed_code, ==, "line.desk-unknown");
  assert_wiped (&door);
  world_move_away (door.desk);
  world_connect (door.desk);
  world_run (door.world);
  g_assert_cmpuint (door.desk->status.pending, ==, 0);
  world_assert_agree (door.world);
  door_close (&door);
}

/* A relay that can't read who may hold what tells nobody that it is less. */
static void
test_unreadable_rights (void)
{
  Door door;
  gint64 rows;

  door_open (&door);
  rows = tc_database_get_int (door.desk->db, 0, "SELECT count(*) FROM staff", NULL);
  g_assert_cmpint (rows, >, 0);
  world_disconnect (door.desk);
  tc_database_execute_script (door.relay->db, "ALTER TABLE role_scope RENAME TO out_of_reach");
  world_connect (door.desk);
  world_run (door.world);
  g_assert_cmpstr (door.desk->closed_code, ==, "line.store");
  g_assert_cmpint (tc_database_get_int (door.desk->db, 0, "SELECT count(*) FROM staff", NULL), ==,
                   rows);
  tc_database_execute_script (door.relay->db, "ALTER TABLE out_of_reach RENAME TO role_scope");
  world_connect (door.desk);
  world_run (door.world);
  world_assert_agree (door.world);
  door_close (&door);
}

/* Relays stand behind the server alone. */
static void
test_relay_behind_relay (void)
{
  Door door;
  WorldDesk *second;
  const TcDeskArgs invite = {2, "Trạm hai", WORLD_AGENCY};
  const TcDeskRef kind = {2};

  door_open (&door);
  world_do (door.world, &tc_desk_invite_type, &invite);
  world_do (door.world, &tc_desk_relay_type, &kind);
  second = world_add_desk (door.world, 3);
  tc_database_execute (door.relay->db, "UPDATE desk SET kind = 'relay' WHERE id = 3", NULL);
  world_run (door.world);
  tc_database_execute (door.relay->db, "UPDATE desk SET kind = 'relay' WHERE id = 3", NULL);
  world_move_behind (second, door.relay);
  world_connect (second);
  world_run (door.world);
  g_assert_cmpstr (second->closed_code, ==, "line.relay-agency");
  door_close (&door);
}

/* A relay that has nothing yet sends desks away, and they come again. */
static void
test_empty_relay (void)
{
  World *world = world_new ();
  WorldRelay *relay = world_add_relay (world);
  WorldDesk *desk = world_add_desk (world, 1);

  world_move_behind (desk, relay);
  world_connect (desk);
  world_run (world);
  g_assert_cmpstr (desk->closed_code, ==, "line.relay-empty");
  world_connect_relay (relay);
  world_run (world);
  world_connect (desk);
  world_run (world);
  g_assert_cmpint (desk->status.state, ==, TC_REPLICA_LIVE);
  world_free_relay (relay);
  world_free (world);
}

/* Who may read what stands in the server's files: nothing is taken of one that it did not sign. */
static void
test_spoilt_files (void)
{
  static const char *const spoilt[] = {"", TC_SNAPSHOT_LIST_SUFFIX};
  World *world = world_new ();
  WorldRelay *relay = world_add_relay (world);

  for (guint i = 0; i < G_N_ELEMENTS (spoilt); i++) {
    relay->spoils = spoilt[i];
    world_connect_relay (relay);
    world_run (world);
    g_assert_false (relay->up.connected);
    g_assert_cmpint (tc_database_get_int (relay->db, 0, "SELECT count(*) FROM staff", NULL), ==, 0);
    g_assert_cmpint (relay->status.upstream.lsn, ==, 0);
  }
  relay->spoils = NULL;
  world_connect_relay (relay);
  world_run (world);
  g_assert_cmpint (tc_database_get_int (relay->db, 0, "SELECT count(*) FROM staff", NULL), >, 0);
  world_free_relay (relay);
  world_free (world);
}

static void
test_questions (void)
{
  Door door;
  gint64 asked;

  door_open (&door);
  asked = door.world->asked;
  g_assert_true (tc_replica_ask (door.desk->replica, 7, "sign-in", NULL));
  world_run (door.world);
  g_assert_cmpint (door.world->asked, ==, asked + 1);
  g_assert_cmpint (door.desk->replies, ==, 1);
  g_assert_true (tc_replica_ask (door.desk->replica, 8, "http-token", NULL));
  world_run (door.world);
  g_assert_cmpint (door.world->asked, ==, asked + 1);
  g_assert_cmpuint (door.relay->asked, ==, 1);
  g_assert_cmpint (door.desk->replies, ==, 2);
  /* Under way when the line breaks, and afterwards: both are answered. */
  g_assert_true (tc_replica_ask (door.desk->replica, 9, "sign-in", NULL));
  world_move (door.desk);
  world_cut_relay (door.relay);
  world_run (door.world);
  g_assert_cmpint (door.desk->replies, ==, 3);
  g_assert_true (tc_replica_ask (door.desk->replica, 10, "sign-in", NULL));
  world_run (door.world);
  g_assert_cmpint (door.desk->replies, ==, 4);
  /* Its own. */
  world_connect_relay (door.relay);
  world_run (door.world);
  g_assert_cmpint (tc_relay_ask (door.relay->relay, "http-token", NULL), >, 0);
  world_run (door.world);
  g_assert_cmpint (door.relay->up.replies, ==, 1);
  door_close (&door);
}

/* What a desk says on its own line that it skips holds for what a relay brings of it later. */
static void
test_skipped_elsewhere (void)
{
  Door door;
  g_autoptr (TcLineMessage) skip = tc_line_message_new (TC_LINE_NOTICE);
  g_autoptr (TcLineMessage) ask = tc_line_message_new (TC_LINE_NOTICE);
  g_autoptr (TcLineMessage) told = NULL;
  g_autoptr (GBytes) bytes = NULL;
  gint64 seq = 0;

  door_open (&door);
  world_disconnect (door.desk);
  world_move_away (door.desk);
  world_connect (door.desk);
  world_run (door.world);
  skip->name = g_strdup (TC_NOTICE_SKIP);
  skip->value = g_variant_ref_sink (g_variant_new_parsed ("{'seq': <int64 7>}"));
  bytes = tc_line_message_write (skip);
  tc_hub_receive (door.world->hub, door.desk->peer, bytes, door.world->now_us);
  ask->name = g_strdup (TC_NOTICE_KNOWN);
  ask->value = g_variant_ref_sink (g_variant_new ("a{sv}", NULL));
  carry (&door, door.desk->number, tc_line_message_write (ask));
  told = last_carried (&door);
  g_assert_cmpint (told->kind, ==, TC_LINE_NOTICE);
  g_assert_true (g_variant_lookup (told->value, "seq", "x", &seq));
  g_assert_cmpint (seq, ==, 7);
  door_close (&door);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/relay/doors/desk-plays-relay", test_desk_plays_relay);
  g_test_add_func ("/relay/doors/desk-of-another-agency", test_desk_of_another_agency);
  g_test_add_func ("/relay/doors/forged-operation", test_forged_operation);
  g_test_add_func ("/relay/doors/number-out-of-reach", test_number_out_of_reach);
  g_test_add_func ("/relay/doors/number-that-waits", test_number_that_waits);
  g_test_add_func ("/relay/doors/failing", test_failing);
  g_test_add_func ("/relay/doors/full-disk", test_full_disk);
  g_test_add_func ("/relay/doors/of-another-desk", test_of_another_desk);
  g_test_add_func ("/relay/doors/unknown-desk", test_unknown_desk);
  g_test_add_func ("/relay/doors/wrong-kinds", test_wrong_kinds);
  g_test_add_func ("/relay/doors/garbage", test_garbage);
  g_test_add_func ("/relay/doors/reporter", test_reporter);
  g_test_add_func ("/relay/doors/relay-loses-scope", test_relay_loses_scope);
  g_test_add_func ("/relay/doors/forged-provisional", test_forged_provisional);
  g_test_add_func ("/relay/doors/provisional-of-server", test_provisional_of_server);
  g_test_add_func ("/relay/doors/revoked-desk", test_revoked_desk);
  g_test_add_func ("/relay/doors/revoked-relay", test_revoked_relay);
  g_test_add_func ("/relay/doors/unreadable-rights", test_unreadable_rights);
  g_test_add_func ("/relay/doors/relay-behind-relay", test_relay_behind_relay);
  g_test_add_func ("/relay/doors/empty-relay", test_empty_relay);
  g_test_add_func ("/relay/doors/spoilt-files", test_spoilt_files);
  g_test_add_func ("/relay/doors/skipped-elsewhere", test_skipped_elsewhere);
  g_test_add_func ("/relay/doors/questions", test_questions);
  return g_test_run ();
}
