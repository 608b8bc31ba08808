/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which POSTs were seen lately, so that one that is repeated gets the first one's answer and makes
 * nothing new. In memory, bounded: the oldest are forgotten.
 */
#pragma once

#include "tc-digest.h"

/* Repeats remembered; a table of that size takes about 1 MiB. */
#define TC_OPEN311_REPEATS_MAX 8192
/* Requests that wait for the same first one. */
#define TC_OPEN311_REPEATS_WAITING_MAX 16

typedef struct _TcOpen311Repeats TcOpen311Repeats;

/* @id: what the first one made; 0 if it failed. */
typedef void (*TcOpen311RepeatFunc) (gint64 id, gpointer data);

TcOpen311Repeats *tc_open311_repeats_new (guint seconds);
void tc_open311_repeats_free (TcOpen311Repeats *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcOpen311Repeats, tc_open311_repeats_free)

typedef enum {
  TC_OPEN311_FIRST,   /* carry it out, then tc_open311_repeats_settle() */
  TC_OPEN311_KNOWN,   /* @id has what the first one made */
  TC_OPEN311_WAITING, /* the first one is under way: @func is called once it is settled */
  TC_OPEN311_CROWDED, /* too many wait for it */
} TcOpen311Repeat;

TcOpen311Repeat tc_open311_repeats_begin (TcOpen311Repeats *self, const TcDigest *key,
                                          gint64 now_us, gint64 *id, TcOpen311RepeatFunc func,
                                          gpointer data);
/* @id: what was made; 0: nothing, so that the next one is a first again. */
void tc_open311_repeats_settle (TcOpen311Repeats *self, const TcDigest *key, gint64 id,
                                gint64 now_us);
