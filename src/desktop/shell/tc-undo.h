/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What can be taken back by one key (Ctrl+Z), long after its toast is gone: whoever offers it says
 * by which action, and that action is carried out once. Panels offer by tc_panel_say_undo() and
 * tc_panel_offer_undo(), which come here by actions of the window:
 *
 * undo: takes back the newest; says so, or that it can't be taken back, or that there is nothing.
 * What is older is taken back only once that was said.
 * undo-offer (ssav): text of what was done, "win.ACTION", its target: none, or one (what goes
 * onto the bus can't have a maybe). The action "" is of what nothing takes back.
 * undo-forget (sav): it was taken back by its button.
 */
#pragma once

#include <gtk/gtk.h>

/* How long: a toast's time, the time that it may wait behind others, and a minute at least. */
#define TC_UNDO_US (3 * G_TIME_SPAN_MINUTE)
/* The oldest goes for another. */
#define TC_UNDO_MAX 16

typedef struct _TcUndo TcUndo;

TcUndo *tc_undo_new (void);
void tc_undo_free (TcUndo *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcUndo, tc_undo_free)

/* Adds the actions to @window, whose other actions are what is offered. @place: (unowned): where it
 * is said, if the window in front has no place for it */
void tc_undo_attach (TcUndo *self, GActionMap *window, GtkWidget *place);
/* @action: "": nothing takes it back; @target: (nullable): sunk if floating */
void tc_undo_offer (TcUndo *self, const char *text, const char *action, GVariant *target,
                    gint64 now_us);
void tc_undo_forget (TcUndo *self, const char *action, GVariant *target);
/* Somebody else is there. */
void tc_undo_clear (TcUndo *self);
/* Takes the newest out, and activates it in @actions; or leaves it and says once that it can't be:
 * @taken. @now_us: monotonic, like above. (transfer full) (nullable): the text of that; NULL: there
 * is nothing */
char *tc_undo_take (TcUndo *self, GActionGroup *actions, gint64 now_us, gboolean *taken);
