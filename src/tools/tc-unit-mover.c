/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * tc-unit-mover: lets the vehicles of a province move about as a fleet's trackers would tell it,
 * and tells the server over its administration socket: at most one place of a vehicle in half a
 * minute while it moves, at once when what it does changes, and now and then that it still stands
 * there. Where it also reads the Open311 service, a vehicle of whoever is responsible for a new
 * request goes there.
 *
 * For demonstration and load. Not for: real trackers, which are a gateway.
 */
#include "tc-admin-operate.h"
#include "tc-unit-moves.h"
#include "tc-vehicle-operations.h"

#include <glib-unix.h>
#include <libsoup/soup.h>
#include <locale.h>
#include <math.h>
#include <string.h>

#define TICK_MS 1000
#define SPEED_MAX 3600
/* A place that moved less is the same. */
#define MOVED_E7 3000
/* That one stands there is told again before its place is too old to be shown. */
#define STANDS_US (10 * 60 * TC_US_PER_S)
#define ASK_EVERY_US (20 * TC_US_PER_S)
#define TIMEOUT_S 20
#define ANSWER_BYTES_MAX (4 * 1024 * 1024)
/* Requests of the last hours are looked at. */
#define REQUESTS_S (2 * 3600)

typedef struct {
  char *socket; /* (owned) */
  char *dir;    /* (owned) */
  char *url;    /* (owned) (nullable) */
  int speed;
  int seed;
  int seconds; /* 0: until told to stop */
} Options;

/* What the server was told last of a vehicle. */
typedef struct {
  gint64 id; /* 0: the server has no such vehicle */
  gint64 lat_e7;
  gint64 lon_e7;
  gint64 told_us; /* monotonic; 0: never */
  const char *status;
} Told;

typedef struct {
  Options options;
  TcProvince *province; /* (owned) */
  TcUnitMoves *moves;   /* (owned) */
  TcAdminClient *admin; /* (owned) */
  SoupSession *session; /* (owned) (nullable): without url */
  GHashTable *seen;     /* (owned): ids of requests that were looked at */
  Told *told;           /* (owned): rows of units.csv */
  GMainLoop *loop;      /* (owned) */
  gint64 start_us;      /* monotonic, as the next two */
  gint64 passed_us;
  gint64 asked_us;
  guint places;
  guint refused;
  gboolean failed;
} Mover;

/* ---- the server ---- */

static void
fail (Mover *mover, const char *what, const GError *error)
{
  g_printerr ("tc-unit-mover: %s: %s\n", what, error->message);
  mover->failed = TRUE;
  g_main_loop_quit (mover->loop);
}

static void
learn_vehicle (Mover *mover, JsonArray *row)
{
  const char *code = json_array_get_string_element (row, 1);
  int found = code ? tc_province_find (mover->province, TC_PROVINCE_UNITS, code) : -1;

  if (found >= 0 && JSON_NODE_HOLDS_NULL (json_array_get_element (row, 2)))
    mover->told[found].id = g_ascii_strtoll (json_array_get_string_element (row, 0), NULL, 10);
}

/* Ids of the vehicles in service, up to 1,000 of them. */
static gboolean
learn_vehicles (Mover *mover, GError **error)
{
  static const char *const columns[] = {"id", "code", "removed_us"};
  JsonObject *question = tc_admin_question ("rows");
  JsonArray *list = json_array_new ();

  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    json_array_add_string_element (list, columns[i]);
  json_object_set_string_member (question, "table", "vehicle");
  json_object_set_array_member (question, "columns", list);
  json_object_set_string_member (question, "after", "0");
  g_autoptr (JsonObject) answer = tc_admin_client_call (mover->admin, question, error);
  if (!answer)
    return FALSE;
  JsonNode *node = json_object_get_member (answer, "rows");
  JsonArray *rows = node && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
  if (!rows) {
    g_set_error_literal (error, TC_ADMIN_ERROR, TC_ADMIN_ERROR_PROTOCOL, "no rows of vehicle");
    return FALSE;
  }
  for (guint i = 0; i < json_array_get_length (rows); i++)
    learn_vehicle (mover, json_array_get_array_element (rows, i));
  return TRUE;
}

static gboolean
tell (Mover *mover, Told *told, const TcUnitMove *move)
{
  TcUnitPlaceArgs args = {told->id, move->lat_e7, move->lon_e7, move->status};
  g_autoptr (GVariant) encoded = g_variant_ref_sink (tc_args_encode (&tc_unit_place_type, &args));
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) answer = tc_admin_client_call (
      mover->admin, tc_admin_operate_question (&tc_unit_place_type, encoded, 0, 0), &error);

  if (!answer && !g_error_matches (error, TC_ADMIN_ERROR, TC_ADMIN_ERROR_REFUSED)) {
    fail (mover, "telling a place", error);
    return FALSE;
  }
  mover->places += answer != NULL;
  mover->refused += answer == NULL;
  *told = (Told){told->id, move->lat_e7, move->lon_e7, g_get_monotonic_time (), move->status};
  return TRUE;
}

