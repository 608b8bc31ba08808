/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One event; see the header.
 */
#include "tc-event-row.h"

#include "tc-age-label.h"
#include "tc-incident-words.h"
#include "tc-now.h"
#include "tc-overview-words.h"
#include "tc-tip.h"

struct _TcEventRow {
  GtkListBoxRow parent;
  TcAgeLabel *age;   /* (unowned): template child */
  GtkLabel *what;    /* (unowned): template child */
  GtkLabel *subject; /* (unowned): template child */
  GtkLabel *who;     /* (unowned): template child */
};

G_DEFINE_FINAL_TYPE (TcEventRow, tc_event_row, GTK_TYPE_LIST_BOX_ROW)

static void
tc_event_row_class_init (TcEventRowClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  g_type_ensure (TC_TYPE_AGE_LABEL);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/toancanh/ToanCanh/ui/tc-event-row.ui");
  gtk_widget_class_bind_template_child (widget_class, TcEventRow, age);
  gtk_widget_class_bind_template_child (widget_class, TcEventRow, what);
  gtk_widget_class_bind_template_child (widget_class, TcEventRow, subject);
  gtk_widget_class_bind_template_child (widget_class, TcEventRow, who);
}

static void
tc_event_row_init (TcEventRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
tc_event_row_new (void)
{
  return g_object_new (TC_TYPE_EVENT_ROW, NULL);
}

void
tc_event_row_fill (TcEventRow *self, const TcOverviewEvent *event)
{
  gint64 now_us = tc_now_us ();
  g_autofree char *what = tc_overview_word_event (event, now_us);
  g_autofree char *who = tc_incident_word_actor (&event->event);
  g_autofree char *subject = g_strdup_printf ("%s · %s", event->code, event->title);
  g_autofree char *clock = tc_words_clock (event->event.at_us, now_us);
  g_autofree char *spoken = g_strdup_printf ("%s, %s, %s, %s", clock, what, subject, who);
  g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, event->incident_id);

  g_return_if_fail (TC_IS_EVENT_ROW (self));
  g_object_set (self->age, "time-us", event->event.at_us, NULL);
  gtk_label_set_label (self->what, what);
  gtk_label_set_label (self->subject, subject);
  gtk_label_set_label (self->who, who);
  tc_tip_set (GTK_WIDGET (self), spoken);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self), "s", id);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self), "win.open");
}
