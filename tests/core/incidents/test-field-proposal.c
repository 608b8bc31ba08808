/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: the proposed field, what it is learnt from, and that what was learnt is that of the rows as
 * they are, in whatever order they came, were corrected, undone and done again.
 */
#include "tc-field-proposal.h"
#include "tc-field-words.h"
#include "tc-room-fixture.h"
#include "tc-schema.h"

#include <string.h>

/* All at once would prove less. */
#define STEP 3

typedef struct {
  TcRoom *room; /* (owned) */
  gint64 light; /* 'den', street lights */
  gint64 water; /* 'ngap', floods */
} Desk;

static void
make_desk (TcDatabase *db)
{
  static const TcSchemaSet *const sets[] = {&tc_schema_state, &tc_schema_desk, NULL};
  g_autoptr (GError) error = NULL;

  g_assert_true (tc_schema_migrate (db, sets, &error));
  g_assert_no_error (error);
}

static gint64
add_field (TcRoom *room, const char *code, const char *name, const char *keywords)
{
  TcFieldSet args = {
      .field_id = tc_room_id (room),
      .code = code,
      .name_vi = name,
      .name_en = code,
      .keywords = keywords,
      .priority = 3,
      .active = 1,
  };

  tc_fixture_run (room->fixture, &tc_field_add_type, &args);
  return args.field_id;
}

static void
learn (TcDatabase *db)
{
  gboolean more = TRUE;

  while (more) {
    tc_database_begin (db);
    more = tc_field_learn_step (db, STEP);
    g_assert_true (tc_database_commit (db, NULL));
  }
}

static Desk *
desk_new (void)
{
  Desk *desk = g_new0 (Desk, 1);

  desk->room = tc_room_new ();
  make_desk (desk->room->fixture->db);
  make_desk (desk->room->fixture->mirror);
  desk->light = add_field (desk->room, "light", "Đèn đường không sáng", "tối thui,đèn đường");
  desk->water = add_field (desk->room, "water", "Ngập nước", "ngập,triều cường");
  return desk;
}

static void
desk_free (Desk *desk)
{
  tc_room_free (desk->room);
  g_free (desk);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Desk, desk_free)

static gint64
report (Desk *desk, gint64 field_id, const char *text)
{
  char code[40];
  TcIncidentReport args = tc_room_report_args (desk->room, code);

  args.field_id = field_id;
  args.text = text;
  tc_fixture_run (desk->room->fixture, &tc_incident_report_type, &args);
  return args.incident_id;
}

static void
classify (Desk *desk, gint64 incident_id, gint64 field_id)
{
  TcIncidentClassify args = {incident_id, field_id, NULL};

  tc_fixture_run (desk->room->fixture, &tc_incident_classify_type, &args);
}

/* Everything that was learnt, as text. (transfer full) */
static char *
dump (TcDatabase *db)
{
  return tc_database_dup_text (
      db,
      "SELECT (SELECT group_concat (kind || ':' || id || '=' || field_id, ' ') FROM (SELECT * FROM"
      " learnt ORDER BY kind, id)) || char (10) || (SELECT group_concat (word || '=' || field_id ||"
      " '*' || n, ' ') FROM (SELECT * FROM learnt_word ORDER BY word, field_id)) || char (10) ||"
      " (SELECT group_concat (field_id || '*' || n, ' ') FROM (SELECT * FROM learnt_field WHERE"
      " n <> 0 ORDER BY field_id))",
      NULL);
}

/* What a desk has learnt that began anew just now. */
static char *
dump_anew (TcDatabase *db)
{
  tc_field_learn_reset (db);
  learn (db);
  return dump (db);
}

static void
check_learnt (Desk *desk)
{
  TcFixture *fixture = desk->room->fixture;
  g_autofree char *grown = NULL, *other = NULL, *anew = NULL;

  learn (fixture->db);
  learn (fixture->mirror);
  grown = dump (fixture->db);
  other = dump (fixture->mirror);
  anew = dump_anew (fixture->db);
  g_assert_cmpstr (grown, ==, other);
  g_assert_cmpstr (grown, ==, anew);
  g_assert_cmpint (tc_database_get_int (fixture->db, -1, "SELECT count (*) FROM learn_due", NULL),
                   ==, 0);
}

