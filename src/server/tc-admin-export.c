/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Verbs for exports: all tables at one position of the log, in pages, while the server goes on.
 *
 * DESIGN. An export has a reader of its own, whose transaction is open from the first page to the
 * last: the short and the long reader serve others between two pages and must see what is new. The
 * open transaction keeps the WAL from being reset, so there is one export at a time, and one that
 * nobody asks anything of for TC_ADMIN_EXPORT_IDLE_S is over.
 */
#include "tc-admin-export-private.h"
#include "tc-admin-private.h"

#include "tc-incident-operations.h"
#include "tc-limits.h"
#include "tc-log-packing.h"
#include "tc-operation-registry.h"

#include <string.h>

/* Text of a page, before its quotes; the rest of the rows comes with the next. */
#define PAGE_BYTES_MAX (256 * 1024)

struct _TcAdminExports {
  TcWorker *worker;               /* (owned) (nullable): while there is an export */
  const TcAdminConnection *owner; /* (unowned) (nullable): who began it */
  gint64 number;                  /* of the newest */
  gboolean personal;              /* a reason was given */
  guint idle_id;                  /* 0: none */
};

TcAdminExports *
tc_admin_exports_new (void)
{
  return g_new0 (TcAdminExports, 1);
}

static void
end_export (TcAdminExports *exports)
{
  if (exports->worker)
    tc_worker_stop (exports->worker);
  g_clear_object (&exports->worker);
  exports->owner = NULL;
  g_clear_handle_id (&exports->idle_id, g_source_remove);
}

void
tc_admin_exports_free (TcAdminExports *exports)
{
  end_export (exports);
  g_free (exports);
}

void
tc_admin_exports_close_line (TcAdminExports *exports, const TcAdminConnection *connection)
{
  if (exports->owner == connection)
    end_export (exports);
}

static gboolean
idle_cb (gpointer data)
{
  TcAdminExports *exports = data;

  g_message ("nobody asks for the rest of an export: it is over");
  exports->idle_id = 0;
  end_export (exports);
  return G_SOURCE_REMOVE;
}

static void
restart_idle (TcAdminExports *exports)
{
  g_clear_handle_id (&exports->idle_id, g_source_remove);
  exports->idle_id = g_timeout_add_seconds (TC_ADMIN_EXPORT_IDLE_S, idle_cb, exports);
}

/* FALSE: nobody waits for the answer any more, and the exports may be gone with the server; the
 * question is answered. */
static gboolean
is_asked (TcAdminQuestion *question)
{
  if (!g_cancellable_is_cancelled (tc_admin_get_cancellable (question)))
    return TRUE;
  tc_admin_fail (question, "the line was closed");
  return FALSE;
}

/* ---- export-begin ---- */

static gpointer
begin (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  JsonObject *answer = json_object_new ();
  JsonArray *names = json_array_new ();

  tc_database_begin (db);
  json_object_set_int_member (
      answer, "lsn", tc_database_get_int (db, 0, "SELECT max (last_lsn) FROM log_commit", NULL));
  json_object_set_int_member (answer, "epoch",
                              tc_database_get_int (db, 0, "SELECT epoch FROM log_identity", NULL));
  g_autofree char *id = tc_database_dup_text (db, "SELECT lower (hex (log_id)) FROM log_identity",
                                              NULL);
  json_object_set_string_member (answer, "log", id);
  for (const TcExportTable *table = tc_export_tables; table->name; table++)
    json_array_add_string_element (names, table->name);
  json_object_set_array_member (answer, "tables", names);
  return answer;
}

static void
begun_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  TcAdminQuestion *question = data;
  g_autoptr (GError) error = NULL;
  JsonObject *answer = tc_worker_run_finish (TC_WORKER (source), result, &error);

  if (!is_asked (question)) {
    g_clear_pointer (&answer, json_object_unref);
    return;
  }
  if (answer) {
    tc_admin_set_id (answer, "export", question->exports->number);
    tc_admin_answer (question, answer);
    return;
  }
  end_export (question->exports);
  tc_admin_fail_error (question, error);
}

