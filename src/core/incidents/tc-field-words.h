/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The words that a field is learnt by: of a text the folded syllables, and pairs of neighbouring
 * ones ("den", "den duong"), which is what a Vietnamese word mostly is, each once. What has a digit
 * (house numbers, telephones, plates) is none, and no pair goes over it or over a comma.
 */
#pragma once

#include <glib.h>

/* Of a text; what is further behind says no more about its matter. */
#define TC_FIELD_SYLLABLES_MAX 200

/* In the order of the text. (transfer full) (element-type utf8) */
GPtrArray *tc_field_words (const char *text);
/* Whether it is a pair. */
gboolean tc_field_word_is_pair (const char *word);

/**
 * tc_field_words_show:
 * @words: as of tc_field_words()
 *
 * Those of @words that stand in @text, as it writes them: "đèn đường, tối om". (transfer full)
 * (nullable): none does
 */
char *tc_field_words_show (GPtrArray *words, const char *text);
