/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: the disk of a desk was cloned and both copies work, with one number and one key: nothing
 * that was done at either is lost or done twice, and each of them learns of it. Method: the real
 * hub and two replicas over copies of the same files (sync-world.h); first by a story, then with
 * their steps mixed by chance. What each does has a name of its own, by which the log is searched.
 */
#include "relay-world.h"

#include "tc-incident-queries.h"
#include "tc-limits.h"

#include <string.h>

#define CLONE 5
/* Turns that each has the line in, until nothing waits any more. */
#define TURNS_MAX 20
/* So long a relay waits for an answer, at least. */
#define SEND_AGAIN_US (11 * TC_US_PER_S)
#define MIXES 40
#define STEPS 120

/* (transfer full) (element-type utf8 gint): how often the log has each name that was accepted */
static GHashTable *
count_names (World *world)
{
  GHashTable *names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (TcQuery) query = tc_database_query (world->db,
                                                 "SELECT bytes, signature FROM log_operation WHERE "
                                                 "replica = 1 AND refusal IS NULL ORDER BY seq",
                                                 NULL);

  while (tc_query_next (query)) {
    gsize size = 0;
    const guint8 *data = tc_query_blob (query, 0, &size);
    g_autoptr (GBytes) bytes = g_bytes_new (data, size);
    TcSignature signature;
    memcpy (signature.bytes, tc_query_blob (query, 1, &size), TC_SIGNATURE_SIZE);
    g_autoptr (TcOperation) op = tc_operation_parse (bytes, &signature, NULL);
    const char *name = NULL;

    g_assert_true (g_variant_lookup (op->args, "name", "&s", &name));
    g_hash_table_replace (
        names, g_strdup (name),
        GINT_TO_POINTER (1 + GPOINTER_TO_INT (g_hash_table_lookup (names, name))));
  }
  return names;
}

/* Each has the line in turn, and takes it from the other, until both have nothing that waits.
 * @relay: (nullable): asks again for answers that went elsewhere */
static void
take_turns (WorldDesk *a, WorldDesk *b, WorldRelay *relay)
{
  WorldDesk *both[] = {a, b};

  for (guint i = 0; a->status.pending + b->status.pending > 0 || i < 4; i++) {
    WorldDesk *desk = both[i % 2];

    g_assert_cmpuint (i, <, TURNS_MAX);
    if (!desk->connected)
      world_connect (desk);
    world_run (desk->world);
    desk->world->now_us += SEND_AGAIN_US;
    g_assert_true (!relay || tc_relay_tick (relay->relay, desk->world->now_us, NULL));
    world_run (desk->world);
  }
}

/* Who had the line, and lives, is told when the other takes it. */
static void
assert_told (WorldDesk *desk)
{
  g_assert_cmpstr (desk->closed_code, ==, "line.replaced");
}

static void
assert_once (World *world, const char *const *names, guint n)
{
  g_autoptr (GHashTable) counted = count_names (world);

  for (guint i = 0; i < n; i++)
    g_assert_cmpint (GPOINTER_TO_INT (g_hash_table_lookup (counted, names[i])), ==, 1);
  g_assert_cmpuint (g_hash_table_size (counted), ==, n);
}

/* What waited when it was cloned is done once, what each did since as well. */
static void
test_story (void)
{
  static const char *const names[] = {"Trước", "Chờ gửi", "A một", "A hai", "B một", "B hai"};
  World *world = world_new ();
  WorldDesk *a = world_add_desk (world, 1);

  world_connect (a);
  world_run (world);
  world_rename (a, "Trước");
  world_run (world);
  world_disconnect (a);
  world_rename (a, "Chờ gửi");
  WorldDesk *b = world_clone_desk (a, CLONE);
  world_rename (a, "A một");
  world_rename (b, "B một");
  world_rename (b, "B hai");
  world_rename (a, "A hai");
  take_turns (a, b, NULL);
  assert_told (a);
  assert_told (b);
  assert_once (world, names, G_N_ELEMENTS (names));
  g_assert_cmpuint (a->status.attention + b->status.attention, ==, 0);
  world_assert_agree (world);
  world_free (world);
}

