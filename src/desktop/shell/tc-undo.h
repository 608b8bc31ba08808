/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What can be taken back by one key (Ctrl+Z), long after its toast is gone. Whatever operation the
 * person signed in does is here as soon as it is begun, by what the desk tells (tc-desk.h): so the
 * newest is always what was done last, and no panel has to do anything for that. Whoever can take
 * it back offers by which action, in the callback of the operation: by tc_panel_say_undo() or
 * tc_panel_offer_undo(). What nobody offers to take back can't be: the key says so, and what it
 * would take back instead; that is done if the key comes again at once.
 *
 * Panels come here by actions of the window:
 *
 * undo: takes back the newest; says so, or that it can't be taken back, or that it isn't done yet,
 * or that there is nothing.
 * undo-offer (ssav): text of what was done, "win.ACTION", its target: none, or one (what goes
 * onto the bus can't have a maybe). The action "" is of what nothing takes back; TC_UNDO_PENDING,
 * with a number, of what it has still to be read of whether anything does.
 * undo-settle (xssav): the number of what was pending, then as above.
 * undo-forget (sav): it was taken back by its button.
 * undo-back (s): the operation that is being answered takes back what was told by that text: its
 * action had to read something before it was begun.
 */
#pragma once

#include "tc-desk.h"

#include <gtk/gtk.h>

/* How long: a toast's time, the time that it may wait behind others, and a minute at least. */
#define TC_UNDO_US (3 * G_TIME_SPAN_MINUTE)
/* How long what it said holds: as long as that can be read. */
#define TC_UNDO_SAID_US (10 * G_TIME_SPAN_SECOND)
/* How soon nobody has read it: the key bounced, or was held down. */
#define TC_UNDO_READ_US (400 * G_TIME_SPAN_MILLISECOND)
/* In place of an action. */
#define TC_UNDO_PENDING "pending"
/* The oldest that is done goes for another. */
#define TC_UNDO_MAX 16

typedef struct _TcUndo TcUndo;

TcUndo *tc_undo_new (void);
void tc_undo_free (TcUndo *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcUndo, tc_undo_free)

/* Adds the actions to @window, whose other actions are what is offered. @place: (unowned): where it
 * is said, if the window in front has no place for it */
void tc_undo_attach (TcUndo *self, GActionMap *window, GtkWidget *place);
/* From now on it holds what is done by the person signed in at @desk, and nothing of anybody
 * before. @desk: (nullable): nobody is */
void tc_undo_set_desk (TcUndo *self, TcDesk *desk);

/* What a desk tells, in this order. @kind: (nullable): see ::act-begun of tc-desk.h */
void tc_undo_begin_act (TcUndo *self, gint64 act, const char *kind, gint64 now_us);
/* What is begun from here on isn't done by the same key. */
void tc_undo_end_call (TcUndo *self);
/* @code: of the incident */
void tc_undo_name_act (TcUndo *self, gint64 act, const char *code);
void tc_undo_answer_act (TcUndo *self, gint64 act, gboolean kept);
void tc_undo_end_act (TcUndo *self, gint64 act);

/* Between the last two of an operation: of that; dropped if whoever did it has gone. @action: "":
 * nothing takes it back; @target: (nullable): sunk if floating */
void tc_undo_offer (TcUndo *self, const char *text, const char *action, GVariant *target,
                    gint64 now_us);
/* Likewise of what was offered as TC_UNDO_PENDING with @id; dropped if it isn't there. */
void tc_undo_settle (TcUndo *self, gint64 id, const char *text, const char *action,
                     GVariant *target);
/* As the first; @text: of what the operation takes back. */
void tc_undo_mark_back (TcUndo *self, const char *text);
void tc_undo_forget (TcUndo *self, const char *action, GVariant *target);

typedef enum {
  TC_UNDO_CANT,    /* what is older is taken back if this is asked once more then */
  TC_UNDO_TAKEN,   /* its action was activated */
  TC_UNDO_PENDS,   /* it is still being done */
  TC_UNDO_NOTHING, /* there is none */
} TcUndoOutcome;

/* Takes the newest out, and activates it in @actions; or leaves it. @now_us: monotonic, like above;
 * @text: (out) (transfer full) (nullable): of that; NULL: there is nothing; @next: (out) (transfer
 * full) (nullable): of what is older, if it comes to that */
TcUndoOutcome tc_undo_take (TcUndo *self, GActionGroup *actions, gint64 now_us, char **text,
                            char **next);
