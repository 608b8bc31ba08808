/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A hand on a camera; see the header. An answer that comes after the hand went elsewhere is passed
 * over: each carries the turn in which it was asked for.
 */
#include "tc-camera-hand.h"

#include "tc-desk-files.h"
#include "tc-now.h"
#include "tc-refusal-words.h"

#define QUESTION "camera.steer"
/* Questions that wait for an answer; with more of them a movement isn't renewed. */
#define UNANSWERED_MAX 8
/* What is changed sooner is told with what follows. */
#define SOON_US (80 * 1000)
/* A stop is said again after that, which also brings what came of the movement. */
#define STOP_AGAIN_MS 1000
/* While a tour stands at a preset, so often it is said that it goes on. */
#define KEEP_EVERY 2 /* looks */
#define PRESETS_MAX 256

struct _TcCameraHand {
  GObject parent;
  TcDesk *desk; /* (owned) (nullable): NULL once it has ended */
  gint64 camera_id;
  guint turn; /* grows with each camera */
  int speed[3];
  gint64 told_us; /* monotonic: when a movement was told last */
  guint unanswered;
  char *holder; /* (owned) (nullable) */
  gboolean own;
  char *trouble;      /* (owned) (nullable) */
  GPtrArray *presets; /* (owned) (element-type TcCameraPreset) */
  guint dwell_s;      /* 0: no tour */
  guint at;           /* which preset is next on it */
  guint looks;
  guint renew_source, again_source, look_source, tour_source;
};

G_DEFINE_FINAL_TYPE (TcCameraHand, tc_camera_hand, G_TYPE_OBJECT)

static guint changed_signal;

static void
free_preset (gpointer data)
{
  TcCameraPreset *preset = data;

  g_free (preset->token);
  g_free (preset->name);
  g_free (preset);
}

static void
tell_changed (TcCameraHand *self)
{
  g_signal_emit (self, changed_signal, 0);
}

/* ---- answers ---- */

static void
set_text (char **text, const char *now)
{
  g_free (*text);
  *text = now && *now ? g_strdup (now) : NULL;
}

static void
rest (TcCameraHand *self)
{
  self->speed[0] = self->speed[1] = self->speed[2] = 0;
  self->dwell_s = 0;
  g_clear_handle_id (&self->renew_source, g_source_remove);
  g_clear_handle_id (&self->tour_source, g_source_remove);
}

static void
take_refusal (TcCameraHand *self, const TcRefusal *refusal)
{
  g_autofree char *words = tc_refusal_word (refusal, tc_now_us ());
  const char *name = NULL;

  set_text (&self->trouble, words);
  if (g_str_equal (refusal->code, "camera.steered") &&
      g_variant_lookup (refusal->args, "name", "&s", &name)) {
    set_text (&self->holder, name);
    self->own = FALSE;
  }
  rest (self);
}

static void
take_presets (TcCameraHand *self, GVariant *list)
{
  g_ptr_array_set_size (self->presets, 0);
  for (gsize i = 0; i < MIN (g_variant_n_children (list), PRESETS_MAX); i++) {
    TcCameraPreset *preset = g_new0 (TcCameraPreset, 1);
    const char *name = NULL;

    g_variant_get_child (list, i, "(s&s)", &preset->token, &name);
    preset->name = g_strdup (*name ? name : preset->token);
    g_ptr_array_add (self->presets, preset);
  }
}

static void
take_value (TcCameraHand *self, GVariant *value, gboolean tells_trouble)
{
  g_autoptr (GVariant)
      presets = g_variant_lookup_value (value, "presets", G_VARIANT_TYPE ("a(ss)"));
  const char *name = "";

  (void) g_variant_lookup (value, "name", "&s", &name);
  set_text (&self->holder, name);
  self->own = FALSE;
  (void) g_variant_lookup (value, "own", "b", &self->own);
  if (tells_trouble)
    set_text (&self->trouble, NULL);
  if (presets)
    take_presets (self, presets);
}

typedef struct {
  TcCameraHand *self; /* (owned) */
  guint turn;
  gboolean tells_trouble; /* of what was done, not of what was looked at */
} Asked;

static void
asked_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Asked *asked = data;
  g_autoptr (TcCameraHand) self = asked->self;
  g_autoptr (TcRefusal) refusal = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) value = tc_desk_ask_finish (TC_DESK (source), result, &refusal, &error);

  self->unanswered--;
  if (self->desk && asked->turn == self->turn) {
    if (error && !refusal)
      refusal = tc_refusal_new ("question.failed", NULL);
    if (refusal)
      take_refusal (self, refusal);
    else if (value)
      take_value (self, value, asked->tells_trouble);
    tell_changed (self);
  }
  g_free (asked);
}

