/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The administration socket; see the header. A connection reads lines, starts their verbs, and
 * writes answers in order; it lives until it is closed and its last question is answered.
 */
#include "tc-admin-private.h"

#include <errno.h>
#include <gio/gunixsocketaddress.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#define READ_BYTES (64 * 1024)

struct _TcAdminServer {
  const TcServerParts *parts; /* (unowned): the server's */
  TcDeskLines *lines;         /* (unowned): the server's */
  TcFileStore *files;         /* (unowned): the server's */
  char *path;                 /* (owned) */
  GSocketService *service;    /* (owned) */
  GHashTable *connections;    /* (owned) (element-type TcAdminConnection) */
  TcAdminExports *exports;    /* (owned) */
  TcAdminAudits *audits;      /* (owned) */
  gint64 started_us;
};

struct _TcAdminConnection {
  guint refs;
  TcAdminServer *server;     /* (unowned) (nullable): NULL once closed */
  GSocketConnection *stream; /* (owned) */
  GCancellable *cancellable; /* (owned) */
  GByteArray *incoming;      /* (owned): what is no whole line yet */
  GQueue questions;          /* (element-type TcAdminQuestion): unanswered or not their turn */
  GString *outgoing;         /* (owned): answers waiting to be written */
  char *writing;             /* (owned) (nullable): those on their way */
  gboolean reading;
  gboolean ended; /* nothing more is asked: close once all is answered */
};

static void read_more (TcAdminConnection *connection);

static TcAdminConnection *
ref_connection (TcAdminConnection *connection)
{
  connection->refs++;
  return connection;
}

static void
unref_connection (TcAdminConnection *connection)
{
  if (--connection->refs)
    return;
  g_assert (g_queue_is_empty (&connection->questions));
  g_object_unref (connection->stream);
  g_object_unref (connection->cancellable);
  g_byte_array_unref (connection->incoming);
  g_string_free (connection->outgoing, TRUE);
  g_free (connection->writing);
  g_free (connection);
}

static void
close_connection (TcAdminConnection *connection)
{
  if (!connection->server)
    return;
  g_hash_table_remove (connection->server->connections, connection);
  tc_admin_exports_close_line (connection->server->exports, connection);
  connection->server = NULL;
  g_cancellable_cancel (connection->cancellable);
  g_socket_shutdown (g_socket_connection_get_socket (connection->stream), TRUE, TRUE, NULL);
  unref_connection (connection);
}

/* Answers. */

static void write_more (TcAdminConnection *connection);

static void
written_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  TcAdminConnection *connection = data;

  g_clear_pointer (&connection->writing, g_free);
  if (!g_output_stream_write_all_finish (G_OUTPUT_STREAM (source), result, NULL, NULL))
    close_connection (connection);
  else
    write_more (connection);
  unref_connection (connection);
}

static void
write_more (TcAdminConnection *connection)
{
  gsize size = connection->outgoing->len;
  GOutputStream *output = g_io_stream_get_output_stream (G_IO_STREAM (connection->stream));

  if (connection->ended && !connection->writing && !size &&
      g_queue_is_empty (&connection->questions))
    close_connection (connection);
  if (connection->writing || !size || !connection->server)
    return;
  connection->writing = g_string_free (connection->outgoing, FALSE);
  connection->outgoing = g_string_new (NULL);
  g_output_stream_write_all_async (output, connection->writing, size, G_PRIORITY_DEFAULT,
                                   connection->cancellable, written_cb,
                                   ref_connection (connection));
}

static void
free_question (TcAdminQuestion *question)
{
  if (question->state_free)
    question->state_free (question->state);
  json_object_unref (question->asked);
  g_free (question->answer);
  unref_connection (question->connection);
  g_free (question);
}

/* Those whose turn it is. */
static void
flush_answers (TcAdminConnection *connection)
{
  TcAdminQuestion *first;

  while ((first = g_queue_peek_head (&connection->questions)) && first->answer) {
    g_string_append (connection->outgoing, first->answer);
    g_string_append_c (connection->outgoing, '\n');
    g_queue_pop_head (&connection->questions);
    free_question (first);
  }
  write_more (connection);
  if (connection->server && !connection->reading && !connection->ended &&
      connection->questions.length < TC_ADMIN_UNANSWERED_MAX)
    read_more (connection);
}

