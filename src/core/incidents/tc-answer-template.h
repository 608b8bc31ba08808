/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Answers that are written once and used often: for a field, a state of the incident and a
 * language. A template is a text with words in braces, which whoever answers gets filled in:
 * {code}, {place}, {field}, {unit}, {received} and {due} of the incident.
 *
 * Thread: that of the connection.
 */
#pragma once

#include "tc-database.h"
#include "tc-incident-states.h"
#include "tc-operation-type.h"

/* NULL-terminated: what may stand in braces. */
extern const char *const tc_answer_template_words[];

/* (transfer full) (nullable): the first word in braces that isn't one of them; "" for a brace that
 * has no fellow. */
char *tc_answer_template_find_stranger (const char *text);

/* Those that are kept, for all fields. */
#define TC_ANSWER_TEMPLATES_MAX 500
/* What it is picked by stands in one line with others. */
#define TC_ANSWER_TEMPLATE_NAME_CHARS_MAX 40

/* answer.set-template: a new one, or one that is there in another form. Refuses:
 * template.code-used (code), template.too-many (limit), template.word (word), template.state
 * (state), field.unknown (field). */
typedef struct {
  gint64 template_id;
  const char *code;
  gint64 field_id;   /* (optional): for every field */
  const char *state; /* (optional): in any state */
  const char *language;
  const char *name;
  const char *text;
  gint64 active; /* 0: not offered any more */
} TcAnswerSetTemplate;
extern const TcOperationType tc_answer_set_template_type;

typedef struct {
  gint64 id;
  char *language;
  char *name;
  char *text;
} TcAnswerTemplate;

/* More aren't offered. */
#define TC_ANSWER_TEMPLATES_OFFERED 20

/* What is offered for an incident: of its field before its field's parent before none, of its state
 * before any; by name. @field_id: 0: none yet. Where nothing is in @language, in Vietnamese.
 * (element-type TcAnswerTemplate) */
GArray *tc_answer_templates (TcDatabase *db, gint64 field_id, TcIncidentState state,
                             const char *language);
GArray *tc_answer_templates_new (void);
