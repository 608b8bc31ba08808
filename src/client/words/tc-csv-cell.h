/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Cells of tables for spreadsheets: CSV (RFC 4180), in UTF-8 with its mark.
 */
#pragma once

#include <glib.h>

/* What such a file begins with, so that spreadsheets of offices read its letters. */
#define TC_CSV_MARK "\xef\xbb\xbf"
#define TC_CSV_END "\r\n"

/* The text in quotes. One that a spreadsheet would take for a formula gets an apostrophe in front.
 * @text: (nullable): an empty cell */
void tc_csv_append_text (GString *csv, const char *text);
