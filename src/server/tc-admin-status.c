/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The verb status: how the server is, which desks it has and how they stand, and the newest
 * warnings. Asked of the hub's thread and of a reader, one after the other.
 */
#include "tc-admin-private.h"

#include "tc-people.h"
#include "tc-recent-errors.h"
#include "tc-relay-mode.h"

#include <glib/gstdio.h>
#include <sys/statvfs.h>

/* What belongs to one question, carried from callback to callback as its state. */
static void
free_stats (gpointer stats)
{
  tc_hub_stats_free (stats);
}

static gint64
measure (const TcServerParts *parts, const char *name)
{
  g_autofree char *path = g_build_filename (parts->dir, name, NULL);
  GStatBuf info;

  return g_stat (path, &info) == 0 ? info.st_size : 0;
}

static void
add_server (TcAdminQuestion *question, JsonObject *answer)
{
  const TcServerParts *parts = question->parts;
  g_autofree char *address = tc_http_server_dup_uri (parts->http);
  struct statvfs disk;

  json_object_set_string_member (answer, "version", TC_VERSION);
  json_object_set_string_member (answer, "address", address);
  json_object_set_int_member (answer, "uptime_s",
                              (g_get_monotonic_time () - question->started_us) / TC_US_PER_S);
  json_object_set_int_member (answer, "connections", tc_http_server_get_connections (parts->http));
  json_object_set_int_member (answer, "database_bytes",
                              measure (parts, "state.db") + measure (parts, "state.db-wal"));
  json_object_set_int_member (answer, "files_bytes", tc_file_store_get_total (question->files));
  if (statvfs (parts->dir, &disk) == 0)
    json_object_set_int_member (answer, "disk_free_bytes",
                                (gint64) disk.f_bavail * (gint64) disk.f_frsize);
}

static void
add_relay (TcRelayMode *relay, JsonObject *answer)
{
  g_autoptr (GVariant) value = g_variant_ref_sink (tc_relay_mode_describe (relay));
  g_autoptr (JsonNode) node = json_gvariant_serialize (value);

  json_object_set_object_member (answer, "relay", json_object_ref (json_node_get_object (node)));
}

static void
add_hub (const TcHubStats *stats, JsonObject *answer)
{
  json_object_set_int_member (answer, "lsn", stats->position.lsn);
  json_object_set_int_member (answer, "epoch", stats->position.epoch);
  json_object_set_int_member (answer, "accepted", (gint64) stats->counts.accepted);
  json_object_set_int_member (answer, "refused", (gint64) stats->counts.refused);
  json_object_set_int_member (answer, "waiting", stats->waiting);
  json_object_set_int_member (answer, "per_minute", (gint64) stats->per_minute);
}

static const TcHubPeerInfo *
find_peer (const TcHubStats *stats, gint64 desk)
{
  for (guint i = 0; i < stats->peers->len; i++) {
    const TcHubPeerInfo *peer = &g_array_index (stats->peers, TcHubPeerInfo, i);

    if (peer->replica == desk)
      return peer;
  }
  return NULL;
}

/* What a desk said of itself, over its line or a relay's. */
static void
add_said (JsonObject *object, const TcDeskSaid *said)
{
  if (said->relay) {
    json_object_set_int_member (object, "relay", said->relay);
    json_object_set_int_member (object, "said_us", said->at_us);
  }
  json_object_set_string_member (object, "version", said->version);
  json_object_set_int_member (object, "pending", said->pending);
  json_object_set_int_member (object, "attention", said->attention);
  json_object_set_int_member (object, "clock_ahead_us", said->clock_ahead_us);
}

static void
add_desk (TcAdminQuestion *question, const TcHubStats *stats, const TcDeskInfo *desk,
          JsonArray *list)
{
  const TcHubPeerInfo *peer = find_peer (stats, desk->id);
  gint64 seen_us = tc_desk_lines_get_seen_us (question->lines, (guint16) desk->id);
  const TcDeskSaid *said = tc_desk_lines_get_said (question->lines, (guint16) desk->id);
  JsonObject *object = json_object_new ();

  tc_admin_set_id (object, "id", desk->id);
  json_object_set_string_member (object, "name", desk->name);
  json_object_set_string_member (object, "state", desk->state);
  json_object_set_boolean_member (object, "online", peer != NULL);
  if (peer) {
    json_object_set_boolean_member (object, "loading", peer->loading);
    json_object_set_int_member (object, "behind", MAX (0, stats->position.lsn - peer->acked_lsn));
    json_object_set_int_member (object, "in_flight_bytes", (gint64) peer->in_flight_bytes);
  } else if (seen_us) {
    json_object_set_int_member (object, "seen_us", seen_us);
  }
  /* What came by another way than the desk has now is from before. */
  if (said && (peer ? !said->relay : said->at_us > seen_us))
    add_said (object, said);
  json_array_add_object_element (list, object);
}

static void
add_errors (JsonObject *answer)
{
  g_autoptr (GArray) errors = tc_recent_errors_list ();
  JsonArray *list = json_array_new ();

  for (guint i = 0; i < errors->len; i++) {
    const TcRecentError *error = &g_array_index (errors, TcRecentError, i);
    JsonObject *object = json_object_new ();

    json_object_set_int_member (object, "at_us", error->at_us);
    json_object_set_string_member (object, "text", error->text);
    json_array_add_object_element (list, object);
  }
  json_object_set_int_member (answer, "warnings", (gint64) tc_recent_errors_count ());
  json_object_set_array_member (answer, "errors", list);
}

/* ---- one after the other ---- */

static gpointer
list_desks (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  return tc_people_list_desks (db);
}

static void
desks_listed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  TcAdminQuestion *question = data;
  const TcHubStats *stats = question->state;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) desks = tc_worker_run_finish (TC_WORKER (source), result, &error);
  JsonObject *answer = NULL;
  JsonArray *list = NULL;

  if (!desks) {
    tc_admin_fail_error (question, error);
    return;
  }
  answer = json_object_new ();
  list = json_array_new ();
  add_server (question, answer);
  add_hub (stats, answer);
  json_object_set_int_member (answer, "desks", tc_desk_lines_get_count (question->lines));
  for (guint i = 0; i < desks->len; i++)
    add_desk (question, stats, desks->pdata[i], list);
  json_object_set_array_member (answer, "desk_list", list);
  json_object_set_int_member (
      answer, "catch_up_since_us",
      tc_hub_horizon_get_since (tc_hub_worker_get_horizon (question->parts->hub)));
  if (question->parts->relay)
    add_relay (question->parts->relay, answer);
  add_errors (answer);
  tc_admin_add_backup (question, answer);
}

static void
stats_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  TcAdminQuestion *question = data;
  g_autoptr (GError) error = NULL;
  TcHubStats *stats = tc_hub_worker_get_stats_finish (TC_HUB_WORKER (source), result, &error);

  if (!stats) {
    tc_admin_fail_error (question, error);
    return;
  }
  question->state = stats;
  question->state_free = free_stats;
  tc_admin_run (question, list_desks, NULL, NULL, (GDestroyNotify) g_ptr_array_unref,
                desks_listed_cb);
}

void
tc_admin_ask_status (TcAdminQuestion *question)
{
  tc_hub_worker_get_stats_async (question->parts->hub, stats_cb, question);
}
