/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: a desk that takes nothing costs a bounded number of bytes and is dropped after a minute,
 * not sooner; one that is only slow is kept; neither holds up others; a herd that comes back
 * catches up in turns, everybody in the end.
 * Method: a hub whose lines end in counters, greeted by desks that follow from where they say. At
 * each message it is looked whether there was credit for it.
 */
#include "sync-world.h"

#include "tc-limits.h"

#include <string.h>

#define DESKS_MAX (2 * TC_CATCH_UPS_MAX)
#define FIRST_DESK 10

/* A message of frames that is not acknowledged. */
typedef struct {
  gsize size;
  gint64 lsn; /* of its newest frame */
} Sent;

typedef struct {
  GQueue in_flight; /* (element-type Sent) */
  gsize bytes;      /* of these */
  gint64 since_us;  /* when there were none before */
  gint64 lsn;       /* of the newest frame sent */
  guint frames;     /* messages of them */
  gboolean gone;
  TcHubPeer *peer;
} Far;

typedef struct {
  World *world;
  TcHub *hub;
  TcIdMaker ids;
  Far far[DESKS_MAX];
  TcKey *keys[DESKS_MAX];
  guint8 challenge[TC_CHALLENGE_SIZE];
} Fixture;

static void
send_cb (gpointer peer_data, GBytes *bytes, gpointer data)
{
  Fixture *fixture = data;
  Far *far = peer_data;
  g_autoptr (TcLineMessage) message = tc_line_message_read (bytes, NULL);

  if (message->kind == TC_LINE_CHALLENGE)
    memcpy (fixture->challenge, message->challenge, TC_CHALLENGE_SIZE);
  if (message->kind != TC_LINE_FRAMES)
    return;
  /* It has credit for as long as this isn't reached; so one message may go past it. */
  g_assert_cmpuint (far->bytes, <, TC_IN_FLIGHT_BYTES_MAX);
  if (far->bytes == 0)
    far->since_us = fixture->world->now_us;
  far->frames++;
  far->lsn = ((TcFrame *) g_ptr_array_index (message->frames, message->frames->len - 1))->last_lsn;
  const Sent sent = {g_bytes_get_size (bytes), far->lsn};
  far->bytes += sent.size;
  g_queue_push_tail (&far->in_flight, g_memdup2 (&sent, sizeof sent));
}

static void
forget_sent (Far *far)
{
  g_queue_clear_full (&far->in_flight, g_free);
  far->bytes = 0;
}

static void
drop_cb (gpointer peer_data, gpointer data)
{
  ((Far *) peer_data)->gone = TRUE;
}

static void
snapshot_cb (gpointer peer_data, const gint64 *scopes, guint n_scopes, gpointer data)
{
  g_assert_not_reached ();
}

static void
random_cb (guint8 *out, gsize size, gpointer data)
{
  memset (out, 7, size);
}

static gint64
make_id_cb (gint64 now_us, gpointer data)
{
  return tc_id_maker_next (&((Fixture *) data)->ids, now_us);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  const TcHubHooks hooks = {.send = send_cb,
                            .drop = drop_cb,
                            .snapshot = snapshot_cb,
                            .random = random_cb,
                            .make_id = make_id_cb};
  g_autoptr (GError) error = NULL;
  World *world = world_new ();

  fixture->world = world;
  for (guint i = 0; i < DESKS_MAX; i++) {
    guint16 number = (guint16) (FIRST_DESK + i);
    const TcDeskArgs invite = {number, "Bàn", WORLD_AGENCY};
    fixture->keys[i] = tc_key_generate ();
    g_autoptr (GBytes) key = g_bytes_new (tc_key_get_public (fixture->keys[i]), TC_KEY_PUBLIC_SIZE);
    const TcDeskEnrol enrol = {number, key};
    world_do (world, &tc_desk_invite_type, &invite);
    world_do (world, &tc_desk_enrol_type, &enrol);
  }
  g_clear_pointer (&world->hub, tc_hub_free);
  fixture->hub = tc_hub_new (world->db, world->key, &hooks, fixture, world->now_us, &error);
  g_assert_no_error (error);
  tc_id_maker_init (&fixture->ids, TC_REPLICA_SERVER, tc_hub_get_last_id (fixture->hub));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  tc_hub_free (fixture->hub);
  for (guint i = 0; i < DESKS_MAX; i++) {
    tc_key_free (fixture->keys[i]);
    forget_sent (&fixture->far[i]);
  }
  world_free (fixture->world);
}

