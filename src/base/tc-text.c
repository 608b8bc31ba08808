/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Text from outside; see the header.
 */
#include "tc-text.h"

#include <string.h>

typedef enum {
  KEEP,
  SPACE, /* becomes U+0020 */
  BREAK, /* becomes "\n", in a line a space */
  DROP,
} Treatment;

static gboolean
is_space (gunichar c)
{
  return c == '\t' || c == 0x00a0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200a) || c == 0x202f ||
         c == 0x205f || c == 0x3000;
}

/* Invisible, or changing the direction of what stands beside it. The joiners U+200C and U+200D
 * stay: emoji and several scripts need them. */
static gboolean
is_hidden (gunichar c)
{
  return c == 0x00ad || c == 0x061c || c == 0x180e || c == 0x200b || c == 0x200e || c == 0x200f ||
         (c >= 0x202a && c <= 0x202e) || (c >= 0x2060 && c <= 0x206f) || c == 0xfeff ||
         (c >= 0xfff9 && c <= 0xfffb) || (c >= 0xe0000 && c <= 0xe007f) ||
         (c >= 0xfdd0 && c <= 0xfdef) || (c & 0xfffe) == 0xfffe;
}

static Treatment
judge (gunichar c)
{
  if (c == '\n' || c == '\v' || c == '\f' || c == '\r' || c == 0x0085 || c == 0x2028 || c == 0x2029)
    return BREAK;
  if (is_space (c))
    return SPACE;
  if (c < 0x20 || (c >= 0x7f && c < 0xa0) || is_hidden (c))
    return DROP;
  return KEEP;
}

/* Characters that are NFC wherever they stand; the rest is compared the slow way. */
static gboolean
is_plainly_nfc (gunichar c)
{
  return c < 0x0300 || (c >= 0x1e00 && c < 0x1f00) || (c >= 0x2010 && c < 0x2028);
}

static gboolean
is_nfc (const char *text)
{
  const char *at = text;

  while (*at && is_plainly_nfc (g_utf8_get_char (at)))
    at = g_utf8_next_char (at);
  if (!*at)
    return TRUE;
  g_autofree char *composed = g_utf8_normalize (text, -1, G_NORMALIZE_NFC);
  return composed && strcmp (composed, text) == 0;
}

static gboolean
is_edge (char c)
{
  return c == ' ' || c == '\n';
}

gboolean
tc_text_is_clean (const char *text, TcTextForm form, gsize max_chars)
{
  gsize size = strlen (text);
  gsize chars = 0;

  if (!g_utf8_validate_len (text, size, NULL))
    return FALSE;
  if (size && (is_edge (text[0]) || is_edge (text[size - 1])))
    return FALSE;
  for (const char *at = text; *at; at = g_utf8_next_char (at)) {
    if (++chars > max_chars)
      return FALSE;
    if (judge (g_utf8_get_char (at)) != KEEP && !(*at == '\n' && form == TC_TEXT_PARAGRAPH))
      return FALSE;
  }
  return is_nfc (text);
}

static void
append_clean (GString *out, const char **at, TcTextForm form)
{
  gunichar c = g_utf8_get_char (*at);

  switch (judge (c)) {
  case BREAK:
    if (c == '\r' && (*at)[1] == '\n')
      (*at)++;
    g_string_append_c (out, form == TC_TEXT_PARAGRAPH ? '\n' : ' ');
    break;
  case SPACE:
    g_string_append_c (out, ' ');
    break;
  case KEEP:
    g_string_append_unichar (out, c);
    break;
  case DROP:
    break;
  }
  *at = g_utf8_next_char (*at);
}

char *
tc_text_clean (const char *text, TcTextForm form, gsize max_chars)
{
  if (!g_utf8_validate (text, -1, NULL))
    return NULL;
  g_autoptr (GString) kept = g_string_sized_new (strlen (text));
  for (const char *at = text; *at;)
    append_clean (kept, &at, form);
  /* What was dropped may have stood between a letter and its mark, so NFC comes after. */
  g_autofree char *composed = g_utf8_normalize (kept->str, -1, G_NORMALIZE_NFC);
  gsize end = strlen (composed);
  gsize start = 0;
  while (end > start && is_edge (composed[end - 1]))
    end--;
  while (start < end && is_edge (composed[start]))
    start++;
  composed[end] = '\0';
  if ((gsize) g_utf8_strlen (composed + start, -1) > max_chars)
    return NULL;
  return g_strdup (composed + start);
}
