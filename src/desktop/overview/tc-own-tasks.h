/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The open orders of the person's own unit, and what the unit says of them: accepted, on the way,
 * on scene, done with a word, given back with a reason, a word to the centre. A key means the order
 * that has the keyboard, else the first that it fits. All of it is kept at this desk first, and
 * goes to the server as soon as there is a line: a desk of a unit holds its own row of an order
 * alone, which is written once the server has decided.
 */
#pragma once

#include "tc-desk.h"
#include "tc-panel.h"

#define TC_TYPE_OWN_TASKS (tc_own_tasks_get_type ())
G_DECLARE_FINAL_TYPE (TcOwnTasks, tc_own_tasks, TC, OWN_TASKS, GtkWidget)

void tc_own_tasks_attach (TcOwnTasks *self, TcDesk *desk, GActionMap *window);
/* @tasks: (nullable) (element-type TcTask): none; kept */
void tc_own_tasks_set (TcOwnTasks *self, GArray *tasks);
