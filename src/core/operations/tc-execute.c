/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Carrying out one operation; see the header.
 */
#include "tc-execute.h"

#include "tc-operation-registry.h"
#include "tc-permission.h"

/* All of them. */
static gboolean
holds (TcDatabase *db, const char *kinds)
{
  g_auto (GStrv) each = g_strsplit (kinds, " ", -1);

  for (guint i = 0; each[i]; i++)
    if (!tc_database_get_int (db, 0, "SELECT 1 FROM held_scope WHERE kind = ? LIMIT 1", "s",
                              each[i]))
      return FALSE;
  return TRUE;
}

/* Of snapshots that come in parts: not all rows of these kinds are here yet. */
static gboolean
is_loading (TcDatabase *db, const char *kinds)
{
  g_auto (GStrv) each = g_strsplit (kinds, " ", -1);

  for (guint i = 0; each[i]; i++)
    if (tc_database_get_int (db, 0,
                             "SELECT 1 FROM held_scope JOIN load_part ON load_part.scope ="
                             " held_scope.id WHERE held_scope.kind = ? LIMIT 1",
                             "s", each[i]))
      return TRUE;
  return FALSE;
}

/* What was in the log when the rows of this replica were offered has not all come. */
static gboolean
is_behind (TcDatabase *db)
{
  return tc_database_get_int (
      db, 0, "SELECT 1 FROM load_head JOIN position ON position.lsn < load_head.lsn", NULL);
}

/* Refuses what is no operation of ours; else gives the kind and its arguments. */
static const TcOperationType *
prepare (const TcOperation *op, TcArgs **args, TcRefusal **refusal)
{
  const TcOperationType *type = tc_operation_registry_find (op->name);

  if (!type) {
    *refusal = tc_refusal_new ("operation.unknown", "operation", TC_S, op->name, NULL);
    return NULL;
  }
  if (op->version > type->version) {
    *refusal = tc_refusal_new ("operation.newer", "operation", TC_S, op->name, NULL);
    return NULL;
  }
  *args = tc_args_decode (type, op->version, op->args, refusal);
  return *args ? type : NULL;
}

/* Inside the savepoint. */
static TcOutcome
apply (TcDatabase *db, const TcOperationType *type, const TcArgs *args, const TcOperation *op,
       TcRefusal **refusal, GError **error)
{
  TcApply context = {db, op, op->head.made_us, NULL};

  tc_database_set_budget (db, TC_EXECUTE_STEPS_MAX);
  gboolean applied = type->apply (&context, tc_args_get (args));
  tc_database_set_budget (db, 0);
  if (!tc_database_check (db, error)) {
    tc_refusal_free (context.refusal);
    return TC_OUTCOME_FAILED;
  }
  g_assert (applied == (context.refusal == NULL));
  *refusal = context.refusal;
  return applied ? TC_OUTCOME_APPLIED : TC_OUTCOME_REFUSED;
}

/* A step budget that is spent, or a row that can't be, is the operation's fault, not the disk's. */
static TcOutcome
judge_failure (const TcOperation *op, TcOutcome outcome, TcRefusal **refusal, GError **error)
{
  const char *code = NULL;

  if (outcome != TC_OUTCOME_FAILED)
    return outcome;
  if (g_error_matches (*error, TC_ERROR, TC_ERROR_LIMIT))
    code = "operation.too-long";
  else if (g_error_matches (*error, TC_ERROR, TC_ERROR_DIVERGED))
    code = "operation.conflict";
  else
    return outcome;
  g_clear_error (error);
  *refusal = tc_refusal_new (code, "operation", TC_S, op->name, NULL);
  return TC_OUTCOME_REFUSED;
}

/* A row that a desk doesn't find, and a person's session or right, may be among what is still to
 * come. */
static gboolean
is_about_missing (TcDatabase *db, const TcOperationType *type, const TcRefusal *refusal)
{
  if (g_str_has_suffix (refusal->code, ".unknown"))
    return (type->reads && is_loading (db, type->reads)) || is_behind (db);
  return g_str_has_prefix (refusal->code, "people.") && is_behind (db);
}

/* Of an operation of ours. Inside a savepoint of its own. */
static TcOutcome
attempt (TcDatabase *db, const TcOperationType *type, const TcArgs *args, const TcOperation *op,
         TcRefusal **refusal, GError **error)
{
  TcOutcome outcome;

  tc_database_execute (db, "SAVEPOINT operation", NULL);
  outcome = apply (db, type, args, op, refusal, error);
  outcome = judge_failure (op, outcome, refusal, error);
  if (outcome != TC_OUTCOME_APPLIED)
    tc_database_execute (db, "ROLLBACK TO operation", NULL);
  tc_database_execute (db, "RELEASE operation", NULL);
  return outcome;
}

TcOutcome
tc_execute (TcDatabase *db, gboolean decides, TcCapture *capture, const TcOperation *op,
            TcRefusal **refusal, GError **error)
{
  g_autoptr (TcArgs) args = NULL;
  g_autoptr (TcRefusal) refused = NULL;
  g_autoptr (GError) local = NULL;
  const TcOperationType *type = prepare (op, &args, &refused);
  TcOutcome outcome = TC_OUTCOME_REFUSED;

  if (type && tc_permission_check (db, op, type->capability, &refused)) {
    if (type->reads && !decides && !holds (db, type->reads))
      outcome = TC_OUTCOME_DEFERRED;
    else
      outcome = attempt (db, type, args, op, &refused, &local);
  }
  if (type && outcome == TC_OUTCOME_REFUSED && !decides && is_about_missing (db, type, refused))
    outcome = TC_OUTCOME_DEFERRED;
  if (!local && !tc_database_check (db, &local))
    outcome = TC_OUTCOME_FAILED;
  if (capture && outcome != TC_OUTCOME_APPLIED)
    tc_capture_drop (capture);
  if (outcome == TC_OUTCOME_REFUSED)
    *refusal = g_steal_pointer (&refused);
  if (outcome == TC_OUTCOME_FAILED)
    g_propagate_prefixed_error (error, g_steal_pointer (&local), "applying %s: ", op->name);
  return outcome;
}
