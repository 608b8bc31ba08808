/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: photos come from where they may, are what they say, and stand with their report; nothing
 * else is fetched, and not from inside.
 * Method: tables for the checks; for the way itself a small HTTP server of the test beside a whole
 * gateway.
 */
#include "open311-fixture.h"
#include "tc-open311-media.h"

#include <glib/gstdio.h>
#include <string.h>

#define JPEG                                                                                       \
  "\xff\xd8\xff\xe0"                                                                               \
  "a picture"

static void
test_sniff (void)
{
  g_assert_cmpstr (tc_open311_media_sniff ((const guint8 *) JPEG, 13), ==, "image/jpeg");
  g_assert_cmpstr (tc_open311_media_sniff ((const guint8 *) "\x89PNG\r\n\x1a\n", 8), ==,
                   "image/png");
  g_assert_cmpstr (tc_open311_media_sniff ((const guint8 *) "RIFF____WEBPVP8 ", 16), ==,
                   "image/webp");
  g_assert_null (tc_open311_media_sniff ((const guint8 *) "\xff\xd8", 2));
  g_assert_null (tc_open311_media_sniff ((const guint8 *) "<svg onload=x>", 14));
  g_assert_null (tc_open311_media_sniff ((const guint8 *) "GIF89a", 6));
  g_assert_null (tc_open311_media_sniff ((const guint8 *) "MZ\x90", 3));
  g_assert_null (tc_open311_media_sniff ((const guint8 *) "", 0));
}

static void
test_private (void)
{
  static const char *const inside[] = {
      "127.0.0.1",
      "127.255.0.1",
      "0.0.0.0",
      "0.1.2.3",
      "10.0.0.1",
      "172.16.0.1",
      "172.31.255.255",
      "192.168.1.1",
      "169.254.169.254",
      "100.64.0.1",
      "100.127.255.255",
      "224.0.0.1",
      "255.255.255.255",
      "198.18.0.1",
      "192.0.2.1",
      "::",
      "::1",
      "fe80::1",
      "fc00::1",
      "fd12::1",
      "ff02::1",
      "::ffff:127.0.0.1",
      "::ffff:10.0.0.1",
      "64:ff9b::7f00:1",
      "2002:7f00:1::",
      "2001:db8::1",
      "2001::1",
      "fec0::1",
  };
  static const char *const outside[] = {
      "1.1.1.1",    "172.15.0.1", "172.32.0.1",   "100.63.0.1", "100.128.0.1",    "192.167.0.1",
      "198.20.0.1", "223.1.1.1",  "2400:cb00::1", "2a00::1",    "::ffff:8.8.8.8", "2002:808:808::"};

  for (gsize i = 0; i < G_N_ELEMENTS (inside); i++) {
    g_autoptr (GInetAddress) address = g_inet_address_new_from_string (inside[i]);

    g_test_message ("%s", inside[i]);
    g_assert_true (tc_open311_media_is_private (address));
  }
  for (gsize i = 0; i < G_N_ELEMENTS (outside); i++) {
    g_autoptr (GInetAddress) address = g_inet_address_new_from_string (outside[i]);

    g_test_message ("%s", outside[i]);
    g_assert_false (tc_open311_media_is_private (address));
  }
}

/* ---- photos over the network ---- */

static guint n_asked;       /* of the photo server */
static gboolean hold;       /* it doesn't answer */
static TcHttpRequest *held; /* (owned) (nullable) */

static void
photo_cb (TcHttpRequest *request, gpointer data)
{
  const char *rest = tc_http_request_get_rest (request);

  n_asked++;
  if (hold)
    g_set_object (&held, request);
  else if (strcmp (rest, "/a.jpg") == 0) {
    tc_http_request_answer_text (request, 200, "image/jpeg", JPEG);
  } else if (strcmp (rest, "/moved.jpg") == 0) {
    tc_http_request_add_header (request, "Location", "/photos/a.jpg");
    tc_http_request_answer_text (request, 302, "text/plain", "there");
  } else if (strcmp (rest, "/away.jpg") == 0) {
    tc_http_request_add_header (request, "Location", "http://localhost:1/x.jpg");
    tc_http_request_answer_text (request, 302, "text/plain", "there");
  } else if (strcmp (rest, "/loop.jpg") == 0) {
    tc_http_request_add_header (request, "Location", "/photos/loop.jpg");
    tc_http_request_answer_text (request, 302, "text/plain", "there");
  } else if (strcmp (rest, "/big.jpg") == 0) {
    g_autofree char *big = g_strnfill (20000, 'x');

    memcpy (big, "\xff\xd8\xff", 3);
    tc_http_request_answer_text (request, 200, "image/jpeg", big);
  } else if (strcmp (rest, "/page.jpg") == 0) {
    tc_http_request_answer_text (request, 200, "image/jpeg", "<html>");
  } else {
    tc_http_request_answer_text (request, 404, "text/plain", "no");
  }
}

