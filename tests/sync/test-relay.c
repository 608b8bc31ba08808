/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: a room behind a relay works with the province's server and without it, and whatever comes
 * between them all agree in the end, each operation settled once. Method: server, relay, two desks
 * behind it and one at the server, in one thread (relay-room.h); each test drives one story.
 */
#include "relay-room.h"
#include "tc-limits.h"
#include "tc-people-operations.h"
#include "tc-relay-private.h"

#include <glib/gstdio.h>

static gint64
count_of (TcDatabase *db, const char *sql)
{
  return tc_database_get_int (db, -1, sql, NULL);
}

static void
test_online (void)
{
  Room *room = room_new ();

  g_assert_true (room->a->status.at_relay);
  g_assert_true (room->a->status.relay_online);
  g_assert_false (room->c->status.at_relay);
  world_rename (room->a, "Trần Thị Bình");
  room_assert_settled (room);
  world_assert_name (room->b->db, "Trần Thị Bình");
  world_assert_name (room->c->db, "Trần Thị Bình");
  world_rename (room->c, "Lê Văn Cảnh");
  room_assert_settled (room);
  world_assert_name (room->a->db, "Lê Văn Cảnh");
  g_assert_cmpint (room_count_settled (room, room->a), ==, 1);
  room_free (room);
}

/* Cut off, the room sees what its people do; the rest of the province doesn't. */
static void
test_cut (void)
{
  Room *room = room_new ();

  world_cut_relay (room->relay);
  world_rename (room->a, "Tạm");
  world_rename (room->c, "Ở nơi khác");
  world_run (room->world);
  g_assert_true (room->b->status.at_relay);
  g_assert_false (room->b->status.relay_online);
  g_assert_cmpint (room->b->status.relay_since_us, >, 0);
  world_assert_name (room->b->db, "Tạm");
  world_assert_name (room->c->db, "Ở nơi khác");
  g_assert_cmpuint (room->b->status.provisional, ==, 1);
  g_assert_cmpuint (room->a->status.provisional, ==, 0);
  g_assert_cmpuint (room->a->status.pending, ==, 1);
  g_assert_cmpuint (room->relay->status.queued, ==, 1);
  g_assert_cmpint (count_of (room->b->db, "SELECT count(*) FROM provisional WHERE applied"), ==, 1);
  /* The relay itself shows what is confirmed, and nothing else. */
  world_assert_name (room->relay->db, "Nguyễn Văn An");

  world_connect_relay (room->relay);
  room_assert_settled (room);
  g_assert_true (room->b->status.relay_online);
  world_assert_name (room->b->db, "Tạm");
  world_assert_name (room->c->db, "Tạm");
  g_assert_cmpint (room_count_settled (room, room->a), ==, 1);
  room_free (room);
}

/* Reported at @room->a, with a code of its own. */
static gint64
report_at_a (Room *room)
{
  g_autofree char *code = g_strdup_printf (
      "PA-%" G_GINT64_FORMAT "-0001",
      count_of (room->a->db, "SELECT max (day) FROM code_block WHERE replica = 1"));
  const TcIncidentReport report = world_make_report (room->world, &room->a->ids, code, NULL);
  g_autoptr (TcVerdict) verdict = world_submit (room->a, &tc_incident_report_type, &report);

  g_assert_null (verdict->refusal);
  return report.incident_id;
}

/* One stands on the other's, which no server has seen; the second's desk ends its shift before the
 * line is back. */
