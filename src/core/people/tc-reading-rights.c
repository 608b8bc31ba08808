/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reading rights; see the header.
 */
#include "tc-reading-rights.h"

#include "tc-id.h"
#include "tc-people-operations.h"

static GArray *
list_ids (TcQuery *query)
{
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  while (tc_query_next (query)) {
    gint64 id = tc_query_id (query, 0);
    g_array_append_val (ids, id);
  }
  return ids;
}

GArray *
tc_reading_rights_of_desk (TcDatabase *db, gint64 desk_id)
{
  g_autoptr (TcQuery) query = tc_database_query (
      db,
      "WITH RECURSIVE below (id) AS (SELECT agency_id FROM desk WHERE id = ?1"
      " UNION SELECT agency.id FROM below JOIN agency ON agency.parent_id = below.id)"
      "SELECT 1 FROM desk WHERE id = ?1 AND state = 'enrolled' AND kind <> 'media'"
      " UNION SELECT scope.id FROM desk JOIN desk_role ON desk_role.desk_id = desk.id"
      " JOIN role_scope ON role_scope.role_id = desk_role.role_id"
      " JOIN scope ON scope.kind = role_scope.kind"
      " WHERE desk.id = ?1 AND desk.state = 'enrolled' AND desk.kind <> 'media'"
      " AND (scope.kind <> 'unit' OR scope.agency_id = desk.agency_id"
      " OR (desk.kind = 'relay' AND scope.agency_id IN (SELECT id FROM below))) ORDER BY 1",
      "i", desk_id);

  return list_ids (query);
}

gboolean
tc_reading_rights_relay_serves (TcDatabase *db, gint64 relay_id, gint64 desk_id)
{
  return tc_database_get_int (
             db, 0,
             "WITH RECURSIVE below (id) AS (SELECT agency_id FROM desk WHERE id = ?1"
             " AND state = 'enrolled' AND kind = 'relay'"
             " UNION SELECT agency.id FROM below JOIN agency ON agency.parent_id = below.id)"
             "SELECT 1 FROM desk WHERE id = ?2 AND state = 'enrolled' AND kind = 'desk'"
             " AND agency_id IN (SELECT id FROM below)",
             "ii", relay_id, desk_id) == 1;
}

GArray *
tc_reading_rights_of_staff (TcDatabase *db, gint64 staff_id, gint64 at_us)
{
  g_autoptr (TcQuery) query = tc_database_query (
      db,
      "SELECT 1 FROM staff WHERE id = ?1 AND (inactive_from_us IS NULL OR inactive_from_us > ?2)"
      " UNION SELECT scope.id FROM staff JOIN post ON post.staff_id = staff.id"
      " JOIN role_scope ON role_scope.role_id = post.role_id"
      " JOIN scope ON scope.kind = role_scope.kind"
      " WHERE staff.id = ?1 AND (staff.inactive_from_us IS NULL OR staff.inactive_from_us > ?2)"
      " AND post.valid_from_us <= ?2 AND (post.valid_to_us IS NULL OR post.valid_to_us > ?2)"
      " AND (scope.kind <> 'unit' OR scope.agency_id = post.agency_id) ORDER BY 1",
      "ii", staff_id, at_us);

  return list_ids (query);
}

/* One that was lost stands there as of another kind, until its rows are gone. */
static gboolean
is_held (TcDatabase *db, gint64 scope)
{
  return tc_database_get_int (db, 0,
                              "SELECT 1 FROM held_scope JOIN scope ON scope.id = held_scope.id"
                              " AND scope.kind = held_scope.kind WHERE held_scope.id = ?",
                              "i", scope) == 1;
}

TcReading
tc_reading_rights_look (TcDatabase *db, gint64 staff_id, gint64 scope, gint64 at_us)
{
  g_autoptr (GArray) readable = tc_reading_rights_of_staff (db, staff_id, at_us);

  if (!is_held (db, TC_SCOPE_COMMON))
    return TC_READING_UNKNOWN;
  if (!tc_ids_contain (readable, scope))
    return TC_READING_NO_RIGHT;
  return is_held (db, scope) ? TC_READING_OPEN : TC_READING_NOT_HELD;
}

gboolean
tc_reading_rights_touches (const char *table)
{
  static const char *const tables[] = {"scope", "role_scope", "desk",   "desk_role",
                                       "post",  "staff",      "agency", NULL};

  return g_strv_contains (tables, table);
}
