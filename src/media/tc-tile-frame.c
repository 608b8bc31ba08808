/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Pictures that are lent; see the header.
 */
#include "tc-tile-frame.h"

#define BYTES_PER_PIXEL 4

typedef struct {
  TcTileRing *ring; /* (owned) */
  guint slot;
  GWeakRef owner;
  TcTileReleaseFunc func;
} Slot;

static gboolean
give_back_cb (gpointer data)
{
  Slot *slot = data;
  g_autoptr (GObject) owner = g_weak_ref_get (&slot->owner);

  tc_tile_ring_give_back (slot->ring, slot->slot);
  if (owner)
    slot->func (slot->ring, slot->slot, owner);
  tc_tile_ring_unref (slot->ring);
  g_weak_ref_clear (&slot->owner);
  g_free (slot);
  return G_SOURCE_REMOVE;
}

static void
slot_free_cb (gpointer data)
{
  g_main_context_invoke (NULL, give_back_cb, data);
}

TcTileFrame *
tc_tile_frame_new (TcTileRing *ring, const TcTileMessage *message, TcStreamProfile profile,
                   GObject *owner, TcTileReleaseFunc func)
{
  TcTileFrame *self = g_new0 (TcTileFrame, 1);
  Slot *slot = g_new0 (Slot, 1);

  slot->ring = tc_tile_ring_ref (ring);
  slot->slot = message->slot;
  slot->func = func;
  g_weak_ref_init (&slot->owner, owner);
  self->pixels = g_bytes_new_with_free_func (tc_tile_ring_get_pixels (ring, message->slot),
                                             tc_tile_slot_bytes (message->width, message->height),
                                             slot_free_cb, slot);
  self->width = message->width;
  self->height = message->height;
  self->stride = (gsize) message->width * BYTES_PER_PIXEL;
  self->number = message->number;
  self->decoded_us = message->decoded_us;
  self->recorded_us = message->recorded_us;
  self->profile = profile;
  return self;
}

TcTileFrame *
tc_tile_frame_copy (const TcTileFrame *frame)
{
  TcTileFrame *copy = g_memdup2 (frame, sizeof *frame);

  g_bytes_ref (copy->pixels);
  return copy;
}

void
tc_tile_frame_free (TcTileFrame *frame)
{
  if (!frame)
    return;
  g_bytes_unref (frame->pixels);
  g_free (frame);
}
