/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Resources; see the header. No more is ever out than there is.
 */
#include "tc-resource.h"

#include "tc-big-event.h"
#include "tc-incident-record.h"

#include "tc-limits.h"

const char *const tc_resource_kinds[] = {"boat",     "pump",   "shelter", "vehicle", "generator",
                                         "supplies", "people", "other",   NULL};

/* ---- guards ---- */

static gboolean
check_new (TcApply *apply, const char *sql, gint64 id)
{
  if (!tc_database_get_int (apply->db, 0, sql, "i", id))
    return TRUE;
  return tc_apply_refuse (apply, "resource.id-used", "id", TC_I, id, NULL);
}

static gint64
count_out (TcApply *apply, gint64 resource_id)
{
  return tc_database_get_int (apply->db, 0,
                              "SELECT ifnull (sum (count - back), 0) FROM resource_hold"
                              " WHERE resource_id = ? AND back_us IS NULL",
                              "i", resource_id);
}

/* @count: (out) (nullable): how many there are of it */
static gboolean
check_there (TcApply *apply, gint64 resource_id, gint64 *count)
{
  gint64 there = tc_database_get_int (
      apply->db, 0, "SELECT count FROM resource WHERE id = ? AND retired_us IS NULL", "i",
      resource_id);

  if (there == 0)
    return tc_apply_refuse (apply, "resource.unknown", "resource", TC_I, resource_id, NULL);
  if (count)
    *count = there;
  return TRUE;
}

static gboolean
refuse_count (TcApply *apply, const char *code, gint64 resource_id, const char *argument, gint64 n)
{
  g_autofree char *name = tc_database_dup_text (apply->db, "SELECT name FROM resource WHERE id = ?",
                                                "i", resource_id);

  return tc_apply_refuse (apply, code, "name", TC_S, name ? name : "", argument, TC_I, n, NULL);
}

static gboolean
check_agency (TcApply *apply, gint64 agency_id)
{
  return agency_id == 0 || tc_guard_agency_in_force (apply, agency_id, apply->now_us);
}

static gboolean
check_args (TcApply *apply, const TcResourceArgs *args)
{
  if (!g_strv_contains (tc_resource_kinds, args->kind))
    return tc_incident_refuse_argument (apply, "kind");
  if (args->count < 1)
    return tc_incident_refuse_argument (apply, "count");
  return check_agency (apply, args->keeper_id);
}

/* ---- resource.add, resource.change ---- */

static const TcArg resource_args[] = {
    TC_ARG (TcResourceArgs, resource_id, TC_ARG_ID, TC_REQUIRED, 0),
    TC_ARG (TcResourceArgs, kind, TC_ARG_CODE, TC_REQUIRED, 0),
    TC_ARG (TcResourceArgs, name, TC_ARG_LINE, TC_REQUIRED, TC_TITLE_CHARS_MAX),
    TC_ARG (TcResourceArgs, count, TC_ARG_INT, TC_REQUIRED, TC_RESOURCE_COUNT_MAX),
    TC_ARG (TcResourceArgs, place, TC_ARG_LINE, TC_OPTIONAL, TC_NAME_CHARS_MAX),
    TC_ARG (TcResourceArgs, keeper_id, TC_ARG_ID, TC_OPTIONAL, 0),
    {NULL},
};

static gboolean
apply_add (TcApply *apply, gconstpointer data)
{
  const TcResourceArgs *args = data;
  const TcOperationHead *head = &apply->op->head;

  if (!check_args (apply, args) ||
      !check_new (apply, "SELECT 1 FROM resource WHERE id = ?", args->resource_id))
    return FALSE;
  tc_database_execute (apply->db,
                       "INSERT INTO resource (id, scope, kind, name, count, place, keeper_id,"
                       " staff_id, replica, changed_us) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                       "iissisooii", args->resource_id, (gint64) TC_SCOPE_INCIDENTS, args->kind,
                       args->name, args->count, args->place, args->keeper_id, head->actor_id,
                       (gint64) head->replica, apply->now_us);
  return TRUE;
}

const TcOperationType tc_resource_add_type = {
    .name = "resource.add",
    .version = 1,
    .capability = TC_MAY_HANDLE,
    .reads = "incidents",
    .args = resource_args,
    .args_size = sizeof (TcResourceArgs),
    .apply = apply_add,
};

static gboolean
apply_change (TcApply *apply, gconstpointer data)
{
  const TcResourceArgs *args = data;
  const TcOperationHead *head = &apply->op->head;
  gint64 out = count_out (apply, args->resource_id);

  if (!check_args (apply, args) || !check_there (apply, args->resource_id, NULL))
    return FALSE;
  if (args->count < out)
    return refuse_count (apply, "resource.out", args->resource_id, "out", out);
  tc_database_execute (
      apply->db,
      "UPDATE resource SET kind = ?2, name = ?3, count = ?4, place = ?5,"
      " keeper_id = ?6, staff_id = ?7, replica = ?8, changed_us = ?9 WHERE id = ?1",
      "issisooii", args->resource_id, args->kind, args->name, args->count, args->place,
      args->keeper_id, head->actor_id, (gint64) head->replica, apply->now_us);
  return TRUE;
}

const TcOperationType tc_resource_change_type = {
    .name = "resource.change",
    .version = 1,
    .capability = TC_MAY_HANDLE,
    .reads = "incidents",
    .args = resource_args,
    .args_size = sizeof (TcResourceArgs),
    .apply = apply_change,
};

