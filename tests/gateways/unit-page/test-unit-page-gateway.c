/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: what a link that is of no use, a press that can't be used and a server that can't answer
 * come to; each of them makes nothing. Method: a whole gateway on loopback over a real database,
 * plain sockets. The way of an order that goes well is tests/e2e/test_unit_page.py.
 */
#include "open311-fixture.h"

#include "tc-limits.h"
#include "tc-people-operations.h"
#include "tc-page-words.h"
#include "tc-unit-page-gateway.h"

#include <string.h>

#define PAGES "/u"
#define PHOTO_MAX 100000

typedef struct {
  Fixture base;
  TcUnitPageGateway *gateway;
  TcPageKey key;
  gint64 incident_id;
  TcPageLink link;
  GBytes *twin;       /* (owned) (nullable): a request that is sent while a photo is being kept */
  GString *twin_told; /* (owned) (nullable): and what it was answered */
} Stage;

/* Beside the main loop, in the thread that keeps a photo. */
static void
send_twin (Stage *stage)
{
  g_autoptr (GBytes) twin = g_steal_pointer (&stage->twin);
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketConnection) connection = NULL;
  GInputStream *input;
  gsize size;
  const char *bytes = g_bytes_get_data (twin, &size);
  char buffer[4096];
  gssize n;

  g_socket_client_set_timeout (client, 30);
  connection = g_socket_client_connect_to_host (client, "127.0.0.1", stage->base.port, NULL, NULL);
  g_assert_nonnull (connection);
  g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)), bytes, size,
                             NULL, NULL, NULL);
  input = g_io_stream_get_input_stream (G_IO_STREAM (connection));
  stage->twin_told = g_string_new (NULL);
  while ((n = g_input_stream_read (input, buffer, sizeof buffer, NULL, NULL)) > 0)
    g_string_append_len (stage->twin_told, buffer, n);
}

static char *
keep_photo (GBytes *bytes, gpointer data, GError **error)
{
  const Fixture *base = data;
  g_autofree char *hash = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);
  g_autofree char *path = g_build_filename (base->folder, hash, NULL);
  gsize size;
  const char *text = g_bytes_get_data (bytes, &size);

  if (((Stage *) data)->twin)
    send_twin (data);
  return g_file_set_contents (path, text, (gssize) size, error) ? g_steal_pointer (&hash) : NULL;
}

static char *
dup_file_path (const char *hash, gpointer data)
{
  return g_build_filename (((const Fixture *) data)->folder, hash, NULL);
}

static gint64
add_order (Stage *stage)
{
  const TcAgencyArgs unit = {.agency_id = fixture_make_id (&stage->base),
                             .code = "doi1",
                             .kind = "team",
                             .name_vi = "Đội 1",
                             .name_en = "Team 1",
                             .valid_from_us = 0,
                             .lat_e7 = TC_NONE,
                             .lon_e7 = TC_NONE};
  const TcIncidentDispatch order = {stage->incident_id, fixture_make_id (&stage->base),
                                    unit.agency_id, NULL, TC_NONE};

  fixture_do (&stage->base, &tc_agency_add_type, &unit);
  fixture_do (&stage->base, &tc_incident_dispatch_type, &order);
  return order.task_id;
}

static void
set_up (Stage *stage)
{
  TcUnitPageOptions options = tc_unit_page_options_default;
  g_autoptr (TcKey) server = NULL;
  gint64 now_s = g_get_real_time () / TC_US_PER_S;

  fixture_set_up (&stage->base, NULL);
  server = tc_key_generate ();
  options.key = stage->key = tc_page_key_derive (server);
  options.photo_bytes_max = PHOTO_MAX;
  options.presses_per_minute = 100;
  options.dup_file_path = dup_file_path;
  options.keep_photo = keep_photo;
  options.data = &stage->base;
  stage->gateway = tc_unit_page_gateway_new (TC_OPERATION_SINK (stage->base.sink),
                                             stage->base.reader, &options);
  tc_unit_page_gateway_mount (stage->gateway, stage->base.server, PAGES);
  g_autoptr (Reply) posted = fixture_post (&stage->base, "/requests.xml",
                                           "api_key=" KEY_A "&service_code=giaothong&lat=9.78"
                                           "&long=105.47&description=Ng%E1%BA%ADp",
                                           NULL);
  g_assert_cmpuint (posted->status, ==, 200);
  stage->incident_id = fixture_count (&stage->base, "SELECT id FROM incident");
  stage->link = (TcPageLink){add_order (stage), 0, (now_s + 3600) * TC_US_PER_S};
}

