/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Looking at what was recorded; see the header.
 *
 * DESIGN: one clock, kept here, and no word from who plays: each picture says itself when it was,
 * so that a player that lags is seen to. What the host writes just now isn't in its index yet:
 * where the last span ends shortly before the moment of the answer, it goes on. The recorder is
 * asked only where something is missing here, for that takes long and it serves few; what is shown
 * is of the recorder where that has it and nothing is here, which is looked at again and again.
 */
#include "tc-camera-replay.h"

#include "tc-desk-files.h"
#include "tc-now.h"
#include "tc-refusal-words.h"
#include "tc-replay-events.h"
#include "tc-replay-recorder.h"

#define TICK_MS 250
#define ASK_EVERY_US ((gint64) 15 * G_USEC_PER_SEC)
/* A segment, one before that waits for a key frame, and the way here. */
#define OPEN_US ((gint64) 40 * G_USEC_PER_SEC)
#define RATE_ONE 1000
#define NONE_HERE "camera.no-recording"
#define HOLDS_TYPE "a(xxxxxs)"
/* Of what was recorded here a gap that is shorter is jumped: no recorder is asked to fill it. */
#define GAP_US ((gint64) 5 * G_USEC_PER_SEC)

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
  GArray *spans;              /* (owned) (element-type TcCameraReplaySpan) */
  GArray *motion;             /* (owned) (element-type TcCameraReplayMotion) */
  GArray *untold;             /* (owned) (element-type TcCameraReplaySpan): of the spans */
  GArray *holds;              /* (owned) (element-type TcCameraReplayHold) */
  GArray *events;             /* (owned) (element-type TcReplayEvent) */
  char *trouble;              /* (owned) (nullable) */
  gboolean none_here;         /* nothing is recorded here, of no time */
  TcReplayRecorder *recorder; /* (owned) */
  gboolean of_recorder;       /* what is shown is what the recorder holds */
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
  self->start_us = g_get_real_time () + TC_CAMERA_REPLAY_START_US * (self->of_recorder ? 2 : 1);
  if (self->paused_us)
    self->paused_us = at_us;
}

