/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a field asks of who reports it, and what was answered. Questions are field.attributes: the
 * attributes of an Open311 service, with their words in two languages; answers are
 * report.attributes: their codes with a value or an array of them.
 *
 * Thread: any.
 */
#pragma once

#include <glib.h>

typedef enum {
  TC_QUESTION_LINE,
  TC_QUESTION_TEXT,
  TC_QUESTION_NUMBER,
  TC_QUESTION_TIME,
  TC_QUESTION_ONE,  /* of its choices */
  TC_QUESTION_SOME, /* of its choices */
} TcQuestionKind;

typedef struct {
  char *key;  /* (owned) */
  char *word; /* (owned): in the language of the screen */
} TcQuestionChoice;

typedef struct {
  TcQuestionKind kind;
  gboolean required; /* of who writes it himself */
  gint64 order;
  char *code;         /* (owned) */
  char *words;        /* (owned): in the language of the screen; "" */
  GPtrArray *choices; /* (owned) (element-type TcQuestionChoice) */
} TcQuestion;

/* In the order they are asked; what isn't of the form is passed over.
 * @json: (nullable). Returns: (transfer full) (element-type TcQuestion) */
GPtrArray *tc_questions_read (const char *json);
/* (nullable) */
const TcQuestion *tc_questions_find (GPtrArray *questions, const char *code);
/* (transfer full): @value as it reads to a person: the word of a choice, a time. */
char *tc_question_word_value (const TcQuestion *question, const char *value, gint64 now_us);

/* Values of an answer stand between these. */
#define TC_ANSWER_SEPARATOR "\x1f"

/* @json: (nullable). Returns: (transfer full) (element-type utf8 utf8): values by code */
GHashTable *tc_answers_read (const char *json);
/* As they were typed: for a draft. (transfer full) */
char *tc_answers_write (GPtrArray *questions, GHashTable *typed);
/**
 * tc_answers_clean:
 * @typed: JSON of tc_answers_write()
 * @faulty: (out) (transfer none): the first whose answer isn't of its kind
 *
 * Numbers with a point, times as ISO 8601, what wasn't answered left out.
 *
 * Returns: (transfer full) (nullable): JSON for a report; NULL: nothing was answered, or @faulty
 */
char *tc_answers_clean (GPtrArray *questions, const char *typed, gint64 now_us,
                        const TcQuestion **faulty);
