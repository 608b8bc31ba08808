/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which field a text is about, learnt at this desk from the rows that it holds: which words stood
 * in reports whose field a person has confirmed, and in what describes a field, which is all there
 * is in the beginning. It only proposes, with the words that decided.
 *
 * A field is confirmed once the incident was classified, or went on from new without having been
 * turned away; a report that was merged counts as of the incident that it was merged into.
 *
 * Only for a desk's replica, in tables of its own (data/schema/desk): the same rows give the same
 * tables and the same proposals, in whatever order they came and were corrected.
 *
 * Source: J. Rennie, L. Shih, J. Teevan, D. Karger, Tackling the Poor Assumptions of Naive Bayes
 * Text Classifiers, ICML 2003, section 3.1 (complement naive Bayes), over whether a word occurs.
 * With n(t) how often word t was counted in all, n(t, f) in field f, n(f) and n without t likewise,
 * a field's score is the sum over the words of a text that were ever counted of
 *   log ((n(t) + a) / (n(t) - n(t, f) + a)) - log ((n + m) / (n - n(f) + m))
 * with m = a for each word there is,
 * of which the first part is 0 wherever the word never stood: only rows that are there count. In
 * whole numbers, the same on every machine.
 */
#pragma once

#include "tc-database.h"

#define TC_PROPOSED_FIELDS_MAX 3

/* Takes in some of what is to be learnt: at most @limit reports. TRUE: there is more to be done. In
 * a transaction of the caller; faults stick to @db. */
gboolean tc_field_learn_step (TcDatabase *db, guint limit);
/* Whether nearly all that is there has been learnt from: before that a share says little. */
gboolean tc_field_has_learnt (TcDatabase *db);
/* Forgets all, and begins anew with the next step: what it was learnt from goes. Before the rows
 * do. */
void tc_field_learn_reset (TcDatabase *db);

typedef struct {
  gint64 field_id;
  char *code;
  char *name_vi;
  char *name_en;
  char *group_vi; /* (nullable): of the field above it */
  char *group_en;
  gint64 share; /* 1..99: how much speaks for it, of all fields together */
  char *words;  /* (nullable): what decided, as the text writes it: "đèn đường, tối om" */
} TcProposedField;

/* Best first, TC_PROPOSED_FIELDS_MAX at most; empty where nothing is known of most of the words or
 * no field stands out. Fields in use that have none below them. (element-type TcProposedField) */
GArray *tc_field_propose (TcDatabase *db, const char *text);
GArray *tc_proposed_fields_new (void);
