/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What others do of the same work, measured by the same clock in the same kind of process:
 * PostgreSQL (an UPDATE of the list's row, an INSERT into the history, one into the log, and
 * NOTIFY with the row, all in one statement and round trip), and TCP alone as the limit.
 *
 *   bench-peers tcp DESKS RATE SECONDS
 *   bench-peers pg-latency CONNINFO DESKS RATE SECONDS WRITERS
 *   bench-peers pg-durable CONNINFO WRITERS SECONDS
 */
#include "bench-loop.h"

#include <libpq-fe.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <netinet/in.h>
#include <unistd.h>

#define WARM_S 1.0
#define LATE_S 20.0
#define CHANNEL "bench"
#define INCIDENTS 200
#define BYTES_OF_OPERATION 300
#define MESSAGE_BYTES 500
/* Each number at most once on its way by one writer. */
#define WRITERS_MAX 64

typedef struct {
  BenchLoop *loop;
  BenchTimes *times;
  gint64 *sent_us; /* (owned): by number */
  guint count;
  guint warm;
  guint64 due, seen;
  guint turn;         /* of the writers */
  GPtrArray *writers; /* (owned) (element-type Writer) */
  int fd;             /* of bench_tcp */
} Load;

static void
open_load (Load *load, double rate, double seconds, guint receivers)
{
  *load = (Load){.loop = bench_loop_new (), .times = bench_times_new ()};
  load->count = (guint) ((seconds + WARM_S) * rate);
  load->warm = (guint) (WARM_S * rate);
  load->due = (guint64) load->count * receivers;
  load->sent_us = g_new0 (gint64, load->count);
  load->writers = g_ptr_array_new ();
}

static void
take_number (Load *load, const char *text)
{
  guint number = (guint) strtoul (text, NULL, 10);

  if (number >= load->count || !load->sent_us[number])
    return;
  load->seen++;
  if (number >= load->warm)
    bench_times_add (load->times, g_get_monotonic_time () - load->sent_us[number]);
}

static gboolean
all_seen (gpointer data)
{
  return ((Load *) data)->seen >= ((Load *) data)->due;
}

static void
finish (Load *load)
{
  gboolean whole = bench_loop_run (load->loop, LATE_S, all_seen, load);

  printf ("{\"missing\": %" G_GUINT64_FORMAT ", ", whole ? 0 : load->due - load->seen);
  bench_times_print (load->times, "");
  printf ("}\n");
}

/* PostgreSQL. */

static const char *const work = //
    "WITH list AS (UPDATE incident SET priority = $2::int, changed_us = $3::bigint"
    "  WHERE id = $1::bigint),"
    " history AS (INSERT INTO incident_event VALUES ($4::bigint, 2, $1::bigint,"
    "  'incident.set-priority', $3::bigint, 300, 3, 'new', 0, 0, $5, $2::int)),"
    " log AS (INSERT INTO log_operation (replica, seq, operation_id, name, actor_id, made_us,"
    "  bytes, signature) VALUES ($6::int, $4::bigint, $4::bigint, 'incident.set-priority', 300,"
    "  $3::bigint, $7::bytea, $8::bytea)) ";

static PGconn *
connect_to (const char *conninfo)
{
  PGconn *connection = PQconnectdb (conninfo);

  if (PQstatus (connection) != CONNECTION_OK)
    bench_fail ("connecting: %s", PQerrorMessage (connection));
  return connection;
}

static void
run_sql (PGconn *connection, const char *sql)
{
  PGresult *result = PQexec (connection, sql);
  ExecStatusType status = PQresultStatus (result);

  if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK)
    bench_fail ("%s: %s", sql, PQerrorMessage (connection));
  PQclear (result);
}

static void
prepare (PGconn *connection, const char *name, const char *rest)
{
  g_autofree char *sql = g_strconcat (work, rest, NULL);
  PGresult *result = PQprepare (connection, name, sql, 0, NULL);

  if (PQresultStatus (result) != PGRES_COMMAND_OK)
    bench_fail ("preparing: %s", PQerrorMessage (connection));
  PQclear (result);
}

/* The parameters of one operation. */
typedef struct {
  char id[24], priority[8], time[24], number[24], text[32], replica[8];
  char bytes[2 * BYTES_OF_OPERATION + 3];
  char signature[2 * 64 + 3];
  const char *values[8];
} Row;

static void
fill (char *hex, gsize bytes)
{
  memset (hex, 'a', 2 * bytes + 2);
  memcpy (hex, "\\x", 2);
  hex[2 * bytes + 2] = '\0';
}

