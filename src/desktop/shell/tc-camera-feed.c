/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is played of one camera; see the header.
 */
#include "tc-camera-feed.h"

#include "tc-camera-masks.h"
#include "tc-refusal-words.h"
#include "tc-sound-player.h"
#include "tc-tile-group.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define GROUP_KEY "tc-camera-tiles"
#define FEEDS_KEY "tc-camera-feeds"

struct _TcCameraFeed {
  GObject parent;
  TcDesk *desk;     /* (unowned) (nullable) (weak): NULL once it is gone */
  GPtrArray *views; /* (owned) (element-type TcCameraTile) */
  TcTile *tile;     /* (owned) (nullable): something was played */
  gint64 camera_id;
  char *masks;               /* (owned) (nullable): as the camera has them */
  char *notice;              /* (owned) (nullable): what stands in its tiles */
  TcCameraReplayWish replay; /* its from_us 0: it is live */
  TcStreamChoice choice;
  TcStreamProfile asked; /* a ticket for it is on the way */
  GCancellable *asking;  /* (owned) (nullable) */
  guint n_failed;
  guint again_source;
};

G_DEFINE_FINAL_TYPE (TcCameraFeed, tc_camera_feed, G_TYPE_OBJECT)

static char *injected; /* (owned) (nullable) */

void
tc_camera_feed_inject (const char *program)
{
  g_free (injected);
  injected = g_strdup (program);
}

TcTileGroup *
tc_camera_feed_get_group (TcDesk *desk)
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
  TcTileGroup *group = tc_camera_feed_get_group (desk);

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
stop_asking (TcCameraFeed *self)
{
  g_cancellable_cancel (self->asking);
  g_clear_object (&self->asking);
  g_clear_handle_id (&self->again_source, g_source_remove);
  self->asked = TC_PROFILE_NONE;
}

/* ---- its tiles ---- */

static void
say (TcCameraFeed *self, const char *notice)
{
  char *kept = g_strdup (notice);

  g_free (self->notice);
  self->notice = kept;
  for (guint i = 0; i < self->views->len; i++)
    tc_camera_tile_set_notice (g_ptr_array_index (self->views, i), kept);
}

/* As the largest and the most important of its tiles want it. FALSE: there is no room for a picture
 * yet. */
static gboolean
measure (TcCameraFeed *self, int *width, int *height, gboolean *selected)
{
  *width = *height = 0;
  *selected = FALSE;
  for (guint i = 0; i < self->views->len; i++) {
    TcCameraTile *view = g_ptr_array_index (self->views, i);
    gboolean chosen = FALSE;
    int across = 0, down = 0;

    tc_camera_tile_get_size (view, &across, &down);
    g_object_get (view, "selected", &chosen, NULL);
    *width = MAX (*width, across);
    *height = MAX (*height, down);
    *selected |= chosen;
  }
  return *width >= 1 && *height >= 1;
}

/* Which stream is to be had now; nothing changes before there is room for a picture. */
static void
want (TcCameraFeed *self)
{
  gboolean selected = FALSE;
  int width = 0, height = 0;

  if (!measure (self, &width, &height, &selected))
    return;
  (void) tc_stream_choice_want (&self->choice, width, height, selected,
                                self->tile && tc_tile_wants_sub (self->tile));
}

/* What of that the tile is to know; what was recorded has one stream. */
static void
offer_sub (TcCameraFeed *self)
{
  if (self->tile)
    tc_tile_offer_sub (self->tile,
                       !self->replay.from_us && tc_stream_choice_can_spare (&self->choice));
}

/* ---- playing ---- */

static void ask (TcCameraFeed *self, TcStreamProfile profile);
static void choose_stream (TcCameraFeed *self);

static void
stream_wanted_cb (TcCameraFeed *self, int profile)
{
  if (self->asked == TC_PROFILE_NONE)
    ask (self, (TcStreamProfile) profile);
}

static void
changed_cb (TcCameraFeed *self)
{
  TcStreamProfile shown = tc_tile_get_profile (self->tile);

  if (shown != TC_PROFILE_NONE)
    (void) tc_stream_choice_picture (&self->choice, shown);
  choose_stream (self);
}

