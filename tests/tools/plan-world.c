/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The province of the plans' tests; see the header.
 */
#include "plan-world.h"

#include "tc-incident-codes.h"
#include "tc-incident-operations.h"
#include "tc-incident-queries.h"

#define CODES_A_DAY 9000

void
world_init (World *world)
{
  *world = (World){tc_fixture_new (), g_hash_table_new (NULL, NULL), FALSE};
}

void
world_clear (World *world)
{
  g_clear_pointer (&world->fixture, tc_fixture_free);
  g_clear_pointer (&world->days, g_hash_table_unref);
}

/* ---- the server ---- */

static gboolean
read_rows (const char *table, TcKnownRows *rows, gpointer data, GError **error)
{
  World *world = data;
  const char *const *columns = tc_known_rows_get_columns (rows);
  guint n = g_strv_length ((char **) columns);
  g_autofree char *list = g_strjoinv (", ", (char **) columns);
  g_autofree char *sql = g_strdup_printf ("SELECT %s FROM %s ORDER BY id", list, table);

  if (world->broken) {
    g_set_error_literal (error, TC_ERROR, TC_ERROR_STORE, "no disk");
    return FALSE;
  }
  g_autoptr (TcQuery) query = tc_database_query (world->fixture->db, sql, "");
  while (tc_query_next (query)) {
    char **values = g_new0 (char *, n + 1);
    for (guint i = 0; i < n; i++)
      values[i] = tc_query_dup_text (query, (int) i);
    tc_known_rows_add (rows, values);
  }
  return tc_database_check (world->fixture->db, error);
}

static gboolean
make_ids (guint n, GArray *ids, gpointer data, GError **error)
{
  World *world = data;

  for (guint i = 0; i < n; i++) {
    gint64 id = tc_fixture_id (world->fixture);
    g_array_append_val (ids, id);
  }
  return TRUE;
}

static char *
take_code (gint64 at_us, gpointer data, GError **error)
{
  World *world = data;
  gint64 day = tc_incident_day (at_us);
  gpointer key = GINT_TO_POINTER ((int) day);
  int number = GPOINTER_TO_INT (g_hash_table_lookup (world->days, key)) + 1;

  if (number == 1) {
    TcIncidentLeaseCodes lease = {tc_fixture_id (world->fixture), 0, day, 1, CODES_A_DAY};
    tc_fixture_run (world->fixture, &tc_incident_lease_codes_type, &lease);
  }
  g_hash_table_insert (world->days, key, GINT_TO_POINTER (number));
  return tc_incident_format_code (day, number);
}

static gint64
find_report (const char *source, const char *external_id, gpointer data, GError **error)
{
  World *world = data;

  return tc_database_get_int (world->fixture->db, 0,
                              "SELECT id FROM report WHERE source = ? AND external_id = ?", "ss",
                              source, external_id);
}

const TcProvinceServer world_server = {read_rows, make_ids, take_code, find_report};

/* ---- carrying out ---- */

static void
run_step (World *world, const TcPlanStep *step)
{
  g_autoptr (TcRefusal) refusal = NULL;

  if (step->upload)
    return;
  g_autoptr (TcArgs) args = tc_args_decode (step->type, step->type->version, step->args, &refusal);
  gint64 now_us = world->fixture->now_us;
  TcActor actor = {step->actor_id, 0, 0};

  g_assert_cmpint (step->made_us, <=, now_us);
  world->fixture->now_us = step->made_us ? step->made_us : now_us;
  if (args)
    refusal = tc_fixture_try_as (world->fixture, actor, step->type, tc_args_get (args));
  world->fixture->now_us = now_us;
  if (refusal) {
    g_autofree char *words = g_variant_print (refusal->args, FALSE);
    g_error ("%s: %s was refused: %s %s", step->place, step->type->name, refusal->code, words);
  }
}

void
world_carry_out (World *world, GPtrArray *steps)
{
  for (guint i = 0; i < steps->len; i++)
    run_step (world, g_ptr_array_index (steps, i));
}
