/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Waiting, sending at a rate, and times; see the header.
 */
#include "bench-loop.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#define EVENTS_MAX 256
#define WRITE_MS_MAX 10000
#define TIMES_STEP_US 10
#define TIMES_MAX 2000000 /* of such steps: 20 s */

typedef struct {
  int fd; /* -1: no longer watched; freed at the end of the turn */
  BenchReadyFunc func;
  gpointer data;
} Watch;

struct _BenchLoop {
  int epoll;
  GHashTable *watches; /* (owned) (element-type gint Watch): by socket */
  GPtrArray *gone;     /* (owned) (element-type Watch) */
  gint64 period_us;    /* of @every; 0: none */
  gint64 next_us;
  BenchReadyFunc every;
  gpointer every_data;
};

struct _BenchTimes {
  guint64 count;
  gint64 max_us;
  guint32 *steps; /* (owned) */
};

BenchLoop *
bench_loop_new (void)
{
  BenchLoop *loop = g_new0 (BenchLoop, 1);

  loop->epoll = epoll_create1 (EPOLL_CLOEXEC);
  loop->watches = g_hash_table_new (NULL, NULL);
  loop->gone = g_ptr_array_new_with_free_func (g_free);
  return loop;
}

void
bench_loop_free (BenchLoop *loop)
{
  g_hash_table_unref (loop->watches);
  g_ptr_array_unref (loop->gone);
  close (loop->epoll);
  g_free (loop);
}

void
bench_loop_watch (BenchLoop *loop, int fd, BenchReadyFunc func, gpointer data)
{
  Watch *watch = g_new0 (Watch, 1);
  struct epoll_event event = {.events = EPOLLIN, .data.ptr = watch};

  *watch = (Watch){fd, func, data};
  g_hash_table_insert (loop->watches, GINT_TO_POINTER (fd), watch);
  if (epoll_ctl (loop->epoll, EPOLL_CTL_ADD, fd, &event) < 0)
    bench_fail ("watching a socket: %s", g_strerror (errno));
}

void
bench_loop_unwatch (BenchLoop *loop, int fd)
{
  Watch *watch = g_hash_table_lookup (loop->watches, GINT_TO_POINTER (fd));

  if (!watch)
    return;
  epoll_ctl (loop->epoll, EPOLL_CTL_DEL, fd, NULL);
  g_hash_table_remove (loop->watches, GINT_TO_POINTER (fd));
  watch->fd = -1;
  g_ptr_array_add (loop->gone, watch);
}

void
bench_loop_every (BenchLoop *loop, gint64 period_us, BenchReadyFunc func, gpointer data)
{
  g_assert (!loop->every);
  loop->period_us = period_us;
  loop->next_us = g_get_monotonic_time () + period_us;
  loop->every = func;
  loop->every_data = data;
}

/* When to look up again, @until_us at the latest. */
static gint64
tend_every (BenchLoop *loop, gint64 until_us)
{
  gint64 now_us = g_get_monotonic_time ();

  if (!loop->period_us)
    return until_us;
  if (now_us >= loop->next_us) {
    loop->next_us = now_us + loop->period_us;
    loop->every (loop->every_data);
  }
  return MIN (until_us, loop->next_us);
}

void
bench_loop_turn (BenchLoop *loop, gint64 until_us)
{
  struct epoll_event events[EVENTS_MAX];
  gint64 wait_us = MAX (tend_every (loop, until_us) - g_get_monotonic_time (), 0);
  struct timespec wait = {wait_us / G_USEC_PER_SEC, (wait_us % G_USEC_PER_SEC) * 1000};
  int n = epoll_pwait2 (loop->epoll, events, EVENTS_MAX, &wait, NULL);

  for (int i = 0; i < n; i++) {
    Watch *watch = events[i].data.ptr;

    if (watch->fd >= 0)
      watch->func (watch->data);
  }
  g_ptr_array_set_size (loop->gone, 0);
}

