/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: a fake camera turns at the speed it is told, stops when it is told, when its time is over
 * and at its end; presets are kept, gone to, replaced and removed. Method: time by hand.
 */
#include "tc-fake-camera-ptz.h"

#include "tc-limits.h"

#define S TC_US_PER_S
#define NEAR 0.001

static void
assert_view (TcFakePtz *ptz, gint64 now_us, double pan, double tilt, double zoom, gboolean moves)
{
  gboolean moving = FALSE;
  TcFakeView view = tc_fake_ptz_get (ptz, now_us, &moving);

  g_assert_cmpfloat_with_epsilon (view.pan, pan, NEAR);
  g_assert_cmpfloat_with_epsilon (view.tilt, tilt, NEAR);
  g_assert_cmpfloat_with_epsilon (view.zoom, zoom, NEAR);
  g_assert_cmpint (moving, ==, moves);
}

static void
test_move (void)
{
  g_autoptr (TcFakePtz) ptz = tc_fake_ptz_new ();

  assert_view (ptz, 0, 0, 0, 0, FALSE);
  tc_fake_ptz_move (ptz, TRUE, TRUE, (TcFakeView){1, -0.5, 1}, 10 * S, 100 * S);
  assert_view (ptz, 101 * S, 0.5, -0.25, 0.35, TRUE);
  tc_fake_ptz_stop (ptz, TRUE, FALSE, 101 * S);
  assert_view (ptz, 102 * S, 0.5, -0.25, 0.7, TRUE);
  tc_fake_ptz_stop (ptz, FALSE, TRUE, 102 * S);
  assert_view (ptz, 200 * S, 0.5, -0.25, 0.7, FALSE);
  /* What isn't told goes on. */
  tc_fake_ptz_move (ptz, TRUE, FALSE, (TcFakeView){-1, 0, 0}, 10 * S, 200 * S);
  tc_fake_ptz_move (ptz, FALSE, TRUE, (TcFakeView){0, 0, -1}, 10 * S, 201 * S);
  assert_view (ptz, 202 * S, -0.5, -0.25, 0.35, TRUE);
}

static void
test_ends (void)
{
  g_autoptr (TcFakePtz) ptz = tc_fake_ptz_new ();

  tc_fake_ptz_move (ptz, TRUE, TRUE, (TcFakeView){-1, 0, -1}, 60 * S, 0);
  assert_view (ptz, 10 * S, -1, 0, 0, FALSE);
  /* From the end it goes back at once. */
  tc_fake_ptz_move (ptz, TRUE, FALSE, (TcFakeView){1, 0, 0}, 60 * S, 10 * S);
  assert_view (ptz, 11 * S, -0.5, 0, 0, TRUE);
  /* Faster than it can is as fast as it can; its own time ends it. */
  tc_fake_ptz_move (ptz, TRUE, FALSE, (TcFakeView){9, 0, 0}, S, 11 * S);
  assert_view (ptz, 15 * S, 0, 0, 0, FALSE);
}

static void
test_presets (void)
{
  g_autoptr (TcFakePtz) ptz = tc_fake_ptz_new ();

  tc_fake_ptz_move (ptz, TRUE, FALSE, (TcFakeView){1, 1, 0}, S, 0);
  g_autofree char *gate = tc_fake_ptz_set_preset (ptz, NULL, "Cổng", 5 * S);
  tc_fake_ptz_move (ptz, TRUE, FALSE, (TcFakeView){-1, -1, 0}, 2 * S, 5 * S);
  assert_view (ptz, 8 * S, -0.5, -0.5, 0, FALSE);
  g_autofree char *bridge = tc_fake_ptz_set_preset (ptz, NULL, NULL, 8 * S);
  g_assert_cmpstr (gate, !=, bridge);
  g_assert_true (tc_fake_ptz_go (ptz, gate, 10 * S));
  assert_view (ptz, 11 * S, 0, 0, 0, TRUE);
  assert_view (ptz, 13 * S, 0.5, 0.5, 0, FALSE);
  g_autoptr (GPtrArray) presets = tc_fake_ptz_dup_presets (ptz);
  g_assert_cmpuint (presets->len, ==, 2);
  g_assert_cmpstr (((TcFakePreset *) g_ptr_array_index (presets, 0))->name, ==, "Cổng");
  /* Replaced, under its own name. */
  g_autofree char *again = tc_fake_ptz_set_preset (ptz, bridge, NULL, 13 * S);
  g_assert_cmpstr (again, ==, bridge);
  tc_fake_ptz_move (ptz, TRUE, FALSE, (TcFakeView){-1, 0, 0}, S, 13 * S);
  g_assert_true (tc_fake_ptz_go (ptz, bridge, 20 * S));
  assert_view (ptz, 25 * S, 0.5, 0.5, 0, FALSE);
  g_assert_true (tc_fake_ptz_remove_preset (ptz, bridge));
  g_assert_false (tc_fake_ptz_remove_preset (ptz, bridge));
  g_assert_false (tc_fake_ptz_go (ptz, bridge, 30 * S));
  g_assert_null (tc_fake_ptz_set_preset (ptz, bridge, NULL, 30 * S));
}

static void
test_room (void)
{
  g_autoptr (TcFakePtz) ptz = tc_fake_ptz_new ();

  for (guint i = 0; i < TC_FAKE_PRESETS_MAX; i++) {
    g_autofree char *token = tc_fake_ptz_set_preset (ptz, NULL, NULL, 0);
    g_assert_nonnull (token);
  }
  g_assert_null (tc_fake_ptz_set_preset (ptz, NULL, NULL, 0));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/fake-camera-ptz/move", test_move);
  g_test_add_func ("/fake-camera-ptz/ends", test_ends);
  g_test_add_func ("/fake-camera-ptz/presets", test_presets);
  g_test_add_func ("/fake-camera-ptz/room", test_room);
  return g_test_run ();
}
