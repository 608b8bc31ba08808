/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which list the panel's queue shows: that of a chip, or one that was opened from elsewhere, and in
 * it what is searched for; and what is said of it above its rows.
 */
#include "tc-incident-panel-private.h"

#include "tc-accesses-window.h"
#include "tc-incident-commands.h"
#include "tc-incident-filter.h"
#include "tc-incident-operations.h"
#include "tc-now.h"
#include "tc-refusal-words.h"
#include "tc-reporter-accesses.h"
#include "tc-settings.h"
#include "tc-tip.h"

#include <glib/gi18n-lib.h>
#include <string.h>

typedef struct {
  const char *name;
  const char *word; /* for gettext: what stands on paper */
  TcQueueKind kind;
  TcQueueSort sort;
} List;

static const List lists[TC_LISTS] = {
    {"open", NC_ ("list", "Open incidents"), TC_QUEUE_OPEN, TC_QUEUE_LATE_FIRST},
    {"mine", NC_ ("list", "My incidents"), TC_QUEUE_MINE, TC_QUEUE_LATE_FIRST},
    {"untaken", NC_ ("list", "Incidents taken by nobody"), TC_QUEUE_UNTAKEN, TC_QUEUE_LATE_FIRST},
    {"soon", NC_ ("list", "Incidents late or due soon"), TC_QUEUE_DUE_SOON, TC_QUEUE_LATE_FIRST},
    {"all", NC_ ("list", "All incidents"), TC_QUEUE_ALL, TC_QUEUE_NEW_FIRST},
};

static TcQueueFilter
make_filter (TcIncidentPanel *self, const List *list)
{
  return (TcQueueFilter){.kind = list->kind,
                         .sort = list->sort,
                         .staff_id = tc_desk_get_person (self->desk),
                         .at_us = tc_now_us ()};
}

void
tc_incident_panel_list_counted (TcIncidentPanel *self, TcQueueFilter *counted)
{
  for (guint i = 0; i < TC_LISTS; i++)
    counted[i] = make_filter (self, &lists[i]);
}

void
tc_incident_panel_get_filter (TcIncidentPanel *self, TcQueueFilter *filter)
{
  g_autofree char *rest = NULL;

  *filter = self->list_filter;
  g_clear_pointer (&self->unknown, g_free);
  rest = tc_queue_choices_take (self->filter_choices, gtk_editable_get_text (self->search), filter,
                                &self->unknown);
  g_strlcpy (filter->text, g_strstrip (rest), sizeof filter->text);
  filter->group = self->grouping;
}

/* How long a frame waits for the list that goes with it, in steps of: far less than a frame. */
#define HOLD_US 15000
#define HOLD_STEP_US 250

/* Most lists are there within a few milliseconds. If what was typed or pressed were painted before,
 * the list would have to wait for the next frame; so the first one waits. */
static gboolean
hold_frame_cb (gpointer data)
{
  TcIncidentPanel *self = data;
  gboolean loading = FALSE;

  g_object_get (self->queue, "loading", &loading, NULL);
  if (loading && g_get_monotonic_time () < self->hold_until_us) {
    g_usleep (HOLD_STEP_US);
    return G_SOURCE_CONTINUE;
  }
  self->hold = 0;
  return G_SOURCE_REMOVE;
}

static void
hold_frame (TcIncidentPanel *self)
{
  self->hold_until_us = g_get_monotonic_time () + HOLD_US;
  if (self->hold == 0)
    self->hold = g_idle_add_full (GDK_PRIORITY_REDRAW - 1, hold_frame_cb, self, NULL);
}

/* The list chosen, and in it what is searched for. */
static void
fill (TcIncidentPanel *self)
{
  TcQueueFilter filter;

  tc_incident_panel_get_filter (self, &filter);
  if (*filter.text)
    filter.sort = TC_QUEUE_NEW_FIRST;
  filter.who = tc_desk_may (self->desk, TC_MAY_OPEN_REPORTER);
  tc_filter_form_set (self->filter_form, &self->list_filter);
  self->choices++;
  self->stopped = FALSE;
  if (self->chosen_ids->len > 1)
    tc_incident_panel_end_many (self);
  else
    tc_incident_panel_forget_told (self);
  g_array_set_size (self->chosen_ids, 0);
  tc_incident_queue_set_filter (self->queue, &filter);
  hold_frame (self);
}

/* What ended can't be late: newest first. */
#define MATCH_ENDED (TC_MATCH_STATE | TC_MATCH_RECEIVED | TC_MATCH_RESOLVED | TC_MATCH_REPORTED)

