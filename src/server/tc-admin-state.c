/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Verbs on the server's state: status, operate, make-ids, take-code, rows, find-report, log.
 */
#include "tc-admin-private.h"

#include "tc-people-operations.h"
#include "tc-schema.h"

#define IDS_MAX 1000
#define COLUMNS_MAX 60
#define LOG_MAX 1000
#define CAMERA_SCOPES                                                                              \
  G_STRINGIFY (TC_SCOPE_CAMERAS)                                                                   \
  "," G_STRINGIFY (TC_SCOPE_CAMERAS_RESTRICTED) "," G_STRINGIFY (TC_SCOPE_CAMERA_LINES)

static void
ask_make_ids (TcAdminQuestion *question)
{
  TcOperationSink *sink = TC_OPERATION_SINK (question->parts->hub);
  JsonObject *answer;
  JsonArray *ids;
  gint64 count;

  if (!tc_admin_get_int (question, "count", &count) || count < 1 || count > IDS_MAX) {
    tc_admin_fail (question, "\"count\" must be a number from 1 to %d", IDS_MAX);
    return;
  }
  answer = json_object_new ();
  ids = json_array_new ();
  for (gint64 i = 0; i < count; i++) {
    g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, tc_operation_sink_make_id (sink));

    json_array_add_string_element (ids, id);
  }
  json_object_set_array_member (answer, "ids", ids);
  tc_admin_answer (question, answer);
}

static void
code_taken_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  TcAdminQuestion *question = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *code = tc_code_pool_take_finish (TC_CODE_POOL (source), result, &error);
  JsonObject *answer;

  if (!code) {
    tc_admin_fail_error (question, error);
    return;
  }
  answer = json_object_new ();
  json_object_set_string_member (answer, "code", code);
  tc_admin_answer (question, answer);
}

static void
ask_take_code (TcAdminQuestion *question)
{
  gint64 at_us;

  if (!tc_admin_get_int (question, "at_us", &at_us) || at_us < 0)
    tc_admin_fail (question, "\"at_us\" must be a time in microseconds UTC");
  else
    tc_code_pool_take_async (question->parts->codes, at_us, code_taken_cb, question);
}

/* rows: what is asked, and the array of them that comes back. */
typedef struct {
  char *table;        /* (owned) */
  GPtrArray *columns; /* (owned) (element-type utf8) */
  gint64 after;
} Rows;

static void
free_rows (gpointer data)
{
  Rows *rows = data;

  g_free (rows->table);
  g_ptr_array_unref (rows->columns);
  g_free (rows);
}

static gboolean
has_column (const TcTable *table, const char *name)
{
  for (guint i = 0; i < table->n_columns; i++)
    if (g_str_equal (table->columns[i], name))
      return TRUE;
  return FALSE;
}

/* The scopes that rows of a table may be read of: what everybody reads, resources, and of cameras
 * what a file says of them. Nothing of what was reported is read here, nor who looked at what. */
static const char *
list_scopes (const char *table)
{
  static const char *const of_cameras[] = {
      "camera",      "camera_device", "camera_group",  "camera_group_role",
      "camera_line", "camera_member", "camera_stream", NULL};

  if (g_str_equal (table, "resource"))
    return G_STRINGIFY (TC_SCOPE_INCIDENTS);
  if (g_strv_contains (of_cameras, table))
    return CAMERA_SCOPES;
  return G_STRINGIFY (TC_SCOPE_COMMON);
}

/* Only names of the schema get into the statement. */
static char *
make_statement (TcDatabase *db, const Rows *rows, GError **error)
{
  g_autoptr (TcCatalogue) catalogue = tc_catalogue_load (db, error);
  const TcTable *table = catalogue ? tc_catalogue_find (catalogue, rows->table) : NULL;
  g_autoptr (GString) columns = g_string_new (NULL);

  if (catalogue && !table)
    g_set_error (error, TC_ERROR, TC_ERROR_INVALID, "there is no table \"%s\"", rows->table);
  if (!table)
    return NULL;
  for (guint i = 0; i < rows->columns->len; i++) {
    const char *column = rows->columns->pdata[i];

    if (!has_column (table, column)) {
      g_set_error (error, TC_ERROR, TC_ERROR_INVALID, "table %s has no column \"%s\"", table->name,
                   column);
      return NULL;
    }
    g_string_append_printf (columns, "%s\"%s\"", i ? ", " : "", column);
  }
  return g_strdup_printf (
      "SELECT %s FROM \"%s\" WHERE id > ? AND scope IN (%s) ORDER BY id LIMIT %d", columns->str,
      table->name, list_scopes (table->name), TC_QUERY_ROWS_MAX);
}

static void
add_value (JsonArray *row, TcQuery *query, int column)
{
  const char *text;

  if (sqlite3_column_type (tc_query_get_statement (query), column) == SQLITE_BLOB) {
    json_array_add_null_element (row);
    return;
  }
  text = tc_query_text (query, column); /* an integer as its digits */
  if (text)
    json_array_add_string_element (row, text);
  else
    json_array_add_null_element (row);
}

static gpointer
read_rows (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const Rows *rows = data;
  g_autofree char *statement = make_statement (db, rows, error);
  g_autoptr (TcQuery) query = NULL;
  JsonArray *list;

  if (!statement)
    return NULL;
  query = tc_database_query (db, statement, "i", rows->after);
  list = json_array_new ();
  while (tc_query_next (query)) {
    JsonArray *row = json_array_new ();

    for (guint i = 0; i < rows->columns->len; i++)
      add_value (row, query, (int) i);
    json_array_add_array_element (list, row);
  }
  return list;
}

