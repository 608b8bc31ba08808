/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: tc-field-reporter as it is run: it posts at its rate with its key, follows a token, reads
 * every report back, counts what fails, ends when told, and brings as many as it is told as fast as
 * it is told. Method: the built program against a small Open311 service on a real port.
 */
#include <libsoup/soup.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

typedef enum {
  ANSWER_ID,
  ANSWER_TOKEN,
  ANSWER_REFUSED, /* 403, as for a wrong key */
  ANSWER_GARBAGE,
} Answer;

typedef struct {
  SoupServer *server; /* (owned) */
  char *url;          /* (owned) */
  Answer answer;
  guint posts;
  guint reads;
  guint tokens;
  const char *const *rate; /* options and their values: how many, how fast */
} Service;

typedef struct {
  gboolean done;
  char *out; /* (owned) */
  char *err; /* (owned) */
  int code;
} Run;

static void
reply (SoupServerMessage *message, guint status, const char *body)
{
  soup_server_message_set_status (message, status, NULL);
  soup_server_message_set_response (message, "application/json", SOUP_MEMORY_COPY, body,
                                    strlen (body));
}

static void
take_post (Service *service, SoupServerMessage *message)
{
  SoupMessageBody *body = soup_server_message_get_request_body (message);
  g_autoptr (GHashTable) form = soup_form_decode (body->data);
  g_autofree char *id = g_strdup_printf ("[{\"service_request_id\":\"%u\"}]", ++service->posts);

  g_assert_cmpstr (g_hash_table_lookup (form, "api_key"), ==, "chìa khóa");
  g_assert_cmpstr (g_hash_table_lookup (form, "jurisdiction_id"), ==, "haugiang.example");
  g_assert_nonnull (g_hash_table_lookup (form, "service_code"));
  g_assert_nonnull (g_hash_table_lookup (form, "description"));
  g_assert_nonnull (g_hash_table_lookup (form, "lat"));
  if (service->answer == ANSWER_ID)
    reply (message, 200, id);
  else if (service->answer == ANSWER_TOKEN)
    reply (message, 200, "[{\"token\":\"t/1\"}]");
  else if (service->answer == ANSWER_REFUSED)
    reply (message, 403, "[{\"code\":403,\"description\":\"the key is not known\"}]");
  else
    reply (message, 200, "<html>");
}

static void
request_cb (SoupServer *server, SoupServerMessage *message, const char *path, GHashTable *query,
            gpointer data)
{
  Service *service = data;

  if (g_str_equal (path, "/v2/requests.json")) {
    take_post (service, message);
  } else if (g_str_has_prefix (path, "/v2/tokens/")) {
    service->tokens++;
    reply (message, 200, "[{\"service_request_id\":\"77\",\"token\":\"t/1\"}]");
  } else {
    g_assert_true (g_str_has_prefix (path, "/v2/requests/"));
    service->reads++;
    reply (message, 200, "[{\"service_request_id\":\"1\",\"status\":\"open\"}]");
  }
}

static const char *const ten_a_second[] = {"--per-minute", "600", NULL};

static void
set_up (Service *service, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  *service = (Service){.server = soup_server_new (NULL, NULL), .rate = ten_a_second};
  soup_server_add_handler (service->server, NULL, request_cb, service, NULL);
  soup_server_listen_local (service->server, 0, SOUP_SERVER_LISTEN_IPV4_ONLY, &error);
  g_assert_no_error (error);
  GSList *uris = soup_server_get_uris (service->server);
  service->url = g_strdup_printf ("http://127.0.0.1:%d/v2", g_uri_get_port (uris->data));
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);
}

static void
tear_down (Service *service, gconstpointer data)
{
  soup_server_disconnect (service->server);
  g_object_unref (service->server);
  g_free (service->url);
}

static void
run_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Run *run = data;
  g_autoptr (GError) error = NULL;

  g_subprocess_communicate_utf8_finish (G_SUBPROCESS (source), result, &run->out, &run->err,
                                        &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_if_exited (G_SUBPROCESS (source)));
  run->code = g_subprocess_get_exit_status (G_SUBPROCESS (source));
  run->done = TRUE;
}

static GSubprocess *
start_reporter (const Service *service, const char *seconds, GError **error)
{
  const char *const begin[] = {g_getenv ("TC_FIELD_REPORTER"),
                               "--url",
                               service->url,
                               "--province",
                               g_getenv ("TC_PROVINCE_DIR"),
                               "--jurisdiction",
                               "haugiang.example",
                               "--seconds",
                               seconds,
                               NULL};
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) argv = NULL;

  g_strv_builder_addv (builder, (const char **) begin);
  g_strv_builder_addv (builder, (const char **) service->rate);
  argv = g_strv_builder_end (builder);
  return g_subprocess_newv ((const char *const *) argv,
                            G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE |
                                G_SUBPROCESS_FLAGS_STDERR_PIPE,
                            error);
}

