/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Light desks: many lines to a server in one thread. Each keeps its place in the log, checks of
 * every frame the chain and the hash of each section, decodes each row image, and acknowledges as a
 * desk does; what it does not do is keep rows. A WebSocket spoken by hand.
 */
#pragma once

#include "bench-loop.h"
#include "bench-stage.h"

typedef struct _BenchDesks BenchDesks;
typedef struct _BenchDesk BenchDesk;

typedef struct {
  /* An operation with this number reached a desk, all of its frame checked and decoded. */
  void (*seen) (BenchDesk *desk, guint number, gpointer data);
  /* The line was lost. (nullable): that ends the program */
  void (*lost) (BenchDesk *desk, gpointer data);
} BenchDesksCallbacks;

BenchDesks *bench_desks_new (BenchLoop *loop, guint port, const char *folder,
                             const BenchDesksCallbacks *callbacks, gpointer data);
void bench_desks_free (BenchDesks *desks);
/* Desk @number, which stands at the log's head of when @desks was made. Not connected. */
BenchDesk *bench_desks_add (BenchDesks *desks, guint16 number);
/* FALSE if nobody listens. */
gboolean bench_desk_connect (BenchDesk *desk);
void bench_desk_disconnect (BenchDesk *desk);
/* Greeted, and gets what is new. */
gboolean bench_desk_is_following (const BenchDesk *desk);
gint64 bench_desk_get_lsn (const BenchDesk *desk);
guint16 bench_desk_get_number (const BenchDesk *desk);
/* Sends operations: (element-type TcOperation). */
void bench_desk_send (BenchDesk *desk, GPtrArray *operations);
/* Goes back to where it stood when @desks was made. */
void bench_desk_rewind (BenchDesk *desk);
/* Reads nothing from now on. */
void bench_desk_stall (BenchDesk *desk);
/* A full one: what comes is given to @replica instead. Its messages are sent as they come. */
void bench_desk_set_replica (BenchDesk *desk, TcReplica *replica);
void bench_desk_send_message (BenchDesk *desk, GBytes *message);
guint64 bench_desks_get_bytes (const BenchDesks *desks);
