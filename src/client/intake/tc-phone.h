/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Telephone numbers as people write them: "0912 345 678", "+84 912.345.678", "(0293) 3 876 543".
 */
#pragma once

#include <glib.h>

/* Digits of a number that can be somebody's: from a hotline's four up. */
#define TC_PHONE_DIGITS_MAX 15
/* From here on it is worth looking whether it is known: a whole number of Vietnam has ten. */
#define TC_PHONE_DIGITS_WHOLE 9

/**
 * tc_phone_normalise:
 *
 * Digits alone, a Vietnamese one from its 0 on, another with its "+": one number is one text.
 * Returns: (transfer full) (nullable): NULL if @text is no number
 */
char *tc_phone_normalise (const char *text);
