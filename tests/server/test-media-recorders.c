/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: what of a recorder is a camera's is found or isn't told at all, never another one's; where
 * a vendor's recorder plays follows from what is known; what can't be asked has its cause. Method:
 * records as a recorder tells them, without one; a port where nothing listens. With a recorder:
 * e2e-recorder.
 */
#include "tc-media-recorders.h"

#include "tc-onvif-records.h"

#include "main-turn.h"

#define CAMERA 7

static GPtrArray *
new_profiles (const char *const *sources)
{
  GPtrArray *profiles = g_ptr_array_new_with_free_func ((GDestroyNotify) tc_onvif_profile_free);

  for (; *sources; sources++) {
    TcOnvifProfile *profile = g_new0 (TcOnvifProfile, 1);

    profile->token = g_strdup ("p");
    profile->name = g_strdup ("p");
    profile->encoding = g_strdup ("H264");
    profile->source = g_strdup (*sources);
    g_ptr_array_add (profiles, profile);
  }
  return profiles;
}

/* @names: token and source of each */
static GPtrArray *
new_recordings (const char *const *names)
{
  GPtrArray *recordings = g_ptr_array_new_with_free_func ((GDestroyNotify) tc_onvif_recording_free);

  for (; *names; names += 2) {
    TcOnvifRecording *recording = g_new0 (TcOnvifRecording, 1);

    recording->token = g_strdup (names[0]);
    recording->source = g_strdup (names[1]);
    recording->name = g_strdup ("");
    recording->location = g_strdup ("");
    g_ptr_array_add (recordings, recording);
  }
  return recordings;
}

static void
test_match (void)
{
  g_autoptr (GPtrArray)
      two = new_profiles ((const char *const[]){"s1", "s1", "", "s2", "s2", NULL});
  g_autoptr (GPtrArray) one = new_profiles ((const char *const[]){"s1", NULL});
  g_autoptr (GPtrArray)
      named = new_recordings ((const char *const[]){"r2", "s2", "r9", "s9", "r1", "s1", NULL});
  g_autoptr (GPtrArray)
      unnamed = new_recordings ((const char *const[]){"r1", "rtsp://a", "r2", "rtsp://b", NULL});
  g_autoptr (GPtrArray) single = new_recordings ((const char *const[]){"r1", "x", NULL});

  g_assert_cmpstr (tc_media_recorders_match (named, two, 1), ==, "r1");
  g_assert_cmpstr (tc_media_recorders_match (named, two, 2), ==, "r2");
  g_assert_cmpstr (tc_media_recorders_match (named, two, 0), ==, "r1");
  /* There is no third source, and three recordings of two sources say nothing of each other. */
  g_assert_null (tc_media_recorders_match (named, two, 3));
  g_assert_cmpstr (tc_media_recorders_match (unnamed, two, 2), ==, "r2");
  g_assert_null (tc_media_recorders_match (unnamed, two, 3));
  g_assert_null (tc_media_recorders_match (unnamed, one, 1));
  g_assert_cmpstr (tc_media_recorders_match (single, one, 0), ==, "r1");
  g_assert_null (tc_media_recorders_match (single, two, 1));
}

static void
test_playback (void)
{
  g_autoptr (TcMediaCamera) camera = tc_media_camera_new (CAMERA, 1, "Chợ");
  g_autofree char *none = tc_media_recorders_dup_playback (camera);
  g_autofree char *at_stream = NULL, *elsewhere = NULL, *sixth = NULL;

  g_assert_null (none);
  camera->playback = g_strdup ("/tracks/{channel}01?t={from:%s}");
  camera->channel = 3;
  camera->device = g_strdup ("http://10.0.0.1:80/onvif/device_service");
  camera->streams[TC_PROFILE_MAIN].address = g_strdup ("rtsp://10.0.0.1:8554/Streaming/301");
  at_stream = tc_media_recorders_dup_playback (camera);
  g_assert_cmpstr (at_stream, ==, "rtsp://10.0.0.1:8554/tracks/301?t={from:%s}");
  g_free (camera->streams[TC_PROFILE_MAIN].address);
  camera->streams[TC_PROFILE_MAIN].address = g_strdup ("rtsp://10.0.0.99/live");
  camera->channel = 0;
  elsewhere = tc_media_recorders_dup_playback (camera);
  g_assert_cmpstr (elsewhere, ==, "rtsp://10.0.0.1:554/tracks/101?t={from:%s}");
  g_free (camera->device);
  camera->device = g_strdup ("http://[fd00::1]/onvif/device_service");
  sixth = tc_media_recorders_dup_playback (camera);
  g_assert_cmpstr (sixth, ==, "rtsp://[fd00::1]:554/tracks/101?t={from:%s}");
}

/* ---- asking ---- */

static void
done_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  *(GAsyncResult **) data = g_object_ref (result);
}

static TcRecorderHolding *
look (TcMediaRecorders *recorders, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  tc_media_recorders_look_async (recorders, CAMERA, 1000, 2000, done_cb, &result);
  while (!result)
    main_turn ();
  return tc_media_recorders_look_finish (result, error);
}

static void
plan (TcMediaRecorders *recorders, const char *device, const char *playback)
{
  g_autoptr (GPtrArray) cameras = tc_media_plan_new ();
  TcMediaCamera *camera = tc_media_camera_new (CAMERA, 1, "Chợ");

  camera->device = g_strdup (device);
  camera->playback = g_strdup (playback);
  g_ptr_array_add (cameras, camera);
  tc_media_recorders_set_plan (recorders, cameras);
}

static void
assert_cause (TcMediaRecorders *recorders, const char *cause)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (look (recorders, &error));
  g_assert_cmpstr (tc_media_recorders_get_cause (error), ==, cause);
}

static void
test_causes (void)
{
  TcMediaRecorders *recorders = tc_media_recorders_new ();
  g_autoptr (TcRecorderHolding) tried = NULL;

  assert_cause (recorders, "recorder-none");
  plan (recorders, NULL, NULL);
  assert_cause (recorders, "recorder-none");
  plan (recorders, "http://127.0.0.1:9/onvif/device_service", NULL);
  assert_cause (recorders, "recorder-away");
  /* Again, out of what is known by now. */
  assert_cause (recorders, "recorder-away");
  plan (recorders, "http://127.0.0.1:9/onvif/device_service", "/x/{channel}/{from:%s}");
  tried = look (recorders, NULL);
  g_assert_nonnull (tried);
  g_assert_false (tried->told);
  g_assert_cmpuint (tried->spans->len, ==, 0);
  tc_media_recorders_free (recorders);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/media-recorders/match", test_match);
  g_test_add_func ("/media-recorders/playback", test_playback);
  g_test_add_func ("/media-recorders/causes", test_causes);
  return g_test_run ();
}
