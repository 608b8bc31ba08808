/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How good the alarms were, in words; see the header.
 */
#include "tc-alarm-measure-words.h"

#include "tc-alarm-words.h"
#include "tc-incident-words.h"
#include "tc-overview-words.h"
#include "tc-words.h"

#include <glib/gi18n-lib.h>

/* Of a hundred alarms: ISA-18.2. */
static const guint targets[TC_ALARM_N_PRIORITIES] = {
    [TC_ALARM_HIGH] = 5,
    [TC_ALARM_MEDIUM] = 15,
    [TC_ALARM_LOW] = 80,
};

char *
tc_alarm_word_rate (double alarms)
{
  return alarms < 0 ? g_strdup ("–") : tc_words_decimal (alarms);
}

const char *
tc_alarm_word_judgement (TcAlarmRate rate)
{
  static const char *const words[TC_ALARM_N_RATES] = {
      /* Translators: how many alarms a person has to heed. The sign stays. */
      [TC_ALARM_RATE_COMFORTABLE] = NC_ ("alarms", "✓ comfortable"),
      [TC_ALARM_RATE_LIMIT] = NC_ ("alarms", "● at the limit"),
      [TC_ALARM_RATE_MANY] = NC_ ("alarms", "▲ too many"),
      [TC_ALARM_RATE_FLOOD] = NC_ ("alarms", "◆ a flood"),
  };

  return g_dpgettext2 (GETTEXT_PACKAGE, "alarms", words[rate]);
}

char *
tc_alarm_word_worst (const TcAlarmMeasures *measures)
{
  g_autofree char *clock = NULL;

  if (measures->worst == 0)
    return g_strdup (_ ("none rang at a desk"));
  clock = tc_words_clock (measures->worst_us, measures->until_us);
  /* Translators: how many alarms rang at one desk in the worst ten minutes, and when that was. */
  return g_strdup_printf (_ ("at most %1$u, at %2$s"), measures->worst, clock);
}

char *
tc_alarm_word_flood_share (const TcAlarmMeasures *measures)
{
  guint floods = measures->slots[TC_ALARM_RATE_FLOOD];
  g_autofree char *share = NULL;

  if (measures->n_slots == 0)
    return g_strdup ("–");
  share = tc_words_decimal (100.0 * floods / measures->n_slots);
  /* Translators: a share with one decimal, with the space your language puts before the sign. */
  return g_strdup_printf (C_ ("share", "%s\u00a0%%"), share);
}

const char *
tc_alarm_word_flood_judgement (const TcAlarmMeasures *measures)
{
  if (measures->n_slots == 0)
    return _ ("nobody was at a desk");
  return measures->slots[TC_ALARM_RATE_FLOOD] * 100 < measures->n_slots
             ? _ ("✓ below 1\u00a0%")
             : _ ("▲ should be below 1\u00a0%");
}

char *
tc_alarm_word_share_of (const TcAlarmMeasures *measures, TcAlarmPriority priority)
{
  g_autofree char *share = tc_overview_word_share (measures->by_priority[priority], measures->n);
  g_autofree char *target = tc_overview_word_share (targets[priority], 100);

  /* Translators: a priority, its share of the alarms, and what that should be. */
  return g_strdup_printf (_ ("%1$s: %2$s, should be about %3$s"), tc_alarm_word_priority (priority),
                          share, target);
}

char *
tc_alarm_word_source (const TcAlarmSource *source)
{
  const char *name = tc_incident_pick_name (source->name_vi, source->name_en);

  if (source->kind == TC_ALARM_JOURNAL)
    return g_strdup (tc_alarm_word_cause (source->kind));
  /* Translators: a field, then what is wrong with incidents of it. */
  return g_strdup_printf (C_ ("alarms", "%1$s: %2$s"), *name ? name : _ ("not classified"),
                          tc_alarm_word_cause (source->kind));
}