static void
tear_down (Stage *stage)
{
  fixture_tear_down (&stage->base);
  g_clear_object (&stage->gateway);
}

static GBytes *
make_request (const char *method, const char *path, const char *type, const char *body, gsize size)
{
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, "%s %s HTTP/1.1\r\nHost: x\r\nConnection: close\r\n", method, path);
  if (type)
    g_string_append_printf (text, "Content-Type: %s\r\nContent-Length: %" G_GSIZE_FORMAT "\r\n",
                            type, size);
  g_string_append (text, "\r\n");
  g_string_append_len (text, body ? body : "", (gssize) size);
  return g_string_free_to_bytes (text);
}

static Reply *
send_request (Stage *stage, GBytes *request)
{
  gsize size;
  const char *bytes = g_bytes_get_data (request, &size);

  return fixture_raw (&stage->base, bytes, size);
}

static Reply *
send (Stage *stage, const char *method, const char *path, const char *type, const char *body,
      gsize size)
{
  g_autoptr (GBytes) request = make_request (method, path, type, body, size);

  return send_request (stage, request);
}

static Reply *
open_page (Stage *stage, const TcPageLink *link)
{
  g_autofree char *path = tc_unit_page_gateway_make_path (stage->gateway, link);

  return send (stage, "GET", path, NULL, NULL, 0);
}

/* A form of what stands in @fields beside a press. */
static Reply *
press_with (Stage *stage, gint64 id, const char *fields)
{
  g_autofree char *path = tc_unit_page_gateway_make_path (stage->gateway, &stage->link);
  g_autofree char *token = tc_page_press_make (&stage->key, &stage->link, id);
  g_autofree char *form = g_strdup_printf ("press=%s&%s", token, fields);

  return send (stage, "POST", path, "application/x-www-form-urlencoded", form, strlen (form));
}

static Reply *
press (Stage *stage, const char *fields)
{
  return press_with (stage, fixture_make_id (&stage->base), fields);
}

static GBytes *
make_photo (Stage *stage, gint64 id, const char *bytes, gsize size)
{
  g_autofree char *path = tc_unit_page_gateway_make_path (stage->gateway, &stage->link);
  g_autofree char *token = tc_page_press_make (&stage->key, &stage->link, id);
  g_autoptr (GString) body = g_string_new (NULL);

  g_string_append_printf (body,
                          "--b\r\nContent-Disposition: form-data; name=\"press\"\r\n\r\n%s\r\n"
                          "--b\r\nContent-Disposition: form-data; name=\"do\"\r\n\r\nphoto\r\n"
                          "--b\r\nContent-Disposition: form-data; name=\"photo\"; "
                          "filename=\"a.jpg\"\r\nContent-Type: image/jpeg\r\n\r\n",
                          token);
  g_string_append_len (body, bytes, (gssize) size);
  g_string_append (body, "\r\n--b--\r\n");
  return make_request ("POST", path, "multipart/form-data; boundary=b", body->str, body->len);
}

static Reply *
send_photo (Stage *stage, const char *bytes, gsize size)
{
  g_autoptr (GBytes) request = make_photo (stage, fixture_make_id (&stage->base), bytes, size);

  return send_request (stage, request);
}

static gint64
count_said (Stage *stage)
{
  return fixture_count (&stage->base, "SELECT count(*) FROM incident_event WHERE reason = 'page'");
}

static void
assert_says (const Reply *reply, guint status, TcPageWord word)
{
  g_assert_cmpuint (reply->status, ==, status);
  g_assert_nonnull (strstr (reply->body, tc_page_word (word, TC_PAGE_VI)));
}

