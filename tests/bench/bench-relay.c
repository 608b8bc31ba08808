/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * For how long a relay's thread stands still, which is for how long its whole room does: while it
 * keeps one operation more of a desk, with 1,990 others waiting for a server that can't be reached;
 * and while it takes snapshots of a state that was loaded beside it. The rooms of the tests of
 * `sync`, in this process; times are of this thread, the disk in them, which nothing is flushed to.
 */
#include "million.h"
#include "relay-room.h"
#include "tc-snapshot.h"

#define WAITING 1990
#define INCIDENTS 500
#define TIMES 8
#define STATE_INCIDENTS 100000
#define DAY_US (24 * 60 * 60 * G_TIME_SPAN_SECOND)

static TcIncidentReport reports[INCIDENTS + TIMES];

static void
report (Room *room, guint i)
{
  g_autofree char *code = g_strdup_printf (
      "PA-%" G_GINT64_FORMAT "-%04u",
      tc_database_get_int (room->a->db, 0, "SELECT max (day) FROM code_block", NULL), i + 1);

  reports[i] = world_make_report (room->world, &room->a->ids, code, NULL);
  g_autoptr (TcVerdict) verdict = world_submit (room->a, &tc_incident_report_type, &reports[i]);
  g_assert_null (verdict->refusal);
  reports[i].code = NULL;
}

static void
comment (Room *room, guint i)
{
  const TcIncidentText text = {reports[i].incident_id, "Đã gọi lại cho người dân"};
  g_autoptr (TcVerdict) verdict = world_submit (room->a, &tc_incident_comment_type, &text);

  g_assert_null (verdict->refusal);
}

/* Of one that @make makes, ms. */
static double
time_flush (Room *room, void (*make) (Room *room, guint i), guint i)
{
  gint64 began_us;

  make (room, i);
  while (!tc_hub_has_work (room->relay->hub))
    g_assert_true (world_move (room->a));
  began_us = g_get_monotonic_time ();
  g_assert_true (tc_hub_flush (room->relay->hub, room->world->now_us, NULL));
  gint64 took_us = g_get_monotonic_time () - began_us;
  world_run (room->world);
  return (double) took_us / 1000;
}

static void
measure_flush (void)
{
  Room *room = room_new ();
  double comments = 0, others = 0;

  world_lease (room->world, 1, 1);
  world_run (room->world);
  world_cut_relay (room->relay);
  for (guint i = 0; i < WAITING - 2 * TIMES; i++) {
    if (i < INCIDENTS)
      report (room, i);
    else
      comment (room, i % INCIDENTS);
    if (i % 50 == 49)
      world_run (room->world);
  }
  world_run (room->world);
  for (guint i = 0; i < TIMES; i++) {
    comments += time_flush (room, comment, i * 7) / TIMES;
    others += time_flush (room, report, INCIDENTS + i) / TIMES;
  }
  g_print ("figure relay-waiting %u operations\n", room->relay->status.queued);
  g_print ("figure relay-keep-comment %.2f ms\n", comments);
  g_print ("figure relay-keep-report %.2f ms\n", others);
  room_free (room);
}

static void
measure_load (void)
{
  World *world = world_new ();
  WorldRelay *relay;
  gint64 began_us;

  world_open_room (world);
  million_fill (world->db, STATE_INCIDENTS, 60 * DAY_US, world->now_us, FALSE);
  world->part_bytes = TC_SNAPSHOT_PART_BYTES;
  relay = world_add_relay (world);
  relay->holds_loaded = TRUE;
  world_connect_relay (relay);
  began_us = g_get_monotonic_time ();
  world_run (world);
  g_assert_nonnull (relay->plan);
  g_print ("figure relay-load-beside %.2f s\n",
           (double) (g_get_monotonic_time () - began_us) / G_TIME_SPAN_SECOND);
  began_us = g_get_monotonic_time ();
  g_assert_true (tc_relay_take (relay->relay, relay->plan, relay->filled, world->now_us, NULL));
  g_print ("figure relay-take %.0f ms\n", (double) (g_get_monotonic_time () - began_us) / 1000);
  g_print ("figure relay-state %" G_GINT64_FORMAT " MB\n",
           tc_database_get_int (relay->db, 0,
                                "SELECT page_count * page_size / 1000000 FROM pragma_page_count,"
                                " pragma_page_size",
                                NULL));
  world_free_relay (relay);
  world_free (world);
}

int
main (void)
{
  measure_flush ();
  measure_load ();
  return 0;
}
