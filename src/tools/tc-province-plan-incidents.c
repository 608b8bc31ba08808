/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The part of a plan that is about incidents: fields with the questions they ask, the terms within
 * which they are dealt with, and who is responsible where.
 */
#include "tc-province-plan-private.h"

#include "tc-alarm-rule.h"
#include "tc-answer-template.h"
#include "tc-incident-operations.h"
#include "tc-service-level.h"
#include "tc-state-name.h"

#include <json-glib/json-glib.h>
#include <string.h>

/* "key:Vietnamese:English" */
static void
write_choice (JsonBuilder *json, const char *choice)
{
  g_auto (GStrv) parts = g_strsplit (choice, ":", 3);

  json_builder_begin_object (json);
  json_builder_set_member_name (json, "key");
  json_builder_add_string_value (json, parts[0]);
  json_builder_set_member_name (json, "name_vi");
  json_builder_add_string_value (json, parts[1]);
  json_builder_set_member_name (json, "name_en");
  json_builder_add_string_value (json, parts[2]);
  json_builder_end_object (json);
}

static void
write_text (JsonBuilder *json, const char *name, const char *text)
{
  json_builder_set_member_name (json, name);
  json_builder_add_string_value (json, text);
}

/* One question of a service, as GeoReport v2 defines an attribute. */
static void
write_attribute (TcPlan *plan, JsonBuilder *json, guint row)
{
  const TcProvinceFile file = TC_PROVINCE_ATTRIBUTES;
  g_auto (GStrv) values = tc_province_dup_list (plan->province, file, row, "values");

  json_builder_begin_object (json);
  json_builder_set_member_name (json, "variable");
  json_builder_add_boolean_value (json, TRUE);
  write_text (json, "code", tc_plan_get (plan, file, row, "code"));
  write_text (json, "datatype", tc_plan_get (plan, file, row, "datatype"));
  json_builder_set_member_name (json, "required");
  json_builder_add_boolean_value (
      json, tc_province_get_int (plan->province, file, row, "required", 0) == 1);
  json_builder_set_member_name (json, "order");
  json_builder_add_int_value (json, tc_province_get_int (plan->province, file, row, "order", 0));
  write_text (json, "description_vi", tc_plan_get (plan, file, row, "name_vi"));
  write_text (json, "description_en", tc_plan_get (plan, file, row, "name_en"));
  json_builder_set_member_name (json, "values");
  json_builder_begin_array (json);
  for (guint i = 0; values[i]; i++)
    write_choice (json, values[i]);
  json_builder_end_array (json);
  json_builder_end_object (json);
}

/* A JSON array; NULL if the service asks nothing. */
static char *
write_attributes (TcPlan *plan, const char *service)
{
  g_autoptr (JsonBuilder) json = json_builder_new ();
  guint n = 0;

  json_builder_begin_array (json);
  for (guint row = 0; row < tc_province_get_n_rows (plan->province, TC_PROVINCE_ATTRIBUTES);
       row++) {
    if (!g_str_equal (tc_plan_get (plan, TC_PROVINCE_ATTRIBUTES, row, "service"), service))
      continue;
    write_attribute (plan, json, row);
    n++;
  }
  json_builder_end_array (json);
  g_autoptr (JsonNode) root = json_builder_get_root (json);
  return n > 0 ? json_to_string (root, FALSE) : NULL;
}

static gint64
get_priority (const char *word)
{
  static const char *const words[] = {"emergency", "urgent", "attention", "notice"};

  for (guint i = 0; i < G_N_ELEMENTS (words); i++) {
    if (g_str_equal (words[i], word))
      return (gint64) i + TC_PRIORITY_EMERGENCY;
  }
  g_assert_not_reached ();
}

