/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * DESIGN: a frame is made ahead of its time, which then is waited for, by the pipeline's clock.
 * Times of frames are those of the system's clock; where on the pipeline's clock that is, is looked
 * up anew for each, so that the two can't drift apart. The base class could wait, too, but it takes
 * the first frame as being in time, whenever that is, and all others by it.
 */
#include "tc-fake-camera-source.h"

#include "tc-frame-times.h"
#include "tc-limits.h"

#include <gst/base/gstpushsrc.h>

/* Frames that are later than that are left out; earlier than that the clock was set. */
#define LATE_MAX_US (TC_US_PER_S / 3)
#define EARLY_MAX_US (2 * TC_US_PER_S)
/* Two clocks are read within that, or once more, for so often. */
#define TOGETHER_US 200
#define TRIES 20

#define TC_TYPE_FAKE_SOURCE (tc_fake_source_get_type ())
G_DECLARE_FINAL_TYPE (TcFakeSource, tc_fake_source, TC, FAKE_SOURCE, GstPushSrc)

struct _TcFakeSource {
  GstPushSrc parent;
  TcFakeSourceConfig config; /* caps and data owned */
  gint64 count;              /* of the newest frame; -1: none yet */
  GstClockTime pts;          /* of the newest frame */
  GstClockID waiting;        /* (owned) (nullable) (mutex object lock): it waits for a time */
  gboolean flushing;         /* (mutex object lock): it is to wait no more */
};

G_DEFINE_FINAL_TYPE (TcFakeSource, tc_fake_source, GST_TYPE_PUSH_SRC)

static gint64
get_burst_us (TcFakeSource *self)
{
  return self->config.get_burst_us ? self->config.get_burst_us (self->config.data) : 0;
}

static gint64
taken_us (TcFakeSource *self, gint64 count)
{
  return tc_frame_times_taken_us (self->config.number, self->config.fps_milli, count);
}

/* The count that follows, or the first one that is still to come. */
static gint64
choose_count (TcFakeSource *self, gint64 now_us)
{
  const TcFakeSourceConfig *config = &self->config;
  gint64 next = self->count + 1;
  gint64 late_us = self->count < 0 ? G_MAXINT64 : now_us - taken_us (self, next);

  if (late_us <= LATE_MAX_US + get_burst_us (self) && late_us >= -EARLY_MAX_US)
    return next;
  next = tc_frame_times_count (config->number, config->fps_milli, now_us) + 1;
  return next + (config->align - next % config->align) % config->align;
}

/* What both clocks show at the same moment: who reads them may have to wait between. */
static void
read_clocks (TcFakeSource *self, GstClock *clock, gint64 *now_us, gint64 *running_ns)
{
  gint64 took_us = G_MAXINT64;

  for (int i = 0; i < TRIES && took_us > TOGETHER_US; i++) {
    gint64 before_us = g_get_real_time ();
    GstClockTime now = gst_clock_get_time (clock);
    gint64 after_us = g_get_real_time ();

    if (after_us - before_us >= took_us)
      continue;
    took_us = after_us - before_us;
    *now_us = before_us;
    *running_ns = (gint64) (now - gst_element_get_base_time (GST_ELEMENT (self)));
  }
}

/* @pts: when on the running time of the pipeline; FALSE: it has no clock */
static gboolean
plan_live (TcFakeSource *self, gint64 *count, GstClockTime *pts)
{
  g_autoptr (GstClock) clock = gst_element_get_clock (GST_ELEMENT (self));

  if (!clock)
    return FALSE;
  gint64 now_us = 0, running_ns = 0;

  read_clocks (self, clock, &now_us, &running_ns);
  *count = choose_count (self, now_us);
  gint64 due_ns = running_ns + (taken_us (self, *count) - now_us) * 1000;
  *pts = (GstClockTime) MAX (due_ns, 0);
  /* Never backwards, whatever became of the system's clock. */
  if (self->count >= 0 && *pts <= self->pts)
    *pts = self->pts + 1;
  return TRUE;
}

static gboolean
plan_ahead (TcFakeSource *self, gint64 *count, GstClockTime *pts)
{
  const TcFakeSourceConfig *config = &self->config;

  *count = self->count < 0 ? config->first : self->count + 1;
  *pts = gst_util_uint64_scale ((guint64) (*count - config->first), 1000 * GST_SECOND,
                                config->fps_milli);
  return *count < config->first + config->n;
}

/* ---- waiting ---- */

/* When the frame of @pts goes out: it may be held back for a burst. */
static GstClockTime
get_due (TcFakeSource *self, GstClockTime pts)
{
  GstClockTime burst = (GstClockTime) get_burst_us (self) * 1000;

  return burst > 0 ? (pts + burst - 1) / burst * burst : pts;
}

