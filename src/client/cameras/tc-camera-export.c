/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A copy of a recording; see the header.
 *
 * DESIGN: one step at a time, each of which ends in step_cb() or go_on(); what it comes to is asked
 * of the host again at every step, so that nothing but the wish and its number has to be kept.
 */
#include "tc-camera-export-private.h"

#include "tc-desk-files.h"
#include "tc-now.h"
#include "tc-refusal-words.h"
#include "tc-words.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#define LOOK_MS 1000
/* Waits of what can't be had just now, and when the line is back. */
#define AGAIN_FIRST_US ((gint64) 5 * G_USEC_PER_SEC)
#define AGAIN_MAX_US ((gint64) 300 * G_USEC_PER_SEC)
#define SOON_MS 3000
/* A host that doesn't know it any more was started again, and makes it then; not for ever. */
#define LOST_MAX 3

enum {
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TcCameraExport, tc_camera_export, G_TYPE_OBJECT)

void
tc_camera_export_say (TcCameraExport *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

void
tc_camera_export_wish_clear (TcCameraExportWish *wish)
{
  g_clear_pointer (&wish->camera, g_free);
  g_clear_pointer (&wish->incident, g_free);
  g_clear_pointer (&wish->reason, g_free);
}

void
tc_camera_export_wish_copy (TcCameraExportWish *copy, const TcCameraExportWish *wish)
{
  *copy = *wish;
  copy->camera = g_strdup (wish->camera);
  copy->incident = g_strdup (wish->incident);
  copy->reason = g_strdup (wish->reason);
}

/* ---- what it comes to ---- */

static void
set_state (TcCameraExport *self, TcCameraExportState state)
{
  self->state = state;
  self->next_us = 0;
  g_clear_pointer (&self->trouble, g_free);
  tc_camera_export_say (self);
}

void
tc_camera_export_fail (TcCameraExport *self, const char *why)
{
  self->why = g_intern_string (why);
  set_state (self, TC_EXPORT_FAILED);
}

static void step (TcCameraExport *self, gboolean wanted);

static gboolean
look_cb (gpointer data)
{
  TcCameraExport *self = data;

  self->source = 0;
  step (self, FALSE);
  return G_SOURCE_REMOVE;
}

static void
look_later (TcCameraExport *self, guint ms)
{
  g_clear_handle_id (&self->source, g_source_remove);
  self->source = g_timeout_add (ms, look_cb, self);
}

void
tc_camera_export_went_on (TcCameraExport *self)
{
  tc_back_off_reset (&self->back_off);
}

void
tc_camera_export_wait (TcCameraExport *self, char *trouble)
{
  gint64 wait_us = tc_back_off_fail (&self->back_off, 0);

  g_free (self->trouble);
  self->trouble = trouble ? trouble
                          : g_strdup (_ (
                                "The media host can't be reached just now. It goes on by itself."));
  self->next_us = tc_now_us () + wait_us;
  look_later (self, (guint) (wait_us / 1000));
  tc_camera_export_say (self);
}

/* A person wants it, or it may be otherwise by now. */
static void
hurry (TcCameraExport *self, guint ms)
{
  if (!self->desk || !self->next_us)
    return;
  tc_back_off_reset (&self->back_off);
  self->next_us = tc_now_us () + (gint64) ms * 1000;
  look_later (self, ms);
  tc_camera_export_say (self);
}

void
tc_camera_export_try_now (TcCameraExport *self)
{
  g_return_if_fail (TC_IS_CAMERA_EXPORT (self));
  hurry (self, 0);
}

void
tc_camera_export_try_soon (TcCameraExport *self)
{
  g_return_if_fail (TC_IS_CAMERA_EXPORT (self));
  /* Not all desks at once. */
  hurry (self, (guint) g_random_int_range (1, SOON_MS));
}

/* What may be otherwise without anybody's doing. */
static gboolean
passes (const char *code)
{
  static const char *const passing[] = {"line.offline",
                                        "question.failed",
                                        "people.no-session",
                                        "people.not-allowed",
                                        "camera.host-away",
                                        "camera.exports-full",
                                        NULL};

  return g_strv_contains (passing, code);
}

void
tc_camera_export_take_trouble (TcCameraExport *self, const TcRefusal *refusal, const GError *error)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (refusal && !passes (refusal->code)) {
    g_free (self->words);
    self->words = tc_refusal_word (refusal, tc_now_us ());
    tc_camera_export_fail (self, refusal->code);
    return;
  }
  if (!refusal && !error) {
    tc_camera_export_fail (self, "failed");
    return;
  }
  tc_camera_export_wait (self, refusal ? tc_refusal_word (refusal, tc_now_us ()) : NULL);
}

