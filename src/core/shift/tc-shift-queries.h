/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reading what a shift wrote down: the duty journal and the hand-over sheets. Plain records that
 * own their strings. What a new sheet says is in tc-hand-over-facts.h.
 *
 * Thread: the connection's.
 */
#pragma once

#include "tc-database.h"

/* Rows of a list. */
#define TC_JOURNAL_ROWS_MAX 300
/* So long a sheet waits to be taken over; older ones are of the past. */
#define TC_HAND_OVER_WAITS_US ((gint64) 7 * 24 * 3600 * G_USEC_PER_SEC)

typedef struct {
  char *name; /* (owned) (nullable): of a person; NULL: the system */
  char *desk; /* (owned) (nullable) */
} TcJournalHand;

typedef struct {
  gint64 id;
  char *kind;   /* (owned): one of tc_journal_kinds */
  char *text;   /* (owned) */
  char *source; /* (owned) (nullable) */
  gint64 due_us;
  gint64 at_us;
  gint64 done_us; /* TC_NONE: not done, or of a kind that never is */
  TcJournalHand written;
  TcJournalHand done;
  gint64 n_follow_ups;
} TcJournalEntry;

typedef struct {
  gint64 id;
  char *text; /* (owned) */
  gboolean done;
  gint64 at_us;
  TcJournalHand written;
} TcJournalMore;

typedef struct {
  gint64 id;
  gint64 shift_id; /* 0: none */
  char *shift_vi;  /* (owned) (nullable) */
  char *shift_en;  /* (owned) (nullable) */
  gint64 from_us;
  gint64 until_us;
  char *text;     /* (owned) (nullable): NULL in lists */
  GBytes *sha256; /* (owned) */
  gint64 staff_id;
  gint64 at_us;
  gint64 taken_by; /* 0: nobody, as long as taken_us is TC_NONE */
  gint64 taken_us; /* TC_NONE: not yet */
  TcJournalHand given;
  TcJournalHand taken;
} TcHandOverSheet;

typedef enum {
  TC_JOURNAL_OPEN, /* orders and faults that aren't done: what is due first */
  TC_JOURNAL_ALL,  /* the newest first */
} TcJournalList;

void tc_journal_entry_free (TcJournalEntry *entry);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcJournalEntry, tc_journal_entry_free)
void tc_hand_over_sheet_free (TcHandOverSheet *sheet);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcHandOverSheet, tc_hand_over_sheet_free)

/* (transfer full) (element-type TcJournalEntry): at most @limit */
GPtrArray *tc_journal_list (TcDatabase *db, TcJournalList list, guint limit);
/* Those of a span of time, the oldest first. Likewise. */
GPtrArray *tc_journal_list_between (TcDatabase *db, gint64 from_us, gint64 until_us, guint limit);
guint tc_journal_count_between (TcDatabase *db, gint64 from_us, gint64 until_us);
/* (transfer full) (element-type TcJournalMore): the oldest first */
GPtrArray *tc_journal_list_follow_ups (TcDatabase *db, gint64 entry_id);
guint tc_journal_count_open (TcDatabase *db);
/* Of them those whose deadline is over. */
guint tc_journal_count_late (TcDatabase *db, gint64 now_us);

/* (transfer full) (element-type TcHandOverSheet): the newest first, without their texts */
GPtrArray *tc_hand_over_list (TcDatabase *db, guint limit);
/* (transfer full) (nullable) */
TcHandOverSheet *tc_hand_over_get (TcDatabase *db, gint64 id);
/* Those that nobody has taken over yet. */
guint tc_hand_over_count_waiting (TcDatabase *db, gint64 now_us);
/* Of them those that @staff_id can take over: who has handed over doesn't sign for the relief. */
guint tc_hand_over_count_to_sign (TcDatabase *db, gint64 staff_id, gint64 now_us);
/* When the newest sheet was handed over that ends before @before_us; TC_NONE: there is none. */
gint64 tc_hand_over_last_us (TcDatabase *db, gint64 before_us);
