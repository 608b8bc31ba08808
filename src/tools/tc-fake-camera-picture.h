/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a fake camera sees: a street, a junction or a canal that is drawn, another one for each
 * number, in which something moves at all times, or with rests between. The same moment gives the
 * same picture. Over it (or over footage) lie its number and clock as people read them and the
 * strip of tc-frame-strip.h.
 *
 * The world is wider and higher than a picture: where a camera that turns looks decides which part
 * of it is seen. Pure: no clock, no GStreamer. Thread: one at a time.
 */
#pragma once

#include "tc-fake-camera-canvas.h"
#include "tc-fake-camera-ptz.h"

typedef enum {
  TC_FAKE_SCENE_STREET,
  TC_FAKE_SCENE_JUNCTION,
  TC_FAKE_SCENE_CANAL,
  TC_FAKE_N_SCENES
} TcFakeScene;

/* What the camera of that number looks at. */
TcFakeScene tc_fake_scene_of (guint number);

typedef struct _TcFakePicture TcFakePicture;

/* @width, @height: even */
TcFakePicture *tc_fake_picture_new (guint number, int width, int height);
void tc_fake_picture_free (TcFakePicture *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcFakePicture, tc_fake_picture_free)

/* What moves does so for the first part of each round of so long, and then stands where it is. */
#define TC_FAKE_REST_ROUND_US (90 * G_USEC_PER_SEC)
#define TC_FAKE_REST_MOVES_US (25 * G_USEC_PER_SEC)
void tc_fake_picture_set_rests (TcFakePicture *self, gboolean rests);

/* @canvas: of its size; all of it is painted. @now_us: what moves is where it is then. @view: for a
 * camera that doesn't turn all 0. */
void tc_fake_picture_paint (TcFakePicture *self, const TcFakeCanvas *canvas, TcFakeView view,
                            gint64 now_us);

/* The number, @clock_us (UTC; shown as the hour in Việt Nam) and the strip. */
void tc_fake_picture_stamp (const TcFakeCanvas *canvas, guint number, gint64 clock_us, guint frame);
/* (transfer full): "CAM 7 27-11-2026 13:37:20.123", as it is stamped */
char *tc_fake_picture_dup_stamp (guint number, gint64 clock_us);
