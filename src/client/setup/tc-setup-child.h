/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A program of ours as a child that does one thing and ends: what it says comes line by line, what
 * it said last explains its failure.
 *
 * Thread: the main loop's.
 */
#pragma once

#include <gio/gio.h>

/* A line that is longer is cut; of what was said, so many lines are kept. */
#define TC_SETUP_LINE_BYTES_MAX 4096
#define TC_SETUP_LINES_MAX 64

/* @line: as the child said it, without its end. */
typedef void (*TcSetupLineFunc) (const char *line, gpointer data);

/**
 * tc_setup_child_run_async:
 * @argv: NULL-terminated, the first its path
 * @input: (nullable): given on its standard input, which then ends
 * @func: (nullable): told each line of standard output and standard error as it comes
 *
 * Cancelling ends the child (SIGTERM).
 */
void tc_setup_child_run_async (const char *const *argv, const char *input,
                               GCancellable *cancellable, TcSetupLineFunc func, gpointer func_data,
                               GAsyncReadyCallback callback, gpointer data);
/* (transfer full): the last line that it said, "" if none. Errors: G_IO_ERROR_CANCELLED;
 * TC_ERROR_INVALID with its last lines where its exit code is not 0; what starting it gave. */
char *tc_setup_child_run_finish (GAsyncResult *result, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* A launcher whose children get SIGTERM when this process is gone, however it went. */
GSubprocessLauncher *tc_setup_child_new_launcher (GSubprocessFlags flags);
