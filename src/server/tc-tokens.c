/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Bearer tokens; see the header. Looked up by their hash: how long that takes tells nothing about
 * the token.
 */
#include "tc-tokens.h"

#include "tc-digest.h"

#include <string.h>

typedef struct {
  guint16 replica;
  gint64 until_us;
} Token;

struct _TcTokens {
  GHashTable *by_hash; /* (owned) (element-type utf8 Token) */
};

TcTokens *
tc_tokens_new (void)
{
  TcTokens *self = g_new0 (TcTokens, 1);

  self->by_hash = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return self;
}

void
tc_tokens_free (TcTokens *self)
{
  g_hash_table_unref (self->by_hash);
  g_free (self);
}

static char *
hash_token (const char *token)
{
  TcHasher hasher;
  TcDigest digest;

  tc_hasher_init (&hasher, "toancanh http token");
  tc_hasher_add_blob (&hasher, token, strlen (token));
  digest = tc_hasher_end (&hasher);
  return tc_digest_to_hex (&digest);
}

/* Drops what is over, and the desk's oldest if it has as many as it may. */
static void
make_room (TcTokens *self, guint16 replica, gint64 now_us)
{
  const char *oldest = NULL;
  gint64 oldest_us = G_MAXINT64;
  guint count = 0;
  GHashTableIter iter;
  gpointer key, value;

  g_hash_table_iter_init (&iter, self->by_hash);
  while (g_hash_table_iter_next (&iter, &key, &value)) {
    Token *token = value;

    if (token->until_us <= now_us) {
      g_hash_table_iter_remove (&iter);
      continue;
    }
    if (token->replica != replica)
      continue;
    count++;
    if (token->until_us < oldest_us) {
      oldest_us = token->until_us;
      oldest = key;
    }
  }
  if (count >= TC_TOKENS_PER_DESK)
    g_hash_table_remove (self->by_hash, oldest);
}

char *
tc_tokens_make (TcTokens *self, guint16 replica, gint64 now_us)
{
  Token *token = g_new (Token, 1);
  TcDigest random;
  char *text;

  make_room (self, replica, now_us);
  tc_random_bytes (random.bytes, sizeof random.bytes);
  text = tc_digest_to_hex (&random);
  token->replica = replica;
  token->until_us = now_us + TC_TOKEN_VALID_US;
  g_hash_table_replace (self->by_hash, hash_token (text), token);
  return text;
}

guint16
tc_tokens_check (TcTokens *self, const char *text, gint64 now_us)
{
  g_autofree char *hash = text ? hash_token (text) : NULL;
  const Token *token = hash ? g_hash_table_lookup (self->by_hash, hash) : NULL;

  return token && token->until_us > now_us ? token->replica : 0;
}

void
tc_tokens_revoke (TcTokens *self, guint16 replica)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->by_hash);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    if (((Token *) value)->replica == replica)
      g_hash_table_iter_remove (&iter);
}
