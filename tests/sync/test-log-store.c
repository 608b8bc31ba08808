/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: what tc-log-store.h promises holds for every back end. Method: one suite over a small table
 * of openers; another back end is one line in `back_ends`.
 */
#include "remove-tree.h"
#include "sync-world.h"
#include "tc-log-store.h"

#include <string.h>

typedef struct {
  TcLogStore *store;
  TcDatabase *db; /* of the SQLite back end, like folder */
  char *folder;
  TcKey *key;
  TcPosition head;
} Log;

typedef struct {
  const char *name;
  void (*open) (Log *log);  /* an empty log of id 'L'*16, epoch 1 */
  void (*again) (Log *log); /* closes and opens it: a new process */
  void (*close) (Log *log);
  /* Another process on the same log asks for the lease; whether it got it. It ends then. */
  gboolean (*rival) (Log *log, GError **error);
} BackEnd;

static void
open_sqlite (Log *log)
{
  static const TcSchemaSet *const sets[] = {&tc_schema_state, &tc_schema_server, NULL};
  g_autoptr (GError) error = NULL;

  log->folder = g_dir_make_tmp ("test-log-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (log->folder, "log.db", NULL);
  log->db = tc_database_open (path, TC_DATABASE_WRITER, NULL);
  g_assert_true (tc_schema_migrate (log->db, sets, NULL));
  log->store = tc_log_sqlite_new (log->db, (const guint8 *) "LLLLLLLLLLLLLLLL", &error);
  g_assert_no_error (error);
}

static void
again_sqlite (Log *log)
{
  tc_log_store_free (log->store);
  log->store = tc_log_sqlite_new (log->db, (const guint8 *) "MMMMMMMMMMMMMMMM", NULL);
  g_assert_nonnull (log->store);
}

static void
close_sqlite (Log *log)
{
  tc_log_store_free (log->store);
  tc_database_close (log->db);
  remove_tree (log->folder);
  g_free (log->folder);
}

static gboolean
rival_sqlite (Log *log, GError **error)
{
  g_autoptr (TcDatabase)
      db = tc_database_open (tc_database_get_path (log->db), TC_DATABASE_WRITER, NULL);
  g_autoptr (TcLogStore) store = tc_log_sqlite_new (db, NULL, NULL);
  gint64 until_us;

  return tc_log_store_lease (store, 1000, &until_us, error);
}

static const BackEnd back_ends[] = {
    {"sqlite", open_sqlite, again_sqlite, close_sqlite, rival_sqlite}};

static void
set_up (Log *log, gconstpointer data)
{
  const BackEnd *back_end = data;

  tc_crypto_init ();
  log->key = tc_key_generate ();
  back_end->open (log);
  g_assert_true (tc_log_store_head (log->store, &log->head, NULL));
}

static void
tear_down (Log *log, gconstpointer data)
{
  ((const BackEnd *) data)->close (log);
  tc_key_free (log->key);
}

static void
add_entry (Log *log, TcLogBatch *batch, guint16 replica, gint64 seq, const char *refusal)
{
  TcOperationHead head = {.seq = seq, .made_us = 1, .replica = replica};
  TcLogEntry entry = {log->head.lsn + batch->entries->len + 1};

  head.id = entry.lsn * 10;
  entry.op = tc_operation_new ("a.b", 1, &head, g_variant_new ("a{sv}", NULL), log->key);
  entry.refusal = refusal ? tc_refusal_new (refusal, "n", TC_I, (gint64) 7, "s", TC_S, "chữ", NULL)
                          : NULL;
  g_array_append_val (batch->entries, entry);
}

static void
add_body (TcLogBatch *batch, gint64 scope, gsize size)
{
  g_autofree guint8 *bytes = g_malloc0 (size + 1);
  GBytes *body;

  memset (bytes, (int) scope, size);
  body = g_bytes_new (bytes, size);
  TcScopeHash hash = {scope, tc_frame_section_hash (scope, body)};
  TcScopeBody one = {scope, body};
  g_array_append_val (batch->frame->hashes, hash);
  g_array_append_val (batch->frame->bodies, one);
}

static void
seal (Log *log, TcLogBatch *batch)
{
  TcFrame *frame = batch->frame;

  frame->first_lsn = log->head.lsn + 1;
  frame->last_lsn = log->head.lsn + batch->entries->len;
  frame->time_us = 1000 + frame->last_lsn;
  frame->ops_root = tc_log_batch_root (batch);
  frame->link = tc_frame_next_link (&log->head.link, frame);
}

static void
append (Log *log, TcLogBatch *batch)
{
  g_autoptr (GError) error = NULL;

  seal (log, batch);
  g_assert_cmpint (tc_log_store_append (log->store, log->head.epoch, log->head.lsn, batch, &error),
                   ==, TC_LOG_OK);
  g_assert_no_error (error);
  log->head.lsn = batch->frame->last_lsn;
  log->head.link = batch->frame->link;
}

/* Three commits: scopes 1 and 2; 2 alone; 1 and 9. */
static void
append_three (Log *log)
{
  static const gint64 scopes[][2] = {{1, 2}, {2, 0}, {1, 9}};

  for (guint i = 0; i < 3; i++) {
    g_autoptr (TcLogBatch) batch = tc_log_batch_new ();

    add_entry (log, batch, 5, 2 * i + 1, NULL);
    add_entry (log, batch, 5, 2 * i + 2, i == 1 ? "a.refused" : NULL);
    add_entry (log, batch, 6, i + 1, NULL);
    for (guint j = 0; j < 2 && scopes[i][j]; j++)
      add_body (batch, scopes[i][j], 100);
    append (log, batch);
  }
}

static void
assert_head (Log *log)
{
  TcPosition head;

  g_assert_true (tc_log_store_head (log->store, &head, NULL));
  g_assert_cmpmem (head.log_id, TC_LOG_ID_SIZE, log->head.log_id, TC_LOG_ID_SIZE);
  g_assert_cmpint (head.epoch, ==, log->head.epoch);
  g_assert_cmpint (head.lsn, ==, log->head.lsn);
  g_assert_true (tc_digest_equal (&head.link, &log->head.link));
}

static void
test_empty (Log *log, gconstpointer data)
{
  TcDigest zero = {{0}};
  g_autoptr (GPtrArray) frames = tc_log_store_read (log->store, 0, NULL, 0, 1000, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_cmpmem (log->head.log_id, TC_LOG_ID_SIZE, "LLLLLLLLLLLLLLLL", TC_LOG_ID_SIZE);
  g_assert_cmpint (log->head.epoch, ==, 1);
  g_assert_cmpint (log->head.lsn, ==, 0);
  g_assert_true (tc_digest_equal (&log->head.link, &zero));
  g_assert_cmpuint (frames->len, ==, 0);
  g_assert_cmpint (tc_log_store_last_seq (log->store, 5, NULL), ==, 0);
  g_assert_null (tc_log_store_find (log->store, 5, 1, &error));
  g_assert_no_error (error);
}

/* One alone has the lease, keeps it by asking again, and loses it when it ends. */
static void
test_lease (Log *log, gconstpointer data)
{
  const BackEnd *back_end = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) taken = NULL;
  gint64 until_us = 0;

  g_assert_true (tc_log_store_lease (log->store, 1000, &until_us, &error));
  g_assert_cmpint (until_us, >, 1000);
  g_assert_false (back_end->rival (log, &taken));
  g_assert_error (taken, TC_ERROR, TC_ERROR_BUSY);
  g_assert_true (tc_log_store_lease (log->store, 2000, &until_us, &error));
  g_assert_cmpint (until_us, >, 2000);
  back_end->again (log);
  g_assert_true (back_end->rival (log, &error));
  g_assert_no_error (error);
  g_assert_true (tc_log_store_lease (log->store, 3000, &until_us, &error));
}

static void
test_append (Log *log, gconstpointer data)
{
  append_three (log);
  g_assert_cmpint (log->head.lsn, ==, 9);
  assert_head (log);
  /* The same after a restart, which takes no new identity. */
  ((const BackEnd *) data)->again (log);
  assert_head (log);
}

static void
assert_conflict (Log *log, gint64 epoch, gint64 expected)
{
  g_autoptr (TcLogBatch) batch = tc_log_batch_new ();

  add_entry (log, batch, 7, 1, NULL);
  seal (log, batch);
  g_assert_cmpint (tc_log_store_append (log->store, epoch, expected, batch, NULL), ==,
                   TC_LOG_CONFLICT);
  assert_head (log);
  g_assert_cmpint (tc_log_store_last_seq (log->store, 7, NULL), ==, 0);
}

static void
test_conflict (Log *log, gconstpointer data)
{
  append_three (log);
  assert_conflict (log, log->head.epoch, log->head.lsn - 1);
  assert_conflict (log, log->head.epoch, log->head.lsn + 1);
  assert_conflict (log, log->head.epoch, 0);
  assert_conflict (log, log->head.epoch + 1, log->head.lsn);
  assert_conflict (log, log->head.epoch - 1, log->head.lsn);
}

/* A frame as read: hashes of all, bodies of those asked for, and the chain over it holds. */
static void
assert_frame (Log *log, const TcFrame *frame, guint n_hashes, guint n_bodies, TcDigest *link)
{
  g_assert_cmpuint (frame->hashes->len, ==, n_hashes);
  g_assert_cmpuint (frame->bodies->len, ==, n_bodies);
  *link = tc_frame_next_link (link, frame);
  g_assert_true (tc_digest_equal (link, &frame->link));
  g_assert_cmpint (frame->time_us, ==, 1000 + frame->last_lsn);
  for (guint i = 0, j = 0; i < n_hashes; i++) {
    const TcScopeHash *hash = &g_array_index (frame->hashes, TcScopeHash, i);
    const TcScopeBody *body = j < n_bodies ? &g_array_index (frame->bodies, TcScopeBody, j) : NULL;

    if (!body || body->scope != hash->scope)
      continue;
    TcDigest found = tc_frame_section_hash (body->scope, body->body);
    g_assert_true (tc_digest_equal (&found, &hash->hash));
    j++;
  }
}

static void
test_read (Log *log, gconstpointer data)
{
  static const struct {
    gint64 scopes[3];
    guint n;
    guint bodies[3];
  } cases[] = {{{1, 2, 9}, 3, {2, 1, 2}},
               {{2}, 1, {1, 1, 0}},
               {{1, 9}, 2, {1, 0, 2}},
               {{3, 7}, 2, {0, 0, 0}},
               {{0}, 0, {0, 0, 0}}};
  static const guint hashes[] = {2, 1, 2};

  append_three (log);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GPtrArray)
        frames = tc_log_store_read (log->store, 0, cases[i].scopes, cases[i].n, 1000000, NULL);
    TcDigest link = {{0}};

    g_assert_cmpuint (frames->len, ==, 3);
    for (guint j = 0; j < 3; j++)
      assert_frame (log, g_ptr_array_index (frames, j), hashes[j], cases[i].bodies[j], &link);
  }
}

