/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: how a camera is reached is known by device and stream, of a scope of its own and without a
 * password anywhere, and goes with the camera. Method: a recorder with a camera on a channel, two
 * streams, set again and taken away; one case for each refusal.
 */
#include "tc-camera-lines.h"
#include "tc-camera-room.h"
#include "tc-people-operations.h"

static TcCameraDeviceArgs
device_args (CameraRoom *room, const char *code)
{
  return (TcCameraDeviceArgs){.device_id = tc_fixture_id (room->f),
                              .code = code,
                              .name = "Đầu ghi phường",
                              .kind = "recorder",
                              .vendor = "acme",
                              .address = "http://10.1.2.3/onvif/device_service",
                              .account = "xem"};
}

static TcCameraStreamSet
stream_args (gint64 camera_id, const char *profile, const char *address)
{
  return (TcCameraStreamSet){camera_id, profile, address, "h264", 1280, 720, 25000, 4096};
}

static void
test_devices (void)
{
  g_autoptr (CameraRoom) room = camera_room_new ();
  TcFixture *f = room->f;
  TcCameraDeviceArgs args = device_args (room, "dg-1");
  TcCameraDeviceSecret secret = {args.device_id, 1};
  TcCameraDeviceRef ref = {args.device_id};

  tc_fixture_run (f, &tc_camera_device_add_type, &args);
  tc_fixture_run (f, &tc_camera_device_secret_type, &secret);
  args.code = NULL;
  args.name = "Đầu ghi mới";
  tc_fixture_run (f, &tc_camera_device_change_type, &args);
  g_autoptr (TcCameraDevice) named = tc_camera_device_find (f->db, "dg-1");
  g_assert_cmpint (named->secret_set_us, ==, f->now_us);
  args.vendor = args.address = NULL;
  tc_fixture_run (f, &tc_camera_device_change_type, &args);
  g_autoptr (TcCameraDevice) device = tc_camera_device_find (f->db, "dg-1");
  g_assert_nonnull (device);
  g_assert_cmpint (device->id, ==, args.device_id);
  g_assert_cmpstr (device->name, ==, "Đầu ghi mới");
  g_assert_cmpstr (device->kind, ==, "recorder");
  g_assert_null (device->vendor);
  g_assert_null (device->address);
  g_assert_cmpstr (device->account, ==, "xem");
  /* Its password doesn't follow it to another address. */
  g_assert_cmpint (device->secret_set_us, ==, TC_NONE);
  tc_fixture_run (f, &tc_camera_device_secret_type, &secret);
  secret.has = 0;
  tc_fixture_run (f, &tc_camera_device_secret_type, &secret);
  g_autoptr (TcCameraDevice) bare = tc_camera_device_get (f->db, args.device_id);
  g_assert_cmpint (bare->secret_set_us, ==, TC_NONE);
  tc_fixture_run (f, &tc_camera_device_remove_type, &ref);
  g_assert_null (tc_camera_device_get (f->db, args.device_id));
  g_autoptr (GPtrArray) none = tc_camera_devices_list (f->db);
  g_assert_cmpuint (none->len, ==, 0);
  /* Its code is free again. */
  TcCameraDeviceArgs other = device_args (room, "dg-1");
  tc_fixture_run (f, &tc_camera_device_add_type, &other);
  g_autoptr (GPtrArray) one = tc_camera_devices_list (f->db);
  g_assert_cmpuint (one->len, ==, 1);
  tc_fixture_refuse (f, &tc_camera_device_remove_type, &ref, "camera-device.unknown");
  tc_fixture_refuse (f, &tc_camera_device_change_type, &args, "camera-device.unknown");
  tc_fixture_refuse (f, &tc_camera_device_secret_type, &secret, "camera-device.unknown");
  tc_fixture_check_replays (f);
}

