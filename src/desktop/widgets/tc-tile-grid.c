/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Camera tiles in a grid; see the header.
 */
#include "tc-tile-grid.h"

#include "tc-focus.h"
#include "tc-paint-budget.h"

#include <string.h>
#include <time.h>

#define GAP 2
#define TELL_S 1

struct _TcTileGrid {
  GtkWidget parent;
  guint columns, rows;
  GArray *places;    /* (owned) (element-type TcTilePlace) */
  GPtrArray *tiles;  /* (owned) (element-type TcCameraTile): its children, in the same order */
  int selected;      /* -1: none */
  int alone;         /* -1: all are shown */
  guint take_source; /* 0: no picture is to be taken */
  gint64 taken_us;   /* when they were taken last, monotonic */
  guint next;        /* the tile whose picture is taken first */
  gint64 pixels;     /* of pictures that were taken and aren't painted yet */
  gint64 begun_us;   /* the frame, by the processor time of this thread; 0: it hasn't */
  TcPaintBudget budget;
  GdkFrameClock *clock; /* (owned) (nullable): of the window, while it is mapped */
  guint tell_source;
};

G_DEFINE_FINAL_TYPE (TcTileGrid, tc_tile_grid, GTK_TYPE_WIDGET)

enum {
  PROP_SELECTED = 1,
  PROP_ALONE,
  N_PROPS
};

enum {
  SWAP,
  CAMERA_DROPPED,
  ACTIVATE_TILE,
  N_SIGNALS
};

static GParamSpec *props[N_PROPS];
static guint signals[N_SIGNALS];

guint
tc_tile_grid_get_n_tiles (TcTileGrid *self)
{
  g_return_val_if_fail (TC_IS_TILE_GRID (self), 0);
  return self->tiles->len;
}

TcCameraTile *
tc_tile_grid_get_tile (TcTileGrid *self, guint i)
{
  g_return_val_if_fail (TC_IS_TILE_GRID (self) && i < self->tiles->len, NULL);
  return g_ptr_array_index (self->tiles, i);
}

static int
find (TcTileGrid *self, gpointer tile)
{
  guint i;

  return g_ptr_array_find (self->tiles, tile, &i) ? (int) i : -1;
}

/* ---- pictures and words ---- */

static gint64
get_processor_us (void)
{
  struct timespec time;

  if (clock_gettime (CLOCK_THREAD_CPUTIME_ID, &time) != 0)
    return 0;
  return (gint64) time.tv_sec * G_USEC_PER_SEC + time.tv_nsec / 1000;
}

static void
begin_frame_cb (TcTileGrid *self)
{
  self->begun_us = get_processor_us ();
}

static void
end_frame_cb (TcTileGrid *self)
{
  if (self->begun_us && self->pixels)
    tc_paint_budget_learn (&self->budget, self->pixels, get_processor_us () - self->begun_us);
  self->begun_us = self->pixels = 0;
}

static gboolean take_cb (gpointer data);

/* Behind all input, and before the frame that shows them. */
static void
take_later (TcTileGrid *self, gint64 wait_us)
{
  self->take_source = g_timeout_add_full (
      GTK_PRIORITY_RESIZE,
      (guint) (CLAMP (wait_us, 0, TC_TILE_GRID_TAKE_US) / G_TIME_SPAN_MILLISECOND), take_cb, self,
      NULL);
}

/* Of all tiles, in turn, as many as one frame has room for; one at least. */
static gboolean
take_cb (gpointer data)
{
  TcTileGrid *self = data;
  gint64 room = tc_paint_budget_get_pixels (&self->budget);
  guint n = self->tiles->len;
  guint first = n ? self->next % n : 0;
  guint i = 0;

  self->take_source = 0;
  self->taken_us = g_get_monotonic_time ();
  for (; i < n && self->pixels < room; i++) {
    TcCameraTile *tile = g_ptr_array_index (self->tiles, (first + i) % n);
    int width, height;

    if (!tc_camera_tile_refresh (tile) || !gtk_widget_get_mapped (GTK_WIDGET (tile)))
      continue;
    tc_camera_tile_get_size (tile, &width, &height);
    self->pixels += (gint64) width * height;
  }
  self->next = n ? (first + i) % n : 0;
  if (i < n)
    take_later (self, i ? TC_TILE_GRID_REST_US : TC_TILE_GRID_TAKE_US);
  return G_SOURCE_REMOVE;
}

