/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: a file is brought to this program's version, or refused whole if a newer one wrote it; the
 * catalogue says what replicates, its hash tells structures apart and its digest rows. Method:
 * small sets of migrations made here, in memory.
 */
#include "tc-schema.h"

#include <string.h>

#define FIRST                                                                                      \
  "CREATE TABLE replicated (number INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT;"               \
  "INSERT INTO replicated VALUES (7, 'thing');"                                                    \
  "CREATE TABLE thing (id INTEGER PRIMARY KEY, scope INTEGER NOT NULL, t TEXT, b BLOB) STRICT"

static const char *const first[] = {FIRST};
static const char *const second[] = {
    FIRST, "ALTER TABLE thing ADD COLUMN n INTEGER;"
           "INSERT INTO replicated VALUES (3, 'other');"
           "CREATE TABLE other (id INTEGER PRIMARY KEY, scope INTEGER NOT NULL) STRICT"};
static const char *const broken[] = {FIRST, "CREATE TABLE half (id INTEGER); SELEKT"};
static const char *const headless[] = {
    "CREATE TABLE replicated (number INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT;"
    "INSERT INTO replicated VALUES (1, 'thing');"
    "CREATE TABLE thing (scope INTEGER, id INTEGER PRIMARY KEY) STRICT"};
static const char *const side[] = {"CREATE TABLE side (id INTEGER PRIMARY KEY) STRICT"};

static const TcSchemaSet set_1 = {"test", 1, first};
static const TcSchemaSet set_2 = {"test", 2, second};
static const TcSchemaSet set_broken = {"test", 2, broken};
static const TcSchemaSet set_headless = {"test", 1, headless};
static const TcSchemaSet set_side = {"side", 1, side};

static TcDatabase *
open_empty (void)
{
  g_autoptr (GError) error = NULL;
  TcDatabase *db = tc_database_open (":memory:", TC_DATABASE_WRITER | TC_DATABASE_MEMORY, &error);

  g_assert_no_error (error);
  return db;
}

static gboolean
migrate (TcDatabase *db, const TcSchemaSet *set, GError **error)
{
  const TcSchemaSet *const sets[] = {set, &set_side, NULL};

  return tc_schema_migrate (db, sets, error);
}

static TcDatabase *
open_with (const TcSchemaSet *set)
{
  g_autoptr (GError) error = NULL;
  TcDatabase *db = open_empty ();

  migrate (db, set, &error);
  g_assert_no_error (error);
  return db;
}

static gint64
version (TcDatabase *db, const char *set)
{
  return tc_database_get_int (db, 0, "SELECT version FROM schema_version WHERE name = ?", "s", set);
}

static void
test_up (void)
{
  g_autoptr (TcDatabase) db = open_with (&set_1);

  tc_database_execute (db, "INSERT INTO thing (id, scope, t) VALUES (1, 1, 'kept')", NULL);
  g_assert_cmpint (version (db, "test"), ==, 1);
  g_assert_cmpint (version (db, "side"), ==, 1);
  g_assert_true (migrate (db, &set_1, NULL));
  g_assert_true (migrate (db, &set_2, NULL));
  g_assert_cmpint (version (db, "test"), ==, 2);
  g_autofree char *text = tc_database_dup_text (db, "SELECT t FROM thing WHERE n IS NULL", NULL);
  g_assert_cmpstr (text, ==, "kept");
}

static void
test_newer (void)
{
  g_autoptr (TcDatabase) db = open_with (&set_2);
  g_autoptr (GError) error = NULL;

  g_assert_false (migrate (db, &set_1, &error));
  g_assert_error (error, TC_ERROR, TC_ERROR_DIVERGED);
  g_assert_cmpint (version (db, "test"), ==, 2);
  g_assert_true (sqlite3_get_autocommit (tc_database_get_handle (db)));
}

/* All of it or nothing: of a migration that fails no table is left. */
static void
test_broken (void)
{
  g_autoptr (TcDatabase) db = open_with (&set_1);
  g_autoptr (GError) error = NULL;

  g_assert_false (migrate (db, &set_broken, &error));
  g_assert_error (error, TC_ERROR, TC_ERROR_STATEMENT);
  g_assert_cmpint (version (db, "test"), ==, 1);
  g_assert_cmpint (
      tc_database_get_int (db, -1, "SELECT count(*) FROM sqlite_schema WHERE name = 'half'", NULL),
      ==, 0);
  g_assert_true (migrate (db, &set_2, NULL));
}

