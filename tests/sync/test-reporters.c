/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: of a reporter nobody without the grant has a byte, on the line or on disk. Method: names
 * that occur nowhere else, looked for in the raw files of a desk and in all that was sent to it,
 * before a grant, under it, after it was taken away, and when the desk stops in between.
 */
#include "sync-world.h"
#include "tc-incident-queries.h"

#include <string.h>

#define NAME "Bí Danh Xyzzy"
#define PHONE "0909 Plugh"

typedef struct {
  World *world;
  WorldDesk *with;
  WorldDesk *without;
  guint n_reports;
} Room;

static void
add_report (Room *room)
{
  World *world = room->world;
  g_autofree char *code = g_strdup_printf ("PA-%06" G_GINT64_FORMAT "-%04u",
                                           tc_incident_day (world->now_us), ++room->n_reports);
  TcIncidentReport report = world_make_report (world, &world->ids, code, NAME);

  report.reporter_phone = PHONE;
  world_do (world, &tc_incident_report_type, &report);
}

static void
set_up (Room *room, gconstpointer data)
{
  room->world = world_new ();
  world_open_room (room->world);
  world_lease (room->world, 0, 1);
  room->with = world_add_desk (room->world, 1);
  room->without = world_add_desk (room->world, 2);
  world_allow_reporters (room->with, TRUE);
  add_report (room);
  world_connect (room->with);
  world_connect (room->without);
  world_run (room->world);
  add_report (room);
  world_run (room->world);
}

static void
tear_down (Room *room, gconstpointer data)
{
  world_free (room->world);
}

static gboolean
contains (const char *data, gsize size, const char *word)
{
  gsize length = strlen (word);

  for (gsize at = 0; at + length <= size; at++) {
    if (!memcmp (data + at, word, length))
      return TRUE;
  }
  return FALSE;
}

static guint
find_in_file (WorldDesk *desk, const char *name, const char *suffix)
{
  g_autofree char *file = g_strdup_printf ("%s-%u.db%s", name, desk->number, suffix);
  g_autofree char *path = g_build_filename (desk->world->folder, file, NULL);
  g_autofree char *data = NULL;
  gsize size = 0;

  if (!g_file_get_contents (path, &data, &size, NULL))
    return 0;
  return (guint) contains (data, size, NAME) + (guint) contains (data, size, PHONE);
}

/* In the database, its WAL, and the outbox with its own. */
static guint
find_on_disk (WorldDesk *desk)
{
  return find_in_file (desk, "replica", "") + find_in_file (desk, "replica", "-wal") +
         find_in_file (desk, "outbox", "") + find_in_file (desk, "outbox", "-wal");
}

static gint64
count_reporters (WorldDesk *desk)
{
  return tc_database_get_int (desk->db, -1, "SELECT count(*) FROM reporter", NULL);
}

static void
test_grant (Room *room, gconstpointer data)
{
  g_assert_cmpint (count_reporters (room->with), ==, 2);
  g_assert_cmpuint (find_on_disk (room->with), >, 0);
  g_assert_cmpint (count_reporters (room->without), ==, 0);
  g_assert_cmpuint (find_on_disk (room->without), ==, 0);
  g_assert_cmpint (tc_database_get_int (room->without->db, 0, "SELECT count(*) FROM report", NULL),
                   ==, 2);
}

/* Not on the line either: what is sent on a commit and on catching up. */
static void
test_line (Room *room, gconstpointer data)
{
  for (guint round = 0; round < 2; round++) {
    guint n = 0;

    add_report (room);
    if (round == 1) {
      world_disconnect (room->without);
      world_connect (room->without);
      world_move (room->without);
      g_assert_true (world_move (room->without));
    }
    for (GList *item = room->without->to_desk->head; item; item = item->next, n++) {
      gsize size;
      const char *bytes = g_bytes_get_data (item->data, &size);

      g_assert_false (contains (bytes, size, NAME));
    }
    g_assert_cmpuint (n, >, 0);
    world_run (room->world);
  }
  g_assert_cmpint (tc_database_get_int (room->without->db, 0, "SELECT count(*) FROM report", NULL),
                   ==, 4);
}

