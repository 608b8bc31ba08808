/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Vendors of recorders whose way of playing what they hold is known: data/recorders.ini, compiled
 * in. A device's vendor is the code of one of them, or none.
 *
 * Thread: any.
 */
#pragma once

#include <glib.h>

/* Texts live as long as the program. */
typedef struct {
  const char *code;
  const char *name;
  const char
      *playback;  /* path of its RTSP address, with {channel}, {from:FORMAT}, {until:FORMAT} */
  gboolean local; /* times in it are of the recorder's time zone; else UTC */
} TcCameraVendor;

/* (element-type TcCameraVendor): all, in the order of the file; lent */
const GArray *tc_camera_vendors_get (void);
/* (nullable): @code: (nullable) */
const TcCameraVendor *tc_camera_vendor_find (const char *code);
/* Their codes for a person who wrote another one: "a, b, c". (transfer full) */
char *tc_camera_vendors_dup_codes (void);
