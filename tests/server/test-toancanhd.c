/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * toancanhd as it is run: started in a folder of its own, filled over its administration socket,
 * desks enrolled, people signed in over a real line, files sent with a break in between; told to
 * stop, started again, and everything is there. Method: the real program as a child process, the
 * real desk (client/desk) without its screen, plain sockets where a client misbehaves.
 */
#include "remove-tree.h"
#include "server-fixture.h"
#include "tc-desk.h"
#include "tc-digest.h"
#include "tc-http-client.h"
#include "tc-incident-operations.h"
#include "tc-incident-queries.h"
#include "tc-limits.h"
#include "tc-line-message.h"
#include "tc-reading-view.h"
#include "wait-limit.h"
#include "wire-fixture.h"

#include <gio/gunixsocketaddress.h>

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define PASSWORD "mật khẩu rất dài"

/* One agency, one role, one person who may work at desk 1, one who may not. */
static void
fill (Fixture *fixture)
{
  gint64 staff_id = make_id (fixture), other_id = make_id (fixture);
  g_autoptr (JsonObject) invited = NULL;

  fixture->agency_id = make_id (fixture);
  fixture->role_id = make_id (fixture);
  tell (fixture, "province.found",
        "'code':'haugiang','name_vi':'Hậu Giang','name_en':'Hậu Giang','demonstration':1");
  tell (fixture, "agency.add",
        "'agency_id':'%" ID "','code':'ioc','kind':'centre','name_vi':'Trung tâm','name_en':"
        "'Centre','valid_from_us':0",
        fixture->agency_id);
  tell (fixture, "role.add",
        "'role_id':'%" ID "','code':'dispatcher','name_vi':'Điều phối','name_en':'Dispatcher'",
        fixture->role_id);
  tell (fixture, "role.allow", "'role_id':'%" ID "','capability':'%s'", fixture->role_id,
        TC_MAY_REPORT);
  tell (fixture, "role.read", "'role_id':'%" ID "','kind':'incidents'", fixture->role_id);
  tell (fixture, "role.read", "'role_id':'%" ID "','kind':'reporters'", fixture->role_id);
  tell (fixture, "staff.add", "'staff_id':'%" ID "','account':'lan','name':'Nguyễn Thị Lan'",
        staff_id);
  tell (fixture, "staff.add", "'staff_id':'%" ID "','account':'nam','name':'Trần Văn Nam'",
        other_id);
  tell (fixture, "post.add",
        "'post_id':'%" ID "','staff_id':'%" ID "','agency_id':'%" ID "','role_id':'%" ID
        "','valid_from_us':0",
        make_id (fixture), staff_id, fixture->agency_id, fixture->role_id);
  json_object_unref (
      ask (fixture, "{'do':'set-password','account':'lan','password':'" PASSWORD "'}"));
  json_object_unref (
      ask (fixture, "{'do':'set-password','account':'nam','password':'" PASSWORD "'}"));
  invited = ask (fixture,
                 "{'do':'invite-desk','name':'Bàn 01','agency':'ioc','roles':['dispatcher']}");
  g_assert_cmpstr (json_object_get_string_member (invited, "id"), ==, "1");
  fixture->code = g_strdup (json_object_get_string_member (invited, "code"));
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->dir = g_dir_make_tmp ("test-toancanhd-XXXXXX", NULL);
  fixture->socket = g_build_filename (fixture->dir, "data", "admin.sock", NULL);
  fixture->said = g_string_new (NULL);
  start_server (fixture);
  fill (fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  if (fixture->process)
    stop_server (fixture);
  /* Whatever happened, no secret is in what the server said. */
  g_assert_null (strstr (fixture->said->str, PASSWORD));
  g_assert_null (strstr (fixture->said->str, fixture->code));
  g_assert_null (strstr (fixture->said->str, "CRITICAL"));
  remove_tree (fixture->dir);
  g_string_free (fixture->said, TRUE);
  g_free (fixture->dir);
  g_free (fixture->socket);
  g_free (fixture->code);
}

/* Desks. */

typedef struct {
  GAsyncResult *result;
} Wait;

static void
done_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  ((Wait *) data)->result = g_object_ref (result);
}

static GAsyncResult *
wait_for (Wait *wait)
{
  while (!wait->result)
    g_main_context_iteration (NULL, TRUE);
  return wait->result;
}

