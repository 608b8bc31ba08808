/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a report says beside its text; see the header.
 */
#include "tc-report-words.h"

#include "tc-incident-words.h"
#include "tc-question.h"
#include "tc-words.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Said no longer before it came in: that is the time it takes. */
#define AT_ONCE_US (2 * G_TIME_SPAN_MINUTE)

/* ---- whose, when, where ---- */

static const struct {
  const char *code;
  const char *name;
  const char *words; /* (nullable): of a report in it; what most are in goes without saying */
} languages[] = {
    {TC_REPORT_LANGUAGE, NC_ ("language", "Vietnamese"), NULL},
    {"en", NC_ ("language", "English"), NC_ ("report", "in English")},
    {"km", NC_ ("language", "Khmer"), NC_ ("report", "in Khmer")},
    {"zh", NC_ ("language", "Chinese"), NC_ ("report", "in Chinese")},
    {"fr", NC_ ("language", "French"), NC_ ("report", "in French")},
    {"ko", NC_ ("language", "Korean"), NC_ ("report", "in Korean")},
    {"ja", NC_ ("language", "Japanese"), NC_ ("report", "in Japanese")},
};

const char *
tc_report_get_language (guint n)
{
  return n < G_N_ELEMENTS (languages) ? languages[n].code : NULL;
}

guint
tc_report_find_language (const char *code)
{
  for (guint i = 0; i < G_N_ELEMENTS (languages); i++) {
    if (g_strcmp0 (languages[i].code, code) == 0)
      return i;
  }
  return G_MAXUINT;
}

char **
tc_report_word_languages (void)
{
  char **names = g_new0 (char *, G_N_ELEMENTS (languages) + 1);

  for (guint i = 0; i < G_N_ELEMENTS (languages); i++)
    names[i] = g_strdup (g_dpgettext2 (GETTEXT_PACKAGE, "language", languages[i].name));
  return names;
}

/* (nullable): nothing to say. */
static const char *
word_language (const char *code)
{
  guint n = tc_report_find_language (code);

  return n != G_MAXUINT && languages[n].words
             ? g_dpgettext2 (GETTEXT_PACKAGE, "report", languages[n].words)
             : NULL;
}

char *
tc_report_word_facts (const TcReport *report, gint64 now_us)
{
  const char *language = word_language (report->language);
  g_autofree char *clock = NULL, *said = NULL;
  const char *parts[5] = {NULL};
  guint n = 0;

  if (report->on_behalf)
    parts[n++] = C_ ("report", "on behalf of somebody else");
  if (report->anonymous)
    parts[n++] = C_ ("report", "without a name");
  if (report->said_us != TC_NONE && report->said_us < report->received_us - AT_ONCE_US) {
    clock = tc_words_clock (report->said_us, now_us);
    /* Translators: when a report that came in late was made: a time. */
    said = g_strdup_printf (C_ ("report", "said at %s"), clock);
    parts[n++] = said;
  }
  if (language)
    parts[n++] = language;
  return g_strjoinv (", ", (char **) parts);
}

char *
tc_report_word_place (const TcReport *report, const TcIncidentRow *incident)
{
  if (!report->address || !*report->address || g_strcmp0 (report->address, incident->address) == 0)
    return NULL;
  /* Translators: where a report says it is, where that isn't the incident's address. */
  return g_strdup_printf (_ ("Its place: %s"), report->address);
}

/* ---- after the end ---- */

/* (transfer full) (nullable) */
static char *
word_told (const TcReport *report, gint64 now_us)
{
  g_autofree char *clock = NULL;

  if (report->untold)
    return g_strdup (report->source ? C_ ("report", "told once an answer is published")
                                    : C_ ("report", "to be told how it ended"));
  if (report->told_us != TC_NONE) {
    clock = tc_words_clock (report->told_us, now_us);
    /* Translators: a reporter was told by a person how it ended: a time. */
    return g_strdup_printf (C_ ("report", "told at %s"), clock);
  }
  return report->source && report->answered_us != TC_NONE
             ? g_strdup (C_ ("report", "told by the published answer"))
             : NULL;
}

char *
tc_report_word_outcome (const TcReport *report, gint64 now_us)
{
  g_autofree char *told = word_told (report, now_us);
  g_autofree char *rating = NULL;

  if (report->rating != TC_NONE)
    /* Translators: a reporter's rating, on a scale to 5, 5 the best. */
    rating = g_strdup_printf (C_ ("report", "rating %d of 5"), (int) report->rating);
  if (told && rating)
    return g_strdup_printf ("%s · %s", told, rating);
  return told ? g_steal_pointer (&told) : g_steal_pointer (&rating);
}

/* ---- questions and answers ---- */

/* (transfer full): "" if it is of no form that is known. */
static char *
word_answer (const TcQuestion *question, const char *answer, gint64 now_us)
{
  g_auto (GStrv) values = g_strsplit (answer, TC_ANSWER_SEPARATOR, -1);
  GString *line = g_string_new (NULL);

  for (guint i = 0; values[i]; i++) {
    g_autofree char *word = question ? tc_question_word_value (question, values[i], now_us)
                                     : g_strdup (values[i]);
    g_string_append_printf (line, "%s%s", line->len > 0 ? ", " : "", word);
  }
  return g_string_free (line, FALSE);
}

static void
add_answer (GString *text, const char *words, const char *answer)
{
  if (*answer)
    g_string_append_printf (text, "%s%s%s %s", text->len > 0 ? "\n" : "", words,
                            g_str_has_suffix (words, "?") ? "" : ":", answer);
}

char *
tc_report_word_answers (const TcReport *report, gint64 now_us)
{
  g_autoptr (GPtrArray) questions = tc_questions_read (report->questions);
  g_autoptr (GHashTable) answers = tc_answers_read (report->attributes);
  g_autoptr (GList) codes = g_list_sort (g_hash_table_get_keys (answers), (GCompareFunc) strcmp);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < questions->len; i++) {
    const TcQuestion *question = questions->pdata[i];
    const char *value = g_hash_table_lookup (answers, question->code);
    g_autofree char *answer = value ? word_answer (question, value, now_us) : g_strdup ("");
    add_answer (text, *question->words ? question->words : question->code, answer);
  }
  for (GList *l = codes; l; l = l->next) {
    g_autofree char *answer = word_answer (NULL, g_hash_table_lookup (answers, l->data), now_us);
    if (!tc_questions_find (questions, l->data))
      add_answer (text, l->data, answer);
  }
  return g_string_free (text, FALSE);
}