static void
test_catalogue (void)
{
  g_autoptr (TcDatabase) db = open_with (&set_2);
  g_autoptr (TcCatalogue) catalogue = tc_catalogue_load (db, NULL);
  guint n;
  const TcTable *const *tables = tc_catalogue_list (catalogue, &n);
  const TcTable *thing = tc_catalogue_find (catalogue, "thing");

  g_assert_cmpuint (n, ==, 2);
  g_assert_cmpint (tables[0]->number, ==, 3);
  g_assert_cmpint (tables[1]->number, ==, 7);
  g_assert_true (thing == tables[1]);
  g_assert_true (tc_catalogue_get (catalogue, 7) == thing);
  g_assert_cmpuint (thing->n_columns, ==, 5);
  g_assert_cmpstr (thing->columns[4], ==, "n");
  g_assert_null (thing->columns[5]);
  g_assert_null (tc_catalogue_find (catalogue, "side"));
  g_assert_null (tc_catalogue_get (catalogue, 1));
  g_assert_null (tc_catalogue_get (catalogue, G_MININT64));
}

static void
test_headless (void)
{
  g_autoptr (TcDatabase) db = open_with (&set_headless);
  g_autoptr (GError) error = NULL;

  g_assert_null (tc_catalogue_load (db, &error));
  g_assert_error (error, TC_ERROR, TC_ERROR_INVALID);
}

static TcDigest
hash_of (TcDatabase *db)
{
  g_autoptr (TcCatalogue) catalogue = tc_catalogue_load (db, NULL);

  return tc_catalogue_hash (catalogue);
}

/* However a file came to its structure, the hash is that of the structure; rows and what does not
 * replicate are not in it. */
static void
test_hash (void)
{
  g_autoptr (TcDatabase) a = open_with (&set_1);
  g_autoptr (TcDatabase) b = open_with (&set_2);
  TcDigest hash_1 = hash_of (a);
  TcDigest hash_2 = hash_of (b);

  g_assert_false (tc_digest_equal (&hash_1, &hash_2));
  g_assert_true (migrate (a, &set_2, NULL));
  tc_database_execute (a, "INSERT INTO thing (id, scope) VALUES (1, 1)", NULL);
  tc_database_execute (a, "CREATE TABLE local (id INTEGER PRIMARY KEY)", NULL);
  TcDigest grown = hash_of (a);
  g_assert_true (tc_digest_equal (&hash_2, &grown));
  tc_database_execute (a, "ALTER TABLE thing RENAME COLUMN t TO u", NULL);
  TcDigest renamed = hash_of (a);
  g_assert_false (tc_digest_equal (&hash_2, &renamed));
}

static void
assert_digest (TcDatabase *db, gint64 scope, const TcDigest *expected, gboolean equal)
{
  g_autoptr (TcCatalogue) catalogue = tc_catalogue_load (db, NULL);
  TcDigest found = tc_catalogue_digest (catalogue, db, scope);

  g_assert_cmpint (tc_digest_equal (&found, expected), ==, equal);
}

static void
test_digest (void)
{
  static const char *const same[] = {
      "UPDATE thing SET t = NULL, b = x'61' WHERE id = 1", "UPDATE thing SET t = 'b' WHERE id = 1",
      "UPDATE thing SET t = '', b = x'61' WHERE id = 1",   "UPDATE thing SET id = 9 WHERE id = 1",
      "UPDATE thing SET scope = 2 WHERE id = 1",           "DELETE FROM thing WHERE id = 1",
      "INSERT INTO other (id, scope) VALUES (1, 1)",
  };
  g_autoptr (TcDatabase) db = open_with (&set_2);
  g_autoptr (TcCatalogue) catalogue = tc_catalogue_load (db, NULL);

  tc_database_execute (db, "INSERT INTO thing (id, scope, t) VALUES (1, 1, 'a'), (2, 2, 'b')",
                       NULL);
  TcDigest one = tc_catalogue_digest (catalogue, db, 1);
  TcDigest two = tc_catalogue_digest (catalogue, db, 2);
  TcDigest all = tc_catalogue_digest (catalogue, db, 0);
  g_assert_false (tc_digest_equal (&one, &two));
  for (guint i = 0; i < G_N_ELEMENTS (same); i++) {
    tc_database_begin (db);
    tc_database_execute (db, same[i], NULL);
    g_test_message ("%s", same[i]);
    assert_digest (db, 1, &one, FALSE);
    assert_digest (db, 0, &all, FALSE);
    tc_database_rollback (db);
    assert_digest (db, 1, &one, TRUE);
  }
  tc_database_execute (db, "UPDATE thing SET t = 'c' WHERE scope = 2", NULL);
  assert_digest (db, 1, &one, TRUE);
  assert_digest (db, 2, &two, FALSE);
}

