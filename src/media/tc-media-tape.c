/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Recording in a worker; see the header.
 */
#include "tc-media-tape.h"

struct _TcMediaTape {
  gint64 camera_id;
  TcMediaTapeHooks hooks;
  gpointer data;
  TcMediaFan *fan;         /* (owned) */
  TcSegmentKeeper *keeper; /* (owned) */
  guint number;            /* of its taking */
};

/* On the way from the keeper's thread to the main loop; it needs nothing of the tape. */
typedef struct {
  TcMediaTapeHooks hooks;
  gpointer data;
  gint64 camera_id;
  TcSegment segment;
  TcSegmentKeeperState state;
  char *detail; /* (owned) (nullable): NULL: it is about the segment */
} Told;

static void
free_told (gpointer data)
{
  Told *told = data;

  g_free (told->detail);
  g_free (told);
}

static gboolean
told_cb (gpointer data)
{
  Told *told = data;

  if (told->detail)
    told->hooks.state (told->camera_id, told->state, told->detail, told->data);
  else
    told->hooks.segment (&told->segment, told->data);
  return G_SOURCE_REMOVE;
}

static Told *
new_told (TcMediaTape *self)
{
  Told *told = g_new0 (Told, 1);

  told->hooks = self->hooks;
  told->data = self->data;
  told->camera_id = self->camera_id;
  return told;
}

static void
segment_cb (const TcSegment *segment, gpointer data)
{
  Told *told = new_told (data);

  told->segment = *segment;
  g_idle_add_full (G_PRIORITY_DEFAULT, told_cb, told, free_told);
}

static void
state_cb (TcSegmentKeeperState state, const char *detail, gpointer data)
{
  Told *told = new_told (data);

  told->state = state;
  told->detail = g_strdup (detail ? detail : "");
  g_idle_add_full (G_PRIORITY_DEFAULT, told_cb, told, free_told);
}

TcMediaTape *
tc_media_tape_new (const char *folder, gint64 camera_id, TcMediaFan *fan,
                   const TcMediaTapeHooks *hooks, gpointer data)
{
  static const TcSegmentKeeperHooks own = {segment_cb, state_cb};
  TcMediaTape *self = g_new0 (TcMediaTape, 1);

  self->camera_id = camera_id;
  self->hooks = *hooks;
  self->data = data;
  self->fan = tc_media_fan_ref (fan);
  self->keeper = tc_segment_keeper_new (folder, camera_id, &own, self);
  self->number = tc_media_fan_take (fan, tc_segment_keeper_push, self->keeper);
  return self;
}

void
tc_media_tape_free (TcMediaTape *self)
{
  tc_media_fan_leave (self->fan, self->number);
  tc_segment_keeper_free (self->keeper);
  tc_media_fan_unref (self->fan);
  g_free (self);
}
