/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A load maker for the benchmarks: N clients, each on a connection and thread of its own, each
 * sending its next request when it has the answer to the last; on a new connection when the server
 * closes. Two peers, the same rows:
 *
 *   bench-load http HOST PORT CLIENTS REQUESTS KEY SERVICE   POST /open311/v2/requests.json
 *   bench-load pg   CONNINFO CLIENTS REQUESTS                BEGIN, four INSERTs, COMMIT
 *
 * Prints one JSON object: requests, errors, rate (1/s), p50, p95, p99 (ms). The first tenth of each
 * client's requests warms up and is not counted.
 */
#include <gio/gio.h>
#include <libpq-fe.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define ANSWER_MAX 65536

typedef struct {
  char **words;
  guint number;
  guint requests;
  GArray *latencies_us; /* (owned) (element-type gint64): of the counted ones */
  gint64 begun_us;      /* of the first counted one */
  gint64 ended_us;
  guint errors;
} Client;

static const char *const texts[] = {
    "Đèn đường hẻm 3 tắt đã ba đêm, đi lại rất nguy hiểm",
    "Ngap nuoc truoc cong truong hoc sau mua, xe chet may",
    "Rác thải xây dựng đổ bờ kênh Xà No",
    "Ổ gà lớn trên đường Trần Hưng Đạo, xe máy té",
};

typedef gboolean (*RequestFunc) (gpointer connection, Client *client, guint n);

static void
run_requests (Client *client, RequestFunc func, gpointer connection)
{
  guint warm = client->requests / 10;

  for (guint n = 0; n < client->requests; n++) {
    gint64 begun_us = g_get_monotonic_time ();
    gboolean ok = func (connection, client, n);
    gint64 ended_us = g_get_monotonic_time ();
    gint64 took_us = ended_us - begun_us;

    if (n < warm)
      continue;
    if (!client->begun_us)
      client->begun_us = begun_us;
    client->ended_us = ended_us;
    client->errors += !ok;
    g_array_append_val (client->latencies_us, took_us);
  }
}

/* HTTP, by hand over a kept connection: the load maker must cost less than what it measures. */

typedef struct {
  GSocketConnection *connection; /* (owned) (nullable): opened when there is none */
  GInputStream *in;              /* (unowned): the connection's */
  GOutputStream *out;            /* (unowned): likewise */
  char *answer;
} Http;

static gboolean
connect_to (Http *http, Client *client)
{
  g_autoptr (GSocketClient) maker = g_socket_client_new ();

  if (!http->connection)
    http->connection = g_socket_client_connect_to_host (
        maker, client->words[0], (guint16) atoi (client->words[1]), NULL, NULL);
  if (!http->connection)
    return FALSE;
  http->in = g_io_stream_get_input_stream (G_IO_STREAM (http->connection));
  http->out = g_io_stream_get_output_stream (G_IO_STREAM (http->connection));
  return TRUE;
}

static gboolean
read_answer (Http *http)
{
  gsize filled = 0;
  gsize due = 0;
  gboolean close_after = FALSE;

  while (due == 0 || filled < due) {
    gssize n = g_input_stream_read (http->in, http->answer + filled, ANSWER_MAX - filled - 1, NULL,
                                    NULL);

    if (n <= 0)
      return FALSE;
    filled += (gsize) n;
    http->answer[filled] = '\0';
    const char *end = strstr (http->answer, "\r\n\r\n");
    if (!due && end) {
      g_autofree char *head = g_ascii_strdown (http->answer, end - http->answer);
      const char *length = strstr (head, "content-length:");

      if (!length)
        return FALSE;
      if (strstr (head, "connection: close"))
        close_after = TRUE;
      due = (gsize) (end + 4 - http->answer) + strtoul (length + 15, NULL, 10);
    }
  }
  if (close_after)
    g_clear_object (&http->connection);
  return g_str_has_prefix (http->answer, "HTTP/1.1 200");
}

static gboolean
post (gpointer data, Client *client, guint n)
{
  Http *http = data;
  g_autofree char *text = g_uri_escape_string (texts[n % G_N_ELEMENTS (texts)], NULL, FALSE);
  g_autofree char *body = g_strdup_printf (
      "api_key=%s&service_code=%s&lat=9.78%u&long=105.47%u&description=%s+%u-%u"
      "&first_name=Nguy%%E1%%BB%%85n&last_name=An&phone=0900%06u",
      client->words[4], client->words[5], n % 100, n % 97, text, client->number, n, n);
  g_autofree char *request = g_strdup_printf (
      "POST /open311/v2/requests.json HTTP/1.1\r\nHost: %s:%s\r\nContent-Length: %zu\r\n"
      "Content-Type: application/x-www-form-urlencoded\r\n\r\n%s",
      client->words[0], client->words[1], strlen (body), body);

  return connect_to (http, client) &&
         g_output_stream_write_all (http->out, request, strlen (request), NULL, NULL, NULL) &&
         read_answer (http);
}

static gpointer
run_http (gpointer data)
{
  g_autofree char *answer = g_malloc (ANSWER_MAX);
  Http http = {NULL, NULL, NULL, answer};

  run_requests (data, post, &http);
  g_clear_object (&http.connection);
  return NULL;
}

/* PostgreSQL: what a program that keeps the same in it would do, with prepared statements. */

