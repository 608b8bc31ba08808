/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Putting the server together; see the header. Parts are made in the order of their needs and ended
 * in the reverse.
 */
#include "tc-server.h"

#include "tc-admin-server.h"
#include "tc-alarm-calls.h"
#include "tc-backup.h"
#include "tc-camera-finding.h"
#include "tc-camera-questions.h"
#include "tc-camera-recordings.h"
#include "tc-camera-reports.h"
#include "tc-camera-steering.h"
#include "tc-enrolment.h"
#include "tc-file-keeper.h"
#include "tc-log-head.h"
#include "tc-metrics.h"
#include "tc-open311-gateway.h"
#include "tc-photo-keeper.h"
#include "tc-presences.h"
#include "tc-purges.h"
#include "tc-questions.h"
#include "tc-relay-mode.h"
#include "tc-reporter-expiry.h"
#include "tc-restore.h"
#include "tc-snapshots.h"
#include "tc-unit-pages.h"
#include "tc-wall-pushes.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/file.h>
#include <unistd.h>

#define OPEN311_PATH "/open311/v2"

struct _TcServer {
  GObject parent;
  TcServerConfig *config; /* (owned) */
  void (*failed) (gpointer data);
  gpointer data;
  int lock_fd; /* -1: none */
  TcServerParts parts;
  TcDeskLines *lines; /* (owned), like what parts lend and all below */
  TcFileStore *store;
  TcFileService *files;
  TcAdminServer *admin;
  TcOpen311Gateway *open311; /* (nullable) */
  TcReporterExpiry *expiry;  /* (nullable): once started */
  TcLogHead *log_head;
  TcCameraViews *views;  /* (nullable): NULL in a relay */
  TcPurges *purges;      /* (nullable): NULL in a relay */
  TcPhotoKeeper *photos; /* (nullable): likewise */
  TcMetrics *metrics;
  gboolean ready;
};

G_DEFINE_FINAL_TYPE (TcServer, tc_server, G_TYPE_OBJECT)

/* An empty setting is none. */
static const char *
get_set (const char *text)
{
  return *text ? text : NULL;
}

/* What the hub's lines ask of us. */

static void
ask_cb (TcDeskLine *line, gint64 number, const char *name, GVariant *value, gpointer data)
{
  tc_question_ask (&TC_SERVER (data)->parts, line, number, name, value);
}

static void
snapshot_cb (TcDeskLine *line, GArray *scopes, gpointer data)
{
  TcServerParts *parts = &TC_SERVER (data)->parts;

  if (parts->relay)
    tc_relay_mode_snapshot (parts->relay, line, scopes);
  else
    tc_snapshots_request (parts->snapshots, line, scopes);
}

static void
closed_cb (guint16 replica, gpointer data)
{
  TcServerParts *parts = &TC_SERVER (data)->parts;

  if (parts->presences)
    tc_presences_cut (parts->presences, replica);
  if (parts->steering)
    tc_camera_steering_cut (parts->steering, replica);
}

static void
committed_cb (gint64 head_lsn, gpointer data)
{
  TcServerParts *parts = &TC_SERVER (data)->parts;

  if (parts->media)
    tc_media_service_committed (parts->media, head_lsn);
}

static void
failed_cb (const GError *error, gpointer data)
{
  TcServer *self = data;

  g_critical ("the database failed; ending, so that the next start finds out what became of "
              "everything: %s",
              error->message);
  self->ready = FALSE;
  self->failed (self->data);
}

/* Health. */

static void
health_cb (TcHttpRequest *request, gpointer data)
{
  tc_http_request_answer_text (request, 200, "text/plain", "ok\n");
}

static void
ready_cb (TcHttpRequest *request, gpointer data)
{
  gboolean ready = TC_SERVER (data)->ready;

  tc_http_request_answer_text (request, ready ? 200 : 503, "text/plain",
                               ready ? "ready\n" : "not ready\n");
}

static void
mount_health (TcServer *self)
{
  static const TcHttpRoute health = {.path = "/health", .methods = "GET", .handle = health_cb};
  static const TcHttpRoute ready = {.path = "/ready", .methods = "GET", .handle = ready_cb};

  tc_http_server_add_route (self->parts.http, &health, self);
  tc_http_server_add_route (self->parts.http, &ready, self);
}

/* Open311. */

static gboolean
find_client_cb (const char *api_key, TcOpen311Client *client, gpointer data)
{
  TcServer *self = data;
  const TcApiKey *key = tc_secrets_find_api_key (self->parts.secrets, api_key);

  if (!key)
    return FALSE;
  client->id = key->id;
  g_strlcpy (client->name, key->name, sizeof client->name);
  g_strlcpy (client->channel, key->source, sizeof client->channel);
  return TRUE;
}

