/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The newest warnings of this process, beside the journal: for whoever asks the server how it is
 * without reading that.
 *
 * Thread: any.
 */
#pragma once

#include <glib.h>

#define TC_RECENT_ERRORS_MAX 20
#define TC_RECENT_ERROR_CHARS_MAX 300

typedef struct {
  gint64 at_us;
  char *text; /* (owned) */
} TcRecentError;

/* From now on warnings are kept as they are written; what is written stays as it was. */
void tc_recent_errors_install (void);
/* (transfer full) (element-type TcRecentError): newest first */
GArray *tc_recent_errors_list (void);
/* How many there were since the start. */
guint64 tc_recent_errors_count (void);
