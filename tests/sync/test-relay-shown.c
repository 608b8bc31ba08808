/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: what a desk shows of the others in a room that is cut off stays right and stays quick, at
 * the desk and at its relay, however much it comes to. Method: the room of relay-room.h, the rows
 * that a desk is told of, and the operations that the relay applies.
 */
#include "relay-room.h"
#include "tc-presence.h"

/* More than goes up at once, and a long catching up of the relay, both ways at a time. */
static void
test_many (void)
{
  Room *room = room_new ();

  world_cut_relay (room->relay);
  for (guint i = 0; i < 300; i++) {
    g_autofree char *name = g_strdup_printf ("A %u", i);
    g_autofree char *other = g_strdup_printf ("C %u", i);
    world_rename (room->a, name);
    world_rename (room->c, other);
    if (i % 100 == 0)
      world_run (room->world);
  }
  world_run (room->world);
  g_assert_cmpuint (room->b->status.provisional, ==, 300);
  world_assert_name (room->b->db, "A 299");
  world_connect_relay (room->relay);
  room_assert_settled (room);
  world_assert_name (room->c->db, "A 299");
  g_assert_cmpint (room_count_settled (room, room->a), ==, 300);
  room_free (room);
}

/* So many are shown, also by a relay that begins anew. */
static void
test_too_many (void)
{
  Room *room = room_new ();

  world_cut_relay (room->relay);
  for (guint i = 0; i <= TC_RELAY_SHOWN_MAX; i++)
    world_rename (room->a, i % 2 ? "Một" : "Hai");
  world_run (room->world);
  g_assert_cmpuint (room->relay->status.queued, ==, TC_RELAY_SHOWN_MAX + 1);
  g_assert_cmpuint (room->b->status.provisional, ==, TC_RELAY_SHOWN_MAX);
  world_restart_relay (room->relay);
  world_connect (room->b);
  world_run (room->world);
  g_assert_cmpuint (room->b->status.provisional, ==, TC_RELAY_SHOWN_MAX);
  world_connect (room->a);
  world_connect_relay (room->relay);
  room_assert_settled (room);
  room_free (room);
}

/* How many rows a desk is told of when another makes one operation more. */
static guint
changed_by (Room *room, const char *name)
{
  guint before = room->b->changed;

  world_rename (room->a, name);
  world_run (room->world);
  return room->b->changed - before;
}

/* What comes behind many others touches none of them; what is pending here makes way for it until
 * it stands among them, too. */
static void
test_behind_others (void)
{
  Room *room = room_new ();

  world_cut_relay (room->relay);
  for (guint i = 0; i < 100; i++) {
    g_autofree char *name = g_strdup_printf ("A %u", i);
    world_rename (room->a, name);
  }
  world_run (room->world);
  g_assert_cmpuint (room->b->status.provisional, ==, 100);
  g_assert_cmpuint (changed_by (room, "Một"), <, 10);
  world_assert_name (room->b->db, "Một");
  guint before = room->b->changed;
  world_rename (room->a, "Hai");
  world_move (room->a);
  world_rename (room->b, "Ba");
  world_move_relay (room->relay);
  world_move (room->b);
  g_assert_cmpuint (room->b->status.provisional, ==, 102);
  g_assert_cmpuint (room->b->status.pending, ==, 1);
  world_assert_name (room->b->db, "Ba");
  world_run (room->world);
  world_assert_name (room->b->db, "Ba");
  world_assert_name (room->a->db, "Ba");
  g_assert_cmpuint (room->b->changed - before, <, 10);
  g_assert_cmpuint (changed_by (room, "Bốn"), <, 10);
  world_assert_name (room->b->db, "Bốn");
  /* Told all of it anew, it comes to the same. */
  world_restart_desk (room->b);
  world_connect (room->b);
  world_run (room->world);
  world_assert_name (room->b->db, "Bốn");
  world_connect_relay (room->relay);
  room_assert_settled (room);
  world_assert_name (room->c->db, "Bốn");
  g_assert_cmpint (room_count_settled (room, room->a), ==, 103);
  g_assert_cmpint (room_count_settled (room, room->b), ==, 1);
  room_free (room);
}

