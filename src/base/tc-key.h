/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Ed25519 keys (libsodium): a desk signs its operations with one, the server what gateways make
 * and the links of its log. What is signed always starts with the domain it is signed for.
 */
#pragma once

#include <glib.h>

#define TC_KEY_PUBLIC_SIZE 32
#define TC_KEY_SEED_SIZE 32
#define TC_SIGNATURE_SIZE 64

typedef struct {
  guint8 bytes[TC_KEY_PUBLIC_SIZE];
} TcPublicKey;

typedef struct {
  guint8 bytes[TC_SIGNATURE_SIZE];
} TcSignature;

typedef struct _TcKey TcKey;

TcKey *tc_key_generate (void);
/* @seed: 32 bytes that make the whole key; what is kept on disk, readable by its owner alone. */
TcKey *tc_key_from_seed (const guint8 *seed);
/* Wipes the memory. */
void tc_key_free (TcKey *key);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcKey, tc_key_free)

const TcPublicKey *tc_key_get_public (const TcKey *key);
void tc_key_copy_seed (const TcKey *key, guint8 *seed);
/* Reads the seed from @path. Errors: G_FILE_ERROR; TC_ERROR_INVALID if the file holds something
 * else. */
TcKey *tc_key_load (const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Reads the seed from @path, or makes a key and writes it there with mode 0600. Errors:
 * G_FILE_ERROR; TC_ERROR_INVALID if the file holds something else. */
TcKey *tc_key_load_or_make (const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;

TcSignature tc_key_sign (const TcKey *key, const char *domain, gconstpointer data, gsize size);
gboolean tc_key_verify (const TcPublicKey *key, const char *domain, gconstpointer data, gsize size,
                        const TcSignature *signature) G_GNUC_WARN_UNUSED_RESULT;