static void
answer_list (TcAdminQuestion *question, GObject *source, GAsyncResult *result, const char *name)
{
  g_autoptr (GError) error = NULL;
  JsonArray *list = tc_worker_run_finish (TC_WORKER (source), result, &error);
  JsonObject *answer;

  if (!list) {
    tc_admin_fail_error (question, error);
    return;
  }
  answer = json_object_new ();
  json_object_set_array_member (answer, name, list);
  tc_admin_answer (question, answer);
}

static void
rows_read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  answer_list (data, source, result, "rows");
}

static void
ask_rows (TcAdminQuestion *question)
{
  const char *table = tc_admin_get_text (question, "table");
  JsonArray *columns = tc_admin_get_array (question, "columns");
  Rows *rows;

  if (!table || !columns || json_array_get_length (columns) < 1 ||
      json_array_get_length (columns) > COLUMNS_MAX) {
    tc_admin_fail (question, "\"table\" and \"columns\" are needed");
    return;
  }
  rows = g_new0 (Rows, 1);
  rows->table = g_strdup (table);
  rows->columns = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < json_array_get_length (columns); i++) {
    JsonNode *node = json_array_get_element (columns, i);

    g_ptr_array_add (rows->columns,
                     g_strdup (JSON_NODE_HOLDS_VALUE (node) ? json_node_get_string (node) : NULL));
    if (!rows->columns->pdata[i])
      rows->columns->pdata[i] = g_strdup ("");
  }
  rows->after = tc_admin_get_id (question, "after");
  tc_admin_run (question, read_rows, rows, free_rows, (GDestroyNotify) json_array_unref,
                rows_read_cb);
}

typedef struct {
  char *source;      /* (owned) */
  char *external_id; /* (owned) */
} External;

static void
free_external (gpointer data)
{
  External *external = data;

  g_free (external->source);
  g_free (external->external_id);
  g_free (external);
}

static gpointer
find_report (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const External *external = data;
  gint64 *id = g_new (gint64, 1);

  *id = tc_database_get_int (
      db, 0, "SELECT id FROM report WHERE source = ? AND external_id = ? ORDER BY id LIMIT 1", "ss",
      external->source, external->external_id);
  return id;
}

static void
report_found_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  TcAdminQuestion *question = data;
  g_autoptr (GError) error = NULL;
  g_autofree gint64 *id = tc_worker_run_finish (TC_WORKER (source), result, &error);
  JsonObject *answer;

  if (!id) {
    tc_admin_fail_error (question, error);
    return;
  }
  answer = json_object_new ();
  if (*id)
    tc_admin_set_id (answer, "id", *id);
  tc_admin_answer (question, answer);
}

static void
ask_find_report (TcAdminQuestion *question)
{
  External *external;

  if (!tc_admin_get_text (question, "source") || !tc_admin_get_text (question, "external_id")) {
    tc_admin_fail (question, "\"source\" and \"external_id\" are needed");
    return;
  }
  external = g_new0 (External, 1);
  external->source = g_strdup (tc_admin_get_text (question, "source"));
  external->external_id = g_strdup (tc_admin_get_text (question, "external_id"));
  tc_admin_run (question, find_report, external, free_external, g_free, report_found_cb);
}

/* log: who did what when; never with what arguments. */
typedef struct {
  gint64 after;
  gint64 count;
} LogSpan;

static gpointer
read_log (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const LogSpan *span = data;
  JsonArray *list = json_array_new ();
  g_autoptr (TcQuery) query = tc_database_query (
      db,
      "SELECT lsn, name, actor_id, replica, made_us, refusal FROM log_operation WHERE lsn > ? "
      "ORDER BY lsn LIMIT ?",
      "ii", span->after, span->count);

  while (tc_query_next (query)) {
    JsonObject *entry = json_object_new ();

    json_object_set_int_member (entry, "lsn", tc_query_int (query, 0));
    json_object_set_string_member (entry, "name", tc_query_text (query, 1));
    tc_admin_set_id (entry, "actor", tc_query_int (query, 2));
    json_object_set_int_member (entry, "replica", tc_query_int (query, 3));
    json_object_set_int_member (entry, "made_us", tc_query_int (query, 4));
    json_object_set_string_member (entry, "refusal", tc_query_text (query, 5));
    json_array_add_object_element (list, entry);
  }
  return list;
}

static void
log_read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  answer_list (data, source, result, "entries");
}

static void
ask_log (TcAdminQuestion *question)
{
  LogSpan span = {0, 100};

  if (!tc_admin_get_int (question, "after", &span.after) ||
      !tc_admin_get_int (question, "count", &span.count) || span.count < 1 ||
      span.count > LOG_MAX) {
    tc_admin_fail (question, "\"after\" and \"count\" (1 to %d) are needed", LOG_MAX);
    return;
  }
  tc_admin_run (question, read_log, g_memdup2 (&span, sizeof span), g_free,
                (GDestroyNotify) json_array_unref, log_read_cb);
}

const TcAdminVerb tc_admin_state_verbs[] = {
    {"status", tc_admin_ask_status},
    {"operate", tc_admin_ask_operate},
    {"make-ids", ask_make_ids},
    {"take-code", ask_take_code},
    {"rows", ask_rows},
    {"find-report", ask_find_report},
    {"log", ask_log},
    {"put-file", tc_admin_ask_put_file},
    {NULL, NULL},
};
