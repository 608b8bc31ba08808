/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Bearer tokens of desks for what goes by plain HTTP: snapshots and files. A desk gets one over its
 * line, where it proved who it is; a token is random, kept as its hash, in memory alone.
 *
 * Thread: the main loop's.
 */
#pragma once

#include <glib.h>

#define TC_TOKEN_VALID_US ((gint64) 3600 * G_USEC_PER_SEC)
/* Tokens of one desk at a time; the oldest ends when a further one is made. */
#define TC_TOKENS_PER_DESK 8

typedef struct _TcTokens TcTokens;

TcTokens *tc_tokens_new (void);
void tc_tokens_free (TcTokens *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcTokens, tc_tokens_free)

/* (transfer full) */
char *tc_tokens_make (TcTokens *self, guint16 replica, gint64 now_us);
/* @token: (nullable). The desk it was made for; 0: it is none of ours, or over. */
guint16 tc_tokens_check (TcTokens *self, const char *token, gint64 now_us);
/* Ends all of a desk. */
void tc_tokens_revoke (TcTokens *self, guint16 replica);
