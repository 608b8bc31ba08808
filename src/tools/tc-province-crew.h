/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Who of a province could do what when, by its files alone (staff.csv, roles.csv, roster.csv):
 * whoever was on duty at the centre at a moment, and the officers of a unit. Persons are rows of
 * staff.csv. Not for: who may (the server checks that of each operation).
 */
#pragma once

#include "tc-province.h"

typedef struct _TcCrew TcCrew;

#define TC_CREW_NOBODY (-1)

/* @province: outlives the crew */
TcCrew *tc_crew_new (const TcProvince *province);
void tc_crew_free (TcCrew *crew);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcCrew, tc_crew_free)

gboolean tc_crew_may (const TcCrew *crew, int person, const char *capability);
gboolean tc_crew_is_on_duty (const TcCrew *crew, int person, gint64 at_us);
/**
 * tc_crew_pick_on_duty:
 * @choice: any number; the same gives the same person
 *
 * Of those on duty at @at_us who may, one of whoever may the least beside it: a call is taken by a
 * telephonist, an answer approved by the shift's head. Where nobody on duty may, one of the
 * centre's people. TC_CREW_NOBODY if none of them may.
 */
int tc_crew_pick_on_duty (const TcCrew *crew, gint64 at_us, const char *capability, guint choice);
/* One with a post at the agency @unit who may. */
int tc_crew_pick_officer (const TcCrew *crew, const char *unit, const char *capability,
                          guint choice);