static void
open_export (TcAdminQuestion *question, gboolean personal)
{
  TcAdminExports *exports = question->exports;
  g_autofree char *path = g_build_filename (question->parts->dir, "state.db", NULL);
  g_autoptr (GError) error = NULL;

  if (exports->worker) {
    tc_admin_fail (question, "another export is under way");
    return;
  }
  exports->worker = tc_worker_new ("export", path, 0, &error);
  if (!exports->worker) {
    tc_admin_fail_error (question, error);
    return;
  }
  exports->number++;
  exports->personal = personal;
  exports->owner = question->connection;
  restart_idle (exports);
  tc_worker_run_async (exports->worker, begin, NULL, NULL, (GDestroyNotify) json_object_unref, NULL,
                       begun_cb, question);
}

static void
recorded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  if (tc_admin_accepted (data, source, result, NULL) && is_asked (data))
    open_export (data, TRUE);
}

static void
ask_begin (TcAdminQuestion *question)
{
  const char *reason = tc_admin_get_text (question, "reason");
  TcReporterExport args = {reason};

  if (question->exports->worker)
    tc_admin_fail (question, "another export is under way");
  else if (reason) /* on record before anything is read */
    tc_admin_submit (question, &tc_reporter_export_type, &args, recorded_cb);
  else
    open_export (question, FALSE);
}

/* ---- export-rows ---- */

typedef struct {
  const TcExportTable *table; /* (unowned): static; NULL: the log */
  gboolean personal;
  gint64 after;
  gint64 since_us;
} Page;

/* NULL as null, all else as its text. How long it is. */
static gsize
add_value (JsonArray *row, TcQuery *query, int column)
{
  const char *text = tc_query_text (query, column);

  if (text)
    json_array_add_string_element (row, text);
  else
    json_array_add_null_element (row);
  return text ? strlen (text) : 0;
}

static JsonArray *
list_columns (TcQuery *query)
{
  sqlite3_stmt *statement = tc_query_get_statement (query);
  JsonArray *columns = json_array_new ();

  for (int i = 1; i < sqlite3_column_count (statement); i++)
    json_array_add_string_element (columns, sqlite3_column_name (statement, i));
  return columns;
}

static JsonObject *
make_page (JsonArray *columns, JsonArray *rows, gint64 next, gboolean done)
{
  JsonObject *answer = json_object_new ();

  json_object_set_array_member (answer, "columns", columns);
  json_object_set_array_member (answer, "rows", rows);
  tc_admin_set_id (answer, "next", next);
  json_object_set_boolean_member (answer, "done", done);
  return answer;
}

static JsonObject *
read_table (TcDatabase *db, const Page *page)
{
  g_autoptr (TcQuery) query = tc_database_query (db, page->table->sql, "iii", page->after,
                                                 page->since_us, (gint64) TC_QUERY_ROWS_MAX);
  JsonArray *columns = list_columns (query);
  JsonArray *rows = json_array_new ();
  gint64 next = page->after;
  gsize bytes = 0;
  guint n = 0;

  while (bytes < PAGE_BYTES_MAX && tc_query_next (query)) {
    JsonArray *row = json_array_new ();

    next = tc_query_int (query, 0);
    for (guint i = 0; i < json_array_get_length (columns); i++)
      bytes += add_value (row, query, (int) i + 1);
    json_array_add_array_element (rows, row);
    n++;
  }
  return make_page (columns, rows, next, n < TC_QUERY_ROWS_MAX && bytes < PAGE_BYTES_MAX);
}

/* ---- the log ---- */

