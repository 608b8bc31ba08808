/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: a desk from beyond the horizon of the log gets snapshots and loses nothing that was made on
 * it; one that lacks nothing follows on; the chain stays whole, and the room is used again. Method:
 * the world of sync-world.h; the hub lets go of row images as its server does.
 */
#include "sync-world.h"

#include "tc-incident-queries.h"
#include "tc-log-audit.h"

#include <string.h>

#define REPORTS 200
#define DAYS 6

/* All from before @before_us, step by step; how many there were. */
static guint
trim_all (World *world, gint64 before_us, gint64 *longest_us)
{
  TcLogTrim trim = {.more = TRUE};
  g_autoptr (GError) error = NULL;
  guint steps = 0;

  for (; trim.more; steps++) {
    gint64 began_us = g_get_monotonic_time ();

    g_assert_true (tc_hub_trim (world->hub, before_us, &trim, &error));
    if (longest_us)
      *longest_us = MAX (*longest_us, g_get_monotonic_time () - began_us);
  }
  return steps;
}

static void
assert_whole (World *world)
{
  const TcLogAuditOptions options = {.key = tc_key_get_public (world->key), .deep = TRUE};
  g_auto (TcLogAudit) audit = {0};

  g_assert_true (tc_log_audit_run (world->db, &options, &audit, NULL));
  g_assert_null (audit.fault);
}

/* One operation was accepted and its answer came, one was accepted and it didn't, two never left;
 * meanwhile somebody else goes on, and the images of all of it are let go. */
static void
test_pending (void)
{
  World *world = world_new ();
  WorldDesk *a = world_add_desk (world, 1);
  WorldDesk *b = world_add_desk (world, 2);

  world_connect_all (world);
  world_rename (a, "Có trả lời");
  world_settle_one (a);
  world_move (a);
  world_rename (a, "Không có trả lời");
  world_settle_one (a);
  world_disconnect (a);
  for (guint i = 0; i < 50; i++) {
    world_rename (b, "Người khác");
    world_run (world);
  }
  world_rename (a, "Chưa gửi 1");
  world_rename (a, "Chưa gửi 2");
  g_assert_cmpuint (a->status.pending, ==, 4);
  trim_all (world, world->now_us + 1, NULL);
  assert_whole (world);

  world_connect (a);
  world_run (world);
  g_assert_cmpstr (a->closed_code, ==, "line.horizon");
  g_assert_cmpuint (a->replaced, ==, 1);
  world_restart_desk (a);
  world_connect (a);
  world_run (world);
  g_assert_cmpint (a->status.state, ==, TC_REPLICA_LIVE);
  g_assert_cmpuint (a->replaced, ==, 2);
  g_assert_cmpuint (a->status.attention, ==, 0);
  world_assert_agree (world);
  world_assert_name (world->db, "Chưa gửi 2");
  g_assert_cmpint (tc_database_get_int (
                       world->db, 0, "SELECT count(*) FROM log_operation WHERE replica = 1", NULL),
                   ==, 4);
  world_free (world);
}

/* At the head, or so far behind as the images go: it follows on. */
static void
test_near (void)
{
  World *world = world_new ();
  WorldDesk *a = world_add_desk (world, 1);
  WorldDesk *b = world_add_desk (world, 2);

  world_connect_all (world);
  world_disconnect (a);
  gint64 left_us = world->now_us;
  world->now_us += 1000;
  world_rename (b, "Sau khi bàn kia mất kết nối");
  world_run (world);
  trim_all (world, left_us, NULL);
  world_connect (a);
  world_run (world);
  g_assert_cmpuint (a->replaced, ==, 1);
  trim_all (world, world->now_us + 1, NULL);
  world_disconnect (a);
  world_connect (a);
  world_run (world);
  g_assert_cmpint (a->status.state, ==, TC_REPLICA_LIVE);
  g_assert_cmpuint (a->replaced, ==, 1);
  world_rename (a, "Vẫn theo kịp");
  world_run (world);
  world_assert_agree (world);
  world_free (world);
}

static gint64
count_pages (World *world)
{
  tc_database_checkpoint (world->db);
  return tc_database_get_int (world->db, 0, "PRAGMA page_count", NULL) -
         tc_database_get_int (world->db, 0, "PRAGMA freelist_count", NULL);
}

/* Pages of the sections alone. */
static gint64
count_section_pages (World *world)
{
  return tc_database_get_int (
      world->db, 0, "SELECT pgsize / 4096 FROM dbstat WHERE aggregate = 1 AND name = 'log_section'",
      NULL);
}

static void
work_a_day (World *world, guint day)
{
  world_lease (world, 0, 1 + 1000 * day);
  for (guint i = 0; i < REPORTS; i++) {
    g_autofree char *code = g_strdup_printf ("PA-%06" G_GINT64_FORMAT "-%04u",
                                             tc_incident_day (world->now_us), i + 1 + 1000 * day);
    TcIncidentReport report = world_make_report (world, &world->ids, code, "Nguyễn Thị Bí Mật");

    world_do (world, &tc_incident_report_type, &report);
    world->now_us += 1000;
  }
}

/* Images of one day are kept, over some: what they take doesn't grow, since room that is let go is
 * used again. */
static void
test_room (void)
{
  World *world = world_new ();
  gint64 longest_us = 0;
  gint64 sections[DAYS];

  world_open_room (world);
  for (guint day = 0; day < DAYS; day++) {
    gint64 began_us = world->now_us;

    work_a_day (world, day);
    trim_all (world, began_us, &longest_us);
    sections[day] = count_section_pages (world);
    g_test_message ("day %u: %" G_GINT64_FORMAT " pages in use, %" G_GINT64_FORMAT
                    " of images, %" G_GINT64_FORMAT " free",
                    day, count_pages (world), sections[day],
                    tc_database_get_int (world->db, 0, "PRAGMA freelist_count", NULL));
  }
  g_test_message ("the longest step took %" G_GINT64_FORMAT " us", longest_us);
  gint64 first_day = sections[0];
  g_assert_cmpint (sections[DAYS - 1], <, 2 * first_day + first_day / 2);
  assert_whole (world);
  world_free (world);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/horizon/pending", test_pending);
  g_test_add_func ("/horizon/near", test_near);
  g_test_add_func ("/horizon/room", test_room);
  return g_test_run ();
}
