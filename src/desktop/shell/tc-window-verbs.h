/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the command line can do: what belongs to no panel, and what the panels add.
 */
#pragma once

#include "tc-command-entry.h"

/* Tells @entry what can be typed into it: these verbs and those of all panels, and the lists that
 * have a name. @panels: (element-type TcPanel); @shown: (nullable): the panel one looks at */
void tc_window_verbs_tell (GPtrArray *panels, GtkWidget *shown, TcCommandEntry *entry);
