/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is kept of recordings; see the header.
 */
#include "tc-holds-window.h"

#include "tc-camera-operations.h"
#include "tc-incident-export.h"
#include "tc-list-take.h"
#include "tc-open-window.h"
#include "tc-slow-note.h"
#include "tc-suggest-entry.h"
#include "tc-text-label.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#define ROW_PX 40

#define TC_TYPE_HOLDS_WINDOW (tc_holds_window_get_type ())
G_DECLARE_FINAL_TYPE (TcHoldsWindow, tc_holds_window, TC, HOLDS_WINDOW, AdwWindow)

struct _TcHoldsWindow {
  AdwWindow parent;
  GtkListBox *list; /* (unowned): template child, as the next four */
  GtkMenuButton *list_menu;
  TcSlowNote *slow;
  GtkLabel *nothing;
  GtkLabel *trouble;
  TcDesk *desk;         /* (owned) */
  TcCameraHolds *holds; /* (owned) */
};

G_DEFINE_FINAL_TYPE (TcHoldsWindow, tc_holds_window, ADW_TYPE_WINDOW)

/* The parts of a row that change; data of its box. */
typedef struct {
  TcHoldsWindow *window; /* (unowned): that the row is in */
  TcHeldPart *hold;      /* (unowned): the row's item */
  GtkWidget *begin;      /* (unowned): of the row, as the next */
  GtkWidget *asking;
  TcSuggestEntry *reason;
  GtkWidget *release;
  GtkLabel *trouble;
} Parts;

/* ---- releasing ---- */

static void
set_asking (Parts *parts, gboolean asking)
{
  gtk_widget_set_visible (parts->asking, asking);
  gtk_widget_set_visible (parts->begin, !asking);
  tc_text_label_say (parts->trouble, NULL);
  gtk_widget_grab_focus (asking ? GTK_WIDGET (parts->reason) : parts->begin);
}

static void
released_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GtkWidget) box = data;
  g_autofree char *trouble = tc_camera_holds_release_finish (TC_CAMERA_HOLDS (source), result);
  Parts *parts = g_object_get_data (G_OBJECT (box), "parts");

  /* The row of one that was released is gone. */
  if (!trouble || !gtk_widget_get_root (box))
    return;
  tc_text_label_say (parts->trouble, trouble);
  gtk_widget_set_sensitive (parts->release, TRUE);
}

static void
release_cb (GtkWidget *box)
{
  Parts *parts = g_object_get_data (G_OBJECT (box), "parts");
  g_autofree char *reason = g_strstrip (tc_suggest_entry_dup_text (parts->reason));

  if (!gtk_widget_get_sensitive (parts->release))
    return;
  if (!*reason) {
    tc_text_label_say (parts->trouble, _ ("Say why: it is on record with your name."));
    gtk_widget_grab_focus (GTK_WIDGET (parts->reason));
    return;
  }
  tc_text_label_say (parts->trouble, NULL);
  gtk_widget_set_sensitive (parts->release, FALSE);
  tc_camera_holds_release_async (parts->window->holds, parts->hold, reason, released_cb,
                                 g_object_ref (box));
}

static void
begin_cb (GtkWidget *box)
{
  set_asking (g_object_get_data (G_OBJECT (box), "parts"), TRUE);
}

static void
keep_cb (GtkWidget *box)
{
  set_asking (g_object_get_data (G_OBJECT (box), "parts"), FALSE);
}

/* ---- a row ---- */

static GtkWidget *
add_button (GtkWidget *to, const char *label, GCallback callback, GtkWidget *box)
{
  GtkWidget *button = gtk_button_new_with_label (label);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  g_signal_connect_object (button, "clicked", callback, box, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (to), button);
  return button;
}

/* Why, and the two ways out of it. */
static GtkWidget *
create_asking (Parts *parts, GtkWidget *box)
{
  GtkWidget *asking = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);

  /* Text that is cut may be less high than all of it: there is room for both. */
  gtk_widget_set_size_request (asking, -1, ROW_PX);
  parts->reason = g_object_new (TC_TYPE_SUGGEST_ENTRY, "label", _ ("Why it isn't to be kept"),
                                "placeholder", _ ("Why it isn't to be kept (this is on record)"),
                                "hexpand", TRUE, NULL);
  gtk_box_append (GTK_BOX (asking), GTK_WIDGET (parts->reason));
  g_signal_connect_object (parts->reason, "entered", G_CALLBACK (release_cb), box,
                           G_CONNECT_SWAPPED);
  parts->release = add_button (asking, C_ ("verb", "Release it"), G_CALLBACK (release_cb), box);
  gtk_widget_add_css_class (parts->release, "destructive-action");
  add_button (asking, C_ ("verb", "Go on keeping it"), G_CALLBACK (keep_cb), box);
  gtk_widget_set_visible (asking, FALSE);
  return asking;
}

