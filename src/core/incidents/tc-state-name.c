/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Words of a province for states; see the header.
 */
#include "tc-state-name.h"

#include "tc-fold.h"
#include "tc-incident-record.h"
#include "tc-limits.h"

static const TcArg name_args[] = {
    TC_ARG (TcIncidentNameState, name_id, TC_ARG_ID, TC_REQUIRED, 0),
    TC_ARG (TcIncidentNameState, state, TC_ARG_CODE, TC_REQUIRED, 0),
    TC_ARG (TcIncidentNameState, name_vi, TC_ARG_LINE, TC_OPTIONAL, TC_STATE_NAME_CHARS_MAX),
    TC_ARG (TcIncidentNameState, name_en, TC_ARG_LINE, TC_OPTIONAL, TC_STATE_NAME_CHARS_MAX),
    {NULL},
};

/* Whoever reads two states by one word can't tell them apart. */
static gboolean
check_name (TcApply *apply, const char *sql, const char *state, const char *name)
{
  g_autofree char *key = name ? tc_fold_key (name) : NULL;
  g_autoptr (TcQuery) other = name ? tc_database_query (apply->db, sql, "s", state) : NULL;

  while (other && tc_query_next (other)) {
    g_autofree char *taken = tc_fold_key (tc_query_text (other, 0));
    if (g_str_equal (taken, key))
      return tc_apply_refuse (apply, "state.name-used", "name", TC_S, name, NULL);
  }
  return TRUE;
}

static gboolean
apply_name (TcApply *apply, gconstpointer data)
{
  const TcIncidentNameState *args = data;
  TcIncidentState state = TC_STATE_NEW;

  if (!tc_incident_state_from_code (args->state, &state))
    return tc_apply_refuse (apply, "state.unknown", "state", TC_S, args->state, NULL);
  if (!check_name (apply, "SELECT name_vi FROM state_name WHERE state <> ? AND name_vi IS NOT NULL",
                   args->state, args->name_vi) ||
      !check_name (apply, "SELECT name_en FROM state_name WHERE state <> ? AND name_en IS NOT NULL",
                   args->state, args->name_en))
    return FALSE;
  if (tc_database_get_int (apply->db, 0, "SELECT 1 FROM state_name WHERE state = ? LIMIT 1", "s",
                           args->state)) {
    tc_database_execute (apply->db,
                         "UPDATE state_name SET name_vi = ?2, name_en = ?3 WHERE state = ?1", "sss",
                         args->state, args->name_vi, args->name_en);
    return TRUE;
  }
  if (tc_database_get_int (apply->db, 0, "SELECT 1 FROM state_name WHERE id = ?", "i",
                           args->name_id))
    return tc_apply_refuse (apply, "operation.arguments", "operation", TC_S, apply->op->name,
                            "argument", TC_S, "name_id", NULL);
  tc_database_execute (apply->db, "INSERT INTO state_name VALUES (?, ?, ?, ?, ?)", "iisss",
                       args->name_id, (gint64) TC_SCOPE_COMMON, args->state, args->name_vi,
                       args->name_en);
  return TRUE;
}

const TcOperationType tc_incident_name_state_type = {
    .name = "incident.name-state",
    .version = 1,
    .capability = TC_MAY_MANAGE,
    .args = name_args,
    .args_size = sizeof (TcIncidentNameState),
    .apply = apply_name,
};

GPtrArray *
tc_state_names (TcDatabase *db, const char *language)
{
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (TcQuery) query = tc_database_query (
      db, "SELECT state, iif (?1 = 'vi', name_vi, name_en) FROM state_name", "s", language);

  g_ptr_array_set_size (names, TC_N_STATES);
  while (tc_query_next (query)) {
    TcIncidentState state = TC_STATE_NEW;
    /* One that a newer server has is nothing here. */
    if (!tc_incident_state_from_code (tc_query_text (query, 0), &state))
      continue;
    g_free (names->pdata[state]);
    names->pdata[state] = tc_query_dup_text (query, 1);
  }
  return names;
}
