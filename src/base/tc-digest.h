/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Hashes. BLAKE2b-256 (libsodium) for the log, its links and sections; SHA-256 for files, whose
 * hash is also their name and must be checkable with any tool.
 */
#pragma once

#include <glib.h>

#define TC_DIGEST_SIZE 32

typedef struct {
  guint8 bytes[TC_DIGEST_SIZE];
} TcDigest;

/* A hash over several parts: start with the domain it is for, so that no two kinds can meet. */
typedef struct {
  guint64 opaque[48]; /* holds crypto_generichash_state, which is 384 bytes aligned to 64 */
} __attribute__ ((aligned (64))) TcHasher;

/* Must be called once before all else of this header and tc-key.h; aborts where there is no
 * randomness to be had. */
void tc_crypto_init (void);

void tc_hasher_init (TcHasher *hasher, const char *domain);
void tc_hasher_add (TcHasher *hasher, gconstpointer data, gsize size);
/* Eight bytes, little-endian. */
void tc_hasher_add_int (TcHasher *hasher, gint64 value);
/* Its length first, so that neighbours can't flow into each other. */
void tc_hasher_add_blob (TcHasher *hasher, gconstpointer data, gsize size);
TcDigest tc_hasher_end (TcHasher *hasher);

gboolean tc_digest_equal (const TcDigest *a, const TcDigest *b);
/* Lower-case hex. (transfer full) */
char *tc_hex_new (const guint8 *bytes, gsize size);
char *tc_digest_to_hex (const TcDigest *digest);
gboolean tc_digest_from_hex (const char *hex, TcDigest *digest) G_GNUC_WARN_UNUSED_RESULT;

void tc_random_bytes (gpointer out, gsize size);
