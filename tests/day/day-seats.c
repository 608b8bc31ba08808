/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The desks of the day; see day.h.
 */
#include "day.h"

#include "tc-admin-operate.h"
#include "tc-incident-queue.h"
#include "tc-operation-sink.h"
#include "tc-people-operations.h"
#include "wait-limit.h"

#include <stdlib.h>

#define WAKE_MS 20

static gboolean
wake_cb (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

void
day_spin (gboolean (*done) (gpointer data), gpointer data, const char *what)
{
  gint64 end_us = g_get_monotonic_time () + WAIT_US;
  guint wake = g_timeout_add_full (G_PRIORITY_DEFAULT, WAKE_MS, wake_cb, NULL, NULL);

  while (!done (data)) {
    if (g_get_monotonic_time () > end_us)
      day_fail ("%s: never came", what);
    g_main_context_iteration (NULL, TRUE);
  }
  g_source_remove (wake);
}

gboolean
day_is_there (gpointer data)
{
  return *(gpointer *) data != NULL;
}

void
day_keep_result_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  *(GAsyncResult **) data = g_object_ref (result);
}

/* ---- in and out ---- */

static void
check (TcRefusal *refusal, GError *error, const char *what)
{
  if (refusal || error)
    day_fail ("%s: %s", what, error ? error->message : refusal->code);
}

void
day_sign_in (DaySeat *seat, const char *account)
{
  g_autofree char *password = g_key_file_get_string (seat->day->plan, "seats", "password", NULL);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (TcRefusal) refusal = NULL;

  if (seat->staff_id)
    tc_desk_sign_out (seat->desk);
  tc_desk_sign_in_async (seat->desk, account, password, NULL, day_keep_result_cb, &result);
  day_spin (day_is_there, &result, "signing in");
  refusal = tc_desk_sign_in_finish (seat->desk, result, &error);
  check (refusal, error, account);
  seat->whose = account;
  seat->before_id = seat->staff_id;
  seat->staff_id = tc_desk_get_person (seat->desk);
  seat->handles = tc_desk_may (seat->desk, TC_MAY_HANDLE);
  seat->looked = 0;
}

static gboolean
is_online (gpointer data)
{
  double loading = 0;

  g_object_get (data, "loading", &loading, NULL);
  return tc_desk_get_state (data) == TC_DESK_ONLINE && loading == 1;
}

static void
open_seat (DaySeat *seat, const char *folder, const char *url, const char *code)
{
  g_autofree char *path = g_strdup_printf ("%s/desk-%u", folder, seat->number + 1);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (TcRefusal) refusal = NULL;

  seat->alike = g_array_new (FALSE, FALSE, sizeof (gint64));
  seat->rings = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  seat->rang = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  seat->break_us = seat->day->start_us +
                   (seat->number + 1) * DAY_BREAK_EVERY_S / DAY_SEATS_MAX * DAY_US_PER_S;
  seat->desk = tc_desk_open (path, &error);
  if (!seat->desk)
    day_fail ("%s", error->message);
  tc_desk_start (seat->desk);
  tc_desk_enrol_async (seat->desk, url, code, NULL, day_keep_result_cb, &result);
  day_spin (day_is_there, &result, "enrolling");
  refusal = tc_desk_enrol_finish (seat->desk, result, &error);
  check (refusal, error, "enrolling");
  day_spin (is_online, seat->desk, "a desk that is online");
}

void
day_seats_open (Day *day)
{
  g_autofree char *folder = g_key_file_get_string (day->plan, "day", "folder", NULL);
  g_autofree char *url = g_key_file_get_string (day->plan, "day", "url", NULL);
  gsize n = 0;
  g_auto (GStrv) codes = g_key_file_get_string_list (day->plan, "seats", "codes", &n, NULL);

  for (day->n_seats = 0; day->n_seats < MIN (n, DAY_SEATS_MAX); day->n_seats++) {
    DaySeat *seat = &day->seats[day->n_seats];
    *seat = (DaySeat){.day = day, .number = day->n_seats};
    open_seat (seat, folder, url, codes[day->n_seats]);
  }
}

