/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: the gateway as clients meet it: every method of GeoReport v2 and servicerequestupdates, in
 * both forms, from the socket to the rows of the database and back.
 * Method: the whole gateway on loopback over a real database (open311-fixture.h).
 */
#include "open311-fixture.h"

#include "tc-open311-reads.h"

#include <json-glib/json-glib.h>
#include <libxml/parser.h>
#include <string.h>

#define PLACE "&lat=9.7845&long=105.4701"
#define POST_A "api_key=" KEY_A "&service_code=giaothong" PLACE

static JsonNode *
read_json (const Reply *reply)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autofree char *type = reply_dup_header (reply, "Content-Type");

  g_assert_cmpstr (type, ==, "application/json; charset=utf-8");
  g_assert_true (json_parser_load_from_data (parser, reply->body, -1, NULL));
  return json_parser_steal_root (parser);
}

/* The text of the only element of that name. (transfer full) (nullable) */
static char *
read_xml (const Reply *reply, const char *root, const char *name)
{
  g_autofree char *type = reply_dup_header (reply, "Content-Type");
  g_autofree char *open = g_strdup_printf ("<%s>", name);
  g_autofree char *close = g_strdup_printf ("</%s>", name);
  xmlDoc *doc = xmlReadMemory (reply->body, (int) strlen (reply->body), NULL, NULL, 0);
  const char *from = strstr (reply->body, open);
  const char *to = from ? strstr (from, close) : NULL;

  g_assert_cmpstr (type, ==, "text/xml; charset=utf-8");
  g_assert_nonnull (doc);
  g_assert_cmpstr ((const char *) xmlDocGetRootElement (doc)->name, ==, root);
  xmlFreeDoc (doc);
  return to ? g_strndup (from + strlen (open), (gsize) (to - from) - strlen (open)) : NULL;
}

static void
assert_error (const Reply *reply, guint status)
{
  g_autofree char *code = NULL;
  g_autofree char *expected = g_strdup_printf ("%u", status);

  g_test_message ("%u %s", reply->status, reply->body);
  g_assert_cmpuint (reply->status, ==, status);
  code = read_xml (reply, "errors", "code");
  g_assert_cmpstr (code, ==, expected);
}

static gint64
post (Fixture *fixture, const char *form)
{
  g_autoptr (Reply) reply = fixture_post (fixture, "/requests.xml", form, NULL);
  g_autofree char *id = NULL;

  g_test_message ("%s", reply->body);
  g_assert_cmpuint (reply->status, ==, 200);
  id = read_xml (reply, "service_requests", "service_request_id");
  g_assert_nonnull (id);
  return g_ascii_strtoll (id, NULL, 10);
}

static JsonObject *
first_object (JsonNode *root)
{
  return json_array_get_object_element (json_node_get_array (root), 0);
}

static JsonNode *
get_request (Fixture *fixture, gint64 id)
{
  g_autofree char *path = g_strdup_printf ("/requests/%" G_GINT64_FORMAT ".json", id);
  g_autoptr (Reply) reply = fixture_get (fixture, path, NULL);

  g_assert_cmpuint (reply->status, ==, 200);
  return read_json (reply);
}

static void
test_discovery (Fixture *fixture, gconstpointer data)
{
  g_autoptr (Reply) xml = fixture_get (fixture, "/discovery.xml", NULL);
  g_autoptr (Reply) json = fixture_get (fixture, "/discovery.json", NULL);
  g_autofree char *url = read_xml (xml, "discovery", "url");
  g_autoptr (JsonNode) root = read_json (json);

  g_assert_true (g_str_has_prefix (url, "http://127.0.0.1"));
  g_assert_true (g_str_has_suffix (url, BASE));
  g_assert_cmpuint (json_array_get_length (
                        json_object_get_array_member (json_node_get_object (root), "endpoints")),
                    ==, 1);
}

