/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The legal purge: by a written decision the words of a report, the person behind it, an attachment
 * or a text are blanked for good. Rows stay, and so does a row that says what was purged, why and
 * by whom; the server then takes the words out of its log (log.purge), and whoever has a copy wipes
 * it (sync/tc-hub-purge.c, sync/tc-replica-purge.c).
 *
 * Source: Luật 91/2025/QH15 on the deletion of personal data.
 */
#pragma once

#include "tc-operation-type.h"

/* Of no role unless it is given: word of `role_capability`. */
#define TC_MAY_PURGE "legal.purge"
#define TC_DECISION_CHARS_MAX 100
/* Quick reports have a text in one line, and cut: that much of it in one of them gives it away. */
#define TC_PURGE_BEGINNING_CHARS 100

/* incident.purge, by a person, decided by the server alone. Kind 'report' (target: the report; with
 * its reporter, its attachments and what its history says), 'reporter' (target: the report; the
 * person alone), 'attachment' (target: an original; with its stripped copies) or 'text' (target: a
 * row of the history; the same words wherever they stand in that incident).
 * Refuses: purge.nobody: the system doesn't say for whom; purge.unknown (kind, target): there is no
 * such thing in that incident; purge.done (decision): it was purged by that one; incident.id-used
 * (id), incident.unknown. */
typedef struct {
  gint64 incident_id; /* where it is handled now, or was at first */
  gint64 purge_id;    /* new; the same when it is carried out again after a restore */
  const char *kind;
  gint64 target_id;
  const char *reason;
  const char *decision; /* its number */
  gint64 staff_id;      /* (optional): who had done it, where the system does it again */
} TcIncidentPurge;
extern const TcOperationType tc_incident_purge_type;

#define TC_PURGED_OPERATIONS_MAX 256
#define TC_PURGED_DIGEST_SIZE 32

/* log.purge, by the system: these operations have no bytes in the log any more, with the commit
 * that this one is in. The four lists are of one length; none: there was nothing (more) to empty.
 * Refuses: purge.unknown (kind, target). */
typedef struct {
  gint64 purge_id;
  GArray *lsns;       /* (optional) */
  GArray *operations; /* (optional): their ids */
  GArray *seqs;       /* (optional): their numbers */
  GBytes *digests;    /* (optional): tc_log_purged_digest() of each */
  gint64 last;        /* 1: it is all of them */
} TcLogPurge;
extern const TcOperationType tc_log_purge_type;

/* Which operations carry what is purged. */
typedef struct _TcPurgeMatch TcPurgeMatch;

/* (nullable): there is no such purge. Faults stick to @db. */
TcPurgeMatch *tc_purge_match_new (TcDatabase *db, gint64 purge_id);
void tc_purge_match_free (TcPurgeMatch *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcPurgeMatch, tc_purge_match_free)
/* Whether an operation may be one, by its bytes alone: it need not be parsed otherwise. */
gboolean tc_purge_match_may (TcPurgeMatch *self, gconstpointer bytes, gsize size);
/* It is: it brought what is purged, accepted or refused. What it says is learnt, for
 * tc_purge_match_repeats(). */
gboolean tc_purge_match_brought (TcPurgeMatch *self, const TcOperation *op);
/* It is one of the same incident that repeats words of one that brought it. */
gboolean tc_purge_match_repeats (TcPurgeMatch *self, const TcOperation *op);
