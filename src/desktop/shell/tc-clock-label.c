/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The clock; see the header.
 */
#include "tc-clock-label.h"

#include "tc-now.h"
#include "tc-tip.h"
#include "tc-words.h"

#include <glib/gi18n-lib.h>

#define WIDTH_CHARS 8

struct _TcClockLabel {
  GtkWidget parent;
  GtkWidget *text; /* (owned): as a child; a GtkLabel */
  TcDesk *desk;    /* (owned) (nullable) */
  guint tick;      /* source id while mapped */
};

G_DEFINE_FINAL_TYPE (TcClockLabel, tc_clock_label, GTK_TYPE_WIDGET)

static gboolean
tick_cb (gpointer data)
{
  TcClockLabel *self = data;
  gint64 shown_us = tc_now_us ();
  gboolean off = ABS (shown_us - g_get_real_time ()) > TC_CLOCK_OFF_US;
  g_autofree char *text = tc_words_clock_seconds (shown_us);

  gtk_label_set_label (GTK_LABEL (self->text), text);
  tc_tip_set (GTK_WIDGET (self),
              off ? _ ("The server's time: this computer's clock is wrong") : NULL);
  return G_SOURCE_CONTINUE;
}

void
tc_clock_label_set_desk (TcClockLabel *self, TcDesk *desk)
{
  g_return_if_fail (TC_IS_CLOCK_LABEL (self));

  if (self->desk)
    g_signal_handlers_disconnect_by_data (self->desk, self);
  g_set_object (&self->desk, desk);
  if (desk)
    g_signal_connect_object (desk, "notify::clock-ahead-us", G_CALLBACK (tick_cb), self,
                             G_CONNECT_SWAPPED);
  tick_cb (self);
}

static void
tc_clock_label_map (GtkWidget *widget)
{
  TcClockLabel *self = TC_CLOCK_LABEL (widget);

  GTK_WIDGET_CLASS (tc_clock_label_parent_class)->map (widget);
  tick_cb (self);
  self->tick = g_timeout_add_seconds (1, tick_cb, self);
}

static void
tc_clock_label_unmap (GtkWidget *widget)
{
  g_clear_handle_id (&TC_CLOCK_LABEL (widget)->tick, g_source_remove);
  GTK_WIDGET_CLASS (tc_clock_label_parent_class)->unmap (widget);
}

static void
tc_clock_label_dispose (GObject *object)
{
  TcClockLabel *self = TC_CLOCK_LABEL (object);

  g_clear_handle_id (&self->tick, g_source_remove);
  g_clear_object (&self->desk);
  g_clear_pointer (&self->text, gtk_widget_unparent);
  G_OBJECT_CLASS (tc_clock_label_parent_class)->dispose (object);
}

static void
tc_clock_label_class_init (TcClockLabelClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = tc_clock_label_dispose;
  widget_class->map = tc_clock_label_map;
  widget_class->unmap = tc_clock_label_unmap;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
tc_clock_label_init (TcClockLabel *self)
{
  self->text = gtk_label_new (NULL);
  gtk_label_set_width_chars (GTK_LABEL (self->text), WIDTH_CHARS);
  gtk_widget_set_parent (self->text, GTK_WIDGET (self));
}
