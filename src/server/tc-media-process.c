/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A worker's process; see the header.
 */
#include "tc-media-process.h"

#include "tc-back-off.h"
#include "tc-media-channel.h"
#include "tc-media-worker.h"
#include "tc-send-form.h"
#include "tc-send-meter.h"

#include <gio/gio.h>
#include <string.h>

#define LOOK_S 2
#define PROMISED_BPS_MAX ((guint64) 1 << 40)
#define ITSELF "/proc/self/exe"

struct _TcMediaProcess {
  const TcMediaConfig *config; /* (unowned): see the header, as the next */
  const TcMembership *member;
  TcMediaRecords *records; /* (unowned) (nullable): likewise */
  TcMediaProcessHooks hooks;
  gpointer data;
  GPtrArray *plan;           /* (owned) (element-type TcMediaCamera) */
  GSubprocess *child;        /* (owned) (nullable) */
  TcMediaChannel *channel;   /* (owned) (nullable): as long as the child is thought to be there */
  GCancellable *cancellable; /* (owned) (nullable): of waiting for it */
  guint16 port;              /* 0: it isn't ready */
  GArray *health;            /* (owned) (element-type TcMediaHealth) */
  GArray *viewers;           /* (owned) (element-type TcSendViewer) */
  TcSendMeter meter;         /* of its child */
  guint64 promised;          /* bits a second, to replays */
  gint64 started_us, heard_us;
  TcBackOff back_off;
  guint start_source, look_source;
};

static void start_later (TcMediaProcess *self, gint64 wait_us);

/* ---- what it says ---- */

static void
send_plan (TcMediaProcess *self)
{
  if (self->channel && self->port)
    tc_media_channel_send (self->channel, "plan", tc_media_plan_write (self->plan));
}

static gboolean
has_camera (TcMediaProcess *self, gint64 id)
{
  for (guint i = 0; i < self->plan->len; i++)
    if (((const TcMediaCamera *) g_ptr_array_index (self->plan, i))->id == id)
      return TRUE;
  return FALSE;
}

void
tc_media_process_change_records (TcMediaProcess *self)
{
  GVariantDict dict;

  if (!self->channel || !self->records)
    return;
  g_variant_dict_init (&dict, NULL);
  g_variant_dict_insert (&dict, "on", "b", tc_media_records_is_allowed (self->records));
  tc_media_channel_send (self->channel, "record", g_variant_dict_end (&dict));
}

/* Of a camera that it has no longer it is found at the next start. */
static void
take_segment (TcMediaProcess *self, GVariant *value)
{
  g_autoptr (GVariant) bytes = g_variant_lookup_value (value, "segment", G_VARIANT_TYPE_BYTESTRING);
  gsize size = 0;
  gconstpointer data = bytes ? g_variant_get_fixed_array (bytes, &size, 1) : NULL;
  TcSegment segment;
  TcReader reader;

  tc_reader_init (&reader, data, size);
  if (self->records && size > 0 && tc_segment_read (&reader, &segment) &&
      has_camera (self, segment.camera_id))
    tc_media_records_add (self->records, &segment);
}

/* What can't be is passed over: it deals with what strangers send. */
static void
take_health (TcMediaProcess *self, GVariant *value)
{
  g_autoptr (GVariant) list = g_variant_lookup_value (value, "cameras", G_VARIANT_TYPE ("a(xssx)"));
  const TcDigest none = {{0}};
  g_autoptr (TcMediaReport) report = tc_media_report_new ("", &none);
  g_autoptr (TcMediaReport) read = NULL;
  g_autoptr (GVariant) form = NULL;

  for (gsize i = 0; list && i < g_variant_n_children (list) && i < TC_MEDIA_WORKER_CAMERAS_MAX;
       i++) {
    TcMediaHealth health = {.port = self->port};

    g_variant_get_child (list, i, "(x&s&sx)", &health.id, &health.state, &health.cause,
                         &health.since_us);
    if (has_camera (self, health.id))
      g_array_append_val (report->cameras, health);
  }
  tc_media_report_read_figures (report->cameras, value);
  form = g_variant_ref_sink (tc_media_report_write (report));
  read = tc_media_report_read (form, NULL);
  if (!read)
    return;
  g_array_set_size (self->health, 0);
  g_array_append_vals (self->health, read->cameras->data, read->cameras->len);
  self->hooks.changed (self, self->data);
}

static void
take_audience (TcMediaProcess *self, GVariant *value)
{
  g_autoptr (GVariant) list = g_variant_lookup_value (value, "viewers", NULL);
  TcSendCount count;

  g_array_unref (self->viewers);
  self->viewers = tc_send_viewers_read (list);
  if (g_variant_lookup (value, "counted", "x", &count.at_us) &&
      g_variant_lookup (value, "sent", "t", &count.sent) &&
      g_variant_lookup (value, "replayed", "t", &count.replayed))
    tc_send_meter_add (&self->meter, &count);
  self->promised = 0;
  g_variant_lookup (value, "promised", "t", &self->promised);
  self->promised = MIN (self->promised, PROMISED_BPS_MAX);
}

