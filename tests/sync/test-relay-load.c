/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: while a relay loads snapshots its room goes on with what is there; then all of it is
 * another at once, what waits for the server stays, and a stop at any moment leaves one or the
 * other. Method: the room of relay-room.h, whose relay has loaded what it doesn't take yet.
 */
#include "relay-room.h"

/* Newer snapshots are loaded, and not taken. */
static Room *
loading_room_new (void)
{
  Room *room = room_new ();

  world_rename (room->a, "Một");
  room_assert_settled (room);
  g_assert_true (tc_relay_renew (room->relay->relay, NULL));
  world_run (room->world);
  room->relay->holds_loaded = TRUE;
  world_connect_relay (room->relay);
  world_run (room->world);
  g_assert_nonnull (room->relay->plan);
  g_assert_true (tc_relay_awaits (room->relay->relay, room->relay->plan));
  return room;
}

/* Another desk of the room does something, and is seen to. */
static void
go_on (Room *room, const char *name)
{
  world_rename (room->a, name);
  world_run (room->world);
  g_assert_cmpuint (room->b->status.provisional, ==, 1);
  world_assert_name (room->b->db, name);
  g_assert_cmpuint (room->relay->status.queued, ==, 1);
}

static void
take (Room *room)
{
  room->relay->holds_loaded = FALSE;
  world_run (room->world);
  g_assert_null (room->relay->plan);
}

static void
finish (Room *room, const char *name)
{
  if (!room->a->connected)
    world_connect (room->a);
  if (!room->b->connected)
    world_connect (room->b);
  room_assert_settled (room);
  g_assert_cmpint (room->b->status.state, ==, TC_REPLICA_LIVE);
  world_assert_name (room->b->db, name);
  world_assert_name (room->c->db, name);
  g_assert_cmpint (room_count_settled (room, room->a), ==, 2);
  room_free (room);
}

static void
test_meanwhile (void)
{
  Room *room = loading_room_new ();
  gint64 base = room->relay->status.base.lsn;

  g_assert_true (room->a->connected);
  go_on (room, "Hai");
  g_assert_cmpint (room->relay->status.base.lsn, ==, base);
  take (room);
  g_assert_cmpint (room->relay->status.base.lsn, >, base);
  g_assert_cmpstr (room->b->closed_code, ==, "line.moved");
  finish (room, "Hai");
}

/* It stops: what it had is there, with what the room did. */
static void
test_stopped (void)
{
  Room *room = loading_room_new ();
  gint64 base = room->relay->status.base.lsn;

  go_on (room, "Hai");
  world_restart_relay (room->relay);
  g_assert_cmpint (room->relay->status.base.lsn, ==, base);
  world_connect (room->a);
  world_connect (room->b);
  world_run (room->world);
  g_assert_cmpuint (room->b->status.provisional, ==, 1);
  world_assert_name (room->b->db, "Hai");
  room->relay->holds_loaded = FALSE;
  world_connect_relay (room->relay);
  world_run (room->world);
  g_assert_cmpint (room->relay->status.base.lsn, >, base);
  finish (room, "Hai");
}

/* It stops once it has taken them. */
static void
test_stopped_after (void)
{
  Room *room = loading_room_new ();
  gint64 base = room->relay->status.base.lsn;

  go_on (room, "Hai");
  world_cut_relay (room->relay);
  take (room);
  world_restart_relay (room->relay);
  g_assert_cmpint (room->relay->status.base.lsn, >, base);
  g_assert_cmpuint (room->relay->status.queued, ==, 1);
  world_connect (room->a);
  world_connect (room->b);
  world_run (room->world);
  g_assert_cmpuint (room->b->status.provisional, ==, 1);
  world_assert_name (room->b->db, "Hai");
  world_connect_relay (room->relay);
  world_run (room->world);
  finish (room, "Hai");
}

/* The line is lost meanwhile: they are of use all the same. */
static void
test_line_lost (void)
{
  Room *room = loading_room_new ();
  gint64 base = room->relay->status.base.lsn;

  world_cut_relay (room->relay);
  go_on (room, "Hai");
  take (room);
  g_assert_cmpint (room->relay->status.base.lsn, >, base);
  g_assert_cmpuint (room->relay->status.queued, ==, 1);
  world_connect (room->a);
  world_connect (room->b);
  world_run (room->world);
  world_assert_name (room->b->db, "Hai");
  room->relay->up.load_wanted = FALSE;
  world_connect_relay (room->relay);
  world_run (room->world);
  g_assert_false (room->relay->up.load_wanted);
  finish (room, "Hai");
}

