/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A province in one thread: the server's hub and some desks, each with its files on a disk in
 * memory, lines that carry messages with delay, and a clock that jumps from event to event. All
 * that happens follows from one seed: who does what, which line breaks, whose process is killed,
 * whose disk fails, whose power is cut, whose rights change, when the server is put back.
 *
 * sim_run() carries a seed out: a time of faults, a time of healing in which all must come to rest
 * within SIM_REST_US, and then the checks of sim-check.h. What is wrong ends the process through
 * sim_fail(), with the seed and what it met. vfs-sweep.c uses the same province for one fault of a
 * disk at a time.
 *
 * The hub and the replicas are those of src/sync and the desk's store that of src/client/desk; here
 * are only the sockets, threads and clocks around them.
 */
#pragma once

#include "tc-hub.h"
#include "tc-id.h"
#include "tc-incident-operations.h"
#include "tc-people-operations.h"
#include "tc-relay.h"
#include "tc-replica-store.h"

#define SIM_DESKS_MAX 5
/* Once faults have ended, all agree within so long. */
#define SIM_REST_US (15 * 60 * TC_US_PER_S)
/* Of the simulated time, between two turns of the hub's clock. */
#define SIM_TICK_US (5 * TC_US_PER_S)

/* Who is there, from sim-base.c. Desk n has person SIM_STAFF + n in session SIM_SESSION + n. */
#define SIM_UNIT 101 /* an agency whose desk holds its own tasks alone */
#define SIM_ROLE_UNIT 202
#define SIM_STAFF 310
#define SIM_SESSION 6000
#define SIM_UNIT_DESK SIM_DESKS_MAX
/* The number of the relay, where there is one. */
#define SIM_RELAY 40
/* Desks from this one on are behind it. */
#define SIM_BEHIND 3
/* Numbers for incidents that each desk has: from 1 + SIM_CODES * its number on. */
#define SIM_CODES 1000
/* Words that stand in rows of one scope alone. */
#define SIM_SECRET_REPORTERS "Mật-Xyzzy-Người-Báo"
#define SIM_SECRET_INCIDENTS "Mật-Plugh-Sự-Việc"

/* What is counted of a run; sim_count_names has the words. */
typedef enum {
  SIM_OPERATIONS, /* made at desks and kept there */
  SIM_ACCEPTED,
  SIM_REFUSED,
  SIM_COMMITS,
  SIM_LINES,
  SIM_LINES_CUT,
  SIM_LINES_STALLED,
  SIM_MESSAGES,
  SIM_MESSAGES_LOST,
  SIM_MESSAGES_DOUBLED,
  SIM_UNREACHABLE,
  SIM_RELAY_KILLED,
  SIM_RELAY_POWER,
  SIM_RELAY_CUT,
  SIM_RELAY_LINES,
  SIM_PROVISIONAL,
  SIM_HUB_KILLED,
  SIM_HUB_POWER,
  SIM_DESK_KILLED,
  SIM_DESK_POWER,
  SIM_WRITES_LOST,
  SIM_WRITES_TORN,
  SIM_EIO,
  SIM_ENOSPC,
  SIM_SHORT_WRITE,
  SIM_TOLD_FAILED, /* it was done, and said to have failed */
  SIM_READ_ERROR,
  SIM_SYNC_LIED,
  SIM_DOUBTS, /* operations of which it was asked afterwards whether they were kept */
  SIM_CLOCK_JUMPS,
  SIM_OFFLINE_LONG,
  SIM_GRANTS,
  SIM_DESKS_ENDED,
  SIM_BACKUPS,
  SIM_RESTORES,
  SIM_DESKS_PUT_BACK,
  SIM_SNAPSHOTS,
  SIM_HORIZONS,
  SIM_SEGMENTS,
  SIM_BOOTSTRAPS,
  SIM_PARTS,
  SIM_PURGES,
  SIM_PURGES_PACKED,
  SIM_LINE_FAULTS, /* a desk ended a line since what came didn't fit */
  N_SIM_COUNTS
} SimCount;

extern const char *const sim_count_names[N_SIM_COUNTS];

typedef struct _Sim Sim;
typedef struct _SimDesk SimDesk;
typedef struct _SimLine SimLine;
typedef struct _SimRelay SimRelay;

struct _SimLine {
  Sim *sim;
  SimDesk *desk; /* (nullable): NULL: the relay's own line */
  gboolean via;  /* it leads to the relay, not to the server */
  guint id;
  guint hub_life;  /* of the hub that it leads to */
  TcHubPeer *peer; /* (nullable): the hub's end */
  gboolean cut;    /* nothing gets through any more */
  gint64 down_us;  /* when the newest message to the desk arrives */
  gint64 up_us;
  gsize unacked;  /* bytes of frames sent down that the desk hasn't acknowledged */
  GQueue *frames; /* (owned) (element-type SimInFlight) */
  gint64 slow_us; /* added to each message */
};

