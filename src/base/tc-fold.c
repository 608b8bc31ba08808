/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Folding; see the header. A letter folds by a table of one character each, generated once from
 * the Unicode data (decomposition without its marks, small) and kept as text; digits stand for what
 * folds to two letters, a point for what stays as it is.
 */
#include "tc-fold.h"

#include <string.h>

#define FIRST_START 0x00c0
#define FIRST_END 0x0250
#define SECOND_START 0x1e00
#define SECOND_END 0x1f00

static const char first_table[] = "aaaaaa1ceeeeiiiidnooooo.ouuuuy52" /* U+00C0 */
                                  "aaaaaa1ceeeeiiiidnooooo.ouuuuy5y" /* U+00E0 */
                                  "aaaaaaccccccccddddeeeeeeeeeegggg" /* U+0100 */
                                  "gggghhhhiiiiiiiiii44jjkkklllllll" /* U+0120 */
                                  "lllnnnnnnnnnoooooo33rrrrrrssssss" /* U+0140 */
                                  "ssttttttuuuuuuuuuuuuwwyyyzzzzzzs" /* U+0160 */
                                  "................................" /* U+0180 */
                                  "oo.............uu..............." /* U+01A0 */
                                  ".............aaiioouuuuuuuuuu.aa" /* U+01C0 */
                                  "aa11..ggkkoooo..j...gg..nnaa11oo" /* U+01E0 */
                                  "aaaaeeeeiiiioooorrrruuuusstt..hh" /* U+0200 */
                                  "......aaeeooooooooyy............" /* U+0220 */
                                  "................";                /* U+0240 */

static const char second_table[] = "aabbbbbbccddddddddddeeeeeeeeeeff"  /* U+1E00 */
                                   "gghhhhhhhhhhiiiikkkkkkllllllllmm"  /* U+1E20 */
                                   "mmmmnnnnnnnnoooooooopppprrrrrrrr"  /* U+1E40 */
                                   "ssssssssssttttttttuuuuuuuuuuvvvv"  /* U+1E60 */
                                   "wwwwwwwwwwxxxxyyzzzzzzhtwyas..2."  /* U+1E80 */
                                   "aaaaaaaaaaaaaaaaaaaaaaaaeeeeeeee"  /* U+1EA0 */
                                   "eeeeeeeeiiiioooooooooooooooooooo"  /* U+1EC0 */
                                   "oooouuuuuuuuuuuuuuyyyyyyyy......"; /* U+1EE0 */

G_STATIC_ASSERT (sizeof first_table == FIRST_END - FIRST_START + 1);
G_STATIC_ASSERT (sizeof second_table == SECOND_END - SECOND_START + 1);

/* For the digits 1 to 5 of the tables. */
static const char *const pairs[] = {"ae", "ss", "oe", "ij", "th"};

/* When a short form stands for its words. */
typedef enum {
  SHORT_ALWAYS = 0,
  SHORT_DOT = 1 << 0,    /* before a full stop: "H. Châu Thành A" */
  SHORT_NUMBER = 1 << 1, /* before a number, close or apart: "P5", "ĐT 931" */
} ShortRule;

static const struct {
  const char *letters; /* folded */
  ShortRule rule;
  const char *words;
} short_forms[] = {
    {"p", SHORT_DOT | SHORT_NUMBER, "phường"},
    {"q", SHORT_DOT | SHORT_NUMBER, "quận"},
    {"h", SHORT_DOT, "huyện"},
    {"x", SHORT_DOT, "xã"},
    {"d", SHORT_DOT, "đường"},
    {"tp", SHORT_ALWAYS, "thành phố"},
    {"tx", SHORT_ALWAYS, "thị xã"},
    {"tt", SHORT_ALWAYS, "thị trấn"},
    {"kv", SHORT_ALWAYS, "khu vực"},
    {"tdp", SHORT_ALWAYS, "tổ dân phố"},
    {"kdc", SHORT_ALWAYS, "khu dân cư"},
    {"kcn", SHORT_ALWAYS, "khu công nghiệp"},
    {"ubnd", SHORT_ALWAYS, "ủy ban nhân dân"},
    {"bv", SHORT_ALWAYS, "bệnh viện"},
    {"ql", SHORT_ALWAYS, "quốc lộ"},
    {"dl", SHORT_ALWAYS, "đại lộ"},
    {"dt", SHORT_NUMBER, "đường tỉnh"},
    {"tl", SHORT_NUMBER, "đường tỉnh"},
    {"dh", SHORT_NUMBER, "đường huyện"},
    {"hl", SHORT_NUMBER, "hương lộ"},
    {"ct", SHORT_NUMBER, "cao tốc"},
};

static gboolean
is_mark (gunichar c)
{
  return (c >= 0x0300 && c <= 0x036f) || (c >= 0x1ab0 && c <= 0x1aff) ||
         (c >= 0x1dc0 && c <= 0x1dff) || (c >= 0x20d0 && c <= 0x20ff) ||
         (c >= 0xfe00 && c <= 0xfe0f) || (c >= 0xfe20 && c <= 0xfe2f);
}

static gboolean
is_tone (gunichar c)
{
  return c == 0x0300 || c == 0x0301 || c == 0x0303 || c == 0x0309 || c == 0x0323;
}

/* Letters and digits of any script; what isn't separates words. */
static gboolean
is_word (gunichar c)
{
  if (c < 0x80)
    return g_ascii_isalnum ((char) c);
  return c >= FIRST_START && c != 0x00d7 && c != 0x00f7 && !(c >= 0x2000 && c <= 0x2bff) &&
         !(c >= 0x3000 && c <= 0x303f);
}

