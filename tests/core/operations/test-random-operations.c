/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: whatever operations come, in whatever order, every kind in the registry is deterministic,
 * leaves no fault on the database, is captured whole, and can be taken back. Method: seeded random
 * operations of all kinds with arguments made from their tables, ids mostly of records that exist.
 * Each that applies is taken back by its undo images (the rows are as before), applied again, and
 * its row images go to a mirror. At the end the mirror, and a second run of the log on an empty
 * store, hold the same rows. The seed is printed; TC_SEED=n runs that one alone.
 */
#include "tc-execute.h"
#include "tc-id.h"
#include "tc-limits.h"
#include "tc-operation-registry.h"

#include <string.h>

#define SEEDS 18
#define STEPS 1400
/* Of the codes below, those that are kinds of something. */
#define N_KINDS 18
#define START_US (TC_ID_EPOCH_US + 1000 * TC_US_PER_DAY)

typedef struct {
  TcDatabase *db;
  TcCatalogue *catalogue;
} Store;

typedef struct {
  GRand *rand;
  Store main;
  Store mirror;
  TcCapture *capture;
  TcKey *key;
  TcIdMaker ids;
  gint64 now_us;
  gint64 seq;
  GPtrArray *log;      /* (owned) (element-type TcOperation) */
  GHashTable *applied; /* (unowned): names of kinds that were applied, over all seeds */
} World;

static Store
open_store (void)
{
  static const TcSchemaSet *const sets[] = {&tc_schema_state, NULL};
  g_autoptr (GError) error = NULL;
  Store store;

  store.db = tc_database_open (":memory:", TC_DATABASE_WRITER | TC_DATABASE_MEMORY, &error);
  g_assert_no_error (error);
  gboolean migrated = tc_schema_migrate (store.db, sets, &error);
  g_assert_no_error (error);
  g_assert_true (migrated);
  store.catalogue = tc_catalogue_load (store.db, &error);
  g_assert_no_error (error);
  return store;
}

static void
close_store (Store *store)
{
  tc_catalogue_free (store->catalogue);
  tc_database_close (store->db);
}

static void
commit (TcDatabase *db)
{
  g_autoptr (GError) error = NULL;
  gboolean committed = tc_database_commit (db, &error);

  g_assert_no_error (error);
  g_assert_true (committed);
}

static TcDigest
digest (const Store *store)
{
  return tc_catalogue_digest (store->catalogue, store->db, 0);
}

static gboolean
chance (World *world, int percent)
{
  return g_rand_int_range (world->rand, 0, 100) < percent;
}

static gint64
pick_row (World *world, const char *table)
{
  g_autofree char *sql = g_strdup_printf (
      "SELECT id FROM %s ORDER BY id LIMIT 1 OFFSET ? %% max (1, (SELECT count (*) "
      "FROM %s))",
      table, table);

  return tc_database_get_int (world->main.db, 0, sql, "i",
                              (gint64) g_rand_int_range (world->rand, 0, 1000));
}

/* "agency_id", "successor_id" and the like: the table that it most likely means. */
static const char *
guess_table (World *world, const TcOperationType *type, const char *argument)
{
  g_autofree char *name = g_strdup (argument);
  g_autofree char *own = g_strndup (type->name, strcspn (type->name, "."));

  if (g_str_has_suffix (name, "_id"))
    name[strlen (name) - 3] = '\0';
  const TcTable *table = tc_catalogue_find (world->main.catalogue, name);
  /* "entry_id" of "journal.follow-up", "event_id" of what is done in a big event */
  g_autofree char *both = g_strdup_printf ("%s_%s", own, name);
  g_autofree char *big = g_strdup_printf ("big_%s", name);
  g_autofree char *wall = g_strdup_printf ("wall_%s", name);
  if (!table)
    table = tc_catalogue_find (world->main.catalogue, both);
  if (!table)
    table = tc_catalogue_find (world->main.catalogue, big);
  if (!table)
    table = tc_catalogue_find (world->main.catalogue, wall);
  if (!table)
    table = tc_catalogue_find (world->main.catalogue, own);
  return table ? table->name : NULL;
}

static gint64
make_record_id (World *world, const TcOperationType *type, const char *argument)
{
  const char *table = guess_table (world, type, argument);

  if (!table || chance (world, 35))
    return tc_id_maker_next (&world->ids, world->now_us);
  gint64 id = pick_row (world, table);
  return id > 0 ? id : tc_id_maker_next (&world->ids, world->now_us);
}

