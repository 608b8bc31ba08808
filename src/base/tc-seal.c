/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Sealed boxes and secret streams of libsodium; see the header.
 */
#include "tc-seal.h"

#include <sodium.h>
#include <string.h>

#define BOX_SIZE (crypto_secretstream_xchacha20poly1305_KEYBYTES + crypto_box_SEALBYTES)

G_STATIC_ASSERT (TC_SEAL_HEAD_SIZE == BOX_SIZE + crypto_secretstream_xchacha20poly1305_HEADERBYTES);
G_STATIC_ASSERT (TC_SEAL_RECORD_MORE == crypto_secretstream_xchacha20poly1305_ABYTES);

struct _TcSeal {
  crypto_secretstream_xchacha20poly1305_state state;
};

TcSeal *
tc_seal_new (const TcPublicKey *to, guint8 *head)
{
  guint8 key[crypto_secretstream_xchacha20poly1305_KEYBYTES];
  guint8 box_key[crypto_box_PUBLICKEYBYTES];
  TcSeal *seal;

  if (crypto_sign_ed25519_pk_to_curve25519 (box_key, to->bytes) != 0)
    return NULL;
  seal = g_new0 (TcSeal, 1);
  crypto_secretstream_xchacha20poly1305_keygen (key);
  crypto_secretstream_xchacha20poly1305_init_push (&seal->state, head + BOX_SIZE, key);
  crypto_box_seal (head, key, sizeof key, box_key);
  sodium_memzero (key, sizeof key);
  return seal;
}

static gboolean
open_box (const TcKey *key, const guint8 *box, guint8 *stream_key)
{
  guint8 seed[TC_KEY_SEED_SIZE];
  guint8 public[crypto_sign_PUBLICKEYBYTES], secret[crypto_sign_SECRETKEYBYTES];
  guint8 box_public[crypto_box_PUBLICKEYBYTES], box_secret[crypto_box_SECRETKEYBYTES];
  gboolean ok;

  tc_key_copy_seed (key, seed);
  crypto_sign_seed_keypair (public, secret, seed);
  ok = crypto_sign_ed25519_pk_to_curve25519 (box_public, public) == 0 &&
       crypto_sign_ed25519_sk_to_curve25519 (box_secret, secret) == 0 &&
       crypto_box_seal_open (stream_key, box, BOX_SIZE, box_public, box_secret) == 0;
  sodium_memzero (seed, sizeof seed);
  sodium_memzero (secret, sizeof secret);
  sodium_memzero (box_secret, sizeof box_secret);
  return ok;
}

TcSeal *
tc_seal_open (const TcKey *key, const guint8 *head)
{
  g_autoptr (TcSeal) seal = g_new0 (TcSeal, 1);
  guint8 stream_key[crypto_secretstream_xchacha20poly1305_KEYBYTES];
  gboolean ok = open_box (key, head, stream_key) &&
                crypto_secretstream_xchacha20poly1305_init_pull (&seal->state, head + BOX_SIZE,
                                                                 stream_key) == 0;

  sodium_memzero (stream_key, sizeof stream_key);
  return ok ? g_steal_pointer (&seal) : NULL;
}

void
tc_seal_free (TcSeal *seal)
{
  if (!seal)
    return;
  sodium_memzero (seal, sizeof *seal);
  g_free (seal);
}

GBytes *
tc_seal_push (TcSeal *seal, gconstpointer data, gsize size, gboolean last)
{
  guint8 *record = g_malloc (size + TC_SEAL_RECORD_MORE);

  crypto_secretstream_xchacha20poly1305_push (&seal->state, record, NULL, data, size, NULL, 0,
                                              last ? crypto_secretstream_xchacha20poly1305_TAG_FINAL
                                                   : 0);
  return g_bytes_new_take (record, size + TC_SEAL_RECORD_MORE);
}

GBytes *
tc_seal_pull (TcSeal *seal, gconstpointer record, gsize size, gboolean *last)
{
  g_autofree guint8 *data = NULL;
  guint8 tag = 0;

  if (size < TC_SEAL_RECORD_MORE)
    return NULL;
  data = g_malloc (size);
  if (crypto_secretstream_xchacha20poly1305_pull (&seal->state, data, NULL, &tag, record, size,
                                                  NULL, 0) != 0)
    return NULL;
  *last = tag == crypto_secretstream_xchacha20poly1305_TAG_FINAL;
  return g_bytes_new_take (g_steal_pointer (&data), size - TC_SEAL_RECORD_MORE);
}
