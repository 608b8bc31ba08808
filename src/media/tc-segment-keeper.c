/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Recording a camera; see the header.
 */
#include "tc-segment-keeper.h"

#include "tc-error.h"

struct _TcSegmentKeeper {
  TcSegmentKeeperHooks hooks;
  gpointer data;
  GThread *thread; /* (owned) */

  TcSegmentWriter *writer; /* (owned): the thread's, as the next two */
  TcSegmentKeeperState state;
  gint64 rest_us; /* monotonic: nothing is written before; 0: it is */

  GMutex mutex; /* of all below */
  GCond cond;
  GQueue waiting; /* (element-type TcAccessUnit) (owned) */
  gsize waiting_bytes;
  gboolean skips; /* left one out: so all up to a key frame */
  gboolean ended;
  TcSegmentKeeperCounts counts;
};

static void
say (TcSegmentKeeper *self, TcSegmentKeeperState state, const char *detail)
{
  if (state == self->state)
    return;
  self->state = state;
  self->hooks.state (state, detail, self->data);
}

/* The next, or NULL: the end, or nothing has come for a while. @behind: pictures are left out, and
 * others wait. */
static TcAccessUnit *
take (TcSegmentKeeper *self, gboolean *ended, gboolean *behind)
{
  gint64 until_us = g_get_monotonic_time () + TC_SEGMENT_KEEPER_IDLE_US;
  TcAccessUnit *unit;

  g_mutex_lock (&self->mutex);
  while (g_queue_is_empty (&self->waiting) && !self->ended)
    if (!g_cond_wait_until (&self->cond, &self->mutex, until_us))
      break;
  unit = g_queue_pop_head (&self->waiting);
  if (unit)
    self->waiting_bytes -= g_bytes_get_size (unit->bytes);
  *ended = self->ended && !unit;
  *behind = self->skips && !g_queue_is_empty (&self->waiting);
  g_mutex_unlock (&self->mutex);
  return unit;
}

static TcSegmentKeeperState
judge (const GError *error)
{
  if (g_error_matches (error, G_FILE_ERROR, G_FILE_ERROR_NOSPC))
    return TC_SEGMENT_KEEPER_FULL;
  return error->domain == TC_ERROR ? TC_SEGMENT_KEEPER_STREAM : TC_SEGMENT_KEEPER_DISK;
}

static void
count (TcSegmentKeeper *self, gboolean written)
{
  g_mutex_lock (&self->mutex);
  self->counts.written += written;
  self->counts.left_out += !written;
  g_mutex_unlock (&self->mutex);
}

static void
write_one (TcSegmentKeeper *self, TcAccessUnit *unit, gboolean behind)
{
  gint64 now_us = g_get_monotonic_time ();
  g_autoptr (GError) error = NULL;
  TcSegment open;

  if (now_us < self->rest_us) {
    count (self, FALSE);
    return;
  }
  if (!tc_segment_writer_push (self->writer, unit, &error)) {
    TcSegmentKeeperState state = judge (error);

    if (state != TC_SEGMENT_KEEPER_STREAM)
      self->rest_us = now_us + TC_SEGMENT_KEEPER_REST_US;
    count (self, FALSE);
    say (self, state, error->message);
    return;
  }
  /* Before a key frame nothing is written. */
  if (!tc_segment_writer_get_open (self->writer, &open)) {
    count (self, FALSE);
    return;
  }
  self->rest_us = 0;
  count (self, TRUE);
  say (self, behind ? TC_SEGMENT_KEEPER_SLOW : TC_SEGMENT_KEEPER_WRITES, NULL);
}

static void
close_segment (TcSegmentKeeper *self)
{
  g_autoptr (GError) error = NULL;

  if (tc_segment_writer_close (self->writer, &error))
    return;
  self->rest_us = g_get_monotonic_time () + TC_SEGMENT_KEEPER_REST_US;
  say (self, judge (error), error->message);
}

static gpointer
record_thread (gpointer data)
{
  TcSegmentKeeper *self = data;
  gboolean ended = FALSE, behind;

  while (!ended) {
    g_autoptr (TcAccessUnit) unit = take (self, &ended, &behind);

    if (unit)
      write_one (self, unit, behind);
    else
      close_segment (self);
  }
  return NULL;
}

TcSegmentKeeper *
tc_segment_keeper_new (const char *folder, gint64 camera_id, const TcSegmentKeeperHooks *hooks,
                       gpointer data)
{
  TcSegmentKeeper *self = g_new0 (TcSegmentKeeper, 1);

  self->hooks = *hooks;
  self->data = data;
  self->writer = tc_segment_writer_new (folder, camera_id, hooks->segment, data);
  g_mutex_init (&self->mutex);
  g_cond_init (&self->cond);
  g_queue_init (&self->waiting);
  self->thread = g_thread_new ("segments", record_thread, self);
  return self;
}

void
tc_segment_keeper_free (TcSegmentKeeper *self)
{
  g_mutex_lock (&self->mutex);
  self->ended = TRUE;
  g_cond_signal (&self->cond);
  g_mutex_unlock (&self->mutex);
  g_thread_join (self->thread);
  tc_segment_writer_free (self->writer);
  g_queue_clear_full (&self->waiting, (GDestroyNotify) tc_access_unit_unref);
  g_cond_clear (&self->cond);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

void
tc_segment_keeper_push (TcAccessUnit *unit, gpointer keeper)
{
  TcSegmentKeeper *self = keeper;
  gsize size = g_bytes_get_size (unit->bytes);

  g_mutex_lock (&self->mutex);
  if (self->waiting_bytes + size > TC_SEGMENT_KEEPER_WAITING_MAX || (self->skips && !unit->key)) {
    self->skips = TRUE;
    self->counts.left_out++;
  } else {
    self->skips = FALSE;
    g_queue_push_tail (&self->waiting, tc_access_unit_ref (unit));
    self->waiting_bytes += size;
    g_cond_signal (&self->cond);
  }
  g_mutex_unlock (&self->mutex);
}

void
tc_segment_keeper_get_counts (TcSegmentKeeper *self, TcSegmentKeeperCounts *counts)
{
  g_mutex_lock (&self->mutex);
  *counts = self->counts;
  g_mutex_unlock (&self->mutex);
}
