/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A spinner, a sentence and a button; see the header.
 */
#include "tc-slow-note.h"

#include <glib/gi18n-lib.h>

struct _TcSlowNote {
  GtkWidget parent;
  GtkWidget *spinner; /* (unowned): child, like the two below */
  GtkWidget *label;
  GtkWidget *stop;
  guint source; /* what comes next */
  gboolean busy;
};

G_DEFINE_FINAL_TYPE (TcSlowNote, tc_slow_note, GTK_TYPE_WIDGET)

enum {
  PROP_STOP_ACTION = 1
};

static gboolean
stoppable_cb (gpointer data)
{
  TcSlowNote *self = data;

  self->source = 0;
  gtk_widget_set_visible (self->stop,
                          gtk_actionable_get_action_name (GTK_ACTIONABLE (self->stop)) != NULL);
  return G_SOURCE_REMOVE;
}

static gboolean
shown_cb (gpointer data)
{
  TcSlowNote *self = data;

  gtk_spinner_start (GTK_SPINNER (self->spinner));
  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
  self->source = g_timeout_add (TC_SLOW_NOTE_STOPPABLE_MS - TC_SLOW_NOTE_SHOWN_MS, stoppable_cb,
                                self);
  return G_SOURCE_REMOVE;
}

void
tc_slow_note_set_busy (TcSlowNote *self, gboolean busy)
{
  g_return_if_fail (TC_IS_SLOW_NOTE (self));
  if (self->busy == busy)
    return;
  self->busy = busy;
  g_clear_handle_id (&self->source, g_source_remove);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  gtk_widget_set_visible (self->stop, FALSE);
  gtk_spinner_stop (GTK_SPINNER (self->spinner));
  if (busy)
    self->source = g_timeout_add (TC_SLOW_NOTE_SHOWN_MS, shown_cb, self);
}

static void
tc_slow_note_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  gtk_actionable_set_action_name (GTK_ACTIONABLE (TC_SLOW_NOTE (object)->stop),
                                  g_value_get_string (value));
}

static void
tc_slow_note_dispose (GObject *object)
{
  TcSlowNote *self = TC_SLOW_NOTE (object);
  GtkWidget *child = NULL;

  g_clear_handle_id (&self->source, g_source_remove);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))))
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (tc_slow_note_parent_class)->dispose (object);
}

static void
tc_slow_note_class_init (TcSlowNoteClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);

  object_class->set_property = tc_slow_note_set_property;
  object_class->dispose = tc_slow_note_dispose;
  g_object_class_install_property (object_class, PROP_STOP_ACTION,
                                   g_param_spec_string ("stop-action", NULL, NULL, NULL,
                                                        G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS));
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (class), GTK_TYPE_BOX_LAYOUT);
}

static void
tc_slow_note_init (TcSlowNote *self)
{
  GtkWidget *widget = GTK_WIDGET (self);

  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (gtk_widget_get_layout_manager (widget)), 8);
  gtk_widget_add_css_class (widget, "nothing");
  gtk_widget_set_visible (widget, FALSE);
  self->spinner = gtk_spinner_new ();
  self->label = gtk_label_new (_ ("The list is being read …"));
  gtk_label_set_xalign (GTK_LABEL (self->label), 0);
  gtk_label_set_wrap (GTK_LABEL (self->label), TRUE);
  gtk_widget_set_hexpand (self->label, TRUE);
  self->stop = gtk_button_new_with_label (C_ ("verb", "Stop reading"));
  gtk_widget_set_visible (self->stop, FALSE);
  gtk_widget_set_parent (self->spinner, widget);
  gtk_widget_set_parent (self->label, widget);
  gtk_widget_set_parent (self->stop, widget);
}
