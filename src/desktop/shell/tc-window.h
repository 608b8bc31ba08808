/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The main window: top bar, strip of emergencies, rail and panels; before that, enrolment and
 * sign-in. All that a person can do is an action of it or of the application.
 *
 * Actions of the window itself (panels add theirs): panel (s), own-window, full-screen, search,
 * open-emergency, take-emergency, merge-emergency, compact (stateful boolean), guide, shortcuts,
 * preferences, about, load-stick, load-stick-from (s), show-synchronisation, lock, set-pin, renew,
 * sign-out; and those of tc-profiles.h, tc-tour.h and tc-undo.h.
 */
#pragma once

#include "tc-desk.h"
#include "tc-emergency-strip.h"

#include <adwaita.h>

#define TC_TYPE_WINDOW (tc_window_get_type ())
G_DECLARE_FINAL_TYPE (TcWindow, tc_window, TC, WINDOW, AdwApplicationWindow)

/* What was given on the command line; all (nullable). */
typedef struct {
  const char *server_url;
  const char *enrol_code;
  const char *account;
  const char *password;
  const char *panel;
} TcWindowStart;

TcWindow *tc_window_new (GtkApplication *application, TcDesk *desk, const TcWindowStart *start);
/* Another window that goes on where @old is, with the words of now; @old is closed. NULL: @old is
 * in the middle of setting something up, and stays. */
TcWindow *tc_window_renew (TcWindow *old);
/* Closes it, locked or not: the program ends from outside. A locked one isn't closed by hand. */
void tc_window_end (TcWindow *self);
/* Worked at now. (transfer none) */
TcDesk *tc_window_get_desk (TcWindow *self);
gboolean tc_window_is_locked (TcWindow *self);
/* With which those of its other windows flash. (transfer none) */
TcEmergencyStrip *tc_window_get_strip (TcWindow *self);
/* A sentence under the command line, if what is answered was typed there; FALSE: it wasn't. */
gboolean tc_window_answer (TcWindow *self, gboolean ok, const char *text);
/* The action full-screen, for any window of the program. */
void tc_window_add_full_screen (GtkWindow *window);
/* A line below the top bar that stays, about this run of the program. @text: (nullable): none */
void tc_window_show_note (TcWindow *self, const char *text);
