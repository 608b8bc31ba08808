/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What was counted, on the panel's tiles: each with what it is to be judged by, and with the list
 * that it opens.
 */
#include "tc-overview-fill.h"
#include "tc-overview-panel-private.h"

#include "tc-incident-filter.h"
#include "tc-incident-words.h"
#include "tc-now.h"
#include "tc-overview-words.h"
#include "tc-service-level.h"
#include "tc-tip.h"

#include <glib/gi18n-lib.h>

/* Counts older than this while somebody looks: the counting itself has fallen silent. */
#define COUNT_OLD_US (3 * G_TIME_SPAN_MINUTE)

gint64
tc_overview_find_since (TcDesk *desk, TcOverview *overview)
{
  gint64 since_us = 0, counted_us = tc_overview_get_counted_us (overview);

  if (tc_desk_get_state (desk) != TC_DESK_ONLINE)
    g_object_get (desk, "offline-since-us", &since_us, NULL);
  else if (counted_us != 0 && tc_now_us () - counted_us > COUNT_OLD_US)
    since_us = counted_us;
  return since_us;
}

static GVariant *
make_list (TcQueueFilter filter, const char *title)
{
  filter.kind = TC_QUEUE_MATCH;
  return tc_incident_filter_to_variant (&filter, title);
}

static void
set_list (gpointer widget, TcQueueFilter filter, const char *title)
{
  gtk_actionable_set_action_target_value (GTK_ACTIONABLE (widget), make_list (filter, title));
}

/* ---- figures ---- */

/* Silent data says since when, in place of what it would be judged by. */
static void
set_figure (TcFigure *figure, gint64 count, const char *note, const TcUsualRange *usual,
            const char *since)
{
  g_autofree char *value = tc_overview_word_count (count);

  tc_figure_set (figure, value, since ? since : note);
  tc_figure_set_range (figure, usual != NULL, (double) count, usual ? (double) usual->low : 0,
                       usual ? (double) usual->high : 0);
}

/* @values: of the usual days, of @usual (nullable): not counted yet. (nullable) (transfer full):
 * in words; *@range: if TRUE is in *@known */
static char *
judge (const TcOverviewUsual *usual, const gint64 *values, TcUsualRange *range, gboolean *known)
{
  *known = usual && tc_usual_range (values, usual->n_days, range);
  return usual ? tc_overview_word_usual (*known ? range : NULL) : NULL;
}

/* (nullable): two notes, either of which may be missing. */
static char *
join_notes (const char *one, const char *other)
{
  return one && other ? g_strdup_printf ("%s · %s", one, other) : g_strdup (one ? one : other);
}

static char *
word_worst_unit (const TcOverviewStanding *standing)
{
  const TcOverviewGroup *worst = NULL;

  for (guint i = 0; i < standing->units->len; i++) {
    const TcOverviewGroup *unit = &g_array_index (standing->units, TcOverviewGroup, i);
    if (unit->id != 0 && unit->late > (worst ? worst->late : 0))
      worst = unit;
  }
  if (!worst)
    return NULL;
  /* Translators: how many of the late ones are with the unit that has most of them. */
  return g_strdup_printf (_ ("%d with %s"), (int) worst->late, tc_overview_word_group (worst, ""));
}

void
tc_overview_fill_handled (TcFigure *figure, TcOverview *overview, const char *since)
{
  const TcOverviewStanding *standing = tc_overview_get_standing (overview);
  const TcOverviewUsual *usual = tc_overview_get_usual (overview);
  TcUsualRange range = {0};
  gboolean known = FALSE;
  g_autofree char *judged = judge (usual, usual ? usual->handled : NULL, &range, &known);
  g_autofree char *emergencies = NULL, *note = NULL;

  if (standing->emergencies > 0)
    emergencies = g_strdup_printf (
        /* Translators: incidents of the first priority that are being handled. */
        ngettext ("%d emergency", "%d emergencies", (gulong) standing->emergencies),
        (int) standing->emergencies);
  note = join_notes (judged, emergencies);
  set_figure (figure, standing->handled, note, known ? &range : NULL, since);
  set_list (figure, (TcQueueFilter){0}, _ ("Being handled"));
}