static void
give_answer (TcAdminQuestion *question, JsonObject *object)
{
  g_autoptr (JsonNode) node = json_node_alloc ();
  g_autoptr (GString) line = NULL;
  g_autofree char *text = NULL;
  TcAdminConnection *connection = ref_connection (question->connection);

  json_node_init_object (node, object);
  text = json_to_string (node, FALSE);
  g_assert (!question->answer);
  question->answer = g_steal_pointer (&text);
  flush_answers (connection);
  unref_connection (connection);
}

void
tc_admin_answer (TcAdminQuestion *question, JsonObject *answer)
{
  g_autoptr (JsonObject) object = answer ? answer : json_object_new ();

  json_object_set_boolean_member (object, "ok", TRUE);
  give_answer (question, object);
}

void
tc_admin_refuse (TcAdminQuestion *question, const TcRefusal *refusal)
{
  g_autoptr (JsonObject) object = json_object_new ();
  JsonObject *told = json_object_new ();
  JsonObject *args = json_object_new ();
  GVariantIter iter;
  const char *name;
  GVariant *value;

  g_variant_iter_init (&iter, refusal->args);
  while (g_variant_iter_loop (&iter, "{&sv}", &name, &value)) {
    if (g_variant_is_of_type (value, G_VARIANT_TYPE_STRING))
      json_object_set_string_member (args, name, g_variant_get_string (value, NULL));
    else if (g_variant_is_of_type (value, G_VARIANT_TYPE_INT64))
      tc_admin_set_id (args, name, g_variant_get_int64 (value));
  }
  json_object_set_string_member (told, "code", refusal->code);
  json_object_set_object_member (told, "args", args);
  json_object_set_boolean_member (object, "ok", FALSE);
  json_object_set_object_member (object, "refusal", told);
  give_answer (question, object);
}

void
tc_admin_fail (TcAdminQuestion *question, const char *format, ...)
{
  g_autoptr (JsonObject) object = json_object_new ();
  g_autofree char *text = NULL;
  va_list args;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);
  json_object_set_boolean_member (object, "ok", FALSE);
  json_object_set_string_member (object, "error", text);
  give_answer (question, object);
}

void
tc_admin_fail_error (TcAdminQuestion *question, const GError *error)
{
  tc_admin_fail (question, "%s", error->message);
}

/* Questions. */

static const TcAdminVerb *
find_verb (const TcAdminVerb *verbs, const char *name)
{
  for (; verbs->name; verbs++)
    if (g_str_equal (verbs->name, name))
      return verbs;
  return NULL;
}

/* What a relay can answer: the rest is the province's server's. */
static gboolean
is_for_relay (const char *name)
{
  static const char *const names[] = {"status", "desks", "rows", "find-report", NULL};

  return g_strv_contains (names, name);
}

static void
start_question (TcAdminConnection *connection, JsonObject *asked)
{
  static const TcAdminVerb *const tables[] = {
      tc_admin_state_verbs,  tc_admin_people_verbs,  tc_admin_exchange_verbs, tc_admin_export_verbs,
      tc_admin_backup_verbs, tc_admin_inspect_verbs, tc_admin_snapshot_verbs, tc_admin_audit_verbs,
      tc_admin_purge_verbs,  tc_admin_camera_verbs,  tc_admin_finding_verbs,  tc_admin_alarm_verbs};
  TcAdminQuestion *question = g_new0 (TcAdminQuestion, 1);
  const TcAdminVerb *verb = NULL;
  const char *name;

  question->parts = connection->server->parts;
  question->lines = connection->server->lines;
  question->files = connection->server->files;
  question->exports = connection->server->exports;
  question->audits = connection->server->audits;
  question->started_us = connection->server->started_us;
  question->asked = asked;
  question->connection = ref_connection (connection);
  g_queue_push_tail (&connection->questions, question);
  name = tc_admin_get_text (question, "do");
  for (guint i = 0; name && !verb && i < G_N_ELEMENTS (tables); i++)
    verb = find_verb (tables[i], name);
  if (verb && question->parts->relay && !is_for_relay (name))
    tc_admin_fail (question, "this is a relay: \"%s\" is asked of the province's server", name);
  else if (verb)
    verb->ask (question);
  else
    tc_admin_fail (question, "there is no verb \"%s\"", name ? name : "");
}

