/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Single values of the wire; see the header. Parsed by hand: strtod and sscanf take "nan", "0x1p3"
 * and a locale's comma, GDateTime takes forms without a zone.
 */
#include "tc-open311-value.h"

#include "tc-text.h"

#include <string.h>

#define US_PER_S G_GINT64_CONSTANT (1000000)
#define E7 G_GINT64_CONSTANT (10000000)

/* Exactly @n digits at *@at. */
static gboolean
take_digits (const char **at, int n, int *out)
{
  int value = 0;

  for (int i = 0; i < n; i++) {
    if (!g_ascii_isdigit ((*at)[i]))
      return FALSE;
    value = value * 10 + ((*at)[i] - '0');
  }
  *at += n;
  *out = value;
  return TRUE;
}

static gboolean
take_char (const char **at, char c)
{
  if (**at != c)
    return FALSE;
  (*at)++;
  return TRUE;
}

/* ".123": microseconds; further digits are dropped. */
static gboolean
take_fraction (const char **at, int *us)
{
  int scale = 100000;

  *us = 0;
  if (!take_char (at, '.'))
    return TRUE;
  if (!g_ascii_isdigit (**at))
    return FALSE;
  for (; g_ascii_isdigit (**at); (*at)++) {
    *us += (**at - '0') * scale;
    scale /= 10;
  }
  return TRUE;
}

static gboolean
take_zone (const char **at, int *offset_s)
{
  int sign = **at == '-' ? -1 : 1;
  int hours, minutes;

  *offset_s = 0;
  if (take_char (at, 'Z'))
    return TRUE;
  /* A '+' that a client forgot to encode has become a space. */
  if (**at != '+' && **at != '-' && **at != ' ')
    return FALSE;
  (*at)++;
  if (!take_digits (at, 2, &hours) || !take_char (at, ':') || !take_digits (at, 2, &minutes))
    return FALSE;
  if (hours > 14 || minutes > 59)
    return FALSE;
  *offset_s = sign * (hours * 3600 + minutes * 60);
  return TRUE;
}

gboolean
tc_open311_parse_time (const char *text, gint64 *time_us)
{
  int year, month, day, hour, minute, second = 0, us = 0, offset_s;
  g_autoptr (GDateTime) date = NULL;
  gint64 seconds;

  if (strnlen (text, TC_OPEN311_TOKEN_CHARS_MAX + 1) > TC_OPEN311_TOKEN_CHARS_MAX)
    return FALSE;
  if (!take_digits (&text, 4, &year) || !take_char (&text, '-') ||
      !take_digits (&text, 2, &month) || !take_char (&text, '-') || !take_digits (&text, 2, &day) ||
      !take_char (&text, 'T') || !take_digits (&text, 2, &hour) || !take_char (&text, ':') ||
      !take_digits (&text, 2, &minute))
    return FALSE;
  if (take_char (&text, ':') && (!take_digits (&text, 2, &second) || !take_fraction (&text, &us)))
    return FALSE;
  if (!take_zone (&text, &offset_s) || *text != '\0')
    return FALSE;
  if (year < 1970 || hour > 23 || minute > 59 || second > 60)
    return FALSE;
  date = g_date_time_new_utc (year, month, day, hour, minute, 0);
  if (!date)
    return FALSE;
  seconds = g_date_time_to_unix (date) + second - offset_s;
  if (seconds < 0)
    return FALSE;
  *time_us = seconds * US_PER_S + us;
  return TRUE;
}

char *
tc_open311_format_time (gint64 time_us, int offset_s)
{
  gint64 seconds = time_us / US_PER_S + offset_s - (time_us % US_PER_S < 0 ? 1 : 0);
  g_autoptr (GDateTime) date = g_date_time_new_from_unix_utc (seconds);
  int minutes = ABS (offset_s) / 60;

  if (!date)
    return NULL;
  return g_strdup_printf (offset_s == 0 ? "%04d-%02d-%02dT%02d:%02d:%02dZ"
                                        : "%04d-%02d-%02dT%02d:%02d:%02d%c%02d:%02d",
                          g_date_time_get_year (date), g_date_time_get_month (date),
                          g_date_time_get_day_of_month (date), g_date_time_get_hour (date),
                          g_date_time_get_minute (date), g_date_time_get_second (date),
                          offset_s < 0 ? '-' : '+', minutes / 60, minutes % 60);
}

