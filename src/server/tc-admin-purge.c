/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The verbs of legal purges: what there is to purge, purging it, how far it is. They tell of ids,
 * times and sizes; what was said is read at a desk, by who may.
 */
#include "tc-admin-private.h"

#include "tc-incident-purge.h"
#include "tc-limits.h"

/* ---- what there is ---- */

typedef struct {
  char *incident; /* (owned): code */
  char *account;  /* (owned) (nullable) */
  gint64 incident_id;
  gint64 staff_id;
  JsonArray *things; /* (owned) (nullable) */
} Wanted;

static void
free_wanted (gpointer data)
{
  Wanted *wanted = data;

  g_free (wanted->incident);
  g_free (wanted->account);
  g_clear_pointer (&wanted->things, json_array_unref);
  g_free (wanted);
}

static Wanted *
copy_wanted (const Wanted *asked)
{
  Wanted *wanted = g_new0 (Wanted, 1);

  wanted->incident = g_strdup (asked->incident);
  wanted->account = g_strdup (asked->account);
  return wanted;
}

#define THINGS_SQL                                                                                 \
  "SELECT 'report' AS kind, r.id AS id, r.received_us AS at_us, r.channel AS by,"                  \
  " length (r.text) AS size FROM report AS r WHERE ?1 IN (r.incident_id, r.home_id)"               \
  " AND r.text <> '' UNION ALL"                                                                    \
  " SELECT 'reporter', r.id, r.received_us, r.channel, 0 FROM report AS r JOIN reporter AS p"      \
  " ON p.id = r.reporter_id WHERE ?1 IN (r.incident_id, r.home_id) AND ifnull (p.name,"            \
  " ifnull (p.phone, ifnull (p.email, ifnull (p.address, ifnull (p.device_id, p.account_id)))))"   \
  " IS NOT NULL UNION ALL"                                                                         \
  " SELECT 'attachment', a.id, a.added_us, ifnull (s.account, '-'), a.size FROM attachment AS a"   \
  " LEFT JOIN staff AS s ON s.id = a.staff_id WHERE a.incident_id = ?1 AND a.kind = 'original'"    \
  " AND a.hash <> '' UNION ALL"                                                                    \
  " SELECT 'text', e.id, e.at_us, ifnull (s.account, '-'), length (ifnull (e.text, w.text))"       \
  " FROM incident_event AS e LEFT JOIN staff AS s ON s.id = e.actor_id LEFT JOIN answer AS w"      \
  " ON w.id = e.other_id AND e.code = 'answer.submit' WHERE e.incident_id = ?1"                    \
  " AND e.code <> 'incident.purge' AND ifnull (e.text, w.text) <> '' ORDER BY at_us, kind, id"     \
  " LIMIT ?2"

static void
list_things (TcDatabase *db, Wanted *wanted)
{
  g_autoptr (TcQuery) query = tc_database_query (db, THINGS_SQL, "ii", wanted->incident_id,
                                                 (gint64) TC_QUERY_ROWS_MAX);

  wanted->things = json_array_new ();
  while (tc_query_next (query)) {
    JsonObject *thing = json_object_new ();

    json_object_set_string_member (thing, "kind", tc_query_text (query, 0));
    tc_admin_set_id (thing, "id", tc_query_int (query, 1));
    json_object_set_int_member (thing, "at_us", tc_query_int (query, 2));
    json_object_set_string_member (thing, "by", tc_query_text (query, 3));
    json_object_set_int_member (thing, "size", tc_query_int (query, 4));
    json_array_add_object_element (wanted->things, thing);
  }
}

static gpointer
find_wanted (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Wanted *wanted = copy_wanted (data);

  wanted->incident_id = tc_database_get_int (
      db, 0, "SELECT id FROM incident WHERE code = ? ORDER BY id LIMIT 1", "s", wanted->incident);
  if (wanted->account)
    wanted->staff_id = tc_database_get_int (
        db, 0, "SELECT id FROM staff WHERE account = ? ORDER BY id LIMIT 1", "s", wanted->account);
  else if (wanted->incident_id)
    list_things (db, wanted);
  return wanted;
}

/* (nullable): NULL: the question is answered. */
static Wanted *
take_wanted (TcAdminQuestion *question, GObject *source, GAsyncResult *result)
{
  g_autoptr (GError) error = NULL;
  Wanted *wanted = tc_worker_run_finish (TC_WORKER (source), result, &error);

  if (!wanted) {
    tc_admin_fail_error (question, error);
    return NULL;
  }
  if (wanted->incident_id && (!wanted->account || wanted->staff_id))
    return wanted;
  if (wanted->incident_id)
    tc_admin_fail (question, "there is no account %s", wanted->account);
  else
    tc_admin_fail (question, "there is no incident %s", wanted->incident);
  free_wanted (wanted);
  return NULL;
}

static void
things_found_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  TcAdminQuestion *question = data;
  Wanted *wanted = take_wanted (question, source, result);
  JsonObject *answer;

  if (!wanted)
    return;
  answer = json_object_new ();
  tc_admin_set_id (answer, "id", wanted->incident_id);
  json_object_set_string_member (answer, "code", wanted->incident);
  json_object_set_array_member (answer, "things", json_array_ref (wanted->things));
  free_wanted (wanted);
  tc_admin_answer (question, answer);
}

