/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Administration: fields and their kinds, the terms within which they are dealt with, and who is
 * responsible where. All dated: what changes is ended and followed, so that an old incident can
 * still be explained.
 */
#include "tc-incident-record.h"

#include "tc-limits.h"
#include "tc-service-level.h"

#define KEYWORDS_CHARS_MAX 1000
#define POSITION_MAX 100000
/* Ten years. */
#define TERM_MINUTES_MAX (10 * 366 * 24 * 60)

/* ---- field.add, field.change ---- */

/* clang-format off */
#define FIELD_ARGS(code_required)                                                                 \
    TC_ARG (TcFieldSet, field_id, TC_ARG_ID, TC_REQUIRED, 0),                                     \
    TC_ARG (TcFieldSet, code, TC_ARG_CODE, code_required, 0),                                     \
    TC_ARG (TcFieldSet, parent_id, TC_ARG_ID, TC_OPTIONAL, 0),                                    \
    TC_ARG (TcFieldSet, name_vi, TC_ARG_LINE, TC_REQUIRED, TC_NAME_CHARS_MAX),                    \
    TC_ARG (TcFieldSet, name_en, TC_ARG_LINE, TC_REQUIRED, TC_NAME_CHARS_MAX),                    \
    TC_ARG (TcFieldSet, description_vi, TC_ARG_PARAGRAPH, TC_OPTIONAL, TC_REASON_CHARS_MAX),      \
    TC_ARG (TcFieldSet, description_en, TC_ARG_PARAGRAPH, TC_OPTIONAL, TC_REASON_CHARS_MAX),      \
    TC_ARG (TcFieldSet, keywords, TC_ARG_LINE, TC_OPTIONAL, KEYWORDS_CHARS_MAX),                  \
    TC_ARG (TcFieldSet, priority, TC_ARG_INT, TC_REQUIRED, TC_PRIORITY_NOTICE),                   \
    TC_ARG (TcFieldSet, attributes, TC_ARG_LINE, TC_OPTIONAL, TC_ATTRIBUTES_CHARS_MAX),           \
    TC_ARG (TcFieldSet, position, TC_ARG_INT, TC_REQUIRED, POSITION_MAX),                         \
    TC_ARG (TcFieldSet, active, TC_ARG_INT, TC_REQUIRED, 1),                                      \
    {NULL},

static const TcArg add_args[] = {
    FIELD_ARGS (TC_REQUIRED)
};
static const TcArg change_args[] = {
    FIELD_ARGS (TC_OPTIONAL)
};
/* clang-format on */

/* Two levels: a field, and the kinds within it. */
static gboolean
check_parent (TcApply *apply, const TcFieldSet *args)
{
  if (!args->parent_id)
    return TRUE;
  if (!tc_incident_check_field (apply, args->parent_id))
    return FALSE;
  if (args->parent_id == args->field_id ||
      tc_database_get_int (apply->db, 0, "SELECT parent_id FROM field WHERE id = ?", "i",
                           args->parent_id) ||
      tc_database_get_int (apply->db, 0, "SELECT 1 FROM field WHERE parent_id = ? LIMIT 1", "i",
                           args->field_id))
    return tc_apply_refuse (apply, "field.depth", "field", TC_S, args->name_vi, NULL);
  return TRUE;
}

static gboolean
check_priority (TcApply *apply, gint64 priority)
{
  if (priority >= TC_PRIORITY_EMERGENCY)
    return TRUE;
  return tc_apply_refuse (apply, "operation.arguments", "operation", TC_S, apply->op->name,
                          "argument", TC_S, "priority", NULL);
}

static void
write_field (TcApply *apply, const TcFieldSet *args)
{
  tc_database_execute (apply->db,
                       "UPDATE field SET parent_id = ?2, name_vi = ?3, name_en = ?4,"
                       " description_vi = ?5, description_en = ?6, keywords = ?7, priority = ?8,"
                       " attributes = ?9, position = ?10, active = ?11 WHERE id = ?1",
                       "iosssssisii", args->field_id, args->parent_id, args->name_vi, args->name_en,
                       args->description_vi, args->description_en, args->keywords, args->priority,
                       args->attributes, args->position, args->active);
}

