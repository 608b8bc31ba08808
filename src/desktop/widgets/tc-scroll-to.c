/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Scrolling to what was opened; see the header. A viewport goes by the place that the focus has
 * when it comes there, which is none yet.
 */
#include "tc-scroll-to.h"

#include <graphene.h>

/* Frames until what was asked for is laid out. */
#define FRAMES 2

/* Its upper end, where it is higher than the view. Setting the value ends a movement that is under
 * way: GTK begins one to where the focus was before it had its place. */
static void
show (GtkAdjustment *height, double top, double bottom)
{
  double page = gtk_adjustment_get_page_size (height);
  double value = MAX (gtk_adjustment_get_value (height), bottom - page);

  gtk_adjustment_set_value (height, MIN (value, top));
}

static gboolean
frame_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  guint *left = data;
  GtkWidget *viewport = gtk_widget_get_ancestor (widget, GTK_TYPE_VIEWPORT);
  GtkWidget *page = viewport ? gtk_viewport_get_child (GTK_VIEWPORT (viewport)) : NULL;
  graphene_rect_t place, own;

  if ((*left)-- > 0)
    return G_SOURCE_CONTINUE;
  /* A page is scrolled with its padding, places on it are counted from within. */
  if (page && gtk_widget_get_mapped (widget) && gtk_widget_compute_bounds (page, page, &own) &&
      gtk_widget_compute_bounds (widget, page, &place)) {
    double top = (double) (place.origin.y - own.origin.y);
    show (gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (viewport)), top,
          top + (double) place.size.height);
  }
  return G_SOURCE_REMOVE;
}

void
tc_scroll_to (GtkWidget *widget)
{
  guint *left = g_new (guint, 1);

  *left = FRAMES;
  gtk_widget_add_tick_callback (widget, frame_cb, left, g_free);
}
