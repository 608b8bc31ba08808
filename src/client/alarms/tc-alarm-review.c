/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How good the alarms were; see the header.
 */
#include "tc-alarm-review.h"

#include "tc-alarm-journal.h"
#include "tc-now.h"

#define HOUR_US ((gint64) 3600 * G_USEC_PER_SEC)
/* Incidents that are looked at in one go. */
#define SLICE 200

/* One count. The worker and the main loop have it by turns. */
typedef struct {
  gatomicrefcount refs;
  gint64 from_us;
  gint64 until_us;
  guint done;
  gboolean over;
  GArray *ids;      /* (owned) (nullable) (element-type gint64): NULL before the first go */
  GArray *watches;  /* (owned) (nullable) (element-type TcAlarmWatch) */
  GArray *episodes; /* (owned) (element-type TcAlarmEpisode) */
  TcAlarmMeasures *measures; /* (owned) (nullable): once it is over */
} Count;

struct _TcAlarmReview {
  GObject parent;
  TcWorker *reader; /* (owned) */
  gint64 hours;
  Count *count; /* (owned) (nullable): while it goes on */
  guint done;   /* of that, when it was last here */
  guint all;
  GCancellable *cancellable; /* (owned) (nullable): of that */
  TcAlarmMeasures *measures; /* (owned) (nullable) */
  GError *error;             /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (TcAlarmReview, tc_alarm_review, G_TYPE_OBJECT)

static guint changed_signal;

static void
count_unref (gpointer data)
{
  Count *count = data;

  if (!g_atomic_ref_count_dec (&count->refs))
    return;
  g_clear_pointer (&count->ids, g_array_unref);
  g_clear_pointer (&count->watches, g_array_unref);
  g_clear_pointer (&count->measures, tc_alarm_measures_free);
  g_array_unref (count->episodes);
  g_free (count);
}

static gpointer
count_ref (Count *count)
{
  g_atomic_ref_count_inc (&count->refs);
  return count;
}

/* ---- on the worker ---- */

static void
begin (TcDatabase *db, Count *count)
{
  count->ids = tc_alarm_history_ids (db, count->from_us, count->until_us);
  count->watches = tc_alarm_history_watches (db, count->from_us, count->until_us);
}

static void
finish (TcDatabase *db, Count *count)
{
  tc_alarm_history_join (db, count->episodes);
  tc_alarm_journal_history (db, count->from_us, count->until_us, count->episodes);
  count->measures = tc_alarm_measures_make (count->episodes, count->watches, count->from_us,
                                            count->until_us);
  count->measures->cut = count->ids->len > TC_ALARM_HISTORY_MAX;
  tc_alarm_measures_name (count->measures, db);
  count->over = TRUE;
}

/* One go: a slice, or the end. */
static gpointer
go_on (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Count *count = data;
  guint n = 0;

  if (!count->ids)
    begin (db, count);
  n = MIN (count->ids->len, TC_ALARM_HISTORY_MAX);
  for (guint i = 0; i < SLICE && count->done < n; i++, count->done++)
    tc_alarm_history_add (db, g_array_index (count->ids, gint64, count->done), count->from_us,
                          count->until_us, count->episodes);
  if (count->done >= n)
    finish (db, count);
  return count_ref (count);
}

/* ---- on the main loop ---- */

static void ask (TcAlarmReview *self);

static void
went_on_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TcAlarmReview) self = data;
  g_autoptr (GError) error = NULL;
  Count *count = tc_worker_run_finish (TC_WORKER (source), result, &error);

  if (count && count == self->count) {
    if (count->over) {
      g_clear_pointer (&self->measures, tc_alarm_measures_free);
      self->measures = g_steal_pointer (&count->measures);
      g_clear_pointer (&self->count, count_unref);
    } else {
      self->done = count->done;
      self->all = MIN (count->ids->len, TC_ALARM_HISTORY_MAX);
      ask (self);
    }
    g_signal_emit (self, changed_signal, 0);
  } else if (error && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
    g_warning ("counting alarms: %s", error->message);
    g_clear_error (&self->error);
    self->error = g_steal_pointer (&error);
    g_clear_pointer (&self->count, count_unref);
    g_signal_emit (self, changed_signal, 0);
  }
  g_clear_pointer (&count, count_unref);
}

static void
ask (TcAlarmReview *self)
{
  tc_worker_run_async (self->reader, go_on, count_ref (self->count), count_unref, count_unref,
                       self->cancellable, went_on_cb, g_object_ref (self));
}

void
tc_alarm_review_cancel (TcAlarmReview *self)
{
  g_return_if_fail (TC_IS_ALARM_REVIEW (self));
  if (self->cancellable)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->count, count_unref);
}

void
tc_alarm_review_count (TcAlarmReview *self, gint64 hours)
{
  Count *count = NULL;

  g_return_if_fail (TC_IS_ALARM_REVIEW (self) && hours > 0);
  tc_alarm_review_cancel (self);
  g_clear_error (&self->error);
  if (self->hours != hours)
    g_clear_pointer (&self->measures, tc_alarm_measures_free);
  self->hours = hours;
  self->done = 0;
  self->all = 0;
  count = g_new0 (Count, 1);
  g_atomic_ref_count_init (&count->refs);
  count->until_us = tc_now_us ();
  count->from_us = count->until_us - hours * HOUR_US;
  count->episodes = g_array_new (FALSE, FALSE, sizeof (TcAlarmEpisode));
  self->count = count;
  self->cancellable = g_cancellable_new ();
  ask (self);
  g_signal_emit (self, changed_signal, 0);
}

const TcAlarmMeasures *
tc_alarm_review_get (TcAlarmReview *self)
{
  g_return_val_if_fail (TC_IS_ALARM_REVIEW (self), NULL);
  return self->measures;
}

gboolean
tc_alarm_review_get_progress (TcAlarmReview *self, guint *done, guint *all)
{
  g_return_val_if_fail (TC_IS_ALARM_REVIEW (self), FALSE);
  *done = self->done;
  *all = self->all;
  return self->count != NULL;
}

const GError *
tc_alarm_review_get_error (TcAlarmReview *self)
{
  g_return_val_if_fail (TC_IS_ALARM_REVIEW (self), NULL);
  return self->error;
}

/* ---- object ---- */

static void
tc_alarm_review_dispose (GObject *object)
{
  TcAlarmReview *self = TC_ALARM_REVIEW (object);

  tc_alarm_review_cancel (self);
  g_clear_object (&self->reader);
  G_OBJECT_CLASS (tc_alarm_review_parent_class)->dispose (object);
}

static void
tc_alarm_review_finalize (GObject *object)
{
  TcAlarmReview *self = TC_ALARM_REVIEW (object);

  g_clear_pointer (&self->measures, tc_alarm_measures_free);
  g_clear_error (&self->error);
  G_OBJECT_CLASS (tc_alarm_review_parent_class)->finalize (object);
}

static void
tc_alarm_review_class_init (TcAlarmReviewClass *class)
{
  G_OBJECT_CLASS (class)->dispose = tc_alarm_review_dispose;
  G_OBJECT_CLASS (class)->finalize = tc_alarm_review_finalize;
  changed_signal = g_signal_new ("changed", TC_TYPE_ALARM_REVIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 0);
}

static void
tc_alarm_review_init (TcAlarmReview *self)
{
}

TcAlarmReview *
tc_alarm_review_new (TcWorker *reader)
{
  TcAlarmReview *self = g_object_new (TC_TYPE_ALARM_REVIEW, NULL);

  self->reader = g_object_ref (reader);
  return self;
}
