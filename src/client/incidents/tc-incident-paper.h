/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One incident with its history as the text of an official paper. What is known of who reported it
 * isn't there.
 *
 * Thread: any.
 */
#pragma once

#include "tc-incident-queries.h"

/* Numbered headings and lines, as tc-paper-text.h has them. (transfer full) */
char *tc_incident_word_paper (const TcIncidentDetail *detail, gint64 now_us);