gboolean
tc_open311_parse_degrees (const char *text, int max_degrees, gint64 *value_e7)
{
  gboolean negative = *text == '-';
  gint64 value = 0;
  gint64 scale = E7;
  guint n_digits = 0;
  gboolean round_up = FALSE;

  if (strnlen (text, TC_OPEN311_TOKEN_CHARS_MAX + 1) > TC_OPEN311_TOKEN_CHARS_MAX)
    return FALSE;
  if (*text == '-' || *text == '+')
    text++;
  for (; g_ascii_isdigit (*text); text++, n_digits++) {
    value = value * 10 + (*text - '0');
    if (value > max_degrees)
      return FALSE;
  }
  if (n_digits == 0)
    return FALSE;
  value *= E7;
  if (take_char (&text, '.')) {
    if (!g_ascii_isdigit (*text))
      return FALSE;
    for (; g_ascii_isdigit (*text); text++) {
      if (scale == 1)
        round_up = *text >= '5';
      scale /= 10;
      value += (*text - '0') * scale;
    }
  }
  value += round_up ? 1 : 0;
  if (*text != '\0' || value > max_degrees * E7)
    return FALSE;
  *value_e7 = negative ? -value : value;
  return TRUE;
}

char *
tc_open311_format_degrees (gint64 value_e7)
{
  gint64 size = ABS (value_e7);
  g_autofree char *text = g_strdup_printf ("%s%" G_GINT64_FORMAT ".%07" G_GINT64_FORMAT,
                                           value_e7 < 0 ? "-" : "", size / E7, size % E7);
  gsize length = strlen (text);

  while (text[length - 1] == '0' && text[length - 2] != '.')
    text[--length] = '\0';
  return g_steal_pointer (&text);
}

gboolean
tc_open311_parse_id (const char *text, gint64 *id)
{
  guint64 value = 0;

  if (*text < '1' || *text > '9')
    return FALSE;
  for (; g_ascii_isdigit (*text); text++) {
    guint64 digit = (guint64) (*text - '0');

    if (value > ((guint64) G_MAXINT64 - digit) / 10)
      return FALSE;
    value = value * 10 + digit;
  }
  if (*text != '\0')
    return FALSE;
  *id = (gint64) value;
  return TRUE;
}

gboolean
tc_open311_parse_count (const char *text, guint max, guint *count)
{
  gint64 value;

  if (!tc_open311_parse_id (text, &value) || value > max)
    return FALSE;
  *count = (guint) value;
  return TRUE;
}

/* What no keyboard gives and no answer could carry: refused, since it tells of a broken client.
 * What people paste unknowingly (direction marks, odd spaces) is cleaned by tc_text_clean(). */
static gboolean
is_control (gunichar c)
{
  return (c < 0x20 && c != '\t' && c != '\n' && c != '\r') || (c >= 0x7f && c < 0xa0) ||
         (c & 0xfffe) == 0xfffe || (c >= 0xfdd0 && c <= 0xfdef);
}

char *
tc_open311_clean_text (const char *name, const char *value, gboolean lines, guint chars_max,
                       TcOpen311Fault *fault)
{
  g_autofree char *text = NULL;

  for (const char *at = value; *at; at = g_utf8_next_char (at)) {
    if (is_control (g_utf8_get_char (at))) {
      tc_open311_fault_add (fault, 400, "parameter \"%s\" contains a control character", name);
      return NULL;
    }
  }
  text = tc_text_clean (value, lines ? TC_TEXT_PARAGRAPH : TC_TEXT_LINE, chars_max);
  if (!text)
    tc_open311_fault_add (fault, 400, "parameter \"%s\" has more than %u characters", name,
                          chars_max);
  return text && *text ? g_steal_pointer (&text) : NULL;
}
