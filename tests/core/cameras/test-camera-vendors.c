/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: each vendor's way of playing is one that can be filled in, and no code stands for two.
 * Method: the file as it is compiled in.
 */
#include "tc-camera-vendors.h"

#include <string.h>

static void
test_all (void)
{
  const GArray *vendors = tc_camera_vendors_get ();
  g_autofree char *codes = tc_camera_vendors_dup_codes ();

  g_assert_cmpuint (vendors->len, >=, 3);
  for (guint i = 0; i < vendors->len; i++) {
    const TcCameraVendor *vendor = &g_array_index (vendors, TcCameraVendor, i);

    g_assert_true (tc_camera_vendor_find (vendor->code) == vendor);
    g_assert_true (vendor->playback[0] == '/');
    g_assert_nonnull (strstr (vendor->playback, "{channel}"));
    g_assert_nonnull (strstr (vendor->playback, "{from:%"));
    g_assert_nonnull (strstr (codes, vendor->code));
  }
}

static void
test_known (void)
{
  const TcCameraVendor *hikvision = tc_camera_vendor_find ("hikvision");
  const TcCameraVendor *dahua = tc_camera_vendor_find ("dahua");

  g_assert_false (hikvision->local);
  g_assert_true (dahua->local);
  g_assert_null (tc_camera_vendor_find ("Hikvision"));
  g_assert_null (tc_camera_vendor_find (""));
  g_assert_null (tc_camera_vendor_find (NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/camera-vendors/all", test_all);
  g_test_add_func ("/camera-vendors/known", test_known);
  return g_test_run ();
}