static void
test_services (Fixture *fixture, gconstpointer data)
{
  g_autoptr (Reply) vi = fixture_get (fixture, "/services.json", NULL);
  g_autoptr (Reply) en = fixture_get (fixture, "/services.json?locale=en", NULL);
  g_autoptr (Reply)
      by_header = fixture_get (fixture, "/services.json", "Accept-Language: en-GB, vi;q=0.5\r\n");
  g_autoptr (Reply) definition = fixture_get (fixture, "/services/giaothong.den.json", NULL);
  g_autoptr (Reply) plain = fixture_get (fixture, "/services/giaothong.xml", NULL);
  g_autoptr (Reply) off = fixture_get (fixture, "/services/cu.xml", NULL);
  g_autoptr (Reply) unknown = fixture_get (fixture, "/services/x'--.xml", NULL);
  g_autoptr (JsonNode) root = read_json (vi);
  g_autoptr (JsonNode) root_en = read_json (en);
  g_autoptr (JsonNode) defined = read_json (definition);
  JsonArray *array = json_node_get_array (root);
  JsonObject *light = json_array_get_object_element (array, 1);
  JsonObject *question;

  g_assert_cmpuint (json_array_get_length (array), ==, 2);
  g_assert_cmpstr (json_object_get_string_member (light, "service_code"), ==, "giaothong.den");
  g_assert_cmpstr (json_object_get_string_member (light, "service_name"), ==, "Đèn tín hiệu hỏng");
  g_assert_cmpstr (json_object_get_string_member (light, "group"), ==, "Giao thông");
  g_assert_true (json_object_get_boolean_member (light, "metadata"));
  g_assert_cmpstr (json_object_get_string_member (first_object (root_en), "service_name"), ==,
                   "Traffic");
  g_assert_nonnull (strstr (by_header->body, "Traffic light"));
  question = json_array_get_object_element (
      json_object_get_array_member (json_node_get_object (defined), "attributes"), 0);
  g_assert_cmpstr (json_object_get_string_member (question, "code"), ==, "trangthai");
  g_assert_true (json_object_get_boolean_member (question, "required"));
  g_assert_cmpstr (json_object_get_string_member (question, "description"), ==, "Đèn thế nào?");
  g_assert_cmpuint (plain->status, ==, 200);
  assert_error (off, 404);
  assert_error (unknown, 404);
}

static void
test_post (Fixture *fixture, gconstpointer data)
{
  gint64 id = post (fixture,
                    POST_A "&description=%3Cb%3ENg%E1%BA%ADp%3C/b%3E+g%E1%BB%8Di+0903+123+456"
                           "&email=an@x.vn&phone=0903123456&last_name=Nguy%E1%BB%85n&first_name=An"
                           "&address_string=S%E1%BB%91+1&account_id=77&address_id=A9");
  g_autoptr (JsonNode) root = get_request (fixture, id);
  JsonObject *request = first_object (root);
  g_autofree char *whole = json_to_string (root, FALSE);
  g_autofree char *text = fixture_dup_text (fixture, "SELECT text FROM report");
  g_autofree char *name = fixture_dup_text (fixture, "SELECT name FROM reporter");
  g_autofree char *source = fixture_dup_text (fixture, "SELECT source FROM report");

  g_assert_cmpstr (json_object_get_string_member (request, "status"), ==, "open");
  g_assert_cmpstr (json_object_get_string_member (request, "service_code"), ==, "giaothong");
  g_assert_cmpstr (json_object_get_string_member (request, "description"), ==,
                   "<b>Ngập</b> gọi […]");
  g_assert_cmpfloat (json_object_get_double_member (request, "lat"), ==, 9.7845);
  g_assert_cmpstr (json_object_get_string_member (request, "address"), ==, "Số 1");
  g_assert_cmpstr (json_object_get_string_member (request, "address_id"), ==, "A9");
  g_assert_true (
      g_str_has_suffix (json_object_get_string_member (request, "requested_datetime"), "+07:00"));
  g_assert_null (strstr (whole, "an@x.vn"));
  g_assert_null (strstr (whole, "Nguyễn"));
  g_assert_null (strstr (whole, "0903"));
  g_assert_cmpstr (text, ==, "<b>Ngập</b> gọi 0903 123 456");
  g_assert_cmpstr (name, ==, "Nguyễn An");
  g_assert_cmpstr (source, ==, "client-a");
  g_assert_cmpint (fixture_count (fixture, "SELECT scope FROM reporter"), ==, 3);
  g_assert_cmpint (fixture_count (fixture, "SELECT area_id FROM incident"), ==, fixture->area_id);
}

static void
test_attributes (Fixture *fixture, gconstpointer data)
{
  g_autoptr (Reply) missing = fixture_post (
      fixture, "/requests.xml", "api_key=" KEY_A "&service_code=giaothong.den" PLACE, NULL);
  gint64 id = post (fixture, "api_key=" KEY_A "&service_code=giaothong.den" PLACE
                             "&attribute[trangthai]=tat&attribute[huong][]=n&attribute[huong][]=b");
  g_autofree char *attributes = fixture_dup_text (fixture, "SELECT attributes FROM report");
  g_autofree char *text = fixture_dup_text (fixture, "SELECT text FROM report");

  assert_error (missing, 400);
  g_assert_cmpint (id, >, 0);
  g_assert_cmpstr (attributes, ==, "{\"trangthai\":\"tat\",\"huong\":[\"b\",\"n\"]}");
  g_assert_cmpstr (text, ==, "Đèn tín hiệu hỏng");
  g_assert_cmpint (fixture_count (fixture, "SELECT count(*) FROM reporter"), ==, 0);
  g_assert_cmpint (fixture_count (fixture, "SELECT anonymous FROM report"), ==, 1);
}

