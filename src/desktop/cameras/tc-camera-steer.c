/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Steering a camera; see the header.
 */
#include "tc-camera-steer.h"

#include "tc-camera-hand.h"
#include "tc-camera-operations.h"
#include "tc-inner-name.h"
#include "tc-text-label.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define SLOW 400 /* thousandths of full speed */
/* A push of the wheel. */
#define WHEEL_SPEED 600
#define WHEEL_MS 250
/* A drag begins to count there, and is at full speed that much farther. */
#define DRAG_FROM 10.0
#define DRAG_FULL 160.0
/* Presets that keys go to. */
#define KEYS_MAX 9

enum {
  LEFT = 1 << 0,
  RIGHT = 1 << 1,
  UP = 1 << 2,
  DOWN = 1 << 3,
  CLOSER = 1 << 4,
  FARTHER = 1 << 5,
};

struct _TcCameraSteer {
  GtkWidget parent;
  GtkWidget *bar; /* (unowned): template child, as down to take */
  GtkLabel *who;
  GtkLabel *help;
  GtkLabel *trouble;
  GtkMenuButton *presets;
  GtkWidget *tour;
  GtkWidget *take;
  TcDesk *desk;       /* (owned) (nullable) */
  TcCameraHand *hand; /* (owned) (nullable): NULL: it lies on nothing */
  TcCameraTile *tile; /* (owned) (nullable) */
  gint64 number;      /* of the camera */
  guint n_presets;    /* in the menu */
  guint held;         /* of the above */
  gboolean fast;
  gboolean dragging;
  guint wheel_source;
};

G_DEFINE_FINAL_TYPE (TcCameraSteer, tc_camera_steer, GTK_TYPE_WIDGET)

static guint changed_signal;

/* ---- what is said ---- */

static void
fill_presets (TcCameraSteer *self)
{
  const GPtrArray *presets = tc_camera_hand_get_presets (self->hand);
  g_autoptr (GMenu) menu = g_menu_new ();

  if (presets->len == self->n_presets)
    return;
  self->n_presets = presets->len;
  for (guint i = 0; i < presets->len; i++) {
    /* A name isn't markup nor has it a mnemonic. */
    g_auto (GStrv) parts = g_strsplit (((TcCameraPreset *) presets->pdata[i])->name, "_", -1);
    g_autofree char *name = g_strjoinv ("__", parts);
    g_autofree char *label = i < KEYS_MAX ? g_strdup_printf ("%u  %s", i + 1, name)
                                          : g_strdup (name);
    g_autofree char *action = g_strdup_printf ("win.steer-preset(uint32 %u)", i + 1);

    g_menu_append (menu, label, action);
  }
  gtk_menu_button_set_menu_model (self->presets, G_MENU_MODEL (menu));
}

/* (transfer full) */
static char *
word_holder (TcCameraSteer *self)
{
  const char *holder = tc_camera_hand_get_holder (self->hand);

  if (!holder)
    /* Translators: %d is the number of a camera. */
    return g_strdup_printf (_ ("Camera %d is free to steer"), (int) self->number);
  if (tc_camera_hand_is_on_tour (self->hand))
    /* Translators: %d is the number of a camera. */
    return g_strdup_printf (_ ("Camera %d goes through its presets"), (int) self->number);
  if (tc_camera_hand_is_own (self->hand))
    /* Translators: %d is the number of a camera. */
    return g_strdup_printf (_ ("You steer camera %d"), (int) self->number);
  /* Translators: %s is a person's name, %d the number of a camera. */
  return g_strdup_printf (_ ("%s steers camera %d"), holder, (int) self->number);
}

