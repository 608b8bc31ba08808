/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A desk over the control room; see the header. The room's database is in memory; after each
 * operation it is copied over the file that the reader has open.
 */
#include "tc-fixture-file.h"
#include "tc-room-cameras.h"
#include "tc-room-desk-private.h"
#include "tc-room-history.h"
#include "tc-room-names.h"
#include "tc-schema.h"

#include "tc-answer-template.h"
#include "tc-desk-acts.h"
#include "tc-desk-files.h"
#include "tc-desk-tray.h"

#include <glib/gstdio.h>

static void sink_iface_init (TcOperationSinkInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (TcDesk, tc_desk, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (TC_TYPE_OPERATION_SINK, sink_iface_init))

enum {
  PROP_STATE = 1,
  PROP_DISK,
  PROP_OFFLINE_SINCE_US,
  PROP_PENDING,
  PROP_ATTENTION,
  PROP_ATTENTION_HIDDEN,
  PROP_ROUND_TRIP_MS,
  PROP_CLOCK_AHEAD_US,
  PROP_NAME,
  PROP_PERSON_ID,
  PROP_PERSON_NAME,
  PROP_SESSION_UNTIL_US,
  PROP_CHECKED_US,
  PROP_LOADING,
  PROP_DEMONSTRATION,
  PROP_TURNED_AWAY,
  PROP_RELAY,
  PROP_RELAY_SINCE_US,
  N_PROPS
};

static GParamSpec *props[N_PROPS];
static guint rows_changed, replaced, stopping;

/* An operation that was carried out and isn't answered yet. */
typedef struct {
  GTask *task;        /* (owned) */
  TcVerdict *verdict; /* (owned) */
} Answer;

/* ---- the room ---- */

/* As the replica's thread does when nobody asks for anything. */
void
tc_room_desk_publish (TcDesk *self)
{
  tc_room_names_read (self->room);
  tc_fixture_copy (self->file, self->room->fixture->db);
}

void
tc_room_desk_take_back (TcDesk *self)
{
  tc_fixture_copy (self->room->fixture->db, self->file);
}

static void
tell (TcDesk *self, gint64 incident_id)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  g_array_append_val (ids, incident_id);
  tc_room_desk_publish (self);
  g_signal_emit (self, rows_changed, 0, "incident", ids);
  g_signal_emit (self, rows_changed, 0, "incident_event", ids);
  g_signal_emit (self, rows_changed, 0, "dispatch", ids);
}

TcRefusal *
tc_room_desk_carry_out (TcDesk *self, TcActor actor, const TcOperationType *type,
                        gconstpointer args)
{
  self->room->fixture->now_us = MAX (g_get_real_time (), self->room->fixture->now_us + 1);
  return tc_fixture_try_as (self->room->fixture, actor, type, args);
}

gint64
tc_room_desk_report_text (TcDesk *self, const char *text, gboolean classified)
{
  gint64 id = tc_room_report_text (self->room, text, classified);

  tell (self, id);
  return id;
}

gint64
tc_room_desk_report (TcDesk *self, const char *title, gint64 priority)
{
  gint64 id = tc_room_report_at (self->room, title, priority, g_get_real_time ());

  tell (self, id);
  return id;
}

gint64
tc_room_desk_report_private (TcDesk *self)
{
  gint64 id = tc_room_report_private (self->room);

  tell (self, id);
  return id;
}

void
tc_room_desk_take_elsewhere (TcDesk *self, gint64 incident_id)
{
  TcIncidentTake args = {incident_id, 0};
  g_autoptr (TcRefusal)
      refusal = tc_room_desk_carry_out (self, self->room->minh, &tc_incident_take_type, &args);

  g_assert_null (refusal);
  tell (self, incident_id);
}

