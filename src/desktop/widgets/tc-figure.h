/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A number in large letters under its name, with what it is to be judged by below: a bar beside the
 * usual range, and a line of words. It is a button: it opens what was counted.
 */
#pragma once

#include <gtk/gtk.h>

#define TC_TYPE_FIGURE (tc_figure_get_type ())
G_DECLARE_FINAL_TYPE (TcFigure, tc_figure, TC, FIGURE, GtkButton)

/* Properties: caption (string); alert (boolean): the number needs a person; it gets a mark and the
 * colour of what is urgent. */
void tc_figure_set (TcFigure *self, const char *value, const char *note);
/* @known FALSE: there is no usual range, and no bar. */
void tc_figure_set_range (TcFigure *self, gboolean known, double value, double low, double high);
