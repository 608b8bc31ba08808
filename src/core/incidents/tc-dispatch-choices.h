/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which units an incident could be sent, the likeliest first. It only proposes.
 *
 * Thread: that of the connection.
 */
#pragma once

#include "tc-database.h"

/* How far an open order puts a unit back, so that near ones with much to do come behind. */
#define TC_CHOICE_TASK_M 3000
#define TC_CHOICES_MAX 1000

typedef struct {
  gint64 agency_id;
  char *code; /* (owned), as all texts */
  char *name_vi;
  char *name_en;
  char *phone;          /* (nullable) */
  gboolean responsible; /* for its field, there */
  gint64 open_tasks;
  gint64
      distance_m;  /* of its nearest vehicle, else of its house; TC_NONE where a place is missing */
  char *call_sign; /* (nullable): of that vehicle */
  gint64 placed_us; /* when that was there; TC_NONE: it is the house */
} TcDispatchChoice;

/**
 * tc_dispatch_choices:
 * @at_us: now: agencies in force then
 * @since_us: places of vehicles that are older don't count
 *
 * Agencies but the centre and those that have an open order for it: those responsible first, then
 * by distance, in which each open order counts TC_CHOICE_TASK_M; without a distance last. At most
 * TC_CHOICES_MAX. Returns: (transfer full) (element-type TcDispatchChoice): clears its members
 */
GArray *tc_dispatch_choices (TcDatabase *db, gint64 incident_id, gint64 at_us, gint64 since_us);