static gboolean
apply_add (TcApply *apply, gconstpointer data)
{
  const TcFieldSet *args = data;

  if (!check_priority (apply, args->priority) || !check_parent (apply, args))
    return FALSE;
  if (tc_database_get_int (apply->db, 0, "SELECT 1 FROM field WHERE id = ?", "i", args->field_id))
    return tc_apply_refuse (apply, "field.id-used", "id", TC_I, args->field_id, NULL);
  if (tc_database_get_int (apply->db, 0, "SELECT 1 FROM field WHERE code = ? LIMIT 1", "s",
                           args->code))
    return tc_apply_refuse (apply, "field.code-used", "code", TC_S, args->code, NULL);
  tc_database_execute (
      apply->db,
      "INSERT INTO field (id, scope, code, name_vi, name_en, priority, position, active)"
      " VALUES (?, ?, ?, '', '', 0, 0, 0)",
      "iis", args->field_id, (gint64) TC_SCOPE_COMMON, args->code);
  write_field (apply, args);
  return TRUE;
}

static gboolean
apply_change (TcApply *apply, gconstpointer data)
{
  const TcFieldSet *args = data;

  if (!check_priority (apply, args->priority) || !tc_incident_check_field (apply, args->field_id) ||
      !check_parent (apply, args))
    return FALSE;
  write_field (apply, args);
  return TRUE;
}

const TcOperationType tc_field_add_type = {
    .name = "field.add",
    .version = 1,
    .capability = TC_MAY_MANAGE,
    .args = add_args,
    .args_size = sizeof (TcFieldSet),
    .apply = apply_add,
};

const TcOperationType tc_field_change_type = {
    .name = "field.change",
    .version = 1,
    .capability = TC_MAY_MANAGE,
    .args = change_args,
    .args_size = sizeof (TcFieldSet),
    .apply = apply_change,
};

/* ---- field.set-term ---- */

static const TcArg term_args[] = {
    TC_ARG (TcFieldSetTerm, term_id, TC_ARG_ID, TC_REQUIRED, 0),
    TC_ARG (TcFieldSetTerm, field_id, TC_ARG_ID, TC_OPTIONAL, 0),
    TC_ARG (TcFieldSetTerm, priority, TC_ARG_INT, TC_REQUIRED, TC_PRIORITY_NOTICE),
    TC_ARG (TcFieldSetTerm, minutes, TC_ARG_INT, TC_REQUIRED, TERM_MINUTES_MAX),
    TC_ARG (TcFieldSetTerm, valid_from_us, TC_ARG_TIME, TC_REQUIRED, 0),
    TC_ARG (TcFieldSetTerm, basis, TC_ARG_LINE, TC_OPTIONAL, TC_NAME_CHARS_MAX),
    TC_ARG (TcFieldSetTerm, take_minutes, TC_ARG_INT, TC_OPTIONAL, TERM_MINUTES_MAX),
    TC_ARG (TcFieldSetTerm, dispatch_minutes, TC_ARG_INT, TC_OPTIONAL, TERM_MINUTES_MAX),
    TC_ARG (TcFieldSetTerm, acknowledge_minutes, TC_ARG_INT, TC_OPTIONAL, TERM_MINUTES_MAX),
    TC_ARG (TcFieldSetTerm, soon_percent, TC_ARG_INT, TC_OPTIONAL, 100),
    TC_ARG (TcFieldSetTerm, arrive_minutes, TC_ARG_INT, TC_OPTIONAL, TERM_MINUTES_MAX),
    TC_ARG (TcFieldSetTerm, work_minutes, TC_ARG_INT, TC_OPTIONAL, TERM_MINUTES_MAX),
    TC_ARG (TcFieldSetTerm, reply_minutes, TC_ARG_INT, TC_OPTIONAL, TERM_MINUTES_MAX),
    TC_ARG (TcFieldSetTerm, tell_minutes, TC_ARG_INT, TC_OPTIONAL, TERM_MINUTES_MAX),
    TC_ARG (TcFieldSetTerm, reopen_days, TC_ARG_INT, TC_OPTIONAL, TC_REOPEN_DAYS_MAX),
    {NULL},
};

