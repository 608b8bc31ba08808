/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Operations on how cameras are reached: devices, what a camera hangs on, its streams. All rows
 * are of the scope of lines.
 */
#include "tc-camera-address.h"
#include "tc-camera-guards.h"
#include "tc-camera-lines.h"

#define SCOPE ((gint64) TC_SCOPE_CAMERA_LINES)

#define MAIN "main"

const char *const tc_camera_profiles[] = {MAIN, "sub", NULL};
const char *const tc_camera_codecs[] = {"h264", "h265", "mjpeg", NULL};
const char *const tc_camera_device_kinds[] = {"camera", "recorder", NULL};

/* It isn't repeated: there may be a password in it. */
static gboolean
refuse_address (TcApply *apply)
{
  return tc_apply_refuse (apply, "camera.address", NULL);
}

/* ---- camera.line-set ---- */

static const TcArg line_args[] = {
    TC_ARG (TcCameraLineSet, camera_id, TC_ARG_ID, TC_REQUIRED, 0),
    TC_ARG (TcCameraLineSet, device_id, TC_ARG_ID, TC_OPTIONAL, 0),
    TC_ARG (TcCameraLineSet, channel, TC_ARG_INT, TC_OPTIONAL, TC_CAMERA_CHANNEL_MAX),
    {NULL},
};

/* (transfer full) */
static char *
dup_device_name (TcApply *apply, gint64 device_id)
{
  return tc_database_dup_text (apply->db, "SELECT name FROM camera_device WHERE id = ?", "i",
                               device_id);
}

/* A recorder has channels, a camera has none. */
static gboolean
check_channel (TcApply *apply, const TcCameraLineSet *args)
{
  g_autofree char *name = dup_device_name (apply, args->device_id);
  gboolean recorder = tc_database_get_int (
      apply->db, 0, "SELECT 1 FROM camera_device WHERE id = ? AND kind = 'recorder'", "i",
      args->device_id);

  if (recorder)
    return args->channel != TC_NONE ||
           tc_apply_refuse (apply, "camera.channel-needed", "name", TC_S, name, NULL);
  return args->channel == TC_NONE ||
         tc_apply_refuse (apply, "camera.no-channels", "name", TC_S, name, NULL);
}

static gboolean
set_line (TcApply *apply, gconstpointer data)
{
  const TcCameraLineSet *args = data;

  if (!tc_camera_check_there (apply, args->camera_id) ||
      !tc_camera_check_number (apply, "channel", args->channel, TRUE))
    return FALSE;
  if (!args->device_id) {
    tc_database_execute (apply->db, "DELETE FROM camera_line WHERE id = ?", "i", args->camera_id);
    return TRUE;
  }
  if (!tc_camera_check_device (apply, args->device_id) || !check_channel (apply, args))
    return FALSE;
  tc_database_execute (apply->db,
                       "INSERT INTO camera_line (id, scope, device_id, channel)"
                       " VALUES (?1, ?2, ?3, ?4) ON CONFLICT (id) DO UPDATE SET device_id = ?3,"
                       " channel = ?4",
                       "iiii", args->camera_id, SCOPE, args->device_id, args->channel);
  return TRUE;
}

/* ---- camera.stream-set ---- */

static const TcArg stream_args[] = {
    TC_ARG (TcCameraStreamSet, camera_id, TC_ARG_ID, TC_REQUIRED, 0),
    TC_ARG (TcCameraStreamSet, profile, TC_ARG_CODE, TC_REQUIRED, 0),
    TC_ARG (TcCameraStreamSet, address, TC_ARG_LINE, TC_OPTIONAL, TC_CAMERA_ADDRESS_CHARS_MAX),
    TC_ARG (TcCameraStreamSet, codec, TC_ARG_CODE, TC_OPTIONAL, 0),
    TC_ARG (TcCameraStreamSet, width, TC_ARG_INT, TC_OPTIONAL, TC_CAMERA_PIXELS_MAX),
    TC_ARG (TcCameraStreamSet, height, TC_ARG_INT, TC_OPTIONAL, TC_CAMERA_PIXELS_MAX),
    TC_ARG (TcCameraStreamSet, fps_milli, TC_ARG_INT, TC_OPTIONAL, TC_CAMERA_FPS_MILLI_MAX),
    TC_ARG (TcCameraStreamSet, kbit, TC_ARG_INT, TC_OPTIONAL, TC_CAMERA_KBIT_MAX),
    TC_ARG (TcCameraStreamSet, elsewhere, TC_ARG_INT, TC_REQUIRED, 1),
    {NULL},
};

/* A slip, or somebody's own host, isn't to be asked for a picture with the device's password. */
static gboolean
check_host (TcApply *apply, const TcCameraStreamSet *args)
{
  gint64 device_id = tc_database_get_int (
      apply->db, 0, "SELECT device_id FROM camera_line WHERE id = ?", "i", args->camera_id);
  g_autofree char *name = dup_device_name (apply, device_id);
  g_autoptr (TcCameraDevice) own = tc_camera_device_get (apply->db, device_id);
  g_autoptr (GPtrArray) devices = NULL;

  if (!own || !own->address || tc_camera_address_same_host (own->address, args->address))
    return TRUE;
  devices = tc_camera_devices_list (apply->db);
  for (guint i = 0; i < devices->len; i++) {
    const TcCameraDevice *device = g_ptr_array_index (devices, i);

    if (g_str_equal (device->kind, "recorder") && device->address &&
        tc_camera_address_same_host (device->address, args->address))
      return TRUE;
  }
  return tc_apply_refuse (apply, "camera.elsewhere", "name", TC_S, name, NULL);
}

