/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Operations on cameras themselves; see the header. How they are reached is in
 * tc-camera-line-operations.c, their groups in tc-camera-group-operations.c, how they do in
 * tc-camera-status.c.
 */
#include "tc-camera-operations.h"

#include "tc-camera-guards.h"
#include "tc-camera-masks.h"
#include "tc-cameras.h"
#include "tc-id.h"
#include "tc-wall-layouts.h"

#define DEGREES_MAX 359
#define VIEW_MAX 360

const char *const tc_camera_kinds[] = {"fixed", "ptz", NULL};
const char *const tc_camera_states[] = {"in-service", "maintenance", NULL};
const char *const tc_camera_retentions[] = {"none", "short", "standard", "long", NULL};

/* ---- camera.add, camera.change ---- */

#define CHANGEABLE                                                                                 \
  TC_ARG (TcCameraArgs, number, TC_ARG_INT, TC_REQUIRED, TC_CAMERA_NUMBER_MAX),                    \
      TC_ARG (TcCameraArgs, name, TC_ARG_LINE, TC_REQUIRED, TC_NAME_CHARS_MAX),                    \
      TC_ARG (TcCameraArgs, kind, TC_ARG_CODE, TC_REQUIRED, 0),                                    \
      TC_ARG (TcCameraArgs, agency_id, TC_ARG_ID, TC_REQUIRED, 0),                                 \
      TC_ARG (TcCameraArgs, area_id, TC_ARG_ID, TC_OPTIONAL, 0),                                   \
      TC_ARG (TcCameraArgs, place, TC_ARG_LINE, TC_OPTIONAL, TC_NAME_CHARS_MAX),                   \
      TC_ARG (TcCameraArgs, lat_e7, TC_ARG_LAT, TC_OPTIONAL, 0),                                   \
      TC_ARG (TcCameraArgs, lon_e7, TC_ARG_LON, TC_OPTIONAL, 0),                                   \
      TC_ARG (TcCameraArgs, heading_deg, TC_ARG_INT, TC_OPTIONAL, DEGREES_MAX),                    \
      TC_ARG (TcCameraArgs, view_deg, TC_ARG_INT, TC_OPTIONAL, VIEW_MAX),                          \
      TC_ARG (TcCameraArgs, reach_m, TC_ARG_INT, TC_OPTIONAL, TC_CAMERA_REACH_M_MAX),              \
      TC_ARG (TcCameraArgs, host_id, TC_ARG_INT, TC_OPTIONAL, TC_REPLICA_MAX),                     \
      TC_ARG (TcCameraArgs, retention, TC_ARG_CODE, TC_REQUIRED, 0)

static const TcArg add_args[] = {
    TC_ARG (TcCameraArgs, camera_id, TC_ARG_ID, TC_REQUIRED, 0),
    TC_ARG (TcCameraArgs, code, TC_ARG_CODE, TC_REQUIRED, 0),
    TC_ARG (TcCameraArgs, restricted, TC_ARG_INT, TC_REQUIRED, 1),
    CHANGEABLE,
    {NULL},
};

static const TcArg change_args[] = {
    TC_ARG (TcCameraArgs, camera_id, TC_ARG_ID, TC_REQUIRED, 0),
    CHANGEABLE,
    {NULL},
};

static gboolean
check_values (TcApply *apply, const TcCameraArgs *args)
{
  if (!tc_camera_check_word (apply, "kind", tc_camera_kinds, args->kind) ||
      !tc_camera_check_word (apply, "retention", tc_camera_retentions, args->retention) ||
      !tc_camera_check_number (apply, "number", args->number, FALSE) ||
      !tc_camera_check_number (apply, "view_deg", args->view_deg, TRUE) ||
      !tc_camera_check_number (apply, "reach_m", args->reach_m, TRUE))
    return FALSE;
  return (args->lat_e7 == TC_NONE) == (args->lon_e7 == TC_NONE) ||
         tc_camera_refuse_argument (apply, "lat_e7");
}

