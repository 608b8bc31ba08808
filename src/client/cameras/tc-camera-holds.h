/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What media hosts keep of recordings beyond its time, of cameras that the person may see.
 * It is asked of each host, by way of the server, when somebody looks; one that doesn't answer is
 * named. Times are µs UTC.
 *
 * Signal ::changed: the list, what is said of it, or whether it is being asked for is another now.
 * Thread: the main loop's.
 */
#pragma once

#include "tc-desk.h"

/* What is beyond isn't listed. */
#define TC_CAMERA_HOLDS_MAX 10000

/* Texts are (owned); "": not known here. */
typedef struct {
  gint64 id;
  gint64 camera_id;
  gint64 number; /* the camera's; 0: not known here */
  char *camera;  /* its name */
  gint64 from_us, until_us;
  gint64 incident_id; /* 0: of none */
  char *incident;     /* its code */
  gint64 staff_id;
  char *person; /* whose word it was */
  gint64 made_us;
  gint64 keep_until_us;
  char *reason;
} TcHeld;

#define TC_TYPE_HELD_PART (tc_held_part_get_type ())
G_DECLARE_FINAL_TYPE (TcHeldPart, tc_held_part, TC, HELD_PART, GObject)

const TcHeld *tc_held_part_get (TcHeldPart *self);
/* Of which camera, and from when to when. (transfer full) */
char *tc_held_part_word_what (TcHeldPart *self);
/* For which incident, and why. (transfer full) */
char *tc_held_part_word_why (TcHeldPart *self);
/* Up to when, by whom. (transfer full) */
char *tc_held_part_word_how (TcHeldPart *self);

#define TC_TYPE_CAMERA_HOLDS (tc_camera_holds_get_type ())
G_DECLARE_FINAL_TYPE (TcCameraHolds, tc_camera_holds, TC, CAMERA_HOLDS, GObject)

TcCameraHolds *tc_camera_holds_new (TcDesk *desk);
/* The newest first. (transfer none) (element-type TcHeldPart) */
GListModel *tc_camera_holds_get_list (TcCameraHolds *self);
/* It is asked for anew; what is there stays until then. */
void tc_camera_holds_look (TcCameraHolds *self);
/* Nothing is asked for any more. */
void tc_camera_holds_stop (TcCameraHolds *self);
/* Nobody waits any more for what is being asked for; what was there before stays. */
void tc_camera_holds_give_up (TcCameraHolds *self);
gboolean tc_camera_holds_is_asking (TcCameraHolds *self);
/* What isn't in the list, and why, for a person; "": nothing */
const char *tc_camera_holds_get_trouble (TcCameraHolds *self);

/* @reason: not empty. Once it is done it is no more in the list. */
void tc_camera_holds_release_async (TcCameraHolds *self, TcHeldPart *hold, const char *reason,
                                    GAsyncReadyCallback callback, gpointer data);
/* (transfer full) (nullable): why it wasn't done, for a person */
char *tc_camera_holds_release_finish (TcCameraHolds *self, GAsyncResult *result);