static TcDesk *
open_desk (Fixture *fixture, const char *name)
{
  g_autofree char *dir = g_build_filename (fixture->dir, name, NULL);
  g_autoptr (GError) error = NULL;
  TcDesk *desk = tc_desk_open (dir, &error);

  g_assert_no_error (error);
  return desk;
}

static void
enrol (Fixture *fixture, TcDesk *desk, const char *code, const char *refusal_code)
{
  g_autoptr (TcRefusal) refusal = NULL;
  g_autoptr (GError) error = NULL;
  Wait wait = {0};

  tc_desk_enrol_async (desk, fixture->url, code, NULL, done_cb, &wait);
  refusal = tc_desk_enrol_finish (desk, wait_for (&wait), &error);
  g_object_unref (wait.result);
  g_assert_no_error (error);
  g_assert_cmpstr (refusal ? refusal->code : NULL, ==, refusal_code);
}

static void
sign_in (TcDesk *desk, const char *account, const char *password, const char *refusal_code)
{
  g_autoptr (TcRefusal) refusal = NULL;
  g_autoptr (GError) error = NULL;
  Wait wait = {0};

  tc_desk_sign_in_async (desk, account, password, NULL, done_cb, &wait);
  refusal = tc_desk_sign_in_finish (desk, wait_for (&wait), &error);
  g_object_unref (wait.result);
  g_assert_no_error (error);
  g_assert_cmpstr (refusal ? refusal->code : NULL, ==, refusal_code);
}

static gboolean
is_online (gpointer desk)
{
  return tc_desk_get_state (desk) == TC_DESK_ONLINE;
}

static gboolean
is_offline (gpointer desk)
{
  return tc_desk_get_state (desk) == TC_DESK_OFFLINE;
}

static GVariant *
ask_server (TcDesk *desk, const char *name, GVariant *value, const char *refusal_code)
{
  g_autoptr (TcRefusal) refusal = NULL;
  g_autoptr (GError) error = NULL;
  Wait wait = {0};
  GVariant *answer;

  tc_desk_ask_async (desk, name, value, NULL, done_cb, &wait);
  answer = tc_desk_ask_finish (desk, wait_for (&wait), &refusal, &error);
  g_object_unref (wait.result);
  g_assert_no_error (error);
  g_assert_cmpstr (refusal ? refusal->code : NULL, ==, refusal_code);
  return answer;
}

static TcDesk *
open_online (Fixture *fixture)
{
  TcDesk *desk = open_desk (fixture, "desk");

  tc_desk_start (desk);
  enrol (fixture, desk, fixture->code, NULL);
  run_until (is_online, desk);
  return desk;
}

static void
close_desk (TcDesk *desk)
{
  tc_desk_stop (desk);
  g_object_unref (desk);
}

static void
test_enrol_and_sign_in (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TcDesk) stranger = open_desk (fixture, "stranger");
  TcDesk *desk;
  g_autoptr (JsonObject) desks = NULL;

  enrol (fixture, stranger, "1-AAAA-AAAA-AAAA-AAAA", "enrol.code");
  desk = open_online (fixture);
  /* The code is used up for everybody else. */
  enrol (fixture, stranger, fixture->code, "enrol.code");
  sign_in (desk, "lan", "sai mật khẩu", "sign-in.failed");
  sign_in (desk, "ai", PASSWORD, "sign-in.failed");
  sign_in (desk, "nam", PASSWORD, "sign-in.desk");
  sign_in (desk, "LAN ", PASSWORD, NULL);
  g_assert_cmpint (tc_desk_get_person (desk), >, 0);
  desks = ask (fixture, "{'do':'desks'}");
  g_assert_true (json_object_get_boolean_member (
      json_array_get_object_element (json_object_get_array_member (desks, "desks"), 0), "online"));
  g_clear_pointer (&desks, json_object_unref);
  json_object_unref (ask (fixture, "{'do':'revoke-desk','id':'1'}"));
  run_until (is_offline, desk);
  close_desk (desk);
}

static void
test_questions (Fixture *fixture, gconstpointer data)
{
  TcDesk *desk = open_online (fixture);
  g_autoptr (GVariant) pong = ask_server (desk, "ping", NULL, NULL);
  g_autoptr (GVariant) leased = NULL;
  GVariantDict dict;
  gint64 number = 0;

  g_assert_true (g_variant_lookup (pong, "now_us", "x", &number));
  g_assert_cmpint (ABS (number - g_get_real_time ()), <, 10 * G_USEC_PER_SEC);
  ask_server (desk, "open-the-gates", NULL, "question.unknown");
  ask_server (desk, "sign-in", NULL, "question.form");
  g_variant_dict_init (&dict, NULL);
  g_variant_dict_insert (&dict, "day", "x", (gint64) 200101);
  g_variant_dict_insert (&dict, "count", "x", (gint64) 10);
  ask_server (desk, "codes.lease", g_variant_dict_end (&dict), "question.form");
  g_variant_dict_init (&dict, NULL);
  g_variant_dict_insert (&dict, "session_id", "x", (gint64) 12345);
  ask_server (desk, "sign-out", g_variant_dict_end (&dict), "people.not-own-session");
  sign_in (desk, "lan", PASSWORD, NULL);
  close_desk (desk);
}

