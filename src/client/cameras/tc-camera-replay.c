/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Looking at what was recorded; see the header.
 *
 * DESIGN: one clock, kept here, and no word from who plays: each picture says itself when it was,
 * so that a player that lags is seen to. What the host writes just now isn't in its index yet:
 * where the last span ends shortly before the moment of the answer, it goes on.
 */
#include "tc-camera-replay.h"

#include "tc-desk-files.h"
#include "tc-refusal-words.h"
#include "tc-replay-events.h"

#define TICK_MS 250
#define ASK_EVERY_US ((gint64) 15 * G_USEC_PER_SEC)
/* A segment, one before that waits for a key frame, and the way here. */
#define OPEN_US ((gint64) 40 * G_USEC_PER_SEC)
#define RATE_ONE 1000
#define SPANS_TYPE "a(xx)"
#define MOTION_TYPE "a(xxq)"
/* Movements that are nearer to each other are one. */
#define APART_US ((gint64) 1 * G_USEC_PER_SEC)
#define UNTOLD_US_MIN ((gint64) 3 * G_USEC_PER_SEC)
#define HOLDS_TYPE "a(xxxxxs)"

struct _TcCameraReplay {
  GObject parent;
  TcDesk *desk;              /* (owned) (nullable) */
  GArray *cameras;           /* (owned) (element-type gint64): none: it is off */
  gint64 from_us, start_us;  /* what is shown when */
  gint64 rate_milli;         /* of the clock */
  gint64 paused_us;          /* where it stands; 0: it goes */
  gint64 window_us;          /* when the timeline begins */
  GCancellable *cancellable; /* (owned) (nullable): of what is asked for */
  guint asked;               /* how often it was: older answers are of something else */
  gint64 asked_us;           /* when it was asked for last; 0: never */
  gint64 known_us;           /* up to where is known what there is; 0: it isn't */
  gint64 mark_from_us;       /* 0: it isn't marked, as the next */
  gint64 mark_until_us;
  GArray *spans;  /* (owned) (element-type TcCameraReplaySpan) */
  GArray *motion; /* (owned) (element-type TcCameraReplayMotion) */
  GArray *untold; /* (owned) (element-type TcCameraReplaySpan): of the spans */
  GArray *holds;  /* (owned) (element-type TcCameraReplayHold) */
  GArray *events; /* (owned) (element-type TcReplayEvent) */
  char *trouble;  /* (owned) (nullable) */
  guint source;
};

G_DEFINE_FINAL_TYPE (TcCameraReplay, tc_camera_replay, G_TYPE_OBJECT)

enum {
  CHANGED,
  PLAY,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
say (TcCameraReplay *self, guint signal)
{
  g_signal_emit (self, signals[signal], 0);
}

/* ---- the clock ---- */

gint64
tc_camera_replay_get_position (TcCameraReplay *self)
{
  gint64 gone_us;

  g_return_val_if_fail (TC_IS_CAMERA_REPLAY (self), 0);
  gone_us = MAX (g_get_real_time () - self->start_us, 0);
  return self->paused_us ? self->paused_us : self->from_us + gone_us * self->rate_milli / RATE_ONE;
}

static void
set_clock (TcCameraReplay *self, gint64 at_us)
{
  self->from_us = at_us;
  self->start_us = g_get_real_time () + TC_CAMERA_REPLAY_START_US;
  if (self->paused_us)
    self->paused_us = at_us;
}

void
tc_camera_replay_get_wish (TcCameraReplay *self, TcCameraReplayWish *wish)
{
  g_return_if_fail (TC_IS_CAMERA_REPLAY (self));
  *wish = (TcCameraReplayWish){self->from_us, self->start_us, self->rate_milli};
}

/* ---- the timeline ---- */

static void
clear_timeline (TcCameraReplay *self)
{
  g_array_set_size (self->spans, 0);
  g_array_set_size (self->motion, 0);
  g_array_set_size (self->untold, 0);
  g_array_set_size (self->holds, 0);
  g_array_set_size (self->events, 0);
  g_clear_pointer (&self->trouble, g_free);
  self->known_us = self->asked_us = 0;
}

static void
cancel (TcCameraReplay *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

/* Something that was asked for. */
typedef struct {
  TcCameraReplay *replay; /* (owned) */
  guint asked;
} Asked;

static Asked *
new_asked (TcCameraReplay *self)
{
  Asked *asked = g_new0 (Asked, 1);

  *asked = (Asked){g_object_ref (self), self->asked};
  return asked;
}

/* Takes @asked. (transfer full) (nullable): NULL: nobody waits for it any more */
static TcCameraReplay *
take_asked (Asked *asked)
{
  g_autoptr (TcCameraReplay) self = asked->replay;
  gboolean wanted = self->cancellable && asked->asked == self->asked;

  g_free (asked);
  return wanted ? g_steal_pointer (&self) : NULL;
}

static void
clear_hold (gpointer data)
{
  TcCameraReplayHold *hold = data;

  g_free (hold->reason);
  g_free (hold->incident);
}

static void
codes_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TcCameraReplay) self = take_asked (data);
  g_autoptr (GHashTable) codes = tc_replay_codes_read_finish (TC_DESK (source), result, NULL);