gboolean
bench_loop_run (BenchLoop *loop, double seconds, gboolean (*done) (gpointer data), gpointer data)
{
  gint64 end_us = g_get_monotonic_time () + (gint64) (seconds * G_USEC_PER_SEC);

  while (!done (data)) {
    gint64 now_us = g_get_monotonic_time ();

    if (now_us >= end_us)
      return FALSE;
    bench_loop_turn (loop, MIN (end_us, now_us + 10000));
  }
  return TRUE;
}

void
bench_loop_send (BenchLoop *loop, double rate, guint count,
                 void (*send) (guint number, gpointer data), gpointer data)
{
  gint64 start_us = g_get_monotonic_time ();

  for (guint sent = 0; sent < count;) {
    gint64 due_us = start_us + (gint64) (sent * (double) G_USEC_PER_SEC / rate);

    /* Sockets have a turn between any two: the sender must not starve the receivers. */
    bench_loop_turn (loop, due_us);
    if (g_get_monotonic_time () >= due_us)
      send (sent++, data);
  }
}

BenchTimes *
bench_times_new (void)
{
  BenchTimes *times = g_new0 (BenchTimes, 1);

  times->steps = g_new0 (guint32, TIMES_MAX + 1);
  return times;
}

void
bench_times_free (BenchTimes *times)
{
  g_free (times->steps);
  g_free (times);
}

void
bench_times_add (BenchTimes *times, gint64 took_us)
{
  times->steps[CLAMP (took_us / TIMES_STEP_US, 0, TIMES_MAX)]++;
  times->max_us = MAX (times->max_us, took_us);
  times->count++;
}

guint64
bench_times_count (const BenchTimes *times)
{
  return times->count;
}

double
bench_times_ms (const BenchTimes *times, double share)
{
  guint64 wanted = (guint64) (share * (double) times->count);
  guint64 passed = 0;

  for (guint i = 0; i <= TIMES_MAX; i++) {
    passed += times->steps[i];
    if (passed > wanted)
      return (i + 0.5) * TIMES_STEP_US / 1000.0;
  }
  return (double) times->max_us / 1000.0;
}

guint64
bench_times_over (const BenchTimes *times, double ms)
{
  guint64 over = 0;

  for (guint i = (guint) (ms * 1000 / TIMES_STEP_US) + 1; i <= TIMES_MAX; i++)
    over += times->steps[i];
  return over;
}

void
bench_times_print (const BenchTimes *times, const char *prefix)
{
  printf ("\"%sp50\": %.3f, \"%sp95\": %.3f, \"%sp99\": %.3f, \"%smax\": %.3f,"
          " \"%scount\": %" G_GUINT64_FORMAT,
          prefix, bench_times_ms (times, 0.5), prefix, bench_times_ms (times, 0.95), prefix,
          bench_times_ms (times, 0.99), prefix, (double) times->max_us / 1000.0, prefix,
          times->count);
}

int
bench_connect (guint port)
{
  struct sockaddr_in where = {.sin_family = AF_INET,
                              .sin_port = htons ((guint16) port),
                              .sin_addr.s_addr = htonl (INADDR_LOOPBACK)};
  int fd = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  int on = 1;

  if (fd < 0 || connect (fd, (struct sockaddr *) &where, sizeof where) < 0) {
    if (fd >= 0)
      close (fd);
    return -1;
  }
  setsockopt (fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  fcntl (fd, F_SETFL, O_NONBLOCK);
  return fd;
}

gboolean
bench_write (int fd, gconstpointer data, gsize size)
{
  const guint8 *at = data;

  while (size > 0) {
    gssize n = send (fd, at, size, MSG_NOSIGNAL);

    if (n < 0 && errno == EAGAIN) {
      struct pollfd wait = {fd, POLLOUT, 0};
      if (poll (&wait, 1, WRITE_MS_MAX) > 0)
        continue;
    }
    if (n <= 0)
      return FALSE;
    at += n;
    size -= (gsize) n;
  }
  return TRUE;
}
