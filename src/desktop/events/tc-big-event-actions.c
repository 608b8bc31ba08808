/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is done in a big event: each an action of the window. What is refused, or can't be kept, is
 * said on its page, and what was typed stands in its field again.
 */
#include "tc-big-event-panel-private.h"

#include "tc-incident-bulk.h"
#include "tc-incident-filter.h"
#include "tc-incident-operations.h"
#include "tc-refusal-words.h"
#include "tc-resource.h"

#include <glib/gi18n-lib.h>

static const TcPanelKey keys[] = {
    {"g", TC_EVENT_LOG, N_ ("Write into the situation log")},
    {"f", TC_EVENT_FIGURE, N_ ("Write down a figure")},
    {"q", TC_EVENT_REPORT, N_ ("Make a quick report")},
    {"p", "event-print", N_ ("Print the quick report")},
    {"v", "event-propose", N_ ("Propose what may belong to it as well")},
    {"a", "event-add-marked", N_ ("Add what is marked")},
    {"o", "event-show-list", N_ ("Show what belongs to it in the incidents")},
    {"i", "event-open", N_ ("Open the incident that leads")},
    {"c", TC_EVENT_COMMANDER, N_ ("Name who leads the response")},
    {"r", TC_EVENT_RESOURCE, N_ ("Write down a resource")},
    {"h", TC_EVENT_HAND_OUT, N_ ("Hand out a resource")},
    {"b", TC_EVENT_TAKE_BACK, N_ ("Take a resource back")},
    {"u", TC_EVENT_RESOURCE_CHANGE, N_ ("Change a resource")},
    {"s", "event-mode-on", N_ ("Set this desk up for the big event")},
    {"<Shift>s", "event-mode-off", N_ ("Set this desk back")},
    {"w", TC_EVENT_WALL, N_ ("What the video wall can show of it")},
    {"x", "event-end", N_ ("End the big event")},
    {"<Control>s", "log-save-list", N_ ("Save the situation log for a spreadsheet")},
    {"<Control>p", "log-print-list", N_ ("Print the situation log")},
    {"<Control><Shift>s", "events-save-chart", N_ ("Save the charts as a picture")},
    {"Escape", "event-cancel", N_ ("Close what is being typed")},
    {NULL, NULL, NULL},
};

static const TcCommandVerb verbs[] = {
    {.words = NC_ ("command", "situation"),
     .usage = N_ ("TEXT"),
     .title = N_ ("Write into the situation log of the big event"),
     .action = "event-jot",
     .need = TC_MAY_REPORT,
     .args = {TC_COMMAND_TEXT}},
    {.words = NC_ ("command", "storm mode"),
     .title = N_ ("Set this desk up for the big event"),
     .action = "event-mode-on"},
    {.words = NC_ ("command", "normal mode"),
     .title = N_ ("Set this desk back"),
     .action = "event-mode-off"},
    {.words = NC_ ("command", "quick report"),
     .title = N_ ("Make a quick report of the big event"),
     .action = TC_EVENT_REPORT,
     .need = TC_MAY_HANDLE},
    {NULL},
};

const TcPanelKey *
tc_big_event_panel_list_keys (void)
{
  return keys;
}

const TcCommandVerb *
tc_big_event_panel_list_verbs (void)
{
  return verbs;
}

/* ---- what can be done ---- */

static gboolean
is_hold (const TcBigEventView *view, gint64 id)
{
  for (guint i = 0; i < view->holds->len; i++)
    if (g_array_index (view->holds, TcResourceHold, i).id == id)
      return TRUE;
  return FALSE;
}

static gboolean
has_left (const TcBigEventView *view, gint64 id)
{
  for (guint i = 0; i < view->resources->len; i++) {
    const TcResource *resource = &g_array_index (view->resources, TcResource, i);
    if (resource->id == id)
      return resource->out < resource->count;
  }
  return FALSE;
}