static void
test_cut_chain (void)
{
  Room *room = room_new ();

  world_lease (room->world, 1, 1);
  world_run (room->world);
  world_cut_relay (room->relay);
  const TcIncidentTake take = {report_at_a (room), 0};
  world_run (room->world);
  g_assert_cmpuint (room->b->status.provisional, ==, 1);
  g_autoptr (TcVerdict) taken = world_submit (room->b, &tc_incident_take_type, &take);
  g_assert_null (taken->refusal);
  world_run (room->world);
  g_assert_cmpint (count_of (room->a->db, "SELECT staff_id FROM incident"), ==, WORLD_STAFF);
  world_disconnect (room->a);
  world_disconnect (room->b);
  world_connect_relay (room->relay);
  world_run (room->world);
  g_assert_cmpint (room_count_settled (room, room->a), ==, 1);
  g_assert_cmpint (room_count_settled (room, room->b), ==, 1);
  g_assert_cmpint (count_of (room->world->db, "SELECT count(*) FROM log_operation"
                                              " WHERE refusal IS NOT NULL"),
                   ==, 0);
  world_connect (room->a);
  world_connect (room->b);
  room_assert_settled (room);
  room_free (room);
}

/* A unit whose scope nobody here holds is sent: who reads the incident sees it. */
static void
test_dispatch (void)
{
  Room *room = room_new ();
  World *world = room->world;
  const TcAgencyArgs other = {101, "doi", NULL, "team", "Đội",   "Team",
                              0,   1,     NULL, NULL,   TC_NONE, TC_NONE};

  world_do (world, &tc_agency_add_type, &other);
  world_lease (world, 1, 1);
  world_run (world);
  gint64 incident_id = report_at_a (room);
  world_run (world);
  world_cut_relay (room->relay);
  const TcIncidentDispatch sent = {incident_id, tc_id_maker_next (&room->a->ids, world->now_us),
                                   101, NULL, 0};
  g_autoptr (TcVerdict) verdict = world_submit (room->a, &tc_incident_dispatch_type, &sent);
  g_assert_null (verdict->refusal);
  world_run (world);
  g_assert_cmpuint (room->b->status.provisional, ==, 1);
  g_assert_cmpint (count_of (room->b->db, "SELECT agency_id FROM dispatch"), ==, 101);
  world_connect_relay (room->relay);
  room_assert_settled (room);
  g_assert_cmpint (count_of (room->b->db, "SELECT agency_id FROM dispatch"), ==, 101);
  room_free (room);
}

/* Both send the same unit before either hears of the other: who comes first to the relay has done
 * so provisionally, and the server decides likewise; the other's is in the tray. */
static void
test_conflict (void)
{
  Room *room = room_new ();
  World *world = room->world;

  world_lease (world, 1, 1);
  world_run (world);
  gint64 incident_id = report_at_a (room);
  world_run (world);
  world_cut_relay (room->relay);
  const TcIncidentDispatch first = {incident_id, tc_id_maker_next (&room->a->ids, world->now_us),
                                    WORLD_AGENCY, NULL, 0};
  const TcIncidentDispatch second = {incident_id, tc_id_maker_next (&room->b->ids, world->now_us),
                                     WORLD_AGENCY, NULL, 0};
  g_autoptr (TcVerdict) at_a = world_submit (room->a, &tc_incident_dispatch_type, &first);
  g_autoptr (TcVerdict) at_b = world_submit (room->b, &tc_incident_dispatch_type, &second);
  g_assert_null (at_a->refusal);
  g_assert_null (at_b->refusal);
  world_run (world);
  /* The other's doesn't apply on top of it: at both desks the same task stands. */
  g_assert_cmpint (count_of (room->b->db, "SELECT id FROM task"), ==, first.task_id);
  g_assert_cmpint (count_of (room->a->db, "SELECT id FROM task"), ==, first.task_id);
  g_assert_cmpuint (room->b->status.pending, ==, 1);
  world_connect_relay (room->relay);
  room_assert_settled (room);
  g_assert_cmpuint (room->a->status.attention, ==, 0);
  g_assert_cmpuint (room->b->status.attention, ==, 1);
  g_autofree char *code = tc_database_dup_text (room->b->outbox_db, "SELECT refusal FROM tray",
                                                NULL);
  g_assert_cmpstr (code, ==, "incident.already-sent");
  g_assert_cmpint (count_of (room->c->db, "SELECT id FROM task"), ==, first.task_id);
  room_free (room);
}

