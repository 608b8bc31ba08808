/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How long to wait before something that failed is tried again: 1, 2, 4, 8, 16, 30, 30 … s, or
 * within other bounds, each shortened by chance by up to a quarter, so that what fell together
 * doesn't come together.
 *
 * Pure: chance comes from the seed, time by argument. Thread: any, one at a time.
 */
#pragma once

#include <glib.h>

#define TC_BACK_OFF_FIRST_US ((gint64) 1 * G_USEC_PER_SEC)
#define TC_BACK_OFF_MAX_US ((gint64) 30 * G_USEC_PER_SEC)
/* What worked for so long begins with the first wait again. */
#define TC_BACK_OFF_WELL_US ((gint64) 10 * G_USEC_PER_SEC)

typedef struct {
  guint64 chance; /* state of the generator */
  gint64 first_us, max_us;
  guint n_failed; /* since it last went well */
} TcBackOff;

void tc_back_off_init (TcBackOff *self, guint64 seed);
/* @first_us: the first wait, above 0; @max_us: the longest, no less */
void tc_back_off_init_span (TcBackOff *self, guint64 seed, gint64 first_us, gint64 max_us);

/**
 * tc_back_off_fail:
 * @worked_us: how long it had worked this time, 0 if not at all
 *
 * Returns: µs to wait before it is tried again
 */
gint64 tc_back_off_fail (TcBackOff *self, gint64 worked_us);

/* A person wants it now: the next wait is the first again. */
void tc_back_off_reset (TcBackOff *self);
