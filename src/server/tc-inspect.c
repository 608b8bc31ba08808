/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Looking through a data directory; see the header.
 */
#include "tc-inspect.h"

#include "tc-backup-set.h"
#include "tc-database.h"
#include "tc-file-store.h"
#include "tc-http-client.h"
#include "tc-inspect-references.h"
#include "tc-log-audit.h"
#include "tc-people-operations.h"

#include <glib/gstdio.h>
#include <string.h>

#define RECENT_OPERATIONS "500"

typedef struct {
  const TcInspectOptions *options;
  GCancellable *cancellable;
  TcDatabase *state;   /* (owned) */
  TcDatabase *secrets; /* (owned) */
  JsonObject *facts;   /* (owned) */
} Look;

static gboolean
go_on (Look *look)
{
  return !g_cancellable_is_cancelled (look->cancellable);
}

static gboolean
audit_go_on (const TcLogAudit *so_far, gpointer data)
{
  return go_on (data);
}

static TcDatabase *
open_reader (Look *look, const char *name, GError **error)
{
  g_autofree char *path = g_build_filename (look->options->data_dir, name, NULL);

  return tc_database_open (path, 0, error);
}

/* SQLite's own check; a database so damaged that it can't say has that said. */
static void
check_database (Look *look, TcDatabase *db, const char *member)
{
  const char *sql = look->options->deep ? "PRAGMA integrity_check (1)" : "PRAGMA quick_check (1)";
  g_autofree char *said = tc_database_dup_text (db, sql, NULL);
  g_autoptr (GError) error = NULL;

  if (!tc_database_check (db, &error))
    json_object_set_string_member (look->facts, member, error->message);
  else
    json_object_set_string_member (look->facts, member, said ? said : "it doesn't answer");
}

/* Bytes of a table with its indexes, as pages; 0 where this SQLite can't tell. */
static gint64
measure_table (Look *look, const char *table)
{
  if (!tc_database_get_int (look->state, 0,
                            "SELECT 1 FROM pragma_module_list WHERE name = 'dbstat'", NULL))
    return 0;
  return tc_database_get_int (look->state, 0,
                              "SELECT sum(pgsize) FROM sqlite_schema AS t JOIN dbstat AS d"
                              " ON d.name = t.name AND d.aggregate = 1 WHERE t.tbl_name = ?",
                              "s", table);
}

static void
measure_log (Look *look)
{
  gint64 free_pages = tc_database_get_int (look->state, 0, "PRAGMA freelist_count", NULL);
  gint64 page = tc_database_get_int (look->state, 0, "PRAGMA page_size", NULL);

  json_object_set_int_member (look->facts, "log_bytes",
                              measure_table (look, "log_operation") +
                                  measure_table (look, "log_segment"));
  json_object_set_int_member (look->facts, "catch_up_bytes", measure_table (look, "log_section"));
  json_object_set_int_member (look->facts, "free_bytes", free_pages * page);
  json_object_set_int_member (
      look->facts, "lsn",
      tc_database_get_int (look->state, 0, "SELECT max(last_lsn) FROM log_commit", NULL));
  /* A server that was upgraded and not yet started has no such table. */
  if (tc_database_get_int (look->state, 0, "SELECT 1 FROM sqlite_schema WHERE name = 'log_horizon'",
                           NULL))
    json_object_set_int_member (
        look->facts, "catch_up_since_us",
        tc_database_get_int (look->state, 0,
                             "SELECT time_us FROM log_commit WHERE last_lsn > coalesce"
                             " ((SELECT lsn FROM log_horizon), 0) ORDER BY last_lsn LIMIT 1",
                             NULL));
}

static gboolean
check_log (Look *look, GError **error)
{
  g_autofree char *key_path = g_build_filename (look->options->data_dir, "server.key", NULL);
  g_autoptr (TcKey) key = tc_key_load (key_path, NULL);
  gint64 start = look->options->deep ? 0
                                     : tc_log_audit_find_start (look->state, TC_INSPECT_COMMITS);
  g_auto (TcLogAudit) audit = {0};

  const TcLogAuditOptions options = {.key = key ? tc_key_get_public (key) : NULL,
                                     .after_lsn = start,
                                     .deep = look->options->deep,
                                     .go_on = audit_go_on,
                                     .data = look};

  if (!tc_log_audit_run (look->state, &options, &audit, error))
    return FALSE;
  json_object_set_int_member (look->facts, "commits", audit.commits);
  json_object_set_int_member (look->facts, "operations", audit.operations);
  json_object_set_int_member (
      look->facts, "head_us",
      tc_database_get_int (look->state, 0,
                           "SELECT max(time_us) FROM (SELECT time_us"
                           " FROM log_commit ORDER BY last_lsn DESC LIMIT 1)",
                           NULL));
  measure_log (look);
  if (audit.fault) {
    json_object_set_string_member (look->facts, "fault", audit.fault);
    json_object_set_int_member (look->facts, "fault_lsn", audit.fault_lsn);
  }
  return TRUE;
}

