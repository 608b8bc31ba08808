/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is shown before this computer has a desk: the welcome page and what is behind its doors.
 *
 * Actions it gives the window: first-run (s: welcome, connect, demonstration, own), and those of
 * its pages.
 */
#pragma once

#include "tc-desk.h"

#include <gtk/gtk.h>

#define TC_TYPE_FIRST_RUN (tc_first_run_get_type ())
G_DECLARE_FINAL_TYPE (TcFirstRun, tc_first_run, TC, FIRST_RUN, GtkWidget)

/* Signal: ::ready (TcDesk *desk, const char *account, const char *password): a desk that is
 * enrolled and not yet started; account and password (nullable): who signs in. It is the one of
 * tc_first_run_set_desk(), or one of the demonstration. */
void tc_first_run_attach (TcFirstRun *self, GActionMap *window);
void tc_first_run_set_desk (TcFirstRun *self, TcDesk *desk);
/* What is known of the server; shows the page if @show. (nullable) both. */
void tc_first_run_prepare (TcFirstRun *self, const char *url, const char *code, gboolean show);
/* Address of the server as typed, for the seat's preferences. */
const char *tc_first_run_get_url (TcFirstRun *self);
/* Its actions can be done, or not: while a desk is worked at they can't. */
void tc_first_run_set_active (TcFirstRun *self, gboolean active);
/* The window closes: ends in order what it started. */
void tc_first_run_finish (TcFirstRun *self);
/* Takes over what @from, another window's, has started and what goes on. FALSE: it is at work, or
 * something is being typed there. */
gboolean tc_first_run_take_over (TcFirstRun *self, TcFirstRun *from);
