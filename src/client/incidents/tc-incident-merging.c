/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Several to be merged; see the header. What leads keeps its row and its orders, so whatever can't
 * be merged into another leads if it can at all.
 */
#include "tc-incident-merging.h"

#include "tc-geo.h"
#include "tc-id.h"
#include "tc-incident-bulk.h"
#include "tc-now.h"

static gboolean
may (const TcMergeFacts *facts, TcIncidentStep step)
{
  return (tc_incident_allowed_steps (facts->row.state) & ((guint64) 1 << step)) != 0;
}

gboolean
tc_merging_can_lead (const TcMergeFacts *facts)
{
  return may (facts, TC_STEP_ABSORB);
}

/* ---- what leads ---- */

/* More is better. */
static gint64
weigh (const TcMergeFacts *facts, TcLeadReason reason)
{
  switch (reason) {
  case TC_LEADS_ONLY:
    return tc_merging_can_lead (facts);
  case TC_LEADS_RUNNING:
    return may (facts, TC_STEP_MERGE);
  case TC_LEADS_EVENT:
    return facts->leads;
  case TC_LEADS_ORDER:
    return facts->open_orders > 0;
  case TC_LEADS_URGENT:
    return -facts->row.priority;
  case TC_LEADS_TAKEN:
    return facts->row.staff_id != 0;
  case TC_LEADS_REPORTS:
    return facts->row.report_count;
  case TC_LEADS_OLDEST:
    return -facts->row.received_us;
  case TC_LEADS_CHOSEN:
  default:
    return 0;
  }
}

/* Above 0: @a leads rather than @b. */
static int
compare_leaders (const TcMergeFacts *a, const TcMergeFacts *b, TcLeadReason *reason)
{
  for (TcLeadReason by = TC_LEADS_ONLY; by <= TC_LEADS_OLDEST; by++) {
    gint64 of_a = weigh (a, by), of_b = weigh (b, by);
    *reason = by;
    if (of_a != of_b)
      return of_a > of_b ? 1 : -1;
  }
  return a->row.id < b->row.id ? 1 : -1;
}

/* What is told is true beside all that could lead: what is ahead in that fell behind before it. */
static void
find_reason (GArray *facts, const TcMergeFacts *leader, TcLeadReason *reason)
{
  guint i = 0;

  while (i < facts->len) {
    const TcMergeFacts *other = &g_array_index (facts, TcMergeFacts, i++);
    if (!tc_merging_can_lead (other) || weigh (other, *reason) <= weigh (leader, *reason))
      continue;
    compare_leaders (leader, other, reason);
    i = 0;
  }
}

int
tc_merging_propose (GArray *facts, TcLeadReason *reason)
{
  int best = -1, second = -1;

  *reason = TC_LEADS_ONLY;
  for (guint i = 0; i < facts->len; i++) {
    const TcMergeFacts *one = &g_array_index (facts, TcMergeFacts, i);
    TcLeadReason by;
    if (best < 0 || compare_leaders (one, &g_array_index (facts, TcMergeFacts, best), &by) > 0) {
      second = best;
      best = (int) i;
    } else if (second < 0 ||
               compare_leaders (one, &g_array_index (facts, TcMergeFacts, second), &by) > 0) {
      second = (int) i;
    }
  }
  if (best < 0 || !tc_merging_can_lead (&g_array_index (facts, TcMergeFacts, best)))
    return -1;
  if (second >= 0)
    compare_leaders (&g_array_index (facts, TcMergeFacts, best),
                     &g_array_index (facts, TcMergeFacts, second), reason);
  find_reason (facts, &g_array_index (facts, TcMergeFacts, best), reason);
  return best;
}

/* ---- what speaks against it ---- */

static gint64
measure (const TcIncidentRow *a, const TcIncidentRow *b)
{
  if (a->lat_e7 == TC_NONE || a->lon_e7 == TC_NONE || b->lat_e7 == TC_NONE || b->lon_e7 == TC_NONE)
    return TC_NONE;
  return tc_geo_distance_m (a->lat_e7, a->lon_e7, b->lat_e7, b->lon_e7);
}

static guint
warn_impossible (const TcMergeFacts *facts)
{
  guint warnings = 0;

  if (facts->row.state == TC_STATE_MERGED)
    warnings |= TC_MERGE_MERGED;
  else if (!may (facts, TC_STEP_MERGE))
    warnings |= TC_MERGE_ENDED;
  if (facts->open_orders > 0)
    warnings |= TC_MERGE_ORDER;
  if (facts->leads)
    warnings |= TC_MERGE_EVENT;
  return warnings;
}

