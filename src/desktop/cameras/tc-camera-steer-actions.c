/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Steering at the video wall: the actions of the hand, which lies on the camera of the chosen tile
 * and goes where the choice goes. Keys that are held are tc-camera-steer.c's.
 */
#include "tc-camera-panel-private.h"

#include "tc-camera-operations.h"

#define STEER "camera-steer"

/* @camera: (nullable) */
static gboolean
can_steer (TcCameraPanel *self, const TcCameraView *view, const TcCamera *camera)
{
  return view && camera && g_str_equal (camera->kind, "ptz") &&
         (!camera->restricted || g_hash_table_contains (view->open, &camera->id)) &&
         tc_desk_may (self->desk, TC_MAY_STEER_CAMERAS);
}

/* The hand goes where the choice goes, or lets go. */
void
tc_camera_panel_enable_steering (TcCameraPanel *self)
{
  const TcCameraView *view = tc_camera_watch_get_view (self->watch);
  const TcCamera *camera = tc_camera_panel_get_chosen (self);
  gboolean steers = tc_camera_steer_get_camera (self->steer) != 0;
  gboolean can = can_steer (self, view, camera);
  guint chosen = tc_wall_get_chosen (self->front->wall);

  tc_panel_enable (self->window, STEER, can || steers);
  if (steers && can && chosen < tc_tile_grid_get_n_tiles (self->front->grid))
    tc_camera_steer_lay (self->steer, camera, tc_tile_grid_get_tile (self->front->grid, chosen));
  else if (steers && !can)
    (void) tc_camera_panel_leave_camera (self);
  steers = tc_camera_steer_get_camera (self->steer) != 0;
  tc_panel_enable (self->window, "steer-tour", steers);
  tc_panel_enable (self->window, "steer-take",
                   steers && tc_desk_may (self->desk, TC_MAY_TAKE_CAMERAS));
}

static void
set_state (TcCameraPanel *self, const char *name, gboolean on)
{
  GAction *action = self->window ? g_action_map_lookup_action (self->window, name) : NULL;

  if (action)
    g_simple_action_set_state (G_SIMPLE_ACTION (action), g_variant_new_boolean (on));
}

static void
steer_changed_cb (TcCameraPanel *self)
{
  gboolean steers = tc_camera_steer_get_camera (self->steer) != 0;

  set_state (self, STEER, steers);
  set_state (self, "steer-tour", tc_camera_steer_is_on_tour (self->steer));
  if (!steers && self->desk)
    tc_camera_panel_enable_actions (self);
}

gboolean
tc_camera_panel_leave_camera (TcCameraPanel *self)
{
  if (!tc_camera_steer_get_camera (self->steer))
    return FALSE;
  tc_camera_steer_lay (self->steer, NULL, NULL);
  steer_changed_cb (self);
  return TRUE;
}

static void
steer_cb (GSimpleAction *action, GVariant *state, gpointer data)
{
  TcCameraPanel *self = data;
  const TcCamera *camera = tc_camera_panel_get_chosen (self);

  if (!g_variant_get_boolean (state)) {
    (void) tc_camera_panel_leave_camera (self);
  } else if (can_steer (self, tc_camera_watch_get_view (self->watch), camera)) {
    tc_camera_steer_lay (
        self->steer, camera,
        tc_tile_grid_get_tile (self->front->grid, tc_wall_get_chosen (self->front->wall)));
    g_simple_action_set_state (action, state);
    gtk_widget_grab_focus (GTK_WIDGET (self->front->grid));
    tc_camera_panel_enable_actions (self);
  }
}

static void
tour_cb (GSimpleAction *action, GVariant *state, gpointer data)
{
  TcCameraPanel *self = data;

  tc_camera_steer_tour (self->steer, g_variant_get_boolean (state) ? self->dwell_s : 0);
}

static void
take_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  tc_camera_steer_take_over (((TcCameraPanel *) data)->steer);
}

static void
preset_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  tc_camera_steer_go (((TcCameraPanel *) data)->steer, g_variant_get_uint32 (target));
}

/* As long as it isn't told otherwise: all zero stops it. */
static void
move_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  int pan = 0, tilt = 0, zoom = 0;

  g_variant_get (target, "(iii)", &pan, &tilt, &zoom);
  tc_camera_steer_move (((TcCameraPanel *) data)->steer, pan, tilt, zoom);
}

void
tc_camera_panel_add_steering (TcCameraPanel *self, GActionMap *window)
{
  const GActionEntry entries[] = {
      {.name = STEER, .state = "false", .change_state = steer_cb},
      {.name = "steer-tour", .state = "false", .change_state = tour_cb},
      {.name = "steer-take", .activate = take_cb},
      {.name = "steer-preset", .activate = preset_cb, .parameter_type = "u"},
      {.name = "steer-move", .activate = move_cb, .parameter_type = "(iii)"},
  };

  g_action_map_add_action_entries (window, entries, G_N_ELEMENTS (entries), self);
  g_signal_connect_object (self->steer, "changed", G_CALLBACK (steer_changed_cb), self,
                           G_CONNECT_SWAPPED);
}
