/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: a desk or a relay that was enrolled after the backup which the server was restored from
 * comes back by itself with all that it made, as what it was; nobody else comes in by that door.
 * Method: the real hub, relay and replicas in one thread (sync-world.h, relay-world.h).
 */
#include "relay-world.h"

#include "tc-enrolment-proof.h"
#include "tc-limits.h"

#define SESSION 7001

/* Lines open and end until all are there: the first is turned away, the second says who it is. */
static void
reconnect (World *world)
{
  for (guint i = 0; i < 3; i++)
    world_connect_all (world);
}

static void
sign_in (WorldDesk *desk)
{
  world_connect (desk);
  world_run (desk->world);
  world_sign_in (desk, SESSION + desk->number, desk->world->key);
}

static WorldDesk *
add_signed_in (World *world, guint16 number)
{
  WorldDesk *desk = world_add_desk (world, number);

  sign_in (desk);
  return desk;
}

static gint64
count_of (World *world, const char *sql, gint64 number)
{
  return tc_database_get_int (world->db, -1, sql, "i", number);
}

static void
assert_enrolled (World *world, gint64 number, const char *kind)
{
  g_autofree char *is = tc_database_dup_text (
      world->db, "SELECT kind FROM desk WHERE id = ? AND state = 'enrolled'", "i", number);

  g_assert_cmpstr (is, ==, kind);
  g_assert_cmpint (count_of (world, "SELECT count(*) FROM desk_role WHERE desk_id = ?", number), ==,
                   1);
}

static void
assert_unknown (WorldDesk *desk)
{
  g_assert_cmpstr (desk->closed_code, ==, "line.desk-unknown");
  g_assert_cmpint (count_of (desk->world, "SELECT count(*) FROM desk WHERE id = ?", desk->number),
                   ==, 0);
}

static void
test_desk (void)
{
  World *world = world_new ();
  WorldDesk *a;

  world_back_up (world);
  a = add_signed_in (world, 1);
  world_rename (a, "Đã nhận");
  world_run (world);
  world_restore (world);
  world_rename (a, "Khi máy chủ vắng");
  world_connect_all (world);
  assert_unknown (a);
  reconnect (world);
  world_assert_agree (world);
  assert_enrolled (world, 1, "desk");
  world_assert_name (world->db, "Khi máy chủ vắng");
  g_assert_cmpint (count_of (world, "SELECT count(*) FROM log_operation WHERE replica = ?", 1), ==,
                   2);
  g_assert_cmpuint (a->status.attention, ==, 0);
  /* Numbers of desks that aren't back yet are not given to others. */
  g_assert_cmpint (tc_database_get_int (world->db, -1, "SELECT last_desk FROM log_epoch", NULL), ==,
                   0);
  /* And once more, from before it. */
  world_restore (world);
  reconnect (world);
  world_assert_agree (world);
  world_assert_name (world->db, "Khi máy chủ vắng");
  world_free (world);
}

/* It was invited before the backup and used its code after it: it takes up that invitation. */
static void
test_invited (void)
{
  World *world = world_new ();
  WorldDesk *a;

  world_invite_desk (world, 1);
  world_back_up (world);
  a = world_enrol_desk (world, 1);
  sign_in (a);
  world_rename (a, "Đã nhận");
  world_run (world);
  world_restore (world);
  reconnect (world);
  world_assert_agree (world);
  assert_enrolled (world, 1, "desk");
  world_assert_name (world->db, "Đã nhận");
  world_free (world);
}

/* An invitation of this epoch is for another, though the number is the same. */
static void
test_number_given (void)
{
  World *world = world_new ();
  WorldDesk *a;

  world_back_up (world);
  a = add_signed_in (world, 1);
  world_restore (world);
  world_invite_desk (world, 1);
  world_rename (a, "Đang chờ");
  reconnect (world);
  g_assert_cmpstr (a->closed_code, ==, "line.desk-unknown");
  g_assert_cmpuint (a->status.pending, ==, 1);
  g_assert_cmpint (
      count_of (world, "SELECT count(*) FROM desk WHERE id = ? AND state = 'invited'", 1), ==, 1);
  world_free (world);
}

/* Once that is in the log of this epoch, revoking it is final. */
static void
test_revoked (void)
{
  World *world = world_new ();
  const TcDeskRef ref = {1};
  WorldDesk *a;

  world_back_up (world);
  a = add_signed_in (world, 1);
  world_restore (world);
  reconnect (world);
  world_assert_agree (world);
  world_do (world, &tc_desk_revoke_type, &ref);
  world_run (world);
  for (guint i = 0; i < 3; i++)
    world_connect_all (world);
  g_assert_cmpstr (a->closed_code, ==, "line.desk-unknown");
  g_assert_cmpint (
      count_of (world, "SELECT count(*) FROM desk WHERE id = ? AND state = 'revoked'", 1), ==, 1);
  g_assert_cmpint (
      tc_database_get_int (a->outbox_db, -1, "SELECT count(*) FROM enrolment_proof", NULL), ==, 0);
  world_free (world);
}

/* Without a restore no desk is missing that was there. */
static void
test_same_epoch (void)
{
  World *world = world_new ();
  WorldDesk *a = add_signed_in (world, 1);

  tc_database_execute (world->db, "DELETE FROM desk WHERE id = 1", NULL);
  world_restart_server (world);
  reconnect (world);
  assert_unknown (a);
  world_free (world);
}