static void
test_headers (void)
{
  static const struct {
    const char *name, *part;
  } headers[] = {
      {"Content-Security-Policy", "default-src 'none'; style-src 'sha256-"},
      {"Content-Security-Policy", "frame-ancestors 'none'"},
      {"Cache-Control", "no-store"},
      {"Referrer-Policy", "no-referrer"},
      {"X-Content-Type-Options", "nosniff"},
      {"X-Frame-Options", "DENY"},
      {"Content-Type", "text/html; charset=utf-8"},
  };
  Stage stage = {0};

  set_up (&stage);
  const TcPageLink gone = {1, 0, stage.link.until_us};
  g_autoptr (Reply) page = open_page (&stage, &stage.link);
  g_autoptr (Reply) none = open_page (&stage, &gone);
  g_assert_cmpuint (page->status, ==, 200);
  for (guint i = 0; i < G_N_ELEMENTS (headers); i++) {
    g_autofree char *value = reply_dup_header (page, headers[i].name);
    g_autofree char *other = reply_dup_header (none, headers[i].name);

    g_assert_nonnull (strstr (value, headers[i].part));
    g_assert_cmpstr (value, ==, other);
  }
  tear_down (&stage);
}

static void
test_links (void)
{
  Stage stage = {0};

  set_up (&stage);
  const TcPageLink old = {stage.link.task_id, 0, 1000 * TC_US_PER_S};
  const TcPageLink gone = {7, 0, stage.link.until_us};
  g_autoptr (Reply) over = open_page (&stage, &old);
  g_autoptr (Reply) unknown = open_page (&stage, &gone);
  g_autoptr (Reply) forged = send (&stage, "GET", PAGES "/AAAA", NULL, NULL, 0);
  g_autoptr (Reply) bare = send (&stage, "GET", PAGES, NULL, NULL, 0);
  g_autofree char *path = tc_unit_page_gateway_make_path (stage.gateway, &stage.link);
  g_autofree char *below = g_strconcat (path, "/photo/12", NULL);
  g_autofree char *odd = g_strconcat (path, "/photo/x", NULL);
  g_autoptr (Reply) photo = send (&stage, "GET", below, NULL, NULL, 0);
  g_autoptr (Reply) no_photo = send (&stage, "GET", odd, NULL, NULL, 0);
  g_autoptr (Reply) other = send (&stage, "DELETE", path, NULL, NULL, 0);

  assert_says (over, 410, TC_SAY_LINK_OVER);
  assert_says (unknown, 410, TC_SAY_ORDER_GONE);
  assert_says (forged, 404, TC_SAY_LINK_WRONG);
  assert_says (bare, 404, TC_SAY_LINK_WRONG);
  assert_says (photo, 404, TC_SAY_LINK_WRONG);
  assert_says (no_photo, 404, TC_SAY_LINK_WRONG);
  g_assert_cmpuint (other->status, ==, 405);
  /* Renewed by the centre: the old one says so, and nothing of the order. */
  const TcIncidentTask renew = {stage.incident_id, stage.link.task_id, NULL, NULL};
  fixture_do (&stage.base, &tc_incident_renew_page_type, &renew);
  g_autoptr (Reply) void_now = open_page (&stage, &stage.link);
  g_autoptr (Reply) pressed = press (&stage, "do=accept");
  assert_says (void_now, 410, TC_SAY_LINK_RENEWED);
  assert_says (pressed, 410, TC_SAY_LINK_RENEWED);
  g_assert_null (strstr (void_now->body, "PA-"));
  stage.link.renewals = 1;
  g_autoptr (Reply) renewed = open_page (&stage, &stage.link);
  g_assert_cmpuint (renewed->status, ==, 200);
  g_assert_nonnull (strstr (renewed->body, "PA-"));
  /* Again, by a desk whose clock is behind. */
  fixture_do (&stage.base, &tc_incident_renew_page_type, &renew);
  tc_database_execute (test_sink_get_database (stage.base.sink),
                       "UPDATE incident_event SET id = 5 WHERE id ="
                       " (SELECT max (id) FROM incident_event WHERE code = 'incident.renew-page')",
                       "");
  g_autoptr (Reply) void_too = open_page (&stage, &stage.link);
  assert_says (void_too, 410, TC_SAY_LINK_RENEWED);
  g_assert_cmpint (count_said (&stage), ==, 0);
  tear_down (&stage);
}