static void
append_folded (GString *out, gunichar c)
{
  char folded = '.';

  if (c >= 'A' && c <= 'Z')
    c += 'a' - 'A';
  else if (c >= FIRST_START && c < FIRST_END)
    folded = first_table[c - FIRST_START];
  else if (c >= SECOND_START && c < SECOND_END)
    folded = second_table[c - SECOND_START];
  if (folded == '.')
    g_string_append_unichar (out, c);
  else if (g_ascii_isdigit (folded))
    g_string_append (out, pairs[folded - '1']);
  else
    g_string_append_c (out, folded);
}

/* The next character, or FALSE at the end; bytes that are none are passed over. */
static gboolean
next_char (const char **at, gunichar *c)
{
  while (**at) {
    *c = g_utf8_get_char_validated (*at, -1);
    if (*c < 0x110000) {
      *at = g_utf8_next_char (*at);
      return TRUE;
    }
    (*at)++;
  }
  return FALSE;
}

char *
tc_fold (const char *text)
{
  GString *out = g_string_sized_new (strlen (text));
  gunichar c;

  while (next_char (&text, &c))
    if (!is_mark (c))
      append_folded (out, c);
  return g_string_free (out, FALSE);
}

/* A word as it was written, and what the short forms need to know of it. */
typedef struct {
  char *text;   /* (owned) */
  char *folded; /* (owned) */
  gboolean dot; /* a full stop follows at once */
} Word;

static void
clear_word (gpointer data)
{
  Word *word = data;

  g_free (word->text);
  g_free (word->folded);
}

static void
take_word (GArray *words, GString *text, gboolean dot)
{
  if (!text->len)
    return;
  Word word = {g_strdup (text->str), tc_fold (text->str), dot};
  if (*word.folded)
    g_array_append_val (words, word);
  else
    clear_word (&word);
  g_string_truncate (text, 0);
}

/* (element-type Word) */
static GArray *
split_words (const char *text)
{
  GArray *words = g_array_new (FALSE, FALSE, sizeof (Word));
  g_autoptr (GString) word = g_string_new (NULL);
  gunichar c;

  g_array_set_clear_func (words, clear_word);
  while (next_char (&text, &c)) {
    if (is_word (c) || is_mark (c))
      g_string_append_unichar (word, c);
    else
      take_word (words, word, c == '.');
  }
  take_word (words, word, FALSE);
  return words;
}

static gboolean
starts_with_digit (GArray *words, guint i)
{
  return i < words->len && g_ascii_isdigit (*g_array_index (words, Word, i).folded);
}

static void
add_split (GPtrArray *out, const char *words)
{
  char **parts = g_strsplit (words, " ", -1);

  for (char **part = parts; *part; part++)
    g_ptr_array_add (out, *part);
  g_free (parts);
}

/* Writes the words that the short form at @i stands for, and the number that clings to it. */
static gboolean
expand_short (GPtrArray *out, GArray *words, guint i)
{
  const Word *word = &g_array_index (words, Word, i);
  gsize letters = strcspn (word->folded, "0123456789");
  const char *number = word->folded + letters;
  gboolean counted = *number || starts_with_digit (words, i + 1);

  for (guint k = 0; k < G_N_ELEMENTS (short_forms); k++) {
    ShortRule rule = short_forms[k].rule;

    if (strlen (short_forms[k].letters) != letters ||
        strncmp (short_forms[k].letters, word->folded, letters) != 0)
      continue;
    if (rule != SHORT_ALWAYS && !((rule & SHORT_DOT) && word->dot) &&
        !((rule & SHORT_NUMBER) && counted))
      return FALSE;
    if (*number && !(rule & SHORT_NUMBER) && rule != SHORT_ALWAYS)
      return FALSE;
    add_split (out, short_forms[k].words);
    if (*number)
      g_ptr_array_add (out, g_strdup (number));
    return TRUE;
  }
  return FALSE;
}

/* The words written out, with their marks. */
static GPtrArray *
list_words (const char *text)
{
  g_autoptr (GArray) words = split_words (text);
  GPtrArray *out = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < words->len; i++) {
    Word *word = &g_array_index (words, Word, i);

    if (expand_short (out, words, i))
      continue;
    /* "tỉnh lộ 931" is the older name of "đường tỉnh 931". */
    if (strcmp (word->folded, "tinh") == 0 && starts_with_digit (words, i + 2) &&
        strcmp (word[1].folded, "lo") == 0) {
      add_split (out, "đường tỉnh");
      i++;
      continue;
    }
    g_ptr_array_add (out, g_steal_pointer (&word->text));
  }
  return out;
}

/* Small, decomposed, the tone last. Only equality counts here, so GLib's tables will do. */
static char *
accent_word (const char *word)
{
  g_autofree char *apart = g_utf8_normalize (word, -1, G_NORMALIZE_NFD);
  g_autoptr (GString) tones = g_string_new (NULL);
  GString *out = g_string_new (NULL);

  for (const char *at = apart; at && *at; at = g_utf8_next_char (at)) {
    gunichar c = g_utf8_get_char (at);
    g_string_append_unichar (is_tone (c) ? tones : out, g_unichar_tolower (c));
  }
  g_string_append (out, tones->str);
  return g_string_free (out, FALSE);
}

static char **
map_words (const char *text, char *(*map) (const char *) )
{
  g_autoptr (GPtrArray) words = list_words (text);
  char **out = g_new0 (char *, words->len + 1);

  for (guint i = 0; i < words->len; i++)
    out[i] = map (words->pdata[i]);
  return out;
}

char **
tc_fold_words (const char *text)
{
  return map_words (text, tc_fold);
}

char *
tc_fold_key (const char *text)
{
  g_auto (GStrv) words = tc_fold_words (text);

  return g_strjoinv (" ", words);
}

char **
tc_fold_accented_words (const char *text)
{
  return map_words (text, accent_word);
}
