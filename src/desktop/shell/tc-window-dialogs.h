/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the main window opens that no panel has: preferences, shortcuts, units, the roster, the PIN,
 * synchronisation and the like, each by an action of the window.
 */
#pragma once

#include "tc-window.h"

void tc_window_dialogs_add (TcWindow *window);
