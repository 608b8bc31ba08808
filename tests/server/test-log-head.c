/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: what is posted of the log is its newest link with a signature that holds against the
 * server's key, follows the log only when it is posted anew, and is nothing while there is nothing.
 * Method: the parts it needs, made for real; a plain client over a socket.
 */
#include "remove-tree.h"
#include "tc-log-head.h"
#include "tc-people-operations.h"
#include "wire-fixture.h"

#include <json-glib/json-glib.h>
#include <string.h>

#define ASK "GET /log/head HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"

typedef struct {
  char *folder;
  TcServerParts parts;
  TcLogHead *head;
  char *heard;
  gboolean kept;
} Fixture;

static void
send_cb (gpointer line_data, GBytes *message, gpointer data)
{
}

static void
drop_cb (gpointer line_data, gpointer data)
{
}

static void
failed_cb (const GError *error, gpointer data)
{
  g_error ("%s", error->message);
}

static void
set_up (Fixture *f, gconstpointer data)
{
  const TcHubWorkerHooks hooks = {.send = send_cb, .drop = drop_cb, .failed = failed_cb};
  g_autoptr (GError) error = NULL;

  tc_crypto_init ();
  f->folder = g_dir_make_tmp ("test-log-head-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (f->folder, "state.db", NULL);
  f->parts.hub = tc_hub_worker_new (path, tc_key_generate (), &hooks, f, &error);
  g_assert_no_error (error);
  f->parts.reader = tc_worker_new ("reader", path, 0, &error);
  g_assert_no_error (error);
  f->parts.http = tc_http_server_new (NULL);
  f->head = tc_log_head_new (&f->parts, 1);
  g_assert_true (tc_http_server_listen (f->parts.http, "127.0.0.1", 0, NULL, &error));
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  tc_log_head_stop (f->head);
  g_clear_object (&f->parts.http);
  tc_log_head_free (f->head);
  tc_hub_worker_stop (f->parts.hub);
  tc_worker_stop (f->parts.reader);
  g_clear_object (&f->parts.hub);
  g_clear_object (&f->parts.reader);
  remove_tree (f->folder);
  g_free (f->folder);
}

static void
kept_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TcVerdict)
      verdict = tc_operation_sink_submit_finish (TC_OPERATION_SINK (source), result, NULL);

  g_assert_null (verdict->refusal);
  ((Fixture *) data)->kept = TRUE;
}

static gboolean
is_kept (gpointer data)
{
  return ((Fixture *) data)->kept;
}

static void
add_role (Fixture *f, const char *code)
{
  TcOperationSink *sink = TC_OPERATION_SINK (f->parts.hub);
  const TcRoleArgs role = {tc_operation_sink_make_id (sink), code, "Vai", "Role"};

  f->kept = FALSE;
  tc_operation_sink_submit_async (sink, &tc_role_add_type, &role, NULL, kept_cb, f);
  run_until (is_kept, f);
}

static void
ask (gpointer data)
{
  Fixture *f = data;

  f->heard = talk (tc_http_server_get_port (f->parts.http), ASK);
}

/* What is posted, once it says @lsn. (transfer full) */
static JsonNode *
wait_for (Fixture *f, gint64 lsn)
{
  for (int tries = 0; tries < 100; tries++) {
    run_beside (ask, f);
    g_autofree char *heard = g_steal_pointer (&f->heard);
    const char *body = strstr (heard, "\r\n\r\n");
    g_autoptr (JsonNode) node = strstr (heard, " 200 ") ? json_from_string (body, NULL) : NULL;

    if (node && json_object_get_int_member (json_node_get_object (node), "lsn") == lsn)
      return g_steal_pointer (&node);
    run_for (50);
  }
  g_assert_not_reached ();
}

static void
read_hex (JsonNode *node, const char *name, guint8 *out, gsize size)
{
  const char *hex = json_object_get_string_member (json_node_get_object (node), name);

  g_assert_cmpuint (strlen (hex), ==, 2 * size);
  for (gsize i = 0; i < size; i++)
    out[i] = (guint8) (g_ascii_xdigit_value (hex[2 * i]) << 4 |
                       g_ascii_xdigit_value (hex[2 * i + 1]));
}

static void
test_posted (Fixture *f, gconstpointer data)
{
  g_autoptr (TcFrame) frame = tc_frame_new ();
  TcPosition position;
  TcPublicKey key;

  run_beside (ask, f);
  g_assert_nonnull (strstr (f->heard, " 404 "));
  g_clear_pointer (&f->heard, g_free);
  for (gint64 lsn = 1; lsn <= 2; lsn++) {
    add_role (f, lsn == 1 ? "first" : "second");
    g_autoptr (JsonNode) node = wait_for (f, lsn);
    guint8 log_id[TC_LOG_ID_SIZE];

    tc_hub_worker_get_position (f->parts.hub, &position);
    read_hex (node, "log", log_id, sizeof log_id);
    read_hex (node, "link", frame->link.bytes, TC_DIGEST_SIZE);
    read_hex (node, "signature", frame->signature.bytes, TC_SIGNATURE_SIZE);
    read_hex (node, "server_key", key.bytes, TC_KEY_PUBLIC_SIZE);
    g_assert_cmpmem (log_id, sizeof log_id, position.log_id, sizeof position.log_id);
    g_assert_true (tc_digest_equal (&frame->link, &position.link));
    g_assert_true (tc_frame_verify (frame, &key));
    g_assert_cmpint (json_object_get_int_member (json_node_get_object (node), "epoch"), ==, 1);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/log-head/posted", Fixture, NULL, set_up, test_posted, tear_down);
  return g_test_run ();
}
