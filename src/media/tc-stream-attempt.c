/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One attempt to have a stream; see the header.
 *
 * DESIGN: what happens on GStreamer's threads is noted under one mutex and looked at by the main
 * loop. All callbacks are over once the pipeline has come to NULL, which is done on a thread of its
 * own and may take seconds.
 */
#include "tc-stream-attempt.h"

#include "tc-stream-cause.h"

/* rtspsrc: a bit for each way, GST_RTSP_LOWER_TRANS_TCP. */
#define PROTOCOL_TCP 4
/* How long saying goodbye may take. */
#define GOODBYE_NS ((guint64) 300 * GST_MSECOND)

/* ---- what happens, on GStreamer's threads ---- */

void
tc_stream_attempt_fail (TcStreamAttempt *self, TcStreamCause cause, char *detail)
{
  g_mutex_lock (&self->mutex);
  if (self->failed) {
    g_free (detail);
  } else {
    self->failed = TRUE;
    self->failed_us = g_get_monotonic_time ();
    self->failure = self->certain != TC_CAUSE_NONE ? self->certain : cause;
    self->detail = detail ? tc_tile_failure_tame (detail) : NULL;
  }
  g_mutex_unlock (&self->mutex);
}

static GstBusSyncReply
message_cb (GstBus *bus, GstMessage *message, gpointer data)
{
  TcStreamAttempt *self = data;
  TcTileProgress progress;
  TcStreamCause cause;
  char *detail = NULL;

  if (GST_MESSAGE_TYPE (message) == GST_MESSAGE_ERROR ||
      GST_MESSAGE_TYPE (message) == GST_MESSAGE_EOS) {
    g_mutex_lock (&self->mutex);
    progress = self->progress;
    g_mutex_unlock (&self->mutex);
    cause = tc_tile_failure_read (message, &progress, &detail);
    tc_stream_attempt_fail (self, cause, detail);
  }
  gst_message_unref (message);
  return GST_BUS_DROP;
}

/* No sound without a picture. */
static gboolean
select_sound (TcStreamAttempt *self, GstCaps *caps)
{
  gboolean is_known = self->hooks->knows_sound && self->hooks->knows_sound (self, caps);
  gboolean selected;

  g_mutex_lock (&self->mutex);
  selected = is_known && !self->sound_chosen && !self->progress.codec_strange;
  if (selected)
    self->sound_chosen = TRUE;
  g_mutex_unlock (&self->mutex);
  return selected;
}

/* Of what the other side offers the first picture that the owner knows. */
static gboolean
select_cb (GstElement *source, guint number, GstCaps *caps, gpointer data)
{
  TcStreamAttempt *self = data;
  gboolean is_video = tc_tile_chain_is_video (caps);
  gboolean is_known = is_video && self->hooks->knows (caps);
  gboolean selected;

  if (!is_video)
    return select_sound (self, caps);
  g_mutex_lock (&self->mutex);
  if (!is_known && !self->chosen)
    self->progress.codec_strange = TRUE;
  selected = is_known && !self->chosen;
  if (selected) {
    self->chosen = TRUE;
    self->progress.codec_strange = FALSE;
  }
  g_mutex_unlock (&self->mutex);
  return selected;
}

static void
read_packet (TcStreamAttempt *self, GstBuffer *buffer)
{
  gint64 now_us = g_get_monotonic_time ();
  TcTilePacket packet;

  if (!tc_tile_packet_read (&self->packets, buffer, &packet))
    return;
  self->progress.had_data = TRUE;
  /* What is missing before the first picture was never sent to us. */
  if (self->progress.had_picture)
    tc_stream_watch_loss (&self->watch, 1, packet.n_lost, now_us);
  if (packet.is_new_frame)
    tc_stream_watch_data (&self->watch, packet.pts_us, now_us);
  self->hooks->packet (self, &packet, buffer, now_us);
}

static gboolean
packet_cb (GstBuffer **buffer, guint index, gpointer data)
{
  read_packet (data, *buffer);
  return TRUE;
}

static GstPadProbeReturn
packets_cb (GstPad *pad, GstPadProbeInfo *info, gpointer data)
{
  TcStreamAttempt *self = data;

  g_mutex_lock (&self->mutex);
  if (info->type & GST_PAD_PROBE_TYPE_BUFFER_LIST)
    gst_buffer_list_foreach (GST_PAD_PROBE_INFO_BUFFER_LIST (info), packet_cb, self);
  else
    read_packet (self, GST_PAD_PROBE_INFO_BUFFER (info));
  g_mutex_unlock (&self->mutex);
  return GST_PAD_PROBE_OK;
}

static void
pad_cb (GstElement *source, GstPad *pad, gpointer data)
{
  TcStreamAttempt *self = data;
  g_autoptr (GstCaps) caps = gst_pad_get_current_caps (pad);
  gint clock_rate = 0;

  if (caps && !tc_tile_chain_is_video (caps)) {
    if (self->hooks->link_sound)
      self->hooks->link_sound (self, pad);
    return;
  }
  if (self->linked)
    return;
  self->linked = TRUE;
  if (caps)
    gst_structure_get_int (gst_caps_get_structure (caps, 0), "clock-rate", &clock_rate);
  g_mutex_lock (&self->mutex);
  tc_tile_packet_reader_init (&self->packets, (guint) MAX (clock_rate, 0));
  g_mutex_unlock (&self->mutex);
  gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_BUFFER | GST_PAD_PROBE_TYPE_BUFFER_LIST, packets_cb,
                     self, NULL);
  self->hooks->link (self, pad);
}

