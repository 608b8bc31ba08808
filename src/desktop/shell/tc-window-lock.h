/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What locking does to the program's windows, and when a desk that was left locks by itself. While
 * it is locked the window's work isn't there, for eyes, keyboard and screen readers alike: only the
 * page that unlocks it is. Neither are its actions, for keys and for what is on screen; programs of
 * the same user of the computer reach them on the session bus as before. Other windows are put away
 * and come back; those for the wall, which show nothing personal, go on.
 */
#pragma once

#include "tc-emergency-strip.h"
#include "tc-lock-page.h"

#define TC_TYPE_WINDOW_LOCK (tc_window_lock_get_type ())
G_DECLARE_FINAL_TYPE (TcWindowLock, tc_window_lock, TC, WINDOW_LOCK, GObject)

/* All (unowned): in the window, which owns the lock. */
typedef struct {
  GtkApplicationWindow *window;
  GtkWidget *work; /* what isn't there while it is locked; the page is then */
  GtkWidget *command;
  GtkWidget *warning; /* that it is about to lock by itself; in work */
  TcLockPage *page;
  TcEmergencyStrip *strip;
} TcWindowLockParts;

TcWindowLock *tc_window_lock_new (const TcWindowLockParts *parts);
/* @desk: (nullable): somebody works at it; NULL: nobody does any more, what was put away is
 * closed */
void tc_window_lock_set_desk (TcWindowLock *self, TcDesk *desk);
/* FALSE: not now: an emergency is open that nobody has taken, or this is a demonstration. */
gboolean tc_window_lock_engage (TcWindowLock *self);
gboolean tc_window_lock_is_locked (TcWindowLock *self);
/* The window closes. */
void tc_window_lock_finish (TcWindowLock *self);
/* Time has passed: was the desk left? */
void tc_window_lock_turn (TcWindowLock *self);