/* The first so many migrations make the same structure as a file that was left at them. */
static void
test_hash_at (void)
{
  g_autoptr (TcDatabase) db = open_with (&set_1);
  TcDigest left = hash_of (db);
  TcDigest hash;

  g_assert_true (tc_schema_hash_at (&set_2, 1, &hash, NULL));
  g_assert_true (tc_digest_equal (&hash, &left));
  g_assert_true (migrate (db, &set_2, NULL));
  TcDigest grown = hash_of (db);
  g_assert_true (tc_schema_hash_at (&set_2, 2, &hash, NULL));
  g_assert_true (tc_digest_equal (&hash, &grown));
  g_assert_false (tc_schema_hash_at (&set_broken, 2, &hash, NULL));
}

/* What the migrations of `state` make, one after the other: a migration that exists is never
 * edited, since servers and desks of other versions are known by this. The newest may be left out
 * until the next comes. */
static void
test_never_edited (void)
{
  static const char *const known[] = {
      "2b45868e9c2be75418d4e10244e5c632223deb3dc74b23500316cfc6a775f100",
      "dc5c187ae20f2973d7d19eaed5e1b84938fe95634df689a17dc0a14dd36967eb",
      "bc0c0f9815ab9754cb5761a96afd1edebdfde900e190b3ecfb40a315a9b5f179",
      "035cf47285dd639448dd829142b25f54ae4ecdc987d4a72e4b830ad4f10501f4",
      "b63154a963d192e30943288ed8e94550f28787b8beff790940dabc9a62f2fea2",
      "b226ea94a96f3c456d5cedf6d43d1cb8d6fe51d3a60c47fdad767453f04d5550",
      "6363105233d1f552c00dc4deffece5703d02011124deedc8d33d8e273d7ba7ac",
      "d8e6531269caf6258f86f930fc7718095ff646b028f6a3170375fbce30fc21fb",
      "3e7b5b6b8dc799005db12a8c3035cce3357bf902ebe0d330e1a0617b91f0a961",
      "49035ffed98005de657dfc182f473d48499e0812005cee0be75053bc785650c3",
      "1868ecfe2d92917568227cf2cc4ade533575ea8ab15adb4bd89b1b2d5052f237",
      "23bdeb1cfba0d78b4e212a707830ce8b89f403cd0f52d763a78db4120fed4165",
      "7e3b07e929db84210a8f99cd9d0d4c4767c6f38dd2c9cff2d1b492553f29f6d8",
      "f89df10978f0f2e6de5356a3c34fc1e5519e2dea053f9a5d3431a9cd2e64d78c",
      "20df2e439049cd5edb6bd642729485cd04ac48f53a5e21da5a687c4e1442c2f1",
      "529eef8e4a0495bb8c01371fa76d35d02907beac320779c3eacb67462d2ec20a",
      "1f4cd3a3dcc78145082c68f3f57d43a5bb3383e18aa57055ad3319e458d2539b",
      "15d4d67a680c73eeb7c5fcf2cbfc51c5e91bd0b9fe03690b852634b0f18122e9",
      "6f7af473fc8790938b9826dfe8c4e937eabe8035f6dea93a75a171a68f3aee23",
      "2f97e0cb323466c8c7fb5bbf2ee61bb3f8ee46396653144ae5b2d7e0ac59bf69",
      "0f75dfe438387c8e3b245bad2b52c5608e7d2e6897a1e1a92440bae51bc02996",
      "babc7b457e86f15e718bdf5331762eb560e1277081703bbe0dc8e8ec7ef86765",
      "2daceb71cb024daaac39bd8ae54d5a92369437d210c4be65fd27a401f36675a9",
  };

  for (guint i = 0; i < G_N_ELEMENTS (known); i++) {
    TcDigest hash;

    g_assert_true (tc_schema_hash_at (&tc_schema_state, i + 1, &hash, NULL));
    g_autofree char *hex = tc_digest_to_hex (&hash);
    g_test_message ("%u: %s", i + 1, hex);
    g_assert_cmpstr (hex, ==, known[i]);
  }
  g_assert_cmpuint (G_N_ELEMENTS (known) + 1, >=, tc_schema_state.version);
}

