/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Where the log keeps segments (log_segment), and how their operations are read: who reads
 * operations says log_bytes (lsn, bytes) where the column stood, and gets the bytes as they were
 * signed, wherever they are kept; empty, if a legal purge took them out; NULL, if the segment that
 * has them is damaged.
 *
 * Thread: the database's.
 */
#pragma once

#include "tc-database.h"

/* Makes log_bytes() known to a connection; once more is nothing. tc_log_sqlite_new() does it. It
 * reads also where there is no log_segment yet. Faults stick to the database. */
void tc_log_packing_register (TcDatabase *db);
/**
 * tc_log_packing_step:
 * @horizon_lsn: operations after it aren't packed
 * @operations: in a segment, at most TC_LOG_SEGMENT_OPERATIONS
 * @more: (out): one was packed; another may follow
 *
 * Packs the next segment in a transaction of its own, if so many operations, or
 * TC_LOG_SEGMENT_BYTES of them, are there. From what isn't whole on (a number is missing, or one is
 * larger than an operation may be) all is left as it is. Errors: as tc_database_commit().
 */
gboolean tc_log_packing_step (TcDatabase *db, gint64 horizon_lsn, guint operations, gboolean *more,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Within a transaction: writes the segment that has the operation anew without its bytes; nothing
 * if none has. Faults stick to the database. */
void tc_log_packing_empty (TcDatabase *db, gint64 lsn);
