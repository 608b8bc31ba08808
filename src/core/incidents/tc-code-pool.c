/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Codes of the server's own blocks; see the header. One day has one list of free codes; whoever
 * finds it empty waits while it is filled from the database, and if that has none, after the next
 * block was leased.
 */
#include "tc-code-pool.h"

#include "tc-id.h"
#include "tc-incident-operations.h"
#include "tc-incident-queries.h"

/* Codes read at once, and numbers leased at once. */
#define FILL_MAX 200
#define LEASE_SIZE 500
/* Others may lease the same numbers at the same time; then it is tried again. */
#define TRIES_MAX 5

typedef struct {
  TcCodePool *pool; /* (unowned): the pool that owns it; alive while a call is under way */
  gint64 day;       /* yymmdd */
  gint64 after;     /* the last number taken from the database */
  GQueue codes;     /* (owned) (element-type utf8) */
  GQueue waiting;   /* (owned) (element-type GTask) */
  gboolean filling;
  guint n_tries;
} Day;

struct _TcCodePool {
  GObject parent;
  TcOperationSink *sink; /* (owned) */
  TcWorker *reader;      /* (owned) */
  GQueue days;           /* (owned) (element-type Day): newest first */
};

G_DEFINE_FINAL_TYPE (TcCodePool, tc_code_pool, G_TYPE_OBJECT)

/* What a worker is asked, and says. */
typedef struct {
  gint64 day;
  gint64 after;
  GPtrArray *codes; /* (owned) */
  gint64 first_unleased;
} Fill;

static void fill_day (Day *day);

static void
free_fill (gpointer data)
{
  Fill *fill = data;

  g_clear_pointer (&fill->codes, g_ptr_array_unref);
  g_free (fill);
}

static void
free_day (Day *day)
{
  g_queue_clear_full (&day->codes, g_free);
  g_assert (g_queue_is_empty (&day->waiting)); /* who waits holds the pool */
  g_free (day);
}

static gpointer
read_codes (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const Fill *asked = data;
  Fill *fill = g_new0 (Fill, 1);

  fill->after = asked->after;
  fill->codes = g_ptr_array_new_with_free_func (g_free);
  while (fill->codes->len < FILL_MAX) {
    gint64 number;
    char *code = tc_incident_next_code (db, TC_REPLICA_SERVER, asked->day, fill->after, &number);

    if (!code)
      break;
    g_ptr_array_add (fill->codes, code);
    fill->after = number;
  }
  if (fill->codes->len == 0)
    fill->first_unleased = tc_incident_first_unleased (db, asked->day);
  return fill;
}

static void
fail_waiting (Day *day, const GError *error)
{
  while (!g_queue_is_empty (&day->waiting)) {
    g_autoptr (GTask) task = g_queue_pop_head (&day->waiting);

    g_task_return_error (task, g_error_copy (error));
  }
}

static void
serve_waiting (Day *day)
{
  while (!g_queue_is_empty (&day->waiting) && !g_queue_is_empty (&day->codes)) {
    g_autoptr (GTask) task = g_queue_pop_head (&day->waiting);

    g_task_return_pointer (task, g_queue_pop_head (&day->codes), g_free);
  }
}

static void
leased_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Day *day = data;
  g_autoptr (TcCodePool) pool = day->pool; /* held since lease_block() */
  g_autoptr (GError) error = NULL;
  g_autoptr (TcVerdict)
      verdict = tc_operation_sink_submit_finish (TC_OPERATION_SINK (source), result, &error);

  day->filling = FALSE;
  if (verdict && verdict->refusal && ++day->n_tries >= TRIES_MAX)
    error = g_error_new (TC_ERROR, TC_ERROR_BUSY, "no codes to be leased: %s",
                         verdict->refusal->code);
  if (error)
    fail_waiting (day, error);
  else
    fill_day (day);
}

static void
lease_block (Day *day, gint64 first)
{
  TcIncidentLeaseCodes args = {
      .block_id = tc_operation_sink_make_id (day->pool->sink),
      .replica = TC_REPLICA_SERVER,
      .day = day->day,
      .first = first,
      .count = LEASE_SIZE,
  };

  day->filling = TRUE;
  g_object_ref (day->pool);
  tc_operation_sink_submit_async (day->pool->sink, &tc_incident_lease_codes_type, &args, NULL,
                                  leased_cb, day);
}

