/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Looking at what a recorder holds; see the header.
 *
 * DESIGN: what ends the connection to the recorder is the main loop alone, some times a second: it
 * sees that nobody looks any more, or that it has failed, of which whoever looks is told by the end
 * of the stream.
 */
#include "tc-media-recorded.h"

#include "tc-media-ingest.h"
#include "tc-media-viewer.h"

#define LOOK_MS 100
#define STEP_US ((gint64) 50 * 1000)

static gint n_there; /* atomic */

struct _TcMediaRecorded {
  gatomicrefcount refs;  /* its maker's, and the main loop's while it looks */
  TcMediaFan *fan;       /* (owned) */
  TcMediaIngest *ingest; /* (owned): the main loop's, once it looks */
  GMutex mutex;          /* of the next */
  TcMediaViewer *viewer; /* (owned) (nullable): once there is a first picture */
  gboolean ended;        /* nobody looks any more */
  gboolean failed;       /* nothing comes any more */
};

static void
unref (gpointer data)
{
  TcMediaRecorded *self = data;

  if (!g_atomic_ref_count_dec (&self->refs))
    return;
  g_clear_pointer (&self->viewer, tc_media_viewer_unref);
  tc_media_fan_unref (self->fan);
  g_mutex_clear (&self->mutex);
  g_free (self);
  g_atomic_int_add (&n_there, -1);
}

static gboolean
look_cb (gpointer data)
{
  TcMediaRecorded *self = data;
  TcStreamReport report;
  g_autofree char *detail = NULL;
  gboolean goes_on = tc_media_ingest_look (self->ingest, g_get_monotonic_time (), &report, &detail);

  g_mutex_lock (&self->mutex);
  if (!goes_on && !self->ended)
    g_message ("what a recorder holds isn't played any further: %s (%s)",
               tc_stream_cause_code (report.cause), detail ? detail : "");
  self->failed = !goes_on;
  goes_on = goes_on && !self->ended;
  if (!goes_on && self->viewer)
    tc_media_viewer_finish (self->viewer);
  g_mutex_unlock (&self->mutex);
  if (goes_on)
    return G_SOURCE_CONTINUE;
  tc_media_ingest_end (self->ingest);
  return G_SOURCE_REMOVE;
}

static gboolean
has_failed (TcMediaRecorded *self)
{
  gboolean failed;

  g_mutex_lock (&self->mutex);
  failed = self->failed;
  g_mutex_unlock (&self->mutex);
  return failed;
}

/* (transfer full) (nullable) */
static TcAccessUnit *
wait_for_first (TcMediaRecorded *self, gint64 wait_us)
{
  gint64 by_us = g_get_monotonic_time () + wait_us;
  TcAccessUnit *first = NULL;

  while (!first && !has_failed (self) && g_get_monotonic_time () < by_us)
    first = tc_media_fan_wait (self->fan, STEP_US);
  return first;
}

static void
begin (TcMediaRecorded *self, const TcPlaybackSource *source, const char *address, gint64 from_us)
{
  const TcMediaStream stream = {
      .address = (char *) address, .account = source->account, .password = source->password};
  g_autofree char *range = tc_playback_source_dup_range (source, from_us);
  const TcMediaIngestReplay replay = {range, tc_playback_source_get_begin (source, from_us),
                                      source->offset_us};

  self->ingest = tc_media_ingest_new (&stream, self->fan, FALSE, &replay);
  g_atomic_ref_count_inc (&self->refs);
  g_timeout_add_full (G_PRIORITY_DEFAULT, LOOK_MS, look_cb, self, unref);
}

TcMediaRecorded *
tc_media_recorded_new (const TcPlaybackSource *source, gint64 from_us, gint64 wait_us,
                       GstElement **element)
{
  g_autofree char *address = tc_playback_source_dup_address (source, from_us);
  g_autoptr (TcAccessUnit) first = NULL;
  TcMediaViewer *viewer = NULL;
  TcMediaRecorded *self;

  if (!address || g_atomic_int_add (&n_there, 1) >= TC_MEDIA_RECORDED_MAX) {
    if (address)
      g_atomic_int_add (&n_there, -1);
    return NULL;
  }
  self = g_new0 (TcMediaRecorded, 1);
  g_atomic_ref_count_init (&self->refs);
  g_mutex_init (&self->mutex);
  self->fan = tc_media_fan_new ();
  begin (self, source, address, from_us);
  first = wait_for_first (self, wait_us);
  if (first)
    viewer = tc_media_viewer_new (self->fan, NULL, first, NULL, FALSE, element);
  if (!viewer) {
    tc_media_recorded_free (self);
    return NULL;
  }
  tc_media_viewer_set_recorded (viewer, first, from_us);
  g_mutex_lock (&self->mutex);
  self->viewer = viewer;
  if (self->failed)
    tc_media_viewer_finish (viewer);
  g_mutex_unlock (&self->mutex);
  return self;
}

TcPacketMarker *
tc_media_recorded_get_marker (TcMediaRecorded *self)
{
  return tc_media_viewer_get_marker (self->viewer);
}

void
tc_media_recorded_play (TcMediaRecorded *self)
{
  tc_media_viewer_play (self->viewer);
}

void
tc_media_recorded_end (TcMediaRecorded *self)
{
  g_mutex_lock (&self->mutex);
  self->ended = TRUE;
  g_mutex_unlock (&self->mutex);
  if (self->viewer)
    tc_media_viewer_end (self->viewer);
}

void
tc_media_recorded_free (TcMediaRecorded *self)
{
  tc_media_recorded_end (self);
  unref (self);
}