static gboolean
check_number_free (TcApply *apply, gint64 camera_id, gint64 number)
{
  return !tc_database_get_int (apply->db, 0,
                               "SELECT 1 FROM camera WHERE number = ? AND state <> 'removed'"
                               " AND id <> ? LIMIT 1",
                               "ii", number, camera_id) ||
         tc_apply_refuse (apply, "camera.number-taken", "number", TC_I, number, NULL);
}

static gboolean
check_code_free (TcApply *apply, const char *code)
{
  return !tc_database_get_int (apply->db, 0,
                               "SELECT 1 FROM camera WHERE code = ? AND state <> 'removed' LIMIT 1",
                               "s", code) ||
         tc_apply_refuse (apply, "camera.code-taken", "code", TC_S, code, NULL);
}

/* What it points to. What it pointed to before stays lawful: an agency that has ended or a host
 * that is revoked doesn't keep the rest from being changed. */
static gboolean
check_links (TcApply *apply, const TcCameraArgs *args)
{
  gint64 agency_id = tc_database_get_int (apply->db, 0, "SELECT agency_id FROM camera WHERE id = ?",
                                          "i", args->camera_id);
  gint64 host_id = tc_database_get_int (
      apply->db, TC_NONE, "SELECT host_id FROM camera WHERE id = ?", "i", args->camera_id);

  if (agency_id != args->agency_id &&
      !tc_guard_agency_in_force (apply, args->agency_id, apply->now_us))
    return FALSE;
  if (args->area_id &&
      !tc_database_get_int (apply->db, 0, "SELECT 1 FROM area WHERE id = ?", "i", args->area_id))
    return tc_apply_refuse (apply, "places.unknown", "what", TC_S, "area", "id", TC_I,
                            args->area_id, NULL);
  return args->host_id == TC_NONE || args->host_id == host_id ||
         tc_database_get_int (apply->db, 0,
                              "SELECT 1 FROM desk WHERE id = ? AND kind = 'media'"
                              " AND state <> 'revoked'",
                              "i", args->host_id) ||
         tc_camera_refuse (apply, "camera.host", "desk", args->host_id);
}

static gboolean
add_camera (TcApply *apply, gconstpointer data)
{
  const TcCameraArgs *args = data;

  if (tc_database_get_int (apply->db, 0, "SELECT 1 FROM camera WHERE id = ?", "i", args->camera_id))
    return tc_camera_refuse (apply, "camera.exists", "camera", args->camera_id);
  if (!check_values (apply, args) || !check_number_free (apply, args->camera_id, args->number) ||
      !check_links (apply, args) || !check_code_free (apply, args->code))
    return FALSE;
  tc_database_execute (
      apply->db,
      "INSERT INTO camera (id, scope, number, code, name, kind, agency_id, area_id, place, lat_e7,"
      " lon_e7, heading_deg, view_deg, reach_m, restricted, state, state_us, host_id, retention)"
      " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'in-service', ?, ?, ?)",
      "iiisssoosiiiiiiiis", args->camera_id,
      (gint64) (args->restricted ? TC_SCOPE_CAMERAS_RESTRICTED : TC_SCOPE_CAMERAS), args->number,
      args->code, args->name, args->kind, args->agency_id, args->area_id, args->place, args->lat_e7,
      args->lon_e7, args->heading_deg, args->view_deg, args->reach_m, args->restricted,
      apply->now_us, args->host_id, args->retention);
  return TRUE;
}

