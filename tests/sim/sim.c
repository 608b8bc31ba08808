/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Time, chance and the course of a seed; see sim.h.
 */
#include "sim.h"

#include "fault-vfs.h"
#include "memory-disk.h"
#include "tc-incident-queries.h"

#include <sqlite3.h>

/* Steps of healing between two looks at whether all is at rest. */
#define HEAL_STEP_US (TC_US_PER_S / 2)
/* Of so many seeds one ends with a legal purge, by shape: with each third it was a sixth of the
 * time. */
static const guint purge_every[] = {[1] = 3, [2] = 7};

const char *const sim_count_names[N_SIM_COUNTS] = {
    [SIM_OPERATIONS] = "operations made",
    [SIM_ACCEPTED] = "accepted",
    [SIM_REFUSED] = "refused",
    [SIM_COMMITS] = "commits",
    [SIM_LINES] = "lines opened",
    [SIM_LINES_CUT] = "lines cut",
    [SIM_LINES_STALLED] = "lines stalled",
    [SIM_MESSAGES] = "messages",
    [SIM_MESSAGES_LOST] = "messages lost",
    [SIM_MESSAGES_DOUBLED] = "messages doubled",
    [SIM_UNREACHABLE] = "partitions",
    [SIM_RELAY_KILLED] = "relay killed",
    [SIM_RELAY_POWER] = "relay power cut",
    [SIM_RELAY_CUT] = "relay cut off from its server",
    [SIM_RELAY_LINES] = "lines opened to the relay",
    [SIM_PROVISIONAL] = "messages with provisional operations",
    [SIM_HUB_KILLED] = "hub killed",
    [SIM_HUB_POWER] = "hub power cut",
    [SIM_DESK_KILLED] = "desk killed",
    [SIM_DESK_POWER] = "desk power cut",
    [SIM_WRITES_LOST] = "power cuts that lost writes",
    [SIM_WRITES_TORN] = "power cuts that tore a write",
    [SIM_EIO] = "EIO",
    [SIM_ENOSPC] = "ENOSPC",
    [SIM_SHORT_WRITE] = "short writes",
    [SIM_TOLD_FAILED] = "writes done and told failed",
    [SIM_READ_ERROR] = "read errors",
    [SIM_SYNC_LIED] = "syncs that lied",
    [SIM_DOUBTS] = "operations in doubt",
    [SIM_CLOCK_JUMPS] = "clock jumps",
    [SIM_OFFLINE_LONG] = "desks offline for hours",
    [SIM_GRANTS] = "grants changed",
    [SIM_DESKS_ENDED] = "desks ended",
    [SIM_BACKUPS] = "backups",
    [SIM_RESTORES] = "server put back",
    [SIM_DESKS_PUT_BACK] = "desk put back",
    [SIM_SNAPSHOTS] = "snapshots made",
    [SIM_HORIZONS] = "horizon moved",
    [SIM_SEGMENTS] = "segments packed",
    [SIM_BOOTSTRAPS] = "replicas filled from snapshots",
    [SIM_PARTS] = "parts of snapshots loaded behind",
    [SIM_PURGES] = "legal purges",
    [SIM_PURGES_PACKED] = "legal purges of packed operations",
    [SIM_LINE_FAULTS] = "lines ended since what came didn't fit",
};

typedef struct {
  gint64 at_us;
  guint64 number; /* of those at one time, the first made is the first done */
  SimFunc func;
  gpointer object;
  GBytes *bytes; /* (owned) (nullable) */
  guint64 argument;
} SimEvent;

static void
free_event (gpointer data)
{
  SimEvent *event = data;

  g_clear_pointer (&event->bytes, g_bytes_unref);
  g_free (event);
}

static gint
compare_events (gconstpointer a, gconstpointer b, gpointer data)
{
  const SimEvent *one = a;
  const SimEvent *other = b;

  if (one->at_us != other->at_us)
    return one->at_us < other->at_us ? -1 : 1;
  return one->number < other->number ? -1 : one->number > other->number;
}

void
sim_after (Sim *sim, gint64 delay_us, SimFunc func, gpointer object, GBytes *bytes, guint64 number)
{
  SimEvent *event = g_new0 (SimEvent, 1);

  event->at_us = sim->now_us + MAX (delay_us, 0);
  event->number = sim->n_events++;
  event->func = func;
  event->object = object;
  event->bytes = bytes;
  event->argument = number;
  g_sequence_insert_sorted (sim->events, event, compare_events, NULL);
}

void
sim_advance (Sim *sim, gint64 span_us)
{
  gint64 until_us = sim->now_us + span_us;

  for (;;) {
    GSequenceIter *first = g_sequence_get_begin_iter (sim->events);
    SimEvent *event = g_sequence_iter_is_end (first) ? NULL : g_sequence_get (first);

    if (!event || event->at_us > until_us)
      break;
    SimEvent due = *event;
    event->bytes = NULL;
    g_sequence_remove (first);
    sim->now_us = MAX (sim->now_us, due.at_us);
    due.func (sim, due.object, due.bytes, due.argument);
    g_clear_pointer (&due.bytes, g_bytes_unref);
  }
  sim->now_us = until_us;
}