static void
tell (TcCameraSteer *self)
{
  const char *holder = tc_camera_hand_get_holder (self->hand);
  gboolean own = tc_camera_hand_is_own (self->hand);
  g_autofree char *who = word_holder (self);
  /* Translators: over a camera's picture; %s is a person's name. */
  g_autofree char *over = g_strdup_printf (_ ("Steered by %s"), holder ? holder : "");

  fill_presets (self);
  tc_text_label_say (self->who, who);
  tc_text_label_say (self->trouble, tc_camera_hand_get_trouble (self->hand));
  gtk_widget_set_visible (GTK_WIDGET (self->presets), self->n_presets > 0);
  gtk_widget_set_visible (self->tour, self->n_presets > 1);
  gtk_widget_set_visible (self->take,
                          holder && !own && tc_desk_may (self->desk, TC_MAY_TAKE_CAMERAS));
  if (self->tile)
    tc_camera_tile_set_hand (self->tile, !holder ? NULL : own ? _ ("Steered by you") : over);
}

static void
changed_cb (TcCameraSteer *self)
{
  if (tc_camera_hand_get_camera (self->hand))
    tell (self);
  else
    tc_camera_steer_lay (self, NULL, NULL);
  g_signal_emit (self, changed_signal, 0);
}

/* ---- keys ---- */

static int
add (guint held, guint more, guint less, int speed)
{
  return ((held & more) ? speed : 0) - ((held & less) ? speed : 0);
}

static void
follow_keys (TcCameraSteer *self)
{
  int speed = self->fast ? TC_CAMERA_HAND_SPEED_MAX : SLOW;

  tc_camera_hand_move (self->hand, add (self->held, RIGHT, LEFT, speed),
                       add (self->held, UP, DOWN, speed), add (self->held, CLOSER, FARTHER, speed));
}

static void
drop (TcCameraSteer *self)
{
  self->held = 0;
  self->dragging = FALSE;
  g_clear_handle_id (&self->wheel_source, g_source_remove);
  if (self->hand && tc_camera_hand_is_moving (self->hand))
    tc_camera_hand_stop (self->hand);
}

static guint
read_key (guint keyval)
{
  static const struct {
    guint keyval;
    guint held;
  } table[] = {
      {GDK_KEY_Left, LEFT},          {GDK_KEY_Right, RIGHT},         {GDK_KEY_Up, UP},
      {GDK_KEY_Down, DOWN},          {GDK_KEY_plus, CLOSER},         {GDK_KEY_equal, CLOSER},
      {GDK_KEY_KP_Add, CLOSER},      {GDK_KEY_Page_Up, CLOSER},      {GDK_KEY_minus, FARTHER},
      {GDK_KEY_underscore, FARTHER}, {GDK_KEY_KP_Subtract, FARTHER}, {GDK_KEY_Page_Down, FARTHER},
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    if (table[i].keyval == keyval)
      return table[i].held;
  return 0;
}

/* Before those of the panel and of the tiles. */
static gboolean
pressed_cb (TcCameraSteer *self, guint keyval, guint keycode, GdkModifierType state,
            GtkEventControllerKey *controller)
{
  GtkWidget *keys = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (controller));
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (keys));
  guint key = read_key (keyval);
  guint mods = state & gtk_accelerator_get_default_mod_mask ();

  if (!self->hand || (mods & ~(guint) GDK_SHIFT_MASK) || GTK_IS_EDITABLE (focus) ||
      GTK_IS_TEXT_VIEW (focus) || (focus && gtk_widget_get_ancestor (focus, GTK_TYPE_POPOVER)))
    return GDK_EVENT_PROPAGATE;
  if (key) {
    gboolean fast = (mods & GDK_SHIFT_MASK) != 0;

    if (!(self->held & key) || fast != self->fast) {
      self->held |= key;
      self->fast = fast;
      follow_keys (self);
    }
    return GDK_EVENT_STOP;
  }
  if (mods || keyval < GDK_KEY_1 || keyval > GDK_KEY_9 || keyval - GDK_KEY_0 > self->n_presets)
    return GDK_EVENT_PROPAGATE;
  tc_camera_steer_go (self, keyval - GDK_KEY_0);
  return GDK_EVENT_STOP;
}

static void
released_cb (TcCameraSteer *self, guint keyval)
{
  guint key = read_key (keyval);

  if (!self->hand || !(self->held & key))
    return;
  self->held &= ~key;
  follow_keys (self);
}

/* ---- hands ---- */

