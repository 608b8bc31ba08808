/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The lock of a desk: whoever works there stays signed in, nothing of it is to be seen, and a PIN
 * opens it again, or the password. Wrong PINs are counted (tc-pins.h); once they are used up, or
 * where the session is over, the password alone does. Signing out opens it, there being nothing
 * left to hide.
 *
 * Properties: locked (boolean), takes-pin (boolean: a PIN opens it now), has-pin (boolean: the
 * person signed in has one).
 *
 * Thread: the main loop's.
 */
#pragma once

#include "tc-desk.h"

#define TC_TYPE_DESK_LOCK (tc_desk_lock_get_type ())
G_DECLARE_FINAL_TYPE (TcDeskLock, tc_desk_lock, TC, DESK_LOCK, GObject)

/* That of @desk, as long as it lives. (transfer none) */
TcDeskLock *tc_desk_lock_of (TcDesk *desk);

gboolean tc_desk_lock_is_locked (TcDeskLock *self);
gboolean tc_desk_lock_takes_pin (TcDeskLock *self);
gboolean tc_desk_lock_has_pin (TcDeskLock *self);
/* Whether it could be opened now: by PIN, or by a password that the server or this desk checks. */
gboolean tc_desk_lock_can_open (TcDeskLock *self);
/* The session of the person signed in is over: what is done isn't taken any more. */
gboolean tc_desk_lock_is_session_over (TcDeskLock *self);

/* Does nothing while nobody is signed in. */
void tc_desk_lock_engage (TcDeskLock *self);
/* Opened if nothing is refused: "pin.none", "pin.wrong" (left), "pin.used-up". */
void tc_desk_lock_open_async (TcDeskLock *self, const char *pin, GAsyncReadyCallback callback,
                              gpointer data);
/* Likewise, refused as tc_desk_confirm_finish(); the PIN has all its tries again. Where the session
 * is over it is renewed. */
void tc_desk_lock_open_by_password_async (TcDeskLock *self, const char *password,
                                          GAsyncReadyCallback callback, gpointer data);
/* By who knows the password. Refused as tc_pins_judge() and tc_desk_confirm_finish(). @pin: "":
 * there is none any more */
void tc_desk_lock_set_pin_async (TcDeskLock *self, const char *password, const char *pin,
                                 GAsyncReadyCallback callback, gpointer data);
/* Of each of them. (transfer full) (nullable): NULL and no error: it is done */
TcRefusal *tc_desk_lock_finish (TcDeskLock *self, GAsyncResult *result, GError **error);