/* ---- asking ---- */

void
tc_camera_export_ask (TcCameraExport *self, const char *name, gboolean act,
                      GAsyncReadyCallback callback)
{
  const TcCameraExportWish *wish = &self->wish;
  GVariantDict dict = G_VARIANT_DICT_INIT (NULL);

  g_variant_dict_insert (&dict, "session_id", "x", tc_desk_get_session (self->desk));
  g_variant_dict_insert (&dict, "camera", "x", wish->camera_id);
  g_variant_dict_insert (&dict, "hold", "x", wish->id);
  if (self->state == TC_EXPORT_ASKED) {
    g_variant_dict_insert (&dict, "from_us", "x", wish->from_us);
    g_variant_dict_insert (&dict, "until_us", "x", wish->until_us);
    g_variant_dict_insert (&dict, "incident", "x", wish->incident_id);
    g_variant_dict_insert (&dict, "reason", "s", wish->reason);
  }
  if (!self->cancellable)
    self->cancellable = g_cancellable_new ();
  (act ? tc_desk_ask_act_async : tc_desk_ask_async) (self->desk, name, g_variant_dict_end (&dict),
                                                     self->cancellable, callback,
                                                     g_object_ref (self));
}

static void
asked_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TcCameraExport) self = data;
  g_autoptr (TcRefusal) refusal = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) value = tc_desk_ask_finish (TC_DESK (source), result, &refusal, &error);
  gint64 id = 0;

  if (!self->desk || self->state != TC_EXPORT_ASKED)
    return;
  if (!value || !g_variant_lookup (value, "hold", "x", &id) || id <= 0) {
    tc_camera_export_take_trouble (self, refusal, error);
    return;
  }
  /* An older server gives it another one. */
  self->wish.id = id;
  tc_camera_export_went_on (self);
  set_state (self, TC_EXPORT_MADE);
  look_later (self, LOOK_MS);
}

/* How it stands at the host. */
static void
take_state (TcCameraExport *self, const char *state, gint32 done_pm, gint64 kept_us)
{
  static const char *const ends[] = {"nothing", "differs", "failed", NULL};

  if (g_str_equal (state, "made")) {
    self->done = 0;
    self->wish.kept_us = kept_us;
    set_state (self, TC_EXPORT_FETCHED);
    tc_camera_export_fetch (self);
    return;
  }
  if (g_str_equal (state, "waiting") || g_str_equal (state, "making")) {
    self->making = g_str_equal (state, "making");
    self->done = CLAMP (done_pm, 0, 1000) / 1000.0;
    tc_camera_export_went_on (self);
    set_state (self, TC_EXPORT_MADE);
    look_later (self, LOOK_MS);
    return;
  }
  if (g_str_equal (state, "cancelled"))
    set_state (self, TC_EXPORT_CANCELLED);
  else
    tc_camera_export_fail (self, g_strv_contains (ends, state) ? state : "failed");
}

