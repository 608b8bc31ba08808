/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A relay's line to the server; see the header.
 */
#include "tc-relay-line.h"

#include "tc-error.h"
#include "tc-snapshot.h"

#include <errno.h>
#include <glib/gstdio.h>

#define LINE_PATH "/sync/line"
#define SNAPSHOT_PATH "/sync/snapshot/"
#define SNAPSHOT_FOLDER "snapshots"
#define SNAPSHOT_BYTES_MAX ((gint64) 4 * 1024 * 1024 * 1024)
/* A token is good for an hour. */
#define TOKEN_EVERY_S (45 * 60)

struct _TcRelayLine {
  char *dir;             /* (owned): of snapshots */
  TcLineClient *line;    /* (owned) */
  TcHttpClient *http;    /* (owned) */
  TcRelayWorker *worker; /* (unowned) (nullable): once started; the server's */
  TcRelayStatus status;
  gboolean has_token;
  gboolean greeted;
  guint token_source;
  char *turned_away;    /* (owned) (nullable) */
  TcRelayPlan *plan;    /* (owned) (nullable): of what is being fetched */
  GArray *fetching;     /* (owned) (nullable) (element-type TcSnapshotFile) */
  GPtrArray *lists;     /* (owned) (nullable) (element-type GBytes): of their parts, as fetched */
  GPtrArray *fetched;   /* (owned) (nullable) (element-type GBytes) */
  GCancellable *cancel; /* (owned) (nullable): of what is being fetched */
  void (*notice) (const char *name, GVariant *value, gpointer data);
  gpointer notice_data;
  void (*lost) (gpointer data);
  gpointer lost_data;
};

static void
stop_fetching (TcRelayLine *self)
{
  if (self->cancel)
    g_cancellable_cancel (self->cancel);
  g_clear_object (&self->cancel);
  g_clear_pointer (&self->plan, tc_relay_plan_unref);
  g_clear_pointer (&self->fetching, g_array_unref);
  g_clear_pointer (&self->lists, g_ptr_array_unref);
  g_clear_pointer (&self->fetched, g_ptr_array_unref);
}

/* The socket. */

static void
opened_cb (gpointer data)
{
  TcRelayLine *self = data;

  tc_relay_worker_line_opened (self->worker);
}

static void
received_cb (GBytes *message, gpointer data)
{
  tc_relay_worker_receive (((TcRelayLine *) data)->worker, message);
}

static void
closed_cb (const GError *why, gpointer data)
{
  TcRelayLine *self = data;

  if (self->greeted)
    g_message ("the line to the server is lost: %s", why ? why->message : "");
  self->greeted = FALSE;
  self->has_token = FALSE;
  stop_fetching (self);
  tc_relay_worker_line_closed (self->worker);
}

/* Tokens and snapshots. */

static void
give_up (TcRelayLine *self, const char *why)
{
  g_warning ("snapshots could not be fetched from the server: %s", why);
  stop_fetching (self);
  tc_line_client_drop (self->line);
}

static void fetch_next (TcRelayLine *self);

/* Of the file that comes next. */
static gboolean
has_list (TcRelayLine *self)
{
  return self->lists->len > self->fetched->len;
}

/* The one that comes next: its list of parts first, so that where the file is the list is too. */
static char *
name_next (TcRelayLine *self)
{
  const TcSnapshotFile *file = &g_array_index (self->fetching, TcSnapshotFile, self->fetched->len);

  return g_strconcat (file->name, has_list (self) ? "" : TC_SNAPSHOT_LIST_SUFFIX, NULL);
}

static gboolean
take_downloaded (TcRelayLine *self, GError **error)
{
  g_autofree char *name = name_next (self);
  g_autofree char *path = g_build_filename (self->dir, name, NULL);
  g_autoptr (GMappedFile) mapped = g_mapped_file_new (path, FALSE, error);

  if (!mapped)
    return FALSE;
  g_ptr_array_add (has_list (self) ? self->fetched : self->lists, g_mapped_file_get_bytes (mapped));
  return TRUE;
}

