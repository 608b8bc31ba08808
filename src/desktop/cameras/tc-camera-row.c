/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One camera in the list; see the header.
 */
#include "tc-camera-row.h"

#include "tc-signal-shape.h"

struct _TcCameraRow {
  GtkWidget parent;
  GtkWidget *box;     /* (unowned): template child */
  TcCameraItem *item; /* (owned) (nullable) */
  gulong notify;      /* handler on item */
};

G_DEFINE_FINAL_TYPE (TcCameraRow, tc_camera_row, GTK_TYPE_WIDGET)

enum {
  PROP_ITEM = 1,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

static void
describe_cb (TcCameraRow *self)
{
  g_autofree char *spoken = NULL;

  if (!self->item)
    return;
  g_object_get (self->item, "spoken", &spoken, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
}

static void
set_item (TcCameraRow *self, TcCameraItem *item)
{
  if (self->item == item)
    return;
  g_clear_signal_handler (&self->notify, self->item);
  g_set_object (&self->item, item);
  if (item)
    self->notify = g_signal_connect_swapped (item, "notify::spoken", G_CALLBACK (describe_cb),
                                             self);
  describe_cb (self);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_ITEM]);
}

static void
pressed_cb (TcCameraRow *self, int n)
{
  if (n == 2 && self->item)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.camera-show", "x",
                                tc_camera_item_get_camera (self->item)->id);
}

static GdkContentProvider *
prepare_cb (GtkDragSource *source, double x, double y, TcCameraRow *self)
{
  return self->item ? gdk_content_provider_new_typed (G_TYPE_INT64,
                                                      tc_camera_item_get_camera (self->item)->id)
                    : NULL;
}

static void
tc_camera_row_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  g_value_set_object (value, TC_CAMERA_ROW (object)->item);
}

static void
tc_camera_row_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  set_item (TC_CAMERA_ROW (object), g_value_get_object (value));
}

static void
tc_camera_row_dispose (GObject *object)
{
  TcCameraRow *self = TC_CAMERA_ROW (object);

  g_clear_signal_handler (&self->notify, self->item);
  g_clear_object (&self->item);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (tc_camera_row_parent_class)->dispose (object);
}

static void
tc_camera_row_class_init (TcCameraRowClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  object_class->get_property = tc_camera_row_get_property;
  object_class->set_property = tc_camera_row_set_property;
  object_class->dispose = tc_camera_row_dispose;
  props[PROP_ITEM] = g_param_spec_object ("item", NULL, NULL, TC_TYPE_CAMERA_ITEM,
                                          G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS |
                                              G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, props);
  g_type_ensure (TC_TYPE_SIGNAL_SHAPE);
  gtk_widget_class_set_css_name (widget_class, "row");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_LIST_ITEM);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/toancanh/ToanCanh/ui/tc-camera-row.ui");
  gtk_widget_class_bind_template_child (widget_class, TcCameraRow, box);
  gtk_widget_class_bind_template_callback (widget_class, pressed_cb);
  gtk_widget_class_bind_template_callback (widget_class, prepare_cb);
}

static void
tc_camera_row_init (TcCameraRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
