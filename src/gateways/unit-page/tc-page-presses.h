/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which presses of pages were used: all buttons of a page carry the same press, and each may be
 * used once. A bounded memory; of an older press the order's state says so as well.
 */
#pragma once

#include <glib.h>

typedef enum {
  TC_PRESS_NEW,
  TC_PRESS_UNDER_WAY, /* it is about to be kept */
  TC_PRESS_SETTLED,   /* it is kept: whatever comes after is no reason to press it again */
} TcPressState;

typedef struct _TcPagePresses TcPagePresses;

TcPagePresses *tc_page_presses_new (void);
void tc_page_presses_free (TcPagePresses *self);

/* @what: which button */
TcPressState tc_page_presses_find (TcPagePresses *self, gint64 press_id, guint what);
/* A new one is under way. */
void tc_page_presses_use (TcPagePresses *self, gint64 press_id, guint what);
void tc_page_presses_settle (TcPagePresses *self, gint64 press_id, guint what);
/* Nothing came of it: it may be pressed again. */
void tc_page_presses_give_back (TcPagePresses *self, gint64 press_id, guint what);
