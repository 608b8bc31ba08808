/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Copies of recordings; see the header.
 */
#include "tc-exports-window.h"

#include "tc-incident-export.h"
#include "tc-list-take.h"
#include "tc-open-window.h"
#include "tc-text-label.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#define TC_TYPE_EXPORTS_WINDOW (tc_exports_window_get_type ())
G_DECLARE_FINAL_TYPE (TcExportsWindow, tc_exports_window, TC, EXPORTS_WINDOW, AdwWindow)

struct _TcExportsWindow {
  AdwWindow parent;
  GtkListBox *list; /* (unowned): template child, as the next two */
  GtkMenuButton *list_menu;
  GtkLabel *nothing;
  TcCameraExports *exports; /* (owned) */
};

G_DEFINE_FINAL_TYPE (TcExportsWindow, tc_exports_window, ADW_TYPE_WINDOW)

/* The parts of a row that change; data of its box. */
typedef struct {
  GtkLabel *state; /* (unowned): of the row, as all */
  GtkWidget *progress;
  GtkWidget *now, *give_up, *again, *show;
} Parts;

/* ---- a row ---- */

static void
fill (GtkWidget *box, TcCameraExport *export)
{
  const Parts *parts = g_object_get_data (G_OBJECT (box), "parts");
  TcCameraExportState state = tc_camera_export_get_state (export);
  gboolean over = tc_camera_export_is_over (export);
  g_autofree char *words = tc_camera_export_word (export);

  if (g_strcmp0 (gtk_label_get_label (parts->state), words) != 0)
    gtk_label_set_label (parts->state, words);
  gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (parts->progress),
                                 tc_camera_export_get_done (export));
  gtk_widget_set_visible (parts->progress, !over);
  gtk_widget_set_visible (parts->now, tc_camera_export_get_next_us (export) > 0);
  gtk_widget_set_visible (parts->give_up, !over);
  gtk_widget_set_visible (parts->again, state == TC_EXPORT_FAILED || state == TC_EXPORT_CANCELLED);
  gtk_widget_set_visible (parts->show, state == TC_EXPORT_DONE);
}

static void
changed_cb (GtkWidget *box, TcCameraExport *export)
{
  fill (box, export);
}

static void
now_cb (GtkButton *button, gpointer data)
{
  tc_camera_export_try_now (data);
}

static void
give_up_cb (GtkButton *button, gpointer data)
{
  tc_camera_export_cancel (data);
}

static void
again_cb (GtkButton *button, gpointer data)
{
  tc_camera_export_go (data);
}

/* By whatever shows folders here. */
static void
show_cb (GtkButton *button, gpointer data)
{
  g_autofree char *uri = g_filename_to_uri (tc_camera_export_get_folder (data), NULL, NULL);
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (button));

  if (uri)
    gtk_show_uri (GTK_WINDOW (root), uri, GDK_CURRENT_TIME);
}

static GtkWidget *
add_button (GtkWidget *box, const char *label, GCallback callback, TcCameraExport *export)
{
  GtkWidget *button = gtk_button_new_with_label (label);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  g_signal_connect_object (button, "clicked", callback, export, 0);
  gtk_box_append (GTK_BOX (box), button);
  return button;
}

static char *
word_why (const TcCameraExportWish *wish)
{
  return *wish->incident ? g_strdup_printf ("%s · %s", wish->incident, wish->reason)
                         : g_strdup (wish->reason);
}

static GtkWidget *
create_row (gpointer item, gpointer data)
{
  TcCameraExport *export = item;
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *lines = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  const TcCameraExportWish *wish = tc_camera_export_get_wish (export);
  g_autofree char *what = tc_camera_export_word_what (wish);
  g_autofree char *why = word_why (wish);
  GtkWidget *state = tc_text_label_new_wrapped ("", NULL), *row;
  Parts *parts = g_new0 (Parts, 1);

  gtk_widget_set_hexpand (lines, TRUE);
  gtk_box_append (GTK_BOX (lines), tc_text_label_new_wrapped (what, "strong"));
  gtk_box_append (GTK_BOX (lines), tc_text_label_new_wrapped (why, "second"));
  gtk_box_append (GTK_BOX (lines), state);
  parts->state = GTK_LABEL (state);
  parts->progress = gtk_progress_bar_new ();
  gtk_accessible_update_property (GTK_ACCESSIBLE (parts->progress), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  what, -1);
  gtk_box_append (GTK_BOX (lines), parts->progress);
  gtk_box_append (GTK_BOX (box), lines);
  parts->now = add_button (box, C_ ("verb", "Try now"), G_CALLBACK (now_cb), export);
  parts->give_up = add_button (box, C_ ("verb", "Give up"), G_CALLBACK (give_up_cb), export);
  parts->again = add_button (box, C_ ("verb", "Try again"), G_CALLBACK (again_cb), export);
  parts->show = add_button (box, C_ ("verb", "Show folder"), G_CALLBACK (show_cb), export);
  g_object_set_data_full (G_OBJECT (box), "parts", parts, g_free);
  g_signal_connect_object (export, "changed", G_CALLBACK (changed_cb), box, G_CONNECT_SWAPPED);
  fill (box, export);
  row = gtk_list_box_row_new ();
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, what, -1);
  return row;
}

