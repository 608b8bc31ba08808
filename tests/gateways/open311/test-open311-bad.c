/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: bad input gets the right answer in the right form, makes nothing, and the gateway goes on.
 * Method: each line of the tables below goes through a socket to a whole gateway; afterwards the
 * database holds no report and an honest request is still answered.
 */
#include "open311-fixture.h"

#include "tc-limits.h"

#include <json-glib/json-glib.h>
#include <libxml/parser.h>
#include <string.h>

#define A "api_key=" KEY_A
#define SERVICE "&service_code=giaothong"
#define PLACE "&lat=9.78&long=105.47"

typedef struct {
  const char *what;
  const char *path;
  const char *form; /* (nullable): NULL for a GET */
  guint status;
} Case;

static const Case cases[] = {
    {"no key", "/requests.xml", "service_code=giaothong" PLACE, 403},
    {"empty key", "/requests.xml", "api_key=" SERVICE PLACE, 403},
    {"wrong key", "/requests.xml", "api_key=guess" SERVICE PLACE, 403},
    {"key with SQL", "/requests.xml", "api_key='+OR+'1'='1" SERVICE PLACE, 403},
    {"two keys", "/requests.xml", A "&api_key=" KEY_B SERVICE PLACE, 400},
    {"key in the query and another in the body", "/requests.xml?api_key=x", A SERVICE PLACE, 400},
    {"no service", "/requests.xml", A PLACE, 400},
    {"unknown service", "/requests.xml", A "&service_code=none" PLACE, 404},
    {"service that is switched off", "/requests.xml", A "&service_code=cu" PLACE, 404},
    {"service with SQL", "/requests.xml", A "&service_code=x';DROP+TABLE+report;--" PLACE, 404},
    {"service with HTML", "/requests.xml", A "&service_code=%3Cscript%3E" PLACE, 404},
    {"service too long", "/requests.xml",
     A "&service_code="
       "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
       "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
       "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx" PLACE,
     400},
    {"no place", "/requests.xml", A SERVICE, 400},
    {"half a place", "/requests.xml", A SERVICE "&lat=9.78", 400},
    {"NaN", "/requests.xml", A SERVICE "&lat=NaN&long=NaN", 400},
    {"infinity", "/requests.xml", A SERVICE "&lat=inf&long=-inf", 400},
    {"off the globe", "/requests.xml", A SERVICE "&lat=91&long=105", 400},
    {"a huge number", "/requests.xml", A SERVICE "&lat=1e308&long=105", 400},
    {"a long number", "/requests.xml",
     A SERVICE "&lat=9.999999999999999999999999999999999999999999999999&long=1", 400},
    {"a decimal comma", "/requests.xml", A SERVICE "&lat=9,78&long=105,47", 400},
    {"hexadecimal", "/requests.xml", A SERVICE "&lat=0x9&long=0x69", 400},
    {"bad e-mail", "/requests.xml", A SERVICE PLACE "&email=%3Cscript%3E", 400},
    {"bad telephone", "/requests.xml", A SERVICE PLACE "&phone='--", 400},
    {"control character", "/requests.xml", A SERVICE PLACE "&description=a%08b", 400},
    {"terminal escape", "/requests.xml", A SERVICE PLACE "&description=%1B%5B2J", 400},
    {"NUL", "/requests.xml", A SERVICE PLACE "&description=a%00b", 400},
    {"NUL in a name", "/requests.xml", A SERVICE PLACE "&desc%00ription=a", 400},
    {"overlong UTF-8", "/requests.xml", A SERVICE PLACE "&description=%C0%AF", 400},
    {"surrogate", "/requests.xml", A SERVICE PLACE "&description=%ED%A0%80", 400},
    {"past Unicode", "/requests.xml", A SERVICE PLACE "&description=%F5%80%80%80", 400},
    {"Latin-1", "/requests.xml", A SERVICE PLACE "&description=caf%E9", 400},
    {"raw bytes", "/requests.xml", A SERVICE PLACE "&description=\xff\xfe", 400},
    {"broken escape", "/requests.xml", A SERVICE PLACE "&description=100%", 400},
    {"broken escape in a name", "/requests.xml", A SERVICE PLACE "&%zz=1", 400},
    {"nameless parameter", "/requests.xml", A SERVICE PLACE "&=1", 400},
    {"not a form", "/requests.xml", "{\"api_key\":\"x\"}", 403},
    {"XML as a form", "/requests.xml", "<?xml version='1.0'?><request/>", 403},
    {"empty body", "/requests.xml", "", 403},
    {"attribute that there isn't", "/requests.xml", A SERVICE PLACE "&attribute[x]=1", 400},
    {"attribute that is missing", "/requests.xml", A "&service_code=giaothong.den" PLACE, 400},
    {"attribute with a foreign value", "/requests.xml",
     A "&service_code=giaothong.den" PLACE "&attribute[trangthai]=%3Cb%3E", 400},
    {"attribute given twice", "/requests.xml",
     A "&service_code=giaothong.den" PLACE "&attribute[trangthai]=tat&attribute[trangthai]=vang",
     400},
    {"photo from anywhere", "/requests.xml", A SERVICE PLACE "&media_url=http://x.vn/a.jpg", 400},
    {"photo from a file", "/requests.xml", A SERVICE PLACE "&media_url=file:///etc/passwd", 400},
    {"photo from inside", "/requests.xml",
     A SERVICE PLACE "&media_url=http://169.254.169.254/latest", 400},
    {"privacy that is neither", "/requests.xml", A SERVICE PLACE "&non_public=perhaps", 400},
    {"foreign jurisdiction", "/requests.xml", A SERVICE PLACE "&jurisdiction_id=hanoi.gov.vn", 404},
    {"update without a request", "/servicerequestupdates.xml", A "&description=x", 400},
    {"update without words", "/servicerequestupdates.xml", A "&service_request_id=5", 400},
    {"update of nothing", "/servicerequestupdates.xml", A "&service_request_id=5&description=x",
     404},
    {"update with a wrong status", "/servicerequestupdates.xml",
     A "&service_request_id=5&description=x&status=WHATEVER", 400},
    {"rating past the scale", "/servicerequestupdates.xml", A "&service_request_id=5&rating=6",
     400},
    {"rating of nought", "/servicerequestupdates.xml", A "&service_request_id=5&rating=0", 400},
    {"rating in words", "/servicerequestupdates.xml", A "&service_request_id=5&rating=good", 400},
    {"rating on nothing", "/servicerequestupdates.xml", A "&service_request_id=5&rating=3", 404},
    {"update without a key", "/servicerequestupdates.xml", "service_request_id=5&description=x",
     403},
    {"POST where only GET is", "/services.xml", A, 405},
    {"POST to a request", "/requests/5.xml", A, 405},
    {"foreign jurisdiction", "/services.xml?jurisdiction_id=hanoi.gov.vn", NULL, 404},
    {"unknown request", "/requests/123456.xml", NULL, 404},
    {"id that is a word", "/requests/abc.xml", NULL, 404},
    {"id that is negative", "/requests/-1.xml", NULL, 404},
    {"id past 63 bits", "/requests/9223372036854775808.xml", NULL, 404},
    {"id with SQL", "/requests/1'%20OR%201=1--.xml", NULL, 404},
    {"unknown token", "/tokens/99.xml", NULL, 404},
    {"unknown service", "/services/none.xml", NULL, 404},
    {"unknown resource", "/nothing.xml", NULL, 404},
    {"no suffix", "/requests", NULL, 404},
    {"unknown form", "/requests.csv", NULL, 404},
    {"date without a zone", "/requests.xml?start_date=2026-01-01T00:00:00", NULL, 400},
    {"date of no month", "/requests.xml?start_date=2026-13-01T00:00:00Z", NULL, 400},
    {"day without a time", "/requests.xml?start_date=2026-01-01", NULL, 400},
    {"date in words", "/requests.xml?end_date=yesterday", NULL, 400},
    {"dates the wrong way round",
     "/requests.xml?start_date=2026-02-01T00:00:00Z&end_date=2026-01-01T00:00:00Z", NULL, 400},
    {"more than 90 days",
     "/requests.xml?start_date=2026-01-01T00:00:00Z&end_date=2026-06-01T00:00:00Z", NULL, 400},
    {"unknown status", "/requests.xml?status=done", NULL, 400},
    {"ids that aren't", "/requests.xml?service_request_id=1,b", NULL, 400},
    {"page nought", "/requests.xml?page=0", NULL, 400},
    {"page size past the limit", "/requests.xml?page_size=100000", NULL, 400},
    {"two different dates",
     "/requests.xml?end_date=2026-01-01T00:00:00Z&end_date=2026-01-02T00:00:00Z", NULL, 400},
    {"query with NUL", "/requests.xml?status=%00", NULL, 400},
    {"photo of nothing", "/media/5", NULL, 404},
};