/* Words that one kind of operation alone knows, so that it meets them often enough. (nullable) */
static const char *
pick_own (World *world, const TcOperationType *type, const char *name)
{
  static const struct {
    const char *operation;
    const char *argument;
    const char *codes[2];
  } own[] = {
      {"alarm.shelve", "kind", {"untaken", "late"}},
      {"alarm.text", "kind", {"untaken", "late"}},
      {"alarm.text-state", "state", {"sent", "failed"}},
      {"event.declare", "kind", {"storm", "fire"}},
      {"event.figure", "kind", {"dead", "rescued"}},
      {"event.check", "item", {"duty", "roads"}},
      {"resource.add", "kind", {"boat", "pump"}},
      {"resource.change", "kind", {"boat", "pump"}},
      {"camera.add", "kind", {"fixed", "ptz"}},
      {"camera.add", "retention", {"short", "long"}},
      {"camera.change", "kind", {"fixed", "ptz"}},
      {"camera.change", "retention", {"none", "standard"}},
      {"camera.state", "state", {"in-service", "maintenance"}},
      {"camera.status", "state", {"live", "offline"}},
      {"camera.mask-set", "masks", {"0,0,9,9", "1,1,2,2;3,3,4,4"}},
      {"camera.stream-set", "profile", {"main", "sub"}},
      {"camera.stream-set", "codec", {"h264", "h265"}},
      {"camera.stream-set", "address", {"rtsp://a/1", "rtsp://b:8554/2/main"}},
      {"camera.device-add", "kind", {"camera", "recorder"}},
      {"camera.device-add", "address", {"http://a/onvif", "https://b/"}},
      {"camera.device-change", "kind", {"camera", "recorder"}},
      {"camera.device-change", "address", {"http://a/onvif", "https://b/"}},
      {"layout.save", "cells", {"0,0,1,1,0,0,0", "0,0,1,1,7,0,0"}},
  };

  for (guint i = 0; i < G_N_ELEMENTS (own); i++) {
    if (g_str_equal (own[i].operation, type->name) && g_str_equal (own[i].argument, name))
      return chance (world, 90) ? own[i].codes[g_rand_int_range (world->rand, 0, 2)] : NULL;
  }
  return NULL;
}

static const char *
pick_code (World *world, const TcOperationType *type, const char *name)
{
  static const char *const codes[] = {
      "untaken",  "late",     "order",     "fault",    "unit",     "incidents", "common",
      "team",     "ward",     "province",  "centre",   "district", "street",    "bridge",
      "landmark", "city",     "car",       "boat",     "lan",      "minh",      "a.one",
      "b.two",    "c.three",  "d.four",    "e.five",   "free",     "off",       "hotline",
      "open311",  "operator", "photo",     "resolved", "neutral",  "other",     "phone",
      "image",    "clock",    "duplicate", "web",      "original", "reporter",  "app"};

  /* Kinds stand first. */
  int n = strcmp (name, "kind") == 0 ? N_KINDS : (int) G_N_ELEMENTS (codes);
  const char *own = pick_own (world, type, name);
  return own ? own : codes[g_rand_int_range (world->rand, 0, n)];
}

static GVariant *
make_number (World *world, const TcOperationType *type, const TcArg *arg)
{
  switch (arg->kind) {
  case TC_ARG_ID:
    return g_variant_new_int64 (make_record_id (world, type, arg->name));
  case TC_ARG_INT:
    /* Small numbers meet one another: desks, priorities, blocks of numbers. */
    return g_variant_new_int64 (g_rand_int_range (
        world->rand, 0, (int) CLAMP (arg->max, 0, chance (world, 80) ? 6 : 999) + 1));
  case TC_ARG_TIME:
    return g_variant_new_int64 (world->now_us +
                                g_rand_int_range (world->rand, -10, 11) * TC_US_PER_DAY / 4);
  case TC_ARG_LAT:
    return g_variant_new_int64 (g_rand_int_range (world->rand, 97000000, 98000000));
  default:
    return g_variant_new_int64 (g_rand_int_range (world->rand, 1054000000, 1058000000));
  }
}

static GVariant *
make_ids (World *world, const TcOperationType *type, const TcArg *arg)
{
  gint64 ids[3];
  gsize n = (gsize) g_rand_int_range (world->rand, 1, (int) CLAMP (arg->max, 1, 3) + 1);

  for (gsize i = 0; i < n; i++)
    ids[i] = make_record_id (world, type, arg->name);
  return g_variant_new_fixed_array (G_VARIANT_TYPE_INT64, ids, n, sizeof ids[0]);
}

