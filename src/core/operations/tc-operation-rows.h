/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which rows an operation is about, as its arguments name them: those that it makes or changes and
 * that people see in a list. For marks on what isn't settled.
 */
#pragma once

#include "tc-operation.h"

/* Appends the operation's own id, which its history rows have, and those of the rows.
 * @ids: (element-type gint64) */
void tc_operation_rows_append (GArray *ids, const TcOperation *op);