/* Not by each tick of the frame clock: what ticks keeps the window drawing at its full rate. */
static void
frame_cb (TcCameraTile *tile, TcTileGrid *self)
{
  if (!self->take_source && gtk_widget_get_mapped (GTK_WIDGET (self)))
    take_later (self, self->taken_us + TC_TILE_GRID_TAKE_US - g_get_monotonic_time ());
}

/* NULL: none */
static void
follow_clock (TcTileGrid *self, GdkFrameClock *clock)
{
  if (self->clock)
    g_signal_handlers_disconnect_by_data (self->clock, self);
  g_set_object (&self->clock, clock);
  self->begun_us = self->pixels = 0;
  if (!clock)
    return;
  g_signal_connect_swapped (clock, "before-paint", G_CALLBACK (begin_frame_cb), self);
  g_signal_connect_swapped (clock, "after-paint", G_CALLBACK (end_frame_cb), self);
}

static gboolean
tell_cb (gpointer data)
{
  TcTileGrid *self = data;

  for (guint i = 0; i < self->tiles->len; i++)
    tc_camera_tile_tell (g_ptr_array_index (self->tiles, i));
  return G_SOURCE_CONTINUE;
}

/* ---- which is selected, which is alone ---- */

static void
mark_selected (TcTileGrid *self)
{
  for (guint i = 0; i < self->tiles->len; i++)
    g_object_set (g_ptr_array_index (self->tiles, i), "selected", (int) i == self->selected, NULL);
}

int
tc_tile_grid_get_selected (TcTileGrid *self)
{
  g_return_val_if_fail (TC_IS_TILE_GRID (self), -1);
  return self->selected;
}

void
tc_tile_grid_select (TcTileGrid *self, int i)
{
  g_return_if_fail (TC_IS_TILE_GRID (self) && i >= -1 && i < (int) self->tiles->len);
  if (self->selected == i)
    return;
  self->selected = i;
  mark_selected (self);
  if (i >= 0 && self->alone >= 0)
    tc_tile_grid_show_alone (self, i);
  if (i >= 0 && tc_focus_holds (GTK_WIDGET (self)))
    gtk_widget_grab_focus (g_ptr_array_index (self->tiles, (guint) i));
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_SELECTED]);
}

static void
show_tiles (TcTileGrid *self)
{
  for (guint i = 0; i < self->tiles->len; i++)
    gtk_widget_set_child_visible (g_ptr_array_index (self->tiles, i),
                                  self->alone < 0 || (int) i == self->alone);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

int
tc_tile_grid_get_alone (TcTileGrid *self)
{
  g_return_val_if_fail (TC_IS_TILE_GRID (self), -1);
  return self->alone;
}

void
tc_tile_grid_show_alone (TcTileGrid *self, int i)
{
  g_return_if_fail (TC_IS_TILE_GRID (self) && i >= -1 && i < (int) self->tiles->len);
  if (self->alone == i)
    return;
  self->alone = i;
  show_tiles (self);
  if (i >= 0)
    tc_tile_grid_select (self, i);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_ALONE]);
}

/* ---- keys ---- */

/* How far the middle of @place is from that of @from in the direction, and how far aside; FALSE: it
 * lies elsewhere. */
static gboolean
measure_way (const TcTilePlace *from, const TcTilePlace *place, int dx, int dy, int *way)
{
  int x = (int) (2 * place->column + place->width) - (int) (2 * from->column + from->width);
  int y = (int) (2 * place->row + place->height) - (int) (2 * from->row + from->height);
  int ahead = x * dx + y * dy;
  int aside = ABS (x * dy) + ABS (y * dx);

  *way = ahead + 2 * aside;
  return ahead > 0;
}

static int
find_next (TcTileGrid *self, int dx, int dy)
{
  int best = -1, shortest = G_MAXINT, way;

  for (guint i = 0; i < self->places->len; i++) {
    if ((int) i == self->selected)
      continue;
    if (measure_way (&g_array_index (self->places, TcTilePlace, (guint) self->selected),
                     &g_array_index (self->places, TcTilePlace, i), dx, dy, &way) &&
        way < shortest) {
      best = (int) i;
      shortest = way;
    }
  }
  return best;
}

