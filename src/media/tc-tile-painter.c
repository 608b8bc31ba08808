/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Scaling, conversion and masks; see the header.
 *
 * DESIGN: GStreamer has fast ways to scale a picture within its format and to convert one without
 * scaling, and a slow one for both at once. So a picture is scaled first, into memory of ours, and
 * converted then, straight into the slot that the desktop shows.
 */
#include "tc-tile-painter.h"

#include "tc-picture-grid.h"

#include <gst/video/video.h>

struct _TcTilePainter {
  TcPictureMask masks[TC_PICTURE_MASKS_MAX];
  gsize n_masks;
  GstCaps *caps; /* (owned) (nullable): of @info */
  GstVideoInfo info;
  GstVideoFrame frame;
  gboolean mapped;              /* between begin and end */
  int width_max, height_max;    /* of what follows; 0: nothing yet */
  GstVideoInfo small, out;      /* scaled, and converted */
  GstVideoConverter *scaler;    /* (owned) (nullable): NULL where nothing is to be scaled */
  GstVideoConverter *converter; /* (owned) (nullable) */
  GstBuffer *between;           /* (owned) (nullable): of @small */
  TcPictureGrid grids[2];       /* the last picture that was another, and the newest */
  gboolean has_grid;            /* the first of them */
  gboolean changed;             /* what was said last */
  gint64 compared_us;
};

TcTilePainter *
tc_tile_painter_new (const TcPictureMask *masks, gsize n_masks)
{
  TcTilePainter *self = g_new0 (TcTilePainter, 1);

  g_assert (n_masks <= TC_PICTURE_MASKS_MAX);
  self->n_masks = n_masks;
  for (gsize i = 0; i < self->n_masks; i++)
    self->masks[i] = masks[i];
  return self;
}

static void
clear_ways (TcTilePainter *self)
{
  g_clear_pointer (&self->scaler, gst_video_converter_free);
  g_clear_pointer (&self->converter, gst_video_converter_free);
  gst_clear_buffer (&self->between);
  self->width_max = self->height_max = 0;
}

void
tc_tile_painter_free (TcTilePainter *self)
{
  if (!self)
    return;
  tc_tile_painter_end (self);
  clear_ways (self);
  gst_clear_caps (&self->caps);
  g_free (self);
}

gboolean
tc_tile_painter_begin (TcTilePainter *self, GstSample *sample)
{
  GstCaps *caps = gst_sample_get_caps (sample);
  GstBuffer *buffer = gst_sample_get_buffer (sample);

  tc_tile_painter_end (self);
  if (!caps || !buffer)
    return FALSE;
  if (!self->caps || !gst_caps_is_equal (self->caps, caps)) {
    clear_ways (self);
    gst_clear_caps (&self->caps);
    if (!gst_video_info_from_caps (&self->info, caps))
      return FALSE;
    self->caps = gst_caps_ref (caps);
  }
  self->mapped = gst_video_frame_map (&self->frame, &self->info, buffer, GST_MAP_READ);
  return self->mapped;
}

void
tc_tile_painter_end (TcTilePainter *self)
{
  if (self->mapped)
    gst_video_frame_unmap (&self->frame);
  self->mapped = FALSE;
}

int
tc_tile_painter_get_width (const TcTilePainter *self)
{
  return GST_VIDEO_INFO_WIDTH (&self->info);
}

int
tc_tile_painter_get_height (const TcTilePainter *self)
{
  return GST_VIDEO_INFO_HEIGHT (&self->info);
}

/* ---- is it another one ---- */

/* Of its luma, or green where that isn't 8 bits by itself. FALSE: there is neither. */
static gboolean
measure (TcTilePainter *self, const guint8 *pixels, int width, int height)
{
  const GstVideoFormatInfo *format = self->info.finfo;

  if (GST_VIDEO_FORMAT_INFO_IS_YUV (format) && GST_VIDEO_FORMAT_INFO_DEPTH (format, 0) == 8 &&
      GST_VIDEO_FORMAT_INFO_PSTRIDE (format, 0) == 1)
    return tc_picture_grid_measure (&self->grids[1], GST_VIDEO_FRAME_COMP_DATA (&self->frame, 0),
                                    (gsize) GST_VIDEO_FRAME_COMP_STRIDE (&self->frame, 0), 1,
                                    GST_VIDEO_FRAME_COMP_WIDTH (&self->frame, 0),
                                    GST_VIDEO_FRAME_COMP_HEIGHT (&self->frame, 0));
  return pixels &&
         tc_picture_grid_measure (&self->grids[1], pixels + 1, (gsize) width * 4, 4, width, height);
}

static gboolean
compare (TcTilePainter *self)
{
  if (self->has_grid && tc_picture_grid_same (&self->grids[0], &self->grids[1]))
    return FALSE;
  self->grids[0] = self->grids[1];
  self->has_grid = TRUE;
  return TRUE;
}

gboolean
tc_tile_painter_is_changed (TcTilePainter *self, const guint8 *pixels, int width, int height,
                            gint64 now_us)
{
  if (self->compared_us && now_us - self->compared_us < TC_TILE_COMPARE_US)
    return self->changed;
  /* Of one that can't be measured nothing is claimed. */
  self->changed = measure (self, pixels, width, height) ? compare (self) : TRUE;
  self->compared_us = now_us;
  return self->changed;
}

