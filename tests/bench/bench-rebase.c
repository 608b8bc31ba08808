/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Whether the screen stands still while a desk with a thousand pending operations meets the server
 * again: bench-rebase DATA-DIR ACCOUNT PENDING (password in TOANCANH_PASSWORD). It says "offline?"
 * and waits until its server is gone, does PENDING things, scrolls for some seconds to compare
 * with, says "online?", and scrolls until all are settled. Once more it scrolls then.
 */
#include "bench-seat.h"
#include "tc-incident-commands.h"
#include "tc-incident-item.h"
#include "tc-row-list.h"

#include <stdlib.h>

#define SCROLL_US (6 * G_TIME_SPAN_SECOND)
/* A screen shows sixty a second; what stands for two of them was dropped. */
#define DROPPED_MS 33.4

typedef struct {
  guint made;
  guint wanted;
  gint64 until_us;
  BenchTimes *works; /* (owned) */
  BenchTimes *gaps;  /* (owned) */
} Plan;

static gboolean
is_offline (BenchSeat *seat, gpointer data)
{
  return tc_desk_get_state (seat->desk) == TC_DESK_OFFLINE;
}

static gboolean
is_made (BenchSeat *seat, gpointer data)
{
  return ((Plan *) data)->made == ((Plan *) data)->wanted;
}

static gboolean
is_late (BenchSeat *seat, gpointer data)
{
  Plan *plan = data;

  if (!seat->works)
    bench_seat_measure (seat, plan->works, plan->gaps);
  return g_get_monotonic_time () >= plan->until_us;
}

/* What was before the desk had a line again doesn't count. */
static gboolean
is_settled (BenchSeat *seat, gpointer data)
{
  Plan *plan = data;

  if (!seat->works && tc_desk_get_state (seat->desk) != TC_DESK_OFFLINE)
    bench_seat_measure (seat, plan->works, plan->gaps);
  return tc_desk_get_state (seat->desk) == TC_DESK_ONLINE && tc_desk_get_pending (seat->desk) == 0;
}

static void
made_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TcVerdict)
      verdict = tc_incident_command_finish (TC_OPERATION_SINK (source), result, &error);

  if (!verdict || verdict->refusal)
    bench_fail ("not kept: %s", error ? error->message : verdict->refusal->code);
  ((Plan *) data)->made++;
}

/* Notes on the first incidents of the list, in turn. */
static void
work (BenchSeat *seat, Plan *plan)
{
  GListModel *model = G_LIST_MODEL (tc_row_list_get_model (TC_ROW_LIST (seat->list)));
  guint n = MIN (g_list_model_get_n_items (model), 100);
  const TcCommand command = {TC_OPERATION_SINK (seat->desk), NULL, made_cb, plan};

  for (guint i = 0; i < plan->wanted; i++) {
    g_autoptr (TcIncidentItem) item = g_list_model_get_item (model, i % n);
    g_autofree char *text = g_strdup_printf ("Ghi lúc mất mạng, số %u", i);
    gint64 id = tc_incident_item_get_id (item);

    tc_incident_command_comment (&command, id, text);
    if (i % 50 == 49)
      bench_seat_rest (seat, 1);
  }
  bench_seat_spin (seat, is_made, plan, "what was done without the server");
}

static void
measure (BenchSeat *seat, const char *name, BenchSeatDone done, Plan *plan)
{
  BenchTimes *works = bench_times_new (), *gaps = bench_times_new ();

  plan->works = works;
  plan->gaps = gaps;
  plan->until_us = g_get_monotonic_time () + SCROLL_US;
  bench_seat_scroll (seat, done, plan, name);
  g_print ("figure rebase-frame-%s %.2f ms\nfigure rebase-frame-%s-longest %.2f ms\n", name,
           bench_times_ms (works, 0.95), name, bench_times_ms (works, 1));
  g_print ("figure rebase-gap-%s %.2f ms\nfigure rebase-gap-%s-longest %.2f ms\n", name,
           bench_times_ms (gaps, 0.95), name, bench_times_ms (gaps, 1));
  g_print ("figure rebase-frames-%s %u frames\nfigure rebase-dropped-%s %u frames\n", name,
           (guint) bench_times_count (gaps), name, (guint) bench_times_over (gaps, DROPPED_MS));
  bench_times_free (works);
  bench_times_free (gaps);
}

int
main (int argc, char **argv)
{
  BenchSeat seat = {0};
  Plan plan = {0};

  setvbuf (stdout, NULL, _IOLBF, 0);
  plan.wanted = (guint) strtoul (argv[3], NULL, 10);
  bench_seat_open (&seat, argv[1], argv[2]);
  bench_seat_rest (&seat, 2000);
  g_print ("offline?\n");
  bench_seat_spin (&seat, is_offline, NULL, "the end of the line");
  work (&seat, &plan);
  measure (&seat, "offline", is_late, &plan);
  g_print ("online?\n");
  measure (&seat, "settling", is_settled, &plan);
  measure (&seat, "online", is_late, &plan);
  bench_seat_close (&seat);
  return 0;
}