char *
tc_alarm_word_counted (const TcAlarmMeasures *measures)
{
  g_autofree char *from = tc_words_date_time (measures->from_us);
  g_autofree char *until = tc_words_date_time (measures->until_us);

  if (measures->cut)
    /* Translators: two times, a number of incidents. */
    return g_strdup_printf (_ ("From %1$s to %2$s. Only the newest %3$d incidents were counted."),
                            from, until, TC_ALARM_HISTORY_MAX);
  /* Translators: two times. */
  return g_strdup_printf (_ ("From %1$s to %2$s."), from, until);
}

/* ---- table ---- */

static void
add_text (TcListTable *table, const char *what, const char *of, const char *value)
{
  tc_list_table_add (table, (const char *const[]){what, of, value});
}

static void
add_count (TcListTable *table, const char *what, const char *of, gint64 count)
{
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, count);

  add_text (table, what, of, text);
}

/* With a point, whatever the reader's language: a number for a spreadsheet. */
static void
add_ratio (TcListTable *table, const char *what, const char *of, double ratio)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  add_text (table, what, of,
            ratio >= 0 ? g_ascii_formatd (text, sizeof text, "%.3f", ratio) : NULL);
}

static void
add_desks (TcListTable *table, const TcAlarmMeasures *measures)
{
  add_ratio (table, _ ("Alarms at a desk in ten minutes"), "", tc_alarm_measures_rate (measures));
  add_count (table, _ ("Most at one desk in ten minutes"), "", measures->worst);
  for (guint i = 0; i < TC_ALARM_N_RATES; i++)
    add_count (table, _ ("Ten minutes at a desk"), tc_alarm_word_judgement (i), measures->slots[i]);
  add_ratio (table, _ ("Share of time in flood"), "",
             measures->n_slots == 0
                 ? -1
                 : (double) measures->slots[TC_ALARM_RATE_FLOOD] / measures->n_slots);
}

static void
add_span (TcListTable *table, const char *of, gint64 span_us)
{
  add_ratio (table, _ ("Seconds until somebody knew"), of,
             span_us == TC_NONE ? -1 : (double) span_us / G_USEC_PER_SEC);
}

static void
add_cases (TcListTable *table, const char *what, GArray *cases)
{
  for (guint i = 0; i < cases->len; i++) {
    const TcAlarmCase *one = &g_array_index (cases, TcAlarmCase, i);
    g_autofree char *since = tc_words_date_time (one->since_us);
    g_autofree char *of = g_strdup_printf ("%s, %s",
                                           one->code    ? one->code
                                           : one->title ? one->title
                                                        : "–",
                                           tc_alarm_word_cause (one->kind));
    add_text (table, what, of, since);
  }
}

TcListTable *
tc_alarm_measures_to_table (const TcAlarmMeasures *measures)
{
  const TcListColumn columns[] = {{_ ("Measure"), TC_LIST_FIT, FALSE},
                                  {_ ("Of"), TC_LIST_FIT, FALSE},
                                  {_ ("Number"), TC_LIST_FIT, TRUE}};
  g_autofree char *counted = tc_alarm_word_counted (measures);
  TcListTable *table = tc_list_table_new (_ ("HOW GOOD THE ALARMS WERE"), counted, columns,
                                          G_N_ELEMENTS (columns));

  add_text (table, _ ("Counted"), "", counted);
  add_count (table, _ ("Alarms that began"), "", measures->n);
  for (guint i = 0; i < TC_ALARM_N_PRIORITIES; i++)
    add_count (table, _ ("By priority"), tc_alarm_word_priority (i), measures->by_priority[i]);
  add_desks (table, measures);
  add_span (table, _ ("half of them"), measures->known_p50_us);
  add_span (table, _ ("95 of a hundred"), measures->known_p95_us);
  for (guint i = 0; i < measures->sources->len; i++) {
    const TcAlarmSource *source = &g_array_index (measures->sources, TcAlarmSource, i);
    g_autofree char *name = tc_alarm_word_source (source);
    add_count (table, _ ("What they were about"), name, source->count);
  }
  add_count (table, _ ("Standing for over a day"), "", measures->n_standing);
  add_cases (table, _ ("Standing for over a day"), measures->standing);
  add_count (table, _ ("Coming and going"), "", measures->n_chattering);
  add_cases (table, _ ("Coming and going"), measures->chattering);
  return table;
}
