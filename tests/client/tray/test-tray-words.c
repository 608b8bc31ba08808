/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: a refused operation says what was wanted, by whom and when, who was first, what is
 * different now and what is lawful, in plain words; and what is changed in it is what goes out.
 * Method: two dispatchers in the control room of tests/core/incidents, one of whom saw the incident
 * before the other did something; the words in the untranslated English of the sources.
 */
#include "tc-incident-operations.h"
#include "tc-room-fixture.h"
#include "tc-tray-words.h"

#include <string.h>

typedef struct {
  TcRoom *room;
  gint64 incident_id;
  GBytes *seen;
  gint64 made_us;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  gint64 scope = 0;

  fixture->room = tc_room_new ();
  fixture->incident_id = tc_room_report (fixture->room);
  fixture->seen = tc_incident_dup_seen (fixture->room->fixture->db, fixture->incident_id, &scope);
  g_assert_nonnull (fixture->seen);
  fixture->made_us = fixture->room->fixture->now_us;
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_bytes_unref (fixture->seen);
  tc_room_free (fixture->room);
}

/* Lan wanted it, at desk 3, when she saw what was seen. @args: floating */
static TcTrayEntry *
make_entry (Fixture *fixture, const char *operation, GVariant *args, TcRefusal *refusal)
{
  TcTrayEntry *entry = g_new0 (TcTrayEntry, 1);

  entry->seq = 5;
  entry->operation_id = 4711;
  entry->operation = g_strdup (operation);
  entry->args = g_variant_ref_sink (args);
  entry->refusal = refusal;
  entry->actor_id = fixture->room->lan.staff_id;
  entry->replica = fixture->room->lan.desk;
  entry->made_us = fixture->made_us;
  entry->refused_us = fixture->room->fixture->now_us;
  entry->seen = g_bytes_ref (fixture->seen);
  return entry;
}

static GVariant *
about (Fixture *fixture)
{
  return g_variant_new_parsed ("{'incident_id': <%x>}", fixture->incident_id);
}

static TcRefusal *
refuse (const char *code)
{
  return tc_refusal_new (code, "incident", TC_S, "PA-1", "into", TC_S, "PA-2", "state", TC_S,
                         "closed", NULL);
}

static TcTrayDetail *
read_detail (Fixture *fixture, const TcTrayEntry *entry)
{
  TcTrayDetail *detail = tc_tray_detail_read (fixture->room->fixture->db, entry);

  g_assert_true (tc_database_check (fixture->room->fixture->db, NULL));
  return detail;
}

static void
run_minh (Fixture *fixture, const TcOperationType *type, gconstpointer args)
{
  fixture->room->fixture->now_us += TC_MINUTE_US;
  tc_fixture_run_as (fixture->room->fixture, fixture->room->minh, type, args);
}

static const TcTrayFact *
find_fact (const GArray *facts, const char *label)
{
  for (guint i = 0; i < facts->len; i++)
    if (g_str_equal (g_array_index (facts, TcTrayFact, i).label, label))
      return &g_array_index (facts, TcTrayFact, i);
  return NULL;
}

static void
assert_part (const char *text, const char *part)
{
  g_assert_nonnull (text);
  if (!strstr (text, part))
    g_error ("“%s” isn't in “%s”", part, text);
}

/* Somebody else took it first: who and when, then and now, and the way around. */
static void
test_taken (Fixture *fixture, gconstpointer data)
{
  TcIncidentTake take = {fixture->incident_id, 0};
  gint64 now_us;

  run_minh (fixture, &tc_incident_take_type, &take);
  now_us = fixture->room->fixture->now_us;
  g_autoptr (TcTrayEntry)
      entry = make_entry (fixture, "incident.take", about (fixture), refuse ("incident.taken"));
  g_autoptr (TcTrayDetail) detail = read_detail (fixture, entry);
  g_autofree char *wanted = tc_tray_word_wanted (entry);
  g_autofree char *when = tc_tray_word_when (entry, detail, now_us);
  g_autofree char *cause = tc_tray_word_cause (detail, now_us);
  g_autoptr (GArray) facts = tc_tray_list_facts (detail, now_us);
  TcTrayWay way = tc_tray_find_way (entry, detail);
  g_autofree char *verb = tc_tray_word_way (detail, way);
  g_autoptr (GVariant) args = g_variant_ref_sink (tc_tray_make_way (entry, detail, way));
  gint64 from_id = 0;

  g_assert_cmpstr (wanted, ==, "Take");
  assert_part (when, "lan did this here at ");
  assert_part (cause, "minh");
  assert_part (cause, "Taken by minh");
  g_assert_cmpuint (detail->meanwhile->len, ==, 1);
  g_assert_cmpstr (find_fact (facts, "Taken by")->then, ==, "none");
  g_assert_cmpstr (find_fact (facts, "Taken by")->now, ==, "minh");
  g_assert_true (find_fact (facts, "Taken by")->changed);
  g_assert_false (find_fact (facts, "Priority")->changed);
  g_assert_null (find_fact (facts, "Merged into"));
  g_assert_cmpint (way, ==, TC_TRAY_TAKE_OVER);
  g_assert_cmpstr (verb, ==, "Take over from minh");
  g_assert_true (g_variant_lookup (args, "from_id", "x", &from_id));
  g_assert_cmpint (from_id, ==, fixture->room->minh.staff_id);
}

