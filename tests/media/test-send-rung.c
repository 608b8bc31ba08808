/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: a thin connection gets no picture that refers to one that was left out, and whoever waits
 * for the next one is told before it comes late. Method: wishes there and back; a stream of key
 * frames and others through the gate while what is ordered changes.
 */
#include "tc-send-rung.h"

#include <string.h>

#define FRAME_US ((gint64) 40000)
#define KEY_EVERY 25
#define KEY_US (KEY_EVERY * FRAME_US)

static void
test_wishes (void)
{
  const char *const wrong[] = {
      "",          "selected",      "selected full ", "selected full noise",
      "none full", "selected most", "Selected full",  "selected full sound ",
  };

  for (int i = 0; i < TC_IMPORTANCE_N; i++) {
    for (int k = 0; k < 2 * TC_RUNG_N; k++) {
      const TcSendWish wish = {(TcTileImportance) i, (TcDecodeRung) (k / 2), k % 2 == 1};
      g_autofree char *text = tc_send_wish_write (&wish);
      TcSendWish read = {0};

      g_assert_cmpuint (strlen (text), <=, TC_SEND_WISH_CHARS_MAX);
      g_assert_true (tc_send_wish_read (&read, text));
      g_assert_cmpmem (&read, sizeof read, &wish, sizeof wish);
    }
  }
  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++) {
    TcSendWish read = {TC_IMPORTANCE_ALARM, TC_RUNG_KEYS, TRUE};

    g_assert_false (tc_send_wish_read (&read, wrong[i]));
    g_assert_cmpint (read.importance, ==, TC_IMPORTANCE_ALARM);
  }
}

/* How many of @n frames from number @first on pass; none without the one that it refers to. */
static guint
run (TcSendGate *gate, guint first, guint n, gboolean *whole)
{
  guint n_passed = 0;

  for (guint i = first; i < first + n; i++) {
    gboolean is_key = i % KEY_EVERY == 0;
    gboolean passes = tc_send_gate_pass (gate, is_key, (gint64) (i + 1) * FRAME_US);

    g_assert_true (!passes || is_key || *whole);
    *whole = passes;
    n_passed += passes ? 1 : 0;
  }
  return n_passed;
}

static void
test_gate (void)
{
  TcSendGate gate;
  gboolean whole = FALSE;

  tc_send_gate_init (&gate, TC_SEND_WHOLE, 0, 0);
  g_assert_cmpint (tc_send_gate_promise (&gate, KEY_US), ==, KEY_US);
  g_assert_cmpuint (run (&gate, 10, 15, &whole), ==, 0); /* nothing to begin with */
  g_assert_cmpuint (run (&gate, 25, 35, &whole), ==, 35);
  g_assert_cmpint (tc_send_gate_promise (&gate, KEY_US), ==, 0);

  /* One more, which says it; then a key frame in five seconds, the first too soon. */
  tc_send_gate_set (&gate, TC_SEND_STILLS, 5 * G_USEC_PER_SEC);
  g_assert_cmpint (tc_send_gate_promise (&gate, KEY_US), ==, 5 * G_USEC_PER_SEC);
  g_assert_cmpint (tc_send_gate_promise (&gate, 2 * KEY_US), ==, 6 * G_USEC_PER_SEC);
  g_assert_cmpuint (run (&gate, 60, 1, &whole), ==, 1);
  g_assert_cmpuint (run (&gate, 61, 114, &whole), ==, 0);
  g_assert_cmpuint (run (&gate, 175, 125, &whole), ==, 1);

  /* Farther apart: the next comes when it was said, and says so; the one after it later. */
  tc_send_gate_set (&gate, TC_SEND_STILLS, 10 * G_USEC_PER_SEC);
  g_assert_cmpuint (run (&gate, 300, 249, &whole), ==, 1);
  /* All key frames again: at once. */
  tc_send_gate_set (&gate, TC_SEND_KEYS, TC_RUNG_KEYS_US);
  g_assert_cmpuint (run (&gate, 549, 26, &whole), ==, 1);
  /* Up again, with a key frame. */
  tc_send_gate_set (&gate, TC_SEND_SUB, 0);
  g_assert_cmpuint (run (&gate, 575, 100, &whole), ==, 100);
  /* Another stream: its key frame first, at once. */
  tc_send_gate_set (&gate, TC_SEND_STILLS, 10 * G_USEC_PER_SEC);
  tc_send_gate_change (&gate);
  whole = FALSE;
  g_assert_cmpuint (run (&gate, 676, 24, &whole), ==, 0);
  g_assert_cmpuint (run (&gate, 700, 25, &whole), ==, 1);
  tc_send_gate_set (&gate, TC_SEND_NOTHING, 0);
  g_assert_cmpuint (run (&gate, 725, 500, &whole), ==, 0);
}

/* When stills go out, one each ten seconds, of a camera with a key frame each second. */
static void
count_stills (guint number, guint *n_at, guint n)
{
  TcSendGate gate;

  tc_send_gate_init (&gate, TC_SEND_STILLS, 10 * G_USEC_PER_SEC, number);
  for (guint i = 0; i < n; i++)
    n_at[i] += tc_send_gate_pass (&gate, TRUE, (gint64) (i + 1) * G_USEC_PER_SEC) ? 1 : 0;
}

/* Those that begin with the same key frame don't go on together. */
static void
test_spread (void)
{
  guint n_at[200] = {0};

  for (guint number = 0; number < 20; number++)
    count_stills (number, n_at, G_N_ELEMENTS (n_at));
  g_assert_cmpuint (n_at[0], ==, 20);
  for (guint i = 1; i < 200; i++)
    g_assert_cmpuint (n_at[i], <=, 4);
}

/* Nor do those of two processes, whichever they are. */
static void
test_spread_processes (void)
{
  for (guint process = 0; process < 3000; process++) {
    guint n_at[40] = {0};

    for (guint n = 0; n < 16; n++)
      count_stills (tc_send_gate_number (n % 8, process + n / 8), n_at, G_N_ELEMENTS (n_at));
    g_assert_cmpuint (n_at[0], ==, 16);
    for (guint i = 1; i < G_N_ELEMENTS (n_at); i++)
      g_assert_cmpuint (n_at[i], <=, 3);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/media/send-rung/wishes", test_wishes);
  g_test_add_func ("/media/send-rung/gate", test_gate);
  g_test_add_func ("/media/send-rung/spread", test_spread);
  g_test_add_func ("/media/send-rung/spread-processes", test_spread_processes);
  return g_test_run ();
}
