/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Whether a folder of evidence (tc-evidence.h) is as it was handed out, with all the files in it.
 *
 * Thread: any.
 */
#pragma once

#include "tc-evidence.h"

/* As tc_evidence_read(), of a folder. Errors: G_FILE_ERROR: there is no such folder, or
 * neither file; G_IO_ERROR_CANCELLED. */
gboolean tc_evidence_verify (const char *folder, const TcPublicKey *key, TcEvidenceFacts *facts,
                             GPtrArray *faults, GCancellable *cancellable,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;