void
day_seats_close (Day *day)
{
  for (guint i = 0; i < day->n_seats; i++) {
    DaySeat *seat = &day->seats[i];
    g_clear_object (&seat->alarms);
    tc_desk_stop (seat->desk);
    g_object_unref (seat->desk);
    g_array_unref (seat->alike);
    g_hash_table_unref (seat->rings);
    g_hash_table_unref (seat->rang);
  }
}

/* ---- reading ---- */

typedef struct {
  TcWorkFunc func;
  gint64 id;
} Read;

static gpointer
read_cb (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Read *read = data;

  return read->func (db, &read->id, cancellable, error);
}

gpointer
day_read (DaySeat *seat, TcWorkFunc func, gint64 id, GDestroyNotify free)
{
  Read read = {func, id};
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  TcWorker *reader = tc_desk_get_reader (seat->desk);
  gpointer found = NULL;

  tc_worker_run_async (reader, read_cb, &read, NULL, free, NULL, day_keep_result_cb, &result);
  day_spin (day_is_there, &result, "reading");
  found = tc_worker_run_finish (reader, result, &error);
  if (error)
    day_fail ("reading: %s", error->message);
  return found;
}

static gboolean
is_filled (gpointer data)
{
  gboolean loaded = FALSE;

  g_object_get (data, "loaded", &loaded, NULL);
  return loaded;
}

static gboolean
is_read (gpointer data)
{
  gboolean loading = TRUE;

  g_object_get (data, "loading", &loading, NULL);
  return !loading;
}

GPtrArray *
day_list (DaySeat *seat, const TcQueueFilter *filter, guint limit)
{
  g_autoptr (TcIncidentQueue)
      queue = tc_incident_queue_new (tc_desk_get_reader (seat->desk), filter);
  GPtrArray *items = g_ptr_array_new_with_free_func (g_object_unref);

  day_spin (is_read, queue, "a list");
  for (guint i = 0; i < MIN (limit, g_list_model_get_n_items (G_LIST_MODEL (queue))); i++) {
    g_ptr_array_add (items, g_list_model_get_item (G_LIST_MODEL (queue), i));
    day_spin (is_filled, g_ptr_array_index (items, i), "a row");
  }
  return items;
}

static gboolean
has_picture (gpointer data)
{
  return tc_incident_focus_get_picture (data) != NULL;
}

TcIncidentFocus *
day_look_at (DaySeat *seat, gint64 incident_id)
{
  TcIncidentFocus *focus = tc_incident_focus_new (tc_desk_get_reader (seat->desk));

  tc_incident_focus_set_id (focus, incident_id);
  day_spin (has_picture, focus, "an incident");
  return focus;
}

/* ---- doing ---- */

static void
done_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  DayDoing *doing = data;
  g_autoptr (GError) error = NULL;

  doing->verdict = tc_operation_sink_submit_finish (TC_OPERATION_SINK (source), result, &error);
  if (!doing->verdict)
    day_fail ("an operation: %s", error->message);
}

void
day_begin (DaySeat *seat, DayDoing *doing)
{
  *doing = (DayDoing){{TC_OPERATION_SINK (seat->desk), NULL, done_cb, doing}, NULL};
}

static gboolean
is_answered (gpointer data)
{
  return ((DayDoing *) data)->verdict != NULL;
}

/* Somebody else did something with it a moment before. */
static gboolean
is_second (const char *code)
{
  static const char *const codes[] = {"incident.taken", "incident.merged", "incident.state",
                                      "task.state", NULL};

  return g_strv_contains (codes, code);
}

