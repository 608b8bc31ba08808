/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Sending what is planned; see the header. Each answer that is waited for holds a reference; once
 * it was freed none is looked at.
 *
 * DESIGN: nothing of it is kept here but since when there has been nothing to do. What couldn't be
 * done (the server was busy, its disk full) is found again by the next look; a text of which it
 * couldn't be said what became is then unsure.
 */
#include "tc-alarm-calls.h"

#include "tc-alarm-call-plan.h"
#include "tc-alarm-rule.h"
#include "tc-alarm-text.h"
#include "tc-text-command.h"

/* A program that takes longer may hang. */
#define SOON_US (5 * G_USEC_PER_SEC)
#define LOOK_AT "look at network, credit and modem, and run it by hand ([alarm-call] command)"

struct _TcAlarmCalls {
  const TcServerParts *parts; /* (unowned): see the header */
  TcAlarmCallLimits limits;
  GCancellable *cancellable; /* (owned): cancelled once it was freed */
  guint source;              /* 0 once freed */
  gboolean busy;             /* it looks, or a step is under way */
  gboolean testing;
  gint64 began_us;       /* by the monotonic clock, when the program was; 0: it isn't running */
  gboolean held;         /* it was said that the limit is reached */
  gint64 seen_lsn;       /* up to there nothing is to be done before next_us */
  gint64 next_us;        /* 0: it must be looked at */
  TcAlarmCallStep *step; /* (owned) (nullable): that one */
  guint n_asked;         /* its rows whose answer is waited for */
};

static void ask (TcAlarmCalls *self);

static void
clear_calls (gpointer data)
{
  TcAlarmCalls *self = data;

  g_clear_pointer (&self->step, tc_alarm_call_step_free);
  g_object_unref (self->cancellable);
}

static void
unref_calls (gpointer data)
{
  g_rc_box_release_full (data, clear_calls);
}

static gboolean
is_over (TcAlarmCalls *self)
{
  return self->source == 0;
}

static TcOperationSink *
get_sink (TcAlarmCalls *self)
{
  return TC_OPERATION_SINK (self->parts->hub);
}

static const char *
get_account (TcAlarmCalls *self)
{
  return self->step->account ? self->step->account : "–";
}

static gboolean
is_vietnamese (TcAlarmCalls *self)
{
  return g_str_equal (self->parts->config->alarm_call_language, "vi");
}

static void
rest (TcAlarmCalls *self)
{
  g_clear_pointer (&self->step, tc_alarm_call_step_free);
  self->busy = FALSE;
}

/* ---- what became of it ---- */

static void
noted_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  TcAlarmCalls *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TcVerdict)
      verdict = tc_operation_sink_submit_finish (TC_OPERATION_SINK (source), result, &error);

  if (!is_over (self)) {
    if (!verdict)
      g_warning ("what became of an SMS couldn't be kept: %s", error->message);
    rest (self);
    /* A refusal says that somebody else was there first; then there is no hurry. */
    if (verdict && !verdict->refusal)
      ask (self);
  }
  unref_calls (self);
}

static void
submit_state (TcAlarmCalls *self, TcAlarmTextState state, gint64 tries,
              GAsyncReadyCallback callback, gpointer data)
{
  const TcAlarmCallStep *step = self->step;
  TcAlarmTextChange args = {step->text_id, step->row_id, tc_alarm_text_state_get_code (state),
                            tries};

  tc_operation_sink_submit_async (get_sink (self), &tc_alarm_text_state_type, &args, NULL, callback,
                                  data);
}

static void
note (TcAlarmCalls *self, TcAlarmTextState state, gint64 tries)
{
  submit_state (self, state, tries, noted_cb, g_rc_box_acquire (self));
}

/* ---- sending ---- */

static void
fail (TcAlarmCalls *self, const char *why)
{
  gint64 tries = self->step->tries + 1;

  if (tries < self->parts->config->alarm_call_tries) {
    g_warning ("an SMS to %s couldn't be sent, and is tried again: %s", get_account (self), why);
    note (self, TC_ALARM_TEXT_WAITING, tries);
  } else {
    g_warning ("an SMS to %s is given up after %u tries: %s", get_account (self), (guint) tries,
               why);
    note (self, TC_ALARM_TEXT_FAILED, tries);
  }
}

static void
sent_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  TcAlarmCalls *self = data;
  g_autoptr (GError) error = NULL;
  gboolean sent = tc_text_command_run_finish (result, &error);

  self->began_us = 0;
  if (!is_over (self) && sent) {
    g_message ("an SMS of %u alarms was sent to %s", self->step->facts->len, get_account (self));
    note (self, TC_ALARM_TEXT_SENT, self->step->tries);
  } else if (!is_over (self) && g_error_matches (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT)) {
    g_warning ("an SMS to %s may not have been sent: %s", get_account (self), error->message);
    note (self, TC_ALARM_TEXT_UNSURE, self->step->tries + 1);
  } else if (!is_over (self)) {
    fail (self, error->message);
  }
  unref_calls (self);
}