static void
test_private (Fixture *fixture, gconstpointer data)
{
  gint64 id = post (fixture, POST_A "&description=k%C3%ADn&non_public=1");
  g_autofree char *path = g_strdup_printf ("/requests/%" G_GINT64_FORMAT ".xml", id);
  g_autofree char *list = g_strdup_printf ("/requests.xml?service_request_id=%" G_GINT64_FORMAT,
                                           id);
  g_autoptr (Reply) one = fixture_get (fixture, path, NULL);
  g_autoptr (Reply) by_id = fixture_get (fixture, list, NULL);
  g_autoptr (Reply) all = fixture_get (fixture, "/requests.xml", NULL);

  assert_error (one, 404);
  g_assert_cmpuint (by_id->status, ==, 200);
  g_assert_null (strstr (by_id->body, "kín"));
  g_assert_null (strstr (all->body, "kín"));
}

static void
test_list (Fixture *fixture, gconstpointer data)
{
  gint64 first = post (fixture, POST_A "&description=m%E1%BB%99t");
  gint64 second = post (fixture, "api_key=" KEY_A "&service_code=giaothong.den" PLACE
                                 "&attribute[trangthai]=tat&description=hai");
  g_autofree char *ids = g_strdup_printf ("/requests.json?service_request_id=%" G_GINT64_FORMAT
                                          ",5,%" G_GINT64_FORMAT "&status=closed&service_code=x",
                                          first, second);
  static const struct {
    const char *path;
    guint n;
  } cases[] = {
      {"/requests.json", 2},
      {"/requests.json?status=open", 2},
      {"/requests.json?status=closed", 0},
      {"/requests.json?status=open,closed", 2},
      {"/requests.json?status=", 2},
      {"/requests.json?service_code=giaothong.den", 1},
      {"/requests.json?service_code=giaothong.den,giaothong", 2},
      {"/requests.json?service_code=nothing", 0},
      {"/requests.json?start_date=2020-01-01T00:00:00Z&end_date=2020-02-01T00:00:00Z", 0},
      {"/requests.json?page_size=1", 1},
      {"/requests.json?page_size=1&page=2", 1},
      {"/requests.json?page_size=1&page=3", 0},
      {"/requests.json?jurisdiction_id=haugiang.gov.vn", 2},
      {"/requests.json?jurisdiction_id=", 2},
      {"/requests.json?unknown=%3Cx%3E", 2},
  };
  g_autoptr (Reply) by_ids = fixture_get (fixture, ids, NULL);
  g_autoptr (JsonNode) found = read_json (by_ids);

  g_assert_cmpuint (json_array_get_length (json_node_get_array (found)), ==, 2);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (Reply) reply = fixture_get (fixture, cases[i].path, NULL);
    g_autoptr (JsonNode) root = NULL;

    g_test_message ("%s", cases[i].path);
    g_assert_cmpuint (reply->status, ==, 200);
    root = read_json (reply);
    g_assert_cmpuint (json_array_get_length (json_node_get_array (root)), ==, cases[i].n);
  }
}

static gint64
find_incident (Fixture *fixture, gint64 report_id)
{
  g_autofree char *sql = g_strdup_printf (
      "SELECT incident_id FROM report WHERE id = %" G_GINT64_FORMAT, report_id);

  return fixture_count (fixture, sql);
}

