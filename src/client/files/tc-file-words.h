/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How a file stands, in words and in the reader's language.
 *
 * Thread: any; strings are (transfer full).
 */
#pragma once

#include "tc-file-transfers.h"

/* "waiting to be sent", "being sent, 40 %"; "" when it is here and the server has it. */
char *tc_file_word_status (const TcFileStatus *status);
/* What that means and what to do about it, for those that need a person; "" for the others. */
char *tc_file_word_advice (const TcFileStatus *status);
/* "3.4 MB" */
char *tc_file_word_size (gint64 bytes);
