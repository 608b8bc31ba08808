/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Keeps something that takes time from running more often than is useful: at once when asked after
 * a rest, never twice at a time, once more when asked while it ran, and not sooner than the
 * interval after its last start (or four times what it took, whichever is longer).
 *
 * Thread: the main loop's.
 */
#pragma once

#include <glib.h>

typedef struct _TcDebounce TcDebounce;

/* @run: starts the work; tc_debounce_done() is to be called when it is over. */
TcDebounce *tc_debounce_new (guint interval_ms, void (*run) (gpointer data), gpointer data);
void tc_debounce_free (TcDebounce *self);
void tc_debounce_ask (TcDebounce *self);
void tc_debounce_done (TcDebounce *self);
/* Likewise, without waiting for the interval: a person did something and looks on. */
void tc_debounce_hurry (TcDebounce *self);