  if (!codes || !self)
    return;
  for (guint i = 0; i < self->holds->len; i++) {
    TcCameraReplayHold *hold = &g_array_index (self->holds, TcCameraReplayHold, i);
    const char *code = g_hash_table_lookup (codes, &hold->incident_id);

    g_free (hold->incident);
    hold->incident = g_strdup (code ? code : "");
  }
  say (self, CHANGED);
}

/* Of the incidents that something is held for. */
static void
ask_codes (TcCameraReplay *self)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = 0; i < self->holds->len; i++) {
    gint64 id = g_array_index (self->holds, TcCameraReplayHold, i).incident_id;

    if (id)
      g_array_append_val (ids, id);
  }
  if (ids->len > 0)
    tc_replay_codes_read_async (self->desk, ids, self->cancellable, codes_cb, new_asked (self));
}

static void
read_motion (TcCameraReplay *self, GVariant *value)
{
  g_autoptr (GVariant)
      list = g_variant_lookup_value (value, "motion", G_VARIANT_TYPE (MOTION_TYPE));
  TcCameraReplayMotion motion;
  GVariantIter iter;
  guint16 share_pm;

  g_array_set_size (self->motion, 0);
  if (!list)
    return;
  g_variant_iter_init (&iter, list);
  while (g_variant_iter_next (&iter, "(xxq)", &motion.from_us, &motion.until_us, &share_pm)) {
    motion.share_pm = MIN (share_pm, 1000);
    if (motion.until_us > motion.from_us)
      g_array_append_val (self->motion, motion);
  }
}

/* What is shorter is between two segments. */
static void
add_untold (TcCameraReplay *self, gint64 from_us, gint64 until_us)
{
  TcCameraReplaySpan span = {from_us, until_us};

  if (until_us - from_us > UNTOLD_US_MIN)
    g_array_append_val (self->untold, span);
}

/* What of the spans is in no motion; both are in their order. */
static void
list_untold (TcCameraReplay *self)
{
  guint next = 0;

  g_array_set_size (self->untold, 0);
  for (guint i = 0; i < self->spans->len; i++) {
    const TcCameraReplaySpan *span = &g_array_index (self->spans, TcCameraReplaySpan, i);
    gint64 at_us = span->from_us;

    for (; next < self->motion->len; next++) {
      const TcCameraReplayMotion *one = &g_array_index (self->motion, TcCameraReplayMotion, next);

      if (one->from_us >= span->until_us)
        break;
      add_untold (self, at_us, one->from_us);
      at_us = MAX (at_us, one->until_us);
    }
    add_untold (self, at_us, span->until_us);
  }
}