static gboolean
change_camera (TcApply *apply, gconstpointer data)
{
  const TcCameraArgs *args = data;

  if (!tc_camera_check_there (apply, args->camera_id) || !check_values (apply, args) ||
      !check_number_free (apply, args->camera_id, args->number) || !check_links (apply, args))
    return FALSE;
  tc_database_execute (apply->db,
                       "UPDATE camera SET number = ?, name = ?, kind = ?, agency_id = ?,"
                       " area_id = ?, place = ?, lat_e7 = ?, lon_e7 = ?, heading_deg = ?,"
                       " view_deg = ?, reach_m = ?, host_id = ?, retention = ? WHERE id = ?",
                       "issoosiiiiiisi", args->number, args->name, args->kind, args->agency_id,
                       args->area_id, args->place, args->lat_e7, args->lon_e7, args->heading_deg,
                       args->view_deg, args->reach_m, args->host_id, args->retention,
                       args->camera_id);
  return TRUE;
}

/* ---- camera.restrict ---- */

static const TcArg restrict_args[] = {
    TC_ARG (TcCameraRestrict, camera_id, TC_ARG_ID, TC_REQUIRED, 0),
    TC_ARG (TcCameraRestrict, restricted, TC_ARG_INT, TC_REQUIRED, 1),
    {NULL},
};

static gboolean
restrict_camera (TcApply *apply, gconstpointer data)
{
  const TcCameraRestrict *args = data;

  if (!tc_camera_check_there (apply, args->camera_id))
    return FALSE;
  tc_camera_rows_move (apply, args->camera_id, args->restricted == 1);
  /* Once more is nothing. */
  tc_database_execute (apply->db,
                       "UPDATE camera SET restricted = ?1, sound = NULL, sound_reason = NULL"
                       " WHERE id = ?2 AND restricted <> ?1",
                       "ii", args->restricted, args->camera_id);
  return TRUE;
}

/* ---- camera.sound ---- */

static const TcArg sound_args[] = {
    TC_ARG (TcCameraSoundSet, camera_id, TC_ARG_ID, TC_REQUIRED, 0),
    TC_ARG (TcCameraSoundSet, sound, TC_ARG_INT, TC_OPTIONAL, 1),
    TC_ARG (TcCameraSoundSet, reason, TC_ARG_LINE, TC_REQUIRED, TC_CAMERA_REASON_CHARS_MAX),
    {NULL},
};

static gboolean
set_sound (TcApply *apply, gconstpointer data)
{
  const TcCameraSoundSet *args = data;

  if (!tc_camera_check_there (apply, args->camera_id))
    return FALSE;
  tc_database_execute (apply->db, "UPDATE camera SET sound = ?, sound_reason = ? WHERE id = ?",
                       "isi", args->sound, args->reason, args->camera_id);
  return TRUE;
}

/* ---- camera.remove ---- */

static const TcArg ref_args[] = {
    TC_ARG (TcCameraRef, camera_id, TC_ARG_ID, TC_REQUIRED, 0),
    {NULL},
};

static gboolean
remove_camera (TcApply *apply, gconstpointer data)
{
  const TcCameraRef *args = data;

  if (!tc_camera_check_there (apply, args->camera_id))
    return FALSE;
  tc_camera_end_fault (apply, args->camera_id, apply->now_us);
  tc_database_execute (apply->db,
                       "UPDATE camera SET state = 'removed', state_reason = NULL, state_us = ?"
                       " WHERE id = ?",
                       "ii", apply->now_us, args->camera_id);
  tc_database_execute (apply->db, "DELETE FROM camera_status WHERE id = ?", "i", args->camera_id);
  return TRUE;
}

/* ---- camera.restore ---- */

static const TcArg restore_args[] = {
    TC_ARG (TcCameraRestore, camera_id, TC_ARG_ID, TC_REQUIRED, 0),
    TC_ARG (TcCameraRestore, number, TC_ARG_INT, TC_REQUIRED, TC_CAMERA_NUMBER_MAX),
    {NULL},
};

