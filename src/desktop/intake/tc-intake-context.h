/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What stands beside a call: what is similar nearby, and whether the number called before. Of
 * earlier reports nothing is shown but that there are some, until somebody asks for them and that
 * is on record.
 */
#pragma once

#include "tc-incident-earlier.h"

#include "tc-slow-note.h"

#define TC_TYPE_INTAKE_CONTEXT (tc_intake_context_get_type ())
G_DECLARE_FINAL_TYPE (TcIntakeContext, tc_intake_context, TC, INTAKE_CONTEXT, GtkWidget)

/* (element-type TcSimilar) (nullable). @placed: whether a place is known, without which none is
 * found */
void tc_intake_context_set_similar (TcIntakeContext *self, GArray *similar, gboolean placed);

typedef enum {
  TC_EARLIER_NOT_ASKED, /* there is no whole number yet */
  TC_EARLIER_FORBIDDEN, /* this person may not look at reporters */
  TC_EARLIER_KNOWN,     /* some are there: how many is said */
  TC_EARLIER_OPENED,    /* they are shown */
} TcEarlierState;
/* @reports: (element-type TcEarlierReport) (nullable) */
void tc_intake_context_set_earlier (TcIntakeContext *self, TcEarlierState state, GArray *reports);
/* What is said while it is looked up. (transfer none) */
TcSlowNote *tc_intake_context_get_slow (TcIntakeContext *self);