static void
assert_read (Log *log, gint64 after, gsize bytes_max, guint n, gint64 first_lsn)
{
  static const gint64 scopes[] = {1, 2, 9};
  g_autoptr (GPtrArray) frames = tc_log_store_read (log->store, after, scopes, 3, bytes_max, NULL);

  g_assert_cmpuint (frames->len, ==, n);
  if (n > 0)
    g_assert_cmpint (((TcFrame *) g_ptr_array_index (frames, 0))->first_lsn, ==, first_lsn);
}

static void
test_read_part (Log *log, gconstpointer data)
{
  append_three (log);
  assert_read (log, 3, 1000000, 2, 4);
  assert_read (log, 6, 1000000, 1, 7);
  assert_read (log, 9, 1000000, 0, 0);
  assert_read (log, 100, 1000000, 0, 0);
  /* It stops after the frame that reaches the limit, but always gives one. */
  assert_read (log, 0, 1, 1, 1);
  assert_read (log, 3, 1, 1, 4);
  assert_read (log, 0, 100, 1, 1);
}

static void
assert_found (Log *log)
{
  gint64 n;
  const char *text;

  g_autoptr (TcLogEntry) accepted = tc_log_store_find (log->store, 6, 2, NULL);
  g_assert_cmpint (accepted->lsn, ==, 6);
  g_assert_null (accepted->refusal);
  g_assert_cmpint (accepted->op->head.seq, ==, 2);
  g_assert_true (tc_operation_verify (accepted->op, tc_key_get_public (log->key)));
  g_autoptr (TcLogEntry) refused = tc_log_store_find (log->store, 5, 4, NULL);
  g_assert_cmpint (refused->lsn, ==, 5);
  g_assert_cmpstr (refused->refusal->code, ==, "a.refused");
  g_assert_true (g_variant_lookup (refused->refusal->args, "n", "x", &n));
  g_assert_true (g_variant_lookup (refused->refusal->args, "s", "&s", &text));
  g_assert_cmpint (n, ==, 7);
  g_assert_cmpstr (text, ==, "chữ");
  g_assert_null (tc_log_store_find (log->store, 5, 7, NULL));
  g_assert_null (tc_log_store_find (log->store, 4, 1, NULL));
  g_assert_cmpint (tc_log_store_last_seq (log->store, 5, NULL), ==, 6);
  g_assert_cmpint (tc_log_store_last_seq (log->store, 6, NULL), ==, 3);
  g_assert_cmpint (tc_log_store_last_seq (log->store, 4, NULL), ==, 0);
}