/* It is an errors document with that code, and the header says its form. */
static void
check_errors (const Reply *reply, guint status, gboolean json)
{
  g_autofree char *type = reply_dup_header (reply, "Content-Type");
  g_autofree char *code = g_strdup_printf ("%u", status);

  g_assert_cmpuint (reply->status, ==, status);
  if (json) {
    g_autoptr (JsonParser) parser = json_parser_new ();
    JsonObject *error;

    g_assert_cmpstr (type, ==, "application/json; charset=utf-8");
    g_assert_true (json_parser_load_from_data (parser, reply->body, -1, NULL));
    error = json_array_get_object_element (json_node_get_array (json_parser_get_root (parser)), 0);
    g_assert_cmpstr (json_object_get_string_member (error, "code"), ==, code);
    g_assert_cmpuint (strlen (json_object_get_string_member (error, "description")), >, 5);
  } else {
    xmlDoc *doc = xmlReadMemory (reply->body, (int) strlen (reply->body), NULL, NULL, 0);
    g_autofree char *element = g_strdup_printf ("<errors><error><code>%s</code><description>",
                                                code);

    g_assert_cmpstr (type, ==, "text/xml; charset=utf-8");
    g_assert_nonnull (doc);
    g_assert_nonnull (strstr (reply->body, element));
    xmlFreeDoc (doc);
  }
}