static char *
dup_file_path_cb (const char *hash, gpointer data)
{
  return tc_file_store_dup_path (TC_SERVER (data)->store, hash);
}

static void
mount_open311 (TcServer *self)
{
  const TcServerConfig *config = self->config;
  TcOpen311Options options = tc_open311_options_default;

  options.jurisdiction_id = get_set (config->open311_jurisdiction);
  options.jurisdiction_required = config->open311_jurisdiction_required;
  options.base_url = get_set (config->open311_base_url);
  options.contact = get_set (config->open311_contact);
  options.key_service = get_set (config->open311_keys);
  options.test = config->open311_test;
  options.language = config->open311_language;
  options.address_rate_per_minute = (guint) config->open311_address_rate;
  options.key_rate_per_minute = (guint) config->open311_key_rate;
  options.media_hosts = (const char *const *) config->open311_media_hosts;
  options.media_private_allowed = config->open311_media_private;
  options.media_bytes_max = config->file_mib_max * 1024 * 1024;
  options.find_client = find_client_cb;
  options.dup_file_path = dup_file_path_cb;
  options.data = self;
  self->open311 = tc_open311_gateway_new (TC_OPERATION_SINK (self->parts.hub), self->parts.reader,
                                          self->parts.codes, &options);
  tc_open311_gateway_mount (self->open311, self->parts.http, OPEN311_PATH);
}

/* Opening. */

/* Two servers on one database would each think that they decide. */
static gboolean
lock_dir (TcServer *self, GError **error)
{
  g_autofree char *path = g_build_filename (self->config->data_dir, "lock", NULL);

  if (g_mkdir_with_parents (self->config->data_dir, 0700) < 0 ||
      (self->lock_fd = g_open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600)) < 0) {
    g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (errno),
                 "the data directory '%s': %s", self->config->data_dir, g_strerror (errno));
    return FALSE;
  }
  if (flock (self->lock_fd, LOCK_EX | LOCK_NB) < 0) {
    g_set_error (error, TC_ERROR, TC_ERROR_BUSY, "another server has the data directory '%s'",
                 self->config->data_dir);
    return FALSE;
  }
  return TRUE;
}

/* What a restore left half moved would be taken for a province without data, or without its key. */
static gboolean
check_restored (TcServer *self, GError **error)
{
  g_autofree char *mark = g_build_filename (self->config->data_dir, TC_RESTORE_UNFINISHED, NULL);

  if (!g_file_test (mark, G_FILE_TEST_EXISTS))
    return TRUE;
  g_set_error (error, TC_ERROR, TC_ERROR_DIVERGED,
               "a restore of '%s' was cut off while files were moved; run it again",
               self->config->data_dir);
  return FALSE;
}

/* Of a province's server or of a relay. */
static gboolean
open_hub (TcServer *self, const char *state, GError **error)
{
  TcServerParts *parts = &self->parts;
  g_autofree char *key_path = g_build_filename (parts->dir, "server.key", NULL);
  TcKey *key;

  if (*self->config->relay_server) {
    parts->relay = tc_relay_mode_new (parts, self->lines, state, error);
    return parts->relay != NULL;
  }
  key = tc_key_load_or_make (key_path, error);
  if (key)
    parts->hub = tc_hub_worker_new (state, key, &tc_desk_lines_hooks, self->lines, error);
  return parts->hub != NULL;
}

static gboolean
open_databases (TcServer *self, GError **error)
{
  TcServerParts *parts = &self->parts;
  g_autofree char *state = g_build_filename (parts->dir, "state.db", NULL);
  g_autofree char *secrets = g_build_filename (parts->dir, "secrets.db", NULL);

  if (!open_hub (self, state, error))
    return FALSE;
  tc_hub_horizon_set_days (tc_hub_worker_get_horizon (parts->hub),
                           (guint) self->config->catch_up_days);
  parts->reader = tc_worker_new ("reader", state, 0, error);
  parts->long_reader = parts->reader ? tc_worker_new ("long-reader", state, 0, error) : NULL;
  parts->secrets = parts->long_reader ? tc_secrets_open (secrets, error) : NULL;
  return parts->secrets != NULL;
}