static GtkWidget *
create_lines (Parts *parts, GtkWidget *box, const char *what)
{
  GtkWidget *lines = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *trouble = tc_text_label_new_wrapped ("", "late");
  g_autofree char *why = tc_held_part_word_why (parts->hold);
  g_autofree char *how = tc_held_part_word_how (parts->hold);

  gtk_widget_set_hexpand (lines, TRUE);
  gtk_box_append (GTK_BOX (lines), tc_text_label_new_wrapped (what, "strong"));
  gtk_box_append (GTK_BOX (lines), tc_text_label_new_wrapped (why, "second"));
  gtk_box_append (GTK_BOX (lines), tc_text_label_new_wrapped (how, NULL));
  parts->asking = create_asking (parts, box);
  gtk_box_append (GTK_BOX (lines), parts->asking);
  parts->trouble = GTK_LABEL (trouble);
  gtk_widget_set_visible (trouble, FALSE);
  gtk_box_append (GTK_BOX (lines), trouble);
  return lines;
}

static GtkWidget *
create_row (gpointer item, gpointer data)
{
  TcHoldsWindow *self = data;
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  Parts *parts = g_new0 (Parts, 1);
  GtkWidget *row = gtk_list_box_row_new ();
  g_autofree char *what = tc_held_part_word_what (item);

  parts->window = self;
  parts->hold = item;
  g_object_set_data_full (G_OBJECT (box), "parts", parts, g_free);
  g_object_set_data_full (G_OBJECT (box), "hold", g_object_ref (item), g_object_unref);
  gtk_box_append (GTK_BOX (box), create_lines (parts, box, what));
  parts->begin = add_button (box, C_ ("verb", "Release…"), G_CALLBACK (begin_cb), box);
  gtk_widget_set_sensitive (parts->begin, tc_desk_may (self->desk, TC_MAY_EXPORT_CAMERAS));
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, what, -1);
  return row;
}

/* ---- taken away ---- */

static void
add_cells (TcListTable *table, const TcHeld *held)
{
  g_autofree char *number = held->number ? g_strdup_printf ("%" G_GINT64_FORMAT, held->number)
                                         : NULL;
  g_autofree char *from = tc_incident_word_date (held->from_us);
  g_autofree char *until = tc_incident_word_date (held->until_us);
  g_autofree char *keep = tc_incident_word_date (held->keep_until_us);
  g_autofree char *made = tc_incident_word_date (held->made_us);
  const char *const cells[] = {number,       held->camera, from,         until, held->incident,
                               held->reason, keep,         held->person, made};

  tc_list_table_add (table, cells);
}

static TcListTable *
make_table (GtkWidget *owner)
{
  TcHoldsWindow *self = TC_HOLDS_WINDOW (gtk_widget_get_root (owner));
  GListModel *list = tc_camera_holds_get_list (self->holds);
  const TcListColumn columns[] = {{C_ ("paper", "Camera"), 6, TRUE}, {C_ ("paper", "Name"), 16},
                                  {C_ ("paper", "From"), 11},        {C_ ("paper", "Until"), 11},
                                  {C_ ("paper", "Incident"), 12},    {C_ ("paper", "Why"), 18},
                                  {C_ ("paper", "Kept until"), 11},  {C_ ("paper", "By"), 15},
                                  {C_ ("paper", "Since"), 0}};
  TcListTable *table = tc_list_table_new (_ ("WHAT IS KEPT OF RECORDINGS"), "", columns,
                                          G_N_ELEMENTS (columns));

  for (guint i = 0; i < g_list_model_get_n_items (list); i++) {
    g_autoptr (TcHeldPart) part = g_list_model_get_item (list, i);

    add_cells (table, tc_held_part_get (part));
  }
  return table;
}

