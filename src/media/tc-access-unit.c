/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Access units; see the header.
 */
#include "tc-access-unit.h"

#include <string.h>

/* A clock moves to later arrivals by that part of what they are later, with each picture. */
#define FOLLOW_PART 512

static const char *const codes[TC_CODEC_N] = {"h264", "h265", "mjpeg"};

const char *
tc_codec_code (TcCodec codec)
{
  g_assert (codec < TC_CODEC_N);
  return codes[codec];
}

gboolean
tc_codec_from_code (const char *code, TcCodec *codec)
{
  for (int i = 0; i < TC_CODEC_N; i++) {
    if (g_strcmp0 (code, codes[i]) == 0) {
      *codec = (TcCodec) i;
      return TRUE;
    }
  }
  return FALSE;
}

TcAccessUnit *
tc_access_unit_new (TcCodec codec, const char *caps, GBytes *bytes, gboolean key, gint64 time_us,
                    gint64 duration_us)
{
  gsize size = g_bytes_get_size (bytes);
  TcAccessUnit *self;

  g_assert (codec < TC_CODEC_N && time_us > 0 && duration_us > 0);
  if (size == 0 || size > TC_ACCESS_UNIT_BYTES_MAX ||
      strnlen (caps, TC_ACCESS_CAPS_CHARS_MAX + 1) > TC_ACCESS_CAPS_CHARS_MAX)
    return NULL;
  self = g_atomic_rc_box_new0 (TcAccessUnit);
  self->codec = codec;
  /* The same text for all of a stream. */
  self->caps = g_ref_string_new_intern (caps);
  self->bytes = g_bytes_ref (bytes);
  self->key = key;
  self->time_us = time_us;
  self->duration_us = duration_us;
  return self;
}

TcAccessUnit *
tc_access_unit_ref (TcAccessUnit *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear (gpointer data)
{
  TcAccessUnit *self = data;

  g_ref_string_release (self->caps);
  g_bytes_unref (self->bytes);
}

void
tc_access_unit_unref (TcAccessUnit *self)
{
  g_atomic_rc_box_release_full (self, clear);
}

/* By time stamps, as far as they are believed. */
static gint64
follow (TcAccessClock *self, gint64 pts_us, gint64 now_us)
{
  gint64 late_us = now_us - pts_us - self->lead_us;

  if (late_us < 0 || late_us > TC_ACCESS_CLOCK_OFF_US)
    self->lead_us = now_us - pts_us;
  else
    self->lead_us += late_us / FOLLOW_PART;
  return pts_us + self->lead_us;
}

gint64
tc_access_clock_stamp (TcAccessClock *self, gint64 pts_us, gint64 now_us)
{
  gboolean jumped = self->begun && self->last_us > now_us + TC_ACCESS_CLOCK_OFF_US;
  gint64 time_us = now_us;

  if (pts_us >= 0) {
    /* Back or far ahead: its sender began anew. */
    if (!self->begun || jumped || pts_us <= self->pts_us)
      self->lead_us = now_us - pts_us;
    time_us = follow (self, pts_us, now_us);
    self->pts_us = pts_us;
  }
  if (self->begun && !jumped && time_us <= self->last_us)
    time_us = self->last_us + 1;
  self->begun = TRUE;
  self->last_us = time_us;
  return time_us;
}
