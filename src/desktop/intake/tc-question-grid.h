/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a field asks of who reports it, a line each, with where the answer goes: choices as buttons,
 * the rest as entries. Nothing has to be answered: who calls may not know.
 *
 * Signal: ::changed (): something was answered by hand.
 */
#pragma once

#include "tc-question.h"

#include <gtk/gtk.h>

#define TC_TYPE_QUESTION_GRID (tc_question_grid_get_type ())
G_DECLARE_FINAL_TYPE (TcQuestionGrid, tc_question_grid, TC, QUESTION_GRID, GtkWidget)

/* JSON of a field's questions and of tc_answers_write(); "" for none: it hides itself. */
void tc_question_grid_show (TcQuestionGrid *self, const char *questions, const char *answers);
/* (transfer full): as of tc_answers_write() */
char *tc_question_grid_dup_answers (TcQuestionGrid *self);
/* To the first whose answer isn't of its kind at @now_us. */
void tc_question_grid_grab_faulty (TcQuestionGrid *self, gint64 now_us);
