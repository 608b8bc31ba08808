/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What was answered while a province is set up, by the fields of tc-setup-questions.h; kept in a
 * file as it is given, so that one can leave and go on. Passwords are never in that file.
 *
 * Thread: the owner's; a copy may go to another.
 */
#pragma once

#include <glib.h>

/* A file of answers that is longer isn't one. */
#define TC_SETUP_ANSWERS_BYTES_MAX (64 * 1024)
/* One answer. */
#define TC_SETUP_ANSWER_CHARS_MAX 200

typedef struct _TcSetupAnswers TcSetupAnswers;

/* @user: for the person's own account (XDG folders), not for the whole computer. */
TcSetupAnswers *tc_setup_answers_new (gboolean user);
TcSetupAnswers *tc_setup_answers_copy (const TcSetupAnswers *answers);
void tc_setup_answers_free (TcSetupAnswers *answers);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcSetupAnswers, tc_setup_answers_free)

gboolean tc_setup_answers_is_for_user (const TcSetupAnswers *answers);

/* toancanh/setup.ini in the XDG configuration folder. (transfer full) */
char *tc_setup_answers_dup_usual_path (void);
/* Reads what is there; @answers stay as they were on failure. Errors: TC_ERROR_INVALID (with the
 * key that is unknown or too long), TC_ERROR_LIMIT, G_FILE_ERROR, G_KEY_FILE_ERROR. */
gboolean tc_setup_answers_load (TcSetupAnswers *answers, const char *path,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Makes its folder too; readable by its owner alone. */
gboolean tc_setup_answers_save (const TcSetupAnswers *answers, const char *path,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* (nullable): as given; NULL if it wasn't. Borrowed. */
const char *tc_setup_answers_get (const TcSetupAnswers *answers, const char *field);
/* As given, else what the question proposes; "" if it proposes nothing. (transfer full) */
char *tc_setup_answers_dup (const TcSetupAnswers *answers, const char *field);
gboolean tc_setup_answers_is (const TcSetupAnswers *answers, const char *field, const char *value);
/* @value: (nullable): takes it back. */
void tc_setup_answers_set (TcSetupAnswers *answers, const char *field, const char *value);

/* What was made from the answers already, by kind ("config", "province", "data", "certificate",
 * "done"): that may be gone on with, while what somebody else made is never touched. (nullable) */
const char *tc_setup_answers_get_made (const TcSetupAnswers *answers, const char *kind);
void tc_setup_answers_set_made (TcSetupAnswers *answers, const char *kind, const char *value);
