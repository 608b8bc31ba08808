/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Plans of media hosts: its own cameras in service, as they are reached; and a password only of
 * what is at the host of the device that it was set for: not of a stream elsewhere, not once the
 * device has another address or account, not of one that has none. Passwords are kept, forgotten
 * and refused. Method: rows as operations leave them, the real database of secrets.
 */
#include "remove-tree.h"
#include "tc-device-secrets.h"
#include "tc-media-plan-query.h"
#include "tc-schema.h"

#define HOST 9
#define SECRET "Rất-bí-mật 1"

typedef struct {
  char *dir;
  TcDatabase *db;
  TcSecrets *secrets;
  GAsyncResult *result;
} Fixture;

static void
add_device (Fixture *fixture, gint64 id, const char *address, const char *account)
{
  tc_database_execute (fixture->db,
                       "INSERT INTO camera_device (id, scope, code, name, kind, address, account,"
                       " secret_set_us) VALUES (?1, 1, 'd' || ?1, 'x', 'camera', ?2, ?3, 5)",
                       "iss", id, address, account);
}

static void
add_camera (Fixture *fixture, gint64 id, gint64 device_id, const char *main, const char *sub)
{
  const char *const addresses[] = {main, sub};

  tc_database_execute (fixture->db,
                       "INSERT INTO camera (id, scope, number, code, name, kind, agency_id,"
                       " restricted, state, state_us, host_id, retention, masks)"
                       " VALUES (?1, 1, ?1, 'c' || ?1, 'Chợ', 'fixed', 1, 0, 'in-service', 0, ?2,"
                       " 'standard', '0,0,10,10')",
                       "ii", id, (gint64) HOST);
  if (device_id)
    tc_database_execute (fixture->db,
                         "INSERT INTO camera_line (id, scope, device_id, channel)"
                         " VALUES (?, 1, ?, 2)",
                         "ii", id, device_id);
  for (int i = 0; i < 2; i++)
    if (addresses[i])
      tc_database_execute (fixture->db,
                           "INSERT INTO camera_stream (id, scope, camera_id, profile, address,"
                           " codec) VALUES (?, 1, ?, ?, ?, 'h264')",
                           "iiss", id * 10 + i, id, i == 0 ? "main" : "sub", addresses[i]);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  static const TcSchemaSet *const sets[] = {&tc_schema_state, NULL};
  g_autofree char *path = NULL;
  g_autofree char *secrets = NULL;
  g_autoptr (GError) error = NULL;

  fixture->dir = g_dir_make_tmp ("test-plan-XXXXXX", NULL);
  path = g_build_filename (fixture->dir, "state.db", NULL);
  secrets = g_build_filename (fixture->dir, "secrets.db", NULL);
  fixture->db = tc_database_open (path, TC_DATABASE_WRITER, &error);
  g_assert_no_error (error);
  g_assert_true (tc_schema_migrate (fixture->db, sets, &error));
  fixture->secrets = tc_secrets_open (secrets, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_assert_true (tc_database_check (fixture->db, NULL));
  tc_database_close (fixture->db);
  tc_secrets_close (fixture->secrets);
  g_clear_object (&fixture->result);
  remove_tree (fixture->dir);
  g_free (fixture->dir);
}

static void
done_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_set_object (&((Fixture *) data)->result, result);
}

static GAsyncResult *
wait (Fixture *fixture)
{
  while (!fixture->result)
    g_main_context_iteration (NULL, TRUE);
  return fixture->result;
}

/* @code: of the error; -1: none */
static void
set_secret (Fixture *fixture, gint64 device_id, const char *password, const char *address,
            const char *account, int code)
{
  g_autoptr (GError) error = NULL;

  g_clear_object (&fixture->result);
  tc_device_secrets_set_async (fixture->secrets, device_id, password, address, account, 7, done_cb,
                               fixture);
  if (tc_device_secrets_set_finish (wait (fixture), &error))
    g_assert_cmpint (code, ==, -1);
  else
    g_assert_error (error, TC_ERROR, code);
}

/* (transfer full) */
static GPtrArray *
make_plan (Fixture *fixture)
{
  g_autoptr (GPtrArray) rows = tc_media_plan_rows (fixture->db, HOST);
  g_autoptr (GArray) devices = tc_media_plan_devices (rows);
  g_autoptr (GPtrArray) secrets = NULL;
  g_autoptr (GError) error = NULL;

  g_clear_object (&fixture->result);
  tc_device_secrets_list_async (fixture->secrets, devices, done_cb, fixture);
  secrets = tc_device_secrets_list_finish (wait (fixture), &error);
  g_assert_no_error (error);
  return tc_media_plan_join (rows, secrets);
}

