/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * All kinds of operation there are. A feature adds one line to the table in the source.
 */
#pragma once

#include "tc-operation-type.h"

/* (nullable) */
const TcOperationType *tc_operation_registry_find (const char *name);
/* For tests: a static kind of their own, in place of one of its name if there is one. Before the
 * first look-up, and before there are threads. */
void tc_operation_registry_add (const TcOperationType *type);
/* NULL-terminated, by feature. */
const TcOperationType *const *tc_operation_registry_list (guint *n);
