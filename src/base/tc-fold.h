/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Vietnamese folding: what lets "ngap" find "ngập", "hoà" find "hòa" and "P.5" find "Phường 5".
 * The tables are our own, so that a folded text is the same on every machine and may be stored and
 * compared across them. Not for: sorting for people, which follows the locale.
 *
 * All take text of any origin; bytes that are not UTF-8 are passed over.
 */
#pragma once

#include <glib.h>

/**
 * tc_fold:
 *
 * Without marks, đ as d, Latin letters small; everything else as it stands. "Đường Lý Tự Trọng"
 * gives "duong ly tu trong". Text in NFC and in NFD fold to the same. (transfer full)
 */
char *tc_fold (const char *text);

/**
 * tc_fold_words:
 *
 * The folded words of @text in order, abbreviations of places written out: "QL61, P.5" gives
 * "quoc", "lo", "61", "phuong", "5". What is indexed and what is asked for both go through it.
 * Returns: (transfer full): NULL-terminated; free with g_strfreev()
 */
char **tc_fold_words (const char *text);

/* The words of tc_fold_words() with one space between: equal keys are the same name. (transfer
 * full) */
char *tc_fold_key (const char *text);

/**
 * tc_fold_accented_words:
 *
 * The same words, as many and in the same order, with their marks: small, decomposed, the tone at
 * the end of its word, so that hoà and hòa are equal still. For ranking exact accents first; not to
 * be stored. Free with g_strfreev().
 */
char **tc_fold_accented_words (const char *text);