/* A note to what was merged meanwhile: it can go to where that went. */
static void
test_merged (Fixture *fixture, gconstpointer data)
{
  gint64 into = tc_room_report (fixture->room), to = 0;
  TcIncidentMerge merge = {fixture->incident_id, into, tc_room_id (fixture->room)};
  g_autofree char *code = tc_room_text (fixture->room, "SELECT code FROM incident WHERE id = ?",
                                        into);

  run_minh (fixture, &tc_incident_merge_type, &merge);
  g_autoptr (TcTrayEntry) entry = make_entry (
      fixture, "incident.comment",
      g_variant_new_parsed ("{'incident_id': <%x>, 'text': <'đã gọi'>}", fixture->incident_id),
      refuse ("incident.merged"));
  g_autoptr (TcTrayDetail) detail = read_detail (fixture, entry);
  g_autofree char *wanted = tc_tray_word_wanted (entry);
  g_autofree char *cause = tc_tray_word_cause (detail, fixture->room->fixture->now_us);
  g_autoptr (GArray) facts = tc_tray_list_facts (detail, fixture->room->fixture->now_us);
  TcTrayWay way = tc_tray_find_way (entry, detail);
  g_autofree char *verb = tc_tray_word_way (detail, way);
  g_autofree char *expected = g_strdup_printf ("Send to %s instead", code);
  g_autoptr (GVariant) args = g_variant_ref_sink (tc_tray_make_way (entry, detail, way));

  g_assert_cmpstr (wanted, ==, "Note: “đã gọi”");
  assert_part (cause, "Merged with");
  g_assert_cmpstr (find_fact (facts, "Merged into")->now, ==, code);
  g_assert_cmpint (way, ==, TC_TRAY_SEND_ON);
  g_assert_cmpstr (verb, ==, expected);
  g_assert_true (g_variant_lookup (args, "incident_id", "x", &to));
  g_assert_cmpint (to, ==, into);
}

/* A merge that was to be taken back, and there is another one by now: who made that. */
static void
test_merged_elsewhere (Fixture *fixture, gconstpointer data)
{
  gint64 into = tc_room_report (fixture->room);
  TcIncidentMerge merge = {fixture->incident_id, into, tc_room_id (fixture->room)};

  run_minh (fixture, &tc_incident_merge_type, &merge);
  g_autoptr (TcTrayEntry) entry = make_entry (fixture, "incident.unmerge", about (fixture),
                                              refuse ("incident.merged-elsewhere"));
  g_autoptr (TcTrayDetail) detail = read_detail (fixture, entry);
  g_autofree char *cause = tc_tray_word_cause (detail, fixture->room->fixture->now_us);

  assert_part (cause, "minh");
  assert_part (cause, "Merged with");
  g_assert_cmpint (tc_tray_find_way (entry, detail), ==, TC_TRAY_NO_WAY);
}

/* Nothing is known of what was seen, or of the incident: it says less, and nothing wrong. */
static void
test_unknown (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TcTrayEntry)
      entry = make_entry (fixture, "incident.take", about (fixture), refuse ("incident.taken"));
  g_autoptr (TcTrayEntry) gone = make_entry (fixture, "incident.take",
                                             g_variant_new_parsed ("{'incident_id': <int64 99>}"),
                                             refuse ("incident.unknown"));
  gint64 now_us = fixture->room->fixture->now_us;

  g_clear_pointer (&entry->seen, g_bytes_unref);
  g_autoptr (TcTrayDetail) detail = read_detail (fixture, entry);
  g_autoptr (GArray) facts = tc_tray_list_facts (detail, now_us);
  g_assert_cmpstr (find_fact (facts, "State")->then, ==, "");
  g_assert_cmpstr (find_fact (facts, "State")->now, ==, "new");
  g_assert_false (find_fact (facts, "State")->changed);
  g_autofree char *cause = tc_tray_word_cause (detail, now_us);
  g_assert_null (cause);

  g_autoptr (TcTrayDetail) nothing = read_detail (fixture, gone);
  g_autoptr (GArray) none = tc_tray_list_facts (nothing, now_us);
  g_autofree char *no_cause = tc_tray_word_cause (nothing, now_us);
  g_assert_cmpuint (none->len, ==, 0);
  g_assert_null (no_cause);
  g_assert_cmpint (tc_tray_find_way (gone, nothing), ==, TC_TRAY_NO_WAY);
}

