/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What photos say, in words and in the reader's language: when and how far from the place reported
 * they were taken, which unit sent them, why one isn't shown, what has become of it.
 *
 * Thread: any; strings are (transfer full).
 */
#pragma once

#include "tc-incident-photo.h"

/* "from Patrol 2"; (nullable): no unit sent it. */
char *tc_photo_word_sender (const TcAttachment *file);
/* "14:03 · 350 m · from Patrol 2"; (nullable): it says nothing. */
char *tc_photo_word_short (const TcAttachment *photo, const TcIncidentRow *incident, gint64 now_us);
/* "Sent by Patrol 2. Photo taken at 14:03, 350 m from the place reported. It is 3 days older than
 * the report."
 * (nullable): likewise. */
char *tc_photo_word_taken (const TcAttachment *photo, const TcIncidentRow *incident, gint64 now_us);
/* Why a sealed original isn't shown; NULL: it isn't one. */
const char *tc_photo_word_sealed (const TcAttachment *photo);
/* "blurred, fit for publishing"; "" where there is nothing to be said. */
char *tc_photo_word_fit (const TcAttachment *photo);