/* ---- resource.retire ---- */

static const TcArg only_args[] = {
    TC_ARG (TcResourceOnly, resource_id, TC_ARG_ID, TC_REQUIRED, 0),
    {NULL},
};

static gboolean
apply_retire (TcApply *apply, gconstpointer data)
{
  const TcResourceOnly *args = data;
  const TcOperationHead *head = &apply->op->head;
  gint64 out = count_out (apply, args->resource_id);

  if (!check_there (apply, args->resource_id, NULL))
    return FALSE;
  if (out > 0)
    return refuse_count (apply, "resource.out", args->resource_id, "out", out);
  tc_database_execute (apply->db,
                       "UPDATE resource SET retired_us = ?2, staff_id = ?3, replica = ?4,"
                       " changed_us = ?2 WHERE id = ?1",
                       "iioi", args->resource_id, apply->now_us, head->actor_id,
                       (gint64) head->replica);
  return TRUE;
}

const TcOperationType tc_resource_retire_type = {
    .name = "resource.retire",
    .version = 1,
    .capability = TC_MAY_HANDLE,
    .reads = "incidents",
    .args = only_args,
    .args_size = sizeof (TcResourceOnly),
    .apply = apply_retire,
};

/* ---- resource.hand-out ---- */

static const TcArg hand_out_args[] = {
    TC_ARG (TcResourceHandOut, hold_id, TC_ARG_ID, TC_REQUIRED, 0),
    TC_ARG (TcResourceHandOut, resource_id, TC_ARG_ID, TC_REQUIRED, 0),
    TC_ARG (TcResourceHandOut, event_id, TC_ARG_ID, TC_REQUIRED, 0),
    TC_ARG (TcResourceHandOut, count, TC_ARG_INT, TC_REQUIRED, TC_RESOURCE_COUNT_MAX),
    TC_ARG (TcResourceHandOut, holder, TC_ARG_LINE, TC_REQUIRED, TC_NAME_CHARS_MAX),
    TC_ARG (TcResourceHandOut, holder_id, TC_ARG_ID, TC_OPTIONAL, 0),
    {NULL},
};

static gboolean
check_hand_out (TcApply *apply, const TcResourceHandOut *args)
{
  gint64 count = 0, left = 0;

  if (args->count < 1)
    return tc_incident_refuse_argument (apply, "count");
  if (!tc_big_event_check (apply, args->event_id, TRUE) ||
      !check_there (apply, args->resource_id, &count))
    return FALSE;
  left = count - count_out (apply, args->resource_id);
  if (args->count > left)
    return refuse_count (apply, "resource.short", args->resource_id, "left", left);
  return check_agency (apply, args->holder_id) &&
         check_new (apply, "SELECT 1 FROM resource_hold WHERE id = ?", args->hold_id);
}

static gboolean
apply_hand_out (TcApply *apply, gconstpointer data)
{
  const TcResourceHandOut *args = data;
  const TcOperationHead *head = &apply->op->head;

  if (!check_hand_out (apply, args))
    return FALSE;
  tc_database_execute (apply->db,
                       "INSERT INTO resource_hold (id, scope, resource_id, event_id, count, back,"
                       " holder, holder_id, staff_id, replica, at_us)"
                       " VALUES (?, ?, ?, ?, ?, 0, ?, ?, ?, ?, ?)",
                       "iiiiisooii", args->hold_id, (gint64) TC_SCOPE_INCIDENTS, args->resource_id,
                       args->event_id, args->count, args->holder, args->holder_id, head->actor_id,
                       (gint64) head->replica, apply->now_us);
  return TRUE;
}

const TcOperationType tc_resource_hand_out_type = {
    .name = "resource.hand-out",
    .version = 1,
    .capability = TC_MAY_DISPATCH,
    .reads = "incidents",
    .args = hand_out_args,
    .args_size = sizeof (TcResourceHandOut),
    .apply = apply_hand_out,
};

/* ---- resource.give-back ---- */

static const TcArg give_back_args[] = {
    TC_ARG (TcResourceGiveBack, hold_id, TC_ARG_ID, TC_REQUIRED, 0),
    TC_ARG (TcResourceGiveBack, count, TC_ARG_INT, TC_REQUIRED, TC_RESOURCE_COUNT_MAX),
    {NULL},
};

static gboolean
apply_give_back (TcApply *apply, gconstpointer data)
{
  const TcResourceGiveBack *args = data;
  gint64 out = tc_database_get_int (
      apply->db, 0, "SELECT count - back FROM resource_hold WHERE id = ? AND back_us IS NULL", "i",
      args->hold_id);

  if (out == 0)
    return tc_apply_refuse (apply, "hold.unknown", "hold", TC_I, args->hold_id, NULL);
  if (args->count < 1)
    return tc_incident_refuse_argument (apply, "count");
  if (args->count > out)
    return tc_apply_refuse (apply, "hold.more", "out", TC_I, out, NULL);
  tc_database_execute (
      apply->db, "UPDATE resource_hold SET back = back + ?2, back_us = ?3 WHERE id = ?1", "iii",
      args->hold_id, args->count, args->count == out ? apply->now_us : TC_NONE);
  return TRUE;
}

const TcOperationType tc_resource_give_back_type = {
    .name = "resource.give-back",
    .version = 1,
    .capability = TC_MAY_DISPATCH,
    .reads = "incidents",
    .args = give_back_args,
    .args_size = sizeof (TcResourceGiveBack),
    .apply = apply_give_back,
};