static void
test_device_refusals (void)
{
  g_autoptr (CameraRoom) room = camera_room_new ();
  TcFixture *f = room->f;
  TcCameraDeviceArgs args = device_args (room, "dg-1");
  TcCameraLineSet line = {camera_room_add (room, 1, "one"), args.device_id, 1};
  TcCameraDeviceRef ref = {args.device_id};
  TcCameraDeviceSecret secret = {args.device_id, 1};

  tc_fixture_run (f, &tc_camera_device_add_type, &args);
  tc_fixture_refuse (f, &tc_camera_device_add_type, &args, "camera.device-exists");
  args.device_id = tc_fixture_id (f);
  tc_fixture_refuse (f, &tc_camera_device_add_type, &args, "camera.device-code-taken");
  args.code = "dg-2";
  args.address = "http://xem:matkhau@10.1.2.3/";
  tc_fixture_refuse (f, &tc_camera_device_add_type, &args, "camera.address");
  args.address = NULL;
  args.kind = "toaster";
  tc_fixture_refuse (f, &tc_camera_device_add_type, &args, "operation.arguments");
  tc_database_execute (f->db,
                       "WITH RECURSIVE n (i) AS (VALUES (2) UNION ALL SELECT i + 1 FROM n WHERE"
                       " i < ?) INSERT INTO camera_device (id, scope, code, name, kind) SELECT -i,"
                       " 6, 'x' || i, 'x', 'recorder' FROM n",
                       "i", (gint64) TC_CAMERA_DEVICES_MAX);
  args.kind = "recorder";
  tc_fixture_refuse (f, &tc_camera_device_add_type, &args, "camera.too-many-devices");
  tc_fixture_run (f, &tc_camera_line_set_type, &line);
  tc_fixture_refuse (f, &tc_camera_device_remove_type, &ref, "camera.device-in-use");
  tc_fixture_refuse_as (f, camera_room_actor (room->chief), &tc_camera_device_secret_type, &secret,
                        "people.system-only");
}

static void
test_line (void)
{
  g_autoptr (CameraRoom) room = camera_room_new ();
  TcFixture *f = room->f;
  TcCameraDeviceArgs device = device_args (room, "dg-1");
  TcCameraDeviceArgs single = device_args (room, "cong");
  TcCameraLineSet line = {camera_room_add (room, 1, "one"), device.device_id, 3};
  gint64 channel = 0;

  tc_fixture_refuse (f, &tc_camera_line_set_type, &line, "camera-device.unknown");
  tc_fixture_run (f, &tc_camera_device_add_type, &device);
  tc_fixture_run (f, &tc_camera_line_set_type, &line);
  g_autoptr (TcCameraDevice) found = tc_camera_device_of (f->db, line.camera_id, &channel);
  g_assert_nonnull (found);
  g_assert_cmpint (found->id, ==, device.device_id);
  g_assert_cmpint (channel, ==, 3);
  line.channel = 0;
  tc_fixture_refuse (f, &tc_camera_line_set_type, &line, "operation.arguments");
  line.channel = TC_NONE;
  tc_fixture_refuse (f, &tc_camera_line_set_type, &line, "camera.channel-needed");
  /* A camera of its own has none; and a device stays what it is while cameras hang on it. */
  device.kind = "camera";
  tc_fixture_refuse (f, &tc_camera_device_change_type, &device, "camera.device-in-use");
  single.kind = "camera";
  tc_fixture_run (f, &tc_camera_device_add_type, &single);
  line.device_id = single.device_id;
  tc_fixture_run (f, &tc_camera_line_set_type, &line);
  g_autoptr (TcCameraDevice) again = tc_camera_device_of (f->db, line.camera_id, &channel);
  g_assert_nonnull (again);
  g_assert_cmpint (channel, ==, TC_NONE);
  line.channel = 1;
  tc_fixture_refuse (f, &tc_camera_line_set_type, &line, "camera.no-channels");
  tc_fixture_run (f, &tc_camera_device_change_type, &device);
  line.device_id = 0;
  tc_fixture_run (f, &tc_camera_line_set_type, &line);
  g_assert_null (tc_camera_device_of (f->db, line.camera_id, &channel));
  line.camera_id = tc_fixture_id (f);
  tc_fixture_refuse (f, &tc_camera_line_set_type, &line, "camera.unknown");
  tc_fixture_check_replays (f);
}

