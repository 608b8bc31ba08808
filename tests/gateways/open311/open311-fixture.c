/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The sink, the gateway around it, the journal watched, and the blocking client; see the header.
 */
#include "open311-fixture.h"

#include "remove-tree.h"
#include "tc-execute.h"
#include "tc-id.h"
#include "tc-limits.h"
#include "tc-places-operations.h"

#include <string.h>

/* ---- a sink over a database ---- */

struct _TestSink {
  GObject parent;
  TcDatabase *db; /* (owned) */
  TcKey *key;     /* (owned) */
  TcIdMaker ids;
  gint64 seq;
  guint n_failing;
  TcError failure;
};

static gint64
test_sink_make_id (TcOperationSink *sink)
{
  return tc_id_maker_next (&TEST_SINK (sink)->ids, g_get_real_time ());
}

static TcVerdict *
execute (TestSink *self, const TcOperationType *type, gconstpointer args, GError **error)
{
  TcOperationHead head = {.id = test_sink_make_id (TC_OPERATION_SINK (self)),
                          .seq = ++self->seq,
                          .made_us = g_get_real_time (),
                          .replica = TC_REPLICA_SERVER};
  g_autoptr (TcOperation) op = NULL;
  g_autoptr (TcRefusal) refusal = NULL;
  TcVerdict *verdict;
  TcOutcome outcome;

  tc_random_bytes (head.nonce, sizeof head.nonce);
  op = tc_operation_make (type, &head, args, self->key);
  tc_database_begin (self->db);
  outcome = tc_execute (self->db, TRUE, NULL, op, &refusal, error);
  if (outcome == TC_OUTCOME_FAILED) {
    tc_database_rollback (self->db);
    return NULL;
  }
  if (!tc_database_commit (self->db, error))
    return NULL;
  g_assert_cmpint (outcome, !=, TC_OUTCOME_DEFERRED);
  verdict = g_new0 (TcVerdict, 1);
  verdict->lsn = self->seq;
  verdict->refusal = g_steal_pointer (&refusal);
  return verdict;
}

static void
test_sink_submit_async (TcOperationSink *sink, const TcOperationType *type, gconstpointer args,
                        GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  TestSink *self = TEST_SINK (sink);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, data);
  GError *error = NULL;
  TcVerdict *verdict;

  if (self->n_failing) {
    self->n_failing--;
    g_task_return_new_error (task, TC_ERROR, self->failure, "as the test wants it");
    return;
  }
  verdict = execute (self, type, args, &error);
  if (verdict)
    g_task_return_pointer (task, verdict, (GDestroyNotify) tc_verdict_free);
  else
    g_task_return_error (task, error);
}

