/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * tc-field-reporter: keeps reporting through the Open311 door, like any client of it: at a steady
 * rate, or by the rhythm of the province, --times as many as it has, whose day passes --speed times
 * as fast as ours and begins with the first report after this hour. One line a report: its id,
 * service, status as read back, and how long the POST took; in the end the percentiles. Not for:
 * measuring the server at its limit (tests/bench).
 *
 * DESIGN: reports leave at their time, whether earlier ones were answered or not, up to
 * IN_FLIGHT_MAX; what would be more is counted as held back and not sent later, so that a slow
 * server is seen and not helped.
 */
#include "tc-field-rhythm.h"

#include <json-glib/json-glib.h>
#include <libsoup/soup.h>
#include <locale.h>
#include <stdio.h>
#include <string.h>
#include <glib-unix.h>
#include <unistd.h>

#define IN_FLIGHT_MAX 64
#define PER_MINUTE_MAX 60000
/* Beyond it a minute has no room for all of them at the peak. */
#define TIMES_MAX 600
#define SPEED_MAX 3600
#define TIMEOUT_S 30
#define TICK_MS 100
#define ANSWER_BYTES_MAX (1024 * 1024)
#define US_PER_MINUTE 60000000
#define KEY_BYTES_MAX 256
#define TC_PROVINCE_HERE "data/province/haugiang"

typedef struct {
  char *url;          /* (owned): "http://127.0.0.1:8080/open311/v2" */
  char *key;          /* (owned) (nullable) */
  char *jurisdiction; /* (owned) (nullable) */
  char *dir;          /* (owned) (nullable): of the province */
  int per_minute;
  int times; /* 0 like the speed: at the steady rate */
  int speed;
  int seconds; /* 0: until told to stop */
  int seed;
  gboolean quiet;
} Options;

typedef struct {
  Options options;
  TcProvince *province;  /* (owned) */
  GRand *random;         /* (owned) */
  TcFieldRhythm *rhythm; /* (owned) (nullable): at the steady rate */
  TcFieldReport *next;   /* (owned) (nullable): of the rhythm */
  gint64 next_us;        /* when it comes in, by the province's clock */
  gint64 first_us;       /* likewise the first */
  SoupSession *session;  /* (owned) */
  GMainLoop *loop;       /* (owned) */
  gint64 start_us;       /* monotonic */
  guint64 due;           /* reports whose time has come, sent or held back */
  guint in_flight;
  guint held_back;
  guint failed;
  gboolean stopping;
  GArray *latencies_us; /* (owned) (element-type gint64) */
} Reporter;

/* One report on its way. */
typedef struct {
  Reporter *reporter; /* (unowned): outlives all that is in flight */
  char *service;      /* (owned) */
  gint64 sent_us;     /* monotonic */
  gint64 took_us;
  char *id; /* (owned) (nullable): service_request_id, once answered */
} Post;

static void
end_post (Post *post)
{
  Reporter *reporter = post->reporter;

  reporter->in_flight--;
  if (reporter->stopping && reporter->in_flight == 0)
    g_main_loop_quit (reporter->loop);
  g_free (post->service);
  g_free (post->id);
  g_free (post);
}

static void
fail_post (Post *post, const char *what)
{
  post->reporter->failed++;
  g_printerr ("failed\t%s\t%s\n", post->service, what);
  end_post (post);
}

/* A member of the first object of a JSON array, as GeoReport v2 answers. (transfer full) (nullable)
 */
static char *
read_member (GBytes *body, const char *name)
{
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  gsize size;
  const char *data = g_bytes_get_data (body, &size);

  if (size == 0 || size > ANSWER_BYTES_MAX ||
      !json_parser_load_from_data (parser, data, (gssize) size, NULL))
    return NULL;
  JsonNode *root = json_parser_get_root (parser);
  JsonArray *array = root && JSON_NODE_HOLDS_ARRAY (root) ? json_node_get_array (root) : NULL;
  JsonNode *first = array && json_array_get_length (array) > 0 ? json_array_get_element (array, 0)
                                                               : NULL;
  JsonNode *member = first && JSON_NODE_HOLDS_OBJECT (first)
                         ? json_object_get_member (json_node_get_object (first), name)
                         : NULL;
  return member && json_node_get_value_type (member) == G_TYPE_STRING
             ? g_strdup (json_node_get_string (member))
             : NULL;
}

