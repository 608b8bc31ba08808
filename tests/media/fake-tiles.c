/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A decoder that decodes nothing, for tests of a desktop's side: it speaks as toancanh-tiles does
 * and behaves as the last part of each address says:
 *   live      a picture every 20 ms, in which all bytes are the lower 8 bits of its number
 *   replayed  likewise, as if recorded: the first at REPLAYED_US
 *   late      likewise, but the first after 500 ms
 *   burst     three pictures at once, ten times a second
 *   mute      says that it is live, and shows nothing
 *   silent    never comes to anything
 *   offline   fails at once
 *   dead      fails after 1.5 s
 *   falls     live for half a second, then offline; the next time live
 *   ticket    denied, unless the secret is "new"
 *   crash     aborts at the first picture
 *   hang      says nothing any more after the first picture, for all its tiles
 *   stuck     goes on with pictures, and says nothing else any more
 *   large     tells of pictures that are larger than their memory
 *   twice     tells of pictures in slots that are taken
 *   flood     says that all is well as often as it can
 *   fat       says that it has all memory there is
 *   deaf      likewise live, on a computer that plays no sound
 * It says that what is to be heard is, also when it is hushed.
 */
#include "tc-tile-channel.h"
#include "tc-tile-process.h"
#include "tc-tile-ring.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define PICTURE_MS 20
#define REPLAYED_US G_GINT64_CONSTANT (1795433400000000)
#define LATE_US ((gint64) 500 * 1000)
#define BURST_US ((gint64) 100 * 1000)
#define DEAD_US ((gint64) 1500 * 1000)
#define FLOOD 100
#define FAT ((guint64) 1 << 40)

typedef struct {
  TcTileMessage *play; /* (owned) (nullable): NULL: over */
  gint64 begun_us;
  gint64 burst_us; /* the last one */
  guint64 n_pictures;
} Attempt;

static TcTileChannel *channel;
static GHashTable *rings; /* tile, TcTileRing */
static GPtrArray *attempts;
static gint64 beat_us;
static gboolean hanging, stuck;
static guint64 memory_bytes = 2000;
static guint n_falls;

static gboolean
is (const Attempt *attempt, const char *what)
{
  return g_str_has_suffix (attempt->play->address, what);
}

static const TcSoundState sounds[TC_LOUDNESS_N] = {TC_SOUND_OFF, TC_SOUND_HEARD, TC_SOUND_HEARD};

static void
say_state (Attempt *attempt, TcStreamState state, TcStreamCause cause)
{
  g_autoptr (TcTileMessage) message = tc_tile_message_new (TC_TILE_STATE);

  message->tile = attempt->play->tile;
  message->attempt = attempt->play->attempt;
  message->report = (TcStreamReport){state, cause, g_get_monotonic_time (), 0, 0};
  message->report.sound = sounds[attempt->play->loudness];
  if (message->report.sound == TC_SOUND_HEARD && is (attempt, "deaf"))
    message->report.sound = TC_SOUND_NO_DEVICE;
  message->detail = cause == TC_CAUSE_NONE ? NULL : g_strdup ("as it was told to");
  tc_tile_channel_send (channel, message, -1);
}

static void
end_attempt (Attempt *attempt)
{
  g_clear_pointer (&attempt->play, tc_tile_message_free);
}

static void
show (Attempt *attempt)
{
  g_autoptr (TcTileMessage) message = tc_tile_message_new (TC_TILE_FRAME);
  TcTileRing *ring = g_hash_table_lookup (rings, GUINT_TO_POINTER (attempt->play->tile));
  gint64 now_us = g_get_monotonic_time ();

  if (is (attempt, "late") && now_us - attempt->begun_us < LATE_US)
    return;
  if (!ring || !tc_tile_ring_take (ring, &message->slot))
    return;
  message->tile = attempt->play->tile;
  message->attempt = attempt->play->attempt;
  message->ring = tc_tile_ring_get_number (ring);
  message->width = tc_tile_ring_get_width (ring);
  message->height = tc_tile_ring_get_height (ring);
  message->number = ++attempt->n_pictures;
  message->decoded_us = now_us;
  if (is (attempt, "replayed"))
    message->recorded_us = REPLAYED_US + (gint64) (message->number - 1) * PICTURE_MS * 1000;
  memset (tc_tile_ring_get_pixels (ring, message->slot), (int) (message->number & 0xff),
          tc_tile_slot_bytes (message->width, message->height));
  if (is (attempt, "large"))
    message->width += 1;
  tc_tile_channel_send (channel, message, -1);
  if (is (attempt, "twice"))
    tc_tile_channel_send (channel, message, -1);
  if (attempt->n_pictures == 1)
    say_state (attempt, TC_STREAM_LIVE, TC_CAUSE_NONE);
}

static void
beat (void)
{
  g_autoptr (TcTileMessage) message = tc_tile_message_new (TC_TILE_STATISTICS);

  message->memory_bytes = memory_bytes;
  message->counts = g_array_new (FALSE, TRUE, sizeof (TcTileCounts));
  for (guint i = 0; i < attempts->len; i++) {
    Attempt *attempt = g_ptr_array_index (attempts, i);
    TcTileCounts counts = {0};

    if (!attempt->play)
      continue;
    counts.tile = attempt->play->tile;
    counts.attempt = attempt->play->attempt;
    counts.n_decoded = attempt->n_pictures;
    counts.n_bytes = attempt->n_pictures * 1000;
    counts.width = 640;
    counts.height = 360;
    counts.rate_milli = 50000;
    g_strlcpy (counts.codec, "H.264", sizeof counts.codec);
    g_array_append_val (message->counts, counts);
  }
  tc_tile_channel_send (channel, message, -1);
}