/* Desks and relay are started anew while they are cut off: nothing is lost, all see the same. */
static void
test_restarts_while_cut (void)
{
  Room *room = room_new ();

  world_cut_relay (room->relay);
  world_rename (room->a, "Một");
  world_run (room->world);
  world_restart_desk (room->b);
  world_assert_name (room->b->db, "Nguyễn Văn An");
  world_restart_relay (room->relay);
  g_assert_cmpuint (room->relay->status.queued, ==, 1);
  world_connect (room->b);
  world_run (room->world);
  world_assert_name (room->b->db, "Một");
  world_restart_desk (room->a);
  world_connect (room->a);
  world_run (room->world);
  /* What it sends again is the same one; what it makes next follows. */
  g_assert_cmpuint (room->relay->status.queued, ==, 1);
  world_rename (room->a, "Hai");
  world_run (room->world);
  world_assert_name (room->b->db, "Hai");
  g_assert_cmpuint (room->relay->status.queued, ==, 2);
  world_connect_relay (room->relay);
  room_assert_settled (room);
  g_assert_cmpint (room_count_settled (room, room->a), ==, 2);
  room_free (room);
}

/* The relay goes on with what it has though its server is away: a new desk loads from it. */
static void
test_fresh_desk_while_cut (void)
{
  Room *room = room_new ();
  WorldDesk *fresh = world_add_desk (room->world, 4);

  world_run (room->world);
  world_cut_relay (room->relay);
  world_rename (room->a, "Tạm");
  world_run (room->world);
  world_move_behind (fresh, room->relay);
  world_connect (fresh);
  world_run (room->world);
  g_assert_cmpint (fresh->status.state, ==, TC_REPLICA_LIVE);
  world_assert_name (fresh->db, "Tạm");
  world_rename (fresh, "Của bàn mới");
  world_run (room->world);
  world_assert_name (room->a->db, "Của bàn mới");
  world_connect_relay (room->relay);
  room_assert_settled (room);
  world_assert_name (room->c->db, "Của bàn mới");
  room_free (room);
}

/* A desk leaves the relay that still has some of it, and is at the server first. */
static void
test_desk_moves (void)
{
  Room *room = room_new ();

  world_cut_relay (room->relay);
  world_rename (room->a, "Một");
  world_rename (room->a, "Hai");
  world_run (room->world);
  world_disconnect (room->a);
  world_move_away (room->a);
  world_rename (room->a, "Ba");
  world_connect (room->a);
  world_run (room->world);
  g_assert_cmpuint (room->a->status.pending, ==, 0);
  g_assert_false (room->a->status.at_relay);
  g_assert_cmpint (room_count_settled (room, room->a), ==, 3);
  g_assert_cmpuint (room->b->status.provisional, ==, 2);
  world_connect_relay (room->relay);
  room_assert_settled (room);
  g_assert_cmpint (room_count_settled (room, room->a), ==, 3);
  world_assert_name (room->b->db, "Ba");
  /* And back, when the relay is cut off and behind it. */
  world_cut_relay (room->relay);
  world_rename (room->c, "Tư");
  world_run (room->world);
  world_disconnect (room->a);
  world_move_behind (room->a, room->relay);
  world_connect (room->a);
  world_run (room->world);
  g_assert_cmpint (room->a->status.state, ==, TC_REPLICA_LIVE);
  world_assert_name (room->a->db, "Tư");
  world_assert_name (room->b->db, "Ba");
  world_rename (room->a, "Năm");
  world_run (room->world);
  world_assert_name (room->b->db, "Năm");
  world_connect_relay (room->relay);
  room_assert_settled (room);
  world_assert_name (room->c->db, "Năm");
  g_assert_cmpint (room_count_settled (room, room->a), ==, 4);
  g_assert_cmpuint (room->a->archived, ==, 0);
  room_free (room);
}

