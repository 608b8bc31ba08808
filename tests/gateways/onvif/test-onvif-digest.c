/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: challenges as devices write them are answered as RFC 7616 says, the better algorithm first,
 * and nothing of a challenge gets out of its quotes.
 * Method: the examples of RFC 7616 (3.9.1) and RFC 2617 (3.5), and a table of challenges.
 */
#include "tc-onvif-digest.h"

#include <string.h>

/* Both stand in one answer there; the better one is to be taken. */
#define RFC_MD5                                                                                    \
  "Digest realm=\"http-auth@example.org\", qop=\"auth, auth-int\", algorithm=MD5, "                \
  "nonce=\"7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v\", "                                       \
  "opaque=\"FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\""
#define RFC_SHA256                                                                                 \
  "Digest realm=\"http-auth@example.org\", qop=\"auth, auth-int\", algorithm=SHA-256, "            \
  "nonce=\"7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v\", "                                       \
  "opaque=\"FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\""

static TcOnvifDigest *
read_one (const char *header)
{
  const char *headers[] = {header, NULL};

  return tc_onvif_digest_new (headers);
}

static void
check_rfc (const char *const *headers, const char *response)
{
  g_autoptr (TcOnvifDigest) digest = tc_onvif_digest_new (headers);
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;

  g_assert_nonnull (digest);
  first = tc_onvif_digest_answer (digest, "GET", "/dir/index.html", "Mufasa", "Circle of Life",
                                  "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ");
  g_assert_nonnull (strstr (first, response));
  g_assert_nonnull (strstr (first, "nc=00000001"));
  g_assert_nonnull (strstr (first, "uri=\"/dir/index.html\""));
  g_assert_nonnull (strstr (first, "opaque=\"FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\""));
  g_assert_null (strstr (first, "Circle of Life"));
  second = tc_onvif_digest_answer (digest, "GET", "/dir/index.html", "Mufasa", "Circle of Life",
                                   "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ");
  g_assert_nonnull (strstr (second, "nc=00000002"));
  g_assert_null (strstr (second, response));
}

static void
test_rfc_7616 (void)
{
  static const char *const md5[] = {RFC_MD5, NULL};
  static const char *const both[] = {RFC_MD5, RFC_SHA256, NULL};
  static const char *const one_line[] = {RFC_SHA256 ", " RFC_MD5, NULL};

  check_rfc (md5, "response=\"8ca523f5e9506fed4657c9700eebdbec\"");
  check_rfc (both, "response=\"753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1\"");
  check_rfc (one_line,
             "response=\"753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1\"");
}

static void
test_rfc_2617 (void)
{
  g_autoptr (TcOnvifDigest)
      digest = read_one ("Digest\trealm=\"testrealm@host.com\", qop=\"auth,auth-int\", "
                         "nonce=\"dcd98b7102dd2f0e8b11d0f600bfb0c093\"");
  g_autofree char *answer = tc_onvif_digest_answer (digest, "GET", "/dir/index.html", "Mufasa",
                                                    "Circle Of Life", "0a4f113b");

  g_assert_nonnull (strstr (answer, "response=\"6629fae49393a05397450978507c4ef1\""));
  g_assert_null (strstr (answer, "algorithm"));
}

/* Without qop: no count and no cnonce. */
static void
test_old (void)
{
  g_autoptr (TcOnvifDigest) digest = read_one ("Digest realm=\"r\",nonce=n");
  g_autofree char *answer = tc_onvif_digest_answer (digest, "POST", "/", "u", "p", "c");
  g_autofree char *a1 = g_compute_checksum_for_string (G_CHECKSUM_MD5, "u:r:p", -1);
  g_autofree char *a2 = g_compute_checksum_for_string (G_CHECKSUM_MD5, "POST:/", -1);
  g_autofree char *whole = g_strdup_printf ("%s:n:%s", a1, a2);
  g_autofree char *hash = g_compute_checksum_for_string (G_CHECKSUM_MD5, whole, -1);

  g_assert_nonnull (strstr (answer, hash));
  g_assert_null (strstr (answer, "nc="));
  g_assert_null (strstr (answer, "cnonce"));
}

