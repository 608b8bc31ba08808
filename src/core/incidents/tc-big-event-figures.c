/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a big event is told of: figures, what was seen to, and quick reports; see tc-big-event.h.
 * They are also taken when it is over, since much is known only then.
 */
#include "tc-big-event.h"

#include "tc-incident-record.h"

#include "tc-limits.h"

const TcFigureKind tc_figure_kinds[] = {
    {"dead", TC_FIGURE_DAMAGE},
    {"missing", TC_FIGURE_DAMAGE},
    {"injured", TC_FIGURE_DAMAGE},
    {"households-affected", TC_FIGURE_DAMAGE},
    {"houses-collapsed", TC_FIGURE_DAMAGE},
    {"houses-damaged", TC_FIGURE_DAMAGE},
    {"houses-flooded", TC_FIGURE_DAMAGE},
    {"rice", TC_FIGURE_DAMAGE},
    {"crops", TC_FIGURE_DAMAGE},
    {"aquaculture", TC_FIGURE_DAMAGE},
    {"animals", TC_FIGURE_DAMAGE},
    {"roads", TC_FIGURE_DAMAGE},
    {"dykes", TC_FIGURE_DAMAGE},
    {"loss", TC_FIGURE_DAMAGE},
    {"people-needed", TC_FIGURE_NEED},
    {"boats-needed", TC_FIGURE_NEED},
    {"pumps-needed", TC_FIGURE_NEED},
    {"food-needed", TC_FIGURE_NEED},
    {"water-needed", TC_FIGURE_NEED},
    {"evacuated", TC_FIGURE_DONE},
    {"rescued", TC_FIGURE_DONE},
    {"people-sent", TC_FIGURE_DONE},
    {"vehicles-sent", TC_FIGURE_DONE},
    {"food-given", TC_FIGURE_DONE},
    {"dykes-mended", TC_FIGURE_DONE},
    {NULL, TC_FIGURE_DAMAGE},
};

const char *const *
tc_big_event_items (const char *kind)
{
  static const char *const water[] = {"duty",     "warn",  "evacuate", "shelters", "resources",
                                      "drainage", "power", "roads",    "report",   NULL};
  static const char *const fire[] = {"duty",  "call-114", "evacuate", "power",
                                     "roads", "medical",  "report",   NULL};
  static const char *const other[] = {"duty", "resources", "roads", "medical", "report", NULL};

  if (g_strcmp0 (kind, "storm") == 0 || g_strcmp0 (kind, "flood") == 0)
    return water;
  return g_strcmp0 (kind, "fire") == 0 ? fire : other;
}

/* ---- event.figure ---- */

static const TcArg figure_args[] = {
    TC_ARG (TcEventFigure, event_id, TC_ARG_ID, TC_REQUIRED, 0),
    TC_ARG (TcEventFigure, kind, TC_ARG_CODE, TC_REQUIRED, 0),
    TC_ARG (TcEventFigure, area_id, TC_ARG_ID, TC_OPTIONAL, 0),
    TC_ARG (TcEventFigure, amount, TC_ARG_INT, TC_REQUIRED, TC_FIGURE_MAX),
    {NULL},
};

gboolean
tc_big_event_is_figure (const char *kind)
{
  for (const TcFigureKind *known = tc_figure_kinds; known->code; known++)
    if (g_str_equal (known->code, kind))
      return TRUE;
  return FALSE;
}

static gboolean
check_area (TcApply *apply, gint64 area_id)
{
  if (area_id == 0 ||
      tc_database_get_int (apply->db, 0,
                           "SELECT 1 FROM area WHERE id = ?1 AND valid_from_us <= ?2"
                           " AND (valid_to_us IS NULL OR valid_to_us > ?2)",
                           "ii", area_id, apply->now_us))
    return TRUE;
  return tc_apply_refuse (apply, "places.not-in-force", "area", TC_I, area_id, NULL);
}

static gboolean
apply_figure (TcApply *apply, gconstpointer data)
{
  const TcEventFigure *args = data;
  const TcOperationHead *head = &apply->op->head;

  if (!tc_big_event_is_figure (args->kind))
    return tc_incident_refuse_argument (apply, "kind");
  if (!tc_big_event_check (apply, args->event_id, FALSE) || !check_area (apply, args->area_id) ||
      !tc_incident_check_new (apply, "SELECT 1 FROM big_event_figure WHERE id = ?", head->id))
    return FALSE;
  tc_database_execute (apply->db,
                       "INSERT INTO big_event_figure (id, scope, event_id, kind, area_id, amount,"
                       " staff_id, replica, at_us) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                       "iiisoioii", head->id, (gint64) TC_SCOPE_INCIDENTS, args->event_id,
                       args->kind, args->area_id, args->amount, head->actor_id,
                       (gint64) head->replica, apply->now_us);
  return TRUE;
}