/* What was chosen with it stands there by name. */
static void
test_wishes (Fixture *fixture, gconstpointer data)
{
  gint64 now_us = fixture->room->fixture->now_us;
  g_autoptr (TcTrayEntry)
      dispatch = make_entry (fixture, "incident.dispatch",
                             g_variant_new_parsed ("{'incident_id': <%x>, 'agency_id': <%x>}",
                                                   fixture->incident_id, fixture->room->unit),
                             refuse ("incident.already-sent"));
  g_autoptr (TcTrayEntry) closing = make_entry (
      fixture, "incident.close",
      g_variant_new_parsed ("{'incident_id': <%x>, 'reason': <'withdrawn'>}", fixture->incident_id),
      refuse ("incident.state"));
  g_autoptr (TcTrayEntry)
      classify = make_entry (fixture, "incident.classify",
                             g_variant_new_parsed ("{'incident_id': <%x>, 'field_id': <%x>}",
                                                   fixture->incident_id, fixture->room->field),
                             refuse ("incident.state"));
  g_autoptr (TcTrayDetail) d = read_detail (fixture, dispatch);
  g_autoptr (TcTrayDetail) c = read_detail (fixture, closing);
  g_autoptr (TcTrayDetail) f = read_detail (fixture, classify);
  g_autoptr (GArray) dispatched = tc_tray_list_wanted (dispatch, d, now_us);
  g_autoptr (GArray) closed = tc_tray_list_wanted (closing, c, now_us);
  g_autoptr (GArray) classified = tc_tray_list_wanted (classify, f, now_us);

  g_assert_cmpstr (find_fact (dispatched, "Unit")->then, ==, "Team");
  g_assert_cmpstr (find_fact (closed, "Reason")->then, ==, "withdrawn by the reporter");
  g_assert_cmpstr (find_fact (classified, "Field")->then, ==, "Traffic");
}

/* All that a caller said and that can't be asked again. */
static void
test_report (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TcTrayEntry) entry = make_entry (
      fixture, "incident.report",
      g_variant_new_parsed ("{'incident_id': <int64 7>, 'text': <'cháy'>, 'title': <'Cháy nhà'>, "
                            "'address': <'12 Trần Hưng Đạo'>, 'reporter_name': <'Bà Tư'>, "
                            "'reporter_phone': <'0900'>}"),
      refuse ("incident.code-used"));
  g_autoptr (TcTrayDetail) detail = read_detail (fixture, entry);
  g_autoptr (GArray) wanted = tc_tray_list_wanted (entry, detail, fixture->room->fixture->now_us);

  g_assert_cmpstr (find_fact (wanted, "Title")->then, ==, "Cháy nhà");
  g_assert_cmpstr (find_fact (wanted, "Address")->then, ==, "12 Trần Hưng Đạo");
  g_assert_cmpstr (find_fact (wanted, "Reporter")->then, ==, "Bà Tư · 0900");
}

/* The text that was typed, changed, and cleaned like all that is typed. */
static void
test_edit (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TcTrayEntry) note = make_entry (
      fixture, "incident.comment",
      g_variant_new_parsed ("{'incident_id': <%x>, 'text': <'cũ'>}", fixture->incident_id),
      refuse ("incident.state"));
  g_autoptr (TcTrayEntry)
      closing = make_entry (fixture, "incident.close",
                            g_variant_new_parsed ("{'incident_id': <%x>, 'reason': <'other'>, "
                                                  "'text': <'cũ'>}",
                                                  fixture->incident_id),
                            refuse ("incident.state"));
  g_autoptr (TcTrayEntry)
      take = make_entry (fixture, "incident.take", about (fixture), refuse ("incident.taken"));
  g_autoptr (GVariant) edited = g_variant_ref_sink (tc_tray_edit (note, " mới\u00a0hơn\t", NULL));
  g_autoptr (GVariant) chosen = g_variant_ref_sink (tc_tray_edit (closing, "", "withdrawn"));
  const char *text = NULL, *reason = NULL;

  g_assert_true (g_variant_lookup (edited, "text", "&s", &text));
  g_assert_cmpstr (text, ==, "mới hơn");
  g_assert_true (g_variant_lookup (chosen, "reason", "&s", &reason));
  g_assert_cmpstr (reason, ==, "withdrawn");
  g_assert_false (g_variant_lookup (chosen, "text", "&s", &text));
  g_assert_true (tc_tray_get_form (note).required);
  g_assert_false (tc_tray_get_form (closing).required);
  g_assert_null (tc_tray_get_form (take).argument);
}

