/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * PINs by which people unlock this desk, and nothing else: of each a salted Argon2id hash, and how
 * often it was wrong in a row. In a file that its owner alone can read, of this desk alone; a PIN
 * opens what somebody signed in to with the password, and never signs in.
 *
 * Thread: any; functions wait for each other, take some 90 ms and write to disk.
 */
#pragma once

#include "tc-error.h"

#define TC_PIN_DIGITS_MIN 4
#define TC_PIN_DIGITS_MAX 12
/* Wrong ones in a row; then the password is asked for. */
#define TC_PIN_TRIES 5
/* People of one desk; whose was set longest ago goes first. */
#define TC_PINS_MAX 64

/* Whether @pin can be one. (transfer full) (nullable): "pin.form" (min, max), "pin.simple" (one
 * digit alone, or digits in a row); NULL: yes */
TcRefusal *tc_pins_judge (const char *pin);
/* @pin is that person's from now on, with all its tries. Errors: TC_ERROR_STORE, TC_ERROR_BUSY. */
gboolean tc_pins_keep (const char *path, gint64 staff_id, const char *pin, gint64 now_us,
                       GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* (transfer full) (nullable): "pin.none" (there is no PIN), "pin.wrong" (left), "pin.used-up"; NULL
 * and no error: it is right. Errors: TC_ERROR_STORE: a wrong one could not be counted. */
TcRefusal *tc_pins_check (const char *path, gint64 staff_id, const char *pin, GError **error);
/* The password was right: all tries are there again. Errors: TC_ERROR_STORE. */
gboolean tc_pins_renew (const char *path, gint64 staff_id,
                        GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Errors: TC_ERROR_STORE. */
gboolean tc_pins_forget (const char *path, gint64 staff_id,
                         GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Tries that are left; -1: there is no PIN. */
int tc_pins_count_left (const char *path, gint64 staff_id);
