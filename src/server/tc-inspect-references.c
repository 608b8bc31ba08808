/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * References; see the header.
 */
#include "tc-inspect-references.h"

/* Of the same table. */
#define SAME "="
/* Of several tables, or of what may be gone. */
#define UNCHECKED ""

typedef struct {
  const char *table; /* (nullable): any that isn't named with the column */
  const char *column;
  const char *parent;
} Reference;

static const Reference references[] = {
    {"alarm_mark", "incident_id", UNCHECKED}, /* an incident, an entry of the journal */
    {"alarm_text", "incident_id", UNCHECKED}, /* likewise */
    {"alarm_text", "text_id", UNCHECKED},     /* a number that some of its rows have together */
    {"attachment", "event_id", "incident_event"},
    {"incident_event", "other_id", UNCHECKED},     /* an incident, a task, an answer… */
    {"purge", "operation_id", UNCHECKED},          /* of the log */
    {"purge", "target_id", UNCHECKED},             /* a report, an attachment, an event */
    {"reporter_access", "reporter_id", UNCHECKED}, /* a copy at a unit is deleted when it is over */
    {"unit_place", "id", "vehicle"},
    {NULL, "actor_id", "staff"},
    {NULL, "agency_id", "agency"},
    {NULL, "answer_id", "answer"},
    {NULL, "area_id", "area"},
    {NULL, "called_id", "staff"},
    {NULL, "camera_id", "camera"},
    {NULL, "centre_id", "agency"},
    {NULL, "desk_id", "desk"},
    {NULL, "device_id", "camera_device"},
    {NULL, "entry_id", "journal_entry"},
    {NULL, "event_id", "big_event"},
    {NULL, "field_id", "field"},
    {NULL, "group_id", "camera_group"},
    {NULL, "holder_id", "agency"},
    {NULL, "home_id", "incident"},
    {NULL, "host_id", "desk"},
    {NULL, "incident_id", "incident"},
    {NULL, "keeper_id", "agency"},
    {NULL, "original_id", SAME},
    {NULL, "other_id", "incident"},
    {NULL, "owner_id", "staff"},
    {NULL, "parent_id", SAME},
    {NULL, "purge_id", "purge"},
    {NULL, "report_id", "report"},
    {NULL, "reporter_id", "reporter"},
    {NULL, "resource_id", "resource"},
    {NULL, "role_id", "role"},
    {NULL, "shift_id", "shift"},
    {NULL, "staff_id", "staff"},
    {NULL, "successor_id", SAME},
    {NULL, "task_id", "task"},
    {NULL, "term_id", "field_term"},
    {NULL, "unit_id", "agency"},
};

const char *
tc_inspect_find_parent (const char *table, const char *column)
{
  for (gsize i = 0; i < G_N_ELEMENTS (references); i++) {
    const Reference *it = &references[i];

    if (g_str_equal (it->column, column) && (!it->table || g_str_equal (it->table, table)))
      return g_str_equal (it->parent, SAME) ? table : it->parent;
  }
  return NULL;
}

static gboolean
is_checked (const char *table, const char *column)
{
  const char *parent = tc_inspect_find_parent (table, column);

  return parent && *parent;
}

/* @columns: (element-type utf8): of @table. How many dangle, each in its place of the one row. */
static TcQuery *
count_dangling (TcDatabase *db, const char *table, GPtrArray *columns)
{
  g_autoptr (GString) sql = g_string_new ("SELECT ");

  for (guint i = 0; i < columns->len; i++) {
    const char *column = columns->pdata[i];

    g_string_append_printf (sql,
                            "%stotal (c.%s <> 0 AND NOT EXISTS (SELECT 1 FROM %s AS p"
                            " WHERE p.id = c.%s))",
                            i > 0 ? ", " : "", column, tc_inspect_find_parent (table, column),
                            column);
  }
  g_string_append_printf (sql, " FROM %s AS c", table);
  return tc_database_query (db, sql->str, NULL);
}

static void
check_table (TcDatabase *db, const char *table, JsonArray *dangling)
{
  g_autoptr (GPtrArray) columns = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (TcQuery) listed = tc_database_query (
      db, "SELECT name FROM pragma_table_info (?) WHERE type = 'INTEGER'", "s", table);
  g_autoptr (TcQuery) counted = NULL;

  while (tc_query_next (listed))
    if (is_checked (table, tc_query_text (listed, 0)))
      g_ptr_array_add (columns, g_strdup (tc_query_text (listed, 0)));
  if (columns->len == 0)
    return;
  counted = count_dangling (db, table, columns);
  if (!tc_query_next (counted))
    return;
  for (guint i = 0; i < columns->len; i++) {
    gint64 count = tc_query_int (counted, (int) i);
    JsonObject *one = NULL;
    g_autofree char *place = g_strdup_printf ("%s.%s", table, (char *) columns->pdata[i]);

    if (count == 0)
      continue;
    one = json_object_new ();
    json_object_set_string_member (one, "column", place);
    json_object_set_int_member (one, "count", count);
    json_array_add_object_element (dangling, one);
  }
}

JsonArray *
tc_inspect_references (TcDatabase *db)
{
  JsonArray *dangling = json_array_new ();
  g_autoptr (TcQuery)
      tables = tc_database_query (db, "SELECT name FROM replicated ORDER BY number", NULL);

  while (tc_query_next (tables))
    check_table (db, tc_query_text (tables, 0), dangling);
  return dangling;
}
