/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The page of cameras' health; see the header.
 */
#include "tc-camera-health-page.h"

#include "tc-camera-health-row.h"
#include "tc-camera-health-words.h"
#include "tc-camera-words.h"
#include "tc-enter-key.h"
#include "tc-focus.h"
#include "tc-list-take.h"
#include "tc-row-list.h"

#include <glib/gi18n-lib.h>

struct _TcCameraHealthPage {
  GtkWidget parent;
  GtkWidget *box; /* (unowned): template child, as the next four */
  GtkLabel *sum;
  GtkMenuButton *list_menu;
  GtkLabel *hosts;
  TcRowList *rows;
  TcCameraHealthList *list;      /* (owned) (nullable): once it is attached */
  GtkSingleSelection *selection; /* (owned) (nullable): likewise */
};

G_DEFINE_FINAL_TYPE (TcCameraHealthPage, tc_camera_health_page, GTK_TYPE_WIDGET)

const TcCamera *
tc_camera_health_page_get_selected (TcCameraHealthPage *self)
{
  TcCameraHealthItem *item = self->selection
                                 ? gtk_single_selection_get_selected_item (self->selection)
                                 : NULL;

  return item ? tc_camera_health_item_get (item)->camera : NULL;
}

static gboolean
key_cb (TcCameraHealthPage *self, guint keyval)
{
  const TcCamera *camera = tc_camera_health_page_get_selected (self);

  if (!tc_is_enter_key (keyval) || !camera)
    return GDK_EVENT_PROPAGATE;
  gtk_widget_activate_action (GTK_WIDGET (self), "win.camera-show", "x", camera->id);
  return GDK_EVENT_STOP;
}

/* How many are as they should be. */
static void
sum_up (TcCameraHealthPage *self, const GPtrArray *cameras)
{
  guint good = 0, bad = 0, away = 0;
  g_autofree char *text = NULL;

  for (guint i = 0; i < cameras->len; i++) {
    const TcCamera *camera = g_ptr_array_index (cameras, i);
    TcSignal signal = tc_camera_get_signal (camera);

    if (!g_str_equal (camera->state, "in-service"))
      away++;
    else if (signal == TC_SIGNAL_RESOLVED)
      good++;
    else if (signal >= TC_SIGNAL_ATTENTION)
      bad++;
  }
  text = g_strdup_printf (
      /* Translators: numbers of cameras. */
      _ ("Cameras: %u · work: %u · faults: %u · being mended: %u · not known: %u"), cameras->len,
      good, bad, away, cameras->len - good - bad - away);
  gtk_label_set_text (self->sum, text);
}

/* What is sent over thin connections. */
static void
hosts_cb (TcCameraHealthPage *self)
{
  const GArray *hosts = tc_camera_health_list_get_hosts (self->list);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < hosts->len; i++) {
    const TcCameraHost *host = &g_array_index (hosts, TcCameraHost, i);

    g_string_append_printf (
        text,
        /* Translators: of a media host with a thin connection: its name, how
                             * much it sends, how much it can; who looks, who of these gets less. */
        ngettext ("%s: %u of %u kbit/s · %u stream, %u of them thinned",
                  "%s: %u of %u kbit/s · %u streams, %u of them thinned", host->n_viewers),
        host->name, host->kbit, host->kbit_max, host->n_viewers, host->n_thinned);
    if (i + 1 < hosts->len)
      g_string_append_c (text, '\n');
  }
  gtk_label_set_text (self->hosts, text->str);
  gtk_widget_set_visible (GTK_WIDGET (self->hosts), hosts->len > 0);
}

void
tc_camera_health_page_set (TcCameraHealthPage *self, GPtrArray *cameras)
{
  if (!self->list)
    return;
  tc_camera_health_list_set (self->list, cameras);
  sum_up (self, cameras);
}

void
tc_camera_health_page_sort (TcCameraHealthPage *self, TcHealthOrder order)
{
  if (self->list)
    tc_camera_health_list_sort (self->list, order);
}

void
tc_camera_health_page_show (TcCameraHealthPage *self, gboolean shown)
{
  gtk_widget_set_visible (GTK_WIDGET (self), shown);
  if (self->list)
    tc_camera_health_list_show (self->list, shown);
}

void
tc_camera_health_page_attach (TcCameraHealthPage *self, TcDesk *desk)
{
  self->list = tc_camera_health_list_new (desk);
  g_signal_connect_swapped (self->list, "hosts", G_CALLBACK (hosts_cb), self);
  self->selection = gtk_single_selection_new (g_object_ref (G_LIST_MODEL (self->list)));
  tc_row_list_set_row_type (self->rows, TC_TYPE_CAMERA_HEALTH_ROW);
  tc_row_list_set_model (self->rows, GTK_SELECTION_MODEL (self->selection));
}

static TcListTable *
make_table (GtkWidget *owner)
{
  TcCameraHealthPage *self = TC_CAMERA_HEALTH_PAGE (owner);

  return self->list ? tc_camera_health_to_table (G_LIST_MODEL (self->list)) : NULL;
}

void
tc_camera_health_page_add_take (TcCameraHealthPage *self, TcDesk *desk, GActionMap *window)
{
  tc_list_take_fill_menu (self->list_menu, "health");
  /* Translators: name of a file: how cameras do; year-month-day and the end stay. */
  tc_list_take_add (window, "health", GTK_WIDGET (self), desk, _ ("camera-health-%Y-%m-%d.csv"),
                    make_table);
}

void
tc_camera_health_page_end (TcCameraHealthPage *self)
{
  if (self->list)
    tc_camera_health_list_end (self->list);
}

static gboolean
tc_camera_health_page_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (TC_CAMERA_HEALTH_PAGE (widget)->rows));
}

static void
tc_camera_health_page_dispose (GObject *object)
{
  TcCameraHealthPage *self = TC_CAMERA_HEALTH_PAGE (object);

  tc_camera_health_page_end (self);
  if (self->box) {
    tc_row_list_set_model (self->rows, NULL);
    gtk_widget_unparent (g_steal_pointer (&self->box));
  }
  g_clear_object (&self->selection);
  if (self->list)
    g_signal_handlers_disconnect_by_data (self->list, self);
  g_clear_object (&self->list);
  G_OBJECT_CLASS (tc_camera_health_page_parent_class)->dispose (object);
}

static void
tc_camera_health_page_class_init (TcCameraHealthPageClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = tc_camera_health_page_dispose;
  widget_class->grab_focus = tc_camera_health_page_grab_focus;
  widget_class->focus = tc_focus_children;
  g_type_ensure (TC_TYPE_ROW_LIST);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/toancanh/ToanCanh/ui/tc-camera-health-page.ui");
  gtk_widget_class_bind_template_child (widget_class, TcCameraHealthPage, box);
  gtk_widget_class_bind_template_child (widget_class, TcCameraHealthPage, sum);
  gtk_widget_class_bind_template_child (widget_class, TcCameraHealthPage, list_menu);
  gtk_widget_class_bind_template_child (widget_class, TcCameraHealthPage, hosts);
  gtk_widget_class_bind_template_child (widget_class, TcCameraHealthPage, rows);
  gtk_widget_class_bind_template_callback (widget_class, key_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
tc_camera_health_page_init (TcCameraHealthPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
