/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The cameras near a place, those that see it first: kept true while they change, or read once.
 *
 * Thread: the main loop's; reading is done on the worker.
 */
#pragma once

#include "tc-cameras.h"
#include "tc-reading-rights.h"
#include "tc-watch.h"

#define TC_TYPE_CAMERA_NEAR_WATCH (tc_camera_near_watch_get_type ())
G_DECLARE_FINAL_TYPE (TcCameraNearWatch, tc_camera_near_watch, TC, CAMERA_NEAR_WATCH, TcWatch)

/* Farther ones see nothing of it. */
#define TC_CAMERA_NEAR_M 1500
#define TC_CAMERA_NEAR_SHOWN_MAX 9

/* What was read in one go. */
typedef struct {
  gint64 lat_e7; /* the place that it is about; TC_NONE: none */
  gint64 lon_e7;
  TcReading reading; /* whether the person may see cameras here */
  GArray *near;      /* (owned) (element-type TcCameraNear): at most TC_CAMERA_NEAR_SHOWN_MAX */
  GHashTable *open;  /* (owned) (element-type gint64): restricted ones among them that are open */
} TcCameraNearView;

void tc_camera_near_view_free (TcCameraNearView *view);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcCameraNearView, tc_camera_near_view_free)

TcCameraNearWatch *tc_camera_near_watch_new (TcDesk *desk);
/* TC_NONE: no place, and so none. */
void tc_camera_near_watch_look (TcCameraNearWatch *self, gint64 lat_e7, gint64 lon_e7);
/* (nullable): not read yet. Borrowed until the next ::changed. */
const TcCameraNearView *tc_camera_near_watch_get_view (TcCameraNearWatch *self);

/* Once. TC_NONE: no place. */
void tc_camera_near_read_async (TcDesk *desk, gint64 lat_e7, gint64 lon_e7,
                                GAsyncReadyCallback callback, gpointer data);
/* (transfer full) */
TcCameraNearView *tc_camera_near_read_finish (TcDesk *desk, GAsyncResult *result, GError **error);
