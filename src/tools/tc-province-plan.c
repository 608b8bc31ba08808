/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The making of a plan: ids, comparing, and the order of its parts. What each file asks for stands
 * in the files tc-province-plan-*.c.
 */
#include "tc-province-plan-private.h"

#include "tc-people-operations.h"

#include <glib/gi18n-lib.h>
#include <string.h>

TcPlanStep *
tc_plan_step_new (const TcOperationType *type, gconstpointer args, char *place)
{
  TcPlanStep *step = g_new0 (TcPlanStep, 1);

  step->type = type;
  step->args = g_variant_ref_sink (tc_args_encode (type, args));
  step->place = place;
  return step;
}

void
tc_plan_step_free (gpointer data)
{
  TcPlanStep *step = data;

  g_clear_pointer (&step->args, g_variant_unref);
  g_free (step->upload);
  g_free (step->place);
  g_free (step);
}

TcKnownRows *
tc_plan_read (TcPlan *plan, const char *table, const char *columns)
{
  TcKnownRows *rows = tc_known_rows_new (columns);

  if (!plan->error && !plan->server->read (table, rows, plan->data, &plan->error))
    g_prefix_error (&plan->error, _ ("reading %s: "), table);
  return rows;
}

gint64
tc_plan_take_id (TcPlan *plan)
{
  if (!plan->error && plan->next_free == plan->free_ids->len)
    (void) !plan->server->make_ids (TC_PROVINCE_IDS_MAX, plan->free_ids, plan->data, &plan->error);
  return plan->error ? 1 : g_array_index (plan->free_ids, gint64, plan->next_free++);
}

gint64
tc_plan_get_id (GHashTable *ids, const char *code)
{
  const gint64 *id = code ? g_hash_table_lookup (ids, code) : NULL;

  return id ? *id : 0;
}

void
tc_plan_set_id (GHashTable *ids, const char *code, gint64 id)
{
  gint64 *copy = g_new (gint64, 1);

  *copy = id;
  g_hash_table_insert (ids, g_strdup (code), copy);
}

static TcPlanStep *
add_step (TcPlan *plan, const TcOperationType *type, GVariant *args, TcProvinceFile file, guint row)
{
  TcPlanStep *step = g_new0 (TcPlanStep, 1);

  step->type = type;
  step->args = args;
  step->place = tc_province_dup_place (plan->province, file, row);
  g_ptr_array_add (plan->steps, step);
  return step;
}

void
tc_plan_record (TcPlan *plan, const TcOperationType *type, GVariant *args, TcProvinceFile file,
                guint row, gint64 made_us, gint64 actor_id)
{
  TcPlanStep *step = add_step (plan, type, g_variant_ref_sink (args), file, row);

  step->made_us = made_us;
  step->actor_id = actor_id;
}

char *
tc_plan_upload (TcPlan *plan, const char *path, gsize *size, guint row)
{
  g_autofree char *data = NULL;

  if (plan->error || !g_file_get_contents (path, &data, size, &plan->error))
    return NULL;
  if (g_hash_table_add (plan->uploads, g_strdup (path)))
    add_step (plan, NULL, NULL, TC_PROVINCE_REPORTS, row)->upload = g_strdup (path);
  return g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *) data, *size);
}

void
tc_plan_add (TcPlan *plan, const TcOperationType *type, gconstpointer args, TcProvinceFile file,
             guint row)
{
  add_step (plan, type, g_variant_ref_sink (tc_args_encode (type, args)), file, row)->adds = TRUE;
}

static gboolean
agrees (GVariant *args, const char *name, const TcKnownRows *rows, guint known)
{
  g_autoptr (GVariant) value = g_variant_lookup_value (args, name, NULL);
  const char *text = tc_known_rows_get (rows, known, name);

  if (!value || !text)
    return !value && !text;
  if (g_variant_is_of_type (value, G_VARIANT_TYPE_STRING))
    return g_str_equal (g_variant_get_string (value, NULL), text);
  return g_variant_is_of_type (value, G_VARIANT_TYPE_INT64) &&
         g_variant_get_int64 (value) == g_ascii_strtoll (text, NULL, 10);
}

void
tc_plan_change (TcPlan *plan, const TcOperationType *type, gconstpointer args, TcProvinceFile file,
                guint row, const TcKnownRows *rows, guint known)
{
  g_autoptr (GVariant) encoded = g_variant_ref_sink (tc_args_encode (type, args));
  gboolean same = TRUE;

  for (const TcArg *arg = type->args; arg->name && same; arg++)
    same = !tc_known_rows_has_column (rows, arg->name) || agrees (encoded, arg->name, rows, known);
  if (!same)
    add_step (plan, type, g_steal_pointer (&encoded), file, row);
}