/* Status, answer and updates follow the incident; only what is published comes out. */
static void
test_life (Fixture *fixture, gconstpointer data)
{
  gint64 id = post (fixture, POST_A "&description=ng%E1%BA%ADp");
  gint64 incident_id = find_incident (fixture, id);
  gint64 answer_id = fixture_make_id (fixture);
  TcIncidentOnly only = {incident_id};
  TcIncidentText note = {incident_id, "ghi chú nội bộ"};
  TcIncidentProgress progress = {incident_id, 0, NULL};
  TcAnswerSubmit submit = {incident_id, answer_id, "Đã thông cống. Gọi 0903123456.", NULL};
  TcAnswerStep step = {incident_id, answer_id, NULL};

  fixture_do (fixture, &tc_incident_accept_type, &only);
  fixture_do (fixture, &tc_incident_comment_type, &note);
  fixture_do (fixture, &tc_incident_resolve_type, &progress);
  fixture_do (fixture, &tc_answer_submit_type, &submit);
  fixture_do (fixture, &tc_answer_approve_type, &step);
  {
    g_autoptr (JsonNode) root = get_request (fixture, id);

    g_assert_cmpstr (json_object_get_string_member (first_object (root), "status"), ==, "closed");
    g_assert_true (json_object_get_null_member (first_object (root), "status_notes"));
  }
  fixture_do (fixture, &tc_answer_publish_type, &step);
  {
    g_autoptr (JsonNode) root = get_request (fixture, id);
    g_autoptr (Reply) updates = fixture_get (fixture, "/servicerequestupdates.json", NULL);
    g_autoptr (Reply) xml = fixture_get (fixture, "/servicerequestupdates.xml", NULL);
    g_autoptr (JsonNode) told = read_json (updates);
    JsonArray *array = json_node_get_array (told);
    JsonObject *last = json_array_get_object_element (array, json_array_get_length (array) - 1);
    g_autofree char *own = g_strdup_printf ("%" G_GINT64_FORMAT, id);

    g_assert_cmpstr (json_object_get_string_member (first_object (root), "status_notes"), ==,
                     "Đã thông cống. Gọi […].");
    g_assert_cmpstr (json_object_get_string_member (last, "service_request_id"), ==, own);
    g_assert_cmpstr (json_object_get_string_member (last, "status"), ==, "fixed");
    g_assert_cmpstr (json_object_get_string_member (last, "description"), ==,
                     "Đã thông cống. Gọi […].");
    g_assert_null (strstr (updates->body, "nội bộ"));
    g_assert_nonnull (strstr (xml->body, "<service_requests_updates><request_update><update_id>"));
  }
}

/* A report follows its incident into another one and back. */
static void
test_merge (Fixture *fixture, gconstpointer data)
{
  gint64 first = post (fixture, POST_A "&description=m%E1%BB%99t");
  gint64 second = post (fixture, POST_A "&description=hai");
  gint64 into = find_incident (fixture, first);
  gint64 from = find_incident (fixture, second);
  TcIncidentMerge merge = {from, into, fixture_make_id (fixture)};
  TcIncidentUnmerge unmerge = {from, fixture_make_id (fixture)};
  TcIncidentOnly only = {into};
  TcIncidentProgress progress = {into, 0, NULL};

  fixture_do (fixture, &tc_incident_accept_type, &only);
  fixture_do (fixture, &tc_incident_merge_type, &merge);
  fixture_do (fixture, &tc_incident_resolve_type, &progress);
  {
    g_autoptr (JsonNode) root = get_request (fixture, second);

    g_assert_cmpstr (json_object_get_string_member (first_object (root), "status"), ==, "closed");
  }
  fixture_do (fixture, &tc_incident_unmerge_type, &unmerge);
  {
    g_autoptr (JsonNode) root = get_request (fixture, second);

    g_assert_cmpstr (json_object_get_string_member (first_object (root), "status"), ==, "open");
  }
}

/* What the maker of a request is told. (transfer full) (nullable) */
static char *
get_notes (Fixture *fixture, gint64 id, const char *status)
{
  g_autoptr (JsonNode) root = get_request (fixture, id);
  JsonObject *request = first_object (root);

  g_assert_cmpstr (json_object_get_string_member (request, "status"), ==, status);
  return json_object_get_null_member (request, "status_notes")
             ? NULL
             : g_strdup (json_object_get_string_member (request, "status_notes"));
}

/* Whether servicerequestupdates tells the maker of the request the text. */
static gboolean
is_told (Fixture *fixture, gint64 id, const char *text)
{
  g_autofree char *own = g_strdup_printf ("%" G_GINT64_FORMAT, id);
  g_autoptr (Reply) updates = fixture_get (fixture, "/servicerequestupdates.json", NULL);
  g_autoptr (JsonNode) root = read_json (updates);
  JsonArray *array = json_node_get_array (root);
  gboolean told = FALSE;

  for (guint i = 0; i < json_array_get_length (array); i++) {
    JsonObject *update = json_array_get_object_element (array, i);
    told |= g_str_equal (json_object_get_string_member (update, "service_request_id"), own) &&
            g_strcmp0 (json_object_get_string_member_with_default (update, "description", ""),
                       text) == 0;
  }
  return told;
}

/* Three said the same: two are merged into the first, one of them after the answer. All are told
 * it; who was merged by mistake is owed one of his own again. */
