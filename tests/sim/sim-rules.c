/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What must hold before an operation that was accepted, said once more and in other words than the
 * guards say it: so a guard that lets too much through is found, though hub and re-run agree.
 */
#include "sim.h"

#include <string.h>

/* States from which work goes on. */
#define OPEN                                                                                       \
  "('new', 'accepted', 'assigned', 'dispatched', 'acknowledged', 'working', 'waiting',"            \
  " 'forwarded', 'scheduled')"

typedef struct {
  const char *name;
  const char *other; /* (nullable): the argument that the rule calls op.other */
  const char *sql;   /* in which op is the operation: id (of the incident), actor, other, code */
} Rule;

static const Rule rules[] = {
    {"incident.report", NULL,
     "SELECT 1 WHERE NOT EXISTS (SELECT 1 FROM incident WHERE id = op.id OR code = op.code)"},
    {"incident.accept", NULL, "SELECT 1 FROM incident WHERE id = op.id AND state = 'new'"},
    {"incident.take", "from_id",
     "SELECT 1 FROM incident WHERE id = op.id AND state IN " OPEN
     " AND (staff_id IS NULL OR staff_id IN (op.actor, op.other))"},
    {"incident.release", NULL,
     "SELECT 1 FROM incident WHERE id = op.id AND staff_id IS NOT NULL AND state IN " OPEN},
    {"incident.assign", NULL, "SELECT 1 FROM incident WHERE id = op.id AND state IN " OPEN},
    {"incident.set-priority", NULL, "SELECT 1 FROM incident WHERE id = op.id AND state IN " OPEN},
    {"incident.start", NULL, "SELECT 1 FROM incident WHERE id = op.id AND state IN " OPEN},
    {"incident.resolve", NULL,
     "SELECT 1 FROM incident WHERE id = op.id AND state <> 'new' AND state IN " OPEN},
    {"incident.reject", NULL,
     "SELECT 1 FROM incident WHERE id = op.id"
     " AND state IN ('new', 'accepted', 'assigned', 'waiting')"},
    {"incident.reopen", NULL,
     "SELECT 1 FROM incident WHERE id = op.id AND state IN ('resolved', 'published', 'closed',"
     " 'rejected', 'redirected')"},
    {"incident.merge", "into_id",
     "SELECT 1 FROM incident AS a, incident AS b WHERE a.id = op.id AND b.id = op.other"
     " AND a.id <> b.id AND a.state IN " OPEN
     " AND b.state NOT IN ('closed', 'rejected', 'redirected', 'merged')"},
    {"incident.dispatch", "agency_id",
     "SELECT 1 FROM incident WHERE id = op.id AND state IN " OPEN
     " AND NOT EXISTS (SELECT 1 FROM dispatch WHERE incident_id = op.id AND agency_id = op.other"
     " AND state IN ('sent', 'acknowledged', 'working'))"},
    {"incident.acknowledge", "task_id",
     "SELECT 1 FROM dispatch WHERE id = op.other AND incident_id = op.id AND state = 'sent'"},
    {"incident.recall", "task_id",
     "SELECT 1 FROM dispatch WHERE id = op.other AND incident_id = op.id"
     " AND state IN ('sent', 'acknowledged', 'working')"},
};

static const Rule *
find_rule (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (rules); i++)
    if (g_str_equal (rules[i].name, name))
      return &rules[i];
  return NULL;
}

static gint64
get_id (const TcOperation *op, const char *name)
{
  gint64 id = 0;

  if (name)
    g_variant_lookup (op->args, name, "x", &id);
  return id;
}

/* Signed in at this desk, and with a post whose role may. */
static gboolean
was_allowed (TcDatabase *db, const TcOperation *op, const char *capability)
{
  return tc_database_get_int (
      db, 0,
      "SELECT 1 FROM session AS s JOIN desk AS d ON d.id = s.desk_id"
      " JOIN post AS p ON p.staff_id = s.staff_id JOIN role_capability AS c ON c.role_id ="
      " p.role_id WHERE s.id = ?1 AND s.staff_id = ?2 AND s.desk_id = ?3"
      " AND d.state = 'enrolled' AND c.capability = ?4 AND s.until_us >= ?5 LIMIT 1",
      "iiisi", op->head.session_id, op->head.actor_id, (gint64) op->head.replica, capability,
      op->head.made_us);
}

void
sim_rules_check (Sim *sim, TcDatabase *db, gint64 lsn, const TcOperation *op,
                 const TcOperationType *type)
{
  const Rule *rule = find_rule (op->name);
  const char *code = NULL;

  if (op->head.replica != TC_REPLICA_SERVER && !was_allowed (db, op, type->capability))
    sim_fail (sim, "%s at %" G_GINT64_FORMAT " was accepted, and its actor may not", op->name, lsn);
  if (!rule)
    return;
  g_variant_lookup (op->args, "code", "&s", &code);
  g_autofree char *sql = g_strdup_printf (
      "SELECT 1 FROM (SELECT ?1 AS id, ?2 AS actor, ?3 AS other, ?4 AS code) AS op"
      " WHERE EXISTS (%s)",
      rule->sql);
  if (!tc_database_get_int (db, 0, sql, "iiis", get_id (op, "incident_id"), op->head.actor_id,
                            get_id (op, rule->other), code))
    sim_fail (sim, "%s at %" G_GINT64_FORMAT " was accepted against the rule of it", op->name, lsn);
}