/* Whether that point of a grid is on the tile. */
static gboolean
is_on_tile (TcCameraSteer *self, GtkWidget *grid, double x, double y)
{
  graphene_rect_t bounds;

  return self->hand && self->tile && gtk_widget_is_ancestor (GTK_WIDGET (self->tile), grid) &&
         gtk_widget_compute_bounds (GTK_WIDGET (self->tile), grid, &bounds) &&
         graphene_rect_contains_point (&bounds, &GRAPHENE_POINT_INIT ((float) x, (float) y));
}

static void
drag_begin_cb (TcCameraSteer *self, double x, double y, GtkGesture *drag)
{
  GtkWidget *grid = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (drag));

  self->dragging = is_on_tile (self, grid, x, y);
  gtk_gesture_set_state (drag,
                         self->dragging ? GTK_EVENT_SEQUENCE_CLAIMED : GTK_EVENT_SEQUENCE_DENIED);
}

/* How fast for a stick that is pushed so far. */
static int
read_stick (double way)
{
  double part = (fabs (way) - DRAG_FROM) / DRAG_FULL;

  return part <= 0 ? 0 : (int) (copysign (MIN (part, 1), way) * TC_CAMERA_HAND_SPEED_MAX);
}

static void
drag_update_cb (TcCameraSteer *self, double dx, double dy)
{
  if (self->hand && self->dragging)
    tc_camera_hand_move (self->hand, read_stick (dx), read_stick (-dy), 0);
}

static void
drag_end_cb (TcCameraSteer *self)
{
  if (self->dragging)
    drop (self);
}

static gboolean
wheel_cb (gpointer data)
{
  TcCameraSteer *self = data;

  self->wheel_source = 0;
  if (self->hand)
    tc_camera_hand_stop (self->hand);
  return G_SOURCE_REMOVE;
}

static gboolean
scroll_cb (TcCameraSteer *self, double dx, double dy, GtkEventController *scroll)
{
  GdkEvent *event = gtk_event_controller_get_current_event (scroll);
  GtkWidget *grid = gtk_event_controller_get_widget (scroll);
  GtkNative *native = gtk_widget_get_native (grid);
  double x, y, left, top, in_x, in_y;

  if (dy == 0 || !event || !gdk_event_get_position (event, &x, &y))
    return GDK_EVENT_PROPAGATE;
  gtk_native_get_surface_transform (native, &left, &top);
  if (!gtk_widget_translate_coordinates (GTK_WIDGET (native), grid, x - left, y - top, &in_x,
                                         &in_y) ||
      !is_on_tile (self, grid, in_x, in_y))
    return GDK_EVENT_PROPAGATE;
  g_clear_handle_id (&self->wheel_source, g_source_remove);
  self->wheel_source = g_timeout_add (WHEEL_MS, wheel_cb, self);
  tc_camera_hand_move (self->hand, 0, 0, dy < 0 ? WHEEL_SPEED : -WHEEL_SPEED);
  return GDK_EVENT_STOP;
}

/* ---- what is done ---- */

void
tc_camera_steer_move (TcCameraSteer *self, int pan, int tilt, int zoom)
{
  if (self->hand)
    tc_camera_hand_move (self->hand, pan, tilt, zoom);
}

void
tc_camera_steer_go (TcCameraSteer *self, guint n)
{
  if (self->hand && n > 0)
    tc_camera_hand_go (self->hand, n - 1);
}

void
tc_camera_steer_tour (TcCameraSteer *self, guint dwell_s)
{
  if (self->hand)
    tc_camera_hand_tour (self->hand, dwell_s);
}

gboolean
tc_camera_steer_is_on_tour (TcCameraSteer *self)
{
  return self->hand && tc_camera_hand_is_on_tour (self->hand);
}

void
tc_camera_steer_take_over (TcCameraSteer *self)
{
  if (self->hand)
    tc_camera_hand_take_over (self->hand);
}

gint64
tc_camera_steer_get_camera (TcCameraSteer *self)
{
  return self->hand ? tc_camera_hand_get_camera (self->hand) : 0;
}