static void
test_streams (void)
{
  g_autoptr (CameraRoom) room = camera_room_new ();
  TcFixture *f = room->f;
  gint64 id = camera_room_add (room, 1, "one");
  TcCameraStreamSet main = stream_args (id, "main", "rtsp://10.1.2.3/1/main");
  TcCameraStreamSet sub = stream_args (id, "sub", "rtsp://10.1.2.3/1/sub");

  tc_fixture_run (f, &tc_camera_stream_set_type, &sub);
  tc_fixture_run (f, &tc_camera_stream_set_type, &main);
  sub = (TcCameraStreamSet){id,      "sub",  "rtsp://10.1.2.3/1/low", NULL, TC_NONE, TC_NONE,
                            TC_NONE, TC_NONE};
  tc_fixture_run (f, &tc_camera_stream_set_type, &sub);
  g_autoptr (GPtrArray) list = tc_camera_streams_list (f->db, id);
  g_assert_cmpuint (list->len, ==, 2);
  const TcCameraStream *first = g_ptr_array_index (list, 0);
  g_assert_cmpstr (first->profile, ==, "main");
  g_assert_cmpstr (first->codec, ==, "h264");
  g_assert_cmpint (first->width, ==, 1280);
  g_assert_cmpint (first->fps_milli, ==, 25000);
  g_assert_cmpint (first->kbit, ==, 4096);
  g_autoptr (TcCameraStream) low = tc_camera_stream_get (f->db, id, "sub");
  g_assert_cmpstr (low->address, ==, "rtsp://10.1.2.3/1/low");
  g_assert_null (low->codec);
  g_assert_cmpint (low->height, ==, TC_NONE);
  main.address = NULL;
  tc_fixture_run (f, &tc_camera_stream_set_type, &main);
  g_assert_null (tc_camera_stream_get (f->db, id, "main"));
  tc_fixture_check_replays (f);
}

/* A stream is where the camera's device is, or a recorder, unless it is said that it isn't. */
static void
test_elsewhere (void)
{
  g_autoptr (CameraRoom) room = camera_room_new ();
  TcFixture *f = room->f;
  TcCameraDeviceArgs device = device_args (room, "cong");
  TcCameraDeviceArgs recorder = device_args (room, "dg-1");
  TcCameraLineSet line = {camera_room_add (room, 1, "one"), device.device_id, TC_NONE};
  TcCameraStreamSet stream = stream_args (line.camera_id, "main", "rtsp://10.9.9.9/main");

  device.kind = "camera";
  device.address = "http://Cong.example:8000/onvif/device_service";
  tc_fixture_run (f, &tc_camera_device_add_type, &device);
  tc_fixture_run (f, &tc_camera_stream_set_type, &stream);
  tc_fixture_run (f, &tc_camera_line_set_type, &line);
  tc_fixture_refuse (f, &tc_camera_stream_set_type, &stream, "camera.elsewhere");
  stream.address = "rtsp://cong.example:554/main";
  tc_fixture_run (f, &tc_camera_stream_set_type, &stream);
  stream.address = "rtsp://10.1.2.3/7/main";
  tc_fixture_refuse (f, &tc_camera_stream_set_type, &stream, "camera.elsewhere");
  tc_fixture_run (f, &tc_camera_device_add_type, &recorder);
  tc_fixture_run (f, &tc_camera_stream_set_type, &stream);
  stream.address = "rtsp://10.9.9.9/main";
  stream.elsewhere = 1;
  tc_fixture_run (f, &tc_camera_stream_set_type, &stream);
  stream.address = "rtsp://xem:matkhau@10.9.9.9/main";
  tc_fixture_refuse (f, &tc_camera_stream_set_type, &stream, "camera.address");
  /* Of a device whose address isn't known nothing can be said. */
  device.address = NULL;
  tc_fixture_run (f, &tc_camera_device_change_type, &device);
  stream = stream_args (line.camera_id, "sub", "rtsp://10.9.9.9/sub");
  tc_fixture_run (f, &tc_camera_stream_set_type, &stream);
  tc_fixture_check_replays (f);
}

static void
test_stream_refusals (void)
{
  g_autoptr (CameraRoom) room = camera_room_new ();
  gint64 id = camera_room_add (room, 1, "one");
  TcCameraStreamSet sound = stream_args (id, "main", "rtsp://10.1.2.3/1/main");
  TcCameraStreamSet args = sound;
  TcCameraStreamSet wrong[4] = {sound, sound, sound, sound};

  args.address = "rtsp://xem:matkhau@10.1.2.3/1/main";
  tc_fixture_refuse (room->f, &tc_camera_stream_set_type, &args, "camera.address");
  args = sound;
  args.camera_id = tc_fixture_id (room->f);
  tc_fixture_refuse (room->f, &tc_camera_stream_set_type, &args, "camera.unknown");
  wrong[0].profile = "third";
  wrong[1].codec = "av9";
  wrong[2].width = 0;
  wrong[3].kbit = TC_CAMERA_KBIT_MAX + 1;
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    tc_fixture_refuse (room->f, &tc_camera_stream_set_type, &wrong[i], "operation.arguments");
}

