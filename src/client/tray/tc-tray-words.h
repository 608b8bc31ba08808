/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A refused operation in a dispatcher's words. Every char * is (transfer full).
 */
#pragma once

#include "tc-tray-detail.h"

/* A line of two: what it is, and what stands there. */
typedef struct {
  char *label; /* (owned) */
  char *then;  /* (owned): when the operation was made; "" where that isn't known */
  char *now;   /* (owned): today; "" where there is no such thing */
  gboolean changed;
} TcTrayFact;

/* What was wanted, in a line: "Note: “the crew is on its way”". */
char *tc_tray_word_wanted (const TcTrayEntry *entry);
/* Who, and when: "Lê Thị Lan wanted this at 14:05; refused at 14:31". */
char *tc_tray_word_when (const TcTrayEntry *entry, const TcTrayDetail *detail, gint64 now_us);
/* What somebody did that stands in the way: "At 14:02 Trần Văn Minh · Desk 3: Taken by Trần Văn
 * Minh". NULL: nothing is known of it. */
char *tc_tray_word_cause (const TcTrayDetail *detail, gint64 now_us);
/* What was done about it, and by whom; NULL: nothing was. */
char *tc_tray_word_settled (const TcTrayEntry *entry, const TcTrayDetail *detail, gint64 now_us);
/* What was typed and chosen: `then` alone is filled. (element-type TcTrayFact) */
GArray *tc_tray_list_wanted (const TcTrayEntry *entry, const TcTrayDetail *detail, gint64 now_us);
/* The incident as it was seen and as it is. (element-type TcTrayFact) */
GArray *tc_tray_list_facts (const TcTrayDetail *detail, gint64 now_us);
/* The verb of a way: "Take over from Trần Văn Minh"; NULL: there is none. */
char *tc_tray_word_way (const TcTrayDetail *detail, TcTrayWay way);
