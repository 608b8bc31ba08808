/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Several incidents that are to be merged into one: which of them is proposed to lead and why, and
 * what speaks against each of the others. A person decides; then it is one ordinary merge for each
 * (TC_BULK_MERGE). Read off the main loop, and never changed once it is.
 *
 * Thread: the main loop's; reading is done on the worker.
 */
#pragma once

#include "tc-limits.h"
#include "tc-merge-facts.h"
#include "tc-worker.h"

/* From here on two places aren't one (a score says nothing of place either), and two times. */
#define TC_MERGING_FAR_M 400
#define TC_MERGING_APART_US TC_US_PER_DAY

/* Why the one that leads does: the first that tells it from the next best and is true of all. */
typedef enum {
  TC_LEADS_CHOSEN,  /* a person said so */
  TC_LEADS_ONLY,    /* no other can */
  TC_LEADS_RUNNING, /* it isn't resolved */
  TC_LEADS_EVENT,   /* a big event, so it can't be merged */
  TC_LEADS_ORDER,   /* a unit has an order for it, so it can't be merged */
  TC_LEADS_URGENT,  /* more urgent: nothing loses its priority */
  TC_LEADS_TAKEN,   /* somebody has it */
  TC_LEADS_REPORTS, /* more reports */
  TC_LEADS_OLDEST,
} TcLeadReason;

typedef enum {
  /* It can't be merged: */
  TC_MERGE_MERGED = 1 << 0, /* it is already */
  TC_MERGE_ENDED = 1 << 1,  /* resolved, or ended */
  TC_MERGE_ORDER = 1 << 2,  /* a unit has an order for it */
  TC_MERGE_EVENT = 1 << 3,  /* it leads a big event */
  /* It looks like another matter, or something is lost: */
  TC_MERGE_FAR = 1 << 4,
  TC_MERGE_NOWHERE = 1 << 5, /* not both have a place */
  TC_MERGE_FIELD = 1 << 6,   /* of another group */
  TC_MERGE_APART = 1 << 7,   /* in time */
  TC_MERGE_UNIT = 1 << 8,    /* another unit is responsible */
  TC_MERGE_TAKEN = 1 << 9,   /* somebody else has it */
  TC_MERGE_URGENT = 1 << 10, /* more urgent than what leads */
} TcMergeWarning;
#define TC_MERGE_IMPOSSIBLE (TC_MERGE_MERGED | TC_MERGE_ENDED | TC_MERGE_ORDER | TC_MERGE_EVENT)

/* One of them beside what leads. */
typedef struct {
  TcMergeFacts facts; /* (owned) */
  gboolean can_lead;
  guint warnings;    /* TcMergeWarning; of what leads 0 */
  gint64 distance_m; /* from what leads; TC_NONE: not both have a place */
  gint64 apart_us;   /* in time; 0 of what leads */
  gint64 score;      /* of the proposal as its duplicate; TC_NONE: there is none */
} TcMergeMember;

typedef struct {
  /* (owned) (element-type TcMergeMember): what leads, what there are warnings of, the others; the
   * most alike first. Of those that are on this desk. */
  GArray *members;
  gint64 leader_id; /* 0: none can lead */
  TcLeadReason reason;
} TcMerging;

void tc_merging_free (TcMerging *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcMerging, tc_merging_free)

/* The index of the one that should lead, -1: none can. @facts: (element-type TcMergeFacts);
 * @reason: (out) */
int tc_merging_propose (GArray *facts, TcLeadReason *reason);
/* Whether others can be merged into it. */
gboolean tc_merging_can_lead (const TcMergeFacts *facts);
/* TcMergeWarning: of merging that into @leader. */
guint tc_merging_warn (const TcMergeFacts *facts, const TcMergeFacts *leader);

/* @leader_id: chosen by a person; 0 (or one that can't lead, or isn't there): proposed */
void tc_merging_read_async (TcWorker *reader, const gint64 *ids, guint n_ids, gint64 leader_id,
                            GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data);
/* (transfer full) */
TcMerging *tc_merging_read_finish (TcWorker *reader, GAsyncResult *result, GError **error);

/* An incident with those proposed that are likely the same and can be merged with it: nothing else
 * if there are none. @similar: (element-type TcSimilar). (transfer full) (element-type gint64) */
GArray *tc_merging_list_alike (gint64 incident_id, GArray *similar);

/* What was typed to be merged. */
typedef struct {
  GArray *ids;   /* (owned) (element-type gint64): each once */
  char *missing; /* (owned) (nullable): a code of which there is no incident */
} TcMergeTarget;

void tc_merge_target_free (TcMergeTarget *target);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcMergeTarget, tc_merge_target_free)
/* @code: of an incident, as for tc_incident_search_async(); @others: likewise, with spaces between
 * them; "": what is likely the same, as tc_merging_list_alike() */
void tc_merging_find_async (TcWorker *reader, const char *code, const char *others,
                            GAsyncReadyCallback callback, gpointer data);
/* (transfer full) */
TcMergeTarget *tc_merging_find_finish (TcWorker *reader, GAsyncResult *result, GError **error);

/* ---- words; each char * is (transfer full) ---- */

/* Why it leads: "proposed: a unit has an order for it". */
const char *tc_merging_word_reason (TcLeadReason reason);
/* Where and when it is beside what leads, and how alike: "120 m · 3 min apart · score 86"; of what
 * leads its place alone. */
char *tc_merging_word_member (const TcMergeMember *member, gboolean leads);
/* (nullable): what speaks against it: "1.2 km away · other field: Electricity". */
char *tc_merging_word_warnings (const TcMergeMember *member);