/* One that a desk's replica can't carry out is shown as nothing, and keeps no other away. */
static void
test_failing (void)
{
  Room *room = room_new ();

  world_cut_relay (room->relay);
  world_rename (room->a, "Lành");
  tc_database_execute_script (room->b->db, "CREATE TEMP TRIGGER bad BEFORE UPDATE ON staff WHEN"
                                           " new.name = 'Hiểm' BEGIN SELECT json ('{'); END");
  world_rename (room->a, "Hiểm");
  world_run (room->world);
  g_assert_false (room->b->line_bad);
  g_assert_cmpuint (room->b->status.provisional, ==, 2);
  world_assert_name (room->b->db, "Lành");
  world_rename (room->a, "Lành lại");
  world_run (room->world);
  world_assert_name (room->b->db, "Lành lại");
  world_connect_relay (room->relay);
  tc_database_execute_script (room->b->db, "DROP TRIGGER bad");
  room_assert_settled (room);
  room_free (room);
}

#define REPORTS 40

static void
report (Room *room, guint number, TcIncidentReport *report)
{
  g_autofree char *code = g_strdup_printf (
      "PA-%" G_GINT64_FORMAT "-%04u",
      tc_database_get_int (room->a->db, 0, "SELECT max (day) FROM code_block", NULL), number);

  *report = world_make_report (room->world, &room->a->ids, code, NULL);
  g_autoptr (TcVerdict) verdict = world_submit (room->a, &tc_incident_report_type, report);
  g_assert_null (verdict->refusal);
  report->code = NULL;
}

/* How many operations the relay applies when @desk does one thing more. */
static guint
tried_by (Room *room, WorldDesk *desk, const TcOperationType *type, gconstpointer args)
{
  guint before = room->relay->tried;
  g_autoptr (TcVerdict) verdict = world_submit (desk, type, args);

  g_assert_null (verdict->refusal);
  world_run (room->world);
  return room->relay->tried - before;
}

/* What is new costs the relay what it stands on, however much waits beside it. */
static void
test_stands_on (void)
{
  Room *room = room_new ();
  TcIncidentReport reports[REPORTS + 1];

  world_lease (room->world, 1, 1);
  world_run (room->world);
  world_cut_relay (room->relay);
  for (guint i = 0; i < REPORTS; i++)
    report (room, i + 1, &reports[i]);
  world_run (room->world);
  g_assert_cmpuint (room->b->status.provisional, ==, REPORTS);
  guint before = room->relay->tried;
  report (room, REPORTS + 1, &reports[REPORTS]);
  world_run (room->world);
  g_assert_cmpuint (room->relay->tried - before, ==, 1);
  const TcIncidentTake take = {reports[6].incident_id, 0};
  g_assert_cmpuint (tried_by (room, room->b, &tc_incident_take_type, &take), ==, 2);
  const TcIncidentText text = {reports[6].incident_id, "Đã gọi lại"};
  g_assert_cmpuint (tried_by (room, room->a, &tc_incident_comment_type, &text), ==, 3);
  const TcIncidentMerge merge = {reports[8].incident_id, reports[6].incident_id,
                                 tc_id_maker_next (&room->b->ids, room->world->now_us)};
  g_assert_cmpuint (tried_by (room, room->b, &tc_incident_merge_type, &merge), ==, 5);
  g_assert_cmpuint (room->a->status.provisional, ==, 2);
  g_assert_cmpint (tc_database_get_int (room->a->db, -1,
                                        "SELECT merged_into FROM incident WHERE id = ?", "i",
                                        merge.incident_id),
                   ==, merge.into_id);
  /* Begun anew it knows all that again. */
  world_restart_relay (room->relay);
  world_connect (room->a);
  world_connect (room->b);
  world_run (room->world);
  g_assert_cmpuint (room->b->status.provisional, ==, REPORTS + 2);
  const TcIncidentText more = {reports[8].incident_id, "Như trên"};
  g_assert_cmpuint (tried_by (room, room->a, &tc_incident_comment_type, &more), ==, 6);
  world_connect_relay (room->relay);
  room_assert_settled (room);
  room_free (room);
}

/* One that is refused on what it names alone is tried on all that waits. */
static void
test_stands_on_right (void)
{
  Room *room = room_new ();
  const TcRoleCapability allow = {WORLD_ROLE, TC_MAY_MANAGE};
  const TcFieldSet field = {.field_id = tc_id_maker_next (&room->b->ids, room->world->now_us),
                            .code = "ngap",
                            .name_vi = "Ngập",
                            .name_en = "Flooding",
                            .priority = 3,
                            .position = 1,
                            .active = 1};

  world_cut_relay (room->relay);
  world_rename (room->a, "Một");
  g_assert_cmpuint (tried_by (room, room->a, &tc_role_allow_type, &allow), >, 0);
  g_assert_cmpuint (tried_by (room, room->b, &tc_field_add_type, &field), >=, 3);
  g_assert_cmpuint (room->a->status.provisional, ==, 1);
  g_assert_cmpint (
      tc_database_get_int (room->a->db, -1, "SELECT count(*) FROM field WHERE code = 'ngap'", NULL),
      ==, 1);
  world_connect_relay (room->relay);
  room_assert_settled (room);
  g_assert_cmpint (room_count_settled (room, room->b), ==, 1);
  room_free (room);
}

