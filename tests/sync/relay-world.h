/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A relay in the world of sync-world.h, with desks behind it. world_run() moves its messages too.
 */
#pragma once

#include "sync-world.h"
#include "tc-relay.h"

#define WORLD_RELAY 40

typedef struct {
  World *world;
  TcKey *key;
  TcDatabase *db;
  TcRelay *relay;
  TcHub *hub;   /* the relay's */
  WorldDesk up; /* its line to the server, as the server's hub knows it: queues and peer alone */
  TcRelayStatus status;
  gboolean holds_loaded;  /* what was loaded is not taken yet */
  TcRelayPlan *plan;      /* (nullable): of that */
  TcDatabase *filled;     /* (nullable): likewise */
  GArray *kept;           /* (element-type TcSnapshotFile): the server's, for new desks */
  guint asked;            /* of itself, by its desks */
  guint given_up;         /* operations */
  guint lost;             /* times that rows of scopes had gone for good */
  guint carried;          /* messages for the server that it carried */
  guint tried;            /* operations that it applied to see what they change */
  guint executing;        /* of them, by what it last said */
  gboolean deadly;        /* its process has ended of each of them before */
  gboolean loses_answers; /* what the server says to its desks doesn't come */
  gboolean loses_frames;  /* nor what it says of its rows */
  guint fetches;          /* of the server's files */
  const char *spoils;     /* (nullable): of the server's files, those with this behind their name */
} WorldRelay;

/* Invites and enrols a relay of the centre with that key. */
void world_enrol_relay (World *world, const TcKey *key);
/* Likewise, and opens it; it is not connected. Before world_free(). */
WorldRelay *world_add_relay (World *world);
void world_free_relay (WorldRelay *relay);
void world_connect_relay (WorldRelay *relay);
/* Its cable is pulled. */
void world_cut_relay (WorldRelay *relay);
/* What was loaded goes, and is not taken. */
void world_drop_loaded (WorldRelay *relay);
/* Ends it at this point and starts it anew on its file: all lines are lost. */
void world_restart_relay (WorldRelay *relay);
/* That desk, which is not connected, connects to the relay from now on. */
void world_move_behind (WorldDesk *desk, WorldRelay *relay);
void world_move_away (WorldDesk *desk);
/* One message each way between relay and server, and what the relay keeps; FALSE: nothing moved. */
gboolean world_move_relay (WorldRelay *relay);
