/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The newest events; see the header.
 */
#include "tc-event-list.h"

#include "tc-event-row.h"
#include "tc-focus.h"
#include "tc-list-take.h"
#include "tc-overview-table.h"

#include <glib/gi18n-lib.h>

struct _TcEventList {
  GtkWidget parent;
  GtkWidget *box;      /* (unowned): template child */
  GtkListBox *list;    /* (unowned): template child */
  GtkWidget *news;     /* (unowned): template child */
  GtkMenuButton *menu; /* (unowned): template child */
  GtkWidget *nothing;  /* (unowned): template child */
  GArray *fresh;    /* (owned) (nullable) (element-type TcOverviewEvent): the last that was set */
  gint64 newest_id; /* of those shown */
  gboolean under_pointer;
};

G_DEFINE_FINAL_TYPE (TcEventList, tc_event_list, GTK_TYPE_WIDGET)

static const TcOverviewEvent *
get_event (TcEventList *self, guint i)
{
  return &g_array_index (self->fresh, TcOverviewEvent, i);
}

static guint
count_newer (TcEventList *self)
{
  guint n = 0;

  while (self->fresh && n < self->fresh->len && get_event (self, n)->event.id > self->newest_id)
    n++;
  return n;
}

static void
show_news (TcEventList *self, guint n)
{
  /* Translators: events that have come while one looks at the list. */
  g_autofree char *text = g_strdup_printf (ngettext ("↑ %u newer", "↑ %u newer", n), n);

  gtk_button_set_label (GTK_BUTTON (self->news), text);
  gtk_widget_set_visible (self->news, n > 0);
}

static void
let_in (TcEventList *self)
{
  guint n = self->fresh ? self->fresh->len : 0;
  GtkListBoxRow *extra = NULL;

  for (guint i = 0; i < n; i++) {
    GtkWidget *row = GTK_WIDGET (gtk_list_box_get_row_at_index (self->list, (int) i));
    if (!row) {
      row = tc_event_row_new ();
      gtk_list_box_append (self->list, row);
    }
    tc_event_row_fill (TC_EVENT_ROW (row), get_event (self, i));
  }
  while ((extra = gtk_list_box_get_row_at_index (self->list, (int) n)))
    gtk_list_box_remove (self->list, GTK_WIDGET (extra));
  self->newest_id = n > 0 ? get_event (self, 0)->event.id : 0;
  gtk_widget_set_visible (self->nothing, n == 0);
  show_news (self, 0);
}

static void
refresh (TcEventList *self)
{
  gboolean held = self->under_pointer || tc_focus_holds (GTK_WIDGET (self));

  if (held && self->newest_id != 0)
    show_news (self, count_newer (self));
  else
    let_in (self);
}

void
tc_event_list_set (TcEventList *self, GArray *events)
{
  g_return_if_fail (TC_IS_EVENT_LIST (self));

  g_clear_pointer (&self->fresh, g_array_unref);
  self->fresh = events ? g_array_ref (events) : NULL;
  refresh (self);
}

static TcListTable *
make_table (GtkWidget *owner)
{
  TcEventList *self = TC_EVENT_LIST (owner);

  return self->fresh ? tc_overview_events_to_table (self->fresh) : NULL;
}

void
tc_event_list_attach (TcEventList *self, TcDesk *desk, GActionMap *window)
{
  g_return_if_fail (TC_IS_EVENT_LIST (self));

  tc_list_take_fill_menu (self->menu, "newest");
  tc_list_take_add (window, "newest", GTK_WIDGET (self), desk,
                    /* Translators: a file's name; year-month-day and the end stay. */
                    _ ("newest-events-%Y-%m-%d.csv"), make_table);
  gtk_widget_set_visible (GTK_WIDGET (self->menu), TRUE);
}

static void
pointer_cb (TcEventList *self, GParamSpec *pspec, GtkEventControllerMotion *motion)
{
  self->under_pointer = gtk_event_controller_motion_contains_pointer (motion);
  refresh (self);
}

static void
news_cb (TcEventList *self)
{
  GtkListBoxRow *first = NULL;

  let_in (self);
  first = gtk_list_box_get_row_at_index (self->list, 0);
  if (first)
    gtk_widget_grab_focus (GTK_WIDGET (first));
}

static void
tc_event_list_dispose (GObject *object)
{
  TcEventList *self = TC_EVENT_LIST (object);

  g_clear_pointer (&self->fresh, g_array_unref);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (tc_event_list_parent_class)->dispose (object);
}

static void
tc_event_list_class_init (TcEventListClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = tc_event_list_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/toancanh/ToanCanh/ui/tc-event-list.ui");
  gtk_widget_class_bind_template_child (widget_class, TcEventList, box);
  gtk_widget_class_bind_template_child (widget_class, TcEventList, list);
  gtk_widget_class_bind_template_child (widget_class, TcEventList, news);
  gtk_widget_class_bind_template_child (widget_class, TcEventList, menu);
  gtk_widget_class_bind_template_child (widget_class, TcEventList, nothing);
  gtk_widget_class_bind_template_callback (widget_class, news_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
tc_event_list_init (TcEventList *self)
{
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_object (motion, "notify::contains-pointer", G_CALLBACK (pointer_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (focus, "leave", G_CALLBACK (refresh), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self), motion);
  gtk_widget_add_controller (GTK_WIDGET (self), focus);
}