static void
filled_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Day *day = data;
  g_autoptr (TcCodePool) pool = day->pool; /* held since fill_day() */
  g_autoptr (GError) error = NULL;
  Fill *fill = tc_worker_run_finish (TC_WORKER (source), result, &error);

  day->filling = FALSE;
  if (!fill) {
    fail_waiting (day, error);
    return;
  }
  if (fill->codes->len > 0)
    day->n_tries = 0;
  for (guint i = 0; i < fill->codes->len; i++)
    g_queue_push_tail (&day->codes, g_strdup (g_ptr_array_index (fill->codes, i)));
  day->after = fill->after;
  serve_waiting (day);
  if (!g_queue_is_empty (&day->waiting)) {
    if (fill->codes->len > 0)
      fill_day (day);
    else
      lease_block (day, fill->first_unleased);
  }
  free_fill (fill);
}

static void
fill_day (Day *day)
{
  Fill *fill;

  if (day->filling)
    return;
  day->filling = TRUE;
  fill = g_new0 (Fill, 1);
  fill->day = day->day;
  fill->after = day->after;
  g_object_ref (day->pool);
  tc_worker_run_async (day->pool->reader, read_codes, fill, free_fill, free_fill, NULL, filled_cb,
                       day);
}

/* Days without anybody waiting are forgotten, the longest unused first; their codes are free again
 * when the day is read anew. */
static void
forget_days (TcCodePool *self)
{
  GList *at = g_queue_peek_tail_link (&self->days);

  while (at && self->days.length > TC_CODE_POOL_DAYS_MAX) {
    GList *before = at->prev;
    Day *day = at->data;

    if (!day->filling && g_queue_is_empty (&day->waiting)) {
      g_queue_delete_link (&self->days, at);
      free_day (day);
    }
    at = before;
  }
}

static Day *
find_day (TcCodePool *self, gint64 number)
{
  Day *day;

  for (GList *at = self->days.head; at; at = at->next) {
    day = at->data;
    if (day->day != number)
      continue;
    g_queue_unlink (&self->days, at);
    g_queue_push_head_link (&self->days, at);
    return day;
  }
  day = g_new0 (Day, 1);
  day->pool = self;
  day->day = number;
  g_queue_push_head (&self->days, day);
  forget_days (self);
  return day;
}

void
tc_code_pool_take_async (TcCodePool *self, gint64 at_us, GAsyncReadyCallback callback,
                         gpointer data)
{
  GTask *task = g_task_new (self, NULL, callback, data);
  Day *day = find_day (self, tc_incident_day (at_us));

  if (day->waiting.length >= TC_CODE_POOL_WAITING_MAX) {
    g_task_return_new_error (task, TC_ERROR, TC_ERROR_BUSY, "too many wait for an incident code");
    g_object_unref (task);
    return;
  }
  g_queue_push_tail (&day->waiting, task);
  serve_waiting (day);
  if (!g_queue_is_empty (&day->waiting))
    fill_day (day);
}

char *
tc_code_pool_take_finish (TcCodePool *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
tc_code_pool_finalize (GObject *object)
{
  TcCodePool *self = TC_CODE_POOL (object);

  g_queue_clear_full (&self->days, (GDestroyNotify) free_day);
  g_clear_object (&self->sink);
  g_clear_object (&self->reader);
  G_OBJECT_CLASS (tc_code_pool_parent_class)->finalize (object);
}

static void
tc_code_pool_class_init (TcCodePoolClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tc_code_pool_finalize;
}

static void
tc_code_pool_init (TcCodePool *self)
{
}

TcCodePool *
tc_code_pool_new (TcOperationSink *sink, TcWorker *reader)
{
  TcCodePool *self = g_object_new (TC_TYPE_CODE_POOL, NULL);

  self->sink = g_object_ref (sink);
  self->reader = g_object_ref (reader);
  return self;
}
