/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Words for what every panel says: the five signals, ages, deadlines, clock times, and sentences
 * made of a code with arguments. In the reader's language; nothing here knows a feature.
 *
 * Times are shown at the province's zone (UTC+7; Vietnam has had one zone and no daylight saving
 * since 1975), whatever the seat is set to: two desks must never read two times of one event.
 *
 * Thread: any; every string is (transfer full) unless it is const.
 */
#pragma once

#include <glib.h>

/* What a thing asks of a person, by rank: a greater one is more pressing. */
typedef enum {
  TC_SIGNAL_RESOLVED,  /* ✓ nothing more to do */
  TC_SIGNAL_NOTICE,    /* ○ */
  TC_SIGNAL_ATTENTION, /* ● */
  TC_SIGNAL_URGENT,    /* ▲ */
  TC_SIGNAL_EMERGENCY, /* ◆ */
} TcSignal;

#define TC_SIGNALS (TC_SIGNAL_EMERGENCY + 1)

/* The word that stands for the shape, e.g. "urgent". */
const char *tc_words_signal (TcSignal signal);
/* Name of its style class and of its value in tests, e.g. "urgent"; never translated. */
const char *tc_words_signal_class (TcSignal signal);

/* By the clock of the province, whatever the machine's. (transfer full) (nullable): no time that a
 * calendar has */
GDateTime *tc_words_local (gint64 time_us);
/* Age in a narrow column: "7 min", "1 h 10", "2 d". */
char *tc_words_age_short (gint64 then_us, gint64 now_us);
/* Age in a sentence: "12 minutes ago". */
char *tc_words_age (gint64 then_us, gint64 now_us);
/* A deadline in a narrow column: "23 min left", "1 h 35 left", "12 min late". */
char *tc_words_due_short (gint64 due_us, gint64 now_us);
/* In full: "2 hours 10 minutes left". */
char *tc_words_due (gint64 due_us, gint64 now_us);
/* A span in full: "2 hours 10 minutes". */
char *tc_words_span (gint64 span_us);
/* 14:05 within the day or the shift, else Mon 23/11 14:05. */
char *tc_words_clock (gint64 then_us, gint64 now_us);
/* Age first, then the clock: "12 min · 14:05". */
char *tc_words_when (gint64 then_us, gint64 now_us);
/* 14:05, 23/11/2026: wherever and whenever it is read */
char *tc_words_date_time (gint64 then_us);
/* 14:05:32 */
char *tc_words_clock_seconds (gint64 now_us);
/* "9.7845 105.4701", as people read places out: degrees, latitude first. */
char *tc_words_place (gint32 lat_e7, gint32 lon_e7);
/* What was read out or copied: "9.7845 105.4701", "9,7845; 105,4701", "9.784500, 105.470100". FALSE
 * if it is anything else, or not in Vietnam; outputs untouched then. */
gboolean tc_words_read_place (const char *text, gint64 *lat_e7, gint64 *lon_e7);
/* "1.2 km", "40 m". */
char *tc_words_distance (gint64 distance_m);
/* "54.5": one decimal, at the reader's mark whatever the locale; 0..G_MAXINT. */
char *tc_words_decimal (double number);

/**
 * TcWordFunc:
 * @name: of an argument, e.g. "state"
 * @value: as stored, e.g. "working"
 *
 * Returns: (nullable): the word for it, or NULL to show the value as it is.
 */
typedef char *(*TcWordFunc) (const char *name, const char *value);

/**
 * tc_words_fill:
 * @sentence: with arguments as {name}
 * @args: (nullable): a{sv} of strings and int64; a name that ends in _us is a time
 * @func: (nullable): words the values that are codes
 *
 * An argument that isn't there is shown as "…".
 */
char *tc_words_fill (const char *sentence, GVariant *args, gint64 now_us, TcWordFunc func);

/* A shift lasts this long at most: an hour of the night before still needs no date. */
#define TC_SHIFT_US (8 * G_TIME_SPAN_HOUR)