/* A desk that was put back, and has made since what it can't send under that number: once it was
 * accepted under another, its disk is put back to before that, or a copy of it works. */
static void
test_made_anew (gconstpointer data)
{
  static const char *const names[] = {"Trước", "Sau", "Khác một", "Khác hai"};
  gboolean cloned = GPOINTER_TO_INT (data);
  World *world = world_new ();
  WorldDesk *a = world_add_desk (world, 1);
  WorldDesk *b = NULL;

  world_connect (a);
  world_run (world);
  world_rename (a, "Trước");
  world_run (world);
  world_back_up_desk (a);
  world_rename (a, "Sau");
  world_run (world);
  world_restore_desk (a);
  world_rename (a, "Khác một");
  world_rename (a, "Khác hai");
  if (cloned)
    b = world_clone_desk (a, CLONE);
  else
    world_back_up_desk (a);
  world_connect (a);
  world_run (world);
  g_assert_cmpuint (a->status.pending, ==, 0);
  if (cloned)
    take_turns (a, b, NULL);
  else
    world_restore_desk (a);
  world_connect_all (world);
  assert_once (world, names, G_N_ELEMENTS (names));
  g_assert_cmpuint (a->status.attention, ==, 0);
  world_assert_agree (world);
  world_free (world);
}

/* Both give the next code of the same block to a caller, and the same ids: one is accepted, and
 * what the other took down stands in its tray. */
static void
test_reports (void)
{
  World *world = world_new ();
  WorldDesk *a = world_add_desk (world, 1);

  world_open_room (world);
  world_lease (world, 1, 1);
  world_connect (a);
  world_run (world);
  world_disconnect (a);
  WorldDesk *b = world_clone_desk (a, CLONE);
  WorldDesk *both[] = {a, b};
  gint64 incidents[2];
  g_autofree char *code = g_strdup_printf ("PA-%06" G_GINT64_FORMAT "-%04u",
                                           tc_incident_day (world->now_us), 1);
  for (guint i = 0; i < 2; i++) {
    TcIncidentReport report = world_make_report (world, &both[i]->ids, code, NULL);
    g_autoptr (TcVerdict) verdict = NULL;

    report.text = i == 0 ? "Cây ngã ở A" : "Cháy ở B";
    verdict = world_submit (both[i], &tc_incident_report_type, &report);
    g_assert_null (verdict->refusal);
    incidents[i] = report.incident_id;
  }
  g_assert_cmpint (incidents[0], ==, incidents[1]);
  take_turns (a, b, NULL);
  assert_told (a);
  assert_told (b);
  g_assert_cmpuint (a->status.attention, ==, 0);
  g_assert_cmpuint (b->status.attention, ==, 1);
  g_assert_cmpint (tc_database_get_int (world->db, 0, "SELECT count(*) FROM report", NULL), ==, 1);
  g_assert_cmpint (tc_database_get_int (b->outbox_db, 0,
                                        "SELECT count(*) FROM tray WHERE settled_us IS NULL AND"
                                        " instr (bytes, CAST ('Cháy ở B' AS BLOB)) > 0",
                                        NULL),
                   ==, 1);
  world_assert_agree (world);
  world_free (world);
}

typedef struct {
  World *world;
  WorldRelay *relay; /* (nullable) */
  GRand *rand;
  GPtrArray *names; /* (element-type utf8): of all that was done */
} Mix;

static void
do_something (Mix *mix, WorldDesk *desk)
{
  char *name = g_strdup_printf ("%u ở %u", mix->names->len, desk->slot);

  g_ptr_array_add (mix->names, name);
  world_rename (desk, name);
}

