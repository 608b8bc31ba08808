/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One list of the duty journal, and one of its entries in full, kept true while rows and the time
 * change; what is late, and the sheets that wait for the relief, are counted whatever is shown.
 *
 * Thread: the main loop's; reading is done on the worker.
 */
#pragma once

#include "tc-reading-rights.h"
#include "tc-shift-queries.h"
#include "tc-watch.h"

#define TC_TYPE_JOURNAL_WATCH (tc_journal_watch_get_type ())
G_DECLARE_FINAL_TYPE (TcJournalWatch, tc_journal_watch, TC, JOURNAL_WATCH, TcWatch)

typedef enum {
  TC_JOURNAL_SHOW_ALL,
  TC_JOURNAL_SHOW_OPEN,
  TC_JOURNAL_SHOW_SHEETS, /* of hand-over, in place of entries */
} TcJournalShow;

/* What was read in one go. */
typedef struct {
  TcReading reading;      /* of incidents; where it isn't open, all else is empty */
  TcJournalShow show;     /* which list it is */
  GPtrArray *entries;     /* (owned) (element-type TcJournalEntry) */
  GPtrArray *sheets;      /* (owned) (element-type TcHandOverSheet): without their texts */
  gint64 selected;        /* of whom `follow_ups` are, or which sheet; 0: none */
  GPtrArray *follow_ups;  /* (owned) (element-type TcJournalMore) */
  TcHandOverSheet *sheet; /* (owned) (nullable): the one selected, whole */
  char *office;           /* (owned): the centre, as papers have it */
  char *place;            /* (owned): the province */
  guint n_open;
  guint n_late;
  guint n_unsigned; /* sheets that wait for the relief */
  guint n_to_sign;  /* of them: not the reader's own */
} TcJournalView;

TcJournalWatch *tc_journal_watch_new (TcDesk *desk);
/* Which list, and whose follow-ups (0: nobody's); read anew at once. */
void tc_journal_watch_show (TcJournalWatch *self, TcJournalShow show, gint64 selected);
/* (nullable): not read yet. Borrowed until the next ::changed. */
const TcJournalView *tc_journal_watch_get_view (TcJournalWatch *self);
/* (nullable): of the list in the view */
const TcJournalEntry *tc_journal_view_find (const TcJournalView *view, gint64 id);
