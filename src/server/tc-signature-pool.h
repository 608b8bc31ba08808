/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Signatures of operations, checked on a few threads beside the hub's. A message goes to the hub's
 * queue and to the pool at the same time; whoever comes to it first does the work, so that order is
 * kept and a hub with nothing else to do waits for nobody.
 *
 * Thread: any.
 */
#pragma once

#include "tc-hub.h"

typedef struct _TcSignaturePool TcSignaturePool;
typedef struct _TcSignatureJob TcSignatureJob;

TcSignaturePool *tc_signature_pool_new (void);
/* Jobs may outlive it. */
void tc_signature_pool_free (TcSignaturePool *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcSignaturePool, tc_signature_pool_free)

/* A message of operations of one who signs with @key. @pool: (nullable): NULL: it is checked when
 * it is taken */
TcSignatureJob *tc_signature_job_new (TcSignaturePool *pool, GBytes *message,
                                      const TcPublicKey *key);
/* Once: does it, or waits for the pool if that has begun. (transfer full) (nullable): as
 * tc_hub_operations_new() */
TcHubOperations *tc_signature_job_take (TcSignatureJob *self);
void tc_signature_job_unref (TcSignatureJob *self);
