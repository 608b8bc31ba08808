/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Looking through a data directory for what is wrong with it: by the server that runs on it, or by
 * "toancanhctl doctor" while none does. Reads only. Gives facts; what they mean is the doctor's.
 *
 * Thread: any; blocks. Connections are readers of its own.
 */
#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

/* Commits at the log's end that are checked without deep. */
#define TC_INSPECT_COMMITS 1000

typedef struct {
  const char *data_dir;
  gboolean deep; /* the whole log, every attachment's hash, the databases' indexes */
  gint64 now_us;
} TcInspectOptions;

/**
 * tc_inspect:
 *
 * Returns: (transfer full):
 *   state_check, secrets_check   "ok", or what SQLite says
 *   commits, operations          of the log that were checked; fault, fault_lsn of the first fault
 *   head_us                      when the newest commit was made
 *   dangling                     [{column, count}]: references to rows that aren't there
 *   files                        {rows, missing, damaged, orphans, orphan_bytes, set_aside,
 *                                example (a hash)}
 *   desks                        [{id, name, last_us}]: enrolled ones, and their newest operation
 *   ahead_us, ahead_desk         how far the clock of a desk stood before the server's, at most,
 *                                in the newest operations
 *   admins                       people who may manage people and have a password
 *   locked                       [account]
 *   restored                     {epoch, began_us, lost, again}: if it was
 * Errors: TC_ERROR_STORE: not even that could be read; G_IO_ERROR_CANCELLED.
 */
JsonObject *tc_inspect (const TcInspectOptions *options, GCancellable *cancellable,
                        GError **error) G_GNUC_WARN_UNUSED_RESULT;