void
tc_camera_replay_get_wish (TcCameraReplay *self, gint64 camera_id, TcCameraReplayWish *wish)
{
  g_return_if_fail (TC_IS_CAMERA_REPLAY (self));
  *wish = (TcCameraReplayWish){self->from_us, self->start_us, self->rate_milli,
                               self->of_recorder &&
                                   camera_id == tc_camera_replay_get_camera (self)};
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
  self->none_here = FALSE;
  tc_replay_recorder_clear (self->recorder);
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
read_timeline (TcCameraReplay *self, GVariant *value)
{
  GArray *spans = tc_replay_spans_read (value, "spans");
  g_autoptr (GVariant) holds = g_variant_lookup_value (value, "holds", G_VARIANT_TYPE (HOLDS_TYPE));
  TcCameraReplayHold hold;
  GVariantIter iter;

  g_array_unref (self->spans);
  self->spans = spans ? spans : g_array_new (FALSE, FALSE, sizeof (TcCameraReplaySpan));
  g_array_unref (self->motion);
  self->motion = tc_replay_motion_read (value);
  g_array_unref (self->untold);
  self->untold = tc_replay_motion_list_untold (self->spans, self->motion);
  g_array_set_size (self->holds, 0);
  if (!spans || !holds || !g_variant_lookup (value, "known_until_us", "x", &self->known_us))
    return;
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

/* ---- the recorder ---- */

/* Whether it is known what is here of that moment. */
static gboolean
is_told (TcCameraReplay *self, gint64 at_us)
{
  return self->none_here || (self->known_us && at_us < self->known_us);
}

static void
ask_recorder (TcCameraReplay *self)
{
  gint64 until_us = self->window_us + TC_CAMERA_REPLAY_WINDOW_US;
  gint64 written_us = MIN (self->none_here ? until_us : self->known_us, self->asked_us);

  if (self->none_here ||
      (self->known_us && tc_replay_spans_leave (self->spans, self->window_us, written_us, GAP_US)))
    tc_replay_recorder_ask (self->recorder, self->desk, tc_camera_replay_get_camera (self),
                            self->window_us, until_us);
}

/* What is shown of that moment isn't here, and may be there. */
static gboolean
is_there_alone (TcCameraReplay *self, gint64 at_us)
{
  gint64 next_us = tc_replay_spans_next (self->spans, at_us);
  gboolean here = tc_replay_spans_cover (self->spans, at_us) ||
                  (!self->of_recorder && next_us && next_us - at_us < GAP_US);

  return is_told (self, at_us) && !here && tc_replay_recorder_may_have (self->recorder, at_us);
}

/* From where what was at @at_us is shown; as it is while that isn't known. TRUE: from elsewhere
 * than before. */
static gboolean
set_source (TcCameraReplay *self, gint64 at_us)
{
  gboolean awaited = tc_replay_recorder_get_state (self->recorder) <= TC_RECORDER_ASKED &&
                     !tc_replay_spans_cover (self->spans, at_us);
  gboolean of_recorder = is_there_alone (self, at_us);

  if (of_recorder == self->of_recorder || !is_told (self, at_us) || (awaited && !of_recorder))
    return FALSE;
  self->of_recorder = of_recorder;
  if (of_recorder)
    self->rate_milli = RATE_ONE;
  return TRUE;
}

static void
choose_source (TcCameraReplay *self)
{
  gint64 at_us = tc_camera_replay_get_position (self);

  if (!set_source (self, at_us))
    return;
  set_clock (self, at_us);
  if (!self->paused_us)
    say (self, PLAY);
}

gboolean
tc_camera_replay_is_of_recorder (TcCameraReplay *self)
{
  g_return_val_if_fail (TC_IS_CAMERA_REPLAY (self), FALSE);
  return self->of_recorder;
}

TcReplayRecorder *
tc_camera_replay_get_recorder (TcCameraReplay *self)
{
  g_return_val_if_fail (TC_IS_CAMERA_REPLAY (self), NULL);
  return self->recorder;
}

/* ---- asking ---- */

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
  self->none_here = refusal && g_str_equal (refusal->code, NONE_HERE);
  if (value) {
    read_timeline (self, value);
    reach_to_now (self);
    ask_codes (self);
  } else if (!self->none_here) {
    self->trouble = refusal ? tc_refusal_word (refusal, tc_now_us ()) : tc_fault_word (error);
  }
  ask_recorder (self);
  choose_source (self);
  say (self, CHANGED);
}

static void
recorder_changed (gpointer data)
{
  choose_source (data);
  say (data, CHANGED);
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
  self->asked_us = tc_now_us ();
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
  gint64 now_us = tc_now_us ();
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
  gint64 here_us = tc_replay_spans_next (self->spans, at_us);
  gint64 there_us = tc_replay_spans_next (tc_replay_recorder_get_spans (self->recorder), at_us);

  if (!is_told (self, at_us) || tc_replay_spans_cover (self->spans, at_us) ||
      tc_replay_recorder_get_state (self->recorder) == TC_RECORDER_ASKED ||
      is_there_alone (self, at_us))
    return 0;
  return here_us && there_us ? MIN (here_us, there_us) : MAX (here_us, there_us);
}

static gboolean
tick_cb (gpointer data)
{
  g_autoptr (TcCameraReplay) self = g_object_ref (data);
  gint64 now_us = tc_now_us ();
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
  choose_source (self);
  /* Either way: what time it is may be told anew. */
  if (ABS (now_us - self->asked_us) > ASK_EVERY_US)
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
  self->of_recorder = FALSE;
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
  if (at_us > tc_now_us () - TC_CAMERA_REPLAY_LIVE_US) {
    tc_camera_replay_end (self);
    return;
  }
  at_us = MAX (at_us, 1);
  place_window (self, at_us);
  set_source (self, at_us);
  set_clock (self, at_us);
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
  if (self->cameras->len == 0 || rate_milli == self->rate_milli || self->of_recorder)
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
  return self->known_us > 0 || self->none_here;
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
  return tc_replay_spans_cover (self->untold, at_us);
}

const TcCameraReplayMotion *
tc_camera_replay_find_motion (TcCameraReplay *self, gint64 at_us)
{
  g_return_val_if_fail (TC_IS_CAMERA_REPLAY (self), NULL);
  return tc_replay_motion_find (self->motion, at_us);
}

gint64
tc_camera_replay_next_motion (TcCameraReplay *self, gint64 at_us, gboolean back)
{
  g_return_val_if_fail (TC_IS_CAMERA_REPLAY (self), 0);
  /* Who has just gone there wants the one before it. */
  return back ? tc_replay_motion_last (self->motion, at_us - TC_CAMERA_REPLAY_LIVE_US)
              : tc_replay_motion_next (self->motion, at_us);
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
  tc_replay_recorder_clear (self->recorder);
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
  tc_replay_recorder_free (self->recorder);
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
  self->recorder = tc_replay_recorder_new (recorder_changed, self);
}

TcCameraReplay *
tc_camera_replay_new (TcDesk *desk)
{
  TcCameraReplay *self = g_object_new (TC_TYPE_CAMERA_REPLAY, NULL);

  self->desk = g_object_ref (desk);
  return self;
}