/* ---- taken away ---- */

static void
add_cells (TcListTable *table, TcCameraExport *export)
{
  const TcCameraExportWish *wish = tc_camera_export_get_wish (export);
  g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, wish->number);
  g_autofree char *from = tc_incident_word_date (wish->from_us);
  g_autofree char *until = tc_incident_word_date (wish->until_us);
  g_autofree char *state = tc_camera_export_word (export);
  const char *const cells[] = {
      number,         wish->camera, from,  until,
      wish->incident, wish->reason, state, tc_camera_export_get_folder (export)};

  tc_list_table_add (table, cells);
}

static TcListTable *
make_table (GtkWidget *owner)
{
  TcExportsWindow *self = TC_EXPORTS_WINDOW (gtk_widget_get_root (owner));
  GListModel *list = tc_camera_exports_get_list (self->exports);
  const TcListColumn columns[] = {{C_ ("paper", "Camera"), 6, TRUE}, {C_ ("paper", "Name"), 18},
                                  {C_ ("paper", "From"), 12},        {C_ ("paper", "Until"), 12},
                                  {C_ ("paper", "Incident"), 12},    {C_ ("paper", "Why"), 18},
                                  {C_ ("paper", "State"), 22},       {C_ ("paper", "Folder"), 0}};
  TcListTable *table = tc_list_table_new (_ ("COPIES OF RECORDINGS"), "", columns,
                                          G_N_ELEMENTS (columns));

  for (guint i = 0; i < g_list_model_get_n_items (list); i++) {
    g_autoptr (TcCameraExport) export = g_list_model_get_item (list, i);

    add_cells (table, export);
  }
  return table;
}

/* The owner is within what shows sentences. */
static void
add_take (TcExportsWindow *self, TcDesk *desk)
{
  g_autoptr (GSimpleActionGroup) actions = g_simple_action_group_new ();

  tc_list_take_fill_menu (self->list_menu, "exports");
  tc_list_take_add (
      G_ACTION_MAP (actions), "exports", GTK_WIDGET (self->list), desk,
      /* Translators: name of a file: copies of recordings; year-month-day, end stay. */
      _ ("copies-of-recordings-%Y-%m-%d.csv"), make_table);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "win", G_ACTION_GROUP (actions));
}

/* ---- the window ---- */

static void
tell_nothing (TcExportsWindow *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self->nothing),
                          g_list_model_get_n_items (tc_camera_exports_get_list (self->exports)) ==
                              0);
}

/* Nobody who isn't signed in reads on. */
static void
person_cb (TcExportsWindow *self, GParamSpec *property, TcDesk *desk)
{
  if (tc_desk_get_person (desk) == 0)
    gtk_window_close (GTK_WINDOW (self));
}

static void
tc_exports_window_dispose (GObject *object)
{
  g_clear_object (&TC_EXPORTS_WINDOW (object)->exports);
  G_OBJECT_CLASS (tc_exports_window_parent_class)->dispose (object);
}

static void
tc_exports_window_class_init (TcExportsWindowClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = tc_exports_window_dispose;
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/toancanh/ToanCanh/ui/tc-exports-window.ui");
  gtk_widget_class_bind_template_child (widget_class, TcExportsWindow, list);
  gtk_widget_class_bind_template_child (widget_class, TcExportsWindow, list_menu);
  gtk_widget_class_bind_template_child (widget_class, TcExportsWindow, nothing);
}

static void
tc_exports_window_init (TcExportsWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
tc_exports_window_show (GtkWindow *parent, TcDesk *desk, TcCameraExports *exports)
{
  GtkWindow *open = tc_open_window_find (TC_TYPE_EXPORTS_WINDOW, parent);
  TcExportsWindow *self;

  if (open) {
    gtk_window_present (open);
    return;
  }
  self = g_object_new (TC_TYPE_EXPORTS_WINDOW, "transient-for", parent, "destroy-with-parent", TRUE,
                       NULL);
  self->exports = g_object_ref (exports);
  gtk_list_box_bind_model (self->list, tc_camera_exports_get_list (exports), create_row, NULL,
                           NULL);
  g_signal_connect_object (tc_camera_exports_get_list (exports), "items-changed",
                           G_CALLBACK (tell_nothing), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (desk, "notify::person-id", G_CALLBACK (person_cb), self,
                           G_CONNECT_SWAPPED);
  add_take (self, desk);
  tell_nothing (self);
  gtk_window_present (GTK_WINDOW (self));
}