/* Whether what the server has promises the same. */
static gboolean
is_same_level (const TcKnownRows *levels, guint known, const TcFieldSetTerm *args)
{
  const char *basis = tc_known_rows_get (levels, known, "basis");

  return tc_known_rows_get_int (levels, known, "minutes") == args->minutes &&
         tc_known_rows_get_int (levels, known, "take_minutes") == args->take_minutes &&
         tc_known_rows_get_int (levels, known, "dispatch_minutes") == args->dispatch_minutes &&
         tc_known_rows_get_int (levels, known, "acknowledge_minutes") ==
             args->acknowledge_minutes &&
         tc_known_rows_get_int (levels, known, "soon_percent") == args->soon_percent &&
         tc_known_rows_get_int (levels, known, "arrive_minutes") == args->arrive_minutes &&
         tc_known_rows_get_int (levels, known, "work_minutes") == args->work_minutes &&
         tc_known_rows_get_int (levels, known, "reply_minutes") == args->reply_minutes &&
         tc_known_rows_get_int (levels, known, "tell_minutes") == args->tell_minutes &&
         tc_known_rows_get_int (levels, known, "reopen_days") == args->reopen_days &&
         g_strcmp0 (basis, args->basis) == 0;
}

static void
plan_level (TcPlan *plan, guint row, const TcKnownRows *levels)
{
  const TcProvinceFile file = TC_PROVINCE_LEVELS;
  const TcProvince *province = plan->province;
  TcFieldSetTerm args = {
      .field_id = tc_plan_get_id (plan->fields, tc_plan_get (plan, file, row, "field")),
      .priority = get_priority (tc_plan_get (plan, file, row, "priority")),
      .minutes = tc_province_get_int (province, file, row, "resolve_minutes", 0),
      .basis = tc_plan_get (plan, file, row, "basis"),
      .take_minutes = tc_province_get_int (province, file, row, "take_minutes", 0),
      .dispatch_minutes = tc_province_get_int (province, file, row, "dispatch_minutes", 0),
      .acknowledge_minutes = tc_province_get_int (province, file, row, "acknowledge_minutes", 0),
      .soon_percent = tc_province_get_int (province, file, row, "soon_percent", TC_SOON_PERCENT),
      .arrive_minutes = tc_province_get_int (province, file, row, "arrive_minutes", 0),
      .work_minutes = tc_province_get_int (province, file, row, "work_minutes", 0),
      .reply_minutes = tc_province_get_int (province, file, row, "reply_minutes", 0),
      .tell_minutes = tc_province_get_int (province, file, row, "tell_minutes", 0),
      .reopen_days = tc_province_get_int (province, file, row, "reopen_days", 0),
  };
  if (args.soon_percent == 0)
    args.soon_percent = TC_SOON_PERCENT;
  g_autofree char *field = args.field_id ? g_strdup_printf ("%" G_GINT64_FORMAT, args.field_id)
                                         : NULL;
  g_autofree char *priority = g_strdup_printf ("%" G_GINT64_FORMAT, args.priority);
  int known = tc_known_rows_find (levels, "field_id", field, "priority", priority, "valid_to_us",
                                  NULL, NULL);

  if (known >= 0 && is_same_level (levels, (guint) known, &args))
    return;
  args.term_id = tc_plan_take_id (plan);
  /* Of a province that is founded: from its beginning. */
  args.valid_from_us = known >= 0 || plan->start_us == 0 ? plan->now_us : plan->start_us;
  tc_plan_add (plan, &tc_field_set_term_type, &args, file, row);
}

void
tc_plan_levels (TcPlan *plan)
{
  g_autoptr (TcKnownRows) levels = tc_plan_read (
      plan, "field_term",
      "field_id,priority,minutes,valid_to_us,basis,take_minutes,dispatch_minutes,"
      "acknowledge_minutes,soon_percent,arrive_minutes,work_minutes,reply_minutes,"
      "tell_minutes,reopen_days");

  for (guint row = 0; row < tc_province_get_n_rows (plan->province, TC_PROVINCE_LEVELS); row++)
    plan_level (plan, row, levels);
}

