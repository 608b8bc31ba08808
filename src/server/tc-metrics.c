/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The figures; see the header. What the hub knows is asked of its thread, so that one answer is of
 * one moment.
 */
#include "tc-metrics.h"

#include "tc-backup.h"
#include "tc-metrics-text.h"
#include "tc-recent-errors.h"
#include "tc-snapshots.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/statvfs.h>

#define RATE_PER_MINUTE 120

struct _TcMetrics {
  const TcServerParts *parts; /* (unowned): the server's */
  TcFileStore *files;         /* (unowned): the server's */
  TcOpen311Gateway *open311;  /* (unowned) (nullable): the server's */
  gint64 started_us;          /* real */
};

/* ---- who may ---- */

static gboolean
is_loopback (const char *address)
{
  g_autoptr (GInetAddress) parsed = g_inet_address_new_from_string (address);

  return parsed && g_inet_address_get_is_loopback (parsed);
}

/* In the same time whether it begins right or not. */
static gboolean
is_token (const char *given, const char *set)
{
  gsize n = strlen (set);
  guint8 differs = strlen (given) != n;

  for (gsize i = 0; i < n && !(strlen (given) < n); i++)
    differs |= (guint8) (given[i] ^ set[i]);
  return !differs;
}

static gboolean
may_ask (TcMetrics *self, TcHttpRequest *request)
{
  const char *set = self->parts->config->metrics_token;
  const char *given = tc_http_request_get_bearer (request);

  if (*set)
    return given && is_token (given, set);
  return is_loopback (tc_http_request_get_address (request));
}

/* ---- what is said ---- */

static void
add_hub (GString *out, const TcHubStats *stats)
{
  const TcHubCounts *counts = &stats->counts;

  tc_metrics_head (out, "toancanh_operations_total", "counter",
                   "Operations settled since the start, by verdict.");
  tc_metrics_sample (out, "toancanh_operations_total", "verdict", "accepted",
                     (double) counts->accepted);
  tc_metrics_sample (out, "toancanh_operations_total", "verdict", "refused",
                     (double) counts->refused);
  tc_metrics_one (out, "toancanh_operations_waiting", "gauge",
                  "Operations that wait for the next commit.", stats->waiting);
  tc_metrics_histogram (out, "toancanh_commit_duration_seconds",
                        "Time from the first statement of a commit until it was on disk.",
                        &stats->commits);
  tc_metrics_one (out, "toancanh_log_head_lsn", "gauge", "The newest place in the log.",
                  (double) stats->position.lsn);
  tc_metrics_one (out, "toancanh_log_epoch", "gauge", "One more after each restore.",
                  (double) stats->position.epoch);
  tc_metrics_one (out, "toancanh_frames_sent_total", "counter",
                  "Messages with commits sent to desks.", (double) counts->frames);
  tc_metrics_one (out, "toancanh_frame_bytes_sent_total", "counter",
                  "Bytes of commits sent to desks.", (double) counts->frame_bytes);
}

static void
add_desks (GString *out, const TcHubStats *stats)
{
  gint64 lag = 0, lag_max = 0;
  gsize in_flight = 0;
  guint loading = 0;

  for (guint i = 0; i < stats->peers->len; i++) {
    const TcHubPeerInfo *peer = &g_array_index (stats->peers, TcHubPeerInfo, i);
    gint64 behind = MAX (0, stats->position.lsn - peer->acked_lsn);

    in_flight += peer->in_flight_bytes;
    loading += peer->loading;
    if (peer->loading)
      continue;
    lag += behind;
    lag_max = MAX (lag_max, behind);
  }
  tc_metrics_head (out, "toancanh_desks_connected", "gauge", "Desks with a line, by what they do.");
  tc_metrics_sample (out, "toancanh_desks_connected", "state", "following",
                     (double) (stats->peers->len - loading));
  tc_metrics_sample (out, "toancanh_desks_connected", "state", "loading", loading);
  tc_metrics_one (out, "toancanh_desk_lag_operations", "gauge",
                  "How far all following desks together are behind the log.", (double) lag);
  tc_metrics_one (out, "toancanh_desk_lag_operations_max", "gauge",
                  "How far the last of them is behind.", (double) lag_max);
  tc_metrics_one (out, "toancanh_in_flight_bytes", "gauge",
                  "Bytes sent to desks and not acknowledged.", (double) in_flight);
}

static double
measure (TcMetrics *self, const char *name)
{
  g_autofree char *path = g_build_filename (self->parts->dir, name, NULL);
  GStatBuf info;

  return g_stat (path, &info) == 0 ? (double) info.st_size : 0;
}

static void
add_disk (TcMetrics *self, GString *out)
{
  static const char *const files[] = {"state.db", "state.db-wal", "secrets.db"};
  struct statvfs disk;

  tc_metrics_head (out, "toancanh_database_bytes", "gauge", "Size of a database file.");
  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    tc_metrics_sample (out, "toancanh_database_bytes", "file", files[i], measure (self, files[i]));
  tc_metrics_one (out, "toancanh_files_bytes", "gauge", "Attachments in the file store.",
                  (double) tc_file_store_get_total (self->files));
  if (statvfs (self->parts->dir, &disk) == 0)
    tc_metrics_one (out, "toancanh_disk_free_bytes", "gauge", "Room where the data are.",
                    (double) disk.f_bavail * (double) disk.f_frsize);
}

