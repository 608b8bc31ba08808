/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A spinner, a sentence and a button; see the header.
 */
#include "tc-slow-note.h"

#include <glib/gi18n-lib.h>

struct _TcSlowNote {
  GtkWidget parent;
  GtkWidget *spinner; /* (unowned): child, like the three below */
  GtkWidget *label;
  GtkWidget *stop;
  GtkWidget *again;
  char *text;   /* (owned): while it is read */
  guint source; /* what comes next */
  gboolean busy;
  gboolean stopped;
};

G_DEFINE_FINAL_TYPE (TcSlowNote, tc_slow_note, GTK_TYPE_WIDGET)

enum {
  PROP_STOP_ACTION = 1,
  PROP_AGAIN_ACTION,
  PROP_TEXT
};

/* Where it does something. */
static void
show_button (GtkWidget *button)
{
  gtk_widget_set_visible (button, gtk_actionable_get_action_name (GTK_ACTIONABLE (button)) != NULL);
}

static gboolean
stoppable_cb (gpointer data)
{
  TcSlowNote *self = data;

  self->source = 0;
  show_button (self->stop);
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

static void
reset (TcSlowNote *self)
{
  self->busy = FALSE;
  self->stopped = FALSE;
  g_clear_handle_id (&self->source, g_source_remove);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  gtk_widget_set_visible (self->stop, FALSE);
  gtk_widget_set_visible (self->again, FALSE);
  gtk_spinner_stop (GTK_SPINNER (self->spinner));
  gtk_label_set_label (GTK_LABEL (self->label), self->text);
}

void
tc_slow_note_set_busy (TcSlowNote *self, gboolean busy)
{
  g_return_if_fail (TC_IS_SLOW_NOTE (self));
  if (self->busy == busy && !self->stopped)
    return;
  reset (self);
  self->busy = busy;
  if (busy)
    self->source = g_timeout_add (TC_SLOW_NOTE_SHOWN_MS, shown_cb, self);
}

void
tc_slow_note_set_stopped (TcSlowNote *self, const char *text)
{
  g_return_if_fail (TC_IS_SLOW_NOTE (self));
  reset (self);
  self->stopped = TRUE;
  gtk_label_set_label (GTK_LABEL (self->label), text);
  show_button (self->again);
  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
}

static void
tc_slow_note_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  TcSlowNote *self = TC_SLOW_NOTE (object);

  if (id == PROP_TEXT) {
    g_free (self->text);
    self->text = g_value_dup_string (value);
    reset (self);
    return;
  }
  gtk_actionable_set_action_name (
      GTK_ACTIONABLE (id == PROP_STOP_ACTION ? self->stop : self->again),
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
tc_slow_note_finalize (GObject *object)
{
  g_free (TC_SLOW_NOTE (object)->text);
  G_OBJECT_CLASS (tc_slow_note_parent_class)->finalize (object);
}

static void
tc_slow_note_class_init (TcSlowNoteClass *class)
{
  static const char *const names[] = {"stop-action", "again-action", "text"};
  GObjectClass *object_class = G_OBJECT_CLASS (class);

  object_class->set_property = tc_slow_note_set_property;
  object_class->dispose = tc_slow_note_dispose;
  object_class->finalize = tc_slow_note_finalize;
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    g_object_class_install_property (
        object_class, PROP_STOP_ACTION + i,
        g_param_spec_string (names[i], NULL, NULL, NULL,
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
  self->text = g_strdup (_ ("The list is being read…"));
  self->label = gtk_label_new (self->text);
  gtk_label_set_xalign (GTK_LABEL (self->label), 0);
  gtk_label_set_wrap (GTK_LABEL (self->label), TRUE);
  gtk_widget_set_hexpand (self->label, TRUE);
  self->stop = gtk_button_new_with_label (C_ ("verb", "Stop reading"));
  gtk_widget_set_visible (self->stop, FALSE);
  self->again = gtk_button_new_with_label (_ ("Read it again"));
  gtk_widget_set_visible (self->again, FALSE);
  gtk_widget_set_parent (self->spinner, widget);
  gtk_widget_set_parent (self->label, widget);
  gtk_widget_set_parent (self->stop, widget);
  gtk_widget_set_parent (self->again, widget);
}