guint
tc_merging_warn (const TcMergeFacts *facts, const TcMergeFacts *leader)
{
  const TcIncidentRow *row = &facts->row, *into = &leader->row;
  gint64 distance_m = measure (row, into);
  guint warnings = warn_impossible (facts);

  if (distance_m == TC_NONE)
    warnings |= TC_MERGE_NOWHERE;
  else if (distance_m > TC_MERGING_FAR_M)
    warnings |= TC_MERGE_FAR;
  if (facts->group_id != 0 && leader->group_id != 0 && facts->group_id != leader->group_id)
    warnings |= TC_MERGE_FIELD;
  if (ABS (row->received_us - into->received_us) > TC_MERGING_APART_US)
    warnings |= TC_MERGE_APART;
  if (row->unit_id != 0 && row->unit_id != into->unit_id && facts->open_orders == 0)
    warnings |= TC_MERGE_UNIT;
  if (row->staff_id != 0 && row->staff_id != into->staff_id)
    warnings |= TC_MERGE_TAKEN;
  if (row->priority < into->priority)
    warnings |= TC_MERGE_URGENT;
  return warnings;
}

/* ---- reading ---- */

static void
clear_member (gpointer data)
{
  tc_merge_facts_clear (&((TcMergeMember *) data)->facts);
}

void
tc_merging_free (TcMerging *self)
{
  if (!self)
    return;
  g_array_unref (self->members);
  g_free (self);
}

static gint64
find_score (GArray *scores, gint64 incident_id)
{
  for (guint i = 0; i < scores->len; i++) {
    const TcMergeScore *score = &g_array_index (scores, TcMergeScore, i);
    if (score->incident_id == incident_id)
      return score->score;
  }
  return TC_NONE;
}

static int
find_facts (GArray *facts, gint64 incident_id)
{
  for (guint i = 0; i < facts->len; i++)
    if (g_array_index (facts, TcMergeFacts, i).row.id == incident_id)
      return (int) i;
  return -1;
}

/* What leads, what can't be merged, what looks unlike, the others. */
static int
rank (const TcMergeMember *member, gint64 leader_id)
{
  if (member->facts.row.id == leader_id)
    return 0;
  if (member->warnings & TC_MERGE_IMPOSSIBLE)
    return 1;
  return member->warnings ? 2 : 3;
}

static int
compare_members (gconstpointer a, gconstpointer b, gpointer data)
{
  const TcMergeMember *one = a, *other = b;
  gint64 leader_id = *(gint64 *) data;
  int rank_one = rank (one, leader_id), rank_other = rank (other, leader_id);
  gint64 score_one = one->score == TC_NONE ? -1 : one->score;
  gint64 score_other = other->score == TC_NONE ? -1 : other->score;

  if (rank_one != rank_other)
    return rank_one - rank_other;
  if (score_one != score_other)
    return score_one > score_other ? -1 : 1;
  return one->facts.row.id < other->facts.row.id ? -1 : 1;
}

static TcMerging *
merging_new (void)
{
  TcMerging *self = g_new0 (TcMerging, 1);

  self->members = g_array_new (FALSE, TRUE, sizeof (TcMergeMember));
  g_array_set_clear_func (self->members, clear_member);
  return self;
}

typedef struct {
  GArray *ids; /* (owned) (element-type gint64) */
  gint64 leader_id;
} Asked;

static void
free_asked (gpointer data)
{
  g_array_unref (((Asked *) data)->ids);
  g_free (data);
}

