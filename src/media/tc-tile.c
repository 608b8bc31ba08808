/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One tile; see tc-tile-group.h. It keeps its streams (tc-tile-play.c), the memory in which
 * pictures come, and the newest of them.
 */
#include "tc-tile-private.h"

#include "tc-tile-frame.h"
#include "tc-tile-looks.h"
#include "tc-tile-play.h"
#include "tc-tile-rates.h"
#include "tc-tile-ring.h"

#include <string.h>
#include <unistd.h>

/* A picture that waits so long to be taken is in a window that isn't painted. */
#define UNSEEN_US ((gint64) 1 * G_USEC_PER_SEC)
/* No window shows more pictures than that: a burst of them is one. */
#define SHOWN_APART_US ((gint64) 30 * 1000)

struct _TcTile {
  GObject parent;
  TcTileGroup *group; /* (unowned) (nullable): NULL once it is closed */
  guint32 id;
  TcTileProcess *process; /* (unowned) (nullable): the group's */
  TcTilePlay plays[TC_PROFILE_N];
  TcStreamProfile wanted; /* played last */
  TcStreamProfile shown;  /* whose pictures are shown */
  TcTileRing *ring;       /* (owned) (nullable): of the process */
  guint32 n_rings;
  int width, height;
  gint64 sized_us;      /* when that was said */
  gint64 ring_us;       /* since when there is a ring */
  gint64 ring_retry_us; /* there was no memory: not before that */
  TcBackOff rings;
  TcTileLadder ladder;
  TcTileFrame *newest;     /* (owned) (nullable): not taken yet */
  gint64 waits_us;         /* since when one has waited to be taken */
  gint64 last_us;          /* the picture that counted last, its time */
  guint64 n_came, n_shown; /* pictures */
  guint64 sample_came, sample_shown;
  guint n_connects, n_crashes;
  guint n_recent_crashes; /* of decoders that had it, one not long after the other */
  gint64 crashed_us;      /* the last of them */
  gint64 process_us;      /* since when it has its process */
  TcBackOff crashes;
  TcTileRates rates; /* of what is shown */
  TcTileLooks said;
};

G_DEFINE_FINAL_TYPE (TcTile, tc_tile, G_TYPE_OBJECT)