static void
send (TcAlarmCalls *self)
{
  const TcServerConfig *config = self->parts->config;
  g_autofree char *number = tc_text_command_clean_number (self->step->phone);
  g_autofree char *text = NULL;

  if (!number) {
    g_warning ("an SMS to %s isn't possible: the number of that person isn't one",
               get_account (self));
    note (self, TC_ALARM_TEXT_FAILED, self->step->tries);
    return;
  }
  text = tc_alarm_call_words (self->step->facts, is_vietnamese (self), g_get_real_time ());
  self->began_us = g_get_monotonic_time ();
  tc_text_command_run_async (config->alarm_call_command, number, text, self->step->text_id,
                             (guint) config->alarm_call_timeout_s, self->cancellable, sent_cb,
                             g_rc_box_acquire (self));
}

/* ---- that it is to be sent, which is kept before ---- */

typedef struct {
  TcAlarmCalls *self;    /* (owned) */
  TcAlarmCallFact *fact; /* (unowned) (nullable): of the step; NULL: all of it */
} Telling;

static void
leave_out (TcAlarmCallStep *step, TcAlarmCallFact *fact)
{
  if (fact)
    g_ptr_array_remove (step->facts, fact);
  else
    g_ptr_array_set_size (step->facts, 0);
}

static void
kept_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Telling *telling = data;
  TcAlarmCalls *self = telling->self;
  g_autoptr (GError) error = NULL;
  g_autoptr (TcVerdict)
      verdict = tc_operation_sink_submit_finish (TC_OPERATION_SINK (source), result, &error);

  if (!is_over (self)) {
    if (!verdict)
      g_warning ("that an SMS is to be sent couldn't be kept: %s", error->message);
    /* Refused: somebody did something about it at this moment. */
    if (!verdict || verdict->refusal)
      leave_out (self->step, telling->fact);
    self->n_asked--;
    if (self->n_asked == 0 && self->step->facts->len > 0)
      send (self);
    else if (self->n_asked == 0)
      rest (self);
  }
  unref_calls (self);
  g_free (telling);
}

static Telling *
tell (TcAlarmCalls *self, TcAlarmCallFact *fact)
{
  Telling *telling = g_new (Telling, 1);

  *telling = (Telling){g_rc_box_acquire (self), fact};
  self->n_asked++;
  return telling;
}

static void
begin (TcAlarmCalls *self)
{
  TcAlarmCallStep *step = self->step;

  step->text_id = tc_operation_sink_make_id (get_sink (self));
  for (guint i = 0; i < step->facts->len; i++) {
    TcAlarmCallFact *fact = g_ptr_array_index (step->facts, i);
    const TcAlarmTextNew args = {fact->incident_id, tc_alarm_kind_get_code (fact->kind),
                                 step->staff_id, step->text_id, fact->begin_us};

    tc_operation_sink_submit_async (get_sink (self), &tc_alarm_text_type, &args, NULL, kept_cb,
                                    tell (self, fact));
  }
}

/* ---- looking ---- */

/* Said once, until texts may be sent again. */
static void
tell_held (TcAlarmCalls *self, guint held)
{
  if (held > 0 && !self->held)
    g_warning ("%u alarms aren't told by SMS yet: no more than %u texts are sent within an hour",
               held, (guint) self->limits.hour_max);
  self->held = held > 0;
}

static void
carry_out (TcAlarmCalls *self)
{
  const TcAlarmCallStep *step = self->step;

  self->next_us = step->next_us;
  switch (step->action) {
  case TC_ALARM_CALL_NEW:
    tell_held (self, 0);
    begin (self);
    return;
  case TC_ALARM_CALL_AGAIN:
    submit_state (self, TC_ALARM_TEXT_SENDING, step->tries, kept_cb, tell (self, NULL));
    return;
  case TC_ALARM_CALL_STOPPED:
    note (self, TC_ALARM_TEXT_STOPPED, step->tries);
    return;
  case TC_ALARM_CALL_PASSED:
    g_warning ("an SMS that couldn't be sent is given up: its alarm has gone on to others");
    note (self, TC_ALARM_TEXT_FAILED, step->tries);
    return;
  case TC_ALARM_CALL_UNSURE:
    g_warning ("an SMS may not have been sent: the server stopped meanwhile");
    note (self, TC_ALARM_TEXT_UNSURE, step->tries);
    return;
  case TC_ALARM_CALL_NOTHING:
  default:
    tell_held (self, step->held);
    rest (self);
  }
}

typedef struct {
  TcAlarmCallLimits limits;
  gint64 seen_lsn;
  gboolean due; /* whatever was done since */
} Look;

/* (nullable): NULL without an error: it is as it was */
static gpointer
plan (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const Look *look = data;
  TcAlarmCallStep *step = NULL;

  /* One view of all that it reads, which is also faster. */
  tc_database_begin (db);
  if (look->due || tc_alarm_call_has_changed (db, look->seen_lsn))
    step = tc_alarm_call_plan (db, &look->limits, g_get_real_time ());
  tc_database_rollback (db);
  return step;
}

