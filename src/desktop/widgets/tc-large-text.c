/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Large letters; see the header.
 */
#include "tc-large-text.h"

/* As GTK says it: 1024ths of a dot an inch; -1 where nobody has chosen. */
#define LARGE_DPI (144 * 1024)

gboolean
tc_large_text_is_on (void)
{
  GtkSettings *settings = gtk_settings_get_default ();
  int dpi = -1;

  if (settings)
    g_object_get (settings, "gtk-xft-dpi", &dpi, NULL);
  return dpi >= LARGE_DPI;
}
