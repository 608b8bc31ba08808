/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The demonstration's reports: each as its maker sent it, received some minutes ago, and what was
 * done with it since (tc-province-life.h). A report that the server has already is left alone, with
 * all that was done since.
 */
#include "tc-province-life.h"

#include "tc-incident-operations.h"

typedef struct {
  TcPlan *plan;      /* (unowned): the caller's */
  GArray *rows;      /* (owned) (element-type guint): oldest report first */
  GHashTable *lives; /* (owned): label (the province's) → TcLife * (owned) */
  GPtrArray *steps;  /* (owned) (element-type TcLifeStep) */
} History;

static int
compare_rows_cb (gconstpointer a, gconstpointer b, gpointer data)
{
  guint first = *(const guint *) a;
  guint second = *(const guint *) b;
  gint64 first_us = tc_life_get_received (data, first);
  gint64 second_us = tc_life_get_received (data, second);

  if (first_us != second_us)
    return first_us < second_us ? -1 : 1;
  return first < second ? -1 : first > second;
}

/* Row numbers, oldest report first. */
static GArray *
sort_rows (TcPlan *plan)
{
  guint n = tc_province_get_n_rows (plan->province, TC_PROVINCE_REPORTS);
  GArray *rows = g_array_sized_new (FALSE, FALSE, sizeof (guint), n);

  for (guint row = 0; row < n; row++)
    g_array_append_val (rows, row);
  g_array_sort_with_data (rows, compare_rows_cb, plan);
  return rows;
}

/* The report that this one repeats, if it is part of this history. */
static const TcLife *
find_original (History *history, guint row)
{
  const char *label = tc_plan_get (history->plan, TC_PROVINCE_REPORTS, row, "duplicate_of");

  return label ? g_hash_table_lookup (history->lives, label) : NULL;
}

static void
tell (History *history, const TcCrew *crew, guint row)
{
  TcPlan *plan = history->plan;
  const char *label = tc_plan_get (plan, TC_PROVINCE_REPORTS, row, "label");
  gint64 known = plan->server->find_report (TC_PROVINCE_REPORT_SOURCE, label, plan->data,
                                            &plan->error);
  g_autofree char *code = known == 0 ? plan->server->take_code (tc_life_get_received (plan, row),
                                                                plan->data, &plan->error)
                                     : NULL;

  if (!code)
    return;
  TcLife *life = g_new (TcLife, 1);
  *life = tc_life_plan (plan, crew, row, code, find_original (history, row), history->steps);
  g_hash_table_insert (history->lives, (gpointer) label, life);
  tc_plan_set_id (plan->incidents, label, life->incident_id);
}

static void
record (TcPlan *plan, TcLifeStep *step)
{
  const char *account = step->person == TC_CREW_NOBODY
                            ? NULL
                            : tc_plan_get (plan, TC_PROVINCE_STAFF, (guint) step->person,
                                           "account");

  tc_plan_record (plan, step->type, step->args, TC_PROVINCE_REPORTS, step->row, step->at_us,
                  tc_plan_get_id (plan->staff, account));
}

void
tc_plan_reports (TcPlan *plan)
{
  g_autoptr (TcCrew) crew = tc_crew_new (plan->province);
  History history = {.plan = plan, .rows = sort_rows (plan)};

  history.lives = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
  history.steps = g_ptr_array_new_with_free_func ((GDestroyNotify) tc_life_step_free);
  for (guint i = 0; i < history.rows->len && !plan->error; i++)
    tell (&history, crew, g_array_index (history.rows, guint, i));
  for (guint i = 0; i < history.steps->len; i++)
    record (plan, g_ptr_array_index (history.steps, i));
  g_ptr_array_unref (history.steps);
  g_hash_table_unref (history.lives);
  g_array_unref (history.rows);
}
