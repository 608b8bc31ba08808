/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Proving a whole log; see the header.
 *
 * DESIGN: one thread reads, hashes and compares; chunks of signatures go to a small pool, which
 * does most of the work. The reader waits when so many chunks are ahead that memory would grow.
 */
#include "tc-audit.h"

#include <string.h>
#include <sys/resource.h>

#define THREADS_MAX 8
#define AHEAD_MAX 32
#define NICE 10

typedef struct {
  const TcAuditOptions *options; /* (unowned) */
  GCancellable *cancellable;     /* (unowned) */
  GThreadPool *pool;             /* (owned) */
  gint64 total;
  GMutex lock;
  GCond room;
  guint waiting;        /* (mutex lock): chunks */
  GArray *bad;          /* (owned) (mutex lock): the first signature that doesn't hold, if one */
  char *tables;         /* (owned) (nullable): of the thread that looks at them */
  GError *tables_error; /* (owned) (nullable): likewise */
} Run;

static void
be_gentle (Run *run)
{
  /* Of the calling thread alone. */
  if (run->options->gentle && setpriority (PRIO_PROCESS, 0, NICE) != 0)
    g_debug ("the audit runs beside the others");
}

/* ---- signatures ---- */

static void
note_bad (Run *run, const TcLogSignature *signature)
{
  TcLogSignature one = *signature;

  if (run->bad->len && g_array_index (run->bad, TcLogSignature, 0).lsn <= one.lsn)
    return;
  if (one.op)
    tc_operation_ref (one.op);
  g_array_set_size (run->bad, 0);
  g_array_append_val (run->bad, one);
}

static void
check_cb (gpointer item, gpointer data)
{
  g_autoptr (GArray) signatures = item;
  Run *run = data;

  be_gentle (run);
  const TcLogSignature *bad = tc_log_signatures_check (signatures);
  g_mutex_lock (&run->lock);
  if (bad)
    note_bad (run, bad);
  run->waiting--;
  g_cond_signal (&run->room);
  g_mutex_unlock (&run->lock);
}

static gboolean
check (GArray *signatures, gpointer data)
{
  Run *run = data;

  g_mutex_lock (&run->lock);
  while (run->waiting >= AHEAD_MAX)
    g_cond_wait (&run->room, &run->lock);
  gboolean needed = run->bad->len == 0;
  if (needed)
    run->waiting++;
  g_mutex_unlock (&run->lock);
  if (needed)
    g_thread_pool_push (run->pool, signatures, NULL);
  else
    g_array_unref (signatures);
  return needed;
}

/* ---- SQLite's own check ---- */

static void
interrupt_cb (GCancellable *cancellable, gpointer data)
{
  sqlite3_interrupt (tc_database_get_handle (data));
}

static gpointer
look_at_tables (gpointer data)
{
  Run *run = data;
  g_autoptr (TcDatabase)
      db = tc_database_open (run->options->path, run->options->flags, &run->tables_error);
  gulong id;

  be_gentle (run);
  if (!db)
    return NULL;
  id = run->cancellable
           ? g_cancellable_connect (run->cancellable, G_CALLBACK (interrupt_cb), db, NULL)
           : 0;
  run->tables = tc_log_audit_tables (db, &run->tables_error);
  g_cancellable_disconnect (run->cancellable, id);
  return NULL;
}

/* ---- the run ---- */

static gboolean
go_on (const TcLogAudit *so_far, gpointer data)
{
  Run *run = data;

  if (run->options->progress)
    run->options->progress (so_far->lsn, MAX (run->total, so_far->lsn), run->options->data);
  return !g_cancellable_is_cancelled (run->cancellable);
}

static void
set_hex (JsonObject *object, const char *name, const guint8 *bytes, gsize size)
{
  g_autofree char *hex = tc_hex_new (bytes, size);

  json_object_set_string_member (object, name, hex);
}

static JsonObject *
describe (const Run *run, const TcLogAudit *audit, gint64 took_us)
{
  g_autofree char *sentence = tc_log_audit_dup_fault (audit);
  JsonObject *object = json_object_new ();

  json_object_set_int_member (object, "operations", audit->operations);
  json_object_set_int_member (object, "commits", audit->commits);
  json_object_set_int_member (object, "sections", audit->sections);
  json_object_set_int_member (object, "purged", audit->purged);
  json_object_set_int_member (object, "skipped", audit->skipped);
  json_object_set_int_member (object, "first_form", audit->first_form);
  json_object_set_int_member (object, "epoch", audit->head.epoch);
  json_object_set_int_member (object, "lsn", audit->head.lsn);
  json_object_set_int_member (object, "took_us", took_us);
  set_hex (object, "log", audit->head.log_id, TC_LOG_ID_SIZE);
  set_hex (object, "link", audit->head.link.bytes, TC_DIGEST_SIZE);
  if (sentence) {
    json_object_set_string_member (object, "fault", audit->fault);
    json_object_set_int_member (object, "fault_lsn", audit->fault_lsn);
    json_object_set_string_member (object, "sentence", sentence);
    if (audit->operation)
      json_object_set_string_member (object, "operation", audit->operation);
  }
  /* That the tables can't even be read is what is wrong with them. */
  if (run->tables || run->tables_error)
    json_object_set_string_member (object, "tables",
                                   run->tables ? run->tables : run->tables_error->message);
  return object;
}

