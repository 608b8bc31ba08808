/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Marks in words; see the header.
 */
#include "tc-mark-words.h"

#include "tc-desk-tray.h"
#include "tc-incident-words.h"
#include "tc-operation-registry.h"
#include "tc-refusal-words.h"
#include "tc-tray-words.h"

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

char *
tc_mark_word_undecided_what (const TcUndecided *one, gint64 person_id)
{
  TcOperation *op = one->op;
  const TcOperationType *type = tc_operation_registry_find (op->name);
  g_autoptr (GVariant) args = type ? tc_args_upcast (type, op->version, op->args)
                                   : g_variant_ref (op->args);
  const TcTrayEntry wanted = {.operation = op->name, .args = args};

  if (op->head.actor_id != person_id)
    return g_strdup (tc_incident_word_operation (op->name));
  return tc_tray_word_wanted (&wanted);
}

const char *
tc_mark_word_undecided_fate (const TcUndecided *one)
{
  return one->deferred ? C_ ("mark", "decided by the server")
                       : C_ ("mark", "no longer applies here");
}

char *
tc_mark_word_undecided_who (const TcUndecided *one, gint64 person_id, const char *name)
{
  return g_strdup (one->op->head.actor_id == person_id ? name : _ ("somebody else at this desk"));
}

char *
tc_mark_word_undecided_why (const TcUndecided *one, gint64 person_id, gint64 now_us)
{
  g_autofree char *reason = NULL;

  if (one->deferred)
    return g_strdup (_ ("This desk lacks what it depends on. If the server refuses it, look under "
                        "“Attention”."));
  if (one->refusal && one->op->head.actor_id == person_id)
    reason = tc_refusal_word (one->refusal, now_us);
  if (!reason)
    return g_strdup (
        _ ("The server hasn't decided it yet. If it is refused, look under “Attention”."));
  return g_strdup_printf (
      /* Translators: a sentence that says why it no longer applies. */
      _ ("%s The server hasn't decided it yet. If it is refused, look under “Attention”."), reason);
}
