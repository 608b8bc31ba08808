/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: every column of what is replicated that is called SOMETHING_id is checked against the table
 * that it names, or is left out on purpose; what dangles is told with its place and number, and
 * what is empty, of the system or there is not. Method: the server's tables in memory.
 */
#include "tc-inspect-references.h"
#include "tc-schema.h"

static TcDatabase *
open_server (void)
{
  static const TcSchemaSet *const sets[] = {&tc_schema_state, &tc_schema_server, NULL};
  g_autoptr (GError) error = NULL;
  TcDatabase *db = tc_database_open (":memory:", TC_DATABASE_WRITER, &error);

  g_assert_no_error (error);
  g_assert_true (tc_schema_migrate (db, sets, &error));
  g_assert_no_error (error);
  return db;
}

static void
test_all (void)
{
  g_autoptr (TcDatabase) db = open_server ();
  g_autoptr (TcQuery) query = tc_database_query (
      db,
      "SELECT m.name, c.name FROM replicated AS m JOIN pragma_table_info (m.name) AS c WHERE"
      " c.type = 'INTEGER' AND c.name LIKE '%\\_id' ESCAPE '\\'",
      NULL);
  guint n = 0;

  for (; tc_query_next (query); n++) {
    const char *table = tc_query_text (query, 0), *column = tc_query_text (query, 1);
    const char *parent = tc_inspect_find_parent (table, column);

    if (!parent)
      g_error ("%s.%s: what does it name? (tc-inspect-references.c)", table, column);
    g_assert_true (!*parent || tc_database_get_int (
                                   db, 0, "SELECT 1 FROM pragma_table_info (?) WHERE name = 'id'",
                                   "s", parent));
  }
  g_assert_cmpuint (n, >, 100);
  g_clear_pointer (&query, tc_query_free);
}

static void
test_dangling (void)
{
  g_autoptr (TcDatabase) db = open_server ();
  g_autoptr (JsonArray) none = tc_inspect_references (db), told = NULL;
  JsonObject *one = NULL;

  g_assert_cmpuint (json_array_get_length (none), ==, 0);
  tc_database_execute_script (
      db, "INSERT INTO camera_group (id, scope, code, name) VALUES (7, 1, 'a', 'A');"
          "INSERT INTO camera_member (id, scope, group_id, camera_id, rank)"
          " VALUES (1, 1, 7, 8, 1), (2, 1, 7, 9, 2), (3, 1, 7, 0, 3)");
  told = tc_inspect_references (db);
  g_assert_false (tc_database_has_fault (db));
  g_assert_cmpuint (json_array_get_length (told), ==, 1);
  one = json_array_get_object_element (told, 0);
  g_assert_cmpstr (json_object_get_string_member (one, "column"), ==, "camera_member.camera_id");
  g_assert_cmpint (json_object_get_int_member (one, "count"), ==, 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/inspect-references/all", test_all);
  g_test_add_func ("/inspect-references/dangling", test_dangling);
  return g_test_run ();
}
