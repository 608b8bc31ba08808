/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Monitors by connector; see the header.
 */
#include "tc-monitors.h"

#define PLACE "tc-monitor-place"
#define PRETENDED "tc-monitor-connector"

/* Of a window that fills a monitor, or would. */
typedef struct {
  GtkWindow *window;     /* (unowned): has us */
  GListModel *monitors;  /* (owned) */
  char *connector;       /* (owned) */
  TcMonitorsMoved moved; /* (nullable) */
  gulong handler;        /* of monitors */
  gboolean away;
} Place;

static GListModel *injected; /* (unowned) (nullable): the test's */

GListModel *
tc_monitors_list (void)
{
  return injected ? injected : gdk_display_get_monitors (gdk_display_get_default ());
}

void
tc_monitors_inject (GListModel *monitors)
{
  injected = monitors;
}

void
tc_monitors_pretend (GdkMonitor *monitor, const char *connector)
{
  g_object_set_data_full (G_OBJECT (monitor), PRETENDED, g_strdup (connector), g_free);
}

const char *
tc_monitors_name (GdkMonitor *monitor)
{
  const char *pretended = g_object_get_data (G_OBJECT (monitor), PRETENDED);

  return pretended ? pretended : gdk_monitor_get_connector (monitor);
}

GdkMonitor *
tc_monitors_find (const char *connector)
{
  GListModel *monitors = tc_monitors_list ();

  for (guint i = 0; connector && *connector && i < g_list_model_get_n_items (monitors); i++) {
    g_autoptr (GdkMonitor) monitor = g_list_model_get_item (monitors, i);
    if (g_strcmp0 (tc_monitors_name (monitor), connector) == 0)
      return g_steal_pointer (&monitor);
  }
  return NULL;
}

GdkMonitor *
tc_monitors_find_of (GtkWindow *window)
{
  GdkSurface *surface = gtk_native_get_surface (GTK_NATIVE (window));
  GdkMonitor *monitor = surface ? gdk_display_get_monitor_at_surface (
                                      gtk_widget_get_display (GTK_WIDGET (window)), surface)
                                : NULL;

  return monitor ? g_object_ref (monitor) : NULL;
}

const char *
tc_monitors_get_connector (GtkWindow *window)
{
  g_autoptr (GdkMonitor) monitor = tc_monitors_find_of (window);

  return monitor ? gdk_monitor_get_connector (monitor) : NULL;
}

/* ---- windows that fill one ---- */

static void
free_place (gpointer data)
{
  Place *place = data;

  g_signal_handler_disconnect (place->monitors, place->handler);
  g_object_unref (place->monitors);
  g_free (place->connector);
  g_free (place);
}

static void
monitors_cb (GListModel *monitors, guint at, guint removed, guint added, gpointer data)
{
  Place *place = data;
  g_autoptr (GdkMonitor) monitor = tc_monitors_find (place->connector);

  if ((monitor == NULL) == place->away)
    return;
  place->away = !monitor;
  if (monitor)
    gtk_window_fullscreen_on_monitor (place->window, monitor);
  else
    gtk_window_unfullscreen (place->window);
  if (place->moved)
    place->moved (place->window, place->connector, place->away);
}

void
tc_monitors_follow (GtkWindow *window, const char *connector, TcMonitorsMoved moved)
{
  g_autoptr (GdkMonitor) monitor = tc_monitors_find (connector);
  Place *place = NULL;

  if (connector && *connector) {
    place = g_new0 (Place, 1);
    *place = (Place){.window = window,
                     .monitors = g_object_ref (tc_monitors_list ()),
                     .connector = g_strdup (connector),
                     .moved = moved,
                     .away = !monitor};
    place->handler = g_signal_connect (place->monitors, "items-changed", G_CALLBACK (monitors_cb),
                                       place);
  }
  g_object_set_data_full (G_OBJECT (window), PLACE, place, free_place);
}

gboolean
tc_monitors_is_away (GtkWindow *window)
{
  const Place *place = g_object_get_data (G_OBJECT (window), PLACE);

  return place && place->away;
}
