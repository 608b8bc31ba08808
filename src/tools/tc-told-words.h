/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the server says of a failure, in the language of whoever reads it at a terminal. The server
 * and the rooms that it shares with its tools speak English, in which their journals are read; what
 * an administrator meets of that is known here by its form.
 */
#pragma once

#include <glib.h>

/* @text as it was told; where its form isn't known it stays as it is. (transfer full) */
char *tc_told_words (const char *text);
