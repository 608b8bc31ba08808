/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Playing a camera in a tile; see the header.
 */
#include "tc-camera-player.h"

#include "tc-camera-masks.h"
#include "tc-refusal-words.h"
#include "tc-sound-player.h"
#include "tc-tile-group.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define GROUP_KEY "tc-camera-tiles"

struct _TcCameraPlayer {
  GObject parent;
  TcDesk *desk;              /* (unowned) (nullable) (weak): NULL once it is gone */
  TcCameraTile *view;        /* (owned) */
  TcTile *tile;              /* (owned) (nullable): something was played */
  gint64 camera_id;          /* 0: nothing */
  char *masks;               /* (owned) (nullable): as the camera has them */
  gboolean restricted, open; /* likewise */
  gboolean silent;           /* it mustn't be heard */
  TcCameraReplayWish replay; /* its from_us 0: it is live */
  TcStreamChoice choice;
  TcStreamProfile asked; /* a ticket for it is on the way */
  GCancellable *asking;  /* (owned) (nullable) */
  guint n_failed;
  guint again_source;
};

G_DEFINE_FINAL_TYPE (TcCameraPlayer, tc_camera_player, G_TYPE_OBJECT)

static char *injected; /* (owned) (nullable) */

void
tc_camera_player_inject (const char *program)
{
  g_free (injected);
  injected = g_strdup (program);
}

TcTileGroup *
tc_camera_player_get_group (TcDesk *desk)
{
  return g_object_get_data (G_OBJECT (desk), GROUP_KEY);
}

/* An alarm goes first. */
static void
sounding_cb (TcTileGroup *group, GParamSpec *pspec, TcSoundPlayer *alarms)
{
  tc_tile_group_hush (group, tc_sound_player_is_sounding (alarms));
}

static TcTileGroup *
make_group (TcDesk *desk)
{
  TcTileGroup *group = tc_camera_player_get_group (desk);

  if (!group) {
    group = tc_tile_group_new (injected);
    if (injected)
      tc_tile_group_assume_busy (group, 0);
    g_object_set_data_full (G_OBJECT (desk), GROUP_KEY, group, g_object_unref);
    tc_tile_group_hush (group, tc_sound_player_is_sounding (tc_sound_player_get ()));
    g_signal_connect_object (tc_sound_player_get (), "notify::sounding", G_CALLBACK (sounding_cb),
                             group, G_CONNECT_SWAPPED);
  }
  return group;
}

static void
stop_asking (TcCameraPlayer *self)
{
  g_cancellable_cancel (self->asking);
  g_clear_object (&self->asking);
  g_clear_handle_id (&self->again_source, g_source_remove);
  self->asked = TC_PROFILE_NONE;
}

static void
stop (TcCameraPlayer *self)
{
  stop_asking (self);
  tc_camera_tile_set_tile (self->view, NULL);
  if (self->tile) {
    g_signal_handlers_disconnect_by_data (self->tile, self);
    tc_tile_close (self->tile);
    g_clear_object (&self->tile);
  }
  tc_stream_choice_init (&self->choice, TRUE, TRUE);
  self->n_failed = 0;
}

/* Which stream is to be had now; nothing changes before there is room for a picture. */
static void
want (TcCameraPlayer *self)
{
  gboolean selected = FALSE;
  int width = 0, height = 0;

  tc_camera_tile_get_size (self->view, &width, &height);
  if (width < 1 || height < 1)
    return;
  g_object_get (self->view, "selected", &selected, NULL);
  (void) tc_stream_choice_want (&self->choice, width, height, selected,
                                self->tile && tc_tile_wants_sub (self->tile));
}

/* What of that the tile is to know; what was recorded has one stream. */
static void
offer_sub (TcCameraPlayer *self)
{
  if (self->tile)
    tc_tile_offer_sub (self->tile,
                       !self->replay.from_us && tc_stream_choice_can_spare (&self->choice));
}

/* ---- playing ---- */

static void ask (TcCameraPlayer *self, TcStreamProfile profile);
static void choose_stream (TcCameraPlayer *self);

static void
stream_wanted_cb (TcCameraPlayer *self, int profile)
{
  if (self->asked == TC_PROFILE_NONE)
    ask (self, (TcStreamProfile) profile);
}

static void
changed_cb (TcCameraPlayer *self)
{
  TcStreamProfile shown = tc_tile_get_profile (self->tile);

  if (shown != TC_PROFILE_NONE)
    (void) tc_stream_choice_picture (&self->choice, shown);
  choose_stream (self);
}