/* @due: on the running time. FALSE: it is to wait no more */
static gboolean
wait_until (TcFakeSource *self, GstClockTime due)
{
  g_autoptr (GstClock) clock = gst_element_get_clock (GST_ELEMENT (self));

  GST_OBJECT_LOCK (self);
  if (clock && !self->flushing)
    self->waiting = gst_clock_new_single_shot_id (clock, GST_ELEMENT_CAST (self)->base_time + due);
  GstClockID waiting = self->waiting;
  GST_OBJECT_UNLOCK (self);
  if (waiting)
    gst_clock_id_wait (waiting, NULL);
  GST_OBJECT_LOCK (self);
  g_clear_pointer (&self->waiting, gst_clock_id_unref);
  gboolean flushing = self->flushing;
  GST_OBJECT_UNLOCK (self);
  return !flushing;
}

static gboolean
tc_fake_source_unlock (GstBaseSrc *source)
{
  TcFakeSource *self = TC_FAKE_SOURCE (source);

  GST_OBJECT_LOCK (self);
  self->flushing = TRUE;
  if (self->waiting)
    gst_clock_id_unschedule (self->waiting);
  GST_OBJECT_UNLOCK (self);
  return TRUE;
}

static gboolean
tc_fake_source_unlock_stop (GstBaseSrc *source)
{
  TcFakeSource *self = TC_FAKE_SOURCE (source);

  GST_OBJECT_LOCK (self);
  self->flushing = FALSE;
  GST_OBJECT_UNLOCK (self);
  return TRUE;
}

/* ---- frames ---- */

static GstFlowReturn
tc_fake_source_create (GstPushSrc *source, GstBuffer **out)
{
  TcFakeSource *self = TC_FAKE_SOURCE (source);
  gint64 count = 0;
  GstClockTime pts = 0;

  if (!(self->config.live ? plan_live (self, &count, &pts) : plan_ahead (self, &count, &pts)))
    return GST_FLOW_EOS;
  GstBuffer *buffer = self->config.take (count, self->config.data);
  if (!buffer)
    return GST_FLOW_EOS;
  GST_BUFFER_PTS (buffer) = pts;
  GST_BUFFER_DTS (buffer) = pts;
  GST_BUFFER_DURATION (buffer) = gst_util_uint64_scale (1000, GST_SECOND, self->config.fps_milli);
  self->count = count;
  self->pts = pts;
  if (self->config.live && !wait_until (self, get_due (self, pts))) {
    gst_buffer_unref (buffer);
    return GST_FLOW_FLUSHING;
  }
  *out = buffer;
  return GST_FLOW_OK;
}

static GstCaps *
tc_fake_source_get_caps (GstBaseSrc *source, GstCaps *filter)
{
  TcFakeSource *self = TC_FAKE_SOURCE (source);

  if (!filter)
    return gst_caps_ref (self->config.caps);
  return gst_caps_intersect_full (filter, self->config.caps, GST_CAPS_INTERSECT_FIRST);
}

static gboolean
tc_fake_source_start (GstBaseSrc *source)
{
  TC_FAKE_SOURCE (source)->count = -1;
  return TRUE;
}

static void
tc_fake_source_finalize (GObject *object)
{
  TcFakeSource *self = TC_FAKE_SOURCE (object);

  gst_clear_caps (&self->config.caps);
  if (self->config.data_free)
    self->config.data_free (self->config.data);
  G_OBJECT_CLASS (tc_fake_source_parent_class)->finalize (object);
}

static void
tc_fake_source_class_init (TcFakeSourceClass *klass)
{
  GstElementClass *element_class = GST_ELEMENT_CLASS (klass);
  GstBaseSrcClass *base_class = GST_BASE_SRC_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = tc_fake_source_finalize;
  GST_PUSH_SRC_CLASS (klass)->create = tc_fake_source_create;
  base_class->unlock = tc_fake_source_unlock;
  base_class->unlock_stop = tc_fake_source_unlock_stop;
  base_class->get_caps = tc_fake_source_get_caps;
  base_class->start = tc_fake_source_start;
  gst_element_class_set_static_metadata (element_class, "Fake camera", "Source/Video",
                                         "Frames of a camera that doesn't exist", "Toàn Cảnh");
  gst_element_class_add_pad_template (
      element_class,
      gst_pad_template_new ("src", GST_PAD_SRC, GST_PAD_ALWAYS, gst_caps_new_any ()));
}

static void
tc_fake_source_init (TcFakeSource *self)
{
  self->count = -1;
  gst_base_src_set_format (GST_BASE_SRC (self), GST_FORMAT_TIME);
}

GstElement *
tc_fake_source_new (const TcFakeSourceConfig *config)
{
  TcFakeSource *self = g_object_new (TC_TYPE_FAKE_SOURCE, NULL);

  self->config = *config;
  gst_caps_ref (self->config.caps);
  gst_base_src_set_live (GST_BASE_SRC (self), config->live);
  return GST_ELEMENT (self);
}