void
sim_note_fault (Sim *sim, const char *who, const GError *error)
{
  sim_trace (sim, "%s: %s", who, error->message);
  if (!tc_error_is_store (error))
    sim_fail (sim, "the %s failed, and not for its disk: %s", who, error->message);
  g_free (sim->told);
  sim->told = g_strdup (error->message);
}

gint
sim_pick (Sim *sim, gint n)
{
  return g_rand_int_range (sim->rand, 0, n);
}

gboolean
sim_chance (Sim *sim, gint one_in)
{
  return sim_pick (sim, one_in) == 0;
}

gint64
sim_draw_us (Sim *sim, gint64 max_us)
{
  gdouble one = g_rand_double (sim->rand);

  return 1 + (gint64) (one * one * one * (gdouble) max_us);
}

void
sim_random_cb (guint8 *out, gsize size, gpointer data)
{
  Sim *sim = data;

  for (gsize i = 0; i < size; i++)
    out[i] = (guint8) g_rand_int (sim->rand);
}

static void
set_up_desk (Sim *sim, guint16 number)
{
  SimDesk *desk = &sim->desks[number];

  desk->sim = sim;
  desk->number = number;
  desk->key = sim_key (number);
  desk->code_day = tc_incident_day (sim->now_us);
  desk->code_next = 1 + SIM_CODES * number;
  desk->code_end = desk->code_next + SIM_CODES;
  desk->prefix = g_strdup_printf (SIM_FOLDER "desk-%u-", number);
}

void
sim_set_up (Sim *sim, SimSeed seed, const SimPlan *plan)
{
  /* SQLite's own chance begins anew, so that a seed is the same alone and among others. */
  sqlite3_randomness (0, NULL);
  sim->seed = seed;
  sim->rand = g_rand_new_with_seed ((guint32) seed.number);
  sim->events = g_sequence_new (free_event);
  sim->snapshots = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                          (GDestroyNotify) g_bytes_unref);
  sim->lines = g_ptr_array_new_with_free_func (sim_line_free);
  sim->incidents = g_array_new (FALSE, FALSE, sizeof (gint64));
  sim->tasks = g_array_new (FALSE, FALSE, sizeof (SimTask));
  sim->made = g_ptr_array_new_with_free_func (sim_ledger_free_made);
  sim->answers = g_array_new (FALSE, FALSE, sizeof (SimAnswer));
  g_array_set_clear_func (sim->answers, sim_ledger_clear_answer);
  sim->key = sim_key (TC_REPLICA_SERVER);
  if (plan)
    sim->plan = *plan;
  else
    sim_faults_choose (sim);
  sim_base_set_time (sim);
  for (guint16 i = 1; i <= SIM_DESKS_MAX; i++)
    set_up_desk (sim, i);
  sim_base_copy (sim);
  sim_hub_start (sim, NULL, NULL, 0);
  sim_relay_set_up (sim);
  for (guint i = 1; i <= sim->plan.n_desks; i++)
    sim_desk_start (&sim->desks[i]);
}

static void
tear_down_desk (SimDesk *desk)
{
  tc_replica_store_free (desk->store);
  g_clear_pointer (&desk->reader, sqlite3_close_v2);
  tc_key_free (desk->key);
  g_free (desk->prefix);
}

void
sim_tear_down (Sim *sim)
{
  sim_relay_tear_down (sim);
  g_clear_pointer (&sim->hub, tc_hub_free);
  g_clear_pointer (&sim->db, tc_database_close);
  for (guint i = 1; i <= SIM_DESKS_MAX; i++)
    tear_down_desk (&sim->desks[i]);
  g_sequence_free (sim->events);
  g_hash_table_unref (sim->snapshots);
  g_ptr_array_unref (sim->lines);
  g_array_unref (sim->incidents);
  g_array_unref (sim->tasks);
  g_ptr_array_unref (sim->made);
  g_array_unref (sim->answers);
  g_free (sim->told);
  g_rand_free (sim->rand);
  tc_key_free (sim->key);
}

void
sim_settle (Sim *sim)
{
  gint64 began_us = sim->now_us;
  g_autofree char *why = NULL;

  sim->healing = TRUE;
  sim_faults_end (sim);
  while ((why = sim_check_rest (sim))) {
    if (sim->now_us - began_us > SIM_REST_US)
      sim_fail (sim, "no rest %" G_GINT64_FORMAT " s after the last fault: %s",
                SIM_REST_US / TC_US_PER_S, why);
    g_clear_pointer (&why, g_free);
    sim_advance (sim, HEAL_STEP_US);
  }
  sim_check_all (sim);
}

void
sim_run (SimSeed seed, guint64 *counts)
{
  Sim sim = {0};

  sim_set_up (&sim, seed, NULL);
  for (guint i = 0; i < sim.plan.steps; i++) {
    sim_faults_happen (&sim);
    sim_advance (&sim, sim_draw_us (&sim, sim.plan.gap_us_max));
  }
  sim_settle (&sim);
  if (seed.number % purge_every[seed.shape] == 0)
    sim_purge_check (&sim);
  for (guint i = 0; i < N_SIM_COUNTS; i++)
    counts[i] += sim.counts[i];
  sim_tear_down (&sim);
}
