/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Access units for tests, encoded by Debian's encoders from pictures with a strip each
 * (tc-frame-strip.h), and what strips are seen when such are decoded.
 */
#pragma once

#include "tc-access-unit.h"

typedef struct {
  TcCodec codec;
  int width, height; /* not less than a strip takes */
  guint fps;
  guint n;         /* pictures */
  guint key_every; /* pictures */
  guint camera;    /* of the strip */
  guint first;     /* number of the first picture */
  gint64 start_us; /* its time */
  guint kbit;      /* 0: 500; the picture is noise then, as the encoder likes */
} UnitPlan;

/* (transfer full) (element-type TcAccessUnit) */
GPtrArray *make_units (const UnitPlan *plan);

/* (transfer full) (element-type guint): numbers of the pictures in @units, as they are decoded */
GArray *read_unit_strips (GPtrArray *units);
/* Of a file in Matroska, by GStreamer's own reader. */
GArray *read_file_strips (const char *path);
/* (element-type guint): how bright the pixel of each picture is, at thousandths of it. */
GArray *read_file_luma (const char *path, int x_pm, int y_pm);
