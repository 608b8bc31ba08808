/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Whether the person signed in may read here what a list is made of, kept true while rights and
 * what the desk holds change; and what a list says that is empty because nobody may. What is hidden
 * is hidden by the desk (tc-desk-eyes.h): this only says so.
 *
 * ::changed says that it is another than it was, not that it was read again.
 *
 * Thread: the main loop's; reading is done on the worker.
 */
#pragma once

#include "tc-people-operations.h"
#include "tc-reading-rights.h"
#include "tc-watch.h"

#define TC_TYPE_READING_WATCH (tc_reading_watch_get_type ())
G_DECLARE_FINAL_TYPE (TcReadingWatch, tc_reading_watch, TC, READING_WATCH, TcWatch)

/* @scope: as for tc_reading_word() */
TcReadingWatch *tc_reading_watch_new (TcDesk *desk, gint64 scope);
/* As tc_reading_word(); NULL also while it hasn't been read. */
const char *tc_reading_watch_word (TcReadingWatch *self);
/* FALSE also while it hasn't been read. */
gboolean tc_reading_watch_is_open (TcReadingWatch *self);

/* As tc_reading_rights_look(), and whether a role of the person lets cameras be seen at all. */
TcReading tc_reading_look (TcDatabase *db, gint64 staff_id, gint64 scope, gint64 at_us);
/* What is missing and who can help, in a sentence or two; NULL: nothing is. @scope: incidents,
 * reporters, cameras or restricted cameras. (nullable) */
const char *tc_reading_word (TcReading reading, gint64 scope);