/* The host was started again while it waited or was made there: it is asked for once more. */
static gboolean
is_lost (TcCameraExport *self, const TcRefusal *refusal)
{
  return self->state == TC_EXPORT_MADE && refusal &&
         g_str_equal (refusal->code, "camera.no-export") && self->n_lost < LOST_MAX;
}

static void
looked_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TcCameraExport) self = data;
  g_autoptr (TcRefusal) refusal = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) value = tc_desk_ask_finish (TC_DESK (source), result, &refusal, &error);
  const char *state = NULL;
  gint32 done_pm = 0;
  gint64 kept_us = 0;

  if (!self->desk || self->state == TC_EXPORT_CANCELLED)
    return;
  /* An older host keeps it for ever, and doesn't say so. */
  if (value)
    (void) g_variant_lookup (value, "kept_us", "x", &kept_us);
  if (value && g_variant_lookup (value, "state", "&s", &state) &&
      g_variant_lookup (value, "done_pm", "i", &done_pm))
    take_state (self, state, done_pm, kept_us);
  else if (is_lost (self, refusal)) {
    self->n_lost++;
    self->done = 0;
    set_state (self, TC_EXPORT_ASKED);
    step (self, FALSE);
  } else {
    tc_camera_export_take_trouble (self, refusal, error);
  }
}

/* Its number is kept in mind before anybody is asked. @wanted: by a person, just now: what goes on
 * by itself is no act of whoever is signed in then */
static void
step (TcCameraExport *self, gboolean wanted)
{
  gboolean asked = self->state != TC_EXPORT_ASKED;

  self->next_us = 0;
  if (!self->wish.id)
    self->wish.id = tc_operation_sink_make_id (TC_OPERATION_SINK (self->desk));
  tc_camera_export_say (self);
  tc_camera_export_ask (self, asked ? "camera.export-state" : "camera.export", wanted && !asked,
                        asked ? looked_cb : asked_cb);
}

void
tc_camera_export_go (TcCameraExport *self)
{
  g_return_if_fail (TC_IS_CAMERA_EXPORT (self));
  /* What has begun goes on by itself until it is over. */
  if (!self->desk || self->state == TC_EXPORT_DONE ||
      (self->cancellable && !tc_camera_export_is_over (self)))
    return;
  /* What the host gave up it doesn't make under that number again; what it made it has. */
  if (tc_camera_export_is_over (self)) {
    if (!g_str_equal (self->why, "disk")) {
      tc_camera_export_remove_part (self);
      self->wish.id = 0;
    }
    self->state = self->wish.id ? TC_EXPORT_MADE : TC_EXPORT_ASKED;
    self->why = "";
    self->diverged = FALSE;
    self->n_lost = 0;
    tc_camera_export_went_on (self);
    g_clear_pointer (&self->words, g_free);
  }
  step (self, TRUE);
}

void
tc_camera_export_go_on (TcCameraExport *self)
{
  g_return_if_fail (TC_IS_CAMERA_EXPORT (self));
  if (self->desk && !self->cancellable && !tc_camera_export_is_over (self))
    step (self, FALSE);
}

/* ---- an end of it ---- */

static void
given_up_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TcRefusal) refusal = NULL;
  g_autoptr (GVariant)
      value G_GNUC_UNUSED = tc_desk_ask_finish (TC_DESK (source), result, &refusal, NULL);
}

