/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: a desk that has the first parts of its snapshots alone is of use and follows the log, and
 * once the last part is loaded it has what the server has, whatever happened in between. Method:
 * the world of sync-world.h, whose snapshots are cut into parts of a few rows without regard to
 * what belongs together; parts are held back, and the desk is stopped between any two.
 */
#define _GNU_SOURCE /* memmem */
#include "sync-world.h"
#include "tc-incident-queries.h"
#include "tc-snapshot.h"

#include <string.h>

#define REPORTS 12
#define SECRET "Nguyễn Thị Bí Mật"

typedef struct {
  World *world;
  WorldDesk *desk;
  gint64 incidents[REPORTS + 1]; /* from 1 */
  gint64 reports[REPORTS + 1];
} Room;

static void
add_reports (Room *room)
{
  World *world = room->world;

  world_lease (world, 0, 1);
  for (guint i = 1; i <= REPORTS; i++) {
    g_autofree char *code = g_strdup_printf ("PA-%06" G_GINT64_FORMAT "-%04u",
                                             tc_incident_day (world->now_us), i);
    TcIncidentReport report = world_make_report (world, &world->ids, code, SECRET);

    world_do (world, &tc_incident_report_type, &report);
    room->incidents[i] = report.incident_id;
    room->reports[i] = report.report_id;
  }
}

static void
set_up (Room *room, gconstpointer data)
{
  room->world = world_new ();
  world_open_room (room->world);
  room->desk = world_add_desk (room->world, 1);
  world_allow_reporters (room->desk, TRUE);
  add_reports (room);
  room->world->hold = TRUE;
  world_connect (room->desk);
  world_run (room->world);
}

static void
tear_down (Room *room, gconstpointer data)
{
  world_free (room->world);
}

static gint64
count (Room *room, const char *table)
{
  g_autofree char *sql = g_strdup_printf ("SELECT count(*) FROM %s", table);

  return tc_database_get_int (room->desk->db, -1, sql, NULL);
}

static gboolean
has_row (TcDatabase *db, const char *table, gint64 id)
{
  g_autofree char *sql = g_strdup_printf ("SELECT 1 FROM %s WHERE id = ?", table);

  return tc_database_get_int (db, 0, sql, "i", id);
}

/* An incident that is among the first parts, or is not. */
static gint64
find_incident (Room *room, gboolean here)
{
  for (guint i = 1; i <= REPORTS; i++)
    if (has_row (room->desk->db, "incident", room->incidents[i]) == here)
      return room->incidents[i];
  g_assert_not_reached ();
}

static void
let_come (Room *room)
{
  room->world->hold = FALSE;
  if (!room->desk->connected)
    world_connect (room->desk);
  world_run (room->world);
}