static void
say (WorldDesk *desk, gint64 session)
{
  g_assert_true (
      tc_replica_ask (desk->replica, 1, TC_PRESENCE, tc_presence_write_said (session, 0, FALSE)));
  world_run (desk->world);
}

/* The server says that something is to be asked for. */
static void
tell_presence (Room *room)
{
  tc_hub_notify (room->world->hub, room->relay->up.peer, TC_PRESENCE, NULL);
  while (world_move_relay (room->relay))
    ;
}

static guint
count_told (WorldDesk *desk)
{
  guint n = 0;

  for (GList *item = desk->to_desk->head; item; item = item->next) {
    g_autoptr (TcLineMessage) message = tc_line_message_read (item->data, NULL);
    n += message->kind == TC_LINE_NOTICE && g_str_equal (message->name, TC_PRESENCE);
  }
  return n;
}

static void
pass (Room *room, gint64 s)
{
  room->world->now_us += s * TC_US_PER_S;
  g_assert_true (tc_relay_tick (room->relay->relay, room->world->now_us, NULL));
}

/* Who is where: those are told to ask who have asked, and all that changes in a second at once. */
static void
test_presence (void)
{
  Room *room = room_new ();

  pass (room, 2);
  tell_presence (room);
  g_assert_cmpuint (count_told (room->a) + count_told (room->b), ==, 0);
  say (room->a, room->a->session);
  pass (room, 2);
  for (guint i = 0; i < 5; i++)
    tell_presence (room);
  g_assert_cmpuint (count_told (room->a), ==, 1);
  g_assert_cmpuint (count_told (room->b), ==, 0);
  pass (room, 2);
  g_assert_cmpuint (count_told (room->a), ==, 2);
  pass (room, 2);
  g_assert_cmpuint (count_told (room->a), ==, 2);
  world_run (room->world);
  /* Nobody is there any more; and at the other desk nobody has said so for long. */
  say (room->a, 0);
  say (room->b, room->b->session);
  pass (room, TC_PRESENCE_ENDS_US / TC_US_PER_S + 2);
  tell_presence (room);
  g_assert_cmpuint (count_told (room->a) + count_told (room->b), ==, 0);
  room_free (room);
}

/* What ended a desk's process twice has no effect there, its own and another's, until the server
 * has decided. */
static void
test_deadly (void)
{
  Room *room = room_new ();

  world_cut_relay (room->relay);
  room->b->deaths = TC_REPLICA_DEATHS_MAX;
  room->b->executed = 0;
  world_rename (room->a, "Chết người");
  world_run (room->world);
  g_assert_cmpuint (room->b->status.provisional, ==, 1);
  g_assert_cmpuint (room->b->executed, ==, 0);
  room->a->deaths = TC_REPLICA_DEATHS_MAX - 1;
  world_restart_desk (room->a);
  world_assert_name (room->a->db, "Chết người");
  room->a->deaths = TC_REPLICA_DEATHS_MAX;
  room->a->executed = 0;
  world_restart_desk (room->a);
  g_assert_cmpuint (room->a->executed, ==, 0);
  TcReplicaStatus status;
  tc_replica_get_status (room->a->replica, &status);
  g_assert_cmpuint (status.pending, ==, 1);
  g_assert_cmpuint (status.deferred, ==, 1);
  world_connect (room->a);
  world_connect_relay (room->relay);
  room_assert_settled (room);
  world_assert_name (room->a->db, "Chết người");
  world_assert_name (room->b->db, "Chết người");
  room_free (room);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/relay-shown/many", test_many);
  g_test_add_func ("/relay-shown/too-many", test_too_many);
  g_test_add_func ("/relay-shown/behind-others", test_behind_others);
  g_test_add_func ("/relay-shown/failing", test_failing);
  g_test_add_func ("/relay-shown/stands-on", test_stands_on);
  g_test_add_func ("/relay-shown/stands-on-right", test_stands_on_right);
  g_test_add_func ("/relay-shown/presence", test_presence);
  g_test_add_func ("/relay-shown/deadly", test_deadly);
  return g_test_run ();
}
