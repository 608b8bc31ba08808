/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Playing a camera in a tile; see the header. What is played is tc-camera-feed.c's, which several
 * players may share.
 */
#include "tc-camera-player.h"

#include "tc-camera-feed.h"

#include <glib/gi18n-lib.h>

struct _TcCameraPlayer {
  GObject parent;
  TcDesk *desk;              /* (unowned) (nullable) (weak): NULL once it is gone */
  TcCameraTile *view;        /* (owned) */
  TcCameraFeed *feed;        /* (owned) (nullable): nothing is played */
  gint64 camera_id;          /* 0: nothing */
  char *masks;               /* (owned) (nullable): as the camera has them */
  gboolean restricted, open; /* likewise */
  gboolean silent;           /* it mustn't be heard */
  TcCameraReplayWish replay; /* its from_us 0: it is live */
};

G_DEFINE_FINAL_TYPE (TcCameraPlayer, tc_camera_player, G_TYPE_OBJECT)

void
tc_camera_player_inject (const char *program)
{
  tc_camera_feed_inject (program);
}

TcTileGroup *
tc_camera_player_get_group (TcDesk *desk)
{
  return tc_camera_feed_get_group (desk);
}

static void
stop (TcCameraPlayer *self)
{
  if (self->feed)
    tc_camera_feed_remove (self->feed, self->view);
  g_clear_object (&self->feed);
}

static void
play (TcCameraPlayer *self)
{
  if (!self->desk || !self->camera_id || (self->restricted && !self->open))
    return;
  self->feed = tc_camera_feed_open (self->desk, self->camera_id, self->masks, &self->replay);
  tc_camera_feed_add (self->feed, self->view);
}

/* It has another size, or is selected, or isn't any more. */
static void
choose_cb (TcCameraPlayer *self)
{
  if (self->feed)
    tc_camera_feed_choose (self->feed);
}

/* ---- sound ---- */

static TcTile *
get_tile (TcCameraPlayer *self)
{
  return self->feed ? tc_camera_feed_get_tile (self->feed) : NULL;
}

gboolean
tc_camera_player_is_heard (TcCameraPlayer *self)
{
  TcTileGroup *group = self->desk ? tc_camera_player_get_group (self->desk) : NULL;
  TcTile *tile = get_tile (self);

  return tile && group && tc_tile_group_get_heard (group) == tile;
}

void
tc_camera_player_hear (TcCameraPlayer *self, gboolean heard)
{
  TcTile *tile = NULL;

  g_return_if_fail (TC_IS_CAMERA_PLAYER (self));
  tile = get_tile (self);
  if (tile && self->desk && heard != tc_camera_player_is_heard (self) && !(heard && self->silent))
    tc_tile_group_hear (tc_camera_player_get_group (self->desk), heard ? tile : NULL);
}

/* Nobody could tell what it is that is heard. */
static void
unmap_cb (TcCameraPlayer *self)
{
  if (self->feed && !tc_camera_feed_is_seen (self->feed))
    tc_camera_player_hear (self, FALSE);
}

/* ---- object ---- */

static void
tc_camera_player_dispose (GObject *object)
{
  TcCameraPlayer *self = TC_CAMERA_PLAYER (object);

  self->camera_id = 0;
  if (self->view) {
    g_signal_handlers_disconnect_by_data (self->view, self);
    stop (self);
    g_clear_object (&self->view);
  }
  g_clear_weak_pointer (&self->desk);
  g_clear_pointer (&self->masks, g_free);
  G_OBJECT_CLASS (tc_camera_player_parent_class)->dispose (object);
}

static void
tc_camera_player_class_init (TcCameraPlayerClass *class)
{
  G_OBJECT_CLASS (class)->dispose = tc_camera_player_dispose;
}

static void
tc_camera_player_init (TcCameraPlayer *self)
{
}

TcCameraPlayer *
tc_camera_player_new (TcDesk *desk, TcCameraTile *view)
{
  TcCameraPlayer *self = g_object_new (TC_TYPE_CAMERA_PLAYER, NULL);

  g_set_weak_pointer (&self->desk, desk);
  self->view = g_object_ref (view);
  g_signal_connect_swapped (view, "resized", G_CALLBACK (choose_cb), self);
  g_signal_connect_swapped (view, "notify::selected", G_CALLBACK (choose_cb), self);
  g_signal_connect_swapped (view, "unmap", G_CALLBACK (unmap_cb), self);
  tc_camera_tile_set_title (view, 0, NULL);
  return self;
}

TcCameraTile *
tc_camera_player_get_view (TcCameraPlayer *self)
{
  g_return_val_if_fail (TC_IS_CAMERA_PLAYER (self), NULL);
  return self->view;
}

gint64
tc_camera_player_get_camera (TcCameraPlayer *self)
{
  g_return_val_if_fail (TC_IS_CAMERA_PLAYER (self), 0);
  return self->camera_id;
}

void
tc_camera_player_show (TcCameraPlayer *self, const TcCamera *camera, gboolean open)
{
  gint64 id = camera ? camera->id : 0;
  gboolean restricted = camera && camera->restricted;

  g_return_if_fail (TC_IS_CAMERA_PLAYER (self));
  tc_camera_tile_set_title (self->view, camera ? (guint) camera->number : 0,
                            camera ? camera->name : NULL);
  self->silent = camera && !tc_camera_may_be_heard (camera);
  if (self->silent)
    tc_camera_player_hear (self, FALSE);
  if (id == self->camera_id && restricted == self->restricted && open == self->open &&
      g_strcmp0 (self->masks, camera ? camera->masks : NULL) == 0)
    return;
  stop (self);
  self->replay = (TcCameraReplayWish){0};
  tc_camera_tile_set_replay (self->view, FALSE);
  self->camera_id = id;
  self->restricted = restricted;
  self->open = open;
  g_free (self->masks);
  self->masks = camera ? g_strdup (camera->masks) : NULL;
  if (restricted && !open)
    tc_camera_tile_set_notice (self->view,
                               _ ("This camera is restricted: open it first and say why."));
  else
    tc_camera_tile_set_notice (self->view, NULL);
  play (self);
}

void
tc_camera_player_retry (TcCameraPlayer *self)
{
  g_return_if_fail (TC_IS_CAMERA_PLAYER (self));
  if (self->feed)
    tc_camera_feed_retry (self->feed);
}

void
tc_camera_player_set_replay (TcCameraPlayer *self, const TcCameraReplayWish *replay)
{
  const TcCameraReplayWish live = {0};

  g_return_if_fail (TC_IS_CAMERA_PLAYER (self));
  if (!replay)
    replay = &live;
  if (!self->camera_id || (self->restricted && !self->open) ||
      tc_camera_replay_wish_equal (replay, &self->replay))
    return;
  stop (self);
  self->replay = *replay;
  tc_camera_tile_set_replay (self->view, replay->from_us != 0);
  play (self);
}
