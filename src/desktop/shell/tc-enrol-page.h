/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The first thing a new desk shows: which server, and the one-time code from the administrator.
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
/* As typed, for the seat's preferences. */
const char *tc_enrol_page_get_url (TcEnrolPage *self);