static void
add_snapshots (TcMetrics *self, GString *out)
{
  /* A relay has none of its own. */
  if (!self->parts->snapshots)
    return;
  tc_metrics_one (out, "toancanh_snapshot_bytes_total", "counter",
                  "Bytes of snapshots offered to desks.",
                  (double) tc_snapshots_get_offered_bytes (self->parts->snapshots));
}

static void
add_open311 (TcMetrics *self, GString *out)
{
  TcOpen311Counts counts;

  if (!self->open311)
    return;
  tc_open311_gateway_get_counts (self->open311, &counts);
  tc_metrics_head (out, "toancanh_open311_requests_total", "counter",
                   "Requests of Open311 answered since the start, by result.");
  tc_metrics_sample (out, "toancanh_open311_requests_total", "result", "ok", (double) counts.ok);
  tc_metrics_sample (out, "toancanh_open311_requests_total", "result", "refused",
                     (double) counts.refused);
  tc_metrics_sample (out, "toancanh_open311_requests_total", "result", "failed",
                     (double) counts.failed);
}

static void
add_backup (TcMetrics *self, GString *out)
{
  TcBackupState state;

  tc_backup_get_state (self->parts->backup, &state);
  tc_metrics_one (out, "toancanh_backup_last_success_timestamp_seconds", "gauge",
                  "When the newest backup was made; 0: none.",
                  (double) state.made_us / G_USEC_PER_SEC);
  tc_metrics_one (out, "toancanh_backup_failed", "gauge", "1 if the newest try at a backup failed.",
                  state.error ? 1 : 0);
}

static char *
write_figures (TcMetrics *self, const TcHubStats *stats)
{
  GString *out = g_string_new (NULL);

  tc_metrics_head (out, "toancanh_build_info", "gauge", "The version that runs.");
  tc_metrics_sample (out, "toancanh_build_info", "version", TC_VERSION, 1);
  tc_metrics_one (out, "toancanh_start_time_seconds", "gauge", "When the server was started.",
                  (double) self->started_us / G_USEC_PER_SEC);
  tc_metrics_one (out, "toancanh_http_connections", "gauge", "Connections of all clients.",
                  tc_http_server_get_connections (self->parts->http));
  tc_metrics_one (out, "toancanh_warnings_total", "counter",
                  "Warnings written to the journal since the start.",
                  (double) tc_recent_errors_count ());
  add_hub (out, stats);
  add_desks (out, stats);
  add_snapshots (self, out);
  add_open311 (self, out);
  add_disk (self, out);
  add_backup (self, out);
  return g_string_free (out, FALSE);
}

/* ---- answering ---- */

typedef struct {
  TcMetrics *metrics;     /* (unowned): the hub answers before it is freed, or not at all */
  TcHttpRequest *request; /* (owned) */
} Asked;

static void
stats_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autofree Asked *asked = data;
  g_autoptr (TcHttpRequest) request = asked->request;
  g_autoptr (GError) error = NULL;
  g_autoptr (TcHubStats)
      stats = tc_hub_worker_get_stats_finish (TC_HUB_WORKER (source), result, &error);
  g_autofree char *text = NULL;

  if (!stats) {
    tc_http_request_answer_text (request, 503, "text/plain", "the server is ending\n");
    return;
  }
  text = write_figures (asked->metrics, stats);
  tc_http_request_answer_text (request, 200, TC_METRICS_CONTENT_TYPE, text);
}

static void
metrics_cb (TcHttpRequest *request, gpointer data)
{
  TcMetrics *self = data;
  Asked *asked = NULL;

  if (!may_ask (self, request)) {
    tc_http_request_answer_text (request, 403, "text/plain", "not from here, or not with that\n");
    return;
  }
  asked = g_new0 (Asked, 1);
  *asked = (Asked){self, g_object_ref (request)};
  tc_hub_worker_get_stats_async (self->parts->hub, stats_cb, asked);
}

TcMetrics *
tc_metrics_new (const TcServerParts *parts, TcFileStore *files, TcOpen311Gateway *open311)
{
  static const TcHttpRoute route = {.path = "/metrics",
                                    .methods = "GET",
                                    .rate_per_minute = RATE_PER_MINUTE,
                                    .burst = RATE_PER_MINUTE,
                                    .handle = metrics_cb};
  TcMetrics *self = g_new0 (TcMetrics, 1);

  self->parts = parts;
  self->files = files;
  self->open311 = open311;
  self->started_us = g_get_real_time ();
  if (parts->config->metrics_enabled)
    tc_http_server_add_route (parts->http, &route, self);
  return self;
}

void
tc_metrics_free (TcMetrics *self)
{
  g_free (self);
}
