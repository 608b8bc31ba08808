/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Labels that rows and pages are made of in code.
 */
#pragma once

#include <gtk/gtk.h>

/* One line, cut at its end. @class: (nullable) */
GtkLabel *tc_text_label_add_line (GtkWidget *box, const char *class);
/* (transfer floating): one line in a place that doesn't hang on its text, which ends in "…" there;
 * so another text has nothing laid out anew. */
GtkWidget *tc_text_label_new_placed (float xalign);
/* As many lines as it needs. @class: (nullable) */
GtkWidget *tc_text_label_new_wrapped (const char *text, const char *class);
/* Says @text; where there is none it isn't there. @text: (nullable) */
void tc_text_label_say (GtkLabel *label, const char *text);