void
tc_big_event_panel_enable_actions (TcBigEventPanel *self)
{
  const TcBigEventView *view = self->watch ? tc_big_event_panel_get_view (self) : NULL;
  gint64 chosen = view ? tc_big_event_work_get_chosen (self->work) : 0;
  gboolean hold = chosen && is_hold (view, chosen), resource = chosen && !hold;
  gboolean report = self->desk && view && tc_desk_may (self->desk, TC_MAY_REPORT);
  gboolean handle = self->desk && view && tc_desk_may (self->desk, TC_MAY_HANDLE);
  gboolean dispatch = self->desk && view && tc_desk_may (self->desk, TC_MAY_DISPATCH);
  gboolean goes_on = view && view->event->ended_us == TC_NONE;
  const struct {
    const char *name;
    gboolean can;
  } actions[] = {
      {TC_EVENT_LOG, report},
      {"event-jot", report},
      {TC_EVENT_FIGURE, report},
      {"event-figure-of", report},
      {"event-check", report},
      {TC_EVENT_COMMANDER, handle && goes_on},
      {"event-end", handle && goes_on},
      {"event-resume", handle && !goes_on},
      {"event-resume-of", self->desk && tc_desk_may (self->desk, TC_MAY_HANDLE)},
      {"event-propose", handle && goes_on},
      {"event-add-marked", handle && goes_on && view->proposals},
      {"event-show-list", view != NULL},
      {"event-open", view != NULL},
      {"event-mode-on", view && goes_on && !self->mode},
      {"event-mode-off", self->mode},
      {TC_EVENT_WALL, self->mode && view && goes_on},
      {TC_EVENT_REPORT, handle},
      {"event-print", view && self->report_id},
      {"event-print-to", view && self->report_id},
      {TC_EVENT_RESOURCE, handle},
      {TC_EVENT_RESOURCE_CHANGE, handle && resource},
      {"event-resource-retire", handle && resource},
      {TC_EVENT_HAND_OUT, dispatch && goes_on && resource && has_left (view, chosen)},
      {TC_EVENT_TAKE_BACK, dispatch && hold},
  };

  for (guint i = 0; self->window && i < G_N_ELEMENTS (actions); i++)
    tc_panel_enable (self->window, actions[i].name, actions[i].can);
  if (self->desk)
    tc_big_event_work_let_check (self->work, report);
}

/* ---- carrying out ---- */

typedef struct {
  TcBigEventPanel *panel; /* (owned) */
  const char *typed;      /* interned (nullable): see tc_big_event_panel_submit() */
  gint64 subject_id;
  const char *said; /* (static) (nullable) */
  gint64 ended_id;  /* the event that was ended; 0: something else was done */
} Doing;

static void
free_doing (Doing *doing)
{
  g_object_unref (doing->panel);
  g_free (doing);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Doing, free_doing)

static void
done_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Doing) doing = data;
  TcBigEventPanel *self = doing->panel;
  TcComposer *composer = tc_big_event_work_get_composer (self->work);
  g_autofree char *trouble = tc_verdict_finish_word (TC_OPERATION_SINK (source), result);

  if (!self->desk)
    return;
  if (!trouble) {
    if (doing->typed)
      tc_composer_done (composer, doing->typed, doing->subject_id);
    if (doing->said)
      tc_panel_answer (GTK_WIDGET (self), TRUE, _ (doing->said));
    if (doing->ended_id)
      tc_panel_say_undo (GTK_WIDGET (self), _ ("The big event is over."), _ ("Let it go on"),
                         "win.event-resume-of", g_variant_new_int64 (doing->ended_id));
    return;
  }
  self->made_number = 0;
  if (doing->typed)
    tc_composer_failed (composer, doing->typed, doing->subject_id, TRUE);
  if (doing->said)
    tc_panel_answer (GTK_WIDGET (self), FALSE, trouble);
  else
    tc_big_event_work_show_trouble (self->work, trouble);
  /* A box that was checked stands as it is. */
  tc_big_event_panel_show_selected (self);
}

void
tc_big_event_panel_submit (TcBigEventPanel *self, const TcOperationType *type, gconstpointer args,
                           const char *typed, gint64 subject_id, const char *said)
{
  Doing *doing = g_new0 (Doing, 1);

  *doing = (Doing){g_object_ref (self), g_intern_string (typed), subject_id, said, 0};
  if (type == &tc_event_end_type)
    doing->ended_id = ((const TcEventOnly *) args)->event_id;
  tc_big_event_work_show_trouble (self->work, NULL);
  tc_operation_sink_submit_async (TC_OPERATION_SINK (self->desk), type, args, NULL, done_cb, doing);
}

static void
end_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcBigEventPanel *self = data;

  tc_big_event_panel_submit (self, &tc_event_end_type, &(TcEventOnly){self->selected}, NULL, 0,
                             NULL);
}

/* @target: (nullable): which; else the one that is shown */
static void
resume_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcBigEventPanel *self = data;
  gint64 id = target ? g_variant_get_int64 (target) : self->selected;

  tc_big_event_panel_submit (self, &tc_event_resume_type, &(TcEventOnly){id}, NULL, 0, NULL);
}

