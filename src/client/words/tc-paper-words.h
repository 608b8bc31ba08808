/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What texts that a desk writes for paper have in common: numbered headings, texts of others on one
 * line, lists that are empty or cut. In the language of who writes them.
 *
 * Thread: any.
 */
#pragma once

#include <glib.h>

/* On one line, of @chars_max characters at most. A legal purge finds it by its beginning, so
 * shortened: @chars_max is more than TC_PURGE_BEGINNING_CHARS. (transfer full) */
char *tc_paper_shorten (const char *text, glong chars_max);
/* "2. Needs", apart from what stands above it. */
void tc_paper_add_heading (GString *text, guint number, const char *heading);
/* In place of a list. */
void tc_paper_add_none (GString *text);
/* That a list of @n goes on behind the @shown first; nothing where they are all. */
void tc_paper_add_rest (GString *text, guint n, guint shown);
