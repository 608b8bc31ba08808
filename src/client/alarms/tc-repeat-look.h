/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Beside an alarm that nobody has: whether it is very likely another report of what somebody has
 * already (core/incidents/tc-repeat.h), kept true while data changes.
 *
 * Thread: the main loop's; reading is done on the worker.
 */
#pragma once

#include "tc-repeat.h"
#include "tc-worker.h"

#include <glib-object.h>

#define TC_TYPE_REPEAT_LOOK (tc_repeat_look_get_type ())
G_DECLARE_FINAL_TYPE (TcRepeatLook, tc_repeat_look, TC, REPEAT_LOOK, GObject)

/* Signal: ::changed (): something else is to be said. */
TcRepeatLook *tc_repeat_look_new (TcWorker *reader);
/* @incident_id: 0 for none. */
void tc_repeat_look_set_id (TcRepeatLook *self, gint64 incident_id);
/* (nullable): nothing is known, or there is none. Borrowed until the next ::changed. */
const TcRepeat *tc_repeat_look_get (TcRepeatLook *self);
/* That, once it has been said long enough to be read; NULL before. */
const TcRepeat *tc_repeat_look_get_seen (TcRepeatLook *self);
/* What TcDesk::rows-changed says. */
void tc_repeat_look_rows_changed (TcRepeatLook *self, const char *table);

/* "likely the same as PA-…, which Lan has; 120 m, 3 min apart". (transfer full) */
char *tc_repeat_word (const TcRepeat *repeat);