/* @seconds: "0": until @posts reports came, then it is told to end */
static void
run_reporter (Run *run, Service *service, const char *seconds, guint posts)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) process = start_reporter (service, seconds, &error);
  gboolean told = FALSE;

  g_assert_no_error (error);
  *run = (Run){0};
  g_subprocess_communicate_utf8_async (process, "chìa khóa\n", NULL, run_cb, run);
  while (!run->done) {
    g_main_context_iteration (NULL, TRUE);
    if (posts > 0 && service->reads >= posts && !told)
      g_subprocess_send_signal (process, SIGTERM);
    told = told || (posts > 0 && service->reads >= posts);
  }
}

static void
clear_run (Run *run)
{
  g_free (run->out);
  g_free (run->err);
}

static guint
count_lines (const char *text)
{
  guint n = 0;

  for (; *text; text++)
    n += *text == '\n';
  return n;
}

static void
test_rate (Service *service, gconstpointer data)
{
  Run run;

  run_reporter (&run, service, "1", 0);
  g_assert_cmpstr (run.err, ==, "");
  g_assert_cmpint (run.code, ==, 0);
  /* Ten a second, for one. */
  g_assert_cmpuint (service->posts, ==, 10);
  g_assert_cmpuint (service->reads, ==, service->posts);
  g_assert_cmpuint (count_lines (run.out), ==, service->posts + 1);
  g_assert_nonnull (strstr (run.out, "\topen\t"));
  g_autofree char *sum = g_strdup_printf ("\n%u reports, 0 failed, 0 held back; p50 ",
                                          service->posts);
  g_assert_nonnull (strstr (run.out, sum));
  clear_run (&run);
}

/* Two hours of the province's day in two seconds: the first report at once, each answered. */
static void
test_rhythm (Service *service, gconstpointer data)
{
  static const char *const rate[] = {"--speed", "3600", NULL};
  Run run;

  service->rate = rate;
  run_reporter (&run, service, "2", 0);
  g_assert_cmpstr (run.err, ==, "");
  g_assert_cmpint (run.code, ==, 0);
  g_assert_cmpuint (service->posts, >=, 1);
  g_assert_cmpuint (service->reads, ==, service->posts);
  g_assert_cmpuint (count_lines (run.out), ==, service->posts + 1);
  clear_run (&run);
}

/* Reports that were due in two seconds, whatever became of them: so many at once are more than the
 * service here can take. */
static guint
count_due (Service *service, const char *const *rate)
{
  guint sent = 0, failed = 0, held_back = 0;
  g_auto (GStrv) lines = NULL;
  Run run;

  service->rate = rate;
  run_reporter (&run, service, "2", 0);
  lines = g_strsplit (run.out, "\n", -1);
  g_assert_cmpint (sscanf (lines[g_strv_length (lines) - 2], "%u reports, %u failed, %u held back",
                           &sent, &failed, &held_back),
                   ==, 3);
  clear_run (&run);
  return sent + failed + held_back;
}

/* At whatever hour of the day: more of them, and faster. */
static void
test_times (Service *service, gconstpointer data)
{
  static const char *const more[] = {"--times", "300", NULL};
  static const char *const faster[] = {"--speed", "3600", NULL};
  static const char *const both[] = {"--times", "300", "--speed", "3600", NULL};

  g_assert_cmpuint (count_due (service, more), <, 100);
  g_assert_cmpuint (count_due (service, faster), <, 100);
  g_assert_cmpuint (count_due (service, both), >, 100);
}

static void
test_told (Service *service, gconstpointer data)
{
  Run run;

  run_reporter (&run, service, "0", 3);
  g_assert_cmpint (run.code, ==, 0);
  g_assert_cmpuint (service->reads, ==, service->posts);
  g_assert_cmpuint (service->posts, >=, 3);
  clear_run (&run);
}

static void
test_token (Service *service, gconstpointer data)
{
  Run run;

  service->answer = ANSWER_TOKEN;
  run_reporter (&run, service, "1", 0);
  g_assert_cmpstr (run.err, ==, "");
  g_assert_cmpint (run.code, ==, 0);
  g_assert_cmpuint (service->tokens, ==, service->posts);
  g_assert_true (g_str_has_prefix (run.out, "77\t"));
  clear_run (&run);
}

static void
test_failures (Service *service, gconstpointer data)
{
  static const struct {
    Answer answer;
    const char *told;
  } cases[] = {
      {ANSWER_REFUSED, "the key is not known"},
      {ANSWER_GARBAGE, "the answer has neither id nor token"},
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    Run run;
    service->answer = cases[i].answer;
    service->posts = 0;
    run_reporter (&run, service, "1", 0);
    g_assert_cmpint (run.code, ==, 1);
    g_assert_nonnull (strstr (run.err, cases[i].told));
    g_assert_cmpuint (count_lines (run.err), ==, service->posts);
    clear_run (&run);
  }
}

#define ADD(name, func) g_test_add (name, Service, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/field-reporter/rate", test_rate);
  ADD ("/field-reporter/rhythm", test_rhythm);
  ADD ("/field-reporter/times", test_times);
  ADD ("/field-reporter/told", test_told);
  ADD ("/field-reporter/token", test_token);
  ADD ("/field-reporter/failures", test_failures);
  return g_test_run ();
}
