/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Texts that were begun and not sent, by person: signing out, another person at the desk, the end
 * of the program and a power cut lose none. What is here counts at once; the disk follows a moment
 * later (table `typed` of the outbox).
 *
 * Thread: the main loop's.
 */
#pragma once

#include "tc-desk.h"

#define TC_TYPE_DRAFTS (tc_drafts_get_type ())
G_DECLARE_FINAL_TYPE (TcDrafts, tc_drafts, TC, DRAFTS, GObject)

/* Of one desk; the one untouched for longest goes first. */
#define TC_DRAFTS_MAX 500
/* A longer one is kept as long as the program runs. */
#define TC_DRAFT_BYTES_MAX (64 * 1024)
/* From then on nobody comes back to it. */
#define TC_DRAFT_DAYS 14

typedef struct {
  const char *text; /* borrowed until the next change */
  guint choice;     /* of those beside it */
} TcDraft;

/* Those of @desk, as long as it lives. (transfer none) */
TcDrafts *tc_drafts_of (TcDesk *desk);
/* In memory alone, of nobody. */
TcDrafts *tc_drafts_new (void);

/* @key: what is typed for, and about what. FALSE: the person signed in has begun nothing. */
gboolean tc_drafts_get (TcDrafts *self, const char *key, TcDraft *draft);
/* @text: "" forgets it. Nothing is kept while nobody is signed in. */
void tc_drafts_set (TcDrafts *self, const char *key, const char *text, guint choice);

/* The draft is on its way: another may be begun under @key. Until it is known what became of it it
 * is kept under a name of its own, also when somebody else is signed in by then, and is a draft
 * again after a power cut. (transfer full) (nullable): that name; NULL: there is none */
char *tc_drafts_begin_sending (TcDrafts *self, const char *key);
/* @name: (nullable): of that; @sent: it is forgotten; else it is a draft under @key again, before
 * what was begun meanwhile */
void tc_drafts_end_sending (TcDrafts *self, const char *name, const char *key, gboolean sent);