/* The body of an answer of success, else NULL with the report failed. */
static GBytes *
take_body (Post *post, SoupSession *session, GAsyncResult *result)
{
  g_autoptr (GError) error = NULL;
  SoupMessage *message = soup_session_get_async_result_message (session, result);
  g_autoptr (GBytes) body = soup_session_send_and_read_finish (session, result, &error);

  if (body && SOUP_STATUS_IS_SUCCESSFUL (soup_message_get_status (message)))
    return g_steal_pointer (&body);
  g_autofree char *what = body ? g_strdup_printf ("%u %.*s", soup_message_get_status (message),
                                                  (int) MIN (g_bytes_get_size (body), 200),
                                                  (const char *) g_bytes_get_data (body, NULL))
                               : g_strdup (error->message);
  fail_post (post, what);
  return NULL;
}

static void
read_back_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Post *post = data;
  g_autoptr (GBytes) body = take_body (post, SOUP_SESSION (source), result);

  if (!body)
    return;
  g_autofree char *status = read_member (body, "status");
  if (!status) {
    fail_post (post, "the report can't be read back");
    return;
  }
  if (!post->reporter->options.quiet)
    g_print ("%s\t%s\t%s\t%.1f ms\n", post->id, post->service, status,
             (double) post->took_us / 1000);
  end_post (post);
}

static void
ask (Post *post, const char *format, const char *id, GAsyncReadyCallback callback)
{
  g_autofree char *escaped = g_uri_escape_string (id, NULL, FALSE);
  g_autofree char *uri = g_strconcat (post->reporter->options.url, format, escaped, ".json", NULL);
  g_autoptr (SoupMessage) message = soup_message_new (SOUP_METHOD_GET, uri);

  soup_session_send_and_read_async (post->reporter->session, message, G_PRIORITY_DEFAULT, NULL,
                                    callback, post);
}

/* The server may answer with a token, for which it tells the id later. */
static void
token_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Post *post = data;
  g_autoptr (GBytes) body = take_body (post, SOUP_SESSION (source), result);

  if (!body)
    return;
  post->id = read_member (body, "service_request_id");
  if (post->id)
    ask (post, "/requests/", post->id, read_back_cb);
  else
    fail_post (post, "the token gives no id");
}

static void
posted_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Post *post = data;
  g_autoptr (GBytes) body = take_body (post, SOUP_SESSION (source), result);

  if (!body)
    return;
  post->took_us = g_get_monotonic_time () - post->sent_us;
  g_array_append_val (post->reporter->latencies_us, post->took_us);
  post->id = read_member (body, "service_request_id");
  g_autofree char *token = read_member (body, "token");
  if (post->id)
    ask (post, "/requests/", post->id, read_back_cb);
  else if (token)
    ask (post, "/tokens/", token, token_cb);
  else
    fail_post (post, "the answer has neither id nor token");
}

/* @report: (transfer full) */
static void
send_report (Reporter *reporter, TcFieldReport *made)
{
  g_autoptr (TcFieldReport) report = made;
  g_autofree char *form = tc_field_report_to_form (report, reporter->options.key,
                                                   reporter->options.jurisdiction);
  g_autofree char *uri = g_strconcat (reporter->options.url, "/requests.json", NULL);
  g_autoptr (SoupMessage) message = soup_message_new (SOUP_METHOD_POST, uri);
  g_autoptr (GBytes) body = g_bytes_new (form, strlen (form));
  Post *post = g_new0 (Post, 1);

  soup_message_set_request_body_from_bytes (message, "application/x-www-form-urlencoded", body);
  post->reporter = reporter;
  post->service = g_strdup (report->service);
  post->sent_us = g_get_monotonic_time ();
  reporter->in_flight++;
  soup_session_send_and_read_async (reporter->session, message, G_PRIORITY_DEFAULT, NULL, posted_cb,
                                    post);
}

static void
stop (Reporter *reporter)
{
  reporter->stopping = TRUE;
  if (reporter->in_flight == 0)
    g_main_loop_quit (reporter->loop);
}

static gboolean
stop_cb (gpointer data)
{
  stop (data);
  return G_SOURCE_CONTINUE;
}

/* Reports that are due @elapsed_us after the start: the first at once. A run of so many seconds
 * makes as many as the rate says, whatever the timers do. */
static guint64
count_due (const Options *options, gint64 elapsed_us)
{
  guint64 due = (guint64) elapsed_us * (guint64) options->per_minute / US_PER_MINUTE + 1;
  guint64 all = (guint64) options->seconds * (guint64) options->per_minute / 60;

  return options->seconds > 0 ? MIN (due, MAX (all, 1)) : due;
}