gint64
tc_plan_get_e7 (TcPlan *plan, TcProvinceFile file, guint row, const char *column)
{
  gint64 e7;

  return tc_province_get_e7 (plan->province, file, row, column, &e7) ? e7 : TC_NONE;
}

const char *
tc_plan_get (TcPlan *plan, TcProvinceFile file, guint row, const char *column)
{
  return tc_province_get (plan->province, file, row, column);
}

static gint64
get_setting_e7 (TcPlan *plan, const char *key)
{
  g_autofree char *text = tc_province_dup_setting (plan->province, key);

  return (gint64) (g_ascii_strtod (text, NULL) * 1e7 + 0.5);
}

/* @with_centre: FALSE while the agency that runs the centre is not there yet. */
static void
plan_province (TcPlan *plan, gboolean with_centre)
{
  g_autoptr (TcKnownRows) rows = tc_plan_read (
      plan, "province",
      "id,code,official_code,name_vi,name_en,centre_id,lat_e7,lon_e7,demonstration");
  g_autofree char *code = tc_province_dup_setting (plan->province, "code");
  g_autofree char *official = tc_province_dup_setting (plan->province, "official_code");
  g_autofree char *name_vi = tc_province_dup_setting (plan->province, "name_vi");
  g_autofree char *name_en = tc_province_dup_setting (plan->province, "name_en");
  g_autofree char *centre = tc_province_dup_setting (plan->province, "centre");
  g_autofree char *demonstration = tc_province_dup_setting (plan->province, "demonstration");
  gboolean founded = tc_known_rows_get_n (rows) > 0;
  TcProvinceArgs args = {code,
                         official,
                         name_vi,
                         name_en,
                         0,
                         get_setting_e7 (plan, "lat"),
                         get_setting_e7 (plan, "lon"),
                         g_strcmp0 (demonstration, "true") == 0};

  if (!with_centre && !founded)
    tc_plan_add (plan, &tc_province_found_type, &args, TC_PROVINCE_SETTINGS, 0);
  if (!with_centre)
    return;
  args.centre_id = tc_plan_get_id (plan->agencies, centre);
  if (founded)
    tc_plan_change (plan, &tc_province_change_type, &args, TC_PROVINCE_SETTINGS, 0, rows, 0);
  else
    tc_plan_add (plan, &tc_province_change_type, &args, TC_PROVINCE_SETTINGS, 0);
}

static gint64
get_start (const TcProvince *province)
{
  g_autofree char *centre = tc_province_dup_setting (province, "centre");
  int row = tc_province_find (province, TC_PROVINCE_AGENCIES, centre);
  gint64 start_us = 0;

  (void) !tc_province_get_day (province, TC_PROVINCE_AGENCIES, (guint) row, "valid_from", 0,
                               &start_us);
  return start_us;
}

