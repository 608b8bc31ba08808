/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Text files as offices make them, brought to UTF-8: UTF-8 and UTF-16 are known by themselves; the
 * old Vietnamese encodings look alike and are taken only when named, since a wrong guess would give
 * wrong names. What is none of them is refused with a sentence that says how to go on.
 *
 * Source: RFC 3629; Unicode 15, section 3.10 (marks of UTF-16); TCVN 5712:1993; the code page
 * Windows-1258.
 */
#pragma once

#include <glib.h>

/**
 * tc_encoding_decode:
 * @name: of the file, for messages
 * @encoding: (nullable): "utf-8", "utf-16", "windows-1258" or "tcvn3"; NULL: told by the bytes
 * @size: (inout): of @data; of what comes back
 *
 * Returns: (transfer full): UTF-8 without its mark, with a NUL after it. Errors: TC_ERROR_INVALID,
 * with a message "NAME: …" or "NAME:LINE:1: …". Thread: any.
 */
char *tc_encoding_decode (const char *name, const char *data, const char *encoding, gsize *size,
                          GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Likewise from a file of at most @size_max bytes; also G_FILE_ERROR and TC_ERROR_LIMIT. @size:
 * (out). The name in messages is the last part of @path. */
char *tc_encoding_load (const char *path, const char *encoding, gsize size_max, gsize *size,
                        GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* "utf-8, utf-16, windows-1258, tcvn3" */
const char *tc_encoding_get_names (void);
