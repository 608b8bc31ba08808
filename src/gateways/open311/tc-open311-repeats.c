/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A table by digest and a list by age; see the header.
 */
#include "tc-open311-repeats.h"

#include "tc-limits.h"

#include <string.h>

typedef struct {
  TcOpen311RepeatFunc func;
  gpointer data; /* (unowned): of func */
} Waiter;

typedef struct {
  TcDigest key;
  gint64 id;         /* 0 while it is under way */
  gint64 expires_us; /* once it is settled */
  GArray *waiters;   /* (owned) (element-type Waiter) */
  GList *link;       /* (unowned): its place in the list */
} Entry;

struct _TcOpen311Repeats {
  gint64 life_us;
  GHashTable *entries; /* (owned): Entry by itself */
  GQueue ages;         /* (element-type Entry): oldest first; owned by the table */
};

static guint
hash_entry (gconstpointer data)
{
  const Entry *entry = data;
  guint value;

  memcpy (&value, entry->key.bytes, sizeof value);
  return value;
}

static gboolean
equal_entries (gconstpointer a, gconstpointer b)
{
  return tc_digest_equal (&((const Entry *) a)->key, &((const Entry *) b)->key);
}

static void
free_entry (gpointer data)
{
  Entry *entry = data;

  g_array_unref (entry->waiters);
  g_free (entry);
}

TcOpen311Repeats *
tc_open311_repeats_new (guint seconds)
{
  TcOpen311Repeats *self = g_new0 (TcOpen311Repeats, 1);

  self->life_us = seconds * TC_US_PER_S;
  self->entries = g_hash_table_new_full (hash_entry, equal_entries, free_entry, NULL);
  g_queue_init (&self->ages);
  return self;
}

void
tc_open311_repeats_free (TcOpen311Repeats *self)
{
  if (!self)
    return;
  g_queue_clear (&self->ages);
  g_hash_table_unref (self->entries);
  g_free (self);
}

static void
forget (TcOpen311Repeats *self, Entry *entry)
{
  g_queue_delete_link (&self->ages, entry->link);
  g_hash_table_remove (self->entries, entry);
}

/* What has expired; and the oldest settled ones while there are too many. */
static void
make_room (TcOpen311Repeats *self, gint64 now_us)
{
  GList *at = self->ages.head;

  while (at) {
    Entry *entry = at->data;

    at = at->next;
    if (entry->id == 0)
      continue;
    if (entry->expires_us > now_us && self->ages.length < TC_OPEN311_REPEATS_MAX)
      return;
    forget (self, entry);
  }
}

TcOpen311Repeat
tc_open311_repeats_begin (TcOpen311Repeats *self, const TcDigest *key, gint64 now_us, gint64 *id,
                          TcOpen311RepeatFunc func, gpointer data)
{
  Entry probe = {.key = *key};
  Entry *entry = g_hash_table_lookup (self->entries, &probe);
  Waiter waiter = {func, data};

  if (entry && entry->id != 0 && entry->expires_us > now_us) {
    *id = entry->id;
    return TC_OPEN311_KNOWN;
  }
  if (entry && entry->id == 0) {
    if (entry->waiters->len >= TC_OPEN311_REPEATS_WAITING_MAX)
      return TC_OPEN311_CROWDED;
    g_array_append_val (entry->waiters, waiter);
    return TC_OPEN311_WAITING;
  }
  if (entry)
    forget (self, entry);
  make_room (self, now_us);
  entry = g_new0 (Entry, 1);
  entry->key = *key;
  entry->waiters = g_array_new (FALSE, FALSE, sizeof (Waiter));
  g_queue_push_tail (&self->ages, entry);
  entry->link = self->ages.tail;
  g_hash_table_add (self->entries, entry);
  return TC_OPEN311_FIRST;
}

void
tc_open311_repeats_settle (TcOpen311Repeats *self, const TcDigest *key, gint64 id, gint64 now_us)
{
  Entry probe = {.key = *key};
  Entry *entry = g_hash_table_lookup (self->entries, &probe);
  g_autoptr (GArray) waiters = NULL;

  g_return_if_fail (entry && entry->id == 0);
  waiters = g_steal_pointer (&entry->waiters);
  entry->waiters = g_array_new (FALSE, FALSE, sizeof (Waiter));
  if (id == 0 || self->life_us == 0) {
    forget (self, entry);
  } else {
    entry->id = id;
    entry->expires_us = now_us + self->life_us;
    /* Ages are by expiry. */
    g_queue_unlink (&self->ages, entry->link);
    g_queue_push_tail_link (&self->ages, entry->link);
  }
  for (guint i = 0; i < waiters->len; i++) {
    const Waiter *waiter = &g_array_index (waiters, Waiter, i);

    waiter->func (id, waiter->data);
  }
}