guint64
tc_media_process_get_promised (TcMediaProcess *self)
{
  return self->promised;
}

const GArray *
tc_media_process_get_viewers (TcMediaProcess *self)
{
  return self->viewers;
}

void
tc_media_process_get_sent (TcMediaProcess *self, guint64 *sent_bps, guint64 *replayed_bps)
{
  *sent_bps = tc_send_meter_get_sent (&self->meter);
  *replayed_bps = tc_send_meter_get_replayed (&self->meter);
}

void
tc_media_process_order (TcMediaProcess *self, const GArray *viewers, TcTileImportance least,
                        guint64 free_bps, guint64 over_bps)
{
  GVariantDict dict;

  if (!self->channel || !self->port)
    return;
  g_variant_dict_init (&dict, NULL);
  g_variant_dict_insert_value (&dict, "viewers", tc_send_viewers_write (viewers));
  g_variant_dict_insert (&dict, "least", "y", (guchar) least);
  g_variant_dict_insert (&dict, "free", "t", free_bps);
  g_variant_dict_insert (&dict, "promised", "t", self->promised);
  g_variant_dict_insert (&dict, "over", "t", over_bps);
  tc_media_channel_send (self->channel, "shares", g_variant_dict_end (&dict));
}

static void
take_wanted (TcMediaProcess *self, GVariant *value)
{
  gint64 camera_id = 0;

  if (g_variant_lookup (value, "camera", "x", &camera_id) && has_camera (self, camera_id))
    self->hooks.playback_wanted (self, camera_id, self->data);
}

void
tc_media_process_give_playback (TcMediaProcess *self, gint64 camera_id,
                                const TcPlaybackSource *source)
{
  GVariantDict dict;

  if (!self->channel || !self->port)
    return;
  g_variant_dict_init (&dict, NULL);
  g_variant_dict_insert (&dict, "camera", "x", camera_id);
  if (source)
    g_variant_dict_insert_value (&dict, "source", tc_playback_source_write (source));
  tc_media_channel_send (self->channel, "playback", g_variant_dict_end (&dict));
}

static void
message_cb (const char *name, GVariant *value, gpointer data)
{
  TcMediaProcess *self = data;

  self->heard_us = g_get_monotonic_time ();
  if (g_str_equal (name, "ready") && g_variant_lookup (value, "port", "q", &self->port)) {
    send_plan (self);
    self->hooks.changed (self, self->data);
  } else if (g_str_equal (name, "health")) {
    take_health (self, value);
  } else if (g_str_equal (name, "segment")) {
    take_segment (self, value);
  } else if (g_str_equal (name, "audience")) {
    take_audience (self, value);
  } else if (g_str_equal (name, "playback-wanted")) {
    take_wanted (self, value);
  }
}

static void
closed_cb (const GError *error, gpointer data)
{
  TcMediaProcess *self = data;

  if (error)
    g_warning ("a worker is ended: %s", error->message);
  g_subprocess_force_exit (self->child);
}

/* ---- its life ---- */

static void
drop (TcMediaProcess *self)
{
  if (self->cancellable)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->channel, tc_media_channel_free);
  if (self->child)
    g_subprocess_force_exit (self->child);
  g_clear_object (&self->child);
  self->port = 0;
  g_array_set_size (self->health, 0);
  g_array_set_size (self->viewers, 0);
  self->meter = (TcSendMeter){0};
  self->promised = 0;
}

static void
ended_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  GSubprocess *child = G_SUBPROCESS (source);
  g_autoptr (GError) error = NULL;
  TcMediaProcess *self = data;

  g_subprocess_wait_finish (child, result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_warning ("a worker with %u cameras has ended (%s %d); it is started again", self->plan->len,
             g_subprocess_get_if_signaled (child) ? "signal" : "exit code",
             g_subprocess_get_if_signaled (child) ? g_subprocess_get_term_sig (child)
                                                  : g_subprocess_get_exit_status (child));
  drop (self);
  for (guint i = 0; self->records && i < self->plan->len; i++)
    tc_media_records_recover (self->records,
                              ((const TcMediaCamera *) g_ptr_array_index (self->plan, i))->id);
  start_later (self,
               tc_back_off_fail (&self->back_off, g_get_monotonic_time () - self->started_us));
  self->hooks.ended (self, self->data);
}