static gboolean
move (TcTileGrid *self, int dx, int dy)
{
  int next = self->selected < 0 ? 0 : find_next (self, dx, dy);

  if (next >= 0 && next < (int) self->tiles->len)
    tc_tile_grid_select (self, next);
  return GDK_EVENT_STOP;
}

static gboolean
key_cb (GtkEventControllerKey *controller, guint key, guint code, GdkModifierType state,
        gpointer data)
{
  TcTileGrid *self = data;

  if (state & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SHIFT_MASK | GDK_SUPER_MASK))
    return GDK_EVENT_PROPAGATE;
  switch (key) {
  case GDK_KEY_Left:
    return move (self, -1, 0);
  case GDK_KEY_Right:
    return move (self, 1, 0);
  case GDK_KEY_Up:
    return move (self, 0, -1);
  case GDK_KEY_Down:
    return move (self, 0, 1);
  case GDK_KEY_Return:
    if (self->selected >= 0)
      g_signal_emit (self, signals[ACTIVATE_TILE], 0, (guint) self->selected);
    return GDK_EVENT_STOP;
  default:
    return GDK_EVENT_PROPAGATE;
  }
}

/* ---- pointer ---- */

static void
pressed_cb (GtkGestureClick *click, int n, double x, double y, TcTileGrid *self)
{
  GtkWidget *tile = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (click));
  int i = find (self, tile);

  if (i < 0)
    return;
  gtk_widget_grab_focus (tile);
  tc_tile_grid_select (self, i);
  if (n == 2)
    g_signal_emit (self, signals[ACTIVATE_TILE], 0, (guint) i);
}

static GdkContentProvider *
drag_prepare_cb (GtkDragSource *source, double x, double y, TcTileGrid *self)
{
  GtkWidget *tile = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (source));
  TcCameraPicture *picture = tc_camera_tile_get_picture (TC_CAMERA_TILE (tile));

  /* A magnified picture is dragged within its tile. */
  if (tc_camera_picture_get_zoom (picture) > 1)
    return NULL;
  return gdk_content_provider_new_typed (TC_TYPE_CAMERA_TILE, tile);
}

static gboolean
drop_cb (GtkDropTarget *target, const GValue *value, double x, double y, TcTileGrid *self)
{
  int onto = find (self, gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (target)));

  if (onto < 0)
    return FALSE;
  if (G_VALUE_HOLDS (value, G_TYPE_INT64)) {
    g_signal_emit (self, signals[CAMERA_DROPPED], 0, (guint) onto, g_value_get_int64 (value));
    return TRUE;
  }
  int from = find (self, g_value_get_object (value));
  if (from < 0 || from == onto)
    return FALSE;
  g_signal_emit (self, signals[SWAP], 0, (guint) from, (guint) onto);
  return TRUE;
}

static void
focus_cb (GtkEventControllerFocus *focus, TcTileGrid *self)
{
  int i = find (self, gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (focus)));

  if (i >= 0)
    tc_tile_grid_select (self, i);
}

static void
add_tile (TcTileGrid *self)
{
  GtkWidget *tile = tc_camera_tile_new ();
  GtkGesture *click = gtk_gesture_click_new ();
  GtkDragSource *source = gtk_drag_source_new ();
  GtkDropTarget *target = gtk_drop_target_new (G_TYPE_INVALID, GDK_ACTION_COPY | GDK_ACTION_MOVE);
  GtkEventController *focus = gtk_event_controller_focus_new ();
  GType types[] = {G_TYPE_INT64, TC_TYPE_CAMERA_TILE};

  gtk_drop_target_set_gtypes (target, types, G_N_ELEMENTS (types));
  gtk_drag_source_set_actions (source, GDK_ACTION_MOVE);
  g_signal_connect (click, "pressed", G_CALLBACK (pressed_cb), self);
  g_signal_connect (source, "prepare", G_CALLBACK (drag_prepare_cb), self);
  g_signal_connect (target, "drop", G_CALLBACK (drop_cb), self);
  g_signal_connect (focus, "enter", G_CALLBACK (focus_cb), self);
  gtk_widget_add_controller (tile, GTK_EVENT_CONTROLLER (click));
  gtk_widget_add_controller (tile, GTK_EVENT_CONTROLLER (source));
  gtk_widget_add_controller (tile, GTK_EVENT_CONTROLLER (target));
  gtk_widget_add_controller (tile, focus);
  g_signal_connect (tile, "frame", G_CALLBACK (frame_cb), self);
  gtk_widget_insert_before (tile, GTK_WIDGET (self), NULL);
  g_ptr_array_add (self->tiles, tile);
}

