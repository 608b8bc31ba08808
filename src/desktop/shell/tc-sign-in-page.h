/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Who works at this desk: account and password, checked by the server.
 */
#pragma once

#include "tc-desk.h"

#include <gtk/gtk.h>

#define TC_TYPE_SIGN_IN_PAGE (tc_sign_in_page_get_type ())
G_DECLARE_FINAL_TYPE (TcSignInPage, tc_sign_in_page, TC, SIGN_IN_PAGE, GtkWidget)

/* Signal: ::signed-in (). */
void tc_sign_in_page_set_desk (TcSignInPage *self, TcDesk *desk);
/* As typed. */
const char *tc_sign_in_page_get_account (TcSignInPage *self);
/* Fills in the account; with a @password (nullable) signs in as soon as the line is up. */
void tc_sign_in_page_prepare (TcSignInPage *self, const char *account, const char *password);
/* The page is shown: why the desk signed somebody out, if it did. */
void tc_sign_in_page_explain (TcSignInPage *self);
