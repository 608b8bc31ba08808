/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is known of an incident, corrected on its page: its title, and where it is, by hand or as a
 * photo has it. Each is taken back by the operation that says what was before.
 */
#include "tc-incident-panel-private.h"

#include "tc-incident-commands.h"
#include "tc-incident-context.h"
#include "tc-incident-correction.h"
#include "tc-text.h"

#include <glib/gi18n-lib.h>

/* (nullable): of the incident that is shown, if it is that one. */
static const TcIncidentRow *
get_row (TcIncidentPanel *self, gint64 incident_id)
{
  const TcIncidentPicture *picture = tc_incident_focus_get_found (self->focus);

  return picture && picture->detail->incident.id == incident_id ? &picture->detail->incident : NULL;
}

/* ---- the place ---- */

/* @said: (transfer full) (nullable): then it can be taken back */
static void
place (TcIncidentPanel *self, GVariant *target, char *said)
{
  TcIncidentPlace args = {0};
  TcTold told = {.said = said};
  TcCommand command = {0};
  const TcIncidentRow *row = NULL;

  g_variant_get (target, "(xxxx&s)", &args.incident_id, &args.area_id, &args.lat_e7, &args.lon_e7,
                 &args.address);
  if (!*args.address)
    args.address = NULL;
  row = get_row (self, args.incident_id);
  if (said && row) {
    told.undo = C_ ("verb", "Undo");
    told.action = "win.place";
    told.target = tc_incident_pack_place (row);
  }
  command = tc_incident_panel_start_told (self, args.incident_id, &told);
  tc_incident_command_place (&command, &args);
}

static void
place_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  place (data, target, NULL);
}

static void
correct_place_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  place (data, target, g_strdup (_ ("The place is corrected.")));
}

static void
place_at_photo_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcIncidentPanel *self = data;
  const TcIncidentPicture *picture = tc_incident_focus_get_found (self->focus);
  const TcPhotoPlace *proposed = picture ? &picture->photo_place : NULL;
  const TcIncidentRow *row = picture ? &picture->detail->incident : NULL;
  g_autoptr (GVariant) to = NULL;

  if (!proposed || proposed->attachment_id == 0)
    return;
  to = g_variant_ref_sink (
      g_variant_new (TC_PLACE_FORMAT, row->id, proposed->area_id ? proposed->area_id : row->area_id,
                     proposed->lat_e7, proposed->lon_e7, row->address ? row->address : ""));
  place (self, to, g_strdup (_ ("Placed where the photo was taken.")));
}

static void
edit_place_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcIncidentPanel *self = data;

  tc_incident_context_edit_place (TC_INCIDENT_CONTEXT (self->context), self->desk);
}

/* ---- the title ---- */

static void
edit_title_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcIncidentPanel *self = data;
  const TcIncidentRow *row = get_row (self, tc_incident_focus_get_id (self->focus));

  if (!row)
    return;
  if (row->field_id == 0) {
    tc_incident_work_show_refusal (
        self->work, _ ("Give it a field first, with L or J: the title is kept together with it."));
    return;
  }
  tc_incident_panel_compose (self, TC_EDIT_TITLE,
                             (TcComposerForm){.title = _ ("Title"),
                                              .verb = _ ("Keep the title"),
                                              .text = row->title,
                                              .required = TRUE});
}

/* @typed: (nullable): it stands in the composer under that */
static void
set_title (TcIncidentPanel *self, gint64 incident_id, gint64 field_id, const char *title,
           const char *typed)
{
  const TcIncidentRow *row = get_row (self, incident_id);
  TcTold told = {.said = g_strdup (_ ("The title is corrected.")), .typed = typed};
  TcCommand command = {0};

  if (row) {
    told.undo = C_ ("verb", "Undo");
    told.action = "win.title";
    told.target = g_variant_new ("(xxs)", row->id, row->field_id, row->title);
  }
  command = tc_incident_panel_start_told (self, incident_id, &told);
  tc_incident_command_retitle (&command, incident_id, field_id, title);
}

static void
title_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  gint64 incident_id, field_id;
  const char *title = NULL;

  g_variant_get (target, "(xx&s)", &incident_id, &field_id, &title);
  set_title (data, incident_id, field_id, title, NULL);
}

void
tc_incident_panel_send_title (TcIncidentPanel *self, gint64 incident_id, const char *text)
{
  const TcIncidentRow *row = get_row (self, incident_id);
  g_autofree char *line = g_strdelimit (g_strdup (text), "\n", ' ');
  g_autofree char *title = tc_text_clean (line, TC_TEXT_LINE, TC_TITLE_CHARS_MAX);

  if (!row || !title) {
    tc_incident_panel_take_back_text (self, TC_EDIT_TITLE, incident_id);
    tc_incident_work_show_refusal (
        self->work, title ? _ ("Open the incident first, then correct its title.")
                          : _ ("The title is too long: 160 letters at most. It is kept here."));
    return;
  }
  if (g_str_equal (title, row->title))
    tc_composer_done (tc_incident_work_get_composer (self->work), TC_EDIT_TITLE, incident_id);
  else
    set_title (self, incident_id, row->field_id, title, TC_EDIT_TITLE);
}

/* ---- the table ---- */

void
tc_incident_panel_add_correct_actions (TcIncidentPanel *self, GActionMap *window)
{
  const GActionEntry entries[] = {
      {.name = "place", .activate = place_cb, .parameter_type = TC_PLACE_FORMAT},
      {.name = "correct-place", .activate = correct_place_cb, .parameter_type = TC_PLACE_FORMAT},
      {.name = "place-at-photo", .activate = place_at_photo_cb},
      {.name = "edit-place", .activate = edit_place_cb},
      {.name = TC_EDIT_TITLE, .activate = edit_title_cb},
      {.name = "title", .activate = title_cb, .parameter_type = "(xxs)"},
  };

  g_action_map_add_action_entries (window, entries, G_N_ELEMENTS (entries), self);
}