/* A list of what is over isn't whole on a desk that still loads its history. */
static void
tell_partial (TcIncidentPanel *self)
{
  gboolean past = self->list_filter.kind == TC_QUEUE_ALL ||
                  (self->list_filter.match & MATCH_ENDED) != 0;
  g_autofree char *text = NULL;
  double loading = 1;

  g_object_get (self->desk, "loading", &loading, NULL);
  /* Translators: over a list; per cent. */
  text = g_strdup_printf (_ ("History is not all here yet (%d\u00a0%%): this list is not whole."),
                          (int) (loading * 100));
  gtk_label_set_label (self->partial, text);
  gtk_widget_set_visible (GTK_WIDGET (self->partial), past && loading < 1);
}

/* By what the rows stand together now; the seat's own choice is kept by whoever calls. */
static void
set_grouping (TcIncidentPanel *self, TcQueueGrouping grouping)
{
  GAction *action = g_action_map_lookup_action (self->window, "group");

  self->grouping = grouping;
  g_simple_action_set_state (G_SIMPLE_ACTION (action),
                             g_variant_new_string (tc_incident_filter_word_grouping (grouping)));
}

static void
choose_list (TcIncidentPanel *self, const char *name)
{
  for (guint i = 0; i < TC_LISTS; i++) {
    if (!g_str_equal (lists[i].name, name))
      continue;
    self->list_filter = make_filter (self, &lists[i]);
    gtk_widget_set_visible (self->chosen, FALSE);
    tc_incident_panel_leave_saved (self);
    set_grouping (self, self->seat_grouping);
    tc_incident_panel_stand_columns (self, NULL);
    fill (self);
    tell_partial (self);
  }
}

/* ---- what is said of it ---- */

char *
tc_incident_panel_word_list (TcIncidentPanel *self)
{
  const char *name = gtk_label_get_label (self->chosen_label);
  const char *text = gtk_editable_get_text (self->search);

  for (guint i = 0; i < TC_LISTS && !gtk_widget_get_visible (self->chosen); i++)
    if (lists[i].kind == self->list_filter.kind)
      name = g_dpgettext2 (GETTEXT_PACKAGE, "list", lists[i].word);
  /* Translators: a list, and what is searched in it. */
  return *text ? g_strdup_printf (_ ("%s, with the words “%s”"), name, text) : g_strdup (name);
}

/* How many a list has that was opened from elsewhere: there is no chip that counts them. */
static void
tell_chosen (TcIncidentPanel *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->queue));
  g_autofree char *count = g_strdup_printf ("%u", n), *spoken = NULL;

  if (!gtk_widget_get_visible (self->chosen))
    return;
  /* Translators: a list that was opened from elsewhere, how many there are in it, and what the
   * button does: back to all. */
  spoken = g_strdup_printf (ngettext ("Shown: %s, %u incident. Show all open ones again",
                                      "Shown: %s, %u incidents. Show all open ones again", n),
                            gtk_label_get_label (self->chosen_label), n);
  gtk_label_set_label (self->chosen_count, count);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->chosen), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  spoken, -1);
}

void
tc_incident_panel_name_list (TcIncidentPanel *self, const char *name)
{
  GAction *filter = g_action_map_lookup_action (self->window, "filter");

  gtk_label_set_label (self->chosen_label, name);
  tc_tip_set (self->chosen, name);
  gtk_widget_set_visible (self->chosen, TRUE);
  g_simple_action_set_state (G_SIMPLE_ACTION (filter), g_variant_new_string ("chosen"));
  tell_chosen (self);
}

/* How much was found, and whether that can be all. */
static char *
word_search (TcIncidentPanel *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->queue));
  double done = tc_incident_queue_get_text_done (self->queue);

  if (done < 1)
    return g_strdup_printf (
        /* Translators: found so far, and how much of all incidents the search has read. */
        ngettext ("%u found; search is still reading older incidents (%.0f\u00a0%% done)",
                  "%u found; search is still reading older incidents (%.0f\u00a0%% done)", n),
        n, done * 100);
  if (tc_incident_queue_is_page (self->queue))
    /* Translators: the newest are shown; how many there are is still counted. */
    return g_strdup_printf (ngettext ("At least %u found", "At least %u found", n), n);
  if (n >= TC_QUEUE_FOUND_MAX)
    return g_strdup_printf (_ ("The newest %u found; type more to narrow it down"), n);
  return g_strdup_printf (ngettext ("%u found", "%u found", n), n);
}