static void
test_find (Log *log, gconstpointer data)
{
  append_three (log);
  assert_found (log);
}

static void
test_link_at (Log *log, gconstpointer data)
{
  TcDigest link = {{1}};
  TcDigest untouched = {{1}};
  g_autoptr (GError) error = NULL;

  append_three (log);
  /* Not in the middle of a commit, and not past the head. */
  for (gint64 lsn = 0; lsn <= 10; lsn++) {
    if (lsn % 3 != 0 || lsn == 0)
      g_assert_false (tc_log_store_link_at (log->store, lsn, &link, &error));
  }
  g_assert_no_error (error);
  g_assert_true (tc_digest_equal (&link, &untouched));
  g_assert_true (tc_log_store_link_at (log->store, 9, &link, NULL));
  g_assert_true (tc_digest_equal (&link, &log->head.link));
}

/* Replica and sequence are unique, and so is the operation's id: a batch that repeats one is not
 * kept, and its outcome is never OK. */
static void
test_repeat (Log *log, gconstpointer data)
{
  g_autoptr (TcLogBatch) batch = tc_log_batch_new ();
  g_autoptr (GError) error = NULL;

  append_three (log);
  if (log->db)
    tc_database_begin (log->db);
  add_entry (log, batch, 5, 2, NULL);
  seal (log, batch);
  g_assert_cmpint (tc_log_store_append (log->store, log->head.epoch, log->head.lsn, batch, &error),
                   !=, TC_LOG_OK);
  g_assert_nonnull (error);
  if (log->db)
    tc_database_rollback (log->db);
  assert_head (log);
}

