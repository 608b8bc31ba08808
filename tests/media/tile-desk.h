/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A desktop for tests of tiles: a group and a tile, what was said of it, and waiting.
 */
#pragma once

#include "tc-tile-group.h"
#include "wait-limit.h"

#define MS ((gint64) 1000)

extern const char *desk_program; /* of the fake decoder */

typedef struct {
  TcTileGroup *group;
  TcTile *tile;
  guint n_frames, n_changes, n_cleared;
  guint n_wanted;
  TcStreamProfile wanted;
} Desk;

TcTile *desk_add (TcTileGroup *group, Desk *desk);
/* Not governed by what else the computer does. */
TcTileGroup *desk_group (const char *program);
/* @what: what fake-tiles.c is to do. */
void desk_play (TcTile *tile, TcStreamProfile profile, const char *what, const char *secret,
                gint64 until_us);
/* @what: (nullable): plays nothing yet */
void desk_open (Desk *desk, const char *what);
void desk_close (Desk *desk);
gboolean desk_is (TcTile *tile, TcStreamState state, TcStreamCause cause);
/* A clock that stands while the test has no processor: what the desktop has to do in a time, it
 * does by this one. */
gint64 desk_time_us (void);
/* Takes pictures as they come, for a while. Returns: how many. */
guint desk_watch (TcTile *tile, gint64 us);
/* Takes the picture that is there. Returns: whether there was one. */
gboolean desk_take (TcTile *tile);
/* Takes pictures until there were so many. */
void desk_see (TcTile *tile, guint n);
void pass_time (gint64 us);
/* A source by which the main loop has always something to do. */
guint desk_keep_turning (void);
void desk_turn (void);

/* Until @condition, for a while. */
#define wait_until(condition)                                                                      \
  G_STMT_START                                                                                     \
  {                                                                                                \
    gint64 patience_us = g_get_monotonic_time () + WAIT_US;                                        \
    guint source = desk_keep_turning ();                                                           \
    gboolean is_so = FALSE;                                                                        \
                                                                                                   \
    while (!(is_so = (condition)) && g_get_monotonic_time () < patience_us)                        \
      desk_turn ();                                                                                \
    g_source_remove (source);                                                                      \
    if (!is_so)                                                                                    \
      g_error ("it never came to that: %s", #condition);                                           \
  }                                                                                                \
  G_STMT_END
