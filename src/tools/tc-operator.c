/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * tc-operator: a person at a desk without a screen. The real desk (client/desk) driven by lines on
 * standard input, for tests of failure and load and for the trainer. It answers each line with one
 * JSON object a line, and tells in between what happens: {"event": "state" | "rows" | "replaced"}.
 *
 *   enrol URL CODE              sign-in ACCOUNT PASSWORD      sign-out
 *   confirm PASSWORD            renew PASSWORD: a new session
 *   look INCIDENT               it is open here; 0: none is
 *   present                     -> {"people": who else is where}
 *   told NAME                   -> {"value": the newest notice of that name}
 *   id                          an id for a record that the next operation makes
 *   code                        the next incident code of this desk's block
 *   do NAME name=value …        an operation; the reply has its refusal, if any
 *   incident CODE               state, unit, person as this desk knows them
 *   report ID                   the incident that a report belongs to
 *   queue                       how many are open, and the first of them
 *   search TEXT                 how many are found by it, also by who reported
 *   camera NUMBER               its id, and how it does as this desk knows it
 *   count TABLE                 rows of a replicated table
 *   digest                      over each scope that this desk holds
 *   tray                        what was refused and not dealt with
 *   load-stick PATH             what toancanhctl snapshot export made for this desk
 *   ask NAME VALUE              a question of the server: VALUE is a{sv} as GVariant writes it;
 *                               session_id is added -> {"value": what it answers}
 *   page-link TASK_ID [RENEWALS] the link to an order's page, once the server has so many renewals
 *   status                      line, disk, pending, attention, how much is loaded, why it is
 *                               turned away
 *   quit
 *
 * and those of tc-operator-files.h. What is read is what the person signed in may read; while
 * nobody is, and for digests, all that the desk holds.
 */
#include "tc-admin-operate.h"
#include "tc-cameras.h"
#include "tc-desk-files.h"
#include "tc-desk-tray.h"
#include "tc-files.h"
#include "tc-incident-queries.h"
#include "tc-incident-states.h"
#include "tc-limits.h"
#include "tc-operation-registry.h"
#include "tc-operator-files.h"
#include "tc-presence-watch.h"
#include "tc-reading-view.h"
#include "tc-schema.h"
#include "tc-unit-page-asking.h"

#include <gio/gunixinputstream.h>
#include <json-glib/json-glib.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define WORDS_MAX 64

typedef struct {
  TcDesk *desk;            /* (owned) */
  GMainLoop *loop;         /* (owned) */
  GDataInputStream *input; /* (owned) */
  GHashTable *told;        /* (owned) (element-type utf8 utf8): the newest notice of each name */
} Operator;

static void read_line (Operator *self);

static void
say (JsonObject *object)
{
  g_autoptr (JsonNode) node = json_node_init_object (json_node_alloc (), object);
  g_autofree char *text = json_to_string (node, FALSE);

  puts (text);
  fflush (stdout);
  json_object_unref (object);
}

static JsonObject *
event (const char *name)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "event", name);
  json_object_set_int_member (object, "us", g_get_real_time ());
  return object;
}

static void
reply (Operator *self, JsonObject *object)
{
  json_object_set_boolean_member (object, "reply", TRUE);
  say (object);
  read_line (self);
}

static void
reply_error (Operator *self, const char *message)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "error", message);
  reply (self, object);
}

static void
reply_refusal (Operator *self, const TcRefusal *refusal, const GError *error)
{
  JsonObject *object = json_object_new ();

  if (error)
    json_object_set_string_member (object, "error", error->message);
  if (refusal) {
    g_autofree char *args = g_variant_print (refusal->args, FALSE);

    json_object_set_string_member (object, "refused", refusal->code);
    json_object_set_string_member (object, "args", args);
  }
  json_object_set_boolean_member (object, "ok", !refusal && !error);
  reply (self, object);
}

static void
enrolled_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TcRefusal) refusal = tc_desk_enrol_finish (TC_DESK (source), result, &error);

  reply_refusal (data, refusal, error);
}

static void
signed_in_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TcRefusal) refusal = tc_desk_sign_in_finish (TC_DESK (source), result, &error);

  reply_refusal (data, refusal, error);
}