static gint64
count_of (Desk *desk, const char *word, gint64 field_id)
{
  return tc_database_get_int (desk->room->fixture->db, 0,
                              "SELECT n FROM learnt_word WHERE word = ? AND field_id = ?", "si",
                              word, field_id);
}

static gint64
best_for (Desk *desk, const char *text)
{
  g_autoptr (GArray) proposed = tc_field_propose (desk->room->fixture->db, text);

  return proposed->len > 0 ? g_array_index (proposed, TcProposedField, 0).field_id : 0;
}

static void
test_words (void)
{
  g_autoptr (GPtrArray) words = tc_field_words ("Đèn ĐƯỜNG tối om, đèn số 12 tối");
  g_autofree char *all = NULL, *shown = NULL;
  g_autoptr (GPtrArray) nothing = tc_field_words (" 0900123456 ,, \xff\xfe");
  g_autoptr (GPtrArray) some = g_ptr_array_new ();

  g_ptr_array_add (words, NULL);
  all = g_strjoinv ("|", (char **) words->pdata);
  g_assert_cmpstr (all, ==, "den|duong|den duong|toi|duong toi|om|toi om|so|den so");
  g_assert_cmpint (nothing->len, ==, 0);
  g_ptr_array_add (some, (char *) "toi om");
  g_ptr_array_add (some, (char *) "den");
  g_ptr_array_add (some, (char *) "nuoc");
  shown = tc_field_words_show (some, "Đèn ĐƯỜNG tối om, đèn");
  g_assert_cmpstr (shown, ==, "Đèn, tối om");
  g_assert_null (tc_field_words_show (nothing, "đèn"));
}

static void
test_long_text (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GPtrArray) words = NULL;

  for (char a = 'a'; a <= 'z'; a++)
    for (char b = 'a'; b <= 'z'; b++)
      g_string_append_printf (text, "%c%c ", a, b);
  words = tc_field_words (text->str);
  g_assert_cmpint (words->len, <, 2 * TC_FIELD_SYLLABLES_MAX);
  g_assert_cmpint (words->len, >, TC_FIELD_SYLLABLES_MAX);
}

static void
test_untaught (void)
{
  g_autoptr (Desk) desk = desk_new ();
  g_autoptr (GArray) proposed = NULL;
  const TcProposedField *best;

  g_assert_cmpint (best_for (desk, "đèn đường tối thui"), ==, 0);
  learn (desk->room->fixture->db);
  proposed = tc_field_propose (desk->room->fixture->db, "Đèn đường tối thui, không sáng");
  best = &g_array_index (proposed, TcProposedField, 0);
  g_assert_cmpint (best->field_id, ==, desk->light);
  g_assert_cmpstr (best->code, ==, "light");
  g_assert_cmpstr (best->name_vi, ==, "Đèn đường không sáng");
  g_assert_null (best->group_vi);
  g_assert_cmpint (best->share, >, 50);
  g_assert_cmpint (best->share, <=, 99);
  g_assert_cmpstr (best->words, ==, "Đèn đường, tối thui, không sáng");
  g_assert_cmpint (best_for (desk, "den duong toi thui khong sang"), ==, desk->light);
  g_assert_cmpint (best_for (desk, "nước ngập triều cường"), ==, desk->water);
}

static void
test_no_proposal (void)
{
  static const char *const texts[] = {"",
                                      "12 34",
                                      "the light in our street is out since monday",
                                      "xin chào các anh chị em nha",
                                      "\xff\xfe\xfd",
                                      "😱😱",
                                      NULL};
  g_autoptr (Desk) desk = desk_new ();

  learn (desk->room->fixture->db);
  for (guint i = 0; texts[i]; i++)
    g_assert_cmpint (best_for (desk, texts[i]), ==, 0);
}

