/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The operations on cameras: the cameras themselves, how they are reached, the groups that they
 * stand in, how they do. Ids of new records are the maker's. A "change" says all that may be
 * changed, as a form does: what it leaves out is empty afterwards; mind that a zeroed struct says
 * 0°, not TC_NONE. Walls are laid out by tc-wall-layouts.h.
 *
 * Rows of a restricted camera are of a scope of their own, so camera.restrict moves them
 * (tc-camera-rows.c, the one place of `core` that moves rows). No other operation sets that flag of
 * a camera that is there: a form of before can't uncover it. How devices are reached is of a third
 * scope, which a server and administrators have; a password is in no row at all. Where a stream may
 * be is asked by camera.stream-set; camera.line-set and camera.device-change can leave it at
 * another host than its device's, and then it is asked for without the password
 * (server/tc-media-plan-query.h).
 *
 * A voice tells more than a picture, so a restricted camera isn't heard, unless camera.sound says
 * that it may be; that also takes the sound off one that is seen by all. camera.restrict makes it
 * as if nothing had been said: who restricts or releases a camera weighs its sound anew.
 *
 * Who may: what is marked system, the server alone; camera.open, holders of
 * TC_MAY_VIEW_RESTRICTED; the rest, holders of TC_MAY_MANAGE_CAMERAS. Refusals, beside
 * operation.arguments and those of people and places (people.unknown, people.not-in-force,
 * places.unknown):
 *   camera.unknown (camera)          there is none, or not any more
 *   camera.exists (camera)           the id of the new one is taken; what is to come back is there
 *   camera.number-taken (number)     another that wasn't removed has it
 *   camera.code-taken (code)         likewise
 *   camera.host (desk)               it isn't a media host, or no longer
 *   camera.not-restricted (camera)   it is seen without being opened
 *   camera.group (camera)            it stands in groups of roles that the person doesn't have
 *   camera.too-soon (camera)         it was told just before; see tc_camera_status_is_due()
 *   camera.masks                     not rectangles within the picture
 *   camera.address                   not one of a device or stream, or with a name or password
 *   camera-device.unknown (device)
 *   camera.device-exists (device)
 *   camera.device-code-taken (code)
 *   camera.too-many-devices (limit)
 *   camera.device-in-use (name, count)  so many cameras hang on it; move them first
 *   camera.no-channels (name)        the device is a camera, which has none
 *   camera.channel-needed (name)     it is a recorder: which of its channels?
 *   camera.elsewhere (name)          the stream is neither at the device's host nor at a recorder's
 *   camera-group.unknown (group)
 *   camera.group-code-taken (code)
 *   camera.too-many-groups (limit)
 *   camera.group-of-roles (group)    take its roles off before it is removed
 */
#pragma once

#include "tc-limits.h"
#include "tc-operation-type.h"

/* Words of `role_capability`. */
#define TC_MAY_MANAGE_CAMERAS "camera.manage"
#define TC_MAY_VIEW_CAMERAS "camera.view"
#define TC_MAY_VIEW_RESTRICTED "camera.view-restricted"
#define TC_MAY_STEER_CAMERAS "camera.ptz"
#define TC_MAY_TAKE_CAMERAS "camera.take-over" /* from somebody who steers it */
#define TC_MAY_REPLAY_CAMERAS "camera.replay"
#define TC_MAY_EXPORT_CAMERAS "camera.export"
/* The longest span of what is exported at once. */
#define TC_CAMERA_EXPORT_US_MAX ((gint64) 6 * 3600 * G_USEC_PER_SEC)
/* Copies that a media host has waiting or makes. */
#define TC_CAMERA_EXPORTS_AT_ONCE 32
/* What is held, is held that long unless it is said otherwise, and so long at most. */
#define TC_CAMERA_HOLD_US ((gint64) 180 * 86400 * G_USEC_PER_SEC)
#define TC_CAMERA_HOLD_US_MAX ((gint64) 3660 * 86400 * G_USEC_PER_SEC)