/* By @before_us, times being 1000 + lsn; what is left from where on. */
static void
assert_trim (Log *log, gint64 before_us, gint64 horizon_lsn, gint64 since_us)
{
  TcLogTrim trim = {0};

  g_assert_true (tc_log_store_trim (log->store, before_us, &trim, NULL));
  g_assert_cmpint (trim.horizon_lsn, ==, horizon_lsn);
  g_assert_cmpint (trim.since_us, ==, since_us);
  g_assert_false (trim.more);
}

static void
assert_past_horizon (Log *log, gint64 after, const gint64 *scopes, guint n)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (tc_log_store_read (log->store, after, scopes, n, 1000000, &error));
  g_assert_error (error, TC_ERROR, TC_ERROR_NOT_FOUND);
}

/* Row images go, oldest first and once; links, hashes and operations stay. */
static void
test_trim (Log *log, gconstpointer data)
{
  static const gint64 scopes[] = {1, 2, 9};
  static const gint64 second[] = {2};
  static const gint64 other[] = {3};

  assert_trim (log, G_MAXINT64, 0, 0);
  append_three (log);
  assert_trim (log, G_MININT64, 0, 1003);
  assert_trim (log, 1003, 0, 1003);
  assert_read (log, 0, 1000000, 3, 1);
  assert_trim (log, 1004, 3, 1006);
  assert_past_horizon (log, 0, scopes, 3);
  assert_past_horizon (log, 0, second, 1);
  assert_read (log, 3, 1000000, 2, 4);
  /* Who holds nothing that was there follows on; the chain is whole. */
  g_autoptr (GPtrArray) frames = tc_log_store_read (log->store, 0, other, 1, 1000000, NULL);
  g_assert_cmpuint (frames->len, ==, 3);
  g_assert_cmpuint (((TcFrame *) g_ptr_array_index (frames, 0))->hashes->len, ==, 2);
  ((const BackEnd *) data)->again (log);
  assert_trim (log, 1000, 3, 1006);
  assert_trim (log, G_MAXINT64, 9, 0);
  assert_past_horizon (log, 6, scopes, 3);
  assert_read (log, 9, 1000000, 0, 0);
  assert_head (log);
  g_autoptr (TcLogEntry) entry = tc_log_store_find (log->store, 5, 4, NULL);
  g_assert_cmpint (entry->lsn, ==, 5);
}

