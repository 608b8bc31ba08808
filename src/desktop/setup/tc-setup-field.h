/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One field of a question as a widget: its words and what is typed or chosen, by its kind.
 */
#pragma once

#include "tc-setup-questions.h"

#include <gtk/gtk.h>

#define TC_TYPE_SETUP_FIELD (tc_setup_field_widget_get_type ())
G_DECLARE_FINAL_TYPE (TcSetupFieldWidget, tc_setup_field_widget, TC, SETUP_FIELD_WIDGET, GtkWidget)

/* Signals: ::answered (const char *value): by hand; ::entered (): Enter was pressed in it. */
GtkWidget *tc_setup_field_widget_new (const TcSetupField *field);
const TcSetupField *tc_setup_field_widget_get_field (TcSetupFieldWidget *self);
/* Shows @value; ::answered isn't emitted. */
void tc_setup_field_widget_set_value (TcSetupFieldWidget *self, const char *value);
