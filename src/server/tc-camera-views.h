/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Who looked at which camera, and who steered it: views.db, on a thread of its own. A row is there,
 * and on the disk, before a ticket goes out or anything moves. Kept for TC_CAMERA_VIEWS_DAYS.
 *
 * Thread: the main loop's.
 */
#pragma once

#include "tc-error.h"

#include <gio/gio.h>

#define TC_CAMERA_VIEWS_DAYS 365
#define TC_CAMERA_VIEWS_LIST_MAX 500
/* Uses that no ticket has: somebody began to steer it; took it from who did; had part of what it
 * recorded held; released that; had it copied, and fetched the copy; kept a
 * picture. Of nobody: its media host was to remove the copy, as its time was over. */
#define TC_VIEW_STEER "steer"
#define TC_VIEW_TAKE_OVER "take-over"
#define TC_VIEW_HOLD "hold"
#define TC_VIEW_RELEASE "release"
#define TC_VIEW_EXPORT "export"
#define TC_VIEW_FETCH "fetch"
#define TC_VIEW_SNAPSHOT "snapshot"
#define TC_VIEW_OVER "over"

typedef struct _TcCameraViews TcCameraViews;

typedef struct {
  gint64 id;
  gint64 staff_id;
  gint64 desk_id;
  gint64 camera_id;
  gint64 host_id;
  const char *use;     /* static: "live", "replay", or one of the above */
  const char *profile; /* static: "main", "sub"; of who steers "" */
  gint64 at_us;
  gint64 ends_us;
  gint64 from_us;    /* of a snapshot: its picture's time; 0: live, as the next */
  gint64 rate_milli; /* thousandths of the camera's speed */
  gint64 part_id;    /* of a hold or a copy: its number; of others 0 */
} TcCameraView;

/* @path: views.db; made readable by its owner alone. Errors: TC_ERROR_STORE. */
TcCameraViews *tc_camera_views_open (const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void tc_camera_views_close (TcCameraViews *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcCameraViews, tc_camera_views_close)

/* Its id is given. Errors: TC_ERROR_STORE, TC_ERROR_BUSY. */
void tc_camera_views_add_async (TcCameraViews *self, const TcCameraView *view,
                                GAsyncReadyCallback callback, gpointer data);
gboolean tc_camera_views_add_finish (GAsyncResult *result,
                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * tc_camera_views_add_over_async:
 * @view: a copy that is over (TC_VIEW_OVER); its camera_id, host_id and part_id say which
 * @own: its camera is one of that host
 *
 * It is there once, however often it is added, until that copy is wanted anew. Where it isn't
 * @own, that host must have been asked for that copy.
 */
void tc_camera_views_add_over_async (TcCameraViews *self, const TcCameraView *view, gboolean own,
                                     GAsyncReadyCallback callback, gpointer data);
/* @known: FALSE: it is none of that host's, and nothing was added. Errors: as above. */
gboolean tc_camera_views_add_over_finish (GAsyncResult *result, gboolean *known,
                                          GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Which; 0 leaves a member out. */
typedef struct {
  gint64 camera_id;
  gint64 staff_id;
  gint64 before_id; /* older ones than that: the next page */
  guint limit;      /* at most TC_CAMERA_VIEWS_LIST_MAX */
} TcCameraViewsFilter;

void tc_camera_views_list_async (TcCameraViews *self, const TcCameraViewsFilter *filter,
                                 GAsyncReadyCallback callback, gpointer data);
/* (transfer full) (element-type TcCameraView): newest first */
GArray *tc_camera_views_list_finish (GAsyncResult *result,
                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;
