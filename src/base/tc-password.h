/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Checking passwords: what is kept of one is its Argon2id hash, salted, in libsodium's string form;
 * and how long somebody waits after wrong ones.
 *
 * Thread: any; hashing and checking take some 90 ms and 64 MiB.
 */
#pragma once

#include "tc-error.h"

/* Argon2id: 3 passes over 64 MiB, 86 ms where 80 ms were asked for (2 cores, Debian 12). */
#define TC_PASSWORD_PASSES 3
#define TC_PASSWORD_MEMORY_BYTES ((gsize) 64 * 1024 * 1024)
#define TC_PASSWORD_BYTES_MIN 8
#define TC_PASSWORD_BYTES_MAX 256

/* Wrong passwords in a row that cost nothing; each further one locks, for twice as long. */
#define TC_LOCK_FREE_FAILURES 4
#define TC_LOCK_FIRST_US ((gint64) 15 * G_USEC_PER_SEC)
#define TC_LOCK_LONGEST_US ((gint64) 3600 * G_USEC_PER_SEC)

/* (transfer full) (nullable). Errors: TC_ERROR_BUSY: there is no memory for it. */
char *tc_password_hash (const char *password, GError **error);
gboolean tc_password_verify (const char *hash, const char *password) G_GNUC_WARN_UNUSED_RESULT;
/* Overwrites a password and frees it. @password: (nullable) (transfer full) */
void tc_password_free (char *password);

/* How long an account is locked after so many failures in a row; 0: not at all. */
gint64 tc_password_lock_us (gint64 failures);
