/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a desk can't decide; see the header.
 */
#include "tc-undecided.h"

void
tc_undecided_free (TcUndecided *undecided)
{
  if (!undecided)
    return;
  tc_operation_unref (undecided->op);
  tc_refusal_free (undecided->refusal);
  g_free (undecided);
}