static gboolean
read_question (TcAdminConnection *connection, const char *line, gsize size)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  JsonNode *root = NULL;

  if (json_parser_load_from_data (parser, line, (gssize) size, NULL))
    root = json_parser_get_root (parser);
  if (!root || !JSON_NODE_HOLDS_OBJECT (root))
    return FALSE;
  start_question (connection, json_object_ref (json_node_get_object (root)));
  return TRUE;
}

/* Starts all whole lines there are. FALSE if what came is no question. */
static gboolean
read_lines (TcAdminConnection *connection)
{
  gsize done = 0;

  while (connection->server) {
    const char *start = (const char *) connection->incoming->data + done;
    gsize left = connection->incoming->len - done;
    const char *end = left ? memchr (start, '\n', left) : NULL;

    if (!end) {
      g_byte_array_remove_range (connection->incoming, 0, (guint) done);
      return left <= TC_ADMIN_QUESTION_BYTES_MAX;
    }
    if (!read_question (connection, start, (gsize) (end - start)))
      return FALSE;
    done += (gsize) (end - start) + 1;
  }
  return TRUE;
}

static void
got_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  TcAdminConnection *connection = data;
  g_autoptr (GBytes)
      bytes = g_input_stream_read_bytes_finish (G_INPUT_STREAM (source), result, NULL);

  connection->reading = FALSE;
  if (!bytes || !g_bytes_get_size (bytes)) {
    connection->ended = TRUE;
    write_more (connection);
  } else {
    g_byte_array_append (connection->incoming, g_bytes_get_data (bytes, NULL),
                         (guint) g_bytes_get_size (bytes));
    if (!read_lines (connection)) {
      g_message ("the administration socket was sent what is no question");
      close_connection (connection);
    } else if (!connection->reading && connection->server &&
               connection->questions.length < TC_ADMIN_UNANSWERED_MAX) {
      read_more (connection);
    }
  }
  unref_connection (connection);
}

static void
read_more (TcAdminConnection *connection)
{
  connection->reading = TRUE;
  g_input_stream_read_bytes_async (g_io_stream_get_input_stream (G_IO_STREAM (connection->stream)),
                                   READ_BYTES, G_PRIORITY_DEFAULT, connection->cancellable, got_cb,
                                   ref_connection (connection));
}

/* Who may: root, and whom the server runs as. */
static gboolean
is_allowed (GSocketConnection *stream)
{
  g_autoptr (GCredentials)
      peer = g_socket_get_credentials (g_socket_connection_get_socket (stream), NULL);
  uid_t uid = peer ? g_credentials_get_unix_user (peer, NULL) : (uid_t) -1;

  return uid != (uid_t) -1 && (uid == 0 || uid == getuid ());
}

static gboolean
incoming_cb (GSocketService *service, GSocketConnection *stream, GObject *object, gpointer data)
{
  TcAdminServer *self = data;
  TcAdminConnection *connection;

  if (!is_allowed (stream)) {
    g_message ("the administration socket was refused to another user");
    return TRUE;
  }
  if (g_hash_table_size (self->connections) >= TC_ADMIN_CONNECTIONS_MAX)
    return TRUE;
  connection = g_new0 (TcAdminConnection, 1);
  connection->refs = 1;
  connection->server = self;
  connection->stream = g_object_ref (stream);
  connection->cancellable = g_cancellable_new ();
  connection->incoming = g_byte_array_new ();
  connection->outgoing = g_string_new (NULL);
  g_queue_init (&connection->questions);
  g_hash_table_add (self->connections, connection);
  read_more (connection);
  return TRUE;
}

/* TRUE if nobody answers at the address: what stands there is left over. */
static gboolean
is_dead (GSocketAddress *address)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketConnection)
      stream = g_socket_client_connect (client, G_SOCKET_CONNECTABLE (address), NULL, NULL);

  return stream == NULL;
}

