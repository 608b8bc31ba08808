/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What was done with one report of reports.csv since it came in: the operations, when and by whom,
 * worked out from its line and label alone, so that the same files give the same history. Nothing
 * lies after the plan's now: what came in just before was handled quickly.
 */
#pragma once

#include "tc-province-crew.h"
#include "tc-province-plan-private.h"

typedef struct {
  const TcOperationType *type; /* (unowned): types are static */
  GVariant *args;              /* (owned): a{sv} */
  int person;                  /* row of staff.csv; TC_CREW_NOBODY: the system */
  gint64 at_us;
  guint row; /* of reports.csv */
} TcLifeStep;

typedef struct {
  gint64 incident_id;
  gint64 report_id;
  gint64 received_us;
  gint64 ended_us; /* TC_NONE: it stands in the queue; else when it was closed, rejected, … */
} TcLife;

gint64 tc_life_get_received (TcPlan *plan, guint row);
/**
 * tc_life_plan:
 * @code: of the incident
 * @original: (nullable): of the report that this one repeats, by `duplicate_of`
 * @steps: (element-type TcLifeStep): gets the operations, in order
 */
TcLife tc_life_plan (TcPlan *plan, const TcCrew *crew, guint row, const char *code,
                     const TcLife *original, GPtrArray *steps);
void tc_life_step_free (TcLifeStep *step);
