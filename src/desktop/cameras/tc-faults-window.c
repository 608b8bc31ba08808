/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A camera's faults; see the header.
 */
#include "tc-faults-window.h"

#include "tc-camera-fault-watch.h"
#include "tc-camera-health-words.h"
#include "tc-camera-words.h"
#include "tc-list-take.h"
#include "tc-now.h"
#include "tc-open-window.h"
#include "tc-slow-note.h"
#include "tc-text-label.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#define TC_TYPE_FAULTS_WINDOW (tc_faults_window_get_type ())
G_DECLARE_FINAL_TYPE (TcFaultsWindow, tc_faults_window, TC, FAULTS_WINDOW, AdwWindow)

struct _TcFaultsWindow {
  AdwWindow parent;
  AdwWindowTitle *heading; /* (unowned): template child, as all down to nothing */
  GtkListBox *list;
  GtkMenuButton *list_menu;
  TcSlowNote *slow;
  GtkLabel *nothing;
  TcCameraFaultWatch *watch; /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (TcFaultsWindow, tc_faults_window, ADW_TYPE_WINDOW)

/* ---- rows ---- */

static GtkWidget *
make_row (const TcCameraFault *fault, gint64 now_us)
{
  GtkWidget *lines = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *row = gtk_list_box_row_new ();
  g_autofree char *what = tc_camera_fault_word_what (fault);
  g_autofree char *when = tc_camera_fault_word_when (fault, now_us);
  g_autofree char *spoken = g_strdup_printf ("%s. %s", what, when);

  gtk_box_append (GTK_BOX (lines), tc_text_label_new_wrapped (what, "strong"));
  gtk_box_append (GTK_BOX (lines), tc_text_label_new_wrapped (when, "second"));
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), lines);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
  return row;
}

static void
clear (TcFaultsWindow *self)
{
  GtkListBoxRow *row;

  while ((row = gtk_list_box_get_row_at_index (self->list, 0)))
    gtk_list_box_remove (self->list, GTK_WIDGET (row));
}

static void
changed_cb (TcFaultsWindow *self)
{
  const GPtrArray *faults = tc_camera_fault_watch_get (self->watch);
  gint64 now_us = tc_now_us ();

  tc_slow_note_set_busy (self->slow, FALSE);
  clear (self);
  for (guint i = 0; i < faults->len; i++)
    gtk_list_box_append (self->list, make_row (g_ptr_array_index (faults, i), now_us));
  gtk_widget_set_visible (GTK_WIDGET (self->nothing), faults->len == 0);
}

static void
failed_cb (TcFaultsWindow *self)
{
  tc_slow_note_set_stopped (self->slow, _ ("The faults can't be read at the moment."));
}

/* ---- taken away ---- */

static TcListTable *
make_table (GtkWidget *owner)
{
  TcFaultsWindow *self = TC_FAULTS_WINDOW (gtk_widget_get_root (owner));
  const GPtrArray *faults = self->watch ? tc_camera_fault_watch_get (self->watch) : NULL;

  return faults ? tc_camera_faults_to_table (faults, gtk_window_get_title (GTK_WINDOW (self)),
                                             tc_now_us ())
                : NULL;
}

/* The owner is within what shows sentences. */
static void
add_take (TcFaultsWindow *self, TcDesk *desk)
{
  g_autoptr (GSimpleActionGroup) actions = g_simple_action_group_new ();

  tc_list_take_fill_menu (self->list_menu, "faults");
  tc_list_take_add (G_ACTION_MAP (actions), "faults", GTK_WIDGET (self->list), desk,
                    /* Translators: name of a file: faults of a camera; year-month-day, end stay. */
                    _ ("camera-faults-%Y-%m-%d.csv"), make_table);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "win", G_ACTION_GROUP (actions));
}

/* ---- the window ---- */

/* Nobody who isn't signed in reads on. */
static void
person_cb (TcFaultsWindow *self, GParamSpec *property, TcDesk *desk)
{
  if (tc_desk_get_person (desk) == 0)
    gtk_window_close (GTK_WINDOW (self));
}

static void
forget (TcFaultsWindow *self)
{
  if (self->watch)
    g_signal_handlers_disconnect_by_data (self->watch, self);
  g_clear_object (&self->watch);
}

static void
show_camera (TcFaultsWindow *self, TcDesk *desk, const TcCamera *camera)
{
  g_autofree char *camera_title = tc_camera_word_title (camera);
  /* Translators: number and name of a camera. */
  g_autofree char *title = g_strdup_printf (_ ("Faults of %s"), camera_title);

  forget (self);
  clear (self);
  gtk_window_set_title (GTK_WINDOW (self), title);
  adw_window_title_set_subtitle (self->heading, camera_title);
  gtk_widget_set_visible (GTK_WIDGET (self->nothing), FALSE);
  tc_slow_note_set_busy (self->slow, TRUE);
  self->watch = tc_camera_fault_watch_new (desk, camera->id);
  g_signal_connect_object (self->watch, "changed", G_CALLBACK (changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->watch, "failed", G_CALLBACK (failed_cb), self, G_CONNECT_SWAPPED);
}

static void
tc_faults_window_dispose (GObject *object)
{
  forget (TC_FAULTS_WINDOW (object));
  G_OBJECT_CLASS (tc_faults_window_parent_class)->dispose (object);
}

static void
tc_faults_window_class_init (TcFaultsWindowClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = tc_faults_window_dispose;
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  g_type_ensure (TC_TYPE_SLOW_NOTE);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/toancanh/ToanCanh/ui/tc-faults-window.ui");
  gtk_widget_class_bind_template_child (widget_class, TcFaultsWindow, heading);
  gtk_widget_class_bind_template_child (widget_class, TcFaultsWindow, list);
  gtk_widget_class_bind_template_child (widget_class, TcFaultsWindow, list_menu);
  gtk_widget_class_bind_template_child (widget_class, TcFaultsWindow, slow);
  gtk_widget_class_bind_template_child (widget_class, TcFaultsWindow, nothing);
}

static void
tc_faults_window_init (TcFaultsWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
tc_faults_window_show (GtkWindow *parent, TcDesk *desk, const TcCamera *camera)
{
  TcFaultsWindow *self = tc_open_window_find (TC_TYPE_FAULTS_WINDOW, parent);

  if (!self) {
    self = g_object_new (TC_TYPE_FAULTS_WINDOW, "transient-for", parent, "destroy-with-parent",
                         TRUE, NULL);
    g_signal_connect_object (desk, "notify::person-id", G_CALLBACK (person_cb), self,
                             G_CONNECT_SWAPPED);
    add_take (self, desk);
  }
  show_camera (self, desk, camera);
  gtk_window_present (GTK_WINDOW (self));
}
