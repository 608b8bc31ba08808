/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Asks the server that parts of recordings are kept, for a person. The number of each is made here
 * and remembered until all of the wish is done: who asks once more for what wasn't answered, or
 * came too late, asks with the same numbers, and nothing is kept twice.
 *
 * Thread: the main loop's.
 */
#pragma once

#include "tc-desk.h"

#define TC_TYPE_HOLD_ASKER (tc_hold_asker_get_type ())
G_DECLARE_FINAL_TYPE (TcHoldAsker, tc_hold_asker, TC, HOLD_ASKER, GObject)

/* Wishes that weren't answered, of which the numbers are remembered; then the oldest are
 * forgotten. */
#define TC_HOLD_ASKER_KNOWN_MAX 256

/* Times are µs UTC. */
typedef struct {
  const GArray *camera_ids; /* (element-type gint64): one at least */
  gint64 from_us, until_us;
  gint64 keep_until_us;
  const char *keep_until; /* as it was typed: "+2h" is the same wish a minute later */
  gint64 incident_id;     /* 0: of none */
  const char *reason;     /* not empty */
} TcHoldWish;

TcHoldAsker *tc_hold_asker_new (TcDesk *desk);
/* @callback: once all cameras are answered for; what of @wish is pointed to isn't needed after the
 * call. */
void tc_hold_asker_ask_async (TcHoldAsker *self, const TcHoldWish *wish,
                              GAsyncReadyCallback callback, gpointer data);
/* (transfer full) (nullable): why not all of it is kept, for a person */
char *tc_hold_asker_ask_finish (TcHoldAsker *self, GAsyncResult *result);