static void
drop_tile (TcTileGrid *self)
{
  TcCameraTile *tile = g_ptr_array_index (self->tiles, self->tiles->len - 1);

  tc_camera_tile_set_tile (tile, NULL);
  g_signal_handlers_disconnect_by_data (tile, self);
  g_ptr_array_set_size (self->tiles, (int) self->tiles->len - 1);
  gtk_widget_unparent (GTK_WIDGET (tile));
}

static gboolean
is_placed (TcTileGrid *self, guint columns, guint rows, const TcTilePlace *places, guint n)
{
  return self->columns == columns && self->rows == rows && self->places->len == n &&
         memcmp (self->places->data, places, n * sizeof *places) == 0;
}

void
tc_tile_grid_set_places (TcTileGrid *self, guint columns, guint rows, const TcTilePlace *places,
                         guint n)
{
  g_return_if_fail (TC_IS_TILE_GRID (self));
  g_return_if_fail (columns >= 1 && columns <= TC_TILE_GRID_SIDE_MAX);
  g_return_if_fail (rows >= 1 && rows <= TC_TILE_GRID_SIDE_MAX);
  if (is_placed (self, columns, rows, places, n))
    return;
  self->columns = columns;
  self->rows = rows;
  tc_tile_grid_show_alone (self, -1);
  if (self->selected >= (int) n)
    tc_tile_grid_select (self, -1);
  while (self->tiles->len > n)
    drop_tile (self);
  while (self->tiles->len < n)
    add_tile (self);
  g_array_set_size (self->places, 0);
  g_array_append_vals (self->places, places, n);
  show_tiles (self);
}

/* ---- the widget ---- */

static void
tc_tile_grid_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                      int *natural, int *minimum_baseline, int *natural_baseline)
{
  TcTileGrid *self = TC_TILE_GRID (widget);
  guint cells = orientation == GTK_ORIENTATION_HORIZONTAL ? self->columns : self->rows;

  *minimum = *natural = 0;
  for (guint i = 0; i < self->tiles->len; i++) {
    int least, best;

    gtk_widget_measure (g_ptr_array_index (self->tiles, i), orientation, -1, &least, &best, NULL,
                        NULL);
    *minimum = MAX (*minimum, least);
    *natural = MAX (*natural, best);
  }
  *minimum = *minimum * (int) cells + GAP * ((int) cells - 1);
  *natural = *natural * (int) cells + GAP * ((int) cells - 1);
}

/* Where a cell begins, so that all have the same room and nothing is left over at the end. */
static int
find_edge (guint cell, guint cells, int room)
{
  return (int) ((gint64) cell * (room + GAP) / cells);
}

static void
tc_tile_grid_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  TcTileGrid *self = TC_TILE_GRID (widget);

  for (guint i = 0; i < self->tiles->len; i++) {
    const TcTilePlace *place = &g_array_index (self->places, TcTilePlace, i);
    GtkAllocation room = {0, 0, width, height};

    if (self->alone < 0) {
      room.x = find_edge (place->column, self->columns, width);
      room.y = find_edge (place->row, self->rows, height);
      room.width = find_edge (place->column + place->width, self->columns, width) - GAP - room.x;
      room.height = find_edge (place->row + place->height, self->rows, height) - GAP - room.y;
    }
    if (gtk_widget_get_child_visible (g_ptr_array_index (self->tiles, i)))
      gtk_widget_size_allocate (g_ptr_array_index (self->tiles, i), &room, -1);
  }
}

