/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Without sockets: the rate at which the hub makes operations durable, what each part of one costs,
 * and how long a desk takes to rebase what is pending on it.
 */
#include "bench-stage.h"

#include "bench-loop.h"
#include "bench-sync.h"
#include "tc-capture.h"
#include "tc-execute.h"
#include "tc-incident-operations.h"
#include "tc-log-store.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define BATCH 64 /* of the parts: operations in a message, and so in a commit */
#define WRITERS 8
#define AHEAD_MAX 4 /* messages whose signatures are checked before the hub takes them */
#define ROUNDS 30   /* of a rebase */
/* As the server does. */
#define WAL_PAGES_MAX 8192

/* Durable operations: one thread checks signatures beside the hub, as the server's pool does. */

typedef struct {
  guint batch; /* operations in a message, and so in a commit */
  StageHub stage;
  TcHubPeer *peers[WRITERS];
  TcPublicKey keys[WRITERS];
  GPtrArray *messages;  /* (owned) (element-type GBytes): writer by writer in turn */
  GAsyncQueue *checked; /* (owned) (element-type TcHubOperations) */
} Durable;

static GBytes *
write_operations (StageMaker *maker, guint first, guint n, gint64 now_us)
{
  g_autoptr (TcLineMessage) message = tc_line_message_new (TC_LINE_OPERATIONS);

  for (guint i = 0; i < n; i++) {
    g_autoptr (TcOperation) op = stage_maker_next (maker, first + i, now_us);
    TcSignedBytes bytes = {g_bytes_ref (op->bytes), op->signature};

    g_array_append_val (message->operations, bytes);
  }
  return tc_line_message_write (message);
}

static void
open_durable (Durable *self, const char *folder, guint batches)
{
  StageMaker makers[WRITERS];
  gint64 now_us = g_get_real_time ();

  stage_hub_open (&self->stage, folder);
  self->messages = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  self->checked = g_async_queue_new_full ((GDestroyNotify) tc_hub_operations_free);
  for (guint i = 0; i < WRITERS; i++) {
    guint16 desk = (guint16) (STAGE_FULL_DESKS + 1 + i);

    stage_maker_init (&makers[i], desk, stage_last_seq (folder, desk));
    self->keys[i] = *tc_key_get_public (makers[i].key);
    self->peers[i] = stage_hub_greet (&self->stage, folder, desk);
  }
  for (guint i = 0; i < batches; i++)
    g_ptr_array_add (self->messages,
                     write_operations (&makers[i % WRITERS], i * self->batch, self->batch, now_us));
  for (guint i = 0; i < WRITERS; i++)
    stage_maker_clear (&makers[i]);
}

static gpointer
check_signatures (gpointer data)
{
  Durable *self = data;

  for (guint i = 0; i < self->messages->len; i++) {
    while (g_async_queue_length (self->checked) >= AHEAD_MAX)
      g_usleep (50);
    g_async_queue_push (self->checked,
                        tc_hub_operations_new (self->messages->pdata[i], &self->keys[i % WRITERS]));
  }
  return NULL;
}

/* The desks have what was sent to them. */
static void
acknowledge_all (Durable *self, gint64 now_us)
{
  g_autoptr (TcLineMessage) ack = tc_line_message_new (TC_LINE_ACK);
  TcPosition head;

  tc_hub_get_position (self->stage.hub, &head);
  ack->lsn = head.lsn;
  g_autoptr (GBytes) bytes = tc_line_message_write (ack);
  g_queue_clear_full (self->stage.sent, (GDestroyNotify) g_bytes_unref);
  for (guint i = 0; i < WRITERS; i++)
    tc_hub_receive (self->stage.hub, self->peers[i], bytes, now_us);
}