static gboolean
execute (PGconn *connection, const char *name, int n, const char *const *values)
{
  PGresult *result = PQexecPrepared (connection, name, n, values, NULL, NULL, 0);
  ExecStatusType status = PQresultStatus (result);

  PQclear (result);
  return status == PGRES_COMMAND_OK;
}

static gboolean
insert (gpointer connection, Client *client, guint n)
{
  gint64 number = (gint64) getpid () * 1000000000 + client->number * 10000000 + n + 1;
  g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, number);
  g_autofree char *text = g_strdup_printf ("%s %u-%u", texts[n % G_N_ELEMENTS (texts)],
                                           client->number, n);
  const char *values[] = {id, text};

  return execute (connection, "begin", 0, NULL) && execute (connection, "incident", 2, values) &&
         execute (connection, "report", 2, values) && execute (connection, "reporter", 1, values) &&
         execute (connection, "event", 2, values) && execute (connection, "commit", 0, NULL);
}

static void
prepare (PGconn *connection, const char *name, const char *sql)
{
  PGresult *result = PQprepare (connection, name, sql, 0, NULL);

  if (PQresultStatus (result) != PGRES_COMMAND_OK)
    g_error ("preparing %s: %s", name, PQerrorMessage (connection));
  PQclear (result);
}

static gpointer
run_pg (gpointer data)
{
  Client *client = data;
  PGconn *connection = PQconnectdb (client->words[0]);

  if (PQstatus (connection) != CONNECTION_OK)
    g_error ("connecting: %s", PQerrorMessage (connection));
  prepare (connection, "begin", "BEGIN");
  prepare (connection, "commit", "COMMIT");
  prepare (connection, "incident",
           "INSERT INTO incident VALUES ($1::bigint, 2, 'PA-261123-' || $1, 261123, $1::bigint, $2,"
           " 1, 3, 'new', 1, 0, 97845000, 1054701000, 'hẻm 3', 0, 0)");
  prepare (connection, "report",
           "INSERT INTO report VALUES ($1::bigint, 2, $1::bigint, 'open311', $2, 'vi', 1, 97845000,"
           " 1054701000, 0, 0, 0, 0)");
  prepare (connection, "reporter",
           "INSERT INTO reporter VALUES ($1::bigint, 3, $1::bigint, 'Nguyễn An', '0900123456')");
  prepare (connection, "event",
           "INSERT INTO incident_event VALUES ($1::bigint, 2, $1::bigint, 'incident.report', 0, 0,"
           " 0, 'new', $2)");
  run_requests (client, insert, connection);
  PQfinish (connection);
  return NULL;
}

static int
compare (gconstpointer a, gconstpointer b)
{
  gint64 x = *(const gint64 *) a;
  gint64 y = *(const gint64 *) b;

  return (x > y) - (x < y);
}

static double
percentile_ms (const GArray *sorted, double share)
{
  guint at = (guint) (share * (sorted->len - 1));

  return (double) g_array_index (sorted, gint64, at) / 1000.0;
}

static void
print_figures (Client *clients, guint n)
{
  g_autoptr (GArray) all = g_array_new (FALSE, FALSE, sizeof (gint64));
  gint64 begun_us = G_MAXINT64;
  gint64 ended_us = 0;
  guint errors = 0;

  for (guint i = 0; i < n; i++) {
    g_array_append_vals (all, clients[i].latencies_us->data, clients[i].latencies_us->len);
    begun_us = MIN (begun_us, clients[i].begun_us);
    ended_us = MAX (ended_us, clients[i].ended_us);
    errors += clients[i].errors;
  }
  g_array_sort (all, compare);
  g_print ("{\"requests\": %u, \"errors\": %u, \"rate\": %.1f, \"p50\": %.3f, \"p95\": %.3f,"
           " \"p99\": %.3f}\n",
           all->len, errors, all->len * 1e6 / (double) MAX (1, ended_us - begun_us),
           percentile_ms (all, 0.50), percentile_ms (all, 0.95), percentile_ms (all, 0.99));
}

int
main (int argc, char *argv[])
{
  gboolean http = argc == 8 && !strcmp (argv[1], "http");
  gboolean pg = argc == 5 && !strcmp (argv[1], "pg");

  if (!http && !pg) {
    g_printerr ("usage: bench-load http HOST PORT CLIENTS REQUESTS KEY SERVICE\n"
                "       bench-load pg CONNINFO CLIENTS REQUESTS\n");
    return 2;
  }
  guint n = (guint) CLAMP (atoi (argv[http ? 4 : 3]), 1, 1000);
  guint requests = (guint) CLAMP (atoi (argv[http ? 5 : 4]) / (int) n, 10, 1000000);
  g_autofree Client *clients = g_new0 (Client, n);
  g_autofree GThread **threads = g_new0 (GThread *, n);

  for (guint i = 0; i < n; i++) {
    clients[i] = (Client){argv + 2, i, requests, g_array_new (FALSE, FALSE, sizeof (gint64)),
                          0,        0, 0};
    threads[i] = g_thread_new ("client", http ? run_http : run_pg, &clients[i]);
  }
  for (guint i = 0; i < n; i++)
    g_thread_join (threads[i]);
  print_figures (clients, n);
  for (guint i = 0; i < n; i++)
    g_array_unref (clients[i].latencies_us);
  return 0;
}
