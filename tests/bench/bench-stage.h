/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A province to measure on, made by the real hub in one go: a data directory that toancanhd opens,
 * with as many enrolled desks as are wanted (their keys follow from their numbers), one person who
 * is signed in at all of them, and open incidents. Two of the desks get a replica of their own.
 */
#pragma once

#include "tc-hub.h"
#include "tc-id.h"
#include "tc-replica.h"

#define STAGE_INCIDENTS 200
/* Desks 1 and 2 are full ones. */
#define STAGE_FULL_DESKS 2
/* What the text of each operation begins with; its number follows. */
#define STAGE_TEXT "bench "

/* Makes it all in @folder, which is there and empty. */
void stage_make (const char *folder, guint desks);

TcKey *stage_desk_key (guint16 desk);
char *stage_path (const char *folder, const char *name);
/* Where the log stands, in a database that a server may have open. */
void stage_get_position (const char *folder, TcPosition *position);
TcDigest stage_schema_hash (const char *folder);
void stage_get_server_key (const char *folder, TcPublicKey *key);

/* The newest number of the sequence that the log has of @desk. */
gint64 stage_last_seq (const char *folder, guint16 desk);

/* Who makes the operations of one desk. */
typedef struct {
  guint16 desk;
  TcKey *key; /* (owned) */
  TcIdMaker ids;
  gint64 seq; /* of the newest one */
} StageMaker;
void stage_maker_init (StageMaker *maker, guint16 desk, gint64 last_seq);
void stage_maker_clear (StageMaker *maker);
/* The person at the desk sets the priority of one of the incidents, giving @number as the reason:
 * a row of a list changes and the history gets one more. */
TcOperation *stage_maker_next (StageMaker *maker, guint number, gint64 now_us);

/* Opens the server's database and a hub on it, for benchmarks without sockets. */
typedef struct {
  TcDatabase *db; /* (owned) */
  TcKey *key;     /* (owned) */
  TcHub *hub;     /* (owned) */
  TcIdMaker ids;
  GQueue *sent; /* (owned) (element-type GBytes): what was sent to peers without data; data of a
                   peer is a queue of its own */
} StageHub;
void stage_hub_open (StageHub *stage, const char *folder);
void stage_hub_close (StageHub *stage);
/* Greets as @desk does, from the log's head on. */
TcHubPeer *stage_hub_greet (StageHub *stage, const char *folder, guint16 desk);

/* A full desk's files, opened as the client does. */
typedef struct {
  TcDatabase *db;     /* (owned) */
  TcDatabase *outbox; /* (owned) */
  TcKey *key;         /* (owned) */
  TcReplica *replica; /* (owned) */
  TcIdMaker ids;
} StageDesk;
void stage_desk_open (StageDesk *desk, const char *folder, guint16 number,
                      const TcReplicaHooks *hooks, gpointer data);
void stage_desk_close (StageDesk *desk);