void
tc_overview_fill_untaken (TcFigure *figure, TcOverview *overview, const char *since)
{
  const TcOverviewStanding *standing = tc_overview_get_standing (overview);
  const TcOverviewUsual *usual = tc_overview_get_usual (overview);
  TcUsualRange range = {0};
  gboolean known = FALSE;
  g_autofree char *judged = judge (usual, usual ? usual->untaken : NULL, &range, &known);
  g_autofree char *waits = NULL, *longest = NULL, *note = NULL;

  if (standing->untaken_since_us != TC_NONE) {
    waits = tc_words_age_short (standing->untaken_since_us, standing->at_us);
    /* Translators: how long the oldest incident that nobody has taken has waited. */
    longest = g_strdup_printf (_ ("longest: %s"), waits);
  }
  note = join_notes (judged, longest);
  set_figure (figure, standing->untaken, note, known ? &range : NULL, since);
  set_list (figure, (TcQueueFilter){.match = TC_MATCH_UNTAKEN}, _ ("Not taken"));
}

void
tc_overview_fill_late (TcFigure *figure, TcOverview *overview, gboolean brief, const char *since)
{
  const TcOverviewStanding *standing = tc_overview_get_standing (overview);
  const TcOverviewUsual *usual = tc_overview_get_usual (overview);
  TcUsualRange range = {0};
  gboolean known = FALSE;
  g_autofree char *judged = judge (usual, usual ? usual->late : NULL, &range, &known);
  g_autofree char *worst = brief ? NULL : word_worst_unit (standing);
  g_autofree char *note = join_notes (judged, worst);

  set_figure (figure, standing->late, note, known ? &range : NULL, since);
  g_object_set (figure, "alert", standing->late > 0 && !since, NULL);
  set_list (figure, (TcQueueFilter){.match = TC_MATCH_LATE}, _ ("Overdue"));
}

void
tc_overview_fill_soon (TcFigure *figure, TcOverview *overview, const char *since)
{
  const TcOverviewUsual *usual = tc_overview_get_usual (overview);
  TcUsualRange range = {0};
  gboolean known = FALSE;
  g_autofree char *judged = judge (usual, usual ? usual->soon : NULL, &range, &known);
  g_autofree char *note = join_notes (judged, _ ("by their service levels"));

  set_figure (figure, tc_overview_get_standing (overview)->soon, note, known ? &range : NULL,
              since);
  set_list (figure, (TcQueueFilter){.match = TC_MATCH_SOON}, _ ("Due soon"));
}

static void
fill_times (TcOverviewPanel *self)
{
  const TcOverviewTimes *now = tc_overview_get_times (self->overview, 0);
  const TcOverviewTimes *before = tc_overview_get_times (self->overview, 1);

  if (!now)
    return;
  g_autofree char *first = tc_overview_word_span (now->first_action_us);
  g_autofree char *resolution = tc_overview_word_span (now->resolution_us);
  g_autofree char *first_note = tc_overview_word_acted (now, before);
  g_autofree char *note = tc_overview_word_resolved (now, before);

  tc_figure_set (self->first_action, first, self->since ? self->since : first_note);
  tc_figure_set (self->resolution, resolution, self->since ? self->since : note);
  set_list (
      self->first_action,
      (TcQueueFilter){.match = TC_MATCH_RECEIVED, .from_us = now->from_us, .until_us = G_MAXINT64},
      _ ("Received this week"));
  set_list (
      self->resolution,
      (TcQueueFilter){.match = TC_MATCH_RESOLVED, .from_us = now->from_us, .until_us = G_MAXINT64},
      _ ("Resolved this week"));
}

/* ---- today ---- */

