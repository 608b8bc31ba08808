/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: a template is filled in with what the incident has, in the template's own language; what it
 * doesn't have is left to a person. What the last answer has come to is said to who writes another.
 * Method: incidents of the control room.
 */
#include "tc-answer-words.h"
#include "tc-room-fixture.h"
#include "tc-words.h"

static char *
fill (TcRoom *room, gint64 incident_id, const char *language, const char *text)
{
  TcAnswerTemplate one = {1, (char *) language, (char *) "tên", (char *) text};
  g_autoptr (TcIncidentDetail) detail = tc_incident_detail (room->fixture->db, incident_id);

  g_assert_nonnull (detail);
  return tc_answer_template_fill (&one, detail);
}

static void
test_fill (void)
{
  g_autoptr (TcRoom) room = tc_room_new ();
  gint64 incident = tc_room_report (room);
  g_autofree char *code = tc_room_text (room, "SELECT code FROM incident WHERE id = ?", incident);
  g_autofree char *place = tc_room_text (room, "SELECT address FROM incident WHERE id = ?",
                                         incident);
  g_autofree char *vi = tc_room_text (room, "SELECT name_vi FROM field WHERE id = ?", room->kind);
  g_autofree char *en = tc_room_text (room, "SELECT name_en FROM field WHERE id = ?", room->kind);
  g_autofree char *expected = g_strdup_printf ("%s · %s · %s · …", code, place, vi);
  g_autofree char *expected_en = g_strdup_printf ("%s, %s", en, code);
  g_autofree char *found = fill (room, incident, "vi", "{code} · {place} · {field} · {unit}");
  g_autofree char *found_en = fill (room, incident, "en", "{field}, {code}");
  g_autofree char *plain = fill (room, incident, "vi", "Cảm ơn ông/bà.");

  g_assert_cmpstr (found, ==, expected);
  g_assert_cmpstr (found_en, ==, expected_en);
  g_assert_cmpstr (plain, ==, "Cảm ơn ông/bà.");
}

/* With the date: who reads it does so on another day. */
static void
test_times (void)
{
  g_autoptr (TcRoom) room = tc_room_new ();
  gint64 incident = tc_room_report (room);
  g_autofree char *found = fill (room, incident, "vi", "{received}");

  g_assert_true (g_regex_match_simple ("^[0-2][0-9]:[0-5][0-9], [0-3][0-9]/[01][0-9]/20[0-9]{2}$",
                                       found, 0, 0));
}

/* Who was sent last and has it still. */
static void
test_unit (void)
{
  g_autoptr (TcRoom) room = tc_room_new ();
  gint64 incident = tc_room_make (room, TC_STATE_DISPATCHED);
  g_autofree char *name = tc_room_text (
      room,
      "SELECT a.name_vi FROM dispatch AS d JOIN agency AS a ON a.id = d.agency_id"
      " WHERE d.incident_id = ? ORDER BY d.sent_us DESC, d.id DESC LIMIT 1",
      incident);
  g_autofree char *found = fill (room, incident, "vi", "{unit}");

  g_assert_cmpstr (found, ==, name);
}

static void
check_last (TcRoom *room, gint64 incident, const char *before, const char *after)
{
  g_autoptr (TcIncidentDetail) detail = tc_incident_detail (room->fixture->db, incident);
  g_autofree char *name = tc_room_text (room, "SELECT name FROM staff WHERE id = ?",
                                        room->lan.staff_id);
  g_autofree char *found = tc_answer_word_last (detail, room->fixture->now_us);
  g_autofree char *when = tc_words_when (room->fixture->now_us, room->fixture->now_us);
  g_autofree char *whole = before ? g_strconcat (before, name, ", ", when, after, NULL) : NULL;

  g_assert_cmpstr (found, ==, whole);
}

static void
send_back (TcRoom *room, gint64 incident)
{
  TcAnswerStep args = {
      incident, tc_room_int (room, "SELECT max (id) FROM answer WHERE incident_id = ?", incident),
      "Nói rõ khi nào xong"};

  tc_fixture_run_as (room->fixture, room->lan, &tc_answer_return_type, &args);
}

/* Who wrote it, approved it, published it; why it was sent back. */
static void
test_last (void)
{
  g_autoptr (TcRoom) room = tc_room_new ();
  gint64 incident = tc_room_make (room, TC_STATE_ASSIGNED);

  check_last (room, incident, NULL, NULL);
  tc_room_step (room, incident, TC_STEP_SUBMIT);
  check_last (room, incident, "An answer waits for approval already (",
              "). One that is sent now replaces it.");
  send_back (room, incident);
  check_last (room, incident, "The last answer (", ") was sent back: Nói rõ khi nào xong");
  tc_room_step (room, incident, TC_STEP_SUBMIT);
  tc_room_step (room, incident, TC_STEP_APPROVE);
  check_last (room, incident, "An answer is approved already (",
              ") and waits to be published. One that is sent now "
              "replaces it.");
  tc_room_step (room, incident, TC_STEP_PUBLISH);
  check_last (room, incident, "The reporters have been answered already (",
              "). One that is sent now goes to them as "
              "well.");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/answer-words/fill", test_fill);
  g_test_add_func ("/answer-words/times", test_times);
  g_test_add_func ("/answer-words/unit", test_unit);
  g_test_add_func ("/answer-words/last", test_last);
  return g_test_run ();
}
