/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A room behind a relay of relay-world.h: two desks behind it and one at the server itself, all of
 * them live.
 */
#pragma once

#include "relay-world.h"

typedef struct {
  World *world;
  WorldRelay *relay;
  WorldDesk *a; /* behind the relay */
  WorldDesk *b; /* likewise */
  WorldDesk *c; /* at the server itself */
} Room;

Room *room_new (void);
void room_free (Room *room);
/* Operations of that desk in the server's log. */
gint64 room_count_settled (Room *room, WorldDesk *desk);
/* Two minutes later. */
void room_tick (Room *room);
/* Moves all there is: then all is told, nothing waits anywhere, and whoever has a line agrees. */
void room_assert_settled (Room *room);
