/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What text may stand in an operation: valid UTF-8 in NFC, no control, direction-changing or
 * invisible character, no space at its ends, and no more characters than its field has room for. A
 * maker cleans what a person typed or a gateway received; whoever reads an operation checks, since
 * the bytes are signed and must not be changed any more.
 *
 * A line has no line break; a paragraph may have them, as "\n". Characters are code points in NFC.
 */
#pragma once

#include <glib.h>

typedef enum {
  TC_TEXT_LINE,
  TC_TEXT_PARAGRAPH,
} TcTextForm;

/* Whether tc_text_clean() would leave @text as it is. The empty string is clean. */
gboolean tc_text_is_clean (const char *text, TcTextForm form, gsize max_chars);

/**
 * tc_text_clean:
 *
 * NFC; line ends as "\n" (in a line a space); tabs and other spaces as the plain space; other
 * forbidden characters out; trimmed. Nothing is cut: too long a text is the typist's to shorten.
 * Returns: (transfer full) (nullable): NULL if @text is not UTF-8 or is longer than @max_chars
 */
char *tc_text_clean (const char *text, TcTextForm form, gsize max_chars);
