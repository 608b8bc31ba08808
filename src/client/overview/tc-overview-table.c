/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Figures as a table; see the header. A line: what, of what, how many, how many overdue, and the
 * usual range where there is one.
 */
#include "tc-overview-table.h"

#include "tc-csv-cell.h"
#include "tc-incident-words.h"
#include "tc-overview-words.h"

#include <glib/gi18n-lib.h>

#define SLOTS_AN_HOUR 4

static void
append_text (GString *csv, const char *text)
{
  tc_csv_append_text (csv, text);
  g_string_append_c (csv, ',');
}

/* TC_NONE: an empty cell. */
static void
append_number (GString *csv, gint64 number, const char *end)
{
  if (number != TC_NONE)
    g_string_append_printf (csv, "%" G_GINT64_FORMAT, number);
  g_string_append (csv, end);
}

static void
append_line (GString *csv, const char *what, const char *name, gint64 count, gint64 late,
             const TcUsualRange *usual)
{
  append_text (csv, what);
  append_text (csv, name);
  append_number (csv, count, ",");
  append_number (csv, late, ",");
  append_number (csv, usual ? usual->low : TC_NONE, ",");
  append_number (csv, usual ? usual->median : TC_NONE, ",");
  append_number (csv, usual ? usual->high : TC_NONE, "\r\n");
}

static void
append_groups (GString *csv, const char *what, GArray *groups, const char *none)
{
  for (guint i = 0; i < groups->len; i++) {
    const TcOverviewGroup *group = &g_array_index (groups, TcOverviewGroup, i);
    append_line (csv, what, tc_overview_word_group (group, none), group->count, group->late, NULL);
  }
}

static void
append_standing (GString *csv, TcOverview *overview)
{
  const TcOverviewStanding *standing = tc_overview_get_standing (overview);
  const TcOverviewUsual *usual = tc_overview_get_usual (overview);
  TcUsualRange handled = {0}, late = {0};
  gboolean known = usual && tc_usual_range (usual->handled, usual->n_days, &handled) &&
                   tc_usual_range (usual->late, usual->n_days, &late);

  append_line (csv, _ ("Being handled"), "", standing->handled, standing->late,
               known ? &handled : NULL);
  append_line (csv, _ ("Not taken"), "", standing->untaken, TC_NONE, NULL);
  append_line (csv, _ ("Overdue"), "", standing->late, standing->late, known ? &late : NULL);
  append_line (csv, _ ("Due soon"), "", standing->soon, TC_NONE, NULL);
  append_groups (csv, _ ("By field"), standing->fields, _ ("not classified"));
  append_groups (csv, _ ("By unit"), standing->units, _ ("no unit yet"));
  append_groups (csv, _ ("By area"), standing->areas, _ ("no area"));
  for (guint i = 0; i < TC_AGE_BANDS; i++)
    append_line (csv, _ ("By age"), tc_overview_word_band (i), standing->bands[i],
                 standing->bands_late[i], NULL);
}

/* Until each full hour that has passed; of the usual days all hours. */
static void
append_hours (GString *csv, TcOverview *overview)
{
  const TcOverviewToday *today = tc_overview_get_today (overview);
  const TcOverviewUsual *usual = tc_overview_get_usual (overview);
  gint64 sums[TC_USUAL_WEEKS] = {0}, sum = 0;

  for (guint i = 0; i < TC_DAY_SLOTS; i++) {
    TcUsualRange range = {0};
    gint64 until_us = today->day_us + (i + 1) * TC_QUARTER_US;
    g_autofree char *clock = NULL;

    sum += today->slots[i];
    for (guint week = 0; usual && week < usual->n_days; week++)
      sums[week] += usual->slots[week][i];
    if ((i + 1) % SLOTS_AN_HOUR != 0)
      continue;
    clock = g_strdup_printf ("%u:00", (i + 1) / SLOTS_AN_HOUR);
    append_line (csv, _ ("Reports today, added up"), clock,
                 until_us <= today->at_us ? sum : TC_NONE, TC_NONE,
                 usual && tc_usual_range (sums, usual->n_days, &range) ? &range : NULL);
  }
}

char *
tc_overview_to_csv (TcOverview *overview)
{
  const TcOverviewToday *today = tc_overview_get_today (overview);
  GString *csv = NULL;
  g_autofree char *clock = NULL;

  if (!today)
    return NULL;
  csv = g_string_new (TC_CSV_MARK);
  /* As seen days later: with its date. */
  clock = tc_words_clock (today->at_us, today->at_us + 2 * G_TIME_SPAN_DAY);
  append_text (csv, _ ("Figure"));
  append_text (csv, clock);
  append_text (csv, _ ("Number"));
  append_text (csv, _ ("Overdue"));
  append_text (csv, _ ("Usual, lowest"));
  append_text (csv, _ ("Usual, middle"));
  append_text (csv, _ ("Usual, highest"));
  g_string_truncate (csv, csv->len - 1);
  g_string_append (csv, "\r\n");
  append_standing (csv, overview);
  for (guint i = 0; i < today->channels->len; i++) {
    const TcOverviewChannel *channel = &g_array_index (today->channels, TcOverviewChannel, i);
    append_line (csv, _ ("Reports today by channel"), tc_incident_word_channel (channel->channel),
                 channel->reports, TC_NONE, NULL);
  }
  append_hours (csv, overview);
  return g_string_free (csv, FALSE);
}
