/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The newest picture of a stream; see the header.
 */
#include "tc-camera-picture.h"

#define ZOOM_STEP 1.25

struct _TcCameraPicture {
  GtkWidget parent;
  GdkTexture *texture; /* (owned) (nullable) */
  gboolean stale;
  double zoom;
  graphene_point_t middle; /* of what is shown, in parts of the picture: 0..1 */
  graphene_point_t begun;  /* where that was when a drag began */
};

G_DEFINE_FINAL_TYPE (TcCameraPicture, tc_camera_picture, GTK_TYPE_WIDGET)

enum {
  PROP_ZOOM = 1,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

/* The size of the whole picture as it is drawn now; FALSE: there is none. */
static gboolean
measure_picture (TcCameraPicture *self, float *width, float *height)
{
  float room_x = (float) gtk_widget_get_width (GTK_WIDGET (self));
  float room_y = (float) gtk_widget_get_height (GTK_WIDGET (self));

  if (!self->texture || room_x < 1 || room_y < 1)
    return FALSE;
  float own_x = (float) gdk_texture_get_width (self->texture);
  float own_y = (float) gdk_texture_get_height (self->texture);
  float scale = MIN (room_x / own_x, room_y / own_y) * (float) self->zoom;
  *width = own_x * scale;
  *height = own_y * scale;
  return TRUE;
}

/* So that no edge of the picture comes into the room that it fills. */
static float
keep_within (float middle, float size, float room)
{
  float half = size > room ? room / size / 2 : 0.5f;

  return CLAMP (middle, half, 1 - half);
}

static void
settle (TcCameraPicture *self)
{
  float width, height;

  if (measure_picture (self, &width, &height)) {
    self->middle.x = keep_within (self->middle.x, width,
                                  (float) gtk_widget_get_width (GTK_WIDGET (self)));
    self->middle.y = keep_within (self->middle.y, height,
                                  (float) gtk_widget_get_height (GTK_WIDGET (self)));
  }
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* What is at @x, @y of the widget stays there. */
static void
zoom_at (TcCameraPicture *self, double zoom, double x, double y)
{
  float from_x = (float) (x - gtk_widget_get_width (GTK_WIDGET (self)) / 2.0);
  float from_y = (float) (y - gtk_widget_get_height (GTK_WIDGET (self)) / 2.0);
  float width, height, wider, higher;

  zoom = CLAMP (zoom, 1, TC_CAMERA_ZOOM_MAX);
  if (zoom == self->zoom || !measure_picture (self, &width, &height))
    return;
  self->zoom = zoom;
  measure_picture (self, &wider, &higher);
  self->middle.x += from_x / width - from_x / wider;
  self->middle.y += from_y / height - from_y / higher;
  settle (self);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_ZOOM]);
}

void
tc_camera_picture_show (TcCameraPicture *self, GdkTexture *texture)
{
  g_return_if_fail (TC_IS_CAMERA_PICTURE (self));
  if (g_set_object (&self->texture, texture))
    settle (self);
}

GdkTexture *
tc_camera_picture_get (TcCameraPicture *self)
{
  g_return_val_if_fail (TC_IS_CAMERA_PICTURE (self), NULL);
  return self->texture;
}

