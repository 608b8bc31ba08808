/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * toancanh-tiles: decodes the tiles of a desktop in a process of its own, so that a decoder which
 * falls over what a camera sends takes no desktop with it. It is started by a desktop
 * (tc-tile-process.c) with one end of a socket pair and does what it is told by messages
 * (tc-tile-message.h), until the other end goes.
 *
 * It owns no data, and is ended at any moment without harm: so it ends at once.
 */
#include "tc-tile-channel.h"
#include "tc-tile-pipeline.h"
#include "tc-tile-process.h"
#include "tc-tile-ring.h"
#include "tc-tile-trust.h"

#include <gio/gio.h>
#include <gst/gst.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

/* How streams are looked at: a fraction of what a stall may go unmarked. */
#define LOOK_MS 100

typedef struct {
  TcTilePipeline *pipeline; /* (owned) */
  TcStreamReport said;      /* the report that the desktop has */
  gboolean has_said;
} Attempt;

typedef struct {
  guint32 id;
  TcTileRing *ring; /* (owned) (nullable) */
  GArray *attempts; /* (element-type Attempt) (owned) */
  TcLoudness loudness;
  TcTileSound *sound; /* (owned) (nullable): while somebody listens */
  TcSoundState sound_state;
  TcTilePipeline *heard; /* (unowned) (nullable): the attempt that is heard, one of these */
} Tile;

typedef struct {
  TcTileChannel *channel; /* (owned) */
  GPtrArray *tiles;       /* (element-type Tile) (owned) */
  gint64 beat_us;         /* when it was last said that all is well */
} Tiles;

/* ---- tiles and attempts ---- */

static void
clear_attempt (gpointer data)
{
  Attempt *attempt = data;

  tc_tile_pipeline_end (attempt->pipeline);
}

static void
end_sound (Tile *tile)
{
  if (tile->sound)
    tc_tile_sound_end (tile->sound);
  g_clear_pointer (&tile->sound, tc_tile_sound_unref);
}

static void
free_tile (gpointer data)
{
  Tile *tile = data;

  g_array_unref (tile->attempts);
  end_sound (tile);
  g_clear_pointer (&tile->ring, tc_tile_ring_unref);
  g_free (tile);
}

static Tile *
find_tile (Tiles *self, guint32 id)
{
  for (guint i = 0; i < self->tiles->len; i++) {
    Tile *tile = g_ptr_array_index (self->tiles, i);

    if (tile->id == id)
      return tile;
  }
  return NULL;
}

/* NULL: there are too many. */
static Tile *
ensure_tile (Tiles *self, guint32 id)
{
  Tile *tile = find_tile (self, id);

  if (tile || self->tiles->len >= TC_TILES_MAX)
    return tile;
  tile = g_new0 (Tile, 1);
  tile->id = id;
  tile->attempts = g_array_new (FALSE, TRUE, sizeof (Attempt));
  g_array_set_clear_func (tile->attempts, clear_attempt);
  g_ptr_array_add (self->tiles, tile);
  return tile;
}

static guint
count_attempts (Tiles *self)
{
  guint n = 0;

  for (guint i = 0; i < self->tiles->len; i++)
    n += ((Tile *) g_ptr_array_index (self->tiles, i))->attempts->len;
  return n;
}

/* ---- sound ---- */

/* The newest attempt that has any is heard, alone. */
static void
choose_heard (Tile *tile)
{
  TcTilePipeline *heard = NULL;

  for (guint i = tile->attempts->len; tile->sound && i > 0 && !heard; i--) {
    TcTilePipeline *one = g_array_index (tile->attempts, Attempt, i - 1).pipeline;

    if (tc_tile_pipeline_has_sound (one))
      heard = one;
  }
  if (heard == tile->heard)
    return;
  tile->heard = heard;
  for (guint i = 0; i < tile->attempts->len; i++) {
    TcTilePipeline *one = g_array_index (tile->attempts, Attempt, i).pipeline;

    tc_tile_pipeline_set_sound (one, one == heard ? tile->sound : NULL);
  }
}

static void
set_loudness (Tile *tile, TcLoudness loudness)
{
  tile->loudness = loudness;
  if (loudness != TC_LOUDNESS_OFF && !tile->sound)
    tile->sound = tc_tile_sound_new ();
  if (loudness != TC_LOUDNESS_OFF)
    tc_tile_sound_hush (tile->sound, loudness == TC_LOUDNESS_HUSHED);
  else
    end_sound (tile);
  choose_heard (tile);
}

