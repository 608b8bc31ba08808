/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Fuzz target: any bytes in any encoding are refused in words, or give UTF-8 without a NUL inside.
 */
#include "tc-encoding.h"

#include <string.h>

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  static const char *const encodings[] = {NULL, "utf-8", "utf-16", "windows-1258", "tcvn3"};

  for (guint i = 0; i < G_N_ELEMENTS (encodings); i++) {
    g_autoptr (GError) error = NULL;
    gsize length = size;
    g_autofree char *text = tc_encoding_decode ("f", (const char *) data, encodings[i], &length,
                                                &error);

    g_assert_true ((text != NULL) == (error == NULL));
    if (!text) {
      g_assert_true (g_str_has_prefix (error->message, "f:"));
      continue;
    }
    g_assert_cmpuint (strlen (text), ==, length);
    g_assert_true (g_utf8_validate (text, (gssize) length, NULL));
  }
  return 0;
}