const TcOperationType tc_event_figure_type = {
    .name = "event.figure",
    .version = 1,
    .capability = TC_MAY_REPORT,
    .reads = "incidents",
    .args = figure_args,
    .args_size = sizeof (TcEventFigure),
    .apply = apply_figure,
};

/* ---- event.check ---- */

static const TcArg check_args[] = {
    TC_ARG (TcEventCheck, event_id, TC_ARG_ID, TC_REQUIRED, 0),
    TC_ARG (TcEventCheck, item, TC_ARG_CODE, TC_REQUIRED, 0),
    TC_ARG (TcEventCheck, done, TC_ARG_INT, TC_REQUIRED, 1),
    {NULL},
};

static gboolean
apply_check (TcApply *apply, gconstpointer data)
{
  const TcEventCheck *args = data;
  const TcOperationHead *head = &apply->op->head;
  g_autofree char *kind = NULL;

  if (!tc_big_event_check (apply, args->event_id, FALSE) ||
      !tc_incident_check_new (apply, "SELECT 1 FROM big_event_check WHERE id = ?", head->id))
    return FALSE;
  kind = tc_database_dup_text (apply->db, "SELECT kind FROM big_event WHERE id = ?", "i",
                               args->event_id);
  if (!g_strv_contains (tc_big_event_items (kind), args->item))
    return tc_incident_refuse_argument (apply, "item");
  tc_database_execute (apply->db,
                       "INSERT INTO big_event_check (id, scope, event_id, item, done, staff_id,"
                       " replica, at_us) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                       "iiisioii", head->id, (gint64) TC_SCOPE_INCIDENTS, args->event_id,
                       args->item, args->done, head->actor_id, (gint64) head->replica,
                       apply->now_us);
  return TRUE;
}

const TcOperationType tc_event_check_type = {
    .name = "event.check",
    .version = 1,
    .capability = TC_MAY_REPORT,
    .reads = "incidents",
    .args = check_args,
    .args_size = sizeof (TcEventCheck),
    .apply = apply_check,
};

/* ---- event.report ---- */

static const TcArg report_args[] = {
    TC_ARG (TcEventReport, event_id, TC_ARG_ID, TC_REQUIRED, 0),
    TC_ARG (TcEventReport, number, TC_ARG_INT, TC_REQUIRED, 9999),
    TC_ARG (TcEventReport, until_us, TC_ARG_TIME, TC_REQUIRED, 0),
    TC_ARG (TcEventReport, text, TC_ARG_PARAGRAPH, TC_REQUIRED, TC_QUICK_REPORT_CHARS_MAX),
    {NULL},
};

static gboolean
check_report (TcApply *apply, const TcEventReport *args)
{
  gint64 next = 0;

  if (args->until_us > apply->now_us)
    return tc_incident_refuse_argument (apply, "until_us");
  if (!tc_big_event_check (apply, args->event_id, FALSE))
    return FALSE;
  next = tc_database_get_int (apply->db, 1,
                              "SELECT ifnull (max (number), 0) + 1 FROM quick_report"
                              " WHERE event_id = ?",
                              "i", args->event_id);
  return args->number == next || tc_apply_refuse (apply, "event.report-number", "number", TC_I,
                                                  args->number, "next", TC_I, next, NULL);
}

static gboolean
apply_report (TcApply *apply, gconstpointer data)
{
  const TcEventReport *args = data;
  const TcOperationHead *head = &apply->op->head;
  TcIncidentRecord incident;

  if (!check_report (apply, args) ||
      !tc_incident_check_new (apply, "SELECT 1 FROM quick_report WHERE id = ?", head->id) ||
      !tc_incident_check_new (apply, "SELECT 1 FROM incident_event WHERE id = ?", head->id) ||
      !tc_incident_load (apply, args->event_id, &incident))
    return FALSE;
  tc_database_execute (apply->db,
                       "INSERT INTO quick_report (id, scope, event_id, number, until_us, text,"
                       " staff_id, replica, at_us) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                       "iiiiisoii", head->id, (gint64) TC_SCOPE_INCIDENTS, args->event_id,
                       args->number, args->until_us, args->text, head->actor_id,
                       (gint64) head->replica, apply->now_us);
  tc_incident_write_event (apply, &incident, &(TcIncidentNote){.number = args->number});
  return TRUE;
}

const TcOperationType tc_event_report_type = {
    .name = "event.report",
    .version = 1,
    .capability = TC_MAY_HANDLE,
    .reads = "incidents",
    .args = report_args,
    .args_size = sizeof (TcEventReport),
    .apply = apply_report,
};
