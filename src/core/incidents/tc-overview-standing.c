/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What stands now, counted by field, unit, area and age in one walk, and who may see it; see
 * tc-incident-overview.h.
 */
#include "tc-incident-overview.h"
#include "tc-reading-rights.h"

#include "tc-id.h"
#include "tc-incident-operations.h"
#include "tc-people-operations.h"

#define HOUR_US ((gint64) 3600 * G_USEC_PER_SEC)

const gint64 tc_age_band_from_us[TC_AGE_BANDS + 1] = {
    G_MININT64, 4 * HOUR_US, 24 * HOUR_US, 3 * 24 * HOUR_US, 7 * 24 * HOUR_US, G_MAXINT64,
};

#define STANDING_SQL                                                                               \
  "SELECT field_id, unit_id, area_id, staff_id, priority, received_us, due_us, paused_us,"         \
  " soon_us FROM incident INDEXED BY incident_standing WHERE open = 1 AND state NOT IN "           \
  "('resolved', "                                                                                  \
  "'published')"

/* ---- groups ---- */

typedef struct {
  gint64 count;
  gint64 late;
} Tally;

static void
add_to (GHashTable *tallies, gint64 id, gboolean late)
{
  Tally *tally = g_hash_table_lookup (tallies, &id);

  if (!tally) {
    tally = g_new0 (Tally, 1);
    g_hash_table_insert (tallies, g_memdup2 (&id, sizeof id), tally);
  }
  tally->count++;
  tally->late += late;
}

static void
clear_group (gpointer data)
{
  TcOverviewGroup *group = data;

  g_free (group->name_vi);
  g_free (group->name_en);
}

/* Most first; those that have none last. */
static int
compare_groups (gconstpointer a, gconstpointer b)
{
  const TcOverviewGroup *one = a, *other = b;

  if ((one->id == 0) != (other->id == 0))
    return one->id == 0 ? 1 : -1;
  if (one->count != other->count)
    return one->count < other->count ? 1 : -1;
  return one->id < other->id ? -1 : one->id > other->id;
}

/* @sql: names of the thing with an id. */
static GArray *
list_groups (TcDatabase *db, GHashTable *tallies, const char *sql)
{
  GArray *groups = g_array_new (FALSE, TRUE, sizeof (TcOverviewGroup));
  GHashTableIter iter;
  gpointer key = NULL, value = NULL;

  g_array_set_clear_func (groups, clear_group);
  g_hash_table_iter_init (&iter, tallies);
  while (g_hash_table_iter_next (&iter, &key, &value)) {
    const Tally *tally = value;
    TcOverviewGroup group = {.id = *(gint64 *) key, .count = tally->count, .late = tally->late};
    g_autoptr (TcQuery) query = tc_database_query (db, sql, "i", group.id);
    if (tc_query_next (query)) {
      group.name_vi = tc_query_dup_text (query, 0);
      group.name_en = tc_query_dup_text (query, 1);
    }
    g_array_append_val (groups, group);
  }
  g_array_sort (groups, compare_groups);
  return groups;
}

/* ---- the walk ---- */

typedef struct {
  TcOverviewStanding *standing; /* (unowned) */
  GHashTable *topmost;          /* (owned) (element-type gint64 gint64): of each field */
  GHashTable *fields;           /* (owned) (element-type gint64 Tally), like the two below */
  GHashTable *units;
  GHashTable *areas;
} Walk;

static GHashTable *
make_tallies (void)
{
  return g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
}

static GHashTable *
read_topmost (TcDatabase *db)
{
  GHashTable *topmost = make_tallies ();
  g_autoptr (TcQuery)
      query = tc_database_query (db, "SELECT id, ifnull (parent_id, id) FROM field", NULL);

  while (tc_query_next (query)) {
    gint64 id = tc_query_int (query, 0), top = tc_query_int (query, 1);
    g_hash_table_insert (topmost, g_memdup2 (&id, sizeof id), g_memdup2 (&top, sizeof top));
  }
  return topmost;
}

static guint
find_band (gint64 age_us)
{
  guint band = 0;

  while (band + 1 < TC_AGE_BANDS && age_us >= tc_age_band_from_us[band + 1])
    band++;
  return band;
}

