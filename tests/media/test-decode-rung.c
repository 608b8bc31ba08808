/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The gate before a decoder: each rung lets through what its name says, and whatever was left out,
 * decoding goes on with a key frame.
 */
#include "tc-decode-rung.h"

#define SECOND ((gint64) G_USEC_PER_SEC)
#define FRAME_US (SECOND / 25)

/* Frames of 25 a second with a key frame each @gop of them, from @from_us on for @n frames. */
static guint
count_passed (TcDecodeGate *gate, gint64 from_us, int n, int gop)
{
  guint n_passed = 0;

  for (int i = 0; i < n; i++)
    n_passed += tc_decode_gate_pass (gate, i, i % gop == 0, from_us + i * FRAME_US) ? 1 : 0;
  return n_passed;
}

static void
test_full (void)
{
  TcDecodeGate gate;

  tc_decode_gate_init (&gate, TC_RUNG_FULL);
  /* What was joined in the middle waits for a key frame. */
  g_assert_false (tc_decode_gate_pass (&gate, 0, FALSE, 0));
  g_assert_cmpuint (count_passed (&gate, FRAME_US, 250, 50), ==, 250);
}

static void
test_loss (void)
{
  TcDecodeGate gate;

  tc_decode_gate_init (&gate, TC_RUNG_FULL);
  g_assert_true (tc_decode_gate_pass (&gate, 0, TRUE, 0));
  g_assert_true (tc_decode_gate_pass (&gate, 0, FALSE, 1));
  tc_decode_gate_lose (&gate);
  g_assert_false (tc_decode_gate_pass (&gate, 0, FALSE, 2));
  g_assert_false (tc_decode_gate_pass (&gate, 0, FALSE, 3));
  g_assert_true (tc_decode_gate_pass (&gate, 0, TRUE, 4));
  g_assert_true (tc_decode_gate_pass (&gate, 0, FALSE, 5));
}

/* A frame of which a part is missing doesn't pass, nor does what follows on it. */
static void
test_damage (void)
{
  TcDecodeGate gate;

  tc_decode_gate_init (&gate, TC_RUNG_FULL);
  g_assert_true (tc_decode_gate_pass (&gate, 100, TRUE, 0));
  tc_decode_gate_damage (&gate, 300);
  g_assert_true (tc_decode_gate_pass (&gate, 200, FALSE, 1));
  g_assert_false (tc_decode_gate_pass (&gate, 300, FALSE, 2));
  g_assert_false (tc_decode_gate_pass (&gate, 400, FALSE, 3));
  tc_decode_gate_damage (&gate, 500);
  g_assert_false (tc_decode_gate_pass (&gate, 500, TRUE, 4));
  g_assert_false (tc_decode_gate_pass (&gate, 600, FALSE, 5));
  g_assert_true (tc_decode_gate_pass (&gate, 700, TRUE, 6));
  g_assert_true (tc_decode_gate_pass (&gate, 800, FALSE, 7));
  /* The newest are remembered. */
  for (gint64 i = 0; i < 3 * TC_DECODE_DAMAGED_MAX; i++)
    tc_decode_gate_damage (&gate, 1000 + i);
  g_assert_false (tc_decode_gate_pass (&gate, 1000 + 3 * TC_DECODE_DAMAGED_MAX - 1, TRUE, 8));
  g_assert_false (tc_decode_gate_pass (&gate, 1000 + 2 * TC_DECODE_DAMAGED_MAX, TRUE, 9));
  g_assert_true (tc_decode_gate_pass (&gate, 1000, TRUE, 10));
  /* Of the first packet that is missing nothing is known: frames without a time aren't meant. */
  tc_decode_gate_damage (&gate, -1);
  g_assert_true (tc_decode_gate_pass (&gate, -1, TRUE, 11));
}

