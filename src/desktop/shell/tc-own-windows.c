/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Panels in windows of their own; see the header.
 */
#include "tc-own-windows.h"

#include "tc-monitors.h"
#include "tc-panel-window.h"
#include "tc-settings.h"

#define SETTING "own-windows"
/* Name of the panel; connector of the monitor that it fills, empty: none; width; height. */
#define SETTING_TYPE "a(ssii)"
#define WIDTH 1366
#define HEIGHT 768

struct _TcOwnWindows {
  TcWindow *main;     /* (unowned) */
  GtkStack *panels;   /* (unowned) */
  GPtrArray *windows; /* (owned) (element-type TcPanelWindow): owned by GTK until destroyed */
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

static void
save (TcOwnWindows *self)
{
  g_autoptr (GSettings) settings = tc_settings_open ();
  GVariantBuilder builder;

  if (!settings)
    return;
  g_variant_builder_init (&builder, G_VARIANT_TYPE (SETTING_TYPE));
  for (guint i = 0; i < self->windows->len; i++) {
    GtkWindow *window = g_ptr_array_index (self->windows, i);
    const char *connector = gtk_window_is_fullscreen (window) ? tc_monitors_get_connector (window)
                                                              : NULL;
    int width = 0, height = 0;
    gtk_window_get_default_size (window, &width, &height);
    g_variant_builder_add (&builder, "(ssii)", get_name (window), connector ? connector : "", width,
                           height);
  }
  g_settings_set_value (settings, SETTING, g_variant_builder_end (&builder));
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
move_out (TcOwnWindows *self, TcDesk *desk, const char *name, int width, int height)
{
  GtkWidget *panel = gtk_stack_get_child_by_name (self->panels, name);
  const TcPanelType *type = tc_panel_registry_find (name);
  TcPanelWindow *window = NULL;

  if (!panel || !type ||
      !gtk_widget_get_next_sibling (gtk_widget_get_first_child (GTK_WIDGET (self->panels))))
    return NULL;
  g_object_ref (panel);
  gtk_stack_remove (self->panels, panel);
  window = tc_panel_window_new (self->main, desk, panel, type);
  g_object_unref (panel);
  gtk_window_set_default_size (GTK_WINDOW (window), width, height);
  g_ptr_array_add (self->windows, window);
  g_signal_connect (window, "close-request", G_CALLBACK (close_request_cb), self);
  return window;
}

gboolean
tc_own_windows_open (TcOwnWindows *self, TcDesk *desk, const char *name)
{
  GtkWindow *window = tc_own_windows_find (self, name);

  if (!window) {
    window = (GtkWindow *) move_out (self, desk, name, WIDTH, HEIGHT);
    if (window)
      save (self);
  }
  if (window)
    gtk_window_present (window);
  return window != NULL;
}

void
tc_own_windows_restore (TcOwnWindows *self, TcDesk *desk)
{
  g_autoptr (GSettings) settings = tc_settings_open ();
  g_autoptr (GVariant) kept = settings ? g_settings_get_value (settings, SETTING) : NULL;
  const char *name = NULL, *connector = NULL;
  int width = 0, height = 0;
  GVariantIter iter;

  if (!kept)
    return;
  g_variant_iter_init (&iter, kept);
  while (g_variant_iter_next (&iter, "(&s&sii)", &name, &connector, &width, &height)) {
    TcPanelWindow *window = move_out (self, desk, name, width, height);
    g_autoptr (GdkMonitor) monitor = tc_monitors_find (connector);
    if (window && monitor)
      gtk_window_fullscreen_on_monitor (GTK_WINDOW (window), monitor);
    if (window)
      gtk_widget_set_visible (GTK_WIDGET (window), TRUE);
  }
}

void
tc_own_windows_set_flashing (TcOwnWindows *self, gboolean flashing)
{
  for (guint i = 0; i < self->windows->len; i++)
    tc_panel_window_set_flashing (g_ptr_array_index (self->windows, i), flashing);
}

void
tc_own_windows_close (TcOwnWindows *self)
{
  if (self->windows->len == 0)
    return;
  save (self);
  while (self->windows->len > 0)
    bring_back (self, g_ptr_array_index (self->windows, 0));
}