void
tc_room_desk_send_elsewhere (TcDesk *self, gint64 incident_id, gboolean second, gint64 ago_us)
{
  TcIncidentDispatch args = {incident_id, tc_room_id (self->room),
                             second ? self->room->unit2 : self->room->unit, NULL, TC_NONE};

  self->room->fixture->now_us = g_get_real_time () - ago_us;
  tc_fixture_run_as (self->room->fixture, self->room->minh, &tc_incident_dispatch_type, &args);
  tell (self, incident_id);
}

void
tc_room_desk_write_as_unit (TcDesk *self, gint64 incident_id, const char *text)
{
  TcTaskSay args = {incident_id, tc_room_desk_get_task (self, incident_id), tc_room_id (self->room),
                    text, TC_VIA_PAGE};

  self->room->fixture->now_us = g_get_real_time ();
  tc_fixture_run (self->room->fixture, &tc_task_say_type, &args);
  tell (self, incident_id);
}

void
tc_room_desk_share_duty (TcDesk *self)
{
  tc_room_share_duty (self->room, self->room->unit2, NULL);
  tc_room_desk_publish (self);
}

TcIncidentState
tc_room_desk_get_incident_state (TcDesk *self, gint64 incident_id)
{
  return tc_room_state (self->room, incident_id);
}

guint
tc_room_desk_count_dispatches (TcDesk *self)
{
  return (guint) tc_room_int (self->room, "SELECT count(*) FROM dispatch WHERE id > ?", 0);
}

gint64
tc_room_desk_get_task (TcDesk *self, gint64 incident_id)
{
  return tc_room_int (self->room, "SELECT max (id) FROM dispatch WHERE incident_id = ?",
                      incident_id);
}

guint
tc_room_desk_count_reports (TcDesk *self, gint64 incident_id)
{
  return (guint) tc_room_int (self->room, "SELECT count(*) FROM report WHERE incident_id = ?",
                              incident_id);
}

void
tc_room_desk_let_wait (TcDesk *self, gint64 id, gboolean waits)
{
  GHashTable *before = self->waiting;

  self->waiting = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  if (waits)
    g_hash_table_add (self->waiting, g_memdup2 (&id, sizeof id));
  g_hash_table_unref (before);
  g_signal_emit_by_name (self, "waiting-changed");
}

void
tc_room_desk_set_loading (TcDesk *self, double loading)
{
  self->loading = loading;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_LOADING]);
}

void
tc_room_desk_put_out (TcDesk *self, const char *code)
{
  self->signed_out = g_intern_string (code);
  tc_desk_sign_out (self);
}

void
tc_room_desk_lose (TcDesk *self, gint64 incident_id)
{
  tc_database_execute (self->room->fixture->db, "DELETE FROM incident WHERE id = ?", "i",
                       incident_id);
  tc_room_desk_publish (self);
  g_signal_emit (self, replaced, 0);
}

static gpointer
wait_for_release (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  TcDesk *self = data;

  g_mutex_lock (&self->lock);
  while (self->reader_stands)
    g_cond_wait (&self->released, &self->lock);
  g_mutex_unlock (&self->lock);
  return NULL;
}

void
tc_room_desk_stop_reading (TcDesk *self, gboolean stop)
{
  g_mutex_lock (&self->lock);
  self->reader_stands = stop;
  g_cond_signal (&self->released);
  g_mutex_unlock (&self->lock);
  if (stop)
    tc_worker_run_async (self->reader, wait_for_release, self, NULL, NULL, NULL, NULL, NULL);
}

static void
give_answer (gpointer data)
{
  Answer *answer = data;

  g_task_return_pointer (answer->task, answer->verdict, (GDestroyNotify) tc_verdict_free);
  g_object_unref (answer->task);
  g_free (answer);
}

void
tc_room_desk_hold_answers (TcDesk *self, gboolean hold)
{
  g_autoptr (GPtrArray) answers = g_steal_pointer (&self->answers);

  if (hold)
    self->answers = g_ptr_array_new_with_free_func (give_answer);
}

