/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Fuzz target: what a device tells outside of its answers: challenges of HTTP Digest, addresses.
 */
#include "tc-onvif-address.h"
#include "tc-onvif-digest.h"

#include <string.h>

#define N_KINDS (TC_ONVIF_ADDRESS_FOUND + 1)

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static void
check_challenge (const char *text)
{
  const char *headers[] = {text, NULL};
  g_autoptr (TcOnvifDigest) digest = tc_onvif_digest_new (headers);
  g_autofree char *answer = NULL;
  g_autoptr (TcOnvifDigest) again = NULL;

  if (!digest)
    return;
  answer = tc_onvif_digest_answer (digest, "POST", "/onvif", "user", "secret", "c0ffee");
  g_assert_true (g_str_has_prefix (answer, "Digest "));
  g_assert_null (strpbrk (answer, "\r\n"));
  /* Its quotes hold: what we answer reads as a challenge of the same realm and nonce. */
  headers[0] = answer;
  again = tc_onvif_digest_new (headers);
  g_assert_true (again || strlen (answer) > TC_ONVIF_CHALLENGE_BYTES_MAX);
}

static void
check_address (const char *text)
{
  static const char *const places[] = {"http://10.0.0.7:81/onvif/device_service",
                                       "https://[2001:db8::7]/onvif/device_service"};

  for (guint i = 0; i < N_KINDS * G_N_ELEMENTS (places); i++) {
    g_autoptr (GUri) reached = g_uri_parse (places[i / N_KINDS], G_URI_FLAGS_NONE, NULL);
    TcOnvifAddressKind kind = i % N_KINDS;
    g_autofree char *taken = tc_onvif_address_take (text, kind, reached);
    g_autoptr (GUri) uri = taken ? g_uri_parse (taken, G_URI_FLAGS_ENCODED, NULL) : NULL;
    g_autofree char *again = taken ? tc_onvif_address_take (taken, kind, reached) : NULL;

    if (!taken)
      continue;
    g_assert_true (uri && g_uri_get_host (uri));
    g_assert_null (g_uri_get_userinfo (uri));
    g_assert_cmpstr (taken, ==, again);
    g_assert_cmpint (g_ascii_strcasecmp (g_uri_get_host (uri), g_uri_get_host (reached)), ==, 0);
  }
}

static void
check_typed (const char *text)
{
  g_autoptr (GUri) uri = tc_onvif_address_read (text, NULL);

  if (uri)
    g_assert_true (*g_uri_get_host (uri) && *g_uri_get_path (uri) == '/');
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);

  check_challenge (text);
  check_address (text);
  check_typed (text);
  return 0;
}
