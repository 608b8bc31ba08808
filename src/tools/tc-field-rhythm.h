/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * When people of a province report what: by the hours of the day (rhythm.csv), and because
 * something happened (events.csv): rain over some wards for some hours, a crash that several
 * callers see. The same seed and start give the same reports at the same times.
 *
 * Not for: what a report says (tc-field-report.h), nor for sending it.
 */
#pragma once

#include "tc-field-report.h"

typedef struct _TcFieldRhythm TcFieldRhythm;

/* Whether the province says when: rhythm.csv, and what reports are made of. */
gboolean tc_field_rhythm_possible (const TcProvince *province);
/* @province: outlives it; @start_us: from when reports come in; @times: so many times as many as
 * the files say, at the same hours */
TcFieldRhythm *tc_field_rhythm_new (const TcProvince *province, guint32 seed, gint64 start_us,
                                    guint times);
void tc_field_rhythm_free (TcFieldRhythm *rhythm);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcFieldRhythm, tc_field_rhythm_free)

/**
 * tc_field_rhythm_next:
 * @at_us: (out): when it comes in, never before the one before it
 * @event: (out) (optional): row of events.csv that it is about, -1 for none
 *
 * Returns: (transfer full) (nullable): NULL if nothing happens for a week
 */
TcFieldReport *tc_field_rhythm_next (TcFieldRhythm *rhythm, gint64 *at_us, int *event);