/* ---- attachments ---- */

typedef struct {
  GHashTable *known; /* (owned) (element-type utf8): hashes of rows */
  gint64 rows, missing, damaged, orphans, orphan_bytes;
  char *example; /* (owned) (nullable): a hash that is missing or damaged */
} Files;

static void
note_example (Files *files, const char *hash)
{
  if (!files->example)
    files->example = g_strdup (hash);
}

static void
check_file (Look *look, Files *files, const char *dir, const char *hash, gint64 size)
{
  g_autofree char *path = tc_backup_file_path (dir, hash);
  g_autofree char *found = NULL;
  GStatBuf info;

  files->rows++;
  g_hash_table_add (files->known, g_strdup (hash));
  if (g_stat (path, &info) < 0) {
    files->missing++;
    note_example (files, hash);
    return;
  }
  if (look->options->deep && info.st_size == size)
    found = tc_file_sha256 (path, NULL);
  if (info.st_size != size || (look->options->deep && g_strcmp0 (found, hash) != 0)) {
    files->damaged++;
    note_example (files, hash);
  }
}

static void
count_orphans (Files *files, const char *dir, const char *prefix)
{
  g_autofree char *folder = g_build_filename (dir, prefix, NULL);
  g_autoptr (GDir) list = strlen (prefix) == 2 ? g_dir_open (folder, 0, NULL) : NULL;
  const char *name;

  while (list && (name = g_dir_read_name (list))) {
    g_autofree char *hash = g_strconcat (prefix, name, NULL);
    g_autofree char *path = g_build_filename (folder, name, NULL);
    GStatBuf info;

    if (g_hash_table_contains (files->known, hash) || g_stat (path, &info) < 0)
      continue;
    files->orphans++;
    files->orphan_bytes += info.st_size;
  }
}

/* What the server found damaged and put by. */
static gint64
count_set_aside (const char *dir)
{
  g_autofree char *folder = g_build_filename (dir, "damaged", NULL);
  g_autoptr (GDir) list = g_dir_open (folder, 0, NULL);
  gint64 n = 0;

  while (list && g_dir_read_name (list))
    n++;
  return n;
}

static void
check_files (Look *look)
{
  Files files = {g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL)};
  g_autofree char *dir = g_build_filename (look->options->data_dir, "files", NULL);
  g_autoptr (TcQuery) query = tc_database_query (
      look->state,
      "SELECT hash, max(size) FROM attachment WHERE hash <> '' GROUP BY hash ORDER BY hash", NULL);
  g_autoptr (GDir) list = g_dir_open (dir, 0, NULL);
  JsonObject *object = json_object_new ();
  const char *name;

  while (go_on (look) && tc_query_next (query))
    if (tc_file_store_is_hash (tc_query_text (query, 0)))
      check_file (look, &files, dir, tc_query_text (query, 0), tc_query_int (query, 1));
  while (list && (name = g_dir_read_name (list)))
    count_orphans (&files, dir, name);
  json_object_set_int_member (object, "set_aside", count_set_aside (dir));
  json_object_set_int_member (object, "rows", files.rows);
  json_object_set_int_member (object, "missing", files.missing);
  json_object_set_int_member (object, "damaged", files.damaged);
  json_object_set_int_member (object, "orphans", files.orphans);
  json_object_set_int_member (object, "orphan_bytes", files.orphan_bytes);
  if (files.example)
    json_object_set_string_member (object, "example", files.example);
  json_object_set_object_member (look->facts, "files", object);
  g_hash_table_unref (files.known);
  g_free (files.example);
}

/* ---- desks and people ---- */

static void
list_desks (Look *look)
{
  JsonArray *desks = json_array_new ();
  g_autoptr (TcQuery) query = tc_database_query (
      look->state,
      "SELECT id, name, (SELECT made_us FROM log_operation AS o WHERE o.replica = desk.id"
      " ORDER BY seq DESC LIMIT 1) FROM desk WHERE state = 'enrolled' ORDER BY id",
      NULL);

  while (tc_query_next (query)) {
    JsonObject *one = json_object_new ();

    json_object_set_int_member (one, "id", tc_query_int (query, 0));
    json_object_set_string_member (one, "name", tc_query_text (query, 1));
    json_object_set_int_member (one, "last_us", tc_query_id (query, 2));
    json_array_add_object_element (desks, one);
  }
  json_object_set_array_member (look->facts, "desks", desks);
}

