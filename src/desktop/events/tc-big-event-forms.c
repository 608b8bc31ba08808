/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is typed in a big event: one composer, with a number, a place and an agency beside the text
 * where they are asked. What can't be read is said before anything is sent, and stays in its field.
 */
#include "tc-big-event-panel-private.h"

#include "tc-big-event-words.h"
#include "tc-incident-words.h"
#include "tc-resource.h"

#include <glib/gi18n-lib.h>

static TcComposer *
get_composer (TcBigEventPanel *self)
{
  return tc_big_event_work_get_composer (self->work);
}

/* ---- beginning ---- */

static void
open_form (TcBigEventPanel *self, const char *action, gint64 subject_id, TcComposerForm form,
           TcEventField fields)
{
  form.action = action;
  form.subject_id = subject_id;
  self->reporting = FALSE;
  self->report_id = 0;
  self->made_number = 0;
  tc_big_event_panel_show_report (self);
  tc_big_event_work_show_trouble (self->work, NULL);
  tc_composer_open (get_composer (self), &form);
  tc_big_event_work_ask (self->work, fields);
}

static void
log_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcBigEventPanel *self = data;

  open_form (self, TC_EVENT_LOG, self->selected,
             (TcComposerForm){.title = _ ("Situation: what is the case, where"),
                              .verb = C_ ("verb", "Write down"),
                              .required = TRUE},
             0);
}

static void
begin_figure (TcBigEventPanel *self, const char *kind)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new_with_free_func (g_free);
  guint choice = 0;

  for (guint i = 0; tc_figure_kinds[i].code; i++) {
    g_ptr_array_add (words,
                     g_strdup_printf ("%s · %s", tc_big_event_word_group (tc_figure_kinds[i].group),
                                      tc_big_event_word_figure (tc_figure_kinds[i].code)));
    if (g_strcmp0 (kind, tc_figure_kinds[i].code) == 0)
      choice = i;
  }
  g_ptr_array_add (words, NULL);
  open_form (self, TC_EVENT_FIGURE, self->selected,
             (TcComposerForm){.title = _ ("How many, all in all up to now (a number)"),
                              .verb = C_ ("verb", "Write down"),
                              .choices = (const char *const *) words->pdata,
                              .choice = choice,
                              .required = TRUE},
             TC_EVENT_PLACE);
}

static void
figure_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  begin_figure (data, target ? g_variant_get_string (target, NULL) : NULL);
}

static void
commander_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcBigEventPanel *self = data;

  open_form (self, TC_EVENT_COMMANDER, self->selected,
             (TcComposerForm){.title = _ ("Who leads the response: name and office"),
                              .verb = C_ ("verb", "Name"),
                              .required = TRUE},
             0);
}

/* @resource: (nullable): it is changed */
static void
begin_resource (TcBigEventPanel *self, const char *action, const TcResource *resource)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new ();
  guint choice = 0;

  for (guint i = 0; tc_resource_kinds[i]; i++) {
    g_ptr_array_add (words, (gpointer) tc_resource_word_kind (tc_resource_kinds[i]));
    if (resource && g_str_equal (resource->kind, tc_resource_kinds[i]))
      choice = i;
  }
  g_ptr_array_add (words, NULL);
  open_form (self, action, resource ? resource->id : self->selected,
             (TcComposerForm){.title = _ ("Resource: what it is called"),
                              .verb = C_ ("verb", "Write down"),
                              .choices = (const char *const *) words->pdata,
                              .choice = choice,
                              .text = resource ? resource->name : NULL,
                              .required = TRUE},
             TC_EVENT_COUNT | TC_EVENT_PLACE | TC_EVENT_KEEPER);
}

static void
resource_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  begin_resource (data, TC_EVENT_RESOURCE, NULL);
}

/* (nullable) */
static const TcResource *
get_resource (TcBigEventPanel *self)
{
  const TcBigEventView *view = tc_big_event_panel_get_view (self);
  gint64 id = tc_big_event_work_get_chosen (self->work);

  for (guint i = 0; view && i < view->resources->len; i++)
    if (g_array_index (view->resources, TcResource, i).id == id)
      return &g_array_index (view->resources, TcResource, i);
  return NULL;
}

