/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the queue can be filtered by that has a name of its own: fields, areas, units, as they are
 * now. Found by the beginnings of their words, however these are typed; first of each kind stands
 * "none". And a filter in words, and words typed in the search that are a filter:
 * "lv:điện đb:vị thanh ngập".
 *
 * Thread: the main loop's.
 */
#pragma once

#include "tc-incident-queries.h"
#include "tc-watch.h"

#define TC_TYPE_QUEUE_CHOICES (tc_queue_choices_get_type ())
G_DECLARE_FINAL_TYPE (TcQueueChoices, tc_queue_choices, TC, QUEUE_CHOICES, TcWatch)

typedef enum {
  TC_CHOICE_FIELD,
  TC_CHOICE_AREA,
  TC_CHOICE_UNIT,
} TcChoiceKind;
#define TC_CHOICE_KINDS (TC_CHOICE_UNIT + 1)

/* Signal: ::changed (), of TcWatch. */
TcQueueChoices *tc_queue_choices_new (TcDesk *desk);
/* (transfer full) (element-type gint64): ids of those that @text finds, at most @limit */
GArray *tc_queue_choices_match (TcQueueChoices *self, TcChoiceKind kind, const char *text,
                                guint limit);
/* In the reader's language; @second: (out) (optional) (nullable): what it belongs to. (nullable):
 * not known, or not yet. Both are good until the next ::changed. */
const char *tc_queue_choices_name (TcQueueChoices *self, TcChoiceKind kind, gint64 id,
                                   const char **second);
/* What @filter asks for of that kind; -1: nothing. */
gint64 tc_queue_choices_get (const TcQueueFilter *filter, TcChoiceKind kind);
/* @id: -1: nothing any more */
void tc_queue_choices_set (TcQueueFilter *filter, TcChoiceKind kind, gint64 id);

/* "Điện · P2 · Phường Vị Thanh": what is matched, without its list. (transfer full): "": nothing */
char *tc_queue_choices_word (TcQueueChoices *self, const TcQueueFilter *filter);
/* Takes what is a filter out of what is searched for. @unknown: (out) (transfer full) (nullable):
 * the first of which nothing is known. (transfer full): what is left of @text */
char *tc_queue_choices_take (TcQueueChoices *self, const char *text, TcQueueFilter *filter,
                             char **unknown);
