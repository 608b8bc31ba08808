/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Who may sign in at this desk while its server can't be reached: people whose password the server
 * has checked here before. Of each a salted Argon2id hash of the password is kept, with when it was
 * checked and the session that the server opened for what is done until the limit. In a file that
 * its owner alone can read; never the password, and nothing of it in outbox or replica.
 *
 * Wrong passwords lock as they do on the server, also across restarts. A clock that was put back
 * gives nobody more time.
 *
 * Thread: any; functions wait for each other, take some 90 ms and write to disk.
 */
#pragma once

#include "tc-error.h"

/* People of one desk; who signed in longest ago goes first. */
#define TC_VERIFIERS_MAX 64

typedef struct {
  gint64 staff_id;
  char *account; /* (owned) */
  char *name;    /* (owned) */
  gint64 session_id;
  gint64 checked_us; /* by the server */
  gint64 until_us;   /* from then on the server is needed again */
} TcVerifier;

void tc_verifier_clear (TcVerifier *verifier);

/* After the server has checked @password: it is good here until verifier's until_us. Errors:
 * TC_ERROR_STORE, TC_ERROR_BUSY. */
gboolean tc_verifiers_keep (const char *path, const TcVerifier *verifier, const char *password,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;
/**
 * tc_verifiers_check:
 * @verifier: (out): who it is, if it is right; to be cleared
 *
 * Returns: (transfer full) (nullable): "sign-in.offline" (nobody of that account signed in here),
 * "sign-in.offline-old" (checked_us), "sign-in.clock" (now_us, seen_us), "sign-in.locked"
 * (until_us), "sign-in.failed"; NULL and no error: the password is right. Errors: TC_ERROR_STORE: a
 * wrong password could not be counted.
 */
TcRefusal *tc_verifiers_check (const char *path, const char *account, const char *password,
                               gint64 now_us, TcVerifier *verifier, GError **error);
/* These people need the server again. Errors: TC_ERROR_STORE. */
gboolean tc_verifiers_forget (const char *path, const gint64 *staff_ids, guint n,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* (transfer full) (element-type TcVerifier): clears its members */
GArray *tc_verifiers_list (const char *path);
