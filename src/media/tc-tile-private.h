/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a group (tc-tile-group.c) and its tiles (tc-tile.c) know of each other.
 */
#pragma once

#include "tc-tile-group.h"
#include "tc-tile-message.h"
#include "tc-tile-process.h"

/* A size must have stood so long before pictures of it are asked for: while a window is resized
 * they are scaled where they are shown. */
#define TC_TILE_SIZE_STANDS_US ((gint64) 200 * 1000)

/* Crashes that are further apart have nothing to do with each other. */
#define TC_TILE_CRASHES_APART_US ((gint64) 600 * G_USEC_PER_SEC)

/* It has begun when it has shown something for so long. */
#define TC_TILE_BEGUN_US ((gint64) 2 * G_USEC_PER_SEC)

/* It showed no picture for so long. */
#define TC_TILE_DEAD_US ((gint64) 3600 * G_USEC_PER_SEC)

/* PLAY without what an attempt adds. Errors: TC_ERROR_INVALID. */
TcTileMessage *tc_tile_stream_to_message (const TcTileStream *stream,
                                          GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* @seed: of its chances. The group's id of it is @id. */
TcTile *tc_tile_new (TcTileGroup *group, guint32 id, guint64 seed);

guint32 tc_tile_get_id (TcTile *self);
TcTileImportance tc_tile_get_importance (TcTile *self);
/* What it is judged by has failed: others go first. */
gboolean tc_tile_has_failed (TcTile *self);
/* It has, and has shown nothing for TC_TILE_DEAD_US: it may wait. */
gboolean tc_tile_is_dead (TcTile *self, gint64 now_us);
/* When what it is judged by is due to be tried; steady time. */
gint64 tc_tile_get_due_us (TcTile *self);

/* The decoder that has it; NULL: none. */
TcTileProcess *tc_tile_get_process (TcTile *self);
void tc_tile_set_process (TcTile *self, TcTileProcess *process);
/* That one is gone. Returns: how often that has happened to it of late. */
guint tc_tile_lose_process (TcTile *self, gint64 now_us);
/* None can be started for @wait_us. */
void tc_tile_put_off (TcTile *self, gint64 wait_us, gint64 now_us);

/* How many of its attempts connect. */
guint tc_tile_count_connecting (TcTile *self, gint64 now_us);
/* It connects, and hasn't failed to of late; or it has begun to show something just now. */
gboolean tc_tile_is_beginning (TcTile *self, gint64 now_us);
/* A stream of it is to be connected; where its ticket is over another one is asked for. */
gboolean tc_tile_needs_connect (TcTile *self, gint64 now_us);
/* Begins one that is to be, with the process that it has. */
void tc_tile_connect (TcTile *self, guint32 attempt, gint64 now_us);

/* FRAME and STATE. */
void tc_tile_hear (TcTile *self, const TcTileMessage *message, gint64 now_us);
void tc_tile_hear_counts (TcTile *self, const TcTileCounts *counts, gint64 now_us);

/* Pictures since it was last asked; of a tile that nobody sees none. */
void tc_tile_take_sample (TcTile *self, guint64 *n_decoded, guint64 *n_shown);
TcGovernorTile tc_tile_get_governed (TcTile *self, gint64 now_us);
void tc_tile_take_governed (TcTile *self, const TcGovernorTile *governed, gint64 now_us);

/* How it is to be heard. */
void tc_tile_set_loudness (TcTile *self, TcLoudness loudness);

/* Does what time brings, and says what has changed. @is_late: time has passed in which nothing was
 * heard of anybody. */
void tc_tile_tick (TcTile *self, gboolean is_late, gint64 now_us);

/* Something is to be done soon. */
void tc_tile_group_wake (TcTileGroup *self);
/* The tile leaves. */
void tc_tile_group_remove (TcTileGroup *self, TcTile *tile);