void
bench_durable (char **words)
{
  Durable self = {.batch = (guint) atoi (words[2])};
  guint batches = MAX ((guint) atoi (words[1]) / MAX (self.batch, 1), 1);
  TcPosition before, after;
  g_autoptr (GError) error = NULL;

  open_durable (&self, words[0], batches);
  tc_hub_get_position (self.stage.hub, &before);
  gint64 begun_us = g_get_monotonic_time ();
  GThread *thread = g_thread_new ("check", check_signatures, &self);
  for (guint i = 0; i < batches; i++) {
    TcHubOperations *operations = g_async_queue_pop (self.checked);
    gint64 now_us = g_get_real_time ();

    tc_hub_receive_operations (self.stage.hub, self.peers[i % WRITERS], operations);
    if (!tc_hub_flush (self.stage.hub, now_us, &error))
      bench_fail ("committing: %s", error->message);
    acknowledge_all (&self, now_us);
    if (tc_database_get_wal_pages (self.stage.db) > WAL_PAGES_MAX)
      tc_database_checkpoint (self.stage.db);
  }
  double seconds = (double) (g_get_monotonic_time () - begun_us) / 1e6;
  g_thread_join (thread);
  tc_hub_get_position (self.stage.hub, &after);
  if (after.lsn - before.lsn != (gint64) batches * self.batch)
    bench_fail ("%u operations were sent, %" G_GINT64_FORMAT " are in the log",
                batches * self.batch, after.lsn - before.lsn);
  gint64 refused = tc_database_get_int (
      self.stage.db, -1, "SELECT count(*) FROM log_operation WHERE lsn > ? AND refusal IS NOT NULL",
      "i", before.lsn);
  if (refused != 0)
    bench_fail ("%" G_GINT64_FORMAT " operations were refused", refused);
  printf ("{\"rate\": %.1f, \"operations\": %u}\n", batches * self.batch / seconds,
          batches * self.batch);
  stage_hub_close (&self.stage);
  g_ptr_array_unref (self.messages);
  g_async_queue_unref (self.checked);
}

/* Parts. */

typedef enum {
  PART_PARSE,
  PART_SIGNATURE,
  PART_APPLY,
  PART_CAPTURED, /* apply with capture */
  PART_CHAIN,
  PART_LOG,
  PART_COMMIT,
  N_PARTS,
} Part;

typedef struct {
  StageHub stage;
  TcCatalogue *catalogue; /* (owned) */
  TcCapture *capture;     /* (owned) */
  TcLogStore *log;        /* (owned) */
  TcPosition position;
  double us[N_PARTS];
  guint count[N_PARTS]; /* operations */
  double mark_us;
} Parts;

/* This thread's own work; for the commit, which mostly waits for the disk, what the clock says. */
static double
now_us_of (Part part)
{
  struct timespec now;

  clock_gettime (part == PART_COMMIT ? CLOCK_MONOTONIC : CLOCK_THREAD_CPUTIME_ID, &now);
  return (double) now.tv_sec * 1e6 + (double) now.tv_nsec / 1e3;
}

static void
start (Parts *self, Part part)
{
  self->mark_us = now_us_of (part);
}

static void
stop (Parts *self, Part part)
{
  self->us[part] += now_us_of (part) - self->mark_us;
  self->count[part] += BATCH;
}

static GPtrArray *
parse_batch (Parts *self, GBytes *bytes, const TcPublicKey *key)
{
  GPtrArray *ops = g_ptr_array_new_with_free_func ((GDestroyNotify) tc_operation_unref);

  start (self, PART_PARSE);
  g_autoptr (TcLineMessage) message = tc_line_message_read (bytes, NULL);
  for (guint i = 0; i < message->operations->len; i++) {
    const TcSignedBytes *one = &g_array_index (message->operations, TcSignedBytes, i);
    g_ptr_array_add (ops, tc_operation_parse (one->bytes, &one->signature, NULL));
  }
  stop (self, PART_PARSE);
  start (self, PART_SIGNATURE);
  for (guint i = 0; i < ops->len; i++)
    if (!tc_operation_verify (ops->pdata[i], key))
      bench_fail ("a signature is not right");
  stop (self, PART_SIGNATURE);
  return ops;
}

static void
apply_batch (Parts *self, TcLogBatch *batch, GPtrArray *ops)
{
  for (guint i = 0; i < ops->len; i++) {
    TcLogEntry entry = {self->position.lsn + i + 1, tc_operation_ref (ops->pdata[i]), NULL};
    g_autoptr (GError) error = NULL;

    if (tc_execute (self->stage.db, TRUE, self->capture, entry.op, &entry.refusal, &error) !=
        TC_OUTCOME_APPLIED)
      bench_fail ("not applied: %s", error ? error->message : entry.refusal->code);
    tc_capture_keep (self->capture);
    g_array_append_val (batch->entries, entry);
  }
}

