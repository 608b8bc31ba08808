/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The demonstration's reports: each as its maker sent it, received some minutes ago, and the steps
 * that were done with it since. Oldest first, so that ids run as the reports came in. A report that
 * the server has already is left alone, with all that was done since.
 */
#include "tc-province-plan-private.h"

#include "tc-incident-operations.h"

#define US_PER_MINUTE (60 * G_USEC_PER_SEC)

/* What is done with an incident after it came in. */
typedef struct {
  const char *outcome;
  gboolean accepted;
  gboolean dispatched;
  gboolean worked;
  gboolean resolved;
  gboolean closed;
} Life;

static const Life lives[] = {
    {"new", FALSE, FALSE, FALSE, FALSE, FALSE},      {"accepted", TRUE, FALSE, FALSE, FALSE, FALSE},
    {"dispatched", TRUE, TRUE, FALSE, FALSE, FALSE}, {"working", TRUE, TRUE, TRUE, FALSE, FALSE},
    {"resolved", TRUE, TRUE, TRUE, TRUE, FALSE},     {"closed", TRUE, TRUE, TRUE, TRUE, TRUE},
};

static const Life *
find_life (const char *outcome)
{
  for (guint i = 0; i < G_N_ELEMENTS (lives); i++) {
    if (g_str_equal (lives[i].outcome, outcome))
      return &lives[i];
  }
  return NULL;
}

static gint64
get_received (TcPlan *plan, guint row)
{
  return plan->now_us - US_PER_MINUTE * tc_province_get_int (plan->province, TC_PROVINCE_REPORTS,
                                                             row, "minutes_ago", 0);
}

static gint64
plan_report (TcPlan *plan, guint row, const char *code)
{
  const TcProvinceFile file = TC_PROVINCE_REPORTS;
  const char *name = tc_plan_get (plan, file, row, "reporter_name");
  const char *phone = tc_plan_get (plan, file, row, "reporter_phone");
  TcIncidentReport args = {
      .incident_id = tc_plan_take_id (plan),
      .report_id = tc_plan_take_id (plan),
      .reporter_id = name || phone ? tc_plan_take_id (plan) : 0,
      .code = code,
      .channel = tc_plan_get (plan, file, row, "channel"),
      .text = tc_plan_get (plan, file, row, "text"),
      .language = tc_plan_get (plan, file, row, "language"),
      .field_id = tc_plan_get_id (plan->fields, tc_plan_get (plan, file, row, "field")),
      .priority = TC_NONE,
      .area_id = tc_plan_get_id (plan->areas, tc_plan_get (plan, file, row, "area")),
      .lat_e7 = tc_plan_get_e7 (plan, file, row, "lat"),
      .lon_e7 = tc_plan_get_e7 (plan, file, row, "lon"),
      .address = tc_plan_get (plan, file, row, "address"),
      .said_us = TC_NONE,
      .received_us = get_received (plan, row),
      .anonymous = !name && !phone,
      .source = TC_PROVINCE_REPORT_SOURCE,
      .external_id = tc_plan_get (plan, file, row, "label"),
      .reporter_name = name,
      .reporter_phone = phone,
  };

  tc_plan_add (plan, &tc_incident_report_type, &args, file, row);
  return args.incident_id;
}

static void
plan_turn_away (TcPlan *plan, guint row, gint64 incident_id, gboolean redirect)
{
  TcIncidentTurnAway args = {
      .incident_id = incident_id,
      .reason = redirect ? "police-113" : "not-public",
      .text = tc_plan_get (plan, TC_PROVINCE_REPORTS, row, "answer"),
  };

  tc_plan_add (plan, redirect ? &tc_incident_redirect_type : &tc_incident_reject_type, &args,
               TC_PROVINCE_REPORTS, row);
}

/* Sent to the unit, which knows and works, as far as @life goes. */
static void
plan_work (TcPlan *plan, guint row, gint64 incident_id, const Life *life)
{
  const TcProvinceFile file = TC_PROVINCE_REPORTS;
  TcIncidentDispatch dispatch = {
      .incident_id = incident_id,
      .task_id = tc_plan_take_id (plan),
      .agency_id = tc_plan_get_id (plan->agencies, tc_plan_get (plan, file, row, "unit")),
      .due_us = TC_NONE,
  };
  TcIncidentTask task = {incident_id, dispatch.task_id, NULL};
  TcIncidentProgress progress = {incident_id, dispatch.task_id, NULL};

  tc_plan_add (plan, &tc_incident_dispatch_type, &dispatch, file, row);
  if (life->worked) {
    tc_plan_add (plan, &tc_incident_acknowledge_type, &task, file, row);
    tc_plan_add (plan, &tc_incident_start_type, &progress, file, row);
  }
  if (life->resolved)
    tc_plan_add (plan, &tc_incident_resolve_type, &progress, file, row);
}

static void
plan_answer (TcPlan *plan, guint row, gint64 incident_id, const char *text)
{
  const TcProvinceFile file = TC_PROVINCE_REPORTS;
  TcAnswerSubmit submit = {incident_id, tc_plan_take_id (plan), text, NULL};
  TcAnswerStep step = {incident_id, submit.answer_id, NULL};

  tc_plan_add (plan, &tc_answer_submit_type, &submit, file, row);
  tc_plan_add (plan, &tc_answer_approve_type, &step, file, row);
  tc_plan_add (plan, &tc_answer_publish_type, &step, file, row);
}

static void
plan_life (TcPlan *plan, guint row, gint64 incident_id)
{
  const TcProvinceFile file = TC_PROVINCE_REPORTS;
  const char *outcome = tc_plan_get (plan, file, row, "outcome");
  const char *answer = tc_plan_get (plan, file, row, "answer");
  const Life *life = find_life (outcome);
  TcIncidentOnly only = {incident_id};
  TcIncidentClose close = {incident_id, "done", 0, NULL};

  if (!life) {
    plan_turn_away (plan, row, incident_id, g_str_equal (outcome, "redirected"));
    return;
  }
  if (life->accepted)
    tc_plan_add (plan, &tc_incident_accept_type, &only, file, row);
  if (life->dispatched)
    plan_work (plan, row, incident_id, life);
  if (life->resolved && answer)
    plan_answer (plan, row, incident_id, answer);
  if (life->closed)
    tc_plan_add (plan, &tc_incident_close_type, &close, file, row);
}

/* Row numbers, oldest report first. */
static GArray *
sort_rows (TcPlan *plan)
{
  guint n = tc_province_get_n_rows (plan->province, TC_PROVINCE_REPORTS);
  GArray *rows = g_array_new (FALSE, FALSE, sizeof (guint));

  for (guint row = 0; row < n; row++) {
    guint at = rows->len;
    while (at > 0 &&
           get_received (plan, g_array_index (rows, guint, at - 1)) > get_received (plan, row))
      at--;
    g_array_insert_val (rows, at, row);
  }
  return rows;
}

void
tc_plan_reports (TcPlan *plan)
{
  g_autoptr (GArray) rows = sort_rows (plan);

  for (guint i = 0; i < rows->len && !plan->error; i++) {
    guint row = g_array_index (rows, guint, i);
    const char *label = tc_plan_get (plan, TC_PROVINCE_REPORTS, row, "label");
    gint64 known = plan->server->find_report (TC_PROVINCE_REPORT_SOURCE, label, plan->data,
                                              &plan->error);
    g_autofree char *code = known == 0 ? plan->server->take_code (get_received (plan, row),
                                                                  plan->data, &plan->error)
                                       : NULL;
    if (code)
      plan_life (plan, row, plan_report (plan, row, code));
  }
}
