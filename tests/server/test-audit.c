/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: proving a whole log on several threads says what tc-audit.h promises, also of what only
 * SQLite sees; links that were kept outside are told from those that a restore forgot and those
 * that were forged. Method: a real data directory (backup-fixture.h), faults planted in it.
 */
#include "backup-fixture.h"
#include "tc-audit-posted.h"
#include "tc-audit.h"

#include <glib/gstdio.h>
#include <string.h>

/* More than one chunk of signatures. */
#define COMMITS 700

typedef struct {
  BackupFixture base;
  char *state; /* a copy of state.db that nobody has open */
  TcKey *key;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autofree char *key = NULL;
  g_autofree char *from = NULL;
  g_autoptr (TcDatabase) db = NULL;

  backup_fixture_set_up (&fixture->base, NULL);
  backup_fixture_work (&fixture->base, COMMITS);
  key = g_build_filename (fixture->base.data, "server.key", NULL);
  from = g_build_filename (fixture->base.data, "state.db", NULL);
  fixture->key = tc_key_load (key, NULL);
  fixture->state = g_build_filename (fixture->base.top, "copy.db", NULL);
  db = tc_database_open (from, TC_DATABASE_WRITER, NULL);
  tc_database_execute (db, "VACUUM INTO ?", "s", fixture->state);
  g_assert_true (tc_database_check (db, NULL));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  tc_key_free (fixture->key);
  g_free (fixture->state);
  backup_fixture_tear_down (&fixture->base, NULL);
}

