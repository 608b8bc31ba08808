/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Sound of a viewer; see the header.
 *
 * DESIGN: a piece gets the time of the viewer's pipeline at which it came, and after a pause a mark
 * that it doesn't follow on the one before: else a payloader would count on from there, and who
 * hears it would wait for as long as the pause was.
 */
#include "tc-viewer-sound.h"

#include "tc-sound-parts.h"

#include <gst/app/gstappsrc.h>

/* What doesn't go out: some seconds of what is dear. */
#define WAITING_BYTES_MAX ((guint64) 64 * 1024)
/* Times that are farther from the pipeline's begin anew. */
#define OFF_NS ((gint64) (300 * GST_MSECOND))
/* Payload type: one of those that are free. */
#define TYPE 97u

struct _TcViewerSound {
  GstAppSrc *source;      /* (owned) */
  char *caps;             /* (owned): other sound than that isn't sent */
  TcSoundUnit *first;     /* (owned) (nullable): until it is sent */
  TcSoundFan *fan;        /* (owned) (nullable): from which it takes */
  guint number;           /* of its taking */
  gint listens, admitted; /* atomic */
  gint moves;             /* atomic: pictures that move are wanted */
  /* Of the lock of the fan: */
  gboolean pauses;
  gint64 offset_ns; /* times of the pipeline less those of pieces */
};

static gint64
get_running (TcViewerSound *self)
{
  GstClock *clock = gst_element_get_clock (GST_ELEMENT (self->source));
  GstClockTime base = gst_element_get_base_time (GST_ELEMENT (self->source));
  GstClockTime now = clock ? gst_clock_get_time (clock) : 0;

  g_clear_pointer (&clock, gst_object_unref);
  return GST_CLOCK_TIME_IS_VALID (base) && now > base ? (gint64) (now - base) : 0;
}

static void
push (TcViewerSound *self, TcSoundUnit *unit)
{
  GstBuffer *buffer = gst_buffer_new_wrapped_bytes (unit->bytes);
  gint64 running = get_running (self);
  gint64 unit_ns = unit->time_us * 1000;

  if (self->pauses || ABS (unit_ns + self->offset_ns - running) > OFF_NS) {
    self->offset_ns = running - unit_ns;
    GST_BUFFER_FLAG_SET (buffer, GST_BUFFER_FLAG_DISCONT);
  }
  self->pauses = FALSE;
  GST_BUFFER_PTS (buffer) = (GstClockTime) MAX (unit_ns + self->offset_ns, 0);
  gst_app_src_push_buffer (self->source, buffer);
}

static void
unit_cb (TcSoundUnit *unit, gpointer data)
{
  TcViewerSound *self = data;

  if (!g_atomic_int_get (&self->listens) || !g_atomic_int_get (&self->admitted) ||
      g_strcmp0 (unit->caps, self->caps) != 0 ||
      gst_app_src_get_current_level_bytes (self->source) > WAITING_BYTES_MAX)
    self->pauses = TRUE;
  else
    push (self, unit);
}

void
tc_viewer_sound_listen (TcViewerSound *self, gboolean listens, gboolean moves)
{
  g_atomic_int_set (&self->moves, moves);
  g_atomic_int_set (&self->listens, listens);
}

void
tc_viewer_sound_admit (TcViewerSound *self, gboolean admitted)
{
  g_atomic_int_set (&self->admitted, admitted);
}

gboolean
tc_viewer_sound_is_admitted (TcViewerSound *self)
{
  return g_atomic_int_get (&self->admitted) != 0;
}

gboolean
tc_viewer_sound_is_left_out (TcViewerSound *self)
{
  return g_atomic_int_get (&self->listens) && g_atomic_int_get (&self->moves) &&
         !g_atomic_int_get (&self->admitted);
}

void
tc_viewer_sound_leave (TcViewerSound *self)
{
  if (self->fan)
    tc_sound_fan_leave (self->fan, self->number);
  g_clear_pointer (&self->fan, tc_sound_fan_unref);
}

void
tc_viewer_sound_take (TcViewerSound *self, TcSoundFan *fan)
{
  tc_viewer_sound_leave (self);
  self->pauses = TRUE;
  if (self->first)
    push (self, self->first);
  g_clear_pointer (&self->first, tc_sound_unit_unref);
  self->pauses = TRUE;
  self->fan = tc_sound_fan_ref (fan);
  self->number = tc_sound_fan_take (fan, unit_cb, self);
}

static void
set_up_source (TcViewerSound *self, GstElement *source)
{
  GstCaps *caps = gst_caps_from_string (self->caps);

  self->source = GST_APP_SRC (gst_object_ref_sink (source));
  g_object_set (source, "is-live", TRUE, "format", GST_FORMAT_TIME, "block", FALSE, "max-bytes",
                2 * WAITING_BYTES_MAX, "caps", caps, NULL);
  gst_caps_unref (caps);
}

TcViewerSound *
tc_viewer_sound_new (GstBin *bin, TcSoundUnit *first, gboolean admitted, TcPacketMarker *marker)
{
  const TcSoundParts *parts = tc_sound_parts_find_bytes (first->caps);
  GstElement *payloader = parts ? gst_element_factory_make (parts->pay, "pay1") : NULL;
  GstElement *source = payloader ? gst_element_factory_make ("appsrc", NULL) : NULL;
  TcViewerSound *self;

  if (!source) {
    if (payloader)
      gst_object_unref (gst_object_ref_sink (payloader));
    return NULL;
  }
  self = g_new0 (TcViewerSound, 1);
  self->caps = g_strdup (first->caps);
  self->first = tc_sound_unit_ref (first);
  self->admitted = admitted;
  set_up_source (self, source);
  g_object_set (payloader, "pt", TYPE, NULL);
  tc_packet_marker_count (marker, payloader);
  gst_bin_add_many (bin, source, payloader, NULL);
  gst_element_link (source, payloader);
  return self;
}

void
tc_viewer_sound_free (TcViewerSound *self)
{
  tc_viewer_sound_leave (self);
  g_clear_pointer (&self->first, tc_sound_unit_unref);
  gst_object_unref (self->source);
  g_free (self->caps);
  g_free (self);
}
