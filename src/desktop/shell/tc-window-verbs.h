/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the command line can do that belongs to no panel.
 */
#pragma once

#include "tc-command-line.h"

/* Ends with words of NULL. */
const TcCommandVerb *tc_window_verbs_get (void);
/* @more: (nullable): likewise ended */
void tc_window_verbs_add (GPtrArray *verbs, const TcCommandVerb *more);
