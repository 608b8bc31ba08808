/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How one camera does; see the header.
 */
#include "tc-camera-health-row.h"

#include "tc-camera-health-words.h"
#include "tc-camera-words.h"
#include "tc-signal-shape.h"
#include "tc-words.h"

#include <glib/gi18n-lib.h>

#define NONE TC_CAMERA_HEALTH_NONE

struct _TcCameraHealthRow {
  GtkWidget parent;
  GtkWidget *box; /* (unowned): template child, as down to clock */
  TcSignalShape *shape;
  GtkLabel *title;
  GtkLabel *second;
  GtkLabel *uptime;
  GtkLabel *times;
  GtkLabel *reconnects;
  GtkLabel *kbit;
  GtkLabel *frames;
  GtkLabel *clock;
  TcCameraHealthItem *item; /* (owned) (nullable) */
  gulong changed;           /* handler on item */
};

G_DEFINE_FINAL_TYPE (TcCameraHealthRow, tc_camera_health_row, GTK_TYPE_WIDGET)

enum {
  PROP_ITEM = 1,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

/* ---- words ---- */

static char *
word_count (gint64 n)
{
  return g_strdup_printf ("%" G_GINT64_FORMAT, n);
}

/* The time is a part of it. */
static char *
word_spoken (TcCameraHealthRow *self)
{
  const TcCameraHealth *health = tc_camera_health_item_get (self->item);

  return g_strdup_printf (
      /* Translators: number and name of a camera; how it does; then figures, of seven days the
       * first two. */
      _ ("%s. %s. Up %s, faults %s, reconnects %s, %s kbit/s, %s pictures/s, clock %s"),
      gtk_label_get_text (self->title), gtk_label_get_text (self->second),
      gtk_label_get_text (self->uptime), gtk_label_get_text (self->times),
      health->has_figures ? gtk_label_get_text (self->reconnects) : NONE,
      gtk_label_get_text (self->kbit), gtk_label_get_text (self->frames),
      gtk_label_get_text (self->clock));
}

static void
take (GtkLabel *label, char *text)
{
  gtk_label_set_text (label, text);
  g_free (text);
}

static void
show_figures (TcCameraHealthRow *self, const TcCameraHealth *health)
{
  gboolean known = health->has_figures;

  take (self->reconnects, known ? word_count (health->reconnects) : g_strdup (NONE));
  take (self->kbit, known ? word_count (health->kbit) : g_strdup (NONE));
  take (self->frames, known ? tc_words_decimal (health->fps_milli / 1000.0) : g_strdup (NONE));
}

static void
show_cb (TcCameraHealthRow *self)
{
  const TcCameraHealth *health = self->item ? tc_camera_health_item_get (self->item) : NULL;
  g_autofree char *spoken = NULL;

  if (!health)
    return;
  tc_signal_shape_set_signal (self->shape, tc_camera_get_signal (health->camera));
  take (self->title, tc_camera_word_title (health->camera));
  take (self->second, tc_camera_health_word_second (health->camera));
  take (self->uptime, tc_camera_health_word_uptime (health));
  take (self->times, word_count (health->times));
  show_figures (self, health);
  take (self->clock, tc_camera_health_word_clock (health->camera));
  spoken = word_spoken (self);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
}

/* ---- the widget ---- */

static void
pressed_cb (TcCameraHealthRow *self, int n)
{
  if (n == 2 && self->item)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.camera-show", "x",
                                tc_camera_health_item_get (self->item)->camera->id);
}

static void
set_item (TcCameraHealthRow *self, TcCameraHealthItem *item)
{
  if (self->item == item)
    return;
  g_clear_signal_handler (&self->changed, self->item);
  g_set_object (&self->item, item);
  if (item)
    self->changed = g_signal_connect_swapped (item, "changed", G_CALLBACK (show_cb), self);
  show_cb (self);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_ITEM]);
}

static void
tc_camera_health_row_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  g_value_set_object (value, TC_CAMERA_HEALTH_ROW (object)->item);
}

static void
tc_camera_health_row_set_property (GObject *object, guint id, const GValue *value,
                                   GParamSpec *pspec)
{
  set_item (TC_CAMERA_HEALTH_ROW (object), g_value_get_object (value));
}

static void
tc_camera_health_row_dispose (GObject *object)
{
  TcCameraHealthRow *self = TC_CAMERA_HEALTH_ROW (object);

  g_clear_signal_handler (&self->changed, self->item);
  g_clear_object (&self->item);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (tc_camera_health_row_parent_class)->dispose (object);
}

static void
bind (GtkWidgetClass *class)
{
  gtk_widget_class_set_template_from_resource (
      class, "/io/github/toancanh/ToanCanh/ui/tc-camera-health-row.ui");
  gtk_widget_class_bind_template_child (class, TcCameraHealthRow, box);
  gtk_widget_class_bind_template_child (class, TcCameraHealthRow, shape);
  gtk_widget_class_bind_template_child (class, TcCameraHealthRow, title);
  gtk_widget_class_bind_template_child (class, TcCameraHealthRow, second);
  gtk_widget_class_bind_template_child (class, TcCameraHealthRow, uptime);
  gtk_widget_class_bind_template_child (class, TcCameraHealthRow, times);
  gtk_widget_class_bind_template_child (class, TcCameraHealthRow, reconnects);
  gtk_widget_class_bind_template_child (class, TcCameraHealthRow, kbit);
  gtk_widget_class_bind_template_child (class, TcCameraHealthRow, frames);
  gtk_widget_class_bind_template_child (class, TcCameraHealthRow, clock);
  gtk_widget_class_bind_template_callback (class, pressed_cb);
}

static void
tc_camera_health_row_class_init (TcCameraHealthRowClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  object_class->get_property = tc_camera_health_row_get_property;
  object_class->set_property = tc_camera_health_row_set_property;
  object_class->dispose = tc_camera_health_row_dispose;
  props[PROP_ITEM] = g_param_spec_object ("item", NULL, NULL, TC_TYPE_CAMERA_HEALTH_ITEM,
                                          G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS |
                                              G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, props);
  g_type_ensure (TC_TYPE_SIGNAL_SHAPE);
  bind (widget_class);
  gtk_widget_class_set_css_name (widget_class, "row");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_LIST_ITEM);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
tc_camera_health_row_init (TcCameraHealthRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
