/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The form of a call: it shows one that the panel has and keeps it as it is typed. Nothing here is
 * logged or kept on disk: that is the panel's.
 *
 * Signal: ::changed (): the form was changed by hand.
 */
#pragma once

#include "tc-desk.h"
#include "tc-intake-form.h"
#include "tc-intake-look.h"

#include <gtk/gtk.h>

#define TC_TYPE_INTAKE_WORK (tc_intake_work_get_type ())
G_DECLARE_FINAL_TYPE (TcIntakeWork, tc_intake_work, TC, INTAKE_WORK, GtkWidget)

void tc_intake_work_set_desk (TcIntakeWork *self, TcDesk *desk);
/* @form: (unowned) (nullable): until another one is set */
void tc_intake_work_set_form (TcIntakeWork *self, TcIntakeForm *form);
/* The keyboard goes to where it is said what happened. */
void tc_intake_work_grab_text (TcIntakeWork *self);
/* (element-type TcProposedField): shown in the field's entry; nothing is chosen by it */
void tc_intake_work_set_proposals (TcIntakeWork *self, GArray *proposals);
/* @fault: what to go to. @text: (nullable): nothing is wrong any more */
void tc_intake_work_show_refusal (TcIntakeWork *self, TcIntakeFault fault, const char *text);
/* The number to tell, in place of the form. @note: where it stands now */
void tc_intake_work_show_told (TcIntakeWork *self, const char *code, const char *note);
/* Whether the number is shown still. */
gboolean tc_intake_work_is_told (TcIntakeWork *self);
/* The files of the form are others. */
void tc_intake_work_show_files (TcIntakeWork *self);
/* What the join button says: the code it would go to; NULL: nothing to join. */
void tc_intake_work_set_join (TcIntakeWork *self, const char *code);
/* Where the context goes on a narrow screen. */
GtkBox *tc_intake_work_get_fold (TcIntakeWork *self);
