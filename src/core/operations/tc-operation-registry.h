/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * All kinds of operation there are. A feature adds one line to the table in the source.
 */
#pragma once

#include "tc-operation-type.h"

/* (nullable) */
const TcOperationType *tc_operation_registry_find (const char *name);
/* NULL-terminated, by feature. */
const TcOperationType *const *tc_operation_registry_list (guint *n);
