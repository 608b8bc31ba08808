/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Views of what a person may read; see the header.
 */
#include "tc-reading-view.h"

#include "tc-id.h"
#include "tc-people-operations.h"
#include "tc-reading-rights.h"

/* Names of views that say what is hidden; the number of the scope follows. */
#define MARK "hidden_scope_"

/* Tables of one scope; the rows of all others are looked at one by one. */
static const struct {
  const char *table;
  gint64 scope;
} holdings[] = {
    {"scope", TC_SCOPE_COMMON},
    {"province", TC_SCOPE_COMMON},
    {"agency", TC_SCOPE_COMMON},
    {"staff", TC_SCOPE_COMMON},
    {"role", TC_SCOPE_COMMON},
    {"role_capability", TC_SCOPE_COMMON},
    {"role_scope", TC_SCOPE_COMMON},
    {"post", TC_SCOPE_COMMON},
    {"desk", TC_SCOPE_COMMON},
    {"desk_role", TC_SCOPE_COMMON},
    {"session", TC_SCOPE_COMMON},
    {"area", TC_SCOPE_COMMON},
    {"street", TC_SCOPE_COMMON},
    {"place_stamp", TC_SCOPE_COMMON},
    {"vehicle", TC_SCOPE_COMMON},
    {"unit_place", TC_SCOPE_COMMON},
    {"shift", TC_SCOPE_COMMON},
    {"duty", TC_SCOPE_COMMON},
    {"field", TC_SCOPE_COMMON},
    {"field_term", TC_SCOPE_COMMON},
    {"responsibility", TC_SCOPE_COMMON},
    {"saved_filter", TC_SCOPE_COMMON},
    {"purge", TC_SCOPE_COMMON},
    {"purged_operation", TC_SCOPE_COMMON},
    {"answer_template", TC_SCOPE_COMMON},
    {"alarm_rule", TC_SCOPE_COMMON},
    {"state_name", TC_SCOPE_COMMON},
    {"code_block", TC_SCOPE_INCIDENTS},
    {"incident", TC_SCOPE_INCIDENTS},
    {"report", TC_SCOPE_INCIDENTS},
    {"incident_event", TC_SCOPE_INCIDENTS},
    {"attachment", TC_SCOPE_INCIDENTS},
    {"answer", TC_SCOPE_INCIDENTS},
    {"incident_link", TC_SCOPE_INCIDENTS},
    {"dispatch", TC_SCOPE_INCIDENTS},
    {"alarm_mark", TC_SCOPE_INCIDENTS},
    {"alarm_suppression", TC_SCOPE_INCIDENTS},
    {"alarm_text", TC_SCOPE_INCIDENTS},
    {"journal_entry", TC_SCOPE_INCIDENTS},
    {"journal_follow_up", TC_SCOPE_INCIDENTS},
    {"hand_over", TC_SCOPE_INCIDENTS},
    {"big_event", TC_SCOPE_INCIDENTS},
    {"big_event_member", TC_SCOPE_INCIDENTS},
    {"big_event_figure", TC_SCOPE_INCIDENTS},
    {"big_event_check", TC_SCOPE_INCIDENTS},
    {"quick_report", TC_SCOPE_INCIDENTS},
    {"resource", TC_SCOPE_INCIDENTS},
    {"resource_hold", TC_SCOPE_INCIDENTS},
    {"reporter_access", TC_SCOPE_REPORTERS},
    {"camera_group", TC_SCOPE_CAMERAS},
    {"camera_group_role", TC_SCOPE_CAMERAS},
    {"wall_layout", TC_SCOPE_CAMERAS},
    {"camera_opening", TC_SCOPE_CAMERAS_RESTRICTED},
    {"camera_device", TC_SCOPE_CAMERA_LINES},
    {"camera_line", TC_SCOPE_CAMERA_LINES},
    {"camera_stream", TC_SCOPE_CAMERA_LINES},
};

gint64
tc_reading_view_get_scope (const char *table)
{
  for (guint i = 0; i < G_N_ELEMENTS (holdings); i++) {
    if (g_str_equal (holdings[i].table, table))
      return holdings[i].scope;
  }
  return 0;
}