static void
test_correction_teaches (void)
{
  static const char *const texts[] = {"trụ ngoài hẻm chập chờn hoài", "bóng ngoài hẻm chập chờn",
                                      "hẻm chập chờn từ tối qua"};
  g_autoptr (Desk) desk = desk_new ();
  gint64 ids[G_N_ELEMENTS (texts)];

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    ids[i] = report (desk, desk->water, texts[i]);
  check_learnt (desk);
  /* As its maker said: nobody has confirmed it. */
  g_assert_cmpint (count_of (desk, "chap chon", desk->water), ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    classify (desk, ids[i], desk->light);
  check_learnt (desk);
  g_assert_cmpint (count_of (desk, "chap chon", desk->light), ==, 3);
  g_assert_cmpint (best_for (desk, "ngoai hem chap chon"), ==, desk->light);
  /* And once more the other way. */
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    classify (desk, ids[i], desk->water);
  check_learnt (desk);
  g_assert_cmpint (count_of (desk, "chap chon", desk->light), ==, 0);
  g_assert_cmpint (best_for (desk, "ngoai hem chap chon"), ==, desk->water);
}

static void
test_confirmed_by_going_on (void)
{
  g_autoptr (Desk) desk = desk_new ();
  gint64 taken = report (desk, desk->light, "chập chờn");
  gint64 rejected = report (desk, desk->light, "chập chờn");
  gint64 merged = report (desk, desk->water, "chập chờn");

  tc_room_step (desk->room, taken, TC_STEP_TAKE);
  tc_room_step (desk->room, rejected, TC_STEP_REJECT);
  check_learnt (desk);
  g_assert_cmpint (count_of (desk, "chap", desk->light), ==, 1);
  TcIncidentMerge merge = {merged, taken, tc_room_id (desk->room)};
  tc_fixture_run (desk->room->fixture, &tc_incident_merge_type, &merge);
  check_learnt (desk);
  g_assert_cmpint (count_of (desk, "chap", desk->light), ==, 2);
  TcIncidentUnmerge unmerge = {merged, tc_room_id (desk->room)};
  tc_fixture_run (desk->room->fixture, &tc_incident_unmerge_type, &unmerge);
  check_learnt (desk);
  g_assert_cmpint (count_of (desk, "chap", desk->light), ==, 1);
}

static void
test_field_changes (void)
{
  g_autoptr (Desk) desk = desk_new ();
  TcFieldSet change = {
      .field_id = desk->light,
      .name_vi = "Chiếu sáng công cộng",
      .name_en = "Lighting",
      .priority = 3,
      .active = 1,
  };

  check_learnt (desk);
  g_assert_cmpint (count_of (desk, "toi thui", desk->light), >, 0);
  tc_fixture_run (desk->room->fixture, &tc_field_change_type, &change);
  change.name_vi = "Chiếu sáng hẻm";
  tc_fixture_run (desk->room->fixture, &tc_field_change_type, &change);
  check_learnt (desk);
  g_assert_cmpint (count_of (desk, "toi thui", desk->light), ==, 0);
  g_assert_cmpint (best_for (desk, "chiếu sáng hẻm"), ==, desk->light);
  /* One that has others below it is named by them, and not proposed. */
  TcFieldSet below = change;
  below.field_id = tc_room_id (desk->room);
  below.code = "light.park";
  below.parent_id = desk->light;
  below.name_vi = "Đèn công viên";
  tc_fixture_run (desk->room->fixture, &tc_field_add_type, &below);
  check_learnt (desk);
  g_assert_cmpint (count_of (desk, "chieu sang", desk->light), ==, 0);
  g_assert_cmpint (best_for (desk, "đèn công viên"), ==, below.field_id);
  below.code = NULL;
  below.active = 0;
  tc_fixture_run (desk->room->fixture, &tc_field_change_type, &below);
  check_learnt (desk);
  g_assert_cmpint (best_for (desk, "chiếu sáng hẻm"), ==, desk->light);
}

/* As an operation that is taken back and one that never comes again. */
static void
test_undone (void)
{
  g_autoptr (Desk) desk = desk_new ();
  TcDatabase *db = desk->room->fixture->db;
  gint64 incident = report (desk, desk->water, "chập chờn");
  g_autofree char *before = NULL, *after = NULL;

  learn (db);
  before = dump (db);
  classify (desk, incident, desk->light);
  learn (db);
  g_assert_cmpint (count_of (desk, "chap", desk->light), ==, 1);
  tc_database_execute (db, "UPDATE incident SET field_id = ? WHERE id = ?", "ii", desk->water,
                       incident);
  tc_database_execute (db, "DELETE FROM incident_event WHERE code = 'incident.classify'", NULL);
  learn (db);
  after = dump (db);
  g_assert_cmpstr (before, ==, after);
  classify (desk, incident, desk->light);
  learn (db);
  tc_database_execute (db, "DELETE FROM report WHERE incident_id = ?", "i", incident);
  tc_database_execute (db, "DELETE FROM incident WHERE id = ?", "i", incident);
  learn (db);
  g_assert_cmpint (count_of (desk, "chap", desk->light), ==, 0);
  g_free (after);
  after = dump_anew (db);
  g_assert_cmpstr (before, ==, after);
}

/* Before most is learnt nobody is doubted by it; what comes one by one changes nothing there. */
static void
test_has_learnt (void)
{
  g_autoptr (Desk) desk = desk_new ();
  TcDatabase *db = desk->room->fixture->db;

  for (guint i = 0; i < 40; i++)
    tc_room_step (desk->room, report (desk, desk->light, "chập chờn"), TC_STEP_TAKE);
  g_assert_false (tc_field_has_learnt (db));
  tc_database_begin (db);
  g_assert_true (tc_field_learn_step (db, STEP));
  g_assert_true (tc_database_commit (db, NULL));
  g_assert_false (tc_field_has_learnt (db));
  learn (db);
  g_assert_true (tc_field_has_learnt (db));
  tc_room_step (desk->room, report (desk, desk->light, "chập chờn"), TC_STEP_TAKE);
  g_assert_true (tc_field_has_learnt (db));
  for (guint i = 0; i < 40; i++)
    tc_room_step (desk->room, report (desk, desk->light, "chập chờn"), TC_STEP_TAKE);
  g_assert_false (tc_field_has_learnt (db));
}

/* Nothing is noted before somebody learns in this file, and all of it goes. */
static void
test_reset (void)
{
  g_autoptr (Desk) desk = desk_new ();
  TcDatabase *db = desk->room->fixture->db;

  tc_room_step (desk->room, report (desk, desk->light, "chập chờn"), TC_STEP_TAKE);
  g_assert_cmpint (tc_database_get_int (db, -1, "SELECT count (*) FROM learn_due", NULL), ==, 0);
  learn (db);
  g_assert_cmpint (count_of (desk, "chap", desk->light), ==, 1);
  tc_field_learn_reset (db);
  g_assert_cmpint (tc_database_get_int (db, -1, "SELECT count (*) FROM learnt_word", NULL), ==, 0);
  g_assert_cmpint (best_for (desk, "chập chờn"), ==, 0);
  tc_room_step (desk->room, report (desk, desk->light, "chập chờn"), TC_STEP_TAKE);
  g_assert_cmpint (tc_database_get_int (db, -1, "SELECT count (*) FROM learn_due", NULL), ==, 0);
  check_learnt (desk);
  g_assert_cmpint (count_of (desk, "chap", desk->light), ==, 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/field-proposal/words", test_words);
  g_test_add_func ("/field-proposal/long-text", test_long_text);
  g_test_add_func ("/field-proposal/untaught", test_untaught);
  g_test_add_func ("/field-proposal/no-proposal", test_no_proposal);
  g_test_add_func ("/field-proposal/correction-teaches", test_correction_teaches);
  g_test_add_func ("/field-proposal/confirmed-by-going-on", test_confirmed_by_going_on);
  g_test_add_func ("/field-proposal/field-changes", test_field_changes);
  g_test_add_func ("/field-proposal/undone", test_undone);
  g_test_add_func ("/field-proposal/has-learnt", test_has_learnt);
  g_test_add_func ("/field-proposal/reset", test_reset);
  return g_test_run ();
}
