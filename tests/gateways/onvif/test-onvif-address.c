/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: a device is reached by what a person typed and by nothing else, and what it tells about
 * itself leads to itself, without an account in it.
 * Method: tables.
 */
#include "tc-onvif-address.h"
#include "tc-onvif-error.h"

#include <string.h>

static void
test_read (void)
{
  static const struct {
    const char *typed;
    const char *read; /* NULL: refused */
  } cases[] = {
      {"192.0.2.7", "http://192.0.2.7/onvif/device_service"},
      {" 192.0.2.7:8000 ", "http://192.0.2.7:8000/onvif/device_service"},
      {"camera-7.example", "http://camera-7.example/onvif/device_service"},
      {"https://192.0.2.7", "https://192.0.2.7/onvif/device_service"},
      {"http://192.0.2.7:80/", "http://192.0.2.7:80/onvif/device_service"},
      {"http://192.0.2.7/onvif/services", "http://192.0.2.7/onvif/services"},
      {"http://[2001:db8::7]:81/", "http://[2001:db8::7]:81/onvif/device_service"},
      {"", NULL},
      {"http://", NULL},
      {"http:///onvif", NULL},
      {"rtsp://192.0.2.7/", NULL},
      {"file:///etc/passwd", NULL},
      {"http://admin:secret@192.0.2.7/", NULL},
      {"http://@192.0.2.7/", NULL},
      {"http://192.0.2.7:0/", NULL},
      {"http://192.0.2.7:99999/", NULL},
      {"http://192.0.2.7/?password=secret", NULL},
      {"http://192.0.2.7/#x", NULL},
      {"http://192.0.2.7/a b", NULL},
      {"http://192.0.2.7/a\r\nX: y", NULL},
      {"http://c\xe1\xbb\x95ng/", NULL},
      {"http://a%0ab/", NULL},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (GUri) uri = tc_onvif_address_read (cases[i].typed, &error);
    g_autofree char *read = uri ? g_uri_to_string (uri) : NULL;

    g_test_message ("%s", cases[i].typed);
    g_assert_cmpstr (read, ==, cases[i].read);
    if (!uri) {
      g_assert_error (error, TC_ONVIF_ERROR, TC_ONVIF_ERROR_ADDRESS);
      g_assert_null (strstr (error->message, "secret"));
    }
  }
}

typedef struct {
  TcOnvifAddressKind kind;
  const char *reached;
  const char *told;
  const char *taken; /* NULL: refused */
} Told;

static void
check_told (const Told *cases, gsize n)
{
  for (gsize i = 0; i < n; i++) {
    g_autoptr (GUri) reached = g_uri_parse (cases[i].reached, G_URI_FLAGS_NONE, NULL);
    g_autofree char *taken = tc_onvif_address_take (cases[i].told, cases[i].kind, reached);

    g_test_message ("%s", cases[i].told);
    g_assert_cmpstr (taken, ==, cases[i].taken);
  }
}

