/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Fuzz target: what a client of a media host sends as its ticket, and what a server whose key was
 * stolen might sign. Text that isn't signed is never read; what is signed is read only if it is
 * what may be, and then it is the text that signing it gives.
 */
#include "tc-digest.h"
#include "tc-media-ticket.h"

#include <string.h>

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

#define DOMAIN "toancanh media ticket 1"

/* The input as the members of a ticket that the server signed. (transfer full) */
static char *
sign (const guint8 *data, gsize size, const TcKey *key)
{
  TcSignature signature = tc_key_sign (key, DOMAIN, data, size);
  g_autofree guint8 *both = g_malloc (size + TC_SIGNATURE_SIZE);
  char *text;

  memcpy (both, data, size);
  memcpy (both + size, signature.bytes, TC_SIGNATURE_SIZE);
  text = g_base64_encode (both, size + TC_SIGNATURE_SIZE);
  g_strdelimit (text, "+", '-');
  g_strdelimit (text, "/", '_');
  text[strcspn (text, "=")] = '\0';
  return text;
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  static TcKey *key;
  g_autofree char *text = g_strndup ((const char *) data, size);
  g_autofree char *signed_text = NULL;
  TcMediaTicket ticket;

  if (!key) {
    static const guint8 seed[TC_KEY_SEED_SIZE] = {7};

    tc_crypto_init ();
    key = tc_key_from_seed (seed);
  }
  g_assert_false (tc_media_ticket_read (&ticket, text, tc_key_get_public (key), NULL));
  signed_text = sign (data, MIN (size, 1024), key);
  if (tc_media_ticket_read (&ticket, signed_text, tc_key_get_public (key), NULL)) {
    g_autofree char *again = tc_media_ticket_sign (&ticket, key);
    TcMediaTicket same;

    g_assert_true (tc_media_ticket_is_valid (&ticket));
    g_assert_true (tc_media_ticket_read (&same, again, tc_key_get_public (key), NULL));
    g_assert_cmpint (same.camera_id, ==, ticket.camera_id);
  }
  return 0;
}
