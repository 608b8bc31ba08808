/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What legal purges have to do with beside the database: attachments and snapshots go, and what was
 * purged is noted in purges.json, in the data directory and in the folder of backups, so that a
 * server restored from before it purges it again. The file has ids, numbers of decisions and their
 * reasons, no words of what was purged.
 *
 * Thread: the main loop's.
 */
#pragma once

#include "tc-file-store.h"
#include "tc-server-parts.h"

#define TC_PURGES_FILE "purges.json"

typedef struct _TcPurges TcPurges;

/* @store: (unowned): the server's, as @parts */
TcPurges *tc_purges_new (const TcServerParts *parts, TcFileStore *store);
void tc_purges_free (TcPurges *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcPurges, tc_purges_free)
