/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The words of a text; see the header.
 */
#include "tc-field-words.h"

#include "tc-fold.h"

#include <string.h>

/* What separates words, beside the blank: no pair goes over it. */
#define ENDS "\n\r\t,;:!?()\"“”«»…\357\277\275" /* the last stands for what is no UTF-8 */
/* Longer ones are addresses of the web and the like. */
#define SYLLABLE_BYTES_MAX 24

gboolean
tc_field_word_is_pair (const char *word)
{
  return strchr (word, ' ') != NULL;
}

static void
take (GPtrArray *words, GHashTable *known, char *word)
{
  if (!g_hash_table_add (known, word))
    return;
  g_ptr_array_add (words, g_strdup (word));
}

static gboolean
is_syllable (const char *word)
{
  return strlen (word) <= SYLLABLE_BYTES_MAX && !strpbrk (word, "0123456789");
}

/* Of one part between commas. Returns how many syllables it had. */
static guint
add_part (GPtrArray *words, GHashTable *known, const char *part, guint limit)
{
  g_auto (GStrv) syllables = tc_fold_words (part);
  const char *before = NULL;
  guint n = 0;

  for (guint i = 0; syllables[i] && n < limit; i++) {
    if (!is_syllable (syllables[i])) {
      before = NULL;
      continue;
    }
    take (words, known, g_strdup (syllables[i]));
    if (before)
      take (words, known, g_strconcat (before, " ", syllables[i], NULL));
    before = syllables[i];
    n++;
  }
  return n;
}

/* The next part of @text, which goes on behind it. (transfer full) (nullable) */
static char *
next_part (const char **text)
{
  const char *at = *text;
  char *part;

  if (!*at)
    return NULL;
  while (*at && !g_utf8_strchr (ENDS, -1, g_utf8_get_char (at)))
    at = g_utf8_next_char (at);
  part = g_strndup (*text, (gsize) (at - *text));
  *text = *at ? g_utf8_next_char (at) : at;
  return part;
}

GPtrArray *
tc_field_words (const char *text)
{
  GPtrArray *words = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GHashTable) known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  const char *at = valid;
  guint left = TC_FIELD_SYLLABLES_MAX;
  char *part;

  while (left > 0 && (part = next_part (&at))) {
    left -= add_part (words, known, part, left);
    g_free (part);
  }
  return words;
}

/* ---- showing ---- */

/* Takes it out of @words. */
static gboolean
take_out (GPtrArray *words, const char *word)
{
  guint at;

  if (!g_ptr_array_find_with_equal_func (words, word, g_str_equal, &at))
    return FALSE;
  g_ptr_array_remove_index_fast (words, at);
  return TRUE;
}

char *
tc_field_words_show (GPtrArray *words, const char *text)
{
  g_autoptr (GString) shown = g_string_new (NULL);
  g_autoptr (GPtrArray) left = g_ptr_array_new ();
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  g_auto (GStrv) tokens = g_strsplit_set (valid, " \n\r\t,;:.!?()\"", -1);
  g_autofree char *before = g_strdup ("");
  const char *before_token = "";

  for (guint i = 0; i < words->len; i++)
    g_ptr_array_add (left, g_ptr_array_index (words, i));
  for (guint i = 0; tokens[i] && left->len > 0; i++) {
    g_autofree char *folded = tc_fold (tokens[i]);
    g_autofree char *pair = g_strconcat (before, " ", folded, NULL);
    if (!*folded)
      continue;
    if (take_out (left, pair))
      g_string_append_printf (shown, "%s%s %s", shown->len ? ", " : "", before_token, tokens[i]);
    else if (take_out (left, folded))
      g_string_append_printf (shown, "%s%s", shown->len ? ", " : "", tokens[i]);
    g_free (before);
    before = g_steal_pointer (&folded);
    before_token = tokens[i];
  }
  return shown->len ? g_string_free (g_steal_pointer (&shown), FALSE) : NULL;
}
