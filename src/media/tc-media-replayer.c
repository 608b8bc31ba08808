/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A replay that is sent; see the header.
 *
 * DESIGN: pictures get times of the pipeline at the distances of their dues, so that who receives
 * them is even, too; those that lead in are some milliseconds apart, as fast as decoders are. A
 * server of RTSP wants something to send before it answers what there is: that is the first
 * picture, once more than is needed; the clock runs from when it is played.
 */
#include "tc-media-replayer.h"

#include <gst/app/gstappsrc.h>

#define LEAD_IN_STEP_NS (10 * GST_MSECOND)
/* Longer nobody waits for what leads in. */
#define LEAD_IN_US_MAX ((gint64) 4 * G_USEC_PER_SEC)
/* Times that are farther from the pipeline's begin anew. */
#define OFF_NS ((gint64) GST_SECOND)
/* Until what is sent has gone. */
#define FULL_WAIT_US ((gint64) 20 * 1000)
/* It is looked for a first picture so long: more may be written just now. */
#define FIRST_WAIT_US ((gint64) 3 * G_USEC_PER_SEC)

static const char *const payloaders[TC_CODEC_N] = {"rtph264pay", "rtph265pay", "rtpjpegpay"};

struct _TcMediaReplayer {
  char *folder; /* (owned) */
  gint64 camera_id;
  TcReplayClock wish;
  TcAccessUnit *first; /* (owned): that is there to begin with */
  GstAppSrc *source;   /* (owned) */
  GMutex mutex;        /* of the next */
  GCond cond;
  gboolean ended;
  gboolean playing;
  GThread *thread;        /* (owned) (nullable): once data was wanted */
  TcPacketMarker *marker; /* (owned) */
  /* The thread's: */
  char *caps;        /* (owned): as set last */
  gint64 offset_ns;  /* times of the pipeline less dues; G_MININT64: not known */
  GstClockTime last; /* time given last */
};

/* What is shown at @now_us, and from then on. @lead_in_us: how long what leads in takes */
static void
set_clock (const TcReplayClock *wish, gint64 now_us, gint64 lead_in_us, TcReplayClock *clock)
{
  gint64 over_us = now_us - wish->start_us;

  *clock = *wish;
  clock->shared = wish->start_us > 0;
  if (!clock->shared) {
    clock->start_us = now_us + TC_MEDIA_REPLAYER_SOON_US + lead_in_us;
  } else if (over_us > 0) {
    clock->from_us += over_us * wish->rate_milli / 1000;
    clock->start_us = now_us;
  } else {
    clock->start_us = MIN (clock->start_us, now_us + TC_MEDIA_REPLAYER_AHEAD_US);
  }
}

/* ---- times ---- */

/* How long the pipeline has run; 0: it doesn't yet. */
static GstClockTime
get_running (TcMediaReplayer *self)
{
  GstClock *clock = gst_element_get_clock (GST_ELEMENT (self->source));
  GstClockTime base = gst_element_get_base_time (GST_ELEMENT (self->source));
  GstClockTime now = clock ? gst_clock_get_time (clock) : GST_CLOCK_TIME_NONE;

  g_clear_pointer (&clock, gst_object_unref);
  return GST_CLOCK_TIME_IS_VALID (now) && GST_CLOCK_TIME_IS_VALID (base) && now > base ? now - base
                                                                                       : 0;
}

static GstClockTime
give_time (TcMediaReplayer *self, const TcReplayItem *item)
{
  gint64 running = (gint64) get_running (self);
  gint64 due_ns = item->due_us * 1000;
  gint64 time = running;
  gint64 least = GST_CLOCK_TIME_IS_VALID (self->last) ? (gint64) (self->last + LEAD_IN_STEP_NS) : 0;

  if (!item->lead_in) {
    if (self->offset_ns == G_MININT64 || ABS (due_ns + self->offset_ns - running) > OFF_NS)
      self->offset_ns = running - due_ns;
    time = due_ns + self->offset_ns;
  }
  self->last = (GstClockTime) MAX (MAX (time, least), 0);
  return self->last;
}

/* ---- the thread ---- */

/* FALSE: it is to end. */
static gboolean
wait_until (TcMediaReplayer *self, gint64 real_us)
{
  gint64 end_us = g_get_monotonic_time () + MAX (real_us - g_get_real_time (), 0);
  gboolean goes_on;

  g_mutex_lock (&self->mutex);
  while (!self->ended && g_cond_wait_until (&self->cond, &self->mutex, end_us))
    continue;
  goes_on = !self->ended;
  g_mutex_unlock (&self->mutex);
  return goes_on;
}

