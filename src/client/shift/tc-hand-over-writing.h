/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Writing a hand-over sheet at a desk: which shift it is about, what it says now, handing over and
 * taking over. Who signs types their password once more, which is checked before anything is sent.
 *
 * Thread: the main loop's; reading is done on the worker.
 */
#pragma once

#include "tc-desk.h"
#include "tc-hand-over-words.h"

/* A sheet as it would be signed now, without its remark. */
typedef struct {
  gint64 shift_id; /* 0: there is no roster */
  gint64 from_us;
  gint64 until_us;
  gint64 staff_id;        /* of whom it would be */
  TcDutyShift *shift;     /* (owned) (nullable) */
  TcHandOverFacts *facts; /* (owned) */
  char *person;           /* (owned) */
  char *desk;             /* (owned) */
  guint waiting;
  guint attention;
  gint64 now_us;
} TcHandOverDraft;

void tc_hand_over_draft_free (TcHandOverDraft *draft);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcHandOverDraft, tc_hand_over_draft_free)

/* About the shift that the person signed in has, or had until less than two hours ago; else about
 * the one that is on; without a roster about what was since the last sheet, eight hours at least
 * and a day at most. The callback gets the desk's reader as its source. */
void tc_hand_over_draft_async (TcDesk *desk, GAsyncReadyCallback callback, gpointer data);
/* (transfer full) (nullable) */
TcHandOverDraft *tc_hand_over_draft_finish (TcWorker *reader, GAsyncResult *result, GError **error);
/* (transfer full) */
char *tc_hand_over_draft_dup_text (const TcHandOverDraft *draft, const char *remark);

/* Both are refused in words where the password is wrong. */
void tc_hand_over_sign_async (TcDesk *desk, const TcHandOverDraft *draft, const char *remark,
                              const char *password, GAsyncReadyCallback callback, gpointer data);
void tc_hand_over_take_async (TcDesk *desk, const TcHandOverSheet *sheet, const char *password,
                              GAsyncReadyCallback callback, gpointer data);
/* Of both. @id: (out): of the sheet. (nullable) (transfer full): why it was not done, in words;
 * NULL: it was. */
char *tc_hand_over_signed_finish (TcDesk *desk, GAsyncResult *result, gint64 *id);
