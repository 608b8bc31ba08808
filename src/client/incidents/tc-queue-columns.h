/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which columns the rows of a queue have, in which order and how wide, as plain data; as a text it
 * is kept for a person and with a filter that has a name.
 *
 * A text: names of columns with commas between, each once, the title among them: "age,title,term".
 * A name may be followed by a width in digits: "code:16". Beside the columns there may be "second"
 * anywhere: the line under the title. The title takes what the others leave.
 *
 * Thread: any.
 */
#pragma once

#include "tc-incident-queries.h"

typedef enum {
  TC_COLUMN_AGE,
  TC_COLUMN_CODE,
  TC_COLUMN_TITLE,
  TC_COLUMN_STATE,
  TC_COLUMN_PRIORITY,
  TC_COLUMN_FIELD,
  TC_COLUMN_KIND,
  TC_COLUMN_ADDRESS,
  TC_COLUMN_AREA,
  TC_COLUMN_UNIT,
  TC_COLUMN_TAKEN_BY,
  TC_COLUMN_CHANNEL,
  TC_COLUMN_REPORTS,
  TC_COLUMN_TERM, /* the time that is left */
} TcQueueColumn;

#define TC_QUEUE_COLUMNS (TC_COLUMN_TERM + 1)

/* In digits of the text. */
#define TC_COLUMN_WIDTH_MIN 3
#define TC_COLUMN_WIDTH_MAX 40

/* Of a text. */
#define TC_QUEUE_COLUMNS_CHARS_MAX 256

typedef struct {
  TcQueueColumn shown[TC_QUEUE_COLUMNS]; /* in their order */
  guint n;
  guint widths[TC_QUEUE_COLUMNS]; /* by column, shown or not, in digits; the title's is no matter */
  gboolean second;                /* the line under the title */
} TcQueueColumns;

/* What everybody begins with. */
void tc_queue_columns_init (TcQueueColumns *self);
/* Whether they still are those, with a second line or without it. */
gboolean tc_queue_columns_is_first (const TcQueueColumns *self);
/* FALSE for anything that isn't as above; @out is then untouched. */
gboolean tc_queue_columns_read (const char *text, TcQueueColumns *out);
/* (transfer full) */
char *tc_queue_columns_to_text (const TcQueueColumns *self);
gboolean tc_queue_columns_is_shown (const TcQueueColumns *self, TcQueueColumn column);
/* One that is shown anew stands before the title if it is the age, else before the time that is
 * left, else last. The title can't be taken away. */
void tc_queue_columns_show (TcQueueColumns *self, TcQueueColumn column, gboolean shown);
/* To @place among those that are shown; past the last is the last. */
void tc_queue_columns_move (TcQueueColumns *self, TcQueueColumn column, guint place);
/* Within the bounds, whatever @width. */
void tc_queue_columns_widen (TcQueueColumns *self, TcQueueColumn column, int width);

/* How wide each is that is shown, in their order. @room_px: for all with the gaps between; where
 * that is too little all but the title give way alike, none further than its least. @digit_px: how
 * wide a digit is. @widths: (out) (array fixed-size=TC_QUEUE_COLUMNS) */
void tc_queue_columns_lay (const TcQueueColumns *self, int room_px, int digit_px, int gap_px,
                           int *widths);
/* The least room in which that goes. */
int tc_queue_columns_get_least (const TcQueueColumns *self, int digit_px, int gap_px);

/* Times are never cut: TC_COLUMN_WIDTH_MIN at least. */
guint tc_queue_column_get_least (TcQueueColumn column);
const char *tc_queue_column_word (TcQueueColumn column);
/* What stands in it, but for title, age and the time that is left. (transfer full) */
char *tc_queue_column_word_cell (TcQueueColumn column, const TcIncidentRow *row);