static gpointer
read_merging (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const Asked *asked = data;
  TcMerging *self = merging_new ();
  g_autoptr (GArray)
      facts = tc_merge_facts_read (db, (const gint64 *) (void *) asked->ids->data, asked->ids->len);
  int at = asked->leader_id ? find_facts (facts, asked->leader_id) : -1;
  g_autoptr (GArray) scores = NULL;
  const TcMergeFacts *leader = NULL;

  self->reason = TC_LEADS_CHOSEN;
  if (at < 0 || !tc_merging_can_lead (&g_array_index (facts, TcMergeFacts, at)))
    at = tc_merging_propose (facts, &self->reason);
  leader = at >= 0 ? &g_array_index (facts, TcMergeFacts, at) : NULL;
  self->leader_id = leader ? leader->row.id : 0;
  scores = tc_merge_scores (db, facts, leader);
  for (guint i = 0; i < facts->len; i++) {
    TcMergeFacts *one = &g_array_index (facts, TcMergeFacts, i);
    TcMergeMember member = {.facts = *one, .can_lead = tc_merging_can_lead (one)};
    gboolean other = leader && one->row.id != self->leader_id;
    member.warnings = other ? tc_merging_warn (one, leader) : leader ? 0 : warn_impossible (one);
    member.distance_m = leader ? measure (&one->row, &leader->row) : TC_NONE;
    member.apart_us = leader ? ABS (one->row.received_us - leader->row.received_us) : 0;
    member.score = find_score (scores, one->row.id);
    g_array_append_val (self->members, member);
  }
  /* They are the members' now. */
  g_array_set_clear_func (facts, NULL);
  g_array_sort_with_data (self->members, compare_members, &self->leader_id);
  return self;
}

void
tc_merging_read_async (TcWorker *reader, const gint64 *ids, guint n_ids, gint64 leader_id,
                       GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  Asked *asked = g_new0 (Asked, 1);

  g_return_if_fail (n_ids <= TC_BULK_MAX);
  asked->ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_array_append_vals (asked->ids, ids, n_ids);
  asked->leader_id = leader_id;
  tc_worker_run_async (reader, read_merging, asked, free_asked, (GDestroyNotify) tc_merging_free,
                       cancellable, callback, data);
}

TcMerging *
tc_merging_read_finish (TcWorker *reader, GAsyncResult *result, GError **error)
{
  return tc_worker_run_finish (reader, result, error);
}

/* ---- which ---- */

GArray *
tc_merging_list_alike (gint64 incident_id, GArray *similar)
{
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  g_array_append_val (ids, incident_id);
  for (guint i = 0; i < similar->len; i++) {
    const TcSimilar *one = &g_array_index (similar, TcSimilar, i);
    guint64 steps = tc_incident_allowed_steps (one->state);
    if (one->likely && (steps & ((guint64) 1 << TC_STEP_MERGE)))
      g_array_append_val (ids, one->incident_id);
  }
  return ids;
}

void
tc_merge_target_free (TcMergeTarget *target)
{
  if (!target)
    return;
  g_array_unref (target->ids);
  g_free (target->missing);
  g_free (target);
}

static void
find_alike (TcDatabase *db, TcMergeTarget *target)
{
  gint64 id = g_array_index (target->ids, gint64, 0);
  g_autoptr (TcIncidentDetail) detail = tc_incident_detail (db, id);
  const TcIncidentRow *row = detail ? &detail->incident : NULL;
  g_autoptr (GArray) similar = NULL;

  if (!row)
    return;
  similar = tc_incident_similar (
      db, id, row->field_id, row->lat_e7, row->lon_e7, row->received_us,
      detail->reports->len > 0 ? g_array_index (detail->reports, TcReport, 0).text : row->title,
      TC_SIMILAR_STAFF_M);
  g_array_unref (target->ids);
  target->ids = tc_merging_list_alike (id, similar);
}

static gpointer
find_target (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  char **codes = data;
  TcMergeTarget *target = g_new0 (TcMergeTarget, 1);
  gint64 day = tc_incident_day (tc_now_us ());
  gboolean alone = TRUE;

  target->ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  for (guint i = 0; codes[i] && !target->missing && target->ids->len < TC_BULK_MAX; i++) {
    gint64 id = *codes[i] ? tc_incident_find (db, codes[i], day) : 0;
    if (!*codes[i])
      continue;
    alone = alone && i == 0;
    if (id == 0)
      target->missing = g_strdup (codes[i]);
    else if (!tc_ids_contain (target->ids, id))
      g_array_append_val (target->ids, id);
  }
  if (alone && target->ids->len == 1)
    find_alike (db, target);
  return target;
}

void
tc_merging_find_async (TcWorker *reader, const char *code, const char *others,
                       GAsyncReadyCallback callback, gpointer data)
{
  g_autofree char *all = g_strconcat (code, " ", others, NULL);

  tc_worker_run_async (reader, find_target, g_strsplit_set (all, " ,;\n", -1),
                       (GDestroyNotify) g_strfreev, (GDestroyNotify) tc_merge_target_free, NULL,
                       callback, data);
}

TcMergeTarget *
tc_merging_find_finish (TcWorker *reader, GAsyncResult *result, GError **error)
{
  return tc_worker_run_finish (reader, result, error);
}