static void
assert_settled (Fixture *fixture, const char *how, const char *text, const char *part)
{
  g_autoptr (TcTrayEntry)
      entry = make_entry (fixture, "incident.take", about (fixture), refuse ("incident.taken"));
  gint64 now_us = fixture->room->fixture->now_us;

  entry->settled_us = now_us;
  entry->settled_how = g_strdup (how);
  entry->settled_by = fixture->room->minh.staff_id;
  entry->settled_text = g_strdup (text);
  g_autoptr (TcTrayDetail) detail = read_detail (fixture, entry);
  g_autofree char *word = tc_tray_word_settled (entry, detail, now_us);
  assert_part (word, part);
  assert_part (word, "by minh");
}

static void
test_settled (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TcTrayEntry)
      open = make_entry (fixture, "incident.take", about (fixture), refuse ("incident.taken"));

  g_assert_null (tc_tray_word_settled (open, NULL, 0));
  assert_settled (fixture, "resent", NULL, "Sent again at");
  assert_settled (fixture, "edited", NULL, "Changed and sent again at");
  assert_settled (fixture, "set-aside", NULL, "Set aside at");
  assert_settled (fixture, "set-aside", "đã gọi lại", "“đã gọi lại”");
}

/* A file is known by its name. */
static void
test_file (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TcTrayEntry) entry = make_entry (
      fixture, "incident.attach",
      g_variant_new_parsed ("{'incident_id': <%x>, 'name': <'cay.jpg'>}", fixture->incident_id),
      refuse ("incident.merged"));
  g_autofree char *wanted = tc_tray_word_wanted (entry);

  g_assert_cmpstr (wanted, ==, "Attach a file: “cay.jpg”");
}

static gboolean
is_seen (Fixture *fixture, const char *operation, const char *args, gint64 person_id,
         const char *kinds)
{
  g_auto (GStrv) each = g_strsplit (kinds, " ", -1);
  g_autoptr (GHashTable) set = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (TcTrayEntry) entry = make_entry (fixture, operation, g_variant_new_parsed (args),
                                              refuse ("people.not-allowed"));

  for (guint i = 0; each[i]; i++)
    g_hash_table_add (set, each[i]);
  return tc_tray_entry_may_be_seen (entry, person_id, set);
}

/* What stands in it says what its maker saw and was told. */
static void
test_seen_by (Fixture *fixture, gconstpointer data)
{
  static const char call[] = "{'text': <'cây đổ'>, 'reporter_phone': <'0939'>}";
  gint64 lan = fixture->room->lan.staff_id, minh = fixture->room->minh.staff_id;

  g_assert_true (is_seen (fixture, "incident.comment", "{'text': <'x'>}", minh, "incidents"));
  g_assert_false (is_seen (fixture, "incident.comment", "{'text': <'x'>}", minh, "common"));
  g_assert_false (is_seen (fixture, "incident.comment", "{'text': <'x'>}", minh, "wiped"));
  g_assert_true (is_seen (fixture, "incident.comment", "{'text': <'x'>}", lan, ""));
  for (guint i = 0; i < 2; i++) {
    const char *name = i ? "incident.join" : "incident.report";

    g_assert_false (is_seen (fixture, name, call, minh, "incidents"));
    g_assert_true (is_seen (fixture, name, call, minh, "incidents reporters"));
    g_assert_true (is_seen (fixture, name, call, lan, ""));
    g_assert_true (is_seen (fixture, name, "{'text': <'cây đổ'>}", minh, "incidents"));
  }
  g_assert_false (is_seen (fixture, "reporter.correct", "{'phone': <'0939'>}", minh, "incidents"));
  g_assert_false (is_seen (fixture, "incident.hold-footage", "{'reason': <'x'>}", minh,
                           "incidents reporters cameras"));
  g_assert_true (is_seen (fixture, "incident.hold-footage", "{'reason': <'x'>}", lan, ""));
  g_assert_false (is_seen (fixture, "no.such", "{'text': <'x'>}", minh, "incidents reporters"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, test) g_test_add ("/tray-words/" name, Fixture, NULL, set_up, test, tear_down)
  ADD ("file", test_file);
  ADD ("taken", test_taken);
  ADD ("merged", test_merged);
  ADD ("merged-elsewhere", test_merged_elsewhere);
  ADD ("unknown", test_unknown);
  ADD ("wishes", test_wishes);
  ADD ("report", test_report);
  ADD ("edit", test_edit);
  ADD ("settled", test_settled);
  ADD ("seen-by", test_seen_by);
  return g_test_run ();
}