/* Of the days ahead, what a desk has left for the one with the fewest. */
static gpointer
count_fewest (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  gint64 now_us = g_get_real_time (), fewest = G_MAXINT64;

  tc_reading_view_lift (db);
  for (gint64 i = 0; i <= TC_CODE_DAYS_AHEAD; i++)
    fewest = MIN (fewest,
                  tc_incident_codes_left (db, 1, tc_incident_day (now_us + i * TC_US_PER_DAY)));
  return GSIZE_TO_POINTER (fewest);
}

static gsize
ask_fewest (TcDesk *desk)
{
  TcWorker *reader = tc_desk_get_reader (desk);
  Wait wait = {0};

  tc_worker_run_async (reader, count_fewest, NULL, NULL, NULL, NULL, done_cb, &wait);
  g_autoptr (GAsyncResult) result = wait_for (&wait);
  return GPOINTER_TO_SIZE (tc_worker_run_finish (reader, result, NULL));
}

/* As long as one may work without a line there are numbers, once there was one. */
static void
test_codes_ahead (Fixture *fixture, gconstpointer data)
{
  TcDesk *desk = open_online (fixture);

  while (ask_fewest (desk) < TC_CODE_BLOCK_SIZE)
    g_main_context_iteration (NULL, FALSE);
  close_desk (desk);
}

/* Told to stop, the server ends in order; started again it goes on where it was, and the desk
 * comes back by itself. */
static void
test_restart (Fixture *fixture, gconstpointer data)
{
  TcDesk *desk = open_online (fixture);
  g_autoptr (JsonObject) before = ask (fixture, "{'do':'status'}");
  g_autoptr (JsonObject) after = NULL;

  g_assert_cmpint (json_object_get_int_member (before, "desks"), ==, 1);
  stop_server (fixture);
  run_until (is_offline, desk);
  start_server (fixture);
  after = ask (fixture, "{'do':'status'}");
  g_assert_cmpint (json_object_get_int_member (after, "lsn"), ==,
                   json_object_get_int_member (before, "lsn"));
  run_until (is_online, desk);
  close_desk (desk);
}

/* Killed at any moment, nothing that was answered is lost; the socket that it left is no hindrance,
 * and the desk finds the new server by itself. */
static void
test_killed (Fixture *fixture, gconstpointer data)
{
  TcDesk *desk = open_online (fixture);

  for (int i = 0; i < 3; i++) {
    gint64 staff_id = make_id (fixture);
    g_autoptr (JsonObject)
        answer = ask (fixture,
                      "{'do':'operate','name':'staff.add','args':{'staff_id':'%" ID
                      "','account':'moi%d','name':'Người mới'}}",
                      staff_id, i);
    g_autoptr (JsonObject) status = NULL;
    g_autoptr (JsonObject) rows = NULL;

    g_clear_pointer (&fixture->admin, tc_admin_client_free);
    g_subprocess_force_exit (fixture->process);
    g_assert_true (g_subprocess_wait (fixture->process, NULL, NULL));
    g_clear_object (&fixture->process);
    g_clear_pointer (&fixture->url, g_free);
    run_until (is_offline, desk);
    start_server (fixture);
    status = ask (fixture, "{'do':'status'}");
    g_assert_cmpint (json_object_get_int_member (status, "lsn"), >=,
                     json_object_get_int_member (answer, "lsn"));
    rows = ask (fixture, "{'do':'rows','table':'staff','columns':['account'],'after':'%" ID "'}",
                staff_id - 1);
    g_assert_cmpuint (json_array_get_length (json_object_get_array_member (rows, "rows")), ==, 1);
    run_until (is_online, desk);
  }
  close_desk (desk);
}

/* Files. */

static char *
get_token (TcDesk *desk)
{
  g_autoptr (GVariant) value = ask_server (desk, "http-token", NULL, NULL);
  const char *token = NULL;

  g_assert_true (g_variant_lookup (value, "token", "&s", &token));
  return g_strdup (token);
}

