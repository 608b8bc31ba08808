/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Single values as they stand on the wire: dates, coordinates, ids, texts, and back. No locale, no
 * floats: what was read is written back exactly.
 */
#pragma once

#include "tc-open311-fault.h"

/* Longer than any honest date or number. */
#define TC_OPEN311_TOKEN_CHARS_MAX 40

/**
 * tc_open311_parse_time:
 * @text: a W3C date-time with its zone: 2026-11-23T18:30:00+07:00, …T11:30Z, fractions of a second
 *   allowed; years 1970..9999; a leap second counts as the second after it
 *
 * Source: W3C NOTE-datetime (a profile of ISO 8601). GeoReport v2 demands the zone.
 */
gboolean tc_open311_parse_time (const char *text, gint64 *time_us) G_GNUC_WARN_UNUSED_RESULT;
/* At @offset_s seconds east of UTC, whole minutes: "2026-11-23T18:30:00+07:00", "…Z" for 0. */
char *tc_open311_format_time (gint64 time_us, int offset_s);

/* Plain decimal degrees, rounded to 1e-7; no exponent, no sign but '-' or '+'; within
 * ±max_degrees. */
gboolean tc_open311_parse_degrees (const char *text, int max_degrees,
                                   gint64 *value_e7) G_GNUC_WARN_UNUSED_RESULT;
/* "9.7845", "-105.5": at least one decimal, no trailing zeros. */
char *tc_open311_format_degrees (gint64 value_e7);

/* 1..G_MAXINT64 in plain decimal digits without leading zeros. */
gboolean tc_open311_parse_id (const char *text, gint64 *id) G_GNUC_WARN_UNUSED_RESULT;
/* 1..max. */
gboolean tc_open311_parse_count (const char *text, guint max,
                                 guint *count) G_GNUC_WARN_UNUSED_RESULT;

/**
 * tc_open311_clean_text:
 * @name: of the parameter, for the sentence
 * @value: valid UTF-8
 * @lines: line breaks may stand in it
 * @chars_max: in characters after normalisation
 *
 * Returns: (transfer full) (nullable): @value as tc_text_clean() leaves it (NFC, trimmed; in a
 * line a break is a space); NULL with a fault (400) if it has control characters or is too long,
 * and without one if nothing is left.
 */
char *tc_open311_clean_text (const char *name, const char *value, gboolean lines, guint chars_max,
                             TcOpen311Fault *fault) G_GNUC_WARN_UNUSED_RESULT;
