/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A plan while it is being made. Errors are kept: the first sticks, later reads give nothing and
 * ids are 1, and whoever made the plan asks once at its end.
 */
#pragma once

#include "tc-province-plan.h"

typedef struct {
  const TcProvince *province;     /* (unowned): the caller's, as all of the next two */
  const TcProvinceServer *server; /* (unowned) */
  gpointer data;                  /* (unowned) */
  gint64 now_us;
  gint64 start_us;  /* first day of the centre: from when what never changed counts */
  GPtrArray *steps; /* (owned) (element-type TcPlanStep) */
  GArray *free_ids; /* (owned) (element-type gint64) */
  guint next_free;
  GHashTable *agencies; /* (owned): code → gint64 * (owned), likewise the others */
  GHashTable *areas;
  GHashTable *fields;
  GHashTable *roles;
  GHashTable *staff; /* by account */
  GHashTable *shifts;
  GHashTable *resources; /* (owned): by name */
  GHashTable *camera_devices;
  GHashTable *cameras;
  GHashTable *incidents; /* (owned): by label of the report; those of this plan alone */
  GHashTable *uploads;   /* (owned): set of paths */
  GError *error;         /* (owned) (nullable) */
} TcPlan;

TcKnownRows *tc_plan_read (TcPlan *plan, const char *table, const char *columns);
gint64 tc_plan_take_id (TcPlan *plan);
/* What @code stands for; 0 where @code is NULL. */
gint64 tc_plan_get_id (GHashTable *ids, const char *code);
void tc_plan_set_id (GHashTable *ids, const char *code, gint64 id);

/* One more step; @args is the struct of @type. */
void tc_plan_add (TcPlan *plan, const TcOperationType *type, gconstpointer args,
                  TcProvinceFile file, guint row);
/* Likewise, unless row @known of @rows says the same in the columns named like the arguments. */
void tc_plan_change (TcPlan *plan, const TcOperationType *type, gconstpointer args,
                     TcProvinceFile file, guint row, const TcKnownRows *rows, guint known);
/* Likewise, as what @actor_id (0: the system) did at @made_us. @args: taken if it floats */
void tc_plan_record (TcPlan *plan, const TcOperationType *type, GVariant *args, TcProvinceFile file,
                     guint row, gint64 made_us, gint64 actor_id);
/* A file that operations after this name by its hash, once for each file. (transfer full)
 * (nullable): NULL with the plan's error: the SHA-256, 64 hex digits */
char *tc_plan_upload (TcPlan *plan, const char *path, gsize *size, guint row);
/* Degrees * 1e7 of a row; TC_NONE where it has none. */
gint64 tc_plan_get_e7 (TcPlan *plan, TcProvinceFile file, guint row, const char *column);
const char *tc_plan_get (TcPlan *plan, TcProvinceFile file, guint row, const char *column);

void tc_plan_agencies (TcPlan *plan);
void tc_plan_areas (TcPlan *plan);
void tc_plan_streets (TcPlan *plan);
void tc_plan_vehicles (TcPlan *plan);
void tc_plan_roles (TcPlan *plan);
void tc_plan_staff (TcPlan *plan);
void tc_plan_roster (TcPlan *plan);
void tc_plan_desks (TcPlan *plan);
void tc_plan_fields (TcPlan *plan);
void tc_plan_levels (TcPlan *plan);
void tc_plan_answers (TcPlan *plan);
void tc_plan_escalations (TcPlan *plan);
void tc_plan_states (TcPlan *plan);
void tc_plan_responsibilities (TcPlan *plan);
void tc_plan_resources (TcPlan *plan);
void tc_plan_camera_devices (TcPlan *plan);
void tc_plan_cameras (TcPlan *plan);
void tc_plan_camera_groups (TcPlan *plan);
void tc_plan_reports (TcPlan *plan);
void tc_plan_journal (TcPlan *plan);
void tc_plan_big_events (TcPlan *plan);
