/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which units an incident could be sent, the likeliest first. It only proposes.
 *
 * Thread: that of the connection.
 */
#pragma once

#include "tc-incident-queries.h"

/* How far an open order puts a unit back, so that near ones with much to do come behind. */
#define TC_CHOICE_TASK_M 3000
#define TC_CHOICES_MAX 1000

typedef struct {
  gint64 agency_id;
  char *code; /* (owned), as all texts */
  char *name_vi;
  char *name_en;
  char *phone;          /* (nullable) */
  TcProposedUnit *rule; /* (owned) (nullable): what makes it responsible for its field, there */
  gint64 open_tasks;
  /* (owned) (nullable): the order that it is on most of all: on scene, else on the way, else the
   * newest answered, else the newest; its state and times alone */
  TcDispatch *doing;
  gint64 doing_id;  /* of that order's incident */
  char *doing_code; /* (nullable): likewise */
  gint64
      distance_m;  /* of its nearest vehicle, else of its house; TC_NONE where a place is missing */
  char *call_sign; /* (nullable): of that vehicle */
  gint64 placed_us; /* when that was there; TC_NONE: it is the house */
  /* when its last order for this incident was recalled, or given back by it; TC_NONE */
  gint64 off_us;
  gboolean gave_back; /* it was given back */
} TcDispatchChoice;

/* An empty list. (transfer full) (element-type TcDispatchChoice) */
GArray *tc_dispatch_choices_new (void);

/**
 * tc_dispatch_choices:
 * @at_us: now: agencies in force then
 * @since_us: places of vehicles that are older don't count
 *
 * Agencies but the centre and those that have an open order for it: those responsible first, then
 * by distance, in which each open order counts TC_CHOICE_TASK_M; without a distance last. Who was
 * recalled from it, or gave it back, comes behind them all. At most TC_CHOICES_MAX.
 * Returns: (transfer full) (element-type TcDispatchChoice): clears its members
 */
GArray *tc_dispatch_choices (TcDatabase *db, gint64 incident_id, gint64 at_us, gint64 since_us);
/* Those of them that are responsible, which alone are measured: whom to ask. (transfer full)
 * (element-type TcDispatchChoice) */
GArray *tc_dispatch_proposed (TcDatabase *db, gint64 incident_id, gint64 at_us, gint64 since_us);
/* All agencies but the centre, for no incident: those at work first, on scene before on the way
 * before the rest, then those back, by their codes. Their vehicle is the one seen last, and `doing`
 * of one without an open order may be the last that it ended since @since_us: it is back. At most
 * TC_CHOICES_MAX. (transfer full) (element-type TcDispatchChoice) */
GArray *tc_dispatch_units (TcDatabase *db, gint64 at_us, gint64 since_us);