static void
show_many (Attempt *attempt)
{
  gint64 now_us = g_get_monotonic_time ();

  if (now_us - attempt->burst_us < BURST_US)
    return;
  attempt->burst_us = now_us;
  for (int i = 0; i < TC_TILE_SLOTS; i++)
    show (attempt);
}

/* After its first picture. */
static void
misbehave (const Attempt *attempt)
{
  if (is (attempt, "crash"))
    _exit (9);
  if (is (attempt, "hang"))
    hanging = TRUE;
  if (is (attempt, "stuck"))
    stuck = TRUE;
  if (is (attempt, "fat"))
    memory_bytes = FAT;
  for (int i = 0; is (attempt, "flood") && i < FLOOD; i++)
    beat ();
}

static void
fail (Attempt *attempt, TcStreamState state, TcStreamCause cause)
{
  say_state (attempt, state, cause);
  end_attempt (attempt);
}

static void
turn (Attempt *attempt)
{
  gint64 lasted_us = g_get_monotonic_time () - attempt->begun_us;

  if (is (attempt, "offline") || (is (attempt, "dead") && lasted_us >= DEAD_US)) {
    fail (attempt, TC_STREAM_OFFLINE, TC_CAUSE_NO_ROUTE);
  } else if (is (attempt, "ticket") && g_strcmp0 (attempt->play->secret, "new") != 0) {
    fail (attempt, TC_STREAM_DENIED, TC_CAUSE_DENIED);
  } else if (is (attempt, "falls") && lasted_us >= LATE_US && n_falls == 0) {
    n_falls++;
    fail (attempt, TC_STREAM_OFFLINE, TC_CAUSE_BROKEN);
  } else if (is (attempt, "mute") && attempt->n_pictures == 0) {
    attempt->n_pictures = 1;
    say_state (attempt, TC_STREAM_LIVE, TC_CAUSE_NONE);
  } else if (!is (attempt, "silent") && !is (attempt, "dead") && !is (attempt, "mute") &&
             attempt->play->rung != TC_RUNG_PAUSED) {
    if (is (attempt, "burst"))
      show_many (attempt);
    else
      show (attempt);
    if (attempt->n_pictures > 0)
      misbehave (attempt);
  }
}

static gboolean
turn_cb (gpointer data)
{
  gint64 now_us = g_get_monotonic_time ();

  for (guint i = 0; i < attempts->len && !hanging; i++) {
    Attempt *attempt = g_ptr_array_index (attempts, i);

    if (attempt->play)
      turn (attempt);
  }
  if (!hanging && !stuck && now_us - beat_us >= TC_TILE_BEAT_US) {
    beat_us = now_us;
    beat ();
  }
  return G_SOURCE_CONTINUE;
}

static void
change (Attempt *attempt, const TcTileMessage *message)
{
  gboolean says = attempt->play->loudness != message->loudness && attempt->n_pictures > 0;

  attempt->play->rung = message->rung;
  attempt->play->loudness = message->loudness;
  if (says)
    say_state (attempt, TC_STREAM_LIVE, TC_CAUSE_NONE);
}

static void
message_cb (TcTileMessage *message, int fd, gpointer data)
{
  TcTileRing *ring = g_hash_table_lookup (rings, GUINT_TO_POINTER (message->tile));
  Attempt *attempt;

  switch (message->kind) {
  case TC_TILE_RING:
    g_hash_table_insert (
        rings, GUINT_TO_POINTER (message->tile),
        tc_tile_ring_open (fd, message->ring, message->width, message->height, NULL));
    break;
  case TC_TILE_PLAY:
    attempt = g_new0 (Attempt, 1);
    attempt->begun_us = g_get_monotonic_time ();
    attempt->play = tc_tile_message_new (TC_TILE_PLAY);
    attempt->play->tile = message->tile;
    attempt->play->attempt = message->attempt;
    attempt->play->rung = message->rung;
    attempt->play->loudness = message->loudness;
    attempt->play->address = g_strdup (message->address);
    attempt->play->secret = g_strdup (message->secret);
    g_ptr_array_add (attempts, attempt);
    break;
  case TC_TILE_RELEASE:
    if (ring && tc_tile_ring_get_number (ring) == message->ring)
      tc_tile_ring_give_back (ring, message->slot);
    break;
  default:
    for (guint i = 0; i < attempts->len; i++) {
      attempt = g_ptr_array_index (attempts, i);
      if (!attempt->play || attempt->play->tile != message->tile)
        continue;
      if (message->kind == TC_TILE_RUNG)
        change (attempt, message);
      else if (message->kind == TC_TILE_STOP || attempt->play->attempt == message->attempt)
        end_attempt (attempt);
    }
    break;
  }
}

static void
closed_cb (const GError *error, gpointer data)
{
  _exit (error ? 1 : 0);
}

int
main (int argc, char **argv)
{
  const TcTileChannelHooks hooks = {message_cb, closed_cb};
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);

  rings = g_hash_table_new (NULL, NULL);
  attempts = g_ptr_array_new ();
  channel = tc_tile_channel_new (TC_TILE_PROCESS_FD, &hooks, NULL, NULL);
  beat ();
  g_timeout_add (PICTURE_MS, turn_cb, NULL);
  g_main_loop_run (loop);
  return 0;
}