static gint64
none_if_zero (gint64 minutes)
{
  return minutes > 0 ? minutes : TC_NONE;
}

/* What is promised for the whole is promised for what comes before. A person changes a level from
 * now on: what was received meanwhile has the promise of its day. */
static gboolean
check_promises (TcApply *apply, const TcFieldSetTerm *args)
{
  const gint64 steps[] = {args->take_minutes, args->dispatch_minutes};

  for (guint i = 0; i < G_N_ELEMENTS (steps); i++) {
    if (steps[i] > args->minutes)
      return tc_apply_refuse (apply, "field.term-steps", "minutes", TC_I, steps[i], NULL);
  }
  if (apply->op->head.actor_id != 0 && args->valid_from_us < apply->now_us)
    return tc_apply_refuse (apply, "field.term-past", "from", TC_I, args->valid_from_us, NULL);
  return TRUE;
}

static gboolean
apply_term (TcApply *apply, gconstpointer data)
{
  const TcFieldSetTerm *args = data;

  if (!check_priority (apply, args->priority) ||
      (args->field_id && !tc_incident_check_field (apply, args->field_id)) ||
      !tc_incident_check_new (apply, "SELECT 1 FROM field_term WHERE id = ?", args->term_id))
    return FALSE;
  if (!check_promises (apply, args))
    return FALSE;
  if (tc_database_get_int (apply->db, 0,
                           "SELECT 1 FROM field_term WHERE field_id IS ? AND priority = ?"
                           " AND valid_from_us >= ? LIMIT 1",
                           "oii", args->field_id, args->priority, args->valid_from_us))
    return tc_apply_refuse (apply, "field.term-order", "from", TC_I, args->valid_from_us, NULL);
  tc_database_execute (apply->db,
                       "UPDATE field_term SET valid_to_us = ?3 WHERE field_id IS ?1"
                       " AND priority = ?2 AND (valid_to_us IS NULL OR valid_to_us > ?3)",
                       "oii", args->field_id, args->priority, args->valid_from_us);
  tc_database_execute (apply->db,
                       "INSERT INTO field_term (id, scope, field_id, priority, minutes,"
                       " valid_from_us, basis, take_minutes, dispatch_minutes,"
                       " acknowledge_minutes, soon_percent, arrive_minutes, work_minutes,"
                       " reply_minutes, tell_minutes, reopen_days)"
                       " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                       "iioiiisiiiiiiiii", args->term_id, (gint64) TC_SCOPE_COMMON, args->field_id,
                       args->priority, args->minutes, args->valid_from_us, args->basis,
                       none_if_zero (args->take_minutes), none_if_zero (args->dispatch_minutes),
                       none_if_zero (args->acknowledge_minutes),
                       args->soon_percent > 0 ? args->soon_percent : TC_SOON_PERCENT,
                       none_if_zero (args->arrive_minutes), none_if_zero (args->work_minutes),
                       none_if_zero (args->reply_minutes), none_if_zero (args->tell_minutes),
                       none_if_zero (args->reopen_days));
  return TRUE;
}

const TcOperationType tc_field_set_term_type = {
    .name = "field.set-term",
    .version = 1,
    .capability = TC_MAY_MANAGE,
    .args = term_args,
    .args_size = sizeof (TcFieldSetTerm),
    .apply = apply_term,
};

/* ---- responsibility.set, responsibility.end ---- */

