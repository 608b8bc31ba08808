/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What can be taken back by one key (Ctrl+Z), long after its toast is gone: whoever offers it says
 * by which action, and that action is carried out once. Panels offer by tc_panel_say_undo() and
 * tc_panel_offer_undo(), which come here by actions of the window:
 *
 * undo: takes back the newest; says so, or that it can't be taken back, or that there is nothing.
 * What is older is taken back only once that was said.
 * undo-offer (ssav): text of what was done, "win.ACTION", its target: none, or one (what goes
 * onto the bus can't have a maybe). The action "" is of what nothing takes back, TC_UNDO_PENDING of
 * what is still being done: until it is forgotten nothing older is taken back in its place.
 * undo-forget (sav): it was taken back by its button.
 */
#pragma once

#include <gtk/gtk.h>

/* How long: a toast's time, the time that it may wait behind others, and a minute at least. */
#define TC_UNDO_US (3 * G_TIME_SPAN_MINUTE)
/* In place of an action. */
#define TC_UNDO_PENDING "pending"
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
typedef enum {
  TC_UNDO_CANT,    /* it is said once, and what is older comes next */
  TC_UNDO_TAKEN,   /* its action was activated */
  TC_UNDO_PENDS,   /* it is still being done */
  TC_UNDO_NOTHING, /* there is none */
} TcUndoOutcome;

/* Takes the newest out, and activates it in @actions; or leaves it. @now_us: monotonic, like above;
 * @text: (out) (transfer full) (nullable): of that; NULL: there is nothing */
TcUndoOutcome tc_undo_take (TcUndo *self, GActionGroup *actions, gint64 now_us, char **text);
