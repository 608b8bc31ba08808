/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A real desk that was enrolled, at an address where nothing answers.
 */
#pragma once

#include "tc-desk.h"

/* What enrolment leaves in a folder that is there. */
void enrolled_desk_make (const char *folder, guint16 replica);
TcDesk *enrolled_desk_open (const char *folder);
/* Stops it, and waits for what was on its way. */
void enrolled_desk_close (TcDesk *desk);