struct _SimRelay {
  Sim *sim;
  gboolean used; /* there is one */
  TcKey *key;    /* (owned) */
  TcDatabase *db;
  TcRelay *relay; /* (nullable): while its process is there */
  guint life;
  SimLine *line; /* (unowned) (nullable): to the server */
  TcRelayStatus status;
  gboolean connecting;
  gboolean closing;
  gboolean flushing;
  gint64 alone_us;
  GArray *kept;      /* (owned) (element-type TcSnapshotFile): the server's, for its desks */
  GHashTable *files; /* (owned) (element-type utf8 GBytes): their bytes, and their lists */
  TcRelayPlan *plan; /* (owned) (nullable): of those that are loaded and not taken yet */
  GArray *loaded;    /* (owned) (element-type TcSnapshotFile): likewise */
};

struct _SimDesk {
  Sim *sim;
  guint16 number;
  TcKey *key;            /* (owned) */
  TcReplicaStore *store; /* (owned) (nullable): while its process is there */
  TcReplica *replica;    /* (unowned) (nullable): the store's, while its files are open */
  char *prefix;          /* (owned): of its files' names */
  TcIdMaker ids;
  gint64 skew_us;      /* its clock against the true one */
  SimLine *line;       /* (unowned) (nullable) */
  gboolean connecting; /* an attempt is due */
  gboolean closing;    /* the line is to be closed once the call returns */
  gboolean opening;    /* an attempt at the files is due */
  gint64 alone_us;     /* it reaches nobody before */
  gboolean denied;     /* the server said that it doesn't know it */
  TcReplicaStatus status;
  gint64 doubt;      /* id of the operation in doubt; 0: none */
  gboolean copied;   /* its files were put by */
  guint copy_made;   /* entries of the ledger then */
  gboolean put_back; /* they were put back at some time */
  guint life;        /* counts its processes */
  guint64 wanted;    /* counts what was wanted of snapshots */
  sqlite3 *reader;   /* (owned) (nullable): keeps the index of the replica's WAL alive */
  gint64 code_day;   /* of its numbers for incidents */
  gint64 code_next;
  gint64 code_end;
  gboolean settled; /* at rest, and the server's word reached it */
};

/* An operation that a desk made. */
typedef struct {
  guint16 replica;
  gint64 seq; /* as first made */
  gint64 id;
  char *name;      /* (owned) */
  TcDigest mark;   /* of name, arguments, time and desk: what it is under whatever number */
  gboolean kept;   /* it was said to be kept: it must be somewhere, once */
  gboolean denied; /* it was said not to be: it must be nowhere */
} SimMade;

/* An answer that a desk was given. */
typedef struct {
  guint16 replica;
  gint64 seq;
  gint64 lsn;
  char *refusal; /* (owned) (nullable) */
} SimAnswer;

typedef struct {
  gboolean faults[32]; /* by place in the table of sim-faults.c */
  guint steps;
  guint n_desks;
  gint64 delay_us_max;
  gint64 gap_us_max; /* between two things that happen */
  gboolean fat;      /* long texts */
  gboolean relay;    /* some desks are behind one */
} SimPlan;

/* What a seed means is drawn in a way that may change: then the shape is another, and seeds of
 * those before still mean what they meant. Its name is SHAPE-NUMBER. */
typedef struct {
  guint shape;
  guint64 number;
} SimSeed;

#define SIM_SHAPE 2
#define SIM_SEED_FORMAT "%u-%" G_GUINT64_FORMAT
#define SIM_SEED_ARGS(seed) (seed).shape, (seed).number

struct _Sim {
  SimSeed seed;
  GRand *rand;
  SimPlan plan;
  gint64 now_us;
  gboolean healing;
  GSequence *events; /* (owned) (element-type SimEvent) */
  guint64 n_events;
  /* the hub's process */
  TcKey *key;     /* (owned) */
  TcDatabase *db; /* (nullable): while it is up */
  TcHub *hub;
  guint hub_life;
  gint64 hub_skew_us;
  TcIdMaker ids;
  gboolean flushing; /* a flush is due */
  gint64 backup_us;  /* 0: there is none */
  gint64 backup_lsn;
  GHashTable *snapshots;            /* (owned) (element-type utf8 GBytes) */
  GPtrArray *lines;                 /* (owned) (element-type SimLine) */
  SimDesk desks[SIM_DESKS_MAX + 1]; /* by number; 0 is not used */
  SimRelay relay;
  GArray *incidents; /* (owned) (element-type gint64) */
  GArray *tasks;     /* (owned) (element-type SimTask) */
  GPtrArray *made;   /* (owned) (element-type SimMade) */
  GArray *answers;   /* (owned) (element-type SimAnswer) */
  gboolean restored; /* the server was put back at some time */
  char *told;        /* (owned) (nullable): the newest fault of a disk, in words */
  guint64 counts[N_SIM_COUNTS];
};