static gboolean
wait_for_room (TcMediaReplayer *self)
{
  gboolean goes_on = TRUE;

  while (goes_on &&
         gst_app_src_get_current_level_bytes (self->source) > TC_MEDIA_REPLAYER_BYTES_MAX)
    goes_on = wait_until (self, g_get_real_time () + FULL_WAIT_US);
  return goes_on;
}

static void
follow_caps (TcMediaReplayer *self, const TcAccessUnit *unit)
{
  GstCaps *caps;

  if (g_strcmp0 (self->caps, unit->caps) == 0)
    return;
  caps = gst_caps_from_string (unit->caps);
  gst_app_src_set_caps (self->source, caps);
  gst_caps_unref (caps);
  g_free (self->caps);
  self->caps = g_strdup (unit->caps);
}

/* FALSE: it is to end, or another codec takes another payloader: who looks asks anew. */
static gboolean
push (TcMediaReplayer *self, const TcReplayItem *item)
{
  const TcReplayMark mark = {.time_us = item->unit->time_us, .lead_in = item->lead_in};
  GstBuffer *buffer;
  GstClockTime time;

  if (item->unit->codec != self->first->codec || !wait_for_room (self))
    return FALSE;
  follow_caps (self, item->unit);
  time = give_time (self, item);
  tc_packet_marker_add (self->marker, time, &mark);
  buffer = gst_buffer_new_wrapped_bytes (item->unit->bytes);
  GST_BUFFER_PTS (buffer) = time;
  GST_BUFFER_DURATION (buffer) = (GstClockTime) item->unit->duration_us * 1000;
  if (!item->unit->key)
    GST_BUFFER_FLAG_SET (buffer, GST_BUFFER_FLAG_DELTA_UNIT);
  return gst_app_src_push_buffer (self->source, buffer) == GST_FLOW_OK;
}

/* FALSE: that was all. */
static gboolean
step (TcMediaReplayer *self, TcReplay *replay)
{
  TcReplayItem item;
  TcReplayStep step = tc_replay_next (replay, g_get_real_time (), &item);
  gboolean goes_on = step == TC_REPLAY_GAP || (step == TC_REPLAY_UNIT && push (self, &item)) ||
                     (step == TC_REPLAY_WAIT && wait_until (self, item.due_us));

  tc_replay_item_clear (&item);
  return goes_on;
}

static gboolean
wait_for_play (TcMediaReplayer *self)
{
  gboolean goes_on;

  g_mutex_lock (&self->mutex);
  while (!self->ended && !self->playing)
    g_cond_wait (&self->cond, &self->mutex);
  goes_on = !self->ended;
  g_mutex_unlock (&self->mutex);
  return goes_on;
}

/* All are as far apart as the first two, as far as is known. */
static gint64
reckon_lead_in (TcMediaReplayer *self)
{
  gint64 before_us = MAX (self->wish.from_us - self->first->time_us, 0);

  return MIN (before_us / self->first->duration_us * (LEAD_IN_STEP_NS / 1000), LEAD_IN_US_MAX);
}

static gpointer
replay_thread (gpointer data)
{
  TcMediaReplayer *self = data;
  const TcReplayItem begin = {.unit = self->first, .lead_in = TRUE};
  g_autoptr (TcReplay) replay = NULL;
  TcReplayClock clock;

  if (!push (self, &begin) || !wait_for_play (self))
    return NULL;
  set_clock (&self->wish, g_get_real_time (), reckon_lead_in (self), &clock);
  replay = tc_replay_new (self->folder, self->camera_id, &clock, 0);
  while (step (self, replay))
    continue;
  gst_app_src_end_of_stream (self->source);
  return NULL;
}

static void
need_data_cb (GstAppSrc *source, guint length, gpointer data)
{
  TcMediaReplayer *self = data;

  g_mutex_lock (&self->mutex);
  if (!self->ended && !self->thread)
    self->thread = g_thread_new ("replay", replay_thread, self);
  g_mutex_unlock (&self->mutex);
}

/* ---- making ---- */