static TcVerdict *
test_sink_submit_finish (TcOperationSink *sink, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
test_sink_iface_init (TcOperationSinkInterface *iface)
{
  iface->make_id = test_sink_make_id;
  iface->submit_async = test_sink_submit_async;
  iface->submit_finish = test_sink_submit_finish;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (TestSink, test_sink, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (TC_TYPE_OPERATION_SINK, test_sink_iface_init))

static void
test_sink_finalize (GObject *object)
{
  TestSink *self = TEST_SINK (object);

  tc_database_close (self->db);
  tc_key_free (self->key);
  G_OBJECT_CLASS (test_sink_parent_class)->finalize (object);
}

static void
test_sink_class_init (TestSinkClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = test_sink_finalize;
}

static void
test_sink_init (TestSink *self)
{
  self->key = tc_key_generate ();
  tc_id_maker_init (&self->ids, TC_REPLICA_SERVER, 0);
}

TcDatabase *
test_sink_get_database (TestSink *self)
{
  return self->db;
}

/* ---- the fixture ---- */

static gboolean
find_client (const char *api_key, TcOpen311Client *client, gpointer data)
{
  gboolean a = strcmp (api_key, KEY_A) == 0;

  if (!a && strcmp (api_key, KEY_B) != 0)
    return FALSE;
  client->id = a ? 1 : 2;
  g_strlcpy (client->name, a ? "client-a" : "client-b", sizeof client->name);
  g_strlcpy (client->channel, "open311", sizeof client->channel);
  return TRUE;
}

static char *
dup_file_path (const char *hash, gpointer data)
{
  return g_build_filename (((Fixture *) data)->folder, "files", hash, NULL);
}

static void
add_field (Fixture *fixture, guint place, const char *code, gint64 parent_id, gint64 active,
           const char *attributes)
{
  TcFieldSet args = {
      .field_id = fixture_make_id (fixture),
      .code = code,
      .parent_id = parent_id,
      .name_vi = place == 1 ? "Đèn tín hiệu hỏng" : "Giao thông",
      .name_en = place == 1 ? "Traffic light out of order" : "Traffic",
      .description_vi = "Mô tả <&>",
      .keywords = "đèn, xe",
      .priority = TC_PRIORITY_ATTENTION,
      .attributes = attributes,
      .position = place,
      .active = active,
  };

  fixture->fields[place] = args.field_id;
  fixture_do (fixture, &tc_field_add_type, &args);
}

static void
add_fields (Fixture *fixture)
{
  add_field (fixture, 0, "giaothong", 0, 1, NULL);
  add_field (fixture, 1, "giaothong.den", fixture->fields[0], 1,
             "[{\"code\":\"trangthai\",\"datatype\":\"singlevaluelist\",\"required\":true,"
             "\"description_vi\":\"Đèn thế nào?\",\"description_en\":\"How is it?\",\"order\":1,"
             "\"values\":[{\"key\":\"tat\",\"name_vi\":\"Tắt\",\"name_en\":\"Dark\"},"
             "{\"key\":\"vang\",\"name_vi\":\"Vàng\",\"name_en\":\"Yellow\"}]},"
             "{\"code\":\"huong\",\"datatype\":\"multivaluelist\",\"order\":2,"
             "\"description_vi\":\"Hướng\",\"values\":[{\"key\":\"b\"},{\"key\":\"n\"}]}]");
  add_field (fixture, 2, "cu", 0, 0, NULL);
}

static void
add_area (Fixture *fixture)
{
  TcAreaArgs args = {
      .area_id = fixture_make_id (fixture),
      .code = "31318",
      .kind = "ward",
      .name_vi = "Phường Vị Thanh",
      .name_en = "Vị Thanh ward",
      .lat_e7 = 97800000,
      .lon_e7 = 1054700000,
  };

  fixture->area_id = args.area_id;
  fixture_do (fixture, &tc_area_add_type, &args);
}

void
fixture_set_up (Fixture *fixture, void (*change) (TcOpen311Options *options))
{
  fixture_set_up_limited (fixture, change, NULL);
}

void
fixture_set_up_limited (Fixture *fixture, void (*change) (TcOpen311Options *options),
                        const TcHttpLimits *limits)
{
  static const TcSchemaSet *const sets[] = {&tc_schema_state, NULL};
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;

  tc_crypto_init ();
  fixture->folder = g_dir_make_tmp ("open311-XXXXXX", NULL);
  path = g_build_filename (fixture->folder, "state.db", NULL);
  fixture->sink = g_object_new (TEST_TYPE_SINK, NULL);
  fixture->sink->db = tc_database_open (path, TC_DATABASE_WRITER, &error);
  g_assert_no_error (error);
  g_assert_true (tc_schema_migrate (fixture->sink->db, sets, &error));
  fixture->reader = tc_worker_new ("reader", path, 0, &error);
  g_assert_no_error (error);
  fixture->codes = tc_code_pool_new (TC_OPERATION_SINK (fixture->sink), fixture->reader);
  add_fields (fixture);
  add_area (fixture);
  fixture->options = tc_open311_options_default;
  fixture->options.find_client = find_client;
  fixture->options.dup_file_path = dup_file_path;
  fixture->options.data = fixture;
  fixture->options.jurisdiction_id = "haugiang.gov.vn";
  fixture->options.address_burst = 100000;
  fixture->options.address_rate_per_minute = 100000;
  fixture->options.key_burst = 100000;
  if (change)
    change (&fixture->options);
  fixture->gateway = tc_open311_gateway_new (TC_OPERATION_SINK (fixture->sink), fixture->reader,
                                             fixture->codes, &fixture->options);
  fixture->server = tc_http_server_new (limits);
  tc_open311_gateway_mount (fixture->gateway, fixture->server, BASE);
  g_assert_true (tc_http_server_listen (fixture->server, "127.0.0.1", 0, NULL, &error));
  fixture->port = tc_http_server_get_port (fixture->server);
}

static void
stopped_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  tc_http_server_stop_finish (TC_HTTP_SERVER (source), result);
  *(gboolean *) data = TRUE;
}

void
fixture_tear_down (Fixture *fixture)
{
  gboolean stopped = FALSE;

  tc_http_server_stop_async (fixture->server, 2000, stopped_cb, &stopped);
  while (!stopped)
    g_main_context_iteration (NULL, TRUE);
  g_clear_object (&fixture->server);
  g_clear_object (&fixture->gateway);
  g_clear_object (&fixture->codes);
  tc_worker_stop (fixture->reader);
  g_clear_object (&fixture->reader);
  g_clear_object (&fixture->sink);
  remove_tree (fixture->folder);
  g_clear_pointer (&fixture->folder, g_free);
}

void
fixture_do (Fixture *fixture, const TcOperationType *type, gconstpointer args)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TcVerdict) verdict = execute (fixture->sink, type, args, &error);

  g_assert_no_error (error);
  if (verdict->refusal)
    g_test_message ("%s: %s", type->name, verdict->refusal->code);
  g_assert_null (verdict->refusal);
}

gint64
fixture_make_id (Fixture *fixture)
{
  return test_sink_make_id (TC_OPERATION_SINK (fixture->sink));
}

gint64
fixture_count (Fixture *fixture, const char *sql)
{
  gint64 value = tc_database_get_int (fixture->sink->db, -1, sql, "");
  g_autoptr (GError) error = NULL;

  g_assert_true (tc_database_check (fixture->sink->db, &error));
  return value;
}