#define TC_CAMERA_NUMBER_MAX 9999
#define TC_CAMERA_REACH_M_MAX 5000
#define TC_CAMERA_DEVICES_MAX 2000
#define TC_CAMERA_GROUPS_MAX 200
#define TC_CAMERA_GROUP_MEMBERS_MAX 500
#define TC_CAMERA_GROUP_ROLES_MAX 50
#define TC_CAMERA_CHANNEL_MAX 1024
#define TC_CAMERA_REASON_CHARS_MAX 500
#define TC_CAMERA_ACCOUNT_CHARS_MAX 100
#define TC_CAMERA_PIXELS_MAX 16384 /* of a side */
#define TC_CAMERA_FPS_MILLI_MAX 240000
#define TC_CAMERA_KBIT_MAX 1000000
#define TC_CAMERA_ADDRESS_CHARS_MAX 500
/* Of one camera that are kept as rows; older ones are in the log alone. */
#define TC_CAMERA_FAULTS_MAX 500
/* How a camera is, is told at most once in that time, but for a live one that is so no longer. */
#define TC_CAMERA_STATUS_INTERVAL_US (30 * TC_US_PER_S)
/* What is another fault after that time without one is the same one again before it. */
#define TC_CAMERA_FAULT_AGAIN_US (300 * TC_US_PER_S)
/* For how long an opening lets that person see a restricted camera at that desk. */
#define TC_CAMERA_OPEN_US (3600 * TC_US_PER_S)

/* NULL-terminated. */
extern const char *const tc_camera_kinds[];        /* 'fixed', 'ptz' */
extern const char *const tc_camera_states[];       /* 'in-service', 'maintenance' */
extern const char *const tc_camera_retentions[];   /* 'none', 'short', 'standard', 'long' */
extern const char *const tc_camera_conditions[];   /* 'live', 'denied', 'offline', 'stalled',
                                                      'clock' */
extern const char *const tc_camera_profiles[];     /* 'main', 'sub' */
extern const char *const tc_camera_codecs[];       /* 'h264', 'h265', 'mjpeg' */
extern const char *const tc_camera_device_kinds[]; /* 'camera', 'recorder' */

typedef struct {
  gint64 camera_id;
  gint64 number;    /* 1..TC_CAMERA_NUMBER_MAX */
  const char *code; /* of camera.add */
  const char *name;
  const char *kind;
  gint64 agency_id;
  gint64 area_id;    /* 0: none */
  const char *place; /* (nullable) */
  gint64 lat_e7;     /* TC_NONE: unknown, then the other too */
  gint64 lon_e7;
  gint64 heading_deg; /* 0..359, clockwise from north; TC_NONE: unknown */
  gint64 view_deg;    /* 1..360; TC_NONE: unknown */
  gint64 reach_m;     /* TC_NONE: unknown */
  gint64 restricted;  /* 0 or 1; of camera.add */
  gint64 host_id;     /* desk of kind 'media'; TC_NONE: none serves it */
  const char *retention;
} TcCameraArgs;
extern const TcOperationType tc_camera_add_type; /* camera.add: in service from then on */
/* camera.change: all but the code and whether it is restricted. */
extern const TcOperationType tc_camera_change_type;

typedef struct {
  gint64 camera_id;
  gint64 restricted; /* 0 or 1 */
} TcCameraRestrict;
extern const TcOperationType tc_camera_restrict_type; /* camera.restrict */

typedef struct {
  gint64 camera_id;
  gint64 sound;       /* 1: it may be heard; 0: not; TC_NONE: unless it is restricted */
  const char *reason; /* on record */
} TcCameraSoundSet;
extern const TcOperationType tc_camera_sound_type; /* camera.sound */

typedef struct {
  gint64 camera_id;
} TcCameraRef;
/* camera.remove: its number and code are free; how it did goes with it. What was recorded of it
 * stays, and so do its masks, how it was reached and where it stood in groups, until those are set
 * anew: it may have been a slip. */
extern const TcOperationType tc_camera_remove_type;

typedef struct {
  gint64 camera_id;
  gint64 number; /* its own, or another where that was given away */
} TcCameraRestore;
/* camera.restore: takes back camera.remove; in service from then on. */
extern const TcOperationType tc_camera_restore_type;

typedef struct {
  gint64 camera_id;
  const char *state;  /* one of tc_camera_states */
  const char *reason; /* of 'maintenance'; else (nullable) */
} TcCameraStateArgs;
extern const TcOperationType tc_camera_state_type; /* camera.state */

typedef struct {
  gint64 camera_id;
  const char *masks; /* as tc_camera_masks_format() writes them; (nullable): none */
} TcCameraMaskSet;
extern const TcOperationType tc_camera_mask_set_type; /* camera.mask-set: all of them */