static void
read_timeline (TcCameraReplay *self, GVariant *value)
{
  g_autoptr (GVariant) spans = g_variant_lookup_value (value, "spans", G_VARIANT_TYPE (SPANS_TYPE));
  g_autoptr (GVariant) holds = g_variant_lookup_value (value, "holds", G_VARIANT_TYPE (HOLDS_TYPE));
  TcCameraReplaySpan span;
  TcCameraReplayHold hold;
  GVariantIter iter;

  g_array_set_size (self->spans, 0);
  g_array_set_size (self->holds, 0);
  g_array_set_size (self->untold, 0);
  read_motion (self, value);
  if (!spans || !holds || !g_variant_lookup (value, "known_until_us", "x", &self->known_us))
    return;
  g_variant_iter_init (&iter, spans);
  while (g_variant_iter_next (&iter, "(xx)", &span.from_us, &span.until_us))
    if (span.until_us > span.from_us)
      g_array_append_val (self->spans, span);
  list_untold (self);
  g_variant_iter_init (&iter, holds);
  while (g_variant_iter_next (&iter, "(xxxxxs)", &hold.id, &hold.from_us, &hold.until_us,
                              &hold.incident_id, &hold.keep_until_us, &hold.reason)) {
    hold.incident = g_strdup ("");
    g_array_append_val (self->holds, hold);
  }
}

/* What is being written isn't told yet. */
static void
reach_to_now (TcCameraReplay *self)
{
  TcCameraReplaySpan *last = self->spans->len ? &g_array_index (self->spans, TcCameraReplaySpan,
                                                                self->spans->len - 1)
                                              : NULL;

  if (last && self->asked_us - last->until_us < OPEN_US && self->known_us >= self->asked_us)
    last->until_us = self->known_us;
}

static void
asked_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TcCameraReplay) self = take_asked (data);
  g_autoptr (TcRefusal) refusal = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) value = tc_desk_ask_finish (TC_DESK (source), result, &refusal, &error);

  if (!self)
    return;
  g_clear_pointer (&self->trouble, g_free);
  if (value) {
    read_timeline (self, value);
    reach_to_now (self);
    ask_codes (self);
  } else {
    self->trouble = refusal ? tc_refusal_word (refusal, g_get_real_time ()) : tc_fault_word (error);
  }
  say (self, CHANGED);
}

static void
events_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TcCameraReplay) self = take_asked (data);
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) events = tc_replay_events_read_finish (TC_DESK (source), result, &error);

  if (!events || !self)
    return;
  g_array_unref (self->events);
  self->events = g_steal_pointer (&events);
  say (self, CHANGED);
}

static void
ask (TcCameraReplay *self)
{
  gint64 camera_id = tc_camera_replay_get_camera (self);
  gint64 until_us = self->window_us + TC_CAMERA_REPLAY_WINDOW_US;
  GVariantDict dict = G_VARIANT_DICT_INIT (NULL);

  cancel (self);
  self->cancellable = g_cancellable_new ();
  self->asked++;
  self->asked_us = g_get_real_time ();
  g_variant_dict_insert (&dict, "session_id", "x", tc_desk_get_session (self->desk));
  g_variant_dict_insert (&dict, "camera", "x", camera_id);
  g_variant_dict_insert (&dict, "from_us", "x", self->window_us);
  g_variant_dict_insert (&dict, "until_us", "x", until_us);
  tc_desk_ask_async (self->desk, "camera.timeline", g_variant_dict_end (&dict), self->cancellable,
                     asked_cb, new_asked (self));
  tc_replay_events_read_async (self->desk, camera_id, self->window_us, until_us, self->cancellable,
                               events_cb, new_asked (self));
}

/* The timeline has the moment in it, with what is before; one that doesn't is of another hour. */
static void
place_window (TcCameraReplay *self, gint64 at_us)
{
  gint64 now_us = g_get_real_time ();
  gint64 window_us = MIN (at_us - TC_CAMERA_REPLAY_WINDOW_US / 2,
                          now_us - TC_CAMERA_REPLAY_WINDOW_US);

  if (self->window_us && at_us >= self->window_us &&
      at_us < self->window_us + TC_CAMERA_REPLAY_WINDOW_US)
    return;
  clear_timeline (self);
  self->window_us = MAX (window_us, 1);
  ask (self);
}

/* Where it goes on after @at_us, where nothing is; 0: something is, or it isn't known. */
static gint64
find_next (TcCameraReplay *self, gint64 at_us)
{
  if (!self->known_us || at_us >= self->known_us)
    return 0;
  for (guint i = 0; i < self->spans->len; i++) {
    const TcCameraReplaySpan *span = &g_array_index (self->spans, TcCameraReplaySpan, i);

    if (at_us < span->from_us)
      return span->from_us;
    if (at_us < span->until_us)
      return 0;
  }
  return 0;
}