static void
make_http (TcServer *self)
{
  TcHttpLimits limits = tc_http_limits_default;

  limits.connections_max = (guint) self->config->connections_max;
  limits.address_connections_max = (guint) self->config->address_connections_max;
  limits.head_s = (guint) self->config->head_s;
  limits.idle_s = (guint) self->config->idle_s;
  limits.trusted_proxy = get_set (self->config->trusted_proxy);
  self->parts.http = tc_http_server_new (&limits);
}

static gboolean
open_files (TcServer *self, GError **error)
{
  g_autofree char *dir = g_build_filename (self->parts.dir, "files", NULL);

  self->store = tc_file_store_new (dir, self->config->files_gib_max * 1024 * 1024 * 1024, error);
  if (!self->store)
    return FALSE;
  self->files = tc_file_service_new (&self->parts, self->store, self->lines);
  if (self->parts.relay)
    return tc_relay_mode_open_files (self->parts.relay, self->store, self->files, error);
  self->parts.keeper = tc_file_keeper_new (&self->parts, self->store, self->files);
  self->parts.snapshots = tc_snapshots_new (&self->parts, tc_hub_worker_get_key (self->parts.hub),
                                            error);
  return self->parts.snapshots != NULL;
}

static gboolean
open_views (TcServer *self, GError **error)
{
  g_autofree char *path = g_build_filename (self->parts.dir, "views.db", NULL);

  if (self->parts.relay)
    return TRUE;
  self->views = tc_camera_views_open (path, error);
  return self->views != NULL;
}

/* What the province's server alone has. */
static void
mount_province (TcServer *self)
{
  tc_enrolment_mount (&self->parts);
  self->parts.media = tc_media_service_new (&self->parts, self->lines);
  self->parts.cameras = tc_camera_questions_new (&self->parts, self->parts.media, self->views);
  self->parts.steering = tc_camera_steering_new (&self->parts, self->lines, self->views);
  self->parts.finding = tc_camera_finding_new (&self->parts, self->lines);
  self->parts.recordings = tc_camera_recordings_new (&self->parts, self->lines, self->views);
  self->parts.reports = tc_camera_reports_new (&self->parts, self->lines);
  self->parts.presences = tc_presences_new (&self->parts, self->lines);
  self->parts.pushes = tc_wall_pushes_new (&self->parts, self->lines);
  if (*self->config->alarm_call_command)
    self->parts.calls = tc_alarm_calls_new (&self->parts);
  self->log_head = tc_log_head_new (&self->parts, TC_LOG_HEAD_POST_S);
  self->purges = tc_purges_new (&self->parts, self->store);
  self->photos = tc_photo_keeper_new (&self->parts, self->store, self->files);
  if (self->config->open311_enabled)
    mount_open311 (self);
  if (self->config->pages_enabled)
    self->parts.pages = tc_unit_pages_new (&self->parts, self->store);
}

TcServer *
tc_server_new (TcServerConfig *config, void (*failed) (gpointer data), gpointer data,
               GError **error)
{
  static const TcDeskLinesCallbacks callbacks = {ask_cb, snapshot_cb, closed_cb, committed_cb};
  g_autoptr (TcServer) self = g_object_new (TC_TYPE_SERVER, NULL);

  self->config = config;
  self->failed = failed;
  self->data = data;
  self->parts.config = config;
  self->parts.dir = config->data_dir;
  if (!lock_dir (self, error) || !check_restored (self, error))
    return NULL;
  self->lines = tc_desk_lines_new (&callbacks, failed_cb, self);
  make_http (self);
  if (!open_databases (self, error))
    return NULL;
  self->parts.tokens = tc_tokens_new ();
  self->parts.codes = tc_code_pool_new (TC_OPERATION_SINK (self->parts.hub), self->parts.reader);
  if (!open_files (self, error) || !open_views (self, error))
    return NULL;
  self->parts.backup = tc_backup_new (&self->parts);
  mount_health (self);
  if (self->parts.relay)
    tc_relay_mode_start (self->parts.relay);
  else
    mount_province (self);
  self->metrics = tc_metrics_new (&self->parts, self->store, self->open311);
  tc_desk_lines_start (self->lines, self->parts.hub, self->parts.http);
  return g_steal_pointer (&self);
}

gboolean
tc_server_start (TcServer *self, GError **error)
{
  const TcServerConfig *config = self->config;
  const TcHttpTls tls = {get_set (config->certificate), get_set (config->key), config->allow_plain};

  self->admin = tc_admin_server_new (config->admin_socket, &self->parts, self->lines, self->store,
                                     error);
  if (!self->admin || !tc_http_server_listen (self->parts.http, config->address,
                                              (guint16) config->port, &tls, error))
    return FALSE;
  if (!self->parts.relay) {
    self->expiry = tc_reporter_expiry_new (TC_OPERATION_SINK (self->parts.hub), self->parts.reader,
                                           TC_REPORTER_EXPIRY_S);
    tc_backup_start_schedule (self->parts.backup);
  }
  self->ready = TRUE;
  return TRUE;
}