static void
downloaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  TcRelayLine *self = data;
  g_autoptr (GError) error = NULL;
  gboolean ok = tc_http_client_download_finish (TC_HTTP_CLIENT (source), result, &error);

  /* When it was cancelled @self may be gone. */
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (ok && take_downloaded (self, &error))
    fetch_next (self);
  else
    give_up (self, error->message);
}

static void
fetch_next (TcRelayLine *self)
{
  if (self->fetched->len == self->fetching->len) {
    g_message ("snapshots have come from the server");
    tc_relay_worker_load (self->worker, self->plan, self->lists, self->fetched);
    stop_fetching (self);
    return;
  }
  const TcSnapshotFile *file = &g_array_index (self->fetching, TcSnapshotFile, self->fetched->len);
  g_autofree char *name = name_next (self);
  g_autofree char *remote = g_strconcat (SNAPSHOT_PATH, name, NULL);
  g_autofree char *path = g_build_filename (self->dir, name, NULL);
  tc_http_client_download_async (self->http, remote, path, has_list (self) ? file->size : -1,
                                 has_list (self) ? SNAPSHOT_BYTES_MAX : TC_SNAPSHOT_LIST_BYTES_MAX,
                                 NULL, self->cancel, NULL, NULL, downloaded_cb, self);
}

static gboolean
token_due_cb (gpointer data)
{
  TcRelayLine *self = data;

  if (self->status.online)
    tc_relay_worker_ask_token (self->worker);
  return G_SOURCE_CONTINUE;
}

static void
token_cb (GVariant *value, gpointer data)
{
  TcRelayLine *self = data;
  const char *token = NULL;

  if (value && g_variant_lookup (value, "token", "&s", &token)) {
    tc_http_client_set_token (self->http, token);
    self->has_token = TRUE;
  }
  if (!self->fetching || self->cancel)
    return;
  if (!token) {
    give_up (self, "the server gave no token");
    return;
  }
  self->cancel = g_cancellable_new ();
  fetch_next (self);
}

static void
fetch_cb (TcRelayPlan *plan, GArray *files, gpointer data)
{
  TcRelayLine *self = data;

  stop_fetching (self);
  self->lists = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  self->fetched = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  self->plan = tc_relay_plan_ref (plan);
  self->fetching = g_array_ref (files);
  tc_relay_worker_ask_token (self->worker);
}

/* The worker's other hooks. */

static void
send_cb (GBytes *message, gpointer data)
{
  tc_line_client_send (((TcRelayLine *) data)->line, message);
}

static void
close_cb (const TcRefusal *why, gboolean is_closed, gpointer data)
{
  TcRelayLine *self = data;
  const char *code = why ? why->code : "";

  g_warning ("the server ends the relay's line: %s", code);
  g_free (self->turned_away);
  self->turned_away = g_strdup (code);
  if (!is_closed)
    tc_line_client_drop (self->line);
}

static void
notice_cb (const char *name, GVariant *value, gpointer data)
{
  TcRelayLine *self = data;

  if (self->notice)
    self->notice (name, value, self->notice_data);
}

static void
status_cb (const TcRelayStatus *status, gpointer data)
{
  TcRelayLine *self = data;
  gboolean online = self->status.online;

  self->status = *status;
  if (!status->online || online)
    return;
  g_message ("the server has let the relay in");
  self->greeted = TRUE;
  g_clear_pointer (&self->turned_away, g_free);
  tc_relay_worker_ask_token (self->worker);
}

static void
remove_snapshots (TcRelayLine *self, const char *prefix)
{
  g_autoptr (GDir) dir = g_dir_open (self->dir, 0, NULL);
  const char *name;

  while (dir && (name = g_dir_read_name (dir))) {
    g_autofree char *path = g_build_filename (self->dir, name, NULL);

    if (g_str_has_prefix (name, prefix))
      g_unlink (path);
  }
}

void
tc_relay_line_clear (TcRelayLine *self)
{
  remove_snapshots (self, "");
}