static void
add_tile (TcCameraPlayer *self)
{
  if (self->tile)
    return;
  self->tile = tc_tile_group_add (make_group (self->desk));
  g_signal_connect_swapped (self->tile, "stream-wanted", G_CALLBACK (stream_wanted_cb), self);
  g_signal_connect_swapped (self->tile, "changed", G_CALLBACK (changed_cb), self);
  tc_camera_tile_set_tile (self->view, self->tile);
}

/* What is covered is covered also where a form of it is of a newer program: then nothing is shown.
 * (transfer full) (element-type TcPictureMask) (nullable) */
static GArray *
make_masks (TcCameraPlayer *self)
{
  g_autoptr (GArray) parsed = tc_camera_masks_parse (self->masks);
  GArray *masks = parsed ? g_array_new (FALSE, FALSE, sizeof (TcPictureMask)) : NULL;

  for (guint i = 0; parsed && i < parsed->len; i++) {
    const TcCameraMask *from = &g_array_index (parsed, TcCameraMask, i);
    const TcPictureMask to = {from->left_pm, from->top_pm, from->right_pm, from->bottom_pm};

    g_array_append_val (masks, to);
  }
  return masks;
}

static void
play (TcCameraPlayer *self, const TcCameraTicket *ticket)
{
  TcStreamProfile profile = g_str_equal (ticket->profile, "main") ? TC_PROFILE_MAIN
                                                                  : TC_PROFILE_SUB;
  g_autoptr (GArray) masks = make_masks (self);
  g_autoptr (GError) error = NULL;
  const TcTileStream stream = {.profile = profile,
                               .address = ticket->address,
                               .account = ticket->account,
                               .secret = ticket->secret,
                               .until_us = ticket->until_us,
                               .fingerprint = &ticket->fingerprint,
                               .masks = masks ? (const TcPictureMask *) masks->data : NULL,
                               .n_masks = masks ? masks->len : 0};

  if (!masks) {
    tc_camera_tile_set_notice (self->view, _ ("What this camera mustn't show isn't understood "
                                              "here: this program is too old."));
    return;
  }
  if (profile != self->asked && !self->replay.from_us) {
    tc_stream_choice_init (&self->choice, profile == TC_PROFILE_MAIN, profile == TC_PROFILE_SUB);
    want (self);
  }
  add_tile (self);
  offer_sub (self);
  if (tc_tile_play (self->tile, &stream, &error)) {
    tc_camera_tile_set_notice (self->view, NULL);
  } else {
    g_autofree char *words = tc_fault_word (error);

    tc_camera_tile_set_notice (self->view, words);
  }
}

/* ---- tickets ---- */

/* The main stream is what is recorded. */
static TcStreamProfile
get_wanted (TcCameraPlayer *self)
{
  return self->replay.from_us ? TC_PROFILE_MAIN : self->choice.wanted;
}

static gboolean
again_cb (gpointer data)
{
  TcCameraPlayer *self = data;
  TcStreamProfile wanted = get_wanted (self);

  self->again_source = 0;
  ask (self, wanted);
  return G_SOURCE_REMOVE;
}

static void
fail (TcCameraPlayer *self, const TcCameraTrouble *trouble, TcStreamProfile profile)
{
  TcStreamProfile other = profile == TC_PROFILE_MAIN ? TC_PROFILE_SUB : TC_PROFILE_MAIN;

  if (g_str_equal (trouble->code, "camera.no-stream") && !self->replay.from_us) {
    tc_stream_choice_fail (&self->choice, profile);
    /* A camera with one stream shows that one. */
    if (self->n_failed++ == 0 && self->choice.shown == TC_PROFILE_NONE) {
      ask (self, other);
      return;
    }
  }
  /* What is shown goes on. */
  if (self->choice.shown == TC_PROFILE_NONE)
    tc_camera_tile_set_notice (self->view, trouble->words);
  if (!trouble->passing)
    return;
  self->n_failed++;
  self->again_source = g_timeout_add (
      (guint) (tc_camera_ticket_get_again_us (self->n_failed) / 1000), again_cb, self);
}