static gboolean
restore_camera (TcApply *apply, gconstpointer data)
{
  const TcCameraRestore *args = data;
  g_autoptr (TcCamera) camera = tc_camera_get (apply->db, args->camera_id);

  if (!camera)
    return tc_camera_refuse (apply, "camera.unknown", "camera", args->camera_id);
  if (!g_str_equal (camera->state, "removed"))
    return tc_camera_refuse (apply, "camera.exists", "camera", args->camera_id);
  if (!tc_camera_check_number (apply, "number", args->number, FALSE) ||
      !check_number_free (apply, args->camera_id, args->number) ||
      !check_code_free (apply, camera->code))
    return FALSE;
  tc_database_execute (apply->db,
                       "UPDATE camera SET state = 'in-service', state_us = ?, number = ?"
                       " WHERE id = ?",
                       "iii", apply->now_us, args->number, args->camera_id);
  return TRUE;
}

/* ---- camera.state ---- */

static const TcArg state_args[] = {
    TC_ARG (TcCameraStateArgs, camera_id, TC_ARG_ID, TC_REQUIRED, 0),
    TC_ARG (TcCameraStateArgs, state, TC_ARG_CODE, TC_REQUIRED, 0),
    TC_ARG (TcCameraStateArgs, reason, TC_ARG_LINE, TC_OPTIONAL, TC_CAMERA_REASON_CHARS_MAX),
    {NULL},
};

/* What is being mended has no faults. */
static gboolean
set_state (TcApply *apply, gconstpointer data)
{
  const TcCameraStateArgs *args = data;
  gboolean mended = g_str_equal (args->state, "maintenance");

  if (!tc_camera_check_there (apply, args->camera_id) ||
      !tc_camera_check_word (apply, "state", tc_camera_states, args->state))
    return FALSE;
  if (mended && !args->reason)
    return tc_camera_refuse_argument (apply, "reason");
  if (mended)
    tc_camera_end_fault (apply, args->camera_id, apply->now_us);
  tc_database_execute (apply->db,
                       "UPDATE camera SET state = ?2, state_reason = ?3,"
                       " state_us = iif (state = ?2, state_us, ?4) WHERE id = ?1",
                       "issi", args->camera_id, args->state, args->reason, apply->now_us);
  /* What isn't live when it is back is a fault from now on, though nothing new is told of it. */
  if (!mended)
    tc_database_execute (apply->db,
                         "INSERT INTO camera_fault (id, scope, camera_id, state, cause, began_us,"
                         " times) SELECT ?1, scope, id, state, cause, ?2, 1 FROM camera_status"
                         " WHERE id = ?3 AND state <> 'live' AND NOT EXISTS (SELECT 1 FROM"
                         " camera_fault WHERE camera_id = ?3 AND ended_us IS NULL)",
                         "iii", apply->op->head.id, apply->now_us, args->camera_id);
  return TRUE;
}

/* ---- camera.mask-set ---- */

static const TcArg mask_args[] = {
    TC_ARG (TcCameraMaskSet, camera_id, TC_ARG_ID, TC_REQUIRED, 0),
    TC_ARG (TcCameraMaskSet, masks, TC_ARG_LINE, TC_OPTIONAL, TC_CAMERA_MASKS_CHARS_MAX),
    {NULL},
};

static gboolean
set_masks (TcApply *apply, gconstpointer data)
{
  const TcCameraMaskSet *args = data;
  g_autoptr (GArray) masks = tc_camera_masks_parse (args->masks);

  if (!tc_camera_check_there (apply, args->camera_id))
    return FALSE;
  if (!masks)
    return tc_apply_refuse (apply, "camera.masks", NULL);
  tc_database_execute (apply->db, "UPDATE camera SET masks = ? WHERE id = ?", "si", args->masks,
                       args->camera_id);
  return TRUE;
}

/* ---- camera.open ---- */

static const TcArg open_args[] = {
    TC_ARG (TcCameraOpen, camera_id, TC_ARG_ID, TC_REQUIRED, 0),
    TC_ARG (TcCameraOpen, reason, TC_ARG_LINE, TC_REQUIRED, TC_CAMERA_REASON_CHARS_MAX),
    {NULL},
};

