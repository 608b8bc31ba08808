/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which of a camera's streams a tile plays. A tile of up to 640×360 pixels plays the sub stream,
 * a larger or selected one the main stream, unless the computer can't do that many; what plays
 * stays until the other's first picture, and if the other fails it stays for good. A camera with
 * one stream plays that one.
 *
 * Pure. Thread: any, one at a time.
 */
#pragma once

#include <glib.h>

#define TC_STREAM_SUB_WIDTH_MAX 640
#define TC_STREAM_SUB_HEIGHT_MAX 360

typedef enum {
  TC_PROFILE_NONE,
  TC_PROFILE_SUB,
  TC_PROFILE_MAIN,
  TC_PROFILE_N
} TcStreamProfile;

/* "sub", "main"; "" for none. */
const char *tc_stream_profile_code (TcStreamProfile profile);

typedef struct {
  gboolean has_main, has_sub;
  gboolean large;         /* it asks for the main stream */
  TcStreamProfile wanted; /* what the tile asks for, of what there is */
  TcStreamProfile shown;  /* whose pictures are shown */
} TcStreamChoice;

void tc_stream_choice_init (TcStreamChoice *self, gboolean has_main, gboolean has_sub);

/**
 * tc_stream_choice_want:
 * @width, @height: the tile's, in pixels of the screen
 * @selected: a person has chosen that tile
 * @sparing: the computer can't do the main stream (tc-wall-governor.h)
 *
 * Returns: whether another stream is wanted than before: it is to be connected
 */
gboolean tc_stream_choice_want (TcStreamChoice *self, int width, int height, gboolean selected,
                                gboolean sparing);

/* Whether it would play the main stream, and could play the sub stream. */
gboolean tc_stream_choice_can_spare (const TcStreamChoice *self);

/* A picture of @profile came. Returns: whether it takes the other's place, which is to end. */
gboolean tc_stream_choice_picture (TcStreamChoice *self, TcStreamProfile profile);

/* @profile failed for good. */
void tc_stream_choice_fail (TcStreamChoice *self, TcStreamProfile profile);

/* Whether that stream is to be connected now: it is wanted, or shown until the wanted one comes. */
gboolean tc_stream_choice_needs (const TcStreamChoice *self, TcStreamProfile profile);
