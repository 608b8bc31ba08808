/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A certificate's SHA-256 fingerprint, for two people to compare over the telephone: as words that
 * can be spoken, and as the digits that other programs show.
 *
 * Source of the words: D. Wilkerson, "A Proposal for Proquints", 2009: 16 bits are consonant,
 * vowel, consonant, vowel, consonant. The first 128 bits are shown: a second certificate that has
 * the same can't be made.
 */
#pragma once

#include <glib.h>

/* @pem: text with one certificate or more; the first counts. (transfer full) (nullable): NULL if
 * there is none */
char *tc_fingerprint_words (const char *pem);
/* "3f2a 91c0 …": all 256 bits. Likewise. */
char *tc_fingerprint_digits (const char *pem);
