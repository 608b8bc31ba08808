/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reading a deadline; see the header. Words between spaces, each of one form.
 */
#include "tc-due-typed.h"

#include "tc-duty.h"
#include "tc-limits.h"
#include "tc-words.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define MINUTE_US (60 * TC_US_PER_S)
#define OFFICE_END_MIN (17 * 60)
/* Minutes or hours from now. */
#define AHEAD_MAX 9999

typedef struct {
  int minute;   /* of the day; -1: not said */
  int second;   /* of that minute */
  gint64 day;   /* as tc_duty_day(); -1: not said */
  gint64 at_us; /* said as a span from now; TC_NONE */
} Said;

/* Up to @digits digits from *@at, which goes behind them; -1: none. */
static int
take_number (const char **at, guint digits)
{
  int number = -1;

  for (guint i = 0; i < digits && g_ascii_isdigit (**at); i++, (*at)++)
    number = MAX (number, 0) * 10 + (**at - '0');
  return number;
}

/* "17:30", "17:30:05", "17h30", "17h", "17g" (giờ) */
static gboolean
read_clock (const char *word, Said *said)
{
  int hour = take_number (&word, 2), minute = 0, second = 0;

  if (hour < 0 || !*word || !strchr (":hHgG", *word))
    return FALSE;
  word++;
  if (*word)
    minute = take_number (&word, 2);
  if (*word == ':') {
    word++;
    second = take_number (&word, 2);
  }
  if (*word || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59 ||
      said->minute >= 0)
    return FALSE;
  said->minute = hour * 60 + minute;
  said->second = second;
  return TRUE;
}

static gint64
find_day (int year, int month, int day)
{
  g_autoptr (GDateTime)
      date = g_date_valid_dmy ((GDateDay) day, (GDateMonth) month, (GDateYear) year)
                 ? g_date_time_new_utc (year, month, day, 0, 0, 0)
                 : NULL;

  return date ? g_date_time_to_unix (date) / 86400 : -1;
}

/* "27/11", "27/11/2026"; without a year the @next one, or this year's. */
static gboolean
read_date (const char *word, gint64 now_us, gboolean next, Said *said)
{
  g_autoptr (GDateTime) today = g_date_time_new_from_unix_utc (tc_duty_day (now_us) * 86400);
  int year = g_date_time_get_year (today), day = take_number (&word, 2), month = -1;
  gboolean whole = FALSE;

  if (day < 1 || *word++ != '/')
    return FALSE;
  month = take_number (&word, 2);
  if (*word == '/') {
    word++;
    year = take_number (&word, 4);
    whole = TRUE;
  }
  if (*word || month < 1 || month > 12 || year < 2000 || said->day >= 0)
    return FALSE;
  said->day = find_day (year, month, day);
  if (next && !whole && said->day >= 0 && said->day < tc_duty_day (now_us))
    said->day = find_day (year + 1, month, day);
  return said->day >= 0;
}

/* "+90", "+2h", "+2g" */
static gboolean
read_span (const char *word, gint64 now_us, Said *said)
{
  int n = 0;

  if (*word++ != '+')
    return FALSE;
  n = take_number (&word, 4);
  if (n < 1 || n > AHEAD_MAX || (*word && (!strchr ("hHgG", *word) || word[1])) ||
      said->at_us != TC_NONE)
    return FALSE;
  said->at_us = now_us + n * (*word ? 60 * MINUTE_US : MINUTE_US);
  return TRUE;
}

gint64
tc_due_typed_read (const char *text, gint64 now_us)
{
  g_auto (GStrv) words = g_strsplit_set (text, " \t", -1);
  Said said = {-1, 0, -1, TC_NONE};
  gint64 due_us = TC_NONE;

  for (guint i = 0; words[i]; i++)
    if (*words[i] && !read_clock (words[i], &said) && !read_date (words[i], now_us, TRUE, &said) &&
        !read_span (words[i], now_us, &said))
      return TC_NONE;
  if (said.at_us != TC_NONE)
    return said.minute < 0 && said.day < 0 ? said.at_us : TC_NONE;
  if (said.minute < 0 && said.day < 0)
    return TC_NONE;
  due_us = tc_duty_day_start (said.day >= 0 ? said.day : tc_duty_day (now_us)) +
           (said.minute >= 0 ? said.minute : OFFICE_END_MIN) * MINUTE_US +
           said.second * TC_US_PER_S;
  if (due_us <= now_us && said.day < 0)
    due_us += TC_US_PER_DAY;
  return due_us > now_us ? due_us : TC_NONE;
}

char *
tc_due_typed_word (const char *text, gint64 now_us)
{
  gint64 due_us = tc_due_typed_read (text, now_us);
  g_autofree char *when = NULL, *left = NULL;

  if (due_us == TC_NONE)
    return g_strdup (*text ? _ ("not understood yet") : "");
  when = tc_words_clock (due_us, now_us);
  left = tc_words_due (due_us, now_us);
  return g_strdup_printf ("%s · %s", when, left);
}

gint64
tc_time_typed_read (const char *text, gint64 now_us)
{
  g_auto (GStrv) words = g_strsplit_set (text, " \t", -1);
  Said said = {-1, 0, -1, TC_NONE};
  gint64 at_us = TC_NONE;

  for (guint i = 0; words[i]; i++)
    if (*words[i] && !read_clock (words[i], &said) && !read_date (words[i], now_us, FALSE, &said))
      return TC_NONE;
  if (said.minute < 0 && said.day < 0)
    return TC_NONE;
  at_us = tc_duty_day_start (said.day >= 0 ? said.day : tc_duty_day (now_us)) +
          MAX (said.minute, 0) * MINUTE_US + said.second * TC_US_PER_S;
  return said.day < 0 && at_us > now_us ? at_us - TC_US_PER_DAY : at_us;
}
