/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * An operation: the only way to change anything. It is stored, hashed and signed as the exact bytes
 * that its maker wrote: a little-endian GVariant of type (ysqxxxxxqaya{sv}): form 1, name, version
 * of the arguments, id, actor, session, sequence, time made (us UTC), replica, nonce (16 random
 * bytes, so that the hash of a purged text can't be guessed), arguments by name.
 *
 * Immutable; may be shared between threads.
 */
#pragma once

#include "tc-digest.h"
#include "tc-key.h"
#include "tc-error.h"

#define TC_NONCE_SIZE 16
#define TC_OPERATION_NAME_MAX 60

/* Who makes an operation, where and when. */
typedef struct {
  gint64 id;         /* of the operation; also of the history row that it writes */
  gint64 actor_id;   /* staff; 0 is the system (server jobs, gateways, administration) */
  gint64 session_id; /* proof of sign-in: under which the actor worked; 0 with actor 0 */
  gint64 seq;        /* dense per replica, from 1 */
  gint64 made_us;    /* the maker's clock */
  guint16 replica;   /* the desk; TC_REPLICA_SERVER for what the server makes */
  guint8 nonce[TC_NONCE_SIZE];
} TcOperationHead;

typedef struct {
  TcOperationHead head;
  char name[TC_OPERATION_NAME_MAX + 1];
  guint version;  /* of the arguments */
  GVariant *args; /* (owned): a{sv} */
  GBytes *bytes;  /* (owned): what is signed */
  TcSignature signature;
  TcDigest hash; /* of bytes */
} TcOperation;

/**
 * tc_operation_new:
 * @args: (transfer floating): a{sv}
 * @key: the desk's key, or the server's
 *
 * See tc_operation_make() in tc-operation-type.h for the usual way, from a struct.
 */
TcOperation *tc_operation_new (const char *name, guint version, const TcOperationHead *head,
                               GVariant *args, const TcKey *key);
/* Errors: TC_ERROR_INVALID, TC_ERROR_LIMIT. The signature is not checked here. */
TcOperation *tc_operation_parse (GBytes *bytes, const TcSignature *signature,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* One whose bytes a legal purge took out of the log: what is known of it beside them. */
TcOperation *tc_operation_new_emptied (const char *name, const TcOperationHead *head,
                                       const TcDigest *hash, const TcSignature *signature);
gboolean tc_operation_is_emptied (const TcOperation *op);
/* (transfer full) (nullable): "operation.too-large" if others would not read it. A maker asks
 * before it keeps what it made. */
TcRefusal *tc_operation_check_size (const TcOperation *op);
gboolean tc_operation_verify (const TcOperation *op,
                              const TcPublicKey *key) G_GNUC_WARN_UNUSED_RESULT;
TcOperation *tc_operation_ref (TcOperation *op);
void tc_operation_unref (TcOperation *op);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcOperation, tc_operation_unref)

/* What became of it. */
typedef struct {
  gint64 lsn;         /* place in the log; accepted or refused, both have one */
  TcRefusal *refusal; /* (owned) (nullable): NULL if it was accepted */
} TcVerdict;

void tc_verdict_free (TcVerdict *verdict);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcVerdict, tc_verdict_free)
