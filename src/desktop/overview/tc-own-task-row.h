/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * An order of the person's own unit, whole: what is asked and was reported, where, by whom if that
 * is released, what was written; and what can be said of it next, a button each.
 */
#pragma once

#include "tc-incident-tasks.h"

#include <gtk/gtk.h>

#define TC_TYPE_OWN_TASK_ROW (tc_own_task_row_get_type ())
G_DECLARE_FINAL_TYPE (TcOwnTaskRow, tc_own_task_row, TC, OWN_TASK_ROW, GtkWidget)

/* What a unit says of its own order. */
typedef enum {
  TC_OWN_KNOWS,
  TC_OWN_SETS_OUT,
  TC_OWN_ARRIVES,
  TC_OWN_ENDS,
  TC_OWN_SAYS,
  TC_OWN_ATTACHES,
  TC_OWN_RETURNS,
} TcOwnStep;
#define TC_OWN_STEPS (TC_OWN_RETURNS + 1)

/* Whether that can be said now. */
gboolean tc_own_task_allows (const TcTask *task, TcOwnStep step);

GtkWidget *tc_own_task_row_new (void);
/* @may: the person may work on orders; @keyed: bits of TcOwnStep whose key means this one; @waits:
 * what was said of it hasn't reached the server; @unsent: files that haven't, in words */
void tc_own_task_row_show (TcOwnTaskRow *self, const TcTask *task, gboolean may, guint keyed,
                           gboolean waits, const char *unsent, gint64 now_us);
/* All of it in a sentence, for the screen reader. (transfer full) */
char *tc_own_task_row_dup_spoken (TcOwnTaskRow *self);