/* Everybody sees the change: the name is in scope common. */
static void
change_name (Fixture *fixture, guint n)
{
  g_autofree char *title = g_strnfill (TC_NAME_CHARS_MAX, (char) ('a' + n % 26));
  const TcStaffArgs args = {WORLD_STAFF, NULL, title, NULL, NULL};
  g_autoptr (GError) error = NULL;

  fixture->world->now_us += 1000;
  tc_hub_submit (fixture->hub, &tc_staff_change_type, tc_args_encode (&tc_staff_change_type, &args),
                 NULL, fixture->world->now_us, NULL, NULL);
  g_assert_true (tc_hub_flush (fixture->hub, fixture->world->now_us, &error));
}

/* Desk @i follows from @position on. */
static void
follow (Fixture *fixture, guint i, const TcPosition *position)
{
  Far *far = &fixture->far[i];
  g_autoptr (TcLineMessage) challenge = tc_line_message_new (TC_LINE_CHALLENGE);
  g_autoptr (TcLineMessage) hello = tc_line_message_new (TC_LINE_HELLO);
  g_autoptr (TcCatalogue) catalogue = tc_catalogue_load (fixture->world->db, NULL);
  const gint64 scope = TC_SCOPE_COMMON;

  *far = (Far){0};
  far->peer = tc_hub_connect (fixture->hub, far, fixture->world->now_us);
  memcpy (challenge->challenge, fixture->challenge, TC_CHALLENGE_SIZE);
  challenge->server_key = *tc_key_get_public (fixture->world->key);
  hello->replica = (guint16) (FIRST_DESK + i);
  g_autoptr (GBytes) to_sign = tc_line_hello_to_sign (challenge, hello->replica);
  hello->signature = tc_key_sign (fixture->keys[i], "toancanh hello 1",
                                  g_bytes_get_data (to_sign, NULL), g_bytes_get_size (to_sign));
  hello->schema_version = tc_schema_state.version;
  hello->schema_hash = tc_catalogue_hash (catalogue);
  hello->position = *position;
  g_array_append_val (hello->scopes, scope);
  g_autoptr (GBytes) bytes = tc_line_message_write (hello);
  tc_hub_receive (fixture->hub, far->peer, bytes, fixture->world->now_us);
  g_assert_false (far->gone);
}

static void
acknowledge_lsn (Fixture *fixture, guint i, gint64 lsn)
{
  g_autoptr (TcLineMessage) ack = tc_line_message_new (TC_LINE_ACK);

  ack->lsn = lsn;
  g_autoptr (GBytes) bytes = tc_line_message_write (ack);
  tc_hub_receive (fixture->hub, fixture->far[i].peer, bytes, fixture->world->now_us);
}

/* All that it was sent. */
static void
acknowledge (Fixture *fixture, guint i)
{
  forget_sent (&fixture->far[i]);
  acknowledge_lsn (fixture, i, fixture->far[i].lsn);
}

/* The oldest message that it was sent. */
static void
acknowledge_one (Fixture *fixture, guint i)
{
  Far *far = &fixture->far[i];
  g_autofree Sent *sent = g_queue_pop_head (&far->in_flight);

  far->bytes -= sent->size;
  acknowledge_lsn (fixture, i, sent->lsn);
}

static gint64
head_of (Fixture *fixture)
{
  TcPosition head;

  tc_hub_get_position (fixture->hub, &head);
  return head.lsn;
}

static void
settled_cb (const TcVerdict *verdict, const GError *error, gpointer data)
{
  g_assert_null (verdict->refusal);
  ++*(guint *) data;
}

#define MUCH 10

/* What few bytes change may be many: they are settled in more than one commit, in their order, so
 * that none is too large for a message. */
