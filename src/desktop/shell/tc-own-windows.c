/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Panels in windows of their own; see the header.
 */
#include "tc-own-windows.h"

#include "tc-panel-window.h"
#include "tc-settings.h"

#define SETTING "own-windows"
#define WIDTH 1366
#define HEIGHT 768

struct _TcOwnWindows {
  TcWindow *main;     /* (unowned) */
  GtkStack *panels;   /* (unowned) */
  TcDesk *desk;       /* (owned) (nullable): somebody works at it */
  GPtrArray *windows; /* (owned) (element-type TcPanelWindow): unowned, GTK's until destroyed */
};

TcOwnWindows *
tc_own_windows_new (TcWindow *main, GtkStack *panels)
{
  TcOwnWindows *self = g_new0 (TcOwnWindows, 1);

  self->main = main;
  self->panels = panels;
  self->windows = g_ptr_array_new ();
  return self;
}

void
tc_own_windows_free (TcOwnWindows *self)
{
  if (!self)
    return;
  g_clear_object (&self->desk);
  g_ptr_array_unref (self->windows);
  g_free (self);
}

static const char *
get_name (gpointer window)
{
  return tc_panel_window_get_panel_type (window)->name;
}

GtkWindow *
tc_own_windows_find (TcOwnWindows *self, const char *name)
{
  for (guint i = 0; i < self->windows->len; i++) {
    gpointer window = g_ptr_array_index (self->windows, i);
    if (g_str_equal (get_name (window), name))
      return GTK_WINDOW (window);
  }
  return NULL;
}

GVariant *
tc_own_windows_take_layout (TcOwnWindows *self)
{
  GVariantBuilder builder;

  g_variant_builder_init (&builder, TC_OWN_WINDOWS_LAYOUT_TYPE);
  for (guint i = 0; i < self->windows->len; i++) {
    TcPanelWindow *window = g_ptr_array_index (self->windows, i);
    int width = 0, height = 0;
    gtk_window_get_default_size (GTK_WINDOW (window), &width, &height);
    g_variant_builder_add (&builder, "(ssii)", get_name (window),
                           tc_panel_window_get_connector (window), width, height);
  }
  return g_variant_builder_end (&builder);
}

static void
save (TcOwnWindows *self)
{
  g_autoptr (GSettings) settings = tc_settings_open ();

  if (settings)
    g_settings_set_value (settings, SETTING, tc_own_windows_take_layout (self));
}

/* Where its button stands in the rail doesn't depend on the order in the stack. */
static void
bring_back (TcOwnWindows *self, TcPanelWindow *window)
{
  const char *name = get_name (window);
  g_autoptr (GtkWidget) panel = NULL;

  g_ptr_array_remove (self->windows, window);
  panel = tc_panel_window_take_panel (window);
  gtk_stack_add_named (self->panels, panel, name);
}

/* By a person: it is not opened again. */
static gboolean
close_request_cb (GtkWindow *window, gpointer data)
{
  TcOwnWindows *self = data;

  bring_back (self, TC_PANEL_WINDOW (window));
  save (self);
  return TRUE;
}

static TcPanelWindow *
move_out (TcOwnWindows *self, const char *name, int width, int height)
{
  GtkWidget *panel = gtk_stack_get_child_by_name (self->panels, name);
  const TcPanelType *type = tc_panel_registry_find (name);
  TcPanelWindow *window = NULL;

  if (!panel || !type ||
      !gtk_widget_get_next_sibling (gtk_widget_get_first_child (GTK_WIDGET (self->panels))))
    return NULL;
  g_object_ref (panel);
  gtk_stack_remove (self->panels, panel);
  window = tc_panel_window_new (self->main, self->desk, panel, type);
  g_object_unref (panel);
  gtk_window_set_default_size (GTK_WINDOW (window), width, height);
  g_ptr_array_add (self->windows, window);
  g_signal_connect (window, "close-request", G_CALLBACK (close_request_cb), self);
  return window;
}

/* The panel that the main window showed may have gone. */
static void
fill_main (TcOwnWindows *self)
{
  GtkWidget *first = gtk_widget_get_first_child (GTK_WIDGET (self->panels));
  const char *name = "incidents";

  if (gtk_stack_get_visible_child (self->panels))
    return;
  if (!gtk_stack_get_child_by_name (self->panels, name))
    name = gtk_stack_page_get_name (gtk_stack_get_page (self->panels, first));
  g_action_group_activate_action (G_ACTION_GROUP (self->main), "panel",
                                  g_variant_new_string (name));
}

gboolean
tc_own_windows_open (TcOwnWindows *self, const char *name)
{
  GtkWindow *window = tc_own_windows_find (self, name);

  if (!window) {
    window = (GtkWindow *) move_out (self, name, WIDTH, HEIGHT);
    if (window)
      save (self);
    fill_main (self);
  }
  if (window)
    gtk_window_present (window);
  return window != NULL;
}

static void
bring_all_back (TcOwnWindows *self)
{
  while (self->windows->len > 0)
    bring_back (self, g_ptr_array_index (self->windows, 0));
}

/* Nothing comes in front of what a person works at. */
static void
open_layout (TcOwnWindows *self, GVariant *layout)
{
  const char *name = NULL, *connector = NULL;
  int width = 0, height = 0;
  GVariantIter iter;

  g_variant_iter_init (&iter, layout);
  while (g_variant_iter_next (&iter, "(&s&sii)", &name, &connector, &width, &height)) {
    TcPanelWindow *window = move_out (self, name, width, height);
    if (!window)
      continue;
    tc_panel_window_fill_monitor (window, connector);
    gtk_widget_set_visible (GTK_WIDGET (window), TRUE);
  }
}

void
tc_own_windows_set_layout (TcOwnWindows *self, GVariant *layout)
{
  if (!self->desk)
    return;
  bring_all_back (self);
  open_layout (self, layout);
  fill_main (self);
  save (self);
}

/* Who has a window already isn't in the stack. */
void
tc_own_windows_add_layout (TcOwnWindows *self, GVariant *layout)
{
  if (!self->desk)
    return;
  open_layout (self, layout);
  fill_main (self);
  save (self);
}

void
tc_own_windows_set_desk (TcOwnWindows *self, TcDesk *desk)
{
  g_autoptr (GSettings) settings = tc_settings_open ();
  g_autoptr (GVariant) kept = settings ? g_settings_get_value (settings, SETTING) : NULL;

  if (self->windows->len > 0)
    save (self);
  bring_all_back (self);
  g_set_object (&self->desk, desk);
  if (desk && kept)
    open_layout (self, kept);
}