/* Of what is held; ascending. (element-type gint64) */
static GArray *
list_hidden (TcDatabase *db, const GArray *readable)
{
  GArray *hidden = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (TcQuery) held = tc_database_query (db, "SELECT id FROM held_scope ORDER BY id", NULL);

  while (tc_query_next (held)) {
    gint64 id = tc_query_int (held, 0);

    if (id != TC_SCOPE_COMMON && !tc_ids_contain (readable, id))
      g_array_append_val (hidden, id);
  }
  return hidden;
}

static char *
join_ids (const GArray *ids)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < ids->len; i++)
    g_string_append_printf (text, "%s%" G_GINT64_FORMAT, i > 0 ? "," : "",
                            g_array_index (ids, gint64, i));
  return g_string_free (text, FALSE);
}

/* As join_ids() gave it when the views were made. */
static char *
dup_shown (TcDatabase *db)
{
  return tc_database_dup_text (
      db,
      "SELECT ifnull (group_concat (id), '') FROM (SELECT CAST (substr (name, length ('" MARK
      "') + 1) AS INTEGER) AS id FROM temp.sqlite_schema WHERE name GLOB '" MARK "*' ORDER BY id)",
      NULL);
}

static void
append_drops (TcDatabase *db, GString *sql)
{
  g_autoptr (TcQuery) views = tc_database_query (
      db, "SELECT name FROM temp.sqlite_schema WHERE type = 'view' ORDER BY name", NULL);

  while (tc_query_next (views))
    g_string_append_printf (sql, "DROP VIEW temp.%s;", tc_query_text (views, 0));
}

static void
append_covers (TcDatabase *db, const GArray *hidden, GString *sql)
{
  g_autofree char *ids = join_ids (hidden);
  g_autoptr (TcQuery)
      tables = tc_database_query (db, "SELECT name FROM main.replicated ORDER BY number", NULL);

  while (tc_query_next (tables)) {
    const char *table = tc_query_text (tables, 0);
    gint64 scope = tc_reading_view_get_scope (table);

    if (scope == 0)
      g_string_append_printf (
          sql, "CREATE TEMP VIEW %s AS SELECT * FROM main.%s WHERE scope NOT IN (%s);", table,
          table, ids);
    else if (tc_ids_contain (hidden, scope))
      g_string_append_printf (sql, "CREATE TEMP VIEW %s AS SELECT * FROM main.%s WHERE 0;", table,
                              table);
  }
  for (guint i = 0; i < hidden->len; i++)
    g_string_append_printf (sql, "CREATE TEMP VIEW " MARK "%" G_GINT64_FORMAT " AS SELECT 1;",
                            g_array_index (hidden, gint64, i));
}

/* @hidden: (nullable): nothing. All or none of it. */
static void
cover (TcDatabase *db, const GArray *hidden)
{
  g_autoptr (GString) sql = g_string_new (NULL);

  append_drops (db, sql);
  if (hidden && hidden->len > 0)
    append_covers (db, hidden, sql);
  tc_database_arrange (db, sql->str);
}

char *
tc_reading_view_show (TcDatabase *db, gint64 staff_id, gint64 at_us)
{
  /* Who may do what stands in the common scope, which no view covers. */
  g_autoptr (GArray) readable = tc_reading_rights_of_staff (db, staff_id, at_us);
  g_autoptr (GArray) hidden = list_hidden (db, readable);
  g_autofree char *shown = dup_shown (db);
  g_autofree char *wanted = join_ids (hidden);

  if (g_strcmp0 (shown, wanted) != 0)
    cover (db, hidden);
  return tc_database_has_fault (db) ? NULL : join_ids (readable);
}

void
tc_reading_view_lift (TcDatabase *db)
{
  g_autofree char *shown = dup_shown (db);

  if (shown && *shown)
    cover (db, NULL);
}

gboolean
tc_reading_view_hides (TcDatabase *db, gint64 scope)
{
  g_autofree char *name = g_strdup_printf (MARK "%" G_GINT64_FORMAT, scope);

  return tc_database_get_int (db, 0, "SELECT 1 FROM temp.sqlite_schema WHERE name = ?", "s",
                              name) == 1;
}

GHashTable *
tc_reading_view_list_kinds (TcDatabase *db)
{
  GHashTable *kinds = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (TcQuery)
      held = tc_database_query (db, "SELECT id, kind FROM held_scope ORDER BY id", NULL);

  while (tc_query_next (held)) {
    if (!tc_reading_view_hides (db, tc_query_int (held, 0)))
      g_hash_table_add (kinds, tc_query_dup_text (held, 1));
  }
  return kinds;
}