/* It has a line at both: what comes twice is settled once, and both hear of it. */
static void
test_both_ways (void)
{
  Room *room = room_new ();

  world_cut_relay (room->relay);
  for (guint i = 0; i < 5; i++) {
    g_autofree char *name = g_strdup_printf ("Lần %u", i);
    world_rename (room->a, name);
  }
  world_run (room->world);
  world_disconnect (room->a);
  world_move_away (room->a);
  world_connect (room->a);
  world_connect_relay (room->relay);
  for (guint i = 5; i < 10; i++) {
    g_autofree char *name = g_strdup_printf ("Lần %u", i);
    world_rename (room->a, name);
    world_move (room->a);
    world_move_relay (room->relay);
  }
  world_run (room->world);
  room->world->now_us += 20 * TC_US_PER_S;
  g_assert_true (tc_relay_tick (room->relay->relay, room->world->now_us, NULL));
  room_assert_settled (room);
  g_assert_cmpint (room_count_settled (room, room->a), ==, 10);
  world_assert_name (room->b->db, "Lần 9");
  room_free (room);
}

/* What a desk sends over its own line was brought by its relay a moment before, and waits: the desk
 * hears what became of it, and the relay once it asks again. */
static void
test_relay_first (void)
{
  Room *room = room_new ();

  world_cut_relay (room->relay);
  world_rename (room->a, "Một");
  world_run (room->world);
  world_disconnect (room->a);
  world_move_away (room->a);
  world_connect (room->a);
  /* It is greeted, and hears of it when the relay has spoken. */
  world_move (room->a);
  world_connect_relay (room->relay);
  for (guint i = 0; !tc_hub_has_work (room->world->hub); i++) {
    g_assert_cmpuint (i, <, 100);
    world_move_relay (room->relay);
  }
  world_move (room->a);
  world_run (room->world);
  g_assert_cmpint (room->a->status.state, ==, TC_REPLICA_LIVE);
  g_assert_cmpuint (room->a->status.pending, ==, 0);
  room->world->now_us += 20 * TC_US_PER_S;
  g_assert_true (tc_relay_tick (room->relay->relay, room->world->now_us, NULL));
  room_assert_settled (room);
  g_assert_cmpint (room_count_settled (room, room->a), ==, 1);
  room_free (room);
}

/* The relay ends after each single step of a story, and is started anew. */
static void
test_crashes (void)
{
  for (guint steps = 0; steps < 40; steps += 2) {
    Room *room = room_new ();

    world_cut_relay (room->relay);
    world_rename (room->a, "Một");
    world_run (room->world);
    world_rename (room->b, "Hai");
    world_rename (room->a, "Ba");
    world_rename (room->c, "Bốn");
    world_connect_relay (room->relay);
    for (guint i = 0; i < steps; i++) {
      guint which = i % 4;

      room->world->now_us += 1000;
      if (which == 0)
        world_move_relay (room->relay);
      else if (which < 3 && room->world->desks[which].connected)
        world_move (&room->world->desks[which]);
      else
        g_assert_true (tc_hub_flush (room->world->hub, room->world->now_us, NULL));
    }
    world_restart_relay (room->relay);
    world_run (room->world);
    world_connect (room->a);
    world_connect (room->b);
    if (steps % 4)
      world_run (room->world);
    world_connect_relay (room->relay);
    room_assert_settled (room);
    g_assert_cmpint (room_count_settled (room, room->a), ==, 2);
    g_assert_cmpint (room_count_settled (room, room->b), ==, 1);
    g_assert_cmpuint (room->a->status.attention + room->b->status.attention, ==, 0);
    room_free (room);
  }
}

