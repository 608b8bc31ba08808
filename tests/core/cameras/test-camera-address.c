/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: an address that could hold a name or password, or isn't one, is refused; all that devices
 * really have is taken. Method: lists of both.
 */
#include "tc-camera-address.h"

static const char *const streams[] = {
    "rtsp://10.1.2.3/main?quality=100%25",
    "rtsp://10.1.2.3/",
    "rtsp://10.1.2.3",
    "rtsp://cam-7.example.vn:8554/7/main",
    "rtsp://10.1.2.3:554/Streaming/Channels/101?transportmode=unicast&profile=Profile_1",
    "rtsp://10.1.2.3/cam/realmonitor?channel=1&subtype=0",
    "rtsp://[fe80::1]:554/a",
    "rtsp://10.1.2.3?x=1",
};

static const char *const wrong[] = {
    "",
    "rtsp",
    "rtsp://",
    "rtsp:///main",
    "rtsp://:554/main",
    "http://10.1.2.3/main",
    "rtsps://10.1.2.3/main",
    "RTSP://10.1.2.3/main",
    " rtsp://10.1.2.3/main",
    "rtsp://10.1.2.3/main ",
    "rtsp://admin@10.1.2.3/main",
    "rtsp://admin:secret@10.1.2.3/main",
    "rtsp://admin:554@10.1.2.3/main",
    "rtsp://10.1.2.3:0/main",
    "rtsp://10.1.2.3:65536/main",
    "rtsp://10.1.2.3:/main",
    "rtsp://10.1.2.3:99999999999/main",
    "rtsp://10.1.2.3/main?user=admin&password=secret",
    "rtsp://10.1.2.3:554/user=admin&password=secret&channel=1&stream=0.sdp",
    "rtsp://10.1.2.3/user=admin_password=secret_channel=1",
    "rtsp://10.1.2.3/main?loginuse=admin&loginpas=secret",
    "rtsp://10.1.2.3/main?u=admin&p=secret",
    "rtsp://10.1.2.3/main?psw=secret",
    "rtsp://10.1.2.3/main?%70assword=secret",
    "rtsp://10.1.2.3/main?%2570assword=secret",
    "rtsp://10.1.2.3/main?%zz",
    "rtsp://10.1.2.3/main?a=%2500&password=secret",
    "rtsp://10.1.2.3/main?a=100%25&%2570assword=secret",
    "rtsp://10.1.2.3/cam?a=1?password=x",
    "rtsp://10.1.2.3/main?Pwd=secret",
    "rtsp://10.1.2.3/main#x",
    "rtsp://10.1.2.3/\"main\"",
    "rtsp://10.1.2.3/đường",
    "rtsp://[::1/main",
    "rtsp://[]/main",
    "rtsp://10.1.2.3main?x y",
};

static void
test_streams (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (streams); i++) {
    g_test_message ("%s", streams[i]);
    g_assert_true (tc_camera_address_is_stream (streams[i]));
    g_assert_false (tc_camera_address_is_device (streams[i]));
  }
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++) {
    g_test_message ("%s", wrong[i]);
    g_assert_false (tc_camera_address_is_stream (wrong[i]));
  }
}

static void
test_devices (void)
{
  g_assert_true (tc_camera_address_is_device ("http://10.1.2.3/onvif/device_service"));
  g_assert_true (tc_camera_address_is_device ("https://nvr.example.vn:8443/onvif/device_service"));
  g_assert_false (tc_camera_address_is_device ("http://admin:secret@10.1.2.3/onvif"));
  g_assert_false (tc_camera_address_is_device ("ftp://10.1.2.3/"));
}

static void
test_hosts (void)
{
  g_assert_true (tc_camera_address_same_host ("rtsp://10.1.2.3:554/a", "http://10.1.2.3/b"));
  g_assert_true (tc_camera_address_same_host ("rtsp://Cam.vn/a", "https://cam.vn:8443"));
  g_assert_true (tc_camera_address_same_host ("rtsp://[fe80::1]:554/a", "http://[FE80::1]/"));
  g_assert_false (tc_camera_address_same_host ("rtsp://10.1.2.30/a", "http://10.1.2.3/b"));
  g_assert_false (tc_camera_address_same_host ("rtsp://10.1.2.3.evil.vn/a", "http://10.1.2.3/b"));
  g_assert_false (tc_camera_address_same_host ("10.1.2.3", "10.1.2.3"));
}

static void
test_paths (void)
{
  g_assert_true (tc_camera_address_same_path ("rtsp://10.1.2.3:554/a?b=1", "rtsp://cam.vn/a?b=1"));
  g_assert_false (tc_camera_address_same_path ("rtsp://10.1.2.3/a", "rtsp://10.1.2.3/b"));
  g_assert_false (tc_camera_address_same_path ("rtsp://10.1.2.3", "rtsp://10.1.2.3"));
  g_assert_false (tc_camera_address_same_path (NULL, NULL));
  g_assert_false (tc_camera_address_same_path ("rtsp://10.1.2.3/a", NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/camera-address/streams", test_streams);
  g_test_add_func ("/camera-address/devices", test_devices);
  g_test_add_func ("/camera-address/hosts", test_hosts);
  g_test_add_func ("/camera-address/paths", test_paths);
  return g_test_run ();
}
