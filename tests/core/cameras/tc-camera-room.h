/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A province in memory for the tests of cameras: a ward within a city, whose police has cameras; a
 * viewer, a chief who also manages cameras and sees restricted ones, and somebody who sees none.
 */
#pragma once

#include "tc-camera-operations.h"
#include "tc-cameras.h"
#include "tc-core-fixture.h"

#define ROOM_LAT_E7 97800000
#define ROOM_LON_E7 1054700000
#define ROOM_HOST 77 /* a desk of kind 'media' */
#define ROOM_DESK 78 /* one of the usual kind */

typedef struct {
  TcFixture *f; /* (owned) */
  gint64 agency;
  gint64 city;
  gint64 ward; /* in the city */
  gint64 viewer_role;
  gint64 chief_role;
  gint64 viewer; /* staff, as the next two */
  gint64 chief;
  gint64 nobody;
} CameraRoom;

CameraRoom *camera_room_new (void);
void camera_room_free (CameraRoom *room);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CameraRoom, camera_room_free)

/* What a new camera is like; the caller changes what it is about. The code is borrowed. */
TcCameraArgs camera_room_args (CameraRoom *room, gint64 number, const char *code);
/* Adds such a one. Returns: its id */
gint64 camera_room_add (CameraRoom *room, gint64 number, const char *code);
gint64 camera_room_add_restricted (CameraRoom *room, gint64 number, const char *code);
/* Somebody who acts without a desk, as the server records it. */
TcActor camera_room_actor (gint64 staff_id);

/* A group of one camera. Returns: its id */
gint64 camera_room_group (CameraRoom *room, const char *code, gint64 camera_id, gint64 role_id);

/* "1,2,3": numbers of what a person sees. (transfer full) */
char *camera_room_list (CameraRoom *room, const TcCameraFilter *filter);
gint64 camera_room_count (CameraRoom *room, const char *sql);
