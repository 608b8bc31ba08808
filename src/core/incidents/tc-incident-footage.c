/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Recordings that are kept for an incident; see the header.
 */
#include "tc-incident-footage.h"

#include "tc-incident-record.h"
#include "tc-limits.h"

static const TcArg footage_args[] = {
    TC_ARG (TcIncidentFootage, incident_id, TC_ARG_ID, TC_REQUIRED, 0),
    TC_ARG (TcIncidentFootage, hold_id, TC_ARG_ID, TC_REQUIRED, 0),
    TC_ARG (TcIncidentFootage, camera, TC_ARG_INT, TC_OPTIONAL, 9999),
    TC_ARG (TcIncidentFootage, staff_id, TC_ARG_ID, TC_REQUIRED, 0),
    TC_ARG (TcIncidentFootage, until_us, TC_ARG_TIME, TC_OPTIONAL, 0),
    TC_ARG (TcIncidentFootage, reason, TC_ARG_PARAGRAPH, TC_OPTIONAL, TC_TEXT_CHARS_MAX),
    {NULL},
};

static gboolean
is_written (TcApply *apply, const TcIncidentFootage *args)
{
  return tc_database_get_int (apply->db, 0,
                              "SELECT 1 FROM incident_event WHERE incident_id = ? AND code = ?"
                              " AND other_id = ?",
                              "isi", args->incident_id, apply->op->name, args->hold_id) != 0;
}

static gboolean
apply_footage (TcApply *apply, gconstpointer data)
{
  const TcIncidentFootage *args = data;
  TcIncidentRecord incident;

  if (!tc_incident_load (apply, args->incident_id, &incident))
    return FALSE;
  if (!is_written (apply, args))
    tc_incident_write_event (
        apply, &incident,
        &(TcIncidentNote){.other_id = args->hold_id,
                          .number = args->camera != TC_NONE ? args->camera : 0,
                          .staff_id = args->staff_id,
                          .when_us = args->until_us != TC_NONE ? args->until_us : 0,
                          .text = args->reason});
  return TRUE;
}

const TcOperationType tc_incident_hold_footage_type = {
    .name = "incident.hold-footage",
    .version = 1,
    .args = footage_args,
    .args_size = sizeof (TcIncidentFootage),
    .apply = apply_footage,
};

const TcOperationType tc_incident_release_footage_type = {
    .name = "incident.release-footage",
    .version = 1,
    .args = footage_args,
    .args_size = sizeof (TcIncidentFootage),
    .apply = apply_footage,
};
