/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Texts for paper; see the header.
 */
#include "tc-paper-words.h"

#include <glib/gi18n-lib.h>

char *
tc_paper_shorten (const char *text, glong chars_max)
{
  g_autofree char *line = g_strdelimit (g_strdup (text), "\n", ' ');
  g_autofree char *begun = NULL;

  if (g_utf8_strlen (line, -1) <= chars_max)
    return g_steal_pointer (&line);
  begun = g_utf8_substring (line, 0, chars_max - 1);
  return g_strconcat (begun, "…", NULL);
}

void
tc_paper_add_heading (GString *text, guint number, const char *heading)
{
  g_string_append_printf (text, "%s%u. %s\n", text->len > 0 ? "\n" : "", number, heading);
}

void
tc_paper_add_none (GString *text)
{
  /* Translators: in place of a list that has nothing in it. */
  g_string_append (text, _ ("None."));
  g_string_append_c (text, '\n');
}

void
tc_paper_add_rest (GString *text, guint n, guint shown)
{
  if (n <= shown)
    return;
  g_string_append_printf (text, ngettext ("… and %u more.", "… and %u more.", n - shown),
                          n - shown);
  g_string_append_c (text, '\n');
}
