/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: while a relay loads snapshots its room goes on with what is there; then all of it is
 * another at once, what waits for the server stays, and a stop at any moment leaves one or the
 * other. Method: the room of relay-room.h, whose relay has loaded what it doesn't take yet.
 */
#include "relay-room.h"

#include <string.h>

static TcRelayWant
wants (Room *room, const TcRelayPlan *plan)
{
  return tc_relay_wants (room->relay->relay, plan);
}

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
  g_assert_cmpint (wants (room, room->relay->plan), ==, TC_RELAY_WANTED);
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
  g_autoptr (TcRelayPlan) plan = tc_relay_plan_ref (room->relay->plan);
  go_on (room, "Hai");
  take (room);
  g_assert_cmpint (wants (room, plan), ==, TC_RELAY_UNWANTED);
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
  g_assert_cmpint (wants (room, plan), ==, TC_RELAY_WANTED);
  world_connect_relay (room->relay);
  g_assert_cmpint (wants (room, plan), ==, TC_RELAY_WANTED_LATER);
  world_run (room->world);
  g_assert_cmpint (wants (room, plan), ==, TC_RELAY_WANTED);
  g_assert_cmpint (wants (room, room->relay->plan), ==, TC_RELAY_WANTED);
  take (room);
  g_assert_cmpint (wants (room, plan), ==, TC_RELAY_UNWANTED);
  /* Nor once more. */
  world_cut_relay (room->relay);
  g_assert_cmpint (wants (room, plan), ==, TC_RELAY_UNWANTED);
  world_connect_relay (room->relay);
  g_assert_cmpint (wants (room, plan), ==, TC_RELAY_UNWANTED);
  finish (room, "Hai");
}

/* They are there just while the server greets: taken once it has, and not fetched once more. What
 * it offered meanwhile is on its way then. */
static void
test_while_greeting (void)
{
  Room *room = loading_room_new ();
  gint64 base = room->relay->status.base.lsn;
  guint fetches = room->relay->fetches;

  go_on (room, "Hai");
  world_cut_relay (room->relay);
  world_connect_relay (room->relay);
  take (room);
  g_assert_true (room->relay->up.connected);
  g_assert_true (room->relay->status.online);
  g_assert_cmpint (room->relay->status.base.lsn, >, base);
  g_assert_cmpuint (room->relay->fetches, ==, fetches);
  finish (room, "Hai");
}

/* It greets with another log, since it was restored: they are of no use. */
static void
test_greeted_by_another (void)
{
  Room *room = loading_room_new ();
  guint fetches = room->relay->fetches;

  world_back_up (room->world);
  world_cut_relay (room->relay);
  world_restore (room->world);
  world_connect_relay (room->relay);
  g_assert_cmpint (wants (room, room->relay->plan), ==, TC_RELAY_WANTED_LATER);
  take (room);
  g_assert_true (room->relay->up.connected);
  g_assert_cmpuint (room->relay->fetches, ==, fetches + 1);
  world_connect (room->a);
  world_connect (room->b);
  world_connect (room->c);
  room_assert_settled (room);
  room_free (room);
}

/* The file that they were put into fails when it is taken: the room goes on with what is there,
 * and comes for them once more. */
static void
test_bad_file (void)
{
  Room *room = loading_room_new ();
  WorldRelay *relay = room->relay;
  gint64 base = relay->status.base.lsn;
  g_autoptr (GError) error = NULL;

  go_on (room, "Hai");
  tc_database_fail (relay->filled, TC_ERROR_DISK, "its disk is broken");
  g_assert_false (
      tc_relay_take (relay->relay, relay->plan, relay->filled, room->world->now_us, &error));
  g_assert_error (error, TC_ERROR, TC_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, "its disk is broken"));
  world_drop_loaded (relay);
  world_rename (room->b, "Ba");
  world_run (room->world);
  world_assert_name (room->a->db, "Ba");
  g_assert_cmpint (relay->status.base.lsn, ==, base);
  g_assert_cmpuint (relay->status.queued, ==, 2);
  world_cut_relay (relay);
  world_connect_relay (relay);
  take (room);
  g_assert_cmpint (relay->status.base.lsn, >, base);
  finish (room, "Ba");
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
      "relay_queue",   "relay_desk",   "relay_ended",     "held_scope", "purge_done",
      "allowed_scope", "identity",     "pending",         "tray",       "confirmed",
      "session_proof", "log_identity", "enrolment_proof", NULL};
  static const char *const left[] = {
      /* written anew */
      "position", "log_commit", "log_section", "passed_over", "schema_version", "replicated",
      "load_head",
      /* of a server, or of a desk with a screen: empty here, or made of the rows */
      "log_operation", "log_segment", "log_epoch", "log_schema", "log_horizon", "log_purged",
      "log_purge", "purge_file", "pending_undo", "provisional", "load_part", "load_total",
      "load_gone", "load_late", "learning", "learnt", "learnt_word", "learnt_field", "learn_due",
      "picture_look", "upload", "seen", "draft", "command_line", "personal_filter", "typed",
      "heard", "unattached", NULL};
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
  g_test_add_func ("/relay-load/while-greeting", test_while_greeting);
  g_test_add_func ("/relay-load/greeted-by-another", test_greeted_by_another);
  g_test_add_func ("/relay-load/bad-file", test_bad_file);
  g_test_add_func ("/relay-load/settled-before", test_settled_before);
  g_test_add_func ("/relay-load/tables", test_tables);
  return g_test_run ();
}