/* Whether the server should hear of it now. */
static gboolean
is_news (const Told *told, const TcUnitMove *move, gint64 now_us)
{
  gint64 since_us = now_us - told->told_us;
  gboolean moved = ABS (move->lat_e7 - told->lat_e7) + ABS (move->lon_e7 - told->lon_e7) > MOVED_E7;

  if (told->id == 0)
    return FALSE;
  return told->told_us == 0 || told->status != move->status ||
         (moved && since_us >= TC_PLACE_EVERY_US) || since_us >= STANDS_US;
}

/* ---- requests ---- */

/* (transfer full) (nullable): what isn't there is no reason to stand still */
static JsonParser *
ask_requests (Mover *mover)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr (GDateTime) since = g_date_time_add_seconds (now, -REQUESTS_S);
  g_autofree char *start = g_date_time_format (since, "%Y-%m-%dT%H:%M:%SZ");
  g_autofree char *uri = g_strdup_printf ("%s/requests.json?status=open&start_date=%s",
                                          mover->options.url, start);
  g_autoptr (SoupMessage) message = soup_message_new (SOUP_METHOD_GET, uri);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) body = soup_session_send_and_read (mover->session, message, NULL, &error);
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  gsize size = 0;
  const char *data = body ? g_bytes_get_data (body, &size) : NULL;

  if (data && SOUP_STATUS_IS_SUCCESSFUL (soup_message_get_status (message)) &&
      size <= ANSWER_BYTES_MAX && json_parser_load_from_data (parser, data, (gssize) size, &error))
    return g_steal_pointer (&parser);
  g_printerr ("tc-unit-mover: asking for requests: %s\n",
              error ? error->message : soup_message_get_reason_phrase (message));
  return NULL;
}

static gboolean
get_degrees (JsonObject *request, const char *name, gint64 *e7)
{
  JsonNode *node = json_object_get_member (request, name);

  if (!node || !JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) == G_TYPE_STRING)
    return FALSE;
  *e7 = llround (json_node_get_double (node) * 1e7);
  return TRUE;
}

/* The agency of that name; (nullable): none has a vehicle */
static const char *
find_unit (Mover *mover, const char *name)
{
  const TcProvinceFile file = TC_PROVINCE_AGENCIES;

  for (guint row = 0; row < tc_province_get_n_rows (mover->province, file); row++) {
    if (g_strcmp0 (tc_province_get (mover->province, file, row, "name_vi"), name) == 0 ||
        g_strcmp0 (tc_province_get (mover->province, file, row, "name_en"), name) == 0)
      return tc_province_get (mover->province, file, row, "code");
  }
  return NULL;
}

static void
look_at (Mover *mover, JsonNode *node)
{
  JsonObject *request = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  gint64 lat_e7;
  gint64 lon_e7;

  if (!request)
    return;
  const char *id = json_object_get_string_member_with_default (request, "service_request_id", NULL);
  const char *unit = find_unit (
      mover, json_object_get_string_member_with_default (request, "agency_responsible", NULL));
  if (!id || !unit || g_hash_table_contains (mover->seen, id) ||
      !get_degrees (request, "lat", &lat_e7) || !get_degrees (request, "long", &lon_e7))
    return;
  /* Where nobody is free it is looked at again. */
  if (tc_unit_moves_send (mover->moves, unit, lat_e7, lon_e7) >= 0)
    g_hash_table_add (mover->seen, g_strdup (id));
}

static void
follow_requests (Mover *mover, gint64 now_us)
{
  if (!mover->session || (mover->asked_us > 0 && now_us - mover->asked_us < ASK_EVERY_US))
    return;
  mover->asked_us = now_us;
  g_autoptr (JsonParser) parser = ask_requests (mover);
  JsonNode *root = parser ? json_parser_get_root (parser) : NULL;
  JsonArray *requests = root && JSON_NODE_HOLDS_ARRAY (root) ? json_node_get_array (root) : NULL;

  for (guint i = 0; requests && i < json_array_get_length (requests); i++)
    look_at (mover, json_array_get_element (requests, i));
}

/* ---- the program ---- */