/* A step ends at its limits and the next goes on. */
static void
test_trim_steps (Log *log, gconstpointer data)
{
  gint64 last_lsn = 0;
  TcLogTrim trim = {.more = TRUE};
  guint steps;

  for (guint i = 0; i < 10; i++) {
    g_autoptr (TcLogBatch) batch = tc_log_batch_new ();

    add_entry (log, batch, 5, i + 1, NULL);
    add_body (batch, 1, TC_LOG_TRIM_BYTES_MAX / 3);
    append (log, batch);
  }
  for (steps = 0; trim.more; steps++) {
    g_assert_true (tc_log_store_trim (log->store, G_MAXINT64, &trim, NULL));
    g_assert_cmpint (trim.horizon_lsn - last_lsn, <=, 4);
    last_lsn = trim.horizon_lsn;
  }
  g_assert_cmpint (last_lsn, ==, 10);
  g_assert_cmpuint (steps, ==, 3);
}

static guint
pack_all (Log *log, guint operations)
{
  gboolean more = TRUE;
  guint steps = 0;

  for (; more; steps += more)
    g_assert_true (tc_log_store_pack (log->store, operations, &more, NULL));
  return steps;
}

/* What became of an operation is found as ever once it is packed, which what is behind the horizon
 * alone is, a segment at a time; a number stays taken. */
static void
test_pack (Log *log, gconstpointer data)
{
  append_three (log);
  g_assert_cmpuint (pack_all (log, 2), ==, 0);
  assert_trim (log, 1004, 3, 1006);
  g_assert_cmpuint (pack_all (log, 2), ==, 1);
  assert_found (log);
  assert_trim (log, G_MAXINT64, 9, 0);
  g_assert_cmpuint (pack_all (log, 2), ==, 3);
  g_assert_cmpuint (pack_all (log, 2), ==, 0);
  assert_found (log);
  assert_head (log);
  ((const BackEnd *) data)->again (log);
  assert_found (log);
  g_assert_cmpuint (pack_all (log, 1), ==, 1);
  assert_found (log);
}

static void
empty (Log *log, gint64 lsn)
{
  if (log->db)
    tc_database_begin (log->db);
  tc_log_store_empty (log->store, lsn);
  if (log->db)
    g_assert_true (tc_database_commit (log->db, NULL));
}

/* Of what a legal purge takes out the hash stays, packed or not; the others of its segment stay
 * whole. */
static void
test_empty_packed (Log *log, gconstpointer data)
{
  append_three (log);
  g_autoptr (TcLogEntry) before = tc_log_store_find (log->store, 5, 1, NULL);
  empty (log, 9);
  assert_trim (log, G_MAXINT64, 9, 0);
  g_assert_cmpuint (pack_all (log, 9), ==, 1);
  for (guint i = 0; i < 2; i++) {
    empty (log, 1);
    ((const BackEnd *) data)->again (log);
    g_autoptr (TcLogEntry) one = tc_log_store_find (log->store, 5, 1, NULL);
    g_autoptr (TcLogEntry) nine = tc_log_store_find (log->store, 6, 3, NULL);
    g_autoptr (TcLogEntry) two = tc_log_store_find (log->store, 5, 2, NULL);

    g_assert_true (tc_operation_is_emptied (one->op));
    g_assert_true (tc_digest_equal (&one->op->hash, &before->op->hash));
    g_assert_true (tc_operation_is_emptied (nine->op));
    g_assert_true (tc_operation_verify (two->op, tc_key_get_public (log->key)));
  }
}

static void
add_tests (const BackEnd *back_end)
{
  static const struct {
    const char *name;
    void (*func) (Log *log, gconstpointer data);
  } tests[] = {{"empty", test_empty},
               {"lease", test_lease},
               {"append", test_append},
               {"conflict", test_conflict},
               {"read", test_read},
               {"find", test_find},
               {"read-part", test_read_part},
               {"link-at", test_link_at},
               {"repeat", test_repeat},
               {"trim", test_trim},
               {"trim-steps", test_trim_steps},
               {"pack", test_pack},
               {"empty-packed", test_empty_packed}};

  for (guint i = 0; i < G_N_ELEMENTS (tests); i++) {
    g_autofree char *path = g_strdup_printf ("/log-store/%s/%s", back_end->name, tests[i].name);

    g_test_add (path, Log, back_end, set_up, tests[i].func, tear_down);
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (back_ends); i++)
    add_tests (&back_ends[i]);
  return g_test_run ();
}