static void
add_tile (TcCameraFeed *self)
{
  if (self->tile)
    return;
  self->tile = tc_tile_group_add (make_group (self->desk));
  g_signal_connect_swapped (self->tile, "stream-wanted", G_CALLBACK (stream_wanted_cb), self);
  g_signal_connect_swapped (self->tile, "changed", G_CALLBACK (changed_cb), self);
  for (guint i = 0; i < self->views->len; i++)
    tc_camera_tile_set_tile (g_ptr_array_index (self->views, i), self->tile);
}

/* What is covered is covered also where a form of it is of a newer program: then nothing is shown.
 * (transfer full) (element-type TcPictureMask) (nullable) */
static GArray *
make_masks (TcCameraFeed *self)
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
play (TcCameraFeed *self, const TcCameraTicket *ticket)
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
    say (self, _ ("What this camera mustn't show isn't understood here: this program is too old."));
    return;
  }
  if (profile != self->asked && !self->replay.from_us) {
    tc_stream_choice_init (&self->choice, profile == TC_PROFILE_MAIN, profile == TC_PROFILE_SUB);
    want (self);
  }
  add_tile (self);
  offer_sub (self);
  if (tc_tile_play (self->tile, &stream, &error)) {
    say (self, NULL);
  } else {
    g_autofree char *words = tc_fault_word (error);

    say (self, words);
  }
}

/* ---- tickets ---- */

/* The main stream is what is recorded. */
static TcStreamProfile
get_wanted (TcCameraFeed *self)
{
  return self->replay.from_us ? TC_PROFILE_MAIN : self->choice.wanted;
}

static gboolean
again_cb (gpointer data)
{
  TcCameraFeed *self = data;
  TcStreamProfile wanted = get_wanted (self);

  self->again_source = 0;
  ask (self, wanted);
  return G_SOURCE_REMOVE;
}

