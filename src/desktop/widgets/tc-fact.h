/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One fact in three lines: what it is, its value, and what stands behind the value.
 */
#pragma once

#include <gtk/gtk.h>

#define TC_TYPE_FACT (tc_fact_get_type ())
G_DECLARE_FINAL_TYPE (TcFact, tc_fact, TC, FACT, GtkWidget)

/* Properties: caption, value, note (strings); late (boolean): the note in the urgent colour. */
void tc_fact_set (TcFact *self, const char *value, const char *note);