/* ---- painting ---- */

/* The largest size with the picture's form that is no larger than the room nor than itself. */
static void
fit (const GstVideoInfo *info, int width_max, int height_max, int *width, int *height)
{
  gint64 across = (gint64) GST_VIDEO_INFO_WIDTH (info) * MAX (GST_VIDEO_INFO_PAR_N (info), 1);
  gint64 down = (gint64) GST_VIDEO_INFO_HEIGHT (info) * MAX (GST_VIDEO_INFO_PAR_D (info), 1);
  gint64 w = MIN (GST_VIDEO_INFO_WIDTH (info), width_max);
  gint64 h = MIN (GST_VIDEO_INFO_HEIGHT (info), height_max);

  if (w * down <= h * across)
    h = (w * down + across / 2) / across;
  else
    w = (h * across + down / 2) / down;
  *width = (int) MAX (w, 1);
  *height = (int) MAX (h, 1);
}

static GstVideoConverter *
make_way (GstVideoInfo *from, GstVideoInfo *to)
{
  GstStructure *config = gst_structure_new (
      "way", GST_VIDEO_CONVERTER_OPT_RESAMPLER_METHOD, GST_TYPE_VIDEO_RESAMPLER_METHOD,
      GST_VIDEO_RESAMPLER_METHOD_LINEAR, GST_VIDEO_CONVERTER_OPT_DITHER_METHOD,
      GST_TYPE_VIDEO_DITHER_METHOD, GST_VIDEO_DITHER_NONE, GST_VIDEO_CONVERTER_OPT_THREADS,
      G_TYPE_UINT, 1u, NULL);

  return gst_video_converter_new (from, to, config);
}

/* A picture of that format and size, and else like the stream's. */
static GstVideoInfo
describe (TcTilePainter *self, GstVideoFormat format, int width, int height)
{
  GstVideoInfo info;

  gst_video_info_set_format (&info, format, (guint) width, (guint) height);
  GST_VIDEO_INFO_FPS_N (&info) = GST_VIDEO_INFO_FPS_N (&self->info);
  GST_VIDEO_INFO_FPS_D (&info) = GST_VIDEO_INFO_FPS_D (&self->info);
  GST_VIDEO_INFO_INTERLACE_MODE (&info) = GST_VIDEO_INFO_INTERLACE_MODE (&self->info);
  return info;
}

static gboolean
prepare (TcTilePainter *self, int width_max, int height_max)
{
  int width, height;

  if (self->converter && self->width_max == width_max && self->height_max == height_max)
    return TRUE;
  clear_ways (self);
  fit (&self->info, width_max, height_max, &width, &height);
  self->out = describe (self, GST_VIDEO_FORMAT_BGRA, width, height);
  self->small = self->info;
  if (width != GST_VIDEO_INFO_WIDTH (&self->info) ||
      height != GST_VIDEO_INFO_HEIGHT (&self->info)) {
    self->small = describe (self, GST_VIDEO_INFO_FORMAT (&self->info), width, height);
    self->small.colorimetry = self->info.colorimetry;
    self->small.chroma_site = self->info.chroma_site;
    self->scaler = make_way (&self->info, &self->small);
    self->between = gst_buffer_new_allocate (NULL, GST_VIDEO_INFO_SIZE (&self->small), NULL);
    if (!self->scaler || !self->between)
      return FALSE;
  }
  self->converter = make_way (&self->small, &self->out);
  self->width_max = width_max;
  self->height_max = height_max;
  return self->converter != NULL;
}

static gboolean
convert (TcTilePainter *self, const GstVideoFrame *from, guint8 *pixels)
{
  gsize size = GST_VIDEO_INFO_SIZE (&self->out);
  GstBuffer *buffer = gst_buffer_new_wrapped_full (0, pixels, size, 0, size, NULL, NULL);
  GstVideoFrame to;
  gboolean mapped = gst_video_frame_map (&to, &self->out, buffer, GST_MAP_WRITE);

  if (mapped) {
    gst_video_converter_frame (self->converter, from, &to);
    gst_video_frame_unmap (&to);
  }
  gst_buffer_unref (buffer);
  return mapped;
}

/* Scaled first. */
static gboolean
scale_and_convert (TcTilePainter *self, guint8 *pixels)
{
  GstVideoFrame between;
  gboolean done;

  if (!gst_video_frame_map (&between, &self->small, self->between, GST_MAP_READWRITE))
    return FALSE;
  gst_video_converter_frame (self->scaler, &self->frame, &between);
  done = convert (self, &between, pixels);
  gst_video_frame_unmap (&between);
  return done;
}

gboolean
tc_tile_painter_paint (TcTilePainter *self, guint8 *pixels, int width_max, int height_max,
                       int *width, int *height)
{
  g_return_val_if_fail (self->mapped, FALSE);
  if (!prepare (self, width_max, height_max))
    return FALSE;
  if (!(self->scaler ? scale_and_convert (self, pixels) : convert (self, &self->frame, pixels)))
    return FALSE;
  *width = GST_VIDEO_INFO_WIDTH (&self->out);
  *height = GST_VIDEO_INFO_HEIGHT (&self->out);
  tc_picture_mask_paint (self->masks, self->n_masks, pixels, (gsize) *width * 4, *width, *height);
  return TRUE;
}
