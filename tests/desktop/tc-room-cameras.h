/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Cameras of the room's desk, and what the server answers when a ticket for one is asked for: the
 * last part of its address is what tests/media/fake-tiles.c is to do. With TC_ROOM_CAMERAS in the
 * environment they are there from the start.
 */
#pragma once

#include "tc-room-fixture.h"
#include "tc-room-desk.h"
#include "tc-wall-push.h"

/* By their numbers: what comes of each. */
#define TC_ROOM_CAMERA_LIVE 114
#define TC_ROOM_CAMERA_LIVE_TOO 115
#define TC_ROOM_CAMERA_OFFLINE 116
#define TC_ROOM_CAMERA_DENIED 117     /* the ticket is refused: its media host is away */
#define TC_ROOM_CAMERA_RESTRICTED 120 /* live, once it is opened */

void tc_room_desk_add_cameras (TcDesk *self);
/* The desk doesn't hold what is restricted any more. */
void tc_room_desk_lose_restricted (TcDesk *self);
/* The id of that number. */
gint64 tc_room_desk_get_camera (TcDesk *self, gint64 number);
/* Of all that there are: one group, "Trung tâm". */
gint64 tc_room_desk_get_camera_group (TcDesk *self);
/* The server was told how it does. @cause: (nullable) */
void tc_room_desk_tell_camera (TcDesk *self, gint64 number, const char *state, const char *cause);
/* How many tickets were asked for; since it was asked last. */
guint tc_room_desk_take_tickets (TcDesk *self);
/* Likewise of main streams, which no tile beside an incident wants. */
guint tc_room_desk_take_main_tickets (TcDesk *self);
typedef enum {
  TC_ROOM_TICKET_SOUND,
  TC_ROOM_TICKET_IN_CLEAR, /* its address isn't one of TLS */
  TC_ROOM_TICKET_UNPINNED, /* it names no certificate */
} TcRoomTicket;
/* What tickets are like from now on. */
void tc_room_desk_spoil_tickets (TcRoomTicket how);
/* What the last ticket was asked for with, of a recording: from when, 0: live; how fast. */
gint64 tc_room_desk_get_replayed_us (gint64 *rate_milli);
typedef enum {
  TC_ROOM_RECORDER_NONE,
  TC_ROOM_RECORDER_TOLD,  /* it holds what was from 18 to 12 minutes ago */
  TC_ROOM_RECORDER_TRIED, /* it can't say */
  TC_ROOM_RECORDER_DENIED,
} TcRoomRecorder;
/* What cameras' recorders say from now on; @alone: nothing is recorded elsewhere. */
void tc_room_desk_set_recorder (TcRoomRecorder recorder, gboolean alone);
/* Whether the last ticket was for what the recorder holds. */
gboolean tc_room_desk_is_of_recorder (void);
/* How many parts are to be kept, each of a number of its own. What was recorded: all but from 20 to
 * 10 minutes ago. */
guint tc_room_desk_get_holds (void);
/* So many that are to be kept are, and the answer doesn't come. */
void tc_room_desk_lose_holds (guint n);
/* What the last that was to be kept or copied was asked for with, but its reason: camera, from,
 * until, incident. */
void tc_room_desk_get_part (gint64 part[4]);
/* How a copy stands at its media host from now on: "waiting", "making", "made", "nothing", … */
void tc_room_desk_set_export (const char *state);
/* How many copies were asked for. */
guint tc_room_desk_get_exports (void);
/* A media host, which holds what was held last. */
void tc_room_desk_add_host (TcDesk *self);
/* Why that was released; (nullable): it wasn't */
const char *tc_room_desk_get_released (void);
/* The number that the desk gave the last of them. */
gint64 tc_room_desk_get_export_id (void);
/* While its host has no room for one. */
void tc_room_desk_refuse_exports (gboolean refuse);
/* So often its host doesn't know it when it is asked how it stands. */
void tc_room_desk_lose_exports (guint n);
/* What comes of "camera.export-fetch". @value: (nullable): its host is away */
void tc_room_desk_set_fetch (GVariant *value);
/* What comes of "camera.timeline", "camera.recorder" and "camera.hold", likewise. */
GVariant *tc_room_desk_answer_recording (TcDesk *self, const char *name, GVariant *value,
                                         TcRefusal **refusal);
/* What comes of "camera.snapshot": (transfer full) (nullable): why not */
TcRefusal *tc_room_desk_note_snapshot (TcDesk *self, GVariant *value);
/* How many were noted; since it was asked last. */
guint tc_room_desk_take_snapshots (TcDesk *self);
/* What comes of "wall.push": (transfer full) (nullable): why not */
TcRefusal *tc_room_desk_answer_push (TcDesk *self, GVariant *value);
/* What was put before another desk last; it is forgotten. @desk: (out): which. (transfer full)
 * (nullable) */
TcWallPush *tc_room_desk_take_push (TcDesk *self, gint64 *desk);
/* Minh puts that camera alone before this desk. */
void tc_room_desk_be_pushed (TcDesk *self, gint64 number, const char *why);
/* What comes of "camera.ticket". (transfer full) (nullable): @refusal is set */
GVariant *tc_room_desk_answer_ticket (TcDesk *self, GVariant *value, TcRefusal **refusal);

/* Somebody else steers the cameras that turn; NULL: nobody does. */
void tc_room_desk_set_steerer (const char *name);
/* What was done with one last: "move PAN TILT ZOOM", "preset TOKEN" or the word. */
const char *tc_room_desk_get_steered (void);
/* Whether that is answered here. */
gboolean tc_room_desk_is_camera_question (const char *name);
/* As tc_room_desk_answer_ticket(), of any of them. */
GVariant *tc_room_desk_answer_camera (TcDesk *self, const char *name, GVariant *value,
                                      TcRefusal **refusal);