static gboolean
tc_tile_grid_grab_focus (GtkWidget *widget)
{
  TcTileGrid *self = TC_TILE_GRID (widget);
  guint i = (guint) MAX (self->selected, 0);

  return i < self->tiles->len && gtk_widget_grab_focus (g_ptr_array_index (self->tiles, i));
}

/* All its tiles are one stop of the Tab key. */
static gboolean
tc_tile_grid_focus (GtkWidget *widget, GtkDirectionType direction)
{
  if (tc_focus_holds (widget))
    return FALSE;
  return gtk_widget_grab_focus (widget);
}

static void
tc_tile_grid_map (GtkWidget *widget)
{
  TcTileGrid *self = TC_TILE_GRID (widget);

  GTK_WIDGET_CLASS (tc_tile_grid_parent_class)->map (widget);
  follow_clock (self, gtk_widget_get_frame_clock (widget));
  self->tell_source = g_timeout_add_seconds (TELL_S, tell_cb, self);
  frame_cb (NULL, self);
}

static void
tc_tile_grid_unmap (GtkWidget *widget)
{
  TcTileGrid *self = TC_TILE_GRID (widget);

  g_clear_handle_id (&self->tell_source, g_source_remove);
  g_clear_handle_id (&self->take_source, g_source_remove);
  follow_clock (self, NULL);
  GTK_WIDGET_CLASS (tc_tile_grid_parent_class)->unmap (widget);
}

static void
tc_tile_grid_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  TcTileGrid *self = TC_TILE_GRID (object);

  g_value_set_int (value, id == PROP_SELECTED ? self->selected : self->alone);
}

static void
tc_tile_grid_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_SELECTED)
    tc_tile_grid_select (TC_TILE_GRID (object), g_value_get_int (value));
  else
    tc_tile_grid_show_alone (TC_TILE_GRID (object), g_value_get_int (value));
}

static void
tc_tile_grid_dispose (GObject *object)
{
  TcTileGrid *self = TC_TILE_GRID (object);

  while (self->tiles->len)
    drop_tile (self);
  follow_clock (self, NULL);
  G_OBJECT_CLASS (tc_tile_grid_parent_class)->dispose (object);
}

static void
tc_tile_grid_finalize (GObject *object)
{
  TcTileGrid *self = TC_TILE_GRID (object);

  g_ptr_array_unref (self->tiles);
  g_array_unref (self->places);
  G_OBJECT_CLASS (tc_tile_grid_parent_class)->finalize (object);
}

static void
add_signals (GType type)
{
  signals[SWAP] = g_signal_new ("swap", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                2, G_TYPE_UINT, G_TYPE_UINT);
  signals[CAMERA_DROPPED] = g_signal_new ("camera-dropped", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                          NULL, G_TYPE_NONE, 2, G_TYPE_UINT, G_TYPE_INT64);
  signals[ACTIVATE_TILE] = g_signal_new ("activate-tile", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                         NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
}

static void
tc_tile_grid_class_init (TcTileGridClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = tc_tile_grid_get_property;
  object_class->set_property = tc_tile_grid_set_property;
  object_class->dispose = tc_tile_grid_dispose;
  object_class->finalize = tc_tile_grid_finalize;
  widget_class->measure = tc_tile_grid_measure;
  widget_class->size_allocate = tc_tile_grid_size_allocate;
  widget_class->grab_focus = tc_tile_grid_grab_focus;
  widget_class->focus = tc_tile_grid_focus;
  widget_class->map = tc_tile_grid_map;
  widget_class->unmap = tc_tile_grid_unmap;
  props[PROP_SELECTED] = g_param_spec_int ("selected", NULL, NULL, -1, G_MAXINT, -1, flags);
  props[PROP_ALONE] = g_param_spec_int ("alone", NULL, NULL, -1, G_MAXINT, -1, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
  add_signals (TC_TYPE_TILE_GRID);
  gtk_widget_class_set_css_name (widget_class, "tilegrid");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
tc_tile_grid_init (TcTileGrid *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->selected = self->alone = -1;
  self->columns = self->rows = 1;
  self->places = g_array_new (FALSE, FALSE, sizeof (TcTilePlace));
  self->tiles = g_ptr_array_new ();
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}