TcAdminServer *
tc_admin_server_new (const char *path, const TcServerParts *parts, TcDeskLines *lines,
                     TcFileStore *files, GError **error)
{
  g_autoptr (GSocketAddress) address = g_unix_socket_address_new (path);
  g_autoptr (GSocketService) service = g_socket_service_new ();
  TcAdminServer *self;

  if (!is_dead (address)) {
    g_set_error (error, TC_ERROR, TC_ERROR_BUSY, "another server answers at '%s'", path);
    return NULL;
  }
  g_unlink (path);
  if (!g_socket_listener_add_address (G_SOCKET_LISTENER (service), address, G_SOCKET_TYPE_STREAM,
                                      G_SOCKET_PROTOCOL_DEFAULT, NULL, NULL, error)) {
    g_prefix_error (error, "the administration socket '%s': ", path);
    return NULL;
  }
  g_chmod (path, 0600);
  self = g_new0 (TcAdminServer, 1);
  self->parts = parts;
  self->lines = lines;
  self->files = files;
  self->path = g_strdup (path);
  self->service = g_steal_pointer (&service);
  self->connections = g_hash_table_new (NULL, NULL);
  self->exports = tc_admin_exports_new ();
  self->audits = tc_admin_audits_new (parts);
  self->started_us = g_get_monotonic_time ();
  g_signal_connect (self->service, "incoming", G_CALLBACK (incoming_cb), self);
  g_socket_service_start (self->service);
  return self;
}

void
tc_admin_server_free (TcAdminServer *self)
{
  g_autoptr (GList) connections = g_hash_table_get_keys (self->connections);

  g_signal_handlers_disconnect_by_data (self->service, self);
  g_socket_service_stop (self->service);
  g_socket_listener_close (G_SOCKET_LISTENER (self->service));
  g_object_unref (self->service);
  g_unlink (self->path);
  for (GList *at = connections; at; at = at->next)
    close_connection (at->data);
  g_hash_table_unref (self->connections);
  tc_admin_exports_free (self->exports);
  tc_admin_audits_free (self->audits);
  g_free (self->path);
  g_free (self);
}

/* What verbs ask of their question. */

GCancellable *
tc_admin_get_cancellable (TcAdminQuestion *question)
{
  return question->connection->cancellable;
}

const char *
tc_admin_get_text (TcAdminQuestion *question, const char *name)
{
  JsonNode *node = json_object_get_member (question->asked, name);

  return node && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING
             ? json_node_get_string (node)
             : NULL;
}

gboolean
tc_admin_get_int (TcAdminQuestion *question, const char *name, gint64 *value)
{
  JsonNode *node = json_object_get_member (question->asked, name);

  if (!node || !JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_INT64)
    return FALSE;
  *value = json_node_get_int (node);
  return TRUE;
}

gint64
tc_admin_get_id (TcAdminQuestion *question, const char *name)
{
  const char *text = tc_admin_get_text (question, name);
  gint64 id;

  return text && g_ascii_string_to_signed (text, 10, 1, G_MAXINT64, &id, NULL) ? id : 0;
}

JsonArray *
tc_admin_get_array (TcAdminQuestion *question, const char *name)
{
  JsonNode *node = json_object_get_member (question->asked, name);

  return node && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
}

void
tc_admin_set_id (JsonObject *object, const char *name, gint64 id)
{
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, id);

  json_object_set_string_member (object, name, text);
}

void
tc_admin_run (TcAdminQuestion *question, TcWorkFunc func, gpointer data, GDestroyNotify data_free,
              GDestroyNotify result_free, GAsyncReadyCallback callback)
{
  tc_worker_run_async (question->parts->reader, func, data, data_free, result_free, NULL, callback,
                       question);
}

void
tc_admin_submit (TcAdminQuestion *question, const TcOperationType *type, gconstpointer args,
                 GAsyncReadyCallback callback)
{
  tc_operation_sink_submit_async (TC_OPERATION_SINK (question->parts->hub), type, args, NULL,
                                  callback, question);
}

gboolean
tc_admin_accepted (TcAdminQuestion *question, GObject *source, GAsyncResult *result, gint64 *lsn)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TcVerdict)
      verdict = tc_operation_sink_submit_finish (TC_OPERATION_SINK (source), result, &error);

  if (!verdict)
    tc_admin_fail_error (question, error);
  else if (verdict->refusal)
    tc_admin_refuse (question, verdict->refusal);
  else if (lsn)
    *lsn = verdict->lsn;
  return verdict && !verdict->refusal;
}
