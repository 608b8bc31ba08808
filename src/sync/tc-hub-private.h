/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the hub's parts share: tc-hub.c settles and commits, tc-hub-greeting.c lets desks in,
 * tc-hub-peer.c speaks with them, tc-hub-carry.c with those behind a relay. A relay has a hub too,
 * for its own end of the lines of its desks: that one commits nothing, and where it would decide it
 * asks tc-relay-private.h.
 */
#pragma once

#include "tc-capture.h"
#include "tc-enrolment-proof.h"
#include "tc-hub.h"
#include "tc-log-store.h"

typedef enum {
  TC_PEER_GREETING,  /* challenged, not yet known */
  TC_PEER_LOADING,   /* welcome, waits for snapshots or is loading them */
  TC_PEER_FOLLOWING, /* gets frames from sent_lsn on */
  TC_PEER_ASKING,    /* a media host: welcome, and gets neither */
} TcPeerState;

/* Of a desk's sequence; none gets there. */
#define TC_HUB_SEQ_MAX ((gint64) 1 << 48)

typedef struct _TcRelay TcRelay;
typedef struct _TcHubPurge TcHubPurge;

struct _TcHubPeer {
  TcHub *hub;      /* (unowned): owns the peer */
  gpointer data;   /* the caller's */
  TcHubPeer *via;  /* (unowned) (nullable): the relay that carries this desk's messages; it has no
                      line of its own then, gets no frames, and stands in hub->carried alone */
  gboolean relays; /* it is a relay */
  gboolean says_enrolled; /* it has sent its word on its enrolment, before HELLO */
  gboolean asks_alone;    /* it is a media host, which holds no rows */
  TcPeerState state;
  guint8 challenge[TC_CHALLENGE_SIZE];
  guint16 replica; /* once known */
  TcPublicKey key;
  GArray *scopes;    /* (owned) (nullable) (element-type gint64): what it may read */
  gint64 sent_lsn;   /* of the newest frame sent */
  GQueue *in_flight; /* (owned) (element-type InFlight): sent and not acknowledged */
  gsize in_flight_bytes;
  gint64 acked_lsn;      /* it has applied the log up to here */
  gint64 heard_us;       /* the last acknowledgement, or when nothing was in flight */
  GArray *answers;       /* (owned) (element-type TcLineAnswer): to send after the commit */
  gboolean has_place;    /* it may be sent what is read from the log */
  gboolean awaits_place; /* it is in the hub's queue */
  gint64 place_us;       /* when it got its place, or was last heard of in it */
  gint64 caught_lsn;  /* what it has caught up with once it acknowledges it; 0: not all is sent */
  gint64 queued_seq;  /* the newest operation of it that waits or is settled */
  gint64 queued_id;   /* of that operation: ids of a desk never run backwards */
  gboolean put_off;   /* a relay that was full, or has another under its number, did not take one of
                        its operations: no later one either on this line, that they keep their
                        order */
  gint64 put_off_seq; /* it was put off since that number is another operation's there; 0: it is
                         full */
};

/* An operation that waits for the next commit. */
typedef struct {
  TcOperation *op;       /* (owned) */
  TcHubPeer *peer;       /* (unowned) (nullable): set to NULL when it goes; NULL for our own */
  TcHubVerdictFunc func; /* (nullable): of our own */
  gpointer data;
} TcWaiting;

typedef struct {
  TcOperation *op; /* (owned) (nullable): NULL: malformed */
  gboolean signed_by_key;
} TcCheckedOperation;

struct _TcHubOperations {
  TcPublicKey key; /* that the signatures were checked with */
  GArray *all;     /* (owned) (element-type TcCheckedOperation) */
};

