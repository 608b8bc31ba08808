/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The messages on a line between a desk and the server, each one a byte string of at most
 * TC_MESSAGE_BYTES_MAX: a kind and its fields (tc-bytes.h). One struct serves all kinds; which
 * fields count stands beside each kind. Reading validates every length before anything is used.
 *
 * The way of a line: server CHALLENGE, desk HELLO (signed), server WELCOME, then either frames from
 * the desk's position on, or SNAPSHOT, after which the desk says RESUME. A relay speaks with its
 * desks as the server does (in the server's name, whose key signs the frames), and says before
 * WELCOME that it is one; with the server it speaks as a desk does, and for its desks by CARRY.
 */
#pragma once

#include "tc-digest.h"
#include "tc-error.h"
#include "tc-key.h"
#include "tc-limits.h"

#define TC_LINE_PROTOCOL 1
#define TC_LINE_SUBPROTOCOL "toancanh.1"
#define TC_LOG_ID_SIZE 16
#define TC_CHALLENGE_SIZE 32

/* The refusal of an operation whose number the log has for another one, or whose id is older than
 * one that the log has: the desk was restored. It is no verdict; the desk makes it anew under a new
 * number and, in the second case, with an id after the argument "id". */
#define TC_ANSWER_FORKED "line.forked"

/* Notices of a desk that the hub itself obeys. "sequence.skip" (seq x, settled b): what it sends
 * next follows on that number of its sequence; settled: so is all that it made until now.
 * "server.restored": sessions and code blocks that a server which was restored from a backup may
 * not know, each a list of at most TC_RESTORED_ENTRIES_MAX. */
#define TC_NOTICE_SKIP "sequence.skip"
#define TC_NOTICE_RESTORED "server.restored"
/* Of a relay for one of its desks, {}; the hub's answer has (seq x, settled b): up to which it
 * knows that desk's sequence now, by whichever way; settled: as the desk said here on a line of its
 * own, since the hub was made. */
#define TC_NOTICE_KNOWN "sequence.known"
/* Notice of a relay, before WELCOME and whenever it changes: (name s, online b, since_us x): if it
 * has its server now, and since when. Who doesn't hear it is at the server itself. */
#define TC_NOTICE_RELAY "line.relay"
/* Notice of the server: (hash s): the bytes of an attachment have come; who waits may fetch it. */
#define TC_NOTICE_FILE "file-arrived"
/* The server has lost a file: who has it sends it. hash (s) */
#define TC_NOTICE_FILE_WANTED "file-wanted"
/* Of the server: somebody's password was set; {}. */
#define TC_NOTICE_PASSWORD "password-set"
/* Of the hub after WELCOME, and of a desk that it doesn't know, before HELLO: what
 * tc-enrolment-proof.h says. A relay passes the latter on. */
#define TC_NOTICE_ENROLLED "desk.enrolled"
#define TC_RESTORED_SESSIONS "a(xxxxay)" /* sessions: id, staff, from_us, until_us, signature */
#define TC_RESTORED_BLOCKS "a(xxxx)"     /* blocks: id, day, first, count */
#define TC_RESTORED_ENTRIES_MAX 200

typedef enum {
  TC_LINE_CHALLENGE = 1, /* server: protocol, challenge, server_key, now_us */
  TC_LINE_HELLO,      /* desk: protocol, replica, signature, schema_version, schema_hash, position,
                            scopes (held now) */
  TC_LINE_WELCOME,    /* server: position (its head), seq (last it knows of this desk), scopes (what
                            the desk may hold; none: its right was ended, GOODBYE comes next),
                            kinds, now_us */
  TC_LINE_SNAPSHOT,   /* server: position (of the files), files */
  TC_LINE_RESUME,     /* desk: position */
  TC_LINE_OPERATIONS, /* desk: operations */
  TC_LINE_ANSWERS,    /* server: answers */
  TC_LINE_FRAMES,     /* server: frames: one, or what a desk that is behind lacks */
  TC_LINE_ACK,        /* desk: lsn applied */
  TC_LINE_ASK,        /* desk: number, name, value */
  TC_LINE_REPLY,      /* server: number, refusal (or NULL), value */
  TC_LINE_NOTICE,     /* both: name, value; newest wins, never stored */
  TC_LINE_GOODBYE,    /* both: refusal: why the line ends */
  TC_LINE_CARRY,      /* between relay and server: replica, inner: a message of or to this desk, of
                            the kinds OPERATIONS, ASK, NOTICE; ANSWERS, GOODBYE. Of ASK the relay
                            chose the number, and REPLY comes uncarried */
  TC_LINE_PROVISIONAL, /* relay: number (1: these are all there are, 0: further ones), operations
                            of its desks that the server has not settled, in the order in which
                            they came; this one's own among them */
  TC_LINE_SETTLED,     /* relay: replica, answers: what became of some of another's */
} TcLineKind;

/* Where a replica stands in the log: the resume token. */
typedef struct {
  guint8 log_id[TC_LOG_ID_SIZE];
  gint64 epoch;
  gint64 lsn;
  TcDigest link; /* of the chain at lsn */
} TcPosition;

/* One commit of the server as it travels. `hashes` names every scope it touched, `bodies` only what
 * the receiver may read, so that it can check the chain without seeing the rest. */
typedef struct {
  gint64 first_lsn;
  gint64 last_lsn;
  gint64 time_us;        /* the server's clock */
  TcDigest ops_root;     /* over its operations and verdicts */
  TcDigest link;         /* after it */
  TcSignature signature; /* the server's, of the link: tc_frame_sign() */
  GArray *hashes;        /* (owned) (element-type TcScopeHash): ascending by scope */
  GArray *bodies;        /* (owned) (element-type TcScopeBody): ascending by scope */
} TcFrame;

typedef struct {
  gint64 scope;
  TcDigest hash;
} TcScopeHash;

typedef struct {
  gint64 scope;
  GBytes *body; /* (owned) */
} TcScopeBody;

typedef struct {
  GBytes *bytes; /* (owned) */
  TcSignature signature;
} TcSignedBytes;

typedef struct {
  gint64 seq;
  gint64 lsn;
  TcRefusal *refusal; /* (owned) (nullable) */
} TcLineAnswer;

/* A snapshot of one scope, to be had by HTTP under /sync/snapshot/<name>. */
typedef struct {
  gint64 scope;
  gint64 size;
  char *name; /* (owned) */
} TcSnapshotFile;

/* (transfer full) (element-type TcSnapshotFile): an empty array that owns its names. */
GArray *tc_snapshot_files_new (void);
/* Adds a copy of @file, with a name of its own. */
void tc_snapshot_files_add (GArray *files, const TcSnapshotFile *file);

typedef struct {
  TcLineKind kind;
  guint protocol;
  guint8 challenge[TC_CHALLENGE_SIZE];
  TcPublicKey server_key;
  TcSignature signature;
  gint64 now_us;
  guint16 replica;
  gint64 schema_version;
  TcDigest schema_hash;
  TcPosition position;
  gint64 seq;
  gint64 lsn;
  GArray *scopes;     /* (owned) (nullable) (element-type gint64): ascending */
  GPtrArray *kinds;   /* (owned) (nullable) (element-type utf8): one for each of scopes */
  GArray *files;      /* (owned) (nullable) (element-type TcSnapshotFile) */
  GArray *operations; /* (owned) (nullable) (element-type TcSignedBytes) */
  GArray *answers;    /* (owned) (nullable) (element-type TcLineAnswer) */
  GPtrArray *frames;  /* (owned) (nullable) (element-type TcFrame): first first */
  gint64 number;      /* of a question, chosen by the desk */
  char *name;         /* (owned) (nullable): of a question or notice */
  GVariant *value;    /* (owned) (nullable): a{sv} */
  TcRefusal *refusal; /* (owned) (nullable) */
  GBytes *inner;      /* (owned) (nullable): a message */
} TcLineMessage;

TcLineMessage *tc_line_message_new (TcLineKind kind);
void tc_line_message_free (TcLineMessage *message);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcLineMessage, tc_line_message_free)