/* Both write, in turn; each word is kept once, masked, and there is a limit. */
static void
test_talk (void)
{
  Stage stage = {0};

  set_up (&stage);
  gint64 id = fixture_make_id (&stage.base);
  const TcTaskSay word = {stage.incident_id, stage.link.task_id, fixture_make_id (&stage.base),
                          "Hẻm 13, gọi 0912345678 <b>", NULL};

  g_autoptr (Reply) sent = press_with (&stage, id, "do=say&text=H%E1%BA%BBm+n%C3%A0o%3F");
  g_autoptr (Reply) again = press_with (&stage, id, "do=say&text=H%E1%BA%BBm+n%C3%A0o%3F");
  assert_says (sent, 200, TC_SAY_SENT_WORD);
  assert_says (again, 200, TC_SAY_AGAIN);
  g_assert_nonnull (strstr (sent->body, "Hẻm nào?"));
  g_assert_cmpint (fixture_count (&stage.base, "SELECT count(*) FROM task_message"), ==, 1);
  g_assert_cmpint (fixture_count (&stage.base, "SELECT count(*) FROM dispatch WHERE said_us > 0"),
                   ==, 1);
  fixture_do (&stage.base, &tc_task_say_type, &word);
  g_autoptr (Reply) page = open_page (&stage, &stage.link);
  const char *news = strstr (page->body, "Hẻm 13, gọi "), *asked = strstr (page->body, "Hẻm nào?");
  g_assert_nonnull (news);
  /* Before all else, and once more behind what it answers. */
  g_assert_true (news < asked && strstr (asked, "Hẻm 13, gọi "));
  g_assert_null (strstr (page->body, "0912345678"));
  g_assert_null (strstr (page->body, "<b>"));
  g_assert_null (strstr (page->body, "<script"));

  g_autofree char *much = g_strnfill (TC_MESSAGE_CHARS_MAX + 1, 'x');
  g_autofree char *much_text = g_strconcat ("do=say&text=", much, NULL);
  g_autoptr (Reply) empty = press (&stage, "do=say&text=%20");
  g_autoptr (Reply) long_one = press (&stage, much_text);
  assert_says (empty, 400, TC_SAY_NO_WORD);
  assert_says (long_one, 400, TC_SAY_TOO_LONG);
  for (guint i = 0; i < 4; i++) {
    g_autoptr (Reply) more = press (&stage, "do=say&text=alo");
    assert_says (more, 200, TC_SAY_SENT_WORD);
  }
  g_autoptr (Reply) fast = press (&stage, "do=say&text=alo");
  g_autofree char *wait = reply_dup_header (fast, "Retry-After");
  assert_says (fast, 429, TC_SAY_TALK_FAST);
  g_assert_nonnull (wait);
  /* What moves the order isn't held up by that. */
  g_autoptr (Reply) accepted = press (&stage, "do=accept");
  assert_says (accepted, 200, TC_SAY_KEPT);
  tear_down (&stage);
}

/* The number that the centre gave out stands there to be called, with what for; else none does. */
static void
test_released (void)
{
  Stage stage = {0};
  gint64 report_id;

  set_up (&stage);
  report_id = fixture_count (&stage.base, "SELECT id FROM report");
  tc_database_execute (test_sink_get_database (stage.base.sink),
                       "INSERT INTO reporter (id, scope, report_id, name, phone, copy_of, reason,"
                       " released_us, expires_us, task_id) VALUES (9, 1, ?, 'Bà Tư', '0900123456',"
                       " 8, 'hỏi đường vào', 1, ?, ?)",
                       "iii", report_id, g_get_real_time () + TC_US_PER_S * 600,
                       stage.link.task_id);
  g_autoptr (Reply) page = open_page (&stage, &stage.link);
  g_assert_nonnull (strstr (page->body, "href=\"tel:0900123456\""));
  g_assert_nonnull (strstr (page->body, "Chỉ dùng để: hỏi đường vào."));
  tc_database_execute (test_sink_get_database (stage.base.sink),
                       "UPDATE reporter SET expires_us = 5 WHERE id = 9", "");
  g_autoptr (Reply) over = open_page (&stage, &stage.link);
  g_assert_null (strstr (over->body, "0900123456"));
  tear_down (&stage);
}

