/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The operations on what a shift writes down: entries of the duty journal, which are never edited
 * but followed up and marked as done, and hand-over sheets, which are signed twice. The roster is
 * not here: core/people/tc-duty-operations.h.
 *
 * All rows are of the incidents' scope. Refusals, beside those of tc-permission.h:
 *   journal.kind (kind)            no such kind of entry
 *   journal.due                    a deadline before the entry, or of a kind that has none
 *   journal.id-used (id)           what is to be written is there already
 *   journal.unknown (entry)
 *   journal.not-open (kind)        a kind of entry that is never open can't be done
 *   journal.done (staff, at_us)    somebody has marked it before
 *   hand-over.hours                a shift that ends before it begins, is too long or still to come
 *   hand-over.unknown (sheet)
 *   hand-over.own                  nobody takes over from themselves
 *   hand-over.taken (staff, at_us) somebody has taken over before
 *   hand-over.other-text           what is to be signed isn't what was handed over
 */
#pragma once

#include "tc-operation-type.h"

/* As taking a report, and as handling incidents: whoever does these keeps the journal, hands over
 * and takes over, also where the roles are from before there was one. */
#define TC_MAY_KEEP_JOURNAL "incident.report"
#define TC_MAY_HAND_OVER "incident.handle"

/* So that one fits into an operation whatever its letters are. */
#define TC_HAND_OVER_CHARS_MAX 20000
/* A sheet is about at most so much time. */
#define TC_HAND_OVER_US_MAX ((gint64) 48 * 3600 * G_USEC_PER_SEC)

/* 'order' and 'fault' are open until they are done; NULL-terminated. */
extern const char *const tc_journal_kinds[];
/* FALSE: written and over: a call, an observation. */
gboolean tc_journal_kind_is_open (const char *kind);

typedef struct {
  gint64 entry_id;
  const char *kind;
  const char *text;
  const char *source; /* (nullable): who gave the order, called, told of it */
  gint64 due_us;      /* TC_NONE: none */
} TcJournalAdd;
extern const TcOperationType tc_journal_add_type; /* journal.add */

typedef struct {
  gint64 follow_up_id;
  gint64 entry_id;
  const char *text;
  gint64 done; /* 1: with it the entry is done */
} TcJournalFollowUp;
extern const TcOperationType tc_journal_follow_up_type; /* journal.follow-up */

typedef struct {
  gint64 hand_over_id;
  gint64 shift_id; /* 0: there is no roster */
  gint64 from_us;
  gint64 until_us;
  const char *text;
} TcHandOver;
extern const TcOperationType tc_hand_over_type; /* shift.hand-over */

typedef struct {
  gint64 hand_over_id;
  GBytes *sha256; /* of the text that the person saw */
} TcTakeOver;
extern const TcOperationType tc_take_over_type; /* shift.take-over */

/* SHA-256 of a sheet's text, as it is kept: checkable with any tool. (transfer full) */
GBytes *tc_hand_over_hash_text (const char *text);

/* All of them, NULL-terminated. */
extern const TcOperationType *const tc_shift_types[];
