/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: of several that are to be merged the right one is proposed to lead, by the reason that is
 * told, and each thing that speaks against one of them is warned of. Method: facts made by hand,
 * which differ in one thing; what is read from a desk is in test-incident-models.c.
 */
#include "tc-incident-merging.h"

#include <string.h>

#define LAT_E7 97800000
#define LON_E7 1054600000

static TcMergeFacts
make (gint64 id)
{
  return (TcMergeFacts){.row = {.id = id,
                                .priority = 3,
                                .state = TC_STATE_NEW,
                                .received_us = 1000 * (gint64) TC_US_PER_DAY + id,
                                .report_count = 1,
                                .lat_e7 = LAT_E7,
                                .lon_e7 = LON_E7},
                        .group_id = 7};
}

/* ---- what leads ---- */

/* The id of the one that should lead; 0: none can */
static gint64
propose (const TcMergeFacts *all, guint n, TcLeadReason *reason)
{
  g_autoptr (GArray) facts = g_array_new (FALSE, FALSE, sizeof (TcMergeFacts));
  int at;

  g_array_append_vals (facts, all, n);
  at = tc_merging_propose (facts, reason);
  return at < 0 ? 0 : all[at].row.id;
}

/* Of three of which the last has what is told, and had been the last choice but for that. */
static void
check_leads (TcMergeFacts last, TcLeadReason expected)
{
  const TcMergeFacts all[] = {make (1), make (2), last};
  TcLeadReason reason = TC_LEADS_CHOSEN;

  g_assert_cmpint (propose (all, G_N_ELEMENTS (all), &reason), ==, last.row.id);
  g_assert_cmpint (reason, ==, expected);
  g_assert_cmpint (*tc_merging_word_reason (reason), !=, 0);
}

static void
test_leader (void)
{
  TcMergeFacts event = make (3), ordered = make (3), urgent = make (3), taken = make (3);
  TcMergeFacts reported = make (3), oldest = make (3);

  event.leads = TRUE;
  check_leads (event, TC_LEADS_EVENT);
  ordered.open_orders = 1;
  check_leads (ordered, TC_LEADS_ORDER);
  urgent.row.priority = 1;
  check_leads (urgent, TC_LEADS_URGENT);
  taken.row.staff_id = 9;
  check_leads (taken, TC_LEADS_TAKEN);
  reported.row.report_count = 2;
  check_leads (reported, TC_LEADS_REPORTS);
  oldest.row.received_us -= 100;
  check_leads (oldest, TC_LEADS_OLDEST);
}

static gint64
propose_two (TcMergeFacts first, TcMergeFacts second, TcLeadReason *reason)
{
  const TcMergeFacts both[] = {first, second};

  return propose (both, G_N_ELEMENTS (both), reason);
}

/* What can't be merged into another leads before what is merely more urgent; what is resolved takes
 * others in, but only where nothing else does; what is over never does. */
static void
test_leader_order (void)
{
  TcMergeFacts ordered = make (1), urgent = make (2), resolved = make (1), merged = make (1);
  TcMergeFacts closed = make (2);
  TcLeadReason reason;

  ordered.open_orders = 1;
  urgent.row.priority = 1;
  g_assert_cmpint (propose_two (urgent, ordered, &reason), ==, 1);
  g_assert_cmpint (reason, ==, TC_LEADS_ORDER);
  resolved.row.state = TC_STATE_RESOLVED;
  resolved.row.report_count = 9;
  g_assert_cmpint (propose_two (resolved, make (2), &reason), ==, 2);
  g_assert_cmpint (reason, ==, TC_LEADS_RUNNING);
  merged.row.state = TC_STATE_MERGED;
  merged.row.priority = 1;
  g_assert_cmpint (propose_two (merged, make (2), &reason), ==, 2);
  g_assert_cmpint (reason, ==, TC_LEADS_ONLY);
  closed.row.state = TC_STATE_CLOSED;
  g_assert_cmpint (propose_two (merged, closed, &reason), ==, 0);
}

/* The next best came later, but another one came before it, which is less urgent. */
static void
test_reason_true (void)
{
  TcMergeFacts all[] = {make (1), make (2), make (3)};
  TcLeadReason reason;

  all[0].row.priority = 4;
  g_assert_cmpint (propose (all, G_N_ELEMENTS (all), &reason), ==, 2);
  g_assert_cmpint (reason, ==, TC_LEADS_URGENT);
}

/* ---- what is warned of ---- */

