/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Flashing; see the header.
 */
#include "tc-flash.h"

#define HALF_MS 500
#define DATA "tc-flash"

typedef struct {
  GtkWidget *widget; /* (unowned): has us as its data */
  guint tick;        /* source id */
} Flash;

static gboolean
may_move (GtkWidget *widget)
{
  gboolean enabled = FALSE;

  g_object_get (gtk_widget_get_settings (widget), "gtk-enable-animations", &enabled, NULL);
  return enabled;
}

static gboolean
tick_cb (gpointer data)
{
  Flash *flash = data;

  if (!gtk_widget_get_mapped (flash->widget))
    return G_SOURCE_CONTINUE;
  if (may_move (flash->widget) && gtk_widget_has_css_class (flash->widget, "lit"))
    gtk_widget_remove_css_class (flash->widget, "lit");
  else
    gtk_widget_add_css_class (flash->widget, "lit");
  return G_SOURCE_CONTINUE;
}

static void
free_flash (gpointer data)
{
  Flash *flash = data;

  g_source_remove (flash->tick);
  g_free (flash);
}

void
tc_flash_set (GtkWidget *widget, gboolean flashing)
{
  Flash *flash = g_object_get_data (G_OBJECT (widget), DATA);

  if (flashing == (flash != NULL))
    return;
  if (!flashing) {
    g_object_set_data (G_OBJECT (widget), DATA, NULL);
    gtk_widget_remove_css_class (widget, "lit");
    return;
  }
  flash = g_new0 (Flash, 1);
  flash->widget = widget;
  flash->tick = g_timeout_add (HALF_MS, tick_cb, flash);
  g_object_set_data_full (G_OBJECT (widget), DATA, flash, free_flash);
  gtk_widget_add_css_class (widget, "lit");
}