static void
change_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcBigEventPanel *self = data;
  const TcResource *resource = get_resource (self);
  g_autofree char *count = NULL;

  if (!resource)
    return;
  count = g_strdup_printf ("%" G_GINT64_FORMAT, resource->count);
  begin_resource (self, TC_EVENT_RESOURCE_CHANGE, resource);
  tc_big_event_work_set_field (self->work, TC_EVENT_COUNT, count);
  tc_big_event_work_set_field (self->work, TC_EVENT_PLACE, resource->place ? resource->place : "");
  tc_big_event_work_set_field (self->work, TC_EVENT_KEEPER,
                               tc_incident_pick_name (resource->keeper_vi, resource->keeper_en));
}

static void
hand_out_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcBigEventPanel *self = data;
  const TcResource *resource = get_resource (self);
  g_autofree char *title = NULL;

  if (!resource)
    return;
  /* Translators: what is handed out. */
  title = g_strdup_printf (_ ("Hand out “%s”: to whom"), resource->name);
  open_form (self, TC_EVENT_HAND_OUT, resource->id,
             (TcComposerForm){.title = title, .verb = C_ ("verb", "Hand out"), .required = TRUE},
             TC_EVENT_COUNT);
}

static void
take_back_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcBigEventPanel *self = data;
  const TcBigEventView *view = tc_big_event_panel_get_view (self);
  gint64 id = tc_big_event_work_get_chosen (self->work);

  for (guint i = 0; view && i < view->holds->len; i++) {
    const TcResourceHold *hold = &g_array_index (view->holds, TcResourceHold, i);
    g_autofree char *out = g_strdup_printf ("%" G_GINT64_FORMAT, hold->out);
    g_autofree char *title = NULL;
    if (hold->id != id)
      continue;
    /* Translators: who holds some of a resource. */
    title = g_strdup_printf (_ ("How many come back from %s (a number)"), hold->holder);
    open_form (self, TC_EVENT_TAKE_BACK, id,
               (TcComposerForm){
                   .title = title, .verb = C_ ("verb", "Take back"), .text = out, .required = TRUE},
               0);
  }
}

/* ---- sending ---- */

/* It stands in its field again, and why is said. */
static void
give_back (TcBigEventPanel *self, const char *action, gint64 subject_id, const char *why)
{
  tc_composer_failed (get_composer (self), action, subject_id, TRUE);
  tc_big_event_work_show_trouble (self->work, why);
}

static gboolean
read_number (TcBigEventPanel *self, const char *action, gint64 subject_id, const char *text,
             gint64 *number)
{
  *number = tc_big_event_read_number (text);
  if (*number != TC_NONE)
    return TRUE;
  give_back (self, action, subject_id, _ ("This is no number. Nothing was written down yet."));
  return FALSE;
}

static void
send_figure (TcBigEventPanel *self, gint64 subject_id, const char *text, guint choice)
{
  const TcBigEventView *view = tc_big_event_panel_get_view (self);
  g_autofree char *place = tc_big_event_work_dup_field (self->work, TC_EVENT_PLACE);
  TcEventFigure args = {subject_id, tc_figure_kinds[choice].code, 0, 0};

  if (!read_number (self, TC_EVENT_FIGURE, subject_id, text, &args.amount))
    return;
  args.area_id = view ? tc_big_event_view_find_area (view, place) : 0;
  if (*place && args.area_id == 0) {
    give_back (self, TC_EVENT_FIGURE, subject_id,
               _ ("There is no such area, or there are several: choose one of those proposed. "
                  "Nothing was written down yet."));
    return;
  }
  tc_big_event_panel_submit (self, &tc_event_figure_type, &args, TC_EVENT_FIGURE, subject_id, NULL);
}

static void
send_resource (TcBigEventPanel *self, const char *action, gint64 subject_id, const char *text,
               guint choice)
{
  const TcBigEventView *view = tc_big_event_panel_get_view (self);
  gboolean change = g_str_equal (action, TC_EVENT_RESOURCE_CHANGE);
  g_autofree char *count = tc_big_event_work_dup_field (self->work, TC_EVENT_COUNT);
  g_autofree char *place = tc_big_event_work_dup_field (self->work, TC_EVENT_PLACE);
  g_autofree char *keeper = tc_big_event_work_dup_field (self->work, TC_EVENT_KEEPER);
  TcResourceArgs args = {0, tc_resource_kinds[choice], text, 1, *place ? place : NULL, 0};

  if (*count && !read_number (self, action, subject_id, count, &args.count))
    return;
  args.keeper_id = view ? tc_big_event_view_find_unit (view, keeper) : 0;
  if (*keeper && args.keeper_id == 0) {
    give_back (self, action, subject_id,
               _ ("There is no such agency, or there are several: choose one of those proposed. "
                  "Nothing was written down yet."));
    return;
  }
  args.resource_id = change ? subject_id
                            : tc_operation_sink_make_id (TC_OPERATION_SINK (self->desk));
  tc_big_event_panel_submit (self, change ? &tc_resource_change_type : &tc_resource_add_type, &args,
                             action, subject_id, NULL);
}