static void
change (TcOpen311Options *options)
{
  static const char *const hosts[] = {"127.0.0.1", NULL};

  options->media_hosts = hosts;
  options->media_private_allowed = TRUE;
  options->media_bytes_max = 10000;
}

static void
forbid_private (TcOpen311Options *options)
{
  change (options);
  options->media_private_allowed = FALSE;
}

static TcHttpServer *
start_photos (void)
{
  TcHttpServer *server = tc_http_server_new (NULL);
  TcHttpRoute route = {.path = "/photos", .methods = "GET", .handle = photo_cb};

  n_asked = 0;
  tc_http_server_add_route (server, &route, NULL);
  g_assert_true (tc_http_server_listen (server, "127.0.0.1", 0, NULL, NULL));
  return server;
}

static gint64
report (Fixture *fixture, TcHttpServer *photos, const char *name)
{
  g_autofree char *form = g_strdup_printf (
      "api_key=" KEY_A "&service_code=giaothong&lat=1&long=1&description=%s&media_url="
      "http%%3A%%2F%%2F127.0.0.1:%u%%2Fphotos%%2F%s",
      name, tc_http_server_get_port (photos), name);
  g_autoptr (Reply) reply = fixture_post (fixture, "/requests.xml", form, NULL);

  g_assert_cmpuint (reply->status, ==, 200);
  return fixture_count (fixture, "SELECT max(id) FROM report");
}

static void
run_for (guint ms)
{
  gint64 end_us = g_get_monotonic_time () + ms * 1000;

  while (g_get_monotonic_time () < end_us) {
    g_main_context_iteration (NULL, FALSE);
    g_usleep (1000);
  }
}

static void
wait_for_attachments (Fixture *fixture, gint64 n)
{
  for (int i = 0; i < 500 && fixture_count (fixture, "SELECT count(*) FROM attachment") < n; i++)
    run_for (10);
  g_assert_cmpint (fixture_count (fixture, "SELECT count(*) FROM attachment"), ==, n);
}

static void
test_fetch (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TcHttpServer) photos = start_photos ();
  gint64 id = report (fixture, photos, "a.jpg");
  g_autofree char *media = g_strdup_printf ("/media/%" G_GINT64_FORMAT, id);
  g_autofree char *one = g_strdup_printf ("/requests/%" G_GINT64_FORMAT ".xml", id);
  g_autofree char *hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, JPEG, -1);
  g_autofree char *path = g_build_filename (fixture->folder, "files", hash, NULL);
  g_autofree char *kept = NULL;
  g_autofree char *stored = NULL;
  g_autoptr (Reply) hidden = NULL;
  g_autoptr (Reply) before = NULL;
  g_autoptr (Reply) told = NULL;
  g_autoptr (Reply) shown = NULL;

  wait_for_attachments (fixture, 1);
  stored = fixture_dup_text (fixture, "SELECT hash FROM attachment");
  g_assert_cmpstr (stored, ==, hash);
  g_assert_true (g_file_get_contents (path, &kept, NULL, NULL));
  g_assert_cmpstr (kept, ==, JPEG);
  g_assert_cmpint (fixture_count (fixture, "SELECT report_id FROM attachment"), ==, id);
  /* Nobody outside sees it until it is released. */
  hidden = fixture_get (fixture, media, NULL);
  g_assert_cmpuint (hidden->status, ==, 404);
  before = fixture_get (fixture, one, NULL);
  g_assert_nonnull (strstr (before->body, "<media_url/>"));
  tc_database_execute_script (test_sink_get_database (fixture->sink),
                              "UPDATE attachment SET public = 1, kind = 'stripped'");
  told = fixture_get (fixture, one, NULL);
  g_assert_nonnull (strstr (told->body, media));
  shown = fixture_get (fixture, media, NULL);
  g_assert_cmpuint (shown->status, ==, 200);
  g_assert_cmpstr (shown->body, ==, JPEG);
}