static void
upload (TcHttpClient *client, const char *path, const char *hash, int code)
{
  g_autoptr (GError) error = NULL;
  Wait wait = {0};
  gboolean ok;

  tc_http_client_upload_async (client, path, hash, NULL, NULL, NULL, done_cb, &wait);
  ok = tc_http_client_upload_finish (client, wait_for (&wait), &error);
  g_object_unref (wait.result);
  if (code < 0)
    g_assert_no_error (error);
  else
    g_assert_error (error, TC_ERROR, code);
  g_assert_true (ok == (code < 0));
}

static void
download (TcHttpClient *client, const char *remote, const char *path, const char *hash, int code)
{
  g_autoptr (GError) error = NULL;
  Wait wait = {0};
  gboolean ok;

  tc_http_client_download_async (client, remote, path, -1, TC_FILE_BYTES_MAX, hash, NULL, NULL,
                                 NULL, done_cb, &wait);
  ok = tc_http_client_download_finish (client, wait_for (&wait), &error);
  g_object_unref (wait.result);
  if (code < 0)
    g_assert_no_error (error);
  else
    g_assert_error (error, TC_ERROR, code);
  g_assert_true (ok == (code < 0));
}

/* Sends the first part of a file and hangs up. */
static void
send_part (Fixture *fixture, const char *token, const char *hash, const char *bytes, gsize part,
           gsize whole)
{
  g_autofree char *head = g_strdup_printf (
      "PATCH /files/%s HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\nUpload-Offset: 0\r\n"
      "Upload-Length: %" G_GSIZE_FORMAT "\r\nContent-Length: %" G_GSIZE_FORMAT "\r\n\r\n",
      hash, token, whole, whole);
  g_autofree char *body = g_strndup (bytes, part);
  GSocket *socket = dial (fixture->port);

  say (socket, head);
  say (socket, body);
  g_usleep (200 * 1000);
  g_object_unref (socket);
  g_usleep (100 * 1000);
}

static void
attach (Fixture *fixture, const char *hash, gsize size)
{
  gint64 incident_id = make_id (fixture);
  g_autoptr (JsonObject)
      code = ask (fixture, "{'do':'take-code','at_us':%" ID "}", g_get_real_time ());

  tell (fixture, "incident.report",
        "'incident_id':'%" ID "','report_id':'%" ID "','code':'%s','channel':'hotline','text':"
        "'Cây đổ','received_us':%" ID ",'said_us':%" ID ",'on_behalf':0,'anonymous':1,'private':0",
        incident_id, make_id (fixture), json_object_get_string_member (code, "code"),
        g_get_real_time (), g_get_real_time ());
  tell (fixture, "incident.attach",
        "'attachment_id':'%" ID "','incident_id':'%" ID
        "','hash':'%s','media_type':'application/pdf',"
        "'size':%" G_GSIZE_FORMAT ",'name':'cay.pdf','kind':'original','public':0",
        make_id (fixture), incident_id, hash, size);
}

static void
note_arrival_cb (TcDesk *desk, const char *name, GVariant *value, gpointer data)
{
  const char *hash = NULL;

  if (g_str_equal (name, TC_NOTICE_FILE) && g_variant_lookup (value, "hash", "&s", &hash))
    g_string_append (data, hash);
}

