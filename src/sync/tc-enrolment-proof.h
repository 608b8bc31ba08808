/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The server's signed word that it enrolled a desk, and as what. The desk keeps it, so that a
 * server which was restored from a backup and doesn't know the desk any more takes it in again. It
 * travels as the value of a notice:
 *
 *   desk x, name s, agency x, relay b, roles ax, key ay (public), epoch x, proof ay (a signature)
 *
 * Who holds it and not the desk's key can do nothing with it.
 */
#pragma once

#include "tc-line-message.h"

#define TC_ENROLMENT_ROLES_MAX 64

typedef struct {
  gint64 epoch; /* of the log, in which it was signed */
  gint64 desk_id;
  char *name; /* (owned) */
  gint64 agency_id;
  gboolean relay;
  GArray *roles; /* (owned) (element-type gint64): ids of those that may work there, ascending */
  TcPublicKey key;
  TcSignature signature;
} TcEnrolmentProof;

void tc_enrolment_proof_free (TcEnrolmentProof *proof);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcEnrolmentProof, tc_enrolment_proof_free)

/* (transfer floating): the value of a notice, signed for the log @log_id. */
GVariant *tc_enrolment_proof_sign (const TcEnrolmentProof *proof, const guint8 *log_id,
                                   const TcKey *key);
/* (transfer full) (nullable): NULL if @value isn't one that the owner of @key signed for that
 * log. */
TcEnrolmentProof *tc_enrolment_proof_read (GVariant *value, const guint8 *log_id,
                                           const TcPublicKey *key);