GBytes *tc_line_message_write (const TcLineMessage *message);
/* Errors: TC_ERROR_INVALID, TC_ERROR_LIMIT. Every byte string is safe to give. */
TcLineMessage *tc_line_message_read (GBytes *bytes, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* A short message in one call: GOODBYE, REPLY with a refusal. */
GBytes *tc_line_goodbye (const char *code);
/* @inner on its way between a relay and the server. */
GBytes *tc_line_carry (guint16 replica, GBytes *inner);
/* The kind that @bytes claim to have; 0: none. */
TcLineKind tc_line_message_kind (GBytes *bytes);
/* How many operations @bytes claim to bring, carried or not; at most TC_BATCH_OPERATIONS_MAX. */
guint tc_line_message_count_operations (GBytes *bytes);

/* What the desk signs in HELLO. */
GBytes *tc_line_hello_to_sign (const TcLineMessage *challenge, guint16 replica);

TcFrame *tc_frame_new (void);
void tc_frame_free (TcFrame *frame);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcFrame, tc_frame_free)
TcDigest tc_frame_section_hash (gint64 scope, GBytes *body);
/* The link after @frame, given the one before. */
TcDigest tc_frame_next_link (const TcDigest *before, const TcFrame *frame);
/* By the server: it stands for this commit and, by the chain, for all before it. */
void tc_frame_sign (TcFrame *frame, const TcKey *key);
gboolean tc_frame_verify (const TcFrame *frame, const TcPublicKey *key) G_GNUC_WARN_UNUSED_RESULT;
