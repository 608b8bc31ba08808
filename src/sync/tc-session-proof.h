/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The server's signed word that it checked a person at a desk. The desk keeps it, so that a server
 * which was restored from a backup and doesn't know the session any more takes what was made in it.
 */
#pragma once

#include "tc-key.h"

typedef struct {
  gint64 session_id;
  gint64 staff_id;
  gint64 desk_id;
  gint64 from_us;
  gint64 until_us;
  TcSignature signature;
} TcSessionProof;

/* Sets the signature over the other fields. */
void tc_session_proof_sign (TcSessionProof *proof, const TcKey *key);
gboolean tc_session_proof_verify (const TcSessionProof *proof,
                                  const TcPublicKey *key) G_GNUC_WARN_UNUSED_RESULT;
