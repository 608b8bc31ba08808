/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The page of a big event: what has no unit first, counts that open their lists, the situation log,
 * resources and who holds them, figures, what has to be seen to, quick reports; and what is typed
 * for it. It shows; what is done is the panel's.
 */
#pragma once

#include "tc-big-event-watch.h"
#include "tc-chart-picture.h"
#include "tc-composer.h"
#include "tc-desk.h"
#include "tc-paper-view.h"

#define TC_TYPE_BIG_EVENT_WORK (tc_big_event_work_get_type ())
G_DECLARE_FINAL_TYPE (TcBigEventWork, tc_big_event_work, TC, BIG_EVENT_WORK, GtkWidget)

/* What is asked beside the text. */
typedef enum {
  TC_EVENT_COUNT = 1 << 0,
  TC_EVENT_PLACE = 1 << 1,
  TC_EVENT_KEEPER = 1 << 2,
} TcEventField;

/* Signal: ::chosen (): another resource or hold is selected. */

/* Once: it knows what isn't settled, which is marked. */
void tc_big_event_work_set_desk (TcBigEventWork *self, TcDesk *desk);
/* What isn't settled is another now: marks alone. */
void tc_big_event_work_tell_marks (TcBigEventWork *self);
/* @view: (nullable): borrowed until the next call */
void tc_big_event_work_show (TcBigEventWork *self, const TcBigEventView *view);
/* In place of the page: a report, or what would be one. @title NULL: the page again. */
void tc_big_event_work_show_paper (TcBigEventWork *self, const char *title, const char *second,
                                   const TcPaperText *page);
void tc_big_event_work_show_trouble (TcBigEventWork *self, const char *text); /* (nullable) */

TcComposer *tc_big_event_work_get_composer (TcBigEventWork *self);
/* Beside what is being composed; what stood there is gone. */
void tc_big_event_work_ask (TcBigEventWork *self, TcEventField fields);
/* (transfer full) */
char *tc_big_event_work_dup_field (TcBigEventWork *self, TcEventField field);
void tc_big_event_work_set_field (TcBigEventWork *self, TcEventField field, const char *text);

/* Of the list of resources; 0: none is selected. */
gint64 tc_big_event_work_get_chosen (TcBigEventWork *self);
void tc_big_event_work_choose (TcBigEventWork *self, gint64 id);
/* Whether boxes of what has to be seen to can be checked. */
void tc_big_event_work_let_check (TcBigEventWork *self, gboolean may);
/* Marks a proposal, or takes the mark away. */
void tc_big_event_work_mark (TcBigEventWork *self, gint64 incident_id);
/* (transfer full) (element-type gint64) */
GArray *tc_big_event_work_list_marked (TcBigEventWork *self);
/* What belongs to it, counted, to be kept. (transfer full) (nullable): no event is shown */
TcChartPicture *tc_big_event_work_make_picture (TcBigEventWork *self);