static void
make_row (Row *row, guint writer, guint number)
{
  g_snprintf (row->id, sizeof row->id, "%u", 1000000 + number % INCIDENTS);
  g_snprintf (row->priority, sizeof row->priority, "%u", 1 + (number / INCIDENTS) % 4);
  g_snprintf (row->time, sizeof row->time, "%" G_GINT64_FORMAT, g_get_real_time ());
  /* As identifiers go up with the time, whoever makes them. */
  g_snprintf (row->number, sizeof row->number, "%" G_GINT64_FORMAT,
              (gint64) getpid () * 1000000000 + (gint64) number * WRITERS_MAX + writer);
  g_snprintf (row->text, sizeof row->text, "bench %u", number);
  g_snprintf (row->replica, sizeof row->replica, "%u", writer);
  fill (row->bytes, BYTES_OF_OPERATION);
  fill (row->signature, 64);
  const char *values[] = {row->id,   row->priority, row->time,  row->number,
                          row->text, row->replica,  row->bytes, row->signature};
  memcpy (row->values, values, sizeof values);
}

/* A connection that sends what is given to it one after the other. */
typedef struct {
  Load *load;
  PGconn *connection;
  guint number;
  GQueue waiting; /* of numbers, as pointers, one more */
  gboolean busy;
} Writer;

static void
send_row (Writer *writer, guint number)
{
  Row row;

  make_row (&row, writer->number, number);
  writer->busy = TRUE;
  if (!PQsendQueryPrepared (writer->connection, "work", 8, row.values, NULL, NULL, 0))
    bench_fail ("sending: %s", PQerrorMessage (writer->connection));
}

static void
writer_cb (gpointer data)
{
  Writer *writer = data;

  PQconsumeInput (writer->connection);
  while (writer->busy && !PQisBusy (writer->connection)) {
    PGresult *result = PQgetResult (writer->connection);

    if (result && PQresultStatus (result) != PGRES_TUPLES_OK)
      bench_fail ("writing: %s", PQerrorMessage (writer->connection));
    writer->busy = result != NULL;
    PQclear (result);
  }
  if (!writer->busy && !g_queue_is_empty (&writer->waiting))
    send_row (writer, GPOINTER_TO_UINT (g_queue_pop_head (&writer->waiting)) - 1);
}

static void
pg_send_cb (guint number, gpointer data)
{
  Load *load = data;
  Writer *writer = load->writers->pdata[load->turn++ % load->writers->len];

  load->sent_us[number] = g_get_monotonic_time ();
  if (writer->busy)
    g_queue_push_tail (&writer->waiting, GUINT_TO_POINTER (number + 1));
  else
    send_row (writer, number);
}

typedef struct {
  Load *load;
  PGconn *connection;
} Listener;

static void
listener_cb (gpointer data)
{
  Listener *listener = data;
  PGnotify *notify;

  PQconsumeInput (listener->connection);
  while ((notify = PQnotifies (listener->connection))) {
    const char *number = strstr (notify->extra, "bench ");

    if (number)
      take_number (listener->load, number + 6);
    PQfreemem (notify);
  }
}

static void
add_listener (Load *load, const char *conninfo)
{
  Listener *listener = g_new0 (Listener, 1);

  listener->load = load;
  listener->connection = connect_to (conninfo);
  run_sql (listener->connection, "LISTEN " CHANNEL);
  bench_loop_watch (load->loop, PQsocket (listener->connection), listener_cb, listener);
}

static void
add_writer (Load *load, const char *conninfo)
{
  Writer *writer = g_new0 (Writer, 1);

  writer->load = load;
  writer->number = load->writers->len;
  writer->connection = connect_to (conninfo);
  g_queue_init (&writer->waiting);
  /* What the listeners need to show the row: they ask nothing more. */
  prepare (writer->connection, "work",
           "SELECT pg_notify ('" CHANNEL "', concat_ws (',', $1::text, $2::text, $3::text,"
           " $4::text, $6::text, 'incident.set-priority', 'new', $5::text))");
  bench_loop_watch (load->loop, PQsocket (writer->connection), writer_cb, writer);
  g_ptr_array_add (load->writers, writer);
}

static void
run_pg_latency (char **words)
{
  guint receivers = (guint) atoi (words[1]);
  double rate = atof (words[2]);
  Load load;

  open_load (&load, rate, atof (words[3]), receivers);
  for (guint i = 0; i < receivers; i++)
    add_listener (&load, words[0]);
  for (guint i = 0; i < MIN ((guint) atoi (words[4]), WRITERS_MAX); i++)
    add_writer (&load, words[0]);
  bench_loop_send (load.loop, rate, load.count, pg_send_cb, &load);
  finish (&load);
}

typedef struct {
  const char *conninfo;
  guint number;
  gint64 until_us;
  guint done;
} DurableWriter;

static gpointer
write_durably (gpointer data)
{
  DurableWriter *self = data;
  PGconn *connection = connect_to (self->conninfo);

  prepare (connection, "work", "SELECT 1");
  while (g_get_monotonic_time () < self->until_us) {
    Row row;
    /* No two writers ever have the same row of the list. */
    guint number = self->number + WRITERS_MAX * self->done;

    make_row (&row, self->number, number);
    g_snprintf (row.id, sizeof row.id, "%u", 1000000 + (self->number + 8 * self->done) % INCIDENTS);
    PGresult *result = PQexecPrepared (connection, "work", 8, row.values, NULL, NULL, 0);
    if (PQresultStatus (result) != PGRES_TUPLES_OK)
      bench_fail ("writing: %s", PQerrorMessage (connection));
    PQclear (result);
    self->done++;
  }
  PQfinish (connection);
  return NULL;
}