/* The server has greeted again since, with the rights of before: not fetched and filled for
 * nothing, or a line that never holds long would never have them. */
static void
test_greeted_again (void)
{
  Room *room = loading_room_new ();
  g_autoptr (TcRelayPlan) plan = tc_relay_plan_ref (room->relay->plan);

  go_on (room, "Hai");
  world_cut_relay (room->relay);
  g_assert_true (tc_relay_awaits (room->relay->relay, plan));
  world_connect_relay (room->relay);
  g_assert_false (tc_relay_awaits (room->relay->relay, plan));
  world_run (room->world);
  g_assert_true (tc_relay_awaits (room->relay->relay, plan));
  g_assert_true (tc_relay_awaits (room->relay->relay, room->relay->plan));
  take (room);
  g_assert_false (tc_relay_awaits (room->relay->relay, plan));
  finish (room, "Hai");
}

/* What the server had settled is in them: it doesn't wait any more, in the file either. */
static void
test_settled_before (void)
{
  Room *room = room_new ();
  gint64 base = room->relay->status.base.lsn;

  world_rename (room->a, "Một");
  room_assert_settled (room);
  room->relay->loses_frames = TRUE;
  world_rename (room->a, "Hai");
  world_run (room->world);
  g_assert_cmpuint (room->relay->status.queued, ==, 1);
  g_assert_cmpint (room_count_settled (room, room->a), ==, 2);
  g_assert_true (tc_relay_renew (room->relay->relay, NULL));
  world_run (room->world);
  room->relay->loses_frames = FALSE;
  world_connect_relay (room->relay);
  world_run (room->world);
  g_assert_cmpint (room->relay->status.base.lsn, >, base);
  g_assert_cmpuint (room->relay->status.queued, ==, 0);
  g_assert_cmpint (
      tc_database_get_int (room->relay->db, -1, "SELECT count(*) FROM relay_queue", NULL), ==, 0);
  finish (room, "Hai");
}

/* A table that is new has to be in one of the two lists, and in tc-relay-load.c if it is in the
 * first. */
static void
test_tables (void)
{
  static const char *const carried[] = {
      "relay_queue", "relay_desk", "relay_ended", "held_scope",    "purge_done",   "identity",
      "pending",     "tray",       "confirmed",   "session_proof", "log_identity", NULL};
  static const char *const left[] = {
      /* written anew */
      "position", "log_commit", "log_section", "passed_over", "schema_version", "replicated",
      /* of a server, or of a desk with a screen: empty here, or made of the rows */
      "log_operation", "log_epoch", "log_schema", "log_horizon", "log_purged", "log_purge",
      "purge_file", "pending_undo", "provisional", "load_part", "load_total", "load_gone",
      "load_late", "learning", "learnt", "learnt_word", "learnt_field", "learn_due", "picture_look",
      "upload", "seen", "draft", "command_line", "personal_filter", "typed", "heard", NULL};
  Room *room = room_new ();
  g_autoptr (TcCatalogue) catalogue = tc_catalogue_load (room->relay->db, NULL);
  g_autoptr (TcQuery) tables = tc_database_query (
      room->relay->db, "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name", NULL);

  while (tc_query_next (tables)) {
    const char *name = tc_query_text (tables, 0);

    if (!tc_catalogue_find (catalogue, name) && !g_str_has_prefix (name, "search_") &&
        !g_str_has_prefix (name, "sqlite_") && !g_strv_contains (carried, name) &&
        !g_strv_contains (left, name))
      g_error ("%s: is it carried over when snapshots are loaded?", name);
  }
  g_clear_pointer (&tables, tc_query_free);
  room_free (room);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/relay-load/meanwhile", test_meanwhile);
  g_test_add_func ("/relay-load/stopped", test_stopped);
  g_test_add_func ("/relay-load/stopped-after", test_stopped_after);
  g_test_add_func ("/relay-load/line-lost", test_line_lost);
  g_test_add_func ("/relay-load/greeted-again", test_greeted_again);
  g_test_add_func ("/relay-load/settled-before", test_settled_before);
  g_test_add_func ("/relay-load/tables", test_tables);
  return g_test_run ();
}
