/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: what is where on a timeline is found at its edges, too. Method: spans in seconds.
 */
#include "tc-replay-spans.h"

#define S ((gint64) G_USEC_PER_SEC)

static GArray *
new_spans (void)
{
  const TcCameraReplaySpan both[] = {{10 * S, 20 * S}, {30 * S, 40 * S}};
  GArray *spans = g_array_new (FALSE, FALSE, sizeof (TcCameraReplaySpan));

  g_array_append_vals (spans, both, G_N_ELEMENTS (both));
  return spans;
}

static void
test_cover (void)
{
  g_autoptr (GArray) spans = new_spans ();

  g_assert_false (tc_replay_spans_cover (spans, 10 * S - 1));
  g_assert_true (tc_replay_spans_cover (spans, 10 * S));
  g_assert_true (tc_replay_spans_cover (spans, 20 * S - 1));
  g_assert_false (tc_replay_spans_cover (spans, 20 * S));
  g_assert_cmpint (tc_replay_spans_next (spans, 0), ==, 10 * S);
  g_assert_cmpint (tc_replay_spans_next (spans, 10 * S), ==, 30 * S);
  g_assert_cmpint (tc_replay_spans_next (spans, 35 * S), ==, 0);
}

static void
test_touch (void)
{
  g_autoptr (GArray) spans = new_spans ();

  g_assert_false (tc_replay_spans_touch (spans, 0, 10 * S));
  g_assert_true (tc_replay_spans_touch (spans, 0, 10 * S + 1));
  g_assert_true (tc_replay_spans_touch (spans, 19 * S, 31 * S));
  g_assert_false (tc_replay_spans_touch (spans, 20 * S, 30 * S));
  g_assert_true (tc_replay_spans_touch (spans, 12 * S, 13 * S));
  g_assert_false (tc_replay_spans_touch (spans, 40 * S, 50 * S));
}

static void
test_leave (void)
{
  g_autoptr (GArray) spans = new_spans ();
  g_autoptr (GArray) none = g_array_new (FALSE, FALSE, sizeof (TcCameraReplaySpan));

  g_assert_true (tc_replay_spans_leave (none, 0, 10 * S, 5 * S));
  g_assert_false (tc_replay_spans_leave (none, 0, 5 * S, 5 * S));
  g_assert_true (tc_replay_spans_leave (spans, 10 * S, 40 * S, 5 * S));
  g_assert_false (tc_replay_spans_leave (spans, 10 * S, 40 * S, 10 * S));
  g_assert_true (tc_replay_spans_leave (spans, 0, 20 * S, 5 * S));
  g_assert_false (tc_replay_spans_leave (spans, 31 * S, 45 * S, 5 * S));
  g_assert_true (tc_replay_spans_leave (spans, 31 * S, 46 * S, 5 * S));
  g_assert_false (tc_replay_spans_leave (spans, 10 * S, 22 * S, 5 * S));
}

static void
test_read (void)
{
  g_autoptr (GVariant)
      value = g_variant_ref_sink (g_variant_new_parsed ("{'spans': <[(int64 5, int64 9), (9, 9),"
                                                        " (20, 12), (30, 31)]>}"));
  g_autoptr (GArray) spans = tc_replay_spans_read (value, "spans");

  g_assert_cmpuint (spans->len, ==, 2);
  g_assert_cmpint (g_array_index (spans, TcCameraReplaySpan, 1).from_us, ==, 30);
  g_assert_null (tc_replay_spans_read (value, "others"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/replay-spans/cover", test_cover);
  g_test_add_func ("/replay-spans/touch", test_touch);
  g_test_add_func ("/replay-spans/leave", test_leave);
  g_test_add_func ("/replay-spans/read", test_read);
  return g_test_run ();
}
