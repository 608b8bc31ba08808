/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * About the program; see the header. GTK's own dialog: GTK has its words in the reader's language.
 */
#include "tc-about.h"

#include <glib/gi18n-lib.h>

void
tc_about_show (GtkWindow *window)
{
  gtk_show_about_dialog (window, "program-name", "Toàn Cảnh", "version", TC_VERSION, "comments",
                         _ ("The operations centre of a province"), "website",
                         "https://toancanh.github.io/", "license-type", GTK_LICENSE_GPL_3_0,
                         "copyright", "© 2026 Toàn Cảnh", "logo-icon-name",
                         gtk_window_get_default_icon_name (), NULL);
}
