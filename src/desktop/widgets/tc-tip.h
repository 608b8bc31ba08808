/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The tooltip of what is shown anew again and again.
 */
#pragma once

#include <gtk/gtk.h>

/**
 * tc_tip_set:
 * @text: (nullable): none
 *
 * As gtk_widget_set_tooltip_text(), which asks the screen where the pointer is and waits for its
 * answer, whether or not the text is another: here it isn't asked where it is the same.
 */
void tc_tip_set (GtkWidget *widget, const char *text);
