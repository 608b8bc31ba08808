/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Enrolment, as who asks for it: POST /enrol with a one-time code and a public key; the answer is
 * who it is from then on, and the server's key.
 *
 * Thread: that of the client.
 */
#pragma once

#include "tc-http-client.h"

#define TC_ENROL_PATH "/enrol"

typedef struct {
  guint16 replica;  /* its number, from 1 */
  char *name;       /* (owned) */
  char *server_key; /* (owned): lower-case hex */
} TcEnrolled;

void tc_enrolled_free (TcEnrolled *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcEnrolled, tc_enrolled_free)

/* @public_key: lower-case hex */
void tc_enrol_async (TcHttpClient *http, const char *code, const char *public_key,
                     GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data);

/**
 * tc_enrol_finish:
 * @status: (out): of the answer, if there is one
 * @refused: (out) (transfer full) (nullable): why not, in the server's code
 *
 * Returns: (transfer full) (nullable): NULL without an error if what answers doesn't enrol.
 * Errors: as tc_http_client_post_finish(); TC_ERROR_INVALID if it does and leaves something out.
 */
TcEnrolled *tc_enrol_finish (GAsyncResult *result, guint *status, char **refused,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;
