/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: a repeated POST is recognised while the first is under way, after it, and not too long
 * after it; memory stays bounded.
 * Method: the table driven by hand with a made-up clock.
 */
#include "tc-open311-repeats.h"

#include "tc-limits.h"

#include <string.h>

static TcDigest
make_key (guint number)
{
  TcDigest key = {{0}};

  memcpy (key.bytes, &number, sizeof number);
  return key;
}

static void
note_cb (gint64 id, gpointer data)
{
  *(gint64 *) data = id;
}

static void
test_life (void)
{
  g_autoptr (TcOpen311Repeats) repeats = tc_open311_repeats_new (60);
  TcDigest key = make_key (1);
  gint64 id = 0;
  gint64 heard = -1;

  g_assert_cmpint (tc_open311_repeats_begin (repeats, &key, 0, &id, note_cb, NULL), ==,
                   TC_OPEN311_FIRST);
  g_assert_cmpint (tc_open311_repeats_begin (repeats, &key, 1, &id, note_cb, &heard), ==,
                   TC_OPEN311_WAITING);
  g_assert_cmpint (heard, ==, -1);
  tc_open311_repeats_settle (repeats, &key, 42, 10);
  g_assert_cmpint (heard, ==, 42);
  g_assert_cmpint (
      tc_open311_repeats_begin (repeats, &key, 10 + 60 * TC_US_PER_S - 1, &id, note_cb, NULL), ==,
      TC_OPEN311_KNOWN);
  g_assert_cmpint (id, ==, 42);
  g_assert_cmpint (
      tc_open311_repeats_begin (repeats, &key, 10 + 60 * TC_US_PER_S, &id, note_cb, NULL), ==,
      TC_OPEN311_FIRST);
  tc_open311_repeats_settle (repeats, &key, 43, 11 + 60 * TC_US_PER_S);
}

static void
test_failure (void)
{
  g_autoptr (TcOpen311Repeats) repeats = tc_open311_repeats_new (60);
  TcDigest key = make_key (1);
  gint64 id = 0;
  gint64 heard = -1;

  g_assert_cmpint (tc_open311_repeats_begin (repeats, &key, 0, &id, note_cb, NULL), ==,
                   TC_OPEN311_FIRST);
  g_assert_cmpint (tc_open311_repeats_begin (repeats, &key, 1, &id, note_cb, &heard), ==,
                   TC_OPEN311_WAITING);
  tc_open311_repeats_settle (repeats, &key, 0, 2);
  g_assert_cmpint (heard, ==, 0);
  g_assert_cmpint (tc_open311_repeats_begin (repeats, &key, 3, &id, note_cb, NULL), ==,
                   TC_OPEN311_FIRST);
  tc_open311_repeats_settle (repeats, &key, 5, 4);
}

static void
test_bounds (void)
{
  g_autoptr (TcOpen311Repeats) repeats = tc_open311_repeats_new (3600);
  TcDigest busy = make_key (0);
  TcDigest first = make_key (1);
  TcDigest last = make_key (TC_OPEN311_REPEATS_MAX + 100);
  gint64 id = 0;
  gint64 heard = 0;

  g_assert_cmpint (tc_open311_repeats_begin (repeats, &busy, 0, &id, note_cb, NULL), ==,
                   TC_OPEN311_FIRST);
  for (guint i = 0; i < TC_OPEN311_REPEATS_WAITING_MAX; i++)
    g_assert_cmpint (tc_open311_repeats_begin (repeats, &busy, 0, &id, note_cb, &heard), ==,
                     TC_OPEN311_WAITING);
  g_assert_cmpint (tc_open311_repeats_begin (repeats, &busy, 0, &id, note_cb, &heard), ==,
                   TC_OPEN311_CROWDED);
  for (guint i = 1; i <= TC_OPEN311_REPEATS_MAX + 100; i++) {
    TcDigest key = make_key (i);

    g_assert_cmpint (tc_open311_repeats_begin (repeats, &key, i, &id, note_cb, NULL), ==,
                     TC_OPEN311_FIRST);
    tc_open311_repeats_settle (repeats, &key, i, i);
  }
  g_assert_cmpint (tc_open311_repeats_begin (repeats, &last, 1, &id, note_cb, NULL), ==,
                   TC_OPEN311_KNOWN);
  g_assert_cmpint (tc_open311_repeats_begin (repeats, &first, 1, &id, note_cb, NULL), ==,
                   TC_OPEN311_FIRST);
  /* What is under way is never forgotten. */
  tc_open311_repeats_settle (repeats, &busy, 7, 1);
  g_assert_cmpint (heard, ==, 7);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/open311/repeats/life", test_life);
  g_test_add_func ("/open311/repeats/failure", test_failure);
  g_test_add_func ("/open311/repeats/bounds", test_bounds);
  return g_test_run ();
}