static void
run_pg_durable (char **words)
{
  guint n = MIN ((guint) atoi (words[1]), WRITERS_MAX);
  double seconds = atof (words[2]);
  gint64 begun_us = g_get_monotonic_time ();
  gint64 until_us = begun_us + (gint64) (seconds * 1e6);
  DurableWriter writers[WRITERS_MAX];
  GThread *threads[WRITERS_MAX];
  guint done = 0;

  for (guint i = 0; i < n; i++) {
    writers[i] = (DurableWriter){words[0], i, until_us, 0};
    threads[i] = g_thread_new ("writer", write_durably, &writers[i]);
  }
  for (guint i = 0; i < n; i++) {
    g_thread_join (threads[i]);
    done += writers[i].done;
  }
  printf ("{\"rate\": %.1f, \"operations\": %u}\n",
          done / ((double) (g_get_monotonic_time () - begun_us) / 1e6), done);
}

/* TCP alone: a thread hands every message that the writer sends on to all the others. */

typedef struct {
  int listener;
  guint receivers;
  GArray *fds; /* (owned) (element-type int) */
} FanOut;

static gboolean
read_message (int fd, char *message)
{
  gsize filled = 0;

  while (filled < MESSAGE_BYTES) {
    gssize n = recv (fd, message + filled, MESSAGE_BYTES - filled, 0);

    if (n <= 0)
      return FALSE;
    filled += (gsize) n;
  }
  return TRUE;
}

static gpointer
fan_out (gpointer data)
{
  FanOut *self = data;
  char message[MESSAGE_BYTES];

  for (guint i = 0; i < self->receivers + 1; i++) {
    int fd = accept (self->listener, NULL, NULL);
    g_array_append_val (self->fds, fd);
  }
  int writer = g_array_index (self->fds, int, 0);
  while (read_message (writer, message))
    for (guint i = 1; i < self->fds->len; i++)
      bench_write (g_array_index (self->fds, int, i), message, MESSAGE_BYTES);
  for (guint i = 0; i < self->fds->len; i++)
    close (g_array_index (self->fds, int, i));
  return NULL;
}

static int
listen_on_loopback (guint *port)
{
  struct sockaddr_in where = {.sin_family = AF_INET, .sin_addr.s_addr = htonl (INADDR_LOOPBACK)};
  socklen_t size = sizeof where;
  int fd = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

  if (fd < 0 || bind (fd, (struct sockaddr *) &where, sizeof where) < 0 || listen (fd, 4096) < 0 ||
      getsockname (fd, (struct sockaddr *) &where, &size) < 0)
    bench_fail ("listening");
  *port = ntohs (where.sin_port);
  return fd;
}

typedef struct {
  Load *load;
  int fd;
  gsize filled;
  char message[MESSAGE_BYTES];
} Receiver;

static void
receiver_cb (gpointer data)
{
  Receiver *self = data;
  gssize n;

  while ((n = recv (self->fd, self->message + self->filled, MESSAGE_BYTES - self->filled, 0)) > 0) {
    self->filled += (gsize) n;
    if (self->filled == MESSAGE_BYTES) {
      take_number (self->load, self->message);
      self->filled = 0;
    }
  }
}

static void
tcp_send_cb (guint number, gpointer data)
{
  Load *load = data;
  char message[MESSAGE_BYTES] = {0};

  g_snprintf (message, sizeof message, "%u", number);
  load->sent_us[number] = g_get_monotonic_time ();
  bench_write (load->fd, message, sizeof message);
}

static void
run_tcp (char **words)
{
  guint receivers = (guint) atoi (words[0]);
  FanOut server = {.receivers = receivers, .fds = g_array_new (FALSE, FALSE, sizeof (int))};
  guint port;
  Load load;

  server.listener = listen_on_loopback (&port);
  GThread *thread = g_thread_new ("fan-out", fan_out, &server);
  open_load (&load, atof (words[1]), atof (words[2]), receivers);
  load.fd = bench_connect (port);
  for (guint i = 0; i < receivers; i++) {
    Receiver *receiver = g_new0 (Receiver, 1);

    receiver->load = &load;
    receiver->fd = bench_connect (port);
    bench_loop_watch (load.loop, receiver->fd, receiver_cb, receiver);
  }
  bench_loop_send (load.loop, atof (words[1]), load.count, tcp_send_cb, &load);
  finish (&load);
  close (load.fd);
  g_thread_join (thread);
}

int
main (int argc, char *argv[])
{
  if (argc == 5 && !strcmp (argv[1], "tcp"))
    run_tcp (argv + 2);
  else if (argc == 7 && !strcmp (argv[1], "pg-latency"))
    run_pg_latency (argv + 2);
  else if (argc == 5 && !strcmp (argv[1], "pg-durable"))
    run_pg_durable (argv + 2);
  else
    bench_fail ("usage: see the head of bench-peers.c");
  return 0;
}