/* Sums of @slots: point i is what came before quarter hour i. */
static void
add_up (const gint64 *slots, double *points)
{
  points[0] = 0;
  for (guint i = 0; i < TC_DAY_SLOTS; i++)
    points[i + 1] = points[i] + (double) slots[i];
}

static void
add_usual (TcTrend *trend, const TcOverviewUsual *usual)
{
  gint64 sums[TC_USUAL_WEEKS] = {0};

  trend->has_usual = usual && usual->n_days >= TC_USUAL_DAYS_MIN;
  for (guint i = 0; trend->has_usual && i <= TC_DAY_SLOTS; i++) {
    TcUsualRange range = {0};
    tc_usual_range (sums, usual->n_days, &range);
    trend->low[i] = (double) range.low;
    trend->middle[i] = (double) range.median;
    trend->high[i] = (double) range.high;
    for (guint week = 0; week < usual->n_days && i < TC_DAY_SLOTS; week++)
      sums[week] += usual->slots[week][i];
  }
}

/* Of the usual lines, between the two points where today has come to. */
static gint64
get_between (const double *points, double at)
{
  guint before = (guint) at;
  double part = at - before;

  return (gint64) (points[before] * (1 - part) + points[MIN (before + 1, TC_DAY_SLOTS)] * part +
                   0.5);
}

/* Where today stands, beside where the same weekdays stood at this time. */
static void
make_trend (TcOverview *overview, TcTrend *trend, TcUsualRange *range)
{
  const TcOverviewToday *today = tc_overview_get_today (overview);

  *trend = (TcTrend){.n_points = TC_DAY_SLOTS + 1, .now = (double) today->reports};
  trend->at = (double) (today->at_us - today->day_us) / TC_QUARTER_US;
  trend->n_line = MIN ((guint) trend->at + 1, TC_DAY_SLOTS);
  add_up (today->slots, trend->line);
  add_usual (trend, tc_overview_get_usual (overview));
  *range = (TcUsualRange){get_between (trend->low, trend->at),
                          get_between (trend->middle, trend->at),
                          get_between (trend->high, trend->at)};
}

/* (nullable): not read yet */
static char *
word_usual (TcOverview *overview, const TcTrend *trend, const TcUsualRange *range)
{
  const TcUsualRange whole = {(gint64) trend->low[TC_DAY_SLOTS],
                              (gint64) trend->middle[TC_DAY_SLOTS],
                              (gint64) trend->high[TC_DAY_SLOTS]};

  if (!tc_overview_get_usual (overview))
    return NULL;
  return tc_overview_word_usual_today (trend->has_usual ? range : NULL, &whole);
}

static char *
word_today (TcOverview *overview, const TcTrend *trend, const TcUsualRange *range)
{
  const TcOverviewToday *today = tc_overview_get_today (overview);
  g_autofree char *incidents = g_strdup_printf (
      /* Translators: how many incidents today's reports are about. */
      ngettext ("about %d incident", "about %d incidents", (gulong) today->incidents),
      (int) today->incidents);
  g_autofree char *usual = word_usual (overview, trend, range);

  return join_notes (usual, incidents);
}

void
tc_overview_fill_reports (TcFigure *figure, TcOverview *overview, const char *since)
{
  TcTrend trend = {0};
  TcUsualRange range = {0};
  g_autofree char *usual = NULL;

  make_trend (overview, &trend, &range);
  usual = word_usual (overview, &trend, &range);
  set_figure (figure, tc_overview_get_today (overview)->reports, usual,
              trend.has_usual && range.high > 0 ? &range : NULL, since);
}

