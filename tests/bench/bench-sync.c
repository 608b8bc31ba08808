/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The load maker of bench_sync.py (its peers are bench-peers.c); each command prints one JSON
 * object. FOLDER is the server's data directory, made by "stage"; how things are measured stands at
 * the head of bench_sync.py.
 *
 *   bench-sync stage FOLDER DESKS
 *   bench-sync latency FOLDER PORT DESKS RATE SECONDS FULL
 *   bench-sync herd FOLDER PORT DESKS       says "ready", then waits for the server's end
 *   bench-sync stalled FOLDER PORT DESKS    says "ready", then waits for a line of input
 *   bench-sync catch-up FOLDER PORT
 *   bench-sync durable FOLDER OPERATIONS COMMIT   how many of them in each
 *   bench-sync parts FOLDER OPERATIONS
 *   bench-sync rebase FOLDER PENDING
 */
#include "bench-sync.h"

#include "bench-desks.h"
#include "tc-digest.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define WARM_S 1.0
#define LATE_S 20.0
#define CONNECT_S 60.0

typedef struct {
  BenchLoop *loop;
  BenchDesks *desks;
  GPtrArray *light;  /* (element-type BenchDesk) */
  GPtrArray *ops;    /* (owned) (element-type TcOperation): by number */
  gint64 *sent_us;   /* (owned): by number; 0: not sent */
  guint warm;        /* numbers below are not counted */
  BenchTimes *times; /* (owned) */
  guint64 due;       /* deliveries that are to come */
  guint64 seen;
} Load;

static void
seen_cb (BenchDesk *desk, guint number, gpointer data)
{
  Load *load = data;

  if (number >= load->ops->len || !load->sent_us[number])
    return;
  load->seen++;
  if (number >= load->warm)
    bench_times_add (load->times, g_get_monotonic_time () - load->sent_us[number]);
}

static gboolean
all_follow (gpointer data)
{
  Load *load = data;

  for (guint i = 0; i < load->light->len; i++)
    if (!bench_desk_is_following (load->light->pdata[i]))
      return FALSE;
  return TRUE;
}

static gboolean
all_seen (gpointer data)
{
  Load *load = data;

  return load->seen >= load->due;
}

static void
send_cb (guint number, gpointer data)
{
  Load *load = data;
  g_autoptr (GPtrArray) one = g_ptr_array_new ();

  g_ptr_array_add (one, load->ops->pdata[number]);
  load->sent_us[number] = g_get_monotonic_time ();
  bench_desk_send (load->light->pdata[number % load->light->len], one);
}

static void
free_operation (gpointer data)
{
  tc_operation_unref (data);
}

/* Signed before the clock runs, in the order in which they will be sent. In them is the time at
 * which they are due, or identifiers would go by desk instead of by time. */
static void
make_operations (Load *load, const char *folder, guint count, double rate)
{
  guint n = load->light->len;
  g_autofree StageMaker *makers = g_new0 (StageMaker, n);
  gint64 now_us = g_get_real_time ();

  for (guint i = 0; i < n; i++) {
    guint16 number = bench_desk_get_number (load->light->pdata[i]);
    stage_maker_init (&makers[i], number, stage_last_seq (folder, number));
  }
  load->sent_us = g_new0 (gint64, count);
  for (guint i = 0; i < count; i++)
    g_ptr_array_add (load->ops,
                     stage_maker_next (&makers[i % n], i, now_us + (gint64) (i * 1e6 / rate)));
  for (guint i = 0; i < n; i++)
    stage_maker_clear (&makers[i]);
}

static void
open_load (Load *load, const char *folder, guint port, guint desks,
           const BenchDesksCallbacks *callbacks)
{
  *load = (Load){.loop = bench_loop_new (),
                 .light = g_ptr_array_new (),
                 .ops = g_ptr_array_new_with_free_func (free_operation),
                 .times = bench_times_new ()};
  load->desks = bench_desks_new (load->loop, port, folder, callbacks, load);
  for (guint i = 0; i < desks; i++)
    g_ptr_array_add (load->light,
                     bench_desks_add (load->desks, (guint16) (STAGE_FULL_DESKS + 1 + i)));
}

static void
connect_all (Load *load)
{
  for (guint i = 0; i < load->light->len; i++)
    if (!bench_desk_connect (load->light->pdata[i]))
      bench_fail ("nobody listens");
  if (!bench_loop_run (load->loop, CONNECT_S, all_follow, load))
    bench_fail ("not all desks were let in");
}

static void
close_load (Load *load)
{
  bench_desks_free (load->desks);
  bench_loop_free (load->loop);
  bench_times_free (load->times);
  g_ptr_array_unref (load->light);
  g_ptr_array_unref (load->ops);
  g_free (load->sent_us);
}

