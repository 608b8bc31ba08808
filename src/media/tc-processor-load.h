/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How busy all processors of this computer are, from what the kernel counts since it began.
 *
 * Source: proc(5), /proc/stat.
 */
#pragma once

#include <glib.h>

typedef struct {
  guint64 all, idle; /* of the time before; 0: there is none */
} TcProcessorLoad;

/* @text: of /proc/stat. Returns: 0..100 since the time before; -1: not known */
int tc_processor_load_measure (TcProcessorLoad *self, const char *text);
/* Likewise, of this computer now. */
int tc_processor_load_read (TcProcessorLoad *self);