static void
fail (TcCameraFeed *self, const TcCameraTrouble *trouble, TcStreamProfile profile)
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
    say (self, trouble->words);
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
  g_autoptr (TcCameraFeed) self = g_weak_ref_get (ref);
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
ask (TcCameraFeed *self, TcStreamProfile profile)
{
  GWeakRef *ref = NULL;

  if (!self->desk || profile == TC_PROFILE_NONE)
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
choose_stream (TcCameraFeed *self)
{
  TcStreamProfile before = self->choice.wanted;

  if (self->replay.from_us)
    return;
  want (self);
  /* That may be answered at once, and has brought us here again then. */
  offer_sub (self);
  if (self->choice.wanted != before && self->choice.wanted != self->asked)
    ask (self, self->choice.wanted);
}

static void
state_cb (TcCameraFeed *self)
{
  if (self->desk && tc_desk_get_state (self->desk) == TC_DESK_ONLINE && self->again_source)
    tc_camera_feed_retry (self);
}

/* ---- which there are ---- */

/* (element-type TcCameraFeed): unowned ones */
static GPtrArray *
get_feeds (TcDesk *desk)
{
  GPtrArray *feeds = g_object_get_data (G_OBJECT (desk), FEEDS_KEY);

  if (!feeds) {
    feeds = g_ptr_array_new ();
    g_object_set_data_full (G_OBJECT (desk), FEEDS_KEY, feeds, (GDestroyNotify) g_ptr_array_unref);
  }
  return feeds;
}

static TcCameraFeed *
make (TcDesk *desk, gint64 camera_id, const char *masks, const TcCameraReplayWish *replay)
{
  TcCameraFeed *self = g_object_new (TC_TYPE_CAMERA_FEED, NULL);

  g_set_weak_pointer (&self->desk, desk);
  self->camera_id = camera_id;
  self->masks = g_strdup (masks);
  self->replay = *replay;
  g_ptr_array_add (get_feeds (desk), self);
  g_signal_connect_swapped (desk, "notify::state", G_CALLBACK (state_cb), self);
  say (self, _ ("Connecting…"));
  return self;
}

TcCameraFeed *
tc_camera_feed_open (TcDesk *desk, gint64 camera_id, const char *masks,
                     const TcCameraReplayWish *replay)
{
  GPtrArray *feeds = get_feeds (desk);

  for (guint i = 0; i < feeds->len; i++) {
    TcCameraFeed *feed = g_ptr_array_index (feeds, i);

    if (feed->camera_id == camera_id && g_strcmp0 (feed->masks, masks) == 0 &&
        tc_camera_replay_wish_equal (replay, &feed->replay))
      return g_object_ref (feed);
  }
  return make (desk, camera_id, masks, replay);
}

/* ---- playing ---- */

void
tc_camera_feed_add (TcCameraFeed *self, TcCameraTile *view)
{
  g_return_if_fail (TC_IS_CAMERA_FEED (self));
  g_ptr_array_add (self->views, g_object_ref (view));
  tc_camera_tile_set_notice (view, self->notice);
  if (self->tile)
    tc_camera_tile_set_tile (view, self->tile);
  if (!self->replay.from_us)
    choose_stream (self);
  else if (self->views->len == 1)
    ask (self, TC_PROFILE_MAIN);
}

static void
stop (TcCameraFeed *self)
{
  stop_asking (self);
  if (self->tile) {
    g_signal_handlers_disconnect_by_data (self->tile, self);
    tc_tile_close (self->tile);
    g_clear_object (&self->tile);
  }
}

void
tc_camera_feed_remove (TcCameraFeed *self, TcCameraTile *view)
{
  g_return_if_fail (TC_IS_CAMERA_FEED (self));
  tc_camera_tile_set_tile (view, NULL);
  g_ptr_array_remove (self->views, view);
  if (self->views->len == 0)
    stop (self);
  else
    choose_stream (self);
}

void
tc_camera_feed_choose (TcCameraFeed *self)
{
  g_return_if_fail (TC_IS_CAMERA_FEED (self));
  choose_stream (self);
}

void
tc_camera_feed_retry (TcCameraFeed *self)
{
  g_return_if_fail (TC_IS_CAMERA_FEED (self));
  self->n_failed = 0;
  if (self->tile)
    tc_tile_retry (self->tile);
  if (self->again_source || (!self->tile && self->asked == TC_PROFILE_NONE))
    ask (self, get_wanted (self));
}

TcTile *
tc_camera_feed_get_tile (TcCameraFeed *self)
{
  g_return_val_if_fail (TC_IS_CAMERA_FEED (self), NULL);
  return self->tile;
}

gboolean
tc_camera_feed_is_seen (TcCameraFeed *self)
{
  g_return_val_if_fail (TC_IS_CAMERA_FEED (self), FALSE);
  for (guint i = 0; i < self->views->len; i++) {
    if (gtk_widget_get_mapped (g_ptr_array_index (self->views, i)))
      return TRUE;
  }
  return FALSE;
}

/* ---- object ---- */

static void
tc_camera_feed_dispose (GObject *object)
{
  TcCameraFeed *self = TC_CAMERA_FEED (object);

  stop (self);
  if (self->desk) {
    g_signal_handlers_disconnect_by_data (self->desk, self);
    g_ptr_array_remove (get_feeds (self->desk), self);
  }
  g_clear_weak_pointer (&self->desk);
  g_ptr_array_set_size (self->views, 0);
  G_OBJECT_CLASS (tc_camera_feed_parent_class)->dispose (object);
}

static void
tc_camera_feed_finalize (GObject *object)
{
  TcCameraFeed *self = TC_CAMERA_FEED (object);

  g_ptr_array_unref (self->views);
  g_free (self->masks);
  g_free (self->notice);
  G_OBJECT_CLASS (tc_camera_feed_parent_class)->finalize (object);
}

static void
tc_camera_feed_class_init (TcCameraFeedClass *class)
{
  G_OBJECT_CLASS (class)->dispose = tc_camera_feed_dispose;
  G_OBJECT_CLASS (class)->finalize = tc_camera_feed_finalize;
}

static void
tc_camera_feed_init (TcCameraFeed *self)
{
  self->views = g_ptr_array_new_with_free_func (g_object_unref);
  tc_stream_choice_init (&self->choice, TRUE, TRUE);
}
