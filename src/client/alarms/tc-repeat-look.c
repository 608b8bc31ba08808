/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Told of again; see the header.
 */
#include "tc-repeat-look.h"

#include "tc-debounce.h"
#include "tc-incident-focus.h"
#include "tc-incident-words.h"

#include <glib/gi18n-lib.h>

#define READ_INTERVAL_MS 1000

struct _TcRepeatLook {
  GObject parent;
  TcWorker *reader; /* (owned) */
  gint64 incident_id;
  TcRepeat *repeat;      /* (owned) (nullable): of that */
  gint64 since_us;       /* since when it is that other one; of g_get_monotonic_time() */
  GCancellable *reading; /* (owned): of what runs for it */
  TcDebounce *reread;    /* (owned) (nullable): not after dispose */
};

G_DEFINE_FINAL_TYPE (TcRepeatLook, tc_repeat_look, G_TYPE_OBJECT)

static guint changed;

static gpointer
find (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  return tc_repeat_find (db, *(gint64 *) data);
}

static gboolean
is_same (const TcRepeat *a, const TcRepeat *b)
{
  gint64 id_a = a ? a->incident_id : 0, id_b = b ? b->incident_id : 0;

  if (id_a != id_b || id_a == 0)
    return id_a == id_b;
  return g_strcmp0 (a->staff_name, b->staff_name) == 0 && g_strcmp0 (a->unit_vi, b->unit_vi) == 0 &&
         a->distance_m == b->distance_m && a->apart_us == b->apart_us;
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TcRepeatLook) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TcRepeat) repeat = tc_worker_run_finish (TC_WORKER (source), result, &error);
  gboolean same;

  if (!self->reread)
    return;
  tc_debounce_done (self->reread);
  if (!repeat && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_warning ("what is told of again: %s", error->message);
  if (!repeat)
    return;
  same = is_same (self->repeat, repeat);
  if (!self->repeat || self->repeat->incident_id != repeat->incident_id)
    self->since_us = g_get_monotonic_time ();
  tc_repeat_free (self->repeat);
  self->repeat = g_steal_pointer (&repeat);
  if (!same)
    g_signal_emit (self, changed, 0);
}

static void
reread_cb (gpointer data)
{
  TcRepeatLook *self = data;

  if (self->incident_id != 0)
    tc_worker_run_async (
        self->reader, find, g_memdup2 (&self->incident_id, sizeof self->incident_id), g_free,
        (GDestroyNotify) tc_repeat_free, self->reading, read_cb, g_object_ref (self));
  else
    tc_debounce_done (self->reread);
}

void
tc_repeat_look_set_id (TcRepeatLook *self, gint64 incident_id)
{
  gboolean had;

  g_return_if_fail (TC_IS_REPEAT_LOOK (self));
  if (self->incident_id == incident_id)
    return;
  had = tc_repeat_look_get (self) != NULL;
  g_cancellable_cancel (self->reading);
  g_object_unref (self->reading);
  self->reading = g_cancellable_new ();
  self->incident_id = incident_id;
  g_clear_pointer (&self->repeat, tc_repeat_free);
  if (had)
    g_signal_emit (self, changed, 0);
  if (incident_id != 0)
    tc_debounce_hurry (self->reread);
}

const TcRepeat *
tc_repeat_look_get (TcRepeatLook *self)
{
  g_return_val_if_fail (TC_IS_REPEAT_LOOK (self), NULL);
  return self->repeat && self->repeat->incident_id != 0 ? self->repeat : NULL;
}

const TcRepeat *
tc_repeat_look_get_seen (TcRepeatLook *self)
{
  g_return_val_if_fail (TC_IS_REPEAT_LOOK (self), NULL);
  return g_get_monotonic_time () - self->since_us >= TC_FOCUS_SEEN_US ? tc_repeat_look_get (self)
                                                                      : NULL;
}

void
tc_repeat_look_rows_changed (TcRepeatLook *self, const char *table)
{
  static const char *const read[] = {"incident", "dispatch", "report", NULL};

  g_return_if_fail (TC_IS_REPEAT_LOOK (self));
  if (self->incident_id != 0 && g_strv_contains (read, table))
    tc_debounce_ask (self->reread);
}

char *
tc_repeat_word (const TcRepeat *repeat)
{
  g_autofree char *distance = tc_words_distance (repeat->distance_m);
  g_autofree char *apart = tc_words_age_short (0, repeat->apart_us);
  const char *who = repeat->staff_name ? repeat->staff_name
                                       : tc_incident_pick_name (repeat->unit_vi, repeat->unit_en);

  /* Translators: of an emergency: the code of another one, the person or unit that has it, how far
   * it is, and how long apart: "3 min". */
  return g_strdup_printf (_ ("likely the same as %1$s, which %2$s has; %3$s, %4$s apart"),
                          repeat->code, who, distance, apart);
}

static void
tc_repeat_look_dispose (GObject *object)
{
  TcRepeatLook *self = TC_REPEAT_LOOK (object);

  g_cancellable_cancel (self->reading);
  g_clear_pointer (&self->reread, tc_debounce_free);
  g_clear_object (&self->reader);
  G_OBJECT_CLASS (tc_repeat_look_parent_class)->dispose (object);
}

static void
tc_repeat_look_finalize (GObject *object)
{
  TcRepeatLook *self = TC_REPEAT_LOOK (object);

  g_clear_pointer (&self->repeat, tc_repeat_free);
  g_object_unref (self->reading);
  G_OBJECT_CLASS (tc_repeat_look_parent_class)->finalize (object);
}

static void
tc_repeat_look_class_init (TcRepeatLookClass *class)
{
  G_OBJECT_CLASS (class)->dispose = tc_repeat_look_dispose;
  G_OBJECT_CLASS (class)->finalize = tc_repeat_look_finalize;
  changed = g_signal_new ("changed", TC_TYPE_REPEAT_LOOK, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                          G_TYPE_NONE, 0);
}

static void
tc_repeat_look_init (TcRepeatLook *self)
{
  self->reading = g_cancellable_new ();
  self->reread = tc_debounce_new (READ_INTERVAL_MS, reread_cb, self);
}

TcRepeatLook *
tc_repeat_look_new (TcWorker *reader)
{
  TcRepeatLook *self = g_object_new (TC_TYPE_REPEAT_LOOK, NULL);

  self->reader = g_object_ref (reader);
  return self;
}
