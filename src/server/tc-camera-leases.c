/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Who steers a camera; see the header. There are few at a time, so they stand in a list.
 */
#include "tc-camera-leases.h"

struct _TcCameraLeases {
  GArray *leases; /* (owned) (element-type TcCameraLease): the oldest first; some may be over */
};

TcCameraLeases *
tc_camera_leases_new (void)
{
  TcCameraLeases *self = g_new0 (TcCameraLeases, 1);

  self->leases = g_array_new (FALSE, FALSE, sizeof (TcCameraLease));
  return self;
}

void
tc_camera_leases_free (TcCameraLeases *self)
{
  g_array_unref (self->leases);
  g_free (self);
}

static TcCameraLease *
get (TcCameraLeases *self, guint i)
{
  return &g_array_index (self->leases, TcCameraLease, i);
}

static void
drop_old (TcCameraLeases *self, gint64 now_us)
{
  for (guint i = self->leases->len; i > 0; i--)
    if (get (self, i - 1)->until_us <= now_us)
      g_array_remove_index (self->leases, i - 1);
}

/* So that a desk has one fewer than it may have. */
static void
make_room (TcCameraLeases *self, guint16 replica)
{
  guint n = 0;

  for (guint i = self->leases->len; i > 0; i--)
    if (get (self, i - 1)->replica == replica && ++n >= TC_CAMERA_LEASES_PER_DESK)
      g_array_remove_index (self->leases, i - 1);
}

static TcCameraLease *
find (TcCameraLeases *self, gint64 camera_id, gint64 now_us)
{
  drop_old (self, now_us);
  for (guint i = 0; i < self->leases->len; i++)
    if (get (self, i)->camera_id == camera_id)
      return get (self, i);
  return NULL;
}

const TcCameraLease *
tc_camera_leases_find (TcCameraLeases *self, gint64 camera_id, gint64 now_us)
{
  return find (self, camera_id, now_us);
}

const TcCameraLease *
tc_camera_leases_take (TcCameraLeases *self, gint64 camera_id, gint64 staff_id, guint16 replica,
                       gboolean over, gint64 now_us, gboolean *begins)
{
  const TcCameraLease made = {camera_id, staff_id, replica, now_us, now_us + TC_CAMERA_LEASE_US};
  TcCameraLease *lease = find (self, camera_id, now_us);
  gboolean own = lease && lease->staff_id == staff_id && lease->replica == replica;

  *begins = FALSE;
  if (own)
    lease->until_us = made.until_us;
  if (lease && (own || !over))
    return lease;
  *begins = TRUE;
  if (lease)
    tc_camera_leases_release (self, camera_id, lease->replica);
  make_room (self, replica);
  g_array_append_val (self->leases, made);
  return get (self, self->leases->len - 1);
}

void
tc_camera_leases_release (TcCameraLeases *self, gint64 camera_id, guint16 replica)
{
  for (guint i = self->leases->len; i > 0; i--)
    if (get (self, i - 1)->camera_id == camera_id && get (self, i - 1)->replica == replica)
      g_array_remove_index (self->leases, i - 1);
}

GArray *
tc_camera_leases_cut (TcCameraLeases *self, guint16 replica)
{
  GArray *cameras = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = self->leases->len; i > 0; i--) {
    if (get (self, i - 1)->replica != replica)
      continue;
    g_array_append_val (cameras, get (self, i - 1)->camera_id);
    g_array_remove_index (self->leases, i - 1);
  }
  return cameras;
}
