/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How a desk stands with its server, in words: for the page that shows it and for somebody who
 * reads it out over the telephone.
 *
 * Thread: the main loop's; files are looked at on another.
 */
#pragma once

#include "tc-desk.h"

typedef struct {
  const char *group; /* heading; the same pointer for lines that belong together */
  char *label;       /* (owned) */
  char *value;       /* (owned) */
  gboolean alert;    /* somebody should look at it */
} TcReportLine;

void tc_desk_report_async (TcDesk *self, GCancellable *cancellable, GAsyncReadyCallback callback,
                           gpointer data);
/* (transfer full) (element-type TcReportLine): in order, group by group */
GArray *tc_desk_report_finish (TcDesk *self, GAsyncResult *result, GError **error);
/* All of it as text, with when it was made. (transfer full) */
char *tc_desk_report_text (const GArray *lines, gint64 now_us);
