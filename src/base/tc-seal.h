/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Records sealed for the holder of one key (libsodium): whoever finds them learns nothing but how
 * long they are, and a record that was changed, left out or moved is noticed. The stream's key is
 * in a sealed box for the holder's Ed25519 key, as X25519.
 */
#pragma once

#include "tc-key.h"

/* What stands before the records. */
#define TC_SEAL_HEAD_SIZE 104
/* By how much a record is longer than what is in it. */
#define TC_SEAL_RECORD_MORE 17

typedef struct _TcSeal TcSeal;

/* @head: (out): TC_SEAL_HEAD_SIZE bytes. (nullable): @to is no key. */
TcSeal *tc_seal_new (const TcPublicKey *to, guint8 *head);
/* NULL: it was not sealed for @key, or is damaged. (nullable) */
TcSeal *tc_seal_open (const TcKey *key, const guint8 *head);
void tc_seal_free (TcSeal *seal);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcSeal, tc_seal_free)

/* @last: nothing follows. (transfer full) */
GBytes *tc_seal_push (TcSeal *seal, gconstpointer data, gsize size, gboolean last);
/* NULL: it isn't what was pushed next. (transfer full) (nullable) */
GBytes *tc_seal_pull (TcSeal *seal, gconstpointer record, gsize size, gboolean *last);
