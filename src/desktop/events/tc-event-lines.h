/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Lines of a list, kept by their keys (tc-keyed-list.h): marks stay too, whatever comes in.
 */
#pragma once

#include <gtk/gtk.h>

typedef struct {
  gint64 key; /* what tells one from the other; not 0 */
  const char *title;
  const char *second; /* (nullable) */
  int signal;         /* TcSignal, or -1: no shape */
  gboolean within;    /* it belongs to the one above */
  gboolean mark;      /* has a box that can be marked */
} TcEventLine;

void tc_event_lines_set (GtkListBox *list, const TcEventLine *lines, guint n_lines);
/* (nullable): the box of a line that has one */
GtkCheckButton *tc_event_lines_get_mark (GtkListBoxRow *row);
