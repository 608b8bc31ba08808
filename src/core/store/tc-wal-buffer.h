/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Writes a small commit to the WAL in one piece, a large one in few: SQLite writes each page and
 * its head by itself, two dozen calls of the system for the smallest operation.
 *
 * Only for the one connection that writes a file, and only if its commits are synced
 * (synchronous=FULL): what is written waits in memory until it is synced, read, or too much, and
 * SQLite tells others of a commit after its sync. Not where a write may harm what stands beside it
 * (psow=0, which nobody asks for): there it writes on after the sync.
 *
 * Source: SQLite, "The OS Interface or VFS" (sqlite.org/vfs.html), "WAL-mode File Format".
 * Thread: any; a file belongs to its connection's.
 */
#pragma once

/* The name of a VFS over @vfs (nullable: the default one, as it is now), registered at the first
 * call. It lasts as long as the process. */
const char *tc_wal_buffer_over (const char *vfs);
