/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What was made at this desk and is not settled: pending operations and the tray, in a file of
 * their own that survives every replacement of the replica. Written before the replica, on disk
 * before a person sees an operation as done.
 *
 * After a fault of the store (tc_error_is_store()) what is in memory may not be what is in the
 * file: the outbox is to be made anew on another connection, once its WAL is emptied.
 *
 * Thread: that of its database.
 */
#pragma once

#include "tc-database.h"
#include "tc-line-message.h"
#include "tc-operation.h"
#include "tc-session-proof.h"

typedef struct _TcOutbox TcOutbox;

typedef struct {
  TcOperation *op; /* (owned) */
  gint64 lsn;      /* accepted at; 0 while the server has not answered */
} TcPending;

/* @db: writer, FULL, with the set outbox; stays the caller's. Errors: TC_ERROR_STORE; or
 * TC_ERROR_DIVERGED if the outbox belongs to another replica number. */
TcOutbox *tc_outbox_new (TcDatabase *db, guint16 replica, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void tc_outbox_free (TcOutbox *outbox);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcOutbox, tc_outbox_free)

/* The newest id that is known to have been given out here. */
gint64 tc_outbox_get_last_id (TcOutbox *outbox);
/* Keeps that ids up to @id may have been given out; on disk when it returns. */
gboolean tc_outbox_mark_id (TcOutbox *outbox, gint64 id, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The sequence number of the next operation; taken by tc_outbox_add(). */
gint64 tc_outbox_next_seq (TcOutbox *outbox);

/* On disk when it returns. */
gboolean tc_outbox_add (TcOutbox *outbox, TcOperation *op,
                        GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* How an entry of the tray is dealt with. */
typedef struct {
  gint64 seq;
  const char *how;  /* 'resent', 'edited', 'set-aside' */
  gint64 staff_id;  /* who did; 0: not known */
  const char *text; /* (nullable): why */
  gint64 now_us;
} TcOutboxSettling;
/* Likewise, with the row that it is about, as its maker saw it, and the entry of the tray that it
 * is sent again for: all of it or nothing. @image: (nullable): of @scope; @settling: (nullable) */
gboolean tc_outbox_add_seen (TcOutbox *outbox, TcOperation *op, gint64 scope, GBytes *image,
                             const TcOutboxSettling *settling,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* (transfer full) (element-type gint64): of what this desk might hold when it was last greeted, or
 * what stands in the tray, that which isn't in @allowed. */
GArray *tc_outbox_list_lost (TcOutbox *outbox, const GArray *allowed);
/* This desk may hold @scopes (element-type gint64) from now on, and nothing is left of others. */
gboolean tc_outbox_set_allowed (TcOutbox *outbox, const GArray *scopes,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* This desk may no longer hold @scopes (element-type gint64): their rows are taken out of the file.
 * @clean: (out): whether no trace is left in it; else a reader was in the way, try again later. */
gboolean tc_outbox_forget_seen (TcOutbox *outbox, const GArray *scopes, gboolean *clean,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* @answers (element-type TcLineAnswer), all of them or none: what was accepted is kept until its
 * effects have come, what was refused moves to the tray; of what isn't pending nothing is done. */
gboolean tc_outbox_take_answers (TcOutbox *outbox, const GArray *answers, gint64 now_us,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Operations with the numbers @seqs (element-type gint64) were purged, and attachments with the ids
 * @files: nothing of them stays, nor of what was typed in the command line. @any: also if nothing
 * of them is found; @clean: (out): as above, and TRUE if nothing was to be done. */
gboolean tc_outbox_purge (TcOutbox *outbox, const GArray *seqs, const GArray *files, gboolean any,
                          gboolean *clean, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The effects of all accepted up to @lsn are in the replica. @dropped: (out): how many
 * there were */
gboolean tc_outbox_drop_until (TcOutbox *outbox, gint64 lsn, guint *dropped,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean tc_outbox_settle (TcOutbox *outbox, const TcOutboxSettling *settling,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Several in one: set aside with who did and why, those that are not settled; and taken back, those
 * that were set aside. @seqs: (element-type gint64); @text: (nullable) */
gboolean tc_outbox_set_aside (TcOutbox *outbox, const GArray *seqs, gint64 staff_id,
                              const char *text, gint64 now_us,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean tc_outbox_take_back (TcOutbox *outbox, const GArray *seqs,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* (transfer full): an operation in the tray that is not settled. TC_ERROR_NOT_FOUND. */
TcOperation *tc_outbox_read_tray (TcOutbox *outbox, gint64 seq,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Confirmed operations that are kept for a server which lost them. */
#define TC_OUTBOX_CONFIRMED_MAX 10000
#define TC_OUTBOX_SESSIONS_MAX 100

/* Whether the answers that stand here may be of this log and epoch. */
gboolean tc_outbox_is_of (TcOutbox *outbox, const TcPosition *position);
/* Of that log, TC_LOG_ID_SIZE bytes; zeros: of none yet. */
const guint8 *tc_outbox_get_log_id (TcOutbox *outbox);
/* From now on they are. */
gboolean tc_outbox_mark_log (TcOutbox *outbox, const TcPosition *position,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * tc_outbox_reopen:
 * @position: the log that it is from now on
 * @known_seq: the newest of ours that the server knows
 * @now_us: by the server
 *
 * The server is not where it was, restored from a backup: what it accepted is open again, and what
 * it has lost of the confirmed ones is pending again. If a relay has brought it something newer
 * meanwhile, or this desk has and was put back since, nobody here knows what it lost: all of them
 * are, and it says which it has. What is too old to be sent by itself goes to the tray. To be
 * called before tc_outbox_advance().
 */
gboolean tc_outbox_reopen (TcOutbox *outbox, const TcPosition *position, gint64 known_seq,
                           gint64 now_us, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The newest of ours that the server is known to have accepted; 0. */
gint64 tc_outbox_get_settled_seq (TcOutbox *outbox);
gboolean tc_outbox_keep_session (TcOutbox *outbox, const TcSessionProof *proof,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The value of TC_NOTICE_ENROLLED, in place of an older one. */
gboolean tc_outbox_keep_enrolment (TcOutbox *outbox, GVariant *value,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean tc_outbox_forget_enrolment (TcOutbox *outbox, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* (transfer full) (nullable): what was kept last; NULL if nothing was, or on error. */
GVariant *tc_outbox_read_enrolment (TcOutbox *outbox, GError **error);
/* (element-type TcSessionProof): the newest, whose desk_id is left 0; NULL on error. */
GArray *tc_outbox_list_sessions (TcOutbox *outbox, GError **error);

/* The server knows of @seq: numbers after it are free. */
gboolean tc_outbox_advance (TcOutbox *outbox, gint64 seq, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* @ops (element-type TcOperation), whose numbers are the next, stand for the pending operations
 * with the numbers @seqs (element-type gint64) from now on: all of them or none. */
gboolean tc_outbox_renew (TcOutbox *outbox, const GArray *seqs, GPtrArray *ops,
                          GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* (element-type TcPending): by sequence; the outbox's own, until its next change. */
GPtrArray *tc_outbox_get_pending (TcOutbox *outbox);
/* Another one whenever what is pending, or has its answer, has changed. */
guint64 tc_outbox_get_version (TcOutbox *outbox);
guint tc_outbox_count_attention (TcOutbox *outbox);
