/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the operations on alarms share. Only for apply functions of this folder.
 */
#pragma once

#include "tc-alarm.h"
#include "tc-incident-record.h"

/* Whether there can be such an alarm; else refuses as alarm.acknowledge. @incident: (out): empty
 * where the alarm is the journal's */
gboolean tc_alarm_check (TcApply *apply, gint64 incident_id, const char *kind,
                         TcIncidentRecord *incident) G_GNUC_WARN_UNUSED_RESULT;