static const TcArg responsibility_args[] = {
    TC_ARG (TcResponsibilitySet, responsibility_id, TC_ARG_ID, TC_REQUIRED, 0),
    TC_ARG (TcResponsibilitySet, field_id, TC_ARG_ID, TC_REQUIRED, 0),
    TC_ARG (TcResponsibilitySet, area_id, TC_ARG_ID, TC_OPTIONAL, 0),
    TC_ARG (TcResponsibilitySet, agency_id, TC_ARG_ID, TC_REQUIRED, 0),
    TC_ARG (TcResponsibilitySet, valid_from_us, TC_ARG_TIME, TC_REQUIRED, 0),
    TC_ARG (TcResponsibilitySet, basis, TC_ARG_LINE, TC_OPTIONAL, TC_NAME_CHARS_MAX),
    {NULL},
};

static gboolean
apply_responsibility (TcApply *apply, gconstpointer data)
{
  const TcResponsibilitySet *args = data;

  if (!tc_incident_check_field (apply, args->field_id) ||
      !tc_guard_agency_in_force (apply, args->agency_id, apply->now_us) ||
      !tc_incident_check_new (apply, "SELECT 1 FROM responsibility WHERE id = ?",
                              args->responsibility_id))
    return FALSE;
  if (tc_database_get_int (apply->db, 0,
                           "SELECT 1 FROM responsibility WHERE field_id = ? AND area_id IS ?"
                           " AND valid_from_us >= ? LIMIT 1",
                           "ioi", args->field_id, args->area_id, args->valid_from_us))
    return tc_apply_refuse (apply, "responsibility.order", "from", TC_I, args->valid_from_us, NULL);
  tc_database_execute (apply->db,
                       "UPDATE responsibility SET valid_to_us = ?3 WHERE field_id = ?1"
                       " AND area_id IS ?2 AND (valid_to_us IS NULL OR valid_to_us > ?3)",
                       "ioi", args->field_id, args->area_id, args->valid_from_us);
  tc_database_execute (apply->db,
                       "INSERT INTO responsibility (id, scope, field_id, area_id, agency_id,"
                       " valid_from_us, basis) VALUES (?, ?, ?, ?, ?, ?, ?)",
                       "iiioiis", args->responsibility_id, (gint64) TC_SCOPE_COMMON, args->field_id,
                       args->area_id, args->agency_id, args->valid_from_us, args->basis);
  return TRUE;
}

const TcOperationType tc_responsibility_set_type = {
    .name = "responsibility.set",
    .version = 1,
    .capability = TC_MAY_MANAGE,
    .args = responsibility_args,
    .args_size = sizeof (TcResponsibilitySet),
    .apply = apply_responsibility,
};

static const TcArg end_args[] = {
    TC_ARG (TcResponsibilityEnd, responsibility_id, TC_ARG_ID, TC_REQUIRED, 0),
    TC_ARG (TcResponsibilityEnd, valid_to_us, TC_ARG_TIME, TC_REQUIRED, 0),
    {NULL},
};

static gboolean
apply_end (TcApply *apply, gconstpointer data)
{
  const TcResponsibilityEnd *args = data;

  tc_database_execute (apply->db,
                       "UPDATE responsibility SET valid_to_us = ?2 WHERE id = ?1"
                       " AND valid_to_us IS NULL AND valid_from_us <= ?2",
                       "ii", args->responsibility_id, args->valid_to_us);
  if (tc_database_changes (apply->db) == 1)
    return TRUE;
  return tc_apply_refuse (apply, "responsibility.unknown", "responsibility", TC_I,
                          args->responsibility_id, NULL);
}

const TcOperationType tc_responsibility_end_type = {
    .name = "responsibility.end",
    .version = 1,
    .capability = TC_MAY_MANAGE,
    .args = end_args,
    .args_size = sizeof (TcResponsibilityEnd),
    .apply = apply_end,
};
