/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A file or picture that could not be attached: which, why, and what a person can do about it.
 *
 * Actions: attach-row.try-again, attach-row.drop.
 */
#pragma once

#include <gtk/gtk.h>

#define TC_TYPE_ATTACH_ROW (tc_attach_row_get_type ())
G_DECLARE_FINAL_TYPE (TcAttachRow, tc_attach_row, TC, ATTACH_ROW, GtkWidget)

/*
 * Signal: ::try-again
 * Signal: ::drop
 */

/* @name: of the file; @code: of the incident that it was for */
GtkWidget *tc_attach_row_new (const char *name, const char *code);
/* @trouble: why not, in words; (nullable): it is being tried */
void tc_attach_row_set_trouble (TcAttachRow *self, const char *trouble);