/* All of it is of the scope of lines, and goes when the camera does. */
static void
test_scope (void)
{
  static const char *const tables[] = {"camera_device", "camera_line", "camera_stream"};
  g_autoptr (CameraRoom) room = camera_room_new ();
  TcFixture *f = room->f;
  TcCameraDeviceArgs device = device_args (room, "dg-1");
  TcCameraLineSet line = {camera_room_add_restricted (room, 1, "one"), device.device_id, 3};
  TcCameraStreamSet stream = stream_args (line.camera_id, "main", "rtsp://10.1.2.3/1/main");

  tc_fixture_run (f, &tc_camera_device_add_type, &device);
  tc_fixture_run (f, &tc_camera_line_set_type, &line);
  tc_fixture_run (f, &tc_camera_stream_set_type, &stream);
  for (guint i = 0; i < G_N_ELEMENTS (tables); i++) {
    g_autofree char *sql = g_strdup_printf ("SELECT scope FROM %s", tables[i]);
    g_assert_cmpint (camera_room_count (room, sql), ==, TC_SCOPE_CAMERA_LINES);
  }
  tc_fixture_run (f, &tc_camera_remove_type, &(TcCameraRef){line.camera_id});
  /* It may come back as it was; but it keeps no device. */
  tc_fixture_run (f, &tc_camera_restore_type, &(TcCameraRestore){line.camera_id, 1});
  g_assert_cmpint (camera_room_count (room, "SELECT count(*) FROM camera_line"), ==, 1);
  g_assert_cmpint (camera_room_count (room, "SELECT count(*) FROM camera_stream"), ==, 1);
  tc_fixture_refuse (f, &tc_camera_device_remove_type, &(TcCameraDeviceRef){device.device_id},
                     "camera.device-in-use");
  tc_fixture_run (f, &tc_camera_remove_type, &(TcCameraRef){line.camera_id});
  tc_fixture_run (f, &tc_camera_device_remove_type, &(TcCameraDeviceRef){device.device_id});
  tc_fixture_check_replays (f);
}

static void
test_of_host (void)
{
  g_autoptr (CameraRoom) room = camera_room_new ();
  TcCameraArgs args[3];

  tc_database_execute (room->f->db, "UPDATE desk SET kind = 'media' WHERE id = ?", "i",
                       (gint64) ROOM_HOST);
  for (guint i = 0; i < G_N_ELEMENTS (args); i++) {
    g_autofree char *code = g_strdup_printf ("cam-%u", i);
    args[i] = camera_room_args (room, 9 - i, code);
    args[i].host_id = i == 1 ? TC_NONE : ROOM_HOST;
    tc_fixture_run (room->f, &tc_camera_add_type, &args[i]);
  }
  g_autoptr (GArray) ids = tc_cameras_of_host (room->f->db, ROOM_HOST);
  g_assert_cmpuint (ids->len, ==, 2);
  g_assert_cmpint (TC_ID_AT (ids, 0), ==, args[2].camera_id);
  g_assert_cmpint (TC_ID_AT (ids, 1), ==, args[0].camera_id);
  tc_fixture_run (room->f, &tc_camera_remove_type, &(TcCameraRef){args[0].camera_id});
  g_autoptr (GArray) left = tc_cameras_of_host (room->f->db, ROOM_HOST);
  g_assert_cmpuint (left->len, ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/camera-lines/devices", test_devices);
  g_test_add_func ("/camera-lines/device-refusals", test_device_refusals);
  g_test_add_func ("/camera-lines/line", test_line);
  g_test_add_func ("/camera-lines/streams", test_streams);
  g_test_add_func ("/camera-lines/stream-refusals", test_stream_refusals);
  g_test_add_func ("/camera-lines/elsewhere", test_elsewhere);
  g_test_add_func ("/camera-lines/scope", test_scope);
  g_test_add_func ("/camera-lines/of-host", test_of_host);
  return g_test_run ();
}
