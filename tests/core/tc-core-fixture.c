/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The fixture; see the header.
 */
#include "tc-core-fixture.h"

#include "tc-reading-view.h"

static TcDatabase *
open_state (TcCatalogue **catalogue)
{
  static const TcSchemaSet *const sets[] = {&tc_schema_state, NULL};
  g_autoptr (GError) error = NULL;
  TcDatabase *db = tc_database_open (":memory:", TC_DATABASE_WRITER | TC_DATABASE_MEMORY, &error);

  g_assert_no_error (error);
  gboolean migrated = tc_schema_migrate (db, sets, &error);
  g_assert_no_error (error);
  g_assert_true (migrated);
  *catalogue = tc_catalogue_load (db, &error);
  g_assert_no_error (error);
  return db;
}

TcFixture *
tc_fixture_new (void)
{
  TcFixture *fixture = g_new0 (TcFixture, 1);

  tc_crypto_init ();
  fixture->db = open_state (&fixture->catalogue);
  fixture->mirror = open_state (&fixture->mirror_catalogue);
  fixture->capture = tc_capture_new (fixture->db, fixture->catalogue, FALSE);
  fixture->key = tc_key_generate ();
  fixture->now_us = TC_FIXTURE_START_US;
  fixture->log = g_ptr_array_new_with_free_func ((GDestroyNotify) tc_operation_unref);
  tc_id_maker_init (&fixture->ids, TC_REPLICA_SERVER, 0);
  return fixture;
}

/* What tc-reading-view.c says of tables whose rows are all of one scope. */
static void
check_scopes (TcFixture *fixture)
{
  guint n = 0;
  const TcTable *const *tables = tc_catalogue_list (fixture->catalogue, &n);

  for (guint i = 0; i < n; i++) {
    gint64 scope = tc_reading_view_get_scope (tables[i]->name);
    g_autofree char *sql = g_strdup_printf ("SELECT count(*) FROM main.%s WHERE scope <> ?",
                                            tables[i]->name);

    if (scope != 0 && tc_database_get_int (fixture->db, 0, sql, "i", scope) != 0)
      g_error ("rows of %s are not all of scope %" G_GINT64_FORMAT, tables[i]->name, scope);
  }
}

void
tc_fixture_free (TcFixture *fixture)
{
  check_scopes (fixture);
  tc_capture_free (fixture->capture);
  tc_catalogue_free (fixture->catalogue);
  tc_database_close (fixture->db);
  tc_catalogue_free (fixture->mirror_catalogue);
  tc_database_close (fixture->mirror);
  tc_key_free (fixture->key);
  g_ptr_array_unref (fixture->log);
  g_free (fixture);
}

gint64
tc_fixture_id (TcFixture *fixture)
{
  return tc_id_maker_next (&fixture->ids, fixture->now_us);
}

static void
mirror_changes (TcFixture *fixture)
{
  g_autoptr (GArray) sections = tc_capture_take_sections (fixture->capture);
  g_autofree GBytes **bodies = g_new (GBytes *, sections->len);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < sections->len; i++)
    bodies[i] = g_array_index (sections, TcSection, i).body;
  tc_database_begin (fixture->mirror);
  tc_sections_apply (fixture->mirror, fixture->mirror_catalogue, bodies, sections->len);
  gboolean committed = tc_database_commit (fixture->mirror, &error);
  g_assert_no_error (error);
  g_assert_true (committed);
}

/* Like the server: in a transaction, with all scopes at hand. */
static TcRefusal *
execute (TcDatabase *db, TcCapture *capture, const TcOperation *op)
{
  g_autoptr (GError) error = NULL;
  TcRefusal *refusal = NULL;

  tc_database_begin (db);
  TcOutcome outcome = tc_execute (db, TRUE, capture, op, &refusal, &error);
  g_assert_no_error (error);
  g_assert_cmpint (outcome, ==, refusal ? TC_OUTCOME_REFUSED : TC_OUTCOME_APPLIED);
  if (capture && !refusal)
    tc_capture_keep (capture);
  gboolean committed = tc_database_commit (db, &error);
  g_assert_no_error (error);
  g_assert_true (committed);
  return refusal;
}

TcRefusal *
tc_fixture_try_as (TcFixture *fixture, TcActor actor, const TcOperationType *type,
                   gconstpointer args)
{
  TcOperationHead head = {
      .id = tc_fixture_id (fixture),
      .actor_id = actor.staff_id,
      .session_id = actor.session_id,
      .seq = ++fixture->seq,
      .made_us = fixture->now_us,
      .replica = actor.desk,
  };
  g_autoptr (GError) error = NULL;

  tc_random_bytes (head.nonce, sizeof head.nonce);
  g_autoptr (TcOperation) made = tc_operation_make (type, &head, args, fixture->key);
  /* What arrives is bytes. */
  TcOperation *op = tc_operation_parse (made->bytes, &made->signature, &error);
  g_assert_no_error (error);
  g_ptr_array_add (fixture->log, op);
  TcRefusal *refusal = execute (fixture->db, fixture->capture, op);
  mirror_changes (fixture);
  return refusal;
}

void
tc_fixture_run_as (TcFixture *fixture, TcActor actor, const TcOperationType *type,
                   gconstpointer args)
{
  g_autoptr (TcRefusal) refusal = tc_fixture_try_as (fixture, actor, type, args);

  if (refusal) {
    g_autofree char *words = g_variant_print (refusal->args, FALSE);
    g_error ("%s was refused: %s %s", type->name, refusal->code, words);
  }
}

void
tc_fixture_run (TcFixture *fixture, const TcOperationType *type, gconstpointer args)
{
  tc_fixture_run_as (fixture, (TcActor){0}, type, args);
}

void
tc_fixture_refuse_as (TcFixture *fixture, TcActor actor, const TcOperationType *type,
                      gconstpointer args, const char *code)
{
  TcDigest before = tc_catalogue_digest (fixture->catalogue, fixture->db, 0);
  g_autoptr (TcRefusal) refusal = tc_fixture_try_as (fixture, actor, type, args);
  TcDigest after = tc_catalogue_digest (fixture->catalogue, fixture->db, 0);

  g_assert_nonnull (refusal);
  g_assert_cmpstr (refusal->code, ==, code);
  g_assert_true (tc_digest_equal (&before, &after));
}

void
tc_fixture_refuse (TcFixture *fixture, const TcOperationType *type, gconstpointer args,
                   const char *code)
{
  tc_fixture_refuse_as (fixture, (TcActor){0}, type, args, code);
}

void
tc_fixture_check_replays (TcFixture *fixture)
{
  g_autoptr (TcCatalogue) catalogue = NULL;
  TcDatabase *again = open_state (&catalogue);
  TcDigest expected = tc_catalogue_digest (fixture->catalogue, fixture->db, 0);

  for (guint i = 0; i < fixture->log->len; i++)
    tc_refusal_free (execute (again, NULL, fixture->log->pdata[i]));
  TcDigest replayed = tc_catalogue_digest (catalogue, again, 0);
  TcDigest mirrored = tc_catalogue_digest (fixture->mirror_catalogue, fixture->mirror, 0);
  tc_database_close (again);
  g_assert_true (tc_digest_equal (&expected, &replayed));
  g_assert_true (tc_digest_equal (&expected, &mirrored));
}
