/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The reasons of proposals in words; see tc-incident-words.h.
 */
#include "tc-incident-words.h"

#include <glib/gi18n-lib.h>

char *
tc_incident_word_because (const char *words)
{
  g_auto (GStrv) list = g_strsplit (words, ", ", -1);
  g_autoptr (GString) quoted = g_string_new (NULL);

  for (guint i = 0; list[i]; i++) {
    /* Translators: a word as a reporter wrote it, between quotation marks. */
    g_autofree char *one = g_strdup_printf (C_ ("quoted", "“%s”"), list[i]);
    g_string_append_printf (quoted, "%s%s", quoted->len > 0 ? ", " : "", one);
  }
  /* Translators: the words of a report for which a field is proposed. */
  return g_strdup_printf (_ ("because: %s"), quoted->str);
}

/* @part: (transfer full) */
static void
append_part (GString *text, char *part)
{
  g_string_append_printf (text, "%s%s", text->len > 0 ? " · " : "", part);
  g_free (part);
}

char *
tc_incident_word_parts (const TcSimilar *similar)
{
  g_autoptr (GString) text = g_string_new (NULL);

  /* Translators: points out of a hundred that two reports are the same: by their place, … */
  append_part (text, g_strdup_printf (C_ ("points", "place %d"), (int) similar->place));
  /* Translators: … by the time between them, … */
  append_part (text, g_strdup_printf (C_ ("points", "time %d"), (int) similar->time));
  /* Translators: … by the words in both, … */
  append_part (text, g_strdup_printf (C_ ("points", "words %d"), (int) similar->text));
  if (similar->photo != TC_NONE)
    /* Translators: … by photos that look alike, … */
    append_part (text, g_strdup_printf (C_ ("points", "photo %d"), (int) similar->photo));
  if (similar->kind != 0)
    /* Translators: … and less (the number is below 0) because they are of other kinds. */
    append_part (text, g_strdup_printf (C_ ("points", "other kind %d"), (int) similar->kind));
  return g_string_free (g_steal_pointer (&text), FALSE);
}

char *
tc_incident_word_responsible (const TcProposedUnit *unit)
{
  const char *field = tc_incident_pick_name (unit->field_vi, unit->field_en);
  const char *area = tc_incident_pick_name (unit->area_vi, unit->area_en);
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (unit->since_us / G_USEC_PER_SEC);
  /* Vietnam's days; there is no summer time. */
  g_autoptr (GDateTime) there = utc ? g_date_time_add_hours (utc, 7) : NULL;
  /* Translators: a date, as of strftime. */
  g_autofree char *since = there ? g_date_time_format (there, _ ("%d/%m/%Y")) : g_strdup ("…");

  if (*area)
    /* Translators: why a unit is proposed: a field, an area, a date. */
    return g_strdup_printf (_ ("responsible for %s, %s, since %s"), field, area, since);
  /* Translators: why a unit is proposed: a field, a date. */
  return g_strdup_printf (_ ("responsible for %s everywhere, since %s"), field, since);
}