static void
test_streams (void)
{
  static const Told cases[] = {
      /* Streams: their own port, never another host. */
      {TC_ONVIF_ADDRESS_STREAM, "http://10.0.0.7", "rtsp://10.0.0.7:554/a?b=c&d",
       "rtsp://10.0.0.7:554/a?b=c&d"},
      {TC_ONVIF_ADDRESS_STREAM, "http://10.0.0.7", "RTSP://10.0.0.8/a", "rtsp://10.0.0.7/a"},
      {TC_ONVIF_ADDRESS_STREAM, "http://10.0.0.7", "rtsps://10.0.0.7/a%20b",
       "rtsps://10.0.0.7/a%20b"},
      {TC_ONVIF_ADDRESS_STREAM, "http://10.0.0.7", " rtsp://0.0.0.0:554/a\n",
       "rtsp://10.0.0.7:554/a"},
      {TC_ONVIF_ADDRESS_STREAM, "http://10.0.0.7", "rtsp://127.0.0.1/a", "rtsp://10.0.0.7/a"},
      {TC_ONVIF_ADDRESS_STREAM, "http://10.0.0.7", "rtsp://localhost/a", "rtsp://10.0.0.7/a"},
      {TC_ONVIF_ADDRESS_STREAM, "http://10.0.0.7", "rtsp://169.254.1.1/a", "rtsp://10.0.0.7/a"},
      {TC_ONVIF_ADDRESS_STREAM, "http://10.0.0.7", "rtsp://239.1.1.1/a", "rtsp://10.0.0.7/a"},
      {TC_ONVIF_ADDRESS_STREAM, "http://10.0.0.7", "rtsp://255.255.255.255/a", "rtsp://10.0.0.7/a"},
      {TC_ONVIF_ADDRESS_STREAM, "http://10.0.0.7", "rtsp://[::]/a", "rtsp://10.0.0.7/a"},
      {TC_ONVIF_ADDRESS_STREAM, "http://10.0.0.7", "rtsp://[fe80::1]/a", "rtsp://10.0.0.7/a"},
      {TC_ONVIF_ADDRESS_STREAM, "http://10.0.0.7", "rtsp:///a", "rtsp://10.0.0.7/a"},
      {TC_ONVIF_ADDRESS_STREAM, "http://10.0.0.7", "rtsp://[::ffff:127.0.0.1]/a",
       "rtsp://10.0.0.7/a"},
      /* Numbers that a resolver would take for loopback. */
      {TC_ONVIF_ADDRESS_STREAM, "http://10.0.0.7", "rtsp://127.1/a", "rtsp://10.0.0.7/a"},
      {TC_ONVIF_ADDRESS_STREAM, "http://10.0.0.7", "rtsp://2130706433/a", "rtsp://10.0.0.7/a"},
      {TC_ONVIF_ADDRESS_STREAM, "http://10.0.0.7", "rtsp://0x7f000001/a", "rtsp://10.0.0.7/a"},
      {TC_ONVIF_ADDRESS_STREAM, "http://10.0.0.7", "rtsp://127.0.0.1./a", "rtsp://10.0.0.7/a"},
      {TC_ONVIF_ADDRESS_STREAM, "http://10.0.0.7", "rtsp://recorder-2.lan:8554/a",
       "rtsp://10.0.0.7:8554/a"},
      {TC_ONVIF_ADDRESS_STREAM, "http://recorder.lan", "rtsp://ip6-localhost/a",
       "rtsp://recorder.lan/a"},
      {TC_ONVIF_ADDRESS_STREAM, "http://10.0.0.7", "rtsp://10.0.0.7", "rtsp://10.0.0.7/"},
      {TC_ONVIF_ADDRESS_STREAM, "http://[2001:db8::7]", "rtsp://[::1]:554/a",
       "rtsp://[2001:db8::7]:554/a"},
      {TC_ONVIF_ADDRESS_STREAM, "http://198.51.100.7", "rtsp://192.168.1.64/a",
       "rtsp://198.51.100.7/a"},
      {TC_ONVIF_ADDRESS_STREAM, "http://10.0.0.7", "rtsp://user:pass@10.0.0.7/a",
       "rtsp://10.0.0.7/a"},
      {TC_ONVIF_ADDRESS_STREAM, "http://10.0.0.7", "http://10.0.0.7/a", NULL},
      {TC_ONVIF_ADDRESS_STREAM, "http://10.0.0.7", "rtspx://10.0.0.7/a", NULL},
      {TC_ONVIF_ADDRESS_STREAM, "http://10.0.0.7", "file:///etc/passwd", NULL},
      {TC_ONVIF_ADDRESS_STREAM, "http://10.0.0.7", "rtsp://10.0.0.7:0/a", NULL},
      {TC_ONVIF_ADDRESS_STREAM, "http://10.0.0.7", "rtsp://10.0.0.7/a b", NULL},
      {TC_ONVIF_ADDRESS_STREAM, "http://10.0.0.7", "rtsp://10.0.0.7/%a=b", NULL},
      {TC_ONVIF_ADDRESS_STREAM, "http://10.0.0.7", "rtsp://10.0.0.7/\x7f", NULL},
      {TC_ONVIF_ADDRESS_STREAM, "http://10.0.0.7", "rtsp://a%0ab/", NULL},
      {TC_ONVIF_ADDRESS_STREAM, "http://10.0.0.7", "rtsp:opaque", NULL},
      {TC_ONVIF_ADDRESS_STREAM, "http://10.0.0.7", "/a", NULL},
      {TC_ONVIF_ADDRESS_STREAM, "http://10.0.0.7", "", NULL},
  };

  check_told (cases, G_N_ELEMENTS (cases));
}