/* All is here, and nothing is left of the way there. */
static void
assert_whole (Room *room)
{
  static const char *const tables[] = {"load_part", "load_total", "load_gone", "load_late"};

  g_assert_cmpint (room->desk->status.state, ==, TC_REPLICA_LIVE);
  g_assert_cmpuint (room->desk->status.parts_left, ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    g_assert_cmpint (count (room, tables[i]), ==, 0);
  world_assert_agree (room->world);
}

static void
test_of_use (Room *room, gconstpointer data)
{
  WorldDesk *desk = room->desk;
  gint64 id = find_incident (room, TRUE);
  const TcIncidentOnly accept = {id};
  guint replaced = desk->replaced;

  g_assert_cmpint (desk->status.state, ==, TC_REPLICA_LIVE);
  g_assert_cmpuint (desk->status.parts_left, >, 0);
  g_assert_cmpuint (desk->status.parts_left, ==, desk->status.parts);
  g_assert_cmpint (count (room, "incident"), <, REPORTS);
  g_assert_cmpint (count (room, "staff"), ==, 1);
  g_autoptr (TcVerdict) verdict = world_submit (desk, &tc_incident_accept_type, &accept);
  g_assert_null (verdict->refusal);
  world_run (room->world);
  g_assert_cmpuint (desk->status.pending, ==, 0);
  g_assert_cmpuint (desk->status.attention, ==, 0);
  g_assert_cmpuint (desk->replaced, ==, replaced);
  let_come (room);
  g_assert_cmpuint (desk->replaced, ==, replaced + 1);
  assert_whole (room);
}

/* Rows that aren't here change: they come as they are by then. */
static void
test_late_updates (Room *room, gconstpointer data)
{
  gint64 id = find_incident (room, FALSE);
  const TcIncidentOnly accept = {id};
  const TcIncidentSetPriority urgent = {id, 1, NULL};
  const TcIncidentSetPriority notice = {id, 4, NULL};

  world_do (room->world, &tc_incident_accept_type, &accept);
  world_do (room->world, &tc_incident_set_priority_type, &urgent);
  world_do (room->world, &tc_incident_set_priority_type, &notice);
  world_run (room->world);
  g_assert_cmpint (room->desk->status.state, ==, TC_REPLICA_LIVE);
  g_assert_cmpint (count (room, "load_late"), >=, 3);
  g_assert_false (has_row (room->desk->db, "incident", id));
  let_come (room);
  g_assert_cmpint (tc_database_get_int (room->desk->db, 0,
                                        "SELECT priority FROM incident WHERE id = ?", "i", id),
                   ==, 4);
  assert_whole (room);
}

/* Changes of rows that no operation makes; they go out with the next commit. */
static void
change (Room *room, const char *sql, gint64 id)
{
  const TcStaffArgs rename = {WORLD_STAFF, NULL, "Nguyễn Văn An", NULL, NULL};

  tc_database_execute (room->world->db, sql, "i", id);
  world_do (room->world, &tc_staff_change_type, &rename);
  world_run (room->world);
  g_assert_cmpint (room->desk->status.state, ==, TC_REPLICA_LIVE);
}

static gint64
find_report (Room *room, gboolean here)
{
  for (guint i = 1; i <= REPORTS; i++)
    if (has_row (room->world->db, "report", room->reports[i]) &&
        has_row (room->desk->db, "report", room->reports[i]) == here)
      return room->reports[i];
  g_assert_not_reached ();
}

/* What was deleted doesn't come back out of an older part. */
static void
test_deleted (Room *room, gconstpointer data)
{
  gint64 missing = find_report (room, FALSE);
  gint64 here = find_report (room, TRUE);

  change (room, "UPDATE report SET rating = 3 WHERE id = ?", missing);
  change (room, "DELETE FROM report WHERE id = ?", missing);
  change (room, "DELETE FROM report WHERE id = ?", here);
  g_assert_cmpint (count (room, "load_late"), ==, 0);
  g_assert_cmpint (count (room, "load_gone"), ==, 2);
  let_come (room);
  g_assert_false (has_row (room->desk->db, "report", missing));
  g_assert_false (has_row (room->desk->db, "report", here));
  assert_whole (room);
}

/* A row that moves to another scope and back, from where it isn't yet, and out of what is held. */
static void
test_moved (Room *room, gconstpointer data)
{
  gint64 missing = find_report (room, FALSE);
  gint64 here = find_report (room, TRUE);
  gint64 last;

  change (room, "UPDATE report SET scope = 3 WHERE id = ?", missing);
  g_assert_true (has_row (room->desk->db, "report", missing));
  change (room, "UPDATE report SET rating = 5 WHERE id = ?", missing);
  change (room, "UPDATE report SET scope = 3 WHERE id = ?", here);
  change (room, "UPDATE report SET scope = 2, rating = 1 WHERE id = ?", here);
  last = find_report (room, FALSE);
  change (room, "UPDATE report SET scope = 999 WHERE id = ?", last);
  let_come (room);
  g_assert_cmpint (tc_database_get_int (room->desk->db, 0,
                                        "SELECT rating FROM report WHERE id = ? AND scope = 3", "i",
                                        missing),
                   ==, 5);
  g_assert_false (has_row (room->desk->db, "report", last));
  assert_whole (room);
}

/* Nothing that the log says twice over a row that isn't here passes. */
static void
test_divergence (Room *room, gconstpointer data)
{
  gint64 missing = find_report (room, FALSE);

  change (room, "DELETE FROM report WHERE id = ?", missing);
  tc_database_execute (room->desk->db, "DELETE FROM load_part WHERE scope = 2", NULL);
  g_assert_true (tc_database_check (room->desk->db, NULL));
  tc_database_execute (room->world->db, "UPDATE report SET rating = 2 WHERE id = ?", "i",
                       find_report (room, FALSE));
  const TcStaffArgs rename = {WORLD_STAFF, NULL, "Trần", NULL, NULL};
  world_do (room->world, &tc_staff_change_type, &rename);
  world_run (room->world);
  g_assert_false (room->desk->connected);
  let_come (room);
  assert_whole (room);
}

/* A desk doesn't guess about what it hasn't got. */
static void
test_deferred (Room *room, gconstpointer data)
{
  const TcIncidentOnly accept = {find_incident (room, FALSE)};
  const TcIncidentOnly nothing = {123456789};
  const TcIncidentOnly open = {find_incident (room, TRUE)};
  g_autoptr (TcVerdict) late = world_submit (room->desk, &tc_incident_accept_type, &accept);
  g_autoptr (TcVerdict) wrong = world_submit (room->desk, &tc_incident_accept_type, &nothing);
  g_autoptr (TcVerdict) first = world_submit (room->desk, &tc_incident_accept_type, &open);
  g_autoptr (TcVerdict) again = world_submit (room->desk, &tc_incident_accept_type, &open);

  g_assert_null (late->refusal);
  g_assert_null (wrong->refusal);
  g_assert_null (first->refusal);
  g_assert_nonnull (again->refusal);
  world_run (room->world);
  g_assert_cmpuint (room->desk->status.pending, ==, 0);
  g_assert_cmpuint (room->desk->status.attention, ==, 1);
  let_come (room);
  assert_whole (room);
  g_autoptr (TcVerdict) whole = world_submit (room->desk, &tc_incident_accept_type, &nothing);
  g_assert_cmpstr (whole->refusal->code, ==, "incident.unknown");
}

/* What is pending while parts come, answered or not, is neither lost nor in the way. */
static void
test_pending (Room *room, gconstpointer data)
{
  WorldDesk *desk = room->desk;
  const TcIncidentText note = {find_incident (room, TRUE), "Ghi chú"};

  world_disconnect (desk);
  for (guint i = 0; i < 3; i++) {
    g_autoptr (TcVerdict) verdict = world_submit (desk, &tc_incident_comment_type, &note);
    g_assert_null (verdict->refusal);
  }
  room->world->hold = FALSE;
  world_connect (desk);
  for (guint i = 0; i < 40; i++) /* the server commits nothing */
    world_move (desk);
  g_assert_cmpuint (desk->status.pending, ==, 3);
  let_come (room);
  assert_whole (room);
}

/* It stops, as by a kill, after each message and each part. */
static void
test_stopped (Room *room, gconstpointer data)
{
  guint left = G_MAXUINT;
  guint parts = room->desk->status.parts;

  room->world->hold = FALSE;
  for (guint i = 0; room->desk->status.parts_left > 0; i++) {
    const TcIncidentText note = {room->incidents[1 + i % REPORTS], "Ghi chú"};

    g_assert_cmpuint (i, <, 2000);
    world_do (room->world, &tc_incident_comment_type, &note);
    world_restart_desk (room->desk);
    world_connect (room->desk);
    for (guint k = 0; k < 6 + i % 3; k++)
      world_move (room->desk);
    g_assert_cmpuint (room->desk->status.parts_left, <=, left);
    left = room->desk->status.parts_left;
  }
  g_assert_cmpuint (parts, >, 3);
  g_assert_cmpuint (room->world->n_snapshots, ==, 1);
  let_come (room);
  assert_whole (room);
}

static gboolean
holds_bytes (const char *path, const char *text)
{
  g_autofree char *data = NULL;
  gsize size;

  return g_file_get_contents (path, &data, &size, NULL) &&
         memmem (data, size, text, strlen (text)) != NULL;
}

static gboolean
has_trace (Room *room)
{
  g_autofree char *path = g_build_filename (room->world->folder, "replica-1.db", NULL);
  g_autofree char *wal = g_strconcat (path, "-wal", NULL);

  return holds_bytes (path, SECRET) || holds_bytes (wal, SECRET);
}

/* A right that is lost meanwhile: neither rows nor what was kept of them, nor parts to come. */
static void
test_right_lost (Room *room, gconstpointer data)
{
  g_autofree char *sql = g_strdup ("SELECT count(*) FROM load_part WHERE scope = 3");

  tc_database_execute (room->world->db, "UPDATE reporter SET address = ?", "s", SECRET);
  change (room, "UPDATE report SET rating = NULL WHERE id = ?", room->reports[1]);
  g_assert_cmpint (tc_database_get_int (room->desk->db, 0, sql, NULL), >, 0);
  g_assert_cmpint (count (room, "load_late WHERE scope = 3"), >, 0);
  g_assert_true (has_trace (room));
  world_allow_reporters (room->desk, FALSE);
  world_run (room->world);
  g_assert_false (room->desk->connected);
  world_connect (room->desk);
  world_run (room->world);
  g_assert_cmpint (tc_database_get_int (room->desk->db, -1, sql, NULL), ==, 0);
  g_assert_cmpint (count (room, "load_late WHERE scope = 3"), ==, 0);
  g_assert_cmpint (count (room, "reporter"), ==, 0);
  g_assert_false (has_trace (room));
  g_assert_cmpuint (room->desk->status.parts_left, >, 0);
  let_come (room);
  assert_whole (room);
  g_assert_false (has_trace (room));
}

/* One that is gained brings new snapshots. */
static void
test_right_gained (Room *room, gconstpointer data)
{
  world_allow_reporters (room->desk, FALSE);
  world_run (room->world);
  world_connect (room->desk);
  world_run (room->world);
  world_allow_reporters (room->desk, TRUE);
  world_run (room->world);
  let_come (room);
  g_assert_cmpuint (room->world->n_snapshots, ==, 2);
  assert_whole (room);
}

/* They come in the middle of a part, which is one of theirs as well, byte for byte. */
static void
test_replaced_meanwhile (Room *room, gconstpointer data)
{
  WorldDesk *desk = room->desk;

  world_allow_reporters (desk, FALSE);
  world_run (room->world);
  world_connect (desk);
  world_run (room->world);
  room->world->hold = FALSE;
  while (!tc_replica_is_slicing (desk->replica))
    world_move (desk);
  world_move (desk);
  g_assert_true (tc_replica_is_slicing (desk->replica));
  room->world->hold = TRUE;
  world_allow_reporters (desk, TRUE);
  world_run (room->world);
  g_assert_true (tc_replica_is_slicing (desk->replica));
  let_come (room);
  g_assert_cmpuint (room->world->n_snapshots, ==, 2);
  assert_whole (room);
}

static void
test_damaged (Room *room, gconstpointer data)
{
  WorldDesk *desk = room->desk;
  const TcReplicaPart part = g_array_index (desk->parts, TcReplicaPart, 0);
  g_autoptr (GBytes) bad = g_bytes_new_static ("nothing of use", 14);
  guint left = desk->status.parts_left;
  g_autoptr (GError) error = NULL;

  g_assert_true (tc_replica_load_part (desk->replica, part.scope, part.number, bad, &error));
  g_assert_true (tc_replica_load_part (desk->replica, part.scope, part.number, bad, &error));
  g_assert_cmpuint (desk->status.parts_left, ==, left);
  g_assert_cmpint (g_array_index (desk->parts, TcReplicaPart, 0).number, ==, part.number);
  g_assert_false (tc_replica_load_part (desk->replica, part.scope, part.number, bad, &error));
  g_assert_error (error, TC_ERROR, TC_ERROR_DIVERGED);
  world_disconnect (desk);
  /* A part that nobody waits for is let go. */
  g_assert_true (tc_replica_load_part (desk->replica, 77, 5, bad, NULL));
  let_come (room);
  assert_whole (room);
}

static void
test_missing (Room *room, gconstpointer data)
{
  g_assert_true (tc_replica_miss_part (room->desk->replica, NULL));
  g_assert_cmpstr (room->desk->closed_code, ==, "line.parts");
  world_run (room->world);
  g_assert_false (room->desk->connected);
  let_come (room);
  g_assert_cmpuint (room->world->n_snapshots, ==, 2);
  assert_whole (room);
}

#define ADD(name, func) g_test_add ("/parts/" name, Room, NULL, set_up, func, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("of-use", test_of_use);
  ADD ("late-updates", test_late_updates);
  ADD ("deleted", test_deleted);
  ADD ("moved", test_moved);
  ADD ("divergence", test_divergence);
  ADD ("deferred", test_deferred);
  ADD ("pending", test_pending);
  ADD ("stopped", test_stopped);
  ADD ("right-lost", test_right_lost);
  ADD ("right-gained", test_right_gained);
  ADD ("replaced-meanwhile", test_replaced_meanwhile);
  ADD ("damaged", test_damaged);
  ADD ("missing", test_missing);
  return g_test_run ();
}