static void
planned_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  TcAlarmCalls *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TcAlarmCallStep) step = tc_worker_run_finish (TC_WORKER (source), result, &error);

  if (!is_over (self) && error) {
    self->next_us = 0;
    g_warning ("whom to tell of alarms by SMS couldn't be looked up: %s", error->message);
    rest (self);
  } else if (!is_over (self) && (!step || self->testing)) {
    self->next_us = step ? 0 : self->next_us;
    rest (self);
  } else if (!is_over (self)) {
    self->step = g_steal_pointer (&step);
    carry_out (self);
  }
  unref_calls (self);
}

static gint64
get_lsn (TcAlarmCalls *self)
{
  TcPosition position;

  tc_hub_worker_get_position (self->parts->hub, &position);
  return position.lsn;
}

/* Also once a clock was put back. */
static gboolean
is_due (TcAlarmCalls *self)
{
  gint64 left_us = self->next_us - g_get_real_time ();

  return left_us <= 0 || left_us > TC_ALARM_RULE_US_MIN;
}

static void
ask (TcAlarmCalls *self)
{
  const Look look = {self->limits, self->seen_lsn, is_due (self)};

  self->busy = TRUE;
  self->seen_lsn = get_lsn (self);
  tc_worker_run_async (self->parts->reader, plan, g_memdup2 (&look, sizeof look), g_free,
                       (GDestroyNotify) tc_alarm_call_step_free, self->cancellable, planned_cb,
                       g_rc_box_acquire (self));
}

static gboolean
look_cb (gpointer data)
{
  TcAlarmCalls *self = data;

  if (!self->busy && !self->testing && (is_due (self) || get_lsn (self) != self->seen_lsn))
    ask (self);
  return G_SOURCE_CONTINUE;
}

/* ---- a test ---- */

static void
tested_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  TcAlarmCalls *self = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  self->testing = FALSE;
  self->began_us = 0;
  if (tc_text_command_run_finish (result, &error))
    g_task_return_boolean (task, TRUE);
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT))
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_TIMED_OUT,
                             "the program gave no answer within %u s and was ended; " LOOK_AT,
                             (guint) self->parts->config->alarm_call_timeout_s);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
return_busy (TcAlarmCalls *self, GTask *task)
{
  gint64 passed_us = self->began_us ? g_get_monotonic_time () - self->began_us : 0;

  if (passed_us < SOON_US)
    g_task_return_new_error (task, TC_ERROR, TC_ERROR_BUSY,
                             "an SMS is being sent at this moment: try again");
  else
    g_task_return_new_error (task, TC_ERROR, TC_ERROR_BUSY,
                             "the program hasn't answered for %u s about another SMS, and is ended"
                             " after %u s; " LOOK_AT,
                             (guint) (passed_us / G_USEC_PER_SEC),
                             (guint) self->parts->config->alarm_call_timeout_s);
}

void
tc_alarm_calls_test_async (TcAlarmCalls *self, const char *phone, GCancellable *cancellable,
                           GAsyncReadyCallback callback, gpointer data)
{
  const TcServerConfig *config = self->parts->config;
  g_autoptr (GTask) task = g_task_new (NULL, NULL, callback, data);
  g_autofree char *number = tc_text_command_clean_number (phone);
  g_autofree char *text = tc_alarm_call_words_test (is_vietnamese (self), g_get_real_time ());

  g_task_set_task_data (task, g_rc_box_acquire (self), unref_calls);
  if (!number) {
    g_task_return_new_error (task, TC_ERROR, TC_ERROR_INVALID, "\"%s\" isn't a telephone number",
                             phone);
    return;
  }
  if (self->step || self->testing) {
    return_busy (self, task);
    return;
  }
  self->testing = TRUE;
  self->began_us = g_get_monotonic_time ();
  tc_text_command_run_async (
      config->alarm_call_command, number, text, tc_operation_sink_make_id (get_sink (self)),
      (guint) config->alarm_call_timeout_s, cancellable, tested_cb, g_steal_pointer (&task));
}

gboolean
tc_alarm_calls_test_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

/* ---- the whole ---- */

TcAlarmCalls *
tc_alarm_calls_new (const TcServerParts *parts)
{
  const TcServerConfig *config = parts->config;
  TcAlarmCalls *self = g_rc_box_new0 (TcAlarmCalls);

  self->parts = parts;
  self->limits = (TcAlarmCallLimits){config->alarm_call_hour_max, config->alarm_call_person_max,
                                     config->alarm_call_others_minutes * 60 * G_USEC_PER_SEC,
                                     config->alarm_call_retry_s * G_USEC_PER_SEC};
  self->cancellable = g_cancellable_new ();
  self->source = g_timeout_add_seconds (TC_ALARM_CALLS_LOOK_S, look_cb, self);
  return self;
}

void
tc_alarm_calls_free (TcAlarmCalls *self)
{
  g_clear_handle_id (&self->source, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  unref_calls (self);
}
