/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What of a camera's picture is never shown: rectangles in thousandths of its width and height,
 * whatever the stream. As text, in operations, rows and files, "LEFT,TOP,RIGHT,BOTTOM" each,
 * separated by ';': "0,0,250,1000;600,100,700,180".
 */
#pragma once

#include <glib.h>

#define TC_CAMERA_MASKS_MAX 16
#define TC_CAMERA_MASKS_CHARS_MAX 400

typedef struct {
  guint16 left_pm; /* 0..1000, as all */
  guint16 top_pm;
  guint16 right_pm; /* the first thousandth that is shown again: greater than left */
  guint16 bottom_pm;
} TcCameraMask;

/* (transfer full) (nullable) (element-type TcCameraMask): at most TC_CAMERA_MASKS_MAX; empty for
 * NULL and ""; NULL if @text isn't what tc_camera_masks_format() writes. Thread: any. */
GArray *tc_camera_masks_parse (const char *text);
/* (transfer full) (nullable): NULL where there are none */
char *tc_camera_masks_format (const GArray *masks);
