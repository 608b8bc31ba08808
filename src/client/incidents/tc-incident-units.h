/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The agencies that an incident can be assigned to, for whoever has to choose one.
 *
 * Thread: the main loop's; reading is done on the worker.
 */
#pragma once

#include "tc-people.h"
#include "tc-worker.h"

void tc_incident_list_units_async (TcWorker *reader, GAsyncReadyCallback callback, gpointer data);
/* In force now, without the centre, by name in the reader's language. (transfer full) (element-type
 * TcAgency) */
GPtrArray *tc_incident_list_units_finish (TcWorker *reader, GAsyncResult *result, GError **error);