static void
test_redirects_and_refusals (Fixture *fixture, gconstpointer data)
{
  static const char *const bad[] = {"away.jpg", "loop.jpg", "big.jpg", "page.jpg", "none.jpg"};
  static const char *const why[] = {
      "photo of report*it leads elsewhere", "photo of report*it leads elsewhere",
      "photo of report*it is larger than allowed",
      "photo of report*it is neither JPEG, PNG nor WebP", "photo of report*Not Found"};
  g_autoptr (TcHttpServer) photos = start_photos ();

  report (fixture, photos, "moved.jpg");
  wait_for_attachments (fixture, 1);
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++) {
    fixture_expect (fixture, why[i]);
    report (fixture, photos, bad[i]);
    run_for (150);
    fixture_assert_expected (fixture);
  }
  g_assert_cmpint (fixture_count (fixture, "SELECT count(*) FROM attachment"), ==, 1);
  /* The address stands in the report all the same. */
  g_assert_cmpint (fixture_count (fixture, "SELECT count(*) FROM report WHERE attributes LIKE "
                                           "'%media_url%photos/none.jpg%'"),
                   ==, 1);
}

static void
test_inside (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TcHttpServer) photos = start_photos ();

  fixture_expect (fixture, "photo of report*its host is a private address");
  report (fixture, photos, "a.jpg");
  run_for (200);
  fixture_assert_expected (fixture);
  g_assert_cmpuint (n_asked, ==, 0);
  g_assert_cmpint (fixture_count (fixture, "SELECT count(*) FROM attachment"), ==, 0);
}

/* The gateway goes while a photo is on its way: nothing is left to fall over. */
static void
test_stop (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TcHttpServer) photos = start_photos ();

  hold = TRUE;
  report (fixture, photos, "a.jpg");
  for (int i = 0; i < 200 && !held; i++)
    run_for (10);
  g_assert_nonnull (held);
  fixture_expect (fixture, "photo of report*not fetched*");
  fixture_tear_down (fixture);
  run_for (100);
  fixture_assert_expected (fixture);
  hold = FALSE;
  g_clear_object (&held);
  fixture_set_up (fixture, change);
}

static void
test_host (Fixture *fixture, gconstpointer data)
{
  static const char *const urls[] = {"http://localhost/a.jpg", "http://127.0.0.1.evil.vn/a.jpg",
                                     "http://evil.vn/127.0.0.1/a.jpg", "https://127.0.0.2/a.jpg",
                                     "http://%31%32%37.0.0.1%2eevil.vn/a.jpg"};

  for (gsize i = 0; i < G_N_ELEMENTS (urls); i++) {
    g_autofree char *escaped = g_uri_escape_string (urls[i], NULL, FALSE);
    g_autofree char *form = g_strdup_printf (
        "api_key=" KEY_A "&service_code=giaothong&lat=1&long=1&media_url=%s", escaped);
    g_autoptr (Reply) reply = fixture_post (fixture, "/requests.xml", form, NULL);

    g_test_message ("%s", urls[i]);
    g_assert_cmpuint (reply->status, ==, 400);
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

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  fixture_watch_journal ();
  g_test_add_func ("/open311/media/sniff", test_sniff);
  g_test_add_func ("/open311/media/private", test_private);
  g_test_add ("/open311/media/fetch", Fixture, change, set_up, test_fetch, tear_down);
  g_test_add ("/open311/media/redirects-and-refusals", Fixture, change, set_up,
              test_redirects_and_refusals, tear_down);
  g_test_add ("/open311/media/inside", Fixture, forbid_private, set_up, test_inside, tear_down);
  g_test_add ("/open311/media/stop", Fixture, change, set_up, test_stop, tear_down);
  g_test_add ("/open311/media/host", Fixture, change, set_up, test_host, tear_down);
  return g_test_run ();
}
