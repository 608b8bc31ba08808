/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Frames and the chain over them; see tc-line-message.h.
 */
#include "tc-line-message.h"

#define LINK_DOMAIN "toancanh link signature 1"

static void
clear_body (gpointer data)
{
  g_clear_pointer (&((TcScopeBody *) data)->body, g_bytes_unref);
}

TcFrame *
tc_frame_new (void)
{
  TcFrame *frame = g_new0 (TcFrame, 1);

  frame->hashes = g_array_new (FALSE, FALSE, sizeof (TcScopeHash));
  frame->bodies = g_array_new (FALSE, FALSE, sizeof (TcScopeBody));
  g_array_set_clear_func (frame->bodies, clear_body);
  return frame;
}

void
tc_frame_free (TcFrame *frame)
{
  if (!frame)
    return;
  g_array_unref (frame->hashes);
  g_array_unref (frame->bodies);
  g_free (frame);
}

TcDigest
tc_frame_section_hash (gint64 scope, GBytes *body)
{
  TcHasher hasher;
  gsize size;
  gconstpointer data = g_bytes_get_data (body, &size);

  tc_hasher_init (&hasher, "toancanh section 1");
  tc_hasher_add_int (&hasher, scope);
  tc_hasher_add_blob (&hasher, data, size);
  return tc_hasher_end (&hasher);
}

TcDigest
tc_frame_next_link (const TcDigest *before, const TcFrame *frame)
{
  TcHasher hasher;

  tc_hasher_init (&hasher, "toancanh link 1");
  tc_hasher_add (&hasher, before->bytes, TC_DIGEST_SIZE);
  tc_hasher_add_int (&hasher, frame->first_lsn);
  tc_hasher_add_int (&hasher, frame->last_lsn);
  tc_hasher_add_int (&hasher, frame->time_us);
  tc_hasher_add (&hasher, frame->ops_root.bytes, TC_DIGEST_SIZE);
  tc_hasher_add_int (&hasher, frame->hashes->len);
  for (guint i = 0; i < frame->hashes->len; i++) {
    const TcScopeHash *hash = &g_array_index (frame->hashes, TcScopeHash, i);

    tc_hasher_add_int (&hasher, hash->scope);
    tc_hasher_add (&hasher, hash->hash.bytes, TC_DIGEST_SIZE);
  }
  return tc_hasher_end (&hasher);
}

void
tc_frame_sign (TcFrame *frame, const TcKey *key)
{
  frame->signature = tc_key_sign (key, LINK_DOMAIN, frame->link.bytes, TC_DIGEST_SIZE);
}

gboolean
tc_frame_verify (const TcFrame *frame, const TcPublicKey *key)
{
  return tc_key_verify (key, LINK_DOMAIN, frame->link.bytes, TC_DIGEST_SIZE, &frame->signature);
}
