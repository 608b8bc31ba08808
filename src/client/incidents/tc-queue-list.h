/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A list of ids in its order, never changed once it is made: so that a million of them can be made,
 * compared and kept on a worker while another is on screen. Any thread.
 */
#pragma once

#include "tc-incident-queries.h"

typedef struct _TcQueueList TcQueueList;

/* @entries: (transfer full) (element-type TcQueueEntry): in order, each id once. @groups: (transfer
 * full) (nullable) (element-type TcQueueGroup) */
TcQueueList *tc_queue_list_new (GArray *entries, GArray *groups);
TcQueueList *tc_queue_list_ref (TcQueueList *self);
void tc_queue_list_unref (TcQueueList *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcQueueList, tc_queue_list_unref)

/* (nullable) (element-type TcQueueGroup) */
GArray *tc_queue_list_get_groups (const TcQueueList *self);
guint tc_queue_list_get_length (const TcQueueList *self);
gint64 tc_queue_list_get_id (const TcQueueList *self, guint position);
gboolean tc_queue_list_contains (const TcQueueList *self, gint64 id);
/* G_MAXUINT if it isn't there. */
guint tc_queue_list_find (const TcQueueList *self, gint64 id);

/* As it is with @changed looked up anew. @changed: (element-type gint64); @found: (element-type
 * TcQueueEntry): those of them that belong, in order. (transfer full) */
TcQueueList *tc_queue_list_merge (const TcQueueList *self, GArray *changed, GArray *found);
/* How many of @self aren't in @other. */
guint tc_queue_list_count_missing (const TcQueueList *self, const TcQueueList *other);
/* What tc_queue_diff() gives for the two; NULL also where they are equal in @same. @same: (out) */
GArray *tc_queue_list_diff (const TcQueueList *old, const TcQueueList *new, gboolean *same);
