/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Looking at what was recorded, at the video wall: the chosen tile, or all of them on one clock, in
 * the place of what is live. A tile that then shows another camera is live again.
 */
#include "tc-camera-panel-private.h"

#include "tc-camera-operations.h"
#include "tc-camera-player.h"
#include "tc-now.h"
#include "tc-text-label.h"

#include <glib/gi18n-lib.h>

/* ---- tiles ---- */

void
tc_camera_panel_replay_tile (TcCameraPanel *self, TcCameraPlayer *player)
{
  gint64 id = tc_camera_player_get_camera (player);
  gboolean replayed = id && tc_camera_replay_has (self->replay, id);
  TcCameraReplayWish wish;

  tc_camera_replay_get_wish (self->replay, id, &wish);
  tc_camera_player_set_replay (player, replayed ? &wish : NULL);
  tc_camera_tile_set_frozen (tc_camera_player_get_view (player),
                             replayed && tc_camera_replay_get_paused (self->replay));
}

static void
play_cb (TcCameraPanel *self)
{
  for (guint i = 0; self->screens && i < self->screens->len; i++) {
    const TcCameraScreen *screen = g_ptr_array_index (self->screens, i);

    for (guint k = 0; k < screen->players->len; k++)
      tc_camera_panel_replay_tile (self, g_ptr_array_index (screen->players, k));
  }
}

static void
enable (TcCameraPanel *self)
{
  static const char *const going[] = {"replay-step",         "replay-seek", "replay-pause",
                                      "replay-rate",         "replay-live", "replay-motion-next",
                                      "replay-motion-before"};
  gboolean on = tc_camera_replay_is_on (self->replay);
  gboolean may = tc_desk_may (self->desk, TC_MAY_REPLAY_CAMERAS);

  for (gsize i = 0; i < G_N_ELEMENTS (going); i++)
    tc_panel_enable (self->window, going[i], on);
  /* A recorder goes at its own pace. */
  tc_panel_enable (self->window, "replay-rate",
                   on && !tc_camera_replay_is_of_recorder (self->replay));
  tc_panel_enable (self->window, "replay-instant", may && tc_camera_panel_get_chosen (self));
  tc_panel_enable (self->window, "replay-together", may);
  tc_camera_panel_enable_parts (self);
}

void
tc_camera_panel_enable_replay (TcCameraPanel *self)
{
  if (self->window && self->replay)
    enable (self);
}

static void
tell_title (TcCameraPanel *self)
{
  const TcCameraView *view = tc_camera_watch_get_view (self->watch);
  gint64 id = tc_camera_replay_get_camera (self->replay);
  const TcCamera *camera = id && view ? tc_camera_view_find (view, id) : NULL;
  g_autofree char *title = NULL;

  if (camera && tc_camera_replay_is_of_recorder (self->replay))
    /* Translators: above the timeline: the number and name of a camera; what is shown was recorded
     * by the camera's own recorder, not here. */
    title = g_strdup_printf (_ ("From the recorder: camera %u, %s"), (guint) camera->number,
                             camera->name);
  else if (camera)
    /* Translators: above the timeline: the number and name of a camera whose recording is shown. */
    title = g_strdup_printf (_ ("Replay of camera %u, %s"), (guint) camera->number, camera->name);
  tc_replay_bar_set_title (self->replay_bar, title ? title : "");
}

static void
changed_cb (TcCameraPanel *self)
{
  GAction *pause = self->window ? g_action_map_lookup_action (self->window, "replay-pause") : NULL;

  if (!self->desk || !self->window)
    return;
  if (pause)
    g_simple_action_set_state (G_SIMPLE_ACTION (pause),
                               g_variant_new_boolean (tc_camera_replay_get_paused (self->replay)));
  play_cb (self);
  tell_title (self);
  enable (self);
}

/* ---- what is done ---- */

static void
begin (TcCameraPanel *self, const GArray *ids, gint64 at_us)
{
  tc_text_label_say (self->trouble, NULL);
  tc_camera_replay_begin (self->replay, (const gint64 *) (gpointer) ids->data, ids->len, at_us);
  gtk_widget_grab_focus (GTK_WIDGET (self->replay_bar));
}

static void
instant_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcCameraPanel *self = data;
  const TcCamera *camera = tc_camera_panel_get_chosen (self);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  if (!camera)
    return;
  g_array_append_val (ids, camera->id);
  /* From half a minute ago, whatever was shown before. */
  begin (self, ids, tc_now_us () - TC_CAMERA_REPLAY_INSTANT_US);
}