static gboolean
tick_cb (gpointer data)
{
  Mover *mover = data;
  gint64 now_us = g_get_monotonic_time ();
  guint n = tc_province_get_n_rows (mover->province, TC_PROVINCE_UNITS);

  tc_unit_moves_pass (mover->moves,
                      (double) (now_us - mover->passed_us) / G_USEC_PER_SEC * mover->options.speed);
  mover->passed_us = now_us;
  follow_requests (mover, now_us);
  for (guint row = 0; row < n; row++) {
    TcUnitMove move = tc_unit_moves_get (mover->moves, row);
    if (is_news (&mover->told[row], &move, now_us) && !tell (mover, &mover->told[row], &move))
      return G_SOURCE_REMOVE;
  }
  if (mover->options.seconds == 0 ||
      now_us - mover->start_us < mover->options.seconds * G_USEC_PER_SEC)
    return G_SOURCE_CONTINUE;
  g_main_loop_quit (mover->loop);
  return G_SOURCE_REMOVE;
}

static gboolean
stop_cb (gpointer data)
{
  g_main_loop_quit (((Mover *) data)->loop);
  return G_SOURCE_CONTINUE;
}

static gboolean
parse_options (Options *options, int argc, char **argv, GError **error)
{
  const GOptionEntry entries[] = {
      {"socket", 0, 0, G_OPTION_ARG_FILENAME, &options->socket, "The administration socket",
       "PATH"},
      {"province", 'p', 0, G_OPTION_ARG_FILENAME, &options->dir, "The province's files", "DIR"},
      {"url", 'u', 0, G_OPTION_ARG_STRING, &options->url, "Open311, whose requests are driven to",
       "URL"},
      {"speed", 0, 0, G_OPTION_ARG_INT, &options->speed, "N times as fast as the clock", "N"},
      {"seed", 0, 0, G_OPTION_ARG_INT, &options->seed, "The same seed, the same moves", "N"},
      {"seconds", 's', 0, G_OPTION_ARG_INT, &options->seconds, "How long; 0: until stopped", "S"},
      {NULL},
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);

  g_option_context_set_summary (context, "Vehicles that move about and tell where they are.");
  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, error))
    return FALSE;
  if (argc == 1 && options->socket && options->dir && options->speed >= 1 &&
      options->speed <= SPEED_MAX && options->seconds >= 0 &&
      (!options->url || g_uri_is_valid (options->url, G_URI_FLAGS_NONE, NULL)))
    return TRUE;
  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
               "a socket, a province and a speed from 1 to %d are needed", SPEED_MAX);
  return FALSE;
}

static gboolean
load (Mover *mover, GError **error)
{
  g_autoptr (GPtrArray) faults = NULL;

  mover->province = tc_province_load (mover->options.dir, &faults);
  if (!mover->province) {
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, "%s",
                 (const char *) g_ptr_array_index (faults, 0));
    return FALSE;
  }
  mover->told = g_new0 (Told, tc_province_get_n_rows (mover->province, TC_PROVINCE_UNITS) + 1);
  mover->moves = tc_unit_moves_new (mover->province, (guint32) mover->options.seed);
  mover->admin = tc_admin_client_new (mover->options.socket, error);
  return mover->admin && learn_vehicles (mover, error);
}

static void
move_for_a_while (Mover *mover)
{
  mover->loop = g_main_loop_new (NULL, FALSE);
  mover->seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  if (mover->options.url)
    mover->session = soup_session_new_with_options ("timeout", TIMEOUT_S, NULL);
  mover->start_us = g_get_monotonic_time ();
  mover->passed_us = mover->start_us;
  g_unix_signal_add (SIGINT, stop_cb, mover);
  g_unix_signal_add (SIGTERM, stop_cb, mover);
  g_timeout_add (TICK_MS, tick_cb, mover);
  g_main_loop_run (mover->loop);
  g_print ("%u places, %u refused, %u requests driven to\n", mover->places, mover->refused,
           g_hash_table_size (mover->seen));
  g_clear_object (&mover->session);
  g_hash_table_unref (mover->seen);
  g_main_loop_unref (mover->loop);
}

int
main (int argc, char **argv)
{
  Mover mover = {.options = {.speed = 1, .seed = 1}};
  g_autoptr (GError) error = NULL;
  int exit_code = 2;

  setlocale (LC_ALL, "");
  if (parse_options (&mover.options, argc, argv, &error) && load (&mover, &error)) {
    move_for_a_while (&mover);
    exit_code = mover.failed ? 1 : 0;
  } else {
    g_printerr ("tc-unit-mover: %s\n", error->message);
  }
  g_clear_pointer (&mover.admin, tc_admin_client_free);
  g_clear_pointer (&mover.moves, tc_unit_moves_free);
  g_clear_pointer (&mover.province, tc_province_free);
  g_free (mover.told);
  g_free (mover.options.socket);
  g_free (mover.options.dir);
  g_free (mover.options.url);
  return exit_code;
}
