/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reading how cameras are reached; see the header.
 */
#include "tc-camera-lines.h"

#define STREAM                                                                                     \
  "SELECT profile, address, codec, width, height, fps_milli, kbit FROM camera_stream"              \
  " WHERE camera_id = ?"
#define DEVICE                                                                                     \
  "SELECT d.id, d.code, d.name, d.kind, d.vendor, d.address, d.account, d.secret_set_us"

void
tc_camera_stream_free (TcCameraStream *stream)
{
  if (!stream)
    return;
  g_free (stream->profile);
  g_free (stream->address);
  g_free (stream->codec);
  g_free (stream);
}

void
tc_camera_device_free (TcCameraDevice *device)
{
  if (!device)
    return;
  g_free (device->code);
  g_free (device->name);
  g_free (device->kind);
  g_free (device->vendor);
  g_free (device->address);
  g_free (device->account);
  g_free (device);
}

static TcCameraStream *
read_stream (TcQuery *query)
{
  TcCameraStream *stream = g_new0 (TcCameraStream, 1);

  stream->profile = tc_query_dup_text (query, 0);
  stream->address = tc_query_dup_text (query, 1);
  stream->codec = tc_query_dup_text (query, 2);
  stream->width = tc_query_int (query, 3);
  stream->height = tc_query_int (query, 4);
  stream->fps_milli = tc_query_int (query, 5);
  stream->kbit = tc_query_int (query, 6);
  return stream;
}

static TcCameraDevice *
read_device (TcQuery *query)
{
  TcCameraDevice *device = g_new0 (TcCameraDevice, 1);

  device->id = tc_query_id (query, 0);
  device->code = tc_query_dup_text (query, 1);
  device->name = tc_query_dup_text (query, 2);
  device->kind = tc_query_dup_text (query, 3);
  device->vendor = tc_query_dup_text (query, 4);
  device->address = tc_query_dup_text (query, 5);
  device->account = tc_query_dup_text (query, 6);
  device->secret_set_us = tc_query_int (query, 7);
  return device;
}

GPtrArray *
tc_camera_streams_list (TcDatabase *db, gint64 camera_id)
{
  GPtrArray *list = g_ptr_array_new_with_free_func ((GDestroyNotify) tc_camera_stream_free);
  g_autoptr (TcQuery)
      query = tc_database_query (db, STREAM " ORDER BY profile, id", "i", camera_id);

  while (tc_query_next (query))
    g_ptr_array_add (list, read_stream (query));
  return list;
}

TcCameraStream *
tc_camera_stream_get (TcDatabase *db, gint64 camera_id, const char *profile)
{
  g_autoptr (TcQuery) query = tc_database_query (db, STREAM " AND profile = ? ORDER BY id LIMIT 1",
                                                 "is", camera_id, profile);

  return tc_query_next (query) ? read_stream (query) : NULL;
}

TcCameraDevice *
tc_camera_device_get (TcDatabase *db, gint64 id)
{
  g_autoptr (TcQuery) query = tc_database_query (
      db, DEVICE " FROM camera_device AS d WHERE d.id = ? AND d.removed_us IS NULL", "i", id);

  return tc_query_next (query) ? read_device (query) : NULL;
}

TcCameraDevice *
tc_camera_device_find (TcDatabase *db, const char *code)
{
  g_autoptr (TcQuery) query = tc_database_query (
      db,
      DEVICE " FROM camera_device AS d WHERE d.code = ? AND d.removed_us IS NULL"
             " ORDER BY d.id LIMIT 1",
      "s", code);

  return tc_query_next (query) ? read_device (query) : NULL;
}

GPtrArray *
tc_camera_devices_list (TcDatabase *db)
{
  GPtrArray *list = g_ptr_array_new_with_free_func ((GDestroyNotify) tc_camera_device_free);
  g_autoptr (TcQuery) query = tc_database_query (
      db, DEVICE " FROM camera_device AS d WHERE d.removed_us IS NULL ORDER BY d.code, d.id", NULL);

  while (tc_query_next (query))
    g_ptr_array_add (list, read_device (query));
  return list;
}

TcCameraDevice *
tc_camera_device_of (TcDatabase *db, gint64 camera_id, gint64 *channel)
{
  g_autoptr (TcQuery) query = tc_database_query (
      db,
      DEVICE ", line.channel FROM camera_line AS line JOIN camera_device AS d"
             " ON d.id = line.device_id WHERE line.id = ? AND d.removed_us IS NULL",
      "i", camera_id);

  *channel = TC_NONE;
  if (!tc_query_next (query))
    return NULL;
  *channel = tc_query_int (query, 8);
  return read_device (query);
}