typedef struct {
  gint64 incident_id;
  gint64 task_id;
} SimTask;

/* ---- simulate.c ---- */

extern gboolean sim_verbose;
void sim_fail (Sim *sim, const char *format, ...) G_GNUC_PRINTF (2, 3) G_GNUC_NORETURN;
void sim_trace (Sim *sim, const char *format, ...) G_GNUC_PRINTF (2, 3);

/* ---- sim-base.c: the province at the beginning ---- */

/* Once in a process: makes the files that every seed begins with copies of. */
void sim_base_make (void);
void sim_base_set_time (Sim *sim);
void sim_base_copy (Sim *sim);
/* The log of the base ends here. */
gint64 sim_base_lsn (void);
TcKey *sim_key (guint16 replica);

/* ---- sim.c: time and chance ---- */

/* What a disk did was told; who told it, "hub" or "desk". */
void sim_note_fault (Sim *sim, const char *who, const GError *error);
/* A seed whole; adds to @counts. */
void sim_run (SimSeed seed, guint64 *counts);
/* Its parts. @plan: (nullable): else the seed draws it */
void sim_set_up (Sim *sim, SimSeed seed, const SimPlan *plan);
/* Faults end, all that was broken mends by itself, and all is checked. */
void sim_settle (Sim *sim);
void sim_tear_down (Sim *sim);
gint sim_pick (Sim *sim, gint n);
gboolean sim_chance (Sim *sim, gint one_in);
/* Small ones are likelier. */
gint64 sim_draw_us (Sim *sim, gint64 max_us);
typedef void (*SimFunc) (Sim *sim, gpointer object, GBytes *bytes, guint64 number);
/* @bytes: (transfer full) (nullable) */
void sim_after (Sim *sim, gint64 delay_us, SimFunc func, gpointer object, GBytes *bytes,
                guint64 number);
/* Carries out what is due in the next @span_us. */
void sim_advance (Sim *sim, gint64 span_us);
void sim_random_cb (guint8 *out, gsize size, gpointer data);

/* ---- sim-hub.c ---- */

/* Names of files: there is no such folder, and nobody looks into it in vain for long. */
#define SIM_FOLDER "/simulated/"
#define SIM_SERVER SIM_FOLDER "server.db"
void sim_hub_start (Sim *sim, gpointer object, GBytes *bytes, guint64 number);
/* Its process ends at once; it is started again after a while. @power: what wasn't synced may be
 * gone. */
void sim_hub_stop (Sim *sim, gboolean power);
void sim_hub_accept (Sim *sim, SimLine *line);
void sim_hub_receive (SimLine *line, GBytes *bytes);
void sim_hub_hang_up (SimLine *line);
gint64 sim_hub_now (Sim *sim);
/* An operation of the server itself; FALSE if it isn't up. */
gboolean sim_hub_do (Sim *sim, const TcOperationType *type, gconstpointer args);
void sim_hub_back_up (Sim *sim);
void sim_hub_restore (Sim *sim);
/* Row images up to some point are no longer there, and the operations that they were of are packed.
 */
void sim_hub_move_horizon (Sim *sim);
/* All that is there is let go and packed, at rest. */
void sim_hub_pack_all (Sim *sim);

/* ---- sim-guard.c: what leaves the server, looked at as it leaves ---- */

/* Whether the desk may read the scope at this moment. */
gboolean sim_guard_may_read (SimLine *line, gint64 scope);
void sim_guard_message (SimLine *line, GBytes *message);
void sim_guard_snapshot (SimLine *line, gint64 scope, GBytes *file);
/* What came from a desk: an acknowledgement frees credit. */
void sim_guard_ack (SimLine *line, GBytes *message);

/* ---- sim-desk.c ---- */

void sim_desk_start (SimDesk *desk);
void sim_desk_stop (SimDesk *desk, gboolean power);
gint64 sim_desk_now (SimDesk *desk);
void sim_desk_receive (SimDesk *desk, GBytes *bytes);
/* Its end of the line is gone. */
void sim_desk_lose_line (SimDesk *desk);
/* What came doesn't fit, or could not be kept: either way this line is over. */
void sim_desk_line_fault (SimDesk *desk, const GError *error);
/* After each call that may have ended the line. */
void sim_desk_close_if_due (SimDesk *desk);
void sim_desk_connect_later (SimDesk *desk, gint64 delay_us);
/* What the person at it does. TRUE if it was kept. */
gboolean sim_desk_submit (SimDesk *desk, const TcOperationType *type, gconstpointer args);
void sim_desk_resend (SimDesk *desk, gint64 seq);
void sim_desk_set_aside (SimDesk *desk, gint64 seq);
void sim_desk_put_by (SimDesk *desk);
void sim_desk_put_back (SimDesk *desk);
char *sim_desk_file (SimDesk *desk, const char *name);