/* Whatever position they stand at. */
static void
wiped_cb (gint64 scope, gpointer data)
{
  g_autofree char *prefix = g_strdup_printf ("%" G_GINT64_FORMAT "-", scope);

  remove_snapshots (data, prefix);
}

static void
lost_cb (gpointer data)
{
  TcRelayLine *self = data;

  if (self->lost)
    self->lost (self->lost_data);
}

static void
purged_cb (const TcPosition *position, gpointer data)
{
  TcRelayLine *self = data;
  g_autoptr (GDir) dir = g_dir_open (self->dir, 0, NULL);
  const char *name;

  while (dir && (name = g_dir_read_name (dir))) {
    g_autofree char *path = g_build_filename (self->dir, name, NULL);
    g_autofree char *current = tc_relay_line_name_snapshot (g_ascii_strtoll (name, NULL, 10),
                                                            position);

    if (!g_str_has_prefix (name, current))
      g_unlink (path);
  }
  lost_cb (self);
}

void
tc_relay_line_set_lost (TcRelayLine *self, void (*func) (gpointer data), gpointer data)
{
  self->lost = func;
  self->lost_data = data;
}

void
tc_relay_line_renew (TcRelayLine *self)
{
  tc_relay_worker_renew (self->worker);
}

char *
tc_relay_line_name_snapshot (gint64 scope, const TcPosition *position)
{
  return g_strdup_printf ("%" G_GINT64_FORMAT "-%" G_GINT64_FORMAT "-%" G_GINT64_FORMAT ".snap",
                          scope, position->epoch, position->lsn);
}

const TcRelayWorkerHooks tc_relay_line_hooks = {
    .send = send_cb,
    .close = close_cb,
    .fetch = fetch_cb,
    .token = token_cb,
    .notice = notice_cb,
    .status = status_cb,
    .wiped = wiped_cb,
    .lost = lost_cb,
    .purged = purged_cb,
};

static gboolean
make_dir (TcRelayLine *self, GError **error)
{
  if (g_mkdir_with_parents (self->dir, 0700) == 0)
    return TRUE;
  g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (errno), "making '%s': %s", self->dir,
               g_strerror (errno));
  return FALSE;
}

TcRelayLine *
tc_relay_line_new (const TcWireAddress *address, const char *dir, GError **error)
{
  static const TcLineClientCallbacks callbacks = {opened_cb, received_cb, closed_cb};
  g_autoptr (TcRelayLine) self = g_new0 (TcRelayLine, 1);

  self->dir = g_build_filename (dir, SNAPSHOT_FOLDER, NULL);
  if (!make_dir (self, error))
    return NULL;
  self->http = tc_http_client_new (address, error);
  self->line = self->http ? tc_line_client_new (address, LINE_PATH, &callbacks, self, error) : NULL;
  return self->line ? g_steal_pointer (&self) : NULL;
}

void
tc_relay_line_free (TcRelayLine *self)
{
  g_clear_handle_id (&self->token_source, g_source_remove);
  stop_fetching (self);
  g_clear_pointer (&self->line, tc_line_client_free);
  g_clear_object (&self->http);
  g_free (self->turned_away);
  g_free (self->dir);
  g_free (self);
}

void
tc_relay_line_start (TcRelayLine *self, TcRelayWorker *worker)
{
  self->worker = worker;
  self->token_source = g_timeout_add_seconds (TOKEN_EVERY_S, token_due_cb, self);
  tc_line_client_start (self->line);
}

const TcRelayStatus *
tc_relay_line_get_status (TcRelayLine *self)
{
  return &self->status;
}

const char *
tc_relay_line_get_turned_away (TcRelayLine *self)
{
  return self->turned_away;
}

void
tc_relay_line_set_notice (TcRelayLine *self,
                          void (*func) (const char *name, GVariant *value, gpointer data),
                          gpointer data)
{
  self->notice = func;
  self->notice_data = data;
}

TcHttpClient *
tc_relay_line_get_http (TcRelayLine *self)
{
  return self->has_token && self->status.online ? self->http : NULL;
}