static void
fill_today (TcOverviewPanel *self, const TcOverviewToday *today)
{
  static const char *const ticks[] = {"0", "6", "12", "18", "24", NULL};
  TcTrend trend = {0};
  TcUsualRange range = {0};
  g_autofree char *value = tc_overview_word_count (today->reports), *words = NULL, *spoken = NULL;
  const char *note = NULL;

  make_trend (self->overview, &trend, &range);
  words = word_today (self->overview, &trend, &range);
  note = self->since ? self->since : words;
  spoken = g_strdup_printf ("%s: %s. %s", gtk_label_get_label (self->today_caption), value, note);
  gtk_label_set_label (self->today_value, value);
  gtk_label_set_label (self->today_note, note);
  tc_trend_chart_set (self->chart, &trend, ticks, spoken);
  tc_tip_set (self->today, spoken);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->today), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  spoken, -1);
  set_list (
      self->today,
      (TcQueueFilter){.match = TC_MATCH_REPORTED, .from_us = today->day_us, .until_us = G_MAXINT64},
      _ ("Reported today"));
}

static void
fill_channels (TcOverviewPanel *self, const TcOverviewToday *today)
{
  g_autoptr (GPtrArray) spoken = g_ptr_array_new_with_free_func (g_free);
  g_autofree TcBar *bars = g_new0 (TcBar, today->channels->len);

  for (guint i = 0; i < today->channels->len; i++) {
    const TcOverviewChannel *channel = &g_array_index (today->channels, TcOverviewChannel, i);
    const char *name = tc_incident_word_channel (channel->channel);
    TcQueueFilter filter = {
        .match = TC_MATCH_REPORTED, .from_us = today->day_us, .until_us = G_MAXINT64};
    char *words = g_strdup_printf (
        /* Translators: a channel and how many reports came by it today. */
        ngettext ("%s: %d report", "%s: %d reports", (gulong) channel->reports), name,
        (int) channel->reports);
    /* Translators: name of a list: today's reports by one channel. */
    g_autofree char *title = g_strdup_printf (_ ("Reported today by %s"), name);
    g_ptr_array_add (spoken, words);
    g_strlcpy (filter.channel, channel->channel, TC_CHANNEL_SIZE);
    bars[i] = (TcBar){.key = (gint64) g_str_hash (channel->channel),
                      .name = name,
                      .count = channel->reports,
                      .spoken = words,
                      .target = make_list (filter, title)};
  }
  tc_bar_list_set (self->channels, bars, today->channels->len);
}

/* ---- groups ---- */

/* Fills name, numbers and words; @words keeps them. */
static void
make_bar (TcBar *bar, GPtrArray *words, const char *name, gint64 count, gint64 late)
{
  /* Translators: how many of a line are overdue; in a narrow column. */
  char *note = late > 0 ? g_strdup_printf (C_ ("narrow", "%d late"), (int) late) : NULL;
  char *spoken = late > 0
                     /* Translators: a line of the overview: name, how many, how many overdue. */
                     ? g_strdup_printf (_ ("%1$s: %2$d, %3$d of them overdue"), name, (int) count,
                                        (int) late)
                     : g_strdup_printf (C_ ("figure", "%s: %d"), name, (int) count);

  g_ptr_array_add (words, note);
  g_ptr_array_add (words, spoken);
  bar->name = name;
  bar->count = count;
  bar->part = late;
  bar->note = note;
  bar->spoken = spoken;
}

/* @caption: "Field: %s" of the list that a line opens */
static void
fill_groups (TcBarList *list, GArray *groups, TcQueueMatch match, const char *none,
             const char *caption)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new_with_free_func (g_free);
  g_autofree TcBar *bars = g_new0 (TcBar, groups->len);

  for (guint i = 0; i < groups->len; i++) {
    const TcOverviewGroup *group = &g_array_index (groups, TcOverviewGroup, i);
    TcQueueFilter filter = {
        .match = match, .field_id = group->id, .agency_id = group->id, .area_id = group->id};
    const char *name = tc_overview_word_group (group, none);
    g_autofree char *title = g_strdup_printf ("%s: %s", caption, name);
    make_bar (&bars[i], words, name, group->count, group->late);
    bars[i].key = group->id;
    bars[i].target = make_list (filter, title);
  }
  tc_bar_list_set (list, bars, groups->len);
}