static void
confirmed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TcRefusal) refusal = tc_desk_confirm_finish (TC_DESK (source), result, &error);

  reply_refusal (data, refusal, error);
}

static void
renewed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TcRefusal) refusal = tc_desk_renew_finish (TC_DESK (source), result, &error);

  reply_refusal (data, refusal, error);
}

static void
sign_out (Operator *self)
{
  tc_desk_sign_out (self->desk);
  reply_refusal (self, NULL, NULL);
}

static void
stick_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TcRefusal) refusal = tc_desk_load_stick_finish (TC_DESK (source), result, &error);

  reply_refusal (data, refusal, error);
}

static void
done_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TcVerdict)
      verdict = tc_operation_sink_submit_finish (TC_OPERATION_SINK (source), result, &error);

  reply_refusal (data, verdict ? verdict->refusal : NULL, error);
}

static void
carry_out (Operator *self, char **words)
{
  const TcOperationType *type = words[1] ? tc_operation_registry_find (words[1]) : NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (TcRefusal) refusal = NULL;

  if (!type) {
    reply_error (self, "no such operation");
    return;
  }
  g_autoptr (GVariant) args = tc_admin_parse_args (type, words + 2, &error);
  g_autoptr (TcArgs) decoded = args ? tc_args_decode (type, type->version, args, &refusal) : NULL;
  if (!decoded)
    reply_refusal (self, refusal, error);
  else
    tc_operation_sink_submit_async (TC_OPERATION_SINK (self->desk), type, tc_args_get (decoded),
                                    NULL, done_cb, self);
}

/* Reading: each gives a JsonObject, made on the reader's thread. */

static gpointer
read_incident (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  JsonObject *object = json_object_new ();
  gint64 id = tc_incident_find (db, data, tc_incident_day (g_get_real_time ()));
  g_autoptr (GArray) rows = tc_incident_rows (db, &id, 1);

  json_object_set_boolean_member (object, "found", rows->len > 0);
  if (rows->len > 0) {
    const TcIncidentRow *row = &g_array_index (rows, TcIncidentRow, 0);
    g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, row->id);

    json_object_set_string_member (object, "id", number);
    json_object_set_string_member (object, "code", row->code);
    json_object_set_string_member (object, "state", tc_incident_state_get_code (row->state));
    json_object_set_string_member (object, "unit", row->unit_code ? row->unit_code : "");
    json_object_set_string_member (object, "staff", row->staff_name ? row->staff_name : "");
    json_object_set_int_member (object, "reports", row->report_count);
  }
  return object;
}

static gpointer
read_camera (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  JsonObject *object = json_object_new ();
  g_autoptr (TcCamera) camera = tc_camera_find (db, g_ascii_strtoll (data, NULL, 10));
  g_autoptr (GPtrArray) faults = camera ? tc_camera_faults_list (db, camera->id, 100) : NULL;

  json_object_set_boolean_member (object, "found", camera != NULL);
  if (!camera)
    return object;
  json_object_set_int_member (object, "id", camera->id);
  json_object_set_int_member (object, "host", camera->host_id);
  json_object_set_string_member (object, "state", camera->state);
  json_object_set_string_member (object, "condition", camera->condition);
  json_object_set_string_member (object, "cause", camera->cause);
  json_object_set_int_member (object, "clock_offset_ms", camera->clock_offset_ms);
  json_object_set_int_member (object, "faults", faults->len);
  return object;
}

static gpointer
read_report (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  JsonObject *object = json_object_new ();
  g_autoptr (TcQuery) query = tc_database_query (
      db,
      "SELECT i.code, i.id FROM report AS r JOIN incident AS i ON i.id = r.incident_id"
      " WHERE r.id = ?",
      "i", g_ascii_strtoll (data, NULL, 10));
  gboolean found = tc_query_next (query);

  json_object_set_boolean_member (object, "found", found);
  if (found) {
    json_object_set_string_member (object, "code", tc_query_text (query, 0));
    json_object_set_string_member (object, "incident", tc_query_text (query, 1));
  }
  return object;
}