/* What the server said is lost: it is asked again, once and for that alone. */
static void
test_answers_lost (void)
{
  Room *room = room_new ();
  guint carried;

  room->relay->loses_answers = TRUE;
  world_rename (room->a, "Một");
  world_run (room->world);
  room->relay->loses_answers = FALSE;
  g_assert_cmpuint (room->relay->status.queued, ==, 1);
  g_assert_cmpuint (room->a->status.pending, ==, 1);
  carried = room->relay->carried;
  room_tick (room);
  g_assert_cmpuint (room->relay->carried, ==, carried + 1);
  room_assert_settled (room);
  g_assert_cmpuint (room->a->status.pending, ==, 0);
  room_tick (room);
  g_assert_cmpuint (room->relay->carried, ==, carried + 1);
  room_free (room);
}

/* One that ended the relay's process is carried and shown to nobody, or it would end it again at
 * each start. */
static void
test_deadly (void)
{
  Room *room = room_new ();

  room->relay->deadly = TRUE;
  world_cut_relay (room->relay);
  world_rename (room->a, "Chết người");
  world_run (room->world);
  world_restart_relay (room->relay);
  g_assert_cmpuint (room->relay->tried, ==, 0);
  world_connect (room->b);
  world_run (room->world);
  g_assert_cmpuint (room->b->status.provisional, ==, 0);
  g_assert_cmpuint (room->relay->status.queued, ==, 1);
  world_connect (room->a);
  world_connect_relay (room->relay);
  room_assert_settled (room);
  world_assert_name (room->b->db, "Chết người");
  room_free (room);
}

/* As much of the second desk's as a relay keeps. */
static void
fill_relay (Room *room)
{
  const guint16 replica = room->b->number;
  g_autofree char *much = g_strnfill (TC_OPERATION_BYTES_MAX / 2, 'x');
  TcPosition position;

  tc_hub_get_position (room->world->hub, &position);
  tc_database_begin (room->relay->db);
  for (gsize bytes = 0, seq = 1; bytes < TC_RELAY_BYTES_MAX; seq++) {
    const TcOperationHead head = {.id = tc_id_maker_next (&room->b->ids, room->world->now_us),
                                  .seq = (gint64) seq,
                                  .made_us = room->world->now_us,
                                  .replica = replica};
    g_autoptr (TcOperation) op = tc_operation_new (
        "not.any", 1, &head, g_variant_new_parsed ("{'text': <%s>}", much), room->b->key);

    tc_database_execute (room->relay->db,
                         "INSERT INTO relay_queue (place, replica, seq, bytes, signature, epoch,"
                         " came_us) VALUES (?, ?, ?, ?, ?, ?, ?)",
                         "iiiybii", 100 + head.seq, (gint64) replica, head.seq, op->bytes,
                         op->signature.bytes, (gsize) TC_SIGNATURE_SIZE, position.epoch,
                         room->world->now_us);
    bytes += g_bytes_get_size (op->bytes);
  }
  g_assert_true (tc_database_commit (room->relay->db, NULL));
}

/* A relay that can keep no more: its desks stay, and what is new stays at its desk, in its order,
 * until there is room. */
static void
test_full (void)
{
  Room *room = room_new ();

  world_cut_relay (room->relay);
  world_rename (room->a, "Một");
  world_run (room->world);
  fill_relay (room);
  world_restart_relay (room->relay);
  world_connect (room->a);
  world_run (room->world);
  g_assert_true (room->a->connected);
  g_assert_cmpint (room->a->status.state, ==, TC_REPLICA_LIVE);
  world_rename (room->a, "Hai");
  world_run (room->world);
  room_tick (room);
  g_assert_true (room->a->connected);
  g_assert_cmpint (room->a->status.state, ==, TC_REPLICA_LIVE);
  g_assert_cmpuint (room->a->status.pending, ==, 2);
  /* The server doesn't know the second desk's any more, so that they go. */
  g_assert_true (tc_relay_give_up (room->relay->relay, room->b->number, NULL));
  world_rename (room->a, "Ba");
  world_run (room->world);
  g_assert_cmpuint (room->relay->status.queued, ==, 1);
  room_tick (room);
  g_assert_false (room->a->connected);
  g_assert_cmpstr (room->a->closed_code, ==, "line.busy");
  world_connect (room->a);
  world_run (room->world);
  g_assert_cmpuint (room->relay->status.queued, ==, 3);
  world_connect (room->b);
  world_connect_relay (room->relay);
  room_assert_settled (room);
  g_assert_cmpint (room_count_settled (room, room->a), ==, 3);
  room_free (room);
}

