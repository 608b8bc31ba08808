/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which columns the queue has, in which order and how wide: a row for each, with buttons. What is
 * chosen is given to the action win.columns (s), a text of tc-queue-columns.h.
 */
#pragma once

#include "tc-queue-columns.h"

#include <gtk/gtk.h>

#define TC_TYPE_COLUMNS_FORM (tc_columns_form_get_type ())
G_DECLARE_FINAL_TYPE (TcColumnsForm, tc_columns_form, TC, COLUMNS_FORM, GtkWidget)

GtkWidget *tc_columns_form_new (void);
/* Shows what there is now. */
void tc_columns_form_set (TcColumnsForm *self, const TcQueueColumns *columns);