static GstElement *
make_bin (TcMediaReplayer *self)
{
  GstElement *bin = gst_bin_new (NULL);
  GstElement *payloader = gst_element_factory_make (payloaders[self->first->codec], "pay0");

  if (!payloader) {
    gst_object_unref (gst_object_ref_sink (bin));
    return NULL;
  }
  g_object_set (payloader, "pt", 96u, NULL);
  gst_bin_add_many (GST_BIN (bin), GST_ELEMENT (self->source), payloader, NULL);
  gst_element_link (GST_ELEMENT (self->source), payloader);
  tc_packet_marker_attach (self->marker, payloader);
  return bin;
}

/* (transfer full) (nullable): what comes first; NULL: nothing does, soon. */
static TcAccessUnit *
find_first (const char *folder, gint64 camera_id, const TcReplayClock *wish)
{
  gint64 now_us = g_get_real_time ();
  gint64 by_us = now_us + FIRST_WAIT_US;
  g_autoptr (TcReplay) replay = NULL;
  TcAccessUnit *unit = NULL;
  TcReplayClock clock;
  TcReplayItem item;
  TcReplayStep step;

  set_clock (wish, now_us, 0, &clock);
  /* Times that have come: only whether something is there is asked. */
  by_us = MAX (by_us, clock.start_us + TC_MEDIA_REPLAYER_AHEAD_US);
  replay = tc_replay_new (folder, camera_id, &clock, 0);
  while (!unit) {
    step = tc_replay_next (replay, now_us, &item);
    unit = g_steal_pointer (&item.unit);
    if (step == TC_REPLAY_END || (step == TC_REPLAY_WAIT && item.due_us > by_us))
      break;
    now_us = step == TC_REPLAY_WAIT ? item.due_us : now_us;
  }
  return unit;
}

TcMediaReplayer *
tc_media_replayer_new (const char *folder, gint64 camera_id, const TcReplayClock *wish,
                       GstElement **element)
{
  TcAccessUnit *first = find_first (folder, camera_id, wish);
  GstElement *source = first ? gst_element_factory_make ("appsrc", NULL) : NULL;
  GstAppSrcCallbacks callbacks = {.need_data = need_data_cb};
  TcMediaReplayer *self;

  if (!source) {
    g_clear_pointer (&first, tc_access_unit_unref);
    return NULL;
  }
  self = g_new0 (TcMediaReplayer, 1);
  self->folder = g_strdup (folder);
  self->camera_id = camera_id;
  self->wish = *wish;
  self->first = first;
  self->marker = tc_packet_marker_new ();
  self->source = GST_APP_SRC (gst_object_ref_sink (source));
  self->offset_ns = G_MININT64;
  self->last = GST_CLOCK_TIME_NONE;
  g_mutex_init (&self->mutex);
  g_cond_init (&self->cond);
  g_object_set (source, "is-live", TRUE, "format", GST_FORMAT_TIME, "block", FALSE, "max-bytes",
                2 * TC_MEDIA_REPLAYER_BYTES_MAX, NULL);
  gst_app_src_set_callbacks (self->source, &callbacks, self, NULL);
  follow_caps (self, first);
  *element = make_bin (self);
  if (!*element)
    g_clear_pointer (&self, tc_media_replayer_free);
  return self;
}

TcPacketMarker *
tc_media_replayer_get_marker (TcMediaReplayer *self)
{
  return self->marker;
}

void
tc_media_replayer_play (TcMediaReplayer *self)
{
  g_mutex_lock (&self->mutex);
  self->playing = TRUE;
  g_cond_signal (&self->cond);
  g_mutex_unlock (&self->mutex);
}

void
tc_media_replayer_end (TcMediaReplayer *self)
{
  GThread *thread;

  g_mutex_lock (&self->mutex);
  self->ended = TRUE;
  thread = g_steal_pointer (&self->thread);
  g_cond_signal (&self->cond);
  g_mutex_unlock (&self->mutex);
  if (thread)
    g_thread_join (thread);
}

void
tc_media_replayer_free (TcMediaReplayer *self)
{
  GstAppSrcCallbacks callbacks = {0};

  tc_media_replayer_end (self);
  gst_app_src_set_callbacks (self->source, &callbacks, NULL, NULL);
  gst_object_unref (self->source);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->cond);
  tc_access_unit_unref (self->first);
  tc_packet_marker_unref (self->marker);
  g_free (self->folder);
  g_free (self->caps);
  g_free (self);
}