/* "/requests.xml?x" → "/requests.json?x" */
static char *
swap_form (const char *path)
{
  g_auto (GStrv) parts = g_strsplit (path, ".xml", 2);

  return parts[1] ? g_strconcat (parts[0], ".json", parts[1], NULL) : NULL;
}

static void
check_unharmed (Fixture *fixture)
{
  g_autoptr (Reply) services = fixture_get (fixture, "/services.xml", NULL);

  g_assert_cmpuint (services->status, ==, 200);
  g_assert_cmpint (fixture_count (fixture, "SELECT count(*) FROM report"), ==, 0);
  g_assert_cmpint (fixture_count (fixture, "SELECT count(*) FROM incident_event"), ==, 0);
}

static void
test_cases (Fixture *fixture, gconstpointer data)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *json_path = swap_form (cases[i].path);

    for (int json = 0; json <= (json_path ? 1 : 0); json++) {
      const char *path = json ? json_path : cases[i].path;
      g_autoptr (Reply) reply = cases[i].form ? fixture_post (fixture, path, cases[i].form, NULL)
                                              : fixture_get (fixture, path, NULL);

      g_test_message ("%s: %u %s", cases[i].what, reply->status, reply->body);
      check_errors (reply, cases[i].status, json);
    }
  }
  check_unharmed (fixture);
}

