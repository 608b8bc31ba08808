/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the relay's parts share: tc-relay.c (its line to the server, the log that it keeps),
 * tc-relay-load.c (snapshots), tc-relay-queue.c (what waits for the server), tc-relay-try.c (what
 * that would change here), tc-relay-desks.c (what its hub asks in the place of deciding, and what
 * desks are told of each other).
 */
#pragma once

#include "tc-hub-private.h"
#include "tc-relay.h"
#include "tc-replica-private.h"

/* An operation of a desk that the server has not settled, or whose effects are not here yet. */
typedef struct {
  gint64 place;    /* in the order in which they came */
  TcOperation *op; /* (owned) */
  gint64 epoch;    /* of the log, when its desk last sent it */
  gint64 came_us;
  gint64 lsn;     /* accepted at; 0: not settled */
  gboolean asked; /* its desk has sent it on the line that it has now, and waits for the answer */
  GArray *scopes; /* (owned) (nullable) (element-type gint64): of the rows that it changes here;
                      NULL: none, or not known */
  GArray *rows;   /* (owned) (element-type gint64): the ids of these rows, and of its incident */
  guint64 looked; /* in which look for what others stand on it was found last */
  gboolean sent;  /* on this line */
  gint64 sent_us;
} TcRelayed;

/* Who changes a row. */
typedef struct {
  GPtrArray *entries; /* (owned) (element-type TcRelayed): of the queue */
  guint64 looked;     /* as theirs */
} TcRelayRow;

/* What is known of a desk behind it. */
typedef struct {
  gint64 known_seq;      /* up to which the server knows its sequence, in this epoch */
  gint64 told_seq;       /* likewise, as the server said on this line */
  GBytes *restored;      /* (owned) (nullable): a notice for a server that was restored */
  gboolean told;         /* of that, on this line */
  gint64 turned_away_us; /* by the server, on this line; 0: it wasn't */
  gint64 present_us;     /* when it last asked who is where; 0: never, or nobody is there */
} TcRelayDesk;

typedef struct {
  guint16 replica;
  gint64 number; /* the desk's */
  gint64 asked_us;
} TcRelayQuestion;

struct _TcRelay {
  TcDatabase *db; /* (unowned): the caller's, outlives us */
  guint16 number;
  char *name;    /* (owned) */
  TcReplica *up; /* (owned) */
  TcHub *hub;    /* (owned) */
  TcRelayHooks hooks;
  gpointer data;
  gint64 now_us; /* as last told */

  GPtrArray *queue;  /* (owned) (element-type TcRelayed): by place */
  GHashTable *index; /* (owned) (element-type TcRelayed): by desk and number */
  GHashTable *rows;  /* (owned) (element-type TcRelayRow): that the queue changes, by id */
  guint64 look;      /* the newest */
  gsize queue_bytes;
  gsize sent_bytes;   /* on this line, not answered */
  gint64 heard_us;    /* when an answer came last */
  gint64 again_us;    /* for how long none may come */
  gint64 answered_us; /* when the newest that was answered was sent */
  gint64 asked_us;    /* when the server was asked what it knows of desks; 0: not on this line */
  GHashTable *desks;  /* (owned) (element-type TcRelayDesk): by replica, as a pointer */

  GHashTable *questions; /* (owned) (element-type TcRelayQuestion): by number */
  gint64 last_question;
  gint64 presence_us;    /* when its desks were last told to ask who is where */
  gboolean presence_due; /* they are to be told again */

  gboolean welcome; /* the server has let it in, on this line */
  gboolean online;
  gint64 since_us;
  TcPosition base;         /* where the log begins */
  gint64 looked_us;        /* at how old the snapshots are */
  GPtrArray *arrived;      /* (owned) (nullable) (element-type TcFrame): kept, not yet published */
  guint goodbyes;          /* of the server, so far */
  gboolean revoked;        /* the server doesn't know it (any more): nobody is served */
  gboolean placed;         /* snapshots were loaded: the log begins anew */
  gboolean rights_changed; /* by what came */
  gboolean lost;           /* scopes were, which is not told yet */
};

