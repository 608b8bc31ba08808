/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The administration socket, from outside; see the header for what is said on it.
 */
#include "tc-admin-client.h"

#include "tc-refusal-words.h"
#include "tc-told-words.h"

#include <gio/gunixsocketaddress.h>
#include <glib/gi18n-lib.h>
#include <string.h>

struct _TcAdminClient {
  GSocketConnection *connection; /* (owned) */
  GDataInputStream *input;       /* (owned) */
  GOutputStream *output;         /* (unowned): of connection */
};

G_DEFINE_QUARK (tc - admin - error, tc_admin_error)

TcAdminClient *
tc_admin_client_new (const char *socket_path, GError **error)
{
  g_autoptr (GSocketAddress) address = g_unix_socket_address_new (socket_path);
  g_autoptr (GSocketClient) client = g_socket_client_new ();

  g_socket_client_set_timeout (client, TC_ADMIN_TIMEOUT_S);
  GSocketConnection *connection = g_socket_client_connect (client, G_SOCKET_CONNECTABLE (address),
                                                           NULL, error);
  if (!connection) {
    g_prefix_error (error,
                    /* Translators: before a colon and what the system says. */
                    _ ("no server answers at %s (systemctl status toancanhd; only root and "
                       "the server's own user may ask): "),
                    socket_path);
    return NULL;
  }
  TcAdminClient *self = g_new0 (TcAdminClient, 1);
  self->connection = connection;
  self->input = g_data_input_stream_new (
      g_io_stream_get_input_stream (G_IO_STREAM (self->connection)));
  g_data_input_stream_set_newline_type (self->input, G_DATA_STREAM_NEWLINE_TYPE_LF);
  self->output = g_io_stream_get_output_stream (G_IO_STREAM (self->connection));
  return self;
}

void
tc_admin_client_free (TcAdminClient *self)
{
  g_clear_object (&self->input);
  g_clear_object (&self->connection);
  g_free (self);
}

void
tc_admin_client_set_timeout (TcAdminClient *self, guint seconds)
{
  g_socket_set_timeout (g_socket_connection_get_socket (self->connection), seconds);
}

JsonObject *
tc_admin_question (const char *verb)
{
  JsonObject *question = json_object_new ();

  json_object_set_string_member (question, "do", verb);
  return question;
}

static char *
write_object (JsonObject *object, gboolean pretty)
{
  g_autoptr (JsonNode) node = json_node_alloc ();

  json_node_init_object (node, object);
  return json_to_string (node, pretty);
}

gboolean
tc_admin_client_send (TcAdminClient *self, JsonObject *question, GError **error)
{
  g_autofree char *text = write_object (question, FALSE);
  g_autofree char *line = g_strconcat (text, "\n", NULL);

  json_object_unref (question);
  if (strlen (line) > TC_ADMIN_LINE_BYTES_MAX) {
    g_set_error (error, TC_ADMIN_ERROR, TC_ADMIN_ERROR_PROTOCOL,
                 _ ("the question is longer than %d bytes"), TC_ADMIN_LINE_BYTES_MAX);
    return FALSE;
  }
  if (g_output_stream_write_all (self->output, line, strlen (line), NULL, NULL, error))
    return TRUE;
  g_prefix_error (error, _ ("asking toancanhd: "));
  return FALSE;
}

/* A line of at most TC_ADMIN_LINE_BYTES_MAX, without its end. */
static char *
read_line (TcAdminClient *self, GError **error)
{
  g_autoptr (GError) fault = NULL;
  gsize length = 0;

  g_buffered_input_stream_set_buffer_size (G_BUFFERED_INPUT_STREAM (self->input), 64 * 1024);
  g_autofree char *line = g_data_input_stream_read_line (self->input, &length, NULL, &fault);
  if (fault) {
    g_propagate_prefixed_error (error, g_steal_pointer (&fault), _ ("waiting for toancanhd: "));
    return NULL;
  }
  if (!line || length > TC_ADMIN_LINE_BYTES_MAX) {
    g_set_error (error, TC_ADMIN_ERROR, TC_ADMIN_ERROR_PROTOCOL,
                 line ? _ ("the answer is too long") : _ ("toancanhd closed the line"));
    return NULL;
  }
  return g_steal_pointer (&line);
}

static void
set_fault (JsonObject *answer, GError **error)
{
  JsonNode *refusal = json_object_get_member (answer, "refusal");

  if (refusal && JSON_NODE_HOLDS_OBJECT (refusal)) {
    JsonObject *object = json_node_get_object (refusal);
    JsonNode *args = json_object_get_member (object, "args");
    g_autofree char *text = args && JSON_NODE_HOLDS_OBJECT (args)
                                ? write_object (json_node_get_object (args), FALSE)
                                : g_strdup ("{}");
    const char *code = json_object_get_string_member_with_default (object, "code", "?");
    g_autoptr (TcRefusal) said = tc_refusal_new (code, NULL);
    g_autofree char *sentence = tc_refusal_word (said, 0);
    /* One that lacks its arguments, or tells the code alone, says no more than the code. */
    gboolean clear = !strchr (sentence, '{') && !strstr (sentence, code);
    g_set_error (error, TC_ADMIN_ERROR, TC_ADMIN_ERROR_REFUSED, _ ("refused: %s %s%s%s"), code,
                 text, clear ? ": " : "", clear ? sentence : "");
    return;
  }
  const char *told = json_object_get_string_member_with_default (answer, "error", NULL);
  g_autofree char *words = told ? tc_told_words (told) : g_strdup (_ ("toancanhd gives no reason"));
  g_set_error_literal (error, TC_ADMIN_ERROR, TC_ADMIN_ERROR_FAILED, words);
}

JsonObject *
tc_admin_client_receive (TcAdminClient *self, GError **error)
{
  g_autofree char *line = read_line (self, error);

  if (!line)
    return NULL;
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  if (!json_parser_load_from_data (parser, line, -1, error)) {
    g_prefix_error (error, _ ("reading the answer of toancanhd: "));
    return NULL;
  }
  JsonNode *root = json_parser_get_root (parser);
  if (!root || !JSON_NODE_HOLDS_OBJECT (root)) {
    g_set_error_literal (error, TC_ADMIN_ERROR, TC_ADMIN_ERROR_PROTOCOL,
                         _ ("the answer of toancanhd is no object"));
    return NULL;
  }
  JsonObject *answer = json_node_get_object (root);
  if (!json_object_get_boolean_member_with_default (answer, "ok", FALSE)) {
    set_fault (answer, error);
    return NULL;
  }
  return json_object_ref (answer);
}

JsonObject *
tc_admin_client_call (TcAdminClient *self, JsonObject *question, GError **error)
{
  if (!tc_admin_client_send (self, question, error))
    return NULL;
  return tc_admin_client_receive (self, error);
}
