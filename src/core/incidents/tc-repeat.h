/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Whether an incident that nobody has is very likely told of again: the same as another one that
 * somebody has, or that a unit is under way to. It only proposes.
 *
 * Thread: that of the connection; only for a desk's replica.
 */
#pragma once

#include "tc-database.h"

/* From this score on (tc_incident_similar()) it is said beside an alarm: one place, within the hour
 * or so, and words in common. */
#define TC_REPEAT_SCORE 85

/* What it is likely the same as. */
typedef struct {
  gint64 incident_id;
  char *code;       /* (owned) */
  char *staff_name; /* (owned) (nullable): who has it */
  char *unit_vi;    /* (owned) (nullable): the unit that has an order for it, the newest */
  char *unit_en;    /* (owned) (nullable) */
  gint64 distance_m;
  gint64 apart_us;
  gint64 score;
} TcRepeat;

void tc_repeat_free (TcRepeat *repeat);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcRepeat, tc_repeat_free)

/* (transfer full): the most alike; with an id of 0 and nothing else if there is none, or somebody
 * has @incident_id already. Never NULL. */
TcRepeat *tc_repeat_find (TcDatabase *db, gint64 incident_id);
