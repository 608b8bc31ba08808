/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the room saw itself, on a camera: the form opens with its place, and the picture is attached
 * when it comes, to the draft or to what it was logged as by then: nobody waits for it.
 */
#include "tc-intake-panel-private.h"

/* As channels of the intake: seen by the room itself. */
#define SEEN_CHANNEL "operator"
/* Begun while pictures of others are still under way. */
#define SEEN_MAX 16

static void
log_seen_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcIntakePanel *self = data;
  TcIntakeForm *form = tc_intake_panel_make_form (self);
  const char *address = NULL, *area = NULL;
  TcPlaceHit place = {.place = TC_PLACE_STREET};
  TcIntakeSeen seen;
  gint64 token = 0;

  g_variant_get (target, "(x&sx&sxx)", &token, &address, &place.area_id, &area, &place.lat_e7,
                 &place.lon_e7);
  place.name = (char *) address;
  place.area_name = (char *) area;
  tc_intake_form_set_place (form, &place, "");
  tc_intake_form_set (&form->channel, SEEN_CHANNEL);
  seen = (TcIntakeSeen){.token = token, .form_id = form->id};
  g_array_append_val (self->seen, seen);
  if (self->seen->len > SEEN_MAX)
    g_array_remove_index (self->seen, 0);
  tc_intake_panel_begin (self, form);
  tc_intake_work_grab_text (self->work);
  tc_intake_panel_save (self);
}

/* (nullable) */
static const TcIntakeSeen *
find_token (TcIntakePanel *self, gint64 token)
{
  for (guint i = self->seen->len; i > 0; i--) {
    const TcIntakeSeen *seen = &g_array_index (self->seen, TcIntakeSeen, i - 1);

    if (seen->token == token)
      return seen;
  }
  return NULL;
}

const TcIntakeSeen *
tc_intake_panel_find_seen (TcIntakePanel *self, gint64 form_id)
{
  for (guint i = self->seen->len; i > 0; i--) {
    const TcIntakeSeen *seen = &g_array_index (self->seen, TcIntakeSeen, i - 1);

    if (seen->form_id == form_id)
      return seen;
  }
  return NULL;
}

static void
attach_seen_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcIntakePanel *self = data;
  g_autofree const char **paths = NULL;
  const TcIntakeSeen *seen;
  gint64 token = 0;

  g_variant_get (target, "(x^a&s)", &token, &paths);
  seen = find_token (self, token);
  for (guint i = 0; seen && paths[i]; i++) {
    g_autoptr (GFile) file = g_file_new_for_path (paths[i]);

    tc_intake_panel_take_seen (self, seen->form_id, file);
  }
}

void
tc_intake_panel_note_logged (TcIntakePanel *self, const TcIntakeForm *form, gint64 incident_id)
{
  for (guint i = 0; i < self->seen->len; i++) {
    TcIntakeSeen *seen = &g_array_index (self->seen, TcIntakeSeen, i);

    if (seen->form_id != form->id)
      continue;
    seen->incident_id = incident_id;
    seen->report_id = form->report_id;
  }
}

void
tc_intake_panel_add_seen_actions (TcIntakePanel *self, GActionMap *window)
{
  const GActionEntry entries[] = {
      {.name = TC_INTAKE_LOG_SEEN, .activate = log_seen_cb, .parameter_type = "(xsxsxx)"},
      {.name = TC_INTAKE_ATTACH_SEEN, .activate = attach_seen_cb, .parameter_type = "(xas)"},
  };

  g_action_map_add_action_entries (window, entries, G_N_ELEMENTS (entries), self);
}
