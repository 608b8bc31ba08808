/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Guards; see the header.
 */
#include "tc-people-guards.h"

#define FIND(table) "SELECT 1 FROM " table " WHERE id = ?"

static const struct {
  const char *what;
  const char *find;
} records[] = {
    [TC_RECORD_AGENCY] = {"agency", FIND ("agency")},
    [TC_RECORD_STAFF] = {"staff", FIND ("staff")},
    [TC_RECORD_ROLE] = {"role", FIND ("role")},
    [TC_RECORD_POST] = {"post", FIND ("post")},
    [TC_RECORD_DESK] = {"desk", FIND ("desk")},
    [TC_RECORD_SESSION] = {"session", FIND ("session")},
    [TC_RECORD_SCOPE] = {"scope", FIND ("scope")},
    [TC_RECORD_SHIFT] = {"shift", FIND ("shift")},
    [TC_RECORD_DUTY] = {"duty", FIND ("duty")},
};

gboolean
tc_guard_is_there (TcApply *apply, TcRecord record, gint64 id)
{
  if (tc_database_get_int (apply->db, 0, records[record].find, "i", id))
    return TRUE;
  return tc_apply_refuse (apply, "people.unknown", "what", TC_S, records[record].what, "id", TC_I,
                          id, NULL);
}

gboolean
tc_guard_is_free (TcApply *apply, TcRecord record, gint64 id)
{
  if (!tc_database_get_int (apply->db, 0, records[record].find, "i", id))
    return TRUE;
  return tc_apply_refuse (apply, "people.exists", "what", TC_S, records[record].what, "id", TC_I,
                          id, NULL);
}

gboolean
tc_guard_agency_in_force (TcApply *apply, gint64 agency_id, gint64 at_us)
{
  if (!tc_guard_is_there (apply, TC_RECORD_AGENCY, agency_id))
    return FALSE;
  if (tc_database_get_int (apply->db, 0,
                           "SELECT 1 FROM agency WHERE id = ?1 AND valid_from_us <= ?2"
                           " AND (valid_to_us IS NULL OR valid_to_us > ?2)",
                           "ii", agency_id, at_us))
    return TRUE;
  return tc_apply_refuse (apply, "people.not-in-force", "agency", TC_I, agency_id, NULL);
}

gboolean
tc_guard_staff_active (TcApply *apply, gint64 staff_id, gint64 at_us)
{
  if (!tc_guard_is_there (apply, TC_RECORD_STAFF, staff_id))
    return FALSE;
  if (tc_database_get_int (apply->db, 0,
                           "SELECT 1 FROM staff WHERE id = ?"
                           " AND (inactive_from_us IS NULL OR inactive_from_us > ?)",
                           "ii", staff_id, at_us))
    return TRUE;
  return tc_apply_refuse (apply, "people.inactive", "staff", TC_I, staff_id, NULL);
}

gboolean
tc_guard_kind (TcApply *apply, const char *const *kinds, const char *kind)
{
  if (g_strv_contains (kinds, kind))
    return TRUE;
  return tc_apply_refuse (apply, "people.kind", "kind", TC_S, kind, NULL);
}

gint64
tc_apply_time (const TcApply *apply, gint64 time_us)
{
  return time_us == TC_NONE ? apply->now_us : time_us;
}
