/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Fuzz target: whatever a scanner types is a scan of these letters or none, and has a name that is
 * text on one line, or none. Each letter has a byte before it: how late it comes.
 */
#include "tc-scan.h"

#include <string.h>

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GString) typed = g_string_new (NULL);
  TcScanRun run = {0};
  guint32 at_ms = 0;

  for (gsize i = 0; i + 1 < size; i += 2) {
    at_ms += data[i];
    if (data[i + 1] == 0)
      continue;
    if (!tc_scan_run_add (&run, data[i + 1], at_ms))
      g_string_set_size (typed, 0);
    g_string_append_unichar (typed, data[i + 1]);
  }
  g_autofree char *text = tc_scan_run_end (&run, at_ms);
  g_assert_true (!text || g_str_equal (text, typed->str));
  g_autofree char *name = tc_scan_dup_card_name (typed->str);
  g_assert_true (!name || (*name && g_utf8_validate (name, -1, NULL) && !strpbrk (name, "|\n\t")));
  tc_scan_run_clear (&run);
  return 0;
}