static GVariant *
write_beginning (TcMediaProcess *self)
{
  const TcMediaConfig *config = self->config;
  GVariantDict dict;

  g_variant_dict_init (&dict, NULL);
  g_variant_dict_insert (&dict, "port-first", "q", (guint16) config->port_first);
  g_variant_dict_insert (&dict, "port-last", "q", (guint16) config->port_last);
  g_variant_dict_insert (&dict, "host", "q", self->member->replica);
  g_variant_dict_insert (&dict, "address", "s", config->address);
  g_variant_dict_insert (&dict, "certificate", "s", config->certificate);
  g_variant_dict_insert (&dict, "key", "s", config->key);
  g_variant_dict_insert (&dict, "recordings", "s",
                         self->records ? tc_media_records_get_folder (self->records) : "");
  g_variant_dict_insert (&dict, "thin", "b", config->kbit > 0);
  g_variant_dict_insert_value (&dict, "server-key",
                               g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE,
                                                          self->member->server_key.bytes,
                                                          TC_KEY_PUBLIC_SIZE, 1));
  return g_variant_dict_end (&dict);
}

static gboolean
spawn (TcMediaProcess *self, GError **error)
{
  const TcMediaChannelHooks hooks = {message_cb, closed_cb};
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_NONE);
  g_autofree char *program = g_file_read_link (ITSELF, error);
  int fd = -1;

  if (!program)
    return FALSE;
  self->channel = tc_media_channel_new_pair (&hooks, self, &fd, error);
  if (!self->channel)
    return FALSE;
  g_subprocess_launcher_take_fd (launcher, fd, TC_MEDIA_CHANNEL_FD);
  /* It has many threads; a heap for each would cost more than it saves. */
  g_subprocess_launcher_setenv (launcher, "MALLOC_ARENA_MAX", "2", FALSE);
  self->child = g_subprocess_launcher_spawn (launcher, error, program, "--worker", NULL);
  if (!self->child)
    return FALSE;
  self->cancellable = g_cancellable_new ();
  g_subprocess_wait_async (self->child, self->cancellable, ended_cb, self);
  tc_media_channel_send (self->channel, "begin", write_beginning (self));
  tc_media_process_change_records (self);
  return TRUE;
}

static gboolean
start_cb (gpointer data)
{
  TcMediaProcess *self = data;
  g_autoptr (GError) error = NULL;

  self->start_source = 0;
  self->started_us = self->heard_us = g_get_monotonic_time ();
  if (!spawn (self, &error)) {
    g_warning ("a worker can't be started: %s", error->message);
    drop (self);
    start_later (self, tc_back_off_fail (&self->back_off, 0));
  }
  return G_SOURCE_REMOVE;
}

static void
start_later (TcMediaProcess *self, gint64 wait_us)
{
  if (!self->start_source)
    self->start_source = g_timeout_add ((guint) (wait_us / 1000), start_cb, self);
}

static gboolean
look_cb (gpointer data)
{
  TcMediaProcess *self = data;

  if (self->child &&
      g_get_monotonic_time () - self->heard_us > TC_MEDIA_WORKER_HUNG_S * (gint64) G_USEC_PER_SEC) {
    g_warning ("a worker has said nothing for %d s, and is ended", TC_MEDIA_WORKER_HUNG_S);
    self->heard_us = g_get_monotonic_time ();
    g_subprocess_force_exit (self->child);
  }
  return G_SOURCE_CONTINUE;
}

TcMediaProcess *
tc_media_process_new (const TcMediaConfig *config, const TcMembership *member,
                      TcMediaRecords *records, const TcMediaProcessHooks *hooks, gpointer data)
{
  TcMediaProcess *self = g_new0 (TcMediaProcess, 1);

  self->config = config;
  self->member = member;
  self->records = records;
  self->hooks = *hooks;
  self->data = data;
  self->plan = tc_media_plan_new ();
  self->health = g_array_new (FALSE, TRUE, sizeof (TcMediaHealth));
  self->viewers = g_array_new (FALSE, TRUE, sizeof (TcSendViewer));
  tc_back_off_init (&self->back_off, g_random_int ());
  self->look_source = g_timeout_add_seconds (LOOK_S, look_cb, self);
  start_later (self, 0);
  return self;
}

void
tc_media_process_free (TcMediaProcess *self)
{
  g_clear_handle_id (&self->start_source, g_source_remove);
  g_clear_handle_id (&self->look_source, g_source_remove);
  drop (self);
  g_array_unref (self->health);
  g_array_unref (self->viewers);
  g_ptr_array_unref (self->plan);
  g_free (self);
}

void
tc_media_process_set_plan (TcMediaProcess *self, GPtrArray *cameras)
{
  g_ptr_array_ref (cameras);
  g_ptr_array_unref (self->plan);
  self->plan = cameras;
  send_plan (self);
}

GPtrArray *
tc_media_process_get_plan (TcMediaProcess *self)
{
  return self->plan;
}

void
tc_media_process_add_health (TcMediaProcess *self, GArray *health)
{
  for (guint i = 0; i < self->health->len; i++)
    if (has_camera (self, g_array_index (self->health, TcMediaHealth, i).id))
      g_array_append_val (health, g_array_index (self->health, TcMediaHealth, i));
}
