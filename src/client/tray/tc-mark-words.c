/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Marks in words; see the header.
 */
#include "tc-mark-words.h"

#include "tc-desk-tray.h"
#include "tc-incident-words.h"

#include <glib/gi18n-lib.h>

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

char *
tc_mark_word_undecided (guint idle, guint deferred)
{
  GString *text = g_string_new (NULL);

  if (idle > 0)
    g_string_append_printf (
        text,
        ngettext ("%u thing that was done here no longer applies and shows nowhere; the server "
                  "hasn't decided it yet.",
                  "%u things that were done here no longer apply and show nowhere; the server "
                  "hasn't decided them yet.",
                  idle),
        idle);
  if (idle > 0 && deferred > 0)
    g_string_append_c (text, '\n');
  if (deferred > 0)
    g_string_append_printf (
        text,
        ngettext ("%u thing that was done here is decided by the server: this desk lacks what it "
                  "depends on.",
                  "%u things that were done here are decided by the server: this desk lacks what "
                  "they depend on.",
                  deferred),
        deferred);
  return g_string_free (text, text->len == 0);
}