static void
look_at_clocks (Look *look)
{
  g_autoptr (TcQuery) query = tc_database_query (
      look->state,
      "SELECT o.replica, o.made_us - c.time_us AS ahead FROM (SELECT lsn, replica, made_us"
      " FROM log_operation ORDER BY lsn DESC LIMIT " RECENT_OPERATIONS ") AS o"
      " JOIN log_commit AS c ON c.last_lsn = (SELECT min(last_lsn) FROM log_commit"
      " WHERE last_lsn >= o.lsn) WHERE o.replica <> 0 ORDER BY ahead DESC LIMIT 1",
      NULL);

  if (tc_query_next (query)) {
    json_object_set_int_member (look->facts, "ahead_desk", tc_query_int (query, 0));
    json_object_set_int_member (look->facts, "ahead_us", tc_query_int (query, 1));
  }
}

static gboolean
has_password (Look *look, gint64 staff_id)
{
  return tc_database_get_int (look->secrets, 0, "SELECT 1 FROM password WHERE staff_id = ?", "i",
                              staff_id) == 1;
}

static void
count_admins (Look *look)
{
  gint64 admins = 0;
  g_autoptr (TcQuery) query = tc_database_query (
      look->state,
      "SELECT DISTINCT s.id FROM staff AS s JOIN post AS p ON p.staff_id = s.id"
      " JOIN role_capability AS c ON c.role_id = p.role_id WHERE c.capability = ?1"
      " AND p.valid_from_us <= ?2 AND (p.valid_to_us IS NULL OR p.valid_to_us > ?2)"
      " AND (s.inactive_from_us IS NULL OR s.inactive_from_us > ?2) ORDER BY s.id",
      "si", TC_CAPABILITY_PEOPLE, look->options->now_us);

  while (tc_query_next (query))
    admins += has_password (look, tc_query_int (query, 0));
  json_object_set_int_member (look->facts, "admins", admins);
}

static void
list_locked (Look *look)
{
  JsonArray *locked = json_array_new ();
  g_autoptr (TcQuery) query = tc_database_query (
      look->secrets, "SELECT staff_id FROM password WHERE locked_until_us > ? ORDER BY staff_id",
      "i", look->options->now_us);

  while (tc_query_next (query)) {
    g_autofree char *account = tc_database_dup_text (
        look->state, "SELECT account FROM staff WHERE id = ?", "i", tc_query_int (query, 0));

    if (account)
      json_array_add_string_element (locked, account);
  }
  json_object_set_array_member (look->facts, "locked", locked);
}

static void
look_at_restore (Look *look)
{
  g_autoptr (TcQuery) query = tc_database_query (
      look->state,
      "SELECT epoch, began_us, known_lsn - base_lsn, (SELECT count(*) FROM log_operation"
      " WHERE lsn > base_lsn AND replica <> 0 AND made_us BETWEEN backup_us AND began_us)"
      " FROM log_epoch ORDER BY epoch DESC LIMIT 1",
      NULL);
  JsonObject *object;

  if (!tc_query_next (query))
    return;
  object = json_object_new ();
  json_object_set_int_member (object, "epoch", tc_query_int (query, 0));
  json_object_set_int_member (object, "began_us", tc_query_int (query, 1));
  json_object_set_int_member (object, "lost", tc_query_int (query, 2));
  json_object_set_int_member (object, "again", tc_query_int (query, 3));
  json_object_set_object_member (look->facts, "restored", object);
}

static gboolean
look_through (Look *look, GError **error)
{
  look->state = open_reader (look, "state.db", error);
  look->secrets = look->state ? open_reader (look, "secrets.db", error) : NULL;
  if (!look->secrets)
    return FALSE;
  check_database (look, look->state, "state_check");
  check_database (look, look->secrets, "secrets_check");
  if (g_cancellable_set_error_if_cancelled (look->cancellable, error))
    return FALSE;
  if (strcmp (json_object_get_string_member (look->facts, "state_check"), "ok") != 0 ||
      strcmp (json_object_get_string_member (look->facts, "secrets_check"), "ok") != 0)
    return TRUE;
  if (!check_log (look, error))
    return FALSE;
  json_object_set_array_member (look->facts, "dangling", tc_inspect_references (look->state));
  check_files (look);
  list_desks (look);
  look_at_clocks (look);
  count_admins (look);
  list_locked (look);
  look_at_restore (look);
  return !g_cancellable_set_error_if_cancelled (look->cancellable, error) &&
         tc_database_check (look->state, error) && tc_database_check (look->secrets, error);
}

JsonObject *
tc_inspect (const TcInspectOptions *options, GCancellable *cancellable, GError **error)
{
  Look look = {options, cancellable, NULL, NULL, json_object_new ()};

  if (!look_through (&look, error))
    g_clear_pointer (&look.facts, json_object_unref);
  g_clear_pointer (&look.state, tc_database_close);
  g_clear_pointer (&look.secrets, tc_database_close);
  return look.facts;
}
