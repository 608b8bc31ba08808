/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A mark beside the database of the operations that are being carried out, so that one which makes
 * the process die is known when the next process starts: at the server the first time it is tried
 * alone, since it is not known which of its commit it was, and after the second time it is refused
 * ("operation.poison") and the queue goes on; a desk, which applies each by itself, leaves it to
 * the server after the second time.
 *
 * One that the database can't carry out (TC_ERROR_STATEMENT) ends the process as well, and counts;
 * a disk that is full, slow or faulty doesn't.
 *
 * The mark outlives the process, not the machine: it is written and not flushed, and costs two
 * calls of the system a commit. It is set while operations are applied, not while the disk is
 * waited for, so that a process that is killed leaves it behind as good as never.
 *
 * Thread: that of the database.
 */
#pragma once

#include "tc-database.h"
#include "tc-operation.h"

typedef struct _TcExecutionMark TcExecutionMark;

/* Operations that a process died of and that have not come again; the oldest go first. */
#define TC_EXECUTION_SUSPECTS_MAX 512

/**
 * tc_execution_mark_open:
 * @db: the server's or a desk's replica
 * @decides: it is the server's: what its log has was carried out, whatever the mark says
 *
 * Reads what the process before left and says in the journal which operations it died of. The file
 * is the database's with "-executing" after it. A mark that can't be read is none. Errors:
 * G_FILE_ERROR, TC_ERROR_STORE.
 */
TcExecutionMark *tc_execution_mark_open (TcDatabase *db, gboolean decides,
                                         GError **error) G_GNUC_WARN_UNUSED_RESULT;
void tc_execution_mark_close (TcExecutionMark *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcExecutionMark, tc_execution_mark_close)

/* How often a process died while it carried @op out. */
guint tc_execution_mark_count_deaths (TcExecutionMark *self, const TcOperation *op);
/* These are carried out from now on; none: it is done. At most TC_BATCH_OPERATIONS_MAX. */
void tc_execution_mark_set (TcExecutionMark *self, TcOperation *const *ops, guint n);
