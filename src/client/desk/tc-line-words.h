/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Why there is no line, in words.
 */
#pragma once

#include "tc-error.h"

/* What became of an attempt to reach the server, or of a line: a sentence for a person, with what
 * to look at. (transfer full) */
char *tc_line_word_error (const GError *error);
/* A place in the top bar: why the server doesn't let this desk in, by the code that it gave. */
const char *tc_line_word_turned_away (const char *code);
