/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Figures as a table; see the header. A line: what, of what, how many, how many overdue, and the
 * usual range where there is one.
 */
#include "tc-overview-table.h"

#include "tc-incident-export.h"
#include "tc-incident-words.h"
#include "tc-now.h"
#include "tc-overview-words.h"

#include <glib/gi18n-lib.h>

#define SLOTS_AN_HOUR 4

/* (transfer full) (nullable): TC_NONE is an empty cell. */
static char *
word (gint64 number)
{
  return number == TC_NONE ? NULL : g_strdup_printf ("%" G_GINT64_FORMAT, number);
}

static void
add_line (TcListTable *table, const char *what, const char *name, gint64 count, gint64 late,
          const TcUsualRange *usual)
{
  const gint64 numbers[] = {count, late, usual ? usual->low : TC_NONE,
                            usual ? usual->median : TC_NONE, usual ? usual->high : TC_NONE};
  char *cells[G_N_ELEMENTS (numbers)];

  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    cells[i] = word (numbers[i]);
  tc_list_table_add (
      table, (const char *const[]){what, name, cells[0], cells[1], cells[2], cells[3], cells[4]});
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    g_free (cells[i]);
}

static void
add_groups (TcListTable *table, const char *what, GArray *groups, const char *none)
{
  for (guint i = 0; i < groups->len; i++) {
    const TcOverviewGroup *group = &g_array_index (groups, TcOverviewGroup, i);
    add_line (table, what, tc_overview_word_group (group, none), group->count, group->late, NULL);
  }
}

/* @usual: (array) (nullable): of so many usual days */
static void
add_judged (TcListTable *table, const char *what, gint64 count, gint64 late, const gint64 *usual,
            guint n_days)
{
  TcUsualRange range = {0};
  gboolean known = usual && tc_usual_range (usual, n_days, &range);

  add_line (table, what, "", count, late, known ? &range : NULL);
}

static void
add_standing (TcListTable *table, TcOverview *overview)
{
  const TcOverviewStanding *standing = tc_overview_get_standing (overview);
  const TcOverviewUsual *usual = tc_overview_get_usual (overview);
  guint n_days = usual ? usual->n_days : 0;

  add_judged (table, _ ("Being handled"), standing->handled, standing->late,
              usual ? usual->handled : NULL, n_days);
  add_judged (table, _ ("Not taken"), standing->untaken, TC_NONE, usual ? usual->untaken : NULL,
              n_days);
  add_judged (table, _ ("Overdue"), standing->late, standing->late, usual ? usual->late : NULL,
              n_days);
  add_judged (table, _ ("Due soon"), standing->soon, TC_NONE, usual ? usual->soon : NULL, n_days);
  add_groups (table, _ ("By field"), standing->fields, _ ("not classified"));
  add_groups (table, _ ("By unit"), standing->units, _ ("no unit yet"));
  add_groups (table, _ ("By area"), standing->areas, _ ("no area"));
  for (guint i = 0; i < TC_AGE_BANDS; i++)
    add_line (table, _ ("By age"), tc_overview_word_band (i), standing->bands[i],
              standing->bands_late[i], NULL);
}

/* Until each full hour that has passed; of the usual days all hours. */
static void
add_hours (TcListTable *table, TcOverview *overview)
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
    add_line (table, _ ("Reports today, added up"), clock, until_us <= today->at_us ? sum : TC_NONE,
              TC_NONE, usual && tc_usual_range (sums, usual->n_days, &range) ? &range : NULL);
  }
}

TcListTable *
tc_overview_to_table (TcOverview *overview)
{
  const TcOverviewToday *today = tc_overview_get_today (overview);
  /* As seen days later: with its date. */
  g_autofree char *clock = today ? tc_words_clock (today->at_us, today->at_us + 2 * G_TIME_SPAN_DAY)
                                 : NULL;
  const TcListColumn columns[] = {
      {_ ("Figure"), TC_LIST_FIT, FALSE},       {clock, TC_LIST_FIT, FALSE},
      {_ ("Number"), TC_LIST_FIT, TRUE},        {_ ("Overdue"), TC_LIST_FIT, TRUE},
      {_ ("Usual, lowest"), TC_LIST_FIT, TRUE}, {_ ("Usual, middle"), TC_LIST_FIT, TRUE},
      {_ ("Usual, highest"), TC_LIST_FIT, TRUE}};
  TcListTable *table = NULL;

  if (!today)
    return NULL;
  table = tc_list_table_new (_ ("OVERVIEW"), _ ("Figures of today"), columns,
                             G_N_ELEMENTS (columns));
  add_standing (table, overview);
  for (guint i = 0; i < today->channels->len; i++) {
    const TcOverviewChannel *channel = &g_array_index (today->channels, TcOverviewChannel, i);
    add_line (table, _ ("Reports today by channel"), tc_incident_word_channel (channel->channel),
              channel->reports, TC_NONE, NULL);
  }
  add_hours (table, overview);
  return table;
}

TcListTable *
tc_overview_events_to_table (const GArray *events)
{
  const TcListColumn columns[] = {{C_ ("paper", "Time"), 14},
                                  {C_ ("paper", "What happened"), 30},
                                  {C_ ("paper", "Code"), 15},
                                  {C_ ("paper", "Matter"), 25},
                                  {C_ ("paper", "Who"), 16}};
  TcListTable *table = tc_list_table_new (_ ("NEWEST EVENTS"), _ ("Of all incidents"), columns,
                                          G_N_ELEMENTS (columns));
  gint64 now_us = tc_now_us ();

  for (guint i = 0; i < events->len; i++) {
    const TcOverviewEvent *event = &g_array_index (events, TcOverviewEvent, i);
    g_autofree char *at = tc_incident_word_date (event->event.at_us);
    g_autofree char *what = tc_overview_word_event (event, now_us);
    g_autofree char *who = tc_incident_word_actor (&event->event);
    const char *const cells[] = {at, what, event->code, event->title, who};

    tc_list_table_add (table, cells);
  }
  return table;
}
