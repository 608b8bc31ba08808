/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Segments; see the header.
 */
#include "tc-segment.h"

#include <string.h>

#define SUFFIX ".mkv"

gboolean
tc_segment_is_valid (const TcSegment *segment)
{
  return segment->camera_id > 0 && segment->start_us > 0 && segment->end_us > segment->start_us &&
         segment->end_us <= TC_SEGMENT_TIME_MAX_US && segment->frames > 0 &&
         segment->bytes > segment->frames && segment->codec < TC_CODEC_N &&
         segment->motion_pm >= 0 && segment->motion_pm <= 1000;
}

static char *
dup_day (gint64 time_us)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (time_us / G_USEC_PER_SEC);

  return time ? g_date_time_format (time, "%Y%m%d") : NULL;
}

char *
tc_segment_dup_path (gint64 camera_id, gint64 start_us)
{
  g_autofree char *day = dup_day (start_us);

  g_assert (camera_id > 0 && start_us > 0 && day);
  return g_strdup_printf ("%" G_GINT64_FORMAT "/%s/%" G_GINT64_FORMAT SUFFIX, camera_id, day,
                          start_us);
}

gboolean
tc_segment_read_path (const char *path, gint64 *camera_id, gint64 *start_us)
{
  g_auto (GStrv) parts = g_strsplit (path, "/", 4);
  g_autofree char *again = NULL;
  gint64 camera, start;

  if (g_strv_length (parts) != 3 || !g_str_has_suffix (parts[2], SUFFIX))
    return FALSE;
  parts[2][strlen (parts[2]) - strlen (SUFFIX)] = '\0';
  if (!g_ascii_string_to_signed (parts[0], 10, 1, G_MAXINT64, &camera, NULL) ||
      !g_ascii_string_to_signed (parts[2], 10, 1, TC_SEGMENT_TIME_MAX_US, &start, NULL))
    return FALSE;
  /* One way of writing each. */
  again = tc_segment_dup_path (camera, start);
  if (!g_str_equal (again, path))
    return FALSE;
  *camera_id = camera;
  *start_us = start;
  return TRUE;
}

void
tc_segment_write (GByteArray *out, const TcSegment *segment)
{
  tc_write_int (out, segment->camera_id);
  tc_write_int (out, segment->start_us);
  tc_write_int (out, segment->end_us);
  tc_write_int (out, segment->frames);
  tc_write_int (out, segment->bytes);
  tc_write_u8 (out, (guint8) segment->codec);
  tc_write_raw (out, segment->sha256.bytes, TC_DIGEST_SIZE);
  tc_write_int (out, segment->has_motion ? segment->motion_pm : -1);
}

gboolean
tc_segment_read (TcReader *reader, TcSegment *segment)
{
  TcSegment read = {.camera_id = tc_read_int (reader)};
  const guint8 *hash;

  read.start_us = tc_read_int (reader);
  read.end_us = tc_read_int (reader);
  read.frames = tc_read_int (reader);
  read.bytes = tc_read_int (reader);
  read.codec = (TcCodec) tc_read_u8 (reader);
  hash = tc_read_raw (reader, TC_DIGEST_SIZE);
  read.motion_pm = tc_read_int (reader);
  read.has_motion = read.motion_pm != -1;
  if (!read.has_motion)
    read.motion_pm = 0;
  if (!hash || reader->failed || !tc_segment_is_valid (&read))
    return FALSE;
  memcpy (read.sha256.bytes, hash, TC_DIGEST_SIZE);
  *segment = read;
  return TRUE;
}
