/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One line of an incident's history: how long ago and when, what, who; what a reporter said stands
 * in a card. A code of an incident in it opens that one.
 */
#pragma once

#include "tc-incident-queries.h"

#include <gtk/gtk.h>

#define TC_TYPE_TIMELINE_ROW (tc_timeline_row_get_type ())
G_DECLARE_FINAL_TYPE (TcTimelineRow, tc_timeline_row, TC, TIMELINE_ROW, GtkWidget)

/* @times: what makes the times of all lines equally wide */
GtkWidget *tc_timeline_row_new (const TcIncidentEvent *event, const TcIncidentDetail *detail,
                                GtkSizeGroup *times, gint64 now_us);
/* Of what was done here and has no effect so far. */
typedef struct {
  gint64 at_us;
  const char *what;
  const char *who;
  const char *why;  /* in sentences */
  const char *fate; /* what has become of it */
} TcTimelineUndecided;
/* To be filled next. */
GtkWidget *tc_timeline_row_new_undecided (GtkSizeGroup *times);
void tc_timeline_row_set_undecided (TcTimelineRow *self, const TcTimelineUndecided *words,
                                    gint64 now_us);
/* Says how long ago it was by now; FALSE if it says so already. */
gboolean tc_timeline_row_tell_age (TcTimelineRow *self, gint64 now_us);
/* For a screen reader. (transfer full) */
char *tc_timeline_row_dup_spoken (TcTimelineRow *self);
/* Marks it as not sent yet. */
void tc_timeline_row_set_waiting (TcTimelineRow *self, gboolean waiting);
/* Marks it as provisional. */
void tc_timeline_row_set_provisional (TcTimelineRow *self, gboolean provisional);