static void
test_much_changed (Fixture *fixture, gconstpointer data)
{
  TcDatabase *db = fixture->world->db;
  gint64 before = head_of (fixture);
  guint settled = 0;

  tc_database_execute_script (
      db, "CREATE TEMP TRIGGER much AFTER UPDATE OF name ON staff BEGIN"
          " INSERT INTO staff (id, scope, account, name) SELECT max (id) + 1, 1, 'nv' || max (id),"
          " hex (zeroblob (150000)) FROM staff; END");
  for (guint i = 0; i < MUCH; i++) {
    g_autofree char *name = g_strdup_printf ("%u", i);
    const TcStaffArgs args = {WORLD_STAFF, NULL, name, NULL, NULL};

    tc_hub_submit (fixture->hub, &tc_staff_change_type,
                   tc_args_encode (&tc_staff_change_type, &args), NULL, fixture->world->now_us,
                   settled_cb, &settled);
  }
  while (tc_hub_has_work (fixture->hub))
    g_assert_true (tc_hub_flush (fixture->hub, fixture->world->now_us, NULL));
  tc_database_execute_script (db, "DROP TRIGGER much");
  g_assert_cmpuint (settled, ==, MUCH);
  g_assert_cmpint (head_of (fixture), ==, before + MUCH);
  g_assert_cmpint (tc_database_get_int (db, 0,
                                        "SELECT max (bytes) FROM (SELECT sum (length (body)) AS"
                                        " bytes FROM log_section GROUP BY last_lsn)",
                                        NULL),
                   <, 1500 * 1000);
  g_assert_cmpint (tc_database_get_int (db, 0, "SELECT count(*) FROM log_commit WHERE last_lsn > ?",
                                        "i", before),
                   ==, 3);
  world_assert_name (db, "9");
}

/* Its credit is spent: nothing more is sent to it, and a minute later it is dropped. */
static void
test_stalled (Fixture *fixture, gconstpointer data)
{
  Far *stalled = &fixture->far[0], *other = &fixture->far[1];
  TcPosition head;
  guint n = 0;

  tc_hub_get_position (fixture->hub, &head);
  follow (fixture, 0, &head);
  follow (fixture, 1, &head);
  while (stalled->lsn == head_of (fixture) || n < 2) {
    g_assert_cmpuint (n, <, 20000);
    change_name (fixture, n++);
    acknowledge (fixture, 1);
    g_assert_cmpint (other->lsn, ==, head_of (fixture));
  }
  g_assert_cmpuint (stalled->bytes, <, TC_IN_FLIGHT_BYTES_MAX + 4096);
  g_assert_cmpuint (stalled->bytes, >=, TC_IN_FLIGHT_BYTES_MAX);
  guint frames = stalled->frames;
  for (guint i = 0; i < 100; i++)
    change_name (fixture, i);
  g_assert_cmpuint (stalled->frames, ==, frames);
  acknowledge (fixture, 1);
  fixture->world->now_us = stalled->since_us + 60 * TC_US_PER_S;
  tc_hub_tick (fixture->hub, fixture->world->now_us);
  g_assert_false (stalled->gone);
  fixture->world->now_us++;
  tc_hub_tick (fixture->hub, fixture->world->now_us);
  g_assert_true (stalled->gone);
  g_assert_false (other->gone);
}

/* Nobody sends it anything for long: a silent line is no stalled one. And when something comes, its
 * minute begins then. */
static void
test_idle (Fixture *fixture, gconstpointer data)
{
  Far *idle = &fixture->far[0];
  TcPosition head;

  tc_hub_get_position (fixture->hub, &head);
  follow (fixture, 0, &head);
  fixture->world->now_us += 3600 * TC_US_PER_S;
  tc_hub_tick (fixture->hub, fixture->world->now_us);
  g_assert_false (idle->gone);
  change_name (fixture, 0);
  fixture->world->now_us = idle->since_us + 60 * TC_US_PER_S;
  tc_hub_tick (fixture->hub, fixture->world->now_us);
  g_assert_false (idle->gone);
  fixture->world->now_us++;
  tc_hub_tick (fixture->hub, fixture->world->now_us);
  g_assert_true (idle->gone);
}