static void
test_bad_presses (void)
{
  static const struct {
    const char *fields;
    guint status;
    TcPageWord word;
  } cases[] = {
      {"do=", 400, TC_SAY_FORM},
      {"do=destroy", 400, TC_SAY_FORM},
      {"do=done", 409, TC_SAY_CHANGED}, /* nobody has accepted */
      {"do=return", 400, TC_SAY_REASON_NEEDED},
      {"do=return&reason=else", 400, TC_SAY_REASON_NEEDED},
      {"do=return&reason=else&text=%20%0A", 400, TC_SAY_REASON_NEEDED},
      {"do=photo", 400, TC_SAY_NO_PHOTO},
      {"do=accept&text=%FF", 400, TC_SAY_FORM},
      {"do=accept&a=1&b=2&c=3&d=4&e=5&f=6&g=7", 400, TC_SAY_FORM},
  };
  Stage stage = {0};
  g_autofree char *path = NULL, *much = g_strnfill (1200, 'x'), *much_text = NULL;

  set_up (&stage);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (Reply) reply = press (&stage, cases[i].fields);

    g_test_message ("%s", cases[i].fields);
    assert_says (reply, cases[i].status, cases[i].word);
  }
  much_text = g_strconcat ("do=return&reason=busy&text=", much, NULL);
  g_autoptr (Reply) too_long = press (&stage, much_text);
  assert_says (too_long, 400, TC_SAY_TOO_LONG);
  path = tc_unit_page_gateway_make_path (stage.gateway, &stage.link);
  g_autoptr (Reply)
      no_token = send (&stage, "POST", path, "application/x-www-form-urlencoded", "do=accept", 9);
  g_autoptr (Reply) bad_parts = send (&stage, "POST", path, "multipart/form-data", "x", 1);
  assert_says (no_token, 400, TC_SAY_FORM);
  assert_says (bad_parts, 400, TC_SAY_FORM);
  g_assert_cmpint (count_said (&stage), ==, 0);
  tear_down (&stage);
}

static void
test_photos (void)
{
  Stage stage = {0};
  g_autofree char *large = g_malloc0 (3 * PHOTO_MAX);

  set_up (&stage);
  memcpy (large, "\xff\xd8\xff", 3);
  g_autoptr (Reply) text = send_photo (&stage, "<svg onload=x>", 14);
  g_autoptr (Reply) empty = send_photo (&stage, "", 0);
  g_autoptr (Reply) over = send_photo (&stage, large, PHOTO_MAX + 1);
  g_autoptr (Reply) far_over = send_photo (&stage, large, 3 * PHOTO_MAX);
  assert_says (text, 415, TC_SAY_PHOTO_KIND);
  assert_says (empty, 400, TC_SAY_NO_PHOTO);
  assert_says (over, 413, TC_SAY_PHOTO_LARGE);
  assert_says (far_over, 413, TC_SAY_PHOTO_LARGE);
  g_assert_cmpint (fixture_count (&stage.base, "SELECT count(*) FROM attachment"), ==, 0);
  for (guint i = 0; i < TC_UNIT_PAGE_SENT_PHOTOS_MAX; i++) {
    large[5] = (char) i;
    g_autoptr (Reply) kept = send_photo (&stage, large, PHOTO_MAX);
    assert_says (kept, 200, TC_SAY_PHOTO_KEPT);
  }
  g_autoptr (GBytes) more = make_photo (&stage, fixture_make_id (&stage.base), large, PHOTO_MAX);
  for (guint i = 0; i < 2; i++) { /* loading that answer again says it again */
    g_autoptr (Reply) too_many = send_request (&stage, more);
    assert_says (too_many, 409, TC_SAY_PHOTO_MANY);
  }
  g_assert_cmpint (fixture_count (&stage.base, "SELECT count(*) FROM attachment WHERE public = 0"
                                               " AND kind = 'original'"),
                   ==, TC_UNIT_PAGE_SENT_PHOTOS_MAX);
  tear_down (&stage);
}

