/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a locked desk shows: who works there, and the way back by PIN or password; or the way for
 * somebody else to sign in.
 */
#pragma once

#include "tc-desk.h"

#include <gtk/gtk.h>

#define TC_TYPE_LOCK_PAGE (tc_lock_page_get_type ())
G_DECLARE_FINAL_TYPE (TcLockPage, tc_lock_page, TC, LOCK_PAGE, GtkWidget)

/* Actions: lock.open: by what was typed; lock.by-password, lock.by-pin: asks for that; lock.leave:
 * who works there is signed out.
 * Signal: ::leaving (): that is about to be done, for somebody else to sign in. */

/* @desk: (nullable) */
void tc_lock_page_set_desk (TcLockPage *self, TcDesk *desk);
/* Asks anew, for what opens the desk now. */
void tc_lock_page_begin (TcLockPage *self);
/* Time has passed: the session may be over. */
void tc_lock_page_turn (TcLockPage *self);
