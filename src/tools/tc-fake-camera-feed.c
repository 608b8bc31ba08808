/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Frames of a fake camera.
 */
#include "tc-fake-camera-feed.h"

#include "tc-fake-camera-footage.h"
#include "tc-fake-camera-picture.h"
#include "tc-frame-strip.h"
#include "tc-frame-times.h"
#include "tc-limits.h"

/* A stream that is to end by its fault does so after so many of its seconds. */
#define END_S 1
/* By so much each camera's film is ahead of the one of the next lower number. */
#define FILM_APART_S 7

struct _TcFakeFeed {
  TcFakeFeedConfig config;
  TcFakePicture *picture; /* (owned) (nullable): without a loop */
  TcFakeFootage *film;    /* (owned) (nullable) */
  guint given;            /* frames */
  gint64 frozen;          /* the count at which it froze; -1: it isn't frozen */
  GstBuffer *kept;        /* (owned) (nullable): the picture at which it froze */
  gint64 asked_us;        /* (atomic): from when on it is to show what was; 0: nothing new */
  gint64 back_us;         /* (atomic): by how much that is before now; 0: not begun */
};

static const TcFakeFormat *
get_format (const TcFakeFeed *self)
{
  return tc_fake_world_format (self->config.profile);
}

static TcFakeFault
get_fault (const TcFakeFeed *self)
{
  if (self->config.well)
    return (TcFakeFault){TC_FAKE_FAULT_NONE};
  return tc_fake_world_fault (self->config.world, self->config.number);
}

TcFakeFeed *
tc_fake_feed_new (const TcFakeFeedConfig *config)
{
  TcFakeFeed *self = g_new0 (TcFakeFeed, 1);
  const TcFakeFormat *format = tc_fake_world_format (config->profile);

  self->config = *config;
  self->frozen = -1;
  if (config->loop)
    return self;
  self->picture = tc_fake_picture_new (config->number, format->width, format->height);
  tc_fake_picture_set_rests (self->picture, tc_fake_world_rests (config->world, config->number));
  if (tc_fake_world_is_film (config->world, config->number)) {
    g_autoptr (GError) error = NULL;
    g_autoptr (GstCaps) caps = tc_fake_encoder_raw_caps (format);
    self->film = tc_fake_footage_new (config->world->options->footage, caps, &error);
    if (!self->film)
      g_printerr ("tc-fake-cameras: %s; a drawn scene is shown instead\n", error->message);
  }
  return self;
}

void
tc_fake_feed_free (TcFakeFeed *self)
{
  g_clear_pointer (&self->picture, tc_fake_picture_free);
  g_clear_pointer (&self->film, tc_fake_footage_free);
  gst_clear_buffer (&self->kept);
  g_free (self);
}

void
tc_fake_feed_go_back (TcFakeFeed *self, gint64 from_us)
{
  __atomic_store_n (&self->asked_us, from_us, __ATOMIC_SEQ_CST);
}

gint64
tc_fake_feed_burst_us (gpointer data)
{
  TcFakeFeed *self = data;
  TcFakeFault fault = get_fault (self);

  return fault.kind == TC_FAKE_FAULT_SLOW ? fault.value : 0;
}

/* ---- pictures ---- */

static TcFakeCanvas
canvas_of (guint8 *bytes, const TcFakeFormat *format)
{
  gsize n = (gsize) (format->width * format->height);
  gsize width = (gsize) format->width;

  return (TcFakeCanvas){{bytes, bytes + n, bytes + n + n / 4},
                        {width, width / 2, width / 2},
                        format->width,
                        format->height};
}

static gboolean
paint_film (TcFakeFeed *self, const TcFakeCanvas *canvas, gint64 seen_us)
{
  double seconds = (double) seen_us / 1e6 + self->config.number * FILM_APART_S;
  GstBuffer *frame = self->film ? tc_fake_footage_at (self->film, seconds) : NULL;
  GstMapInfo map;

  if (!frame || !gst_buffer_map (frame, &map, GST_MAP_READ))
    return FALSE;
  gboolean fits = map.size >= (gsize) (canvas->width * canvas->height) * 3 / 2;
  if (fits) {
    TcFakeCanvas from = canvas_of (map.data, get_format (self));
    tc_fake_canvas_copy (canvas, &from);
  }
  gst_buffer_unmap (frame, &map);
  return fits;
}

