/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Signals, times and filled sentences; see the header.
 */
#include "tc-words.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define MINUTES_A_DAY (24 * 60)
/* In January a day of December needs no year yet. */
#define YEAR_SAID_US (180 * G_TIME_SPAN_DAY)

const char *
tc_words_signal (TcSignal signal)
{
  switch (signal) {
  case TC_SIGNAL_EMERGENCY:
    return C_ ("signal", "emergency");
  case TC_SIGNAL_URGENT:
    return C_ ("signal", "urgent");
  case TC_SIGNAL_ATTENTION:
    return C_ ("signal", "attention");
  case TC_SIGNAL_NOTICE:
    return C_ ("signal", "notice");
  case TC_SIGNAL_RESOLVED:
    return C_ ("signal", "resolved");
  }
  g_assert_not_reached ();
}

const char *
tc_words_signal_class (TcSignal signal)
{
  static const char *const classes[TC_SIGNALS] = {"resolved", "notice", "attention", "urgent",
                                                  "emergency"};

  g_assert ((guint) signal < TC_SIGNALS);
  return classes[signal];
}

/* Whole minutes, never negative: a clock that is behind shows "now", not nonsense. */
static int
count_minutes (gint64 span_us)
{
  return (int) CLAMP (span_us / G_TIME_SPAN_MINUTE, 0, G_MAXINT);
}

static char *
word_minutes_short (int minutes)
{
  if (minutes == 0)
    return g_strdup (C_ ("narrow", "<1 min"));
  if (minutes < 60) {
    /* Translators: a number of minutes in a narrow column. */
    return g_strdup_printf (C_ ("narrow", "%d min"), minutes);
  }
  if (minutes < MINUTES_A_DAY && minutes % 60 == 0) {
    /* Translators: a number of hours in a narrow column. */
    return g_strdup_printf (C_ ("narrow", "%d h"), minutes / 60);
  }
  if (minutes < MINUTES_A_DAY) {
    /* Translators: hours and minutes in a narrow column: 1 h 05. */
    return g_strdup_printf (C_ ("narrow", "%d h %02d"), minutes / 60, minutes % 60);
  }
  /* Translators: a number of days in a narrow column. */
  return g_strdup_printf (C_ ("narrow", "%d d"), minutes / MINUTES_A_DAY);
}

static char *
word_minutes (int minutes)
{
  g_autofree char *hours = NULL, *rest = NULL;

  if (minutes == 0)
    return g_strdup (C_ ("span", "under 1 minute"));
  if (minutes < 60) {
    /* Translators: a span of time. */
    return g_strdup_printf (ngettext ("%d minute", "%d minutes", minutes), minutes);
  }
  if (minutes >= MINUTES_A_DAY) {
    /* Translators: a span of time. */
    return g_strdup_printf (ngettext ("%d day", "%d days", minutes / MINUTES_A_DAY),
                            minutes / MINUTES_A_DAY);
  }
  hours = g_strdup_printf (ngettext ("%d hour", "%d hours", minutes / 60), minutes / 60);
  if (minutes % 60 == 0)
    return g_steal_pointer (&hours);
  rest = word_minutes (minutes % 60);
  /* Translators: hours, then minutes: "2 hours 10 minutes". */
  return g_strdup_printf (C_ ("span", "%s %s"), hours, rest);
}

char *
tc_words_age_short (gint64 then_us, gint64 now_us)
{
  return word_minutes_short (count_minutes (now_us - then_us));
}

char *
tc_words_age (gint64 then_us, gint64 now_us)
{
  int minutes = count_minutes (now_us - then_us);
  g_autofree char *span = NULL;

  if (minutes == 0)
    return g_strdup (C_ ("age", "just now"));
  if (minutes >= 60)
    minutes -= minutes % 60;
  span = word_minutes (minutes);
  /* Translators: the age of something: "12 minutes ago". */
  return g_strdup_printf (C_ ("age", "%s ago"), span);
}

