/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The copies of recordings that this desk has asked for. What they are is kept in a file
 * of the desk ("exports.ini"), so that one that isn't over goes on after a restart. The oldest that
 * are over go from the list, never their folders.
 *
 * Thread: the main loop's.
 */
#pragma once

#include "tc-camera-export.h"

#define TC_TYPE_CAMERA_EXPORTS (tc_camera_exports_get_type ())
G_DECLARE_FINAL_TYPE (TcCameraExports, tc_camera_exports, TC, CAMERA_EXPORTS, GObject)

#define TC_CAMERA_EXPORTS_FILE "exports.ini"
#define TC_CAMERA_EXPORTS_MAX 100

/*
 * Signal ::over (TcCameraExport *): one has just come to its end, whichever.
 */

/* Reads what was kept. It goes on with tc_camera_exports_go(). */
TcCameraExports *tc_camera_exports_new (TcDesk *desk);
/* The newest first. (transfer none) (element-type TcCameraExport) */
GListModel *tc_camera_exports_get_list (TcCameraExports *self);
/* What isn't over goes on; as soon as somebody is signed in. */
void tc_camera_exports_go (TcCameraExports *self);
/* Nothing is asked for any more. */
void tc_camera_exports_stop (TcCameraExports *self);
/* One more, which begins. @folder: where it gets a folder of its own. FALSE: there are too many
 * that aren't over. */
gboolean tc_camera_exports_add (TcCameraExports *self, const TcCameraExportWish *wish,
                                const char *folder) G_GNUC_WARN_UNUSED_RESULT;
/* How many aren't over. */
guint tc_camera_exports_count_open (TcCameraExports *self);
/* Where they are put unless somebody chooses: (transfer full) */
char *tc_camera_exports_folder (void);
