/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A new desk: which server, and the one-time code from the administrator. A server whose
 * certificate nobody trusted signed is vouched for by a person, who compares its words.
 *
 * Actions it gives the window: enrol, trust-server (b: the words are the same), enrol-with (ss:
 * address and code).
 */
#pragma once

#include "tc-desk.h"

#include <gtk/gtk.h>

#define TC_TYPE_ENROL_PAGE (tc_enrol_page_get_type ())
G_DECLARE_FINAL_TYPE (TcEnrolPage, tc_enrol_page, TC, ENROL_PAGE, GtkWidget)

/* Signal: ::enrolled (). */
void tc_enrol_page_set_desk (TcEnrolPage *self, TcDesk *desk);
/* Fills in what is known; enrols at once if both are given. (nullable) both. */
void tc_enrol_page_prepare (TcEnrolPage *self, const char *url, const char *code);
void tc_enrol_page_attach (TcEnrolPage *self, GActionMap *window);
/* Its actions can be done, or not. */
void tc_enrol_page_set_active (TcEnrolPage *self, gboolean active);
/* As typed, for the seat's preferences. */
const char *tc_enrol_page_get_url (TcEnrolPage *self);
