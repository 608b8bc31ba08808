/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: ids grow for ever and never meet. Method: clocks that stand still, run back or run off the
 * scale; several replicas at once; what an id says of itself.
 */
#include "tc-id.h"

#define NOON_US (TC_ID_EPOCH_US + (gint64) 1000 * 86400 * 1000000)

static void
test_says_when_and_where (void)
{
  TcIdMaker maker;

  tc_id_maker_init (&maker, 37, 0);
  gint64 id = tc_id_maker_next (&maker, NOON_US + 1999);
  g_assert_cmpint (id, >, 0);
  g_assert_cmpint (tc_id_time_us (id), ==, NOON_US + 1000);
  g_assert_cmpuint (tc_id_replica (id), ==, 37);
}

static void
test_grows_whatever_the_clock_does (void)
{
  static const gint64 clocks[] = {
      NOON_US, NOON_US - 86400 * (gint64) 1000000, G_MININT64 / 2, 0, NOON_US, NOON_US + 1000};
  TcIdMaker maker;
  gint64 last = 0;

  tc_id_maker_init (&maker, TC_REPLICA_MAX, 0);
  for (guint i = 0; i < G_N_ELEMENTS (clocks); i++) {
    for (guint k = 0; k < 3000; k++) {
      gint64 id = tc_id_maker_next (&maker, clocks[i]);
      g_assert_cmpint (id, >, last);
      g_assert_cmpuint (tc_id_replica (id), ==, TC_REPLICA_MAX);
      last = id;
    }
  }
}

static void
test_goes_on_after_a_restart (void)
{
  TcIdMaker before, after;

  tc_id_maker_init (&before, 5, 0);
  gint64 last = tc_id_maker_next (&before, NOON_US);
  tc_id_maker_init (&after, 5, last);
  g_assert_cmpint (tc_id_maker_next (&after, NOON_US - 5000000), >, last);
}

static void
test_replicas_never_meet (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);

  for (guint16 replica = 0; replica < 8; replica++) {
    TcIdMaker maker;
    tc_id_maker_init (&maker, replica, 0);
    for (guint i = 0; i < 2500; i++) {
      gint64 id = tc_id_maker_next (&maker, NOON_US + i);
      g_assert_true (g_hash_table_add (seen, g_memdup2 (&id, sizeof id)));
    }
  }
}

/* A counter that overflows borrows the next millisecond, and gives it back when time gets there. */
static void
test_counter_overflows (void)
{
  TcIdMaker maker;
  gint64 id = 0;

  tc_id_maker_init (&maker, 1, 0);
  for (guint i = 0; i < 1025; i++)
    id = tc_id_maker_next (&maker, NOON_US);
  g_assert_cmpint (tc_id_time_us (id), ==, NOON_US + 1000);
  g_assert_cmpint (tc_id_time_us (tc_id_maker_next (&maker, NOON_US + 2000)), ==, NOON_US + 2000);
}

static void
test_clock_past_the_scale (void)
{
  TcIdMaker maker;

  tc_id_maker_init (&maker, 1, 0);
  gint64 id = tc_id_maker_next (&maker, G_MAXINT64);
  g_assert_cmpint (id, >, 0);
  g_assert_cmpint (tc_id_maker_next (&maker, G_MAXINT64), >, id);
}

static void
test_contain (void)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  const gint64 some[] = {3, G_MAXINT64, -1};

  g_assert_false (tc_ids_contain (ids, 0));
  g_array_append_vals (ids, some, G_N_ELEMENTS (some));
  for (guint i = 0; i < G_N_ELEMENTS (some); i++)
    g_assert_true (tc_ids_contain (ids, some[i]));
  g_assert_false (tc_ids_contain (ids, 0));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/id/parts", test_says_when_and_where);
  g_test_add_func ("/id/grows", test_grows_whatever_the_clock_does);
  g_test_add_func ("/id/restart", test_goes_on_after_a_restart);
  g_test_add_func ("/id/replicas", test_replicas_never_meet);
  g_test_add_func ("/id/overflow", test_counter_overflows);
  g_test_add_func ("/id/contain", test_contain);
  g_test_add_func ("/id/scale", test_clock_past_the_scale);
  return g_test_run ();
}