static void
count_refusal (DaySeat *seat, const char *code, const char *why)
{
  if (is_second (code)) {
    seat->day->counts[DAY_SECOND]++;
    return;
  }
  seat->day->counts[DAY_REFUSED]++;
  g_print ("refused: %s %s at desk %u\n", code, why, seat->number + 1);
}

gboolean
day_end (DaySeat *seat, DayDoing *doing)
{
  Day *day = seat->day;
  gboolean fine = FALSE;

  day_spin (is_answered, doing, "an operation");
  fine = doing->verdict->refusal == NULL;
  day->dirty = TRUE;
  day->version++;
  if (!fine) {
    g_autofree char *args = g_variant_print (doing->verdict->refusal->args, FALSE);
    count_refusal (seat, doing->verdict->refusal->code, args);
  }
  g_clear_pointer (&doing->verdict, tc_verdict_free);
  return fine;
}

guint
day_do_many (DaySeat *seat, const TcBulkOrder *order, GArray *ids)
{
  TcOperationSink *sink = TC_OPERATION_SINK (seat->desk);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GArray) outcomes = NULL;
  guint n_done = 0;

  tc_incident_bulk_async (sink, order, (const gint64 *) (void *) ids->data, ids->len, NULL,
                          day_keep_result_cb, &result);
  day_spin (day_is_there, &result, "what is done to many");
  outcomes = tc_incident_bulk_finish (sink, result);
  for (guint i = 0; i < outcomes->len; i++) {
    const TcBulkOutcome *outcome = &g_array_index (outcomes, TcBulkOutcome, i);
    n_done += outcome->code == NULL;
    if (outcome->code)
      count_refusal (seat, outcome->code, outcome->why);
  }
  seat->day->dirty = TRUE;
  seat->day->version++;
  return n_done;
}

gboolean
day_do (DaySeat *seat, const TcOperationType *type, gconstpointer args)
{
  DayDoing doing;

  day_begin (seat, &doing);
  tc_operation_sink_submit_async (TC_OPERATION_SINK (seat->desk), type, args, NULL, done_cb,
                                  &doing);
  return day_end (seat, &doing);
}

void
day_do_outside (Day *day, const TcOperationType *type, gconstpointer args)
{
  g_autoptr (GVariant) encoded = g_variant_ref_sink (tc_args_encode (type, args));
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) answer = tc_admin_client_call (
      day->admin, tc_admin_operate_question (type, encoded, 0, 0), &error);

  if (answer)
    day->lsn = MAX (day->lsn, json_object_get_int_member (answer, "lsn"));
  else if (g_error_matches (error, TC_ADMIN_ERROR, TC_ADMIN_ERROR_REFUSED))
    day->refusals++;
  else
    day_fail ("%s: %s", type->name, error->message);
  day->dirty = TRUE;
  day->version++;
}

/* ---- all have it ---- */

static gpointer
read_lsn (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  gint64 lsn = tc_database_get_int (db, 0, "SELECT lsn FROM position", NULL);

  return g_memdup2 (&lsn, sizeof lsn);
}

static gint64
get_lsn (DaySeat *seat)
{
  g_autofree gint64 *lsn = day_read (seat, read_lsn, 0, g_free);

  return *lsn;
}

static gboolean
is_sent (gpointer data)
{
  return tc_desk_get_pending (data) == 0 && tc_desk_get_state (data) == TC_DESK_ONLINE;
}

static gboolean
has_all (gpointer data)
{
  DaySeat *seat = data;

  return get_lsn (seat) >= seat->day->lsn;
}

void
day_settle (Day *day)
{
  if (!day->dirty)
    return;
  for (guint i = 0; i < day->n_seats; i++) {
    day_spin (is_sent, day->seats[i].desk, "a desk's operations");
    day->lsn = MAX (day->lsn, get_lsn (&day->seats[i]));
  }
  for (guint i = 0; i < day->n_seats; i++)
    day_spin (has_all, &day->seats[i], "a desk to have it");
  day->dirty = FALSE;
}