/* The server takes nothing of a desk that was revoked, nor does the relay keep it. */
static void
test_desk_ends (void)
{
  Room *room = room_new ();
  const TcDeskRef revoke = {1};

  world_cut_relay (room->relay);
  world_rename (room->a, "Không còn");
  world_rename (room->b, "Còn");
  world_run (room->world);
  g_assert_cmpuint (room->b->status.provisional, ==, 1);
  world_do (room->world, &tc_desk_revoke_type, &revoke);
  world_connect_relay (room->relay);
  world_run (room->world);
  g_assert_cmpuint (room->relay->status.queued, ==, 0);
  g_assert_cmpint (count_of (room->relay->db, "SELECT count(*) FROM relay_queue"), ==, 0);
  g_assert_cmpuint (room->relay->given_up, ==, 1);
  g_assert_cmpuint (room->b->status.provisional, ==, 0);
  g_assert_cmpint (room_count_settled (room, room->a), ==, 0);
  g_assert_cmpint (room_count_settled (room, room->b), ==, 1);
  world_assert_name (room->b->db, "Còn");
  /* It is on its desk. */
  g_assert_cmpuint (room->a->status.pending, ==, 1);
  room_free (room);
}

/* After a week the files for new desks are fetched anew, and the log begins with them. */
static void
test_renewed (void)
{
  Room *room = room_new ();
  gint64 before;

  world_rename (room->a, "Một");
  room_assert_settled (room);
  before = room->relay->status.base.lsn;
  room->world->now_us += 8 * TC_US_PER_DAY;
  g_assert_true (tc_relay_tick (room->relay->relay, room->world->now_us, NULL));
  world_run (room->world);
  g_assert_cmpstr (room->relay->up.closed_code, ==, "line.relay-renew");
  world_connect_relay (room->relay);
  world_run (room->world);
  g_assert_cmpint (room->relay->status.base.lsn, >, before);
  g_assert_cmpstr (room->b->closed_code, ==, "line.moved");
  world_connect (room->a);
  world_connect (room->b);
  room_assert_settled (room);
  g_assert_cmpint (room->b->status.state, ==, TC_REPLICA_LIVE);
  g_assert_cmpuint (room->b->replaced, ==, 1);
  room_free (room);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/relay/online", test_online);
  g_test_add_func ("/relay/cut", test_cut);
  g_test_add_func ("/relay/cut-chain", test_cut_chain);
  g_test_add_func ("/relay/dispatch", test_dispatch);
  g_test_add_func ("/relay/conflict", test_conflict);
  g_test_add_func ("/relay/restarts-while-cut", test_restarts_while_cut);
  g_test_add_func ("/relay/fresh-desk-while-cut", test_fresh_desk_while_cut);
  g_test_add_func ("/relay/desk-moves", test_desk_moves);
  g_test_add_func ("/relay/both-ways", test_both_ways);
  g_test_add_func ("/relay/relay-first", test_relay_first);
  g_test_add_func ("/relay/crashes", test_crashes);
  g_test_add_func ("/relay/answers-lost", test_answers_lost);
  g_test_add_func ("/relay/deadly", test_deadly);
  g_test_add_func ("/relay/full", test_full);
  g_test_add_func ("/relay/desk-ends", test_desk_ends);
  g_test_add_func ("/relay/renewed", test_renewed);
  return g_test_run ();
}
