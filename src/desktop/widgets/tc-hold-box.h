/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The things held back before they leave the room, one bar each, the newest last. A window has one
 * box below all its panels, so that the count is seen wherever one goes, and nothing moves when it
 * begins. What went without a count that anybody saw is told here until it was read.
 */
#pragma once

#include "tc-drafts.h"
#include "tc-hold-bar.h"

#define TC_TYPE_HOLD_BOX (tc_hold_box_get_type ())
G_DECLARE_FINAL_TYPE (TcHoldBox, tc_hold_box, TC, HOLD_BOX, GtkWidget)

typedef void (*TcHoldFunc) (gpointer data);

/* Holds @what in @from's window, which has one of these; @func is called if it is let go,
 * @data_free in any case afterwards. (transfer none) */
TcHoldBar *tc_hold_box_hold (GtkWidget *from, const char *what, TcHoldFunc func, gpointer data,
                             GDestroyNotify data_free);
/* (nullable) (transfer none): of the window that @from is in. */
TcHoldBox *tc_hold_box_of (GtkWidget *from);
/* Takes the newest back of @from's window, or else of another. FALSE if nothing is held. */
gboolean tc_hold_box_keep_back (GtkWidget *from);
/* What that would take back. (nullable) (transfer none): nothing is held */
const char *tc_hold_box_get_held (GtkWidget *from);
/* Of a window that has one: "sent-read": what went without a count is read. */
void tc_hold_box_add_action (GActionMap *window);
/* Lets all of @from's window go at once: it closes or is locked, and what a person ordered is not
 * lost. What went so is told. */
void tc_hold_box_let_go (GtkWidget *from);
/* Nobody sees @from's window, which is locked: what is held goes, and what comes to be held
 * meanwhile goes at once, likewise. */
void tc_hold_box_set_unseen (GtkWidget *from, gboolean unseen);
/* What it tells is kept with what the person signed in has begun, and told again when she signs in
 * after the program has ended, until it was read. @drafts: (nullable): nobody is signed in */
void tc_hold_box_set_drafts (TcHoldBox *self, TcDrafts *drafts);
/* Its window closes; what it counts goes on in another, and what it tells is told there. */
void tc_hold_box_move (TcHoldBox *self, TcHoldBox *to);
