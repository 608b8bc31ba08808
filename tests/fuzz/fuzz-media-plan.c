/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Fuzz target: what a media host is told and tells: plans and reports. Whatever the bytes are, what
 * is read is within the limits, and is written and read again as the same.
 */
#include "tc-media-plan.h"

#include <string.h>

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static void
try_plan (GVariant *value)
{
  g_autoptr (GPtrArray) plan = tc_media_plan_read (value, NULL);
  g_autoptr (GPtrArray) again = NULL;
  g_autoptr (GVariant) written = NULL;

  if (!plan)
    return;
  g_assert_cmpuint (plan->len, <=, TC_MEDIA_CAMERAS_MAX);
  written = g_variant_ref_sink (tc_media_plan_write (plan));
  again = tc_media_plan_read (written, NULL);
  g_assert_nonnull (again);
  g_assert_cmpuint (again->len, ==, plan->len);
  for (guint i = 0; i < plan->len; i++) {
    const TcMediaCamera *camera = g_ptr_array_index (plan, i);

    g_assert_cmpint (camera->id, >, 0);
    g_assert_true (camera->name && strlen (camera->name) <= TC_MEDIA_TEXT_CHARS_MAX);
    /* A stream without an address isn't one. */
    if (camera->streams[TC_PROFILE_MAIN].address && camera->streams[TC_PROFILE_SUB].address)
      g_assert_true (tc_media_camera_equal (camera, g_ptr_array_index (again, i)));
  }
}

static void
try_report (GVariant *value)
{
  g_autoptr (TcMediaReport) report = tc_media_report_read (value, NULL);
  g_autoptr (TcMediaReport) again = NULL;
  g_autoptr (GVariant) written = NULL;

  if (!report)
    return;
  g_assert_cmpuint (report->cameras->len, <=, TC_MEDIA_CAMERAS_MAX);
  written = g_variant_ref_sink (tc_media_report_write (report));
  again = tc_media_report_read (written, NULL);
  g_assert_nonnull (again);
  g_assert_cmpstr (again->address, ==, report->address);
  g_assert_cmpuint (again->cameras->len, ==, report->cameras->len);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_autoptr (GVariant)
      value = g_variant_ref_sink (g_variant_new_from_bytes (G_VARIANT_TYPE_VARDICT, bytes, FALSE));

  try_plan (value);
  try_report (value);
  return 0;
}