/* As the queue on screen: the ids, and the rows of the first page. */
static gpointer
read_queue (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const TcQueueFilter filter = {.kind = TC_QUEUE_OPEN, .sort = TC_QUEUE_LATE_FIRST};
  JsonObject *object = json_object_new ();
  JsonArray *list = json_array_new ();
  g_autoptr (GArray) ids = tc_incident_queue_ids (db, &filter);
  g_autoptr (GArray) rows = tc_incident_rows (db, (const gint64 *) (void *) ids->data,
                                              MIN (ids->len, TC_PAGE_ROWS));

  for (guint i = 0; i < rows->len; i++) {
    g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT,
                                           g_array_index (rows, TcIncidentRow, i).id);

    json_array_add_string_element (list, id);
  }
  json_object_set_int_member (object, "count", ids->len);
  json_object_set_array_member (object, "ids", list);
  return object;
}

/* As the search on screen, in all there is, also by who reported; how many there are. */
static gpointer
read_search (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  TcQueueFilter filter = {.kind = TC_QUEUE_ALL, .who = TRUE, .at_us = g_get_real_time ()};
  JsonObject *object = json_object_new ();
  g_autoptr (GArray) ids = NULL;

  g_strlcpy (filter.text, data, sizeof filter.text);
  ids = tc_incident_queue_ids (db, &filter);
  json_object_set_int_member (object, "count", ids->len);
  return object;
}

static gpointer
read_count (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (TcCatalogue) catalogue = tc_catalogue_load (db, error);
  const TcTable *table = catalogue ? tc_catalogue_find (catalogue, data) : NULL;
  JsonObject *object = json_object_new ();

  if (table) {
    g_autofree char *sql = g_strdup_printf ("SELECT count(*) FROM %s", table->name);
    json_object_set_int_member (object, "count", tc_database_get_int (db, 0, sql, NULL));
  } else {
    json_object_set_string_member (object, "error", "no such table");
  }
  return object;
}

/* One read transaction: all scopes at the same moment. */
static gpointer
read_digests (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  JsonObject *object = json_object_new ();
  JsonObject *scopes = json_object_new ();
  g_autoptr (TcCatalogue) catalogue = tc_catalogue_load (db, error);

  json_object_set_object_member (object, "scopes", scopes);
  if (!catalogue)
    return object;
  tc_database_execute_script (db, "BEGIN");
  json_object_set_int_member (object, "lsn",
                              tc_database_get_int (db, 0, "SELECT lsn FROM position", NULL));
  g_autoptr (TcQuery) query = tc_database_query (db, "SELECT id FROM held_scope ORDER BY id", NULL);
  while (tc_query_next (query)) {
    gint64 scope = tc_query_int (query, 0);
    g_autofree char *name = g_strdup_printf ("%" G_GINT64_FORMAT, scope);
    TcDigest digest = tc_catalogue_digest (catalogue, db, scope);
    g_autofree char *hex = tc_digest_to_hex (&digest);

    json_object_set_string_member (scopes, name, hex);
  }
  g_clear_pointer (&query, tc_query_free);
  tc_database_execute_script (db, "COMMIT");
  return object;
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  JsonObject *object = tc_worker_run_finish (TC_WORKER (source), result, &error);

  if (object)
    reply (data, object);
  else
    reply_error (data, error->message);
}

typedef struct {
  TcWorkFunc func;
  char *word; /* (owned) (nullable) */
  gboolean whole;
} Look;

static void
free_look (gpointer data)
{
  Look *look = data;

  g_free (look->word);
  g_free (look);
}

static gpointer
read_look (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const Look *look = data;

  if (look->whole)
    tc_reading_view_lift (db);
  return look->func (db, look->word, cancellable, error);
}

/* What the person signed in may read; with nobody there, as for digests, what the desk holds. */
static void
look_at (Operator *self, TcWorkFunc func, const char *word)
{
  TcWorker *reader = tc_desk_get_reader (self->desk);
  Look *look;

  if (!reader) {
    reply_error (self, "not enrolled");
    return;
  }
  look = g_new0 (Look, 1);
  *look = (Look){func, g_strdup (word),
                 func == read_digests || tc_desk_get_person (self->desk) == 0};
  tc_worker_run_async (reader, read_look, look, free_look, (GDestroyNotify) json_object_unref, NULL,
                       read_cb, self);
}