static void
test_merged_are_answered (Fixture *fixture, gconstpointer data)
{
  gint64 ids[] = {post (fixture, POST_A "&description=m%E1%BB%99t"),
                  post (fixture, POST_A "&description=hai"),
                  post (fixture, POST_A "&description=ba")};
  gint64 into = find_incident (fixture, ids[0]), late = find_incident (fixture, ids[2]);
  gint64 answer_id = fixture_make_id (fixture);
  TcIncidentMerge merge = {find_incident (fixture, ids[1]), into, fixture_make_id (fixture)};
  TcIncidentMerge merge_late = {late, into, fixture_make_id (fixture)};
  TcIncidentUnmerge unmerge = {late, fixture_make_id (fixture)};
  TcIncidentOnly only = {into};
  TcIncidentProgress progress = {into, 0, NULL};
  TcAnswerSubmit submit = {into, answer_id, "Đã thông cống.", NULL};
  TcAnswerStep step = {into, answer_id, NULL};

  fixture_do (fixture, &tc_incident_accept_type, &only);
  fixture_do (fixture, &tc_incident_merge_type, &merge);
  fixture_do (fixture, &tc_incident_resolve_type, &progress);
  fixture_do (fixture, &tc_answer_submit_type, &submit);
  fixture_do (fixture, &tc_answer_approve_type, &step);
  fixture_do (fixture, &tc_answer_publish_type, &step);
  fixture_do (fixture, &tc_incident_merge_type, &merge_late);
  for (gsize i = 0; i < G_N_ELEMENTS (ids); i++) {
    g_autofree char *notes = get_notes (fixture, ids[i], "closed");
    g_assert_cmpstr (notes, ==, "Đã thông cống.");
    g_assert_true (is_told (fixture, ids[i], "Đã thông cống."));
  }
  fixture_do (fixture, &tc_incident_unmerge_type, &unmerge);
  g_assert_null (get_notes (fixture, ids[2], "open"));
  g_assert_false (is_told (fixture, ids[2], "Đã thông cống."));
  g_autofree char *kept = get_notes (fixture, ids[1], "closed");
  g_assert_cmpstr (kept, ==, "Đã thông cống.");
}

static void
test_post_update (Fixture *fixture, gconstpointer data)
{
  gint64 id = post (fixture, POST_A "&description=ng%E1%BA%ADp");
  g_autofree char *form = g_strdup_printf (
      "api_key=" KEY_A "&service_request_id=%" G_GINT64_FORMAT
      "&update_id=c7&status=OPEN&description=v%%E1%%BA%%ABn+ng%%E1%%BA%%ADp&updated_datetime="
      "2026-11-23T18:30:00%%2B07:00",
      id);
  g_autofree char *foreign = g_strdup_printf (
      "api_key=" KEY_B "&service_request_id=%" G_GINT64_FORMAT "&description=x", id);
  g_autoptr (Reply) first = fixture_post (fixture, "/servicerequestupdates.xml", form, NULL);
  g_autoptr (Reply) again = fixture_post (fixture, "/servicerequestupdates.xml", form, NULL);
  g_autoptr (Reply) other = fixture_post (fixture, "/servicerequestupdates.xml", foreign, NULL);
  g_autoptr (Reply)
      unknown = fixture_post (fixture, "/servicerequestupdates.xml",
                              "api_key=" KEY_A "&service_request_id=99&description=x", NULL);
  g_autoptr (Reply) told = fixture_get (fixture, "/servicerequestupdates.xml", NULL);
  g_autofree char *first_id = read_xml (first, "service_request_updates", "update_id");
  g_autofree char *again_id = read_xml (again, "service_request_updates", "update_id");
  g_autofree char *text = fixture_dup_text (
      fixture, "SELECT text FROM incident_event WHERE code = 'report.update'");

  g_assert_cmpuint (first->status, ==, 200);
  g_assert_cmpstr (first_id, ==, again_id);
  g_assert_cmpint (g_ascii_strtoll (first_id, NULL, 10), >, 0);
  g_assert_cmpstr (text, ==, "vẫn ngập");
  g_assert_cmpint (
      fixture_count (fixture, "SELECT count(*) FROM incident_event WHERE code = 'report.update'"),
      ==, 1);
  assert_error (other, 403);
  assert_error (unknown, 404);
  g_assert_null (strstr (told->body, "vẫn"));
}

static char *
say (Fixture *fixture, gint64 id, const char *more, guint status)
{
  g_autofree char *form = g_strdup_printf (
      "api_key=" KEY_A "&service_request_id=%" G_GINT64_FORMAT "%s", id, more);
  g_autoptr (Reply) reply = fixture_post (fixture, "/servicerequestupdates.xml", form, NULL);

  g_test_message ("%s: %u %s", more, reply->status, reply->body);
  g_assert_cmpuint (reply->status, ==, status);
  return status == 200 ? read_xml (reply, "service_request_updates", "update_id") : NULL;
}

