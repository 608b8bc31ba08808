/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Memory that two processes share: what one end writes the other reads, slots are taken once each,
 * and what isn't as large as it is said to be, or could become smaller, isn't mapped.
 */
#define _GNU_SOURCE
#include "tc-tile-ring.h"

#include "tc-error.h"

#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

static void
test_shared (void)
{
  g_autoptr (GError) error = NULL;
  int fd = -1;
  g_autoptr (TcTileRing) desktop = tc_tile_ring_new (5, 33, 7, &fd, &error);
  g_autoptr (TcTileRing) decoder = NULL;
  gsize size = tc_tile_slot_bytes (33, 7);

  g_assert_no_error (error);
  decoder = tc_tile_ring_open (fd, 5, 33, 7, &error);
  g_assert_no_error (error);
  close (fd);
  g_assert_cmpuint (tc_tile_ring_get_number (decoder), ==, 5);
  g_assert_cmpint (tc_tile_ring_get_width (decoder), ==, 33);
  g_assert_cmpint (tc_tile_ring_get_height (decoder), ==, 7);
  for (guint slot = 0; slot < TC_TILE_SLOTS; slot++)
    memset (tc_tile_ring_get_pixels (decoder, slot), (int) slot + 1, size);
  for (guint slot = 0; slot < TC_TILE_SLOTS; slot++) {
    const guint8 *pixels = tc_tile_ring_get_pixels (desktop, slot);

    g_assert_true (pixels[0] == slot + 1 && pixels[size - 1] == slot + 1);
  }
}

static void
test_slots (void)
{
  int fd = -1;
  g_autoptr (TcTileRing) ring = tc_tile_ring_new (1, 16, 16, &fd, NULL);
  guint seen = 0, slot = 99;

  close (fd);
  for (int i = 0; i < TC_TILE_SLOTS; i++) {
    g_assert_true (tc_tile_ring_take (ring, &slot));
    g_assert_cmpuint (slot, <, TC_TILE_SLOTS);
    seen |= 1u << slot;
  }
  g_assert_cmpuint (seen, ==, (1u << TC_TILE_SLOTS) - 1);
  g_assert_false (tc_tile_ring_take (ring, &slot));
  g_assert_false (tc_tile_ring_take_slot (ring, 1));
  tc_tile_ring_give_back (ring, 1);
  g_assert_true (tc_tile_ring_take (ring, &slot));
  g_assert_cmpuint (slot, ==, 1);
}

static void
refuse (int fd, int width, int height)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (tc_tile_ring_open (fd, 1, width, height, &error));
  g_assert_error (error, TC_ERROR, TC_ERROR_INVALID);
}

static void
test_refused (void)
{
  g_autoptr (GError) error = NULL;
  int fd = -1;
  g_autoptr (TcTileRing) ring = tc_tile_ring_new (1, 64, 64, &fd, NULL);
  int loose = memfd_create ("loose", MFD_CLOEXEC | MFD_ALLOW_SEALING);

  /* It is smaller than that. */
  refuse (fd, 64, 65);
  /* Nobody can make it smaller under a reader, nor larger. */
  g_assert_cmpint (ftruncate (fd, 1), <, 0);
  g_assert_cmpint (ftruncate (fd, 1024 * 1024), <, 0);
  /* This one could be. */
  g_assert_cmpint (ftruncate (loose, 1024 * 1024), ==, 0);
  refuse (loose, 64, 64);
  close (loose);
  close (fd);
  g_assert_null (tc_tile_ring_open (-1, 1, 64, 64, &error));
  g_assert_nonnull (error);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tile-ring/shared", test_shared);
  g_test_add_func ("/tile-ring/slots", test_slots);
  g_test_add_func ("/tile-ring/refused", test_refused);
  return g_test_run ();
}
