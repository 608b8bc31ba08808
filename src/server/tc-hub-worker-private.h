/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the files of the hub's thread share: tc-hub-worker.c has the thread and what it is told,
 * tc-hub-events.c what it tells the main loop, tc-hub-plug.c what a plug has beside.
 */
#pragma once

#include "tc-execution-mark.h"
#include "tc-hub-worker.h"
#include "tc-id.h"
#include "tc-mailbox.h"
#include "tc-signature-pool.h"

typedef struct _TcHubNote TcHubNote;
typedef void (*TcHubNoteFunc) (TcHubWorker *self, TcHubNote *note);

/* A command or an event; which fields count depends on func. */
struct _TcHubNote {
  TcHubNoteFunc func;
  TcHubLine *line; /* (owned) (nullable) */
  GBytes *bytes;   /* (owned) (nullable) */
  gint64 number;
  guint16 replica;
  char *name;         /* (owned) (nullable) */
  GVariant *value;    /* (owned) (nullable) */
  TcRefusal *refusal; /* (owned) (nullable) */
  TcPosition position;
  TcRecord record;             /* made_us 0: none */
  GArray *array;               /* (owned) (nullable) */
  GTask *task;                 /* (owned) (nullable) */
  const TcOperationType *type; /* (unowned): static */
  GError *error;               /* (owned) (nullable) */
  TcSignatureJob *job;         /* (owned) (nullable): of a message of operations */
  TcHubWorkerFunc call;        /* (nullable): of tc_hub_worker_run() and _tell() */
  gpointer call_data;          /* (owned): by call_free */
  GDestroyNotify call_free;
};

struct _TcHubLine {
  int refs;        /* atomic */
  gpointer data;   /* main thread */
  gboolean closed; /* main thread: no hook any more */
  TcHubPeer *peer; /* (nullable): hub's thread; the hub's own */
  int waiting;     /* atomic: bytes of messages that the hub has not taken yet */
  int welcome;     /* atomic: key is set, for good */
  guint held;      /* hub's thread: of its messages */
  TcPublicKey key; /* of the desk */
};

struct _TcHubWorker {
  GObject parent;
  GThread *thread;       /* (owned) (nullable) */
  GAsyncQueue *commands; /* (owned) (element-type TcHubNote) */
  TcMailbox *events;     /* (owned) (element-type TcHubNote) */
  int waiting;           /* atomic: of all lines' */
  int operations;        /* atomic: that come or are submitted, and the hub has not taken yet */
  char *path;            /* (owned) */
  TcKey *key;            /* (owned) (nullable): NULL with a plug */
  TcPublicKey server_key;
  const TcHubWorkerPlug *plug; /* (unowned) (nullable): static */
  gpointer plug_data;
  TcSignaturePool *pool; /* (owned) */
  TcHubWorkerHooks hooks;
  gpointer data;
  GMutex ids_lock;
  TcIdMaker ids;       /* (mutex ids_lock) */
  TcPosition position; /* main thread */
  gint64 closed_lsn;   /* main thread, as what follows: of legal purges */
  TcHubPurgedFunc purged;
  gpointer purged_data;
  TcHubHorizon horizon;
  TcHub *hub;            /* hub's thread, like all that follow */
  TcExecutionMark *mark; /* (owned) (nullable) */
  GQueue held;           /* (element-type TcHubNote): operations for which the hub has no room, and
                            what their lines said after them */
  gboolean purging;      /* more is to be done of a legal purge at once */
  gboolean stopping;
  gboolean failed;
  gint64 flushed_us; /* monotonic: the last commit */
  guint64 committed; /* operations settled by it */
  gint64 ticked_us;
  gboolean woken; /* the main loop knows of this turn's messages, or is left alone until its end */
  int wal_pages;  /* when it was last moved */
  gboolean wal_due;        /* it is to be moved once nothing comes */
  TcHistogram commits;     /* how long they took, s */
  gint64 minute;           /* that runs */
  guint64 minute_began_at; /* operations settled when it began */
  guint64 last_minute;     /* operations settled in the one before it */
};

TcHubLine *tc_hub_line_ref (TcHubLine *line);
void tc_hub_line_unref (TcHubLine *line);
TcHubNote *tc_hub_note_new (TcHubNoteFunc func, TcHubLine *line);
void tc_hub_note_free (TcHubNote *note);

/* Starts the thread of @made (transfer full). */
TcHubWorker *tc_hub_worker_start (TcHubWorker *made, const char *path,
                                  const TcHubWorkerHooks *hooks, gpointer data,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* tc-hub-plug.c; thread: the hub's. */
TcHub *tc_hub_worker_open_plug (TcHubWorker *self, TcDatabase *db,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* tc-hub-events.c; thread: the hub's. */
extern const TcHubHooks tc_hub_worker_hooks;
/* An event; it is carried out once the main loop is woken. */
void tc_hub_worker_post (TcHubWorker *self, TcHubNote *note);
/* Of the mailbox, on the main loop. */
void tc_hub_worker_take_event (gpointer note, gpointer self);
/* Thread: any. */
gint64 tc_hub_worker_make_id (gint64 now_us, gpointer data);
