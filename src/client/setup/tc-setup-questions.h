/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The ten questions from which a province comes to be, as one table: the terminal and the desktop
 * ask them from here. A question is a page; its fields are what is typed there.
 *
 * Thread: any; checks look at files and ports and may take a moment.
 */
#pragma once

#include "tc-setup-answers.h"

typedef enum {
  TC_SETUP_LINE,
  TC_SETUP_SECRET, /* never written down */
  TC_SETUP_NUMBER,
  TC_SETUP_CHOICE,
  TC_SETUP_FOLDER,
  TC_SETUP_FILE,
} TcSetupKind;

typedef struct {
  const char *value;
  const char *words; /* for gettext */
} TcSetupChoice;

typedef struct _TcSetupField TcSetupField;
struct _TcSetupField {
  const char *id;    /* its key in the file of answers */
  const char *words; /* for gettext */
  TcSetupKind kind;
  const char *standard;         /* (nullable): what is proposed */
  const TcSetupChoice *choices; /* of a choice; ends with NULL */
  const char *needs;            /* (nullable): asked only if this field … */
  const char *needs_value;      /* … has this answer */
  /* (nullable) (transfer full): what is proposed, where it depends */
  char *(*suggest) (const TcSetupAnswers *answers);
  /* (nullable) (transfer full): the sentence that says what is wrong; NULL: nothing. @value is
   * clean text, not empty */
  char *(*check) (const TcSetupAnswers *answers, const char *value);
};

typedef struct {
  const char *id;
  const char *words;          /* for gettext */
  const char *help;           /* for gettext */
  const TcSetupField *fields; /* ends with NULL */
} TcSetupQuestion;

#define TC_SETUP_N_QUESTIONS 10

const TcSetupQuestion *tc_setup_questions_get (guint i);
/* (nullable) */
const TcSetupField *tc_setup_questions_find_field (const char *id);
/* Whether it is asked after what was answered so far. */
gboolean tc_setup_field_applies (const TcSetupField *field, const TcSetupAnswers *answers);
gboolean tc_setup_question_applies (const TcSetupQuestion *question, const TcSetupAnswers *answers);
/* An answer as a person reads it: of a choice its words, of a secret dots. (transfer full) */
char *tc_setup_field_dup_words (const TcSetupField *field, const TcSetupAnswers *answers);

/* The sentence that says what is wrong with the answer, given or proposed; NULL: nothing.
 * (transfer full) (nullable) */
char *tc_setup_field_check (const TcSetupField *field, const TcSetupAnswers *answers);
/* Likewise of the first field that has something wrong. @at: (out) (nullable): that field */
char *tc_setup_question_check (const TcSetupQuestion *question, const TcSetupAnswers *answers,
                               const TcSetupField **at);
/* Takes what is proposed wherever nothing was answered: the question is done with. */
void tc_setup_question_settle (const TcSetupQuestion *question, TcSetupAnswers *answers);
/* The first question that isn't answered whole, secrets left out; TC_SETUP_N_QUESTIONS: none. */
guint tc_setup_questions_find_open (const TcSetupAnswers *answers);
