/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The program's own window on a desk, in the benchmark's process: what its main loop works for each
 * frame, and how long one frame stands.
 */
#pragma once

#include "bench-loop.h"
#include "tc-desk.h"

#include <gtk/gtk.h>

typedef struct {
  GtkApplication *app;  /* (owned) */
  TcDesk *desk;         /* (owned) */
  GtkWindow *window;    /* (unowned) */
  GtkWidget *list;      /* (unowned): the first list of the window */
  GdkFrameClock *clock; /* (unowned) */
  guint frames;
  gint64 painted_us;
  BenchTimes *works; /* (unowned) (nullable): the thread's processor time for each frame */
  BenchTimes *gaps;  /* (unowned) (nullable): from one frame to the next */
} BenchSeat;

typedef gboolean (*BenchSeatDone) (BenchSeat *seat, gpointer data);

/* Opens the window at the desk of @folder, with the queue, and signs @account in with the password
 * of TOANCANH_PASSWORD; returns once something can be done with the first incident. */
void bench_seat_open (BenchSeat *seat, const char *folder, const char *account);
void bench_seat_close (BenchSeat *seat);
/* Counts the frames of the seat's window, which is presented: for one that isn't the program's. */
void bench_seat_follow (BenchSeat *seat);

/* Turns the main loop until @done; ends the program if that never comes. */
void bench_seat_spin (BenchSeat *seat, BenchSeatDone done, gpointer data, const char *what);
void bench_seat_rest (BenchSeat *seat, guint ms);
/* Scrolls the list by some rows each frame, now and then to somewhere else, until @done, which
 * begins to measure when it wants to. */
void bench_seat_scroll (BenchSeat *seat, BenchSeatDone done, gpointer data, const char *what);
/* From now on, as long as it scrolls. */
void bench_seat_measure (BenchSeat *seat, BenchTimes *works, BenchTimes *gaps);