/* Full desks: each on a thread, with a replica on the disk. */

typedef struct {
  Load *load; /* (unowned): outlives the thread; its sent_us is read */
  const char *folder;
  guint port;
  guint16 number;
  BenchTimes *times; /* (owned) */
  guint64 seen;
  gint64 until_lsn; /* catch-up: ends there; else 0 */
  int following;    /* atomic */
  int stop;         /* atomic */
  BenchDesk *desk;
  StageDesk *files; /* (unowned) */
} FullDesk;

static void
full_seen_cb (BenchDesk *desk, guint number, gpointer data)
{
  FullDesk *full = data;
  Load *load = full->load;

  if (!load || number >= load->ops->len || !load->sent_us[number])
    return;
  full->seen++;
  if (number >= load->warm)
    bench_times_add (full->times, g_get_monotonic_time () - load->sent_us[number]);
}

static void
replica_send_cb (GBytes *message, gpointer data)
{
  bench_desk_send_message (((FullDesk *) data)->desk, message);
}

static void
replica_close_cb (const TcRefusal *why, gpointer data)
{
  bench_fail ("a full desk gave up: %s", why ? why->code : "");
}

static void
replica_changed_cb (const TcRowChange *changes, guint n, gpointer data)
{
}

static void
replica_replaced_cb (gpointer data)
{
}

static void
replica_status_cb (const TcReplicaStatus *status, gpointer data)
{
}

static void
replica_fetch_cb (const TcSnapshotFile *files, guint n, gpointer data)
{
  bench_fail ("a full desk would have to load snapshots");
}

static void
replica_reply_cb (gint64 number, const TcRefusal *refusal, GVariant *value, gpointer data)
{
}

static void
replica_random_cb (guint8 *out, gsize size, gpointer data)
{
  tc_random_bytes (out, size);
}

/* Asked between two turns, when the desk's thread tends its file. */
static gboolean
full_done (gpointer data)
{
  FullDesk *full = data;
  StageDesk *files = full->files;

  if (tc_database_get_wal_pages (files->db) > tc_replica_get_wal_pages_max (files->replica))
    tc_database_checkpoint (files->db);
  g_atomic_int_set (&full->following, bench_desk_is_following (full->desk));
  if (full->until_lsn)
    return bench_desk_get_lsn (full->desk) >= full->until_lsn;
  return g_atomic_int_get (&full->stop);
}

static gpointer
run_full (gpointer data)
{
  static const BenchDesksCallbacks callbacks = {full_seen_cb, NULL};
  const TcReplicaHooks hooks = {.send = replica_send_cb,
                                .close = replica_close_cb,
                                .changed = replica_changed_cb,
                                .replaced = replica_replaced_cb,
                                .status = replica_status_cb,
                                .fetch = replica_fetch_cb,
                                .reply = replica_reply_cb,
                                .random = replica_random_cb};
  FullDesk *full = data;
  BenchLoop *loop = bench_loop_new ();
  BenchDesks *desks = bench_desks_new (loop, full->port, full->folder, &callbacks, full);
  StageDesk files;

  full->desk = bench_desks_add (desks, full->number);
  stage_desk_open (&files, full->folder, full->number, &hooks, full);
  bench_desk_set_replica (full->desk, files.replica);
  full->files = &files;
  if (!bench_desk_connect (full->desk))
    bench_fail ("nobody listens");
  if (!bench_loop_run (loop, 600, full_done, full))
    bench_fail ("a full desk did not come to its end");
  tc_database_checkpoint (files.db);
  bench_desks_free (desks);
  bench_loop_free (loop);
  stage_desk_close (&files);
  return NULL;
}

/* Commands. */