enum {
  SIGNAL_FRAME,
  SIGNAL_CHANGED,
  SIGNAL_CLEARED,
  SIGNAL_STREAM_WANTED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* A picture that was given back may be painted over. */
static void
released_cb (TcTileRing *ring, guint slot, gpointer data)
{
  g_autoptr (TcTileMessage) message = NULL;
  TcTile *self = data;

  if (!self->process || self->ring != ring)
    return;
  message = tc_tile_message_new (TC_TILE_RELEASE);
  message->tile = self->id;
  message->ring = tc_tile_ring_get_number (ring);
  message->slot = slot;
  tc_tile_process_send (self->process, message, -1);
}

/* ---- what it is like ---- */

/* The stream that the tile is judged by. */
static TcTilePlay *
find_play (TcTile *self)
{
  return &self->plays[self->shown != TC_PROFILE_NONE ? self->shown : self->wanted];
}

static gboolean
is_quiet (TcTile *self, gint64 now_us)
{
  return self->process && tc_tile_process_is_up (self->process) &&
         now_us - tc_tile_process_get_heard_us (self->process) >= TC_TILE_QUIET_US;
}

/* For how long pictures that its decoder says it makes haven't come; 0: they do. */
static gint64
find_lost (TcTile *self, const TcTilePlay *play, gint64 now_us)
{
  if (self->ladder.rung != TC_RUNG_FULL || self->width == 0)
    return 0;
  return tc_tile_play_find_lost (play, MAX (self->ladder.rung_us, self->ring ? self->ring_us : 0),
                                 now_us);
}

/* Steady times. */
static TcStreamReport
find_report (TcTile *self, gint64 now_us)
{
  TcTilePlay *play = find_play (self);
  TcStreamReport report = play->report;

  if (!play->stream && self->wanted == TC_PROFILE_NONE)
    return (TcStreamReport){.state = TC_STREAM_OFFLINE, .since_us = report.since_us};
  if (play->attempt && !tc_stream_state_is_fault (report.state) && is_quiet (self, now_us)) {
    report.state = TC_STREAM_STALLED;
    report.cause = TC_CAUSE_DECODER;
    report.since_us = report.picture_us ? report.picture_us
                                        : tc_tile_process_get_heard_us (self->process);
  } else if (find_lost (self, play, now_us)) {
    report.state = TC_STREAM_STALLED;
    report.cause = self->ring && tc_tile_ring_is_full (self->ring) ? TC_CAUSE_SLOW
                                                                   : TC_CAUSE_DECODER;
    report.since_us = report.picture_us ? report.picture_us : play->came_us;
  }
  return report;
}

static gint64
find_retry (TcTile *self)
{
  TcTilePlay *play = find_play (self);

  return play->stream && !play->attempt ? play->retry_us : 0;
}

static void
say_changes (TcTile *self, gint64 now_us)
{
  TcStreamReport report = find_report (self, now_us);

  if (tc_tile_looks_change (&self->said, &report, find_retry (self), &self->ladder, self->shown))
    g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/* ---- what is said to its decoder ---- */

static void
send (TcTile *self, TcTileKind kind, guint32 attempt)
{
  g_autoptr (TcTileMessage) message = tc_tile_message_new (kind);

  if (!self->process)
    return;
  message->tile = self->id;
  message->attempt = attempt;
  message->rung = self->ladder.rung;
  message->loudness = self->ladder.loudness;
  message->importance = tc_tile_ladder_get_importance (&self->ladder);
  tc_tile_process_send (self->process, message, -1);
}

/* Memory for pictures of the tile's size. */
static void
make_ring (TcTile *self, gint64 now_us)
{
  g_autoptr (TcTileMessage) message = NULL;
  g_autoptr (GError) error = NULL;
  int fd = -1;
  TcTileRing *ring = tc_tile_ring_new (++self->n_rings, self->width, self->height, &fd, &error);

  if (!ring) {
    self->ring_retry_us = now_us + tc_back_off_fail (&self->rings, 0);
    if (self->rings.n_failed == 1)
      g_message ("a tile of %d×%d has no memory: %s", self->width, self->height, error->message);
    return;
  }
  tc_back_off_reset (&self->rings);
  g_clear_pointer (&self->ring, tc_tile_ring_unref);
  self->ring = ring;
  self->ring_us = now_us;
  message = tc_tile_ring_to_message (ring, self->id);
  tc_tile_process_send (self->process, message, fd);
  close (fd);
}

static void
keep_ring (TcTile *self, gint64 now_us)
{
  if (!self->process || self->width == 0 || now_us < self->ring_retry_us)
    return;
  if (!self->ring)
    make_ring (self, now_us);
  else if ((tc_tile_ring_get_width (self->ring) != self->width ||
            tc_tile_ring_get_height (self->ring) != self->height) &&
           now_us - self->sized_us >= TC_TILE_SIZE_STANDS_US)
    make_ring (self, now_us);
}

/* An attempt at that stream ends. */
static void
end_attempt (TcTile *self, TcTilePlay *play)
{
  if (play->attempt)
    send (self, TC_TILE_DROP, play->attempt);
}

/* Whatever was taken of it mustn't be shown any more. */
static void
clear_picture (TcTile *self)
{
  g_clear_pointer (&self->newest, tc_tile_frame_free);
  self->shown = TC_PROFILE_NONE;
  g_signal_emit (self, signals[SIGNAL_CLEARED], 0);
}

/* It isn't played any more. */
static void
end_play (TcTile *self, TcTilePlay *play)
{
  end_attempt (self, play);
  tc_tile_play_unwant (play);
}

/* ---- the group's ---- */

guint32
tc_tile_get_id (TcTile *self)
{
  return self->id;
}

TcTileImportance
tc_tile_get_importance (TcTile *self)
{
  return self->ladder.importance;
}

gboolean
tc_tile_has_failed (TcTile *self)
{
  return tc_stream_state_is_fault (find_play (self)->report.state);
}

gboolean
tc_tile_is_dead (TcTile *self, gint64 now_us)
{
  gint64 picture_us = find_play (self)->report.picture_us;

  return tc_tile_has_failed (self) && (!picture_us || now_us - picture_us > TC_TILE_DEAD_US);
}

gint64
tc_tile_get_due_us (TcTile *self)
{
  return find_play (self)->retry_us;
}

TcTileProcess *
tc_tile_get_process (TcTile *self)
{
  return self->process;
}

void
tc_tile_set_process (TcTile *self, TcTileProcess *process)
{
  self->process = process;
  if (process)
    self->process_us = g_get_monotonic_time ();
  g_clear_pointer (&self->ring, tc_tile_ring_unref);
  g_clear_pointer (&self->newest, tc_tile_frame_free);
}

guint
tc_tile_lose_process (TcTile *self, gint64 now_us)
{
  gint64 wait_us = tc_back_off_fail (&self->crashes, now_us - self->process_us);

  self->n_crashes++;
  if (self->crashed_us && now_us - self->crashed_us > TC_TILE_CRASHES_APART_US)
    self->n_recent_crashes = 0;
  self->n_recent_crashes++;
  self->crashed_us = now_us;
  for (int i = 0; i < TC_PROFILE_N; i++)
    tc_tile_play_lose (&self->plays[i], wait_us, now_us);
  say_changes (self, now_us);
  return self->n_recent_crashes;
}

void
tc_tile_put_off (TcTile *self, gint64 wait_us, gint64 now_us)
{
  for (int i = 0; i < TC_PROFILE_N; i++)
    tc_tile_play_put_off (&self->plays[i], wait_us, now_us);
  say_changes (self, now_us);
}

guint
tc_tile_count_connecting (TcTile *self, gint64 now_us)
{
  guint n = 0;

  for (int i = 0; i < TC_PROFILE_N; i++)
    n += tc_tile_play_is_connecting (&self->plays[i], now_us) ? 1 : 0;
  return n;
}

gboolean
tc_tile_is_beginning (TcTile *self, gint64 now_us)
{
  const TcTilePlay *play = find_play (self);

  if (play->live_us)
    return now_us - play->live_us < TC_TILE_BEGUN_US;
  return !tc_tile_has_failed (self) && tc_tile_count_connecting (self, now_us) > 0;
}

gboolean
tc_tile_needs_connect (TcTile *self, gint64 now_us)
{
  gint64 real_us = g_get_real_time ();
  gboolean needs = FALSE;

  for (int i = 0; i < TC_PROFILE_N; i++) {
    TcTilePlay *play = &self->plays[i];

    switch (tc_tile_play_find_need (play, now_us, real_us)) {
    case TC_TILE_PLAY_CONNECT:
      needs = TRUE;
      break;
    case TC_TILE_PLAY_ASK:
      tc_tile_play_ask (play, now_us);
      g_signal_emit (self, signals[SIGNAL_STREAM_WANTED], 0, i);
      break;
    default:
      break;
    }
  }
  /* Who was asked may have closed it. */
  return needs && self->group;
}

static void
begin (TcTile *self, TcTilePlay *play, guint32 attempt, gint64 now_us)
{
  play->stream->tile = self->id;
  play->stream->attempt = attempt;
  play->stream->rung = self->ladder.rung;
  play->stream->loudness = self->ladder.loudness;
  play->stream->importance = tc_tile_ladder_get_importance (&self->ladder);
  tc_tile_play_begin (play, attempt, now_us);
  self->n_connects++;
  tc_tile_process_send (self->process, play->stream, -1);
}

void
tc_tile_connect (TcTile *self, guint32 attempt, gint64 now_us)
{
  gint64 real_us = g_get_real_time ();

  keep_ring (self, now_us);
  for (int i = 0; i < TC_PROFILE_N; i++) {
    if (tc_tile_play_find_need (&self->plays[i], now_us, real_us) == TC_TILE_PLAY_CONNECT) {
      begin (self, &self->plays[i], attempt, now_us);
      return;
    }
  }
}

/* ---- what its decoder says ---- */

/* Pictures of @profile are shown from now on; the other stream ends, unless it is still to come. */
static void
change_shown (TcTile *self, TcStreamProfile profile)
{
  for (int i = 0; i < TC_PROFILE_N; i++)
    if (i != (int) profile && i != (int) self->wanted && self->plays[i].stream)
      end_play (self, &self->plays[i]);
  self->shown = profile;
}

/* Whether a picture of @profile is to be shown. */
static gboolean
is_welcome (TcTile *self, TcStreamProfile profile)
{
  TcTilePlay *shown = &self->plays[self->shown];

  if (profile == self->shown || profile == self->wanted || self->shown == TC_PROFILE_NONE)
    return TRUE;
  return tc_stream_state_is_fault (shown->report.state);
}

static void
hear_frame (TcTile *self, const TcTileMessage *message, TcStreamProfile profile, gint64 now_us)
{
  TcTilePlay *play = &self->plays[profile];
  TcTileFrame *frame;
  gboolean said = self->newest != NULL;

  if (!self->ring || message->ring != tc_tile_ring_get_number (self->ring))
    return;
  if (message->width > tc_tile_ring_get_width (self->ring) ||
      message->height > tc_tile_ring_get_height (self->ring) ||
      !tc_tile_ring_take_slot (self->ring, message->slot)) {
    g_message ("a decoder shows a picture that can't be there, and is ended");
    tc_tile_process_kill (self->process);
    return;
  }
  frame = tc_tile_frame_new (self->ring, message, profile, G_OBJECT (self), released_cb);
  if (profile == TC_PROFILE_NONE || !is_welcome (self, profile)) {
    play->came_us = now_us;
    tc_tile_frame_free (frame);
    return;
  }
  tc_tile_play_picture (play, message->decoded_us, now_us);
  if (profile != self->shown)
    change_shown (self, profile);
  if (ABS (message->decoded_us - self->last_us) >= SHOWN_APART_US) {
    self->n_came++;
    self->last_us = message->decoded_us;
  }
  self->waits_us = said ? self->waits_us : now_us;
  g_clear_pointer (&self->newest, tc_tile_frame_free);
  self->newest = frame;
  if (!said)
    g_signal_emit (self, signals[SIGNAL_FRAME], 0);
}

static TcStreamProfile
find_profile (TcTile *self, guint32 attempt)
{
  for (int i = 0; i < TC_PROFILE_N; i++)
    if (attempt && self->plays[i].attempt == attempt)
      return (TcStreamProfile) i;
  return TC_PROFILE_NONE;
}

/* A failure stands in the journal once, until it is another one. */
static void
hear_state (TcTile *self, const TcTileMessage *message, TcTilePlay *play, gint64 now_us)
{
  TcStreamCause cause = message->report.cause;

  if (message->detail && cause != play->logged) {
    g_message ("the stream %s: %s: %s", play->stream->address, tc_stream_cause_code (cause),
               message->detail);
    play->logged = cause;
  }
  if (!tc_tile_play_say (play, &message->report, now_us) && self->group)
    tc_tile_group_wake (self->group);
}

void
tc_tile_hear (TcTile *self, const TcTileMessage *message, gint64 now_us)
{
  TcStreamProfile profile = find_profile (self, message->attempt);

  if (message->kind == TC_TILE_FRAME) {
    hear_frame (self, message, profile, now_us);
  } else if (profile != TC_PROFILE_NONE) {
    hear_state (self, message, &self->plays[profile], now_us);
  }
  say_changes (self, now_us);
}

void
tc_tile_hear_counts (TcTile *self, const TcTileCounts *counts, gint64 now_us)
{
  TcStreamProfile profile = find_profile (self, counts->attempt);

  if (profile == TC_PROFILE_NONE)
    return;
  self->plays[profile].counts = *counts;
  if (profile == self->shown)
    tc_tile_rates_take (&self->rates, counts, self->n_shown, now_us);
}

/* ---- the governor's ---- */

void
tc_tile_take_sample (TcTile *self, guint64 *n_decoded, guint64 *n_shown)
{
  *n_decoded = self->ladder.unseen ? 0 : self->n_came - self->sample_came;
  *n_shown = self->ladder.unseen ? 0 : self->n_shown - self->sample_shown;
  self->sample_came = self->n_came;
  self->sample_shown = self->n_shown;
}

TcGovernorTile
tc_tile_get_governed (TcTile *self, gint64 now_us)
{
  return tc_tile_ladder_fill (&self->ladder, self->id, self->shown, now_us);
}

void
tc_tile_take_governed (TcTile *self, const TcGovernorTile *governed, gint64 now_us)
{
  if (tc_tile_ladder_take (&self->ladder, governed, now_us))
    send (self, TC_TILE_RUNG, 0);
}

/* What is to be at once. */
static void
govern_alone (TcTile *self)
{
  gint64 now_us = g_get_monotonic_time ();

  if (tc_tile_ladder_settle (&self->ladder, self->id, self->shown, now_us))
    send (self, TC_TILE_RUNG, 0);
  say_changes (self, now_us);
}

/* Attempts of which nothing comes, though nobody says so. */
static void
end_lost (TcTile *self, gint64 now_us)
{
  for (int i = 0; i < TC_PROFILE_N; i++) {
    TcTilePlay *play = &self->plays[i];

    if (find_lost (self, play, now_us) >= TC_TILE_PLAY_LOST_END_US)
      g_clear_pointer (&self->ring, tc_tile_ring_unref);
    else if (!tc_tile_play_is_unanswered (play, now_us))
      continue;
    end_attempt (self, play);
    tc_tile_play_lose (play, tc_back_off_fail (&play->back_off, 0), now_us);
  }
}

void
tc_tile_tick (TcTile *self, gboolean is_late, gint64 now_us)
{
  gboolean unseen = self->newest && now_us - self->waits_us >= UNSEEN_US;

  if (!is_late)
    end_lost (self, now_us);
  keep_ring (self, now_us);
  if (unseen != self->ladder.unseen && !is_late) {
    self->ladder.unseen = unseen;
    govern_alone (self);
  }
  say_changes (self, now_us);
}

/* ---- the desktop's ---- */

/* Those with other masks than @profile has now, and where that one is shown already, all. */
static void
end_others (TcTile *self, TcStreamProfile profile, gboolean is_same)
{
  const TcTilePlay *play = &self->plays[profile];
  gboolean is_shown = is_same && self->shown == profile &&
                      !tc_stream_state_is_fault (play->report.state);

  for (int i = 0; i < TC_PROFILE_N; i++) {
    TcTilePlay *other = &self->plays[i];

    if (other != play && other->stream &&
        (is_shown || !tc_tile_play_has_masks_of (other, play->stream)))
      end_play (self, other);
  }
}

gboolean
tc_tile_play (TcTile *self, const TcTileStream *stream, GError **error)
{
  TcTileMessage *message;
  TcTilePlay *play;
  guint32 running;
  gboolean is_same;

  g_return_val_if_fail (self->group, FALSE);
  g_return_val_if_fail (stream->profile > TC_PROFILE_NONE && stream->profile < TC_PROFILE_N, FALSE);
  message = tc_tile_stream_to_message (stream, error);
  if (!message)
    return FALSE;
  play = &self->plays[stream->profile];
  running = play->attempt;
  is_same = tc_tile_play_want (play, message, stream->until_us, g_get_monotonic_time ());
  if (!is_same && running)
    send (self, TC_TILE_DROP, running);
  end_others (self, stream->profile, is_same);
  self->wanted = stream->profile;
  tc_tile_group_wake (self->group);
  if (self->shown != TC_PROFILE_NONE &&
      (!self->plays[self->shown].stream || (self->shown == stream->profile && !is_same)))
    clear_picture (self);
  return TRUE;
}

void
tc_tile_drop (TcTile *self, TcStreamProfile profile)
{
  g_return_if_fail (profile > TC_PROFILE_NONE && profile < TC_PROFILE_N);
  end_play (self, &self->plays[profile]);
  if (self->wanted == profile)
    self->wanted = self->shown == profile ? TC_PROFILE_NONE : self->shown;
  if (self->shown == profile)
    clear_picture (self);
  say_changes (self, g_get_monotonic_time ());
}

void
tc_tile_set_size (TcTile *self, int width, int height)
{
  tc_tile_ring_limit (&width, &height);
  if (self->width == width && self->height == height)
    return;
  self->width = width;
  self->height = height;
  self->sized_us = g_get_monotonic_time ();
  if (!self->ring)
    keep_ring (self, self->sized_us);
}

void
tc_tile_set_importance (TcTile *self, TcTileImportance importance)
{
  g_return_if_fail (importance < TC_IMPORTANCE_N);
  if (self->ladder.importance == importance)
    return;
  self->ladder.importance = importance;
  govern_alone (self);
  send (self, TC_TILE_RUNG, 0);
}

void
tc_tile_set_loudness (TcTile *self, TcLoudness loudness)
{
  if (self->ladder.loudness == loudness)
    return;
  self->ladder.loudness = loudness;
  send (self, TC_TILE_RUNG, 0);
  say_changes (self, g_get_monotonic_time ());
}

void
tc_tile_limit_rung (TcTile *self, TcDecodeRung limit)
{
  g_return_if_fail (limit < TC_RUNG_N);
  self->ladder.limit = limit;
  govern_alone (self);
}

void
tc_tile_offer_sub (TcTile *self, gboolean offered)
{
  if (tc_tile_ladder_offer_sub (&self->ladder, offered, g_get_monotonic_time ()))
    govern_alone (self);
}

gboolean
tc_tile_wants_sub (TcTile *self)
{
  return self->ladder.sub;
}

void
tc_tile_retry (TcTile *self)
{
  gint64 now_us = g_get_monotonic_time ();

  for (int i = 0; i < TC_PROFILE_N; i++)
    tc_tile_play_retry (&self->plays[i], now_us);
  if (self->group)
    tc_tile_group_wake (self->group);
}

TcTileFrame *
tc_tile_take_frame (TcTile *self)
{
  /* It has become old; a new one comes now that somebody looks. */
  if (self->ladder.unseen)
    g_clear_pointer (&self->newest, tc_tile_frame_free);
  if (self->newest)
    self->n_shown++;
  return g_steal_pointer (&self->newest);
}

TcStreamReport
tc_tile_get_report (TcTile *self)
{
  gint64 now_us = g_get_monotonic_time ();
  gint64 ahead_us = g_get_real_time () - now_us;
  TcStreamReport report = find_report (self, now_us);

  if (report.since_us)
    report.since_us += ahead_us;
  if (report.picture_us)
    report.picture_us += ahead_us;
  report.sound = tc_tile_looks_get_sound (&report, &self->ladder);
  return report;
}

gint64
tc_tile_get_retry_us (TcTile *self)
{
  gint64 now_us = g_get_monotonic_time ();
  gint64 retry_us = find_retry (self);

  return retry_us > now_us ? retry_us + g_get_real_time () - now_us : 0;
}

TcDecodeRung
tc_tile_get_rung (TcTile *self)
{
  return self->ladder.rung;
}

TcStreamProfile
tc_tile_get_profile (TcTile *self)
{
  return self->shown;
}

void
tc_tile_get_statistics (TcTile *self, TcTileStatistics *statistics)
{
  const TcTilePlay *play = find_play (self);

  tc_tile_rates_fill (play->attempt ? &self->rates : NULL, &play->counts, statistics);
  statistics->n_shown = self->n_shown;
  statistics->n_connects = self->n_connects;
  statistics->n_crashes = self->n_crashes;
}

void
tc_tile_close (TcTile *self)
{
  TcTileGroup *group = self->group;

  if (!group)
    return;
  send (self, TC_TILE_STOP, 0);
  self->group = NULL;
  tc_tile_set_process (self, NULL);
  for (int i = 0; i < TC_PROFILE_N; i++)
    tc_tile_play_unwant (&self->plays[i]);
  self->wanted = self->shown = TC_PROFILE_NONE;
  g_clear_pointer (&self->newest, tc_tile_frame_free);
  tc_tile_group_remove (group, self);
}

TcTile *
tc_tile_new (TcTileGroup *group, guint32 id, guint64 seed)
{
  TcTile *self = g_object_new (TC_TYPE_TILE, NULL);

  self->group = group;
  self->id = id;
  for (int i = 0; i < TC_PROFILE_N; i++)
    tc_tile_play_init (&self->plays[i], seed + (guint64) i);
  tc_back_off_init (&self->crashes, seed + TC_PROFILE_N);
  tc_back_off_init (&self->rings, seed + TC_PROFILE_N + 1);
  return self;
}

static void
tc_tile_dispose (GObject *object)
{
  TcTile *self = TC_TILE (object);

  tc_tile_close (self);
  g_clear_pointer (&self->newest, tc_tile_frame_free);
  g_clear_pointer (&self->ring, tc_tile_ring_unref);
  for (int i = 0; i < TC_PROFILE_N; i++)
    tc_tile_play_clear (&self->plays[i]);
  G_OBJECT_CLASS (tc_tile_parent_class)->dispose (object);
}

static void
tc_tile_class_init (TcTileClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tc_tile_dispose;
  signals[SIGNAL_FRAME] = g_signal_new ("frame", TC_TYPE_TILE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                        NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", TC_TYPE_TILE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                          NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_CLEARED] = g_signal_new ("cleared", TC_TYPE_TILE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                          NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_STREAM_WANTED] = g_signal_new ("stream-wanted", TC_TYPE_TILE, G_SIGNAL_RUN_LAST, 0,
                                                NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT);
}

static void
tc_tile_init (TcTile *self)
{
  tc_tile_ladder_init (&self->ladder);
}