static void
add_id (GArray *ids, gint64 id)
{
  for (guint i = 0; i < ids->len; i++)
    if (g_array_index (ids, gint64, i) == id)
      return;
  if (id && ids->len < TC_CAMERA_REPLAY_CAMERAS_MAX)
    g_array_append_val (ids, id);
}

/* The chosen one first, whose timeline is shown. */
static void
together_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcCameraPanel *self = data;
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  const GPtrArray *players = self->front->players;
  guint chosen = tc_wall_get_chosen (self->front->wall);

  if (chosen < players->len)
    add_id (ids, tc_camera_player_get_camera (g_ptr_array_index (players, chosen)));
  for (guint i = 0; i < players->len; i++)
    add_id (ids, tc_camera_player_get_camera (g_ptr_array_index (players, i)));
  if (ids->len > 0)
    begin (self, ids,
           tc_camera_replay_is_on (self->replay) ? tc_camera_replay_get_position (self->replay)
                                                 : tc_now_us () - TC_CAMERA_REPLAY_INSTANT_US);
}

static void
step_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcCameraPanel *self = data;

  tc_camera_replay_seek (self->replay, tc_camera_replay_get_position (self->replay) +
                                           g_variant_get_int64 (target) * G_USEC_PER_SEC);
}

static void
seek_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  tc_camera_replay_seek (((TcCameraPanel *) data)->replay, g_variant_get_int64 (target));
}

static void
pause_cb (GSimpleAction *action, GVariant *state, gpointer data)
{
  tc_camera_replay_set_paused (((TcCameraPanel *) data)->replay, g_variant_get_boolean (state));
}

static void
rate_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  gint64 rate_milli = g_variant_get_int64 (target);

  if (rate_milli >= 500 && rate_milli <= 8000)
    tc_camera_replay_set_rate (((TcCameraPanel *) data)->replay, rate_milli);
}

/* Among what is drawn. */
static void
motion_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcCameraPanel *self = data;
  gboolean back = g_str_equal (g_action_get_name (G_ACTION (action)), "replay-motion-before");
  gint64 at_us = tc_camera_replay_next_motion (self->replay,
                                               tc_camera_replay_get_position (self->replay), back);

  if (at_us)
    tc_camera_replay_seek (self->replay, at_us);
  else
    tc_panel_say (GTK_WIDGET (self), back ? _ ("No movement is known before this in this hour.")
                                          : _ ("No movement is known after this in this hour."));
}

static void
live_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcCameraPanel *self = data;

  tc_camera_replay_end (self->replay);
  gtk_widget_grab_focus (GTK_WIDGET (self->front->grid));
}

/* ---- all of it ---- */

void
tc_camera_panel_add_replay_actions (TcCameraPanel *self, GActionMap *window)
{
  const GActionEntry entries[] = {
      {.name = "replay-instant", .activate = instant_cb},
      {.name = "replay-together", .activate = together_cb},
      {.name = "replay-step", .activate = step_cb, .parameter_type = "x"},
      {.name = "replay-seek", .activate = seek_cb, .parameter_type = "x"},
      {.name = "replay-pause", .state = "false", .change_state = pause_cb},
      {.name = "replay-rate", .activate = rate_cb, .parameter_type = "x"},
      {.name = "replay-motion-next", .activate = motion_cb},
      {.name = "replay-motion-before", .activate = motion_cb},
      {.name = "replay-live", .activate = live_cb},
  };

  g_action_map_add_action_entries (window, entries, G_N_ELEMENTS (entries), self);
  tc_camera_panel_add_part_actions (self, window);
}

void
tc_camera_panel_make_replay (TcCameraPanel *self)
{
  self->replay = tc_camera_replay_new (self->desk);
  tc_replay_bar_set_replay (self->replay_bar, self->replay);
  g_signal_connect_object (self->replay, "play", G_CALLBACK (play_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->replay, "changed", G_CALLBACK (changed_cb), self,
                           G_CONNECT_SWAPPED);
  tc_camera_panel_make_parts (self);
}

void
tc_camera_panel_end_replay (TcCameraPanel *self)
{
  tc_camera_panel_end_parts (self);
  if (!self->replay)
    return;
  g_signal_handlers_disconnect_by_data (self->replay, self);
  tc_camera_replay_stop (self->replay);
  g_clear_object (&self->replay);
}
