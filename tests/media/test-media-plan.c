/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Plans and reports of media hosts: what is written is read again, whole; and what is too long, too
 * much or can't be is refused with its error.
 */
#include "tc-media-plan.h"

#include <string.h>

static TcMediaCamera *
make_camera (gint64 id)
{
  TcMediaCamera *camera = tc_media_camera_new (id, id + 100, "Ngã tư Trần Hưng Đạo");

  camera->restricted = camera->heard = TRUE;
  camera->masks = g_strdup ("0,0,250,1000");
  g_free (camera->retention);
  camera->retention = g_strdup ("long");
  camera->device = g_strdup ("http://10.0.0.5/onvif/device_service");
  camera->account = g_strdup ("xem");
  camera->password = g_strdup ("bí mật");
  camera->channel = 3;
  camera->playback = g_strdup ("/tracks/{channel}?from={from:%s}");
  camera->playback_local = TRUE;
  camera->streams[TC_PROFILE_MAIN] = (TcMediaStream){
      g_strdup ("rtsp://10.0.0.5/1"), g_strdup ("h265"), g_strdup ("xem"), g_strdup ("bí mật")};
  camera->streams[TC_PROFILE_SUB].address = g_strdup ("rtsp://10.0.0.6/2");
  return camera;
}

static void
test_plan (void)
{
  g_autoptr (GPtrArray) plan = tc_media_plan_new ();
  g_autoptr (GPtrArray) read = NULL;
  g_autoptr (GVariant) value = NULL;
  g_autoptr (GError) error = NULL;

  g_ptr_array_add (plan, make_camera (5));
  g_ptr_array_add (plan, tc_media_camera_new (6, 7, "Chợ"));
  value = g_variant_ref_sink (tc_media_plan_write (plan));
  read = tc_media_plan_read (value, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (read->len, ==, 2);
  g_assert_true (tc_media_camera_equal (read->pdata[0], plan->pdata[0]));
  g_assert_true (tc_media_camera_equal (read->pdata[1], plan->pdata[1]));
  g_assert_false (tc_media_camera_equal (read->pdata[0], read->pdata[1]));
  ((TcMediaCamera *) read->pdata[0])->playback_local = FALSE;
  g_assert_false (tc_media_camera_equal (read->pdata[0], plan->pdata[0]));
}

/* As it is said; a plan of before doesn't, nor does one that was sealed then. */
static void
check_heard (const char *words, gboolean heard)
{
  g_autofree char *text = g_strdup_printf ("{'cameras': <[{'id': <int64 1>%s}]>}", words);
  g_autoptr (GVariant) value = g_variant_parse (G_VARIANT_TYPE_VARDICT, text, NULL, NULL, NULL);
  g_autoptr (GPtrArray) plan = tc_media_plan_read (value, NULL);

  g_assert_nonnull (plan);
  g_assert_cmpint (((TcMediaCamera *) plan->pdata[0])->heard, ==, heard);
}

static void
test_heard (void)
{
  check_heard ("", TRUE);
  check_heard (", 'restricted': <true>", FALSE);
  check_heard (", 'restricted': <true>, 'heard': <true>", TRUE);
  check_heard (", 'restricted': <false>, 'heard': <false>", FALSE);
}

static void
test_equal (void)
{
  g_autoptr (TcMediaCamera) camera = make_camera (5);
  g_autoptr (TcMediaCamera) copy = tc_media_camera_copy (camera);

  g_assert_true (tc_media_camera_equal (camera, copy));
  copy->streams[TC_PROFILE_SUB].password = g_strdup ("x");
  g_assert_false (tc_media_camera_equal (camera, copy));
  g_assert_null (camera->streams[TC_PROFILE_SUB].password);
  g_clear_pointer (&copy->streams[TC_PROFILE_SUB].password, g_free);
  copy->heard = FALSE;
  g_assert_false (tc_media_camera_equal (camera, copy));
}

static void
check_plan_refused (const char *text, int code)
{
  g_autoptr (GVariant) value = g_variant_parse (G_VARIANT_TYPE_VARDICT, text, NULL, NULL, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_nonnull (value);
  g_assert_null (tc_media_plan_read (value, &error));
  g_assert_error (error, TC_ERROR, code);
}

static void
test_plan_refused (void)
{
  g_autoptr (GPtrArray) many = tc_media_plan_new ();
  g_autoptr (GVariant) value = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = g_strnfill (TC_MEDIA_TEXT_CHARS_MAX + 1, 'x');
  g_autofree char *name = g_strdup_printf ("{'cameras': <[{'id': <int64 1>, 'name': <'%s'>}]>}",
                                           text);
  g_autofree char *stream = g_strdup_printf (
      "{'cameras': <[{'id': <int64 1>, 'sub': <{'address': <'%s'>}>}]>}", text);

  check_plan_refused ("{}", TC_ERROR_INVALID);
  check_plan_refused ("{'cameras': <'x'>}", TC_ERROR_INVALID);
  check_plan_refused ("{'cameras': <[{'id': <int64 0>}]>}", TC_ERROR_INVALID);
  check_plan_refused ("{'cameras': <[{'id': <'1'>}]>}", TC_ERROR_INVALID);
  check_plan_refused ("{'cameras': <[{'id': <int64 1>}, {'id': <int64 1>}]>}", TC_ERROR_INVALID);
  check_plan_refused (name, TC_ERROR_LIMIT);
  check_plan_refused (stream, TC_ERROR_LIMIT);
  g_assert_null (tc_media_plan_read (NULL, NULL));
  for (gint64 i = 0; i <= TC_MEDIA_CAMERAS_MAX; i++)
    g_ptr_array_add (many, tc_media_camera_new (i + 1, i + 1, "x"));
  value = g_variant_ref_sink (tc_media_plan_write (many));
  g_assert_null (tc_media_plan_read (value, &error));
  g_assert_error (error, TC_ERROR, TC_ERROR_LIMIT);
}

static void
test_report (void)
{
  const TcDigest fingerprint = {{1, 2, 3}};
  g_autoptr (TcMediaReport) report = tc_media_report_new ("fe80::1", &fingerprint);
  const TcMediaHealth cameras[] = {
      {5, 8555, "stalled", "no-data", 1000, -2500000, TRUE, TRUE, {512, 14900, 3}},
      {6, 0, "", "", 0, 0, FALSE}};
  g_autoptr (GVariant) value = NULL;
  g_autoptr (TcMediaReport) read = NULL;
  g_autoptr (GError) error = NULL;
  const TcMediaHealth *health;

  g_array_append_vals (report->cameras, cameras, 2);
  report->files_port = 8691;
  value = g_variant_ref_sink (tc_media_report_write (report));
  read = tc_media_report_read (value, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (read->address, ==, "fe80::1");
  g_assert_true (tc_digest_equal (&read->fingerprint, &fingerprint));
  g_assert_cmpuint (read->files_port, ==, 8691);
  g_assert_null (tc_media_report_find (read, 7));
  health = tc_media_report_find (read, 5);
  g_assert_cmpuint (health->port, ==, 8555);
  g_assert_cmpstr (health->state, ==, "stalled");
  g_assert_cmpstr (health->cause, ==, "no-data");
  g_assert_cmpint (health->since_us, ==, 1000);
  g_assert_cmpint (health->offset_us, ==, -2500000);
  g_assert_true (health->has_offset);
  g_assert_true (health->has_figures);
  g_assert_cmpuint (health->figures.kbit, ==, 512);
  g_assert_cmpuint (health->figures.fps_milli, ==, 14900);
  g_assert_cmpuint (health->figures.reconnects, ==, 3);
  g_assert_false (tc_media_report_find (read, 6)->has_figures);
  g_assert_cmpstr (tc_media_report_find (read, 6)->state, ==, "");
}

static void
check_report_refused (const char *address, const char *health)
{
  g_autofree char *text = g_strdup_printf (
      "{'address': <'%s'>, 'fingerprint': <%s>, 'cameras': <@a(xqssxxb) [%s]>}", address,
      "b'0123456789012345678901234567890'", health);
  g_autoptr (GVariant) value = g_variant_parse (G_VARIANT_TYPE_VARDICT, text, NULL, NULL, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_nonnull (value);
  g_assert_null (tc_media_report_read (value, &error));
  g_assert_error (error, TC_ERROR, TC_ERROR_INVALID);
}

static void
test_report_refused (void)
{
  g_autoptr (GVariant) none = g_variant_ref_sink (g_variant_new ("a{sv}", NULL));

  g_assert_null (tc_media_report_read (none, NULL));
  g_assert_null (tc_media_report_read (NULL, NULL));
  check_report_refused ("a/../b", "");
  check_report_refused ("user@host", "");
  check_report_refused ("host", "(0, 0, '', '', 0, 0, false)");
  check_report_refused ("host", "(1, 0, 'fine', '', 0, 0, false)");
  check_report_refused ("host",
                        "(1, 0, 'live', 'a-word-of-more-letters-than-causes-have-at-most-x', "
                        "0, 0, false)");
  check_report_refused ("host", "(1, 0, 'live', '', -1, 0, false)");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/media-plan/plan", test_plan);
  g_test_add_func ("/media-plan/equal", test_equal);
  g_test_add_func ("/media-plan/heard", test_heard);
  g_test_add_func ("/media-plan/plan-refused", test_plan_refused);
  g_test_add_func ("/media-plan/report", test_report);
  g_test_add_func ("/media-plan/report-refused", test_report_refused);
  return g_test_run ();
}