void
tc_overview_fill_fields (TcBarList *list, TcOverview *overview)
{
  fill_groups (list, tc_overview_get_standing (overview)->fields, TC_MATCH_FIELD,
               _ ("not classified"), _ ("Field"));
}

static void
fill_ages (TcOverviewPanel *self, const TcOverviewStanding *standing)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new_with_free_func (g_free);
  TcBar bars[TC_AGE_BANDS] = {0};

  for (guint i = 0; i < TC_AGE_BANDS; i++) {
    const char *name = tc_overview_word_band (i);
    TcQueueFilter filter = {.match = TC_MATCH_AGE,
                            .age_from_us = tc_age_band_from_us[i],
                            .age_until_us = tc_age_band_from_us[i + 1]};
    g_autofree char *title = g_strdup_printf ("%s: %s", _ ("Received"), name);
    make_bar (&bars[i], words, name, standing->bands[i], standing->bands_late[i]);
    bars[i].key = i;
    bars[i].target = make_list (filter, title);
  }
  tc_bar_list_set (self->ages, bars, TC_AGE_BANDS);
}

/* ---- a unit's own tasks ---- */

static void
fill_tasks (TcOverviewPanel *self, GArray *tasks)
{
  gint64 now_us = tc_now_us ();
  guint n = tasks ? tasks->len : 0, late = 0, soon = 0;
  g_autofree char *text = NULL;

  tc_own_tasks_set (self->task_list, tasks);
  for (guint i = 0; i < n; i++) {
    const TcTask *task = &g_array_index (tasks, TcTask, i);
    late += task->due_us != TC_NONE && task->due_us < now_us;
    soon += tc_order_is_due_soon (task->sent_us, task->due_us, now_us);
  }
  /* Translators: what a unit has been asked to do: how many tasks, how many of them overdue, how
   * many due soon. */
  text = g_strdup_printf (ngettext ("%u open task of your unit, %u overdue, %u due soon",
                                    "%u open tasks of your unit, %u overdue, %u due soon", n),
                          n, late, soon);
  gtk_label_set_label (self->tasks_head, text);
}

/* ---- all ---- */

static void
fill_whole (TcOverviewPanel *self)
{
  const TcOverviewStanding *standing = tc_overview_get_standing (self->overview);
  const TcOverviewToday *today = tc_overview_get_today (self->overview);

  tc_overview_fill_handled (self->handled, self->overview, self->since);
  tc_overview_fill_untaken (self->untaken, self->overview, self->since);
  tc_overview_fill_late (self->late, self->overview, FALSE, self->since);
  tc_overview_fill_soon (self->soon, self->overview, self->since);
  fill_times (self);
  fill_today (self, today);
  fill_channels (self, today);
  tc_overview_fill_fields (self->fields, self->overview);
  fill_groups (self->units, standing->units, TC_MATCH_UNIT, _ ("no unit yet"), _ ("Unit"));
  fill_groups (self->areas, standing->areas, TC_MATCH_AREA, _ ("no area"), _ ("Area"));
  fill_ages (self, standing);
  tc_event_list_set (self->events, tc_overview_get_events (self->overview));
}

/* That there is nothing is shown once it can be said why. */
static const char *
get_page (TcOverviewPanel *self, TcOverviewAccess access)
{
  if (access != TC_OVERVIEW_NOTHING)
    return access == TC_OVERVIEW_WHOLE ? "whole" : "tasks";
  return tc_reading_watch_word (self->reading) ? "nothing" : "waiting";
}

void
tc_overview_panel_fill (TcOverviewPanel *self)
{
  TcOverviewAccess access = TC_OVERVIEW_NOTHING;

  if (!tc_overview_get_access (self->overview, &access))
    return;
  if (access == TC_OVERVIEW_WHOLE)
    fill_whole (self);
  else if (access == TC_OVERVIEW_TASKS)
    fill_tasks (self, tc_overview_get_tasks (self->overview));
  gtk_stack_set_visible_child_name (self->pages, get_page (self, access));
}
