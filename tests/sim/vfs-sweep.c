/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: whichever write, sync or read of a database fails, in whatever way, once or until the disk
 * is mended, nothing is corrupt, what failed is said in words that name the file, all works again,
 * and what was said to be kept is there once. Method: a small course of events on the province of
 * sim.h, again and again, with the fault at each call in turn: of the server's database, of both of
 * a desk, and of a relay's, which is cut off in between; then the checks of the simulation. With
 * `power`, what wasn't synced is lost at the fault.
 */
#include "sim.h"

#include "fault-vfs.h"
#include "memory-disk.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define RELAY "relay.db"
#define SEED 77
#define STEPS 10
#define POINTS_MAX 4000

typedef struct {
  const char *file;
  FaultKind kind;
  guint count;
  gboolean power;
} Sweep;

static const char *const kind_names[] = {
    [FAULT_EIO] = "EIO",
    [FAULT_FULL] = "ENOSPC",
    [FAULT_TORN] = "short write",
    [FAULT_AFTER] = "done and told failed",
    [FAULT_SYNC] = "sync done and told failed",
    [FAULT_LIE] = "sync that lies",
    [FAULT_READ] = "read error",
};

static const Sweep *current;
static guint current_at;
static guint runs;
static guint told;
static guint noticed; /* files that a lying disk left corrupt */

gboolean sim_verbose;

void
sim_fail (Sim *sim, const char *format, ...)
{
  g_autofree char *message = NULL;
  va_list list;

  va_start (list, format);
  message = g_strdup_vprintf (format, list);
  va_end (list);
  if (current)
    g_print ("not ok - %s of %s, call %u, %s%s: %s\n", kind_names[current->kind], current->file,
             current_at, current->count == 1 ? "once" : "until mended",
             current->power ? ", then power cut" : "", message);
  else
    g_print ("not ok 1 - %s\n", message);
  exit (EXIT_FAILURE);
}

void
sim_trace (Sim *sim, const char *format, ...)
{
  g_autofree char *message = NULL;
  va_list list;

  if (!sim_verbose)
    return;
  va_start (list, format);
  message = g_strdup_vprintf (format, list);
  va_end (list);
  g_print ("# %s\n", message);
}

static void
cut_power (Sim *sim)
{
  SimDesk *desk = &sim->desks[1];

  if (g_str_equal (current->file, "server.db")) {
    if (sim->hub)
      sim_hub_stop (sim, TRUE);
    /* What a disk said to be synced, and lost, was told to desks. */
    if (current->kind == FAULT_LIE)
      g_array_set_size (sim->answers, 0);
  } else if (g_str_equal (current->file, RELAY)) {
    if (sim->relay.relay)
      sim_relay_stop (sim, TRUE);
  } else if (desk->store) {
    sim_desk_stop (desk, TRUE);
  }
}

/* It loads anew; then what its room does without the server waits in its file. */
static void
relay_step (Sim *sim, guint i)
{
  if (i == 0 && sim->relay.relay)
    sim_relay_renew (sim);
  if (i == 6)
    sim->relay.alone_us = sim->now_us + 9 * TC_US_PER_S;
  if (i == 6 && sim->relay.line)
    sim_line_cut (sim->relay.line);
  if (i == 8 && sim->relay.relay)
    sim_relay_stop (sim, FALSE);
}

static void
step (Sim *sim, guint i)
{
  if (sim->plan.relay)
    relay_step (sim, i);
  if (i == 3 && sim->db)
    tc_database_checkpoint (sim->db);
  if (i == 5 && sim->desks[1].store)
    sim_desk_stop (&sim->desks[1], FALSE);
  if (i == 7 && sim->hub)
    sim_hub_stop (sim, FALSE);
  sim_people_act (&sim->desks[(sim->plan.relay ? SIM_BEHIND : 1) + i % 2]);
  sim_advance (sim, 3 * TC_US_PER_S);
}

/* Whether it was said so when it was opened. */
static gboolean
is_corrupt (Sim *sim)
{
  return sim->told && (strstr (sim->told, "malformed") || strstr (sim->told, "not a database"));
}

