/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The server's clock as far as this desk has been told of it. What a person does gets its time from
 * there: from a desk whose own clock is wrong it would be refused, or would stand before what it
 * answers. The greeting's time goes on with a clock that nobody sets, also while the machine
 * sleeps.
 */
#pragma once

#include <glib.h>

/* A desk's clock that is off by no more is believed; by more it is said to be wrong. */
#define TC_CLOCK_OFF_US (2 * G_TIME_SPAN_SECOND)

typedef struct {
  gboolean known;
  gint64 began_us; /* the server's time when the steady clock began */
} TcServerClock;   /* {0}: nothing is known */

/* @server_us: what the server's clock says now; @steady_us: tc_steady_clock_us() */
void tc_server_clock_set (TcServerClock *clock, gint64 server_us, gint64 steady_us);
/* @desk_us: what the desk's own clock says. Until the server has been heard of that is all. */
gint64 tc_server_clock_read (const TcServerClock *clock, gint64 desk_us, gint64 steady_us);