static char *
word_due (gint64 due_us, gint64 now_us, char *(*word) (int minutes))
{
  g_autofree char *span = word (count_minutes (ABS (due_us - now_us)));

  if (due_us >= now_us)
    /* Translators: how long until a deadline: "23 min left". */
    return g_strdup_printf (C_ ("deadline", "%s left"), span);
  /* Translators: how long a deadline has passed: "12 min late". */
  return g_strdup_printf (C_ ("deadline", "%s late"), span);
}

char *
tc_words_due_short (gint64 due_us, gint64 now_us)
{
  return word_due (due_us, now_us, word_minutes_short);
}

char *
tc_words_due (gint64 due_us, gint64 now_us)
{
  return word_due (due_us, now_us, word_minutes);
}

char *
tc_words_span (gint64 span_us)
{
  return word_minutes (count_minutes (span_us));
}

GDateTime *
tc_words_local (gint64 time_us)
{
  static GTimeZone *zone; /* (owned): once, for the life of the process */
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (time_us / G_USEC_PER_SEC);

  if (g_once_init_enter (&zone))
    g_once_init_leave (&zone, g_time_zone_new_offset (7 * 60 * 60));
  return utc ? g_date_time_to_timezone (utc, zone) : NULL;
}

static const char *
word_weekday (int day)
{
  switch (day) {
  case 1:
    return C_ ("weekday", "Mon");
  case 2:
    return C_ ("weekday", "Tue");
  case 3:
    return C_ ("weekday", "Wed");
  case 4:
    return C_ ("weekday", "Thu");
  case 5:
    return C_ ("weekday", "Fri");
  case 6:
    return C_ ("weekday", "Sat");
  default:
    return C_ ("weekday", "Sun");
  }
}

/* Of another year. */
static char *
word_long_date (GDateTime *then)
{
  /* Translators: day, month, year, hour, minute: "23/11/2025 14:05". */
  return g_strdup_printf (C_ ("date", "%1$02d/%2$02d/%3$d %4$02d:%5$02d"),
                          g_date_time_get_day_of_month (then), g_date_time_get_month (then),
                          g_date_time_get_year (then), g_date_time_get_hour (then),
                          g_date_time_get_minute (then));
}

char *
tc_words_clock (gint64 then_us, gint64 now_us)
{
  g_autoptr (GDateTime) then = tc_words_local (then_us), now = tc_words_local (now_us);

  if (!then || !now)
    return g_strdup ("…");
  gboolean same_year = g_date_time_get_year (then) == g_date_time_get_year (now);
  gboolean same_day = same_year &&
                      g_date_time_get_day_of_year (then) == g_date_time_get_day_of_year (now);
  if (same_day || ABS (now_us - then_us) < TC_SHIFT_US)
    return g_date_time_format (then, "%H:%M");
  if (!same_year && ABS (now_us - then_us) > YEAR_SAID_US)
    return word_long_date (then);
  /* Translators: weekday, day, month, hour, minute: "Mon 23/11 14:05". */
  return g_strdup_printf (C_ ("date", "%1$s %2$02d/%3$02d %4$02d:%5$02d"),
                          word_weekday (g_date_time_get_day_of_week (then)),
                          g_date_time_get_day_of_month (then), g_date_time_get_month (then),
                          g_date_time_get_hour (then), g_date_time_get_minute (then));
}

char *
tc_words_date_time (gint64 then_us)
{
  g_autoptr (GDateTime) then = tc_words_local (then_us);

  return then ? g_date_time_format (then, "%H:%M, %d/%m/%Y") : g_strdup ("…");
}

char *
tc_words_clock_seconds (gint64 now_us)
{
  g_autoptr (GDateTime) now = tc_words_local (now_us);

  return now ? g_date_time_format (now, "%H:%M:%S") : g_strdup ("…");
}

/* A number of ten-thousandths with the reader's decimal mark. */
static char *
word_degrees (gint32 degrees_e7)
{
  gint64 e4 = ((gint64) ABS ((gint64) degrees_e7) + 500) / 1000;

  /* Translators: a number of degrees: whole part, four decimals; put your decimal mark. */
  return g_strdup_printf (C_ ("degrees", "%s%d.%04d"), degrees_e7 < 0 ? "−" : "",
                          (int) (e4 / 10000), (int) (e4 % 10000));
}

