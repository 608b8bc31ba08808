/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Loading data from a stick: which file, and what came of it, in dialogs over the window that a
 * person looks at.
 */
#pragma once

#include "tc-desk.h"

#include <adwaita.h>

/* Asks for the file and loads it. */
void tc_stick_loader_choose (GtkWindow *window, TcDesk *desk);
void tc_stick_loader_load (GtkWindow *window, TcDesk *desk, const char *path);
