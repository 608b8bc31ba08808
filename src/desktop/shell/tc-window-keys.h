/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Keys of the panel that is shown. Single letters act when no entry has the focus, so that nothing
 * that is typed is ever taken for a command; keys of the application are its accelerators.
 */
#pragma once

#include "tc-panel.h"

/* A key of the window or application: "<Control>k". */
typedef struct {
  const char *action;          /* "win.search" */
  const char *accelerators[3]; /* ends with NULL */
  const char *title;           /* for gettext */
  gboolean at_rest;            /* as a panel's: an entry has that key itself */
} TcWindowKey;
const TcWindowKey *tc_window_keys_list (guint *n);

/* @get_panel: (nullable) result: the panel shown */
void tc_window_keys_add (GtkWidget *window, TcPanel *(*get_panel) (gpointer data), gpointer data);
/* The window that lists them all: a line a key. */
void tc_window_keys_show (GtkWindow *window);
