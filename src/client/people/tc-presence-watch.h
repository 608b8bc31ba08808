/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Who is at which desk now, and which incident that person has open: says so of this desk, and
 * knows the others as the server told them last (sync/tc-presence.h), with names and who is on duty
 * as they stand in the replica. While there is no line nothing is known, and nothing is shown.
 *
 * Thread: the main loop's; reading is done on the worker.
 */
#pragma once

#include "tc-presence.h"
#include "tc-watch.h"

#define TC_TYPE_PRESENCE_WATCH (tc_presence_watch_get_type ())
G_DECLARE_FINAL_TYPE (TcPresenceWatch, tc_presence_watch, TC, PRESENCE_WATCH, TcWatch)

/* Somebody who is on duty at the centre, or at a desk. */
typedef struct {
  gint64 staff_id;
  char *name; /* (owned) */
  gboolean on_duty;
  gboolean own;       /* this desk's */
  guint16 replica;    /* 0: at no desk */
  gboolean away;      /* the desk is locked */
  char *desk;         /* (owned) (nullable): its name */
  gint64 incident_id; /* 0: none */
  char *code;         /* (owned) (nullable): of it */
} TcPresent;

/* That of @desk, as long as it lives. (transfer none) */
TcPresenceWatch *tc_presence_watch_of (TcDesk *desk);
/* What is open here now; 0: nothing. */
void tc_presence_watch_look (TcPresenceWatch *self, gint64 incident_id);
/* Whether the others are known: there is a line to a server that tells. */
gboolean tc_presence_watch_is_known (TcPresenceWatch *self);
/* (nullable) (element-type TcPresent): who is on duty first, in the order of the roster, then the
 * others by name; NULL until it is read. Borrowed until the next ::changed. */
const GPtrArray *tc_presence_watch_get_all (TcPresenceWatch *self);
/* "Nguyễn Văn Minh (Bàn 04) has this incident open"; NULL: nobody else has. (transfer full)
 * (nullable) */
char *tc_presence_watch_word (TcPresenceWatch *self, gint64 incident_id);
/* Where somebody is: "Bàn 04 · PA-261123-0147", "not at a desk". (transfer full) */
char *tc_present_word (const TcPresent *present);
