/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Words for hand-over sheets: what one says, and how it stands in a list.
 *
 * Thread: any; every char * is (transfer full).
 */
#pragma once

#include "tc-duty.h"
#include "tc-hand-over-facts.h"

/* Characters of a remark. */
#define TC_HAND_OVER_REMARK_MAX 2000

/* What a sheet is written from, beside the facts. */
typedef struct {
  const TcDutyShift *shift; /* (unowned) (nullable): there is no roster */
  const char *person;       /* who hands over */
  const char *desk;
  guint waiting;   /* of this desk: not sent yet */
  guint attention; /* of this desk: refused, not dealt with */
} TcHandOverFrame;

/* All of it, with numbered headings; @remark: "" for none. A list that is too long for a sheet ends
 * with how many there are more. */
char *tc_hand_over_word_text (const TcHandOverFacts *facts, const TcHandOverFrame *frame,
                              const char *remark, gint64 now_us);

/* "Afternoon shift · 26/11/2026" */
char *tc_hand_over_word_title (const TcHandOverSheet *sheet);
/* "Handed over at 14:05 by Lê Văn A · Bàn 03" */
char *tc_hand_over_word_given (const TcHandOverSheet *sheet, gint64 now_us);
/* "Taken over …", or that nobody has signed yet. */
char *tc_hand_over_word_taken (const TcHandOverSheet *sheet, gint64 now_us);
/* Of its text, lower-case hexadecimal. */
char *tc_hand_over_word_hash (const TcHandOverSheet *sheet);
