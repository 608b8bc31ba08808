/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Differences between lists of ids; see the header. What stays is a longest run of ids that are in
 * the same order in both, found by patience sorting.
 */
#include "tc-queue-diff.h"

typedef struct {
  gint64 id;
  guint index;
} Place;

static int
compare_ids (gconstpointer a, gconstpointer b)
{
  gint64 one = *(const gint64 *) a, other = *(const gint64 *) b;

  return (one > other) - (one < other);
}

GArray *
tc_queue_sort (GArray *ids)
{
  GArray *sorted = g_array_copy (ids);

  g_array_sort (sorted, compare_ids);
  return sorted;
}

/* For each of @old its index in @new, or G_MAXUINT. (transfer full) */
static guint *
place_all (GArray *old, GArray *new)
{
  guint *places = g_new (guint, old->len + 1);
  g_autoptr (GArray) sorted = g_array_sized_new (FALSE, FALSE, sizeof (Place), new->len);

  for (guint i = 0; i < new->len; i++) {
    Place place = {g_array_index (new, gint64, i), i};
    g_array_append_val (sorted, place);
  }
  g_array_sort (sorted, compare_ids);
  for (guint i = 0; i < old->len; i++) {
    guint at = 0;
    gint64 id = g_array_index (old, gint64, i);
    places[i] = g_array_binary_search (sorted, &id, compare_ids, &at)
                    ? g_array_index (sorted, Place, at).index
                    : G_MAXUINT;
  }
  return places;
}

/* Sets to G_MAXUINT the places of those that can't stay. */
static void
keep_longest (guint *places, guint n)
{
  g_autofree guint *tails = g_new (guint, n + 1), *before = g_new (guint, n + 1);
  guint length = 0, at = 0;

  for (guint i = 0; i < n; i++) {
    guint low = 0, high = length;
    if (places[i] == G_MAXUINT)
      continue;
    while (low < high) {
      guint middle = (low + high) / 2;
      if (places[tails[middle]] < places[i])
        low = middle + 1;
      else
        high = middle;
    }
    before[i] = low > 0 ? tails[low - 1] : G_MAXUINT;
    tails[low] = i;
    length = MAX (length, low + 1);
  }
  at = length > 0 ? tails[length - 1] : G_MAXUINT;
  for (guint i = n; i-- > 0;) {
    if (i == at)
      at = before[i];
    else
      places[i] = G_MAXUINT;
  }
}

GArray *
tc_queue_diff (GArray *old, GArray *new)
{
  g_autoptr (GArray) edits = g_array_new (FALSE, FALSE, sizeof (TcQueueEdit));
  g_autofree guint *places = NULL;
  guint i = 0, j = 0;

  if (old->len == 0 || new->len == 0) {
    TcQueueEdit whole = {0, old->len, new->len, 0};
    g_array_append_vals (edits, &whole, old->len + new->len > 0);
    return g_steal_pointer (&edits);
  }
  if (old->len > TC_QUEUE_DIFF_MAX || new->len > TC_QUEUE_DIFF_MAX)
    return NULL;
  places = place_all (old, new);
  keep_longest (places, old->len);
  while (i < old->len || j < new->len) {
    TcQueueEdit edit = {j, 0, 0, j};
    while (i < old->len && places[i] == G_MAXUINT) {
      edit.removed++;
      i++;
    }
    edit.added = (i < old->len ? places[i] : new->len) - j;
    j += edit.added;
    if (edit.removed > 0 || edit.added > 0)
      g_array_append_val (edits, edit);
    if (edits->len > TC_QUEUE_EDITS_MAX)
      return NULL;
    if (i < old->len) {
      i++;
      j++;
    }
  }
  return g_steal_pointer (&edits);
}
