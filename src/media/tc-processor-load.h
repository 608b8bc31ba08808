/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How busy all processors of this computer are, and how much of that is ours, from what the kernel
 * counts since it began. What others do at a low priority (nice) gives way to us and doesn't count.
 *
 * Source: proc(5), /proc/stat.
 */
#pragma once

#include <glib.h>

/* Processor time that the program has used since it began. */
typedef struct {
  guint64 plain_us; /* at the ordinary priority */
  guint64 nice_us;  /* at a low one: the kernel counts it with what others do so */
} TcOwnTimes;

typedef struct {
  guint64 all, idle, nice; /* ticks, of the time before; 0: there is none */
  TcOwnTimes own;
} TcProcessorLoad;

/* Of all processors, 0..100; -1: not known. */
typedef struct {
  int busy_percent;
  int own_percent; /* what is ours of it */
} TcProcessorShares;

/* @text: of /proc/stat. Returns: since the time before */
TcProcessorShares tc_processor_load_measure (TcProcessorLoad *self, const char *text,
                                             const TcOwnTimes *own);
/* Likewise, of this computer now. */
TcProcessorShares tc_processor_load_read (TcProcessorLoad *self, const TcOwnTimes *own);
