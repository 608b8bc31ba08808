/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The plan of a media host (media/tc-media-plan.h) from the rows and the passwords of devices. A
 * password is told of a stream only where that is at the host of the device that the password was
 * set for, whatever operations said.
 *
 * Thread: that of the connection; tc_media_plan_join() any.
 */
#pragma once

#include "tc-database.h"
#include "tc-media-plan.h"

/* A camera with the device that it hangs on; without passwords. */
typedef struct {
  TcMediaCamera *camera; /* (owned) */
  gint64 device_id;      /* 0: it hangs on none, or the server has no password for it */
  char *address;         /* (owned) (nullable): of the device, as the next */
  char *account;         /* (owned) (nullable) */
} TcMediaPlanRow;

/* Its cameras in service, by number, at most TC_MEDIA_CAMERAS_MAX. (transfer full) (element-type
 * TcMediaPlanRow): frees its members */
GPtrArray *tc_media_plan_rows (TcDatabase *db, gint64 host_id);
/* The devices whose passwords are to be known. (transfer full) (element-type gint64) */
GArray *tc_media_plan_devices (const GPtrArray *rows);
/* @secrets: (element-type TcDeviceSecret). Takes the cameras out of @rows. (transfer full)
 * (element-type TcMediaCamera): a plan */
GPtrArray *tc_media_plan_join (GPtrArray *rows, const GPtrArray *secrets);
