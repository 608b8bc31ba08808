/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: whatever happens to server, desks, lines, clocks and disks, all agree in the end and
 * nothing that was said to be kept is lost; see sim.h. Method: seeds, each of them a course of
 * events, carried out in some processes at once; seeds that ever failed come first (--kept).
 *
 *   simulate [--seeds N] [--from N] [--kept FILE]    seeds N, N + 1, ...; TC_SEEDS says how many
 *   simulate --seed SHAPE-N                          one alone, and what happens in it
 *   simulate --must-fail                             of a program that was broken on purpose
 */
#include "sim.h"

#include "fault-vfs.h"
#include "memory-disk.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#define JOBS_MAX 16
#define FAILURES_MAX 5
#define MESSAGE_SIZE 600
/* Of one seed; the longest takes less than a second. */
#define SEED_S_MAX 120
#define PROGRESS 5000

/* What the processes share. */
typedef struct {
  guint next;
  guint done;
  guint64 counts[N_SIM_COUNTS];
  struct {
    SimSeed seed;
    char message[MESSAGE_SIZE];
  } slots[JOBS_MAX];
} Shared;

typedef struct {
  GArray *seeds; /* (owned) (element-type SimSeed) */
  guint n_kept;
  gboolean must_fail;
  const char *program;
  Shared *shared;
  guint n_jobs;
  guint failures;
  pid_t jobs[JOBS_MAX];
} Driver;

gboolean sim_verbose;
static char *message_out;

void
sim_fail (Sim *sim, const char *format, ...)
{
  g_autofree char *message = NULL;
  const SimSeed none = {0};
  va_list list;

  va_start (list, format);
  message = g_strdup_vprintf (format, list);
  va_end (list);
  if (message_out)
    g_strlcpy (message_out, message, MESSAGE_SIZE);
  else
    g_printerr ("seed " SIM_SEED_FORMAT ": %s\n", SIM_SEED_ARGS (sim ? sim->seed : none), message);
  _exit (EXIT_FAILURE);
}

void
sim_trace (Sim *sim, const char *format, ...)
{
  va_list list;

  if (!sim_verbose)
    return;
  g_autofree char *message = NULL;
  va_start (list, format);
  message = g_strdup_vprintf (format, list);
  va_end (list);
  g_print ("%14.6f  %s\n", (double) sim->now_us / TC_US_PER_S - 1795400000., message);
}

static GLogWriterOutput
on_log_cb (GLogLevelFlags level, const GLogField *fields, gsize n, gpointer data)
{
  if (sim_verbose || level & (G_LOG_LEVEL_CRITICAL | G_LOG_LEVEL_ERROR))
    return g_log_writer_default (level, fields, n, data);
  return G_LOG_WRITER_HANDLED;
}

/* ---- a process ---- */

G_NORETURN static void
work (Driver *driver, guint slot)
{
  Shared *shared = driver->shared;
  guint64 counts[N_SIM_COUNTS] = {0};
  guint at;

  message_out = shared->slots[slot].message;
  while ((at = __atomic_fetch_add (&shared->next, 1, __ATOMIC_SEQ_CST)) < driver->seeds->len) {
    shared->slots[slot].seed = g_array_index (driver->seeds, SimSeed, at);
    alarm (SEED_S_MAX);
    sim_run (shared->slots[slot].seed, counts);
    __atomic_fetch_add (&shared->done, 1, __ATOMIC_SEQ_CST);
  }
  for (guint i = 0; i < N_SIM_COUNTS; i++)
    __atomic_fetch_add (&shared->counts[i], counts[i], __ATOMIC_SEQ_CST);
  _exit (EXIT_SUCCESS);
}

static void
start_job (Driver *driver, guint slot)
{
  fflush (NULL);
  driver->shared->slots[slot].message[0] = 0;
  driver->jobs[slot] = fork ();
  g_assert (driver->jobs[slot] >= 0);
  if (driver->jobs[slot] == 0)
    work (driver, slot);
}

static void
stop (Driver *driver)
{
  __atomic_store_n (&driver->shared->next, driver->seeds->len, __ATOMIC_SEQ_CST);
}

static void
note_failure (Driver *driver, guint slot, int status)
{
  const char *message = driver->shared->slots[slot].message;
  SimSeed seed = driver->shared->slots[slot].seed;

  driver->failures++;
  if (driver->must_fail && driver->failures > 1)
    return;
  g_print ("%s %u - seed " SIM_SEED_FORMAT ": ", driver->must_fail ? "ok" : "not ok",
           driver->failures, SIM_SEED_ARGS (seed));
  if (*message)
    g_print ("%s\n", message);
  else
    g_print ("ended by signal %d\n", WIFSIGNALED (status) ? WTERMSIG (status) : 0);
  g_print ("# %s --seed " SIM_SEED_FORMAT "\n", driver->program, SIM_SEED_ARGS (seed));
}

static void
wait_for_job (Driver *driver)
{
  int status;
  pid_t pid = wait (&status);

  for (guint slot = 0; slot < driver->n_jobs; slot++) {
    if (driver->jobs[slot] != pid)
      continue;
    driver->jobs[slot] = 0;
    if (status == 0)
      return;
    note_failure (driver, slot, status);
    if (driver->must_fail || driver->failures >= FAILURES_MAX)
      stop (driver);
    else
      start_job (driver, slot);
  }
}

