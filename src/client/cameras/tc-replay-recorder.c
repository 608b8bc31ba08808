/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a recorder holds; see the header.
 */
#include "tc-replay-recorder.h"

#include "tc-desk-files.h"
#include "tc-now.h"
#include "tc-refusal-words.h"

#define QUESTION "camera.recorder"
#define OPEN_US ((gint64) 10 * G_USEC_PER_SEC)

struct _TcReplayRecorder {
  void (*changed) (gpointer data);
  gpointer data;
  TcRecorderState state;
  GArray *spans;             /* (owned) (element-type TcCameraReplaySpan) */
  gint64 known_until_us;     /* what comes after isn't told */
  char *trouble;             /* (owned) (nullable) */
  GCancellable *cancellable; /* (owned) (nullable): of what is asked */
  gint64 asked_us;           /* 0: never */
};

typedef struct {
  TcReplayRecorder *self;    /* (unowned): not looked at once it is cancelled */
  GCancellable *cancellable; /* (owned) */
} Asked;

/* What it records goes on. */
static void
reach_to_now (TcReplayRecorder *self)
{
  TcCameraReplaySpan *last = self->spans->len > 0 ? &g_array_index (self->spans, TcCameraReplaySpan,
                                                                    self->spans->len - 1)
                                                  : NULL;

  if (last && self->asked_us - last->until_us < OPEN_US && self->known_until_us >= self->asked_us)
    last->until_us = self->known_until_us;
}

static void
read_answer (TcReplayRecorder *self, GVariant *value)
{
  GArray *spans = tc_replay_spans_read (value, "spans");
  gboolean told = FALSE;

  if (!spans || !g_variant_lookup (value, "told", "b", &told) ||
      !g_variant_lookup (value, "known_until_us", "x", &self->known_until_us)) {
    g_autoptr (TcRefusal) refusal = tc_refusal_new ("question.failed", NULL);

    self->state = TC_RECORDER_FAILED;
    self->trouble = tc_refusal_word (refusal, tc_now_us ());
    g_clear_pointer (&spans, g_array_unref);
    return;
  }
  self->state = told ? TC_RECORDER_TOLD : TC_RECORDER_TRIED;
  g_array_unref (self->spans);
  self->spans = spans;
  reach_to_now (self);
}

static void
asked_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Asked *asked = data;
  TcReplayRecorder *self = asked->self;
  gboolean wanted = !g_cancellable_is_cancelled (asked->cancellable);
  g_autoptr (TcRefusal) refusal = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) value = tc_desk_ask_finish (TC_DESK (source), result, &refusal, &error);

  g_object_unref (asked->cancellable);
  g_free (asked);
  if (!wanted)
    return;
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->trouble, g_free);
  if (value) {
    read_answer (self, value);
  } else {
    self->state = TC_RECORDER_FAILED;
    g_array_set_size (self->spans, 0);
    self->trouble = refusal ? tc_refusal_word (refusal, tc_now_us ()) : tc_fault_word (error);
  }
  self->changed (self->data);
}

void
tc_replay_recorder_ask (TcReplayRecorder *self, TcDesk *desk, gint64 camera_id, gint64 from_us,
                        gint64 until_us)
{
  gint64 now_us = tc_now_us ();
  GVariantDict dict;
  Asked *asked;

  if (self->cancellable ||
      (self->asked_us && ABS (now_us - self->asked_us) < TC_REPLAY_RECORDER_AGAIN_US))
    return;
  if (self->state == TC_RECORDER_UNASKED)
    self->state = TC_RECORDER_ASKED;
  self->asked_us = now_us;
  self->cancellable = g_cancellable_new ();
  asked = g_new0 (Asked, 1);
  *asked = (Asked){self, g_object_ref (self->cancellable)};
  g_variant_dict_init (&dict, NULL);
  g_variant_dict_insert (&dict, "session_id", "x", tc_desk_get_session (desk));
  g_variant_dict_insert (&dict, "camera", "x", camera_id);
  g_variant_dict_insert (&dict, "from_us", "x", from_us);
  g_variant_dict_insert (&dict, "until_us", "x", until_us);
  tc_desk_ask_async (desk, QUESTION, g_variant_dict_end (&dict), self->cancellable, asked_cb,
                     asked);
}

void
tc_replay_recorder_clear (TcReplayRecorder *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_array_set_size (self->spans, 0);
  g_clear_pointer (&self->trouble, g_free);
  self->state = TC_RECORDER_UNASKED;
  self->asked_us = 0;
}

TcRecorderState
tc_replay_recorder_get_state (const TcReplayRecorder *self)
{
  return self->state;
}

const GArray *
tc_replay_recorder_get_spans (const TcReplayRecorder *self)
{
  return self->spans;
}

const char *
tc_replay_recorder_get_trouble (const TcReplayRecorder *self)
{
  return self->trouble;
}

gboolean
tc_replay_recorder_may_have (const TcReplayRecorder *self, gint64 at_us)
{
  return self->state == TC_RECORDER_TRIED ||
         (self->state == TC_RECORDER_TOLD &&
          (at_us >= self->known_until_us || tc_replay_spans_cover (self->spans, at_us)));
}

TcReplayRecorder *
tc_replay_recorder_new (void (*changed) (gpointer data), gpointer data)
{
  TcReplayRecorder *self = g_new0 (TcReplayRecorder, 1);

  self->changed = changed;
  self->data = data;
  self->spans = g_array_new (FALSE, FALSE, sizeof (TcCameraReplaySpan));
  return self;
}

void
tc_replay_recorder_free (TcReplayRecorder *self)
{
  tc_replay_recorder_clear (self);
  g_array_unref (self->spans);
  g_free (self);
}
