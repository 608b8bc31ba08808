/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A camera is steered by one person at one desk at a time, who loses it by doing nothing, by
 * letting go, to who may take it over, and with the line. Time by argument.
 */
#include "tc-camera-leases.h"

#define CAMERA 9
#define LAN 101
#define MINH 102

static gboolean begins;

/* Whether that desk has it then. */
static gboolean
take (TcCameraLeases *leases, gint64 staff_id, guint16 replica, gboolean over, gint64 now_us)
{
  return tc_camera_leases_take (leases, CAMERA, staff_id, replica, over, now_us, &begins)
             ->replica == replica;
}

static void
test_one (void)
{
  g_autoptr (TcCameraLeases) leases = tc_camera_leases_new ();

  g_assert_null (tc_camera_leases_find (leases, CAMERA, 0));
  g_assert_true (take (leases, LAN, 1, FALSE, 0));
  g_assert_true (begins);
  g_assert_false (take (leases, MINH, 2, FALSE, 1));
  g_assert_false (begins);
  g_assert_cmpint (tc_camera_leases_find (leases, CAMERA, 1)->staff_id, ==, LAN);
  g_assert_null (tc_camera_leases_find (leases, CAMERA + 1, 1));
  /* The same person elsewhere is somebody else: two hands. */
  g_assert_false (take (leases, LAN, 2, FALSE, 1));
}

static void
test_renewed (void)
{
  g_autoptr (TcCameraLeases) leases = tc_camera_leases_new ();

  g_assert_true (take (leases, LAN, 1, FALSE, 0));
  g_assert_true (take (leases, LAN, 1, FALSE, TC_CAMERA_LEASE_US - 1));
  g_assert_false (begins);
  g_assert_cmpint (tc_camera_leases_find (leases, CAMERA, TC_CAMERA_LEASE_US)->since_us, ==, 0);
  g_assert_false (take (leases, MINH, 2, FALSE, 2 * TC_CAMERA_LEASE_US - 2));
  g_assert_true (take (leases, MINH, 2, FALSE, 2 * TC_CAMERA_LEASE_US - 1));
  g_assert_true (begins);
}

static void
test_over (void)
{
  g_autoptr (TcCameraLeases) leases = tc_camera_leases_new ();

  g_assert_true (take (leases, LAN, 1, FALSE, 0));
  g_assert_true (take (leases, MINH, 2, TRUE, 1));
  g_assert_true (begins);
  g_assert_false (take (leases, LAN, 1, FALSE, 2));
  tc_camera_leases_release (leases, CAMERA, 1);
  g_assert_false (take (leases, LAN, 1, FALSE, 2));
  tc_camera_leases_release (leases, CAMERA, 2);
  g_assert_true (take (leases, LAN, 1, FALSE, 2));
}

/* How many it had. */
static guint
cut (TcCameraLeases *leases, guint16 replica)
{
  g_autoptr (GArray) cameras = tc_camera_leases_cut (leases, replica);

  for (guint i = 0; i < cameras->len; i++)
    g_assert_cmpint (g_array_index (cameras, gint64, i), ==, CAMERA);
  return cameras->len;
}

static void
test_cut (void)
{
  g_autoptr (TcCameraLeases) leases = tc_camera_leases_new ();

  g_assert_true (take (leases, LAN, 1, FALSE, 0));
  g_assert_cmpuint (cut (leases, 2), ==, 0);
  g_assert_nonnull (tc_camera_leases_find (leases, CAMERA, 1));
  g_assert_cmpuint (cut (leases, 1), ==, 1);
  g_assert_null (tc_camera_leases_find (leases, CAMERA, 1));
}

/* The oldest end; another desk's stay. */
static void
test_bounded (void)
{
  g_autoptr (TcCameraLeases) leases = tc_camera_leases_new ();

  tc_camera_leases_take (leases, 50, MINH, 2, FALSE, 0, &begins);
  for (int i = 0; i <= TC_CAMERA_LEASES_PER_DESK; i++)
    tc_camera_leases_take (leases, 100 + i, LAN, 1, FALSE, i, &begins);
  g_assert_null (tc_camera_leases_find (leases, 100, 10));
  for (int i = 1; i <= TC_CAMERA_LEASES_PER_DESK; i++)
    g_assert_nonnull (tc_camera_leases_find (leases, 100 + i, 10));
  g_assert_nonnull (tc_camera_leases_find (leases, 50, 10));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/camera-leases/one", test_one);
  g_test_add_func ("/camera-leases/renewed", test_renewed);
  g_test_add_func ("/camera-leases/over", test_over);
  g_test_add_func ("/camera-leases/cut", test_cut);
  g_test_add_func ("/camera-leases/bounded", test_bounded);
  return g_test_run ();
}
