/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * All units and what each does now, kept true while orders and vehicles change.
 *
 * Thread: the main loop's; reading is done on the worker.
 */
#pragma once

#include "tc-dispatch-choices.h"
#include "tc-watch.h"

#define TC_TYPE_UNITS_WATCH (tc_units_watch_get_type ())
G_DECLARE_FINAL_TYPE (TcUnitsWatch, tc_units_watch, TC, UNITS_WATCH, TcWatch)

TcUnitsWatch *tc_units_watch_new (TcDesk *desk);
/* (nullable) (element-type TcDispatchChoice): as tc_dispatch_units(). Borrowed until the next
 * ::changed. */
const GArray *tc_units_watch_get (TcUnitsWatch *self);
