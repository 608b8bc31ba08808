/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The orders of an incident as a dispatcher reads them: what each has come to and since when, who
 * said so and where, how long it has been unanswered, and what can be said of it next.
 *
 * Thread: any; every char * is (transfer full) unless it is const.
 */
#pragma once

#include "tc-incident-queries.h"
#include "tc-words.h"

/* What a person says of an order. */
typedef enum {
  TC_TASK_REACHED, /* it was telephoned */
  TC_TASK_KNOWS,
  TC_TASK_SETS_OUT,
  TC_TASK_ARRIVES,
  TC_TASK_ENDS,
  TC_TASK_HEARD,     /* what it wrote is read */
  TC_TASK_SAYS,      /* a word to it */
  TC_TASK_RELEASES,  /* it is given who reported it */
  TC_TASK_WITHDRAWS, /* and that is taken back */
  TC_TASK_RECALLED,
} TcTaskStep;
#define TC_TASK_STEPS (TC_TASK_RECALLED + 1)

/* A unit's own row as the room would see it. Its texts are @task's. */
TcDispatch tc_task_of_unit (const TcTask *task);
gboolean tc_task_is_open (const TcDispatch *task);
/* Whether that can be said now. A unit with accounts isn't telephoned for its answer. */
gboolean tc_task_allows (const TcDispatch *task, TcTaskStep step);
/* (nullable): the first order that allows it; the one with @preferred_id if that does. */
const TcDispatch *tc_task_find (const TcIncidentDetail *detail, TcTaskStep step,
                                gint64 preferred_id);
/* Since when it is as it is. */
gint64 tc_task_get_since (const TcDispatch *task);

/* Sent by this desk, which couldn't send it on: its unit doesn't know of it. @waiting: (nullable)
 * (element-type gint64): ids of what the desk still has to send (tc_desk_get_waiting()) */
gboolean tc_task_is_unsent (const TcDispatch *task, const TcIncidentDetail *detail,
                            GHashTable *waiting);
/* Unanswered for longer than it may be. */
gboolean tc_task_is_late (const TcDispatch *task, gint64 now_us);
/* ▲ while it is late, ● while it is unanswered or what it wrote is unread, ✓ once it has ended,
 * else ○. */
TcSignal tc_task_get_signal (const TcDispatch *task, gint64 now_us);
/* "not answered for 4 min, limit 3 min", "on the way since 14:05" */
char *tc_task_word_state (const TcDispatch *task, gint64 now_us);
/* Who said so last and where, what of a call: "Nguyễn Thị Lan · Bàn 03 · nobody answered" */
char *tc_task_word_source (const TcDispatch *task, const TcIncidentDetail *detail);
/* The newest @max that both wrote, a line each, the oldest first; "": nothing. */
#define TC_TASK_TALK_LINES 4
/* Before a line that nobody has read. */
#define TC_TASK_UNREAD_SIGN "✉"
char *tc_task_word_talk (const TcDispatch *task, const TcIncidentDetail *detail, guint max,
                         gint64 now_us);
/* (nullable): what was written to the unit with the order */
const char *tc_task_find_told (const TcDispatch *task, const TcIncidentDetail *detail);
/* When and by whom it was asked: "asked at 14:02" */
char *tc_task_word_asked (const TcDispatch *task, gint64 now_us);
/* On its button: "On scene" */
const char *tc_task_word_step (TcTaskStep step);
