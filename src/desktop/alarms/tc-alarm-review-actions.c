/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Showing how good the alarms were, and saving it as a table: actions of the window, for whoever
 * may plan duty. What is saved is made in memory and written elsewhere.
 */
#include "tc-alarm-panel-private.h"

#include "tc-alarm-measure-words.h"
#include "tc-duty-operations.h"
#include "tc-words.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define HOURS_MAX (7 * 24)

gboolean
tc_alarm_panel_may_review (TcAlarmPanel *self)
{
  return self->desk && tc_desk_may (self->desk, TC_CAPABILITY_DUTY) &&
         tc_desk_may (self->desk, TC_MAY_HANDLE);
}

static void
changed_cb (TcAlarmPanel *self)
{
  GAction *save = self->window ? g_action_map_lookup_action (self->window, "alarm-measures-save")
                               : NULL;

  tc_alarm_measures_page_show (self->page, self->review);
  if (save)
    g_simple_action_set_enabled (G_SIMPLE_ACTION (save),
                                 tc_alarm_review_get (self->review) != NULL);
}

static void
count (TcAlarmPanel *self)
{
  GAction *span = g_action_map_lookup_action (self->window, "alarm-span");
  g_autoptr (GVariant) state = g_action_get_state (span);
  gint64 hours = g_ascii_strtoll (g_variant_get_string (state, NULL), NULL, 10);

  if (!self->review) {
    self->review = tc_alarm_review_new (tc_desk_get_reader (self->desk));
    g_signal_connect_object (self->review, "changed", G_CALLBACK (changed_cb), self,
                             G_CONNECT_SWAPPED);
  }
  tc_alarm_review_count (self->review, CLAMP (hours, 1, HOURS_MAX));
}

void
tc_alarm_panel_show_review (TcAlarmPanel *self, gboolean shown)
{
  gtk_stack_set_visible_child_name (self->pane, shown ? "measures" : "alarm");
  if (shown)
    count (self);
  else if (self->review)
    tc_alarm_review_cancel (self->review);
}

static void
span_cb (GSimpleAction *action, GVariant *state, gpointer data)
{
  TcAlarmPanel *self = data;

  g_simple_action_set_state (action, state);
  if (tc_alarm_panel_may_review (self))
    count (self);
}

static void
measures_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcAlarmPanel *self = data;
  const char *shown = gtk_stack_get_visible_child_name (self->pane);

  g_action_group_change_action_state (
      G_ACTION_GROUP (self->window), "alarm-filter",
      g_variant_new_string (g_strcmp0 (shown, "measures") == 0 ? "now" : "measures"));
}

/* ---- saving ---- */

static void
save (TcAlarmPanel *self, GFile *file)
{
  const TcAlarmMeasures *measures = self->review ? tc_alarm_review_get (self->review) : NULL;
  g_autoptr (TcListTable) table = measures ? tc_alarm_measures_to_table (measures) : NULL;
  g_autoptr (GBytes) content = NULL;
  char *csv = NULL;

  if (!table)
    return;
  csv = tc_list_table_to_csv (table);
  content = g_bytes_new_take (csv, strlen (csv));
  tc_panel_save (GTK_WIDGET (self), file, content);
}

static void
save_as_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  g_autoptr (GFile) file = g_file_new_for_path (g_variant_get_string (target, NULL));

  save (data, file);
}

static void
response_cb (GtkNativeDialog *dialog, int response, gpointer data)
{
  g_autoptr (TcAlarmPanel) self = data;
  g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));

  if (response == GTK_RESPONSE_ACCEPT && file)
    save (self, file);
  g_object_unref (dialog);
}

static void
save_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcAlarmPanel *self = data;
  g_autoptr (GDateTime) now = tc_words_local (g_get_real_time ());
  /* Translators: name of a file: figures of alarms; year-month-day and the end stay. */
  g_autofree char *name = g_date_time_format (now, _ ("alarms-%Y-%m-%d.csv"));
  GtkFileChooserNative *dialog = gtk_file_chooser_native_new (
      _ ("Save the figures (.csv)"), GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
      GTK_FILE_CHOOSER_ACTION_SAVE, NULL, NULL);

  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), name);
  g_signal_connect (dialog, "response", G_CALLBACK (response_cb), g_object_ref (self));
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

void
tc_alarm_panel_add_review_actions (TcAlarmPanel *self, GActionMap *window)
{
  const GActionEntry entries[] = {
      {.name = "alarm-measures", .activate = measures_cb},
      {.name = "alarm-span", .parameter_type = "s", .state = "'24'", .change_state = span_cb},
      {.name = "alarm-measures-save", .activate = save_cb},
      {.name = "alarm-measures-save-as", .activate = save_as_cb, .parameter_type = "s"},
  };

  g_action_map_add_action_entries (window, entries, G_N_ELEMENTS (entries), self);
}
