/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: what is said of an incident finds it, however it is typed; the index follows what changes
 * and forgets what goes. Method: real operations on the control room, with the index of a desk
 * beside it.
 */
#include "tc-incident-text.h"
#include "tc-room-fixture.h"
#include "tc-schema.h"

static TcRoom *
make_room (void)
{
  static const TcSchemaSet *const sets[] = {&tc_schema_state, &tc_schema_desk, NULL};
  TcRoom *room = tc_room_new ();

  g_assert_true (tc_schema_migrate (room->fixture->db, sets, NULL));
  return room;
}

static void
index_all (TcRoom *room)
{
  while (tc_incident_text_step (room->fixture->db, 3))
    ;
}

static gint64
report (TcRoom *room, const char *title, const char *text, const char *address)
{
  char code[40];
  TcIncidentReport args = tc_room_report_args (room, code);

  args.title = title;
  args.text = text;
  args.address = address;
  tc_fixture_run (room->fixture, &tc_incident_report_type, &args);
  return args.incident_id;
}

static guint
count_found (TcRoom *room, const char *text, gboolean who)
{
  const TcTextAsked asked = {.text = text, .who = who, .limit = 100};
  g_autoptr (GArray) ids = tc_incident_text_find (room->fixture->db, &asked);

  g_assert_true (tc_database_check (room->fixture->db, NULL));
  return ids->len;
}

static gint64
find_one (TcRoom *room, const char *text)
{
  const TcTextAsked asked = {.text = text, .limit = 100};
  g_autoptr (GArray) ids = tc_incident_text_find (room->fixture->db, &asked);

  return ids->len == 1 ? TC_ID_AT (ids, 0) : -(gint64) ids->len;
}

static void
test_words (void)
{
  g_autoptr (TcRoom) room = make_room ();
  gint64 flood = report (room, "Ngập sâu", "Nước tràn vào nhà", "hẻm 3 Trần Hưng Đạo, P.5");
  gint64 lamp = report (room, "Đèn hỏng", "Tối om trước chợ", "QL61");

  index_all (room);
  g_assert_cmpint (find_one (room, "ngap sau"), ==, flood);
  g_assert_cmpint (find_one (room, "NGẬP"), ==, flood);
  g_assert_cmpint (find_one (room, "tran hung d"), ==, flood);
  g_assert_cmpint (find_one (room, "tran hung da"), ==, flood);
  g_assert_cmpint (find_one (room, "phường 5"), ==, flood);
  g_assert_cmpint (find_one (room, "quốc lộ 61"), ==, lamp);
  g_assert_cmpint (find_one (room, "toi om"), ==, lamp);
  /* Each word begun alone, where there is no better. */
  g_assert_cmpint (find_one (room, "tra hun da"), ==, flood);
  g_assert_cmpint (find_one (room, "ngap den"), ==, 0);
  g_assert_cmpint (find_one (room, ""), ==, 0);
  g_assert_cmpint (find_one (room, "\"*) OR -"), ==, 0);
  g_assert_cmpint (find_one (room, "or near not"), ==, 0);
  g_assert_cmpint (find_one (room, "rowid:1 ^ngap {"), ==, 0);
}

static gboolean
is_even_cb (gint64 id, gpointer data)
{
  return id == *(gint64 *) data;
}

static void
test_order_and_limit (void)
{
  g_autoptr (TcRoom) room = make_room ();
  gint64 ids[5] = {0};
  TcTextAsked asked = {.text = "ngap", .limit = 3};
  g_autoptr (GArray) found = NULL, wanted = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    ids[i] = report (room, "Ngập", "Ngập", NULL);
  index_all (room);
  found = tc_incident_text_find (room->fixture->db, &asked);
  g_assert_cmpuint (found->len, ==, 3);
  for (guint i = 0; i < 3; i++)
    g_assert_cmpint (TC_ID_AT (found, i), ==, ids[4 - i]);
  asked.is_wanted = is_even_cb;
  asked.data = &ids[1];
  wanted = tc_incident_text_find (room->fixture->db, &asked);
  g_assert_cmpuint (wanted->len, ==, 1);
  g_assert_cmpint (TC_ID_AT (wanted, 0), ==, ids[1]);
}

