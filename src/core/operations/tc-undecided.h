/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * An operation that was made at a desk, that the server hasn't answered, and that has no effect
 * there. Immutable; may be shared between threads.
 */
#pragma once

#include "tc-operation.h"

typedef struct {
  TcOperation *op;    /* (owned) */
  gboolean deferred;  /* the server alone can decide; else it no longer applies there */
  TcRefusal *refusal; /* (owned) (nullable): why it doesn't, as far as that is known */
} TcUndecided;

void tc_undecided_free (TcUndecided *undecided);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcUndecided, tc_undecided_free)