static void
check_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcBigEventPanel *self = data;
  const TcBigEventView *view = tc_big_event_panel_get_view (self);
  const char *code = NULL;
  gboolean done = FALSE;

  g_variant_get (target, "(&sb)", &code, &done);
  for (guint i = 0; view && i < view->items->len; i++) {
    const TcEventItem *item = &g_array_index (view->items, TcEventItem, i);
    if (g_str_equal (item->item, code))
      tc_big_event_panel_submit (self, &tc_event_check_type,
                                 &(TcEventCheck){self->selected, code, done}, NULL, 0, NULL);
  }
}

static void
jot_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcBigEventPanel *self = data;
  TcEventLog args = {self->selected, g_variant_get_string (target, NULL)};

  tc_big_event_panel_submit (self, &tc_event_log_type, &args, NULL, 0,
                             N_ ("Written into the situation log."));
}

static void
retire_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcBigEventPanel *self = data;

  tc_big_event_panel_submit (self, &tc_resource_retire_type,
                             &(TcResourceOnly){tc_big_event_work_get_chosen (self->work)}, NULL, 0,
                             NULL);
}

/* ---- what may belong to it ---- */

static void
propose_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcBigEventPanel *self = data;

  self->proposing = !self->proposing;
  tc_big_event_panel_read (self);
}

static void
mark_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  tc_big_event_work_mark (TC_BIG_EVENT_PANEL (data)->work, g_variant_get_int64 (target));
}

static void
added_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TcBigEventPanel) self = data;
  g_autoptr (GArray) outcomes = tc_incident_bulk_finish (TC_OPERATION_SINK (source), result);
  g_autofree char *text = tc_incident_word_bulk (TC_BULK_JOIN_EVENT, outcomes);

  if (!self->desk)
    return;
  tc_panel_say (GTK_WIDGET (self), text);
  tc_big_event_panel_read (self);
}

static void
add_marked_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcBigEventPanel *self = data;
  g_autoptr (GArray) ids = tc_big_event_work_list_marked (self->work);
  const TcBulkOrder order = {.kind = TC_BULK_JOIN_EVENT, .event_id = self->selected};

  if (ids->len == 0) {
    tc_big_event_work_show_trouble (self->work, _ ("Mark first what belongs to it."));
    return;
  }
  tc_big_event_work_show_trouble (self->work, NULL);
  tc_incident_bulk_async (TC_OPERATION_SINK (self->desk), &order,
                          (const gint64 *) (void *) ids->data, MIN (ids->len, TC_BULK_MAX), NULL,
                          added_cb, g_object_ref (self));
}

/* ---- going elsewhere ---- */

static void
show_list_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcBigEventPanel *self = data;
  const TcBigEventView *view = tc_big_event_panel_get_view (self);
  TcQueueFilter filter = {.match = TC_MATCH_EVENT, .event_id = self->selected};

  if (view)
    g_action_group_activate_action (G_ACTION_GROUP (self->window), "show-list",
                                    tc_incident_filter_to_variant (&filter, view->event->title));
}

static void
open_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcBigEventPanel *self = data;
  g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, self->selected);

  g_action_group_activate_action (G_ACTION_GROUP (self->window), "open", g_variant_new_string (id));
}

static void
select_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  tc_big_event_panel_choose (data, g_variant_get_int64 (target));
}

static void
choose_resource_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  tc_big_event_work_choose (TC_BIG_EVENT_PANEL (data)->work, g_variant_get_int64 (target));
}

/* ---- the table ---- */

void
tc_big_event_panel_add_actions (TcBigEventPanel *self, GActionMap *window)
{
  const GActionEntry entries[] = {
      {.name = "event-select", .activate = select_cb, .parameter_type = "x"},
      {.name = "event-end", .activate = end_cb},
      {.name = "event-resume", .activate = resume_cb},
      {.name = "event-resume-of", .activate = resume_cb, .parameter_type = "x"},
      {.name = "event-check", .activate = check_cb, .parameter_type = "(sb)"},
      {.name = "event-jot", .activate = jot_cb, .parameter_type = "s"},
      {.name = "event-propose", .activate = propose_cb},
      {.name = "event-mark", .activate = mark_cb, .parameter_type = "x"},
      {.name = "event-add-marked", .activate = add_marked_cb},
      {.name = "event-show-list", .activate = show_list_cb},
      {.name = "event-open", .activate = open_cb},
      {.name = "event-choose-resource", .activate = choose_resource_cb, .parameter_type = "x"},
      {.name = "event-resource-retire", .activate = retire_cb},
  };

  g_action_map_add_action_entries (window, entries, G_N_ELEMENTS (entries), self);
  tc_big_event_panel_add_forms (self, window);
  tc_big_event_panel_add_mode (self, window);
  tc_big_event_panel_add_report (self, window);
}