/* ---- the main loop's ---- */

static void
make_source (TcStreamAttempt *self, const char *account, const char *secret)
{
  self->source = gst_element_factory_make ("rtspsrc", NULL);
  if (!self->source)
    return;
  g_object_set (self->source, "location", self->address, "protocols", PROTOCOL_TCP, "latency",
                TC_STREAM_LATENCY_MS, "drop-on-latency", TRUE, "tcp-timeout",
                (guint64) TC_STREAM_ANSWER_US, "teardown-timeout", (guint64) GOODBYE_NS,
                "user-agent", "Toan Canh", NULL);
  if (account || secret)
    g_object_set (self->source, "user-id", account ? account : "", "user-pw", secret ? secret : "",
                  NULL);
  g_signal_connect (self->source, "select-stream", G_CALLBACK (select_cb), self);
  g_signal_connect (self->source, "pad-added", G_CALLBACK (pad_cb), self);
  gst_bin_add (GST_BIN (self->pipeline), self->source);
}

void
tc_stream_attempt_init (TcStreamAttempt *self, const TcStreamAttemptHooks *hooks,
                        const char *address, const char *account, const char *secret)
{
  gint64 now_us = g_get_monotonic_time ();
  g_autoptr (GstBus) bus = NULL;

  self->hooks = hooks;
  self->address = g_strdup (address);
  self->begun_us = now_us;
  self->cancellable = g_cancellable_new ();
  g_mutex_init (&self->mutex);
  tc_stream_watch_init (&self->watch, now_us);
  self->pipeline = gst_object_ref_sink (gst_pipeline_new (NULL));
  bus = gst_element_get_bus (self->pipeline);
  gst_bus_set_sync_handler (bus, message_cb, self, NULL);
  make_source (self, account, secret);
}

void
tc_stream_attempt_begin (TcStreamAttempt *self)
{
  tc_stream_watch_begin (&self->watch, self->begun_us);
  if (!self->source)
    tc_stream_attempt_fail (self, TC_CAUSE_DECODER, g_strdup ("GStreamer has no rtspsrc"));
  else if (gst_element_set_state (self->pipeline, GST_STATE_PLAYING) == GST_STATE_CHANGE_FAILURE)
    tc_stream_attempt_fail (self, TC_CAUSE_NONE, g_strdup ("it can't be begun"));
}

static gpointer
end_thread (gpointer data)
{
  TcStreamAttempt *self = data;
  g_autoptr (GstBus) bus = gst_element_get_bus (self->pipeline);

  gst_element_set_state (self->pipeline, GST_STATE_NULL);
  /* Some thread may still hold the pipeline, and say something. */
  gst_bus_set_sync_handler (bus, NULL, NULL, NULL);
  gst_object_unref (self->pipeline);
  g_clear_object (&self->cancellable);
  g_mutex_clear (&self->mutex);
  g_clear_pointer (&self->address, g_free);
  g_clear_pointer (&self->detail, g_free);
  self->hooks->free (self);
  return NULL;
}

void
tc_stream_attempt_end (TcStreamAttempt *self)
{
  g_mutex_lock (&self->mutex);
  self->ended = TRUE;
  g_mutex_unlock (&self->mutex);
  g_cancellable_cancel (self->cancellable);
  g_thread_unref (g_thread_new ("stream-end", end_thread, self));
}

/* ---- how it goes ---- */

typedef struct {
  TcStreamAttempt *self;     /* (unowned): ended only by a main loop that has cancelled this */
  GCancellable *cancellable; /* (owned) */
} Probe;

static void
probed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Probe *probe = data;
  TcStreamCause cause = tc_stream_probe_finish (result);
  TcStreamAttempt *self = probe->self;

  if (!g_cancellable_is_cancelled (probe->cancellable)) {
    self->probing = FALSE;
    g_mutex_lock (&self->mutex);
    /* Somebody is there, who broke it off all the same, or said nothing in time. */
    if (cause == TC_CAUSE_NONE)
      cause = self->failed_us - self->begun_us >= TC_STREAM_ANSWER_US ? TC_CAUSE_TIMEOUT
                                                                      : TC_CAUSE_SERVER;
    self->failure = cause;
    g_mutex_unlock (&self->mutex);
  }
  g_object_unref (probe->cancellable);
  g_free (probe);
}

static void
find_cause (TcStreamAttempt *self)
{
  Probe *probe = g_new0 (Probe, 1);

  self->probing = TRUE;
  probe->self = self;
  probe->cancellable = g_object_ref (self->cancellable);
  tc_stream_probe_async (self->address, self->cancellable, probed_cb, probe);
}

gboolean
tc_stream_attempt_look (TcStreamAttempt *self, gint64 now_us, TcStreamReport *report, char **detail)
{
  TcStreamCause give_up = TC_CAUSE_NONE;
  gboolean is_vague;
  gboolean goes_on = TRUE;

  *detail = NULL;
  g_mutex_lock (&self->mutex);
  is_vague = self->failed && self->failure == TC_CAUSE_NONE;
  tc_stream_watch_look (&self->watch, now_us, &give_up);
  if (self->failed && !is_vague)
    give_up = self->failure;
  if (give_up != TC_CAUSE_NONE) {
    tc_stream_watch_fail (&self->watch, give_up, now_us);
    *detail = g_strdup (self->detail);
    goes_on = FALSE;
  }
  *report = self->watch.report;
  g_mutex_unlock (&self->mutex);
  if (goes_on && is_vague && !self->probing)
    find_cause (self);
  return goes_on;
}