/* ---- questions ---- */

static gboolean
is_still (TcCameraHand *self)
{
  return !self->speed[0] && !self->speed[1] && !self->speed[2];
}

/* @dict: what goes with it; ended here */
static void
ask_with (TcCameraHand *self, const char *what, GVariantDict *dict)
{
  Asked *asked = g_new0 (Asked, 1);

  *asked = (Asked){g_object_ref (self), self->turn,
                   !g_str_equal (what, "look") && !g_str_equal (what, "presets")};
  self->unanswered++;
  g_variant_dict_insert (dict, "session_id", "x", tc_desk_get_session (self->desk));
  g_variant_dict_insert (dict, "camera", "x", self->camera_id);
  g_variant_dict_insert (dict, "what", "s", what);
  tc_desk_ask_async (self->desk, QUESTION, g_variant_dict_end (dict), NULL, asked_cb, asked);
}

static void
ask (TcCameraHand *self, const char *what)
{
  GVariantDict dict = G_VARIANT_DICT_INIT (NULL);

  ask_with (self, what, &dict);
}

static void
ask_move (TcCameraHand *self)
{
  GVariantDict dict = G_VARIANT_DICT_INIT (NULL);

  self->told_us = g_get_monotonic_time ();
  g_variant_dict_insert (&dict, "pan", "i", self->speed[0]);
  g_variant_dict_insert (&dict, "tilt", "i", self->speed[1]);
  g_variant_dict_insert (&dict, "zoom", "i", self->speed[2]);
  ask_with (self, "move", &dict);
}

static void
ask_preset (TcCameraHand *self, guint i)
{
  const TcCameraPreset *preset = g_ptr_array_index (self->presets, i);
  GVariantDict dict = G_VARIANT_DICT_INIT (NULL);

  g_variant_dict_insert (&dict, "preset", "s", preset->token);
  ask_with (self, "preset", &dict);
}

static gboolean
renew_cb (gpointer data)
{
  TcCameraHand *self = data;

  if (self->unanswered < UNANSWERED_MAX)
    ask_move (self);
  return G_SOURCE_CONTINUE;
}

static gboolean
again_cb (gpointer data)
{
  TcCameraHand *self = data;

  self->again_source = 0;
  if (self->own && is_still (self))
    ask (self, "stop");
  return G_SOURCE_REMOVE;
}

static gboolean
look_cb (gpointer data)
{
  TcCameraHand *self = data;

  if (self->unanswered < UNANSWERED_MAX)
    ask (self, self->dwell_s && ++self->looks % KEEP_EVERY == 0 ? "keep" : "look");
  return G_SOURCE_CONTINUE;
}

/* ---- what is done ---- */

void
tc_camera_hand_move (TcCameraHand *self, int pan, int tilt, int zoom)
{
  const int max = TC_CAMERA_HAND_SPEED_MAX;
  gboolean moved = !is_still (self);

  if (!self->camera_id)
    return;
  if (!pan && !tilt && !zoom) {
    tc_camera_hand_stop (self);
    return;
  }
  if (!moved)
    rest (self);
  self->speed[0] = CLAMP (pan, -max, max);
  self->speed[1] = CLAMP (tilt, -max, max);
  self->speed[2] = CLAMP (zoom, -max, max);
  g_clear_handle_id (&self->again_source, g_source_remove);
  if (!self->renew_source)
    self->renew_source = g_timeout_add (TC_CAMERA_HAND_RENEW_MS, renew_cb, self);
  if (!moved || g_get_monotonic_time () - self->told_us >= SOON_US)
    ask_move (self);
  if (!moved)
    tell_changed (self);
}

void
tc_camera_hand_stop (TcCameraHand *self)
{
  gboolean moved = !is_still (self) || self->dwell_s;

  if (!moved || !self->camera_id)
    return;
  rest (self);
  ask (self, "stop");
  g_clear_handle_id (&self->again_source, g_source_remove);
  self->again_source = g_timeout_add (STOP_AGAIN_MS, again_cb, self);
  tell_changed (self);
}

gboolean
tc_camera_hand_is_moving (TcCameraHand *self)
{
  return !is_still (self);
}

