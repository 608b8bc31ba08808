/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Permission; see the header. Runs for every operation: four look-ups by key or index.
 */
#include "tc-permission.h"

#include "tc-id.h"
#include "tc-limits.h"

static gboolean
is_session_valid (TcDatabase *db, const TcOperationHead *head)
{
  g_autoptr (TcQuery) query = tc_database_query (
      db, "SELECT staff_id, desk_id, from_us, until_us FROM session WHERE id = ?", "i",
      head->session_id);

  return tc_query_next (query) && tc_query_int (query, 0) == head->actor_id &&
         tc_query_int (query, 1) == head->replica &&
         head->made_us >= tc_query_int (query, 2) - TC_CLOCK_AHEAD_MAX_US &&
         head->made_us <= tc_query_int (query, 3);
}

static gboolean
has_capability (TcDatabase *db, const TcOperationHead *head, const char *capability)
{
  return tc_database_get_int (
      db, 0,
      "SELECT 1 FROM post JOIN role_capability AS c ON c.role_id = post.role_id"
      " WHERE post.staff_id = ?1 AND c.capability = ?2 AND post.valid_from_us <= ?3"
      " AND (post.valid_to_us IS NULL OR post.valid_to_us > ?3) LIMIT 1",
      "isi", head->actor_id, capability, head->made_us);
}

gboolean
tc_permission_check (TcDatabase *db, const TcOperation *op, const char *capability,
                     TcRefusal **refusal)
{
  const TcOperationHead *head = &op->head;

  if (head->actor_id == 0 && head->replica == TC_REPLICA_SERVER)
    return TRUE;
  if (!capability || head->actor_id == 0)
    *refusal = tc_refusal_new ("people.system-only", "operation", TC_S, op->name, NULL);
  else if (!tc_database_get_int (db, 0, "SELECT 1 FROM desk WHERE id = ? AND state = 'enrolled'",
                                 "i", (gint64) head->replica))
    *refusal = tc_refusal_new ("people.desk", "desk", TC_I, (gint64) head->replica, NULL);
  else if (!is_session_valid (db, head))
    *refusal = tc_refusal_new ("people.no-session", NULL);
  else if (!tc_database_get_int (db, 0, "SELECT active FROM staff WHERE id = ?", "i",
                                 head->actor_id))
    *refusal = tc_refusal_new ("people.inactive", NULL);
  else if (!has_capability (db, head, capability))
    *refusal = tc_refusal_new ("people.not-allowed", "capability", TC_S, capability, NULL);
  else
    return TRUE;
  return FALSE;
}
