/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What may be answered: one check for each kind of thing, each with a sentence for a person.
 * (transfer full) (nullable) all: the sentence, or NULL if the value is fine. Thread: any.
 */
#pragma once

#include "tc-setup-answers.h"

char *tc_setup_check_code (const TcSetupAnswers *answers, const char *value);
char *tc_setup_check_data_folder (const TcSetupAnswers *answers, const char *value);
/* On this computer; one that our own server has is fine. */
char *tc_setup_check_port (const TcSetupAnswers *answers, const char *value);
char *tc_setup_check_host (const TcSetupAnswers *answers, const char *value);
char *tc_setup_check_certificate (const TcSetupAnswers *answers, const char *value);
char *tc_setup_check_key (const TcSetupAnswers *answers, const char *value);
char *tc_setup_check_account (const TcSetupAnswers *answers, const char *value);
char *tc_setup_check_password (const TcSetupAnswers *answers, const char *value);
char *tc_setup_check_time_zone (const TcSetupAnswers *answers, const char *value);
char *tc_setup_check_desks (const TcSetupAnswers *answers, const char *value);

#define TC_SETUP_DESKS_MAX 50
#define TC_SETUP_PASSWORD_CHARS_MIN 10
#define TC_SETUP_SYSTEM_DATA "/var/lib/toancanh"