/* Of the device's vendor; of one that isn't known there is nothing. */
static void
test_playback (Fixture *fixture, gconstpointer data)
{
  static const struct {
    const char *vendor;
    gboolean known, local;
  } vendors[] = {{"hikvision", TRUE, FALSE},
                 {"dahua", TRUE, TRUE},
                 {"acme", FALSE, FALSE},
                 {NULL, FALSE, FALSE}};

  add_device (fixture, 100, "http://10.0.0.1/onvif/device_service", "xem");
  add_camera (fixture, 2, 100, "rtsp://10.0.0.1/2", NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (vendors); i++) {
    g_autoptr (GPtrArray) plan = NULL;
    const TcMediaCamera *camera;

    tc_database_execute (fixture->db, "UPDATE camera_device SET vendor = ?", "s",
                         vendors[i].vendor);
    plan = make_plan (fixture);
    camera = g_ptr_array_index (plan, 0);
    g_assert_cmpint (camera->playback != NULL, ==, vendors[i].known);
    g_assert_cmpint (camera->playback_local, ==, vendors[i].local);
    g_assert_cmpint (camera->channel, ==, 2);
  }
}

static void
test_cameras (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) plan = NULL;
  const TcMediaCamera *camera;

  add_device (fixture, 100, "http://10.0.0.1/onvif/device_service", "xem");
  add_camera (fixture, 2, 100, "rtsp://10.0.0.1/2", "rtsp://10.0.0.1/2s");
  add_camera (fixture, 1, 0, "rtsp://10.0.0.7/1", NULL);
  add_camera (fixture, 3, 0, NULL, NULL);
  add_camera (fixture, 4, 0, NULL, NULL);
  tc_database_execute (fixture->db, "UPDATE camera SET state = 'maintenance' WHERE id = 3", NULL);
  tc_database_execute (fixture->db, "UPDATE camera SET host_id = 8 WHERE id = 4", NULL);
  tc_database_execute (fixture->db, "UPDATE camera SET restricted = 1 WHERE id = 2", NULL);
  plan = make_plan (fixture);
  g_assert_cmpuint (plan->len, ==, 2);
  camera = plan->pdata[0];
  g_assert_cmpint (camera->id, ==, 1);
  g_assert_true (camera->heard);
  g_assert_null (camera->device);
  g_assert_null (camera->streams[TC_PROFILE_SUB].address);
  camera = plan->pdata[1];
  g_assert_cmpint (camera->number, ==, 2);
  g_assert_true (camera->restricted && !camera->heard);
  g_assert_cmpstr (camera->name, ==, "Chợ");
  g_assert_cmpstr (camera->masks, ==, "0,0,10,10");
  g_assert_cmpstr (camera->retention, ==, "standard");
  g_assert_cmpstr (camera->device, ==, "http://10.0.0.1/onvif/device_service");
  g_assert_cmpint (camera->channel, ==, 2);
  g_assert_cmpstr (camera->streams[TC_PROFILE_MAIN].address, ==, "rtsp://10.0.0.1/2");
  g_assert_cmpstr (camera->streams[TC_PROFILE_SUB].codec, ==, "h264");
  /* No password was set. */
  g_assert_null (camera->password);
  g_assert_null (camera->streams[TC_PROFILE_MAIN].password);
}

/* (nullable): of the stream of camera 1. */
static char *
dup_password (Fixture *fixture, TcStreamProfile profile)
{
  g_autoptr (GPtrArray) plan = make_plan (fixture);

  return g_strdup (((TcMediaCamera *) plan->pdata[0])->streams[profile].password);
}

static void
check_password (Fixture *fixture, TcStreamProfile profile, const char *expected)
{
  g_autofree char *password = dup_password (fixture, profile);

  g_assert_cmpstr (password, ==, expected);
}

static void
test_elsewhere (Fixture *fixture, gconstpointer data)
{
  const char *address = "http://10.0.0.1/onvif/device_service";

  add_device (fixture, 100, address, "xem");
  add_camera (fixture, 1, 100, "rtsp://10.0.0.1:8554/1", "rtsp://10.0.0.2/1");
  set_secret (fixture, 100, SECRET, address, "xem", -1);
  check_password (fixture, TC_PROFILE_MAIN, SECRET);
  check_password (fixture, TC_PROFILE_SUB, NULL);
  /* A host whose name begins alike, or that is named before an @. */
  for (const char *const *other =
           (const char *const[]){"rtsp://10.0.0.11/1", "rtsp://10.0.0.1.evil/1",
                                 "rtsp://10.0.0.1@evil/1", NULL};
       *other; other++) {
    tc_database_execute (fixture->db, "UPDATE camera_stream SET address = ? WHERE id = 10", "s",
                         *other);
    check_password (fixture, TC_PROFILE_MAIN, NULL);
  }
}

