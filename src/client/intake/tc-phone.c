/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Telephone numbers; see the header.
 */
#include "tc-phone.h"

#include <string.h>

#define COUNTRY "84"
#define DIGITS_MIN 3

char *
tc_phone_normalise (const char *text)
{
  g_autoptr (GString) digits = g_string_new (NULL);
  const char *at = text + strspn (text, " ");
  gboolean abroad = *at == '+';

  for (at += abroad; *at; at++) {
    if (g_ascii_isdigit (*at))
      g_string_append_c (digits, *at);
    else if (!strchr (" .-()/", *at))
      return NULL;
  }
  if (digits->len < DIGITS_MIN || digits->len > TC_PHONE_DIGITS_MAX)
    return NULL;
  if (!abroad && g_str_has_prefix (digits->str, "00")) {
    g_string_erase (digits, 0, 2);
    abroad = TRUE;
  }
  if (!abroad)
    return g_string_free (g_steal_pointer (&digits), FALSE);
  if (g_str_has_prefix (digits->str, COUNTRY)) {
    g_string_erase (digits, 0, strlen (COUNTRY));
    /* "+84 0912" is written too. */
    if (digits->str[0] != '0')
      g_string_prepend_c (digits, '0');
  } else {
    g_string_prepend_c (digits, '+');
  }
  return g_string_free (g_steal_pointer (&digits), FALSE);
}