static JsonObject *
run_over (Run *run, TcDatabase *db, GError **error)
{
  const TcLogAuditOptions options = {.key = run->options->key,
                                     .after_lsn = run->options->after_lsn,
                                     .deep = TRUE,
                                     .go_on = go_on,
                                     .check = check,
                                     .data = run};
  g_auto (TcLogAudit) audit = {0};
  gint64 begun_us = g_get_monotonic_time ();
  GThread *tables = g_thread_new ("audit-tables", look_at_tables, run);

  run->pool = g_thread_pool_new (check_cb, run, (int) MIN (g_get_num_processors (), THREADS_MAX),
                                 FALSE, NULL);
  run->total = tc_database_get_int (db, 0, "SELECT max (last_lsn) FROM log_commit", NULL);
  gboolean begun = tc_log_audit_run (db, &options, &audit, error);
  g_thread_pool_free (run->pool, FALSE, TRUE);
  g_thread_join (tables);
  if (begun && g_cancellable_set_error_if_cancelled (run->cancellable, error))
    begun = FALSE;
  if (begun && run->bad->len)
    tc_log_audit_note (&audit, &g_array_index (run->bad, TcLogSignature, 0));
  return begun ? describe (run, &audit, g_get_monotonic_time () - begun_us) : NULL;
}

/* Or nothing at all yet. */
static gboolean
has_operations (TcDatabase *db)
{
  return tc_database_get_int (db, 0,
                              "SELECT EXISTS (SELECT 1 FROM log_operation) OR NOT EXISTS"
                              " (SELECT 1 FROM log_commit)",
                              NULL) != 0 ||
         tc_database_has_fault (db);
}

JsonObject *
tc_audit_run (const TcAuditOptions *options, GCancellable *cancellable, GError **error)
{
  Run run = {.options = options, .cancellable = cancellable, .bad = tc_log_signatures_new ()};
  g_autoptr (TcDatabase) db = tc_database_open (options->path, options->flags, error);
  JsonObject *result = NULL;

  g_mutex_init (&run.lock);
  g_cond_init (&run.room);
  if (db && !has_operations (db))
    g_set_error (error, TC_ERROR, TC_ERROR_NOT_FOUND,
                 "this log keeps no operations, as a relay's: prove the one of its server");
  else if (db)
    result = run_over (&run, db, error);
  g_array_unref (run.bad);
  g_free (run.tables);
  g_clear_error (&run.tables_error);
  g_cond_clear (&run.room);
  g_mutex_clear (&run.lock);
  return result;
}

/* ---- links ---- */

static void
add_link (TcDatabase *db, gint64 lsn, JsonArray *links)
{
  g_autofree char *link = tc_database_dup_text (
      db, "SELECT lower (hex (link)) FROM log_commit WHERE last_lsn = ?", "i", lsn);

  if (link)
    json_array_add_string_element (links, link);
  else
    json_array_add_null_element (links);
}

JsonObject *
tc_audit_links (TcDatabase *db, JsonArray *lsns)
{
  JsonObject *object = json_object_new ();
  JsonArray *links = json_array_new ();
  JsonArray *epochs = json_array_new ();
  g_autoptr (TcQuery)
      query = tc_database_query (db, "SELECT epoch, base_lsn FROM log_epoch ORDER BY epoch", NULL);
  g_autofree char *id = tc_database_dup_text (db, "SELECT lower (hex (log_id)) FROM log_identity",
                                              NULL);

  while (tc_query_next (query)) {
    JsonObject *one = json_object_new ();

    json_object_set_int_member (one, "epoch", tc_query_int (query, 0));
    json_object_set_int_member (one, "base_lsn", tc_query_int (query, 1));
    json_array_add_object_element (epochs, one);
  }
  for (guint i = 0; i < MIN (json_array_get_length (lsns), TC_AUDIT_LINKS_MAX); i++)
    add_link (db, json_array_get_int_element (lsns, i), links);
  json_object_set_string_member (object, "log", id ? id : "");
  json_object_set_int_member (object, "epoch",
                              tc_database_get_int (db, 0, "SELECT epoch FROM log_identity", NULL));
  json_object_set_array_member (object, "epochs", epochs);
  json_object_set_array_member (object, "links", links);
  return object;
}