void
tc_room_desk_become_unit (TcDesk *self)
{
  TcDatabase *db = self->room->fixture->db;

  /* Sent by who sits here now, whose session is in force. */
  self->room->lan = self->me;
  tc_room_make (self->room, TC_STATE_DISPATCHED);
  tc_room_desk_seat (self, self->room->crew.staff_id);
  tc_database_execute (db, "UPDATE session SET staff_id = ? WHERE id = ?", "ii", self->me.staff_id,
                       self->me.session_id);
  tc_database_execute (db, "DELETE FROM held_scope WHERE id <> 1", NULL);
  tc_database_execute (db, "INSERT INTO held_scope SELECT id, kind FROM scope WHERE agency_id = ?",
                       "i", self->room->unit);
  tc_room_desk_publish (self);
}

static void
open_outbox (TcDesk *self)
{
  static const TcSchemaSet *const sets[] = {&tc_schema_outbox, NULL};
  g_autofree char *path = g_build_filename (self->dir, "outbox.db", NULL);
  TcDatabase *db = tc_database_open (path, TC_DATABASE_WRITER, NULL);

  g_assert_true (tc_schema_migrate (db, sets, NULL));
  tc_database_close (db);
  self->outbox = tc_worker_new ("outbox", path, TC_DATABASE_WRITER, NULL);
  g_assert_nonnull (self->outbox);
}

/* What the room promises beside the end: of each priority a part of that time. */
static void
set_levels (TcRoom *room)
{
  for (gint64 priority = TC_PRIORITY_EMERGENCY; priority <= TC_PRIORITY_NOTICE; priority++) {
    gint64 minutes = priority * priority * 10;
    TcFieldSetTerm args = {.term_id = tc_room_id (room),
                           .priority = priority,
                           .minutes = minutes,
                           .valid_from_us = room->fixture->now_us - TC_US_PER_DAY,
                           .take_minutes = minutes / 5,
                           .dispatch_minutes = minutes / 2,
                           .acknowledge_minutes = minutes / 5,
                           .reopen_days = 7};
    tc_fixture_run (room->fixture, &tc_field_set_term_type, &args);
  }
}

static void
set_templates (TcRoom *room)
{
  TcAnswerSetTemplate on_it = {tc_room_id (room),    "on-it", 0, NULL, "vi", "Đang xử lý",
                               "Đang xử lý {code}.", 1};
  TcAnswerSetTemplate thanks = {tc_room_id (room), "thanks",         0, NULL, "vi",
                                "Đã tiếp nhận",    "Cảm ơn ông/bà.", 1};

  tc_fixture_run (room->fixture, &tc_answer_set_template_type, &on_it);
  tc_fixture_run (room->fixture, &tc_answer_set_template_type, &thanks);
}

static void
eyes_changed_cb (gpointer self)
{
  g_signal_emit (self, replaced, 0);
}

