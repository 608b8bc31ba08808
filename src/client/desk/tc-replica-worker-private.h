/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the parts of the replica's worker share: tc-replica-worker.c (commands, the thread),
 * tc-replica-worker-submit.c (what a person does), tc-replica-worker-events.c (what the thread
 * tells).
 */
#pragma once

#include "tc-id.h"
#include "tc-mailbox.h"
#include "tc-replica-worker.h"
#include "tc-server-clock.h"

typedef struct _TcNote TcNote;
typedef void (*TcNoteFunc) (TcReplicaWorker *self, TcNote *note);

/* A command or an event; which fields count depends on func. */
struct _TcNote {
  TcNoteFunc func;
  guint line;    /* which line it came from or goes to; 0: of none */
  GBytes *bytes; /* (owned) (nullable) */
  gint64 number;
  gint64 actor_id;
  gint64 session_id;
  gboolean flag;
  char *name;                  /* (owned) (nullable) */
  GVariant *value;             /* (owned) (nullable) */
  TcRefusal *refusal;          /* (owned) (nullable) */
  GArray *array;               /* (owned) (nullable) */
  GArray *more;                /* (owned) (nullable) */
  GPtrArray *lists;            /* (owned) (nullable) */
  GPtrArray *parts;            /* (owned) (nullable) */
  GHashTable *rows;            /* (owned) (nullable) */
  GTask *task;                 /* (owned) (nullable) */
  const TcOperationType *type; /* (unowned) (nullable): static */
  TcWorkFunc work;
  gpointer work_data; /* (owned): by work_data_free */
  GDestroyNotify work_data_free;
  GDestroyNotify result_free;
  TcReplicaStatus status;
  GError *error; /* (owned) (nullable) */
};

struct _TcReplicaWorker {
  GObject parent;
  GThread *thread;       /* (owned) (nullable) */
  GAsyncQueue *commands; /* (owned) (element-type TcNote) */
  TcMailbox *events;     /* (owned) (element-type TcNote) */
  TcKey *key;            /* (owned) */
  TcReplicaWorkerHooks hooks;
  gpointer data;
  guint line; /* main thread: number of the newest line; what came from or goes to others is void */
  GMutex ids_lock;
  TcIdMaker ids;         /* (mutex ids_lock) */
  TcReplicaStore *store; /* (owned): the thread's, as all that follows */
  guint thread_line;     /* the line as the thread knows it; 0: none is open */
  TcNote *doubt;         /* (owned) (nullable): a submit that a fault met */
  gint64 doubt_id;       /* of its operation */
  GError *doubt_error;   /* (owned) (nullable): what went wrong with it */
  gint64 examined_us;    /* monotonic */
  TcServerClock clock;
  guint64 waiting_version; /* of what was told to wait for answers */
  gboolean behind_left;    /* what this desk makes for itself isn't up to date */
  gboolean stopping;
};

TcNote *tc_note_new (TcNoteFunc func);
void tc_note_free (TcNote *note);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcNote, tc_note_free)

/* A command whose task is answered at once where there is no thread. Takes @note. */
void tc_replica_worker_push_question (TcReplicaWorker *self, TcNote *note);

/* On the thread. */
/* FALSE: the files are not open, and @task was told. */
gboolean tc_replica_worker_is_open_for (TcReplicaWorker *self, GTask *task);
/* The store has a fault: both files are closed and opened again until it is mended. */
void tc_replica_worker_take_fault (TcReplicaWorker *self, const GError *error);
extern const TcReplicaHooks tc_replica_worker_hooks;
void tc_replica_worker_tell_close (const TcRefusal *why, gpointer self);
void tc_replica_worker_tell_reply (gint64 number, const TcRefusal *refusal, GVariant *value,
                                   gpointer self);
void tc_replica_worker_tell_failed (TcReplicaWorker *self, const GError *error);
void tc_replica_worker_tell_mended (TcReplicaWorker *self);
/* Something in a table that this desk has for itself. */
void tc_replica_worker_tell_own (TcReplicaWorker *self, const char *table);
/* What waits for the server's answer, if that has changed. */
void tc_replica_worker_tell_waiting (TcReplicaWorker *self);
/* Of the mailbox, on the main loop. */
void tc_replica_worker_take_event (gpointer note, gpointer self);

/* Thread: any. */
gint64 tc_replica_worker_next_id (gint64 now_us, gpointer self);