static GVariant *
make_value (World *world, const TcOperationType *type, const TcArg *arg)
{
  static const char *const lines[] = {"Đường Trần Hưng Đạo", "Ổ gà sâu",   "a",
                                      "PA-260927-0001",      "image/jpeg", "Ngập nước; 30 cm"};
  guint8 bytes[64];

  if (arg->kind <= TC_ARG_LON)
    return make_number (world, type, arg);
  if (arg->kind == TC_ARG_CODE)
    return g_variant_new_string (pick_code (world, type, arg->name));
  if (strcmp (arg->name, "code") == 0)
    return g_variant_new_printf ("PA-260927-%04d", g_rand_int_range (world->rand, 1, 2000));
  if (arg->kind == TC_ARG_IDS)
    return make_ids (world, type, arg);
  if (arg->kind == TC_ARG_BYTES) {
    for (guint i = 0; i < sizeof bytes; i++)
      bytes[i] = (guint8) g_rand_int (world->rand);
    return g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE, bytes,
                                      (gsize) MIN (arg->max, chance (world, 90) ? 32 : 64), 1);
  }
  const char *own = pick_own (world, type, arg->name);
  return g_variant_new_string (
      own ? own : lines[g_rand_int_range (world->rand, 0, G_N_ELEMENTS (lines))]);
}

/* Arguments that only make sense together are all there or none is. */
static gboolean
is_given (World *world, const TcArg *arg, gboolean place, gboolean person)
{
  if (arg->kind == TC_ARG_LAT || arg->kind == TC_ARG_LON)
    return place;
  if (g_str_has_prefix (arg->name, "reporter"))
    return arg->required || person;
  /* Hardly any desk is one of those. */
  if (strcmp (arg->name, "host_id") == 0)
    return chance (world, 5);
  return arg->required || chance (world, 50);
}

/* What nothing else is possible without: the province, then numbers for incidents. */
static const TcOperationType *
pick_type (World *world)
{
  guint n;
  const TcOperationType *const *types = tc_operation_registry_list (&n);

  if (world->seq == 0)
    return tc_operation_registry_find ("province.found");
  if (world->seq == 1)
    return tc_operation_registry_find ("incident.lease-codes");
  /* Incidents have a long life, so they are begun more often than by chance. */
  if (chance (world, 10))
    return tc_operation_registry_find ("incident.report");
  return types[g_rand_int_range (world->rand, 0, (int) n)];
}

static GVariant *
make_lease (void)
{
  g_auto (GVariantDict) args = G_VARIANT_DICT_INIT (NULL);

  g_variant_dict_insert (&args, "block_id", "x", (gint64) 1);
  g_variant_dict_insert (&args, "replica", "x", (gint64) TC_REPLICA_SERVER);
  g_variant_dict_insert (&args, "day", "x", (gint64) 260927);
  g_variant_dict_insert (&args, "first", "x", (gint64) 1);
  g_variant_dict_insert (&args, "count", "x", (gint64) 9999);
  return g_variant_dict_end (&args);
}

static GVariant *
make_args (World *world, const TcOperationType *type)
{
  g_auto (GVariantDict) args = G_VARIANT_DICT_INIT (NULL);
  gboolean place = chance (world, 50);
  gboolean person = chance (world, 50);

  for (const TcArg *arg = type->args; arg->name; arg++) {
    if (is_given (world, arg, place, person) && strcmp (arg->name, "centre_id") != 0)
      g_variant_dict_insert_value (&args, arg->name, make_value (world, type, arg));
  }
  return g_variant_dict_end (&args);
}

static TcOperation *
make_operation (World *world)
{
  const TcOperationType *type = pick_type (world);
  GVariant *args = world->seq == 1 ? make_lease () : make_args (world, type);
  TcOperationHead head = {.id = tc_id_maker_next (&world->ids, world->now_us),
                          .seq = ++world->seq,
                          .made_us = world->now_us};

  for (guint i = 0; i < TC_NONCE_SIZE; i++)
    head.nonce[i] = (guint8) g_rand_int (world->rand);
  return tc_operation_new (type->name, type->version, &head, args, world->key);
}

/* Inside a transaction; TRUE if applied. */
static gboolean
execute (TcDatabase *db, TcCapture *capture, const TcOperation *op)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TcRefusal) refusal = NULL;
  TcOutcome outcome = tc_execute (db, TRUE, capture, op, &refusal, &error);

  g_assert_no_error (error);
  g_assert_true (outcome == TC_OUTCOME_APPLIED || outcome == TC_OUTCOME_REFUSED);
  g_assert_true ((outcome == TC_OUTCOME_REFUSED) == (refusal != NULL));
  return outcome == TC_OUTCOME_APPLIED;
}