/* It says again and again what it had before: that takes nothing, and counts for nothing. */
static void
test_repeats_itself (Fixture *fixture, gconstpointer data)
{
  Far *far = &fixture->far[0];
  TcPosition head;

  change_name (fixture, 0);
  tc_hub_get_position (fixture->hub, &head);
  follow (fixture, 0, &head);
  change_name (fixture, 1);
  for (guint i = 0; i < 6; i++) {
    fixture->world->now_us += 10 * TC_US_PER_S;
    tc_hub_tick (fixture->hub, fixture->world->now_us);
    g_assert_false (far->gone);
    acknowledge_lsn (fixture, 0, head.lsn);
  }
  fixture->world->now_us++;
  tc_hub_tick (fixture->hub, fixture->world->now_us);
  g_assert_true (far->gone);
}

/* It takes one message in nearly a minute, and there is always more: it is kept, within its credit,
 * and has all of it once nothing more comes. */
static void
test_crawling (Fixture *fixture, gconstpointer data)
{
  Far *slow = &fixture->far[0];
  TcPosition head;
  guint n = 0;

  tc_hub_get_position (fixture->hub, &head);
  follow (fixture, 0, &head);
  while (slow->lsn == head_of (fixture) || n < 2)
    change_name (fixture, n++);
  for (guint i = 0; i < 60; i++) {
    fixture->world->now_us += 55 * TC_US_PER_S;
    tc_hub_tick (fixture->hub, fixture->world->now_us);
    g_assert_false (slow->gone);
    acknowledge_one (fixture, 0);
    change_name (fixture, i);
  }
  while (slow->in_flight.length > 0) {
    fixture->world->now_us += 55 * TC_US_PER_S;
    tc_hub_tick (fixture->hub, fixture->world->now_us);
    g_assert_false (slow->gone);
    acknowledge_one (fixture, 0);
  }
  g_assert_cmpint (slow->lsn, ==, head_of (fixture));
}

/* Commits of more than half its credit: two are on their way, as the first left some of it, and no
 * third, be it new or from the log. */
static void
test_large (Fixture *fixture, gconstpointer data)
{
  TcDatabase *db = fixture->world->db;
  Far *far = &fixture->far[0];
  TcPosition head;

  tc_hub_get_position (fixture->hub, &head);
  follow (fixture, 0, &head);
  tc_database_execute_script (
      db, "CREATE TEMP TRIGGER much AFTER UPDATE OF name ON staff BEGIN"
          " INSERT INTO staff (id, scope, account, name) SELECT max (id) + 1, 1, 'nv' || max (id),"
          " hex (zeroblob (300000)) FROM staff; END");
  for (guint i = 0; i < 6; i++)
    change_name (fixture, i);
  tc_database_execute_script (db, "DROP TRIGGER much");
  for (guint i = 2; i <= 6; i++) {
    g_assert_cmpuint (far->frames, ==, i);
    g_assert_cmpuint (far->in_flight.length, ==, 2);
    g_assert_cmpuint (far->bytes, <, TC_IN_FLIGHT_BYTES_MAX + 601 * 1000);
    acknowledge_one (fixture, 0);
  }
  g_assert_cmpint (far->lsn, ==, head_of (fixture));
}

/* It only was slow: what it missed comes from the log, several commits in one message. */
static void
test_slow (Fixture *fixture, gconstpointer data)
{
  Far *slow = &fixture->far[0];
  TcPosition head;
  guint n = 0;

  tc_hub_get_position (fixture->hub, &head);
  follow (fixture, 0, &head);
  while (slow->lsn == head_of (fixture) || n < 2)
    change_name (fixture, n++);
  for (guint i = 0; i < 100; i++)
    change_name (fixture, i);
  guint frames = slow->frames;
  acknowledge (fixture, 0);
  g_assert_cmpint (slow->lsn, ==, head_of (fixture));
  g_assert_cmpuint (slow->frames, ==, frames + 1);
}

