/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Makes a province of one's own: the ten questions a page each, a summary, the work with its
 * progress, and what came of it. Left at any time, it goes on at the first open question.
 *
 * Actions it gives the window: setup-answer (ss: field, value), setup-next, setup-back,
 * setup-cancel.
 */
#pragma once

#include "tc-desk.h"

#include <gtk/gtk.h>

#define TC_TYPE_SETUP_ASSISTANT (tc_setup_assistant_get_type ())
G_DECLARE_FINAL_TYPE (TcSetupAssistant, tc_setup_assistant, TC, SETUP_ASSISTANT, GtkWidget)

/* Signals: ::ready (const char *account, const char *password): the desk is enrolled and started,
 * and the administrator wants to work; ::left (): back to the welcome page. */
void tc_setup_assistant_attach (TcSetupAssistant *self, GActionMap *window);
/* The desk of this computer, which is enrolled in the end. */
void tc_setup_assistant_set_desk (TcSetupAssistant *self, TcDesk *desk);
/* Reads what was answered before and shows the first open question. */
void tc_setup_assistant_begin (TcSetupAssistant *self);
void tc_setup_assistant_set_active (TcSetupAssistant *self, gboolean active);
/* The window closes: what is under way ends. */
void tc_setup_assistant_finish (TcSetupAssistant *self);