/* @report: (transfer full) */
static void
send_or_hold (Reporter *reporter, TcFieldReport *report)
{
  if (reporter->in_flight < IN_FLIGHT_MAX) {
    send_report (reporter, report);
    return;
  }
  reporter->held_back++;
  tc_field_report_free (report);
}

static void
send_due (Reporter *reporter, gint64 elapsed_us)
{
  gint64 province_us = reporter->first_us + elapsed_us * reporter->options.speed;

  while (reporter->next && reporter->next_us <= province_us) {
    send_or_hold (reporter, g_steal_pointer (&reporter->next));
    reporter->next = tc_field_rhythm_next (reporter->rhythm, &reporter->next_us, NULL);
  }
}

static gboolean
tick_cb (gpointer data)
{
  Reporter *reporter = data;
  const Options *options = &reporter->options;
  gint64 elapsed_us = g_get_monotonic_time () - reporter->start_us;

  if (reporter->stopping)
    return G_SOURCE_REMOVE;
  if (reporter->rhythm)
    send_due (reporter, elapsed_us);
  for (guint64 due = reporter->rhythm ? 0 : count_due (options, elapsed_us); reporter->due < due;
       reporter->due++)
    send_or_hold (reporter,
                  tc_field_report_new (reporter->province, reporter->random, g_get_real_time ()));
  if (options->seconds == 0 || elapsed_us < options->seconds * G_USEC_PER_SEC)
    return G_SOURCE_CONTINUE;
  stop (reporter);
  return G_SOURCE_REMOVE;
}

static int
compare_cb (gconstpointer a, gconstpointer b)
{
  gint64 first = *(const gint64 *) a;
  gint64 second = *(const gint64 *) b;

  return first < second ? -1 : first > second;
}

static double
get_percentile_ms (GArray *sorted, guint percent)
{
  if (sorted->len == 0)
    return 0;
  guint at = MIN (sorted->len * percent / 100, sorted->len - 1);
  return (double) g_array_index (sorted, gint64, at) / 1000;
}

static gboolean
parse_options (Options *options, int argc, char **argv, GError **error)
{
  const GOptionEntry entries[] = {
      {"url", 'u', 0, G_OPTION_ARG_STRING, &options->url, "Where the Open311 service is", "URL"},
      {"key", 'k', 0, G_OPTION_ARG_STRING, &options->key, "API key; else a line of standard input",
       "KEY"},
      {"jurisdiction", 'j', 0, G_OPTION_ARG_STRING, &options->jurisdiction, "Jurisdiction", "ID"},
      {"province", 'p', 0, G_OPTION_ARG_FILENAME, &options->dir, "The province's files", "DIR"},
      {"per-minute", 'n', 0, G_OPTION_ARG_INT, &options->per_minute,
       "Reports a minute, at a steady rate", "N"},
      {"times", 0, 0, G_OPTION_ARG_INT, &options->times,
       "By the province's rhythm, N times as many as it has (1)", "N"},
      {"speed", 0, 0, G_OPTION_ARG_INT, &options->speed,
       "By the province's rhythm, N times as fast as the clock (1)", "N"},
      {"seconds", 's', 0, G_OPTION_ARG_INT, &options->seconds, "How long; 0: until stopped", "S"},
      {"seed", 0, 0, G_OPTION_ARG_INT, &options->seed, "The same seed, the same reports", "N"},
      {"quiet", 'q', 0, G_OPTION_ARG_NONE, &options->quiet, "Only failures and the sum", NULL},
      {NULL},
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);

  g_option_context_set_summary (context, "Reports from the field, through the Open311 door.");
  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, error))
    return FALSE;
  if (argc == 1 && options->url && options->per_minute > 0 &&
      options->per_minute <= PER_MINUTE_MAX && options->seconds >= 0 && options->times >= 0 &&
      options->times <= TIMES_MAX && options->speed >= 0 && options->speed <= SPEED_MAX &&
      g_uri_is_valid (options->url, G_URI_FLAGS_NONE, NULL))
    return TRUE;
  g_set_error (
      error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
      "a URL is needed, from 1 to %d reports a minute, up to %d times as many, and a speed "
      "up to %d",
      PER_MINUTE_MAX, TIMES_MAX, SPEED_MAX);
  return FALSE;
}

/* Where the demonstration is: as installed, else in the source tree that one stands in. */
static const char *
find_province (void)
{
  return g_file_test (TC_PROVINCE_INSTALLED, G_FILE_TEST_IS_DIR) ? TC_PROVINCE_INSTALLED
                                                                 : TC_PROVINCE_HERE;
}

