/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Search over the words of incidents: an index that each desk makes for itself behind all else
 * (data/schema/desk/0007-search.sql), and what is asked of it. Words are folded; what is typed last
 * may be the beginning of a word.
 *
 * Thread: that of the connection.
 */
#pragma once

#include "tc-database.h"

#include <gio/gio.h>

/* Of one incident; words behind them are not found. */
#define TC_TEXT_WORDS_MAX 400
/* Of what is asked. */
#define TC_TEXT_ASKED_MAX 12

/**
 * tc_incident_text_step:
 * @db: the writer's, in a transaction
 * @rows: incidents to read at most
 *
 * Reads some incidents into the index: first those that changed, then older ones.
 * Returns: whether there are more to be read.
 */
gboolean tc_incident_text_step (TcDatabase *db, guint rows);
/* How much of the index there is: 1 is all; what changed a moment ago aside. */
double tc_incident_text_done (TcDatabase *db);
/* Empties it; it is made anew from what the desk holds then. In a transaction. */
void tc_incident_text_reset (TcDatabase *db);

typedef struct {
  const char *text; /* as typed */
  gboolean who;     /* also names and numbers of reporters: asked by whoever may see them */
  guint limit;      /* incidents */
  /* Asked for each hit; FALSE: it is passed over. (nullable) */
  gboolean (*is_wanted) (gint64 id, gpointer data);
  gpointer data;
  GCancellable *cancellable; /* (nullable): then fewer are found */
} TcTextAsked;

/* Ids, newest first, of those in which each word typed is a word, the last perhaps the beginning
 * of one; where that finds none, each the beginning of one. Nothing is found by a text without a
 * word. (transfer full) (element-type gint64) */
GArray *tc_incident_text_find (TcDatabase *db, const TcTextAsked *asked);

/* Whether a small limit gives the beginning of what a larger one gives: with a long last word,
 * words that only begin with it come between. */
gboolean tc_incident_text_is_paged (const char *text);

/* Whether @text looks for a person: it is a telephone number, or the name of somebody who reported
 * has its words, whole but the last. */
gboolean tc_incident_text_is_person (TcDatabase *db, const char *text);
