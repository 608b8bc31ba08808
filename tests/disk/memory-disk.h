/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A disk in memory: the default VFS of SQLite once it is registered, so that whatever a test opens
 * stands in it and nowhere else. Safe is of a file what was in it when it was last synced. A power
 * cut leaves what was safe and, of the writes since, any part in any order, one of them torn. Names
 * are whatever a test likes; there are no folders.
 *
 * What fails on it is arranged with fault-vfs.h, which goes over it. Thread: one.
 */
#pragma once

#include <glib.h>

void memory_disk_register (void);
/* No file is left; none may be open. */
void memory_disk_clear (void);
/* A copy of a database with its WAL, all of it safe; what was there under the new name goes. */
void memory_disk_copy (const char *from, const char *to);
void memory_disk_remove (const char *name);
gboolean memory_disk_has (const char *name);
/* The bytes of a file as they are now, until its next change; NULL if there is no such file. */
const guint8 *memory_disk_peek (const char *name, gsize *size);

typedef enum {
  MEMORY_DISK_KEPT, /* all was safe */
  MEMORY_DISK_LOST, /* some of it wasn't, and is gone */
  MEMORY_DISK_TORN, /* likewise, and a write is there in part */
} MemoryDiskCut;

/* All files whose names begin with @prefix; nobody may have them open. What of the unsafe writes is
 * kept, is drawn from @rand. */
MemoryDiskCut memory_disk_cut_power (const char *prefix, GRand *rand);
