/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Keeps the attachments of a running server whole: looks through them again and again, slowly, on a
 * thread of its own (tc-file-check.h), and asks desks that have it for a file that is lost. Where
 * it is stands in files.ini of the data directory and outlives the server.
 *
 * Thread: the main loop's.
 */
#pragma once

#include "tc-file-service.h"

/* How long it takes to look through all of it once, unless that is told to be done at once. */
#define TC_FILE_KEEPER_ROUND_US (7 * (gint64) 86400 * G_USEC_PER_SEC)
/* Read at most, bytes a second. */
#define TC_FILE_KEEPER_BYTES_PER_S (4 * 1024 * 1024)

typedef struct {
  gboolean running; /* a round is done at once */
  guint folders;    /* of TC_FILE_FOLDERS, done in this round */
  gint64 checked;   /* in this round, and so all that follows */
  gint64 damaged;
  gint64 restored;
  gint64 removed;
  gint64 wanted;   /* files that rows name and that are nowhere here, now */
  gint64 whole_us; /* when a round was last whole; 0: never */
} TcFileKeeperState;

/* @service: (unowned): the server's, as @store */
TcFileKeeper *tc_file_keeper_new (const TcServerParts *parts, TcFileStore *store,
                                  TcFileService *service);
/* One round, from the beginning and without a rest. */
void tc_file_keeper_check_now (TcFileKeeper *self);
/* Ends such a round where it is. */
void tc_file_keeper_rest (TcFileKeeper *self);
void tc_file_keeper_get_state (TcFileKeeper *self, TcFileKeeperState *state);
/* Waits for what is being read. */
void tc_file_keeper_free (TcFileKeeper *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcFileKeeper, tc_file_keeper_free)