TcDesk *
tc_desk_open (const char *data_dir, GError **error)
{
  TcDesk *self = g_object_new (TC_TYPE_DESK, NULL);
  TcSessionOpen session = {0};
  TcIncidentLeaseCodes codes = {0};
  g_autofree char *dir = data_dir ? g_strdup (data_dir) : g_dir_make_tmp (NULL, error);

  g_assert_cmpint (g_mkdir_with_parents (dir, 0700), ==, 0);
  self->dir = g_strdup (dir);
  self->path = g_build_filename (dir, "room.db", NULL);
  open_outbox (self);
  self->room = tc_room_new ();
  self->room->fixture->now_us = g_get_real_time () - 4 * TC_HOUR_US;
  session = (TcSessionOpen){tc_room_id (self->room), self->room->lan.staff_id, 3,
                            g_get_real_time () + TC_US_PER_DAY};
  tc_fixture_run (self->room->fixture, &tc_session_open_type, &session);
  self->me = (TcActor){self->room->lan.staff_id, session.session_id, 3};
  session.session_id = tc_room_id (self->room);
  session.staff_id = self->room->minh.staff_id;
  session.desk_id = 4;
  tc_fixture_run (self->room->fixture, &tc_session_open_type, &session);
  self->room->minh.session_id = session.session_id;
  self->room->day = tc_incident_day (g_get_real_time ());
  codes = (TcIncidentLeaseCodes){tc_room_id (self->room), 0, self->room->day, 1, 1000};
  tc_fixture_run (self->room->fixture, &tc_incident_lease_codes_type, &codes);
  self->code_replica = self->me.desk;
  codes = (TcIncidentLeaseCodes){tc_room_id (self->room), 3, self->room->day, 1001, 50};
  tc_fixture_run (self->room->fixture, &tc_incident_lease_codes_type, &codes);
  TcResponsibilitySet duty = {
      tc_room_id (self->room), self->room->field, 0, self->room->unit, 1, NULL};
  tc_fixture_run (self->room->fixture, &tc_responsibility_set_type, &duty);
  set_levels (self->room);
  set_templates (self->room);
  tc_room_names_add_superior (self->room);
  tc_room_names_add (self->room);
  tc_room_names_hold_scopes (self->room);
  tc_room_add_fields (self->room);
  if (g_getenv ("TC_ROOM_HISTORY"))
    tc_room_history_fill (self->room, g_get_real_time () - 4 * TC_HOUR_US);
  tc_room_fill_morning (self->room);
  tc_room_names_tell_superior (self->room);
  if (g_getenv ("TC_ROOM_CAMERAS"))
    tc_room_desk_add_cameras (self);
  self->file = tc_database_open (self->path, TC_DATABASE_WRITER, error);
  g_assert_nonnull (self->file);
  tc_room_desk_publish (self);
  self->reader = tc_worker_new ("reader", self->path, 0, error);
  g_assert_nonnull (self->reader);
  self->eyes = tc_desk_eyes_new (G_OBJECT (self), eyes_changed_cb);
  tc_desk_eyes_give (self->eyes, self->reader, 0);
  tc_room_desk_seat (self, self->me.staff_id);
  if (g_getenv ("TC_ROOM_TRAY"))
    tc_room_desk_fill_tray (self);
  if (g_getenv ("TC_ROOM_UNDECIDED"))
    tc_room_desk_let_idle (
        self, tc_room_int (self->room, "SELECT min (id) FROM incident WHERE id > ?", 0), TRUE,
        FALSE);
  tc_room_desk_begin_session (self);
  return self;
}

void
tc_desk_start (TcDesk *self)
{
  tc_room_desk_set_online (self, TRUE);
}

void
tc_desk_stop (TcDesk *self)
{
  g_signal_emit (self, stopping, 0);
  tc_worker_stop (self->outbox);
  tc_worker_stop (self->reader);
}

/* ---- what the screen asks ---- */

void
tc_desk_set_ca (TcDesk *self, const char *pem)
{
}

const char *
tc_desk_get_refused_certificate (TcDesk *self)
{
  return NULL;
}

void
tc_desk_enrol_async (TcDesk *self, const char *url, const char *code, GCancellable *cancellable,
                     GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, data);

  g_task_return_pointer (task, tc_refusal_new ("enrol.code", NULL),
                         (GDestroyNotify) tc_refusal_free);
}

TcRefusal *
tc_desk_enrol_finish (TcDesk *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

gboolean
tc_desk_may (TcDesk *self, const char *capability)
{
  return self->me.staff_id != 0 && !self->rights_held;
}

void
tc_room_desk_hold_rights (TcDesk *self, gboolean hold)
{
  self->rights_held = hold;
  g_object_notify (G_OBJECT (self), "person-id");
}

TcDeskState
tc_desk_get_state (TcDesk *self)
{
  return self->state;
}

TcDiskState
tc_desk_get_disk (TcDesk *self)
{
  return self->disk;
}

guint
tc_desk_get_pending (TcDesk *self)
{
  return g_hash_table_size (self->waiting);
}

TcWorker *
tc_desk_get_reader (TcDesk *self)
{
  return self->reader;
}

TcWorker *
tc_desk_get_side_reader (TcDesk *self)
{
  return self->reader;
}

void
tc_desk_take_now (TcDesk *self)
{
}

gint64
tc_desk_now_us (TcDesk *self)
{
  return g_get_real_time ();
}

char *
tc_desk_take_code (TcDesk *self, gint64 now_us)
{
  return tc_incident_next_code (self->room->fixture->db, self->code_replica,
                                tc_incident_day (now_us), self->code_number, &self->code_number);
}

/* ---- what files ask ---- */

static void
outbox_ran_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;
  gpointer value = tc_worker_run_finish (TC_WORKER (source), result, &error);

  if (error)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, value, NULL);
}