static guint
count_served (Fixture *fixture, gint64 lsn)
{
  guint served = 0;

  for (guint i = 0; i < DESKS_MAX; i++)
    served += fixture->far[i].lsn >= lsn;
  return served;
}

/* More than what all get at once. */
static void
change_much (Fixture *fixture)
{
  for (guint i = 0; i < 200; i++)
    change_name (fixture, i);
}

/* Who lacks little waits for nobody. */
static void
test_little (Fixture *fixture, gconstpointer data)
{
  TcPosition before;

  tc_hub_get_position (fixture->hub, &before);
  for (guint i = 0; i < 10; i++)
    change_name (fixture, i);
  for (guint i = 0; i < DESKS_MAX; i++)
    follow (fixture, i, &before);
  g_assert_cmpuint (count_served (fixture, head_of (fixture)), ==, DESKS_MAX);
}

/* Twice as many as there are places come at once. */
static void
test_herd (Fixture *fixture, gconstpointer data)
{
  TcPosition before;

  tc_hub_get_position (fixture->hub, &before);
  change_much (fixture);
  gint64 head = head_of (fixture);
  for (guint i = 0; i < DESKS_MAX; i++)
    follow (fixture, i, &before);
  g_assert_cmpuint (count_served (fixture, head), ==, TC_CATCH_UPS_MAX);
  /* Who is up to date hears of what is new; who waits will find it in the log. */
  change_name (fixture, 50);
  head = head_of (fixture);
  g_assert_cmpuint (count_served (fixture, head), ==, TC_CATCH_UPS_MAX);
  for (guint i = 0; i < TC_CATCH_UPS_MAX; i++)
    acknowledge (fixture, i);
  g_assert_cmpuint (count_served (fixture, head), ==, DESKS_MAX);
}

/* Those who have the places say nothing: others get them after a few seconds. */
static void
test_silent_herd (Fixture *fixture, gconstpointer data)
{
  TcPosition before;

  tc_hub_get_position (fixture->hub, &before);
  change_much (fixture);
  for (guint i = 0; i < DESKS_MAX; i++)
    follow (fixture, i, &before);
  gint64 head = head_of (fixture);
  g_assert_cmpuint (count_served (fixture, head), ==, TC_CATCH_UPS_MAX);
  fixture->world->now_us += 6 * TC_US_PER_S;
  tc_hub_tick (fixture->hub, fixture->world->now_us);
  g_assert_cmpuint (count_served (fixture, head), ==, DESKS_MAX);
}

/* Places of those who go are given to others. */
static void
test_herd_goes (Fixture *fixture, gconstpointer data)
{
  TcPosition before;

  tc_hub_get_position (fixture->hub, &before);
  change_much (fixture);
  for (guint i = 0; i < DESKS_MAX; i++)
    follow (fixture, i, &before);
  gint64 head = head_of (fixture);
  for (guint i = 0; i < TC_CATCH_UPS_MAX; i += 2)
    tc_hub_disconnect (fixture->hub, fixture->far[i].peer);
  /* One that waits goes as well. */
  tc_hub_disconnect (fixture->hub, fixture->far[DESKS_MAX - 1].peer);
  tc_hub_tick (fixture->hub, fixture->world->now_us);
  g_assert_cmpuint (count_served (fixture, head), ==, TC_CATCH_UPS_MAX + TC_CATCH_UPS_MAX / 2);
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/sync/flow/much-changed", test_much_changed);
  ADD ("/sync/flow/stalled", test_stalled);
  ADD ("/sync/flow/idle", test_idle);
  ADD ("/sync/flow/repeats-itself", test_repeats_itself);
  ADD ("/sync/flow/crawling", test_crawling);
  ADD ("/sync/flow/large", test_large);
  ADD ("/sync/flow/slow", test_slow);
  ADD ("/sync/flow/little", test_little);
  ADD ("/sync/flow/herd", test_herd);
  ADD ("/sync/flow/silent-herd", test_silent_herd);
  ADD ("/sync/flow/herd-goes", test_herd_goes);
  return g_test_run ();
}