/* What is wrong before it is a form: each whole request with its status. */
static void
test_requests (Fixture *fixture, gconstpointer data)
{
  static const struct {
    const char *what;
    const char *head;
    guint status;
  } heads[] = {
      {"JSON body",
       "POST " BASE "/requests.xml HTTP/1.1\r\nContent-Type: application/json\r\n"
       "Content-Length: 2\r\n",
       415},
      {"multipart",
       "POST " BASE "/requests.xml HTTP/1.1\r\nContent-Type: multipart/form-data; "
       "boundary=x\r\nContent-Length: 2\r\n",
       415},
      {"compressed body",
       "POST " BASE "/requests.xml HTTP/1.1\r\nContent-Type: application/x-www-form-urlencoded\r\n"
       "Content-Encoding: gzip\r\nContent-Length: 2\r\n",
       415},
      {"no type", "POST " BASE "/requests.xml HTTP/1.1\r\nContent-Length: 2\r\n", 415},
      {"too large",
       "POST " BASE "/requests.xml HTTP/1.1\r\nContent-Type: "
       "application/x-www-form-urlencoded\r\nContent-Length: 10000000\r\n",
       413},
      {"PUT", "PUT " BASE "/requests.xml HTTP/1.1\r\nContent-Length: 2\r\n", 405},
      {"DELETE", "DELETE " BASE "/requests/1.xml HTTP/1.1\r\n", 405},
      {"path that climbs", "GET " BASE "/requests/..%2F..%2Fetc%2Fpasswd.xml HTTP/1.1\r\n", 400},
      {"invented method", "BREW " BASE "/services.xml HTTP/1.1\r\n", 405},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (heads); i++) {
    g_autofree char *text = g_strconcat (heads[i].head, "Host: x\r\nConnection: close\r\n\r\n{}",
                                         NULL);
    g_autoptr (Reply) reply = fixture_raw (fixture, text, strlen (text));
    g_autofree char *allow = reply_dup_header (reply, "Allow");

    g_test_message ("%s: %s %s", heads[i].what, reply->head, reply->body);
    if (heads[i].status == 400) /* not ours: refused before it is anybody's */
      g_assert_cmpuint (reply->status, ==, 400);
    else
      check_errors (reply, heads[i].status, FALSE);
    g_assert_cmpint (allow != NULL, ==, heads[i].status == 405);
  }
  check_unharmed (fixture);
}

static void
test_oversize (Fixture *fixture, gconstpointer data)
{
  g_autofree char *words = g_strnfill (4001, 'x');
  g_autofree char *long_text = g_strconcat (A SERVICE PLACE "&description=", words, NULL);
  g_autofree char *huge = g_strnfill (70000, 'x');
  g_autofree char *huge_form = g_strconcat (A SERVICE PLACE "&description=", huge, NULL);
  g_autoptr (GString) many = g_string_new (A SERVICE PLACE);
  g_autoptr (GString) ids = g_string_new ("/requests.xml?service_request_id=1");
  g_autoptr (Reply) by_text = fixture_post (fixture, "/requests.xml", long_text, NULL);
  g_autoptr (Reply) by_body = fixture_post (fixture, "/requests.json", huge_form, NULL);
  g_autoptr (Reply) by_count = NULL;
  g_autoptr (Reply) by_ids = NULL;

  for (int i = 0; i < 300; i++)
    g_string_append_printf (many, "&p%d=1", i);
  for (int i = 2; i < 400; i++)
    g_string_append_printf (ids, ",%d", i);
  by_count = fixture_post (fixture, "/requests.xml", many->str, NULL);
  by_ids = fixture_get (fixture, ids->str, NULL);
  check_errors (by_text, 400, FALSE);
  check_errors (by_body, 413, TRUE);
  check_errors (by_count, 400, FALSE);
  check_errors (by_ids, 400, FALSE);
  check_unharmed (fixture);
}