static void
step (Mix *mix, WorldDesk *desk)
{
  switch (g_rand_int_range (mix->rand, 0, 10)) {
  case 0:
    do_something (mix, desk);
    break;
  case 1:
    if (!desk->connected)
      world_connect (desk);
    break;
  case 2:
    if (g_rand_boolean (mix->rand))
      world_disconnect (desk);
    break;
  case 3:
    if (g_rand_int_range (mix->rand, 0, 8) == 0)
      world_restart_desk (desk);
    break;
  case 4:
    g_assert_true (tc_hub_flush (mix->world->hub, mix->world->now_us, NULL));
    break;
  case 5:
    /* Not always, so that ids of both are the same at times. */
    mix->world->now_us += g_rand_int_range (mix->rand, 0, 3) * 1000;
    break;
  default:
    if (desk->connected)
      world_move (desk);
  }
}

/* Its cable is pulled now and then. */
static void
step_relay (Mix *mix)
{
  switch (g_rand_int_range (mix->rand, 0, 20)) {
  case 0:
    world_cut_relay (mix->relay);
    break;
  case 1:
  case 2:
    if (!mix->relay->up.connected)
      world_connect_relay (mix->relay);
    break;
  default:
    world_move_relay (mix->relay);
  }
}

/* Which of the two are behind a relay. */
typedef enum {
  NEITHER,
  BOTH,
  THE_CLONE
} Behind;

static void
open_relay (Mix *mix, WorldDesk *desk, Behind behind)
{
  world_open_room (mix->world);
  mix->relay = world_add_relay (mix->world);
  world_connect_relay (mix->relay);
  world_run (mix->world);
  if (behind == BOTH)
    world_move_behind (desk, mix->relay);
}

static void
mix_steps (guint32 seed, Behind behind)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  Mix mix = {world_new (), NULL, g_rand_new_with_seed (seed), names};
  WorldDesk *both[2] = {world_add_desk (mix.world, 1)};

  if (behind != NEITHER)
    open_relay (&mix, both[0], behind);
  world_connect (both[0]);
  world_run (mix.world);
  for (guint i = 0; i < STEPS / 4; i++)
    step (&mix, both[0]);
  both[1] = world_clone_desk (both[0], CLONE);
  if (behind == THE_CLONE)
    world_move_behind (both[1], mix.relay);
  for (guint i = 0; i < STEPS; i++) {
    step (&mix, both[g_rand_boolean (mix.rand)]);
    if (mix.relay)
      step_relay (&mix);
  }
  if (mix.relay && !mix.relay->up.connected)
    world_connect_relay (mix.relay);
  take_turns (both[0], both[1], mix.relay);
  assert_once (mix.world, (const char *const *) names->pdata, names->len);
  g_assert_cmpuint (both[0]->status.attention + both[1]->status.attention, ==, 0);
  world_assert_agree (mix.world);
  if (mix.relay)
    world_free_relay (mix.relay);
  g_rand_free (mix.rand);
  world_free (mix.world);
}

static void
mix_many (Behind behind)
{
  for (guint32 seed = 0; seed < MIXES; seed++) {
    g_test_message ("seed %u", seed);
    mix_steps (seed, behind);
  }
}

static void
test_mixed (void)
{
  mix_many (NEITHER);
}

/* One line to the relay, as to the server. */
static void
test_mixed_behind_relay (void)
{
  mix_many (BOTH);
}

/* Each has a line of its own, and neither ends the other's. */
static void
test_mixed_apart (void)
{
  mix_many (THE_CLONE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sync/cloned/story", test_story);
  g_test_add_data_func ("/sync/cloned/put-back-twice", GINT_TO_POINTER (FALSE), test_made_anew);
  g_test_add_data_func ("/sync/cloned/put-back-first", GINT_TO_POINTER (TRUE), test_made_anew);
  g_test_add_func ("/sync/cloned/reports", test_reports);
  g_test_add_func ("/sync/cloned/mixed", test_mixed);
  g_test_add_func ("/sync/cloned/mixed-behind-relay", test_mixed_behind_relay);
  g_test_add_func ("/sync/cloned/mixed-apart", test_mixed_apart);
  return g_test_run ();
}
