/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which columns the queue has: the person's own, which this seat keeps, or those of a list that was
 * saved with some. What is changed while such a list is shown belongs to that list, and is kept
 * when it is saved under its name again.
 */
#include "tc-incident-panel-private.h"

#include "tc-queue-row.h"
#include "tc-settings.h"

#define SETTING "queue-columns"
#define SETTING_TYPE "a{xs}"
/* Of persons at one seat; past that somebody else's go. */
#define KEPT_MAX 200

/* ---- what is kept ---- */

static void
read_own (TcIncidentPanel *self, TcQueueColumns *columns)
{
  g_autoptr (GSettings) settings = tc_settings_open ();
  g_autoptr (GVariant) kept = settings ? g_settings_get_value (settings, SETTING) : NULL;
  gint64 person = tc_desk_get_person (self->desk), one = 0;
  const char *text = NULL;
  GVariantIter iter;

  tc_queue_columns_init (columns);
  if (!kept)
    return;
  g_variant_iter_init (&iter, kept);
  while (g_variant_iter_next (&iter, "{x&s}", &one, &text))
    if (one == person)
      tc_queue_columns_read (text, columns);
}

static void
keep_own (TcIncidentPanel *self, const char *text)
{
  g_autoptr (GSettings) settings = tc_settings_open ();
  g_autoptr (GVariant) kept = settings ? g_settings_get_value (settings, SETTING) : NULL;
  gint64 person = tc_desk_get_person (self->desk), one = 0;
  const char *other = NULL;
  GVariantBuilder builder;
  GVariantIter iter;
  guint n = 1;

  if (!kept)
    return;
  g_variant_builder_init (&builder, G_VARIANT_TYPE (SETTING_TYPE));
  g_variant_builder_add (&builder, "{xs}", person, text);
  g_variant_iter_init (&iter, kept);
  while (n < KEPT_MAX && g_variant_iter_next (&iter, "{x&s}", &one, &other)) {
    if (one == person)
      continue;
    g_variant_builder_add (&builder, "{xs}", one, other);
    n++;
  }
  g_settings_set_value (settings, SETTING, g_variant_builder_end (&builder));
}

/* ---- what is shown ---- */

static void
show_columns (TcIncidentPanel *self, const TcQueueColumns *columns)
{
  g_autofree char *text = tc_queue_columns_to_text (columns);
  GAction *action = g_action_map_lookup_action (self->window, "columns");

  self->columns = *columns;
  g_simple_action_set_state (G_SIMPLE_ACTION (action), g_variant_new_string (text));
  tc_queue_head_set_columns (self->head, columns);
  tc_queue_row_set_columns (GTK_WIDGET (self->list), columns);
}

void
tc_incident_panel_stand_columns (TcIncidentPanel *self, const char *text)
{
  TcQueueColumns columns;

  self->list_columns = text && tc_queue_columns_read (text, &columns);
  if (!self->list_columns)
    read_own (self, &columns);
  show_columns (self, &columns);
}

static void
columns_cb (GSimpleAction *action, GVariant *state, gpointer data)
{
  TcIncidentPanel *self = data;
  TcQueueColumns columns;

  if (!tc_queue_columns_read (g_variant_get_string (state, NULL), &columns))
    return;
  if (!self->list_columns)
    keep_own (self, g_variant_get_string (state, NULL));
  show_columns (self, &columns);
}

static void
choose_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcIncidentPanel *self = data;

  g_action_group_activate_action (G_ACTION_GROUP (self->window), "panel",
                                  g_variant_new_string ("incidents"));
  tc_queue_head_choose (self->head);
}

void
tc_incident_panel_columns_closed_cb (TcIncidentPanel *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->list));
}

static void
person_cb (TcIncidentPanel *self)
{
  if (!self->list_columns)
    tc_incident_panel_stand_columns (self, NULL);
}

void
tc_incident_panel_add_column_actions (TcIncidentPanel *self, GActionMap *window)
{
  const GActionEntry entries[] = {
      {.name = "choose-columns", .activate = choose_cb},
      {.name = "columns", .parameter_type = "s", .state = "''", .change_state = columns_cb},
  };

  g_action_map_add_action_entries (window, entries, G_N_ELEMENTS (entries), self);
  tc_incident_panel_stand_columns (self, NULL);
  g_signal_connect_object (self->desk, "notify::person-id", G_CALLBACK (person_cb), self,
                           G_CONNECT_SWAPPED);
}