/* A key in the arguments could be read by everybody on the machine: so it also comes as a line of
 * standard input. */
static void
read_key (Options *options)
{
  char line[KEY_BYTES_MAX + 2];

  if (!options->key && !isatty (STDIN_FILENO) && fgets (line, sizeof line, stdin))
    options->key = g_strdup (g_strstrip (line));
}

static gboolean
has_rhythm (const Options *options)
{
  return options->times > 0 || options->speed > 0;
}

static gboolean
load_province (Reporter *reporter)
{
  g_autoptr (GPtrArray) faults = NULL;
  const char *dir = reporter->options.dir ? reporter->options.dir : find_province ();

  reporter->province = tc_province_load (dir, &faults);
  for (guint i = 0; i < faults->len; i++)
    g_printerr ("%s\n", (const char *) g_ptr_array_index (faults, i));
  if (!reporter->province)
    return FALSE;
  if (has_rhythm (&reporter->options) ? tc_field_rhythm_possible (reporter->province)
                                      : tc_field_report_possible (reporter->province))
    return TRUE;
  g_printerr ("tc-field-reporter: %s has no sentences, no streets or no rhythm\n", dir);
  return FALSE;
}

/* The province's day begins with the first report that comes after now. */
static void
begin_rhythm (Reporter *reporter)
{
  Options *options = &reporter->options;

  if (!has_rhythm (options))
    return;
  options->times = MAX (options->times, 1);
  options->speed = MAX (options->speed, 1);
  reporter->rhythm = tc_field_rhythm_new (reporter->province, (guint32) options->seed,
                                          g_get_real_time (), (guint) options->times);
  reporter->next = tc_field_rhythm_next (reporter->rhythm, &reporter->next_us, NULL);
  reporter->first_us = reporter->next_us;
}

static void
report_for_a_while (Reporter *reporter)
{
  guint interval_ms = has_rhythm (&reporter->options)
                          ? TICK_MS
                          : (guint) CLAMP (60000 / reporter->options.per_minute, 1, 1000);

  begin_rhythm (reporter);
  reporter->random = g_rand_new_with_seed ((guint32) reporter->options.seed);
  reporter->session = soup_session_new_with_options (
      "timeout", TIMEOUT_S, "max-conns", IN_FLIGHT_MAX, "max-conns-per-host", IN_FLIGHT_MAX, NULL);
  reporter->loop = g_main_loop_new (NULL, FALSE);
  reporter->latencies_us = g_array_new (FALSE, FALSE, sizeof (gint64));
  reporter->start_us = g_get_monotonic_time ();
  g_unix_signal_add (SIGINT, stop_cb, reporter);
  g_unix_signal_add (SIGTERM, stop_cb, reporter);
  if (tick_cb (reporter))
    g_timeout_add (interval_ms, tick_cb, reporter);
  g_main_loop_run (reporter->loop);
  g_array_sort (reporter->latencies_us, compare_cb);
  g_print ("%u reports, %u failed, %u held back; p50 %.1f ms, p95 %.1f ms, p99 %.1f ms\n",
           reporter->latencies_us->len, reporter->failed, reporter->held_back,
           get_percentile_ms (reporter->latencies_us, 50),
           get_percentile_ms (reporter->latencies_us, 95),
           get_percentile_ms (reporter->latencies_us, 99));
  g_main_loop_unref (reporter->loop);
  g_object_unref (reporter->session);
  g_rand_free (reporter->random);
  g_clear_pointer (&reporter->next, tc_field_report_free);
  g_clear_pointer (&reporter->rhythm, tc_field_rhythm_free);
  g_array_unref (reporter->latencies_us);
}

static void
clear_options (Options *options)
{
  g_free (options->url);
  g_free (options->key);
  g_free (options->jurisdiction);
  g_free (options->dir);
}

int
main (int argc, char **argv)
{
  Reporter reporter = {.options = {.per_minute = 6, .seed = 1}};
  g_autoptr (GError) error = NULL;
  int exit_code = 2;

  setlocale (LC_ALL, "");
  if (!parse_options (&reporter.options, argc, argv, &error)) {
    g_printerr ("tc-field-reporter: %s\n", error->message);
  } else if (load_province (&reporter)) {
    read_key (&reporter.options);
    report_for_a_while (&reporter);
    exit_code = reporter.failed > 0 || reporter.held_back > 0 ? 1 : 0;
  }
  g_clear_pointer (&reporter.province, tc_province_free);
  clear_options (&reporter.options);
  return exit_code;
}
