/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The alarms of a desk; see the header.
 */
#include "tc-alarms.h"

#include "tc-debounce.h"
#include "tc-now.h"

#define READ_INTERVAL_MS 300
#define TICK_S 5

struct _TcAlarms {
  GObject parent;
  TcWorker *reader; /* (owned) */
  gint64 staff_id;
  GArray *alarms;            /* (owned) (nullable) (element-type TcAlarm) */
  GError *error;             /* (owned) (nullable): of the last time */
  GCancellable *cancellable; /* (owned) */
  TcDebounce *reread;        /* (owned) */
  guint tick;                /* source id */
};

G_DEFINE_FINAL_TYPE (TcAlarms, tc_alarms, G_TYPE_OBJECT)

static guint changed_signal;

static gpointer
read_alarms (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  return tc_alarm_list (db, *(gint64 *) data, tc_now_us ());
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TcAlarms) self = data;
  g_autoptr (GError) error = NULL;
  GArray *alarms = tc_worker_run_finish (TC_WORKER (source), result, &error);

  if (!self->reread) {
    g_clear_pointer (&alarms, g_array_unref);
    return;
  }
  g_clear_error (&self->error);
  if (alarms) {
    g_clear_pointer (&self->alarms, g_array_unref);
    self->alarms = alarms;
  } else {
    g_warning ("working out the alarms: %s", error->message);
    self->error = g_steal_pointer (&error);
  }
  g_signal_emit (self, changed_signal, 0);
  tc_debounce_done (self->reread);
}

static void
reread_cb (gpointer data)
{
  TcAlarms *self = data;

  /* What is counted beside it may take long. */
  tc_worker_run_first_async (
      self->reader, read_alarms, g_memdup2 (&self->staff_id, sizeof self->staff_id), g_free,
      (GDestroyNotify) g_array_unref, self->cancellable, read_cb, g_object_ref (self));
}

static gboolean
tick_cb (gpointer data)
{
  tc_debounce_ask (TC_ALARMS (data)->reread);
  return G_SOURCE_CONTINUE;
}

GArray *
tc_alarms_get (TcAlarms *self)
{
  g_return_val_if_fail (TC_IS_ALARMS (self), NULL);
  return self->alarms;
}

guint
tc_alarms_count_ringing (TcAlarms *self)
{
  guint n = 0;

  g_return_val_if_fail (TC_IS_ALARMS (self), 0);
  for (guint i = 0; self->alarms && i < self->alarms->len; i++)
    n += g_array_index (self->alarms, TcAlarm, i).state == TC_ALARM_RINGING;
  return n;
}

const GError *
tc_alarms_get_error (TcAlarms *self)
{
  g_return_val_if_fail (TC_IS_ALARMS (self), NULL);
  return self->error;
}

void
tc_alarms_rows_changed (TcAlarms *self, const char *table)
{
  static const char *const read[] = {"incident",
                                     "dispatch",
                                     "alarm_mark",
                                     "session",
                                     "field_term",
                                     "post",
                                     "big_event",
                                     "big_event_member",
                                     "alarm_rule",
                                     "alarm_suppression",
                                     "journal_entry",
                                     "alarm_text",
                                     NULL};

  g_return_if_fail (TC_IS_ALARMS (self));
  if (g_strv_contains (read, table))
    tc_debounce_ask (self->reread);
}

void
tc_alarms_replaced (TcAlarms *self)
{
  g_return_if_fail (TC_IS_ALARMS (self));
  tc_debounce_ask (self->reread);
}

/* ---- what is done ---- */

static void
submit (const TcCommand *command, const TcOperationType *type, gconstpointer args)
{
  tc_operation_sink_submit_async (command->sink, type, args, command->cancellable,
                                  command->callback, command->data);
}

void
tc_alarm_command_acknowledge (const TcCommand *command, const TcAlarm *alarm)
{
  submit (command, &tc_alarm_acknowledge_type,
          &(TcAlarmMark){alarm->incident_id, tc_alarm_kind_get_code (alarm->kind)});
}

void
tc_alarm_command_shelve (const TcCommand *command, const TcAlarm *alarm, const char *reason,
                         gint64 until_us)
{
  submit (
      command, &tc_alarm_shelve_type,
      &(TcAlarmShelve){alarm->incident_id, tc_alarm_kind_get_code (alarm->kind), reason, until_us});
}

void
tc_alarm_command_call (const TcCommand *command, const TcAlarm *alarm)
{
  submit (command, &tc_alarm_call_type,
          &(TcAlarmCall){alarm->incident_id, tc_alarm_kind_get_code (alarm->kind), alarm->call_id});
}

void
tc_alarm_command_unshelve (const TcCommand *command, const TcAlarm *alarm)
{
  submit (command, &tc_alarm_unshelve_type,
          &(TcAlarmMark){alarm->incident_id, tc_alarm_kind_get_code (alarm->kind)});
}

/* ---- object ---- */

static void
tc_alarms_dispose (GObject *object)
{
  TcAlarms *self = TC_ALARMS (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->tick, g_source_remove);
  g_clear_pointer (&self->reread, tc_debounce_free);
  g_clear_object (&self->reader);
  G_OBJECT_CLASS (tc_alarms_parent_class)->dispose (object);
}

static void
tc_alarms_finalize (GObject *object)
{
  TcAlarms *self = TC_ALARMS (object);

  g_object_unref (self->cancellable);
  g_clear_pointer (&self->alarms, g_array_unref);
  g_clear_error (&self->error);
  G_OBJECT_CLASS (tc_alarms_parent_class)->finalize (object);
}

static void
tc_alarms_class_init (TcAlarmsClass *class)
{
  G_OBJECT_CLASS (class)->dispose = tc_alarms_dispose;
  G_OBJECT_CLASS (class)->finalize = tc_alarms_finalize;
  changed_signal = g_signal_new ("changed", TC_TYPE_ALARMS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 0);
}

static void
tc_alarms_init (TcAlarms *self)
{
  self->cancellable = g_cancellable_new ();
  self->reread = tc_debounce_new (READ_INTERVAL_MS, reread_cb, self);
  self->tick = g_timeout_add_seconds (TICK_S, tick_cb, self);
}

TcAlarms *
tc_alarms_new (TcWorker *reader, gint64 staff_id)
{
  TcAlarms *self = g_object_new (TC_TYPE_ALARMS, NULL);

  self->reader = g_object_ref (reader);
  self->staff_id = staff_id;
  tc_debounce_hurry (self->reread);
  return self;
}
