/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What of a camera's recording is kept for an incident, in its history: the recording and the hold
 * are the media host's (server/tc-recordings.h), which the server has asked.
 */
#pragma once

#include "tc-operation-type.h"

/* incident.hold-footage, by the system: part of a recording is kept for the incident from now on.
 * incident.release-footage, likewise: it is kept as others are. Each is written once for a hold.
 * Refuses: incident.unknown (incident). */
typedef struct {
  gint64 incident_id;
  gint64 hold_id;  /* as the media host knows it */
  gint64 camera;   /* (optional) its number; not of a restricted one, which not all may know of */
  gint64 staff_id; /* whose word it was */
  gint64 until_us; /* (optional) of a hold: up to when */
  const char *reason; /* (optional) */
} TcIncidentFootage;
extern const TcOperationType tc_incident_hold_footage_type;
extern const TcOperationType tc_incident_release_footage_type;
