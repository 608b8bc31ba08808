/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reading how cameras are reached: devices and streams. Only where
 * the scope of lines is held: on the server, and at desks of administrators. Passwords are in no
 * row.
 *
 * All take a connection of any kind and leave faults on it (tc_database_check()); after one they
 * give NULL or an empty list. Thread: the connection's.
 */
#pragma once

#include "tc-database.h"

typedef struct {
  char *profile; /* (owned), as all texts: one of tc_camera_profiles */
  char *address;
  char *codec;  /* (nullable) */
  gint64 width; /* TC_NONE: unknown, as the others */
  gint64 height;
  gint64 fps_milli;
  gint64 kbit;
} TcCameraStream;

typedef struct {
  gint64 id;
  char *code; /* (owned), as all texts */
  char *name;
  char *kind;           /* one of tc_camera_device_kinds */
  char *vendor;         /* (nullable) */
  char *address;        /* (nullable) */
  char *account;        /* (nullable) */
  gint64 secret_set_us; /* TC_NONE: the server has no password for it */
} TcCameraDevice;

void tc_camera_stream_free (TcCameraStream *stream);
void tc_camera_device_free (TcCameraDevice *device);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcCameraStream, tc_camera_stream_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcCameraDevice, tc_camera_device_free)

/* All below: (transfer full); what is looked up by key is (nullable), lists are never NULL. */

/* (element-type TcCameraStream): main before sub */
GPtrArray *tc_camera_streams_list (TcDatabase *db, gint64 camera_id);
/* Of a profile. */
TcCameraStream *tc_camera_stream_get (TcDatabase *db, gint64 camera_id, const char *profile);

/* Not a removed one, as below. */
TcCameraDevice *tc_camera_device_get (TcDatabase *db, gint64 id);
TcCameraDevice *tc_camera_device_find (TcDatabase *db, const char *code);
GPtrArray *tc_camera_devices_list (TcDatabase *db); /* (element-type TcCameraDevice): by code */
/* What a camera hangs on. @channel: (out): TC_NONE: none */
TcCameraDevice *tc_camera_device_of (TcDatabase *db, gint64 camera_id, gint64 *channel);