static void
resolve (Fixture *fixture, gint64 incident_id)
{
  TcIncidentProgress progress = {incident_id, 0, NULL};

  fixture_do (fixture, &tc_incident_resolve_type, &progress);
}

static gint64
count_events (Fixture *fixture, const char *code)
{
  g_autofree char *sql = g_strdup_printf ("SELECT count(*) FROM incident_event WHERE code = '%s'",
                                          code);

  return fixture_count (fixture, sql);
}

#define EARLY "&updated_datetime=2020-01-01T00:00:00Z"
#define LATE "&updated_datetime=2099-01-01T00:00:00Z"

/* Says that it isn't solved: within the days of the service level it is open again, and after them,
 * or without any, it stands in the history. */
static void
test_reopening (Fixture *fixture, gconstpointer data)
{
  gint64 id = post (fixture, POST_A "&description=ng%E1%BA%ADp");
  gint64 incident = find_incident (fixture, id);
  TcIncidentOnly only = {incident};
  TcFieldSetTerm term = {.term_id = fixture_make_id (fixture),
                         .minutes = 60,
                         .valid_from_us = g_get_real_time () - G_USEC_PER_SEC,
                         .reopen_days = 5};
  g_autofree char *none = NULL, *first = NULL, *again = NULL;

  fixture_do (fixture, &tc_incident_accept_type, &only);
  resolve (fixture, incident);
  none = say (fixture, id, "&status=reopen&description=v%E1%BA%ABn+ng%E1%BA%ADp", 200);
  g_assert_cmpint (count_events (fixture, "report.reopen"), ==, 0);
  g_assert_cmpint (count_events (fixture, "report.update"), ==, 1);
  for (term.priority = 1; term.priority <= 4; term.priority++) {
    fixture_do (fixture, &tc_field_set_term_type, &term);
    term.term_id = fixture_make_id (fixture);
  }
  id = post (fixture, POST_A "&description=ng%E1%BA%ADp+n%E1%BB%AFa");
  only.incident_id = incident = find_incident (fixture, id);
  fixture_do (fixture, &tc_incident_accept_type, &only);
  resolve (fixture, incident);
  g_free (say (fixture, id, "&status=fixed&description=c%E1%BA%A3m+%C6%A1n", 200));
  g_assert_cmpint (count_events (fixture, "report.reopen"), ==, 0);
  /* What the client thought it was, before it had heard of the end. */
  g_free (say (fixture, id, "&status=open&description=khi+n%C3%A0o", 200));
  g_free (say (fixture, id, EARLY "&status=open&description=bao+gi%E1%BB%9D", 200));
  g_assert_cmpint (count_events (fixture, "report.reopen"), ==, 0);
  first = say (fixture, id, LATE "&status=OPEN&update_id=k1&description=v%E1%BA%ABn", 200);
  again = say (fixture, id, LATE "&status=OPEN&update_id=k1&description=v%E1%BA%ABn", 200);
  g_assert_cmpstr (first, ==, again);
  g_assert_cmpint (g_ascii_strtoll (first, NULL, 10), >, 0);
  g_assert_cmpint (count_events (fixture, "report.reopen"), ==, 1);
  g_assert_cmpint (fixture_count (fixture, "SELECT reopened_count FROM incident ORDER BY id DESC"),
                   ==, 1);
  {
    g_autoptr (JsonNode) root = get_request (fixture, id);
    g_assert_cmpstr (json_object_get_string_member (first_object (root), "status"), ==, "open");
  }
  /* A second time, by the plain word. */
  resolve (fixture, incident);
  g_free (say (fixture, id, "&status=reopen&description=l%E1%BA%A1i+ng%E1%BA%ADp", 200));
  g_assert_cmpint (count_events (fixture, "report.reopen"), ==, 2);
}

static void
test_rating (Fixture *fixture, gconstpointer data)
{
  gint64 id = post (fixture, POST_A "&description=ng%E1%BA%ADp");
  gint64 incident = find_incident (fixture, id);
  TcIncidentOnly only = {incident};
  g_autofree char *first = NULL, *again = NULL, *worded = NULL;

  fixture_do (fixture, &tc_incident_accept_type, &only);
  g_free (say (fixture, id, "&rating=4", 400));
  resolve (fixture, incident);
  first = say (fixture, id, "&rating=4", 200);
  again = say (fixture, id, "&rating=4", 200);
  g_assert_cmpstr (first, ==, again);
  g_assert_cmpint (g_ascii_strtoll (first, NULL, 10), >, 0);
  g_assert_cmpint (count_events (fixture, "report.rate"), ==, 1);
  worded = say (fixture, id, "&rating=2&description=l%C3%A2u+qu%C3%A1", 200);
  g_assert_cmpint (fixture_count (fixture, "SELECT rating FROM report"), ==, 2);
  g_assert_cmpint (count_events (fixture, "report.update"), ==, 1);
}

