/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reading /proc/stat; see the header.
 */
#include "tc-processor-load.h"

#include <unistd.h>

#define FIRST "cpu "
#define PERCENT 100

/* Columns of the line: user, nice, system, idle, waiting for disks, interrupts (two), stolen. What
 * follows is in them already. */
#define COLUMNS 8
#define COLUMN_NICE 1
#define COLUMN_IDLE 3
#define COLUMN_WAITING 4

static const TcProcessorShares unknown = {-1, -1};

/* What was counted anew may be a little less. */
static guint64
get_growth (guint64 before, guint64 after)
{
  return after > before ? after - before : 0;
}

static gboolean
read_counts (const char *text, TcProcessorLoad *load)
{
  const char *at = text + sizeof FIRST - 1;

  if (!g_str_has_prefix (text, FIRST))
    return FALSE;
  for (int i = 0; i < COLUMNS; i++) {
    char *end;
    guint64 ticks = g_ascii_strtoull (at, &end, 10);

    if (end == at)
      return FALSE;
    load->all += ticks;
    load->nice += i == COLUMN_NICE ? ticks : 0;
    load->idle += i == COLUMN_IDLE || i == COLUMN_WAITING ? ticks : 0;
    at = end;
  }
  return TRUE;
}

TcProcessorShares
tc_processor_load_measure (TcProcessorLoad *self, const char *text, const TcOwnTimes *own)
{
  const TcProcessorLoad before = *self;
  TcProcessorLoad now = {.own = *own};
  double all_us, free_us, plain_us, nice_us, tick_us;

  if (!read_counts (text, &now))
    return unknown;
  *self = now;
  if (before.all == 0 || now.all <= before.all || now.idle < before.idle ||
      now.nice < before.nice ||
      now.idle - before.idle + now.nice - before.nice > now.all - before.all)
    return unknown;
  tick_us = (double) G_USEC_PER_SEC / (double) sysconf (_SC_CLK_TCK);
  all_us = (double) (now.all - before.all) * tick_us;
  free_us = (double) (now.idle - before.idle + now.nice - before.nice) * tick_us;
  plain_us = (double) get_growth (before.own.plain_us, own->plain_us);
  nice_us = (double) get_growth (before.own.nice_us, own->nice_us);
  return (TcProcessorShares){
      .busy_percent = (int) MIN ((all_us - free_us + nice_us) * PERCENT / all_us, PERCENT),
      .own_percent = (int) MIN ((plain_us + nice_us) * PERCENT / all_us, PERCENT)};
}

TcProcessorShares
tc_processor_load_read (TcProcessorLoad *self, const TcOwnTimes *own)
{
  g_autofree char *text = NULL;

  return g_file_get_contents ("/proc/stat", &text, NULL, NULL)
             ? tc_processor_load_measure (self, text, own)
             : unknown;
}
