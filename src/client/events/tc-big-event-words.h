/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Words for big events and resources.
 *
 * Thread: any; every char * is (transfer full) unless it is const.
 */
#pragma once

#include "tc-big-event-queries.h"

/* "Storm", of one of tc_big_event_kinds; @kind itself if it is none we know, as below. */
const char *tc_big_event_word_kind (const char *kind);
/* What a province calls the layout of the wall that is for such events, in its own language: it is
 * data, the same at each desk. (nullable): none we know */
const char *tc_big_event_get_layout_name (const char *kind);
/* "Houses flooded (houses)" */
const char *tc_big_event_word_figure (const char *kind);
const char *tc_big_event_word_group (TcFigureGroup group);
/* What has to be seen to, in a sentence. */
const char *tc_big_event_word_item (const char *item);
const char *tc_resource_word_kind (const char *kind);

/* One that goes on of which nothing was heard for longer is silent. */
#define TC_BIG_EVENT_SILENT_US ((gint64) 3600 * G_USEC_PER_SEC)
/* "Storm · since 14:05 · led by … · silent since 15:10"; "Storm · ended 17:00" */
char *tc_big_event_word_second (const TcBigEvent *event, gint64 now_us);
/* "PA-… · 120 incidents, 80 being handled, 12 without a unit, 3 overdue, 5 due
 * soon" */
char *tc_big_event_word_counts (const TcBigEvent *event);
/* "14:05 · Lê Văn A · Bàn 03" */
char *tc_big_event_word_log (const TcEventLogRow *row, gint64 now_us);
/* "Phường Vị Thanh 30 · Xã Vị Thủy 5 · 14:05", of @sum among @parts */
char *tc_big_event_word_parts (const TcEventSum *sum, GArray *parts, gint64 now_us);
/* "done at 14:05, Lê Văn A"; "" where nobody has said anything */
char *tc_big_event_word_checked (const TcEventItem *item, gint64 now_us);
/* "Quick report no. 3, as of 26/11/2026 17:00" */
char *tc_big_event_word_report (const TcQuickReport *report);
/* "4, of them 3 handed out · Bến Xà No · kept by …" */
char *tc_resource_word_second (const TcResource *resource);
/* "3 with Đội xung kích, since 14:05" */
char *tc_resource_word_hold (const TcResourceHold *hold, gint64 now_us);
/* "1.200" and "1200", as people write whole numbers; TC_NONE: it is none. */
gint64 tc_big_event_read_number (const char *text);
/* "400 m away · the same area · received 12 minutes ago" */
char *tc_big_event_word_reasons (const TcEventProposal *proposal, gint64 now_us);