void
tc_desk_keep_look (TcDesk *self, const char *hash, gint64 look)
{
  g_autoptr (GArray) none = g_array_new (FALSE, FALSE, sizeof (gint64));

  if (!tc_incident_similar_keep_look (self->room->fixture->db, hash, look))
    return;
  tc_room_desk_publish (self);
  g_signal_emit (self, rows_changed, 0, "picture_look", none);
}

void
tc_desk_run_outbox_async (TcDesk *self, TcWorkFunc func, gpointer data, GDestroyNotify data_free,
                          GDestroyNotify result_free, GAsyncReadyCallback callback,
                          gpointer user_data)
{
  tc_worker_run_async (self->outbox, func, data, data_free, result_free, NULL, outbox_ran_cb,
                       g_task_new (self, NULL, callback, user_data));
}

gpointer
tc_desk_run_outbox_finish (TcDesk *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

void
tc_desk_submit_as_async (TcDesk *self, const TcOperationType *type, gconstpointer args,
                         gint64 actor_id, gint64 session_id, GAsyncReadyCallback callback,
                         gpointer data)
{
  g_assert_cmpint (actor_id, ==, self->me.staff_id);
  tc_operation_sink_submit_async (TC_OPERATION_SINK (self), type, args, NULL, callback, data);
}

void
tc_desk_insist_as_async (TcDesk *self, const TcOperationType *type, gconstpointer args,
                         gint64 actor_id, gint64 session_id, GAsyncReadyCallback callback,
                         gpointer data)
{
  tc_desk_submit_as_async (self, type, args, actor_id, session_id, callback, data);
}

TcVerdict *
tc_desk_submit_as_finish (TcDesk *self, GAsyncResult *result, GError **error)
{
  return tc_operation_sink_submit_finish (TC_OPERATION_SINK (self), result, error);
}

/* ---- sink ---- */

static gint64
make_id (TcOperationSink *sink)
{
  return tc_room_id (TC_DESK (sink)->room);
}

static void
submit_async (TcOperationSink *sink, const TcOperationType *type, gconstpointer args,
              GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  TcDesk *self = TC_DESK (sink);
  g_autoptr (GTask) task = self->me.staff_id
                               ? tc_desk_begin_act (self, type->name, tc_args_encode (type, args),
                                                    NULL, callback, data)
                               : g_task_new (self, cancellable, callback, data);
  TcVerdict *verdict = g_new0 (TcVerdict, 1);
  g_autoptr (GVariant) raw = g_variant_ref_sink (tc_args_encode (type, args));
  g_autoptr (GVariant) values = g_variant_ref_sink (tc_args_clean (type, raw));
  g_autoptr (TcArgs) decoded = tc_args_decode (type, type->version, values, &verdict->refusal);
  gint64 incident_id = 0;

  if (self->refuse_next)
    verdict->refusal = tc_refusal_new (g_steal_pointer (&self->refuse_next), NULL);
  else if (self->me.staff_id == 0)
    verdict->refusal = tc_refusal_new ("people.no-session", NULL);
  else if (decoded && !self->drop_next)
    verdict->refusal = tc_room_desk_carry_out (self, self->me, type, tc_args_get (decoded));
  g_variant_lookup (values, "incident_id", "x", &incident_id);
  tell (self, incident_id);
  tc_room_desk_tell_shift (self, type);
  self->drop_next = FALSE;
  if (self->doubt_next) {
    GError *error = g_error_new (TC_ERROR, TC_ERROR_UNKNOWN, "the disk was away");

    self->doubt_next = FALSE;
    tc_verdict_free (verdict);
    tc_desk_settle_act (task, NULL, error);
    g_task_return_error (task, error);
    return;
  }
  tc_desk_settle_act (task, verdict, NULL);
  if (self->answers) {
    Answer *answer = g_new0 (Answer, 1);

    *answer = (Answer){g_steal_pointer (&task), verdict};
    g_ptr_array_add (self->answers, answer);
    return;
  }
  g_task_return_pointer (task, verdict, (GDestroyNotify) tc_verdict_free);
}

static TcVerdict *
submit_finish (TcOperationSink *sink, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
sink_iface_init (TcOperationSinkInterface *iface)
{
  iface->make_id = make_id;
  iface->submit_async = submit_async;
  iface->submit_finish = submit_finish;
}

/* ---- object ---- */

static void
tc_desk_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  TcDesk *self = TC_DESK (object);

  switch (id) {
  case PROP_STATE:
    g_value_set_int (value, self->state);
    break;
  case PROP_DISK:
    g_value_set_int (value, (int) self->disk);
    break;
  case PROP_OFFLINE_SINCE_US:
    g_value_set_int64 (value, self->offline_since_us);
    break;
  case PROP_ATTENTION:
    g_value_set_uint (value, tc_desk_get_attention (self));
    break;
  case PROP_ATTENTION_HIDDEN:
    g_value_set_uint (value, tc_desk_get_attention_hidden (self));
    break;
  case PROP_CLOCK_AHEAD_US:
    g_value_set_int64 (value, self->clock_ahead_us);
    break;
  case PROP_ROUND_TRIP_MS:
    g_value_set_int (value, 8);
    break;
  case PROP_NAME:
    g_value_set_string (value, "Bàn 03");
    break;
  case PROP_PERSON_ID:
    g_value_set_int64 (value, self->me.staff_id);
    break;
  case PROP_RELAY:
    g_value_set_int (value, self->relay);
    break;
  case PROP_RELAY_SINCE_US:
    g_value_set_int64 (value, self->relay_since_us);
    break;
  case PROP_PERSON_NAME:
    g_value_set_string (value, tc_room_desk_get_name (self));
    break;
  case PROP_SESSION_UNTIL_US:
    g_value_set_int64 (value, self->session_until_us);
    break;
  case PROP_CHECKED_US:
    g_value_set_int64 (value, self->checked_us);
    break;
  case PROP_LOADING:
    g_value_set_double (value, self->loading);
    break;
  case PROP_TURNED_AWAY:
    g_value_set_string (value, self->turned_away);
    break;
  case PROP_DEMONSTRATION:
    g_value_set_boolean (value, self->demonstration);
    break;
  default:
    break;
  }
}

static void
tc_desk_finalize (GObject *object)
{
  TcDesk *self = TC_DESK (object);

  g_clear_object (&self->reader);
  tc_desk_eyes_free (self->eyes);
  g_clear_object (&self->outbox);
  g_clear_pointer (&self->answers, g_ptr_array_unref);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->released);
  g_free (self->dir);
  g_clear_pointer (&self->file, tc_database_close);
  g_clear_pointer (&self->room, tc_room_free);
  g_ptr_array_unref (self->tray);
  g_hash_table_unref (self->waiting);
  g_hash_table_unref (self->provisional);
  g_ptr_array_unref (self->undecided);
  g_free (self->path);
  G_OBJECT_CLASS (tc_desk_parent_class)->finalize (object);
}

