/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Sending one text message by a program of the office's: a modem's, or that of an SMS service. It
 * is run without a shell, with the number as its only argument and the text on standard input, in
 * an environment of its own: PATH, HOME, LANG and TOANCANH_TEXT, a number that is the same in all
 * tries of one text. Exit code 0 says that the text is on its way.
 *
 * It leads a process group, which is killed once the time is over; what it says is read up to a
 * limit, and only told if it failed.
 *
 * Thread: the main loop's.
 */
#pragma once

#include <gio/gio.h>

/* Bytes of a text. */
#define TC_TEXT_COMMAND_BYTES_MAX 2000

/* The digits of @phone as it was written down, behind a '+' if it has one; NULL if it isn't one
 * number. (transfer full) (nullable) */
char *tc_text_command_clean_number (const char *phone);

/* @program: an absolute path; @number: as cleaned; @text_id: see above */
void tc_text_command_run_async (const char *program, const char *number, const char *text,
                                gint64 text_id, guint seconds_max, GCancellable *cancellable,
                                GAsyncReadyCallback callback, gpointer data);
/* Errors: G_IO_ERROR with what became of it and what it said; those of starting a program. After
 * TIMED_OUT, as after a cancellation, it may have been sent. */
gboolean tc_text_command_run_finish (GAsyncResult *result,
                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;
