/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: a province's word stands in place of the program's, everywhere that words a state, and no
 * two states are ever called the same, whatever was set. Method: words alone.
 */
#include "tc-fold.h"
#include "tc-incident-words.h"
#include "tc-state-names.h"

static GPtrArray *
make_names (void)
{
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);

  g_ptr_array_set_size (names, TC_N_STATES);
  return names;
}

static void
test_worded (void)
{
  g_autoptr (GPtrArray) names = make_names ();

  names->pdata[TC_STATE_WORKING] = g_strdup ("in hand");
  g_assert_true (tc_incident_words_name_states (names));
  g_assert_false (tc_incident_words_name_states (names));
  g_assert_cmpstr (tc_incident_word_state (TC_STATE_WORKING), ==, "in hand");
  g_assert_cmpstr (tc_incident_word_state_plain (TC_STATE_WORKING), ==, "being worked on");
  g_assert_cmpstr (tc_incident_word_state (TC_STATE_NEW), ==, "new");
  g_assert_true (tc_incident_words_name_states (NULL));
  g_assert_cmpstr (tc_incident_word_state (TC_STATE_WORKING), ==, "being worked on");
}

/* Of words that states have, and of few others, so that many are the same. */
static void
test_told_apart (void)
{
  static const char *const others[] = {"in hand", "In  hand", "done", "waiting"};

  for (guint turn = 0; turn < 500; turn++) {
    g_autoptr (GPtrArray) names = make_names ();
    g_autoptr (GHashTable) keys = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

    for (guint state = 0; state < TC_N_STATES; state++) {
      int pick = g_test_rand_int_range (0, TC_N_STATES + 8);
      if (pick < TC_N_STATES)
        names->pdata[state] = g_strdup (tc_incident_word_state_plain (pick));
      else if (pick < TC_N_STATES + 4)
        names->pdata[state] = g_strdup (others[pick - TC_N_STATES]);
    }
    tc_state_names_part (names);
    tc_incident_words_name_states (names);
    for (guint state = 0; state < TC_N_STATES; state++)
      g_assert_true (g_hash_table_add (keys, tc_fold_key (tc_incident_word_state (state))));
  }
  tc_incident_words_name_states (NULL);
}

/* Two may change places. */
static void
test_swapped (void)
{
  g_autoptr (GPtrArray) names = make_names ();

  names->pdata[TC_STATE_CLOSED] = g_strdup ("resolved");
  names->pdata[TC_STATE_RESOLVED] = g_strdup ("done");
  names->pdata[TC_STATE_NEW] = g_strdup ("Merged into another");
  tc_state_names_part (names);
  g_assert_cmpstr (names->pdata[TC_STATE_CLOSED], ==, "resolved");
  g_assert_cmpstr (names->pdata[TC_STATE_RESOLVED], ==, "done");
  g_assert_null (names->pdata[TC_STATE_NEW]);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/state-names/worded", test_worded);
  g_test_add_func ("/state-names/told-apart", test_told_apart);
  g_test_add_func ("/state-names/swapped", test_swapped);
  return g_test_run ();
}
