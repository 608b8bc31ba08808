/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One row of an incident queue, as a list shows it. It stands empty until its row has been read,
 * and is filled again in place whenever the incident changes.
 *
 * Thread: the main loop's.
 */
#pragma once

#include "tc-incident-queries.h"
#include "tc-words.h"

#include <gio/gio.h>

#define TC_TYPE_INCIDENT_ITEM (tc_incident_item_get_type ())
G_DECLARE_FINAL_TYPE (TcIncidentItem, tc_incident_item, TC, INCIDENT_ITEM, GObject)

/*
 * Properties, all read-only: id (int64), loaded (boolean), gone (boolean: no longer what the queue
 * asks for), waiting (boolean: something done to it here hasn't reached the server yet), signal
 * (int, TcSignal), code, title, second (strings: the second line), spoken (string: all of it, for
 * the screen reader), received-us, due-us, end-us (int64; 0: none; when the clock stopped), verdict
 * (string: in place of the time left, once there is one), beside (string: differs when any other
 * column of a queue does).
 */
TcIncidentItem *tc_incident_item_new (gint64 id);
gint64 tc_incident_item_get_id (TcIncidentItem *self);
/* (nullable): until it is loaded. Borrowed until the next fill. */
const TcIncidentRow *tc_incident_item_get_row (TcIncidentItem *self);
/* Takes what @row holds and leaves it empty. */
void tc_incident_item_fill (TcIncidentItem *self, TcIncidentRow *row);
void tc_incident_item_set_gone (TcIncidentItem *self, gboolean gone);
void tc_incident_item_set_waiting (TcIncidentItem *self, gboolean waiting);
/* Also a property, provisional (boolean): others of this room did something to it that the server
 * hasn't settled. */
void tc_incident_item_set_provisional (TcIncidentItem *self, gboolean provisional);
/* Also a property, heading (string): what stands over it, for the first of a group. @heading:
 * (nullable) */
void tc_incident_item_set_heading (TcIncidentItem *self, const char *heading);