static gboolean
open_camera (TcApply *apply, gconstpointer data)
{
  const TcCameraOpen *args = data;
  const TcOperationHead *head = &apply->op->head;

  if (!tc_camera_check_there (apply, args->camera_id))
    return FALSE;
  if (!tc_database_get_int (apply->db, 0, "SELECT restricted FROM camera WHERE id = ?", "i",
                            args->camera_id))
    return tc_camera_refuse (apply, "camera.not-restricted", "camera", args->camera_id);
  if (head->actor_id != 0 && !tc_camera_may_view (apply->db, args->camera_id, head->actor_id,
                                                  apply->now_us, &apply->refusal))
    return FALSE;
  tc_database_execute (apply->db,
                       "INSERT INTO camera_opening (id, scope, camera_id, reason, staff_id,"
                       " replica, at_us) VALUES (?, ?, ?, ?, ?, ?, ?)",
                       "iiisoii", head->id, (gint64) TC_SCOPE_CAMERAS_RESTRICTED, args->camera_id,
                       args->reason, head->actor_id, (gint64) head->replica, apply->now_us);
  return TRUE;
}

#define TYPE(symbol, operation, capability, reads, table, Struct, function)                        \
  const TcOperationType symbol = {                                                                 \
      operation, 1, capability, reads, table, sizeof (Struct), NULL, function,                     \
  }

TYPE (tc_camera_add_type, "camera.add", TC_MAY_MANAGE_CAMERAS, TC_CAMERAS_READ, add_args,
      TcCameraArgs, add_camera);
TYPE (tc_camera_change_type, "camera.change", TC_MAY_MANAGE_CAMERAS, TC_CAMERAS_READ, change_args,
      TcCameraArgs, change_camera);
TYPE (tc_camera_restrict_type, "camera.restrict", TC_MAY_MANAGE_CAMERAS, TC_CAMERAS_READ,
      restrict_args, TcCameraRestrict, restrict_camera);
TYPE (tc_camera_sound_type, "camera.sound", TC_MAY_MANAGE_CAMERAS, TC_CAMERAS_READ, sound_args,
      TcCameraSoundSet, set_sound);
TYPE (tc_camera_remove_type, "camera.remove", TC_MAY_MANAGE_CAMERAS, TC_CAMERAS_READ, ref_args,
      TcCameraRef, remove_camera);
TYPE (tc_camera_restore_type, "camera.restore", TC_MAY_MANAGE_CAMERAS, TC_CAMERAS_READ,
      restore_args, TcCameraRestore, restore_camera);
TYPE (tc_camera_state_type, "camera.state", TC_MAY_MANAGE_CAMERAS, TC_CAMERAS_READ, state_args,
      TcCameraStateArgs, set_state);
TYPE (tc_camera_mask_set_type, "camera.mask-set", TC_MAY_MANAGE_CAMERAS, TC_CAMERAS_READ, mask_args,
      TcCameraMaskSet, set_masks);
TYPE (tc_camera_open_type, "camera.open", TC_MAY_VIEW_RESTRICTED, TC_CAMERAS_READ, open_args,
      TcCameraOpen, open_camera);

const TcOperationType *const tc_camera_types[] = {
    &tc_camera_add_type,           &tc_camera_change_type,        &tc_camera_restrict_type,
    &tc_camera_sound_type,         &tc_camera_remove_type,        &tc_camera_restore_type,
    &tc_camera_state_type,         &tc_camera_mask_set_type,      &tc_camera_open_type,
    &tc_camera_line_set_type,      &tc_camera_stream_set_type,    &tc_camera_device_add_type,
    &tc_camera_device_change_type, &tc_camera_device_remove_type, &tc_camera_device_secret_type,
    &tc_camera_group_set_type,     &tc_camera_group_remove_type,  &tc_camera_status_type,
    &tc_layout_save_type,          &tc_layout_remove_type,        NULL,
};
