/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: tc-fake-cameras takes the options that it documents and refuses what makes no sense; what a
 * path or a fault says of a camera. Method: lists of words, as main() has them.
 */
#include "tc-fake-camera-world.h"

#include "tc-error.h"
#include "tc-limits.h"

static TcFakeOptions *
parse (const char *words, GError **error)
{
  g_autofree char *all = g_strconcat ("tc-fake-cameras", *words ? " " : "", words, NULL);
  g_auto (GStrv) argv = g_strsplit (all, " ", -1);

  return tc_fake_options_parse (argv, error);
}

static void
test_defaults (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TcFakeOptions) options = parse ("", &error);

  g_assert_no_error (error);
  g_assert_cmpuint (options->n, ==, 24);
  g_assert_cmpuint (options->first, ==, 1);
  g_assert_cmpstr (options->address, ==, "127.0.0.1");
  g_assert_cmpuint (options->rtsp_port, ==, 8554);
  g_assert_null (options->discovery_address);
  g_assert_cmpstr (options->account, ==, "camera");
  g_assert_cmpint (options->auth, ==, TC_FAKE_AUTH_BOTH);
  g_assert_cmpuint (options->loop_s, ==, 0);
  for (guint i = 0; i < options->n; i++) {
    g_assert_cmpint (options->codecs[i], ==, TC_FAKE_CODEC_H264);
    g_assert_cmpint (options->turns[i], ==, (i + 1) % 8 == 0);
  }
}

static void
test_all (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TcFakeOptions)
      options = parse ("-n 4 --first 10 -a ::1 --rtsp-port 0 --http-port 0 --own-ports "
                       "--discovery 127.0.0.1:3702 --account a --password b --onvif-auth token "
                       "-c h265 -c 11:mjpeg -s pcma -s 12:aac --turn 10,13 --rest 11 --loop 20",
                       &error);

  g_assert_no_error (error);
  g_assert_cmpuint (options->n, ==, 4);
  g_assert_cmpuint (options->first, ==, 10);
  g_assert_cmpstr (options->address, ==, "::1");
  g_assert_cmpuint (options->rtsp_port, ==, 0);
  g_assert_true (options->own_ports);
  g_assert_cmpstr (options->discovery_address, ==, "127.0.0.1");
  g_assert_cmpuint (options->discovery_port, ==, 3702);
  g_assert_cmpstr (options->account, ==, "a");
  g_assert_cmpstr (options->password, ==, "b");
  g_assert_cmpint (options->auth, ==, TC_FAKE_AUTH_TOKEN);
  g_assert_cmpint (options->codecs[0], ==, TC_FAKE_CODEC_H265);
  g_assert_cmpint (options->codecs[1], ==, TC_FAKE_CODEC_MJPEG);
  g_assert_true (options->sounds[0] == TC_FAKE_SOUND_PCMA &&
                 options->sounds[2] == TC_FAKE_SOUND_AAC);
  g_assert_true (options->turns[0] && !options->turns[1] && options->turns[3]);
  g_assert_true (!options->rests[0] && options->rests[1] && !options->rests[2]);
  g_assert_cmpuint (options->loop_s, ==, 20);
}

static void
test_bad (void)
{
  static const char *const lists[] = {
      "--cameras 0",
      "--cameras 257",
      "--first 0",
      "--first 4090",
      "--rtsp-port -1",
      "--http-port 65536",
      "--rtsp-port 65530 --own-ports",
      "--address localhost",
      "--discovery 127.0.0.1",
      "--discovery here:3702",
      "--discovery 127.0.0.1:70000",
      "--open --account a",
      "--onvif-auth none",
      "--codec vp9",
      "--codec 25:h265",
      "--codec 1:",
      "--sound mp3",
      "--sound 25:pcmu",
      "--turn 25",
      "--turn 1,,2",
      "--rest 25",
      "--loop -1",
      "--loop 61",
      "--footage /nowhere/at.all",
      "7",
      "--what",
  };

  for (guint i = 0; i < G_N_ELEMENTS (lists); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (TcFakeOptions) options = parse (lists[i], &error);
    if (options)
      g_error ("taken: %s", lists[i]);
    g_assert_nonnull (error);
  }
}

static void
test_open (void)
{
  g_autoptr (TcFakeOptions) options = parse ("--open --turn none", NULL);

  g_assert_nonnull (options);
  g_assert_null (options->account);
  g_assert_false (options->turns[7]);
}

static void
test_world (void)
{
  g_autoptr (TcFakeOptions) options = parse ("--first 5 --cameras 4 -c 6:mjpeg", NULL);
  g_autoptr (TcFakeWorld) world = tc_fake_world_new (options);
  TcFakeFault codec = {TC_FAKE_FAULT_CODEC, TC_FAKE_CODEC_H265, 0};
  TcFakeFault clock = {TC_FAKE_FAULT_CLOCK, -TC_US_PER_S, 0};
  const char *rest = NULL;

  g_assert_cmpuint (tc_fake_world_parse_path (world, "/7/main", &rest), ==, 7);
  g_assert_cmpstr (rest, ==, "/main");
  g_assert_cmpuint (tc_fake_world_parse_path (world, "/5", &rest), ==, 5);
  g_assert_cmpstr (rest, ==, "");
  g_assert_cmpuint (tc_fake_world_parse_path (world, "/onvif/device_service", &rest), ==, 0);
  g_assert_cmpstr (rest, ==, "/onvif/device_service");
  g_assert_cmpuint (tc_fake_world_parse_path (world, "/4/main", NULL), ==, 0);
  g_assert_cmpuint (tc_fake_world_parse_path (world, "/7main", NULL), ==, 0);
  g_assert_cmpuint (tc_fake_world_parse_path (world, "/99999999999999999999999/", NULL), ==, 0);
  g_assert_cmpuint (tc_fake_world_parse_path (world, "*", NULL), ==, 0);
  g_assert_nonnull (tc_fake_world_ptz (world, 8));
  g_assert_null (tc_fake_world_ptz (world, 7));
  g_assert_cmpint (tc_fake_world_codec (world, 6), ==, TC_FAKE_CODEC_MJPEG);
  tc_fake_faults_set (world->faults, 6, &codec);
  g_assert_cmpint (tc_fake_world_codec (world, 6), ==, TC_FAKE_CODEC_H265);
  tc_fake_faults_set (world->faults, 7, &clock);
  g_assert_cmpint (tc_fake_world_clock_us (world, 7, 5 * TC_US_PER_S), ==, 4 * TC_US_PER_S);
  g_assert_cmpint (tc_fake_world_clock_us (world, 8, 5 * TC_US_PER_S), ==, 5 * TC_US_PER_S);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/fake-camera-options/defaults", test_defaults);
  g_test_add_func ("/fake-camera-options/all", test_all);
  g_test_add_func ("/fake-camera-options/bad", test_bad);
  g_test_add_func ("/fake-camera-options/open", test_open);
  g_test_add_func ("/fake-camera-options/world", test_world);
  return g_test_run ();
}
