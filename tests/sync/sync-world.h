/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A hub and some desks in one thread: real databases in a folder of their own, lines as queues of
 * messages, a clock that the test turns. Nothing happens by itself: world_run() moves messages and
 * commits until all is quiet.
 */
#pragma once

#include "tc-hub.h"
#include "tc-id.h"
#include "tc-incident-operations.h"
#include "tc-people-operations.h"
#include "tc-replica.h"
#include "tc-schema.h"

#define WORLD_DESKS_MAX 8
#define WORLD_AGENCY 100
#define WORLD_ROLE 200
#define WORLD_STAFF 300
/* Of world_open_room(): who may read reporters. */
#define WORLD_ROLE_CALLS 201

typedef struct _World World;

typedef struct {
  World *world;
  guint16 number;
  guint16 slot; /* of its files, and in World; its number unless it is a clone */
  TcKey *key;
  TcDatabase *db;
  TcDatabase *outbox_db;
  TcReplica *replica;
  TcHub **hub;       /* where it connects: the server's, or a relay's */
  TcHubPeer *peer;   /* while connected */
  GQueue *to_desk;   /* (element-type GBytes) */
  GQueue *to_server; /* (element-type GBytes) */
  gboolean connected;
  gboolean dropped;  /* the hub ended the line */
  gboolean line_bad; /* the replica did */
  gboolean load_wanted;
  GArray *wanted; /* (element-type TcSnapshotFile) */
  GArray *parts;  /* (element-type TcReplicaPart): that come next, while connected */
  guint moves;
  TcReplicaStatus status;
  guint replaced;
  guint changed;
  char *closed_code;
  gint64 session;
  gint64 replies;
  guint archived; /* the replica was to be put by */
  guint let_go;   /* what was put by had to go */
  guint executed; /* operations that were applied */
  guint deaths;   /* how often its process ended of each of them */
  TcIdMaker ids;
  const TcSchemaSet *schema; /* of its program, from its next start on; NULL: the compiled-in one */
} WorldDesk;

struct _World {
  char *folder;
  TcKey *key;
  TcDatabase *db;
  TcHub *hub;
  gint64 now_us;
  gint64 asked;
  guint ahead; /* desks that had followed further than the log goes */
  TcIdMaker ids;
  const TcSchemaSet *schema;               /* as a desk's */
  guint other_versions;                    /* greetings with another version of the schema */
  guint (*deaths) (const TcOperation *op); /* (nullable): how often the server died of it */
  guint executing;                         /* operations, by what it last said */
  GArray *executed;                        /* (element-type guint): how many at a time */
  guint64 random;
  guint n_snapshots;
  TcPosition snapshots_at;         /* of the newest */
  gboolean again;                  /* these are offered once more: they may be older than the log */
  guint part_bytes;                /* of snapshots; 0: small ones */
  gboolean whole;                  /* snapshots are loaded whole */
  gboolean hold_purges;            /* nothing is done yet that follows on a legal purge */
  guint purge_waits;               /* times that the hub said that one has to wait */
  gboolean hold;                   /* no part behind the first comes */
  gboolean (*also) (World *world); /* (nullable): what else moves (relay-world.h) */
  gpointer also_data;
  WorldDesk desks[WORLD_DESKS_MAX + 1]; /* by slot; 0 is not used */
};

/* A server with a founded province: one agency, one role that may manage people and reads the
 * common scope, one person. */
World *world_new (void);
/* Likewise, by province.found of another version. */
World *world_new_founded (const TcOperationType *found);
void world_free (World *world);
/* The key of the desk, or of the server, in every world. */
TcKey *world_key (guint16 replica);
/* An operation of the system, committed at once; it must be accepted. */
void world_do (World *world, const TcOperationType *type, gconstpointer args);
void world_invite_desk (World *world, guint16 number);
/* Enrols one that is invited, and opens it with the person signed in. */
WorldDesk *world_enrol_desk (World *world, guint16 number);
/* Both. */
WorldDesk *world_add_desk (World *world, guint16 number);
void world_connect (WorldDesk *desk);
/* All desks that aren't; then world_run(). */
void world_connect_all (World *world);
void world_disconnect (WorldDesk *desk);
/* Closes the files of a desk that is not connected, for a test that opens them itself: it puts what
 * it has into the struct, and takes it out again before world_free(). */
void world_close_desk (WorldDesk *desk);
/* In @folder replica.db and outbox.db of desk 1, as of a world in which it has been online now. */
void world_leave_desk (const char *folder);
extern const TcReplicaHooks world_desk_hooks;
/* Ends the desk's process and starts it anew on its files. */
void world_restart_desk (WorldDesk *desk);
/* Of its hooks: they count in executed, and answer with deaths. */
void world_desk_executing_cb (const TcOperation *op, gpointer data);
guint world_desk_deaths_cb (const TcOperation *op, gpointer data);
/* Likewise, without its replica, which was lost. */
void world_lose_replica (WorldDesk *desk);
/* Copies of its files, and beginning anew from them, as when its disk was put back. */
void world_back_up_desk (WorldDesk *desk);
void world_restore_desk (WorldDesk *desk);
/* Another with the same number and key, in a free slot, on a copy of its files as they are: its
 * disk was cloned. */
WorldDesk *world_clone_desk (WorldDesk *desk, guint16 slot);
/* Likewise the server: all lines are lost. */
void world_restart_server (World *world);
/* A copy of the server's file as it is; and the server begun anew from it, as a restore does: the
 * epoch is one more. All lines are lost. */
void world_back_up (World *world);
void world_restore (World *world);
/* Of a server's file that was put back: beside the copy itself, what tc-restore.c does. */
void world_begin_epoch (const char *path, gint64 epoch, gint64 backup_us, gint64 now_us);
/* Lets go of all row images, and packs all operations, so many in a segment; how many segments. */
guint world_pack (World *world, guint operations);
/* Moves one message each way, if there is one; FALSE if nothing moved. */
gboolean world_move (WorldDesk *desk);
/* The next message of the desk comes to its hub and is settled; nothing comes back yet. */
void world_settle_one (WorldDesk *desk);
/* Moves messages and commits until nothing moves. */
void world_run (World *world);
/* The person at @desk gives himself a name; the desk's guards must accept it. */
void world_rename (WorldDesk *desk, const char *name);
/* Which he has there. */
void world_assert_name (TcDatabase *db, const char *expected);
/* What the person at @desk does; (transfer full). */
TcVerdict *world_submit (WorldDesk *desk, const TcOperationType *type, gconstpointer args);

/* The person signs in at @desk, which is at the server itself, and the desk keeps the word on it,
 * signed with @key. */
void world_sign_in (WorldDesk *desk, gint64 session, const TcKey *key);

/* Desks may handle incidents and hold their scope and their unit's. */
void world_open_room (World *world);
void world_allow_reporters (WorldDesk *desk, gboolean allow);
/* A thousand codes from @first on. */
void world_lease (World *world, gint64 replica, gint64 first);
/* With new ids of @ids; @code and @reporter (nullable) stay the caller's. */
TcIncidentReport world_make_report (World *world, TcIdMaker *ids, const char *code,
                                    const char *reporter);

/* Every live desk has of each scope it holds what the server has, and nothing else; nothing is
 * pending. */
void world_assert_agree (World *world);