void
tc_camera_picture_set_stale (TcCameraPicture *self, gboolean stale)
{
  g_return_if_fail (TC_IS_CAMERA_PICTURE (self));
  if (self->stale == stale)
    return;
  self->stale = stale;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

double
tc_camera_picture_get_zoom (TcCameraPicture *self)
{
  g_return_val_if_fail (TC_IS_CAMERA_PICTURE (self), 1);
  return self->zoom;
}

void
tc_camera_picture_set_zoom (TcCameraPicture *self, double zoom)
{
  g_return_if_fail (TC_IS_CAMERA_PICTURE (self));
  zoom_at (self, zoom, gtk_widget_get_width (GTK_WIDGET (self)) / 2.0,
           gtk_widget_get_height (GTK_WIDGET (self)) / 2.0);
}

/* ---- wheel and drag ---- */

static gboolean
scroll_cb (GtkEventControllerScroll *scroll, double dx, double dy, gpointer data)
{
  TcCameraPicture *self = data;
  GdkEvent *event = gtk_event_controller_get_current_event (GTK_EVENT_CONTROLLER (scroll));
  GtkNative *native = gtk_widget_get_native (GTK_WIDGET (self));
  double x, y, in_x, in_y, left, top;

  if (!event || !gdk_event_get_position (event, &x, &y))
    return GDK_EVENT_PROPAGATE;
  gtk_native_get_surface_transform (native, &left, &top);
  if (!gtk_widget_translate_coordinates (GTK_WIDGET (native), GTK_WIDGET (self), x - left, y - top,
                                         &in_x, &in_y))
    return GDK_EVENT_PROPAGATE;
  zoom_at (self, dy < 0 ? self->zoom * ZOOM_STEP : self->zoom / ZOOM_STEP, in_x, in_y);
  return GDK_EVENT_STOP;
}

/* What isn't magnified is dragged as a whole, which is somebody else's. */
static void
drag_begin_cb (GtkGestureDrag *drag, double x, double y, gpointer data)
{
  TcCameraPicture *self = data;

  self->begun = self->middle;
  gtk_gesture_set_state (GTK_GESTURE (drag),
                         self->zoom > 1 ? GTK_EVENT_SEQUENCE_CLAIMED : GTK_EVENT_SEQUENCE_DENIED);
}

static void
drag_update_cb (GtkGestureDrag *drag, double dx, double dy, gpointer data)
{
  TcCameraPicture *self = data;
  float width, height;

  if (self->zoom <= 1 || !measure_picture (self, &width, &height))
    return;
  self->middle.x = self->begun.x - (float) dx / width;
  self->middle.y = self->begun.y - (float) dy / height;
  settle (self);
}

/* ---- the widget ---- */

static void
draw_picture (TcCameraPicture *self, GtkSnapshot *snapshot)
{
  float room_x = (float) gtk_widget_get_width (GTK_WIDGET (self));
  float room_y = (float) gtk_widget_get_height (GTK_WIDGET (self));
  float width, height;

  if (!measure_picture (self, &width, &height))
    return;
  float x = width > room_x ? room_x / 2 - self->middle.x * width : (room_x - width) / 2;
  float y = height > room_y ? room_y / 2 - self->middle.y * height : (room_y - height) / 2;
  gtk_snapshot_append_texture (snapshot, self->texture, &GRAPHENE_RECT_INIT (x, y, width, height));
}

/* Its brightness alone, and half of that. */
static void
push_grey (GtkSnapshot *snapshot)
{
  graphene_matrix_t matrix;
  graphene_vec4_t offset;
  const float red = 0.11f, green = 0.35f, blue = 0.04f;
  const float values[16] = {red,  red,  red,  0, green, green, green, 0,
                            blue, blue, blue, 0, 0,     0,     0,     1};

  graphene_matrix_init_from_float (&matrix, values);
  graphene_vec4_init (&offset, 0, 0, 0, 0);
  gtk_snapshot_push_color_matrix (snapshot, &matrix, &offset);
}

static void
tc_camera_picture_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  TcCameraPicture *self = TC_CAMERA_PICTURE (widget);
  const graphene_rect_t room = GRAPHENE_RECT_INIT (0, 0, (float) gtk_widget_get_width (widget),
                                                   (float) gtk_widget_get_height (widget));

  gtk_snapshot_append_color (snapshot, &(GdkRGBA){0, 0, 0, 1}, &room);
  gtk_snapshot_push_clip (snapshot, &room);
  if (self->stale)
    push_grey (snapshot);
  draw_picture (self, snapshot);
  if (self->stale)
    gtk_snapshot_pop (snapshot);
  gtk_snapshot_pop (snapshot);
}

static void
tc_camera_picture_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  settle (TC_CAMERA_PICTURE (widget));
}

static void
tc_camera_picture_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  g_value_set_double (value, TC_CAMERA_PICTURE (object)->zoom);
}

static void
tc_camera_picture_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  tc_camera_picture_set_zoom (TC_CAMERA_PICTURE (object), g_value_get_double (value));
}

static void
tc_camera_picture_dispose (GObject *object)
{
  g_clear_object (&TC_CAMERA_PICTURE (object)->texture);
  G_OBJECT_CLASS (tc_camera_picture_parent_class)->dispose (object);
}

static void
tc_camera_picture_class_init (TcCameraPictureClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  object_class->get_property = tc_camera_picture_get_property;
  object_class->set_property = tc_camera_picture_set_property;
  object_class->dispose = tc_camera_picture_dispose;
  widget_class->snapshot = tc_camera_picture_snapshot;
  widget_class->size_allocate = tc_camera_picture_size_allocate;
  props[PROP_ZOOM] = g_param_spec_double ("zoom", NULL, NULL, 1, TC_CAMERA_ZOOM_MAX, 1,
                                          G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY |
                                              G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
  gtk_widget_class_set_css_name (widget_class, "camerapicture");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
tc_camera_picture_init (TcCameraPicture *self)
{
  GtkEventController *scroll = gtk_event_controller_scroll_new (
      GTK_EVENT_CONTROLLER_SCROLL_VERTICAL | GTK_EVENT_CONTROLLER_SCROLL_DISCRETE);
  GtkGesture *drag = gtk_gesture_drag_new ();

  self->zoom = 1;
  graphene_point_init (&self->middle, 0.5f, 0.5f);
  g_signal_connect (scroll, "scroll", G_CALLBACK (scroll_cb), self);
  g_signal_connect (drag, "drag-begin", G_CALLBACK (drag_begin_cb), self);
  g_signal_connect (drag, "drag-update", G_CALLBACK (drag_update_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), scroll);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));
}
