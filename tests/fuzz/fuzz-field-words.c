/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The words of a report as a field is learnt by them: few, short, each once, of whatever bytes; and
 * each is found again in the text that it is from, or passed over.
 */
#include "tc-field-words.h"

#include <string.h>

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);
  g_autoptr (GPtrArray) words = tc_field_words (text);
  g_autoptr (GHashTable) known = g_hash_table_new (g_str_hash, g_str_equal);
  g_autofree char *shown = tc_field_words_show (words, text);

  g_assert_cmpuint (words->len, <, 2 * TC_FIELD_SYLLABLES_MAX);
  for (guint i = 0; i < words->len; i++) {
    const char *word = g_ptr_array_index (words, i);
    g_assert_true (*word && g_utf8_validate (word, -1, NULL) && !strpbrk (word, "0123456789,"));
    g_assert_true (g_hash_table_add (known, (gpointer) word));
  }
  g_assert_true (!shown || g_utf8_validate (shown, -1, NULL));
  return 0;
}
