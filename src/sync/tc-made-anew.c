/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is made anew; see the header. No nonce by chance begins like that.
 */
#include "tc-made-anew.h"

#include <string.h>

static const guint8 mark[] = {'m', 'a', 'd', 'e', 'a', 'n', 'e', 'w'};

void
tc_made_anew_mark (guint8 *nonce, const TcOperation *old)
{
  G_STATIC_ASSERT (sizeof mark < TC_NONCE_SIZE && TC_NONCE_SIZE - sizeof mark <= TC_DIGEST_SIZE);
  /* Made of what the first one was made of, however often. */
  if (tc_made_anew_is (old)) {
    memcpy (nonce, old->head.nonce, TC_NONCE_SIZE);
    return;
  }
  memcpy (nonce, mark, sizeof mark);
  memcpy (nonce + sizeof mark, old->hash.bytes, TC_NONCE_SIZE - sizeof mark);
}

gboolean
tc_made_anew_is (const TcOperation *op)
{
  return memcmp (op->head.nonce, mark, sizeof mark) == 0;
}