static gboolean
check_stream (TcApply *apply, const TcCameraStreamSet *args)
{
  if (!tc_camera_check_there (apply, args->camera_id) ||
      !tc_camera_check_word (apply, "profile", tc_camera_profiles, args->profile) ||
      (args->codec && !tc_camera_check_word (apply, "codec", tc_camera_codecs, args->codec)) ||
      !tc_camera_check_number (apply, "width", args->width, TRUE) ||
      !tc_camera_check_number (apply, "height", args->height, TRUE) ||
      !tc_camera_check_number (apply, "fps_milli", args->fps_milli, TRUE) ||
      !tc_camera_check_number (apply, "kbit", args->kbit, TRUE))
    return FALSE;
  if (!args->address || args->elsewhere)
    return !args->address || tc_camera_address_is_stream (args->address) || refuse_address (apply);
  return tc_camera_address_is_stream (args->address) ? check_host (apply, args)
                                                     : refuse_address (apply);
}

static gint64
stream_id (const TcCameraStreamSet *args)
{
  gboolean main = g_str_equal (args->profile, MAIN);

  return tc_camera_pair_id ("camera stream", args->camera_id, main ? 1 : 2);
}

static gboolean
set_stream (TcApply *apply, gconstpointer data)
{
  const TcCameraStreamSet *args = data;

  if (!check_stream (apply, args))
    return FALSE;
  if (!args->address) {
    tc_database_execute (apply->db, "DELETE FROM camera_stream WHERE id = ?", "i",
                         stream_id (args));
    return TRUE;
  }
  tc_database_execute (apply->db,
                       "INSERT INTO camera_stream (id, scope, camera_id, profile, address, codec,"
                       " width, height, fps_milli, kbit)"
                       " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) ON CONFLICT (id)"
                       " DO UPDATE SET address = ?5, codec = ?6, width = ?7, height = ?8,"
                       " fps_milli = ?9, kbit = ?10",
                       "iiisssiiii", stream_id (args), SCOPE, args->camera_id, args->profile,
                       args->address, args->codec, args->width, args->height, args->fps_milli,
                       args->kbit);
  return TRUE;
}

/* ---- camera.device-add, camera.device-change ---- */

#define CHANGEABLE                                                                                 \
  TC_ARG (TcCameraDeviceArgs, name, TC_ARG_LINE, TC_REQUIRED, TC_NAME_CHARS_MAX),                  \
      TC_ARG (TcCameraDeviceArgs, kind, TC_ARG_CODE, TC_REQUIRED, 0),                              \
      TC_ARG (TcCameraDeviceArgs, vendor, TC_ARG_CODE, TC_OPTIONAL, 0),                            \
      TC_ARG (TcCameraDeviceArgs, address, TC_ARG_LINE, TC_OPTIONAL, TC_CAMERA_ADDRESS_CHARS_MAX), \
      TC_ARG (TcCameraDeviceArgs, account, TC_ARG_LINE, TC_OPTIONAL, TC_CAMERA_ACCOUNT_CHARS_MAX)

static const TcArg device_add_args[] = {
    TC_ARG (TcCameraDeviceArgs, device_id, TC_ARG_ID, TC_REQUIRED, 0),
    TC_ARG (TcCameraDeviceArgs, code, TC_ARG_CODE, TC_REQUIRED, 0),
    CHANGEABLE,
    {NULL},
};

static const TcArg device_change_args[] = {
    TC_ARG (TcCameraDeviceArgs, device_id, TC_ARG_ID, TC_REQUIRED, 0),
    CHANGEABLE,
    {NULL},
};

static gboolean
check_device (TcApply *apply, const TcCameraDeviceArgs *args)
{
  return tc_camera_check_word (apply, "kind", tc_camera_device_kinds, args->kind) &&
         (!args->address || tc_camera_address_is_device (args->address) || refuse_address (apply));
}

static gboolean
add_device (TcApply *apply, gconstpointer data)
{
  const TcCameraDeviceArgs *args = data;

  if (tc_database_get_int (apply->db, 0, "SELECT 1 FROM camera_device WHERE id = ?", "i",
                           args->device_id))
    return tc_camera_refuse (apply, "camera.device-exists", "device", args->device_id);
  if (!check_device (apply, args))
    return FALSE;
  if (tc_database_get_int (apply->db, 0,
                           "SELECT 1 FROM camera_device WHERE code = ? AND removed_us IS NULL"
                           " LIMIT 1",
                           "s", args->code))
    return tc_apply_refuse (apply, "camera.device-code-taken", "code", TC_S, args->code, NULL);
  if (tc_database_get_int (apply->db, 0,
                           "SELECT count(*) FROM camera_device WHERE removed_us IS NULL",
                           NULL) >= TC_CAMERA_DEVICES_MAX)
    return tc_apply_refuse (apply, "camera.too-many-devices", "limit", TC_I,
                            (gint64) TC_CAMERA_DEVICES_MAX, NULL);
  tc_database_execute (apply->db,
                       "INSERT INTO camera_device (id, scope, code, name, kind, vendor, address,"
                       " account) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                       "iissssss", args->device_id, SCOPE, args->code, args->name, args->kind,
                       args->vendor, args->address, args->account);
  return TRUE;
}