char *
tc_server_dup_uri (TcServer *self)
{
  return tc_http_server_dup_uri (self->parts.http);
}

/* Stopping. */

static void
http_stopped_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  TcServer *self = g_task_get_source_object (task);
  gboolean all = tc_http_server_stop_finish (TC_HTTP_SERVER (source), result);

  tc_desk_lines_stop (self->lines);
  tc_hub_worker_stop (self->parts.hub);
  g_task_return_boolean (task, all);
}

void
tc_server_stop_async (TcServer *self, GAsyncReadyCallback callback, gpointer data)
{
  self->ready = FALSE;
  g_clear_pointer (&self->expiry, tc_reporter_expiry_free);
  tc_backup_stop (self->parts.backup);
  if (self->log_head)
    tc_log_head_stop (self->log_head);
  g_clear_pointer (&self->admin, tc_admin_server_free);
  tc_desk_lines_close_all (self->lines);
  tc_http_server_stop_async (self->parts.http, TC_SERVER_STOP_MS, http_stopped_cb,
                             g_task_new (self, NULL, callback, data));
}

gboolean
tc_server_stop_finish (TcServer *self, GAsyncResult *result)
{
  return g_task_propagate_boolean (G_TASK (result), NULL);
}

static void
stop_worker (TcWorker **worker)
{
  if (*worker)
    tc_worker_stop (*worker);
  g_clear_object (worker);
}

static void
tc_server_finalize (GObject *object)
{
  TcServer *self = TC_SERVER (object);

  g_clear_pointer (&self->expiry, tc_reporter_expiry_free);
  g_clear_pointer (&self->admin, tc_admin_server_free);
  if (self->lines)
    tc_desk_lines_stop (self->lines);
  g_clear_pointer (&self->parts.pushes, tc_wall_pushes_free);
  g_clear_pointer (&self->parts.presences, tc_presences_free);
  g_clear_pointer (&self->parts.calls, tc_alarm_calls_free);
  g_clear_pointer (&self->parts.reports, tc_camera_reports_free);
  g_clear_pointer (&self->parts.steering, tc_camera_steering_free);
  g_clear_pointer (&self->parts.finding, tc_camera_finding_free);
  g_clear_pointer (&self->parts.recordings, tc_camera_recordings_free);
  g_clear_pointer (&self->parts.cameras, tc_camera_questions_free);
  g_clear_pointer (&self->parts.media, tc_media_service_free);
  g_clear_object (&self->parts.http);
  g_clear_pointer (&self->log_head, tc_log_head_free);
  g_clear_pointer (&self->metrics, tc_metrics_free);
  g_clear_object (&self->open311);
  g_clear_pointer (&self->parts.pages, tc_unit_pages_free);
  g_clear_pointer (&self->photos, tc_photo_keeper_free);
  g_clear_pointer (&self->purges, tc_purges_free);
  g_clear_pointer (&self->parts.snapshots, tc_snapshots_free);
  g_clear_pointer (&self->parts.keeper, tc_file_keeper_free);
  if (self->parts.relay)
    tc_hub_worker_stop (self->parts.hub);
  g_clear_pointer (&self->parts.relay, tc_relay_mode_free);
  g_clear_pointer (&self->files, tc_file_service_free);
  g_clear_pointer (&self->store, tc_file_store_unref);
  g_clear_object (&self->parts.codes);
  g_clear_pointer (&self->parts.tokens, tc_tokens_free);
  g_clear_pointer (&self->parts.backup, tc_backup_free);
  if (self->parts.hub)
    tc_hub_worker_stop (self->parts.hub);
  g_clear_object (&self->parts.hub);
  stop_worker (&self->parts.reader);
  stop_worker (&self->parts.long_reader);
  g_clear_pointer (&self->parts.secrets, tc_secrets_close);
  g_clear_pointer (&self->views, tc_camera_views_close);
  g_clear_pointer (&self->lines, tc_desk_lines_free);
  if (self->lock_fd >= 0)
    close (self->lock_fd);
  tc_server_config_free (self->config);
  G_OBJECT_CLASS (tc_server_parent_class)->finalize (object);
}

static void
tc_server_class_init (TcServerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tc_server_finalize;
}

static void
tc_server_init (TcServer *self)
{
  self->lock_fd = -1;
}