struct _TcHub {
  TcDatabase *db;   /* (unowned): the caller's, outlives the hub */
  const TcKey *key; /* (unowned) (nullable): likewise; NULL in a relay, which signs nothing */
  TcHubHooks hooks;
  gpointer data;
  TcCatalogue *catalogue;    /* (owned) */
  const TcSchemaSet *schema; /* (unowned): static; `state` as the database has it */
  GArray *older;             /* (owned) (nullable) (element-type TcDigest): hashes of the versions
                              * before it, newest first */
  TcCapture *capture;        /* (owned) (nullable): NULL in a relay */
  TcLogStore *log;           /* (owned) */
  gint64 lease_until_us;     /* until when nobody else appends to the log */
  TcPosition position;       /* head of the log, committed */
  gint64 last_id;            /* of our own operations in the log, at the start */
  gint64 own_seq;            /* of the newest operation of our own, made or committed */
  GQueue *waiting;           /* (owned) (element-type TcWaiting) */
  gsize waiting_bytes;       /* of their operations */
  GPtrArray *peers;          /* (owned) (element-type TcHubPeer) */
  guint places_taken;        /* by peers that catch up from the log */
  GQueue *queue;             /* (owned) (element-type TcHubPeer): who waits for such a place */
  GHashTable *carried;       /* (owned) (element-type TcHubPeer): by replica, as a pointer */
  TcRelay *relay;            /* (unowned) (nullable): this is a relay's hub; it owns us */
  TcPublicKey public_key;    /* the server's */
  gboolean rights_changed;   /* by the commit in the making */
  gboolean purge_due;        /* something may be left to do of legal purges */
  gint64 purge_again_us;     /* not before */
  TcHubPurge *purge;         /* (owned) (nullable): the one that the log is gone through for */
  gint64 purge_closed_lsn;
  gint64 purge_rewritten_lsn; /* up to which purges the file was written anew for */
  GHashTable *made_anew;      /* (owned): what was made anew, to its number: tc-hub-anew.c */
  GHashTable *looked_through; /* (owned): replicas, as pointers, of which it is known */
  TcHubCounts counts;
  GHashTable *enrolled_again; /* (owned): by replica, as a pointer: how far it came, likewise */
  GHashTable *settled; /* (owned): replicas, as pointers, that have said so of all they made */
};

/* tc-hub.c */
void tc_hub_enqueue (TcHub *hub, TcOperation *op, TcHubPeer *peer, TcHubVerdictFunc func,
                     gpointer data);
/* (transfer full) (element-type TcWaiting): as many as one commit takes. */
GQueue *tc_hub_take_waiting (TcHub *hub);
void tc_hub_free_waiting (gpointer waiting);