/* Whoever types on doesn't wait for what was typed before. */
static void
test_cancelled (void)
{
  g_autoptr (TcRoom) room = make_room ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  const TcTextAsked asked = {.text = "ngap", .who = TRUE, .limit = 3, .cancellable = cancellable};
  g_autoptr (GArray) before = NULL, after = NULL;

  report (room, "Ngập", "Ngập", NULL);
  index_all (room);
  before = tc_incident_text_find (room->fixture->db, &asked);
  g_assert_cmpuint (before->len, ==, 1);
  g_cancellable_cancel (cancellable);
  after = tc_incident_text_find (room->fixture->db, &asked);
  g_assert_cmpuint (after->len, ==, 0);
}

/* The person behind a report is found by whoever may see reporters, and by nobody else. */
static void
test_who (void)
{
  g_autoptr (TcRoom) room = make_room ();

  tc_room_report (room);
  index_all (room);
  g_assert_cmpuint (count_found (room, TC_ROOM_NAME, FALSE), ==, 0);
  g_assert_cmpuint (count_found (room, TC_ROOM_NAME, TRUE), ==, 1);
  g_assert_cmpuint (count_found (room, "nguyen th", TRUE), ==, 1);
  g_assert_cmpuint (count_found (room, "nguyen tr", TRUE), ==, 0);
  g_assert_cmpuint (count_found (room, TC_ROOM_PHONE, FALSE), ==, 0);
  g_assert_cmpuint (count_found (room, TC_ROOM_PHONE, TRUE), ==, 1);
  /* As it is said, and as far as it is known. */
  g_assert_cmpuint (count_found (room, "0900 12.34", TRUE), ==, 1);
  tc_database_execute (room->fixture->db, "DELETE FROM reporter", NULL);
  index_all (room);
  g_assert_cmpuint (count_found (room, TC_ROOM_NAME, TRUE), ==, 0);
}

static void
test_follows (void)
{
  g_autoptr (TcRoom) room = make_room ();
  TcDatabase *db = room->fixture->db;
  gint64 one = report (room, "Ngập sâu", "Nước tràn", NULL);
  gint64 other = report (room, "Kẹt xe", "Kẹt cứng", NULL);
  TcIncidentMerge merge = {one, other, tc_room_id (room)};

  index_all (room);
  tc_fixture_run (room->fixture, &tc_incident_merge_type, &merge);
  /* What was reported goes with its report; the title stays. */
  index_all (room);
  g_assert_cmpint (find_one (room, "nuoc tran"), ==, other);
  g_assert_cmpint (find_one (room, "ngap sau"), ==, one);
  tc_database_execute (db, "UPDATE incident SET title = 'Mất nắp cống' WHERE id = ?", "i", one);
  g_assert_cmpint (find_one (room, "ngap sau"), ==, one);
  index_all (room);
  g_assert_cmpint (find_one (room, "ngap sau"), ==, 0);
  g_assert_cmpint (find_one (room, "nap cong"), ==, one);
  tc_database_execute (db, "DELETE FROM incident WHERE id = ?", "i", one);
  index_all (room);
  g_assert_cmpint (find_one (room, "nap cong"), ==, 0);
  tc_database_execute_script (
      db, "INSERT INTO search_matter (search_matter) VALUES ('integrity-check');"
          "INSERT INTO search_who (search_who) VALUES ('integrity-check')");
  g_assert_true (tc_database_check (db, NULL));
}