static void
plan_answer (TcPlan *plan, guint row, const TcKnownRows *rows)
{
  const TcProvinceFile file = TC_PROVINCE_ANSWERS;
  const char *code = tc_plan_get (plan, file, row, "code");
  int known = tc_known_rows_find (rows, "code", code, NULL);
  TcAnswerSetTemplate args = {
      .template_id = known >= 0 ? tc_known_rows_get_int (rows, (guint) known, "id")
                                : tc_plan_take_id (plan),
      .code = code,
      .field_id = tc_plan_get_id (plan->fields, tc_plan_get (plan, file, row, "field")),
      .state = tc_plan_get (plan, file, row, "state"),
      .language = tc_plan_get (plan, file, row, "language"),
      .name = tc_plan_get (plan, file, row, "name"),
      .text = tc_plan_get (plan, file, row, "text"),
      .active = tc_province_get_int (plan->province, file, row, "active", 1),
  };

  if (known >= 0)
    tc_plan_change (plan, &tc_answer_set_template_type, &args, file, row, rows, (guint) known);
  else
    tc_plan_add (plan, &tc_answer_set_template_type, &args, file, row);
}

void
tc_plan_answers (TcPlan *plan)
{
  g_autoptr (TcKnownRows) rows = tc_plan_read (plan, "answer_template",
                                               "id,code,field_id,state,language,name,text,active");

  for (guint row = 0; row < tc_province_get_n_rows (plan->province, TC_PROVINCE_ANSWERS); row++)
    plan_answer (plan, row, rows);
}

static void
plan_escalation (TcPlan *plan, guint row, const TcKnownRows *rows)
{
  const TcProvinceFile file = TC_PROVINCE_ESCALATIONS;
  const char *code = tc_plan_get (plan, file, row, "code");
  int known = tc_known_rows_find (rows, "code", code, NULL);
  TcAlarmSetRule args = {
      .rule_id = known >= 0 ? tc_known_rows_get_int (rows, (guint) known, "id")
                            : tc_plan_take_id (plan),
      .code = code,
      .priority = tc_plan_get (plan, file, row, "priority"),
      .minutes = tc_province_get_int (plan->province, file, row, "minutes", 1),
      .role_id = tc_plan_get_id (plan->roles, tc_plan_get (plan, file, row, "role")),
      .active = tc_province_get_int (plan->province, file, row, "active", 1),
  };

  if (known >= 0)
    tc_plan_change (plan, &tc_alarm_set_rule_type, &args, file, row, rows, (guint) known);
  else
    tc_plan_add (plan, &tc_alarm_set_rule_type, &args, file, row);
}

void
tc_plan_escalations (TcPlan *plan)
{
  g_autoptr (TcKnownRows)
      rows = tc_plan_read (plan, "alarm_rule", "id,code,priority,minutes,role_id,active");

  for (guint row = 0; row < tc_province_get_n_rows (plan->province, TC_PROVINCE_ESCALATIONS); row++)
    plan_escalation (plan, row, rows);
}

static void
plan_state (TcPlan *plan, guint row, const TcKnownRows *rows)
{
  const TcProvinceFile file = TC_PROVINCE_STATES;
  const char *state = tc_plan_get (plan, file, row, "state");
  int known = tc_known_rows_find (rows, "state", state, NULL);
  TcIncidentNameState args = {
      .name_id = known >= 0 ? tc_known_rows_get_int (rows, (guint) known, "id")
                            : tc_plan_take_id (plan),
      .state = state,
      .name_vi = tc_plan_get (plan, file, row, "name_vi"),
      .name_en = tc_plan_get (plan, file, row, "name_en"),
  };

  if (known >= 0)
    tc_plan_change (plan, &tc_incident_name_state_type, &args, file, row, rows, (guint) known);
  else
    tc_plan_add (plan, &tc_incident_name_state_type, &args, file, row);
}

void
tc_plan_states (TcPlan *plan)
{
  g_autoptr (TcKnownRows) rows = tc_plan_read (plan, "state_name", "id,state,name_vi,name_en");

  for (guint row = 0; row < tc_province_get_n_rows (plan->province, TC_PROVINCE_STATES); row++)
    plan_state (plan, row, rows);
}

