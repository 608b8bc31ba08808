/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Posting the newest link; see the header.
 */
#include "tc-log-head.h"

#include <json-glib/json-glib.h>
#include <string.h>

#define RATE_PER_MINUTE 60

struct _TcLogHead {
  const TcServerParts *parts; /* (unowned): outlive it */
  guint timer;                /* source id; 0: stopped */
  GCancellable *cancel;       /* (owned) */
  gint64 posted_lsn;          /* -1: nothing yet */
  char *posted;               /* (owned) (nullable): as JSON */
};

typedef struct {
  guint8 log_id[TC_LOG_ID_SIZE];
  gint64 epoch;
  gint64 lsn;
  gint64 time_us;
  TcDigest link;
  TcSignature signature;
} Head;

static void
read_blob (TcQuery *query, int column, guint8 *out, gsize size)
{
  gsize found;
  const guint8 *data = tc_query_blob (query, column, &found);

  if (found == size)
    memcpy (out, data, size);
}

/* NULL without error: nothing is in the log yet. */
static gpointer
read_head (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (TcQuery) query = tc_database_query (
      db,
      "SELECT i.log_id, i.epoch, c.last_lsn, c.time_us, c.link, c.signature FROM log_commit AS c"
      " JOIN log_identity AS i ORDER BY c.last_lsn DESC LIMIT 1",
      NULL);
  Head *head = g_new0 (Head, 1);

  if (tc_query_next (query)) {
    read_blob (query, 0, head->log_id, sizeof head->log_id);
    head->epoch = tc_query_int (query, 1);
    head->lsn = tc_query_int (query, 2);
    head->time_us = tc_query_int (query, 3);
    read_blob (query, 4, head->link.bytes, TC_DIGEST_SIZE);
    read_blob (query, 5, head->signature.bytes, TC_SIGNATURE_SIZE);
  }
  return head;
}

static void
add_hex (JsonBuilder *json, const char *name, const guint8 *bytes, gsize size)
{
  g_autofree char *hex = tc_hex_new (bytes, size);

  json_builder_set_member_name (json, name);
  json_builder_add_string_value (json, hex);
}

static char *
write_json (TcLogHead *self, const Head *head)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (head->time_us / TC_US_PER_S);
  g_autofree char *when = g_date_time_format (time, "%Y-%m-%dT%H:%M:%SZ");
  g_autoptr (JsonBuilder) json = json_builder_new ();

  json_builder_begin_object (json);
  add_hex (json, "log", head->log_id, TC_LOG_ID_SIZE);
  json_builder_set_member_name (json, "epoch");
  json_builder_add_int_value (json, head->epoch);
  json_builder_set_member_name (json, "lsn");
  json_builder_add_int_value (json, head->lsn);
  add_hex (json, "link", head->link.bytes, TC_DIGEST_SIZE);
  add_hex (json, "signature", head->signature.bytes, TC_SIGNATURE_SIZE);
  add_hex (json, "server_key", tc_hub_worker_get_public_key (self->parts->hub)->bytes,
           TC_KEY_PUBLIC_SIZE);
  json_builder_set_member_name (json, "time");
  json_builder_add_string_value (json, when);
  json_builder_end_object (json);
  g_autoptr (JsonNode) root = json_builder_get_root (json);
  return json_to_string (root, FALSE);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree Head *head = tc_worker_run_finish (TC_WORKER (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  TcLogHead *self = data;
  if (!head) {
    g_warning ("the log's link was not posted: %s", error->message);
    return;
  }
  if (head->lsn == 0 || head->lsn == self->posted_lsn)
    return;
  g_free (self->posted);
  self->posted = write_json (self, head);
  self->posted_lsn = head->lsn;
  g_message ("the log's link: %s", self->posted);
}

static gboolean
post_cb (gpointer data)
{
  TcLogHead *self = data;

  tc_worker_run_async (self->parts->reader, read_head, NULL, NULL, g_free, self->cancel, read_cb,
                       self);
  return G_SOURCE_CONTINUE;
}

static void
head_cb (TcHttpRequest *request, gpointer data)
{
  TcLogHead *self = data;

  if (self->posted)
    tc_http_request_answer_text (request, 200, "application/json", self->posted);
  else
    tc_http_request_answer_text (request, 404, "text/plain", "nothing was posted yet\n");
}

TcLogHead *
tc_log_head_new (const TcServerParts *parts, guint interval_s)
{
  static const TcHttpRoute route = {.path = "/log/head",
                                    .methods = "GET",
                                    .rate_per_minute = RATE_PER_MINUTE,
                                    .burst = RATE_PER_MINUTE,
                                    .handle = head_cb};
  TcLogHead *self = g_new0 (TcLogHead, 1);

  self->parts = parts;
  self->posted_lsn = -1;
  self->cancel = g_cancellable_new ();
  self->timer = g_timeout_add_seconds (interval_s, post_cb, self);
  tc_http_server_add_route (parts->http, &route, self);
  post_cb (self);
  return self;
}

void
tc_log_head_stop (TcLogHead *self)
{
  g_clear_handle_id (&self->timer, g_source_remove);
  g_cancellable_cancel (self->cancel);
}

void
tc_log_head_free (TcLogHead *self)
{
  tc_log_head_stop (self);
  g_object_unref (self->cancel);
  g_free (self->posted);
  g_free (self);
}
