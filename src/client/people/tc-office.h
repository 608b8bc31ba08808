/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The head of an official paper: who makes it and where, in the language of who reads it.
 *
 * Thread: the main loop's; reading is done on the worker.
 */
#pragma once

#include "tc-worker.h"

void tc_office_read_async (TcWorker *reader, GAsyncReadyCallback callback, gpointer data);
/* (transfer full) (nullable): the centre's name and the province's, each "" where it isn't known */
char **tc_office_read_finish (TcWorker *reader, GAsyncResult *result, GError **error);