static void
look_at_sound (Tile *tile, gint64 now_us)
{
  gboolean live = FALSE;

  choose_heard (tile);
  for (guint i = 0; i < tile->attempts->len; i++) {
    const Attempt *one = &g_array_index (tile->attempts, Attempt, i);

    live = live || (one->has_said && one->said.picture_us > 0);
  }
  if (!tile->sound)
    tile->sound_state = TC_SOUND_OFF;
  else if (tile->heard && tc_tile_pipeline_is_sound_left_out (tile->heard))
    tile->sound_state = TC_SOUND_NO_ROOM;
  else if (tile->heard)
    tile->sound_state = tc_tile_sound_look (tile->sound, now_us);
  else
    tile->sound_state = live ? TC_SOUND_NONE : TC_SOUND_WAITS;
}

/* On one of GStreamer's threads. */
static void
picture_cb (const TcTileMessage *frame, TcTileRing *ring, gpointer data)
{
  Tiles *self = data;

  if (!tc_tile_channel_try (self->channel, frame))
    tc_tile_ring_give_back (ring, frame->slot);
}

/* ---- what the desktop says ---- */

static void
change_ring (Tiles *self, const TcTileMessage *message, int fd)
{
  Tile *tile = ensure_tile (self, message->tile);
  g_autoptr (GError) error = NULL;
  TcTileRing *ring = NULL;

  if (tile && fd >= 0)
    ring = tc_tile_ring_open (fd, message->ring, message->width, message->height, &error);
  if (!ring) {
    g_warning ("a ring can't be used: %s", error ? error->message : "it has no tile or no memory");
    return;
  }
  g_clear_pointer (&tile->ring, tc_tile_ring_unref);
  tile->ring = ring;
  for (guint i = 0; i < tile->attempts->len; i++)
    tc_tile_pipeline_set_ring (g_array_index (tile->attempts, Attempt, i).pipeline, ring);
}

/* What a desktop waits for is answered. */
static void
refuse (Tiles *self, const TcTileMessage *play)
{
  g_autoptr (TcTileMessage) message = tc_tile_message_new (TC_TILE_STATE);

  message->tile = play->tile;
  message->attempt = play->attempt;
  message->report = (TcStreamReport){
      .state = TC_STREAM_OFFLINE, .cause = TC_CAUSE_DECODER, .since_us = g_get_monotonic_time ()};
  message->detail = g_strdup ("more is to be played than one decoder does");
  tc_tile_channel_send (self->channel, message, -1);
}

static void
play (Tiles *self, const TcTileMessage *message)
{
  Tile *tile = ensure_tile (self, message->tile);
  Attempt attempt = {0};

  if (!tile || count_attempts (self) >= TC_TILE_COUNTS_MAX) {
    refuse (self, message);
    return;
  }
  attempt.pipeline = tc_tile_pipeline_new (message, tile->ring, picture_cb, self);
  g_array_append_val (tile->attempts, attempt);
  set_loudness (tile, message->loudness);
}

static void
change_rung (Tiles *self, const TcTileMessage *message)
{
  Tile *tile = find_tile (self, message->tile);

  if (tile && tile->loudness != message->loudness)
    set_loudness (tile, message->loudness);
  for (guint i = 0; tile && i < tile->attempts->len; i++)
    tc_tile_pipeline_set_rung (g_array_index (tile->attempts, Attempt, i).pipeline, message->rung,
                               message->importance);
}

static void
remove_attempt (Tile *tile, guint i)
{
  if (g_array_index (tile->attempts, Attempt, i).pipeline == tile->heard)
    tile->heard = NULL;
  g_array_remove_index (tile->attempts, i);
}

static void
drop (Tiles *self, const TcTileMessage *message)
{
  Tile *tile = find_tile (self, message->tile);

  for (guint i = 0; tile && i < tile->attempts->len; i++) {
    if (tc_tile_pipeline_get_attempt (g_array_index (tile->attempts, Attempt, i).pipeline) ==
        message->attempt) {
      remove_attempt (tile, i);
      return;
    }
  }
}

static void
release (Tiles *self, const TcTileMessage *message)
{
  Tile *tile = find_tile (self, message->tile);

  if (tile && tile->ring && tc_tile_ring_get_number (tile->ring) == message->ring)
    tc_tile_ring_give_back (tile->ring, message->slot);
}

static void
message_cb (TcTileMessage *message, int fd, gpointer data)
{
  Tiles *self = data;
  Tile *tile;

  switch (message->kind) {
  case TC_TILE_RING:
    change_ring (self, message, fd);
    break;
  case TC_TILE_PLAY:
    play (self, message);
    break;
  case TC_TILE_RUNG:
    change_rung (self, message);
    break;
  case TC_TILE_RELEASE:
    release (self, message);
    break;
  case TC_TILE_DROP:
    drop (self, message);
    break;
  default:
    tile = find_tile (self, message->tile);
    if (tile)
      g_ptr_array_remove_fast (self->tiles, tile);
    break;
  }
}

