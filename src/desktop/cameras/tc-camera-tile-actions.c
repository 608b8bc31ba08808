/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What keys do with the chosen tile: it is carried to the next place, its picture is magnified and
 * looked about in, its camera is heard.
 */
#include "tc-camera-panel-private.h"

#include "tc-camera-player.h"
#include "tc-camera-words.h"

/* Of what is shown. */
#define PAN 0.25

static const struct {
  const char *carry;
  const char *pan;
  int right, down;
} ways[] = {
    {"wall-carry-left", "wall-pan-left", -1, 0},
    {"wall-carry-right", "wall-pan-right", 1, 0},
    {"wall-carry-up", "wall-pan-up", 0, -1},
    {"wall-carry-down", "wall-pan-down", 0, 1},
};

static TcCameraPicture *
get_picture (TcCameraPanel *self)
{
  return tc_camera_tile_get_picture (
      tc_tile_grid_get_tile (self->front->grid, tc_wall_get_chosen (self->front->wall)));
}

static guint
find_way (GSimpleAction *action)
{
  const char *name = g_action_get_name (G_ACTION (action));
  guint i = 0;

  while (!g_str_equal (ways[i].carry, name) && !g_str_equal (ways[i].pan, name))
    i++;
  return i;
}

/* Of one that is alone the places aren't seen. */
static void
carry_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcCameraPanel *self = data;
  guint i = find_way (action);

  if (tc_tile_grid_get_alone (self->front->grid) < 0)
    (void) tc_wall_carry (self->front->wall, ways[i].right, ways[i].down);
}

static void
pan_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  guint i = find_way (action);

  (void) tc_camera_picture_pan (get_picture (data), PAN * ways[i].right, PAN * ways[i].down);
}

static void
zoom_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  gboolean closer = g_str_equal (g_action_get_name (G_ACTION (action)), "wall-zoom-in");

  tc_camera_picture_step_zoom (get_picture (data), closer);
}

gboolean
tc_camera_panel_leave_zoom (TcCameraPanel *self)
{
  TcCameraPicture *picture = get_picture (self);

  if (tc_camera_picture_get_zoom (picture) <= 1)
    return FALSE;
  tc_camera_picture_set_zoom (picture, 1);
  return TRUE;
}

static void
whole_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  (void) tc_camera_panel_leave_zoom (data);
}

/* What comes of it the tile says. */
static void
listen_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcCameraPanel *self = data;
  const TcCamera *camera = tc_camera_panel_get_chosen (self);
  g_autofree char *silent = camera ? tc_camera_word_silent (camera) : NULL;
  TcCameraPlayer *player = g_ptr_array_index (self->front->players,
                                              tc_wall_get_chosen (self->front->wall));

  if (silent)
    tc_panel_answer (tc_camera_panel_get_place (self), FALSE, silent);
  else
    tc_camera_player_hear (player, !tc_camera_player_is_heard (player));
}

void
tc_camera_panel_add_tile_actions (TcCameraPanel *self, GActionMap *window)
{
  const GActionEntry entries[] = {
      {.name = "wall-zoom-in", .activate = zoom_cb},
      {.name = "wall-zoom-out", .activate = zoom_cb},
      {.name = "wall-zoom-whole", .activate = whole_cb},
      {.name = "wall-listen", .activate = listen_cb},
  };

  g_action_map_add_action_entries (window, entries, G_N_ELEMENTS (entries), self);
  for (guint i = 0; i < G_N_ELEMENTS (ways); i++) {
    const GActionEntry way[] = {
        {.name = ways[i].carry, .activate = carry_cb},
        {.name = ways[i].pan, .activate = pan_cb},
    };

    g_action_map_add_action_entries (window, way, G_N_ELEMENTS (way), self);
  }
}