static gboolean
has_jobs (Driver *driver)
{
  for (guint slot = 0; slot < driver->n_jobs; slot++)
    if (driver->jobs[slot])
      return TRUE;
  return FALSE;
}

static void
print_counts (Driver *driver, gint64 began_us)
{
  for (guint i = 0; i < N_SIM_COUNTS; i++)
    g_print ("coverage %s: %" G_GUINT64_FORMAT "\n", sim_count_names[i], driver->shared->counts[i]);
  g_print ("coverage seeds: %u (%u of them kept) in %.1f s by %u processes\n", driver->shared->done,
           driver->n_kept, (double) (g_get_monotonic_time () - began_us) / TC_US_PER_S,
           driver->n_jobs);
}

static int
run_all (Driver *driver)
{
  gint64 began_us = g_get_monotonic_time ();

  for (guint slot = 0; slot < driver->n_jobs; slot++)
    start_job (driver, slot);
  while (has_jobs (driver))
    wait_for_job (driver);
  if (driver->must_fail) {
    if (driver->failures == 0)
      g_print ("not ok 1 - %u seeds found nothing wrong; is the place that mutate.py names still "
               "there?\n",
               driver->shared->done);
    return driver->failures > 0 ? EXIT_SUCCESS : EXIT_FAILURE;
  }
  print_counts (driver, began_us);
  if (driver->failures == 0)
    g_print ("ok 1 - %u seeds\n", driver->shared->done);
  return driver->failures > 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}

/* ---- options ---- */

/* "SHAPE-NUMBER", and whatever comes after it. */
static gboolean
read_seed (const char *text, SimSeed *seed)
{
  char *end;
  guint64 shape = g_ascii_strtoull (text, &end, 10);

  if (end == text || *end != '-' || shape < 1 || shape > SIM_SHAPE)
    return FALSE;
  *seed = (SimSeed){(guint) shape, g_ascii_strtoull (end + 1, NULL, 10)};
  return seed->number > 0;
}

/* Each line of the file: a seed, and what it once found. */
static void
add_kept (Driver *driver, const char *path)
{
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  if (!g_file_get_contents (path, &text, NULL, &error))
    g_error ("%s", error->message);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i]; i++) {
    SimSeed seed;

    if (!*lines[i])
      continue;
    if (!read_seed (lines[i], &seed))
      g_error ("%s: not a seed: %s", path, lines[i]);
    g_array_append_val (driver->seeds, seed);
  }
  driver->n_kept = driver->seeds->len;
}

static void
run_one (SimSeed seed)
{
  guint64 counts[N_SIM_COUNTS] = {0};

  sim_run (seed, counts);
  for (guint i = 0; i < N_SIM_COUNTS; i++)
    g_print ("%s: %" G_GUINT64_FORMAT "\n", sim_count_names[i], counts[i]);
}

static void
prepare (void)
{
  sim_memory_prepare ();
  g_log_set_writer_func (on_log_cb, NULL, NULL);
  g_log_set_always_fatal (G_LOG_LEVEL_CRITICAL | G_LOG_FATAL_MASK);
  tc_crypto_init ();
  memory_disk_register ();
  fault_vfs_register ();
  sim_base_make ();
}

int
main (int argc, char *argv[])
{
  Driver driver = {.program = argv[0]};
  gint64 n_seeds = 100;
  gint64 from = 1;
  SimSeed seed;
  int failures;
  g_autofree char *kept = NULL;
  g_autofree char *one = NULL;
  const GOptionEntry options[] = {
      {"seeds", 0, 0, G_OPTION_ARG_INT64, &n_seeds, "How many", "N"},
      {"from", 0, 0, G_OPTION_ARG_INT64, &from, "The first", "N"},
      {"kept", 0, 0, G_OPTION_ARG_FILENAME, &kept, "A file of seeds that come before", "FILE"},
      {"seed", 0, 0, G_OPTION_ARG_STRING, &one, "One alone, with what happens", "SHAPE-N"},
      {"must-fail", 0, 0, G_OPTION_ARG_NONE, &driver.must_fail, "Something is broken", NULL},
      {NULL}};
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  const char *more = g_getenv ("TC_SEEDS");

  g_option_context_add_main_entries (context, options, NULL);
  if (!g_option_context_parse (context, &argc, &argv, NULL))
    return EXIT_FAILURE;
  prepare ();
  if (one && !read_seed (one, &seed)) {
    g_printerr ("not a seed: %s\n", one);
    return EXIT_FAILURE;
  }
  if (one) {
    sim_verbose = TRUE;
    run_one (seed);
    return EXIT_SUCCESS;
  }
  driver.seeds = g_array_new (FALSE, FALSE, sizeof seed);
  if (kept)
    add_kept (&driver, kept);
  if (more)
    n_seeds = g_ascii_strtoll (more, NULL, 10);
  for (gint64 i = 0; i < n_seeds; i++) {
    seed = (SimSeed){SIM_SHAPE, (guint64) (from + i)};
    g_array_append_val (driver.seeds, seed);
  }
  driver.n_jobs = CLAMP (g_get_num_processors (), 1, JOBS_MAX);
  driver.shared = mmap (NULL, sizeof (Shared), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS,
                        -1, 0);
  g_assert (driver.shared != MAP_FAILED);
  failures = run_all (&driver);
  g_array_unref (driver.seeds);
  return failures;
}