typedef struct {
  gint64 camera_id;
  gint64 device_id; /* 0: it hangs on none any more */
  gint64 channel;   /* 1..TC_CAMERA_CHANNEL_MAX, of a recorder; TC_NONE: of a camera */
} TcCameraLineSet;
extern const TcOperationType tc_camera_line_set_type; /* camera.line-set */

typedef struct {
  gint64 camera_id;
  const char *profile; /* one of tc_camera_profiles */
  const char *address; /* rtsp://host[:port][/path]; (nullable): it has no such stream any more */
  const char *codec;   /* one of tc_camera_codecs; (nullable): unknown, as TC_NONE below */
  gint64 width;
  gint64 height;
  gint64 fps_milli;
  gint64 kbit;
  gint64 elsewhere; /* 1: meant to be at no device's host; asked each time, not kept */
} TcCameraStreamSet;
extern const TcOperationType tc_camera_stream_set_type; /* camera.stream-set */

typedef struct {
  gint64 device_id;
  const char *code; /* of camera.device-add */
  const char *name;
  const char *kind;    /* one of tc_camera_device_kinds */
  const char *vendor;  /* a code; (nullable) */
  const char *address; /* http[s]://host[:port][/path] of its ONVIF service; (nullable) */
  const char *account; /* (nullable) */
} TcCameraDeviceArgs;
extern const TcOperationType tc_camera_device_add_type; /* camera.device-add */
/* camera.device-change: all but the code; the kind only while no camera hangs on it. */
extern const TcOperationType tc_camera_device_change_type;

typedef struct {
  gint64 device_id;
} TcCameraDeviceRef;
extern const TcOperationType tc_camera_device_remove_type; /* camera.device-remove */

typedef struct {
  gint64 device_id;
  gint64 has; /* 0 or 1 */
} TcCameraDeviceSecret;
/* camera.device-secret (system): from now on the server has a password for it, or has none. */
extern const TcOperationType tc_camera_device_secret_type;

typedef struct {
  gint64 group_id;
  const char *code;
  const char *name;
  GArray *camera_ids; /* (element-type gint64) (nullable): in the order in which they are watched */
  GArray *role_ids;   /* (element-type gint64) (nullable): who may see them; none: everybody may */
} TcCameraGroupSet;
/* camera.group-set: a new one, or one that is there in another form. Names of groups are for all
 * who see cameras; that a restricted camera stands in one is only for who sees such ones, and where
 * others set the group it stays there. */
extern const TcOperationType tc_camera_group_set_type;

typedef struct {
  gint64 group_id;
} TcCameraGroupRef;
extern const TcOperationType tc_camera_group_remove_type; /* camera.group-remove */

/* The cause of what is offline because nobody hears of it: its media host has no line. */
#define TC_CAMERA_CAUSE_HOST "host"

typedef struct {
  gint64 camera_id;
  const char *state; /* one of tc_camera_conditions */
  const char *cause; /* a code; (nullable) */
  gint64 since_us;
  gint64 ahead_ms;  /* by how much its clock is ahead of the server's, or */
  gint64 behind_ms; /* behind it: one of the two; both TC_NONE: unknown */
} TcCameraStatusArgs;
/* camera.status (system): what serves it says so. While a camera in service isn't live there is a
 * row of `camera_fault`, a new one where state or cause are others; but one that comes and goes, or
 * changes, within TC_CAMERA_FAULT_AGAIN_US has one, with a count. */
extern const TcOperationType tc_camera_status_type;
/* Whether that may be told @past_us after the camera was told to be @before (nullable: never): so a
 * camera that comes and goes makes at most two operations in TC_CAMERA_STATUS_INTERVAL_US, and is
 * shown as down at once. Whoever submits asks first, since what is refused is in the log, too.
 * Thread: any. */
gboolean tc_camera_status_is_due (const char *before, gint64 past_us, const char *state);

typedef struct {
  gint64 camera_id;
  const char *reason;
} TcCameraOpen;
/* camera.open: a person looks at a restricted camera for TC_CAMERA_OPEN_US, and why. */
extern const TcOperationType tc_camera_open_type;

/* All of them and those of tc-wall-layouts.h, NULL-terminated. */
extern const TcOperationType *const tc_camera_types[];