static void
tray_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) entries = tc_desk_read_tray_finish (TC_DESK (source), result, &error);
  JsonArray *array = json_array_new ();
  JsonObject *object = json_object_new ();

  for (guint i = 0; entries && i < entries->len; i++) {
    const TcTrayEntry *entry = g_ptr_array_index (entries, i);
    JsonObject *one = json_object_new ();

    json_object_set_int_member (one, "seq", entry->seq);
    json_object_set_string_member (one, "operation", entry->operation);
    json_object_set_string_member (one, "refused", entry->refusal->code);
    json_array_add_object_element (array, one);
  }
  json_object_set_array_member (object, "tray", array);
  reply (data, object);
}

static void
reply_status (Operator *self)
{
  static const char *const names[] = {"new", "offline", "connecting", "online"};
  static const char *const disks[] = {"fine", "low", "renewing", "full", "faulty"};
  static const char *const relays[] = {"none", "online", "cut"};
  JsonObject *object = json_object_new ();
  gint64 person = tc_desk_get_person (self->desk);
  double loading;
  guint provisional;
  gint64 until_us = 0;
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, person);
  g_autofree char *turned_away = NULL;

  json_object_set_string_member (object, "state", names[tc_desk_get_state (self->desk)]);
  json_object_set_string_member (object, "disk", disks[tc_desk_get_disk (self->desk)]);
  json_object_set_int_member (object, "pending", tc_desk_get_pending (self->desk));
  json_object_set_int_member (object, "attention", tc_desk_get_attention (self->desk));
  json_object_set_string_member (object, "person", text);
  g_object_get (self->desk, "loading", &loading, "provisional", &provisional, "session-until-us",
                &until_us, NULL);
  json_object_set_int_member (object, "session_until_us", until_us);
  json_object_set_string_member (object, "relay", relays[tc_desk_get_relay (self->desk)]);
  json_object_set_int_member (object, "provisional", provisional);
  json_object_set_double_member (object, "loading", loading);
  g_object_get (self->desk, "turned-away", &turned_away, NULL);
  if (turned_away)
    json_object_set_string_member (object, "turned_away", turned_away);
  reply (self, object);
}

static void
reply_text (Operator *self, const char *name, char *text)
{
  JsonObject *object = json_object_new ();

  if (text)
    json_object_set_string_member (object, name, text);
  else
    json_object_set_null_member (object, name);
  g_free (text);
  reply (self, object);
}

static void
linked_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autofree char *trouble = NULL;
  g_autoptr (TcUnitPageLink)
      link = tc_unit_page_ask_link_finish (TC_DESK (source), result, &trouble);

  if (link)
    reply_text (data, "url", g_strdup (link->url));
  else
    reply_error (data, trouble);
}

static void
files_cb (JsonObject *object, gpointer data)
{
  reply (data, object);
}

/* What is known of the others now: by desk the person and what is open there. */
static void
reply_present (Operator *self)
{
  TcPresenceWatch *watch = tc_presence_watch_of (self->desk);
  const GPtrArray *all = tc_presence_watch_get_all (watch);
  JsonObject *object = json_object_new ();
  JsonArray *people = json_array_new ();

  for (guint i = 0; all && i < all->len; i++) {
    const TcPresent *present = g_ptr_array_index (all, i);
    g_autofree char *incident = g_strdup_printf ("%" G_GINT64_FORMAT, present->incident_id);
    JsonObject *one;

    if (!present->replica)
      continue;
    one = json_object_new ();
    json_object_set_int_member (one, "desk", present->replica);
    json_object_set_string_member (one, "name", present->name);
    json_object_set_string_member (one, "incident", incident);
    json_array_add_object_element (people, one);
  }
  json_object_set_boolean_member (object, "known", tc_presence_watch_is_known (watch));
  json_object_set_array_member (object, "people", people);
  reply (self, object);
}

static void
on_notice_cb (TcDesk *desk, const char *name, GVariant *value, gpointer data)
{
  GHashTable *told = data;

  g_hash_table_replace (told, g_strdup (name), g_variant_print (value, FALSE));
}