char *
tc_words_place (gint32 lat_e7, gint32 lon_e7)
{
  g_autofree char *lat = word_degrees (lat_e7), *lon = word_degrees (lon_e7);

  return g_strdup_printf ("%s %s", lat, lon);
}

char *
tc_words_when (gint64 then_us, gint64 now_us)
{
  g_autofree char *age = tc_words_age_short (then_us, now_us);
  g_autofree char *clock = tc_words_clock (then_us, now_us);

  return g_strdup_printf ("%s · %s", age, clock);
}

/* Of the land and its sea. */
static gboolean
is_in_vietnam (gint64 lat_e7, gint64 lon_e7)
{
  return lat_e7 >= 60000000 && lat_e7 <= 240000000 && lon_e7 >= 1020000000 && lon_e7 <= 1180000000;
}

gboolean
tc_words_read_place (const char *text, gint64 *lat_e7, gint64 *lon_e7)
{
  g_autoptr (GRegex) form = g_regex_new (
      "^\\s*(\\d{1,2})[.,](\\d{2,15})°?[,;\\s]\\s*(\\d{3})[.,](\\d{2,15})°?\\s*$",
      (GRegexCompileFlags) 0, (GRegexMatchFlags) 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;
  gint64 found[2] = {0};

  if (!g_regex_match (form, text, (GRegexMatchFlags) 0, &match))
    return FALSE;
  for (int i = 0; i < 2; i++) {
    g_autofree char *whole = g_match_info_fetch (match, 2 * i + 1);
    g_autofree char *part = g_match_info_fetch (match, 2 * i + 2);
    g_autofree char *number = g_strdup_printf ("%s.%s", whole, part);
    found[i] = llround (g_ascii_strtod (number, NULL) * 1e7);
  }
  if (!is_in_vietnam (found[0], found[1]))
    return FALSE;
  *lat_e7 = found[0];
  *lon_e7 = found[1];
  return TRUE;
}

char *
tc_words_decimal (double number)
{
  gint64 tenths = llround (number * 10);

  /* Translators: a number with one decimal: whole part, decimal; put your decimal mark. */
  return g_strdup_printf (C_ ("decimal", "%d.%d"), (int) (tenths / 10), (int) (tenths % 10));
}

char *
tc_words_distance (gint64 distance_m)
{
  g_autofree char *km = tc_words_decimal ((double) distance_m / 1000);

  if (distance_m < 1000)
    /* Translators: a distance in metres. */
    return g_strdup_printf (_ ("%d m"), (int) MAX (distance_m, 0));
  /* Translators: a distance in kilometres. */
  return g_strdup_printf (_ ("%s km"), km);
}

/* Appends the value of argument @name. */
static void
append_value (GString *out, const char *name, GVariant *args, gint64 now_us, TcWordFunc func)
{
  g_autoptr (GVariant) value = args ? g_variant_lookup_value (args, name, NULL) : NULL;
  g_autofree char *word = NULL;

  if (value && g_variant_is_of_type (value, G_VARIANT_TYPE_INT64)) {
    gint64 number = g_variant_get_int64 (value);
    word = g_str_has_suffix (name, "_us") ? tc_words_clock (number, now_us)
                                          : g_strdup_printf ("%" G_GINT64_FORMAT, number);
  } else if (value && g_variant_is_of_type (value, G_VARIANT_TYPE_STRING)) {
    const char *text = g_variant_get_string (value, NULL);
    word = func ? func (name, text) : NULL;
    if (!word && *text)
      word = g_strdup (text);
  }
  g_string_append (out, word ? word : "…");
}

char *
tc_words_fill (const char *sentence, GVariant *args, gint64 now_us, TcWordFunc func)
{
  GString *out = g_string_new (NULL);
  const char *at = sentence;

  for (const char *open = strchr (at, '{'); open; open = strchr (at, '{')) {
    const char *close = strchr (open, '}');
    g_autofree char *name = NULL;

    if (!close)
      break;
    name = g_strndup (open + 1, close - open - 1);
    g_string_append_len (out, at, open - at);
    append_value (out, name, args, now_us, func);
    at = close + 1;
  }
  g_string_append (out, at);
  return g_string_free (out, FALSE);
}
