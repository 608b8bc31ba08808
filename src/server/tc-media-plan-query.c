/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Plans of media hosts; see the header.
 */
#include "tc-media-plan-query.h"

#include "tc-camera-address.h"
#include "tc-camera-lines.h"
#include "tc-camera-vendors.h"
#include "tc-cameras.h"
#include "tc-device-secrets.h"
#include "tc-id.h"
#include "tc-media-ticket.h"

static void
free_row (gpointer data)
{
  TcMediaPlanRow *row = data;

  tc_media_camera_free (row->camera);
  g_free (row->address);
  g_free (row->account);
  g_free (row);
}

static void
add_streams (TcDatabase *db, TcMediaCamera *camera)
{
  g_autoptr (GPtrArray) streams = tc_camera_streams_list (db, camera->id);

  for (guint i = 0; i < streams->len; i++) {
    const TcCameraStream *stream = g_ptr_array_index (streams, i);
    TcStreamProfile profile;

    if (!tc_ticket_profile_from_code (stream->profile, &profile))
      continue;
    camera->streams[profile].address = g_strdup (stream->address);
    camera->streams[profile].codec = g_strdup (stream->codec);
  }
}

static void
add_playback (TcMediaCamera *camera, const TcCameraDevice *device)
{
  const TcCameraVendor *vendor = tc_camera_vendor_find (device->vendor);

  if (!vendor)
    return;
  camera->playback = g_strdup (vendor->playback);
  camera->playback_local = vendor->local;
}

static TcMediaPlanRow *
read_row (TcDatabase *db, const TcCamera *of)
{
  TcMediaPlanRow *row = g_new0 (TcMediaPlanRow, 1);
  gint64 channel;
  g_autoptr (TcCameraDevice) device = tc_camera_device_of (db, of->id, &channel);

  row->camera = tc_media_camera_new (of->id, of->number, of->name);
  row->camera->restricted = of->restricted;
  row->camera->heard = tc_camera_may_be_heard (of);
  row->camera->masks = g_strdup (of->masks);
  g_free (row->camera->retention);
  row->camera->retention = g_strdup (of->retention);
  add_streams (db, row->camera);
  if (!device)
    return row;
  row->camera->device = g_strdup (device->address);
  row->camera->account = g_strdup (device->account);
  row->camera->channel = channel == TC_NONE ? 0 : channel;
  add_playback (row->camera, device);
  row->device_id = device->secret_set_us == TC_NONE ? 0 : device->id;
  row->address = g_strdup (device->address);
  row->account = g_strdup (device->account);
  return row;
}

GPtrArray *
tc_media_plan_rows (TcDatabase *db, gint64 host_id)
{
  g_autoptr (GArray) ids = tc_cameras_of_host (db, host_id);
  GPtrArray *rows = g_ptr_array_new_with_free_func (free_row);

  for (guint i = 0; i < ids->len; i++) {
    g_autoptr (TcCamera) camera = tc_camera_get (db, g_array_index (ids, gint64, i));

    if (!camera || !g_str_equal (camera->state, "in-service"))
      continue;
    if (rows->len == TC_MEDIA_CAMERAS_MAX) {
      g_warning ("media host %" G_GINT64_FORMAT " has more than %d cameras: the rest isn't served",
                 host_id, TC_MEDIA_CAMERAS_MAX);
      break;
    }
    g_ptr_array_add (rows, read_row (db, camera));
  }
  return rows;
}

GArray *
tc_media_plan_devices (const GPtrArray *rows)
{
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = 0; i < rows->len; i++) {
    const TcMediaPlanRow *row = g_ptr_array_index (rows, i);

    if (row->device_id && !tc_ids_contain (ids, row->device_id))
      g_array_append_val (ids, row->device_id);
  }
  return ids;
}

/* (nullable): of the device as it is now. */
static const TcDeviceSecret *
find_secret (const GPtrArray *secrets, const TcMediaPlanRow *row)
{
  for (guint i = 0; i < secrets->len; i++) {
    const TcDeviceSecret *secret = g_ptr_array_index (secrets, i);

    if (secret->device_id == row->device_id)
      return g_str_equal (secret->address, row->address ? row->address : "") &&
                     g_str_equal (secret->account, row->account ? row->account : "")
                 ? secret
                 : NULL;
  }
  return NULL;
}

static void
give_secret (TcMediaPlanRow *row, const TcDeviceSecret *secret)
{
  TcMediaCamera *camera = row->camera;

  if (!row->address)
    return;
  camera->password = g_strdup (secret->password);
  for (int i = TC_PROFILE_SUB; i < TC_PROFILE_N; i++) {
    TcMediaStream *stream = &camera->streams[i];

    if (!stream->address || !tc_camera_address_is_stream (stream->address) ||
        !tc_camera_address_same_host (row->address, stream->address))
      continue;
    stream->account = g_strdup (row->account);
    stream->password = g_strdup (secret->password);
  }
}

GPtrArray *
tc_media_plan_join (GPtrArray *rows, const GPtrArray *secrets)
{
  GPtrArray *plan = tc_media_plan_new ();

  for (guint i = 0; i < rows->len; i++) {
    TcMediaPlanRow *row = g_ptr_array_index (rows, i);
    const TcDeviceSecret *secret = row->device_id ? find_secret (secrets, row) : NULL;

    if (secret)
      give_secret (row, secret);
    g_ptr_array_add (plan, g_steal_pointer (&row->camera));
  }
  return plan;
}