char *
fixture_dup_text (Fixture *fixture, const char *sql)
{
  return tc_database_dup_text (fixture->sink->db, sql, "");
}

void
fixture_fail_next (Fixture *fixture, guint n, TcError code)
{
  fixture->sink->n_failing = n;
  fixture->sink->failure = code;
}

/* ---- the journal ---- */

static GPatternSpec *expected; /* (owned) (nullable) */

static GLogWriterOutput
write_log_cb (GLogLevelFlags level, const GLogField *fields, gsize n_fields, gpointer data)
{
  for (gsize i = 0; expected && i < n_fields; i++) {
    if (strcmp (fields[i].key, "MESSAGE") == 0 &&
        g_pattern_spec_match_string (expected, fields[i].value)) {
      g_clear_pointer (&expected, g_pattern_spec_free);
      return G_LOG_WRITER_HANDLED;
    }
  }
  return g_log_writer_default (level, fields, n_fields, data);
}

void
fixture_watch_journal (void)
{
  g_log_set_writer_func (write_log_cb, NULL, NULL);
}

void
fixture_expect (Fixture *fixture, const char *pattern)
{
  g_assert_null (expected);
  expected = g_pattern_spec_new (pattern);
}

void
fixture_assert_expected (Fixture *fixture)
{
  g_assert_null (expected);
}

/* ---- the client ---- */

typedef struct {
  GThreadFunc func;
  gpointer data;
  int done;
} Beside;

static gpointer
run_beside (gpointer data)
{
  Beside *beside = data;

  beside->func (beside->data);
  g_atomic_int_set (&beside->done, 1);
  g_main_context_wakeup (NULL);
  return NULL;
}

void
fixture_beside (GThreadFunc func, gpointer data)
{
  Beside beside = {func, data, 0};
  GThread *thread = g_thread_new ("client", run_beside, &beside);

  while (!g_atomic_int_get (&beside.done))
    g_main_context_iteration (NULL, TRUE);
  g_thread_join (thread);
}

typedef struct {
  guint16 port;
  const char *bytes;
  gsize size;
  GByteArray *heard;
} Talk;

static gpointer
talk (gpointer data)
{
  Talk *self = data;
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketConnection) connection = NULL;
  GInputStream *input;
  guint8 buffer[16384];
  gssize n;

  g_socket_client_set_timeout (client, 10);
  connection = g_socket_client_connect_to_host (client, "127.0.0.1", self->port, NULL, NULL);
  g_assert_nonnull (connection);
  g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)), self->bytes,
                             self->size, NULL, NULL, NULL);
  input = g_io_stream_get_input_stream (G_IO_STREAM (connection));
  while ((n = g_input_stream_read (input, buffer, sizeof buffer, NULL, NULL)) > 0)
    g_byte_array_append (self->heard, buffer, (guint) n);
  return NULL;
}

Reply *
fixture_raw (Fixture *fixture, const char *bytes, gsize size)
{
  g_autoptr (GByteArray) heard = g_byte_array_new ();
  Talk self = {fixture->port, bytes, size, heard};
  Reply *reply = g_new0 (Reply, 1);
  g_autofree char *text = NULL;
  char *end;

  fixture_beside (talk, &self);
  text = g_strndup ((const char *) heard->data, heard->len);
  end = strstr (text, "\r\n\r\n");
  reply->head = end ? g_strndup (text, (gsize) (end - text) + 2) : g_strdup (text);
  reply->body = g_strdup (end ? end + 4 : "");
  if (g_str_has_prefix (text, "HTTP/1."))
    reply->status = (guint) g_ascii_strtoull (text + strlen ("HTTP/1.1 "), NULL, 10);
  return reply;
}

void
reply_free (Reply *reply)
{
  if (!reply)
    return;
  g_free (reply->head);
  g_free (reply->body);
  g_free (reply);
}

char *
reply_dup_header (const Reply *reply, const char *name)
{
  g_auto (GStrv) lines = g_strsplit (reply->head, "\r\n", -1);

  for (char **line = lines + 1; *lines && *line; line++) {
    gsize size = strlen (name);

    if (g_ascii_strncasecmp (*line, name, size) == 0 && (*line)[size] == ':')
      return g_strdup (g_strstrip (*line + size + 1));
  }
  return NULL;
}

Reply *
fixture_get (Fixture *fixture, const char *path, const char *headers)
{
  g_autofree char *text = g_strdup_printf (
      "GET " BASE "%s HTTP/1.1\r\nHost: 127.0.0.1\r\n%sConnection: close\r\n\r\n", path,
      headers ? headers : "");

  return fixture_raw (fixture, text, strlen (text));
}

Reply *
fixture_post (Fixture *fixture, const char *path, const char *form, const char *headers)
{
  g_autofree char *text = g_strdup_printf (
      "POST " BASE "%s HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: "
      "application/x-www-form-urlencoded; charset=utf-8\r\nContent-Length: %" G_GSIZE_FORMAT
      "\r\n%sConnection: close\r\n\r\n%s",
      path, strlen (form), headers ? headers : "", form);

  return fixture_raw (fixture, text, strlen (text));
}
