/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Turns the main loop until something is so; a test that waits longer than anything takes ends,
 * with what it waited for.
 */
#pragma once

#include "main-turn.h"
#include "wait-limit.h"

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
