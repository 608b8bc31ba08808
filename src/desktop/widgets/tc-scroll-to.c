/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Scrolling to what was opened; see the header. A viewport goes by the place that the focus has
 * when it comes there, which is none yet.
 */
#include "tc-scroll-to.h"

#include <graphene.h>

/* Frames until what was asked for is laid out. */
#define FRAMES 2

static gboolean
frame_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  guint *left = data;
  GtkWidget *viewport = gtk_widget_get_ancestor (widget, GTK_TYPE_VIEWPORT);
  graphene_rect_t place;

  if ((*left)-- > 0)
    return G_SOURCE_CONTINUE;
  if (viewport && gtk_widget_get_mapped (widget) &&
      gtk_widget_compute_bounds (widget, gtk_viewport_get_child (GTK_VIEWPORT (viewport)), &place))
    gtk_adjustment_clamp_page (gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (viewport)),
                               (double) place.origin.y,
                               (double) (place.origin.y + place.size.height));
  return G_SOURCE_REMOVE;
}

void
tc_scroll_to (GtkWidget *widget)
{
  guint *left = g_new (guint, 1);

  *left = FRAMES;
  gtk_widget_add_tick_callback (widget, frame_cb, left, g_free);
}
