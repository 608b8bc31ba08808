/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: what is to be known before several are merged is read of each, and how alike they are to
 * what leads. Method: incidents of the control room in the states that count.
 */
#include "tc-big-event.h"
#include "tc-field-proposal.h"
#include "tc-merge-facts.h"
#include "tc-room-fixture.h"
#include "tc-schema.h"

static const TcMergeFacts *
get (GArray *facts, guint i)
{
  g_assert_cmpuint (i, <, facts->len);
  return &g_array_index (facts, TcMergeFacts, i);
}

static void
test_facts (void)
{
  g_autoptr (TcRoom) room = tc_room_new ();
  gint64 ids[] = {tc_room_report (room), tc_room_make (room, TC_STATE_DISPATCHED),
                  tc_room_report (room), 12345, tc_room_make (room, TC_STATE_RESOLVED)};
  TcEventDeclare event = {ids[2], "storm", "Bão số 5", NULL, TC_NONE};
  gint64 orders = tc_room_int (
      room, "SELECT count(*) FROM dispatch WHERE incident_id = ? AND ended_us IS NULL", ids[1]);

  tc_fixture_run_as (room->fixture, room->lan, &tc_event_declare_type, &event);
  g_autoptr (GArray) facts = tc_merge_facts_read (room->fixture->db, ids, G_N_ELEMENTS (ids));

  g_assert_cmpuint (facts->len, ==, 4);
  g_assert_cmpint (get (facts, 0)->row.id, ==, ids[0]);
  g_assert_cmpint (get (facts, 0)->group_id, ==, room->field);
  g_assert_cmpint (get (facts, 0)->open_orders, ==, 0);
  g_assert_null (get (facts, 0)->order_vi);
  g_assert_false (get (facts, 0)->leads);
  g_assert_cmpint (orders, >, 0);
  g_assert_cmpint (get (facts, 1)->open_orders, ==, orders);
  g_assert_cmpstr (get (facts, 1)->order_vi, ==, "Đội");
  g_assert_true (get (facts, 2)->leads);
  /* Orders that ended don't count. */
  g_assert_cmpint (get (facts, 3)->row.state, ==, TC_STATE_RESOLVED);
  g_assert_cmpint (get (facts, 3)->open_orders, ==, 0);
}

static void
test_scores (void)
{
  static const TcSchemaSet *const sets[] = {&tc_schema_state, &tc_schema_desk, NULL};
  g_autoptr (TcRoom) room = tc_room_new ();
  gint64 ids[14] = {0};
  g_autoptr (GError) error = NULL;

  g_assert_true (tc_schema_migrate (room->fixture->db, sets, &error));
  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    ids[i] = tc_room_report (room);
  while (tc_field_learn_step (room->fixture->db, 100))
    ;
  g_autoptr (GArray) facts = tc_merge_facts_read (room->fixture->db, ids, G_N_ELEMENTS (ids));
  g_autoptr (GArray) none = tc_merge_scores (room->fixture->db, facts, NULL);
  g_autoptr (GArray) scores = tc_merge_scores (room->fixture->db, facts, get (facts, 3));

  g_assert_cmpuint (none->len, ==, 0);
  /* More than are proposed at a time; of itself nothing is said. */
  g_assert_cmpuint (scores->len, ==, G_N_ELEMENTS (ids) - 1);
  for (guint i = 0; i < scores->len; i++) {
    const TcMergeScore *score = &g_array_index (scores, TcMergeScore, i);
    g_assert_cmpint (score->incident_id, !=, ids[3]);
    g_assert_cmpint (score->score, >=, TC_SIMILAR_LIKELY);
    g_assert_true (score->likely);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/merge/facts", test_facts);
  g_test_add_func ("/merge/scores", test_scores);
  return g_test_run ();
}
