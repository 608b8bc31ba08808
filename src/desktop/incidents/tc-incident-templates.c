/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * While an answer to the incident is being written: templates are offered, and it is said what the
 * answer before it has come to.
 */
#include "tc-incident-panel-private.h"

#include "tc-answer-words.h"
#include "tc-now.h"

void
tc_incident_panel_help_answer (TcIncidentPanel *self)
{
  const TcIncidentPicture *picture = tc_incident_focus_get_found (self->focus);
  TcComposer *composer = tc_incident_work_get_composer (self->work);
  g_autoptr (GStrvBuilder) names = NULL, texts = NULL;
  g_auto (GStrv) all_names = NULL, all_texts = NULL;
  g_autofree char *last = NULL;

  if (!picture || g_strcmp0 (tc_composer_get_action (composer), "answer") != 0 ||
      tc_composer_get_subject (composer) != picture->detail->incident.id)
    return;
  names = g_strv_builder_new ();
  texts = g_strv_builder_new ();
  for (guint i = 0; i < picture->templates->len; i++) {
    const TcAnswerTemplate *one = &g_array_index (picture->templates, TcAnswerTemplate, i);
    g_autofree char *text = tc_answer_template_fill (one, picture->detail);

    g_strv_builder_add (names, one->name);
    g_strv_builder_add (texts, text);
  }
  all_names = g_strv_builder_end (names);
  all_texts = g_strv_builder_end (texts);
  tc_composer_offer (composer, (const char *const *) all_names, (const char *const *) all_texts);
  last = tc_answer_word_last (picture->detail, tc_now_us ());
  tc_composer_hint (composer, last);
}

const char *
tc_incident_panel_get_template_language (TcIncidentPanel *self, gint64 incident_id, guint choice)
{
  const TcIncidentPicture *picture = tc_incident_focus_get_found (self->focus);

  if (!picture || picture->detail->incident.id != incident_id || choice == 0 ||
      choice > picture->templates->len)
    return NULL;
  return g_array_index (picture->templates, TcAnswerTemplate, choice - 1).language;
}
