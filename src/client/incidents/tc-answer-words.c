/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Filling in templates; see the header.
 */
#include "tc-answer-words.h"

#include "tc-words.h"

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

char *
tc_answer_template_fill (const TcAnswerTemplate *one, const TcIncidentDetail *detail)
{
  const TcIncidentRow *row = &detail->incident;
  const TcDispatch *sent = find_unit (detail);
  gboolean vietnamese = g_str_equal (one->language, "vi");
  g_autoptr (GVariant) filled = NULL;
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
  filled = g_variant_ref_sink (g_variant_dict_end (&args));
  return tc_words_fill (one->text, filled, row->received_us, NULL);
}