/* The newest first, some at a time; what comes meanwhile is not passed over. */
static void
test_steps (void)
{
  g_autoptr (TcRoom) room = make_room ();
  TcDatabase *db = room->fixture->db;
  gint64 last = 0, first = report (room, "Cây ngã", "Cây ngã", NULL);

  for (guint i = 0; i < 9; i++)
    last = report (room, "Ngập", "Ngập", NULL);
  g_assert_cmpfloat (tc_incident_text_done (db), ==, 0);
  g_assert_true (tc_incident_text_step (db, 4));
  g_assert_cmpfloat (tc_incident_text_done (db), >, 0);
  g_assert_cmpfloat (tc_incident_text_done (db), <, 1);
  g_assert_cmpuint (count_found (room, "ngap", FALSE), ==, 4);
  g_assert_cmpint (find_one (room, "cay nga"), ==, 0);
  tc_database_execute (db, "UPDATE incident SET title = 'Cháy' WHERE id IN (?, ?)", "ii", first,
                       last);
  index_all (room);
  g_assert_cmpfloat (tc_incident_text_done (db), ==, 1);
  g_assert_cmpuint (count_found (room, "chay", FALSE), ==, 2);
  report (room, "Đổ trộm xà bần", "Xà bần", NULL);
  g_assert_false (tc_incident_text_step (db, 4));
  g_assert_cmpuint (count_found (room, "xa ban", FALSE), ==, 1);
  tc_incident_text_reset (db);
  g_assert_cmpuint (count_found (room, "xa ban", FALSE), ==, 0);
  g_assert_cmpint (tc_database_get_int (db, -1, "SELECT count (*) FROM search_row", NULL), ==, 0);
  index_all (room);
  g_assert_cmpuint (count_found (room, "xa ban", FALSE), ==, 1);
}

/* A report of many words is found by the first ones; it costs no more than the limit. */
static void
test_limit_of_words (void)
{
  g_autoptr (TcRoom) room = make_room ();
  g_autoptr (GString) text = g_string_new ("dau");
  gint64 id = 0;

  for (guint i = 0; i < TC_TEXT_WORDS_MAX + 50; i++)
    g_string_append_printf (text, " t%u", i);
  id = report (room, "Dài", text->str, NULL);
  index_all (room);
  g_assert_cmpint (find_one (room, "dau t7"), ==, id);
  g_assert_cmpint (find_one (room, "t440"), ==, 0);
}

/* What an older program read of persons is there for the newer one. */
static void
test_upgraded (void)
{
  static const TcSchemaSet *const sets[] = {&tc_schema_state, &tc_schema_desk, NULL};
  TcSchemaSet older = tc_schema_desk;
  const TcSchemaSet *const before[] = {&tc_schema_state, &older, NULL};
  g_autoptr (TcRoom) room = tc_room_new ();
  TcDatabase *db = room->fixture->db;

  older.version = 11;
  g_assert_true (tc_schema_migrate (db, before, NULL));
  tc_room_report (room);
  index_all (room);
  report (room, "Ngập", "Ngập", NULL);
  g_assert_true (tc_schema_migrate (db, sets, NULL));
  g_assert_cmpuint (count_found (room, "nguyen th", TRUE), ==, 1);
  tc_database_execute (db, "DELETE FROM reporter", NULL);
  index_all (room);
  g_assert_cmpuint (count_found (room, TC_ROOM_NAME, TRUE), ==, 0);
  g_assert_cmpuint (count_found (room, "ngap", FALSE), ==, 1);
  tc_database_execute (db, "INSERT INTO search_who (search_who) VALUES ('integrity-check')", NULL);
  g_assert_true (tc_database_check (db, NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/text/words", test_words);
  g_test_add_func ("/text/order-and-limit", test_order_and_limit);
  g_test_add_func ("/text/cancelled", test_cancelled);
  g_test_add_func ("/text/who", test_who);
  g_test_add_func ("/text/follows", test_follows);
  g_test_add_func ("/text/steps", test_steps);
  g_test_add_func ("/text/limit-of-words", test_limit_of_words);
  g_test_add_func ("/text/upgraded", test_upgraded);
  return g_test_run ();
}