static void
seal_batch (Parts *self, TcLogBatch *batch)
{
  g_autoptr (GArray) sections = tc_capture_take_sections (self->capture);
  TcFrame *frame = batch->frame;

  frame->first_lsn = self->position.lsn + 1;
  frame->last_lsn = self->position.lsn + batch->entries->len;
  frame->time_us = g_get_real_time ();
  frame->ops_root = tc_log_batch_root (batch);
  for (guint i = 0; i < sections->len; i++) {
    const TcSection *section = &g_array_index (sections, TcSection, i);
    TcScopeHash hash = {section->scope, tc_frame_section_hash (section->scope, section->body)};
    TcScopeBody body = {section->scope, g_bytes_ref (section->body)};

    g_array_append_val (frame->hashes, hash);
    g_array_append_val (frame->bodies, body);
  }
  frame->link = tc_frame_next_link (&self->position.link, frame);
  tc_frame_sign (frame, self->stage.key);
}

/* As a flush of the hub does it, with a clock between the steps. */
static void
carry_out (Parts *self, GPtrArray *ops, gboolean captured)
{
  g_autoptr (TcLogBatch) batch = tc_log_batch_new ();
  g_autoptr (GError) error = NULL;

  tc_capture_set_paused (self->capture, !captured);
  tc_database_begin (self->stage.db);
  start (self, captured ? PART_CAPTURED : PART_APPLY);
  apply_batch (self, batch, ops);
  stop (self, captured ? PART_CAPTURED : PART_APPLY);
  start (self, PART_CHAIN);
  seal_batch (self, batch);
  if (captured)
    stop (self, PART_CHAIN);
  start (self, PART_LOG);
  if (tc_log_store_append (self->log, self->position.epoch, self->position.lsn, batch, &error) !=
      TC_LOG_OK)
    bench_fail ("appending: %s", error ? error->message : "conflict");
  if (captured)
    stop (self, PART_LOG);
  start (self, PART_COMMIT);
  if (!tc_database_commit (self->stage.db, &error))
    bench_fail ("committing: %s", error->message);
  stop (self, PART_COMMIT);
  self->position.lsn = batch->frame->last_lsn;
  self->position.link = batch->frame->link;
}

void
bench_parts (char **words)
{
  static const char *const names[] = {"parse", "signature", "apply", "captured",
                                      "chain", "log",       "commit"};
  guint batches = MAX ((guint) atoi (words[1]) / BATCH, 2);
  guint16 desk = STAGE_FULL_DESKS + 1;
  Parts self = {{0}};
  StageMaker maker;
  g_autoptr (GError) error = NULL;

  stage_hub_open (&self.stage, words[0]);
  g_clear_pointer (&self.stage.hub, tc_hub_free);
  self.catalogue = tc_catalogue_load (self.stage.db, &error);
  self.capture = tc_capture_new (self.stage.db, self.catalogue, FALSE);
  self.log = tc_log_sqlite_new (self.stage.db, NULL, &error);
  if (error || !tc_log_store_head (self.log, &self.position, &error))
    bench_fail ("the log: %s", error->message);
  stage_maker_init (&maker, desk, stage_last_seq (words[0], desk));
  for (guint i = 0; i < batches; i++) {
    g_autoptr (GBytes) bytes = write_operations (&maker, i * BATCH, BATCH, g_get_real_time ());
    g_autoptr (GPtrArray) ops = parse_batch (&self, bytes, tc_key_get_public (maker.key));
    carry_out (&self, ops, i % 2);
  }
  printf ("{");
  for (guint i = 0; i < N_PARTS; i++)
    printf ("%s\"%s\": %.3f", i ? ", " : "", names[i], self.us[i] / MAX (self.count[i], 1));
  printf ("}\n");
  stage_maker_clear (&maker);
  tc_log_store_free (self.log);
  tc_capture_free (self.capture);
  tc_catalogue_free (self.catalogue);
  stage_hub_close (&self.stage);
}

/* Rebase. */

typedef struct {
  StageHub stage;
  StageDesk desk;
  TcHubPeer *peer;  /* of the desk */
  TcHubPeer *other; /* who else works */
  GQueue *down;     /* (owned) (element-type GBytes) */
  GQueue *up;       /* (owned) (element-type GBytes) */
} Rebase;

static void
up_cb (GBytes *message, gpointer data)
{
  g_queue_push_tail (((Rebase *) data)->up, g_bytes_ref (message));
}

static void
close_cb (const TcRefusal *why, gpointer data)
{
  bench_fail ("the desk gave up its line: %s", why ? why->code : "");
}

static void
changed_cb (const TcRowChange *changes, guint n, gpointer data)
{
}

static void
replaced_cb (gpointer data)
{
}

static void
status_cb (const TcReplicaStatus *status, gpointer data)
{
}

static void
fetch_cb (const TcSnapshotFile *files, guint n, gpointer data)
{
}

