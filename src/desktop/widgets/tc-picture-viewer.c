/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Looking at pictures; see the header.
 */
#include "tc-picture-viewer.h"

#include "tc-text-label.h"

#include <glib/gi18n-lib.h>

struct _TcPictureViewer {
  GtkWindow parent;
  GtkLabel *title;             /* (unowned): template child */
  GtkLabel *place;             /* (unowned): template child */
  GtkScrolledWindow *scrolled; /* (unowned): template child */
  GtkPicture *picture;         /* (unowned): template child */
  GtkLabel *note;              /* (unowned): template child */
  GtkBox *tools;               /* (unowned): template child */
  GSimpleActionGroup *actions; /* (owned) */
  GPtrArray *names;            /* (owned) (element-type utf8) */
  guint position;
  double drag_x; /* where the view stood when a drag began */
  double drag_y;
};

G_DEFINE_FINAL_TYPE (TcPictureViewer, tc_picture_viewer, GTK_TYPE_WINDOW)

enum {
  WANTED,
  TOOL,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static const TcPictureViewerKey keys[] = {
    {"Right", "viewer.next", N_ ("Next photo")},
    {"Page_Down", "viewer.next", NULL},
    {"Left", "viewer.previous", N_ ("Previous photo")},
    {"Page_Up", "viewer.previous", NULL},
    {"Home", "viewer.first", N_ ("First photo")},
    {"End", "viewer.last", N_ ("Last photo")},
    {"1", "viewer.full-size", N_ ("Full size, or fitted again")},
    {"0", "viewer.fit", N_ ("Fitted to the window")},
    {"f", "viewer.fit", NULL},
    {"Escape", "viewer.close", N_ ("Close the photo")},
    {NULL, NULL, NULL},
};

const TcPictureViewerKey *
tc_picture_viewer_list_keys (void)
{
  return keys;
}

static void
set_full_size (TcPictureViewer *self, gboolean full)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self->actions), "full-size");

  g_simple_action_set_state (G_SIMPLE_ACTION (action), g_variant_new_boolean (full));
  gtk_picture_set_can_shrink (self->picture, !full);
  gtk_widget_set_halign (GTK_WIDGET (self->picture), full ? GTK_ALIGN_CENTER : GTK_ALIGN_FILL);
  gtk_widget_set_valign (GTK_WIDGET (self->picture), full ? GTK_ALIGN_CENTER : GTK_ALIGN_FILL);
}

static void
describe (TcPictureViewer *self)
{
  const char *name = g_ptr_array_index (self->names, self->position);
  /* Translators: which of how many photos is shown. */
  g_autofree char *place = g_strdup_printf (_ ("Photo %u of %u"), self->position + 1,
                                            self->names->len);
  g_autofree char *spoken = g_strdup_printf ("%s, %s", place, name);
  GAction *next = g_action_map_lookup_action (G_ACTION_MAP (self->actions), "next");
  GAction *previous = g_action_map_lookup_action (G_ACTION_MAP (self->actions), "previous");

  gtk_label_set_label (self->title, name);
  gtk_label_set_label (self->place, place);
  gtk_window_set_title (GTK_WINDOW (self), spoken);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->picture), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  spoken, -1);
  g_simple_action_set_enabled (G_SIMPLE_ACTION (next), self->position + 1 < self->names->len);
  g_simple_action_set_enabled (G_SIMPLE_ACTION (previous), self->position > 0);
}

void
tc_picture_viewer_go (TcPictureViewer *self, guint position)
{
  g_return_if_fail (TC_IS_PICTURE_VIEWER (self) && position < self->names->len);

  self->position = position;
  gtk_picture_set_paintable (self->picture, NULL);
  tc_picture_viewer_tell (self, position, NULL);
  set_full_size (self, FALSE);
  describe (self);
  g_signal_emit (self, signals[WANTED], 0, position);
}

guint
tc_picture_viewer_get_position (TcPictureViewer *self)
{
  g_return_val_if_fail (TC_IS_PICTURE_VIEWER (self), 0);
  return self->position;
}

void
tc_picture_viewer_show (TcPictureViewer *self, guint position, GdkTexture *texture)
{
  g_return_if_fail (TC_IS_PICTURE_VIEWER (self));

  if (position == self->position && self->picture)
    gtk_picture_set_paintable (self->picture, GDK_PAINTABLE (texture));
}

void
tc_picture_viewer_tell (TcPictureViewer *self, guint position, const char *text)
{
  g_return_if_fail (TC_IS_PICTURE_VIEWER (self));

  if (position != self->position || !self->note)
    return;
  tc_text_label_say (self->note, text);
}

/* ---- actions ---- */

static void
next_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcPictureViewer *self = data;

  tc_picture_viewer_go (self, MIN (self->position + 1, self->names->len - 1));
}

static void
previous_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcPictureViewer *self = data;

  tc_picture_viewer_go (self, self->position > 0 ? self->position - 1 : 0);
}

static void
first_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  tc_picture_viewer_go (data, 0);
}

static void
last_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcPictureViewer *self = data;

  tc_picture_viewer_go (self, self->names->len - 1);
}

