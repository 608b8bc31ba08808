/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Operations that a desk makes anew since their number is another's by now: it was put back, or it
 * is one of two copies. Their nonce says what they were made of, so that one which was made anew
 * twice (put back twice, or at both copies) is done once: the hub answers the second as the first.
 *
 * Thread: any.
 */
#pragma once

#include "tc-operation.h"

/* Sets the @nonce (TC_NONCE_SIZE bytes) of what is made anew of @old. */
void tc_made_anew_mark (guint8 *nonce, const TcOperation *old);
gboolean tc_made_anew_is (const TcOperation *op);
