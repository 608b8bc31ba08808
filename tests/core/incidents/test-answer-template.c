/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: what is offered is what fits field, state and language best; what isn't offered any more
 * isn't; each refusal. Method: the control room.
 */
#include "tc-answer-template.h"
#include "tc-room-fixture.h"

static void
set (TcRoom *room, const char *code, gint64 field_id, const char *state, const char *language)
{
  TcAnswerSetTemplate args = {tc_room_id (room),    code, field_id, state, language, code,
                              "{unit} xong {code}", 1};

  tc_fixture_run (room->fixture, &tc_answer_set_template_type, &args);
}

/* Names of what is offered, with a space between. */
static void
check_offered (TcRoom *room, gint64 field_id, TcIncidentState state, const char *language,
               const char *names)
{
  g_autoptr (GArray) list = tc_answer_templates (room->fixture->db, field_id, state, language);
  g_autoptr (GString) found = g_string_new (NULL);

  g_assert_true (tc_database_check (room->fixture->db, NULL));
  for (guint i = 0; i < list->len; i++)
    g_string_append_printf (found, i > 0 ? " %s" : "%s",
                            g_array_index (list, TcAnswerTemplate, i).name);
  g_assert_cmpstr (found->str, ==, names);
}

static void
test_offered (void)
{
  g_autoptr (TcRoom) room = tc_room_new ();

  set (room, "any", 0, NULL, "vi");
  set (room, "done", 0, "resolved", "vi");
  set (room, "light-done", room->kind, "resolved", "vi");
  set (room, "light", room->kind, NULL, "vi");
  set (room, "traffic", room->field, NULL, "vi");
  set (room, "other", room->other_field, NULL, "vi");
  set (room, "en-done", 0, "resolved", "en");
  check_offered (room, room->kind, TC_STATE_RESOLVED, "vi", "light-done light traffic done any");
  check_offered (room, room->kind, TC_STATE_WORKING, "vi", "light traffic any");
  check_offered (room, room->field, TC_STATE_WORKING, "vi", "traffic any");
  check_offered (room, 0, TC_STATE_NEW, "vi", "any");
  /* A language that says nothing of it: better in Vietnamese than nothing. */
  check_offered (room, room->kind, TC_STATE_RESOLVED, "en", "en-done");
  check_offered (room, room->other_field, TC_STATE_NEW, "en", "other any");
  check_offered (room, room->other_field, TC_STATE_NEW, "km", "other any");
  tc_fixture_check_replays (room->fixture);
}

static void
test_changed (void)
{
  g_autoptr (TcRoom) room = tc_room_new ();
  TcAnswerSetTemplate args = {tc_room_id (room), "any", 0, NULL, "vi", "Một", "Cảm ơn.", 1};

  tc_fixture_run (room->fixture, &tc_answer_set_template_type, &args);
  check_offered (room, 0, TC_STATE_NEW, "vi", "Một");
  args.name = "Hai";
  args.state = "waiting";
  tc_fixture_run (room->fixture, &tc_answer_set_template_type, &args);
  check_offered (room, 0, TC_STATE_NEW, "vi", "");
  check_offered (room, 0, TC_STATE_WAITING, "vi", "Hai");
  args.active = 0;
  tc_fixture_run (room->fixture, &tc_answer_set_template_type, &args);
  check_offered (room, 0, TC_STATE_WAITING, "vi", "");
  tc_fixture_check_replays (room->fixture);
}

static void
test_refusals (void)
{
  g_autoptr (TcRoom) room = tc_room_new ();
  TcAnswerSetTemplate one = {tc_room_id (room), "any", 0, NULL, "vi", "Một", "Cảm ơn.", 1};
  TcRoleCapability may = {room->role, TC_MAY_MANAGE};
  TcAnswerSetTemplate other = {tc_room_id (room), "any", 0, NULL, "vi", "Hai", "Cảm ơn.", 1};

  tc_fixture_run (room->fixture, &tc_answer_set_template_type, &one);
  tc_fixture_refuse (room->fixture, &tc_answer_set_template_type, &other, "template.code-used");
  other.code = "other";
  other.field_id = tc_room_id (room);
  tc_fixture_refuse (room->fixture, &tc_answer_set_template_type, &other, "field.unknown");
  other.field_id = 0;
  other.state = "gone";
  tc_fixture_refuse (room->fixture, &tc_answer_set_template_type, &other, "template.state");
  other.state = NULL;
  other.text = "Cảm ơn {name}.";
  tc_fixture_refuse (room->fixture, &tc_answer_set_template_type, &other, "template.word");
  other.text = "";
  tc_fixture_refuse (room->fixture, &tc_answer_set_template_type, &other, "operation.arguments");
  other.text = "Cảm ơn.";
  for (guint i = 1; i < TC_ANSWER_TEMPLATES_MAX; i++) {
    g_autofree char *code = g_strdup_printf ("t%u", i);
    set (room, code, 0, NULL, "vi");
  }
  tc_fixture_refuse (room->fixture, &tc_answer_set_template_type, &other, "template.too-many");
  one.name = "Ba";
  tc_fixture_run_as (room->fixture, room->lan, &tc_answer_set_template_type, &one);
  tc_fixture_run (room->fixture, &tc_role_deny_type, &may);
  tc_fixture_refuse_as (room->fixture, room->lan, &tc_answer_set_template_type, &one,
                        "people.not-allowed");
}

static void
test_words (void)
{
  static const struct {
    const char *text;
    const char *stranger; /* (nullable) */
  } cases[] = {
      {"Cảm ơn.", NULL},
      {"{code} {place}{field}{unit}", NULL},
      {"{due}{received}", NULL},
      {"{codes}", "codes"},
      {"{code} và {tên}", "tên"},
      {"{}", ""},
      {"{code", ""},
      {"code}", ""},
      {"{co{code}", ""},
      {"{code} } {place}", ""},
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *found = tc_answer_template_find_stranger (cases[i].text);
    g_assert_cmpstr (found, ==, cases[i].stranger);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/answer-template/offered", test_offered);
  g_test_add_func ("/answer-template/changed", test_changed);
  g_test_add_func ("/answer-template/refusals", test_refusals);
  g_test_add_func ("/answer-template/words", test_words);
  return g_test_run ();
}