static void
tc_desk_class_init (TcDeskClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = tc_desk_get_property;
  object_class->finalize = tc_desk_finalize;
  props[PROP_STATE] = g_param_spec_int ("state", NULL, NULL, 0, 3, 0, flags);
  props[PROP_DISK] = g_param_spec_int ("disk", NULL, NULL, 0, TC_DISK_FAULTY, 0, flags);
  props[PROP_OFFLINE_SINCE_US] = g_param_spec_int64 ("offline-since-us", NULL, NULL, 0, G_MAXINT64,
                                                     0, flags);
  props[PROP_PENDING] = g_param_spec_uint ("pending", NULL, NULL, 0, G_MAXUINT, 0, flags);
  props[PROP_ATTENTION] = g_param_spec_uint ("attention", NULL, NULL, 0, G_MAXUINT, 0, flags);
  props[PROP_ATTENTION_HIDDEN] = g_param_spec_uint ("attention-hidden", NULL, NULL, 0, G_MAXUINT, 0,
                                                    flags);
  props[PROP_CLOCK_AHEAD_US] = g_param_spec_int64 ("clock-ahead-us", NULL, NULL, G_MININT64,
                                                   G_MAXINT64, 0, G_PARAM_READABLE);
  props[PROP_ROUND_TRIP_MS] = g_param_spec_int ("round-trip-ms", NULL, NULL, -1, G_MAXINT, -1,
                                                flags);
  props[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, flags);
  props[PROP_PERSON_ID] = g_param_spec_int64 ("person-id", NULL, NULL, 0, G_MAXINT64, 0, flags);
  props[PROP_PERSON_NAME] = g_param_spec_string ("person-name", NULL, NULL, NULL, flags);
  props[PROP_SESSION_UNTIL_US] = g_param_spec_int64 ("session-until-us", NULL, NULL, 0, G_MAXINT64,
                                                     0, flags);
  props[PROP_CHECKED_US] = g_param_spec_int64 ("checked-us", NULL, NULL, 0, G_MAXINT64, 0, flags);
  props[PROP_LOADING] = g_param_spec_double ("loading", NULL, NULL, 0, 1, 0, flags);
  props[PROP_DEMONSTRATION] = g_param_spec_boolean ("demonstration", NULL, NULL, FALSE, flags);
  props[PROP_TURNED_AWAY] = g_param_spec_string ("turned-away", NULL, NULL, NULL, flags);
  props[PROP_RELAY] = g_param_spec_int ("relay", NULL, NULL, 0, TC_DESK_RELAY_CUT, 0, flags);
  props[PROP_RELAY_SINCE_US] = g_param_spec_int64 ("relay-since-us", NULL, NULL, 0, G_MAXINT64, 0,
                                                   flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
  rows_changed = g_signal_new ("rows-changed", TC_TYPE_DESK, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                               G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_ARRAY);
  replaced = g_signal_new ("replaced", TC_TYPE_DESK, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                           G_TYPE_NONE, 0);
  g_signal_new ("reloaded", TC_TYPE_DESK, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  g_signal_new ("notice", TC_TYPE_DESK, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2,
                G_TYPE_STRING, G_TYPE_VARIANT);
  g_signal_new ("waiting-changed", TC_TYPE_DESK, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                G_TYPE_NONE, 0);
  g_signal_new ("signing-out", TC_TYPE_DESK, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                0);
  stopping = g_signal_new ("stopping", TC_TYPE_DESK, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                           G_TYPE_NONE, 0);
  tc_desk_acts_install (TC_TYPE_DESK);
}

static void
tc_desk_init (TcDesk *self)
{
  const char *loading = g_getenv ("TC_ROOM_LOADING");

  self->state = TC_DESK_OFFLINE;
  /* For a look at a desk whose history is still to come. */
  self->loading = g_ascii_strtod (loading ? loading : "1", NULL);
  g_mutex_init (&self->lock);
  g_cond_init (&self->released);
  self->tray = g_ptr_array_new_with_free_func ((GDestroyNotify) tc_tray_entry_free);
  self->waiting = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->provisional = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->undecided = g_ptr_array_new_with_free_func ((GDestroyNotify) tc_undecided_free);
}