/* SQL and HTML in every field that takes text: kept as said, told as text. */
static void
test_injection (Fixture *fixture, gconstpointer data)
{
  static const char *const words[] = {"'); DROP TABLE report; --", "<script>alert(1)</script>",
                                      "\"><img src=x onerror=y>", "${jndi:ldap://x}", "]]>&x;"};
  static const char *const fields[] = {"description", "address_string", "address_id",
                                       "first_name",  "device_id",      "account_id"};
  guint n = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (words); i++) {
    for (gsize k = 0; k < G_N_ELEMENTS (fields); k++) {
      g_autofree char *escaped = g_uri_escape_string (words[i], NULL, FALSE);
      g_autofree char *form = g_strdup_printf (A SERVICE PLACE "&%s=%s", fields[k], escaped);
      g_autoptr (Reply) reply = fixture_post (fixture, "/requests.xml", form, NULL);

      g_assert_cmpuint (reply->status, ==, 200);
      n++;
    }
  }
  {
    g_autoptr (Reply) xml = fixture_get (fixture, "/requests.xml", NULL);
    g_autoptr (Reply) json = fixture_get (fixture, "/requests.json", NULL);
    g_autoptr (JsonParser) parser = json_parser_new ();
    xmlDoc *doc = xmlReadMemory (xml->body, (int) strlen (xml->body), NULL, NULL, 0);

    g_assert_nonnull (doc);
    xmlFreeDoc (doc);
    g_assert_true (json_parser_load_from_data (parser, json->body, -1, NULL));
    g_assert_cmpuint (json_array_get_length (json_node_get_array (json_parser_get_root (parser))),
                      ==, n);
    g_assert_null (strstr (xml->body, "<script"));
    g_assert_null (strstr (json->body, "<script"));
    g_assert_null (strstr (json->body, "<img"));
  }
  g_assert_cmpint (fixture_count (fixture, "SELECT count(*) FROM report"), ==, n);
}

static void
test_rate (Fixture *fixture, gconstpointer data)
{
  guint n_refused = 0;

  for (int i = 0; i < 10; i++) {
    g_autofree char *form = g_strdup_printf (A SERVICE PLACE "&description=%d", i);
    g_autoptr (Reply) reply = fixture_post (fixture, "/requests.json", form, NULL);

    if (reply->status == 200)
      continue;
    {
      g_autofree char *wait = reply_dup_header (reply, "Retry-After");

      check_errors (reply, 429, TRUE);
      g_assert_nonnull (wait);
      g_assert_cmpint (g_ascii_strtoll (wait, NULL, 10), >, 0);
      n_refused++;
    }
  }
  g_assert_cmpuint (n_refused, ==, 7);
}

/* What the server below can't do is told as such, and can be repeated. */
static void
test_faults (Fixture *fixture, gconstpointer data)
{
  const char *form = A SERVICE PLACE "&description=again";
  g_autoptr (Reply) busy = NULL;
  g_autoptr (Reply) broken = NULL;
  g_autoptr (Reply) good = NULL;
  g_autofree char *wait = NULL;

  fixture_fail_next (fixture, 1, TC_ERROR_BUSY);
  busy = fixture_post (fixture, "/requests.xml", form, NULL);
  check_errors (busy, 503, FALSE);
  wait = reply_dup_header (busy, "Retry-After");
  g_assert_nonnull (wait);
  fixture_fail_next (fixture, 1, TC_ERROR_UNKNOWN);
  fixture_expect (fixture, "an Open311 request failed*");
  broken = fixture_post (fixture, "/requests.xml", form, NULL);
  fixture_assert_expected (fixture);
  check_errors (broken, 500, FALSE);
  good = fixture_post (fixture, "/requests.xml", form, NULL);
  g_assert_cmpuint (good->status, ==, 200);
  g_assert_cmpint (fixture_count (fixture, "SELECT count(*) FROM report"), ==, 1);
}

static void
limit_key (TcOpen311Options *options)
{
  options->key_burst = 3;
  options->key_rate_per_minute = 1;
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

#define ADD(name, change, func)                                                                    \
  g_test_add ("/open311/bad/" name, Fixture, change, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  fixture_watch_journal ();
  ADD ("cases", NULL, test_cases);
  ADD ("requests", NULL, test_requests);
  ADD ("oversize", NULL, test_oversize);
  ADD ("injection", NULL, test_injection);
  ADD ("rate", limit_key, test_rate);
  ADD ("faults", NULL, test_faults);
  return g_test_run ();
}
