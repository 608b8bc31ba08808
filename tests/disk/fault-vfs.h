/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A disk that fails when it is told to: a VFS of SQLite over the default one, the system's or that
 * of memory-disk.h. Writes, syncs and truncations of the chosen file (its WAL included) are
 * counted; from a given one on they fail.
 *
 * Thread: any; there is one plan for the whole process.
 */
#pragma once

#include <glib.h>

#define FAULT_VFS "faulty"
/* As many as come, until fault_vfs_heal(). */
#define FAULT_ALWAYS G_MAXUINT

typedef enum {
  FAULT_EIO,     /* nothing is done */
  FAULT_FULL,    /* nothing is done: no room */
  FAULT_TORN,    /* half of a write is done */
  FAULT_AFTER,   /* it is done, and said to have failed */
  FAULT_SYNC,    /* likewise, of syncs alone: others are not counted */
  N_FAULT_KINDS, /* of those that are told at once and are not reads */
  FAULT_LIE,     /* a sync is not done, and said to be: others are not counted */
  FAULT_READ,    /* reads alone are counted */
} FaultKind;

void fault_vfs_register (void);
/* @file: part of the file's name; @at: 0 is the next one; @count: how many fail */
void fault_vfs_arm (const char *file, guint at, FaultKind kind, guint count);
void fault_vfs_heal (void);
/* How many have failed since it was armed. */
guint fault_vfs_get_hits (void);
/* Likewise, since it was last asked by this. */
guint fault_vfs_take_hits (void);
