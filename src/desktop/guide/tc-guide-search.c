/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Searching in the guide; declared in tc-guide-pages.h.
 */
#include "tc-guide-pages.h"

#include "tc-fold.h"

#include <glib/gi18n-lib.h>
#include <string.h>

gboolean
tc_guide_page_matches (const TcGuidePage *page, const char *query)
{
  g_autoptr (GString) text = g_string_new (_ (page->title));
  g_autofree char *folded = NULL;
  g_autofree char *wanted = tc_fold (query);
  g_auto (GStrv) words = g_strsplit_set (wanted, " \t", -1);

  for (const TcGuideBlock *block = page->blocks; block->text; block++)
    g_string_append_printf (text, " %s", _ (block->text));
  folded = tc_fold (text->str);
  for (guint i = 0; words[i]; i++) {
    if (!strstr (folded, words[i]))
      return FALSE;
  }
  return TRUE;
}
