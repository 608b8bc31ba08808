/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The demonstration's duty journal: what those on duty wrote down and what became of it, at the
 * times that the file says. It comes with the reports, once: where the server has the first of them
 * it is left alone.
 */
#include "tc-province-plan-private.h"

#include "tc-limits.h"
#include "tc-shift-operations.h"

#define US_PER_MINUTE (60 * TC_US_PER_S)

static void
plan_follow_up (TcPlan *plan, guint row, gint64 entry_id, gint64 at_us)
{
  const TcProvinceFile file = TC_PROVINCE_JOURNAL;
  const TcProvince *province = plan->province;
  const TcJournalFollowUp args = {
      .follow_up_id = tc_plan_take_id (plan),
      .entry_id = entry_id,
      .text = tc_plan_get (plan, file, row, "follow_up"),
      .done = tc_province_get_int (province, file, row, "done", 0),
  };

  at_us += US_PER_MINUTE * tc_province_get_int (province, file, row, "follow_minutes", 0);
  tc_plan_record (plan, &tc_journal_follow_up_type,
                  tc_args_encode (&tc_journal_follow_up_type, &args), file, row, at_us,
                  tc_plan_get_id (plan->staff, tc_plan_get (plan, file, row, "account")));
}

static void
plan_entry (TcPlan *plan, guint row)
{
  const TcProvinceFile file = TC_PROVINCE_JOURNAL;
  const TcProvince *province = plan->province;
  gint64 due_minutes = tc_province_get_int (province, file, row, "due_minutes", 0);
  gint64 at_us = plan->now_us -
                 US_PER_MINUTE * tc_province_get_int (province, file, row, "minutes_ago", 0);
  const TcJournalAdd args = {
      .entry_id = tc_plan_take_id (plan),
      .kind = tc_plan_get (plan, file, row, "kind"),
      .text = tc_plan_get (plan, file, row, "text"),
      .source = tc_plan_get (plan, file, row, "source"),
      .due_us = due_minutes > 0 ? at_us + US_PER_MINUTE * due_minutes : TC_NONE,
  };

  tc_plan_record (plan, &tc_journal_add_type, tc_args_encode (&tc_journal_add_type, &args), file,
                  row, at_us,
                  tc_plan_get_id (plan->staff, tc_plan_get (plan, file, row, "account")));
  if (tc_plan_get (plan, file, row, "follow_up"))
    plan_follow_up (plan, row, args.entry_id, at_us);
}

static gboolean
is_there (TcPlan *plan)
{
  if (tc_province_get_n_rows (plan->province, TC_PROVINCE_REPORTS) == 0)
    return TRUE;
  return plan->server->find_report (TC_PROVINCE_REPORT_SOURCE,
                                    tc_plan_get (plan, TC_PROVINCE_REPORTS, 0, "label"), plan->data,
                                    &plan->error) != 0;
}

void
tc_plan_journal (TcPlan *plan)
{
  if (plan->error || is_there (plan))
    return;
  for (guint row = 0; row < tc_province_get_n_rows (plan->province, TC_PROVINCE_JOURNAL); row++)
    plan_entry (plan, row);
}