/* The hub of a relay, on a database that its replica keeps. */
TcHub *tc_hub_new_for_relay (TcDatabase *db, const TcPublicKey *server_key, TcRelay *relay,
                             const TcHubHooks *hooks, gpointer data, gint64 now_us,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* What it committed or was told is the head now. */
gboolean tc_hub_read_head (TcHub *hub, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* tc-hub-purge.c */
void tc_hub_purge_free (TcHubPurge *purge);
/* Within the transaction of a commit, once it is appended. Faults stick to the database. */
void tc_hub_empty_purged (TcHub *hub, const TcLogBatch *batch);

/* tc-hub-carry.c */
/* Of a relay: a message of one of its desks. */
void tc_hub_carry (TcHubPeer *relay, const TcLineMessage *message, gint64 now_us);
/* The relay's line has ended; NULL: that of every one. */
void tc_hub_drop_carried (TcHub *hub, TcHubPeer *relay);
/* Rights changed: those that may not be carried any more go. */
void tc_hub_review_carried (TcHub *hub);
void tc_hub_send_carried_answers (TcHub *hub);
/* @peer's sequence has come to @seq, whichever line or relay brings the next. */
void tc_hub_note_queued (TcHubPeer *peer, gint64 seq, gint64 id);

/* tc-hub-operations.c */
TcHubOperations *tc_hub_operations_of (const TcLineMessage *message, const TcPublicKey *key);

/* tc-hub-anew.c */
GHashTable *tc_hub_new_made_anew (void);
/* It is in the log, or about to be. */
void tc_hub_note_made_anew (TcHub *hub, const TcOperation *op);
/* (nullable): why the line ends. @answered: (out): @op was made anew, and so was another one of the
 * same: its answer is that one's. */
const char *tc_hub_answer_made_anew (TcHubPeer *peer, const TcOperation *op, gboolean *answered);

/* tc-hub-restored.c */
/* Ids of an epoch come after all that were made before the restore, whatever the clock says now. */
gint64 tc_hub_oldest_id (TcHub *hub);
/* Of a greeting: notes how far a desk had followed what is lost. */
void tc_hub_note_ahead (TcHub *hub, guint16 replica, const TcPosition *position);
/* Of a desk that is let in: our word on it, for it to keep. */
void tc_hub_peer_prove_enrolment (TcHubPeer *peer);
/* (transfer full) (nullable): what a notice says, if it is the server's word on a desk, signed
 * before a restore. */
TcEnrolmentProof *tc_hub_read_enrolment (TcHub *hub, GVariant *value);
/* Of such a notice: a desk that isn't known any more is enrolled again by the next commit. */
void tc_hub_take_enrolment (TcHub *hub, GVariant *value, gint64 now_us);
/* TRUE if the notice was for the hub. */
gboolean tc_hub_peer_notice (TcHubPeer *peer, const char *name, GVariant *value, gint64 now_us);

/* tc-hub-places.c */
/* FALSE: it waits for one, and is pumped once it has it. */
gboolean tc_hub_peer_take_place (TcHubPeer *peer, gint64 now_us);
/* It goes. */
void tc_hub_peer_leave_place (TcHubPeer *peer);
/* It acknowledged @lsn. */
void tc_hub_peer_heard (TcHubPeer *peer, gint64 lsn, gint64 now_us);
/* It was sent what it lacks, as far as its credit went. */
void tc_hub_peer_pumped (TcHubPeer *peer);
/* Lets those in who wait, as far as there are places; any of them may be gone afterwards. */
void tc_hub_share_places (TcHub *hub, gint64 now_us);
/* Once a second: takes them from those who are silent. */
void tc_hub_tend_places (TcHub *hub, gint64 now_us);

/* tc-hub-versions.c */
/* (nullable): why a desk with this schema is not served: "line.schema" (too old, or of another
 * lineage) or "line.schema-newer". */
const char *tc_hub_check_schema (TcHub *hub, guint16 replica, gint64 version, const TcDigest *hash);
gboolean tc_hub_mark_schema (TcHub *hub, gint64 now_us, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* tc-hub-greeting.c: HELLO and RESUME. The peer may be gone afterwards. */
void tc_hub_peer_greet (TcHubPeer *peer, const TcLineMessage *hello, gint64 now_us);
void tc_hub_peer_resume (TcHubPeer *peer, const TcLineMessage *message, gint64 now_us);
/* Begins with what the log and the queue have of its desk. */
gboolean tc_hub_peer_load_newest (TcHubPeer *peer, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Both (element-type gint64), ascending. */
gboolean tc_hub_holds_all (const GArray *held, const GArray *wanted);

/* tc-hub-peer.c */
TcHubPeer *tc_hub_peer_new (TcHub *hub, gpointer data, gint64 now_us);
void tc_hub_peer_free (TcHubPeer *peer);
void tc_hub_peer_send (TcHubPeer *peer, const TcLineMessage *message);
gboolean tc_hub_peer_is_known (const TcHubPeer *peer);
/* (transfer full) (element-type gint64): what a desk may be given here. */
GArray *tc_hub_rights_of (TcHub *hub, guint16 replica);
void tc_hub_peer_goodbye (TcHubPeer *peer, const char *code);
void tc_hub_peer_add_answer (TcHubPeer *peer, gint64 seq, gint64 lsn, const TcRefusal *refusal);
void tc_hub_peer_send_answers (TcHubPeer *peer);
/* Sends what the peer lacks, as far as its credit goes. */
void tc_hub_peer_pump (TcHubPeer *peer, gint64 now_us);
/* @frame with all bodies, just committed: sends it to each peer that follows and has credit. */
void tc_hub_publish (TcHub *hub, const TcFrame *frame, gint64 now_us);
/* After a commit that may have changed what somebody may read. */
void tc_hub_review_rights (TcHub *hub);