static gboolean
tick_cb (gpointer data)
{
  g_autoptr (TcCameraReplay) self = g_object_ref (data);
  gint64 now_us = g_get_real_time ();
  gint64 at_us = tc_camera_replay_get_position (self);
  gint64 next_us = self->paused_us ? 0 : find_next (self, at_us);

  if (at_us > now_us - TC_CAMERA_REPLAY_LIVE_US && !self->paused_us) {
    tc_camera_replay_end (self);
    return G_SOURCE_REMOVE;
  }
  if (next_us) {
    tc_camera_replay_seek (self, next_us);
    return self->source ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
  }
  place_window (self, at_us);
  if (now_us - self->asked_us > ASK_EVERY_US)
    ask (self);
  say (self, CHANGED);
  return self->source ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

/* ---- what a person does ---- */

void
tc_camera_replay_begin (TcCameraReplay *self, const gint64 *camera_ids, guint n, gint64 at_us)
{
  g_return_if_fail (TC_IS_CAMERA_REPLAY (self) && self->desk);
  g_return_if_fail (n > 0 && n <= TC_CAMERA_REPLAY_CAMERAS_MAX && at_us > 0);
  g_array_set_size (self->cameras, 0);
  g_array_append_vals (self->cameras, camera_ids, n);
  clear_timeline (self);
  self->window_us = self->paused_us = 0;
  self->mark_from_us = self->mark_until_us = 0;
  self->rate_milli = RATE_ONE;
  set_clock (self, at_us);
  place_window (self, at_us);
  if (!self->source)
    self->source = g_timeout_add (TICK_MS, tick_cb, self);
  say (self, PLAY);
  say (self, CHANGED);
}

void
tc_camera_replay_end (TcCameraReplay *self)
{
  g_return_if_fail (TC_IS_CAMERA_REPLAY (self));
  if (self->cameras->len == 0)
    return;
  g_array_set_size (self->cameras, 0);
  cancel (self);
  clear_timeline (self);
  self->paused_us = 0;
  g_clear_handle_id (&self->source, g_source_remove);
  say (self, PLAY);
  say (self, CHANGED);
}

gboolean
tc_camera_replay_is_on (TcCameraReplay *self)
{
  g_return_val_if_fail (TC_IS_CAMERA_REPLAY (self), FALSE);
  return self->cameras->len > 0;
}

gboolean
tc_camera_replay_has (TcCameraReplay *self, gint64 camera_id)
{
  g_return_val_if_fail (TC_IS_CAMERA_REPLAY (self), FALSE);
  for (guint i = 0; i < self->cameras->len; i++)
    if (g_array_index (self->cameras, gint64, i) == camera_id)
      return TRUE;
  return FALSE;
}

gint64
tc_camera_replay_get_camera (TcCameraReplay *self)
{
  g_return_val_if_fail (TC_IS_CAMERA_REPLAY (self), 0);
  return self->cameras->len > 0 ? g_array_index (self->cameras, gint64, 0) : 0;
}

guint
tc_camera_replay_get_n_cameras (TcCameraReplay *self)
{
  g_return_val_if_fail (TC_IS_CAMERA_REPLAY (self), 0);
  return self->cameras->len;
}

gint64
tc_camera_replay_get_nth_camera (TcCameraReplay *self, guint n)
{
  g_return_val_if_fail (TC_IS_CAMERA_REPLAY (self) && n < self->cameras->len, 0);
  return g_array_index (self->cameras, gint64, n);
}

void
tc_camera_replay_seek (TcCameraReplay *self, gint64 at_us)
{
  g_return_if_fail (TC_IS_CAMERA_REPLAY (self));
  if (self->cameras->len == 0)
    return;
  if (at_us > g_get_real_time () - TC_CAMERA_REPLAY_LIVE_US) {
    tc_camera_replay_end (self);
    return;
  }
  set_clock (self, MAX (at_us, 1));
  place_window (self, self->from_us);
  say (self, PLAY);
  say (self, CHANGED);
}

void
tc_camera_replay_set_paused (TcCameraReplay *self, gboolean paused)
{
  gint64 at_us = tc_camera_replay_get_position (self);

  if (self->cameras->len == 0 || paused == (self->paused_us != 0))
    return;
  self->paused_us = paused ? at_us : 0;
  if (!paused) {
    set_clock (self, at_us);
    say (self, PLAY);
  }
  say (self, CHANGED);
}

gboolean
tc_camera_replay_get_paused (TcCameraReplay *self)
{
  g_return_val_if_fail (TC_IS_CAMERA_REPLAY (self), FALSE);
  return self->paused_us != 0;
}

void
tc_camera_replay_set_rate (TcCameraReplay *self, gint64 rate_milli)
{
  gint64 at_us = tc_camera_replay_get_position (self);

  g_return_if_fail (rate_milli >= 500 && rate_milli <= 8000);
  if (self->cameras->len == 0 || rate_milli == self->rate_milli)
    return;
  self->rate_milli = rate_milli;
  set_clock (self, at_us);
  if (!self->paused_us)
    say (self, PLAY);
  say (self, CHANGED);
}

gint64
tc_camera_replay_get_rate (TcCameraReplay *self)
{
  g_return_val_if_fail (TC_IS_CAMERA_REPLAY (self), RATE_ONE);
  return self->rate_milli;
}

void
tc_camera_replay_mark (TcCameraReplay *self, gboolean end)
{
  gint64 at_us = tc_camera_replay_get_position (self);

  if (self->cameras->len == 0)
    return;
  *(end ? &self->mark_until_us : &self->mark_from_us) = at_us;
  /* What was marked last counts. */
  if (self->mark_until_us && self->mark_from_us >= self->mark_until_us)
    *(end ? &self->mark_from_us : &self->mark_until_us) = 0;
  say (self, CHANGED);
}

void
tc_camera_replay_get_marks (TcCameraReplay *self, gint64 *from_us, gint64 *until_us)
{
  g_return_if_fail (TC_IS_CAMERA_REPLAY (self));
  *from_us = self->mark_from_us;
  *until_us = self->mark_until_us;
}

void
tc_camera_replay_look (TcCameraReplay *self)
{
  g_return_if_fail (TC_IS_CAMERA_REPLAY (self));
  if (self->cameras->len > 0)
    ask (self);
}

/* ---- what there is to see of it ---- */

void
tc_camera_replay_get_window (TcCameraReplay *self, gint64 *from_us, gint64 *until_us)
{
  g_return_if_fail (TC_IS_CAMERA_REPLAY (self));
  *from_us = self->window_us;
  *until_us = self->window_us + TC_CAMERA_REPLAY_WINDOW_US;
}

gboolean
tc_camera_replay_is_known (TcCameraReplay *self)
{
  g_return_val_if_fail (TC_IS_CAMERA_REPLAY (self), FALSE);
  return self->known_us > 0;
}

const GArray *
tc_camera_replay_get_spans (TcCameraReplay *self)
{
  g_return_val_if_fail (TC_IS_CAMERA_REPLAY (self), NULL);
  return self->spans;
}

const GArray *
tc_camera_replay_get_motion (TcCameraReplay *self)
{
  g_return_val_if_fail (TC_IS_CAMERA_REPLAY (self), NULL);
  return self->motion;
}

const GArray *
tc_camera_replay_get_untold (TcCameraReplay *self)
{
  g_return_val_if_fail (TC_IS_CAMERA_REPLAY (self), NULL);
  return self->untold;
}

gboolean
tc_camera_replay_is_untold (TcCameraReplay *self, gint64 at_us)
{
  g_return_val_if_fail (TC_IS_CAMERA_REPLAY (self), FALSE);
  for (guint i = 0; i < self->untold->len; i++) {
    const TcCameraReplaySpan *span = &g_array_index (self->untold, TcCameraReplaySpan, i);

    if (at_us >= span->from_us && at_us < span->until_us)
      return TRUE;
  }
  return FALSE;
}

const TcCameraReplayMotion *
tc_camera_replay_find_motion (TcCameraReplay *self, gint64 at_us)
{
  g_return_val_if_fail (TC_IS_CAMERA_REPLAY (self), NULL);
  for (guint i = 0; i < self->motion->len; i++) {
    const TcCameraReplayMotion *one = &g_array_index (self->motion, TcCameraReplayMotion, i);

    if (at_us >= one->from_us && at_us < one->until_us)
      return one;
  }
  return NULL;
}

/* Whether what moves in the @i-th begins with it. */
static gboolean
begins_to_move (const TcCameraReplay *self, guint i)
{
  const TcCameraReplayMotion *one = &g_array_index (self->motion, TcCameraReplayMotion, i);
  const TcCameraReplayMotion *before = i > 0 ? one - 1 : NULL;

  return one->share_pm >= TC_CAMERA_REPLAY_MOVES_PM &&
         (!before || before->share_pm < TC_CAMERA_REPLAY_MOVES_PM ||
          one->from_us - before->until_us > APART_US);
}

gint64
tc_camera_replay_next_motion (TcCameraReplay *self, gint64 at_us, gboolean back)
{
  gint64 found_us = 0;

  g_return_val_if_fail (TC_IS_CAMERA_REPLAY (self), 0);
  for (guint i = 0; i < self->motion->len; i++) {
    gint64 from_us = g_array_index (self->motion, TcCameraReplayMotion, i).from_us;

    if (!begins_to_move (self, i))
      continue;
    if (!back && from_us > at_us)
      return from_us;
    /* Who has just gone there wants the one before it. */
    if (back && from_us < at_us - TC_CAMERA_REPLAY_LIVE_US)
      found_us = from_us;
  }
  return found_us;
}

const GArray *
tc_camera_replay_get_holds (TcCameraReplay *self)
{
  g_return_val_if_fail (TC_IS_CAMERA_REPLAY (self), NULL);
  return self->holds;
}

const GArray *
tc_camera_replay_get_events (TcCameraReplay *self)
{
  g_return_val_if_fail (TC_IS_CAMERA_REPLAY (self), NULL);
  return self->events;
}

const char *
tc_camera_replay_get_trouble (TcCameraReplay *self)
{
  g_return_val_if_fail (TC_IS_CAMERA_REPLAY (self), NULL);
  return self->trouble;
}

/* ---- object ---- */

void
tc_camera_replay_stop (TcCameraReplay *self)
{
  g_return_if_fail (TC_IS_CAMERA_REPLAY (self));
  g_array_set_size (self->cameras, 0);
  cancel (self);
  g_clear_handle_id (&self->source, g_source_remove);
  g_clear_object (&self->desk);
}

static void
tc_camera_replay_dispose (GObject *object)
{
  tc_camera_replay_stop (TC_CAMERA_REPLAY (object));
  G_OBJECT_CLASS (tc_camera_replay_parent_class)->dispose (object);
}

static void
tc_camera_replay_finalize (GObject *object)
{
  TcCameraReplay *self = TC_CAMERA_REPLAY (object);

  g_array_unref (self->cameras);
  g_array_unref (self->spans);
  g_array_unref (self->motion);
  g_array_unref (self->untold);
  g_array_unref (self->holds);
  g_array_unref (self->events);
  g_free (self->trouble);
  G_OBJECT_CLASS (tc_camera_replay_parent_class)->finalize (object);
}

static void
tc_camera_replay_class_init (TcCameraReplayClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);

  object_class->dispose = tc_camera_replay_dispose;
  object_class->finalize = tc_camera_replay_finalize;
  signals[CHANGED] = g_signal_new ("changed", TC_TYPE_CAMERA_REPLAY, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
  signals[PLAY] = g_signal_new ("play", TC_TYPE_CAMERA_REPLAY, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 0);
}

static void
tc_camera_replay_init (TcCameraReplay *self)
{
  self->cameras = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->spans = g_array_new (FALSE, FALSE, sizeof (TcCameraReplaySpan));
  self->motion = g_array_new (FALSE, FALSE, sizeof (TcCameraReplayMotion));
  self->untold = g_array_new (FALSE, FALSE, sizeof (TcCameraReplaySpan));
  self->holds = g_array_new (FALSE, FALSE, sizeof (TcCameraReplayHold));
  g_array_set_clear_func (self->holds, clear_hold);
  self->events = tc_replay_events_new_list ();
  self->rate_milli = RATE_ONE;
}

TcCameraReplay *
tc_camera_replay_new (TcDesk *desk)
{
  TcCameraReplay *self = g_object_new (TC_TYPE_CAMERA_REPLAY, NULL);

  self->desk = g_object_ref (desk);
  return self;
}