static gboolean
is_personal (const char *operation, const char *name)
{
  if (g_str_has_prefix (operation, "reporter."))
    return g_str_equal (name, "reason");
  if (g_str_equal (operation, "photo.strip")) /* where somebody was */
    return g_str_equal (name, "lat_e7") || g_str_equal (name, "lon_e7");
  if (g_str_has_prefix (operation, "camera.")) /* how a camera can be reached */
    return g_str_equal (name, "address") || g_str_equal (name, "account");
  return g_str_has_prefix (name, "reporter_") && !g_str_equal (name, "reporter_id");
}

static JsonNode *
write_ids (GVariant *value)
{
  JsonNode *node = json_node_new (JSON_NODE_ARRAY);
  JsonArray *array = json_array_new ();
  gsize n;
  const gint64 *ids = g_variant_get_fixed_array (value, &n, sizeof (gint64));

  for (gsize i = 0; i < n; i++) {
    g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, ids[i]);

    json_array_add_string_element (array, id);
  }
  json_node_take_array (node, array);
  return node;
}

/* Numbers as texts, as everywhere on the socket where ids may stand. */
static JsonNode *
write_arg (GVariant *value)
{
  g_autofree char *text = NULL;
  JsonNode *node = json_node_alloc ();

  if (g_variant_is_of_type (value, G_VARIANT_TYPE_STRING))
    return json_node_init_string (node, g_variant_get_string (value, NULL));
  if (g_variant_is_of_type (value, G_VARIANT_TYPE ("ax"))) {
    json_node_unref (node);
    return write_ids (value);
  }
  text = g_variant_is_of_type (value, G_VARIANT_TYPE_INT64)
             ? g_strdup_printf ("%" G_GINT64_FORMAT, g_variant_get_int64 (value))
             : g_base64_encode (g_variant_get_data (value), g_variant_get_size (value));
  return json_node_init_string (node, text);
}

static JsonObject *
write_args (const TcOperation *op, gboolean personal)
{
  JsonObject *args = json_object_new ();
  GVariantIter iter;
  const char *name;
  GVariant *value;

  g_variant_iter_init (&iter, op->args);
  while (g_variant_iter_loop (&iter, "{&sv}", &name, &value)) {
    if (personal || !is_personal (op->name, name))
      json_object_set_member (args, name, write_arg (value));
  }
  return args;
}

/* The arguments as JSON; "{}" if the bytes are none of an operation. (transfer full) */
static char *
read_args (TcQuery *query, int column, gboolean personal)
{
  g_autoptr (GBytes) bytes = tc_query_dup_blob (query, column);
  TcSignature signature = {0};
  g_autoptr (TcOperation) op = bytes ? tc_operation_parse (bytes, &signature, NULL) : NULL;
  g_autoptr (JsonNode) node = json_node_alloc ();
  g_autoptr (JsonObject) args = op ? write_args (op, personal) : json_object_new ();

  json_node_init_object (node, args);
  return json_to_string (node, FALSE);
}

static JsonObject *
read_log (TcDatabase *db, const Page *page)
{
  tc_log_packing_register (db);
  static const char *const names[] = {"lsn",     "operation",   "id",
                                      "actor",   "replica",     "made:time",
                                      "refusal", "purged_hash", "args:json"};
  g_autoptr (TcQuery) query = tc_database_query (
      db,
      "SELECT lsn, lsn, name, operation_id, actor_id, replica, made_us, refusal,"
      " iif (hash IS NULL, NULL, lower (hex (hash))), log_bytes (lsn, bytes) FROM log_operation"
      " LEFT JOIN log_purged USING (lsn) WHERE lsn > ?1 AND made_us >= ?2 ORDER BY lsn LIMIT ?3",
      "iii", page->after, page->since_us, (gint64) TC_QUERY_ROWS_MAX);
  JsonArray *columns = json_array_new ();
  JsonArray *rows = json_array_new ();
  gint64 next = page->after;
  gsize bytes = 0;
  guint n = 0;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    json_array_add_string_element (columns, names[i]);
  for (; bytes < PAGE_BYTES_MAX && tc_query_next (query); n++) {
    JsonArray *row = json_array_new ();
    g_autofree char *args = read_args (query, 9, page->personal);

    next = tc_query_int (query, 0);
    for (int i = 1; i < (int) G_N_ELEMENTS (names); i++)
      bytes += add_value (row, query, i);
    json_array_add_string_element (row, args);
    bytes += strlen (args);
    json_array_add_array_element (rows, row);
  }
  return make_page (columns, rows, next, n < TC_QUERY_ROWS_MAX && bytes < PAGE_BYTES_MAX);
}