static void
run_latency (char **words)
{
  static const BenchDesksCallbacks callbacks = {seen_cb, NULL};
  const char *folder = words[0];
  guint port = (guint) atoi (words[1]);
  double rate = atof (words[3]);
  guint n_full = MIN ((guint) atoi (words[5]), STAGE_FULL_DESKS);
  FullDesk full[STAGE_FULL_DESKS] = {{0}};
  GThread *threads[STAGE_FULL_DESKS];
  BenchTimes *applied = bench_times_new ();
  Load load;

  guint count = (guint) ((atof (words[4]) + WARM_S) * rate);
  open_load (&load, folder, port, (guint) atoi (words[2]), &callbacks);
  make_operations (&load, folder, count, rate);
  load.warm = (guint) (WARM_S * rate);
  load.due = (guint64) count * load.light->len;
  for (guint i = 0; i < n_full; i++) {
    full[i] = (FullDesk){.load = &load,
                         .folder = folder,
                         .port = port,
                         .number = (guint16) (i + 1),
                         .times = applied};
    threads[i] = g_thread_new ("desk", run_full, &full[i]);
    while (!g_atomic_int_get (&full[i].following))
      g_usleep (1000);
  }
  connect_all (&load);
  bench_loop_send (load.loop, rate, count, send_cb, &load);
  gboolean whole = bench_loop_run (load.loop, LATE_S, all_seen, &load);
  for (guint i = 0; i < n_full; i++) {
    g_atomic_int_set (&full[i].stop, TRUE);
    g_thread_join (threads[i]);
  }
  printf ("{\"missing\": %" G_GUINT64_FORMAT ", ", whole ? 0 : load.due - load.seen);
  bench_times_print (load.times, "");
  printf (", ");
  bench_times_print (applied, "applied_");
  printf (", \"bytes\": %" G_GUINT64_FORMAT "}\n", bench_desks_get_bytes (load.desks));
  bench_times_free (applied);
  close_load (&load);
}

static void
run_catch_up (char **words)
{
  FullDesk full = {.folder = words[0], .port = (guint) atoi (words[1]), .number = 1};
  TcPosition head;
  gint64 begun_us;

  stage_get_position (full.folder, &head);
  full.until_lsn = head.lsn;
  begun_us = g_get_monotonic_time ();
  run_full (&full);
  printf ("{\"seconds\": %.3f, \"lsn\": %" G_GINT64_FORMAT "}\n",
          (double) (g_get_monotonic_time () - begun_us) / 1e6, head.lsn);
}

static void
run_stage (char **words)
{
  gint64 begun_us = g_get_monotonic_time ();

  stage_make (words[0], (guint) atoi (words[1]));
  printf ("{\"seconds\": %.3f}\n", (double) (g_get_monotonic_time () - begun_us) / 1e6);
}

/* Stalled desks: they are let in, then read nothing; one more writes. */

#define STALLED_OPERATIONS 4000
#define STALLED_RATE 1500.0

static void
stalled_seen_cb (BenchDesk *desk, guint number, gpointer data)
{
  Load *load = data;

  load->seen += desk == load->light->pdata[0];
}

static void
stalled_send_cb (guint number, gpointer data)
{
  Load *load = data;
  g_autoptr (GPtrArray) one = g_ptr_array_new ();

  g_ptr_array_add (one, load->ops->pdata[number]);
  bench_desk_send (load->light->pdata[0], one);
}

static void
run_stalled (char **words)
{
  static const BenchDesksCallbacks callbacks = {stalled_seen_cb, NULL};
  guint desks = (guint) atoi (words[2]);
  Load load;
  StageMaker maker;
  guint16 writer = STAGE_FULL_DESKS + 1;

  open_load (&load, words[0], (guint) atoi (words[1]), desks + 1, &callbacks);
  stage_maker_init (&maker, writer, stage_last_seq (words[0], writer));
  for (guint i = 0; i < STALLED_OPERATIONS; i++)
    g_ptr_array_add (load.ops, stage_maker_next (&maker, i, g_get_real_time ()));
  stage_maker_clear (&maker);
  connect_all (&load);
  for (guint i = 1; i <= desks; i++)
    bench_desk_stall (load.light->pdata[i]);
  load.due = STALLED_OPERATIONS;
  bench_loop_send (load.loop, STALLED_RATE, STALLED_OPERATIONS, stalled_send_cb, &load);
  if (!bench_loop_run (load.loop, LATE_S, all_seen, &load))
    bench_fail ("the desk that reads did not see everything");
  printf ("ready\n");
  fflush (stdout);
  if (getchar () == EOF)
    bench_fail ("nobody asked for the end");
  printf ("{\"operations\": %u}\n", STALLED_OPERATIONS);
  close_load (&load);
}

typedef struct {
  const char *name;
  int words;
  void (*run) (char **words);
} Command;

static const Command commands[] = {
    {"stage", 2, run_stage},     {"latency", 6, run_latency},   {"herd", 3, bench_herd},
    {"stalled", 3, run_stalled}, {"catch-up", 2, run_catch_up}, {"durable", 3, bench_durable},
    {"parts", 2, bench_parts},   {"rebase", 2, bench_rebase},
};

int
main (int argc, char *argv[])
{
  tc_crypto_init ();
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++) {
    if (argc == commands[i].words + 2 && !strcmp (argv[1], commands[i].name)) {
      commands[i].run (argv + 2);
      return 0;
    }
  }
  g_printerr ("usage: see the head of bench-sync.c\n");
  return 2;
}
