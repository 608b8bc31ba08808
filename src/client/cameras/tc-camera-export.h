/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A copy of what a camera recorded, as this desk has it made and fetches it: asked of the server,
 * made by the camera's media host (server/tc-camera-recordings.h), fetched from there by a ticket
 * and checked: whose it is, who signed it, each file by its SHA-256 (core/cameras/tc-evidence.h).
 * It appears whole in a folder of its own, or not at all; where it breaks off it goes on. What
 * can't be had just now is tried again by itself, after waits that double up to some minutes, as
 * soon as the line is back, or when a person says so.
 *
 * Its number is made here: an answer that is lost, or a media host that was started again, is asked
 * again by the same one, and it is the same copy.
 *
 * Signal "changed": something of it is another now. Thread: the main loop's.
 */
#pragma once

#include "tc-desk.h"

#define TC_TYPE_CAMERA_EXPORT (tc_camera_export_get_type ())
G_DECLARE_FINAL_TYPE (TcCameraExport, tc_camera_export, TC, CAMERA_EXPORT, GObject)

typedef enum {
  TC_EXPORT_ASKED, /* the server has it */
  TC_EXPORT_MADE,  /* the media host has it: it waits there, or is being made */
  TC_EXPORT_FETCHED,
  TC_EXPORT_DONE,
  TC_EXPORT_CANCELLED,
  TC_EXPORT_FAILED,
  TC_EXPORT_N_STATES
} TcCameraExportState;

/* What is wanted. Texts are (owned). Times: µs UTC. */
typedef struct {
  gint64 id; /* its number, made at this desk; 0: not yet */
  gint64 camera_id;
  gint64 number;
  char *camera; /* its name */
  gint64 from_us, until_us;
  gint64 incident_id; /* 0: of none */
  char *incident;     /* its code; "" */
  char *reason;
  gint64 kept_us; /* its media host has it up to then; 0: not known, or for ever */
} TcCameraExportWish;

/* @wish: copied; @folder: where it gets a folder of its own */
TcCameraExport *tc_camera_export_new (TcDesk *desk, const TcCameraExportWish *wish,
                                      const char *folder);
/* As it was kept: @state, @folder of its own (of TC_EXPORT_DONE), @why (of TC_EXPORT_FAILED).
 * One that isn't over goes on by tc_camera_export_go_on(). */
TcCameraExport *tc_camera_export_new_kept (TcDesk *desk, const TcCameraExportWish *wish,
                                           const char *folder, TcCameraExportState state,
                                           const char *why);
/* A person wants it: begins, or tries again what is over. */
void tc_camera_export_go (TcCameraExport *self);
/* What was kept goes on, which is nobody's act. */
void tc_camera_export_go_on (TcCameraExport *self);
/* One that waits goes on at once, if a person says so, or within some seconds. */
void tc_camera_export_try_now (TcCameraExport *self);
void tc_camera_export_try_soon (TcCameraExport *self);
/* When it is tried again, µs UTC; 0: it doesn't wait */
gint64 tc_camera_export_get_next_us (TcCameraExport *self);
/* It isn't wanted any more; what came of it is removed. */
void tc_camera_export_cancel (TcCameraExport *self);
/* Nothing is asked for any more; it is as it was. */
void tc_camera_export_stop (TcCameraExport *self);

const TcCameraExportWish *tc_camera_export_get_wish (TcCameraExport *self);
TcCameraExportState tc_camera_export_get_state (TcCameraExport *self);
gboolean tc_camera_export_is_over (TcCameraExport *self);
/* Where all are that belong with it; its own, once it is done. */
const char *tc_camera_export_get_folder (TcCameraExport *self);
/* A code: why it failed; "": it didn't. */
const char *tc_camera_export_get_why (TcCameraExport *self);
/* How far making and fetching are, 0..1. */
double tc_camera_export_get_done (TcCameraExport *self);
/* How it stands, in a sentence. (transfer full) */
char *tc_camera_export_word (TcCameraExport *self);
/* Of which camera, and from when to when. (transfer full) */
char *tc_camera_export_word_what (const TcCameraExportWish *wish);
void tc_camera_export_wish_clear (TcCameraExportWish *wish);
/* (transfer full) in its texts. */
void tc_camera_export_wish_copy (TcCameraExportWish *copy, const TcCameraExportWish *wish);
