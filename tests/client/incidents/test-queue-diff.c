/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: the edits turn any list of ids into any other, in few steps, and leave alone what stays in
 * order. Method: cases by hand, then random lists carried out step by step.
 */
#include "tc-queue-diff.h"

static GArray *
make_list (const char *digits)
{
  GArray *list = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (; *digits; digits++) {
    gint64 id = *digits;
    g_array_append_val (list, id);
  }
  return list;
}

static void
carry_out (GArray *list, GArray *edits, GArray *wanted)
{
  for (guint i = 0; i < edits->len; i++) {
    const TcQueueEdit *edit = &g_array_index (edits, TcQueueEdit, i);
    g_assert_cmpuint (edit->position + edit->removed, <=, list->len);
    if (edit->removed > 0)
      g_array_remove_range (list, edit->position, edit->removed);
    if (edit->added > 0)
      g_array_insert_vals (list, edit->position, &g_array_index (wanted, gint64, edit->from),
                           edit->added);
  }
}

static guint
check (const char *old_ids, const char *new_ids)
{
  g_autoptr (GArray) old = make_list (old_ids), new = make_list (new_ids);
  g_autoptr (GArray) edits = tc_queue_diff (old, new);

  g_assert_nonnull (edits);
  carry_out (old, edits, new);
  g_assert_cmpmem (old->data, old->len * sizeof (gint64), new->data, new->len * sizeof (gint64));
  return edits->len;
}

static void
test_cases (void)
{
  g_assert_cmpuint (check ("", ""), ==, 0);
  g_assert_cmpuint (check ("abc", "abc"), ==, 0);
  g_assert_cmpuint (check ("", "abc"), ==, 1);
  g_assert_cmpuint (check ("abc", ""), ==, 1);
  g_assert_cmpuint (check ("abc", "xabc"), ==, 1);
  g_assert_cmpuint (check ("abc", "abcx"), ==, 1);
  g_assert_cmpuint (check ("abcde", "abxde"), ==, 1);
  /* One moved to the end: it goes and comes, the others stay. */
  g_assert_cmpuint (check ("abcdef", "bcdefa"), ==, 2);
  g_assert_cmpuint (check ("abc", "cba"), <=, 3);
}

static void
shuffle (GArray *list)
{
  for (guint i = list->len; i > 1; i--) {
    guint j = (guint) g_test_rand_int_range (0, (gint32) i);
    gint64 *a = &g_array_index (list, gint64, i - 1), *b = &g_array_index (list, gint64, j);
    gint64 kept = *a;
    *a = *b;
    *b = kept;
  }
}

static GArray *
make_random (gint64 of)
{
  GArray *list = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (gint64 id = 1; id <= of; id++) {
    if (g_test_rand_bit ())
      g_array_append_val (list, id);
  }
  if (g_test_rand_bit ())
    shuffle (list);
  return list;
}

static void
test_random (void)
{
  for (guint round = 0; round < 2000; round++) {
    gint64 of = g_test_rand_int_range (0, 60);
    g_autoptr (GArray) old = make_random (of), new = make_random (of);
    g_autoptr (GArray) edits = tc_queue_diff (old, new);

    if (!edits)
      continue;
    carry_out (old, edits, new);
    g_assert_cmpmem (old->data, old->len * sizeof (gint64), new->data, new->len * sizeof (gint64));
  }
}

/* Too different to be worth it: the list is to be filled anew. */
static void
test_gives_up (void)
{
  g_autoptr (GArray) old = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GArray) new = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (gint64 id = 1; id <= 1000; id++) {
    g_array_append_val (old, id);
    if (id % 2 == 0)
      g_array_append_val (new, id);
  }
  g_assert_null (tc_queue_diff (old, new));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/queue-diff/cases", test_cases);
  g_test_add_func ("/queue-diff/random", test_random);
  g_test_add_func ("/queue-diff/gives-up", test_gives_up);
  return g_test_run ();
}