static void
ask_purgeable (TcAdminQuestion *question)
{
  const char *incident = tc_admin_get_text (question, "incident");
  Wanted *asked;

  if (!incident) {
    tc_admin_fail (question, "\"incident\" is needed");
    return;
  }
  asked = g_new0 (Wanted, 1);
  asked->incident = g_strdup (incident);
  tc_admin_run (question, find_wanted, asked, free_wanted, free_wanted, things_found_cb);
}

/* ---- purging ---- */

static void
purged_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  TcAdminQuestion *question = data;
  gint64 id = *(gint64 *) question->state;
  gint64 lsn = 0;
  JsonObject *answer;

  if (!tc_admin_accepted (question, source, result, &lsn))
    return;
  answer = json_object_new ();
  json_object_set_int_member (answer, "lsn", lsn);
  tc_admin_set_id (answer, "id", id);
  tc_admin_answer (question, answer);
}

static void
maker_found_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  TcAdminQuestion *question = data;
  Wanted *wanted = take_wanted (question, source, result);
  TcHubWorker *hub;
  TcRecord record = {.made_us = g_get_real_time ()};
  TcIncidentPurge args = {0};

  if (!wanted)
    return;
  hub = question->parts->hub;
  args.kind = tc_admin_get_text (question, "kind");
  args.target_id = tc_admin_get_id (question, "target");
  args.reason = tc_admin_get_text (question, "reason");
  args.decision = tc_admin_get_text (question, "decision");
  args.incident_id = wanted->incident_id;
  args.purge_id = tc_operation_sink_make_id (TC_OPERATION_SINK (hub));
  record.actor_id = wanted->staff_id;
  free_wanted (wanted);
  question->state = g_memdup2 (&args.purge_id, sizeof (gint64));
  question->state_free = g_free;
  tc_hub_worker_record_async (hub, &tc_incident_purge_type, &args, &record, NULL, purged_cb,
                              question);
}

static void
ask_purge (TcAdminQuestion *question)
{
  static const char *const needed[] = {"incident", "kind", "reason", "decision", "by"};
  Wanted *asked;

  for (gsize i = 0; i < G_N_ELEMENTS (needed); i++) {
    const char *text = tc_admin_get_text (question, needed[i]);

    if (text && *text)
      continue;
    tc_admin_fail (question, "\"%s\" is needed", needed[i]);
    return;
  }
  if (!tc_admin_get_id (question, "target")) {
    tc_admin_fail (question, "\"target\" must be an id");
    return;
  }
  asked = g_new0 (Wanted, 1);
  asked->incident = g_strdup (tc_admin_get_text (question, "incident"));
  asked->account = g_strdup (tc_admin_get_text (question, "by"));
  tc_admin_run (question, find_wanted, asked, free_wanted, free_wanted, maker_found_cb);
}

/* ---- how far ---- */

static gpointer
list_purges (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  JsonArray *list = json_array_new ();
  g_autoptr (TcQuery) query = tc_database_query (
      db,
      "SELECT purge.id, purge.kind, i.code, target_id, decision, s.account, at_us, operations,"
      " done_us IS NOT NULL, ifnull (swept, 0) AND NOT EXISTS (SELECT 1 FROM purge_file WHERE hash"
      " NOT IN (SELECT hash FROM attachment)) FROM purge LEFT JOIN incident AS i"
      " ON i.id = incident_id LEFT JOIN staff AS s ON s.id = purge.staff_id LEFT JOIN log_purge"
      " ON purge_id = purge.id ORDER BY at_us DESC, purge.id DESC LIMIT ?",
      "i", (gint64) TC_QUERY_ROWS_MAX);

  while (tc_query_next (query)) {
    JsonObject *one = json_object_new ();
    const char *code = tc_query_text (query, 2);
    const char *account = tc_query_text (query, 5);

    tc_admin_set_id (one, "id", tc_query_int (query, 0));
    json_object_set_string_member (one, "kind", tc_query_text (query, 1));
    json_object_set_string_member (one, "incident", code ? code : "");
    tc_admin_set_id (one, "target", tc_query_int (query, 3));
    json_object_set_string_member (one, "decision", tc_query_text (query, 4));
    json_object_set_string_member (one, "by", account ? account : "");
    json_object_set_int_member (one, "at_us", tc_query_int (query, 6));
    json_object_set_int_member (one, "operations", tc_query_int (query, 7));
    json_object_set_boolean_member (one, "done", tc_query_int (query, 8) == 1);
    json_object_set_boolean_member (one, "swept", tc_query_int (query, 9) == 1);
    json_array_add_object_element (list, one);
  }
  return list;
}

static void
purges_listed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  TcAdminQuestion *question = data;
  g_autoptr (GError) error = NULL;
  JsonArray *list = tc_worker_run_finish (TC_WORKER (source), result, &error);
  JsonObject *answer;

  if (!list) {
    tc_admin_fail_error (question, error);
    return;
  }
  answer = json_object_new ();
  json_object_set_array_member (answer, "purges", list);
  tc_admin_answer (question, answer);
}

static void
ask_purges (TcAdminQuestion *question)
{
  tc_admin_run (question, list_purges, NULL, NULL, (GDestroyNotify) json_array_unref,
                purges_listed_cb);
}

const TcAdminVerb tc_admin_purge_verbs[] = {
    {"purgeable", ask_purgeable},
    {"purge", ask_purge},
    {"purges", ask_purges},
    {NULL, NULL},
};
