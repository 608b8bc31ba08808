/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reading /proc/stat; see the header.
 */
#include "tc-processor-load.h"

#define FIRST "cpu "
#define PERCENT 100

/* Columns of the line: user, nice, system, idle, waiting for disks, interrupts (two), stolen. What
 * follows is in them already. */
#define COLUMNS 8
#define COLUMN_IDLE 3
#define COLUMN_WAITING 4

int
tc_processor_load_measure (TcProcessorLoad *self, const char *text)
{
  TcProcessorLoad before = *self;
  const char *at = text + sizeof FIRST - 1;
  guint64 all = 0, idle = 0;

  if (!g_str_has_prefix (text, FIRST))
    return -1;
  for (int i = 0; i < COLUMNS; i++) {
    char *end;
    guint64 ticks = g_ascii_strtoull (at, &end, 10);

    if (end == at)
      return -1;
    all += ticks;
    idle += i == COLUMN_IDLE || i == COLUMN_WAITING ? ticks : 0;
    at = end;
  }
  *self = (TcProcessorLoad){all, idle};
  if (before.all == 0 || all <= before.all || idle < before.idle ||
      idle - before.idle > all - before.all)
    return -1;
  return (int) (PERCENT - (idle - before.idle) * PERCENT / (all - before.all));
}

int
tc_processor_load_read (TcProcessorLoad *self)
{
  g_autofree char *text = NULL;

  return g_file_get_contents ("/proc/stat", &text, NULL, NULL)
             ? tc_processor_load_measure (self, text)
             : -1;
}
