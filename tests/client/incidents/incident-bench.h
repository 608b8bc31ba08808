/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The control room of tests/core/incidents in a file, read by a worker as on a desk.
 */
#pragma once

#include "main-turn.h"
#include "tc-fixture-file.h"
#include "tc-room-fixture.h"
#include "wait-limit.h"

typedef struct {
  TcRoom *room;        /* (owned) */
  TcFixtureFile *file; /* (owned) */
} Bench;

void set_up (Bench *bench);
void tear_down (Bench *bench);
/* What was done since can be read. */
void publish (Bench *bench);

#define WAIT_FOR(condition)                                                                        \
  G_STMT_START                                                                                     \
  {                                                                                                \
    gint64 end_us_ = g_get_monotonic_time () + WAIT_US;                                            \
    while (!(condition)) {                                                                         \
      if (g_get_monotonic_time () > end_us_)                                                       \
        g_error ("%s: never came", #condition);                                                    \
      main_turn ();                                                                                \
    }                                                                                              \
  }                                                                                                \
  G_STMT_END