static void
send_hand_out (TcBigEventPanel *self, gint64 subject_id, const char *text)
{
  const TcBigEventView *view = tc_big_event_panel_get_view (self);
  g_autofree char *count = tc_big_event_work_dup_field (self->work, TC_EVENT_COUNT);
  TcResourceHandOut args = {tc_operation_sink_make_id (TC_OPERATION_SINK (self->desk)),
                            subject_id,
                            self->selected,
                            1,
                            text,
                            view ? tc_big_event_view_find_unit (view, text) : 0};

  if (!*count || read_number (self, TC_EVENT_HAND_OUT, subject_id, count, &args.count))
    tc_big_event_panel_submit (self, &tc_resource_hand_out_type, &args, TC_EVENT_HAND_OUT,
                               subject_id, NULL);
}

static void
send_take_back (TcBigEventPanel *self, gint64 subject_id, const char *text)
{
  TcResourceGiveBack args = {subject_id, 0};

  if (read_number (self, TC_EVENT_TAKE_BACK, subject_id, text, &args.count))
    tc_big_event_panel_submit (self, &tc_resource_give_back_type, &args, TC_EVENT_TAKE_BACK,
                               subject_id, NULL);
}

static void
send_cb (TcBigEventPanel *self, const char *action, gint64 subject_id, const char *text,
         guint choice)
{
  if (g_str_equal (action, TC_EVENT_LOG))
    tc_big_event_panel_submit (self, &tc_event_log_type, &(TcEventLog){subject_id, text}, action,
                               subject_id, NULL);
  else if (g_str_equal (action, TC_EVENT_COMMANDER))
    tc_big_event_panel_submit (self, &tc_event_command_type, &(TcEventCommand){subject_id, text},
                               action, subject_id, NULL);
  else if (g_str_equal (action, TC_EVENT_FIGURE))
    send_figure (self, subject_id, text, choice);
  else if (g_str_equal (action, TC_EVENT_HAND_OUT))
    send_hand_out (self, subject_id, text);
  else if (g_str_equal (action, TC_EVENT_TAKE_BACK))
    send_take_back (self, subject_id, text);
  else if (g_str_equal (action, TC_EVENT_REPORT))
    tc_big_event_panel_send_report (self, text);
  else
    send_resource (self, action, subject_id, text, choice);
}

static void
field_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  const char *name = g_action_get_name (G_ACTION (action));
  TcEventField field = g_str_equal (name, "event-count")   ? TC_EVENT_COUNT
                       : g_str_equal (name, "event-place") ? TC_EVENT_PLACE
                                                           : TC_EVENT_KEEPER;

  tc_big_event_work_set_field (TC_BIG_EVENT_PANEL (data)->work, field,
                               g_variant_get_string (target, NULL));
}

void
tc_big_event_panel_add_forms (TcBigEventPanel *self, GActionMap *window)
{
  const GActionEntry entries[] = {
      {.name = TC_EVENT_LOG, .activate = log_cb},
      {.name = TC_EVENT_FIGURE, .activate = figure_cb},
      {.name = "event-figure-of", .activate = figure_cb, .parameter_type = "s"},
      {.name = TC_EVENT_COMMANDER, .activate = commander_cb},
      {.name = TC_EVENT_RESOURCE, .activate = resource_cb},
      {.name = TC_EVENT_RESOURCE_CHANGE, .activate = change_cb},
      {.name = TC_EVENT_HAND_OUT, .activate = hand_out_cb},
      {.name = TC_EVENT_TAKE_BACK, .activate = take_back_cb},
      {.name = "event-count", .activate = field_cb, .parameter_type = "s"},
      {.name = "event-place", .activate = field_cb, .parameter_type = "s"},
      {.name = "event-keeper", .activate = field_cb, .parameter_type = "s"},
  };
  TcComposer *composer = get_composer (self);

  g_action_map_add_action_entries (window, entries, G_N_ELEMENTS (entries), self);
  tc_composer_add_actions (composer, window, "event-");
  tc_composer_set_drafts (composer, tc_drafts_of (self->desk));
  g_signal_connect_object (composer, "send", G_CALLBACK (send_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (composer, "left", G_CALLBACK (gtk_widget_grab_focus), self,
                           G_CONNECT_SWAPPED);
}
