/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Permission; see the header. Runs for every operation: three look-ups by key and one by index.
 */
#include "tc-permission.h"

#include "tc-id.h"
#include "tc-limits.h"

#include <string.h>

static gboolean
refuse (TcRefusal **refusal, TcRefusal *made)
{
  *refusal = made;
  return FALSE;
}

/* Desk, session and person by their keys, in one statement; each may be missing. */
static gboolean
check_session (TcDatabase *db, const TcOperationHead *head, TcRefusal **refusal)
{
  g_autoptr (TcQuery) query = tc_database_query (
      db,
      "SELECT (SELECT state = 'enrolled' FROM desk WHERE id = ?1), s.from_us, s.until_us,"
      " staff.inactive_from_us, staff.id"
      " FROM (SELECT ?2 AS id) AS wanted"
      " LEFT JOIN session AS s ON s.id = wanted.id AND s.staff_id = ?3 AND s.desk_id = ?1"
      " LEFT JOIN staff ON staff.id = s.staff_id",
      "iii", (gint64) head->replica, head->session_id, head->actor_id);

  /* No row at all is a fault of the database, which the caller finds. */
  if (!tc_query_next (query) || tc_query_int (query, 0) != 1)
    return refuse (refusal,
                   tc_refusal_new ("people.desk", "desk", TC_I, (gint64) head->replica, NULL));
  if (tc_query_is_null (query, 1) || tc_query_is_null (query, 4))
    return refuse (refusal, tc_refusal_new ("people.no-session", NULL));
  if (head->made_us < tc_query_int (query, 1) - TC_CLOCK_AHEAD_MAX_US ||
      head->made_us > tc_query_int (query, 2))
    return refuse (refusal, tc_refusal_new ("people.session-over", NULL));
  if (!tc_query_is_null (query, 3) && tc_query_int (query, 3) <= head->made_us)
    return refuse (refusal,
                   tc_refusal_new ("people.inactive", "staff", TC_I, head->actor_id, NULL));
  return TRUE;
}

/* What the server writes down of somebody: by no session, since it wasn't done at a desk. */
static gboolean
check_recorded (TcDatabase *db, const TcOperationHead *head, TcRefusal **refusal)
{
  g_autoptr (TcQuery) query = tc_database_query (
      db, "SELECT inactive_from_us FROM staff WHERE id = ?", "i", head->actor_id);

  if (!tc_query_next (query))
    return refuse (refusal, tc_refusal_new ("people.unknown", "what", TC_S, "staff", "id", TC_I,
                                            head->actor_id, NULL));
  if (!tc_query_is_null (query, 0) && tc_query_int (query, 0) <= head->made_us)
    return refuse (refusal,
                   tc_refusal_new ("people.inactive", "staff", TC_I, head->actor_id, NULL));
  return TRUE;
}

gboolean
tc_permission_has (TcDatabase *db, gint64 staff_id, const char *capability, gint64 at_us)
{
  return tc_database_get_int (
             db, 0,
             "SELECT 1 FROM post JOIN role_capability AS c ON c.role_id = post.role_id"
             " WHERE post.staff_id = ?1 AND c.capability = ?2 AND post.valid_from_us <= ?3"
             " AND (post.valid_to_us IS NULL OR post.valid_to_us > ?3) LIMIT 1",
             "isi", staff_id, capability, at_us) == 1;
}

gboolean
tc_permission_check (TcDatabase *db, const TcOperation *op, const char *capability,
                     TcRefusal **refusal)
{
  const TcOperationHead *head = &op->head;

  if (head->actor_id == 0 && head->replica == TC_REPLICA_SERVER)
    return TRUE;
  if (!capability || head->actor_id == 0)
    return refuse (refusal,
                   tc_refusal_new ("people.system-only", "operation", TC_S, op->name, NULL));
  gboolean recorded = head->replica == TC_REPLICA_SERVER && head->session_id == 0;
  if (recorded ? !check_recorded (db, head, refusal) : !check_session (db, head, refusal))
    return FALSE;
  if (strcmp (capability, TC_CAPABILITY_SIGNED_IN) != 0 &&
      !tc_permission_has (db, head->actor_id, capability, head->made_us))
    return refuse (refusal,
                   tc_refusal_new ("people.not-allowed", "capability", TC_S, capability, NULL));
  return TRUE;
}
