/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the load makers share: one thread's wait for many sockets, sending at a steady rate, and how
 * long things took. Kept lean, since it must cost less than what it measures.
 */
#pragma once

#include <glib.h>

typedef struct _BenchLoop BenchLoop;
typedef void (*BenchReadyFunc) (gpointer data);

BenchLoop *bench_loop_new (void);
void bench_loop_free (BenchLoop *loop);
/* @func is called while @fd can be read. */
void bench_loop_watch (BenchLoop *loop, int fd, BenchReadyFunc func, gpointer data);
/* Must be called before the socket is closed. */
void bench_loop_unwatch (BenchLoop *loop, int fd);
/* Calls @func every @period_us while the loop runs, between two turns; a loop has one such. */
void bench_loop_every (BenchLoop *loop, gint64 period_us, BenchReadyFunc func, gpointer data);
/* Waits until @until_us (monotonic) at most and calls who is ready. */
void bench_loop_turn (BenchLoop *loop, gint64 until_us);
/* Until @done is TRUE or @seconds are over; whether it was. */
gboolean bench_loop_run (BenchLoop *loop, double seconds, gboolean (*done) (gpointer data),
                         gpointer data);
/* Calls @send for number 0, 1, … at @rate a second, @count times; sockets are served meanwhile. */
void bench_loop_send (BenchLoop *loop, double rate, guint count,
                      void (*send) (guint number, gpointer data), gpointer data);

/* How long things took: counts by hundredths of a millisecond. */
typedef struct _BenchTimes BenchTimes;
BenchTimes *bench_times_new (void);
void bench_times_free (BenchTimes *times);
void bench_times_add (BenchTimes *times, gint64 took_us);
guint64 bench_times_count (const BenchTimes *times);
double bench_times_ms (const BenchTimes *times, double share);
/* How many took longer. */
guint64 bench_times_over (const BenchTimes *times, double ms);
/* "p50": …, "p95": …, "p99": …, "max": …, "count": … (with @prefix before each name) */
void bench_times_print (const BenchTimes *times, const char *prefix);

/* Ends the program with a message: a benchmark has nobody to recover for. */
#define bench_fail(...) (g_printerr (__VA_ARGS__), g_printerr ("\n"), exit (1))

/* A connection to loopback, not blocking from then on. */
int bench_connect (guint port);
/* All of it, waiting for the other end where it must. FALSE: the other end is gone. */
gboolean bench_write (int fd, gconstpointer data, gsize size);