static void
tell_search (TcIncidentPanel *self, gboolean loading)
{
  const char *barred = tc_reading_watch_word (self->reading);
  gboolean searching = *gtk_editable_get_text (self->search) != 0;
  g_autofree char *text = NULL;

  if (searching && self->unknown)
    /* Translators: typed in the search as a filter, behind a colon. */
    text = g_strdup_printf (_ ("“%s” is no field, area or unit: it is left out."), self->unknown);
  else if (searching && !loading)
    text = word_search (self);

  gtk_widget_set_visible (GTK_WIDGET (self->search_state), searching);
  if (text)
    gtk_label_set_label (self->search_state, text);
  gtk_label_set_label (self->nothing_label, barred ? barred
                                            : searching
                                                ? _ ("Nothing in this list has these words.")
                                                : _ ("No incident is in this list."));
  gtk_widget_set_visible (self->search_all,
                          searching && !barred && self->list_filter.kind != TC_QUEUE_ALL);
}

/* A list that takes long says so; one that somebody didn't wait for isn't called empty. */
static void
tell_stopped (TcIncidentPanel *self, gboolean loading)
{
  self->stopped = self->stopped && g_list_model_get_n_items (G_LIST_MODEL (self->queue)) == 0;
  tc_slow_note_set_busy (self->slow, loading);
  gtk_widget_set_visible (self->read_again, self->stopped);
  if (self->stopped)
    gtk_label_set_label (self->nothing_label,
                         _ ("This list was not read: the reading was stopped."));
}

/* An empty list says so, but not while it is still read. */
void
tc_incident_panel_tell_list (TcIncidentPanel *self)
{
  gboolean loading = TRUE;

  g_object_get (self->queue, "loading", &loading, NULL);
  tell_chosen (self);
  tell_search (self, loading);
  tell_partial (self);
  tell_stopped (self, loading);
  gtk_widget_set_visible (self->nothing,
                          !loading && g_list_model_get_n_items (G_LIST_MODEL (self->queue)) == 0 &&
                              tc_incident_queue_get_n_new (self->queue) == 0);
}

/* ---- from elsewhere ---- */

/* What a list needs beside what is asked for; @sorted: its order is. */
static void
complete_filter (TcIncidentPanel *self, TcQueueFilter *filter, gboolean sorted)
{
  TcQueueSort sort = filter->match & MATCH_ENDED ? TC_QUEUE_NEW_FIRST : TC_QUEUE_LATE_FIRST;

  for (guint i = 0; i < TC_LISTS; i++)
    if (lists[i].kind == filter->kind)
      sort = lists[i].sort;
  if (!sorted)
    filter->sort = sort;
  filter->staff_id = tc_desk_get_person (self->desk);
  filter->at_us = tc_now_us ();
}

/* What it asks for. (transfer full) */
static char *
word_asked (TcIncidentPanel *self, const TcQueueFilter *filter)
{
  g_autofree char *asked = tc_queue_choices_word (self->filter_choices, filter);

  for (guint i = 0; i < TC_LISTS; i++) {
    const char *word = g_dpgettext2 (GETTEXT_PACKAGE, "list", lists[i].word);
    if (lists[i].kind == filter->kind)
      return *asked && i > 0 ? g_strdup_printf ("%s · %s", word, asked)
                             : g_strdup (*asked ? asked : word);
  }
  return g_strdup (*asked ? asked : _ ("Chosen incidents"));
}

/* @name: (nullable): of the list; else what it asks for says what it is. */
static void
set_list (TcIncidentPanel *self, const TcQueueFilter *filter, const char *name)
{
  g_autofree char *asked = word_asked (self, filter);

  tc_incident_panel_name_list (self, name ? name : asked);
  tc_incident_panel_leave_saved (self);
  /* The first of the list is shown, once it is there. */
  self->entered = FALSE;
  tc_incident_focus_set_id (self->focus, 0);
  self->list_filter = *filter;
}

/* That of a chip has no more to it. (nullable) */
static const List *
find_chip (const TcQueueFilter *filter)
{
  for (guint i = 0; i < TC_LISTS && filter->match == 0; i++)
    if (lists[i].kind == filter->kind && lists[i].sort == filter->sort)
      return &lists[i];
  return NULL;
}

