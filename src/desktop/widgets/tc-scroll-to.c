/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Scrolling to what was opened; see the header. A viewport goes by the place that the focus has
 * when it comes there, which is none yet.
 */
#include "tc-scroll-to.h"

#include <graphene.h>

/* Frames until what was asked for is laid out. */
#define FRAMES 2

/* It may still grow a little, and its frame is to be seen. */
#define BELOW_PX 24

/* Its upper end, where it is higher than the view. Setting the value ends a movement that is under
 * way: GTK begins one to where the focus was before it had its place. */
static void
show (GtkAdjustment *height, double top, double bottom)
{
  double page = gtk_adjustment_get_page_size (height);
  double value = MAX (gtk_adjustment_get_value (height), bottom + BELOW_PX - page);

  gtk_adjustment_set_value (height, MIN (value, top));
}

/* A page is scrolled with its padding, places on it are counted from within. */
static void
scroll (GtkViewport *viewport, GtkWidget *widget)
{
  GtkWidget *page = gtk_viewport_get_child (viewport);
  graphene_rect_t place, own;
  double top = 0;

  if (!gtk_widget_compute_bounds (page, page, &own) ||
      !gtk_widget_compute_bounds (widget, page, &place))
    return;
  top = (double) (place.origin.y - own.origin.y);
  show (gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (viewport)), top,
        top + (double) place.size.height);
}

/* A page may stand in another one: on a small screen what is beside an incident is below it. */
static gboolean
frame_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  guint *left = data;

  if ((*left)-- > 0)
    return G_SOURCE_CONTINUE;
  for (GtkWidget *at = widget; at && gtk_widget_get_mapped (widget);
       at = gtk_widget_get_parent (at))
    if (GTK_IS_VIEWPORT (at))
      scroll (GTK_VIEWPORT (at), widget);
  return G_SOURCE_REMOVE;
}

void
tc_scroll_to (GtkWidget *widget)
{
  guint *left = g_new (guint, 1);

  *left = FRAMES;
  gtk_widget_add_tick_callback (widget, frame_cb, left, g_free);
}