/* The owner is within what shows sentences. */
static void
add_take (TcHoldsWindow *self, GActionMap *actions)
{
  tc_list_take_fill_menu (self->list_menu, "holds");
  tc_list_take_add (
      actions, "holds", GTK_WIDGET (self->list), self->desk,
      /* Translators: name of a file: what is kept of recordings; year-month-day, end stay. */
      _ ("kept-recordings-%Y-%m-%d.csv"), make_table);
}

/* ---- the window ---- */

static void
changed_cb (TcHoldsWindow *self)
{
  const char *trouble = tc_camera_holds_get_trouble (self->holds);
  gboolean asking = tc_camera_holds_is_asking (self->holds);

  tc_text_label_say (self->trouble, *trouble ? trouble : NULL);
  tc_slow_note_set_busy (self->slow, asking);
  gtk_widget_set_visible (GTK_WIDGET (self->nothing),
                          g_list_model_get_n_items (tc_camera_holds_get_list (self->holds)) == 0 &&
                              !asking && !*trouble);
}

static void
stop_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcHoldsWindow *self = data;

  tc_camera_holds_give_up (self->holds);
  gtk_widget_set_visible (GTK_WIDGET (self->nothing), FALSE);
  tc_slow_note_set_stopped (self->slow,
                            _ ("The list isn't whole: asking the media hosts was stopped."));
}

static void
again_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  tc_camera_holds_look (TC_HOLDS_WINDOW (data)->holds);
}

/* Nobody who isn't signed in reads on. */
static void
person_cb (TcHoldsWindow *self)
{
  if (tc_desk_get_person (self->desk) == 0)
    gtk_window_close (GTK_WINDOW (self));
}

static void
tc_holds_window_dispose (GObject *object)
{
  TcHoldsWindow *self = TC_HOLDS_WINDOW (object);

  if (self->holds)
    tc_camera_holds_stop (self->holds);
  g_clear_object (&self->holds);
  g_clear_object (&self->desk);
  G_OBJECT_CLASS (tc_holds_window_parent_class)->dispose (object);
}

static void
tc_holds_window_class_init (TcHoldsWindowClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = tc_holds_window_dispose;
  g_type_ensure (TC_TYPE_SLOW_NOTE);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/toancanh/ToanCanh/ui/tc-holds-window.ui");
  gtk_widget_class_bind_template_child (widget_class, TcHoldsWindow, list);
  gtk_widget_class_bind_template_child (widget_class, TcHoldsWindow, list_menu);
  gtk_widget_class_bind_template_child (widget_class, TcHoldsWindow, slow);
  gtk_widget_class_bind_template_child (widget_class, TcHoldsWindow, nothing);
  gtk_widget_class_bind_template_child (widget_class, TcHoldsWindow, trouble);
}

static void
tc_holds_window_init (TcHoldsWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
add_actions (TcHoldsWindow *self)
{
  const GActionEntry entries[] = {{.name = "holds-stop", .activate = stop_cb},
                                  {.name = "holds-again", .activate = again_cb}};
  g_autoptr (GSimpleActionGroup) actions = g_simple_action_group_new ();

  g_action_map_add_action_entries (G_ACTION_MAP (actions), entries, G_N_ELEMENTS (entries), self);
  add_take (self, G_ACTION_MAP (actions));
  gtk_widget_insert_action_group (GTK_WIDGET (self), "win", G_ACTION_GROUP (actions));
}

static TcHoldsWindow *
create (GtkWindow *parent, TcDesk *desk)
{
  TcHoldsWindow *self = g_object_new (TC_TYPE_HOLDS_WINDOW, "transient-for", parent,
                                      "destroy-with-parent", TRUE, NULL);

  self->desk = g_object_ref (desk);
  self->holds = tc_camera_holds_new (desk);
  gtk_list_box_bind_model (self->list, tc_camera_holds_get_list (self->holds), create_row, self,
                           NULL);
  g_signal_connect_object (self->holds, "changed", G_CALLBACK (changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (desk, "notify::person-id", G_CALLBACK (person_cb), self,
                           G_CONNECT_SWAPPED);
  add_actions (self);
  return self;
}

void
tc_holds_window_show (GtkWindow *parent, TcDesk *desk)
{
  TcHoldsWindow *self = tc_open_window_find (TC_TYPE_HOLDS_WINDOW, parent);

  if (!self)
    self = create (parent, desk);
  tc_camera_holds_look (self->holds);
  gtk_window_present (GTK_WINDOW (self));
}