void
tc_incident_panel_unname_list (TcIncidentPanel *self)
{
  GAction *filter = g_action_map_lookup_action (self->window, "filter");
  const List *chip = find_chip (&self->list_filter);
  g_autofree char *asked = word_asked (self, &self->list_filter);

  tc_incident_panel_leave_saved (self);
  if (!chip) {
    tc_incident_panel_name_list (self, asked);
    return;
  }
  self->list_columns = FALSE; /* whoever changes them now makes them their own */
  gtk_widget_set_visible (self->chosen, FALSE);
  g_simple_action_set_state (G_SIMPLE_ACTION (filter), g_variant_new_string (chip->name));
}

/* @data: of tc-incident-filter.h. FALSE if it isn't understood. */
static gboolean
show_list (TcIncidentPanel *self, GVariant *data)
{
  TcQueueFilter filter = {0};
  g_autofree char *given = NULL, *text = NULL;
  const char *word = NULL;

  if (!tc_incident_filter_from_variant (data, &filter, &given))
    return FALSE;
  complete_filter (self, &filter, g_variant_lookup (data, "sort", "&s", &word));
  text = g_strdup (filter.text);
  *filter.text = 0;
  set_grouping (self,
                g_variant_lookup (data, "group", "&s", &word) ? filter.group : self->seat_grouping);
  tc_incident_panel_stand_columns (
      self, g_variant_lookup (data, TC_FILTER_COLUMNS, "&s", &word) ? word : NULL);
  set_list (self, &filter, given);
  gtk_editable_set_text (self->search, text);
  fill (self);
  tell_chosen (self);
  tell_partial (self);
  return TRUE;
}

/* Of those that belong to no chip: what waits for a person's word. */
static const struct {
  const char *action;
  const char *title;
  TcQueueMatch match;
} waiting[] = {
    {"list-to-approve", NC_ ("list", "Answers to be approved"), TC_MATCH_TO_APPROVE},
    {"list-to-publish", NC_ ("list", "Answers to be published"), TC_MATCH_TO_PUBLISH},
    {"list-untold", NC_ ("list", "Over, and a reporter is to be told"), TC_MATCH_UNTOLD},
};

static void
show_waiting_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcIncidentPanel *self = data;
  const char *name = g_action_get_name (G_ACTION (action));

  for (guint i = 0; i < G_N_ELEMENTS (waiting); i++) {
    const TcQueueFilter filter = {.kind = TC_QUEUE_MATCH, .match = waiting[i].match};
    if (g_str_equal (name, waiting[i].action))
      g_action_group_activate_action (
          G_ACTION_GROUP (self->window), "show-list",
          tc_incident_filter_to_variant (&filter,
                                         g_dpgettext2 (GETTEXT_PACKAGE, "list", waiting[i].title)));
  }
}

static void
show_list_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcIncidentPanel *self = data;

  if (!show_list (self, target))
    return;
  g_action_group_activate_action (G_ACTION_GROUP (self->window), "panel",
                                  g_variant_new_string ("incidents"));
}

/* ---- what was listed before something else is for a while ---- */

static void
keep_list_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcIncidentPanel *self = data;
  g_autoptr (GVariant)
      filter = g_action_group_get_action_state (G_ACTION_GROUP (self->window), "filter");
  const char *name = g_variant_get_string (filter, NULL);

  if (self->list_filter.match & TC_MATCH_EVENT)
    return;
  g_clear_pointer (&self->kept_list, g_variant_unref);
  if (g_str_equal (name, "chosen"))
    self->kept_list = g_variant_ref_sink (tc_incident_filter_to_variant (
        &self->list_filter, gtk_label_get_label (self->chosen_label)));
  self->kept_filter = g_intern_string (name);
}

/* Whoever chose another list himself meanwhile stays before that. */
static void
list_back_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcIncidentPanel *self = data;

  if (!(self->list_filter.match & TC_MATCH_EVENT))
    return;
  if (!self->kept_list || !show_list (self, self->kept_list))
    g_action_group_change_action_state (
        G_ACTION_GROUP (self->window), "filter",
        g_variant_new_string (self->kept_filter ? self->kept_filter : "open"));
}

/* ---- put together ---- */

/* Whatever is searched for stays so; a list without more is that of its chip, unless it was made
 * from one that was saved: that is changed with the columns and the grouping that it has. */