void
tc_camera_export_cancel (TcCameraExport *self)
{
  GVariantDict dict = G_VARIANT_DICT_INIT (NULL);

  g_return_if_fail (TC_IS_CAMERA_EXPORT (self));
  if (!self->desk || tc_camera_export_is_over (self))
    return;
  g_clear_handle_id (&self->source, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  /* Also where no answer came: it may be known there. */
  if (self->wish.id) {
    g_variant_dict_insert (&dict, "session_id", "x", tc_desk_get_session (self->desk));
    g_variant_dict_insert (&dict, "camera", "x", self->wish.camera_id);
    g_variant_dict_insert (&dict, "hold", "x", self->wish.id);
    tc_desk_ask_async (self->desk, "camera.export-cancel", g_variant_dict_end (&dict), NULL,
                       given_up_cb, NULL);
  }
  tc_camera_export_remove_part (self);
  set_state (self, TC_EXPORT_CANCELLED);
}

void
tc_camera_export_stop (TcCameraExport *self)
{
  g_return_if_fail (TC_IS_CAMERA_EXPORT (self));
  g_clear_handle_id (&self->source, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->next_us = 0;
  g_clear_object (&self->http);
  g_clear_object (&self->desk);
}

/* ---- what there is to see of it ---- */

const TcCameraExportWish *
tc_camera_export_get_wish (TcCameraExport *self)
{
  g_return_val_if_fail (TC_IS_CAMERA_EXPORT (self), NULL);
  return &self->wish;
}

TcCameraExportState
tc_camera_export_get_state (TcCameraExport *self)
{
  g_return_val_if_fail (TC_IS_CAMERA_EXPORT (self), TC_EXPORT_FAILED);
  return self->state;
}

gint64
tc_camera_export_get_next_us (TcCameraExport *self)
{
  g_return_val_if_fail (TC_IS_CAMERA_EXPORT (self), 0);
  return self->next_us;
}

gboolean
tc_camera_export_is_over (TcCameraExport *self)
{
  g_return_val_if_fail (TC_IS_CAMERA_EXPORT (self), TRUE);
  return self->state >= TC_EXPORT_DONE;
}

const char *
tc_camera_export_get_folder (TcCameraExport *self)
{
  g_return_val_if_fail (TC_IS_CAMERA_EXPORT (self), "");
  return self->folder;
}

const char *
tc_camera_export_get_why (TcCameraExport *self)
{
  g_return_val_if_fail (TC_IS_CAMERA_EXPORT (self), "");
  return self->why;
}

double
tc_camera_export_get_done (TcCameraExport *self)
{
  g_return_val_if_fail (TC_IS_CAMERA_EXPORT (self), 0);
  return self->state == TC_EXPORT_DONE ? 1 : self->done;
}

static char *
word_failure (TcCameraExport *self)
{
  static const struct {
    const char *why, *words;
  } known[] = {
      {"nothing", N_ ("Nothing was recorded then.")},
      {"differs", N_ ("Part of the recording isn't as it was recorded any more, so nothing is "
                      "handed out. Tell the administrator.")},
      {"failed", N_ ("The media host couldn't make it: its journal says why. Try again, or tell "
                     "the administrator.")},
      {"signature", N_ ("What came isn't what the media host signed. Nothing of it was kept; tell "
                        "the administrator.")},
      {"disk", N_ ("It couldn't be written here. Is there room, and may you write there?")},
      {"camera.no-export", N_ ("The media host doesn't have it any more: export it again.")},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (known); i++)
    if (g_str_equal (self->why, known[i].why))
      return g_strdup (_ (known[i].words));
  return g_strdup (self->words ? self->words : _ ("It wasn't made."));
}

static char *
word_trouble (TcCameraExport *self)
{
  g_autofree char *next = self->next_us ? tc_words_clock_seconds (self->next_us) : NULL;

  /* Translators: why an export doesn't go on just now. */
  return next ? g_strdup_printf (_ ("Waits: %1$s It is tried again at %2$s."), self->trouble, next)
              : g_strdup_printf (_ ("Waits: %s"), self->trouble);
}

static char *
word_done (TcCameraExport *self)
{
  gboolean kept = self->wish.kept_us > tc_now_us ();
  g_autofree char *until = kept ? tc_words_date_time (self->wish.kept_us) : NULL;

  return kept ? g_strdup_printf (
                    /* Translators: a folder, then a time with its day. */
                    _ ("Done, and checked: %1$s. The media host has it, too, until %2$s."),
                    self->folder, until)
              /* Translators: a folder. */
              : g_strdup_printf (_ ("Done, and checked: %s"), self->folder);
}

char *
tc_camera_export_word (TcCameraExport *self)
{
  int percent;

  g_return_val_if_fail (TC_IS_CAMERA_EXPORT (self), NULL);
  percent = (int) (self->done * 100);
  if (self->trouble && !tc_camera_export_is_over (self))
    return word_trouble (self);
  switch (self->state) {
  case TC_EXPORT_ASKED:
    return g_strdup (_ ("Asking the server…"));
  case TC_EXPORT_MADE:
    return self->making
               /* Translators: a copy of a recording, at its media host. */
               ? g_strdup_printf (_ ("Is being made: %d %%"), percent)
               : g_strdup (_ ("Waits for its turn at the media host"));
  case TC_EXPORT_FETCHED:
    /* Translators: a copy of a recording comes from its media host to this desk. */
    return g_strdup_printf (_ ("Comes here: %d %%"), percent);
  case TC_EXPORT_DONE:
    return word_done (self);
  case TC_EXPORT_CANCELLED:
    return g_strdup (_ ("Given up"));
  default:
    return word_failure (self);
  }
}

char *
tc_camera_export_word_what (const TcCameraExportWish *wish)
{
  g_autoptr (GDateTime) day = tc_words_local (wish->from_us);
  g_autofree char *date = day ? g_date_time_format (day, "%d/%m/%Y") : g_strdup ("");
  g_autofree char *from = tc_words_clock_seconds (wish->from_us);
  g_autofree char *until = tc_words_clock_seconds (wish->until_us);

  /* Translators: number and name of a camera, a date, two times of day. */
  return g_strdup_printf (_ ("Camera %1$d, %2$s: %3$s, %4$s–%5$s"), (int) wish->number,
                          wish->camera, date, from, until);
}

/* ---- object ---- */

static void
tc_camera_export_dispose (GObject *object)
{
  tc_camera_export_stop (TC_CAMERA_EXPORT (object));
  G_OBJECT_CLASS (tc_camera_export_parent_class)->dispose (object);
}

static void
tc_camera_export_finalize (GObject *object)
{
  TcCameraExport *self = TC_CAMERA_EXPORT (object);

  tc_camera_export_wish_clear (&self->wish);
  g_free (self->folder);
  g_free (self->trouble);
  g_free (self->words);
  g_free (self->part);
  g_free (self->remote);
  g_clear_pointer (&self->files, g_array_unref);
  G_OBJECT_CLASS (tc_camera_export_parent_class)->finalize (object);
}

static void
tc_camera_export_class_init (TcCameraExportClass *class)
{
  G_OBJECT_CLASS (class)->dispose = tc_camera_export_dispose;
  G_OBJECT_CLASS (class)->finalize = tc_camera_export_finalize;
  signals[CHANGED] = g_signal_new ("changed", TC_TYPE_CAMERA_EXPORT, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
tc_camera_export_init (TcCameraExport *self)
{
  self->why = "";
  tc_back_off_init_span (&self->back_off, g_random_int (), AGAIN_FIRST_US, AGAIN_MAX_US);
}

TcCameraExport *
tc_camera_export_new_kept (TcDesk *desk, const TcCameraExportWish *wish, const char *folder,
                           TcCameraExportState state, const char *why)
{
  TcCameraExport *self = g_object_new (TC_TYPE_CAMERA_EXPORT, NULL);

  self->desk = g_object_ref (desk);
  tc_camera_export_wish_copy (&self->wish, wish);
  self->folder = g_strdup (folder);
  self->state = state;
  self->why = g_intern_string (why);
  return self;
}

TcCameraExport *
tc_camera_export_new (TcDesk *desk, const TcCameraExportWish *wish, const char *folder)
{
  return tc_camera_export_new_kept (desk, wish, folder, TC_EXPORT_ASKED, "");
}
