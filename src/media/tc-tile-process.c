/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A decoder as a child; see the header.
 */
#include "tc-tile-process.h"

#include <fcntl.h>
#include <gio/gio.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

/* A little below the desktop, which must answer keys while decoders work. */
#define NICENESS 5
#define FIRST_TO_GO "1000"

struct _TcTileProcess {
  GSubprocess *child;        /* (owned) */
  TcTileChannel *channel;    /* (owned) */
  GCancellable *cancellable; /* (owned): of waiting for its end */
  TcTileProcessHooks hooks;
  gpointer data;
  gboolean is_up;
  gboolean killed;
  gint64 second_us; /* begin of the second in which messages are counted */
  guint n_messages;
  gint64 heard_us;
  guint64 cpu_us, memory_bytes;
};

/* Between fork and exec: only what is safe in a signal handler. */
static void
child_setup (gpointer data)
{
  int fd = open ("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);

  prctl (PR_SET_PDEATHSIG, SIGKILL);
  setpriority (PRIO_PROCESS, 0, NICENESS);
  /* What strangers send may fill the memory: this one goes first, not the desktop. */
  if (fd >= 0) {
    (void) !write (fd, FIRST_TO_GO, sizeof FIRST_TO_GO - 1);
    close (fd);
  }
}

/* Returns: FALSE: they are too many. */
static gboolean
count_message (TcTileProcess *self, gint64 now_us)
{
  if (now_us - self->second_us >= G_USEC_PER_SEC) {
    self->second_us = now_us;
    self->n_messages = 0;
  }
  if (++self->n_messages <= TC_TILE_PROCESS_MESSAGES_MAX)
    return TRUE;
  g_message ("a decoder says more than %d things a second, and is ended",
             TC_TILE_PROCESS_MESSAGES_MAX);
  tc_tile_process_kill (self);
  return FALSE;
}

static void
message_cb (TcTileMessage *message, int fd, gpointer data)
{
  TcTileProcess *self = data;
  gint64 now_us = g_get_monotonic_time ();

  if (self->killed || !count_message (self, now_us))
    return;
  self->is_up = TRUE;
  if (message->kind != TC_TILE_FRAME)
    self->heard_us = now_us;
  if (message->kind == TC_TILE_STATISTICS)
    self->memory_bytes = message->memory_bytes;
  if (self->memory_bytes > TC_TILE_PROCESS_MEMORY_MAX) {
    g_message ("a decoder has %" G_GUINT64_FORMAT " MiB of memory, and is ended",
               self->memory_bytes / (1024 * 1024));
    tc_tile_process_kill (self);
    return;
  }
  self->hooks.message (self, message, self->data);
}

/* It went, which is told when its end has a reason; or it says what can't be, and is ended. */
static void
closed_cb (const GError *error, gpointer data)
{
  TcTileProcess *self = data;

  if (error)
    g_message ("a decoder is ended: %s", error->message);
  tc_tile_process_kill (self);
}

static char *
explain (GSubprocess *child)
{
  if (g_subprocess_get_if_signaled (child))
    return g_strdup_printf ("signal %d", g_subprocess_get_term_sig (child));
  return g_strdup_printf ("exit code %d", g_subprocess_get_exit_status (child));
}

static void
ended_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  GSubprocess *child = G_SUBPROCESS (source);
  g_autoptr (GError) error = NULL;
  g_autofree char *why = NULL;
  TcTileProcess *self;

  g_subprocess_wait_finish (child, result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self = data;
  why = error ? g_strdup (error->message) : explain (child);
  self->hooks.gone (self, why, self->data);
}

TcTileProcess *
tc_tile_process_new (const char *program, const TcTileProcessHooks *hooks, gpointer data,
                     GError **error)
{
  const TcTileChannelHooks channel_hooks = {message_cb, closed_cb};
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_NONE);
  g_autoptr (TcTileProcess) self = g_new0 (TcTileProcess, 1);
  int fd = -1;

  self->hooks = *hooks;
  self->data = data;
  self->heard_us = g_get_monotonic_time ();
  self->cancellable = g_cancellable_new ();
  self->channel = tc_tile_channel_new_pair (&channel_hooks, self, &fd, error);
  if (!self->channel)
    return NULL;
  g_subprocess_launcher_take_fd (launcher, fd, TC_TILE_PROCESS_FD);
  g_subprocess_launcher_set_child_setup (launcher, child_setup, NULL, NULL);
  /* It has many threads; a heap for each would cost more than it saves. */
  g_subprocess_launcher_setenv (launcher, "MALLOC_ARENA_MAX", "2", FALSE);
  self->child = g_subprocess_launcher_spawn (launcher, error, program, NULL);
  if (!self->child)
    return NULL;
  g_subprocess_wait_async (self->child, self->cancellable, ended_cb, self);
  return g_steal_pointer (&self);
}

void
tc_tile_process_free (TcTileProcess *self)
{
  if (!self)
    return;
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->channel, tc_tile_channel_free);
  if (self->child)
    g_subprocess_force_exit (self->child);
  g_clear_object (&self->child);
  g_free (self);
}

void
tc_tile_process_send (TcTileProcess *self, const TcTileMessage *message, int fd)
{
  tc_tile_channel_send (self->channel, message, fd);
}

gint64
tc_tile_process_get_heard_us (TcTileProcess *self)
{
  return self->heard_us;
}

gboolean
tc_tile_process_is_up (TcTileProcess *self)
{
  return self->is_up;
}

void
tc_tile_process_kill (TcTileProcess *self)
{
  self->killed = TRUE;
  g_subprocess_force_exit (self->child);
}

guint64
tc_tile_process_get_cpu_us (TcTileProcess *self)
{
  const char *pid = g_subprocess_get_identifier (self->child);
  struct timespec time;
  clockid_t clock;

  if (pid && clock_getcpuclockid ((pid_t) g_ascii_strtoll (pid, NULL, 10), &clock) == 0 &&
      clock_gettime (clock, &time) == 0)
    self->cpu_us = (guint64) time.tv_sec * G_USEC_PER_SEC + (guint64) time.tv_nsec / 1000;
  return self->cpu_us;
}

guint64
tc_tile_process_get_memory_bytes (TcTileProcess *self)
{
  return self->memory_bytes;
}
