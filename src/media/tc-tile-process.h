/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One decoder (toancanh-tiles) as a child of the desktop: it is started, spoken with, found to be
 * silent, and ended with the desktop, however that goes.
 *
 * Thread: the main loop's.
 */
#pragma once

#include "tc-tile-channel.h"

/* The child's end of the socket pair. */
#define TC_TILE_PROCESS_FD 3
/* Until its first word: GStreamer may look through all its plug-ins first. */
#define TC_TILE_PROCESS_START_US ((gint64) 60 * G_USEC_PER_SEC)

/* Eight tiles at their greatest rates say less in a second; more is a flood, and ends it. */
#define TC_TILE_PROCESS_MESSAGES_MAX 2000
/* One that has more resident is ended before the kernel has to choose. */
#define TC_TILE_PROCESS_MEMORY_MAX ((guint64) 2 * 1024 * 1024 * 1024)

typedef struct _TcTileProcess TcTileProcess;

typedef struct {
  void (*message) (TcTileProcess *process, TcTileMessage *message, gpointer data);
  /* It is gone, and was not ended by us; said once. @why: for the journal. It may be freed. */
  void (*gone) (TcTileProcess *process, const char *why, gpointer data);
} TcTileProcessHooks;

TcTileProcess *tc_tile_process_new (const char *program, const TcTileProcessHooks *hooks,
                                    gpointer data, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* It ends; nothing is said of it any more. */
void tc_tile_process_free (TcTileProcess *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcTileProcess, tc_tile_process_free)

void tc_tile_process_send (TcTileProcess *self, const TcTileMessage *message, int fd);

/* When its main loop last said something (pictures come by other threads), monotonic time; of one
 * that hasn't begun to speak, its start. */
gint64 tc_tile_process_get_heard_us (TcTileProcess *self);
/* It has spoken. */
gboolean tc_tile_process_is_up (TcTileProcess *self);
/* It is ended, which is told as any other end; what it says is not heard any more. */
void tc_tile_process_kill (TcTileProcess *self);

/* Processor time that it has used; of one that is gone, when that
 * was last asked. */
guint64 tc_tile_process_get_cpu_us (TcTileProcess *self);
/* As it last said. */
guint64 tc_tile_process_get_memory_bytes (TcTileProcess *self);