static void
test_session (void)
{
  g_autoptr (TcOnvifDigest)
      digest = read_one ("Digest realm=\"r\", nonce=\"n\", algorithm=md5-sess, qop=auth");
  g_autofree char *answer = tc_onvif_digest_answer (digest, "POST", "/", "u", "p", "c");
  g_autofree char *plain = g_compute_checksum_for_string (G_CHECKSUM_MD5, "u:r:p", -1);
  g_autofree char *joined = g_strdup_printf ("%s:n:c", plain);
  g_autofree char *a1 = g_compute_checksum_for_string (G_CHECKSUM_MD5, joined, -1);
  g_autofree char *a2 = g_compute_checksum_for_string (G_CHECKSUM_MD5, "POST:/", -1);
  g_autofree char *whole = g_strdup_printf ("%s:n:00000001:c:auth:%s", a1, a2);
  g_autofree char *hash = g_compute_checksum_for_string (G_CHECKSUM_MD5, whole, -1);
  g_autofree char *second = tc_onvif_digest_answer (digest, "POST", "/", "u", "p", "d");
  g_autofree char *more = g_strdup_printf ("%s:n:00000002:d:auth:%s", a1, a2);
  g_autofree char *more_hash = g_compute_checksum_for_string (G_CHECKSUM_MD5, more, -1);

  g_assert_nonnull (strstr (answer, hash));
  g_assert_nonnull (strstr (answer, "algorithm=MD5-sess"));
  /* The session is of its first answer; each answer has a cnonce of its own. */
  g_assert_nonnull (strstr (second, more_hash));
  g_assert_nonnull (strstr (second, "cnonce=\"d\""));
}

static void
test_challenges (void)
{
  static const struct {
    const char *header;
    const char *part; /* of the answer; NULL: it can't be answered */
  } cases[] = {
      {"digest REALM=r, NONCE=n", "realm=\"r\""},
      {"Digest realm = \"r\" , nonce = \"n\"", "nonce=\"n\""},
      {"Basic realm=\"b\", Digest realm=\"r\", nonce=\"n\"", "realm=\"r\""},
      {"Digest realm=\"r\", nonce=\"n\", Basic realm=\"b\"", "realm=\"r\""},
      {"Negotiate, Digest realm=\"r\", nonce=\"n\"", "realm=\"r\""},
      {"Digest realm=\"r\\\"x\", nonce=\"n\"", "realm=\"r\\\"x\""},
      {"Digest realm=\"r\", nonce=\"n\", domain=\"/a, /b\", charset=UTF-8", "realm=\"r\""},
      {"Digest realm=\"r\", nonce=\"n\", algorithm=SHA-512-256, Digest realm=\"s\", nonce=\"m\"",
       "realm=\"s\""},
      {"Digest realm=\"\", nonce=\"n\"", "realm=\"\""},
      {"Basic realm=\"r\"", NULL},
      {"Bearer", NULL},
      {"", NULL},
      {"Digest", NULL},
      {"Digest realm=\"r\"", NULL},
      {"Digest nonce=\"n\"", NULL},
      {"Digest realm=\"r\", nonce=\"\"", NULL},
      {"Digest realm=\"r\", nonce=\"n", "nonce=\"n\""},
      {"Digest realm=\"r\", nonce=\"n\", qop=\"auth-int\"", NULL},
      {"Digest realm=\"r\", nonce=\"n\", algorithm=TOKEN", NULL},
      {"Digest realm=\"r\", nonce=\"n\r\nX: y\"", NULL},
      {"realm=\"r\", nonce=\"n\"", NULL},
      {"=,=,\"\"\"=", NULL},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (TcOnvifDigest) digest = read_one (cases[i].header);
    g_autofree char *answer = digest ? tc_onvif_digest_answer (digest, "POST", "/", "u", "p", "c")
                                     : NULL;

    g_test_message ("%s", cases[i].header);
    g_assert_cmpint (digest != NULL, ==, cases[i].part != NULL);
    if (answer)
      g_assert_nonnull (strstr (answer, cases[i].part));
  }
}

static void
test_limits (void)
{
  g_autofree char *filling = g_strnfill (TC_ONVIF_CHALLENGE_BYTES_MAX, 'x');
  g_autofree char *longer = g_strdup_printf ("Digest realm=\"%s\", nonce=\"n\"", filling);

  g_assert_null (read_one (longer));
  g_assert_null (tc_onvif_digest_new (NULL));
}

static void
test_stale (void)
{
  g_autoptr (TcOnvifDigest) stale = read_one ("Digest realm=r, nonce=n, stale=TRUE");
  g_autoptr (TcOnvifDigest) fresh = read_one ("Digest realm=r, nonce=n, stale=\"false\"");

  g_assert_true (tc_onvif_digest_is_stale (stale));
  g_assert_false (tc_onvif_digest_is_stale (fresh));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/onvif/digest/rfc-7616", test_rfc_7616);
  g_test_add_func ("/onvif/digest/rfc-2617", test_rfc_2617);
  g_test_add_func ("/onvif/digest/old", test_old);
  g_test_add_func ("/onvif/digest/session", test_session);
  g_test_add_func ("/onvif/digest/challenges", test_challenges);
  g_test_add_func ("/onvif/digest/limits", test_limits);
  g_test_add_func ("/onvif/digest/stale", test_stale);
  return g_test_run ();
}