static gint64
plan_field (TcPlan *plan, guint row, const TcKnownRows *rows)
{
  const TcProvinceFile file = TC_PROVINCE_FIELDS;
  const char *code = tc_plan_get (plan, file, row, "code");
  int known = tc_known_rows_find (rows, "code", code, NULL);
  g_autofree char *attributes = write_attributes (plan, code);
  g_autofree char *keywords = g_strdup (tc_plan_get (plan, file, row, "keywords"));
  TcFieldSet args = {
      .field_id = known >= 0 ? tc_known_rows_get_int (rows, (guint) known, "id")
                             : tc_plan_take_id (plan),
      .code = code,
      .parent_id = tc_plan_get_id (plan->fields, tc_plan_get (plan, file, row, "parent")),
      .name_vi = tc_plan_get (plan, file, row, "name_vi"),
      .name_en = tc_plan_get (plan, file, row, "name_en"),
      .description_vi = tc_plan_get (plan, file, row, "description_vi"),
      .description_en = tc_plan_get (plan, file, row, "description_en"),
      .keywords = keywords ? g_strdelimit (keywords, ";", ',') : NULL,
      .priority = get_priority (tc_plan_get (plan, file, row, "priority")),
      .attributes = attributes,
      .position = row + 1,
      .active = 1,
  };

  tc_plan_set_id (plan->fields, code, args.field_id);
  if (known >= 0)
    tc_plan_change (plan, &tc_field_change_type, &args, file, row, rows, (guint) known);
  else
    tc_plan_add (plan, &tc_field_add_type, &args, file, row);
  return args.field_id;
}

void
tc_plan_fields (TcPlan *plan)
{
  g_autoptr (TcKnownRows) rows = tc_plan_read (
      plan, "field",
      "id,code,parent_id,name_vi,name_en,description_vi,description_en,keywords,"
      "priority,attributes,position,active");

  for (guint row = 0; row < tc_province_get_n_rows (plan->province, TC_PROVINCE_FIELDS); row++)
    plan_field (plan, row, rows);
}

/* @area: (nullable): everywhere */
static void
plan_responsibility (TcPlan *plan, guint row, const char *area, const TcKnownRows *rows)
{
  const TcProvinceFile file = TC_PROVINCE_RESPONSIBILITIES;
  TcResponsibilitySet args = {
      .field_id = tc_plan_get_id (plan->fields, tc_plan_get (plan, file, row, "field")),
      .area_id = tc_plan_get_id (plan->areas, area),
      .agency_id = tc_plan_get_id (plan->agencies, tc_plan_get (plan, file, row, "agency")),
  };
  g_autofree char *field_id = g_strdup_printf ("%" G_GINT64_FORMAT, args.field_id);
  g_autofree char *area_id = area ? g_strdup_printf ("%" G_GINT64_FORMAT, args.area_id) : NULL;
  int known = tc_known_rows_find (rows, "field_id", field_id, "area_id", area_id, "valid_to_us",
                                  NULL, NULL);

  if (known >= 0 && tc_known_rows_get_int (rows, (guint) known, "agency_id") == args.agency_id)
    return;
  args.responsibility_id = tc_plan_take_id (plan);
  args.valid_from_us = known >= 0 ? plan->now_us : plan->start_us;
  tc_plan_add (plan, &tc_responsibility_set_type, &args, file, row);
}

void
tc_plan_responsibilities (TcPlan *plan)
{
  const TcProvinceFile file = TC_PROVINCE_RESPONSIBILITIES;
  g_autoptr (TcKnownRows)
      rows = tc_plan_read (plan, "responsibility", "field_id,area_id,agency_id,valid_to_us");

  for (guint row = 0; row < tc_province_get_n_rows (plan->province, file); row++) {
    g_auto (GStrv) areas = tc_province_dup_list (plan->province, file, row, "areas");
    if (!areas[0])
      plan_responsibility (plan, row, NULL, rows);
    for (guint i = 0; areas[i]; i++)
      plan_responsibility (plan, row, areas[i], rows);
  }
}
