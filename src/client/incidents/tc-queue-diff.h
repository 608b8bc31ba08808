/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What it takes to turn one list of ids into another while as many as possible stay where they are:
 * so that a list on screen keeps its selection and its place. Values only; any thread.
 */
#pragma once

#include <glib.h>

/* At @position of the list as it is by then: @removed go, @added come, from @from of the new
 * list. */
typedef struct {
  guint position;
  guint removed;
  guint added;
  guint from;
} TcQueueEdit;

/* Lists longer than this (of which none is empty), and differences of more edits, aren't worth the
 * care. */
#define TC_QUEUE_DIFF_MAX 50000
#define TC_QUEUE_EDITS_MAX 256

/* (transfer full) (element-type gint64): ascending copy. */
GArray *tc_queue_sort (GArray *ids);

/* In this order they turn @old into @new. Returns: (transfer full) (nullable) (element-type
 * TcQueueEdit): NULL if the list had better be emptied and filled. Ids occur once in a list. */
GArray *tc_queue_diff (GArray *old, GArray *new);
