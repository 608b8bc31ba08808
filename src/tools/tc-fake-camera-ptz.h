/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Where a fake camera that turns looks: it moves at the speed that it was told until it is told to
 * stop, its time is over, or it has reached a preset or its end. Time is an argument, µs of one
 * clock.
 *
 * Thread: any; it has its own lock.
 */
#pragma once

#include <glib.h>

#define TC_FAKE_PRESETS_MAX 32
#define TC_FAKE_AXES 3

/* Pan and tilt from -1 to 1, right and up above 0; zoom from 0 (wide) to 1. As a speed: parts of
 * the fastest, from -1 to 1. */
typedef struct {
  double pan;
  double tilt;
  double zoom;
} TcFakeView;

typedef struct {
  char *token; /* (owned) */
  char *name;  /* (owned) */
  TcFakeView view;
} TcFakePreset;

typedef struct _TcFakePtz TcFakePtz;

TcFakePtz *tc_fake_ptz_new (void);
void tc_fake_ptz_free (TcFakePtz *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcFakePtz, tc_fake_ptz_free)

/* @moving: (out) (optional) */
TcFakeView tc_fake_ptz_get (TcFakePtz *self, gint64 now_us, gboolean *moving);
/* An axis whose speed is 0 stands still; what isn't told goes on as it does. @timeout_us: after
 * which it stops by itself */
void tc_fake_ptz_move (TcFakePtz *self, gboolean pan_tilt, gboolean zoom, TcFakeView speed,
                       gint64 timeout_us, gint64 now_us);
void tc_fake_ptz_stop (TcFakePtz *self, gboolean pan_tilt, gboolean zoom, gint64 now_us);

/* Keeps where it looks now. @token: (nullable): of one that is to be replaced. @name: (nullable).
 * Returns: (transfer full) (nullable): its token; NULL: no such preset, or too many */
char *tc_fake_ptz_set_preset (TcFakePtz *self, const char *token, const char *name, gint64 now_us);
/* Goes there at full speed. FALSE: no such preset */
gboolean tc_fake_ptz_go (TcFakePtz *self, const char *token,
                         gint64 now_us) G_GNUC_WARN_UNUSED_RESULT;
/* FALSE: no such preset */
gboolean tc_fake_ptz_remove_preset (TcFakePtz *self, const char *token) G_GNUC_WARN_UNUSED_RESULT;
/* (transfer full) (element-type TcFakePreset): in the order in which they were made */
GPtrArray *tc_fake_ptz_dup_presets (TcFakePtz *self);
