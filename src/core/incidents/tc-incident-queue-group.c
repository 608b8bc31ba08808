/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Lists in groups. What a row is grouped by is looked up for each: a list that a person reads in
 * groups is short beside all there is.
 */
#include "tc-incident-queries-private.h"

#define DAY_US ((gint64) 86400 * G_USEC_PER_SEC)
#define ZONE_US ((gint64) 7 * 3600 * G_USEC_PER_SEC)

static TcDueGroup
get_due_group (TcQuery *query, gint64 at_us)
{
  gint64 due_us = tc_query_int (query, 3), soon_us = tc_query_int (query, 6);
  gint64 tomorrow_us = ((at_us + ZONE_US) / DAY_US + 1) * DAY_US - ZONE_US;
  TcIncidentState state = tc_query_state (query, 0);

  if (!tc_query_int (query, 5) || state == TC_STATE_RESOLVED || state == TC_STATE_PUBLISHED)
    return TC_DUE_OVER;
  if (!tc_query_is_null (query, 4))
    return TC_DUE_STANDS;
  if (due_us == TC_NONE)
    return TC_DUE_NONE;
  if (due_us < at_us)
    return TC_DUE_LATE;
  if (soon_us != TC_NONE && soon_us <= at_us)
    return TC_DUE_SOON;
  return due_us < tomorrow_us ? TC_DUE_TODAY : TC_DUE_LATER;
}

static gint64
get_value (TcDatabase *db, const TcQueueFilter *filter, gint64 id)
{
  g_autoptr (TcQuery) query = tc_database_query (
      db,
      "SELECT i.state, ifnull (f.parent_id, i.field_id), i.area_id, i.due_us, i.paused_us, i.open,"
      " i.soon_us, i.unit_id, i.priority"
      " FROM incident AS i LEFT JOIN field AS f ON f.id = i.field_id WHERE i.id = ?",
      "i", id);

  if (!tc_query_next (query))
    return 0;
  switch (filter->group) {
  case TC_GROUP_STATE:
    return tc_query_state (query, 0);
  case TC_GROUP_FIELD:
    return tc_query_id (query, 1);
  case TC_GROUP_AREA:
    return tc_query_id (query, 2);
  case TC_GROUP_UNIT:
    return tc_query_id (query, 7);
  case TC_GROUP_PRIORITY:
    return tc_query_int (query, 8);
  case TC_GROUP_DUE:
  case TC_GROUP_NONE:
  default:
    return get_due_group (query, filter->at_us);
  }
}

/* ---- groups ---- */

static void
clear_group (gpointer data)
{
  g_free (((TcQueueGroup *) data)->name_vi);
  g_free (((TcQueueGroup *) data)->name_en);
}

/* A group, and by what it stands among the others. */
typedef struct {
  TcQueueGroup group;
  gint64 order;    /* fields by their position; all else as it is numbered */
  GArray *entries; /* (owned) */
} Making;

static void
name_group (TcDatabase *db, const TcQueueFilter *filter, Making *making)
{
  g_autoptr (TcQuery) query = NULL;

  making->order = making->group.value;
  if (filter->group == TC_GROUP_FIELD)
    query = tc_database_query (db, "SELECT name_vi, name_en, position FROM field WHERE id = ?", "i",
                               making->group.value);
  else if (filter->group == TC_GROUP_AREA)
    query = tc_database_query (db, "SELECT name_vi, name_en, 0 FROM area WHERE id = ?", "i",
                               making->group.value);
  else if (filter->group == TC_GROUP_UNIT)
    query = tc_database_query (db, "SELECT name_vi, name_en, 0 FROM agency WHERE id = ?", "i",
                               making->group.value);
  else
    return;
  /* What has none stands last. */
  making->order = G_MAXINT64;
  if (!tc_query_next (query))
    return;
  making->group.name_vi = tc_query_dup_text (query, 0);
  making->group.name_en = tc_query_dup_text (query, 1);
  making->order = tc_query_int (query, 2);
}

static int
compare_makings (gconstpointer a, gconstpointer b)
{
  const Making *one = *(const Making *const *) a, *other = *(const Making *const *) b;
  int names = g_strcmp0 (one->group.name_vi, other->group.name_vi);

  if (one->order != other->order)
    return one->order < other->order ? -1 : 1;
  if (names != 0)
    return names;
  return (one->group.value > other->group.value) - (one->group.value < other->group.value);
}

static void
free_making (gpointer data)
{
  Making *making = data;

  clear_group (&making->group);
  g_array_unref (making->entries);
  g_free (making);
}

/* (transfer full) (element-type Making): in order */
static GPtrArray *
collect (TcDatabase *db, const TcQueueFilter *filter, GArray *entries)
{
  GPtrArray *makings = g_ptr_array_new_with_free_func (free_making);
  g_autoptr (GHashTable) by_value = g_hash_table_new (g_int64_hash, g_int64_equal);

  for (guint i = 0; i < entries->len; i++) {
    const TcQueueEntry *entry = &g_array_index (entries, TcQueueEntry, i);
    gint64 value = get_value (db, filter, entry->id);
    Making *making = g_hash_table_lookup (by_value, &value);
    if (!making) {
      making = g_new0 (Making, 1);
      making->group.value = value;
      making->entries = g_array_new (FALSE, FALSE, sizeof (TcQueueEntry));
      name_group (db, filter, making);
      g_hash_table_insert (by_value, &making->group.value, making);
      g_ptr_array_add (makings, making);
    }
    g_array_append_vals (making->entries, entry, 1);
  }
  g_ptr_array_sort (makings, compare_makings);
  return makings;
}

GArray *
tc_incident_queue_group (TcDatabase *db, const TcQueueFilter *filter, GArray *entries)
{
  GArray *groups = NULL;
  g_autoptr (GPtrArray) makings = NULL;

  if (filter->group == TC_GROUP_NONE || entries->len > TC_QUEUE_GROUPED_MAX)
    return NULL;
  makings = collect (db, filter, entries);
  groups = g_array_new (FALSE, TRUE, sizeof (TcQueueGroup));
  g_array_set_clear_func (groups, clear_group);
  g_array_set_size (entries, 0);
  for (guint i = 0; i < makings->len; i++) {
    Making *making = g_ptr_array_index (makings, i);
    making->group.start = entries->len;
    making->group.count = making->entries->len;
    g_array_append_vals (entries, making->entries->data, making->entries->len);
    g_array_append_val (groups, making->group);
    making->group.name_vi = making->group.name_en = NULL;
  }
  return groups;
}
