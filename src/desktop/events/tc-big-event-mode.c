/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The mode of a big event: one switch that sets this desk up for it, by its kind, and another that
 * sets it back. It is of this desk alone, and nothing switches it by itself.
 */
#include "tc-big-event-panel-private.h"

#include "tc-big-event-words.h"
#include "tc-event-counts.h"
#include "tc-settings.h"

#include <glib/gi18n-lib.h>

/* How the incidents were shown before, and for which event: until it is set back, by whoever signs
 * in here. */
#define BEFORE_KEY "event-mode-before"
#define SET_KEY "event-mode-set"
#define EVENT_KEY "event-mode"

/* How the incidents are shown meanwhile: where a storm passes is what counts, of a fire what is
 * most pressing. */
static const struct {
  const char *kind;
  const char *group;
  gboolean compact;
} modes[] = {
    {"storm", "area", TRUE},
    {"flood", "area", TRUE},
    {"fire", "due", FALSE},
    {"other", "area", FALSE},
};

static void
set_state (TcBigEventPanel *self, const char *action, GVariant *state)
{
  g_action_group_change_action_state (G_ACTION_GROUP (self->window), action, state);
}

/* What is set back. */
static void
keep_look (TcBigEventPanel *self)
{
  GActionGroup *window = G_ACTION_GROUP (self->window);
  g_autoptr (GVariant) group = g_action_group_get_action_state (window, "group");
  g_autoptr (GVariant) compact = g_action_group_get_action_state (window, "compact");
  g_autoptr (GSettings) settings = tc_settings_open ();

  g_free (self->group_before);
  self->group_before = g_variant_dup_string (group, NULL);
  self->compact_before = g_variant_get_boolean (compact);
  if (settings)
    g_settings_set (settings, BEFORE_KEY, "(sb)", self->group_before, self->compact_before);
}

/* What is as the mode set it, and so isn't anybody's own choice. */
static void
keep_set (TcBigEventPanel *self)
{
  GActionGroup *window = G_ACTION_GROUP (self->window);
  g_autoptr (GVariant) group = g_action_group_get_action_state (window, "group");
  g_autoptr (GVariant) compact = g_action_group_get_action_state (window, "compact");
  g_autoptr (GSettings) settings = tc_settings_open ();

  if (settings)
    g_settings_set (settings, SET_KEY, "(sb)", g_variant_get_string (group, NULL),
                    g_variant_get_boolean (compact));
}

/* What was changed by hand meanwhile stays. */
static void
set_look_back (TcBigEventPanel *self)
{
  GActionGroup *window = G_ACTION_GROUP (self->window);
  g_autoptr (GVariant) group = g_action_group_get_action_state (window, "group");
  g_autoptr (GVariant) compact = g_action_group_get_action_state (window, "compact");
  g_autoptr (GSettings) settings = tc_settings_open ();
  g_autofree char *set_group = NULL;
  gboolean set_compact = FALSE;

  if (settings)
    g_settings_get (settings, SET_KEY, "(sb)", &set_group, &set_compact);
  if (!set_group || !*set_group || g_str_equal (set_group, g_variant_get_string (group, NULL)))
    set_state (self, "group", g_variant_new_string (self->group_before));
  if (!set_group || !*set_group || set_compact == g_variant_get_boolean (compact))
    set_state (self, "compact", g_variant_new_boolean (self->compact_before));
}

/* The wall shows the event's figures meanwhile. */
static void
tell_event (TcBigEventPanel *self, gint64 event_id)
{
  GAction *action = g_action_map_lookup_action (self->window, TC_EVENT_MODE);

  g_simple_action_set_state (G_SIMPLE_ACTION (action), g_variant_new_int64 (event_id));
}

static void
set_event (TcBigEventPanel *self, gint64 event_id)
{
  g_autoptr (GSettings) settings = tc_settings_open ();

  if (settings)
    g_settings_set_int64 (settings, EVENT_KEY, event_id);
  tell_event (self, event_id);
}

void
tc_big_event_panel_restore_mode (TcBigEventPanel *self)
{
  g_autoptr (GSettings) settings = tc_settings_open ();

  if (!settings)
    return;
  g_free (self->group_before);
  g_settings_get (settings, BEFORE_KEY, "(sb)", &self->group_before, &self->compact_before);
  self->mode = *self->group_before != 0;
  tell_event (self, g_settings_get_int64 (settings, EVENT_KEY));
}

/* What the video wall could show is offered there. */
static void
offer_wall (TcBigEventPanel *self, const TcBigEvent *event)
{
  const char *const names[] = {event->title, tc_big_event_get_layout_name (event->kind), NULL};

  g_action_group_activate_action (G_ACTION_GROUP (self->window), "wall-mode",
                                  g_variant_new ("(^asx)", names, event->id));
}

static void
mode_on_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcBigEventPanel *self = data;
  const TcBigEventView *view = tc_big_event_panel_get_view (self);

  if (!view)
    return;
  keep_look (self);
  set_event (self, view->event->id);
  self->mode = TRUE;
  self->proposing = TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (modes); i++) {
    if (!g_str_equal (modes[i].kind, view->event->kind))
      continue;
    set_state (self, "group", g_variant_new_string (modes[i].group));
    set_state (self, "compact", g_variant_new_boolean (modes[i].compact));
  }
  keep_set (self);
  offer_wall (self, view->event);
  g_action_group_activate_action (G_ACTION_GROUP (self->window), "keep-list", NULL);
  g_action_group_activate_action (G_ACTION_GROUP (self->window), "event-show-list", NULL);
  tc_big_event_panel_read (self);
  tc_big_event_panel_enable_actions (self);
  tc_panel_answer (
      GTK_WIDGET (self), TRUE,
      _ ("This desk is set up for the big event: its incidents, by area or by what is "
         "most pressing, its list of what has to be seen to, and its figures on the wall."));
}

/* Once more, for whoever said "Not now" or came later. */
static void
wall_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  const TcBigEventView *view = tc_big_event_panel_get_view (data);

  if (view)
    offer_wall (data, view->event);
}

static void
mode_off_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcBigEventPanel *self = data;
  g_autoptr (GSettings) settings = tc_settings_open ();

  set_event (self, 0);
  self->mode = FALSE;
  self->proposing = FALSE;
  set_look_back (self);
  if (settings) {
    g_settings_reset (settings, BEFORE_KEY);
    g_settings_reset (settings, SET_KEY);
  }
  g_action_group_activate_action (G_ACTION_GROUP (self->window), "list-back", NULL);
  g_action_group_activate_action (G_ACTION_GROUP (self->window), "wall-mode-back", NULL);
  tc_big_event_panel_read (self);
  tc_big_event_panel_enable_actions (self);
  tc_panel_answer (GTK_WIDGET (self), TRUE, _ ("This desk is as it was before the big event."));
}

void
tc_big_event_panel_add_mode (TcBigEventPanel *self, GActionMap *window)
{
  const GActionEntry entries[] = {
      {.name = "event-mode-on", .activate = mode_on_cb},
      {.name = "event-mode-off", .activate = mode_off_cb},
      {.name = TC_EVENT_WALL, .activate = wall_cb},
      {.name = TC_EVENT_MODE, .state = "int64 0"},
  };

  g_action_map_add_action_entries (window, entries, G_N_ELEMENTS (entries), self);
}
