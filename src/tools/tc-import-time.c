/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reading times by form; see the header.
 */
#include "tc-import-time.h"

#include <string.h>

typedef enum {
  PART_YEAR,
  PART_MONTH,
  PART_DAY,
  PART_HOUR,
  PART_MINUTE,
  PART_SECOND,
  PART_HALF, /* of the day: 0 AM, 1 PM */
  N_PARTS,
} Part;

static const char *const tokens[N_PARTS] = {"YYYY", "MM", "DD", "hh", "mm", "ss", "AP"};

/* The part that @form begins with; N_PARTS: a character that stands for itself. */
static Part
find_part (const char *form)
{
  for (guint i = 0; i < N_PARTS; i++) {
    if (g_str_has_prefix (form, tokens[i]))
      return (Part) i;
  }
  return N_PARTS;
}

gboolean
tc_import_time_is_form (const char *form)
{
  guint seen[N_PARTS + 1] = {0};

  while (*form) {
    Part part = find_part (form);
    if (part != N_PARTS && seen[part]++)
      return FALSE;
    form += part == N_PARTS ? 1 : strlen (tokens[part]);
  }
  return seen[PART_YEAR] && seen[PART_MONTH] && seen[PART_DAY];
}

/* Moves @text behind the digits: four of a year, else one or two. */
static gboolean
read_number (const char **text, Part part, int *value)
{
  guint most = part == PART_YEAR ? 4 : 2;
  guint n = 0;

  *value = 0;
  for (; n < most && g_ascii_isdigit (**text); n++, (*text)++)
    *value = *value * 10 + (**text - '0');
  return n == most || (part != PART_YEAR && n > 0);
}

static gboolean
read_half (const char **text, int *value)
{
  if (g_ascii_strncasecmp (*text, "AM", 2) != 0 && g_ascii_strncasecmp (*text, "PM", 2) != 0)
    return FALSE;
  *value = g_ascii_toupper (**text) == 'P';
  *text += 2;
  return TRUE;
}

static gboolean
read_parts (const char *text, const char *form, int values[N_PARTS])
{
  while (*form) {
    Part part = find_part (form);
    if (part == N_PARTS) {
      if (*text++ != *form++)
        return FALSE;
      continue;
    }
    if (part == PART_HALF ? !read_half (&text, &values[part])
                          : !read_number (&text, part, &values[part]))
      return FALSE;
    form += strlen (tokens[part]);
  }
  return *text == '\0';
}

/* (transfer full) (nullable): NULL if it doesn't fit, or there is no such time. */
static GDateTime *
parse_form (const char *text, const char *form, GTimeZone *zone)
{
  int values[N_PARTS] = {[PART_HALF] = -1};

  if (!read_parts (text, form, values))
    return NULL;
  if (values[PART_HALF] >= 0) {
    if (values[PART_HOUR] < 1 || values[PART_HOUR] > 12)
      return NULL;
    values[PART_HOUR] = values[PART_HOUR] % 12 + 12 * values[PART_HALF];
  }
  return g_date_time_new (zone, values[PART_YEAR], values[PART_MONTH], values[PART_DAY],
                          values[PART_HOUR], values[PART_MINUTE], values[PART_SECOND]);
}

gboolean
tc_import_time_parse (const char *text, const char *const *forms, GTimeZone *zone, gint64 *time_us)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_iso8601 (text, zone);

  for (guint i = 0; !time && forms[i]; i++)
    time = parse_form (text, forms[i], zone);
  if (!time)
    return FALSE;
  *time_us = g_date_time_to_unix (time) * G_USEC_PER_SEC + g_date_time_get_microsecond (time);
  return TRUE;
}
