/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: to which of many something can't be done is said before, and only templates that fit all
 * are offered; one text makes an answer for each, and none where a word of it has nothing to be
 * filled in with. Method: the control room of tests/core/incidents in a file that a worker reads.
 */
#include "tc-bulk-look.h"
#include "tc-fixture-file.h"
#include "tc-room-fixture.h"

static void
keep_result_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  *(GAsyncResult **) data = g_object_ref (result);
}

/* (transfer full) */
static GAsyncResult *
wait_for (GAsyncResult **result)
{
  while (!*result)
    g_main_context_iteration (NULL, TRUE);
  return g_steal_pointer (result);
}

/* (transfer full) */
static TcBulkLook *
look (TcRoom *room, TcBulkKind kind, GArray *ids)
{
  g_autoptr (TcFixtureFile) file = tc_fixture_file_new (room->fixture);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GAsyncResult *came = NULL;
  TcBulkLook *found = NULL;

  tc_bulk_look_async (file->reader, kind, ids, keep_result_cb, &came);
  result = wait_for (&came);
  found = tc_bulk_look_finish (file->reader, result, &error);
  g_assert_no_error (error);
  return found;
}

/* (transfer full) */
static GArray *
answer (TcRoom *room, GArray *ids, const char *text)
{
  g_autoptr (TcFixtureFile) file = tc_fixture_file_new (room->fixture);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GAsyncResult *came = NULL;
  GArray *answers = NULL;

  tc_bulk_answers_async (file->reader, ids, text, "vi", keep_result_cb, &came);
  result = wait_for (&came);
  answers = tc_bulk_answers_finish (file->reader, result, &error);
  g_assert_no_error (error);
  return answers;
}

/* (transfer full) (element-type gint64) */
static GArray *
list_unasked (TcRoom *room, GArray *ids, gint64 agency_id)
{
  g_autoptr (TcFixtureFile) file = tc_fixture_file_new (room->fixture);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GAsyncResult *came = NULL;
  GArray *unasked = NULL;

  tc_bulk_unasked_async (file->reader, ids, agency_id, keep_result_cb, &came);
  result = wait_for (&came);
  unasked = tc_bulk_unasked_finish (file->reader, result, &error);
  g_assert_no_error (error);
  return unasked;
}

/* (transfer full) (element-type gint64) */
static GArray *
make_ids (TcRoom *room, const TcIncidentState *states, guint n)
{
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = 0; i < n; i++) {
    gint64 id = tc_room_make (room, states[i]);
    g_array_append_val (ids, id);
  }
  return ids;
}

/* What a unit has an open order for is left out, what it has given back isn't. */
static void
test_unasked (void)
{
  const TcIncidentState states[] = {TC_STATE_NEW, TC_STATE_DISPATCHED, TC_STATE_WORKING};
  g_autoptr (TcRoom) room = tc_room_new ();
  g_autoptr (GArray) ids = make_ids (room, states, G_N_ELEMENTS (states)), none = NULL, all = NULL;

  none = list_unasked (room, ids, room->unit);
  all = list_unasked (room, ids, room->centre);
  g_assert_cmpuint (none->len, ==, 1);
  g_assert_cmpint (g_array_index (none, gint64, 0), ==, g_array_index (ids, gint64, 0));
  g_assert_cmpuint (all->len, ==, 3);
  tc_database_execute (room->fixture->db, "UPDATE dispatch SET state = 'returned'", NULL);
  g_clear_pointer (&none, g_array_unref);
  none = list_unasked (room, ids, room->unit);
  g_assert_cmpuint (none->len, ==, 3);
}

static void
test_cannot (void)
{
  const TcIncidentState states[] = {TC_STATE_NEW, TC_STATE_CLOSED, TC_STATE_MERGED,
                                    TC_STATE_CLOSED};
  g_autoptr (TcRoom) room = tc_room_new ();
  g_autoptr (GArray) ids = make_ids (room, states, G_N_ELEMENTS (states));
  g_autoptr (TcBulkLook) look_at = look (room, TC_BULK_DISPATCH, ids);
  g_autoptr (TcBulkLook) note = look (room, TC_BULK_NOTE, ids);
  g_autofree char *words = tc_bulk_look_word (look_at), *none = tc_bulk_look_word (note);

  g_assert_cmpuint (look_at->n, ==, 4);
  g_assert_cmpuint (look_at->n_cannot, ==, 3);
  g_assert_cmpuint (look_at->by_state[TC_STATE_CLOSED], ==, 2);
  g_assert_null (look_at->templates);
  g_assert_cmpstr (words, ==, "Not possible for 3 of 4: 2 closed, 1 merged into another");
  g_assert_cmpuint (note->n_cannot, ==, 0);
  g_assert_null (none);
}

static void
add_template (TcRoom *room, const char *code, gint64 field_id)
{
  TcAnswerSetTemplate args = {.template_id = tc_room_id (room),
                              .code = code,
                              .field_id = field_id,
                              .language = "vi",
                              .name = code,
                              .text = "Cảm ơn.",
                              .active = 1};

  tc_fixture_run (room->fixture, &tc_answer_set_template_type, &args);
}

