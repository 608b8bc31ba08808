/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A picture of a camera that is kept: a PNG, and beside it a JSON that says of which camera it is,
 * when the desk got it, who kept it where, how it came, and its SHA-256. Before, the server writes
 * down who kept it; without its answer no picture of a restricted camera is kept.
 *
 * Thread: the main loop's; writing is done on a thread.
 */
#pragma once

#include "tc-cameras.h"
#include "tc-desk.h"

/* Strings are the caller's. */
typedef struct {
  const TcCamera *camera;
  gint64 at_us;        /* real time: when this desk had it decoded */
  const char *profile; /* one of tc_camera_profiles */
  const char *codec;   /* "": not known */
  const char *rung;    /* how much of the stream was decoded: "full", "keys", … */
  const char *state;   /* of the stream: "live", "stalled", … */
  guint n_masks;       /* that are painted over it */
  int width;
  int height;
} TcCameraSnapshot;

/**
 * tc_camera_snapshot_note_async:
 *
 * Has the server write it down.
 */
void tc_camera_snapshot_note_async (TcDesk *desk, const TcCameraSnapshot *snapshot,
                                    GAsyncReadyCallback callback, gpointer data);
/* (transfer full) (nullable): why it may not be kept, in words; NULL: it may */
char *tc_camera_snapshot_note_finish (TcDesk *desk, GAsyncResult *result);

/* "2026-11-28 14.05.32.512 camera 114 Ngã tư Trần Hưng Đạo", without what file names can't have.
 * (transfer full) */
char *tc_camera_snapshot_name (const TcCameraSnapshot *snapshot);
/* What stands beside it. @sha256: of the PNG, in hex; @file: its name. (transfer full) */
char *tc_camera_snapshot_describe (const TcCameraSnapshot *snapshot, TcDesk *desk, const char *file,
                                   const char *sha256);

/* Where they are kept: a folder of its own among the pictures of whoever sits here. (transfer
 * full) */
char *tc_camera_snapshot_folder (void);

/**
 * tc_camera_snapshot_keep_async:
 * @folder: made where it isn't there
 * @png: the picture
 *
 * Writes both, the JSON first: no picture is there without it.
 */
void tc_camera_snapshot_keep_async (TcDesk *desk, const TcCameraSnapshot *snapshot,
                                    const char *folder, GBytes *png, GAsyncReadyCallback callback,
                                    gpointer data);
/* (transfer full) (nullable): the paths of PNG and JSON. Errors: of GIO */
char **tc_camera_snapshot_keep_finish (GAsyncResult *result, GError **error);
