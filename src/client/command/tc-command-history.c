/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The history of the command line; see the header.
 */
#include "tc-command-history.h"

#include "tc-desk-files.h"

typedef struct {
  gint64 staff_id;
  char *text; /* (owned) (nullable) */
} Line;

static void
free_line (gpointer data)
{
  g_free (((Line *) data)->text);
  g_free (data);
}

static Line *
make_line (gint64 staff_id, const char *text)
{
  Line *line = g_new0 (Line, 1);

  *line = (Line){staff_id, g_strdup (text)};
  return line;
}

static gpointer
load (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  GPtrArray *lines = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (TcQuery) query = tc_database_query (
      db, "SELECT text FROM command_line WHERE staff_id = ? ORDER BY id DESC LIMIT ?", "ii",
      ((Line *) data)->staff_id, (gint64) TC_COMMAND_HISTORY_MAX);

  while (tc_query_next (query))
    g_ptr_array_insert (lines, 0, tc_query_dup_text (query, 0));
  return lines;
}

static gpointer
add (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const Line *line = data;

  tc_database_execute (db, "DELETE FROM command_line WHERE staff_id = ? AND text = ?", "is",
                       line->staff_id, line->text);
  tc_database_execute (db, "INSERT INTO command_line (staff_id, text, at_us) VALUES (?, ?, ?)",
                       "isi", line->staff_id, line->text, g_get_real_time ());
  tc_database_execute (db,
                       "DELETE FROM command_line WHERE staff_id = ?1 AND id <= (SELECT id FROM"
                       " command_line WHERE staff_id = ?1 ORDER BY id DESC LIMIT 1 OFFSET ?2)",
                       "ii", line->staff_id, (gint64) TC_COMMAND_HISTORY_MAX);
  return NULL;
}

void
tc_command_history_load_async (TcDesk *desk, gint64 staff_id, GAsyncReadyCallback callback,
                               gpointer data)
{
  tc_desk_run_outbox_async (desk, load, make_line (staff_id, NULL), free_line,
                            (GDestroyNotify) g_ptr_array_unref, callback, data);
}

GPtrArray *
tc_command_history_load_finish (TcDesk *desk, GAsyncResult *result, GError **error)
{
  return tc_desk_run_outbox_finish (desk, result, error);
}

static void
added_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;

  tc_desk_run_outbox_finish (TC_DESK (source), result, &error);
  if (error)
    g_warning ("a line of the command line was not kept: %s", error->message);
}

void
tc_command_history_add (TcDesk *desk, gint64 staff_id, const char *text)
{
  tc_desk_run_outbox_async (desk, add, make_line (staff_id, text), free_line, NULL, added_cb, NULL);
}