/* The row of a photo comes from its desk before the file does. */
static void
test_photo_later (void)
{
  static const char bytes[] = "\xff\xd8\xff photo";
  Stage stage = {0};

  set_up (&stage);
  g_autofree char *hash = g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *) bytes,
                                                       sizeof bytes);
  TcIncidentAttach photo = {.incident_id = stage.incident_id,
                            .attachment_id = fixture_make_id (&stage.base),
                            .hash = hash,
                            .media_type = "image/jpeg",
                            .size = sizeof bytes,
                            .name = "a.jpg",
                            .kind = "original",
                            .taken_us = TC_NONE};
  fixture_do (&stage.base, &tc_incident_attach_type, &photo);
  photo.original_id = photo.attachment_id;
  photo.attachment_id = fixture_make_id (&stage.base);
  photo.kind = "stripped";
  fixture_do (&stage.base, &tc_incident_attach_type, &photo);
  g_autofree char *page = tc_unit_page_gateway_make_path (stage.gateway, &stage.link);
  g_autofree char *path = g_strdup_printf ("%s/photo/%" G_GINT64_FORMAT, page, photo.attachment_id);
  g_autofree char *file = dup_file_path (hash, &stage.base);
  g_autoptr (Reply) later = send (&stage, "GET", path, NULL, NULL, 0);
  g_autofree char *type = reply_dup_header (later, "Content-Type");
  assert_says (later, 404, TC_SAY_PHOTO_LATER);
  g_assert_cmpstr (type, ==, "text/html; charset=utf-8");
  g_assert_true (g_file_set_contents (file, bytes, sizeof bytes, NULL));
  g_autoptr (Reply) now = send (&stage, "GET", path, NULL, NULL, 0);
  g_assert_cmpuint (now->status, ==, 200);
  g_assert_true (g_str_has_prefix (now->body, "\xff\xd8\xff photo"));
  tear_down (&stage);
}

/* A server that can't say keeps nothing of the press: the same button works once it can. */
static void
test_recovering (void)
{
  Stage stage = {0};
  gint64 id;

  set_up (&stage);
  id = fixture_make_id (&stage.base);
  fixture_fail_next (&stage.base, 1, TC_ERROR_BUSY);
  g_autoptr (Reply) busy = press_with (&stage, id, "do=accept");
  g_autofree char *wait = reply_dup_header (busy, "Retry-After");
  assert_says (busy, 503, TC_SAY_BUSY);
  g_assert_cmpstr (wait, ==, "30");
  fixture_fail_next (&stage.base, 1, TC_ERROR_STORE);
  fixture_expect (&stage.base, "the page of an order failed: *");
  g_autoptr (Reply) broken = press_with (&stage, id, "do=accept");
  assert_says (broken, 503, TC_SAY_BUSY);
  fixture_assert_expected (&stage.base);
  g_assert_cmpint (count_said (&stage), ==, 0);
  g_autoptr (Reply) kept = press_with (&stage, id, "do=accept");
  assert_says (kept, 200, TC_SAY_KEPT);
  g_autoptr (Reply) again = press_with (&stage, id, "do=accept");
  assert_says (again, 200, TC_SAY_AGAIN);
  g_assert_cmpint (count_said (&stage), ==, 1);
  tear_down (&stage);
}