static void
take_back (World *world, const TcDigest *before)
{
  g_autoptr (GBytes) undo = tc_capture_dup_undo (world->capture);

  tc_capture_drop (world->capture);
  tc_capture_set_paused (world->capture, TRUE);
  tc_rows_apply (world->main.db, world->main.catalogue, undo);
  tc_capture_set_paused (world->capture, FALSE);
  TcDigest after = digest (&world->main);
  g_assert_true (tc_digest_equal (before, &after));
}

static void
mirror (World *world)
{
  g_autoptr (GArray) sections = tc_capture_take_sections (world->capture);

  tc_database_begin (world->mirror.db);
  g_autofree GBytes **bodies = g_new (GBytes *, sections->len);
  for (guint i = 0; i < sections->len; i++)
    bodies[i] = g_array_index (sections, TcSection, i).body;
  tc_sections_apply (world->mirror.db, world->mirror.catalogue, bodies, sections->len);
  commit (world->mirror.db);
}

static void
step (World *world)
{
  TcOperation *op = make_operation (world);
  TcDigest before = digest (&world->main);

  g_ptr_array_add (world->log, op);
  tc_database_begin (world->main.db);
  if (execute (world->main.db, world->capture, op)) {
    take_back (world, &before);
    gboolean again = execute (world->main.db, world->capture, op);
    g_assert_true (again);
    tc_capture_keep (world->capture);
    g_hash_table_add (world->applied, g_strdup (op->name));
  } else {
    TcDigest after = digest (&world->main);
    g_assert_true (tc_digest_equal (&before, &after));
  }
  commit (world->main.db);
  mirror (world);
  world->now_us += g_rand_int_range (world->rand, 0, 3600) * TC_US_PER_S;
}

static void
check_end (World *world)
{
  Store again = open_store ();
  /* Whoever asks for rows without an order gets them in another one. */
  tc_database_execute_script (again.db, "PRAGMA reverse_unordered_selects = ON");
  TcDigest expected = digest (&world->main);
  TcDigest mirrored = digest (&world->mirror);

  tc_database_begin (again.db);
  for (guint i = 0; i < world->log->len; i++)
    execute (again.db, NULL, world->log->pdata[i]);
  commit (again.db);
  TcDigest replayed = digest (&again);
  close_store (&again);
  g_assert_true (tc_digest_equal (&expected, &mirrored));
  g_assert_true (tc_digest_equal (&expected, &replayed));
}

static void
run_seed (guint32 seed, GHashTable *applied)
{
  World world = {.rand = g_rand_new_with_seed (seed),
                 .main = open_store (),
                 .mirror = open_store (),
                 .key = tc_key_generate (),
                 .now_us = START_US,
                 .log = g_ptr_array_new_with_free_func ((GDestroyNotify) tc_operation_unref),
                 .applied = applied};

  g_test_message ("seed %u", seed);
  tc_id_maker_init (&world.ids, TC_REPLICA_SERVER, 0);
  world.capture = tc_capture_new (world.main.db, world.main.catalogue, TRUE);
  for (guint i = 0; i < STEPS; i++)
    step (&world);
  check_end (&world);
  tc_capture_free (world.capture);
  close_store (&world.main);
  close_store (&world.mirror);
  tc_key_free (world.key);
  g_ptr_array_unref (world.log);
  g_rand_free (world.rand);
}

/* Kinds that random arguments all but never satisfy are named in the message, not asserted; those
 * of people and places are all within reach. */
static void
check_coverage (GHashTable *applied)
{
  guint n;
  const TcOperationType *const *types = tc_operation_registry_list (&n);

  for (guint i = 0; i < n; i++) {
    if (!g_hash_table_contains (applied, types[i]->name))
      g_test_message ("never applied: %s", types[i]->name);
  }
  g_assert_cmpuint (g_hash_table_size (applied) * 4, >, n * 3);
}

static void
test_random (void)
{
  g_autoptr (GHashTable) applied = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  const char *only = g_getenv ("TC_SEED");

  tc_crypto_init ();
  if (only) {
    run_seed ((guint32) g_ascii_strtoull (only, NULL, 10), applied);
    return;
  }
  for (guint32 seed = 1; seed <= SEEDS; seed++)
    run_seed (seed, applied);
  check_coverage (applied);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/operations/random", test_random);
  return g_test_run ();
}
