/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The orders of the incident that is looked at, the first sent first, with the clock of those that
 * aren't answered. It isn't there where nobody was sent.
 */
#pragma once

#include "tc-incident-focus.h"
#include "tc-incident-tasks.h"
#include "tc-unit-page-asking.h"

#include <gtk/gtk.h>

#define TC_TYPE_TASK_LIST (tc_task_list_get_type ())
G_DECLARE_FINAL_TYPE (TcTaskList, tc_task_list, TC, TASK_LIST, GtkWidget)

/* @focus: followed from now on */
void tc_task_list_set_focus (TcTaskList *self, TcIncidentFocus *focus);
/* @steps: bits of TcTaskStep that the person may say, and TC_TASK_MAY_LINK (tc-task-row.h) */
void tc_task_list_set_steps (TcTaskList *self, guint steps);
/* @ids: (element-type gint64): what the desk still has to send */
void tc_task_list_set_waiting (TcTaskList *self, GHashTable *ids);
/* Under that order, if it is here. */
void tc_task_list_show_link (TcTaskList *self, gint64 task_id, const TcUnitPageLink *link);
/* (nullable): the order that is meant by a key: the one that has the focus, else the first that
 * allows it. */
const TcDispatch *tc_task_list_find (TcTaskList *self, TcTaskStep step);