static void
reply_told (Operator *self, const char *name)
{
  const char *value = g_hash_table_lookup (self->told, name);
  JsonObject *object = json_object_new ();

  if (value)
    json_object_set_string_member (object, "value", value);
  reply (self, object);
}

static void
reply_look (Operator *self, const char *incident)
{
  tc_presence_watch_look (tc_presence_watch_of (self->desk), g_ascii_strtoll (incident, NULL, 10));
  reply_refusal (self, NULL, NULL);
}

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TcRefusal) refusal = NULL;
  g_autoptr (GVariant) value = tc_desk_ask_finish (TC_DESK (source), result, &refusal, &error);
  JsonObject *object;

  if (!value) {
    reply_refusal (data, refusal, error);
    return;
  }
  object = json_object_new ();
  json_object_set_boolean_member (object, "ok", TRUE);
  json_object_set_member (object, "value", json_gvariant_serialize (value));
  reply (data, object);
}

static void
ask (Operator *self, const char *name, const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) value = g_variant_parse (G_VARIANT_TYPE_VARDICT, text, NULL, NULL, &error);
  GVariantDict dict;

  if (!value) {
    reply_error (self, error->message);
    return;
  }
  g_variant_dict_init (&dict, value);
  g_variant_dict_insert (&dict, "session_id", "x", tc_desk_get_session (self->desk));
  tc_desk_ask_async (self->desk, name, g_variant_dict_end (&dict), NULL, answered_cb, self);
}

static void
obey (Operator *self, char **words, guint n)
{
  const char *verb = words[0];

  if (!strcmp (verb, "enrol") && n == 3)
    tc_desk_enrol_async (self->desk, words[1], words[2], NULL, enrolled_cb, self);
  else if (!strcmp (verb, "sign-in") && n == 3)
    tc_desk_sign_in_async (self->desk, words[1], words[2], NULL, signed_in_cb, self);
  else if (!strcmp (verb, "sign-out") && n == 1)
    sign_out (self);
  else if (!strcmp (verb, "renew") && n == 2)
    tc_desk_renew_async (self->desk, words[1], renewed_cb, self);
  else if (!strcmp (verb, "confirm") && n == 2)
    tc_desk_confirm_async (self->desk, words[1], confirmed_cb, self);
  else if (!strcmp (verb, "id") && tc_desk_get_reader (self->desk))
    reply_text (self, "id",
                g_strdup_printf ("%" G_GINT64_FORMAT,
                                 tc_operation_sink_make_id (TC_OPERATION_SINK (self->desk))));
  else if (!strcmp (verb, "code"))
    reply_text (self, "code", tc_desk_take_code (self->desk, tc_desk_now_us (self->desk)));
  else if (!strcmp (verb, "do"))
    carry_out (self, words);
  else if (!strcmp (verb, "incident") && n == 2)
    look_at (self, read_incident, words[1]);
  else if (!strcmp (verb, "report") && n == 2)
    look_at (self, read_report, words[1]);
  else if (!strcmp (verb, "camera") && n == 2)
    look_at (self, read_camera, words[1]);
  else if (!strcmp (verb, "page-link") && (n == 2 || n == 3))
    tc_unit_page_ask_link_async (self->desk, g_ascii_strtoll (words[1], NULL, 10),
                                 n == 3 ? g_ascii_strtoll (words[2], NULL, 10) : 0, linked_cb,
                                 self);
  else if (!strcmp (verb, "ask") && n == 3)
    ask (self, words[1], words[2]);
  else if (!strcmp (verb, "load-stick") && n == 2)
    tc_desk_load_stick_async (self->desk, words[1], NULL, stick_cb, self);
  else if (!strcmp (verb, "queue") && n == 1)
    look_at (self, read_queue, NULL);
  else if (!strcmp (verb, "search") && n == 2)
    look_at (self, read_search, words[1]);
  else if (!strcmp (verb, "count") && n == 2)
    look_at (self, read_count, words[1]);
  else if (!strcmp (verb, "digest"))
    look_at (self, read_digests, NULL);
  else if (!strcmp (verb, "tray"))
    tc_desk_read_tray_async (self->desk, FALSE, NULL, tray_cb, self);
  else if (!strcmp (verb, "present"))
    reply_present (self);
  else if (!strcmp (verb, "told") && n == 2)
    reply_told (self, words[1]);
  else if (!strcmp (verb, "look") && n == 2)
    reply_look (self, words[1]);
  else if (!strcmp (verb, "status"))
    reply_status (self);
  else if (!strcmp (verb, "quit"))
    g_main_loop_quit (self->loop);
  else if (!tc_operator_obey_files (self->desk, words, n, files_cb, self))
    reply_error (self, "unknown, or with other words than it takes");
}