static void
change (Fixture *fixture, const char *sql)
{
  sqlite3 *db = NULL;

  g_assert_cmpint (sqlite3_open (fixture->state, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (db);
}

static gint64
ask (Fixture *fixture, const char *sql)
{
  g_autoptr (TcDatabase) db = tc_database_open (fixture->state, TC_DATABASE_IMMUTABLE, NULL);

  return tc_database_get_int (db, -1, sql, NULL);
}

static void
on_progress (gint64 done, gint64 total, gpointer data)
{
  g_assert_cmpint (done, <=, total);
  ++*(guint *) data;
}

static JsonObject *
audit (Fixture *fixture, gint64 after_lsn)
{
  guint told = 0;
  const TcAuditOptions options = {.path = fixture->state,
                                  .flags = TC_DATABASE_IMMUTABLE,
                                  .key = tc_key_get_public (fixture->key),
                                  .after_lsn = after_lsn,
                                  .gentle = TRUE,
                                  .progress = on_progress,
                                  .data = &told};
  g_autoptr (GError) error = NULL;
  JsonObject *result = tc_audit_run (&options, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (told, >, 0);
  return result;
}

static void
test_whole (Fixture *fixture, gconstpointer data)
{
  g_autoptr (JsonObject) result = audit (fixture, 0);
  g_autoptr (JsonObject) later = audit (fixture, 300);
  gint64 head = ask (fixture, "SELECT max (lsn) FROM log_operation");

  g_assert_false (json_object_has_member (result, "sentence"));
  g_assert_false (json_object_has_member (result, "tables"));
  g_assert_cmpint (json_object_get_int_member (result, "operations"), ==, head);
  g_assert_cmpint (json_object_get_int_member (result, "lsn"), ==, head);
  g_assert_cmpint (json_object_get_int_member (later, "operations"), ==, head - 300);
  g_assert_cmpstr (json_object_get_string_member (later, "link"), ==,
                   json_object_get_string_member (result, "link"));
}

/* Of two that don't hold the first is told, whichever thread finds it. */
static void
test_first (Fixture *fixture, gconstpointer data)
{
  g_autoptr (JsonObject) result = NULL;

  change (fixture, "UPDATE log_commit SET signature = zeroblob (64) WHERE last_lsn IN (20, 600)");
  result = audit (fixture, 0);
  g_assert_cmpint (json_object_get_int_member (result, "fault_lsn"), ==, 20);
  g_assert_cmpstr (json_object_get_string_member (result, "sentence"), ==,
                   "at 20: its link was not signed with this server's key");
  g_assert_false (json_object_has_member (result, "operation"));
}

static void
test_operation (Fixture *fixture, gconstpointer data)
{
  g_autoptr (JsonObject) result = NULL;

  change (fixture, "UPDATE log_operation SET actor_id = 7 WHERE lsn = 400");
  result = audit (fixture, 0);
  g_assert_cmpstr (json_object_get_string_member (result, "sentence"), ==,
                   "operation 400 (role.add, number 400 of the server): its column actor_id says 7,"
                   " its bytes say 0");
  g_assert_cmpstr (json_object_get_string_member (result, "operation"), ==,
                   "role.add, number 400 of the server");
}

/* A bit of an index, which no walk over the log reads. */
static void
test_index (Fixture *fixture, gconstpointer data)
{
  gint64 page = ask (fixture,
                     "SELECT pageno FROM dbstat WHERE name = 'log_operation_seq' AND pagetype ="
                     " 'leaf' LIMIT 1");
  g_autoptr (JsonObject) result = NULL;

  /* Its last bytes are its first entry. */
  backup_fixture_flip (fixture->state, (gsize) (page * 4096 - 1));
  result = audit (fixture, 0);
  g_assert_false (json_object_has_member (result, "sentence"));
  g_assert_nonnull (strstr (json_object_get_string_member (result, "tables"), "log_operation"));
}

static void
test_errors (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  TcAuditOptions options = {.path = fixture->state, .flags = TC_DATABASE_IMMUTABLE};
  g_autoptr (GError) cancelled = NULL;
  g_autoptr (GError) missing = NULL;
  g_autoptr (GError) relay = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_null (tc_audit_run (&options, cancellable, &cancelled));
  g_assert_error (cancelled, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  change (fixture, "DELETE FROM log_operation");
  g_assert_null (tc_audit_run (&options, NULL, &relay));
  g_assert_error (relay, TC_ERROR, TC_ERROR_NOT_FOUND);
  options.path = "/nowhere/state.db";
  g_assert_null (tc_audit_run (&options, NULL, &missing));
  g_assert_nonnull (missing);
}

/* ---- posted links ---- */

static JsonObject *
links_cb (JsonArray *lsns, gpointer data, GError **error)
{
  Fixture *fixture = data;
  g_autoptr (TcDatabase) db = tc_database_open (fixture->state, TC_DATABASE_IMMUTABLE, error);

  return db ? tc_audit_links (db, lsns) : NULL;
}

/* A line of the journal with the link of that commit. */
static char *
post (Fixture *fixture, gint64 lsn, gint64 epoch)
{
  g_autoptr (TcDatabase) db = tc_database_open (fixture->state, TC_DATABASE_IMMUTABLE, NULL);
  g_autofree char *log = tc_database_dup_text (db, "SELECT lower (hex (log_id)) FROM log_identity",
                                               NULL);
  g_autofree char *link = tc_database_dup_text (
      db, "SELECT lower (hex (link)) FROM log_commit WHERE last_lsn = ?", "i", lsn);
  g_autofree char *signature = tc_database_dup_text (
      db, "SELECT lower (hex (signature)) FROM log_commit WHERE last_lsn = ?", "i", lsn);

  return g_strdup_printf ("Nov 23 07:00:00 may toancanhd[1]: the log's link: {\"log\":\"%s\","
                          "\"epoch\":%" G_GINT64_FORMAT ",\"lsn\":%" G_GINT64_FORMAT
                          ",\"link\":\"%s\",\"signature\":\"%s\"}",
                          log, epoch, lsn, link, signature);
}

static void
compare (Fixture *fixture, const char *text, gint64 after_lsn, TcAuditCompared *compared)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) posted = tc_audit_posted_parse (text, strlen (text), "it", &error);

  g_assert_no_error (error);
  g_assert_true (tc_audit_posted_compare (posted, tc_key_get_public (fixture->key), after_lsn,
                                          links_cb, fixture, compared, &error));
  g_assert_no_error (error);
}

static void
assert_posted_fault (Fixture *fixture, const char *text, const char *words)
{
  g_auto (TcAuditCompared) compared = {0};

  compare (fixture, text, 0, &compared);
  g_assert_cmpuint (compared.faults->len, ==, 1);
  g_test_message ("%s", (char *) compared.faults->pdata[0]);
  g_assert_nonnull (strstr (compared.faults->pdata[0], words));
}

static void
test_posted (Fixture *fixture, gconstpointer data)
{
  g_autofree char *early = post (fixture, 10, 1);
  g_autofree char *late = post (fixture, 700, 1);
  g_autofree char *text = g_strjoin ("\n", "nothing {", early, "{\"link\":1}", late, "", NULL);
  g_auto (TcAuditCompared) compared = {0};
  g_auto (TcAuditCompared) since = {0};

  compare (fixture, text, 0, &compared);
  g_assert_cmpuint (compared.same, ==, 2);
  g_assert_cmpuint (compared.faults->len, ==, 0);
  compare (fixture, text, 300, &since);
  g_assert_cmpuint (since.same, ==, 1);
  g_assert_cmpuint (since.earlier, ==, 1);
}

static void
test_posted_faults (Fixture *fixture, gconstpointer data)
{
  g_autofree char *line = post (fixture, 10, 1);
  g_autofree char *ahead = post (fixture, 10, 2);
  g_autofree char *other = g_strdup (line);
  g_autofree char *forged = g_strdup (line);
  char *log = strstr (other, "\"log\":\"") + 7;
  char *link = strstr (forged, "\"link\":\"") + 8;

  log[0] = log[0] == '0' ? '1' : '0';
  link[0] = link[0] == '0' ? '1' : '0';
  assert_posted_fault (fixture, other, "of another log");
  assert_posted_fault (fixture, forged, "this server did not sign it");
  assert_posted_fault (fixture, ahead, "has not come to that epoch");
  /* Written anew by who has the key: the links of before lead nowhere. */
  change (fixture, "UPDATE log_commit SET link = zeroblob (32) WHERE last_lsn = 10");
  assert_posted_fault (fixture, line, "the log was written anew");
  change (fixture, "DELETE FROM log_commit WHERE last_lsn = 10");
  assert_posted_fault (fixture, line, "no commit that ends there");
}

/* What a restore forgot was posted all the same, and is no fault. */
static void
test_posted_forgotten (Fixture *fixture, gconstpointer data)
{
  g_autofree char *line = post (fixture, 500, 1);
  g_auto (TcAuditCompared) compared = {0};

  change (fixture, "UPDATE log_identity SET epoch = 2;"
                   "INSERT INTO log_epoch VALUES (2, 400, 1, 1, 400, 1, 0);"
                   "UPDATE log_commit SET link = zeroblob (32) WHERE last_lsn = 500");
  compare (fixture, line, 0, &compared);
  g_assert_cmpuint (compared.forgotten, ==, 1);
  g_assert_cmpuint (compared.faults->len, ==, 0);
}

static void
test_posted_nothing (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) none = NULL;
  g_autoptr (GError) missing = NULL;
  g_autoptr (GError) large = NULL;

  g_assert_null (tc_audit_posted_parse ("no\nlines", 8, "it", &none));
  g_assert_error (none, TC_ERROR, TC_ERROR_INVALID);
  g_assert_null (tc_audit_posted_parse ("", TC_AUDIT_POSTED_BYTES_MAX + 1, "it", &large));
  g_assert_error (large, TC_ERROR, TC_ERROR_LIMIT);
  g_assert_null (tc_audit_posted_read ("/nowhere/heads.txt", &missing));
  g_assert_error (missing, G_FILE_ERROR, G_FILE_ERROR_NOENT);
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/audit/whole", test_whole);
  ADD ("/audit/first", test_first);
  ADD ("/audit/operation", test_operation);
  ADD ("/audit/index", test_index);
  ADD ("/audit/errors", test_errors);
  ADD ("/audit/posted", test_posted);
  ADD ("/audit/posted-faults", test_posted_faults);
  ADD ("/audit/posted-forgotten", test_posted_forgotten);
  ADD ("/audit/posted-nothing", test_posted_nothing);
  return g_test_run ();
}