/* The sets that are compiled in stand together as the programs use them. */
static void
test_compiled_in (void)
{
  const TcSchemaSet *const server[] = {&tc_schema_state, &tc_schema_server, NULL};
  const TcSchemaSet *const desk[] = {&tc_schema_state, &tc_schema_desk, NULL};
  const TcSchemaSet *const outbox[] = {&tc_schema_outbox, NULL};
  g_autoptr (TcDatabase) a = open_empty ();
  g_autoptr (TcDatabase) b = open_empty ();
  g_autoptr (TcDatabase) c = open_empty ();

  g_assert_true (tc_schema_migrate (a, server, NULL));
  g_assert_true (tc_schema_migrate (b, desk, NULL));
  g_assert_true (tc_schema_migrate (c, outbox, NULL));
  TcDigest hash_a = hash_of (a);
  TcDigest hash_b = hash_of (b);
  g_assert_true (tc_digest_equal (&hash_a, &hash_b));
}

/* Everything that the schema says, and what migrations put into tables. */
static char *
describe (TcDatabase *db)
{
  g_autoptr (TcQuery) query = tc_database_query (
      db, "SELECT name || ': ' || ifnull (sql, '') FROM sqlite_schema ORDER BY name, type", NULL);
  g_autoptr (GString) text = g_string_new (NULL);

  while (tc_query_next (query))
    g_string_append_printf (text, "%s\n", tc_query_text (query, 0));
  g_autoptr (TcCatalogue) catalogue = tc_catalogue_load (db, NULL);
  TcDigest digest = tc_catalogue_digest (catalogue, db, 0);
  g_autofree char *hex = tc_digest_to_hex (&digest);
  g_string_append (text, hex);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* What is made at once is what each migration after the other makes. */
static void
test_at_once (void)
{
  const TcSchemaSet *const desk[] = {&tc_schema_state, &tc_schema_desk, NULL};
  g_autoptr (TcDatabase) first_made = open_empty ();
  g_autoptr (TcDatabase) copied = open_empty ();
  g_autoptr (TcDatabase) in_steps = open_empty ();

  g_assert_true (tc_schema_migrate (first_made, desk, NULL));
  g_assert_true (tc_schema_migrate (copied, desk, NULL));
  for (guint set = 0; desk[set]; set++) {
    for (guint n = 1; n <= desk[set]->version; n++) {
      const TcSchemaSet upto = {desk[set]->name, n, desk[set]->migrations};
      const TcSchemaSet *const sets[] = {&upto, NULL};

      g_assert_true (tc_schema_migrate (in_steps, sets, NULL));
    }
  }
  g_autofree char *expected = describe (in_steps);
  g_autofree char *made = describe (first_made);
  g_autofree char *copy = describe (copied);
  g_assert_cmpstr (made, ==, expected);
  g_assert_cmpstr (copy, ==, expected);
  /* They have nothing in common but that. */
  tc_database_execute_script (copied, "DELETE FROM schema_version");
  g_assert_cmpint (version (first_made, "state"), ==, tc_schema_state.version);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  tc_crypto_init ();
  g_test_add_func ("/schema/up", test_up);
  g_test_add_func ("/schema/newer", test_newer);
  g_test_add_func ("/schema/broken", test_broken);
  g_test_add_func ("/schema/catalogue", test_catalogue);
  g_test_add_func ("/schema/headless", test_headless);
  g_test_add_func ("/schema/hash", test_hash);
  g_test_add_func ("/schema/digest", test_digest);
  g_test_add_func ("/schema/hash-at", test_hash_at);
  g_test_add_func ("/schema/never-edited", test_never_edited);
  g_test_add_func ("/schema/compiled-in", test_compiled_in);
  g_test_add_func ("/schema/at-once", test_at_once);
  return g_test_run ();
}
