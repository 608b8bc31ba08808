/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Marks in words; see the header.
 */
#include "tc-mark-words.h"

#include "tc-desk-tray.h"
#include "tc-incident-words.h"

const char *
tc_mark_word (TcDesk *desk, gint64 id)
{
  if (desk && g_hash_table_contains (tc_desk_get_waiting (desk), &id))
    return tc_incident_word_waiting ();
  if (desk && g_hash_table_contains (tc_desk_get_provisional (desk), &id))
    return tc_incident_word_provisional ();
  return NULL;
}

void
tc_mark_word_append (TcDesk *desk, gint64 id, char **line)
{
  const char *mark = tc_mark_word (desk, id);
  char *plain = *line;

  if (!mark)
    return;
  *line = g_strdup_printf ("%s · %s", plain, mark);
  g_free (plain);
}
