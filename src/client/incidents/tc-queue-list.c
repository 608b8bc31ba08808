/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Lists of ids; see the header.
 */
#include "tc-queue-list.h"

#include "tc-queue-diff.h"

struct _TcQueueList {
  GArray *entries; /* (owned) (element-type TcQueueEntry) */
  GArray *sorted;  /* (owned) (nullable) (element-type gint64): ascending; NULL: they stand newest
                      first, which says it as well */
  GArray *groups;  /* (owned) (nullable) (element-type TcQueueGroup) */
};

static const TcQueueEntry *
get_entry (const TcQueueList *self, guint position)
{
  return &g_array_index (self->entries, TcQueueEntry, position);
}

static gboolean
is_newest_first (GArray *entries)
{
  for (guint i = 1; i < entries->len; i++) {
    if (g_array_index (entries, TcQueueEntry, i - 1).id <=
        g_array_index (entries, TcQueueEntry, i).id)
      return FALSE;
  }
  return TRUE;
}

TcQueueList *
tc_queue_list_new (GArray *entries, GArray *groups)
{
  TcQueueList *self = g_atomic_rc_box_new0 (TcQueueList);
  g_autoptr (GArray) ids = NULL;

  self->entries = entries;
  self->groups = groups;
  if (is_newest_first (entries))
    return self;
  ids = g_array_sized_new (FALSE, FALSE, sizeof (gint64), entries->len);
  for (guint i = 0; i < entries->len; i++)
    g_array_append_val (ids, get_entry (self, i)->id);
  self->sorted = tc_queue_sort (ids);
  return self;
}

TcQueueList *
tc_queue_list_ref (TcQueueList *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear (gpointer data)
{
  TcQueueList *self = data;

  g_array_unref (self->entries);
  g_clear_pointer (&self->sorted, g_array_unref);
  g_clear_pointer (&self->groups, g_array_unref);
}

void
tc_queue_list_unref (TcQueueList *self)
{
  g_atomic_rc_box_release_full (self, clear);
}

GArray *
tc_queue_list_get_groups (const TcQueueList *self)
{
  return self->groups;
}

guint
tc_queue_list_get_length (const TcQueueList *self)
{
  return self->entries->len;
}

gint64
tc_queue_list_get_id (const TcQueueList *self, guint position)
{
  return get_entry (self, position)->id;
}

/* The ids in ascending order. */
static gint64
get_ascending (const TcQueueList *self, guint i)
{
  return self->sorted ? g_array_index (self->sorted, gint64, i)
                      : get_entry (self, self->entries->len - 1 - i)->id;
}

/* Where it stands in ascending order; G_MAXUINT: nowhere. */
static guint
search (const TcQueueList *self, gint64 id)
{
  guint low = 0, high = self->entries->len;

  while (low < high) {
    guint middle = low + (high - low) / 2;
    gint64 there = get_ascending (self, middle);
    if (there == id)
      return middle;
    if (there < id)
      low = middle + 1;
    else
      high = middle;
  }
  return G_MAXUINT;
}

gboolean
tc_queue_list_contains (const TcQueueList *self, gint64 id)
{
  return search (self, id) != G_MAXUINT;
}

guint
tc_queue_list_find (const TcQueueList *self, gint64 id)
{
  guint at = search (self, id);

  if (at == G_MAXUINT)
    return G_MAXUINT;
  if (!self->sorted)
    return self->entries->len - 1 - at;
  for (at = 0; get_entry (self, at)->id != id; at++)
    ;
  return at;
}

static gboolean
is_before (const TcQueueEntry *one, const TcQueueEntry *other)
{
  return one->key < other->key || (one->key == other->key && one->id < other->id);
}

TcQueueList *
tc_queue_list_merge (const TcQueueList *self, GArray *changed, GArray *found)
{
  GArray *merged = g_array_sized_new (FALSE, FALSE, sizeof (TcQueueEntry),
                                      self->entries->len + found->len);
  g_autoptr (GHashTable) looked_up = g_hash_table_new (g_int64_hash, g_int64_equal);
  guint next = 0;

  for (guint i = 0; i < changed->len; i++)
    g_hash_table_add (looked_up, &g_array_index (changed, gint64, i));
  for (guint i = 0; i < self->entries->len; i++) {
    const TcQueueEntry *entry = get_entry (self, i);
    if (g_hash_table_contains (looked_up, &entry->id))
      continue;
    while (next < found->len && is_before (&g_array_index (found, TcQueueEntry, next), entry))
      g_array_append_val (merged, g_array_index (found, TcQueueEntry, next++));
    g_array_append_vals (merged, entry, 1);
  }
  if (next < found->len)
    g_array_append_vals (merged, &g_array_index (found, TcQueueEntry, next), found->len - next);
  return tc_queue_list_new (merged, NULL);
}

guint
tc_queue_list_count_missing (const TcQueueList *self, const TcQueueList *other)
{
  guint missing = 0, j = 0;

  for (guint i = 0; i < self->entries->len; i++) {
    gint64 id = get_ascending (self, i);
    while (j < other->entries->len && get_ascending (other, j) < id)
      j++;
    missing += j == other->entries->len || get_ascending (other, j) != id;
  }
  return missing;
}

static GArray *
list_ids (const TcQueueList *self, guint from, guint n)
{
  GArray *ids = g_array_sized_new (FALSE, FALSE, sizeof (gint64), n);

  for (guint i = from; i < from + n; i++)
    g_array_append_val (ids, get_entry (self, i)->id);
  return ids;
}

/* What both begin and end with stays as it is, so only what is between is looked at. */
GArray *
tc_queue_list_diff (const TcQueueList *old, const TcQueueList *new, gboolean *same)
{
  guint n_old = old->entries->len, n_new = new->entries->len, shorter = MIN (n_old, n_new);
  guint begin = 0, end = 0;
  g_autoptr (GArray) one = NULL, other = NULL;
  GArray *edits = NULL;

  while (begin < shorter && get_entry (old, begin)->id == get_entry (new, begin)->id)
    begin++;
  while (end < shorter - begin &&
         get_entry (old, n_old - 1 - end)->id == get_entry (new, n_new - 1 - end)->id)
    end++;
  *same = begin == n_old && begin == n_new;
  if (*same)
    return NULL;
  one = list_ids (old, begin, n_old - begin - end);
  other = list_ids (new, begin, n_new - begin - end);
  edits = tc_queue_diff (one, other);
  for (guint i = 0; edits && i < edits->len; i++) {
    g_array_index (edits, TcQueueEdit, i).position += begin;
    g_array_index (edits, TcQueueEdit, i).from += begin;
  }
  return edits;
}