static void
test_repeats (Fixture *fixture, gconstpointer data)
{
  const char *form = POST_A "&description=tr%C3%B9ng";
  gint64 first = post (fixture, form);
  gint64 second = post (fixture, form);
  gint64 different = post (fixture, POST_A "&description=kh%C3%A1c");
  g_autoptr (Reply)
      keyed = fixture_post (fixture, "/requests.xml", form, "Idempotency-Key: n1\r\n");
  g_autoptr (Reply)
      keyed_again = fixture_post (fixture, "/requests.xml", POST_A "&description=other",
                                  "Idempotency-Key: "
                                  "n1\r\n");
  g_autofree char *keyed_id = read_xml (keyed, "service_requests", "service_request_id");
  g_autofree char *again_id = read_xml (keyed_again, "service_requests", "service_request_id");

  g_assert_cmpint (first, ==, second);
  g_assert_cmpint (first, !=, different);
  g_assert_cmpstr (keyed_id, ==, again_id);
  g_assert_cmpint (g_ascii_strtoll (keyed_id, NULL, 10), !=, first);
  g_assert_cmpint (fixture_count (fixture, "SELECT count(*) FROM report"), ==, 3);
  /* The client's own number outlives the gateway's memory. */
  g_clear_object (&fixture->gateway);
  fixture->gateway = tc_open311_gateway_new (TC_OPERATION_SINK (fixture->sink), fixture->reader,
                                             fixture->codes, &fixture->options);
  g_clear_object (&fixture->server);
  fixture->server = tc_http_server_new (NULL);
  tc_open311_gateway_mount (fixture->gateway, fixture->server, BASE);
  g_assert_true (tc_http_server_listen (fixture->server, "127.0.0.1", 0, NULL, NULL));
  fixture->port = tc_http_server_get_port (fixture->server);
  {
    g_autoptr (Reply) late = fixture_post (fixture, "/requests.xml",
                                           POST_A "&description=other&external_id=n1", NULL);
    g_autofree char *late_id = read_xml (late, "service_requests", "service_request_id");

    g_assert_cmpstr (late_id, ==, keyed_id);
  }
}

static void
test_token (Fixture *fixture, gconstpointer data)
{
  g_autoptr (Reply) posted = fixture_post (fixture, "/requests.xml", POST_A "&description=x", NULL);
  g_autofree char *token = read_xml (posted, "service_requests", "token");
  g_autofree char *none = read_xml (posted, "service_requests", "service_request_id");
  g_autofree char *path = g_strdup_printf ("/tokens/%s.xml", token);
  g_autoptr (Reply) resolved = fixture_get (fixture, path, NULL);
  g_autofree char *id = read_xml (resolved, "service_requests", "service_request_id");
  g_autofree char *echoed = read_xml (resolved, "service_requests", "token");
  g_autoptr (Reply) unknown = fixture_get (fixture, "/tokens/12.xml", NULL);
  g_autoptr (Reply) wrong = fixture_get (fixture, "/tokens/abc.xml", NULL);
  g_autoptr (Reply) services = fixture_get (fixture, "/services.xml", NULL);

  g_assert_null (none);
  g_assert_cmpstr (echoed, ==, token);
  g_assert_cmpint (g_ascii_strtoll (id, NULL, 10), ==,
                   fixture_count (fixture, "SELECT id FROM report"));
  assert_error (unknown, 404);
  assert_error (wrong, 404);
  g_assert_nonnull (strstr (services->body, "<type>batch</type>"));
}

static void
test_head_and_base (Fixture *fixture, gconstpointer data)
{
  const char *text = "HEAD " BASE "/services.json HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
  g_autoptr (Reply) head = fixture_raw (fixture, text, strlen (text));
  g_autofree char *type = reply_dup_header (head, "Content-Type");
  g_autofree char *language = reply_dup_header (head, "Content-Language");
  g_autoptr (Reply) discovery = fixture_get (fixture, "/discovery.xml", NULL);
  g_autofree char *url = read_xml (discovery, "discovery", "url");
  g_autoptr (Reply) nameless = fixture_get (fixture, "/services.xml", NULL);
  g_autoptr (Reply)
      named = fixture_get (fixture, "/services.xml?jurisdiction_id=haugiang.gov.vn", NULL);

  g_assert_cmpuint (head->status, ==, 400); /* it names no jurisdiction, which is required here */
  g_assert_cmpstr (head->body, ==, "");
  g_assert_cmpstr (type, ==, "application/json; charset=utf-8");
  g_assert_null (language);
  g_assert_cmpstr (url, ==, "https://mo.haugiang.vn/open311/v2");
  assert_error (nameless, 400);
  g_assert_cmpuint (named->status, ==, 200);
}

