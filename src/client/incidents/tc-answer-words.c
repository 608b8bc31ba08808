/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Filling in templates, and the answer before; see the header.
 */
#include "tc-answer-words.h"

#include "tc-words.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Read days later by somebody elsewhere: with its date, and the province's clock. */
static void
add_time (GVariantDict *args, const char *name, gint64 at_us)
{
  g_autofree char *text = NULL;

  if (at_us == TC_NONE)
    return;
  text = tc_words_date_time (at_us);
  g_variant_dict_insert (args, name, "s", text);
}

static void
add_text (GVariantDict *args, const char *name, const char *vi, const char *en, gboolean vietnamese)
{
  const char *text = (vietnamese && vi && *vi) || !en || !*en ? vi : en;

  if (text && *text)
    g_variant_dict_insert (args, name, "s", text);
}

/* (nullable): who was sent last and not taken back. */
static const TcDispatch *
find_unit (const TcIncidentDetail *detail)
{
  for (guint i = detail->dispatches->len; i > 0; i--) {
    const TcDispatch *sent = &g_array_index (detail->dispatches, TcDispatch, i - 1);

    if (!g_str_equal (sent->state, "recalled") && !g_str_equal (sent->state, "returned"))
      return sent;
  }
  return NULL;
}

/* (transfer full): what the incident has for the words in braces. */
static GVariant *
collect (const TcAnswerTemplate *one, const TcIncidentDetail *detail)
{
  const TcIncidentRow *row = &detail->incident;
  const TcDispatch *sent = find_unit (detail);
  gboolean vietnamese = g_str_equal (one->language, "vi");
  GVariantDict args;

  g_variant_dict_init (&args, NULL);
  add_text (&args, "code", row->code, NULL, vietnamese);
  if (row->address && *row->address)
    add_text (&args, "place", row->address, NULL, vietnamese);
  else
    add_text (&args, "place", row->area_name, row->area_en, vietnamese);
  add_text (&args, "field", row->kind_vi ? row->kind_vi : row->field_vi,
            row->kind_en ? row->kind_en : row->field_en, vietnamese);
  if (sent)
    add_text (&args, "unit", sent->agency_vi, sent->agency_en, vietnamese);
  add_time (&args, "received", row->received_us);
  add_time (&args, "due", row->due_us);
  return g_variant_ref_sink (g_variant_dict_end (&args));
}

char *
tc_answer_template_fill (const TcAnswerTemplate *one, const TcIncidentDetail *detail)
{
  g_autoptr (GVariant) filled = collect (one, detail);

  return tc_words_fill (one->text, filled, detail->incident.received_us, NULL);
}

const char *
tc_answer_template_find_missing (const TcAnswerTemplate *one, const TcIncidentDetail *detail)
{
  g_autoptr (GVariant) filled = collect (one, detail);

  for (guint i = 0; tc_answer_template_words[i]; i++) {
    g_autofree char *braced = g_strdup_printf ("{%s}", tc_answer_template_words[i]);
    if (strstr (one->text, braced) &&
        !g_variant_lookup (filled, tc_answer_template_words[i], "&s", NULL))
      return tc_answer_template_words[i];
  }
  return NULL;
}

/* "Trần Thị Lan, 12 min · 14:05". (transfer full) */
static char *
word_by (const char *name, gint64 at_us, gint64 now_us)
{
  g_autofree char *when = at_us == TC_NONE ? g_strdup ("…") : tc_words_when (at_us, now_us);

  return name && *name ? g_strdup_printf ("%s, %s", name, when) : g_steal_pointer (&when);
}

char *
tc_answer_word_last (const TcIncidentDetail *detail, gint64 now_us)
{
  const TcAnswer *last = NULL;
  g_autofree char *written = NULL, *approved = NULL, *published = NULL;

  if (detail->answers->len == 0)
    return NULL;
  last = &g_array_index (detail->answers, TcAnswer, detail->answers->len - 1);
  written = word_by (last->submitted_name, last->submitted_us, now_us);
  approved = word_by (last->approved_name, last->approved_us, now_us);
  published = word_by (last->published_name, last->published_us, now_us);
  if (g_str_equal (last->state, "submitted"))
    /* Translators: who wrote it and when: "Trần Thị Lan, 12 min · 14:05". */
    return g_strdup_printf (_ ("An answer waits for approval already (%s). One that is sent now "
                               "replaces it."),
                            written);
  if (g_str_equal (last->state, "approved"))
    /* Translators: who approved it and when: "Trần Thị Lan, 12 min · 14:05". */
    return g_strdup_printf (_ ("An answer is approved already (%s) and waits to be published. One "
                               "that is sent now replaces it."),
                            approved);
  if (g_str_equal (last->state, "returned") && last->returned_text)
    /* Translators: who wrote it and when, and why it was sent back. */
    return g_strdup_printf (_ ("The last answer (%1$s) was sent back: %2$s"), written,
                            last->returned_text);
  if (g_str_equal (last->state, "published"))
    return g_strdup_printf (
        /* Translators: who published it and when: "Trần Thị Lan, 12 min · 14:05". */
        _ ("The reporters have been answered already (%s). One that is sent now "
           "goes to them as well."),
        published);
  return NULL;
}

const char *
tc_answer_word_state (const char *state)
{
  if (g_strcmp0 (state, "submitted") == 0)
    return _ ("The answer waits for approval.");
  if (g_strcmp0 (state, "approved") == 0)
    return _ ("The answer is approved and not published yet.");
  if (g_strcmp0 (state, "returned") == 0)
    return _ ("The answer was sent back.");
  if (g_strcmp0 (state, "published") == 0)
    return _ ("The reporters have been answered.");
  return _ ("The reporters have no answer yet.");
}

char *
tc_answer_word_pending (const TcIncidentDetail *detail)
{
  const char *state = detail->incident.answer_state;
  guint n = detail->answers->len;

  if (n == 0 || (g_strcmp0 (state, "submitted") != 0 && g_strcmp0 (state, "approved") != 0))
    return NULL;
  return g_strdup_printf ("%s\n“%s”", tc_answer_word_state (state),
                          g_array_index (detail->answers, TcAnswer, n - 1).text);
}
