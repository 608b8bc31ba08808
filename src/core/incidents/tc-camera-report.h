/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Faults of cameras as incidents: one for what is one thing for who mends it. A camera that comes
 * and goes has one fault (core/cameras/tc-camera-status.c), so one incident; where many cameras of
 * a recorder or of a media host are down, there is one for that. Which it is follows from the rows
 * alone: such an incident's report has the source TC_CAMERA_REPORT_SOURCE and as its number there
 * what it is about ("camera:ID", "device:ID", "host:ID").
 *
 * All read a connection that has the rows of all cameras and devices: the server's. At a desk that
 * has no rows of devices a report of a recorder is taken for none of its cameras. Thread: the
 * connection's.
 */
#pragma once

#include "tc-database.h"

#define TC_CAMERA_REPORT_SOURCE "camera"
/* So many, and half of those that hang on it: a recorder or media host is at fault itself. */
#define TC_CAMERA_REPORT_TOGETHER 3

typedef struct {
  gint64 camera_id;
  gint64 number;
  char *name; /* (owned), as all texts; of the camera */
  gboolean restricted;
  gint64 fault_id;
  gint64 began_us;
  char *state;
  char *cause;    /* (nullable) */
  char *key;      /* what it is about */
  char *subject;  /* (nullable): name of the recorder or host; NULL: the camera alone */
  guint cameras;  /* that are down with it; 1: itself */
  gint64 area_id; /* 0: none */
  gint64 lat_e7;  /* TC_NONE: unknown, as the next */
  gint64 lon_e7;
  gint64 incident_id; /* that there is about it, the open one if any; 0: none */
} TcCameraReport;

void tc_camera_report_free (TcCameraReport *report);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcCameraReport, tc_camera_report_free)

/* (transfer full) (nullable): NULL: no fault of it goes on, or it is out of service. */
TcCameraReport *tc_camera_report_find (TcDatabase *db, gint64 camera_id);

/* Of faults that go on and began before @before_us those that no incident is about, each thing
 * once, the oldest first. (transfer full) (element-type TcCameraReport) */
GPtrArray *tc_camera_reports_due (TcDatabase *db, gint64 before_us, guint limit);
