/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Filling in templates; see the header.
 */
#include "tc-answer-words.h"

#include "tc-words.h"

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
