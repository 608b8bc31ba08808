/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Fuzz target: what toancanhctl reads of proofs that came from elsewhere: the lines of a bundle,
 * and a file with posted links. Whatever it is, it is either right or an error with words.
 */
#include "tc-audit-posted.h"
#include "tc-bundle-check.h"
#include "tc-digest.h"

#include <string.h>

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static void
check_bundle (const char *text)
{
  g_autoptr (TcBundleCheck) check = tc_bundle_check_new (NULL, NULL, NULL);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; lines[i]; i++) {
    gboolean fine = tc_bundle_check_line (check, lines[i], strlen (lines[i]), &error);

    g_assert_true (fine == (error == NULL));
    if (!fine)
      return;
  }
  const TcBundleFacts *facts = tc_bundle_check_end (check, &error);
  g_assert_true ((facts != NULL) == (error == NULL));
}

static void
read_posted (const char *text, gsize size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) posted = tc_audit_posted_parse (text, size, "it", &error);

  g_assert_true ((posted != NULL) == (error == NULL));
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);

  tc_crypto_init ();
  check_bundle (text);
  read_posted (text, strlen (text));
  return 0;
}