/* tc-relay.c */
TcHubPeer *tc_relay_find_peer (TcRelay *self, guint16 replica); /* (nullable) */
void tc_relay_send (TcRelay *self, guint16 replica, const TcLineMessage *inner);
void tc_relay_tell_status (TcRelay *self);
/* What the replica's transaction has brought is told on; or, of one that failed, forgotten. */
gboolean tc_relay_pass_on (TcRelay *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void tc_relay_forget_arrived (TcRelay *self);

/* tc-relay-try.c */
/* Finds out which rows each of @fresh (element-type TcRelayed), which are not in the queue yet,
 * would change behind what waits there. Within a transaction, in which nothing of it stays. */
gboolean tc_relay_try (TcRelay *self, GPtrArray *fresh, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* An entry comes into the queue, and goes. */
void tc_relay_link (TcRelay *self, TcRelayed *entry);
void tc_relay_unlink (TcRelay *self, TcRelayed *entry);
void tc_relay_free_row (gpointer row);

/* tc-relay-queue.c */
gboolean tc_relay_load_queue (TcRelay *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void tc_relay_free_entry (gpointer entry);
void tc_relay_free_desk (gpointer desk);
TcRelayed *tc_relay_find (TcRelay *self, guint16 replica, gint64 seq); /* (nullable) */
TcRelayDesk *tc_relay_desk (TcRelay *self, guint16 replica);
gboolean tc_relay_is_purged (TcRelay *self, const TcOperation *op);
/* Of the hub: what waits is kept, shown, carried. */
gboolean tc_relay_keep_waiting (TcRelay *self, gint64 now_us,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* A new line: nothing is sent on it yet. */
void tc_relay_begin_sending (TcRelay *self);
void tc_relay_send_queue (TcRelay *self);
/* Once there is room again: desks whose operations found none are to come anew and send them. */
void tc_relay_call_put_off (TcRelay *self);
/* What waits too long for its answer, and what may go by now. */
void tc_relay_send_again (TcRelay *self);
/* Asks, now and then, what a restored server knows of desks that haven't come here since. */
void tc_relay_ask_known (TcRelay *self);
void tc_relay_take_known (TcRelay *self, guint16 replica, GVariant *value);
/* Of the server. */
gboolean tc_relay_settle (TcRelay *self, guint16 replica, const GArray *answers,
                          GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Whether the server has lost it, and may hear of it again: something of it waits from before the
 * restore, for a day at most. */
gboolean tc_relay_awaits_desk (TcRelay *self, guint16 replica);
/* What waits here of a desk for which the server doesn't let this relay speak any more. */
gboolean tc_relay_give_up (TcRelay *self, guint16 replica,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Likewise of all desks, none of which has a line any more. */
gboolean tc_relay_give_all_up (TcRelay *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Within a transaction of the file @db: rows whose effects came with it; then, after it, the
 * entries. */
void tc_relay_delete_seen (TcRelay *self, TcDatabase *db, gint64 lsn);
void tc_relay_forget_seen (TcRelay *self, gint64 lsn);
/* The log is another: what is known of desks isn't. In the file @db; then here. */
void tc_relay_delete_known (TcDatabase *db);
void tc_relay_forget_known (TcRelay *self);

/* tc-relay-desks.c */
/* (nullable): why a desk can't come in here now; before its key is looked at. */
const char *tc_relay_turns_away (TcRelay *self, const TcLineMessage *hello);
gint64 tc_relay_known_seq (TcRelay *self, guint16 replica);
/* Of a desk that begins a line: what waits of it, for whose answers it has not asked there yet. */
void tc_relay_load_newest (TcRelay *self, TcHubPeer *peer);
/* That this is a relay, and how it stands with its server; NULL: to all. */
void tc_relay_introduce (TcRelay *self, TcHubPeer *peer);
/* All provisional operations that @peer may see. */
void tc_relay_tell_all (TcRelay *self, TcHubPeer *peer);
void tc_relay_tell_of (TcRelay *self, GPtrArray *entries);
void tc_relay_tell_settled (TcRelay *self, const TcRelayed *entry, const TcLineAnswer *answer);
gboolean tc_relay_is_full (TcRelay *self);
/* Whether a number that is known is this operation's, or another's, which is answered. FALSE: it
 * was settled, and is to be carried again for its answer. */
gboolean tc_relay_has (TcRelay *self, TcHubPeer *peer, const TcOperation *op);
void tc_relay_ask_for (TcRelay *self, TcHubPeer *peer, const TcLineMessage *ask);
void tc_relay_fail_questions (TcRelay *self, gint64 before_us);
/* Who is where has changed, the server says; and now and then: whom that concerns is told to ask.
 */
void tc_relay_take_presence (TcRelay *self);
void tc_relay_tell_presence (TcRelay *self);
/* Of a desk that this relay doesn't know: TC_NOTICE_ENROLLED, if there is anything in it. */
void tc_relay_pass_enrolment (TcRelay *self, GVariant *value);
gboolean tc_relay_take_notice (TcRelay *self, TcHubPeer *peer, const char *name, GVariant *value);
/* (transfer full) (element-type gint64): of @rights what is held here */
GArray *tc_relay_narrow (TcRelay *self, const GArray *rights);
