/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A viewer; see the header.
 *
 * DESIGN: units get times of the viewer's pipeline. What the fan had kept is given times a
 * millisecond apart, from when the viewer began, for it is to be sent at once; what comes live
 * keeps the distances that the fan's clock gave it. The source is fed once it says that it wants
 * data, for before that it takes none.
 */
#include "tc-media-viewer.h"

#include <gst/app/gstappsrc.h>

#define BURST_STEP_NS GST_MSECOND
/* Times that are farther from the pipeline's begin anew. */
#define OFF_NS (1 * GST_SECOND)

static const char *const payloaders[TC_CODEC_N] = {"rtph264pay", "rtph265pay", "rtpjpegpay"};

struct _TcMediaViewer {
  TcMediaFan *fan; /* (owned) */
  TcCodec codec;
  GstAppSrc *source; /* (owned) */
  gint begun;        /* atomic: it takes, or has */
  GMutex mutex;      /* of the next */
  guint number;      /* of its taking; 0: none */
  gboolean ended;
  guint hold; /* of a taking that keeps the stream connected until it takes itself */
  /* Of the fan's lock, or of what is kept before that: */
  char *caps;         /* (owned): as set last */
  gboolean burst;     /* what comes is what was kept */
  gboolean waits_key; /* it didn't keep up */
  gint64 offset_ns;   /* times of the pipeline less those of units; G_MININT64: not known */
  GstClockTime last;  /* time given last */
  gboolean over;      /* its stream is another one now */
};

/* How long the pipeline has run; 0: it doesn't yet. */
static GstClockTime
get_running (TcMediaViewer *self)
{
  GstClock *clock = gst_element_get_clock (GST_ELEMENT (self->source));
  GstClockTime base = gst_element_get_base_time (GST_ELEMENT (self->source));
  GstClockTime now = clock ? gst_clock_get_time (clock) : GST_CLOCK_TIME_NONE;

  g_clear_pointer (&clock, gst_object_unref);
  return GST_CLOCK_TIME_IS_VALID (now) && GST_CLOCK_TIME_IS_VALID (base) && now > base ? now - base
                                                                                       : 0;
}

static GstClockTime
give_time (TcMediaViewer *self, const TcAccessUnit *unit)
{
  gint64 running = (gint64) get_running (self);
  gint64 unit_ns = unit->time_us * 1000;
  gint64 time = running;
  gint64 least = GST_CLOCK_TIME_IS_VALID (self->last) ? (gint64) (self->last + BURST_STEP_NS) : 0;

  if (!self->burst) {
    if (self->offset_ns == G_MININT64 ||
        ABS (unit_ns + self->offset_ns - running) > (gint64) OFF_NS)
      self->offset_ns = running - unit_ns;
    time = unit_ns + self->offset_ns;
  }
  self->last = (GstClockTime) MAX (MAX (time, least), 0);
  return self->last;
}

/* Whether it goes out; a viewer that has too much before it waits for a key frame. */
static gboolean
may_push (TcMediaViewer *self, const TcAccessUnit *unit)
{
  guint64 level = gst_app_src_get_current_level_bytes (self->source);

  if (level > TC_MEDIA_VIEWER_BYTES_MAX)
    self->waits_key = TRUE;
  else if (self->waits_key && unit->key && level < TC_MEDIA_VIEWER_BYTES_MAX / 2)
    self->waits_key = FALSE;
  return !self->waits_key;
}

static void
follow_caps (TcMediaViewer *self, const TcAccessUnit *unit)
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

static void
unit_cb (TcAccessUnit *unit, gpointer data)
{
  TcMediaViewer *self = data;
  GstBuffer *buffer;

  if (self->over)
    return;
  /* Another codec takes another payloader: who views it asks anew. */
  if (unit->codec != self->codec) {
    self->over = TRUE;
    gst_app_src_end_of_stream (self->source);
    return;
  }
  if (!may_push (self, unit))
    return;
  follow_caps (self, unit);
  buffer = gst_buffer_new_wrapped_bytes (unit->bytes);
  GST_BUFFER_PTS (buffer) = give_time (self, unit);
  GST_BUFFER_DURATION (buffer) = (GstClockTime) unit->duration_us * 1000;
  if (!unit->key)
    GST_BUFFER_FLAG_SET (buffer, GST_BUFFER_FLAG_DELTA_UNIT);
  gst_app_src_push_buffer (self->source, buffer);
}

static void
nothing_cb (TcAccessUnit *unit, gpointer data)
{
}

static void
need_data_cb (GstAppSrc *source, guint length, gpointer data)
{
  TcMediaViewer *self = data;

  if (!g_atomic_int_compare_and_exchange (&self->begun, 0, 1))
    return;
  g_mutex_lock (&self->mutex);
  if (!self->ended) {
    self->burst = TRUE;
    self->number = tc_media_fan_take (self->fan, unit_cb, self);
    self->burst = FALSE;
  }
  g_mutex_unlock (&self->mutex);
}

static GstElement *
make_bin (TcMediaViewer *self)
{
  GstElement *bin = gst_bin_new (NULL);
  GstElement *payloader = gst_element_factory_make (payloaders[self->codec], "pay0");

  if (!payloader) {
    gst_object_unref (gst_object_ref_sink (bin));
    return NULL;
  }
  g_object_set (payloader, "pt", 96u, NULL);
  gst_bin_add_many (GST_BIN (bin), GST_ELEMENT (self->source), payloader, NULL);
  gst_element_link (GST_ELEMENT (self->source), payloader);
  return bin;
}

TcMediaViewer *
tc_media_viewer_new (TcMediaFan *fan, TcAccessUnit *first, GstElement **element)
{
  GstElement *source = gst_element_factory_make ("appsrc", NULL);
  GstAppSrcCallbacks callbacks = {.need_data = need_data_cb};
  TcMediaViewer *self;

  if (!source)
    return NULL;
  self = g_new0 (TcMediaViewer, 1);
  self->fan = tc_media_fan_ref (fan);
  self->codec = first->codec;
  self->source = GST_APP_SRC (gst_object_ref_sink (source));
  self->offset_ns = G_MININT64;
  self->last = GST_CLOCK_TIME_NONE;
  g_mutex_init (&self->mutex);
  g_object_set (source, "is-live", TRUE, "format", GST_FORMAT_TIME, "block", FALSE, "max-bytes",
                2 * TC_MEDIA_VIEWER_BYTES_MAX, NULL);
  gst_app_src_set_callbacks (self->source, &callbacks, self, NULL);
  follow_caps (self, first);
  *element = make_bin (self);
  if (!*element) {
    tc_media_viewer_free (self);
    return NULL;
  }
  self->hold = tc_media_fan_take (fan, nothing_cb, NULL);
  return self;
}

void
tc_media_viewer_end (TcMediaViewer *self)
{
  g_mutex_lock (&self->mutex);
  self->ended = TRUE;
  if (self->number)
    tc_media_fan_leave (self->fan, self->number);
  if (self->hold)
    tc_media_fan_leave (self->fan, self->hold);
  self->number = self->hold = 0;
  g_mutex_unlock (&self->mutex);
}

void
tc_media_viewer_free (TcMediaViewer *self)
{
  GstAppSrcCallbacks callbacks = {0};

  tc_media_viewer_end (self);
  gst_app_src_set_callbacks (self->source, &callbacks, NULL, NULL);
  gst_object_unref (self->source);
  tc_media_fan_unref (self->fan);
  g_mutex_clear (&self->mutex);
  g_free (self->caps);
  g_free (self);
}
