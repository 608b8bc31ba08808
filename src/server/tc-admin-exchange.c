/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Verbs for bringing reports of other systems in: which of them are here already, and how far.
 */
#include "tc-admin-private.h"

#define EXTERNAL_IDS_MAX 500

typedef struct {
  char *source;   /* (owned) */
  GPtrArray *ids; /* (owned) (element-type utf8) */
} Wanted;

static void
free_wanted (gpointer data)
{
  Wanted *wanted = data;

  g_free (wanted->source);
  g_ptr_array_unref (wanted->ids);
  g_free (wanted);
}

/* (transfer full) */
static JsonObject *
describe_report (TcQuery *query, const char *external_id)
{
  JsonObject *report = json_object_new ();

  json_object_set_string_member (report, "external_id", external_id);
  tc_admin_set_id (report, "id", tc_query_id (query, 0));
  tc_admin_set_id (report, "incident", tc_query_id (query, 1));
  json_object_set_string_member (report, "state", tc_query_text (query, 2));
  if (!tc_query_is_null (query, 3))
    tc_admin_set_id (report, "unit", tc_query_id (query, 3));
  if (!tc_query_is_null (query, 4))
    json_object_set_int_member (report, "due_us", tc_query_int (query, 4));
  return report;
}

static gpointer
find_reports (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const Wanted *wanted = data;
  JsonArray *list = json_array_new ();

  for (guint i = 0; i < wanted->ids->len; i++) {
    const char *external_id = wanted->ids->pdata[i];
    g_autoptr (TcQuery) query = tc_database_query (
        db,
        "SELECT report.id, incident.id, CASE WHEN report.incident_id <> report.home_id THEN"
        " 'merged' ELSE incident.state END, incident.unit_id, incident.due_us FROM report"
        " JOIN incident ON incident.id = report.incident_id"
        " WHERE report.source = ? AND report.external_id = ? ORDER BY report.id LIMIT 1",
        "ss", wanted->source, external_id);

    if (tc_query_next (query))
      json_array_add_object_element (list, describe_report (query, external_id));
  }
  return list;
}

static void
reports_found_cb (GObject *source, GAsyncResult *result, gpointer data)
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
  json_object_set_array_member (answer, "reports", list);
  tc_admin_answer (question, answer);
}

static void
ask_find_reports (TcAdminQuestion *question)
{
  const char *source = tc_admin_get_text (question, "source");
  JsonArray *ids = tc_admin_get_array (question, "external_ids");
  Wanted *wanted;

  if (!source || !ids || json_array_get_length (ids) > EXTERNAL_IDS_MAX) {
    tc_admin_fail (question, "\"source\" and \"external_ids\" (up to %d) are needed",
                   EXTERNAL_IDS_MAX);
    return;
  }
  wanted = g_new0 (Wanted, 1);
  wanted->source = g_strdup (source);
  wanted->ids = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < json_array_get_length (ids); i++) {
    JsonNode *node = json_array_get_element (ids, i);

    if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_string (node))
      g_ptr_array_add (wanted->ids, g_strdup (json_node_get_string (node)));
  }
  tc_admin_run (question, find_reports, wanted, free_wanted, (GDestroyNotify) json_array_unref,
                reports_found_cb);
}

const TcAdminVerb tc_admin_exchange_verbs[] = {
    {"find-reports", ask_find_reports},
    {NULL, NULL},
};
