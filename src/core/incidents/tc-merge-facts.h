/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is to be known of incidents before several are merged into one: what stands in their rows,
 * who has an order for them, and how alike each is to the one that leads. It only reads; whether a
 * merge is lawful is decided by incident.merge alone.
 *
 * Thread: that of the connection.
 */
#pragma once

#include "tc-incident-queries.h"

typedef struct {
  TcIncidentRow row;  /* (owned) */
  gint64 group_id;    /* the topmost field; 0: not classified */
  gint64 open_orders; /* of units, that haven't ended: it can't be merged into another */
  char *order_vi;     /* (owned) (nullable): the unit of the newest of them */
  char *order_en;     /* (owned) (nullable) */
  gboolean leads;     /* a big event: likewise */
} TcMergeFacts;

void tc_merge_facts_clear (TcMergeFacts *facts);
/* In the order of @ids; unknown ones are left out. (transfer full) (element-type TcMergeFacts) */
GArray *tc_merge_facts_read (TcDatabase *db, const gint64 *ids, guint n_ids);

/* How alike one is to another, as tc_incident_similar() would propose it. */
typedef struct {
  gint64 incident_id;
  gint64 score;
  gboolean likely;
} TcMergeScore;

/**
 * tc_merge_scores:
 * @of: (element-type TcMergeFacts)
 * @leader: (nullable): what they are compared with
 *
 * Those of @of that would be proposed as duplicates of it, however many; only for a desk's replica.
 * (transfer full) (element-type TcMergeScore)
 */
GArray *tc_merge_scores (TcDatabase *db, GArray *of, const TcMergeFacts *leader);