static void
form_changed_cb (TcIncidentPanel *self)
{
  const TcQueueFilter *asked = tc_filter_form_get (self->filter_form);
  TcQueueFilter filter = *asked;
  gint64 made_from_id = self->made_from_id;
  const List *chip = made_from_id == 0 ? find_chip (&filter) : NULL;

  if (chip) {
    g_action_group_change_action_state (G_ACTION_GROUP (self->window), "filter",
                                        g_variant_new_string (chip->name));
    return;
  }
  complete_filter (self, &filter, TRUE);
  if (made_from_id == 0)
    tc_incident_panel_stand_columns (self, NULL);
  set_list (self, &filter, NULL);
  self->made_from_id = made_from_id;
  fill (self);
  tell_chosen (self);
  tell_partial (self);
}

static void
choices_changed_cb (TcIncidentPanel *self)
{
  if (strchr (gtk_editable_get_text (self->search), ':'))
    tc_incident_panel_searched_cb (self);
  tc_filter_form_set (self->filter_form, &self->list_filter);
}

static void
form_closed_cb (TcIncidentPanel *self)
{
  if (!gtk_widget_get_visible (GTK_WIDGET (self->many_composer)))
    gtk_widget_grab_focus (GTK_WIDGET (self->list));
}

static void
put_together_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcIncidentPanel *self = data;

  g_action_group_activate_action (G_ACTION_GROUP (self->window), "panel",
                                  g_variant_new_string ("incidents"));
  gtk_menu_button_popup (self->filter_button);
}

void
tc_incident_panel_make_filter_form (TcIncidentPanel *self)
{
  self->filter_choices = tc_queue_choices_new (self->desk);
  tc_filter_form_set_choices (self->filter_form, self->filter_choices);
  g_signal_connect_object (self->filter_choices, "changed", G_CALLBACK (choices_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->filter_form, "changed", G_CALLBACK (form_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->filter_popover, "closed", G_CALLBACK (form_closed_cb), self,
                           G_CONNECT_SWAPPED);
}

/* ---- actions ---- */

static void
filter_cb (GSimpleAction *action, GVariant *state, gpointer data)
{
  g_simple_action_set_state (action, state);
  choose_list (data, g_variant_get_string (state, NULL));
}

/* ---- how the rows stand ---- */

static void
group_cb (GSimpleAction *action, GVariant *state, gpointer data)
{
  TcIncidentPanel *self = data;
  const char *name = g_variant_get_string (state, NULL);
  g_autoptr (GSettings) settings = tc_settings_open ();

  if (!tc_incident_filter_read_grouping (name, &self->seat_grouping))
    return;
  set_grouping (self, self->seat_grouping);
  if (settings)
    g_settings_set_string (settings, "queue-grouping", name);
  tc_incident_panel_stay_in_sight (self);
  fill (self);
}

/* As this seat had it. */
static void
restore_look (TcIncidentPanel *self, GActionGroup *window)
{
  g_autoptr (GSettings) settings = tc_settings_open ();
  g_autofree char *grouping = settings ? g_settings_get_string (settings, "queue-grouping") : NULL;

  if (grouping && !g_str_equal (grouping, "none"))
    g_action_group_change_action_state (window, "group", g_variant_new_string (grouping));
}

static void
admit_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  tc_incident_queue_admit (TC_INCIDENT_PANEL (data)->queue);
}

static void
find_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcIncidentPanel *self = data;

  gtk_editable_select_region (self->search, 0, -1);
  gtk_widget_grab_focus (GTK_WIDGET (self->search));
}

static void
find_text_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  gtk_editable_set_text (TC_INCIDENT_PANEL (data)->search, g_variant_get_string (target, NULL));
}

/* ---- looking for a person, which is put on record ---- */

/* After that somebody has read what was found. */
#define LOOK_S 2

/* One search. */
typedef struct {
  TcIncidentPanel *panel; /* (owned) */
  char *text;             /* (owned) */
} Look;

static void
free_look (Look *look)
{
  g_object_unref (look->panel);
  g_free (look->text);
  g_free (look);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Look, free_look)

static void
recorded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TcIncidentPanel) self = data;
  g_autofree char *trouble = tc_verdict_finish_word (TC_OPERATION_SINK (source), result);

  if (self->desk && trouble)
    tc_panel_say (GTK_WIDGET (self), trouble);
}

static void
is_person_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Look) look = data;
  TcIncidentPanel *self = look->panel;

  if (!tc_reporter_is_searched_finish (TC_WORKER (source), result) || !self->desk ||
      g_strcmp0 (self->looked, look->text) == 0)
    return;
  g_free (self->looked);
  self->looked = g_strdup (look->text);
  tc_incident_command_search_reporter (
      &(TcCommand){TC_OPERATION_SINK (self->desk), NULL, recorded_cb, g_object_ref (self)},
      look->text);
}