/* Of one that is for the field of some of them nothing is offered for all. */
static void
test_templates (void)
{
  const TcIncidentState states[] = {TC_STATE_ASSIGNED, TC_STATE_ASSIGNED};
  g_autoptr (TcRoom) room = tc_room_new ();
  g_autoptr (GArray) ids = make_ids (room, states, G_N_ELEMENTS (states));
  TcIncidentClassify other = {g_array_index (ids, gint64, 1), room->other_field, NULL};
  g_autoptr (TcBulkLook) both = NULL, mixed = NULL;

  add_template (room, "thanks", 0);
  add_template (room, "light", room->kind);
  both = look (room, TC_BULK_ANSWER, ids);
  g_assert_cmpuint (both->templates->len, ==, 2);
  tc_fixture_run_as (room->fixture, room->lan, &tc_incident_classify_type, &other);
  mixed = look (room, TC_BULK_ANSWER, ids);
  g_assert_cmpuint (mixed->templates->len, ==, 1);
  g_assert_cmpstr (g_array_index (mixed->templates, TcAnswerTemplate, 0).name, ==, "thanks");
}

/* That all have, of those that it can be set of. */
static void
test_field (void)
{
  const TcIncidentState states[] = {TC_STATE_MERGED, TC_STATE_ASSIGNED, TC_STATE_NEW};
  g_autoptr (TcRoom) room = tc_room_new ();
  g_autoptr (GArray) ids = make_ids (room, states, G_N_ELEMENTS (states));
  TcIncidentClassify merged = {g_array_index (ids, gint64, 0), room->other_field, NULL};
  TcIncidentClassify other = {g_array_index (ids, gint64, 2), room->other_field, NULL};
  g_autoptr (TcBulkLook) same = NULL, mixed = NULL;

  tc_database_execute (room->fixture->db, "UPDATE incident SET field_id = ?2 WHERE id = ?1", "ii",
                       merged.incident_id, merged.field_id);
  same = look (room, TC_BULK_CLASSIFY, ids);
  g_assert_cmpuint (same->n_cannot, ==, 1);
  g_assert_cmpint (same->field_id, ==, room->kind);
  tc_fixture_run_as (room->fixture, room->lan, &tc_incident_classify_type, &other);
  mixed = look (room, TC_BULK_CLASSIFY, ids);
  g_assert_cmpint (mixed->field_id, ==, 0);
}

/* An answer that waits for approval is replaced by one more. */
static void
test_replaced (void)
{
  const TcIncidentState states[] = {TC_STATE_ASSIGNED, TC_STATE_ASSIGNED};
  g_autoptr (TcRoom) room = tc_room_new ();
  g_autoptr (GArray) ids = make_ids (room, states, G_N_ELEMENTS (states));
  g_autoptr (TcBulkLook) found = NULL;
  g_autofree char *words = NULL;

  tc_room_step (room, g_array_index (ids, gint64, 0), TC_STEP_SUBMIT);
  found = look (room, TC_BULK_ANSWER, ids);
  words = tc_bulk_look_word (found);
  g_assert_cmpuint (found->n_replaced, ==, 1);
  g_assert_cmpstr (words, ==, "1 has an answer on its way, which this one replaces");
}

static void
test_answers (void)
{
  const TcIncidentState states[] = {TC_STATE_DISPATCHED, TC_STATE_NEW};
  g_autoptr (TcRoom) room = tc_room_new ();
  g_autoptr (GArray) ids = make_ids (room, states, G_N_ELEMENTS (states));
  g_autoptr (GArray) codes = NULL, units = NULL;
  const TcBulkAnswer *one = NULL;

  for (guint i = 0; i < ids->len; i++) {
    g_autofree char *code = tc_room_text (room, "SELECT code FROM incident WHERE id = ?",
                                          g_array_index (ids, gint64, i));
    g_autofree char *expected = g_strconcat ("Mã ", code, ".", NULL);
    g_clear_pointer (&codes, g_array_unref);
    codes = answer (room, ids, "Mã {code}.");
    one = &g_array_index (codes, TcBulkAnswer, i);
    g_assert_cmpstr (one->text, ==, expected);
    g_assert_null (one->why);
  }
  units = answer (room, ids, "{unit} đang đến.");
  g_assert_nonnull (g_array_index (units, TcBulkAnswer, 0).text);
  one = &g_array_index (units, TcBulkAnswer, 1);
  g_assert_null (one->text);
  g_assert_true (g_str_has_suffix (one->why, " has nothing for {unit}: answer it by itself."));
}

/* One that isn't here, or went meanwhile. */
static void
test_gone (void)
{
  g_autoptr (TcRoom) room = tc_room_new ();
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GArray) answers = NULL;

  g_array_append_vals (ids, &(gint64){12345}, 1);
  answers = answer (room, ids, "Cảm ơn.");
  g_assert_cmpuint (answers->len, ==, 1);
  g_assert_null (g_array_index (answers, TcBulkAnswer, 0).text);
  g_assert_cmpstr (g_array_index (answers, TcBulkAnswer, 0).why, ==,
                   "The incident isn't here any more.");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/bulk-look/unasked", test_unasked);
  g_test_add_func ("/bulk-look/cannot", test_cannot);
  g_test_add_func ("/bulk-look/templates", test_templates);
  g_test_add_func ("/bulk-look/field", test_field);
  g_test_add_func ("/bulk-look/replaced", test_replaced);
  g_test_add_func ("/bulk-look/answers", test_answers);
  g_test_add_func ("/bulk-look/gone", test_gone);
  return g_test_run ();
}