static void
ticket_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  GWeakRef *ref = data;
  g_autoptr (TcCameraPlayer) self = g_weak_ref_get (ref);
  g_autoptr (TcCameraTrouble) trouble = NULL;
  g_autoptr (TcCameraTicket)
      ticket = tc_camera_ticket_ask_finish (TC_DESK (source), result, &trouble);
  TcStreamProfile profile = self ? self->asked : TC_PROFILE_NONE;

  g_weak_ref_clear (ref);
  g_free (ref);
  /* Another was asked for since, or nothing is wanted any more. */
  if (!self || !self->desk || !self->asking ||
      self->asking != g_task_get_cancellable (G_TASK (result)))
    return;
  g_clear_object (&self->asking);
  if (ticket) {
    self->n_failed = 0;
    play (self, ticket);
    self->asked = TC_PROFILE_NONE;
  } else {
    self->asked = TC_PROFILE_NONE;
    fail (self, trouble, profile);
  }
}

static void
ask (TcCameraPlayer *self, TcStreamProfile profile)
{
  GWeakRef *ref = NULL;

  if (!self->desk || !self->camera_id || profile == TC_PROFILE_NONE)
    return;
  stop_asking (self);
  ref = g_new0 (GWeakRef, 1);
  g_weak_ref_init (ref, self);
  self->asked = profile;
  self->asking = g_cancellable_new ();
  tc_camera_ticket_ask_async (self->desk, self->camera_id, tc_stream_profile_code (profile),
                              self->replay.from_us ? &self->replay : NULL, self->asking, ticket_cb,
                              ref);
}

static void
choose_stream (TcCameraPlayer *self)
{
  TcStreamProfile before = self->choice.wanted;

  if (!self->camera_id || (self->restricted && !self->open) || self->replay.from_us)
    return;
  want (self);
  /* That may be answered at once, and has brought us here again then. */
  offer_sub (self);
  if (self->choice.wanted != before && self->choice.wanted != self->asked)
    ask (self, self->choice.wanted);
}

static void
state_cb (TcCameraPlayer *self)
{
  if (self->desk && tc_desk_get_state (self->desk) == TC_DESK_ONLINE && self->again_source)
    tc_camera_player_retry (self);
}

/* ---- sound ---- */

gboolean
tc_camera_player_is_heard (TcCameraPlayer *self)
{
  TcTileGroup *group = self->desk ? tc_camera_player_get_group (self->desk) : NULL;

  return self->tile && group && tc_tile_group_get_heard (group) == self->tile;
}

void
tc_camera_player_hear (TcCameraPlayer *self, gboolean heard)
{
  g_return_if_fail (TC_IS_CAMERA_PLAYER (self));
  if (self->tile && self->desk && heard != tc_camera_player_is_heard (self) &&
      !(heard && self->silent))
    tc_tile_group_hear (tc_camera_player_get_group (self->desk), heard ? self->tile : NULL);
}

/* Nobody could tell what it is that is heard. */
static void
unmap_cb (TcCameraPlayer *self)
{
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
  if (self->desk)
    g_signal_handlers_disconnect_by_data (self->desk, self);
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
  tc_stream_choice_init (&self->choice, TRUE, TRUE);
}

TcCameraPlayer *
tc_camera_player_new (TcDesk *desk, TcCameraTile *view)
{
  TcCameraPlayer *self = g_object_new (TC_TYPE_CAMERA_PLAYER, NULL);

  g_set_weak_pointer (&self->desk, desk);
  self->view = g_object_ref (view);
  g_signal_connect_swapped (view, "resized", G_CALLBACK (choose_stream), self);
  g_signal_connect_swapped (view, "notify::selected", G_CALLBACK (choose_stream), self);
  g_signal_connect_swapped (view, "unmap", G_CALLBACK (unmap_cb), self);
  g_signal_connect_swapped (desk, "notify::state", G_CALLBACK (state_cb), self);
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
    tc_camera_tile_set_notice (self->view, id ? _ ("Connecting…") : NULL);
  choose_stream (self);
}

void
tc_camera_player_retry (TcCameraPlayer *self)
{
  g_return_if_fail (TC_IS_CAMERA_PLAYER (self));
  self->n_failed = 0;
  if (self->tile)
    tc_tile_retry (self->tile);
  if (self->again_source || (!self->tile && self->asked == TC_PROFILE_NONE)) {
    TcStreamProfile wanted = get_wanted (self);

    ask (self, wanted);
  }
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
  tc_camera_tile_set_notice (self->view, _ ("Connecting…"));
  if (replay->from_us)
    ask (self, TC_PROFILE_MAIN);
  else
    choose_stream (self);
}