void
tc_camera_hand_take_over (TcCameraHand *self)
{
  GVariantDict dict = G_VARIANT_DICT_INIT (NULL);

  if (!self->camera_id) {
    g_variant_dict_clear (&dict);
    return;
  }
  g_variant_dict_insert (&dict, "over", "b", TRUE);
  ask_with (self, "keep", &dict);
}

const GPtrArray *
tc_camera_hand_get_presets (TcCameraHand *self)
{
  return self->presets;
}

void
tc_camera_hand_go (TcCameraHand *self, guint i)
{
  if (!self->camera_id || i >= self->presets->len)
    return;
  rest (self);
  ask_preset (self, i);
  tell_changed (self);
}

static gboolean
tour_cb (gpointer data)
{
  TcCameraHand *self = data;

  if (self->presets->len > 0)
    ask_preset (self, self->at++ % self->presets->len);
  return G_SOURCE_CONTINUE;
}

void
tc_camera_hand_tour (TcCameraHand *self, guint dwell_s)
{
  if (!dwell_s) {
    tc_camera_hand_stop (self);
    return;
  }
  if (!self->camera_id || self->presets->len == 0)
    return;
  rest (self);
  self->dwell_s = dwell_s;
  self->at = 0;
  self->tour_source = g_timeout_add_seconds (dwell_s, tour_cb, self);
  (void) tour_cb (self);
  tell_changed (self);
}

gboolean
tc_camera_hand_is_on_tour (TcCameraHand *self)
{
  return self->dwell_s > 0;
}

/* ---- what is known ---- */

const char *
tc_camera_hand_get_holder (TcCameraHand *self)
{
  return self->holder;
}

gboolean
tc_camera_hand_is_own (TcCameraHand *self)
{
  return self->own;
}

const char *
tc_camera_hand_get_trouble (TcCameraHand *self)
{
  return self->trouble;
}

gint64
tc_camera_hand_get_camera (TcCameraHand *self)
{
  return self->camera_id;
}

void
tc_camera_hand_set_camera (TcCameraHand *self, gint64 camera_id)
{
  if (!self->desk || camera_id == self->camera_id)
    return;
  rest (self);
  g_clear_handle_id (&self->again_source, g_source_remove);
  g_clear_handle_id (&self->look_source, g_source_remove);
  if (self->camera_id)
    ask (self, "let-go");
  self->camera_id = camera_id;
  self->turn++;
  self->own = FALSE;
  set_text (&self->holder, NULL);
  set_text (&self->trouble, NULL);
  g_ptr_array_set_size (self->presets, 0);
  if (camera_id) {
    self->look_source = g_timeout_add (TC_CAMERA_HAND_LOOK_MS, look_cb, self);
    ask (self, "look");
    ask (self, "presets");
  }
  tell_changed (self);
}

/* ---- the object ---- */

TcCameraHand *
tc_camera_hand_new (TcDesk *desk)
{
  TcCameraHand *self = g_object_new (TC_TYPE_CAMERA_HAND, NULL);

  self->desk = g_object_ref (desk);
  /* In the name of who laid it there. */
  g_signal_connect_object (desk, "signing-out", G_CALLBACK (tc_camera_hand_end), self,
                           G_CONNECT_SWAPPED);
  return self;
}

void
tc_camera_hand_end (TcCameraHand *self)
{
  tc_camera_hand_set_camera (self, 0);
  if (self->desk)
    g_signal_handlers_disconnect_by_data (self->desk, self);
  g_clear_object (&self->desk);
}

static void
tc_camera_hand_dispose (GObject *object)
{
  tc_camera_hand_end (TC_CAMERA_HAND (object));
  G_OBJECT_CLASS (tc_camera_hand_parent_class)->dispose (object);
}

static void
tc_camera_hand_finalize (GObject *object)
{
  TcCameraHand *self = TC_CAMERA_HAND (object);

  g_ptr_array_unref (self->presets);
  g_free (self->holder);
  g_free (self->trouble);
  G_OBJECT_CLASS (tc_camera_hand_parent_class)->finalize (object);
}

static void
tc_camera_hand_class_init (TcCameraHandClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);

  object_class->dispose = tc_camera_hand_dispose;
  object_class->finalize = tc_camera_hand_finalize;
  changed_signal = g_signal_new ("changed", TC_TYPE_CAMERA_HAND, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 0);
}

static void
tc_camera_hand_init (TcCameraHand *self)
{
  self->presets = g_ptr_array_new_with_free_func (free_preset);
}
