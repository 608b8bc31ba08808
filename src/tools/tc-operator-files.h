/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What tc-operator can do with files:
 *
 *   attach INCIDENT_ID PATH     keeps a copy, attaches it, sends it when there is a line
 *   blurred INCIDENT_ID ORIGINAL_ID PATH   likewise, a copy of a photo
 *   files INCIDENT_ID           those of an incident, and how each stands
 *   view HASH SIZE              fetches it before all else
 *   again HASH                  asks for it again, which the server may give by now
 *   save HASH PATH              writes it there, checked
 *   quota BYTES                 what this desk keeps
 *   tidy                        removes what this desk may not have
 *   unsent                      how many are still to be sent, bytes kept
 */
#pragma once

#include "tc-desk.h"

#include <json-glib/json-glib.h>

typedef void (*TcOperatorReply) (JsonObject *reply, gpointer data);

/* FALSE: the verb is none of files, or has other words than it takes. @reply gets a JsonObject
 * (transfer full), now or later. */
gboolean tc_operator_obey_files (TcDesk *desk, char **words, guint n, TcOperatorReply reply,
                                 gpointer data);
