/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Fuzz target: a photo from outside. Whatever comes of it is a picture of the same kind that says
 * nothing of time or place, no longer than it was but for how it is turned, and its own copy.
 */
#include "tc-photo.h"

#define ADDED_MAX 60

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GBytes) photo = g_bytes_new (data, size);
  TcPhotoFacts facts, none;
  g_autoptr (GBytes) copy = tc_photo_strip (photo, &facts, NULL);
  g_autoptr (GBytes) again = NULL;
  gsize copy_size = 0;
  const guint8 *copied = copy ? g_bytes_get_data (copy, &copy_size) : NULL;

  g_assert_true (facts.orientation >= 1 && facts.orientation <= 8);
  if (!copy)
    return 0;
  g_assert_true (tc_photo_sniff (copied, copy_size) == tc_photo_sniff (data, size));
  g_assert_cmpuint (copy_size, <=, size + ADDED_MAX);
  again = tc_photo_strip (copy, &none, NULL);
  g_assert_nonnull (again);
  g_assert_true (g_bytes_equal (copy, again));
  g_assert_false (none.has_time || none.has_place);
  g_assert_cmpuint (none.orientation, ==, facts.orientation);
  return 0;
}
