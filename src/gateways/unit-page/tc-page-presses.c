/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Used presses; see the header.
 */
#include "tc-page-presses.h"

#define USED_MAX 10000

typedef struct {
  gint64 press_id;
  guint what;
  gboolean settled;
} UsedPress;

struct _TcPagePresses {
  GHashTable *used; /* (owned) (element-type UsedPress): a set */
  GQueue order;     /* (unowned) (element-type UsedPress): those of used, the oldest first */
};

static guint
hash_press (gconstpointer data)
{
  const UsedPress *press = data;

  return g_int64_hash (&press->press_id) * 31 + press->what;
}

static gboolean
equal_press (gconstpointer a, gconstpointer b)
{
  const UsedPress *one = a, *other = b;

  return one->press_id == other->press_id && one->what == other->what;
}

/* (nullable) */
static UsedPress *
find_press (TcPagePresses *self, gint64 press_id, guint what)
{
  const UsedPress key = {press_id, what, FALSE};

  return g_hash_table_lookup (self->used, &key);
}

TcPressState
tc_page_presses_find (TcPagePresses *self, gint64 press_id, guint what)
{
  const UsedPress *press = find_press (self, press_id, what);

  return !press ? TC_PRESS_NEW : press->settled ? TC_PRESS_SETTLED : TC_PRESS_UNDER_WAY;
}

void
tc_page_presses_use (TcPagePresses *self, gint64 press_id, guint what)
{
  const UsedPress press = {press_id, what, FALSE};
  UsedPress *kept = g_memdup2 (&press, sizeof press);

  if (self->order.length >= USED_MAX)
    g_hash_table_remove (self->used, g_queue_pop_head (&self->order));
  g_hash_table_add (self->used, kept);
  g_queue_push_tail (&self->order, kept);
}

void
tc_page_presses_settle (TcPagePresses *self, gint64 press_id, guint what)
{
  UsedPress *press = find_press (self, press_id, what);

  if (press)
    press->settled = TRUE;
}

void
tc_page_presses_give_back (TcPagePresses *self, gint64 press_id, guint what)
{
  UsedPress *press = find_press (self, press_id, what);

  if (!press)
    return;
  g_queue_remove (&self->order, press);
  g_hash_table_remove (self->used, press);
}

TcPagePresses *
tc_page_presses_new (void)
{
  TcPagePresses *self = g_new0 (TcPagePresses, 1);

  self->used = g_hash_table_new_full (hash_press, equal_press, g_free, NULL);
  g_queue_init (&self->order);
  return self;
}

void
tc_page_presses_free (TcPagePresses *self)
{
  g_queue_clear (&self->order);
  g_hash_table_unref (self->used);
  g_free (self);
}