static void
let_go (TcCameraSteer *self)
{
  drop (self);
  if (self->tile)
    tc_camera_tile_set_hand (self->tile, NULL);
  g_clear_object (&self->tile);
  if (!self->hand)
    return;
  g_signal_handlers_disconnect_by_data (self->hand, self);
  tc_camera_hand_end (self->hand);
  g_clear_object (&self->hand);
}

void
tc_camera_steer_lay (TcCameraSteer *self, const TcCamera *camera, TcCameraTile *tile)
{
  gint64 id = camera ? camera->id : 0;

  if (id == tc_camera_steer_get_camera (self) && (!id || tile == self->tile))
    return;
  let_go (self);
  gtk_widget_set_visible (GTK_WIDGET (self), id != 0);
  if (!id || !self->desk)
    return;
  self->number = camera->number;
  self->n_presets = G_MAXUINT; /* the menu of before isn't this one's */
  g_set_object (&self->tile, tile);
  self->hand = tc_camera_hand_new (self->desk);
  tc_camera_hand_set_camera (self->hand, id);
  g_signal_connect_object (self->hand, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  tell (self);
}

/* ---- the widget ---- */

static GtkEventController *
listen (TcCameraSteer *self, GtkWidget *widget, GtkEventController *controller)
{
  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
  gtk_widget_add_controller (widget, controller);
  return controller;
}

void
tc_camera_steer_attach (TcCameraSteer *self, TcDesk *desk)
{
  g_return_if_fail (TC_IS_CAMERA_STEER (self));
  g_set_object (&self->desk, desk);
}

void
tc_camera_steer_listen (TcCameraSteer *self, GtkWidget *keys, TcTileGrid *grid)
{
  GtkEventController *key = listen (self, keys, gtk_event_controller_key_new ());
  GtkEventController *focus = listen (self, keys, gtk_event_controller_focus_new ());
  GtkEventController *drag = listen (self, GTK_WIDGET (grid),
                                     GTK_EVENT_CONTROLLER (gtk_gesture_drag_new ()));
  GtkEventController *scroll = listen (
      self, GTK_WIDGET (grid),
      gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_VERTICAL));

  g_signal_connect_object (key, "key-pressed", G_CALLBACK (pressed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (key, "key-released", G_CALLBACK (released_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (focus, "leave", G_CALLBACK (drop), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (drag, "drag-begin", G_CALLBACK (drag_begin_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (drag, "drag-update", G_CALLBACK (drag_update_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (drag, "drag-end", G_CALLBACK (drag_end_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (drag, "cancel", G_CALLBACK (drag_end_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (scroll, "scroll", G_CALLBACK (scroll_cb), self, G_CONNECT_SWAPPED);
}

static void
tc_camera_steer_dispose (GObject *object)
{
  TcCameraSteer *self = TC_CAMERA_STEER (object);

  let_go (self);
  g_clear_object (&self->desk);
  g_clear_pointer (&self->bar, gtk_widget_unparent);
  G_OBJECT_CLASS (tc_camera_steer_parent_class)->dispose (object);
}

static void
tc_camera_steer_class_init (TcCameraSteerClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = tc_camera_steer_dispose;
  changed_signal = g_signal_new ("changed", TC_TYPE_CAMERA_STEER, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/toancanh/ToanCanh/ui/tc-camera-steer.ui");
  gtk_widget_class_bind_template_child (widget_class, TcCameraSteer, bar);
  gtk_widget_class_bind_template_child (widget_class, TcCameraSteer, who);
  gtk_widget_class_bind_template_child (widget_class, TcCameraSteer, help);
  gtk_widget_class_bind_template_child (widget_class, TcCameraSteer, trouble);
  gtk_widget_class_bind_template_child (widget_class, TcCameraSteer, presets);
  gtk_widget_class_bind_template_child (widget_class, TcCameraSteer, tour);
  gtk_widget_class_bind_template_child (widget_class, TcCameraSteer, take);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
tc_camera_steer_init (TcCameraSteer *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  tc_inner_name_set (GTK_WIDGET (self->presets), _ ("Presets of the camera"));
}
