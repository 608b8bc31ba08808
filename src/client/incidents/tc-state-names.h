/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The words for states that the province of a desk has set (core/incidents/tc-state-name.h), put in
 * place of the program's as long as somebody works there. A word that another state has already is
 * left out: two states that read the same would be one.
 *
 * What is drawn already is read anew once another word is set. Thread: the main loop's.
 */
#pragma once

#include "tc-watch.h"

#define TC_TYPE_STATE_NAMES (tc_state_names_get_type ())
G_DECLARE_FINAL_TYPE (TcStateNames, tc_state_names, TC, STATE_NAMES, TcWatch)

TcStateNames *tc_state_names_new (TcDesk *desk);
/* Once nobody works there: the program's words stand again. */
void tc_state_names_end (TcStateNames *self);
/* Takes what isn't to be used out of @names (TC_N_STATES). */
void tc_state_names_part (GPtrArray *names);
