/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The herd: every desk has a line, the server is killed and begun anew, and each comes back after
 * the pauses that the real client makes (tc_line_client_wait_ms()), behind by what was done
 * meanwhile. Over when all have been let in and have caught up.
 */
#include "bench-desks.h"
#include "bench-sync.h"
#include "tc-line-client.h"

#include <stdio.h>
#include <stdlib.h>

#define BEHIND 200 /* operations that each has to catch up with */
#define CONNECT_S 120.0

typedef struct {
  BenchDesk *desk;
  guint attempt;
  gint64 next_us; /* of the next attempt; 0: it has a line */
} Member;

typedef struct {
  Member *members; /* (owned) */
  guint n;
  BenchDesks *desks;
  gint64 until_lsn;
  gint64 lost_us; /* of the first line; 0: none yet */
  guint attempts;
} Herd;

static Member *
find (Herd *herd, BenchDesk *desk)
{
  return &herd->members[bench_desk_get_number (desk) - STAGE_FULL_DESKS - 1];
}

static void
plan (Member *member)
{
  member->attempt++;
  member->next_us = g_get_monotonic_time () +
                    1000 * (gint64) tc_line_client_wait_ms (member->attempt, g_random_double ());
}

static void
seen_cb (BenchDesk *desk, guint number, gpointer data)
{
}

static void
lost_cb (BenchDesk *desk, gpointer data)
{
  Herd *herd = data;

  if (!herd->lost_us) {
    herd->lost_us = g_get_monotonic_time ();
    herd->attempts = 0;
  }
  plan (find (herd, desk));
}

static void
try_again (Herd *herd, Member *member)
{
  herd->attempts++;
  member->next_us = 0;
  if (!bench_desk_connect (member->desk))
    plan (member);
}

static gboolean
all_there (gpointer data)
{
  Herd *herd = data;
  gint64 now_us = g_get_monotonic_time ();
  guint there = 0;

  for (guint i = 0; i < herd->n; i++) {
    Member *member = &herd->members[i];

    if (member->next_us && now_us >= member->next_us)
      try_again (herd, member);
    there += !member->next_us && bench_desk_is_following (member->desk) &&
             bench_desk_get_lsn (member->desk) >= herd->until_lsn;
  }
  return there == herd->n;
}

static gboolean
any_lost (gpointer data)
{
  return ((Herd *) data)->lost_us != 0;
}

/* So that the herd is behind when it comes back. */
static void
do_some_work (BenchLoop *loop, Herd *herd, const char *folder)
{
  guint16 writer = bench_desk_get_number (herd->members[0].desk);
  g_autoptr (GPtrArray) ops = g_ptr_array_new_with_free_func ((GDestroyNotify) tc_operation_unref);
  StageMaker maker;

  stage_maker_init (&maker, writer, stage_last_seq (folder, writer));
  for (guint i = 0; i < BEHIND; i++)
    g_ptr_array_add (ops, stage_maker_next (&maker, i, g_get_real_time ()));
  stage_maker_clear (&maker);
  bench_desk_send (herd->members[0].desk, ops);
  herd->until_lsn = bench_desk_get_lsn (herd->members[0].desk) + BEHIND;
  if (!bench_loop_run (loop, CONNECT_S, all_there, herd))
    bench_fail ("the desks did not see what was done");
}

void
bench_herd (char **words)
{
  static const BenchDesksCallbacks callbacks = {seen_cb, lost_cb};
  BenchLoop *loop = bench_loop_new ();
  Herd herd = {.n = (guint) atoi (words[2])};

  herd.desks = bench_desks_new (loop, (guint) atoi (words[1]), words[0], &callbacks, &herd);
  herd.members = g_new0 (Member, herd.n);
  for (guint i = 0; i < herd.n; i++) {
    herd.members[i].desk = bench_desks_add (herd.desks, (guint16) (STAGE_FULL_DESKS + 1 + i));
    herd.members[i].next_us = 1;
  }
  gint64 begun_us = g_get_monotonic_time ();
  if (!bench_loop_run (loop, CONNECT_S, all_there, &herd))
    bench_fail ("not all desks were let in");
  double first_s = (double) (g_get_monotonic_time () - begun_us) / 1e6;
  do_some_work (loop, &herd, words[0]);
  printf ("ready\n");
  fflush (stdout);
  if (!bench_loop_run (loop, CONNECT_S, any_lost, &herd))
    bench_fail ("the server did not end");
  for (guint i = 0; i < herd.n; i++)
    bench_desk_rewind (herd.members[i].desk);
  if (!bench_loop_run (loop, CONNECT_S, all_there, &herd))
    bench_fail ("not all desks came back");
  printf ("{\"seconds\": %.3f, \"first\": %.3f, \"attempts\": %u}\n",
          (double) (g_get_monotonic_time () - herd.lost_us) / 1e6, first_s, herd.attempts);
  fflush (stdout);
  if (getchar () == EOF)
    bench_fail ("nobody asked for the end");
  bench_desks_free (herd.desks);
  bench_loop_free (loop);
  g_free (herd.members);
}