/* Whatever operations said, and whether or not they cleared what says that there is one. */
static void
test_changed (Fixture *fixture, gconstpointer data)
{
  const char *address = "http://10.0.0.1/onvif/device_service";

  add_device (fixture, 100, address, "xem");
  add_device (fixture, 101, "http://10.0.0.3/onvif/device_service", NULL);
  add_camera (fixture, 1, 100, "rtsp://10.0.0.1/1", NULL);
  set_secret (fixture, 100, SECRET, address, "xem", -1);
  check_password (fixture, TC_PROFILE_MAIN, SECRET);
  /* The device has another address, and its stream went with it. */
  tc_database_execute (
      fixture->db, "UPDATE camera_device SET address = 'http://10.0.0.2/x' WHERE id = 100", NULL);
  tc_database_execute (
      fixture->db, "UPDATE camera_stream SET address = 'rtsp://10.0.0.2/1' WHERE id = 10", NULL);
  check_password (fixture, TC_PROFILE_MAIN, NULL);
  tc_database_execute (fixture->db, "UPDATE camera_device SET address = ? WHERE id = 100", "s",
                       address);
  tc_database_execute (
      fixture->db, "UPDATE camera_stream SET address = 'rtsp://10.0.0.1/1' WHERE id = 10", NULL);
  check_password (fixture, TC_PROFILE_MAIN, SECRET);
  /* Another account. */
  tc_database_execute (fixture->db, "UPDATE camera_device SET account = 'quan' WHERE id = 100",
                       NULL);
  check_password (fixture, TC_PROFILE_MAIN, NULL);
  tc_database_execute (fixture->db, "UPDATE camera_device SET account = 'xem' WHERE id = 100",
                       NULL);
  /* The camera hangs on another device now. */
  tc_database_execute (fixture->db, "UPDATE camera_line SET device_id = 101 WHERE id = 1", NULL);
  check_password (fixture, TC_PROFILE_MAIN, NULL);
  tc_database_execute (fixture->db, "UPDATE camera_line SET device_id = 100 WHERE id = 1", NULL);
  check_password (fixture, TC_PROFILE_MAIN, SECRET);
  /* The rows say that there is none, or it was removed. */
  tc_database_execute (fixture->db, "UPDATE camera_device SET secret_set_us = NULL WHERE id = 100",
                       NULL);
  check_password (fixture, TC_PROFILE_MAIN, NULL);
  tc_database_execute (fixture->db,
                       "UPDATE camera_device SET secret_set_us = 5, removed_us = 6 WHERE id = 100",
                       NULL);
  check_password (fixture, TC_PROFILE_MAIN, NULL);
}

static void
test_secrets (Fixture *fixture, gconstpointer data)
{
  g_autofree char *longest = g_strnfill (TC_DEVICE_PASSWORD_BYTES_MAX, 'x');
  g_autofree char *longer = g_strnfill (TC_DEVICE_PASSWORD_BYTES_MAX + 1, 'x');
  const char *address = "http://10.0.0.1/onvif/device_service";

  add_device (fixture, 100, address, NULL);
  add_camera (fixture, 1, 100, "rtsp://10.0.0.1/1", NULL);
  set_secret (fixture, 100, "", address, NULL, TC_ERROR_LIMIT);
  set_secret (fixture, 100, longer, address, NULL, TC_ERROR_LIMIT);
  set_secret (fixture, 100, "a\r\nb", address, NULL, TC_ERROR_INVALID);
  set_secret (fixture, 100, "a\xff", address, NULL, TC_ERROR_INVALID);
  check_password (fixture, TC_PROFILE_MAIN, NULL);
  set_secret (fixture, 100, SECRET, address, NULL, -1);
  set_secret (fixture, 100, longest, address, NULL, -1);
  check_password (fixture, TC_PROFILE_MAIN, longest);
  set_secret (fixture, 100, NULL, address, NULL, -1);
  check_password (fixture, TC_PROFILE_MAIN, NULL);
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/media-plan-query/cameras", test_cameras);
  ADD ("/media-plan-query/playback", test_playback);
  ADD ("/media-plan-query/elsewhere", test_elsewhere);
  ADD ("/media-plan-query/changed", test_changed);
  ADD ("/media-plan-query/secrets", test_secrets);
  return g_test_run ();
}
