/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the room of the core's tests lacks to be shown: names to be found, and what its desk holds.
 */
#pragma once

#include "tc-room-fixture.h"

/* A street where all that is reported lies, and a field that words speak for. */
void tc_room_names_add (TcRoom *room);
/* The scopes of a desk of the centre, and roles that read them. */
void tc_room_names_hold_scopes (TcRoom *room);
/* What a desk reads behind all else: words to be searched, and which field they mean. */
void tc_room_names_read (TcRoom *room);
/* Somebody with a telephone to whom alarms go that nobody does anything about. */
void tc_room_names_add_superior (TcRoom *room);
/* Once there are incidents: of the first such alarm the server has sent that person an SMS, and
 * could send Minh none. */
void tc_room_names_tell_superior (TcRoom *room);
