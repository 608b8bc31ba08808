/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What must be done on a server so that it holds what a province's files say: a list of operations,
 * made by comparing the files with what the server has. Nothing is sent while it is being made. On
 * a server that holds it all, the list is empty: loading again changes nothing.
 *
 * What the files don't name stays; but a role has exactly what its line says.
 */
#pragma once

#include "tc-known-rows.h"
#include "tc-operation-type.h"
#include "tc-province.h"

/* What the plan asks of the server. All may fail with an error; outputs are then untouched. */
typedef struct {
  /* Adds the rows of @table; columns are those of @rows. */
  gboolean (*read) (const char *table, TcKnownRows *rows, gpointer data, GError **error);
  /* Adds @n new ids (gint64), ascending. */
  gboolean (*make_ids) (guint n, GArray *ids, gpointer data, GError **error);
  /* The next incident code of the day of @at_us. (transfer full) */
  char *(*take_code) (gint64 at_us, gpointer data, GError **error);
  /* -1 with an error; 0: there is none; else the report's id. */
  gint64 (*find_report) (const char *source, const char *external_id, gpointer data,
                         GError **error);
} TcProvinceServer;

/* An operation, or a file that goes into the server's file store before operations name it. */
typedef struct {
  const TcOperationType *type; /* (unowned) (nullable): types are static; NULL with upload */
  GVariant *args;              /* (owned) (nullable): a{sv} */
  gint64 made_us;              /* when it was done; 0: now */
  gint64 actor_id;             /* who did it; 0: the system */
  gboolean adds;               /* something that wasn't there */
  char *upload;                /* (owned) (nullable): path of a file */
  char *place;                 /* (owned): "FILE:LINE:COLUMN" where it comes from */
} TcPlanStep;

/* Ids that a plan asks for at once. */
#define TC_PROVINCE_IDS_MAX 256

/* Done now. @args: the struct of @type; @place: (transfer full) */
TcPlanStep *tc_plan_step_new (const TcOperationType *type, gconstpointer args, char *place);
void tc_plan_step_free (gpointer step);

/**
 * tc_province_plan:
 * @now_us: from when changes count
 * @reports: also the demonstration's reports, with times in the past, and how far each was handled
 *
 * Returns: (transfer full) (element-type TcPlanStep): in the order in which they must be carried
 * out. Errors: those of @server.
 */
GPtrArray *tc_province_plan (const TcProvince *province, const TcProvinceServer *server,
                             gpointer data, gint64 now_us, gboolean reports,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * tc_province_plan_file:
 * @province: of tc_province_load_file()
 * @file: agencies, areas, streets, staff, levels, answers, escalations, resources, devices of
 *   cameras, cameras or groups of them
 *
 * Likewise, of one file; what it points to is looked up on the server.
 */
GPtrArray *tc_province_plan_file (const TcProvince *province, TcProvinceFile file,
                                  const TcProvinceServer *server, gpointer data, gint64 now_us,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Channel `source` of the reports that a plan makes. */
#define TC_PROVINCE_REPORT_SOURCE "demonstration"