static void
test_keys (void)
{
  TcDecodeGate gate;

  tc_decode_gate_init (&gate, TC_RUNG_KEYS);
  g_assert_cmpuint (count_passed (&gate, 0, 250, 50), ==, 5);
  /* Nothing but key frames: about one a second. */
  tc_decode_gate_init (&gate, TC_RUNG_KEYS);
  g_assert_cmpuint (count_passed (&gate, 0, 250, 1), <=, 11);
  tc_decode_gate_init (&gate, TC_RUNG_KEYS);
  g_assert_cmpuint (count_passed (&gate, 0, 250, 25), ==, 10);
}

static void
test_still (void)
{
  TcDecodeGate gate;

  tc_decode_gate_init (&gate, TC_RUNG_STILL);
  g_assert_cmpuint (count_passed (&gate, 0, 25 * 60, 25), ==, 6);
  /* A still before its time: no, even if it is a key frame. */
  tc_decode_gate_init (&gate, TC_RUNG_STILL);
  g_assert_true (tc_decode_gate_pass (&gate, 0, TRUE, 0));
  g_assert_false (tc_decode_gate_pass (&gate, 0, TRUE, TC_RUNG_STILL_US - 1));
  g_assert_true (tc_decode_gate_pass (&gate, 0, TRUE, TC_RUNG_STILL_US));
}

static void
test_paused (void)
{
  TcDecodeGate gate;

  tc_decode_gate_init (&gate, TC_RUNG_PAUSED);
  g_assert_cmpuint (count_passed (&gate, 0, 25 * 60, 25), ==, 0);
}

static void
test_change (void)
{
  TcDecodeGate gate;

  tc_decode_gate_init (&gate, TC_RUNG_FULL);
  g_assert_true (tc_decode_gate_pass (&gate, 0, TRUE, 0));
  tc_decode_gate_set_rung (&gate, TC_RUNG_KEYS);
  g_assert_false (tc_decode_gate_pass (&gate, 0, FALSE, 1));
  /* Up again: what follows on a frame that was left out doesn't pass. */
  tc_decode_gate_set_rung (&gate, TC_RUNG_FULL);
  g_assert_false (tc_decode_gate_pass (&gate, 0, FALSE, 2));
  g_assert_true (tc_decode_gate_pass (&gate, 0, TRUE, 3));
  g_assert_true (tc_decode_gate_pass (&gate, 0, FALSE, 4));

  /* Up from stills: the next key frame at once. */
  tc_decode_gate_set_rung (&gate, TC_RUNG_STILL);
  g_assert_false (tc_decode_gate_pass (&gate, 0, TRUE, 5));
  tc_decode_gate_set_rung (&gate, TC_RUNG_KEYS);
  g_assert_true (tc_decode_gate_pass (&gate, 0, TRUE, 6));
  /* Down and up without a frame between: nothing was left out. */
  tc_decode_gate_set_rung (&gate, TC_RUNG_FULL);
  tc_decode_gate_set_rung (&gate, TC_RUNG_PAUSED);
  tc_decode_gate_set_rung (&gate, TC_RUNG_FULL);
  g_assert_true (tc_decode_gate_pass (&gate, 0, FALSE, 7));
}

static void
test_codes (void)
{
  static const char *const codes[TC_RUNG_N] = {"paused", "still", "keys", "full"};

  for (int rung = 0; rung < TC_RUNG_N; rung++)
    g_assert_cmpstr (tc_decode_rung_code ((TcDecodeRung) rung), ==, codes[rung]);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/decode-rung/full", test_full);
  g_test_add_func ("/decode-rung/loss", test_loss);
  g_test_add_func ("/decode-rung/damage", test_damage);
  g_test_add_func ("/decode-rung/keys", test_keys);
  g_test_add_func ("/decode-rung/still", test_still);
  g_test_add_func ("/decode-rung/paused", test_paused);
  g_test_add_func ("/decode-rung/change", test_change);
  g_test_add_func ("/decode-rung/codes", test_codes);
  return g_test_run ();
}
