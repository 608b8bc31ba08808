/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Fuzz target: the file of a segment as it is found on a disk, and the record of one as it comes
 * over a pipe. Whatever stands there, only pictures that can be are read, in the order of their
 * times, and a key frame is found from any time; what a picture's parameter sets say is asked too.
 */
#include "tc-nal.h"
#include "tc-segment-reader.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static void
read_record (const guint8 *data, gsize size)
{
  g_autoptr (GByteArray) again = g_byte_array_new ();
  TcSegment segment;
  TcReader reader;

  tc_reader_init (&reader, data, size);
  if (!tc_segment_read (&reader, &segment))
    return;
  g_assert_true (tc_segment_is_valid (&segment));
  tc_segment_write (again, &segment);
  tc_reader_init (&reader, again->data, again->len);
  g_assert_true (tc_segment_read (&reader, &segment) && tc_reader_done (&reader));
}

static void
check_unit (TcAccessUnit *unit, gint64 *last_us)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (unit->bytes, &size);
  GBytes *made = tc_nal_make_private (unit->codec, data, size);

  g_clear_pointer (&made, g_bytes_unref);
  g_assert_cmpint (unit->time_us, >, *last_us);
  g_assert_cmpint (unit->duration_us, >, 0);
  *last_us = unit->time_us;
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_autoptr (GError) error = NULL;
  g_autoptr (TcSegmentReader) reader = tc_segment_reader_new (bytes, &error);
  TcAccessUnit *unit;
  gint64 last_us = 0, middle_us = 0;

  read_record (data, size);
  g_assert_true ((reader != NULL) == (error == NULL));
  if (!reader)
    return 0;
  while ((unit = tc_segment_reader_next (reader))) {
    check_unit (unit, &last_us);
    middle_us = (tc_segment_reader_get_head (reader)->start_us + last_us) / 2;
    tc_access_unit_unref (unit);
  }
  g_assert_cmpint (tc_segment_reader_get_whole (reader), <=, (gint64) size);
  tc_segment_reader_seek (reader, middle_us);
  unit = tc_segment_reader_next (reader);
  g_clear_pointer (&unit, tc_access_unit_unref);
  return 0;
}
