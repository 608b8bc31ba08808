/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Who is on duty at the centre now, kept true while the roster and the time change.
 *
 * Thread: the main loop's; reading is done on the worker.
 */
#pragma once

#include "tc-duty.h"
#include "tc-watch.h"

#define TC_TYPE_DUTY_WATCH (tc_duty_watch_get_type ())
G_DECLARE_FINAL_TYPE (TcDutyWatch, tc_duty_watch, TC, DUTY_WATCH, TcWatch)

TcDutyWatch *tc_duty_watch_new (TcDesk *desk);
/* (nullable): nobody is, or it hasn't been read. The first of the shifts that are on. Borrowed
 * until the next ::changed. */
const TcDutyShift *tc_duty_watch_get_shift (TcDutyWatch *self);
/* The shift as a person says it: "Ca chiều · Trực ban: Nguyễn Thị Cẩm Tú"; NULL where there is
 * none. (transfer full) (nullable) */
char *tc_duty_watch_word (TcDutyWatch *self);
/* One name a line, who leads first. (transfer full) (nullable) */
char *tc_duty_watch_list (TcDutyWatch *self);