/* Who holds no row that names a file doesn't hear its hash, by which it could be had. */
static void
test_arrivals (Fixture *fixture, gconstpointer data)
{
  TcDesk *desk = open_online (fixture);
  g_autofree char *token = get_token (desk);
  g_autofree char *path = g_build_filename (fixture->dir, "file", NULL);
  g_autofree char *foreign = g_compute_checksum_for_string (G_CHECKSUM_SHA256, "foreign", 7);
  g_autofree char *own = g_compute_checksum_for_string (G_CHECKSUM_SHA256, "own", 3);
  g_autoptr (GString) heard = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (TcWireAddress) address = tc_wire_address_new (fixture->url, NULL, &error);
  g_autoptr (TcHttpClient) client = tc_http_client_new (address, &error);

  g_signal_connect (desk, "notice", G_CALLBACK (note_arrival_cb), heard);
  tc_http_client_set_token (client, token);
  g_assert_true (g_file_set_contents (path, "foreign", 7, NULL));
  upload (client, path, foreign, -1);
  attach (fixture, own, 3);
  g_assert_true (g_file_set_contents (path, "own", 3, NULL));
  upload (client, path, own, -1);
  /* They are told in the order that they came in. */
  while (heard->len == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpstr (heard->str, ==, own);
  close_desk (desk);
}

static void
test_files (Fixture *fixture, gconstpointer data)
{
  TcDesk *desk = open_online (fixture);
  g_autofree char *token = get_token (desk);
  g_autofree char *bytes = g_strnfill (3 * 1000 * 1000, 'f');
  g_autofree char *hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, bytes, 3 * 1000 * 1000);
  g_autofree char *path = g_build_filename (fixture->dir, "file", NULL);
  g_autofree char *copy = g_build_filename (fixture->dir, "copy", NULL);
  g_autofree char *part = g_strconcat (copy, ".part", NULL);
  g_autofree char *remote = g_strconcat ("/files/", hash, NULL);
  g_autofree char *wrong = g_strnfill (64, 'a');
  g_autoptr (GError) error = NULL;
  g_autoptr (TcWireAddress) address = tc_wire_address_new (fixture->url, NULL, &error);
  g_autoptr (TcHttpClient) client = tc_http_client_new (address, &error);
  g_autofree char *got = NULL;

  g_assert_true (g_file_set_contents (path, bytes, 3 * 1000 * 1000, NULL));
  upload (client, path, hash, TC_ERROR_DENIED);
  tc_http_client_set_token (client, token);
  send_part (fixture, token, hash, bytes, 1000 * 1000, 3 * 1000 * 1000);
  upload (client, path, hash, -1);
  upload (client, path, hash, -1); /* it is there: nothing is sent */
  upload (client, path, wrong, TC_ERROR_INVALID);
  /* Nobody reads a file that is attached to nothing they may read. */
  download (client, remote, copy, hash, TC_ERROR_NOT_FOUND);
  attach (fixture, hash, 3 * 1000 * 1000);
  g_assert_true (g_file_set_contents (part, bytes, 1234567, NULL));
  download (client, remote, copy, hash, -1);
  g_assert_true (g_file_get_contents (copy, &got, NULL, NULL));
  g_assert_cmpstr (got, ==, bytes);
  /* A part that isn't what it should be is noticed and thrown away. */
  g_assert_true (g_file_set_contents (part, "x", 1, NULL));
  download (client, remote, copy, hash, TC_ERROR_DIVERGED);
  download (client, remote, copy, hash, -1);
  tc_http_client_set_token (client, "guess");
  download (client, remote, copy, hash, TC_ERROR_DENIED);
  download (client, "/sync/snapshot/1-1-1.snap", copy, NULL, TC_ERROR_DENIED);
  tc_http_client_set_token (client, token);
  download (client, "/sync/snapshot/1-1-1.snap", copy, NULL, TC_ERROR_NOT_FOUND);
  download (client, "/sync/snapshot/..%2fserver.key", copy, NULL, TC_ERROR_INVALID);
  close_desk (desk);
}

/* What is given out for a time. */

static gint64
add_unit (Fixture *fixture, const char *code)
{
  gint64 agency_id = make_id (fixture);

  tell (fixture, "agency.add",
        "'agency_id':'%" ID "','code':'%s','kind':'team','name_vi':'Đội','name_en':'Team',"
        "'valid_from_us':0",
        agency_id, code);
  return agency_id;
}

/* Its person is given to a unit until @expires_us. */
static void
release (Fixture *fixture, gint64 incident_id, gint64 report_id, const char *unit,
         gint64 expires_us)
{
  gint64 agency_id = add_unit (fixture, unit);

  tell (fixture, "incident.dispatch",
        "'incident_id':'%" ID "','task_id':'%" ID "','agency_id':'%" ID "'", incident_id,
        make_id (fixture), agency_id);
  tell (fixture, "reporter.release",
        "'report_id':'%" ID "','copy_id':'%" ID "','agency_id':'%" ID
        "','reason':'Gọi lại','expires_us':%" ID,
        report_id, make_id (fixture), agency_id, expires_us);
}

/* Of @table, as the server has stored them: its socket doesn't tell of persons. */
static gint64
count_rows (Fixture *fixture, const char *table)
{
  g_autofree char *path = g_build_filename (fixture->dir, "data", "state.db", NULL);
  g_autofree char *sql = g_strdup_printf ("SELECT count(*) FROM %s", table);
  g_autoptr (GError) error = NULL;
  g_autoptr (TcDatabase) db = tc_database_open (path, 0, &error);

  g_assert_no_error (error);
  return tc_database_get_int (db, -1, sql, "");
}

