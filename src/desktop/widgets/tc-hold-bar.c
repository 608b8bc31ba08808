/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The count before something leaves the room; see the header. Time is the monotonic clock's; the
 * timer, not the frame clock, lets go, so that a window which isn't drawn still sends.
 */
#include "tc-hold-bar.h"

#include "tc-verb-button.h"

#include <glib/gi18n-lib.h>

#define HOLD_TICK_MS 100

struct _TcHoldBar {
  GtkWidget parent;
  GtkWidget *box;        /* (unowned): template child */
  GtkLabel *label;       /* (unowned): template child */
  GtkProgressBar *count; /* (unowned): template child */
  char *what;            /* (owned) */
  gint64 start_us;       /* monotonic */
  guint tick;            /* source id until it is settled */
};

G_DEFINE_FINAL_TYPE (TcHoldBar, tc_hold_bar, GTK_TYPE_WIDGET)

enum {
  LET_GO,
  KEPT_BACK,
  SAID,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
settle (TcHoldBar *self, guint signal)
{
  if (self->tick == 0)
    return;
  g_clear_handle_id (&self->tick, g_source_remove);
  g_object_ref (self);
  g_signal_emit (self, signals[signal], 0);
  g_object_unref (self);
}

static void
show_count (TcHoldBar *self, gint64 left_us)
{
  int seconds = (int) ((left_us + G_TIME_SPAN_SECOND - 1) / G_TIME_SPAN_SECOND);
  g_autofree char *text = g_strdup_printf (
      /* Translators: what will be sent, then in how many seconds. */
      ngettext ("%s in %d second", "%s in %d seconds", seconds), self->what, seconds);

  gtk_label_set_label (self->label, text);
  gtk_progress_bar_set_fraction (self->count, 1 - (double) left_us / TC_HOLD_US);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
}

static gboolean
tick_cb (gpointer data)
{
  TcHoldBar *self = data;
  gint64 left_us = TC_HOLD_US - (g_get_monotonic_time () - self->start_us);

  if (left_us > 0) {
    show_count (self, left_us);
    return G_SOURCE_CONTINUE;
  }
  settle (self, LET_GO);
  return G_SOURCE_REMOVE;
}

static void
keep_back_cb (TcHoldBar *self)
{
  tc_hold_bar_keep_back (self);
}

static void
tc_hold_bar_dispose (GObject *object)
{
  TcHoldBar *self = TC_HOLD_BAR (object);

  g_clear_handle_id (&self->tick, g_source_remove);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_pointer (&self->what, g_free);
  G_OBJECT_CLASS (tc_hold_bar_parent_class)->dispose (object);
}

static void
tc_hold_bar_class_init (TcHoldBarClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = tc_hold_bar_dispose;
  g_type_ensure (TC_TYPE_VERB_BUTTON);
  signals[LET_GO] = g_signal_new ("let-go", TC_TYPE_HOLD_BAR, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                  NULL, G_TYPE_NONE, 0);
  signals[KEPT_BACK] = g_signal_new ("kept-back", TC_TYPE_HOLD_BAR, G_SIGNAL_RUN_LAST, 0, NULL,
                                     NULL, NULL, G_TYPE_NONE, 0);
  signals[SAID] = g_signal_new ("said", TC_TYPE_HOLD_BAR, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/toancanh/ToanCanh/ui/tc-hold-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, TcHoldBar, box);
  gtk_widget_class_bind_template_child (widget_class, TcHoldBar, label);
  gtk_widget_class_bind_template_child (widget_class, TcHoldBar, count);
  gtk_widget_class_bind_template_callback (widget_class, keep_back_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_STATUS);
}

static void
tc_hold_bar_init (TcHoldBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->start_us = g_get_monotonic_time ();
  self->tick = g_timeout_add (HOLD_TICK_MS, tick_cb, self);
}

GtkWidget *
tc_hold_bar_new (const char *what)
{
  TcHoldBar *self = g_object_new (TC_TYPE_HOLD_BAR, NULL);

  self->what = g_strdup (what);
  show_count (self, TC_HOLD_US);
  return GTK_WIDGET (self);
}

void
tc_hold_bar_say (TcHoldBar *self, const char *what)
{
  g_return_if_fail (TC_IS_HOLD_BAR (self));
  g_free (self->what);
  self->what = g_strdup (what);
  if (self->tick != 0)
    show_count (self, TC_HOLD_US - (g_get_monotonic_time () - self->start_us));
  g_signal_emit (self, signals[SAID], 0);
}

const char *
tc_hold_bar_get_what (TcHoldBar *self)
{
  g_return_val_if_fail (TC_IS_HOLD_BAR (self), NULL);
  return self->what;
}

void
tc_hold_bar_let_go (TcHoldBar *self)
{
  g_return_if_fail (TC_IS_HOLD_BAR (self));
  settle (self, LET_GO);
}

void
tc_hold_bar_keep_back (TcHoldBar *self)
{
  g_return_if_fail (TC_IS_HOLD_BAR (self));
  settle (self, KEPT_BACK);
}