/* Nobody is told that all is here before it is. */
static void
test_given (Room *room, gconstpointer data)
{
  world_allow_reporters (room->without, TRUE);
  world_run (room->world);
  g_assert_cmpstr (room->without->closed_code, ==, "line.rights");
  world_connect (room->without);
  while (room->without->status.state <= TC_REPLICA_GREETING)
    g_assert_true (world_move (room->without));
  g_assert_cmpint (room->without->status.state, ==, TC_REPLICA_LOADING);
  world_run (room->world);
  g_assert_cmpint (room->without->status.state, ==, TC_REPLICA_LIVE);
  g_assert_cmpint (count_reporters (room->without), ==, 2);
}

static void
test_taken_away (Room *room, gconstpointer data)
{
  tc_database_checkpoint (room->with->db);
  world_allow_reporters (room->with, FALSE);
  world_run (room->world);
  g_assert_cmpstr (room->with->closed_code, ==, "line.rights");
  world_connect (room->with);
  world_run (room->world);
  g_assert_cmpint (room->with->status.state, ==, TC_REPLICA_LIVE);
  g_assert_cmpint (count_reporters (room->with), ==, 0);
  g_assert_cmpuint (find_on_disk (room->with), ==, 0);
  world_assert_agree (room->world);
  /* Given again, all of it comes again. */
  world_allow_reporters (room->with, TRUE);
  world_run (room->world);
  world_connect (room->with);
  world_run (room->world);
  g_assert_cmpint (count_reporters (room->with), ==, 2);
  world_assert_agree (room->world);
}

/* While it was away; it learns at its next greeting. */
static void
test_taken_away_offline (Room *room, gconstpointer data)
{
  world_disconnect (room->with);
  world_allow_reporters (room->with, FALSE);
  add_report (room);
  world_restart_desk (room->with);
  world_connect (room->with);
  world_run (room->world);
  g_assert_cmpint (count_reporters (room->with), ==, 0);
  g_assert_cmpuint (find_on_disk (room->with), ==, 0);
  world_assert_agree (room->world);
}

/* A reader of the desk is in the way of the clearing up: it is done at the next greeting. */
static void
test_reader_in_the_way (Room *room, gconstpointer data)
{
  g_autofree char *path = g_strdup (tc_database_get_path (room->with->db));
  TcDatabase *reader = tc_database_open (path, 0, NULL);

  sqlite3_busy_timeout (tc_database_get_handle (room->with->db), 10);
  tc_database_begin (reader);
  g_assert_cmpint (tc_database_get_int (reader, 0, "SELECT count(*) FROM reporter", NULL), ==, 2);
  world_allow_reporters (room->with, FALSE);
  world_run (room->world);
  world_connect (room->with);
  world_run (room->world);
  g_assert_cmpint (count_reporters (room->with), ==, 0);
  g_assert_cmpint (room->with->status.state, ==, TC_REPLICA_LIVE);
  tc_database_rollback (reader);
  tc_database_close (reader);
  world_restart_desk (room->with);
  world_connect (room->with);
  world_run (room->world);
  g_assert_cmpuint (find_on_disk (room->with), ==, 0);
  world_assert_agree (room->world);
}

/* What a person without the grant types stays in the outbox until it is settled, and no longer in
 * the replica once the server has it. */
static void
test_typed_here (Room *room, gconstpointer data)
{
  World *world = room->world;
  TcIncidentReport report;

  world_lease (world, 2, 5000);
  world_run (world);
  g_autofree char *code = g_strdup_printf ("PA-%06" G_GINT64_FORMAT "-5000",
                                           tc_incident_day (world->now_us));
  report = world_make_report (world, &room->without->ids, code, NAME);
  g_autoptr (TcVerdict) verdict = world_submit (room->without, &tc_incident_report_type, &report);
  g_assert_null (verdict->refusal);
  world_run (world);
  g_assert_cmpint (count_reporters (room->without), ==, 0);
  g_assert_cmpint (count_reporters (room->with), ==, 3);
  world_assert_agree (world);
}

#define ADD(name, func) g_test_add ("/reporters/" name, Room, NULL, set_up, func, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("grant", test_grant);
  ADD ("given", test_given);
  ADD ("line", test_line);
  ADD ("taken-away", test_taken_away);
  ADD ("taken-away-offline", test_taken_away_offline);
  ADD ("reader-in-the-way", test_reader_in_the_way);
  ADD ("typed-here", test_typed_here);
  return g_test_run ();
}