/* That no camera that wasn't removed hangs on it. */
static gboolean
check_unused (TcApply *apply, gint64 device_id)
{
  g_autofree char *name = dup_device_name (apply, device_id);
  gint64 count = tc_database_get_int (apply->db, 0,
                                      "SELECT count(*) FROM camera_line JOIN camera ON camera.id ="
                                      " camera_line.id WHERE device_id = ? AND state <> 'removed'",
                                      "i", device_id);

  return count == 0 || tc_apply_refuse (apply, "camera.device-in-use", "name", TC_S, name, "count",
                                        TC_I, count, NULL);
}

static gboolean
change_device (TcApply *apply, gconstpointer data)
{
  const TcCameraDeviceArgs *args = data;
  g_autofree char *kind = tc_database_dup_text (
      apply->db, "SELECT kind FROM camera_device WHERE id = ?", "i", args->device_id);

  if (!tc_camera_check_device (apply, args->device_id) || !check_device (apply, args) ||
      (g_strcmp0 (kind, args->kind) != 0 && !check_unused (apply, args->device_id)))
    return FALSE;
  /* A password goes only where, and for the account that, it was set for. */
  tc_database_execute (apply->db,
                       "UPDATE camera_device SET secret_set_us = NULL WHERE id = ?"
                       " AND (address IS NOT ? OR account IS NOT ?)",
                       "iss", args->device_id, args->address, args->account);
  tc_database_execute (apply->db,
                       "UPDATE camera_device SET name = ?, kind = ?, vendor = ?, address = ?,"
                       " account = ? WHERE id = ?",
                       "sssssi", args->name, args->kind, args->vendor, args->address, args->account,
                       args->device_id);
  return TRUE;
}

/* ---- camera.device-remove, camera.device-secret ---- */

static const TcArg device_ref_args[] = {
    TC_ARG (TcCameraDeviceRef, device_id, TC_ARG_ID, TC_REQUIRED, 0),
    {NULL},
};

static gboolean
remove_device (TcApply *apply, gconstpointer data)
{
  const TcCameraDeviceRef *args = data;

  if (!tc_camera_check_device (apply, args->device_id) || !check_unused (apply, args->device_id))
    return FALSE;
  tc_database_execute (apply->db,
                       "UPDATE camera_device SET removed_us = ?, secret_set_us = NULL WHERE id = ?",
                       "ii", apply->now_us, args->device_id);
  return TRUE;
}

static const TcArg device_secret_args[] = {
    TC_ARG (TcCameraDeviceSecret, device_id, TC_ARG_ID, TC_REQUIRED, 0),
    TC_ARG (TcCameraDeviceSecret, has, TC_ARG_INT, TC_REQUIRED, 1),
    {NULL},
};

static gboolean
note_secret (TcApply *apply, gconstpointer data)
{
  const TcCameraDeviceSecret *args = data;

  if (!tc_camera_check_device (apply, args->device_id))
    return FALSE;
  tc_database_execute (apply->db, "UPDATE camera_device SET secret_set_us = ? WHERE id = ?", "ii",
                       args->has ? apply->now_us : TC_NONE, args->device_id);
  return TRUE;
}

#define TYPE(symbol, operation, capability, table, Struct, function)                               \
  const TcOperationType symbol = {                                                                 \
      operation,       1,    capability, TC_CAMERAS_READ " camera-lines", table,                   \
      sizeof (Struct), NULL, function,                                                             \
  }

TYPE (tc_camera_line_set_type, "camera.line-set", TC_MAY_MANAGE_CAMERAS, line_args, TcCameraLineSet,
      set_line);
TYPE (tc_camera_stream_set_type, "camera.stream-set", TC_MAY_MANAGE_CAMERAS, stream_args,
      TcCameraStreamSet, set_stream);
TYPE (tc_camera_device_add_type, "camera.device-add", TC_MAY_MANAGE_CAMERAS, device_add_args,
      TcCameraDeviceArgs, add_device);
TYPE (tc_camera_device_change_type, "camera.device-change", TC_MAY_MANAGE_CAMERAS,
      device_change_args, TcCameraDeviceArgs, change_device);
TYPE (tc_camera_device_remove_type, "camera.device-remove", TC_MAY_MANAGE_CAMERAS, device_ref_args,
      TcCameraDeviceRef, remove_device);
TYPE (tc_camera_device_secret_type, "camera.device-secret", NULL, device_secret_args,
      TcCameraDeviceSecret, note_secret);