static void
closed_cb (const GError *error, gpointer data)
{
  /* A desktop that was killed is no riddle. */
  if (error && error->domain != G_IO_ERROR)
    g_warning ("what the desktop says can't be understood: %s", error->message);
  /* Threads of GStreamer may be anywhere; nothing of what they do is needed any more. */
  _exit (error ? 1 : 0);
}

/* ---- what is said to it ---- */

static gboolean
is_same (const TcStreamReport *a, const TcStreamReport *b)
{
  /* When the last picture came is said with the state alone: a stall tells it. */
  return a->state == b->state && a->cause == b->cause && a->since_us == b->since_us &&
         a->clock_offset_us == b->clock_offset_us && a->sent == b->sent &&
         a->sent_gap_us == b->sent_gap_us && a->sound == b->sound;
}

/* Returns: whether the attempt goes on. */
static gboolean
look_at (Tiles *self, Tile *tile, Attempt *attempt, gint64 now_us)
{
  g_autoptr (TcTileMessage) message = tc_tile_message_new (TC_TILE_STATE);
  gboolean goes_on = tc_tile_pipeline_look (attempt->pipeline, now_us, &message->report,
                                            &message->detail);

  message->report.sound = tile->sound_state;
  if (goes_on && attempt->has_said && is_same (&message->report, &attempt->said))
    return TRUE;
  message->tile = tile->id;
  message->attempt = tc_tile_pipeline_get_attempt (attempt->pipeline);
  /* What can't be sent now is said at the next look. */
  attempt->has_said = goes_on ? tc_tile_channel_try (self->channel, message) : TRUE;
  attempt->said = message->report;
  if (!goes_on)
    tc_tile_channel_send (self->channel, message, -1);
  return goes_on;
}

static void
beat (Tiles *self)
{
  g_autoptr (TcTileMessage) message = tc_tile_message_new (TC_TILE_STATISTICS);
  g_autofree char *memory = NULL;

  message->counts = g_array_new (FALSE, TRUE, sizeof (TcTileCounts));
  for (guint i = 0; i < self->tiles->len; i++) {
    Tile *tile = g_ptr_array_index (self->tiles, i);

    for (guint k = 0; k < tile->attempts->len; k++) {
      TcTileCounts counts;

      tc_tile_pipeline_get_counts (g_array_index (tile->attempts, Attempt, k).pipeline, &counts);
      g_array_append_val (message->counts, counts);
    }
  }
  /* The second number is what is resident, in pages. */
  if (g_file_get_contents ("/proc/self/statm", &memory, NULL, NULL) && strchr (memory, ' '))
    message->memory_bytes = g_ascii_strtoull (strchr (memory, ' '), NULL, 10) *
                            (guint64) sysconf (_SC_PAGESIZE);
  if (!tc_tile_channel_try (self->channel, message))
    return; /* the desktop is busy; there will be another */
}

static gboolean
look_cb (gpointer data)
{
  Tiles *self = data;
  gint64 now_us = g_get_monotonic_time ();

  for (guint i = 0; i < self->tiles->len; i++) {
    Tile *tile = g_ptr_array_index (self->tiles, i);

    look_at_sound (tile, now_us);
    for (guint k = tile->attempts->len; k > 0; k--)
      if (!look_at (self, tile, &g_array_index (tile->attempts, Attempt, k - 1), now_us))
        remove_attempt (tile, k - 1);
  }
  if (now_us - self->beat_us >= TC_TILE_BEAT_US) {
    self->beat_us = now_us;
    beat (self);
  }
  return G_SOURCE_CONTINUE;
}

int
main (int argc, char **argv)
{
  const TcTileChannelHooks hooks = {message_cb, closed_cb};
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (GError) error = NULL;
  Tiles self = {0};

  if (argc > 1) {
    fprintf (stderr, "toancanh-tiles is started by toancanh, which shows what it decodes.\n");
    return 2;
  }
  /* A key in the desktop's terminal is the desktop's. */
  signal (SIGINT, SIG_IGN);
  /* It has passwords and tickets: no dump of it lies about, nobody else looks into it. */
  prctl (PR_SET_DUMPABLE, 0);
  tc_tile_trust_nobody ();
  if (!gst_init_check (NULL, NULL, &error)) {
    g_printerr ("toancanh-tiles: GStreamer doesn't start: %s\n", error->message);
    return 1;
  }
  self.tiles = g_ptr_array_new_with_free_func (free_tile);
  self.channel = tc_tile_channel_new (TC_TILE_PROCESS_FD, &hooks, &self, &error);
  if (!self.channel) {
    g_printerr ("toancanh-tiles: nobody is there to decode for: %s\n", error->message);
    return 1;
  }
  beat (&self);
  g_timeout_add (LOOK_MS, look_cb, &self);
  g_main_loop_run (loop);
  return 0;
}
