/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: a recorder is asked for the right moment in the form that it has for it, whatever its clock
 * and the time zone. Method: times that are worked out by hand.
 */
#include "tc-playback-source.h"

#include <time.h>

/* 2026-11-27 06:37:19.120 UTC, which is 13:37:19 in Vietnam. */
#define AT_US G_GINT64_CONSTANT (1795761439120000)
#define MINUTE_US (60 * G_USEC_PER_SEC)

static void
assert_address (const TcPlaybackSource *source, const char *expected)
{
  g_autofree char *address = tc_playback_source_dup_address (source, AT_US);

  g_assert_cmpstr (address, ==, expected);
}

static void
test_onvif (void)
{
  TcPlaybackSource source = {.address = (char *) "rtsp://10.0.0.1/replay/{1}", .onvif = TRUE};
  g_autofree char *range = tc_playback_source_dup_range (&source, AT_US);
  g_autofree char *ahead = NULL;

  g_assert_cmpstr (range, ==, "clock=20261127T063719.120Z-");
  assert_address (&source, "rtsp://10.0.0.1/replay/{1}");
  g_assert_cmpint (tc_playback_source_get_begin (&source, AT_US), ==, AT_US);
  source.offset_us = 3 * MINUTE_US;
  ahead = tc_playback_source_dup_range (&source, AT_US);
  g_assert_cmpstr (ahead, ==, "clock=20261127T064019.120Z-");
}

static void
test_vendor (void)
{
  TcPlaybackSource source = {
      .address = (char *) "rtsp://10.0.0.1:554/Streaming/tracks/301"
                          "?starttime={from:%Y%m%dT%H%M%SZ}&endtime={until:%Y%m%dT%H%M%SZ}"};

  assert_address (&source, "rtsp://10.0.0.1:554/Streaming/tracks/301"
                           "?starttime=20261127T063719Z&endtime=20261127T073719Z");
  g_assert_null (tc_playback_source_dup_range (&source, AT_US));
  g_assert_cmpint (tc_playback_source_get_begin (&source, AT_US), ==, AT_US - 120000);
  source.offset_us = -MINUTE_US;
  assert_address (&source, "rtsp://10.0.0.1:554/Streaming/tracks/301"
                           "?starttime=20261127T063619Z&endtime=20261127T073619Z");
  source = (TcPlaybackSource){
      .local = TRUE,
      .address = (char *) "rtsp://10.0.0.1:554/cam/playback?channel=3&subtype=0"
                          "&starttime={from:%Y_%m_%d_%H_%M_%S}&endtime={until:%Y_%m_%d_%H_%M_%S}"};
  assert_address (&source, "rtsp://10.0.0.1:554/cam/playback?channel=3&subtype=0"
                           "&starttime=2026_11_27_13_37_19&endtime=2026_11_27_14_37_19");
  source.address = (char *) "rtsp://10.0.0.1:554/c3/b{from:%s}/e{until:%s}/replay/";
  assert_address (&source, "rtsp://10.0.0.1:554/c3/b1795761439/e1795765039/replay/");
}

static void
test_unknown (void)
{
  static const char *const addresses[] = {"rtsp://a/{channel}", "rtsp://a/{from}",
                                          "rtsp://a/{from:%Y", "rtsp://a/{}",
                                          "rtsp://a/{fromm:%Y}"};

  for (gsize i = 0; i < G_N_ELEMENTS (addresses); i++)
    assert_address (&(TcPlaybackSource){.address = (char *) addresses[i]}, NULL);
  assert_address (&(TcPlaybackSource){.address = (char *) "rtsp://a/b}"}, "rtsp://a/b}");
}

static void
test_form (void)
{
  const TcPlaybackSource source = {.address = (char *) "rtsp://a/b",
                                   .account = (char *) "xem",
                                   .password = (char *) "mật khẩu",
                                   .local = TRUE,
                                   .offset_us = -5};
  g_autoptr (GVariant) value = g_variant_ref_sink (tc_playback_source_write (&source));
  g_autoptr (TcPlaybackSource) read = tc_playback_source_read (value);
  g_autofree char *long_text = g_strnfill (TC_PLAYBACK_ADDRESS_CHARS_MAX, 'x');
  g_autofree char *long_address = g_strconcat ("rtsp://", long_text, NULL);
  const char *const wrong[] = {"http://a/b", "", long_address};

  g_assert_nonnull (read);
  g_assert_cmpstr (read->address, ==, source.address);
  g_assert_cmpstr (read->account, ==, source.account);
  g_assert_cmpstr (read->password, ==, source.password);
  g_assert_true (read->local && !read->onvif && read->offset_us == -5);
  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++) {
    const TcPlaybackSource other = {.address = (char *) wrong[i]};
    g_autoptr (GVariant) form = g_variant_ref_sink (tc_playback_source_write (&other));

    g_assert_null (tc_playback_source_read (form));
  }
}

int
main (int argc, char **argv)
{
  g_setenv ("TZ", "Asia/Ho_Chi_Minh", TRUE);
  tzset ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/playback-source/onvif", test_onvif);
  g_test_add_func ("/playback-source/vendor", test_vendor);
  g_test_add_func ("/playback-source/unknown", test_unknown);
  g_test_add_func ("/playback-source/form", test_form);
  return g_test_run ();
}