static void
full_size_cb (GSimpleAction *action, GVariant *state, gpointer data)
{
  set_full_size (data, g_variant_get_boolean (state));
}

static void
fit_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  set_full_size (data, FALSE);
}

static void
close_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  gtk_window_close (GTK_WINDOW (data));
}

static void
add_keys (TcPictureViewer *self)
{
  GtkEventController *controller = gtk_shortcut_controller_new ();

  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
  for (const TcPictureViewerKey *key = keys; key->accelerator; key++)
    gtk_shortcut_controller_add_shortcut (
        GTK_SHORTCUT_CONTROLLER (controller),
        gtk_shortcut_new (gtk_shortcut_trigger_parse_string (key->accelerator),
                          gtk_named_action_new (key->action)));
  gtk_widget_add_controller (GTK_WIDGET (self), controller);
}

static void
add_actions (TcPictureViewer *self)
{
  const GActionEntry entries[] = {
      {.name = "next", .activate = next_cb},
      {.name = "previous", .activate = previous_cb},
      {.name = "first", .activate = first_cb},
      {.name = "last", .activate = last_cb},
      {.name = "full-size", .state = "false", .change_state = full_size_cb},
      {.name = "fit", .activate = fit_cb},
      {.name = "close", .activate = close_cb},
  };

  self->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries),
                                   self);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "viewer", G_ACTION_GROUP (self->actions));
}

/* ---- tools ---- */

static void
tool_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  g_signal_emit (data, signals[TOOL], 0, g_action_get_name (G_ACTION (action)));
}

void
tc_picture_viewer_add_tool (TcPictureViewer *self, const char *name, const char *label)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (label);
  g_autoptr (GSimpleAction) action = g_simple_action_new (name, NULL);
  g_autofree char *full = g_strconcat ("viewer.", name, NULL);

  g_return_if_fail (TC_IS_PICTURE_VIEWER (self));

  g_signal_connect (action, "activate", G_CALLBACK (tool_cb), self);
  g_action_map_add_action (G_ACTION_MAP (self->actions), G_ACTION (action));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), full);
  g_object_bind_property (action, "enabled", button, "visible", G_BINDING_SYNC_CREATE);
  gtk_box_append (self->tools, button);
}

void
tc_picture_viewer_enable_tool (TcPictureViewer *self, const char *name, gboolean enabled)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self->actions), name);

  if (action)
    g_simple_action_set_enabled (G_SIMPLE_ACTION (action), enabled);
}

/* ---- moving it by hand ---- */

static void
drag_begin_cb (TcPictureViewer *self)
{
  self->drag_x = gtk_adjustment_get_value (gtk_scrolled_window_get_hadjustment (self->scrolled));
  self->drag_y = gtk_adjustment_get_value (gtk_scrolled_window_get_vadjustment (self->scrolled));
}

static void
drag_update_cb (TcPictureViewer *self, double x, double y)
{
  gtk_adjustment_set_value (gtk_scrolled_window_get_hadjustment (self->scrolled), self->drag_x - x);
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scrolled), self->drag_y - y);
}

static void
tc_picture_viewer_finalize (GObject *object)
{
  TcPictureViewer *self = TC_PICTURE_VIEWER (object);

  g_object_unref (self->actions);
  g_clear_pointer (&self->names, g_ptr_array_unref);
  G_OBJECT_CLASS (tc_picture_viewer_parent_class)->finalize (object);
}

static void
tc_picture_viewer_class_init (TcPictureViewerClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->finalize = tc_picture_viewer_finalize;
  signals[WANTED] = g_signal_new ("wanted", TC_TYPE_PICTURE_VIEWER, G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
  signals[TOOL] = g_signal_new ("tool", TC_TYPE_PICTURE_VIEWER, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/toancanh/ToanCanh/ui/tc-picture-viewer.ui");
  gtk_widget_class_bind_template_child (widget_class, TcPictureViewer, title);
  gtk_widget_class_bind_template_child (widget_class, TcPictureViewer, place);
  gtk_widget_class_bind_template_child (widget_class, TcPictureViewer, scrolled);
  gtk_widget_class_bind_template_child (widget_class, TcPictureViewer, picture);
  gtk_widget_class_bind_template_child (widget_class, TcPictureViewer, note);
  gtk_widget_class_bind_template_child (widget_class, TcPictureViewer, tools);
  gtk_widget_class_bind_template_callback (widget_class, drag_begin_cb);
  gtk_widget_class_bind_template_callback (widget_class, drag_update_cb);
}

static void
tc_picture_viewer_init (TcPictureViewer *self)
{
  add_actions (self);
  gtk_widget_init_template (GTK_WIDGET (self));
  add_keys (self);
}

TcPictureViewer *
tc_picture_viewer_new (GtkWindow *parent, GPtrArray *names)
{
  TcPictureViewer *self = g_object_new (TC_TYPE_PICTURE_VIEWER, "transient-for", parent, NULL);

  g_assert (names->len > 0);
  self->names = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < names->len; i++)
    g_ptr_array_add (self->names, g_strdup (g_ptr_array_index (names, i)));
  return self;
}
