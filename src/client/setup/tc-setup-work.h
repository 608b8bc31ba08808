/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Carrying the answers out for a person at a screen: `toancanhctl init` as a child, its progress,
 * and what came of it.
 *
 * Thread: the main loop's.
 */
#pragma once

#include "tc-setup-answers.h"

#include <gio/gio.h>

/* What came of it; all (owned). */
typedef struct {
  char *url;      /* that other desks connect to */
  char *own_url;  /* that this computer's desk connects to */
  char *ca;       /* (nullable): file of the certificate that was made */
  char *province; /* folder of its files */
  char **names;   /* of the desks that were invited, */
  char **codes;   /* and their one-time codes */
} TcSetupOutcome;
void tc_setup_outcome_free (TcSetupOutcome *outcome);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcSetupOutcome, tc_setup_outcome_free)

/**
 * tc_setup_work_async:
 * @path: of the file of answers, as it was saved
 * @password: given to the child alone
 * @func: (nullable): told each sentence of progress
 *
 * Cancelling ends the child, and with it a server that it started and hadn't filled yet.
 */
void tc_setup_work_async (const char *path, const char *password, GCancellable *cancellable,
                          void (*func) (const char *sentence, gpointer data), gpointer func_data,
                          GAsyncReadyCallback callback, gpointer data);
/* Errors: TC_ERROR_INVALID with the sentence that the child said; TC_ERROR_NOT_FOUND where
 * toancanhctl is missing; G_IO_ERROR_CANCELLED. */
TcSetupOutcome *tc_setup_work_finish (GAsyncResult *result,
                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* What the child says, a line of JSON at a time. @outcome: (out) (nullable) (transfer full) where
 * it is done; @error_said, @progress: (out) (nullable) (transfer full): sentences. What isn't
 * understood is passed over. */
void tc_setup_work_read_line (const char *line, char **progress, char **error_said,
                              TcSetupOutcome **outcome);