static GHashTable *
make_ids (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

static int
compare_steps_cb (gconstpointer a, gconstpointer b)
{
  const TcPlanStep *first = *(const TcPlanStep *const *) a;
  const TcPlanStep *second = *(const TcPlanStep *const *) b;

  return first->made_us < second->made_us ? -1 : first->made_us > second->made_us;
}

static void
make_steps (TcPlan *plan, gboolean reports)
{
  plan_province (plan, FALSE);
  tc_plan_agencies (plan);
  plan_province (plan, TRUE);
  tc_plan_areas (plan);
  tc_plan_streets (plan);
  tc_plan_vehicles (plan);
  tc_plan_roles (plan);
  tc_plan_staff (plan);
  tc_plan_roster (plan);
  tc_plan_desks (plan);
  tc_plan_fields (plan);
  tc_plan_levels (plan);
  tc_plan_answers (plan);
  tc_plan_escalations (plan);
  tc_plan_states (plan);
  tc_plan_responsibilities (plan);
  tc_plan_resources (plan);
  tc_plan_camera_devices (plan);
  tc_plan_cameras (plan);
  tc_plan_camera_groups (plan);
  if (reports) {
    tc_plan_reports (plan);
    tc_plan_journal (plan);
    tc_plan_big_events (plan);
  }
  /* What is recorded, in the order in which it happened, after all else. Merge sort: steps of one
   * moment stay as they are. */
  g_ptr_array_sort (plan->steps, compare_steps_cb);
}

static void
begin_plan (TcPlan *plan)
{
  plan->steps = g_ptr_array_new_with_free_func (tc_plan_step_free);
  plan->free_ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  plan->agencies = make_ids ();
  plan->areas = make_ids ();
  plan->fields = make_ids ();
  plan->roles = make_ids ();
  plan->staff = make_ids ();
  plan->shifts = make_ids ();
  plan->resources = make_ids ();
  plan->camera_devices = make_ids ();
  plan->cameras = make_ids ();
  plan->incidents = make_ids ();
  plan->uploads = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

/* (transfer full) (nullable): NULL with the plan's error */
static GPtrArray *
finish_plan (TcPlan *plan, GError **error)
{
  g_hash_table_unref (plan->agencies);
  g_hash_table_unref (plan->areas);
  g_hash_table_unref (plan->fields);
  g_hash_table_unref (plan->roles);
  g_hash_table_unref (plan->staff);
  g_hash_table_unref (plan->shifts);
  g_hash_table_unref (plan->resources);
  g_hash_table_unref (plan->camera_devices);
  g_hash_table_unref (plan->cameras);
  g_hash_table_unref (plan->incidents);
  g_hash_table_unref (plan->uploads);
  g_array_unref (plan->free_ids);
  if (!plan->error)
    return plan->steps;
  g_ptr_array_unref (plan->steps);
  g_propagate_error (error, plan->error);
  return NULL;
}

GPtrArray *
tc_province_plan (const TcProvince *province, const TcProvinceServer *server, gpointer data,
                  gint64 now_us, gboolean reports, GError **error)
{
  TcPlan plan = {province, server, data, now_us, get_start (province)};

  begin_plan (&plan);
  make_steps (&plan, reports);
  return finish_plan (&plan, error);
}

/* Codes that the server has; of one that is there twice the later counts. @removed: (nullable): the
 * column that says of a row whether it is there no more */
static void
read_ids (TcPlan *plan, const char *table, GHashTable *ids, const char *removed)
{
  g_autofree char *columns = removed ? g_strconcat ("id,code,", removed, NULL)
                                     : g_strdup ("id,code");
  g_autoptr (TcKnownRows) rows = tc_plan_read (plan, table, columns);

  for (guint i = 0; i < tc_known_rows_get_n (rows); i++)
    if (!removed || !tc_known_rows_is_removed (rows, i))
      tc_plan_set_id (ids, tc_known_rows_get (rows, i, "code"),
                      tc_known_rows_get_int (rows, i, "id"));
}

typedef void (*PartFunc) (TcPlan *plan);

/* What makes the steps of one file that may come alone. (nullable) */
static PartFunc
find_part (TcProvinceFile file)
{
  static const PartFunc parts[TC_PROVINCE_N_FILES] = {
      [TC_PROVINCE_AGENCIES] = tc_plan_agencies,
      [TC_PROVINCE_AREAS] = tc_plan_areas,
      [TC_PROVINCE_STREETS] = tc_plan_streets,
      [TC_PROVINCE_STAFF] = tc_plan_staff,
      [TC_PROVINCE_DESKS] = tc_plan_desks,
      [TC_PROVINCE_LEVELS] = tc_plan_levels,
      [TC_PROVINCE_ANSWERS] = tc_plan_answers,
      [TC_PROVINCE_ESCALATIONS] = tc_plan_escalations,
      [TC_PROVINCE_STATES] = tc_plan_states,
      [TC_PROVINCE_RESOURCES] = tc_plan_resources,
      [TC_PROVINCE_CAMERA_DEVICES] = tc_plan_camera_devices,
      [TC_PROVINCE_CAMERAS] = tc_plan_cameras,
      [TC_PROVINCE_CAMERA_GROUPS] = tc_plan_camera_groups,
  };

  return parts[file];
}

GPtrArray *
tc_province_plan_file (const TcProvince *province, TcProvinceFile file,
                       const TcProvinceServer *server, gpointer data, gint64 now_us, GError **error)
{
  TcPlan plan = {province, server, data, now_us, 0};
  PartFunc make_part = find_part (file);

  g_assert (make_part);
  begin_plan (&plan);
  read_ids (&plan, "agency", plan.agencies, NULL);
  read_ids (&plan, "area", plan.areas, NULL);
  read_ids (&plan, "role", plan.roles, NULL);
  read_ids (&plan, "field", plan.fields, NULL);
  if (file == TC_PROVINCE_CAMERAS)
    read_ids (&plan, "camera_device", plan.camera_devices, "removed_us");
  if (file == TC_PROVINCE_CAMERA_GROUPS)
    read_ids (&plan, "camera", plan.cameras, "state");
  make_part (&plan);
  return finish_plan (&plan, error);
}