/* All buttons of a page carry one press: another one is a press of its own. */
static void
test_other_button (void)
{
  Stage stage = {0};
  gint64 id;

  set_up (&stage);
  id = fixture_make_id (&stage.base);
  g_autoptr (Reply) accepted = press_with (&stage, id, "do=accept");
  g_autoptr (Reply) arrived = press_with (&stage, id, "do=arrive");
  g_autoptr (Reply) again = press_with (&stage, id, "do=arrive");
  g_autoptr (Reply) accepted_again = press_with (&stage, id, "do=accept");
  assert_says (accepted, 200, TC_SAY_KEPT);
  assert_says (arrived, 200, TC_SAY_KEPT);
  assert_says (again, 200, TC_SAY_AGAIN);
  assert_says (accepted_again, 200, TC_SAY_AGAIN);
  g_assert_cmpint (count_said (&stage), ==, 2);
  g_autoptr (Reply) done = press_with (&stage, id, "do=done");
  g_autoptr (Reply) back = press_with (&stage, id, "do=return&reason=busy");
  assert_says (done, 200, TC_SAY_KEPT);
  assert_says (back, 409, TC_SAY_CHANGED);
  g_assert_cmpint (count_said (&stage), ==, 3);
  tear_down (&stage);
}

/* What a guard refused isn't kept, however often the answer is loaded again. */
static void
test_refused (void)
{
  Stage stage = {0};
  gint64 id;

  set_up (&stage);
  TcDatabase *db = test_sink_get_database (stage.base.sink);
  id = fixture_make_id (&stage.base);
  /* The centre's row has gone on, the unit's hasn't. */
  tc_database_execute (db, "UPDATE dispatch SET state = 'recalled'", "");
  for (guint i = 0; i < 2; i++) {
    g_autoptr (Reply) refused = press_with (&stage, id, "do=accept");
    assert_says (refused, 409, TC_SAY_CHANGED);
  }
  g_assert_cmpint (count_said (&stage), ==, 0);
  tc_database_execute (db, "UPDATE dispatch SET state = 'sent'", "");
  g_autoptr (Reply) kept = press_with (&stage, id, "do=accept");
  assert_says (kept, 200, TC_SAY_KEPT);
  tear_down (&stage);
}

/* A press whose twin is still on its way isn't said to be kept. */
static void
test_in_flight (void)
{
  static const char photo[] = "\xff\xd8\xff twin";
  Stage stage = {0};

  set_up (&stage);
  g_autoptr (GBytes)
      request = make_photo (&stage, fixture_make_id (&stage.base), photo, sizeof photo);
  stage.twin = g_bytes_ref (request);
  g_autoptr (Reply) kept = send_request (&stage, request);
  assert_says (kept, 200, TC_SAY_PHOTO_KEPT);
  g_assert_true (g_str_has_prefix (stage.twin_told->str, "HTTP/1.1 503 "));
  g_assert_nonnull (strstr (stage.twin_told->str, tc_page_word (TC_SAY_BUSY, TC_PAGE_VI)));
  g_autoptr (Reply) again = send_request (&stage, request);
  assert_says (again, 200, TC_SAY_AGAIN);
  g_assert_cmpint (count_said (&stage), ==, 1);
  g_string_free (stage.twin_told, TRUE);
  tear_down (&stage);
}

static void
test_rate (void)
{
  Stage stage = {0};
  guint refused = 0;

  set_up (&stage);
  for (guint i = 0; i < 130 && !refused; i++) {
    g_autoptr (Reply) reply = press (&stage, "do=destroy");
    refused = reply->status == 429 ? i : 0;
  }
  g_assert_cmpuint (refused, >=, 100);
  tear_down (&stage);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  fixture_watch_journal ();
  g_test_add_func ("/unit-page/headers", test_headers);
  g_test_add_func ("/unit-page/links", test_links);
  g_test_add_func ("/unit-page/bad-presses", test_bad_presses);
  g_test_add_func ("/unit-page/talk", test_talk);
  g_test_add_func ("/unit-page/released", test_released);
  g_test_add_func ("/unit-page/photos", test_photos);
  g_test_add_func ("/unit-page/photo-later", test_photo_later);
  g_test_add_func ("/unit-page/recovering", test_recovering);
  g_test_add_func ("/unit-page/other-button", test_other_button);
  g_test_add_func ("/unit-page/refused", test_refused);
  g_test_add_func ("/unit-page/in-flight", test_in_flight);
  g_test_add_func ("/unit-page/rate", test_rate);
  return g_test_run ();
}