/* What was to be seen at @seen_us, at the frame of that count. */
static GstBuffer *
paint (TcFakeFeed *self, gint64 count, gint64 seen_us)
{
  const TcFakeWorld *world = self->config.world;
  guint number = self->config.number;
  const TcFakeFormat *format = get_format (self);
  GstBuffer *buffer = gst_buffer_new_allocate (
      NULL, (gsize) (format->width * format->height) * 3 / 2, NULL);
  TcFakePtz *ptz = tc_fake_world_ptz (world, number);
  TcFakeView view = ptz ? tc_fake_ptz_get (ptz, g_get_real_time (), NULL) : (TcFakeView){0};
  GstMapInfo map;

  gboolean mapped = gst_buffer_map (buffer, &map, GST_MAP_WRITE);
  g_assert (mapped);
  TcFakeCanvas canvas = canvas_of (map.data, format);
  if (!paint_film (self, &canvas, seen_us))
    tc_fake_picture_paint (self->picture, &canvas, view, seen_us);
  tc_fake_picture_stamp (&canvas, number,
                         self->config.well ? seen_us
                                           : tc_fake_world_clock_us (world, number, seen_us),
                         (guint) (count & TC_FRAME_STRIP_FRAME_MAX));
  gst_buffer_unmap (buffer, &map);
  return buffer;
}

/* By how much what it shows was before, at a frame that is taken at @taken_us. */
static gint64
look_back_us (TcFakeFeed *self, gint64 taken_us)
{
  gint64 asked_us = __atomic_exchange_n (&self->asked_us, 0, __ATOMIC_SEQ_CST);

  /* It was asked for by the camera's clock. */
  if (asked_us > 0)
    __atomic_store_n (
        &self->back_us,
        MAX (tc_fake_world_clock_us (self->config.world, self->config.number, taken_us) - asked_us,
             0),
        __ATOMIC_SEQ_CST);
  return __atomic_load_n (&self->back_us, __ATOMIC_SEQ_CST);
}

gint64
tc_fake_feed_get_clock_us (TcFakeFeed *self, gint64 taken_us)
{
  guint number = self->config.number;
  guint fps_milli = get_format (self)->fps_milli;
  gint64 half_us = G_USEC_PER_SEC * 500 / fps_milli;
  gint64 seen_us;

  /* What is asked for is a little off, by how clocks are read: the nearest frame is meant. */
  taken_us = tc_frame_times_taken_us (number, fps_milli,
                                      tc_frame_times_count (number, fps_milli, taken_us + half_us));
  seen_us = taken_us - __atomic_load_n (&self->back_us, __ATOMIC_SEQ_CST);
  seen_us = tc_frame_times_taken_us (number, fps_milli,
                                     tc_frame_times_count (number, fps_milli, seen_us));
  return tc_fake_world_clock_us (self->config.world, number, seen_us);
}

/* ---- frames ---- */

/* The picture of that count, and the same again as long as it is frozen. */
static GstBuffer *
take_picture (TcFakeFeed *self, gint64 count)
{
  guint number = self->config.number;
  guint fps_milli = get_format (self)->fps_milli;

  if (self->frozen < 0)
    gst_clear_buffer (&self->kept);
  if (self->kept)
    return gst_buffer_copy (self->kept);
  gint64 taken_us = tc_frame_times_taken_us (number, fps_milli, count);
  gint64 seen_us = taken_us - look_back_us (self, taken_us);
  GstBuffer *buffer = paint (self, tc_frame_times_count (number, fps_milli, seen_us), seen_us);
  if (self->frozen >= 0)
    self->kept = gst_buffer_copy (buffer);
  return buffer;
}

static GstBuffer *
take_from_loop (TcFakeFeed *self, gint64 count)
{
  const TcFakeLoop *loop = self->config.loop;

  /* Of those that need others before them no second one makes sense. */
  if (self->frozen >= 0)
    count = self->frozen - self->frozen % loop->key_frames;
  return tc_fake_loop_dup_frame (loop, count);
}

GstBuffer *
tc_fake_feed_take (gint64 count, gpointer data)
{
  TcFakeFeed *self = data;
  const TcFakeFeedConfig *config = &self->config;
  TcFakeFault fault = get_fault (self);

  if (fault.kind == TC_FAKE_FAULT_EOS &&
      self->given >= get_format (self)->fps_milli / 1000 * END_S) {
    if (config->ended)
      config->ended (config->number, config->data);
    return NULL;
  }
  self->given++;
  if (fault.kind != TC_FAKE_FAULT_FREEZE)
    self->frozen = -1;
  else if (self->frozen < 0)
    self->frozen = count;
  return config->loop ? take_from_loop (self, count) : take_picture (self, count);
}
