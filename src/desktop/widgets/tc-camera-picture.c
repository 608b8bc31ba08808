/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The newest picture of a stream; see the header.
 *
 * DESIGN: where no graphics card draws, GTK 4.8 turns each texture into floating point numbers and
 * back, which costs more than decoding it did. So there cairo draws it from where it lies, pixel by
 * pixel: a picture comes in the size of its room already. GTK keeps what it drew last to compare,
 * and cairo would copy what of it goes meanwhile: so the picture before is kept as well.
 */
#include "tc-camera-picture.h"

#include <math.h>

#define ZOOM_STEP 1.25

struct _TcCameraPicture {
  GtkWidget parent;
  GBytes *pixels;    /* (owned) (nullable) */
  int width, height; /* of @pixels */
  gsize stride;
  cairo_surface_t *surface; /* (owned) (nullable): @pixels, once drawn without a card */
  cairo_surface_t *before;  /* (owned) (nullable): of the picture before */
  GdkTexture *texture;      /* (owned) (nullable): @pixels, once drawn by a graphics card */
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

/* A picture that is nearly as large as its room is drawn as it is. */
#define PIXELS_OFF_MAX 1.5f

/* The size of the whole picture as it is drawn now; FALSE: there is none. */
static gboolean
measure_picture (TcCameraPicture *self, float *width, float *height)
{
  float room_x = (float) gtk_widget_get_width (GTK_WIDGET (self));
  float room_y = (float) gtk_widget_get_height (GTK_WIDGET (self));

  if (!self->pixels || room_x < 1 || room_y < 1)
    return FALSE;
  float own_x = (float) self->width / (float) gtk_widget_get_scale_factor (GTK_WIDGET (self));
  float own_y = (float) self->height / (float) gtk_widget_get_scale_factor (GTK_WIDGET (self));
  float scale = MIN (room_x / own_x, room_y / own_y);
  if (fabsf (scale - 1) * MAX (own_x, own_y) < PIXELS_OFF_MAX)
    scale = 1;
  *width = own_x * scale * (float) self->zoom;
  *height = own_y * scale * (float) self->zoom;
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
tc_camera_picture_show (TcCameraPicture *self, GBytes *pixels, int width, int height, gsize stride)
{
  g_return_if_fail (TC_IS_CAMERA_PICTURE (self));
  g_return_if_fail (!pixels || g_bytes_get_size (pixels) >= stride * (gsize) height);
  if (pixels)
    g_bytes_ref (pixels);
  g_clear_pointer (&self->pixels, g_bytes_unref);
  g_clear_object (&self->texture);
  g_clear_pointer (&self->before, cairo_surface_destroy);
  self->before = g_steal_pointer (&self->surface);
  self->pixels = pixels;
  self->width = width;
  self->height = height;
  self->stride = stride;
  settle (self);
}

gboolean
tc_camera_picture_is_empty (TcCameraPicture *self)
{
  g_return_val_if_fail (TC_IS_CAMERA_PICTURE (self), TRUE);
  return !self->pixels;
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

void
tc_camera_picture_step_zoom (TcCameraPicture *self, gboolean closer)
{
  g_return_if_fail (TC_IS_CAMERA_PICTURE (self));
  tc_camera_picture_set_zoom (self, closer ? self->zoom * ZOOM_STEP : self->zoom / ZOOM_STEP);
}

gboolean
tc_camera_picture_pan (TcCameraPicture *self, double right, double down)
{
  float width, height;

  g_return_val_if_fail (TC_IS_CAMERA_PICTURE (self), FALSE);
  if (self->zoom <= 1 || !measure_picture (self, &width, &height))
    return FALSE;
  self->middle.x += (float) (right * gtk_widget_get_width (GTK_WIDGET (self))) / width;
  self->middle.y += (float) (down * gtk_widget_get_height (GTK_WIDGET (self))) / height;
  settle (self);
  return TRUE;
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

/* Of the device; a picture between them would be drawn blurred, and dearly. */
static float
to_whole_pixel (TcCameraPicture *self, float at)
{
  float scale = (float) gtk_widget_get_scale_factor (GTK_WIDGET (self));

  return floorf (at * scale) / scale;
}

static cairo_surface_t *
wrap_pixels (GBytes *pixels, int width, int height, gsize stride)
{
  static const cairo_user_data_key_t key;
  /* It is only read. */
  cairo_surface_t *surface = cairo_image_surface_create_for_data (
      (guchar *) g_bytes_get_data (pixels, NULL), CAIRO_FORMAT_RGB24, width, height, (int) stride);

  cairo_surface_set_user_data (surface, &key, g_bytes_ref (pixels),
                               (cairo_destroy_func_t) g_bytes_unref);
  return surface;
}

static void
draw_by_cairo (TcCameraPicture *self, GtkSnapshot *snapshot, const graphene_rect_t *at)
{
  cairo_t *cr = gtk_snapshot_append_cairo (snapshot, at);

  if (!self->surface)
    self->surface = wrap_pixels (self->pixels, self->width, self->height, self->stride);
  cairo_translate (cr, at->origin.x, at->origin.y);
  cairo_scale (cr, at->size.width / self->width, at->size.height / self->height);
  cairo_set_source_surface (cr, self->surface, 0, 0);
  cairo_pattern_set_filter (cairo_get_source (cr), CAIRO_FILTER_BILINEAR);
  /* So that its edges aren't mixed with what is beside it. */
  cairo_pattern_set_extend (cairo_get_source (cr), CAIRO_EXTEND_PAD);
  cairo_rectangle (cr, 0, 0, self->width, self->height);
  cairo_fill (cr);
  cairo_destroy (cr);
}

static void
draw_picture (TcCameraPicture *self, GtkSnapshot *snapshot)
{
  GskRenderer *renderer = gtk_native_get_renderer (gtk_widget_get_native (GTK_WIDGET (self)));
  float room_x = (float) gtk_widget_get_width (GTK_WIDGET (self));
  float room_y = (float) gtk_widget_get_height (GTK_WIDGET (self));
  float width, height;

  if (!measure_picture (self, &width, &height))
    return;
  float x = width > room_x ? room_x / 2 - self->middle.x * width : (room_x - width) / 2;
  float y = height > room_y ? room_y / 2 - self->middle.y * height : (room_y - height) / 2;
  const graphene_rect_t at = GRAPHENE_RECT_INIT (to_whole_pixel (self, x), to_whole_pixel (self, y),
                                                 width, height);
  if (GSK_IS_CAIRO_RENDERER (renderer)) {
    draw_by_cairo (self, snapshot, &at);
    return;
  }
  if (!self->texture)
    self->texture = gdk_memory_texture_new (
        self->width, self->height, GDK_MEMORY_B8G8R8A8_PREMULTIPLIED, self->pixels, self->stride);
  gtk_snapshot_append_texture (snapshot, self->texture, &at);
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
  TcCameraPicture *self = TC_CAMERA_PICTURE (object);

  g_clear_pointer (&self->surface, cairo_surface_destroy);
  g_clear_pointer (&self->before, cairo_surface_destroy);
  g_clear_object (&self->texture);
  g_clear_pointer (&self->pixels, g_bytes_unref);
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