/* @facts: beside make (1), which has neither unit nor person */
static void
check_warned (TcMergeFacts facts, guint expected, const char *words)
{
  TcMergeFacts leader = make (1);
  TcMergeMember member = {.facts = facts, .distance_m = 1234, .apart_us = 2 * TC_US_PER_DAY};
  g_autofree char *told = NULL;

  member.warnings = tc_merging_warn (&facts, &leader);
  g_assert_cmphex (member.warnings, ==, expected);
  told = tc_merging_word_warnings (&member);
  if (!words)
    g_assert_null (told);
  else if (!strstr (told, words))
    g_error ("“%s” isn't in “%s”", words, told);
}

static void
test_alike (void)
{
  TcMergeFacts near = make (2), mine = make (2);

  check_warned (make (2), 0, NULL);
  /* 0.003 degrees are 333 m. */
  near.row.lat_e7 += 30000;
  near.row.received_us += TC_MERGING_APART_US - 10;
  near.group_id = 0;
  check_warned (near, 0, NULL);
  mine.row.priority = 4;
  check_warned (mine, 0, NULL);
}

static void
test_warned_merged (void)
{
  TcMergeFacts facts = make (2);

  facts.row.state = TC_STATE_MERGED;
  facts.row.merged_into_code = (char *) "PA-261126-0007";
  check_warned (facts, TC_MERGE_MERGED, "already merged into PA-261126-0007");
}

static void
test_warned_ended (void)
{
  TcMergeFacts facts = make (2);

  facts.row.state = TC_STATE_RESOLVED;
  check_warned (facts, TC_MERGE_ENDED, "can't be merged: resolved");
}

static void
test_warned_order (void)
{
  TcMergeFacts facts = make (2);

  facts.open_orders = 1;
  facts.row.unit_id = 5;
  facts.order_vi = facts.order_en = (char *) "Team 1";
  check_warned (facts, TC_MERGE_ORDER, "Team 1 has an order for it");
}

static void
test_warned_event (void)
{
  TcMergeFacts facts = make (2);

  facts.leads = TRUE;
  check_warned (facts, TC_MERGE_EVENT, "leads a big event");
}

static void
test_warned_far (void)
{
  TcMergeFacts facts = make (2);

  facts.row.lat_e7 += 60000;
  check_warned (facts, TC_MERGE_FAR, "far: 1.2 km away");
}

static void
test_warned_nowhere (void)
{
  TcMergeFacts facts = make (2);

  facts.row.lat_e7 = TC_NONE;
  check_warned (facts, TC_MERGE_NOWHERE, "no place to compare");
}

static void
test_warned_field (void)
{
  TcMergeFacts facts = make (2);

  facts.group_id = 8;
  facts.row.field_vi = facts.row.field_en = (char *) "Lighting";
  check_warned (facts, TC_MERGE_FIELD, "other field: Lighting");
}

static void
test_warned_apart (void)
{
  TcMergeFacts facts = make (2);

  facts.row.received_us += 2 * TC_US_PER_DAY;
  check_warned (facts, TC_MERGE_APART, "2 days");
}

static void
test_warned_unit (void)
{
  TcMergeFacts facts = make (2);

  facts.row.unit_id = 5;
  facts.row.unit_vi = facts.row.unit_en = (char *) "Team 1";
  check_warned (facts, TC_MERGE_UNIT, "another unit is responsible: Team 1");
}

static void
test_warned_taken (void)
{
  TcMergeFacts facts = make (2);

  facts.row.staff_id = 9;
  facts.row.staff_name = (char *) "Lan";
  check_warned (facts, TC_MERGE_TAKEN, "Lan has it");
}

static void
test_warned_urgent (void)
{
  TcMergeFacts facts = make (2);

  facts.row.priority = 1;
  check_warned (facts, TC_MERGE_URGENT, "more urgent than what leads: emergency");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/merging/leader", test_leader);
  g_test_add_func ("/merging/leader-order", test_leader_order);
  g_test_add_func ("/merging/reason-true", test_reason_true);
  g_test_add_func ("/merging/alike", test_alike);
  g_test_add_func ("/merging/warned-merged", test_warned_merged);
  g_test_add_func ("/merging/warned-ended", test_warned_ended);
  g_test_add_func ("/merging/warned-order", test_warned_order);
  g_test_add_func ("/merging/warned-event", test_warned_event);
  g_test_add_func ("/merging/warned-far", test_warned_far);
  g_test_add_func ("/merging/warned-nowhere", test_warned_nowhere);
  g_test_add_func ("/merging/warned-field", test_warned_field);
  g_test_add_func ("/merging/warned-apart", test_warned_apart);
  g_test_add_func ("/merging/warned-unit", test_warned_unit);
  g_test_add_func ("/merging/warned-taken", test_warned_taken);
  g_test_add_func ("/merging/warned-urgent", test_warned_urgent);
  return g_test_run ();
}
