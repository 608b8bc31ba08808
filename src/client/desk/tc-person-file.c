/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A file with a group for each person; see the header.
 */
#include "tc-person-file.h"

#include "tc-error.h"

char *
tc_person_file_dup_group (gint64 staff_id)
{
  return g_strdup_printf (TC_PERSON_FILE_PREFIX "%" G_GINT64_FORMAT, staff_id);
}

GKeyFile *
tc_person_file_load (const char *path)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();

  if (!g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, NULL))
    g_debug ("%s is not there, or can't be read", path);
  return g_steal_pointer (&file);
}

gboolean
tc_person_file_save (GKeyFile *file, const char *path, const char *what, GError **error)
{
  g_autoptr (GError) local = NULL;
  gsize size;
  g_autofree char *text = g_key_file_to_data (file, &size, NULL);

  if (g_file_set_contents_full (path, text, (gssize) size,
                                G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0600,
                                &local))
    return TRUE;
  g_set_error (error, TC_ERROR, TC_ERROR_STORE, "%s: %s", what, local->message);
  return FALSE;
}