/* Whether the fault was met. */
static gboolean
run_point (const Sweep *sweep, guint at)
{
  gboolean relay = g_str_equal (sweep->file, RELAY);
  const SimPlan plan = {.n_desks = relay ? SIM_BEHIND + 1 : 2,
                        .relay = relay,
                        .delay_us_max = 20 * 1000,
                        .gap_us_max = TC_US_PER_S};
  Sim sim = {0};
  gboolean cut = FALSE;

  current = sweep;
  current_at = at;
  sim_set_up (&sim, (SimSeed){SIM_SHAPE, SEED}, &plan);
  sim_advance (&sim, 30 * TC_US_PER_S);
  fault_vfs_arm (sweep->file, at, sweep->kind, sweep->count);
  for (guint i = 0; i < STEPS; i++) {
    step (&sim, i);
    if (sweep->power && !cut && fault_vfs_get_hits () > 0) {
      cut = TRUE;
      fault_vfs_heal ();
      cut_power (&sim);
    }
  }
  gboolean met = fault_vfs_get_hits () > 0;
  if (sim.told && !strstr (sim.told, sweep->file))
    sim_fail (&sim, "the message doesn't name the file: %s", sim.told);
  told += sim.told != NULL;
  /* What a disk lied about and lost no program has; it is to be noticed, and a backup put back. */
  if (sweep->kind == FAULT_LIE)
    sim_advance (&sim, 300 * TC_US_PER_S);
  if (sweep->kind == FAULT_LIE && is_corrupt (&sim))
    noticed++;
  else
    sim_settle (&sim);
  sim_tear_down (&sim);
  runs++;
  return met;
}

static guint every = 1; /* of how many calls one is looked at */

static void
sweep_one (const Sweep *sweep)
{
  guint at = 0;

  while (run_point (sweep, at)) {
    /* Each call once; of what else is done with it each third is enough. */
    at += sweep->count == 1 && !sweep->power ? every : 3 * every;
    if (at >= POINTS_MAX)
      sim_fail (NULL, "the sweep doesn't end");
  }
  g_print ("coverage %s of %s, %s%s: %u calls\n", kind_names[sweep->kind], sweep->file,
           sweep->count == 1 ? "once" : "until mended", sweep->power ? ", then power cut" : "", at);
}

static GLogWriterOutput
on_log_cb (GLogLevelFlags level, const GLogField *fields, gsize n, gpointer data)
{
  if (level & (G_LOG_LEVEL_CRITICAL | G_LOG_LEVEL_ERROR))
    return g_log_writer_default (level, fields, n, data);
  return G_LOG_WRITER_HANDLED;
}

static void
prepare (void)
{
  g_log_set_writer_func (on_log_cb, NULL, NULL);
  g_log_set_always_fatal (G_LOG_LEVEL_CRITICAL | G_LOG_FATAL_MASK);
  tc_crypto_init ();
  memory_disk_register ();
  fault_vfs_register ();
  sim_base_make ();
}

/* In a process of its own. */
static void
sweep_kind (const char *file, FaultKind kind)
{
  const Sweep once = {file, kind, 1, FALSE};
  const Sweep lasting = {file, kind, FAULT_ALWAYS, FALSE};
  const Sweep power = {file, kind, 1, TRUE};
  const Sweep lie = {file, kind, FAULT_ALWAYS, TRUE};

  fflush (NULL);
  pid_t pid = fork ();
  g_assert (pid >= 0);
  if (pid > 0)
    return;
  if (kind == FAULT_LIE) {
    sweep_one (&lie);
  } else {
    sweep_one (&once);
    sweep_one (&lasting);
    sweep_one (&power);
  }
  g_print ("ok %s of %s: %u runs, in %u of them the fault was told, in %u the file found corrupt\n",
           kind_names[kind], file, runs, told, noticed);
  exit (EXIT_SUCCESS);
}

int
main (int argc, char *argv[])
{
  static const char *const files[] = {"server.db", "desk-1-outbox.db", "desk-1-replica.db", RELAY};
  guint running = 0;
  gboolean failed = FALSE;

  prepare ();
  /* One file alone: its name; then perhaps of how many calls one is enough. One fault alone: file,
   * kind, 1 if until mended, 1 with power cut, which call. */
  if (argc == 6) {
    const Sweep one = {argv[1], (FaultKind) atoi (argv[2]), atoi (argv[3]) ? FAULT_ALWAYS : 1,
                       atoi (argv[4])};

    sim_verbose = TRUE;
    run_point (&one, (guint) atoi (argv[5]));
    return EXIT_SUCCESS;
  }
  if (argc == 3)
    every = (guint) CLAMP (atoi (argv[2]), 1, 100);
  for (guint i = 0; i < G_N_ELEMENTS (files) * G_N_ELEMENTS (kind_names); i++) {
    FaultKind kind = (FaultKind) (i % G_N_ELEMENTS (kind_names));
    const char *file = files[i / G_N_ELEMENTS (kind_names)];
    int status = 0;

    if (!kind_names[kind] || (argc >= 2 && !g_str_equal (file, argv[1])))
      continue;
    sweep_kind (file, kind);
    if (++running >= g_get_num_processors () && wait (&status) > 0)
      running--;
    failed |= status != 0;
  }
  for (int status = 0; wait (&status) > 0; failed |= status != 0)
    ;
  return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
