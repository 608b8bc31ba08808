/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the parts of a desk share: tc-desk.c (the object, submitting), tc-desk-line.c (line,
 * snapshots, questions), tc-desk-people.c (enrolment, rights), tc-desk-sign-in.c,
 * tc-desk-codes.c (incident codes), tc-desk-tray.c (what was refused, what waits),
 * tc-desk-report.c (how it stands), tc-desk-heard.c (when the server was last heard),
 * tc-desk-files.c (what client/files needs), tc-desk-disk.c (faults of this machine's disk).
 */
#pragma once

#include "tc-desk-acts.h"
#include "tc-desk-eyes.h"
#include "tc-desk-files.h"
#include "tc-http-client.h"
#include "tc-line-client.h"
#include "tc-replica-worker.h"
#include "tc-server-clock.h"
#include "tc-snapshot-fetch.h"

/* What went wrong between this desk and its server, for tc-desk-report.c. */
#define TC_TROUBLES_MAX 20
typedef struct {
  gint64 last_us;
  guint times;        /* in a row */
  TcRefusal *refusal; /* (owned) (nullable): the server's word */
  char *text;         /* (owned) (nullable): what was tried, and what came of it */
} TcTrouble;
void tc_trouble_free (TcTrouble *trouble);

struct _TcDesk {
  GObject parent;
  char *data_dir;  /* (owned) */
  char *url;       /* (owned) (nullable): of the server, once enrolled */
  char *ca_path;   /* (owned) (nullable) */
  char *ca_pem;    /* (owned) (nullable): to be trusted at enrolment */
  char *refused;   /* (owned) (nullable): PEM of what enrolment would not trust */
  char *name;      /* (owned): of the desk; "" before enrolment */
  guint16 replica; /* 0 before enrolment */
  TcPublicKey server_key;
  TcReplicaWorker *worker; /* (owned) (nullable): once enrolled */
  TcWorker *reader;        /* (owned) (nullable): likewise */
  TcWorker *side_reader;   /* (owned) (nullable): likewise */
  TcDeskEyes *eyes;        /* (owned): of both */
  TcLineClient *line;      /* (owned) (nullable): while started */
  GBytes *ack;             /* (owned) (nullable): that waits for more to acknowledge */
  gsize unacked;           /* bytes received since the last acknowledgement */
  guint ack_id;
  TcHttpClient *http; /* (owned) (nullable): likewise */
  gboolean started;

  TcDeskState state;
  TcReplicaStatus status;  /* as last told */
  TcServerClock clock;     /* the server's, likewise */
  gint64 offline_since_us; /* 0: online */
  gboolean was_online;     /* since the program was started */
  guint heard_source;
  double loading; /* 0..1 */
  guint round_trip_source;

  TcDiskState disk_fault; /* FINE, FULL, FAULTY */
  gboolean renewing;      /* the replica is new and empty */
  gboolean room_low;
  TcDiskState disk; /* what follows from these */
  guint room_source;

  GHashTable *rows; /* (owned): table to GArray of ids, told at the next turn */
  guint rows_source;

  GHashTable *waiting;     /* (owned) (element-type gint64): what is shown to wait for answers */
  GArray *waiting_ids;     /* (owned) (nullable) (element-type gint64): what will be */
  GHashTable *provisional; /* (owned) (element-type gint64): likewise of others behind the relay */
  GArray *provisional_ids; /* (owned) (nullable) (element-type gint64) */
  GPtrArray *undecided;    /* (owned) (element-type TcUndecided): all of what waits */
  guint hidden;            /* entries of the tray that the person may not see */
  GCancellable *counting_hidden; /* (owned) (nullable): while they are counted */
  gboolean hidden_again;         /* and have to be once more */
  guint waiting_source;

  TcSnapshotFetch *fetch;     /* (owned) (nullable): once enrolled */
  GCancellable *fetch_cancel; /* (owned) (nullable): of its questions, while a line is open */

  GHashTable *questions; /* (owned): gint64 number to GTask */
  gint64 last_question;

  gint64 person_id; /* 0: nobody */
  gint64 session_id;
  gint64 session_until_us;  /* 0: not known */
  gint64 checked_us;        /* when the server last did, if this desk checked the password; 0 */
  char *person_name;        /* (owned) (nullable) */
  char *signed_out_code;    /* (owned) (nullable): why somebody was signed out */
  GHashTable *capabilities; /* (owned) (element-type utf8): of the person */

  const char *turned_away; /* (unowned) (nullable): a static code, see tc-desk.h */
  guint replaced_ms;       /* waited when another last took the line over; 0: none has */
  gboolean demonstration;  /* invented people and reports: the province says so */

  guint tell_source;
  GQueue *troubles; /* (owned) (element-type TcTrouble): oldest first */

  gint64 code_day;    /* yymmdd that code_number belongs to */
  gint64 code_number; /* the newest one given out */
  GQueue *codes;      /* (owned) (element-type utf8): free ones of code_day */
  gint64 next_day;    /* yymmdd; 0: not known */
  GQueue *next_codes; /* (owned) (nullable) (element-type utf8): free ones of next_day */
  gboolean lease_asked;
  gint64 asked_day;    /* yymmdd */
  gint64 leased_day;   /* of the block that was leased and whose row has not come */
  gint64 leased_first; /* its first number; 0: there is none */
};

/* tc-desk.c */
/* Opens replica and outbox of an enrolled desk. */
gboolean tc_desk_open_replica (TcDesk *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void tc_desk_set_state (TcDesk *self, TcDeskState state);
void tc_desk_set_loading (TcDesk *self, double loading);

/* tc-desk-line.c */
extern const TcReplicaWorkerHooks tc_desk_replica_hooks;
gboolean tc_desk_open_line (TcDesk *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void tc_desk_close_line (TcDesk *self);
void tc_desk_open_fetch (TcDesk *self);
void tc_desk_queue_rows (TcDesk *self, GHashTable *rows);

/* tc-desk-disk.c */
gboolean tc_desk_open_readers (TcDesk *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Looks at the room that is left, now and from time to time. */
void tc_desk_watch_room (TcDesk *self);
void tc_desk_disk_failed (TcDesk *self, const GError *error, gboolean full);
void tc_desk_disk_mended (TcDesk *self, gboolean renewed);
/* The server has filled the replica. */
void tc_desk_disk_renewed (TcDesk *self);

/* tc-desk-people.c */
/* What the person may read is another. */
void tc_desk_eyes_changed_cb (gpointer self);
/* What the person may is read anew. */
void tc_desk_load_capabilities (TcDesk *self);
/* Likewise whether the province is a demonstration. */
void tc_desk_load_province (TcDesk *self);

/* tc-desk-files.c */
/* What the replica's worker answered is the task's. @task: (transfer full) */
void tc_desk_answered_cb (GObject *worker, GAsyncResult *result, gpointer task);
/* FALSE: nobody is signed in, which @task has been answered. */
gboolean tc_desk_has_maker (TcDesk *self, GTask *task, gint64 actor_id);

/* tc-desk-tray.c */
/* @ids: (element-type gint64): what waits now */
void tc_desk_take_waiting (TcDesk *self, GArray *ids, GArray *provisional, GPtrArray *undecided);

/* Counts anew what of the tray the person may not see. */
void tc_desk_count_hidden (TcDesk *self);

/* tc-desk-sign-in.c */
/* A new session for who is signed in, finished as signing in. "people.no-session": meanwhile that
 * person is no longer; nothing changes then. */
void tc_desk_sign_in_anew_async (TcDesk *self, gint64 staff_id, const char *account,
                                 const char *password, GAsyncReadyCallback callback, gpointer data);
/* Asks the server which verifiers of passwords still hold. */
void tc_desk_review_verifiers (TcDesk *self);
/* Whether accounts were closed, as the replica says. */
void tc_desk_review_people (TcDesk *self);

/* tc-desk-heard.c */
/* The server is heard now; @online: and from now on. */
void tc_desk_heard (TcDesk *self, gboolean online);
/* Since when nothing can have come, as an earlier run of the program left it. */
void tc_desk_load_heard (TcDesk *self);

/* tc-desk-report.c */
/* One of them is NULL. */
void tc_desk_note_trouble (TcDesk *self, const TcRefusal *refusal, const char *text);
/* What the server is told of this desk has changed: in a moment. */
void tc_desk_tell_status (TcDesk *self);

/* tc-desk-codes.c */
/* Reads the free codes of this desk and asks for more if they run out. */
void tc_desk_supply_codes (TcDesk *self);
/* Likewise once midnight has passed. */
void tc_desk_turn_day (TcDesk *self);
/* The server has said what time it is: the program goes by it, if this desk is looked at. */
void tc_desk_tell_now (TcDesk *self);
