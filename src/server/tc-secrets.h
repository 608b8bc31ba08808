/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The server's secrets, in a database of their own on a thread of its own: passwords (Argon2id),
 * the one-time codes that enrol desks, API keys, and passwords of devices (tc-device-secrets.h).
 * What is told once is kept as its hash; nothing of it is ever in the log, a replica or the
 * journal.
 *
 * Thread: the main loop's; what is asked is answered in its turn, hashing one password at a time.
 */
#pragma once

#include "tc-error.h"
#include "tc-key.h"
#include "tc-password.h"
#include "tc-worker.h"

#include <gio/gio.h>

/* Passwords waiting to be checked; past it TC_ERROR_BUSY. */
#define TC_PASSWORDS_WAITING_MAX 32

#define TC_ENROLMENT_VALID_US ((gint64) 3 * 86400 * G_USEC_PER_SEC)
#define TC_ENROLMENT_TRIES 10

#define TC_API_KEYS_MAX 1000

typedef struct _TcSecrets TcSecrets;

/* @path: secrets.db; made readable by its owner alone. Errors: TC_ERROR_STORE. */
TcSecrets *tc_secrets_open (const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Finishes what is under way. */
void tc_secrets_close (TcSecrets *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcSecrets, tc_secrets_close)

/* Its database, for tc-device-secrets.h. */
TcWorker *tc_secrets_get_worker (TcSecrets *self);

/* Errors: TC_ERROR_LIMIT (too short or too long), TC_ERROR_STORE, TC_ERROR_BUSY. Unlocks. */
void tc_secrets_set_password_async (TcSecrets *self, gint64 staff_id, const char *password,
                                    gint64 now_us, GAsyncReadyCallback callback, gpointer data);
gboolean tc_secrets_set_password_finish (GAsyncResult *result,
                                         GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* @staff_id: 0 for an account that doesn't exist: takes as long and fails. */
void tc_secrets_check_password_async (TcSecrets *self, gint64 staff_id, const char *password,
                                      gint64 now_us, GAsyncReadyCallback callback, gpointer data);
/* NULL and no error: it is right. (transfer full): "sign-in.failed", "sign-in.locked"
 * (until_us). */
TcRefusal *tc_secrets_check_password_finish (GAsyncResult *result, GError **error);

/* What a desk was told of a password. */
typedef struct {
  gint64 staff_id;
  gint64 checked_us;
} TcPasswordCheck;

/* @checks (element-type TcPasswordCheck): which of them hold no longer: the password was changed
 * since, or the account is locked or has none. */
void tc_secrets_list_void_async (TcSecrets *self, GArray *checks, gint64 now_us,
                                 GAsyncReadyCallback callback, gpointer data);
/* (transfer full) (element-type gint64): staff */
GArray *tc_secrets_list_void_finish (GAsyncResult *result, GError **error);

/* (element-type gint64): ids of staff that have a password, and those locked at @now_us. */
void tc_secrets_list_accounts_async (TcSecrets *self, gint64 now_us, GAsyncReadyCallback callback,
                                     gpointer data);
/* FALSE: none could be read. @with, @locked: (transfer full). */
gboolean tc_secrets_list_accounts_finish (GAsyncResult *result, GArray **with, GArray **locked,
                                          GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* A new code for the desk; an older one is void. */
void tc_secrets_invite_async (TcSecrets *self, gint64 desk_id, gint64 now_us,
                              GAsyncReadyCallback callback, gpointer data);
/* (transfer full): the code, told once. */
char *tc_secrets_invite_finish (GAsyncResult *result, gint64 *until_us,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Uses the code for this key; the same key may use it again until it expires. */
void tc_secrets_redeem_async (TcSecrets *self, const char *code, const TcPublicKey *key,
                              gint64 now_us, GAsyncReadyCallback callback, gpointer data);
/* The desk; 0 with error unset: not a valid code. */
gint64 tc_secrets_redeem_finish (GAsyncResult *result, GError **error);

typedef struct {
  gint64 id;
  char *name;   /* (owned) */
  char *source; /* (owned): the channel of what it reports */
  gboolean active;
  gint64 made_us;
} TcApiKey;

/* (nullable): of an active key; lent until the keys change. At once. */
const TcApiKey *tc_secrets_find_api_key (TcSecrets *self, const char *key);
/* (transfer container) (element-type TcApiKey): all, by id; lent. */
GPtrArray *tc_secrets_list_api_keys (TcSecrets *self);
void tc_secrets_add_api_key_async (TcSecrets *self, gint64 id, const char *name, const char *source,
                                   gint64 now_us, GAsyncReadyCallback callback, gpointer data);
/* (transfer full): the key, told once. */
char *tc_secrets_add_api_key_finish (GAsyncResult *result,
                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Errors: TC_ERROR_NOT_FOUND. */
void tc_secrets_revoke_api_key_async (TcSecrets *self, gint64 id, GAsyncReadyCallback callback,
                                      gpointer data);
gboolean tc_secrets_revoke_api_key_finish (GAsyncResult *result,
                                           GError **error) G_GNUC_WARN_UNUSED_RESULT;
