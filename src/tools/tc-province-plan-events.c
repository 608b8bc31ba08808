/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Resources for big events, and the demonstration's big events: what was declared, written down,
 * counted and handed out, at the times that the file says. An event comes with the report that
 * leads it, once.
 */
#include "tc-province-plan-private.h"

#include "tc-big-event.h"
#include "tc-limits.h"
#include "tc-resource.h"

#define US_PER_MINUTE (60 * TC_US_PER_S)

void
tc_plan_resources (TcPlan *plan)
{
  const TcProvinceFile file = TC_PROVINCE_RESOURCES;
  g_autoptr (TcKnownRows)
      rows = tc_plan_read (plan, "resource", "id,kind,name,count,place,keeper_id,retired_us");

  for (guint row = 0; row < tc_province_get_n_rows (plan->province, file); row++) {
    const char *name = tc_plan_get (plan, file, row, "name");
    int known = tc_known_rows_find (rows, "name", name, "retired_us", NULL, NULL);
    TcResourceArgs args = {
        .resource_id = known >= 0 ? tc_known_rows_get_int (rows, (guint) known, "id")
                                  : tc_plan_take_id (plan),
        .kind = tc_plan_get (plan, file, row, "kind"),
        .name = name,
        .count = tc_province_get_int (plan->province, file, row, "count", 0),
        .place = tc_plan_get (plan, file, row, "place"),
        .keeper_id = tc_plan_get_id (plan->agencies, tc_plan_get (plan, file, row, "keeper")),
    };
    tc_plan_set_id (plan->resources, name, args.resource_id);
    if (known >= 0)
      tc_plan_change (plan, &tc_resource_change_type, &args, file, row, rows, (guint) known);
    else
      tc_plan_add (plan, &tc_resource_add_type, &args, file, row);
  }
}

static void
record (TcPlan *plan, guint row, const TcOperationType *type, gconstpointer args)
{
  const TcProvinceFile file = TC_PROVINCE_BIG_EVENTS;
  gint64 minutes_ago = tc_province_get_int (plan->province, file, row, "minutes_ago", 0);

  tc_plan_record (plan, type, tc_args_encode (type, args), file, row,
                  plan->now_us - US_PER_MINUTE * minutes_ago,
                  tc_plan_get_id (plan->staff, tc_plan_get (plan, file, row, "account")));
}

static void
plan_words (TcPlan *plan, guint row, const char *step, gint64 event_id)
{
  const char *text = tc_plan_get (plan, TC_PROVINCE_BIG_EVENTS, row, "text");

  if (g_str_equal (step, "declare"))
    record (plan, row, &tc_event_declare_type,
            &(TcEventDeclare){.incident_id = event_id,
                              .kind = tc_plan_get (plan, TC_PROVINCE_BIG_EVENTS, row, "what"),
                              .name = text,
                              .begun_us = TC_NONE});
  else if (g_str_equal (step, "command"))
    record (plan, row, &tc_event_command_type, &(TcEventCommand){event_id, text});
  else if (g_str_equal (step, "log"))
    record (plan, row, &tc_event_log_type, &(TcEventLog){event_id, text});
}

static void
plan_things (TcPlan *plan, guint row, const char *step, gint64 event_id)
{
  const TcProvinceFile file = TC_PROVINCE_BIG_EVENTS;
  const char *what = tc_plan_get (plan, file, row, "what");
  gint64 amount = tc_province_get_int (plan->province, file, row, "amount", 0);
  gint64 area_id = tc_plan_get_id (plan->areas, tc_plan_get (plan, file, row, "area"));

  if (g_str_equal (step, "add"))
    record (plan, row, &tc_event_add_type,
            &(TcEventMember){event_id, tc_plan_get_id (plan->incidents, what)});
  else if (g_str_equal (step, "figure"))
    record (plan, row, &tc_event_figure_type, &(TcEventFigure){event_id, what, area_id, amount});
  else if (g_str_equal (step, "check"))
    record (plan, row, &tc_event_check_type, &(TcEventCheck){event_id, what, 1});
  else if (g_str_equal (step, "hand-out"))
    record (plan, row, &tc_resource_hand_out_type,
            &(TcResourceHandOut){.hold_id = tc_plan_take_id (plan),
                                 .resource_id = tc_plan_get_id (plan->resources, what),
                                 .event_id = event_id,
                                 .count = amount,
                                 .holder = tc_plan_get (plan, file, row, "text")});
}

void
tc_plan_big_events (TcPlan *plan)
{
  const TcProvinceFile file = TC_PROVINCE_BIG_EVENTS;

  for (guint row = 0; row < tc_province_get_n_rows (plan->province, file); row++) {
    const char *step = tc_plan_get (plan, file, row, "step");
    gint64 event_id = tc_plan_get_id (plan->incidents, tc_plan_get (plan, file, row, "event"));

    /* 0: the server had the report before. */
    if (event_id == 0)
      continue;
    plan_words (plan, row, step, event_id);
    plan_things (plan, row, step, event_id);
  }
}