static void
test_others (void)
{
  static const Told cases[] = {
      /* Services: never anybody else, and not from TLS to none. */
      {TC_ONVIF_ADDRESS_SERVICE, "http://10.0.0.7:81", "http://10.0.0.7:8080/m",
       "http://10.0.0.7:8080/m"},
      {TC_ONVIF_ADDRESS_SERVICE, "http://10.0.0.7:81", "http://evil.example:8080/m",
       "http://10.0.0.7:81/m"},
      {TC_ONVIF_ADDRESS_SERVICE, "http://10.0.0.7:81", "http://0.0.0.0/m", "http://10.0.0.7:81/m"},
      {TC_ONVIF_ADDRESS_SERVICE, "https://10.0.0.7", "http://10.0.0.7:80/m", "https://10.0.0.7/m"},
      {TC_ONVIF_ADDRESS_SERVICE, "http://10.0.0.7", "https://10.0.0.7/m", "https://10.0.0.7/m"},
      {TC_ONVIF_ADDRESS_SERVICE, "http://10.0.0.7", "rtsp://10.0.0.7/m", NULL},
      /* Pictures. */
      {TC_ONVIF_ADDRESS_PICTURE, "http://10.0.0.7:81", "http://10.0.0.8/p", "http://10.0.0.7:81/p"},
      {TC_ONVIF_ADDRESS_PICTURE, "http://10.0.0.7:81", "http://10.0.0.7:8080/p",
       "http://10.0.0.7:8080/p"},
      {TC_ONVIF_ADDRESS_PICTURE, "https://10.0.0.7", "http://10.0.0.7/p", "https://10.0.0.7/p"},
      {TC_ONVIF_ADDRESS_PICTURE, "http://10.0.0.7:81", "http://127.0.0.1/p",
       "http://10.0.0.7:81/p"},
      {TC_ONVIF_ADDRESS_PICTURE, "http://10.0.0.7:81", "ftp://10.0.0.7/p", NULL},
      /* What a probe finds. */
      {TC_ONVIF_ADDRESS_FOUND, "http://10.0.0.7", "http://0.0.0.0:8080/d",
       "http://10.0.0.7:8080/d"},
      {TC_ONVIF_ADDRESS_FOUND, "http://10.0.0.7", "https://10.0.0.9/d", "https://10.0.0.7/d"},
  };

  check_told (cases, G_N_ELEMENTS (cases));
}

static void
test_long (void)
{
  g_autoptr (GUri) reached = g_uri_parse ("http://10.0.0.7", G_URI_FLAGS_NONE, NULL);
  g_autofree char *path = g_strnfill (TC_ONVIF_ADDRESS_BYTES_MAX, 'a');
  g_autofree char *told = g_strconcat ("rtsp://10.0.0.7/", path, NULL);

  g_assert_null (tc_onvif_address_take (told, TC_ONVIF_ADDRESS_STREAM, reached));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/onvif/address/read", test_read);
  g_test_add_func ("/onvif/address/streams", test_streams);
  g_test_add_func ("/onvif/address/others", test_others);
  g_test_add_func ("/onvif/address/long", test_long);
  return g_test_run ();
}
