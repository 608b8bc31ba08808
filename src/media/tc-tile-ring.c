/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A ring of slots in shared memory; see the header.
 */
#define _GNU_SOURCE
#include "tc-tile-ring.h"

#include "tc-error.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define NAME "toancanh-tile"
#define SEALS (F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL)
/* Slots begin where a cache line does. */
#define ALIGNMENT 64

struct _TcTileRing {
  gint n_refs; /* (atomic) */
  guint32 number;
  int width, height;
  guint8 *memory;  /* (owned): mapped */
  gsize slot_size; /* from one slot to the next */
  guint taken;     /* (atomic): a bit a slot */
};

static gsize
find_slot_size (int width, int height)
{
  return (tc_tile_slot_bytes (width, height) + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
}

static TcTileRing *
map (int fd, guint32 number, int width, int height, int protection, GError **error)
{
  gsize slot_size = find_slot_size (width, height);
  void *memory = mmap (NULL, slot_size * TC_TILE_SLOTS, protection, MAP_SHARED, fd, 0);
  TcTileRing *self;

  if (memory == MAP_FAILED) {
    tc_error_take_errno ("mapping", NAME, error);
    return NULL;
  }
  self = g_new0 (TcTileRing, 1);
  self->n_refs = 1;
  self->number = number;
  self->width = width;
  self->height = height;
  self->memory = memory;
  self->slot_size = slot_size;
  return self;
}

void
tc_tile_ring_limit (int *width, int *height)
{
  *width = CLAMP (*width, 0, TC_TILE_SIDE_MAX);
  *height = CLAMP (*height, 0, TC_TILE_SIDE_MAX);
  if (*width == 0 || *height == 0)
    *width = *height = 0;
  else
    *height = MIN (*height, TC_TILE_PIXELS_MAX / *width);
}

TcTileRing *
tc_tile_ring_new (guint32 number, int width, int height, int *fd, GError **error)
{
  int made = memfd_create (NAME, MFD_CLOEXEC | MFD_ALLOW_SEALING);
  TcTileRing *self = NULL;

  g_return_val_if_fail (width > 0 && height > 0, NULL);
  if (made < 0) {
    tc_error_take_errno ("making", NAME, error);
    return NULL;
  }
  if (ftruncate (made, (off_t) (find_slot_size (width, height) * TC_TILE_SLOTS)) < 0 ||
      fcntl (made, F_ADD_SEALS, SEALS) < 0)
    tc_error_take_errno ("sizing", NAME, error);
  else
    self = map (made, number, width, height, PROT_READ, error);
  if (self)
    *fd = made;
  else
    close (made);
  return self;
}

TcTileRing *
tc_tile_ring_open (int fd, guint32 number, int width, int height, GError **error)
{
  int seals = fcntl (fd, F_GET_SEALS);
  struct stat status;

  if (fstat (fd, &status) < 0) {
    tc_error_take_errno ("looking at", NAME, error);
    return NULL;
  }
  if (seals < 0 || (seals & F_SEAL_SHRINK) == 0 ||
      (gsize) status.st_size < find_slot_size (width, height) * TC_TILE_SLOTS) {
    g_set_error (error, TC_ERROR, TC_ERROR_INVALID, "a ring of %d×%d isn't one", width, height);
    return NULL;
  }
  return map (fd, number, width, height, PROT_READ | PROT_WRITE, error);
}

TcTileRing *
tc_tile_ring_ref (TcTileRing *self)
{
  g_atomic_int_inc (&self->n_refs);
  return self;
}

void
tc_tile_ring_unref (TcTileRing *self)
{
  if (!g_atomic_int_dec_and_test (&self->n_refs))
    return;
  munmap (self->memory, self->slot_size * TC_TILE_SLOTS);
  g_free (self);
}

TcTileMessage *
tc_tile_ring_to_message (const TcTileRing *self, guint32 tile)
{
  TcTileMessage *message = tc_tile_message_new (TC_TILE_RING);

  message->tile = tile;
  message->ring = self->number;
  message->width = self->width;
  message->height = self->height;
  return message;
}

guint32
tc_tile_ring_get_number (const TcTileRing *self)
{
  return self->number;
}

int
tc_tile_ring_get_width (const TcTileRing *self)
{
  return self->width;
}

int
tc_tile_ring_get_height (const TcTileRing *self)
{
  return self->height;
}

gboolean
tc_tile_ring_take_slot (TcTileRing *self, guint slot)
{
  g_return_val_if_fail (slot < TC_TILE_SLOTS, FALSE);
  return (g_atomic_int_or (&self->taken, 1u << slot) & (1u << slot)) == 0;
}

gboolean
tc_tile_ring_is_full (TcTileRing *self)
{
  return (guint) g_atomic_int_get (&self->taken) == (1u << TC_TILE_SLOTS) - 1;
}

gboolean
tc_tile_ring_take (TcTileRing *self, guint *slot)
{
  for (guint i = 0; i < TC_TILE_SLOTS; i++) {
    if (tc_tile_ring_take_slot (self, i)) {
      *slot = i;
      return TRUE;
    }
  }
  return FALSE;
}

void
tc_tile_ring_give_back (TcTileRing *self, guint slot)
{
  g_return_if_fail (slot < TC_TILE_SLOTS);
  g_atomic_int_and (&self->taken, ~(1u << slot));
}

guint8 *
tc_tile_ring_get_pixels (TcTileRing *self, guint slot)
{
  g_return_val_if_fail (slot < TC_TILE_SLOTS, NULL);
  return self->memory + slot * self->slot_size;
}
