/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Lines by key; see the header.
 */
#include "tc-event-lines.h"

#include "tc-keyed-list.h"
#include "tc-signal-shape.h"
#include "tc-text-label.h"

#define PARTS_KEY "parts"
#define WITHIN_PX 24

typedef struct {
  GtkWidget *box; /* (unowned): of the row, like all that follow */
  GtkCheckButton *mark;
  TcSignalShape *shape;
  GtkLabel *title;
  GtkLabel *second;
} Parts;

static const Parts *
get_parts (GtkListBoxRow *row)
{
  return g_object_get_data (G_OBJECT (row), PARTS_KEY);
}

GtkCheckButton *
tc_event_lines_get_mark (GtkListBoxRow *row)
{
  return get_parts (row)->mark;
}

/* The rows can't have the keyboard, so the list doesn't move it. */
static gboolean
key_pressed_cb (GtkEventControllerKey *controller, guint keyval, guint keycode,
                GdkModifierType state, GtkWidget *row)
{
  GtkWidget *next = keyval == GDK_KEY_Down || keyval == GDK_KEY_KP_Down
                        ? gtk_widget_get_next_sibling (row)
                    : keyval == GDK_KEY_Up || keyval == GDK_KEY_KP_Up
                        ? gtk_widget_get_prev_sibling (row)
                        : NULL;

  return next && gtk_widget_grab_focus (GTK_WIDGET (get_parts (GTK_LIST_BOX_ROW (next))->mark));
}

static void
add_mark (Parts *parts, GtkWidget *row)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  parts->mark = GTK_CHECK_BUTTON (gtk_check_button_new ());
  gtk_widget_add_css_class (GTK_WIDGET (parts->mark), "target");
  gtk_widget_set_valign (GTK_WIDGET (parts->mark), GTK_ALIGN_START);
  gtk_widget_set_hexpand (GTK_WIDGET (parts->mark), TRUE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_pressed_cb), row);
  gtk_widget_add_controller (GTK_WIDGET (parts->mark), keys);
  gtk_box_append (GTK_BOX (parts->box), GTK_WIDGET (parts->mark));
}

static GtkWidget *
make_row (guint i, gpointer data)
{
  const TcEventLine *line = (const TcEventLine *) data + i;
  GtkWidget *row = gtk_list_box_row_new (), *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  Parts *parts = g_new0 (Parts, 1);

  parts->box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  if (line->mark)
    add_mark (parts, row);
  parts->shape = TC_SIGNAL_SHAPE (tc_signal_shape_new (TC_SIGNAL_NOTICE));
  gtk_widget_set_valign (GTK_WIDGET (parts->shape), GTK_ALIGN_START);
  gtk_box_append (GTK_BOX (parts->box), GTK_WIDGET (parts->shape));
  parts->title = GTK_LABEL (tc_text_label_new_wrapped ("", NULL));
  parts->second = GTK_LABEL (tc_text_label_new_wrapped ("", "caption"));
  gtk_box_append (GTK_BOX (texts), GTK_WIDGET (parts->title));
  gtk_box_append (GTK_BOX (texts), GTK_WIDGET (parts->second));
  gtk_widget_set_hexpand (texts, TRUE);
  /* All of the line marks it. */
  if (line->mark) {
    gtk_widget_set_margin_start (texts, 4);
    gtk_check_button_set_child (parts->mark, texts);
  } else {
    gtk_box_append (GTK_BOX (parts->box), texts);
  }
  gtk_widget_add_css_class (parts->box, "timeline-row");
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), parts->box);
  /* The box in it is where the keyboard goes. */
  gtk_widget_set_focusable (row, !line->mark);
  g_object_set_data_full (G_OBJECT (row), PARTS_KEY, parts, g_free);
  return row;
}

static void
fill_row (GtkListBoxRow *row, guint i, gpointer data)
{
  const TcEventLine *line = (const TcEventLine *) data + i;
  const Parts *parts = get_parts (row);
  gboolean second = line->second && *line->second;
  g_autofree char *spoken = second ? g_strdup_printf ("%s. %s", line->title, line->second)
                                   : g_strdup (line->title);

  gtk_label_set_label (parts->title, line->title);
  gtk_label_set_label (parts->second, second ? line->second : "");
  gtk_widget_set_visible (GTK_WIDGET (parts->second), second);
  gtk_widget_set_visible (GTK_WIDGET (parts->shape), line->signal >= 0);
  if (line->signal >= 0)
    tc_signal_shape_set_signal (parts->shape, (TcSignal) line->signal);
  gtk_widget_set_margin_start (parts->box, line->within ? WITHIN_PX : 0);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
  if (parts->mark)
    gtk_accessible_update_property (GTK_ACCESSIBLE (parts->mark), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                    spoken, -1);
}

void
tc_event_lines_set (GtkListBox *list, const TcEventLine *lines, guint n_lines)
{
  g_autofree gint64 *keys = g_new (gint64, n_lines);

  for (guint i = 0; i < n_lines; i++)
    keys[i] = lines[i].key;
  tc_keyed_list_set (list, keys, n_lines, make_row, fill_row, (gpointer) lines);
}