static void
reply_cb (gint64 number, const TcRefusal *refusal, GVariant *value, gpointer data)
{
}

static void
random_cb (guint8 *out, gsize size, gpointer data)
{
  tc_random_bytes (out, size);
}

static gint64
make_id_cb (gint64 now_us, gpointer data)
{
  return tc_id_maker_next (&((Rebase *) data)->desk.ids, now_us);
}

/* Gives the desk what came for it; the microseconds that it took. */
static gint64
give_down (Rebase *self)
{
  gint64 begun_us = g_get_monotonic_time ();
  g_autoptr (GError) error = NULL;

  for (;;) {
    g_autoptr (GBytes) message = g_queue_pop_head (self->down);

    if (!message)
      return g_get_monotonic_time () - begun_us;
    if (!tc_replica_receive (self->desk.replica, message, g_get_real_time (), &error))
      bench_fail ("the desk: %s", error->message);
  }
}

static void
give_up (Rebase *self)
{
  GBytes *message;

  while ((message = g_queue_pop_head (self->up))) {
    tc_hub_receive (self->stage.hub, self->peer, message, g_get_real_time ());
    g_bytes_unref (message);
  }
}

static void
open_rebase (Rebase *self, const char *folder)
{
  const TcReplicaHooks hooks = {.send = up_cb,
                                .close = close_cb,
                                .changed = changed_cb,
                                .replaced = replaced_cb,
                                .status = status_cb,
                                .fetch = fetch_cb,
                                .reply = reply_cb,
                                .random = random_cb,
                                .make_id = make_id_cb};

  self->down = g_queue_new ();
  self->up = g_queue_new ();
  stage_hub_open (&self->stage, folder);
  stage_desk_open (&self->desk, folder, 1, &hooks, self);
  self->other = stage_hub_greet (&self->stage, folder, STAGE_FULL_DESKS + 1);
  tc_replica_line_opened (self->desk.replica);
  self->peer = tc_hub_connect (self->stage.hub, self->down, g_get_real_time ());
  while (!g_queue_is_empty (self->down)) {
    give_down (self);
    give_up (self);
  }
}

static void
make_pending (Rebase *self, guint count)
{
  for (guint i = 0; i < count; i++) {
    g_autofree char *text = g_strdup_printf ("pending %u", i);
    const TcIncidentSetPriority args = {1000000 + i % STAGE_INCIDENTS, 1 + i % 4, text};
    g_autoptr (GError) error = NULL;
    g_autoptr (TcVerdict)
        verdict = tc_replica_submit (self->desk.replica, &tc_incident_set_priority_type,
                                     tc_args_encode (&tc_incident_set_priority_type, &args), 300,
                                     5001, g_get_real_time (), &error);

    if (error || verdict->refusal)
      bench_fail ("pending: %s", error ? error->message : verdict->refusal->code);
  }
}

void
bench_rebase (char **words)
{
  guint16 writer = STAGE_FULL_DESKS + 1;
  BenchTimes *times = bench_times_new ();
  Rebase self = {{0}};
  StageMaker maker;
  g_autoptr (GError) error = NULL;

  open_rebase (&self, words[0]);
  stage_maker_init (&maker, writer, stage_last_seq (words[0], writer));
  make_pending (&self, (guint) atoi (words[1]));
  for (guint i = 0; i < ROUNDS; i++) {
    g_autoptr (TcOperation) op = stage_maker_next (&maker, i, g_get_real_time ());
    g_autoptr (TcLineMessage) message = tc_line_message_new (TC_LINE_OPERATIONS);
    TcSignedBytes bytes = {g_bytes_ref (op->bytes), op->signature};

    g_array_append_val (message->operations, bytes);
    g_autoptr (GBytes) sent = tc_line_message_write (message);
    tc_hub_receive (self.stage.hub, self.other, sent, g_get_real_time ());
    if (!tc_hub_flush (self.stage.hub, g_get_real_time (), &error))
      bench_fail ("committing: %s", error->message);
    bench_times_add (times, give_down (&self));
  }
  printf ("{");
  bench_times_print (times, "");
  printf ("}\n");
  bench_times_free (times);
  stage_maker_clear (&maker);
  g_queue_free_full (self.down, (GDestroyNotify) g_bytes_unref);
  g_queue_free_full (self.up, (GDestroyNotify) g_bytes_unref);
  tc_hub_disconnect (self.stage.hub, self.peer);
  stage_desk_close (&self.desk);
  stage_hub_close (&self.stage);
}