static void
count_row (Walk *walk, TcQuery *row)
{
  TcOverviewStanding *standing = walk->standing;
  gint64 field_id = tc_query_id (row, 0);
  gint64 received_us = tc_query_int (row, 5), due_us = tc_query_int (row, 6);
  gint64 soon_us = tc_query_int (row, 8);
  gboolean runs = due_us != TC_NONE && tc_query_is_null (row, 7);
  gboolean late = runs && due_us < standing->at_us;
  guint band = find_band (standing->at_us - received_us);
  const gint64 *top = g_hash_table_lookup (walk->topmost, &field_id);

  standing->handled++;
  standing->late += late;
  standing->soon += runs && !late && soon_us != TC_NONE && soon_us <= standing->at_us;
  standing->bands[band]++;
  standing->bands_late[band] += late;
  standing->emergencies += tc_query_int (row, 4) == TC_PRIORITY_EMERGENCY;
  if (tc_query_is_null (row, 3)) {
    standing->untaken++;
    if (standing->untaken_since_us == TC_NONE || received_us < standing->untaken_since_us)
      standing->untaken_since_us = received_us;
  }
  add_to (walk->fields, top ? *top : field_id, late);
  add_to (walk->units, tc_query_id (row, 1), late);
  add_to (walk->areas, tc_query_id (row, 2), late);
}

TcOverviewStanding *
tc_overview_standing (TcDatabase *db, gint64 now_us)
{
  TcOverviewStanding *standing = g_new0 (TcOverviewStanding, 1);
  Walk walk = {standing, read_topmost (db), make_tallies (), make_tallies (), make_tallies ()};
  g_autoptr (TcQuery) row = tc_database_query (db, STANDING_SQL, NULL);

  standing->at_us = now_us;
  standing->untaken_since_us = TC_NONE;
  while (tc_query_next (row))
    count_row (&walk, row);
  standing->fields = list_groups (db, walk.fields,
                                  "SELECT name_vi, name_en FROM field WHERE id = ?");
  standing->units = list_groups (db, walk.units,
                                 "SELECT name_vi, name_en FROM agency WHERE id = ?");
  standing->areas = list_groups (db, walk.areas, "SELECT name_vi, name_en FROM area WHERE id = ?");
  g_hash_table_unref (walk.topmost);
  g_hash_table_unref (walk.fields);
  g_hash_table_unref (walk.units);
  g_hash_table_unref (walk.areas);
  return standing;
}

void
tc_overview_standing_free (TcOverviewStanding *standing)
{
  if (!standing)
    return;
  g_array_unref (standing->fields);
  g_array_unref (standing->units);
  g_array_unref (standing->areas);
  g_free (standing);
}

/* ---- who may see it ---- */

TcOverviewAccess
tc_overview_access (TcDatabase *db, gint64 staff_id, gint64 now_us, GArray **units)
{
  g_autoptr (GArray) readable = tc_reading_rights_of_staff (db, staff_id, now_us);
  g_autoptr (TcQuery) held = tc_database_query (
      db,
      "SELECT held_scope.id, scope.agency_id FROM held_scope JOIN scope ON scope.id = held_scope.id"
      " AND scope.kind = held_scope.kind WHERE held_scope.id = ? OR held_scope.kind = 'unit'",
      "i", (gint64) TC_SCOPE_INCIDENTS);
  TcOverviewAccess access = TC_OVERVIEW_NOTHING;

  *units = g_array_new (FALSE, FALSE, sizeof (gint64));
  while (tc_query_next (held)) {
    gint64 agency_id = tc_query_id (held, 1);
    if (!tc_ids_contain (readable, tc_query_int (held, 0)))
      continue;
    if (agency_id == 0)
      access = TC_OVERVIEW_WHOLE;
    else
      g_array_append_val (*units, agency_id);
  }
  if (access == TC_OVERVIEW_NOTHING && (*units)->len > 0)
    access = TC_OVERVIEW_TASKS;
  return access;
}

/* ---- emergencies ---- */

GArray *
tc_overview_emergencies (TcDatabase *db, guint n_max)
{
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (TcQuery) query = tc_database_query (
      db,
      "SELECT id, staff_id IS NULL AND state IN ('new', 'accepted') AS waits FROM incident AS i"
      " WHERE open = 1 AND priority = 1 AND state NOT IN ('resolved', 'published')"
      " ORDER BY waits DESC, waits AND EXISTS (SELECT 1 FROM alarm_mark WHERE incident_id = i.id"
      " AND kind = 'untaken' AND act = 'acknowledged' AND at_us >= i.opened_us),"
      " iif (waits, received_us, -received_us), id LIMIT ?",
      "i", (gint64) n_max);

  while (tc_query_next (query)) {
    gint64 id = tc_query_int (query, 0);
    g_array_append_val (ids, id);
  }
  return ids;
}
