/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Removing what a test made; see the header.
 */
#include "remove-tree.h"

#include <glib.h>
#include <glib/gstdio.h>

void
remove_tree (const char *path)
{
  gboolean link = g_file_test (path, G_FILE_TEST_IS_SYMLINK);
  g_autoptr (GDir) dir = link ? NULL : g_dir_open (path, 0, NULL);
  const char *name;

  while (dir && (name = g_dir_read_name (dir))) {
    g_autofree char *child = g_build_filename (path, name, NULL);

    remove_tree (child);
  }
  g_remove (path);
}