/* The server looks when it starts: what expired meanwhile is withdrawn, what didn't stays. */
static void
test_expired_reporters (Fixture *fixture, gconstpointer data)
{
  gint64 incident_id = make_id (fixture), report_id = make_id (fixture);
  g_autoptr (JsonObject)
      code = ask (fixture, "{'do':'take-code','at_us':%" ID "}", g_get_real_time ());
  gint64 soon_us = g_get_real_time () + 2 * G_USEC_PER_SEC;

  tell (fixture, "incident.report",
        "'incident_id':'%" ID "','report_id':'%" ID "','reporter_id':'%" ID
        "','code':'%s','channel':'hotline','text':'Cây đổ','reporter_phone':'0901234567'",
        incident_id, report_id, make_id (fixture), json_object_get_string_member (code, "code"));
  release (fixture, incident_id, report_id, "doi1", soon_us);
  release (fixture, incident_id, report_id, "doi2", soon_us + G_TIME_SPAN_HOUR);
  g_assert_cmpint (count_rows (fixture, "reporter"), ==, 3);
  g_usleep ((gulong) MAX (soon_us - g_get_real_time (), 0) + 1000);
  g_assert_cmpint (count_rows (fixture, "reporter"), ==, 3);
  stop_server (fixture);
  start_server (fixture);
  for (gint64 end_us = g_get_monotonic_time () + WAIT_US; count_rows (fixture, "reporter") == 3;) {
    g_assert_cmpint (g_get_monotonic_time (), <, end_us);
    g_usleep (20 * 1000);
  }
  g_assert_cmpint (count_rows (fixture, "reporter"), ==, 2);
  g_assert_cmpint (count_rows (fixture, "reporter_access"), ==, 3);
}

/* The administration socket. */

/* What happened before, elsewhere, stands in the log with its time and person. */
static void
test_recorded (Fixture *fixture, gconstpointer data)
{
  g_autoptr (JsonObject) code = ask (fixture, "{'do':'take-code','at_us':1760000000000000}");
  g_autoptr (JsonObject)
      staff = ask (fixture, "{'do':'rows','table':'staff','columns':['id'],'after':'0'}");
  const char *lan = json_array_get_string_element (
      json_array_get_array_element (json_object_get_array_member (staff, "rows"), 0), 0);
  g_autoptr (JsonObject) kept = ask (
      fixture,
      "{'do':'operate','name':'incident.report','made_us':1760000000000000,"
      "'actor':'%s','args':{'incident_id':'%" ID "','report_id':'%" ID
      "','code':'%s','channel':'hotline','text':'Đèn hỏng'}}",
      lan, make_id (fixture), make_id (fixture), json_object_get_string_member (code, "code"));
  gint64 lsn = json_object_get_int_member (kept, "lsn");
  g_autoptr (JsonObject) log = ask (fixture, "{'do':'log','after':%" ID ",'count':1}", lsn - 1);
  JsonObject *entry = json_array_get_object_element (json_object_get_array_member (log, "entries"),
                                                     0);

  g_assert_cmpint (json_object_get_int_member (entry, "made_us"), ==, 1760000000000000);
  g_assert_cmpstr (json_object_get_string_member (entry, "actor"), ==, lan);
}

static char *
ask_raw (Fixture *fixture, const char *text)
{
  g_autoptr (GSocketAddress) address = g_unix_socket_address_new (fixture->socket);
  g_autoptr (GSocket) socket = g_socket_new (G_SOCKET_FAMILY_UNIX, G_SOCKET_TYPE_STREAM,
                                             G_SOCKET_PROTOCOL_DEFAULT, NULL);

  g_socket_set_timeout (socket, 10);
  if (!g_socket_connect (socket, address, NULL, NULL))
    return NULL;
  say (socket, text);
  g_socket_shutdown (socket, FALSE, TRUE, NULL);
  return hear_all (socket);
}