/* ---- sim-snapshots.c: made, offered, fetched whole or in parts ---- */

void sim_snapshots_ask (SimLine *line, const gint64 *scopes, guint n_scopes);
/* What the server or the relay gives of a file over the line's neighbour; NULL: nothing (no more,
 * or the client may not). */
GBytes *sim_snapshots_get (SimLine *line, const char *name, gint64 scope, gint64 start,
                           gint64 size);
void sim_snapshots_fetch (SimDesk *desk, const TcSnapshotFile *files, guint n);
void sim_snapshots_want (SimDesk *desk, const TcReplicaPart *parts, guint n);

/* ---- sim-line.c ---- */

SimLine *sim_line_open (Sim *sim, SimDesk *desk, gboolean via);
/* Whether its client still has it. */
gboolean sim_line_is_current (SimLine *line);
/* (nullable): where it leads, while that is the process that it was opened to. */
TcHub *sim_line_get_hub (SimLine *line);
void sim_line_free (gpointer line);
void sim_line_send_down (SimLine *line, GBytes *bytes);
void sim_line_send_up (SimLine *line, GBytes *bytes);
/* The hub's end is closed: the desk learns of it after what is on its way. */
void sim_line_close_from_hub (SimLine *line);
void sim_line_close_from_desk (SimLine *line);
/* Nothing more gets through; each end learns of it some time. */
void sim_line_cut (SimLine *line);

/* ---- sim-relay.c ---- */

#define SIM_RELAY_FILE SIM_FOLDER "relay.db"
/* That snapshots are put into first. */
#define SIM_RELAY_NEXT SIM_FOLDER "relay-next.db"
void sim_relay_set_up (Sim *sim);
void sim_relay_tear_down (Sim *sim);
void sim_relay_stop (Sim *sim, gboolean power);
void sim_relay_accept (Sim *sim, SimLine *line);
/* A message of a desk behind it. */
void sim_relay_hear (SimLine *line, GBytes *bytes);
void sim_relay_receive (Sim *sim, GBytes *bytes);
void sim_relay_lose_line (Sim *sim);
/* It gets the server's newest snapshots, as it does once a week. */
void sim_relay_renew (Sim *sim);

/* ---- sim-people.c ---- */

void sim_people_act (SimDesk *desk);

/* ---- sim-purge.c ---- */

/* Once all is at rest: what is purged then is nowhere any more, whatever happens meanwhile. */
void sim_purge_check (Sim *sim);

/* ---- sim-faults.c ---- */

void sim_faults_choose (Sim *sim);
void sim_faults_happen (Sim *sim);
/* What the disk did since it was asked last is counted. */
void sim_faults_count (Sim *sim);
void sim_faults_end (Sim *sim);

/* ---- sim-ledger.c ---- */

TcDigest sim_ledger_mark (guint16 replica, const char *name, GVariant *args, gint64 made_us);
void sim_ledger_free_made (gpointer made);
void sim_ledger_clear_answer (gpointer answer);
SimMade *sim_ledger_find (Sim *sim, guint16 replica, gint64 id);
void sim_ledger_check (Sim *sim);

/* ---- sim-memory.c ---- */

/* Before SQLite is used at all. */
void sim_memory_prepare (void);

/* ---- sim-rows.c ---- */

typedef struct _SimRows SimRows;
/* What is there now; a fault sticks to @db. */
SimRows *sim_rows_read (TcCatalogue *catalogue, TcDatabase *db);
void sim_rows_free (SimRows *rows);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SimRows, sim_rows_free)
/* Of one scope. */
gboolean sim_rows_equal (SimRows *a, SimRows *b, gint64 scope);
/* Those that have any, ascending. (transfer full) (element-type gint64) */
GArray *sim_rows_list_scopes (SimRows *rows);

/* ---- sim-check.c, sim-rerun.c, sim-rules.c: once all is at rest ---- */

/* NULL once all is at rest; else what is not. (transfer full) */
char *sim_check_rest (Sim *sim);
void sim_check_all (Sim *sim);
/* @rows: the server's */
void sim_rerun_check (Sim *sim, SimRows *rows);
/* Of the base, once in a process. */
void sim_rerun_make_base (TcDatabase *log);
/* @db: as it was before @op, which was accepted */
void sim_rules_check (Sim *sim, TcDatabase *db, gint64 lsn, const TcOperation *op,
                      const TcOperationType *type);