/* What @desk keeps is signed by @key instead, with another unit. */
static void
forge (WorldDesk *desk, const char *agency, const TcKey *key)
{
  const char *const roles[] = {"dispatcher", NULL};
  const TcEnrolmentProof proof = {
      .epoch = 1,
      .desk_id = desk->number,
      .name = (char *) "Bàn 01",
      .agency = (char *) agency,
      .roles = (char **) roles,
      .key = *tc_key_get_public (desk->key),
  };
  TcPosition position;

  tc_hub_get_position (desk->world->hub, &position);
  g_autoptr (GVariant)
      value = g_variant_ref_sink (tc_enrolment_proof_sign (&proof, position.log_id, key));
  g_autoptr (GBytes) bytes = g_variant_get_data_as_bytes (value);
  tc_database_execute (desk->outbox_db, "UPDATE enrolment_proof SET value = ?", "y", bytes);
  g_assert_true (tc_database_check (desk->outbox_db, NULL));
}

/* Its own word on itself is none, nor is what it has changed in the server's; what it made stays
 * its own. Where its unit isn't known it comes in vain, and leaves nothing in the log. */
static void
test_forged (void)
{
  World *world = world_new ();
  WorldDesk *a;

  world_back_up (world);
  a = add_signed_in (world, 1);
  world_rename (a, "Đã nhận");
  world_run (world);
  world_restore (world);
  gint64 operations = count_of (world, "SELECT count(*) FROM log_operation WHERE lsn > ?", 0);
  world_rename (a, "Đang chờ");
  forge (a, "ioc", a->key);
  reconnect (world);
  assert_unknown (a);
  forge (a, "khong-co", world->key);
  reconnect (world);
  assert_unknown (a);
  g_assert_cmpuint (a->status.pending, ==, 1);
  g_assert_cmpint (count_of (world, "SELECT count(*) FROM log_operation WHERE lsn > ?", 0), ==,
                   operations);
  /* The server's own word will do. */
  forge (a, "ioc", world->key);
  reconnect (world);
  world_assert_agree (world);
  assert_enrolled (world, 1, "desk");
  world_free (world);
}

/* Nobody may send words without end before it has said who it is. */
static void
test_once (void)
{
  World *world = world_new ();
  WorldDesk *a = world_add_desk (world, 1);
  g_autoptr (TcLineMessage) notice = tc_line_message_new (TC_LINE_NOTICE);

  notice->name = g_strdup (TC_NOTICE_ENROLLED);
  notice->value = g_variant_ref_sink (g_variant_new ("a{sv}", NULL));
  g_autoptr (GBytes) bytes = tc_line_message_write (notice);
  world_connect (a);
  tc_hub_receive (world->hub, a->peer, bytes, world->now_us);
  g_assert_false (a->dropped);
  tc_hub_receive (world->hub, a->peer, bytes, world->now_us);
  world_run (world);
  g_assert_cmpstr (a->closed_code, ==, "line.order");
  world_free (world);
}

/* Its desks' operations come once it is back, by the relay that passes their words on. */
static void
test_behind_relay (void)
{
  World *world = world_new ();
  WorldRelay *relay;
  WorldDesk *a;

  world_open_room (world);
  relay = world_add_relay (world);
  world_back_up (world);
  a = add_signed_in (world, 1);
  world_disconnect (a);
  world_move_behind (a, relay);
  world_connect_relay (relay);
  world_run (world);
  world_connect_all (world);
  world_rename (a, "Đã nhận");
  world_run (world);
  world_cut_relay (relay);
  world_rename (a, "Đang chờ");
  world_run (world);
  world_restore (world);
  world_connect_relay (relay);
  world_run (world);
  for (guint i = 0; i < 3; i++)
    world_connect_all (world);
  world_assert_agree (world);
  assert_enrolled (world, 1, "desk");
  g_assert_cmpint (count_of (world, "SELECT count(*) FROM log_operation WHERE replica = ?", 1), ==,
                   2);
  g_assert_cmpuint (relay->status.queued, ==, 0);
  world_free_relay (relay);
  world_free (world);
}

/* The relay itself, with a desk behind it: first the one, then the other. */
static void
test_relay (void)
{
  World *world = world_new ();
  WorldRelay *relay;
  WorldDesk *a;

  world_open_room (world);
  world_back_up (world);
  relay = world_add_relay (world);
  a = add_signed_in (world, 1);
  world_disconnect (a);
  world_move_behind (a, relay);
  world_connect_relay (relay);
  world_run (world);
  world_connect_all (world);
  world_rename (a, "Đã nhận");
  world_run (world);
  world_cut_relay (relay);
  world_restore (world);
  for (guint i = 0; i < 3; i++) {
    world_connect_relay (relay);
    world_run (world);
    world_cut_relay (relay);
  }
  world_connect_relay (relay);
  world_run (world);
  assert_enrolled (world, WORLD_RELAY, "relay");
  for (guint i = 0; i < 3; i++)
    world_connect_all (world);
  world_assert_agree (world);
  assert_enrolled (world, 1, "desk");
  world_assert_name (world->db, "Đã nhận");
  world_free_relay (relay);
  world_free (world);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/enrolled-again/desk", test_desk);
  g_test_add_func ("/enrolled-again/invited", test_invited);
  g_test_add_func ("/enrolled-again/number-given", test_number_given);
  g_test_add_func ("/enrolled-again/revoked", test_revoked);
  g_test_add_func ("/enrolled-again/same-epoch", test_same_epoch);
  g_test_add_func ("/enrolled-again/forged", test_forged);
  g_test_add_func ("/enrolled-again/once", test_once);
  g_test_add_func ("/enrolled-again/behind-relay", test_behind_relay);
  g_test_add_func ("/enrolled-again/relay", test_relay);
  return g_test_run ();
}