static gboolean
look_cb (gpointer data)
{
  TcIncidentPanel *self = data;
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (self->search)));
  Look *look = NULL;

  self->look = 0;
  if (!*text || !self->desk || !tc_desk_may (self->desk, TC_MAY_OPEN_REPORTER) ||
      !tc_desk_get_reader (self->desk))
    return G_SOURCE_REMOVE;
  look = g_new0 (Look, 1);
  *look = (Look){g_object_ref (self), g_strdup (text)};
  tc_reporter_is_searched_async (tc_desk_get_reader (self->desk), text, is_person_cb, look);
  return G_SOURCE_REMOVE;
}

/* Whoever is done with searching goes on with what was found, now or once it is read: the next key
 * isn't meant for what was shown before. */
static void
show_found (TcIncidentPanel *self)
{
  gboolean loading = FALSE;

  if (!self->queue || !*gtk_editable_get_text (self->search))
    return;
  g_object_get (self->queue, "loading", &loading, NULL);
  if (loading) {
    self->entered = FALSE;
    tc_incident_focus_set_id (self->focus, 0);
  } else if (g_list_model_get_n_items (G_LIST_MODEL (self->queue)) > 0 &&
             tc_incident_queue_find (self->queue, tc_incident_focus_get_id (self->focus)) ==
                 G_MAXUINT) {
    tc_incident_panel_choose (self, tc_incident_queue_get_id (self->queue, 0));
  }
}

void
tc_incident_panel_search_entered_cb (TcIncidentPanel *self)
{
  g_clear_handle_id (&self->look, g_source_remove);
  look_cb (self);
  show_found (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->list));
}

void
tc_incident_panel_searched_cb (TcIncidentPanel *self)
{
  if (!self->queue)
    return;
  g_clear_handle_id (&self->look, g_source_remove);
  if (*gtk_editable_get_text (self->search))
    self->look = g_timeout_add_seconds (LOOK_S, look_cb, self);
  else
    g_clear_pointer (&self->looked, g_free);
  fill (self);
  tc_incident_panel_tell_list (self);
}

void
tc_incident_panel_stop_search_cb (TcIncidentPanel *self)
{
  gtk_editable_set_text (self->search, "");
  gtk_widget_grab_focus (GTK_WIDGET (self->list));
}

/* For whoever may give such data away. */
static void
show_accesses_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcIncidentPanel *self = data;

  if (self->desk && tc_desk_may (self->desk, TC_MAY_RELEASE_REPORTER) &&
      tc_desk_get_reader (self->desk))
    tc_accesses_window_show (GTK_WINDOW (self->window), self->desk);
  else
    tc_panel_say (tc_panel_find_place (GTK_WIDGET (self)),
                  _ ("You have no right to do this; nothing was done. Ask the shift supervisor."));
}

static void
stop_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcIncidentPanel *self = data;

  g_object_get (self->queue, "loading", &self->stopped, NULL);
  tc_incident_queue_stop (self->queue);
}

static void
again_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  fill (data);
}

void
tc_incident_panel_add_list_actions (TcIncidentPanel *self, GActionMap *window)
{
  const GActionEntry entries[] = {
      {.name = "admit", .activate = admit_cb},
      {.name = "show-accesses", .activate = show_accesses_cb},
      {.name = "find", .activate = find_cb},
      {.name = "put-filter-together", .activate = put_together_cb},
      {.name = "find-text", .activate = find_text_cb, .parameter_type = "s"},
      {.name = "show-list", .activate = show_list_cb, .parameter_type = "a{sv}"},
      {.name = "list-to-approve", .activate = show_waiting_cb},
      {.name = "list-to-publish", .activate = show_waiting_cb},
      {.name = "list-untold", .activate = show_waiting_cb},
      {.name = "filter", .parameter_type = "s", .state = "'open'", .change_state = filter_cb},
      {.name = "keep-list", .activate = keep_list_cb},
      {.name = "list-back", .activate = list_back_cb},
      {.name = "list-stop", .activate = stop_cb},
      {.name = "list-again", .activate = again_cb},
      {.name = "group", .parameter_type = "s", .state = "'none'", .change_state = group_cb},
  };

  g_action_map_add_action_entries (window, entries, G_N_ELEMENTS (entries), self);
  restore_look (self, G_ACTION_GROUP (window));
}