static void
test_admin_forms (Fixture *fixture, gconstpointer data)
{
  static const struct {
    const char *asked, *error;
  } cases[] = {
      {"{\"do\":\"fly\"}", "no verb \\\"fly\\\""},
      {"{}", "no verb"},
      {"{\"do\":\"operate\",\"name\":\"x\",\"args\":{}}", "no operation \\\"x\\\""},
      {"{\"do\":\"operate\",\"name\":\"staff.add\",\"args\":{\"nme\":\"x\"}}", "no argument"},
      {"{\"do\":\"operate\",\"name\":\"staff.add\",\"args\":{\"staff_id\":5}}", "wrong form"},
      {"{\"do\":\"operate\",\"name\":\"staff.add\",\"args\":{}}", "operation.arguments"},
      {"{\"do\":\"operate\",\"name\":\"staff.add\",\"args\":{},\"actor\":7}", "must be an id"},
      {"{\"do\":\"operate\",\"name\":\"staff.add\",\"args\":{},\"made_us\":4102444800000000}",
       "in the future"},
      {"{\"do\":\"make-ids\",\"count\":1001}", "from 1 to 1000"},
      {"{\"do\":\"rows\",\"table\":\"sqlite_master\",\"columns\":[\"sql\"]}", "no table"},
      {"{\"do\":\"rows\",\"table\":\"staff\",\"columns\":[\"id; DROP\"]}", "no column"},
      {"{\"do\":\"set-password\",\"account\":\"ai\",\"password\":\"12345678\"}", "no account"},
      {"{\"do\":\"set-password\",\"account\":\"lan\",\"password\":\"1234567\"}", "8 to 256"},
      {"{\"do\":\"invite-desk\",\"name\":\"x\",\"agency\":\"y\"}", "no agency"},
      {"{\"do\":\"add-api-key\",\"name\":\"A b\",\"source\":\"x\"}", "a-z"},
      {"{\"do\":\"revoke-api-key\",\"id\":\"5\"}", "no such API key"},
      {"{\"do\":\"revoke-desk\",\"id\":\"0\"}", "number of a desk"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *line = g_strconcat (cases[i].asked, "\n", NULL);
    g_autofree char *heard = ask_raw (fixture, line);

    if (!strstr (heard, "\"ok\":false") || !strstr (heard, cases[i].error))
      g_error ("to %s came %s", line, heard);
  }
  g_autofree char *none = ask_raw (fixture, "what?\n");
  g_assert_cmpstr (none, ==, "");
  g_autofree char *half = ask_raw (fixture, "{\"do\":\"status\"}");
  g_assert_cmpstr (half, ==, "");
}

/* Another user gets nothing, even where the folder lets them near. */
static void
test_admin_others (Fixture *fixture, gconstpointer data)
{
  g_autofree char *data_dir = g_build_filename (fixture->dir, "data", NULL);
  g_autofree char *heard = NULL;
  int status;
  pid_t child;

  if (getuid () != 0) {
    g_test_skip ("only root can become another user");
    return;
  }
  g_chmod (fixture->dir, 0755);
  g_chmod (data_dir, 0755);
  g_chmod (fixture->socket, 0666);
  child = fork ();
  if (child == 0) {
    char *told = NULL;

    if (setgid (65534) || setuid (65534))
      _exit (2);
    told = ask_raw (fixture, "{\"do\":\"status\"}\n");
    _exit (told && *told ? 1 : 0);
  }
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_true (WIFEXITED (status));
  g_assert_cmpint (WEXITSTATUS (status), ==, 0);
  heard = ask_raw (fixture, "{\"do\":\"status\"}\n");
  g_assert_nonnull (strstr (heard, "\"ok\":true"));
}

/* Two servers never have one folder; wrong settings are told by name. */
static void
test_refuses_to_start (Fixture *fixture, gconstpointer data)
{
  g_autofree char *dir = g_build_filename (fixture->dir, "data", NULL);
  g_autofree char *config = g_build_filename (fixture->dir, "wrong.conf", NULL);
  const char *const second[] = {g_getenv ("TOANCANHD"), "--data-dir", dir, "--port", "0", NULL};
  const char *const wrong[] = {g_getenv ("TOANCANHD"), "--config", config, NULL};
  g_autofree char *said_second = NULL;
  g_autofree char *said_wrong = NULL;
  int status;

  g_assert_true (g_spawn_sync (NULL, (char **) second, NULL, 0, NULL, NULL, NULL, &said_second,
                               &status, NULL));
  g_assert_cmpint (WEXITSTATUS (status), ==, 1);
  g_assert_nonnull (strstr (said_second, "another server has the data directory"));
  g_assert_true (g_file_set_contents (config, "[listen]\nprot = 1\n", -1, NULL));
  g_assert_true (
      g_spawn_sync (NULL, (char **) wrong, NULL, 0, NULL, NULL, NULL, &said_wrong, &status, NULL));
  g_assert_cmpint (WEXITSTATUS (status), ==, 2);
  g_assert_nonnull (strstr (said_wrong, "[listen] prot: there is no such key"));
}

static void
mute (const char *domain, GLogLevelFlags level, const char *message, gpointer data)
{
}

static void
fetch_range (TcHttpClient *client, const char *remote, const char *path, gint64 start, gint64 size,
             const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *got = NULL;
  Wait wait = {0};

  tc_http_client_download_range_async (client, remote, path, start, size, NULL, done_cb, &wait);
  gboolean ok = tc_http_client_download_finish (client, wait_for (&wait), &error);
  g_object_unref (wait.result);
  g_assert_no_error (error);
  g_assert_true (ok);
  g_assert_true (g_file_get_contents (path, &got, NULL, NULL));
  g_assert_cmpstr (got, ==, expected);
  g_unlink (path);
}

/* Snapshots, also those of an earlier run, are given to who may hold the scope, in ranges; what was
 * half made is gone. */
static void
test_snapshot_doors (Fixture *fixture, gconstpointer data)
{
  static const char *const names[] = {"1-1-1.snap",         "1-1-1.snap.parts", "999-1-1.snap",
                                      "999-1-1.snap.parts", "1-1-2.snap.new",   "1-1-3.snap"};
  TcDesk *desk = open_online (fixture);
  g_autofree char *dir = g_build_filename (fixture->dir, "data", "snapshots", NULL);
  g_autofree char *copy = g_build_filename (fixture->dir, "copy", NULL);
  g_autofree char *part = g_strconcat (copy, ".part", NULL);
  g_autofree char *token = NULL;

  stop_server (fixture);
  run_until (is_offline, desk);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree char *path = g_build_filename (dir, names[i], NULL);
    g_assert_true (g_file_set_contents (path, "0123456789", 10, NULL));
  }
  start_server (fixture);
  run_until (is_online, desk);
  token = get_token (desk);
  g_autoptr (TcWireAddress) address = tc_wire_address_new (fixture->url, NULL, NULL);
  g_autoptr (TcHttpClient) client = tc_http_client_new (address, NULL);
  tc_http_client_set_token (client, token);
  download (client, "/sync/snapshot/1-1-1.snap", copy, NULL, -1);
  download (client, "/sync/snapshot/1-1-1.snap.parts", copy, NULL, -1);
  fetch_range (client, "/sync/snapshot/1-1-1.snap", copy, 0, 3, "012");
  fetch_range (client, "/sync/snapshot/1-1-1.snap", copy, 4, 6, "456789");
  fetch_range (client, "/sync/snapshot/1-1-1.snap", copy, 0, 10, "0123456789");
  g_assert_true (g_file_set_contents (part, "34", 2, NULL));
  fetch_range (client, "/sync/snapshot/1-1-1.snap", copy, 3, 5, "34567");
  download (client, "/sync/snapshot/999-1-1.snap", copy, NULL, TC_ERROR_NOT_FOUND);
  download (client, "/sync/snapshot/999-1-1.snap.parts", copy, NULL, TC_ERROR_NOT_FOUND);
  download (client, "/sync/snapshot/1-1-2.snap.new", copy, NULL, TC_ERROR_NOT_FOUND);
  download (client, "/sync/snapshot/1-1-3.snap", copy, NULL, TC_ERROR_NOT_FOUND);
  tc_http_client_set_token (client, "guess");
  download (client, "/sync/snapshot/1-1-1.snap", copy, NULL, TC_ERROR_DENIED);
  close_desk (desk);
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_log_set_handler ("libsoup", G_LOG_LEVEL_DEBUG, mute, NULL); /* a line for each frame */
  tc_crypto_init ();
  ADD ("/toancanhd/enrol-and-sign-in", test_enrol_and_sign_in);
  ADD ("/toancanhd/questions", test_questions);
  ADD ("/toancanhd/codes-ahead", test_codes_ahead);
  ADD ("/toancanhd/restart", test_restart);
  ADD ("/toancanhd/killed", test_killed);
  ADD ("/toancanhd/files", test_files);
  ADD ("/toancanhd/arrivals", test_arrivals);
  ADD ("/toancanhd/snapshot-doors", test_snapshot_doors);
  ADD ("/toancanhd/expired-reporters", test_expired_reporters);
  ADD ("/toancanhd/recorded", test_recorded);
  ADD ("/toancanhd/admin-forms", test_admin_forms);
  ADD ("/toancanhd/admin-others", test_admin_others);
  ADD ("/toancanhd/refuses-to-start", test_refuses_to_start);
  return g_test_run ();
}
