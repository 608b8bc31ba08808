/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Search and act in one entry: a code opens that incident, words list what they find, a verb with
 * its arguments acts ("d 0147 csgt2"). Verbs come from the window and its panels (tc-panel.h); all
 * is done through actions of the window, which answer with tc_panel_answer().
 *
 * Signals: ::begun (): it has got the keyboard; verbs may be set anew. ::done (): a command is over
 * and the keyboard is free to go back to the panel.
 */
#pragma once

#include "tc-command-line.h"
#include "tc-desk.h"
#include "tc-panel.h"

#include <gtk/gtk.h>

#define TC_TYPE_COMMAND_ENTRY (tc_command_entry_get_type ())
G_DECLARE_FINAL_TYPE (TcCommandEntry, tc_command_entry, TC, COMMAND_ENTRY, GtkWidget)

/* @desk: (nullable). The history is that of the person signed in there. */
void tc_command_entry_set_desk (TcCommandEntry *self, TcDesk *desk);
/* @verbs: (element-type TcCommandVerb): which last until others are set */
void tc_command_entry_set_verbs (TcCommandEntry *self, GPtrArray *verbs);
/* @panel: (nullable): where one was before: what is selected there is meant by "."; @lists:
 * (nullable): names of saved lists */
void tc_command_entry_set_where (TcCommandEntry *self, GtkWidget *panel, char **lists);
/* What came of the command that was carried out last. @ok: FALSE: nothing was done, and what was
 * typed comes back. Returns: FALSE if @text isn't shown here */
gboolean tc_command_entry_answer (TcCommandEntry *self, gboolean ok, const char *text);
