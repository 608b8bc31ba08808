/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The server's signed word that it enrolled a desk, and as what. The desk keeps it, so that a
 * server which was restored from a backup and doesn't know the desk any more takes it in again. It
 * travels as the value of a notice:
 *
 *   desk x, name s, agency s (its code), relay b, roles as (theirs), key ay (public), epoch x,
 *   proof ay (a signature)
 *
 * Who holds it and not the desk's key can at most have that desk enrolled again.
 *
 * Thread: any.
 */
#pragma once

#include "tc-line-message.h"

#define TC_ENROLMENT_ROLES_MAX 64
#define TC_ENROLMENT_BYTES_MAX 16384

typedef struct {
  gint64 epoch; /* of the log, in which it was signed */
  gint64 desk_id;
  char *name;   /* (owned) */
  char *agency; /* (owned): its code */
  gboolean relay;
  char **roles; /* (owned) (array zero-terminated=1): codes of those that may work there */
  TcPublicKey key;
  TcSignature signature;
} TcEnrolmentProof;

void tc_enrolment_proof_free (TcEnrolmentProof *proof);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcEnrolmentProof, tc_enrolment_proof_free)

/* (transfer floating): the value of a notice, signed for the log @log_id. */
GVariant *tc_enrolment_proof_sign (const TcEnrolmentProof *proof, const guint8 *log_id,
                                   const TcKey *key);
/* (transfer full) (nullable): NULL if @value is none, or longer than one may be. */
TcEnrolmentProof *tc_enrolment_proof_read (GVariant *value);
/* Whether the owner of @key signed it for the log @log_id. */
gboolean tc_enrolment_proof_verify (const TcEnrolmentProof *proof, const guint8 *log_id,
                                    const TcPublicKey *key) G_GNUC_WARN_UNUSED_RESULT;
