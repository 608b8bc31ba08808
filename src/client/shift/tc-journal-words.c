/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Words for the duty journal; see the header.
 */
#include "tc-journal-words.h"

#include "tc-shift-operations.h"
#include "tc-words.h"

#include <glib/gi18n-lib.h>

const char *
tc_journal_word_kind (const char *kind)
{
  static const struct {
    const char *code;
    const char *word;
  } kinds[] = {
      {"order", NC_ ("journal", "Order")},
      {"call", NC_ ("journal", "Call")},
      {"fault", NC_ ("journal", "Fault")},
      {"observation", NC_ ("journal", "Observation")},
  };

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++) {
    if (g_str_equal (kinds[i].code, kind))
      return g_dpgettext2 (GETTEXT_PACKAGE, "journal", kinds[i].word);
  }
  return kind;
}

char *
tc_journal_word_hand (const TcJournalHand *hand)
{
  if (!hand->name)
    return g_strdup (C_ ("actor", "automatic"));
  if (!hand->desk)
    return g_strdup (hand->name);
  return g_strdup_printf ("%s · %s", hand->name, hand->desk);
}

gboolean
tc_journal_entry_is_open (const TcJournalEntry *entry)
{
  return entry->done_us == TC_NONE && tc_journal_kind_is_open (entry->kind);
}

char *
tc_journal_word_second (const TcJournalEntry *entry, gint64 now_us)
{
  g_autofree char *when = tc_words_clock (entry->at_us, now_us);
  g_autofree char *who = tc_journal_word_hand (&entry->written);
  g_autoptr (GString) line = g_string_new (when);

  g_string_append_printf (line, " · %s", who);
  if (entry->n_follow_ups > 0)
    g_string_append_printf (
        line, ngettext (" · %d follow-up", " · %d follow-ups", (gulong) entry->n_follow_ups),
        (int) entry->n_follow_ups);
  if (entry->done_us != TC_NONE)
    /* Translators: behind a line of the journal: a mark. The sign stays. */
    g_string_append (line, C_ ("journal", " · ✓ done"));
  return g_string_free (g_steal_pointer (&line), FALSE);
}

char *
tc_journal_word_written (const TcJournalEntry *entry, gint64 now_us)
{
  g_autofree char *when = tc_words_clock (entry->at_us, now_us);
  g_autofree char *who = tc_journal_word_hand (&entry->written);

  if (entry->source)
    /* Translators: a time, a person and desk, then who gave the order, called or told of it. */
    return g_strdup_printf (_ ("Written at %1$s by %2$s; from: %3$s"), when, who, entry->source);
  /* Translators: a time, then a person and desk. */
  return g_strdup_printf (_ ("Written at %1$s by %2$s"), when, who);
}

char *
tc_journal_word_done (const TcJournalEntry *entry, gint64 now_us)
{
  g_autofree char *when = NULL, *who = NULL;

  if (entry->done_us == TC_NONE)
    return NULL;
  when = tc_words_clock (entry->done_us, now_us);
  who = tc_journal_word_hand (&entry->done);
  /* Translators: a time, then a person and desk. The sign stays. */
  return g_strdup_printf (_ ("✓ Done at %1$s by %2$s"), when, who);
}

char *
tc_journal_word_due (const TcJournalEntry *entry, gint64 now_us)
{
  g_autofree char *when = NULL, *left = NULL;

  if (entry->due_us == TC_NONE)
    return NULL;
  when = tc_words_clock (entry->due_us, now_us);
  left = tc_words_due (entry->due_us, now_us);
  if (!tc_journal_entry_is_open (entry))
    /* Translators: a time. */
    return g_strdup_printf (_ ("Deadline: %s"), when);
  /* Translators: a time, then how long until it or since. */
  return g_strdup_printf (_ ("Deadline: %1$s, %2$s"), when, left);
}

char *
tc_journal_word_spoken (const TcJournalEntry *entry, gint64 now_us)
{
  g_autofree char *second = tc_journal_word_second (entry, now_us);
  g_autofree char *due = tc_journal_entry_is_open (entry) ? tc_journal_word_due (entry, now_us)
                                                          : NULL;

  return g_strdup_printf ("%s. %s. %s%s%s", tc_journal_word_kind (entry->kind), entry->text, second,
                          due ? ". " : "", due ? due : "");
}