static void
line_read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Operator *self = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *line = g_data_input_stream_read_line_finish_utf8 (G_DATA_INPUT_STREAM (source),
                                                                     result, NULL, &error);
  g_auto (GStrv) words = NULL;
  int n = 0;

  if (!line) {
    g_main_loop_quit (self->loop);
    return;
  }
  if (!g_shell_parse_argv (line, &n, &words, &error) || n > WORDS_MAX)
    reply_error (self, error ? error->message : "too many words");
  else
    obey (self, words, (guint) n);
}

static void
read_line (Operator *self)
{
  g_data_input_stream_read_line_async (self->input, G_PRIORITY_DEFAULT, NULL, line_read_cb, self);
}

static void
on_state_cb (TcDesk *desk, GParamSpec *pspec, gpointer data)
{
  static const char *const names[] = {"new", "offline", "connecting", "online"};
  JsonObject *object = event ("state");

  json_object_set_string_member (object, "state", names[tc_desk_get_state (desk)]);
  json_object_set_int_member (object, "pending", tc_desk_get_pending (desk));
  json_object_set_int_member (object, "attention", tc_desk_get_attention (desk));
  say (object);
}

static void
on_rows_cb (TcDesk *desk, const char *table, GArray *ids, gpointer data)
{
  JsonObject *object = event ("rows");
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < ids->len; i++) {
    g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, g_array_index (ids, gint64, i));
    json_array_add_string_element (array, id);
  }
  json_object_set_string_member (object, "table", table);
  json_object_set_array_member (object, "ids", array);
  say (object);
}

static void
on_replaced_cb (TcDesk *desk, gpointer data)
{
  say (event ("replaced"));
}

int
main (int argc, char *argv[])
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GInputStream) stdin_stream = g_unix_input_stream_new (STDIN_FILENO, FALSE);
  Operator self = {NULL};

  setlocale (LC_ALL, "");
  /* A limit on the size of files is a full disk, and no reason to end. */
  signal (SIGXFSZ, SIG_IGN);
  if (argc != 2) {
    g_printerr (
        "usage: tc-operator DATA_DIR   (what it takes on standard input: see its source)\n");
    return 2;
  }
  self.desk = tc_desk_open (argv[1], &error);
  if (!self.desk) {
    g_printerr ("tc-operator: %s\n", error->message);
    return 1;
  }
  self.loop = g_main_loop_new (NULL, FALSE);
  self.input = g_data_input_stream_new (stdin_stream);
  g_signal_connect (self.desk, "notify::state", G_CALLBACK (on_state_cb), NULL);
  g_signal_connect (self.desk, "notify::pending", G_CALLBACK (on_state_cb), NULL);
  g_signal_connect (self.desk, "notify::attention", G_CALLBACK (on_state_cb), NULL);
  g_signal_connect (self.desk, "rows-changed", G_CALLBACK (on_rows_cb), NULL);
  g_signal_connect (self.desk, "replaced", G_CALLBACK (on_replaced_cb), NULL);
  self.told = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_signal_connect (self.desk, "notice", G_CALLBACK (on_notice_cb), self.told);
  tc_files_of (self.desk);
  tc_desk_start (self.desk);
  read_line (&self);
  g_main_loop_run (self.loop);
  tc_desk_stop (self.desk);
  g_clear_object (&self.desk);
  g_hash_table_unref (self.told);
  g_clear_object (&self.input);
  g_main_loop_unref (self.loop);
  return 0;
}
