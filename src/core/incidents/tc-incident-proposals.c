/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Who should be asked: the responsibility that is closest to a field and an area. The kind goes
 * before its field, the area before what it lies in, a named area before everywhere.
 */
#include "tc-incident-queries-private.h"

#include "tc-people.h"

/* An area, what it lies in, and so on up; a circle in the data ends here. */
#define AREA_DEPTH_MAX 8

static void
clear_unit (gpointer data)
{
  TcProposedUnit *unit = data;

  g_free (unit->field_vi);
  g_free (unit->field_en);
  g_free (unit->area_vi);
  g_free (unit->area_en);
  g_free (unit->basis);
}

void
tc_proposed_unit_free (TcProposedUnit *unit)
{
  if (unit)
    clear_unit (unit);
  g_free (unit);
}

typedef struct {
  gint64 id;
  gint64 agency_id; /* as of then: who followed */
} Rule;

static void
read_rule (TcDatabase *db, const Rule *rule, TcProposedUnit *unit)
{
  g_autoptr (TcQuery) query = tc_database_query (
      db,
      "SELECT f.name_vi, f.name_en, a.name_vi, a.name_en, r.valid_from_us, r.basis, r.agency_id"
      " FROM responsibility AS r LEFT JOIN field AS f ON f.id = r.field_id LEFT JOIN area AS a"
      " ON a.id = r.area_id WHERE r.id = ?",
      "i", rule->id);

  if (!tc_query_next (query))
    return;
  unit->field_vi = tc_query_dup_text (query, 0);
  unit->field_en = tc_query_dup_text (query, 1);
  unit->area_vi = tc_query_dup_text (query, 2);
  unit->area_en = tc_query_dup_text (query, 3);
  unit->since_us = tc_query_int (query, 4);
  unit->basis = tc_query_dup_text (query, 5);
  unit->followed = tc_query_int (query, 6) != rule->agency_id;
}

/* The rules of exactly that field and area; agencies that ended count as who followed them. */
static void
append_rules (TcDatabase *db, GArray *rules, gint64 field_id, gint64 area_id, gint64 at_us)
{
  g_autoptr (TcQuery) query = tc_database_query (
      db,
      "SELECT agency_id, id FROM responsibility WHERE field_id = ?1 AND area_id IS ?2"
      " AND valid_from_us <= ?3 AND (valid_to_us IS NULL OR valid_to_us > ?3) ORDER BY agency_id, "
      "id",
      "ioi", field_id, area_id, at_us);

  while (tc_query_next (query)) {
    Rule rule = {tc_query_int (query, 1),
                 tc_people_follow_agency (db, tc_query_int (query, 0), at_us)};
    if (rule.agency_id)
      g_array_append_val (rules, rule);
  }
}

static void
find_closest (TcDatabase *db, GArray *rules, gint64 field_id, gint64 area_id, gint64 at_us)
{
  gint64 area = area_id;

  for (guint depth = 0; area && depth < AREA_DEPTH_MAX && rules->len == 0; depth++) {
    append_rules (db, rules, field_id, area, at_us);
    area = tc_database_get_int (db, 0, "SELECT parent_id FROM area WHERE id = ?", "i", area);
  }
  if (rules->len == 0)
    append_rules (db, rules, field_id, 0, at_us);
}

GArray *
tc_incident_proposed_units (TcDatabase *db, gint64 field_id, gint64 area_id, gint64 at_us)
{
  GArray *units = g_array_new (FALSE, TRUE, sizeof (TcProposedUnit));
  g_autoptr (GArray) rules = g_array_new (FALSE, FALSE, sizeof (Rule));
  gint64 parent_id = tc_database_get_int (db, 0, "SELECT parent_id FROM field WHERE id = ?", "i",
                                          field_id);

  g_array_set_clear_func (units, clear_unit);
  find_closest (db, rules, field_id, area_id, at_us);
  if (rules->len == 0 && parent_id)
    find_closest (db, rules, parent_id, area_id, at_us);
  for (guint i = 0; i < rules->len; i++) {
    const Rule *rule = &g_array_index (rules, Rule, i);
    TcProposedUnit unit = {.agency_id = rule->agency_id};
    read_rule (db, rule, &unit);
    g_array_append_val (units, unit);
  }
  return units;
}
