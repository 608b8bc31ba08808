/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What happened where a camera looks, while it recorded: incidents received there, for the timeline
 * of its recording. Those that the person may read.
 *
 * Thread: the main loop's; reading is done on the worker.
 */
#pragma once

#include "tc-desk.h"

/* Farther away it is somewhere else. */
#define TC_REPLAY_EVENT_M 300
#define TC_REPLAY_EVENTS_MAX 200

typedef struct {
  gint64 incident_id;
  gint64 at_us;    /* when it was received */
  gint64 priority; /* 1 emergency, 2 urgent, 3 attention, 4 notice */
  char *code;      /* (owned) */
  char *title;     /* (owned) */
} TcReplayEvent;

/* (transfer full) (element-type TcReplayEvent): an empty list that owns its texts */
GArray *tc_replay_events_new_list (void);

/* In @from_us..@until_us, the newest of them, by time. */
void tc_replay_events_read_async (TcDesk *desk, gint64 camera_id, gint64 from_us, gint64 until_us,
                                  GCancellable *cancellable, GAsyncReadyCallback callback,
                                  gpointer data);
/* (transfer full) (nullable): NULL with @error */
GArray *tc_replay_events_read_finish (TcDesk *desk, GAsyncResult *result, GError **error);

/* The codes of incidents that the person may read. @ids: (element-type gint64) */
void tc_replay_codes_read_async (TcDesk *desk, GArray *ids, GCancellable *cancellable,
                                 GAsyncReadyCallback callback, gpointer data);
/* (transfer full) (nullable): id (gint64) to code */
GHashTable *tc_replay_codes_read_finish (TcDesk *desk, GAsyncResult *result, GError **error);
