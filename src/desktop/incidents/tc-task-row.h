/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * An order of an incident: the unit, what it has come to, who said so; while a unit without an
 * account hasn't answered, its number, large; and what can be said of it next, a button each. And
 * once it was asked for, the link to the order's page.
 */
#pragma once

#include "tc-incident-tasks.h"
#include "tc-unit-page-asking.h"

#include <gtk/gtk.h>

#define TC_TYPE_TASK_ROW (tc_task_row_get_type ())
G_DECLARE_FINAL_TYPE (TcTaskRow, tc_task_row, TC, TASK_ROW, GtkWidget)

GtkWidget *tc_task_row_new (void);
/* Beside its steps: that this person may have the link to the order's page. */
#define TC_TASK_MAY_LINK (1u << TC_TASK_STEPS)
/* @steps: bits of TcTaskStep that this person may say, and TC_TASK_MAY_LINK; @keyed: those whose
 * key means this order. */
void tc_task_row_show (TcTaskRow *self, const TcDispatch *task, const TcIncidentDetail *detail,
                       guint steps, guint keyed, gint64 now_us);
/* From the next of the two others on: that this desk couldn't send it on yet. */
void tc_task_row_set_unsent (TcTaskRow *self, gboolean unsent);
/* Shown until the order ends or its page is renewed. */
void tc_task_row_show_link (TcTaskRow *self, const TcUnitPageLink *link, gint64 now_us);
/* The clock alone. */
void tc_task_row_tick (TcTaskRow *self, const TcDispatch *task, gint64 now_us);
/* All of it in a sentence, for the screen reader. (transfer full) */
char *tc_task_row_dup_spoken (TcTaskRow *self);