static gpointer
read_page (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const Page *page = data;

  return page->table ? read_table (db, page) : read_log (db, page);
}

static void
page_read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  TcAdminQuestion *question = data;
  g_autoptr (GError) error = NULL;
  JsonObject *answer = tc_worker_run_finish (TC_WORKER (source), result, &error);

  if (answer) {
    tc_admin_answer (question, answer);
    return;
  }
  if (!is_asked (question))
    return;
  /* Its transaction is gone, and with it the one position. */
  if (question->exports->worker == TC_WORKER (source))
    end_export (question->exports);
  tc_admin_fail_error (question, error);
}

/* FALSE: answered; it isn't there. */
static gboolean
find_table (TcAdminQuestion *question, const TcExportTable **table)
{
  const char *name = tc_admin_get_text (question, "table");

  *table = NULL;
  if (g_strcmp0 (name, "log") == 0)
    return TRUE;
  for (const TcExportTable *one = tc_export_tables; one->name; one++) {
    if (g_strcmp0 (name, one->name) == 0)
      *table = one;
  }
  if (!*table)
    tc_admin_fail (question, "there is no table \"%s\" to export", name ? name : "");
  else if ((*table)->personal && !question->exports->personal)
    tc_admin_fail (question, "%s is personal: an export of it needs a reason", name);
  else
    return TRUE;
  return FALSE;
}

/* FALSE: answered; it is over. */
static gboolean
check_export (TcAdminQuestion *question)
{
  TcAdminExports *exports = question->exports;

  if (exports->worker && tc_admin_get_id (question, "export") == exports->number) {
    restart_idle (exports);
    return TRUE;
  }
  tc_admin_fail (question, "this export is over");
  return FALSE;
}

static void
ask_rows (TcAdminQuestion *question)
{
  Page page = {.personal = question->exports->personal,
               .after = tc_admin_get_id (question, "after")};

  if (!check_export (question) || !find_table (question, &page.table))
    return;
  if (!tc_admin_get_int (question, "since_us", &page.since_us))
    page.since_us = 0;
  tc_worker_run_async (question->exports->worker, read_page, g_memdup2 (&page, sizeof page), g_free,
                       (GDestroyNotify) json_object_unref, NULL, page_read_cb, question);
}

/* Where a file of the file store stands on this machine; absent: it isn't here. */
static void
ask_file (TcAdminQuestion *question)
{
  const char *hash = tc_admin_get_text (question, "hash");
  JsonObject *answer;

  if (!check_export (question))
    return;
  if (!hash || !tc_file_store_is_hash (hash)) {
    tc_admin_fail (question, "\"hash\" must be 64 lower-case hexadecimal digits");
    return;
  }
  answer = json_object_new ();
  if (tc_file_store_has (question->files, hash)) {
    g_autofree char *path = tc_file_store_dup_path (question->files, hash);

    json_object_set_string_member (answer, "path", path);
  }
  tc_admin_answer (question, answer);
}

static void
ask_end (TcAdminQuestion *question)
{
  if (!check_export (question))
    return;
  end_export (question->exports);
  tc_admin_answer (question, NULL);
}

const TcAdminVerb tc_admin_export_verbs[] = {
    {"export-begin", ask_begin},
    {"export-rows", ask_rows},
    {"export-file", ask_file},
    {"export-end", ask_end},
    {NULL, NULL},
};