static void
require_jurisdiction (TcOpen311Options *options)
{
  options->jurisdiction_required = TRUE;
  options->base_url = "https://mo.haugiang.vn/open311/v2";
}

/* What the server refuses before us is told in our form; so is our own limit. */
static void
test_crowded (Fixture *fixture, gconstpointer data)
{
  guint n_rated = 0;

  for (int i = 0; i < 12; i++) {
    g_autoptr (Reply) reply = fixture_get (fixture, "/services.json", NULL);
    g_autofree char *wait = reply_dup_header (reply, "Retry-After");

    if (reply->status == 200)
      continue;
    g_assert_cmpuint (reply->status, ==, 429);
    g_assert_nonnull (wait);
    g_assert_true (g_str_has_prefix (reply->body, "[{\"code\":\"429\""));
    n_rated++;
  }
  g_assert_cmpuint (n_rated, ==, 2);
}

static void
rate_address (TcOpen311Options *options)
{
  options->address_burst = 10;
  options->address_rate_per_minute = 1;
}

static void
test_busy (Fixture *fixture, gconstpointer data)
{
  g_autoptr (Reply) reply = fixture_get (fixture, "/services.xml", NULL);
  g_autofree char *wait = reply_dup_header (reply, "Retry-After");

  assert_error (reply, 503);
  g_assert_nonnull (wait);
}

static void
allow_none (TcOpen311Options *options)
{
  options->concurrent_max = 0;
}

/* More codes than one block has, asked for without waiting for each other. */
static void
test_codes (Fixture *fixture, gconstpointer data)
{
  for (guint i = 0; i < 1100; i++) {
    g_autofree char *form = g_strdup_printf (POST_A "&description=%u", i);
    g_autoptr (Reply) reply = fixture_post (fixture, "/requests.json", form, NULL);

    g_assert_cmpuint (reply->status, ==, 200);
  }
  g_assert_cmpint (fixture_count (fixture, "SELECT count(DISTINCT code) FROM incident"), ==, 1100);
  g_assert_cmpint (fixture_count (fixture, "SELECT count(*) FROM code_block"), ==, 3);
}

static void
test_mask (void)
{
  static const char *const cases[][2] = {
      {"gọi 0903123456 nhé", "gọi […] nhé"},
      {"0903 123 456", "[…]"},
      {"0903.123.456.", "[…]."},
      {"+84 903-123-456", "+[…]"},
      {"CCCD 093123456789!", "CCCD […]!"},
      {"an.nguyen@x.vn, cảm ơn", "[…], cảm ơn"},
      {"lúc 2026-11-23 18:30", "lúc 2026-11-23 18:30"},
      {"1.500.000.000 đồng", "1.500.000.000 đồng"},
      {"số 12 @ chợ", "số 12 @ chợ"},
      {"9.7845, 105.4701", "9.7845, 105.4701"},
      {"", ""},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *masked = tc_open311_mask_text (cases[i][0]);

    g_assert_cmpstr (masked, ==, cases[i][1]);
  }
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture_set_up (fixture, data);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  fixture_tear_down (fixture);
}

static void
want_token (TcOpen311Options *options)
{
  options->answer_with_token = TRUE;
}

#define ADD(name, change, func)                                                                    \
  g_test_add ("/open311/gateway/" name, Fixture, change, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("discovery", NULL, test_discovery);
  ADD ("services", NULL, test_services);
  ADD ("post", NULL, test_post);
  ADD ("attributes", NULL, test_attributes);
  ADD ("private", NULL, test_private);
  ADD ("list", NULL, test_list);
  ADD ("life", NULL, test_life);
  ADD ("merge", NULL, test_merge);
  ADD ("merged-are-answered", NULL, test_merged_are_answered);
  ADD ("post-update", NULL, test_post_update);
  ADD ("reopening", NULL, test_reopening);
  ADD ("rating", NULL, test_rating);
  ADD ("repeats", NULL, test_repeats);
  ADD ("token", want_token, test_token);
  ADD ("codes", NULL, test_codes);
  ADD ("head-and-base", require_jurisdiction, test_head_and_base);
  ADD ("crowded", rate_address, test_crowded);
  ADD ("busy", allow_none, test_busy);
  g_test_add_func ("/open311/gateway/mask", test_mask);
  return g_test_run ();
}
