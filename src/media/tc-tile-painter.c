/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Scaling, conversion and masks; see the header.
 *
 * DESIGN: libswscale scales and converts in one pass and is half as dear as GStreamer's converter,
 * as long as the width is even: on a wall that costs more than decoding. It knows all that libav's
 * decoders give.
 */
#include "tc-tile-painter.h"

#include "tc-picture-grid.h"

#include <gst/video/video.h>
#include <libswscale/swscale.h>

/* Down to this much of a picture two neighbours are enough for a pixel; below, all it covers. */
#define NEIGHBOURS_MIN 0.48
#define BYTES_PER_PIXEL 4

struct _TcTilePainter {
  TcPictureMask masks[TC_PICTURE_MASKS_MAX];
  gsize n_masks;
  GstCaps *caps; /* (owned) (nullable): of @info */
  GstVideoInfo info;
  GstVideoFrame frame;
  gboolean mapped;           /* between begin and end */
  int width_max, height_max; /* of what follows; 0: nothing yet */
  int width, height;         /* painted */
  struct SwsContext *scaler; /* (owned) (nullable) */
  TcPictureGrid grids[2];    /* the last picture that was another, and the newest */
  gboolean has_grid;         /* the first of them */
  gboolean changed;          /* what was said last */
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
clear_scaler (TcTilePainter *self)
{
  g_clear_pointer (&self->scaler, sws_freeContext);
  self->width_max = self->height_max = 0;
}

void
tc_tile_painter_free (TcTilePainter *self)
{
  if (!self)
    return;
  tc_tile_painter_end (self);
  clear_scaler (self);
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
    clear_scaler (self);
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

static const struct {
  GstVideoFormat format;
  enum AVPixelFormat pixels;
} formats[] = {
    {GST_VIDEO_FORMAT_I420, AV_PIX_FMT_YUV420P},
    {GST_VIDEO_FORMAT_Y41B, AV_PIX_FMT_YUV411P},
    {GST_VIDEO_FORMAT_Y42B, AV_PIX_FMT_YUV422P},
    {GST_VIDEO_FORMAT_Y444, AV_PIX_FMT_YUV444P},
    {GST_VIDEO_FORMAT_NV12, AV_PIX_FMT_NV12},
    {GST_VIDEO_FORMAT_YUY2, AV_PIX_FMT_YUYV422},
    {GST_VIDEO_FORMAT_GRAY8, AV_PIX_FMT_GRAY8},
    {GST_VIDEO_FORMAT_GBR, AV_PIX_FMT_GBRP},
    {GST_VIDEO_FORMAT_BGRx, AV_PIX_FMT_BGR0},
    {GST_VIDEO_FORMAT_I420_10LE, AV_PIX_FMT_YUV420P10LE},
    {GST_VIDEO_FORMAT_I422_10LE, AV_PIX_FMT_YUV422P10LE},
    {GST_VIDEO_FORMAT_Y444_10LE, AV_PIX_FMT_YUV444P10LE},
    {GST_VIDEO_FORMAT_I420_12LE, AV_PIX_FMT_YUV420P12LE},
};

static enum AVPixelFormat
find_format (GstVideoFormat format)
{
  for (gsize i = 0; i < G_N_ELEMENTS (formats); i++)
    if (formats[i].format == format)
      return formats[i].pixels;
  return AV_PIX_FMT_NONE;
}

/* The largest size with the picture's form that is no larger than the room nor than itself; where
 * it is smaller, of an even width. */
static void
fit (TcTilePainter *self, int width_max, int height_max)
{
  const GstVideoInfo *info = &self->info;
  gint64 across = (gint64) GST_VIDEO_INFO_WIDTH (info) * MAX (GST_VIDEO_INFO_PAR_N (info), 1);
  gint64 down = (gint64) GST_VIDEO_INFO_HEIGHT (info) * MAX (GST_VIDEO_INFO_PAR_D (info), 1);
  gint64 w = MIN (GST_VIDEO_INFO_WIDTH (info), width_max);
  gint64 h = MIN (GST_VIDEO_INFO_HEIGHT (info), height_max);

  if (w * down <= h * across)
    h = (w * down + across / 2) / across;
  else
    w = (h * across + down / 2) / down;
  if (w > 1 && w < GST_VIDEO_INFO_WIDTH (info))
    w -= w % 2;
  self->width = (int) MAX (w, 1);
  self->height = (int) MAX (h, 1);
}

/* What the stream says of its colours, or what one of its size has else. */
static void
set_colours (TcTilePainter *self)
{
  const GstVideoColorimetry *colours = &self->info.colorimetry;
  int space = colours->matrix == GST_VIDEO_COLOR_MATRIX_BT709    ? SWS_CS_ITU709
              : colours->matrix == GST_VIDEO_COLOR_MATRIX_BT2020 ? SWS_CS_BT2020
                                                                 : SWS_CS_ITU601;
  const int one = 1 << 16;

  sws_setColorspaceDetails (self->scaler, sws_getCoefficients (space),
                            colours->range == GST_VIDEO_COLOR_RANGE_0_255,
                            sws_getCoefficients (SWS_CS_DEFAULT), 1, 0, one, one);
}

static gboolean
prepare (TcTilePainter *self, int width_max, int height_max)
{
  int from_width = GST_VIDEO_INFO_WIDTH (&self->info);
  enum AVPixelFormat format = find_format (GST_VIDEO_INFO_FORMAT (&self->info));
  int flags;

  if (self->scaler && self->width_max == width_max && self->height_max == height_max)
    return TRUE;
  clear_scaler (self);
  if (format == AV_PIX_FMT_NONE)
    return FALSE;
  fit (self, width_max, height_max);
  flags = self->width >= from_width * NEIGHBOURS_MIN ? SWS_FAST_BILINEAR : SWS_BILINEAR;
  self->scaler = sws_getContext (from_width, GST_VIDEO_INFO_HEIGHT (&self->info), format,
                                 self->width, self->height, AV_PIX_FMT_BGRA, flags, NULL, NULL,
                                 NULL);
  if (!self->scaler)
    return FALSE;
  set_colours (self);
  self->width_max = width_max;
  self->height_max = height_max;
  return TRUE;
}

static gboolean
convert (TcTilePainter *self, guint8 *pixels)
{
  const guint8 *planes[GST_VIDEO_MAX_PLANES] = {NULL};
  int strides[GST_VIDEO_MAX_PLANES] = {0};
  guint8 *const out[GST_VIDEO_MAX_PLANES] = {pixels};
  const int out_strides[GST_VIDEO_MAX_PLANES] = {self->width * BYTES_PER_PIXEL};

  for (guint i = 0; i < GST_VIDEO_FRAME_N_PLANES (&self->frame); i++) {
    planes[i] = GST_VIDEO_FRAME_PLANE_DATA (&self->frame, i);
    strides[i] = GST_VIDEO_FRAME_PLANE_STRIDE (&self->frame, i);
  }
  return sws_scale (self->scaler, planes, strides, 0, GST_VIDEO_INFO_HEIGHT (&self->info), out,
                    out_strides) == self->height;
}

gboolean
tc_tile_painter_paint (TcTilePainter *self, guint8 *pixels, int width_max, int height_max,
                       int *width, int *height)
{
  g_return_val_if_fail (self->mapped, FALSE);
  if (!prepare (self, width_max, height_max) || !convert (self, pixels))
    return FALSE;
  *width = self->width;
  *height = self->height;
  tc_picture_mask_paint (self->masks, self->n_masks, pixels, (gsize) *width * BYTES_PER_PIXEL,
                         *width, *height);
  return TRUE;
}
