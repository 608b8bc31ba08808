/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the panel of alarms adds to the command line: an alarm is named by the code of its incident,
 * whichever panel is shown.
 */
#include "tc-alarm-panel-private.h"

#include "tc-alarm-words.h"
#include "tc-command-records.h"
#include "tc-duty-operations.h"
#include "tc-now.h"
#include "tc-put-by.h"
#include "tc-words.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static const TcCommandVerb verbs[] = {
    {.words = NC_ ("command", "acknowledge;quiet"),
     .usage = N_ ("CODE"),
     .title = N_ ("Acknowledge what rings: quiet for the room"),
     .action = "alarm-acknowledge-code",
     .need = TC_MAY_HANDLE,
     .args = {TC_COMMAND_INCIDENT},
     .n_optional = 1},
    {.words = NC_ ("command", "shelve"),
     .usage = N_ ("CODE TIME REASON"),
     .title = N_ ("Shelve the alarm of an incident, with time and reason"),
     .action = "alarm-shelve-code",
     .need = TC_MAY_HANDLE,
     .args = {TC_COMMAND_INCIDENT, TC_COMMAND_TEXT}},
    {.words = NC_ ("command", "unshelve"),
     .usage = N_ ("CODE"),
     .title = N_ ("Bring the alarm of an incident back that is shelved"),
     .action = "alarm-unshelve-code",
     .need = TC_MAY_HANDLE,
     .args = {TC_COMMAND_INCIDENT}},
    {.words = NC_ ("command", "shelved"),
     .title = N_ ("Show the alarms that are shelved"),
     .action = "alarm-show",
     .target = "shelved"},
    {.words = NC_ ("command", "suppress"),
     .title = N_ ("Keep alarms of a field or an area quiet by plan"),
     .action = "alarm-suppress",
     .need = TC_MAY_HANDLE},
    {.words = NC_ ("command", "lift"),
     .usage = N_ ("NAME"),
     .title = N_ ("Lift what is kept quiet by plan"),
     .action = "alarm-lift-named",
     .need = TC_MAY_HANDLE,
     .args = {TC_COMMAND_TEXT}},
    {.words = NC_ ("command", "alarm figures"),
     .title = N_ ("Show how good the alarms were"),
     .action = "alarm-show",
     .target = "measures",
     .need = TC_CAPABILITY_DUTY},
    {NULL},
};

const TcCommandVerb *
tc_alarm_panel_list_verbs (void)
{
  return verbs;
}

/* "0147" and "147" mean the newest that ends so. */
static gboolean
is_code (const char *code, const char *typed)
{
  g_autofree char *upper = g_ascii_strup (typed, -1);
  const char *number = strrchr (code, '-');

  if (g_str_equal (code, upper))
    return TRUE;
  while (*typed == '0')
    typed++;
  for (number = number ? number + 1 : code; *number == '0';)
    number++;
  return *typed && g_str_equal (number, typed);
}

/* (nullable) */
static const TcAlarm *
find (TcAlarmPanel *self, const char *typed)
{
  GArray *alarms = tc_alarms_get (self->alarms);
  const TcAlarm *found = NULL;

  for (guint i = 0; alarms && i < alarms->len; i++) {
    const TcAlarm *alarm = &g_array_index (alarms, TcAlarm, i);
    if (is_code (alarm->code, typed) && (!found || strcmp (alarm->code, found->code) > 0))
      found = alarm;
  }
  return found;
}

static const TcAlarm *
find_or_answer (TcAlarmPanel *self, const char *typed)
{
  const TcAlarm *alarm = find (self, typed);
  g_autofree char *text = NULL;

  if (!alarm) {
    /* Translators: code of an incident. */
    text = g_strdup_printf (_ ("%s has no alarm that is yours."), typed);
    tc_panel_answer (GTK_WIDGET (self), FALSE, text);
  }
  return alarm;
}

static void
acknowledge_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcAlarmPanel *self = data;
  const char *typed = g_variant_get_string (target, NULL);
  const TcAlarm *alarm = *typed ? find_or_answer (self, typed) : NULL;
  char *said = NULL;

  if (!*typed)
    tc_alarm_panel_silence (self);
  if (!alarm)
    return;
  /* Translators: code and title of an incident. */
  said = g_strdup_printf (_ ("Acknowledged, quiet for the room: %s, %s."),
                          tc_alarm_word_code (alarm), alarm->title);
  TcCommand command = tc_alarm_panel_start (self, alarm, TRUE, said);
  tc_alarm_command_acknowledge (&command, alarm);
}

/* (nullable): of what was typed behind the time */
static const char *
find_reason (const char *typed)
{
  static const char *const reasons[] = {"known", "waiting", "wrong", "other"};

  for (guint i = 0; i < G_N_ELEMENTS (reasons); i++) {
    const char *rest = tc_put_by_skip_name (typed, tc_alarm_word_reason (reasons[i]));
    if (rest && !*rest)
      return reasons[i];
  }
  return NULL;
}

static void
shelve_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcAlarmPanel *self = data;
  gint64 now_us = tc_now_us ();
  const char *typed = NULL, *text = NULL, *reason = NULL;
  const TcAlarm *alarm = NULL;
  g_autofree char *missing = NULL, *clock = NULL;
  char *said = NULL;
  TcPutBy time;

  g_variant_get (target, "(&s&s)", &typed, &text);
  missing = tc_put_by_read (TC_PUT_SCHEDULE, text, now_us, &time);
  reason = missing ? NULL : find_reason (time.text);
  if (!missing && !reason)
    /* Translators: the four reasons for which an alarm is shelved. */
    missing = g_strdup_printf (_ ("Why is it shelved? %s; %s; %s; %s."),
                               tc_alarm_word_reason ("known"), tc_alarm_word_reason ("waiting"),
                               tc_alarm_word_reason ("wrong"), tc_alarm_word_reason ("other"));
  if (missing) {
    tc_panel_answer (GTK_WIDGET (self), FALSE, missing);
    return;
  }
  alarm = find_or_answer (self, typed);
  if (!alarm)
    return;
  clock = tc_words_clock (time.when_us, now_us);
  /* Translators: code and title of an incident, a time. */
  said = g_strdup_printf (_ ("Shelved until %3$s: %1$s, %2$s."), tc_alarm_word_code (alarm),
                          alarm->title, clock);
  TcCommand command = tc_alarm_panel_start (self, alarm, TRUE, said);
  tc_alarm_command_shelve (&command, alarm, reason, time.when_us);
}

static void
unshelve_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcAlarmPanel *self = data;
  const TcAlarm *alarm = find_or_answer (self, g_variant_get_string (target, NULL));
  char *said = NULL;

  if (!alarm)
    return;
  /* Translators: code and title of an incident. */
  said = g_strdup_printf (_ ("Brought back: %s, %s."), tc_alarm_word_code (alarm), alarm->title);
  TcCommand command = tc_alarm_panel_start (self, alarm, TRUE, said);
  tc_alarm_command_unshelve (&command, alarm);
}

/* By any of the words that it shows. */
static void
lift_named_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcAlarmPanel *self = data;
  const GPtrArray *list = tc_watch_get (TC_WATCH (self->quiet));
  const TcSuppression *found = NULL;
  guint n = 0;

  for (guint i = 0; list && i < list->len; i++) {
    g_autofree char *what = tc_suppression_word_what (list->pdata[i]);
    g_autofree char *why = tc_suppression_word_why (list->pdata[i]);
    g_autofree char *all = g_strjoin (" ", what, why, NULL);
    if (!tc_command_matches (all, g_variant_get_string (target, NULL)))
      continue;
    found = list->pdata[i];
    n++;
  }
  if (n != 1) {
    tc_panel_answer (GTK_WIDGET (self), FALSE,
                     n == 0 ? _ ("Nothing that is kept quiet by plan is called so.")
                            : _ ("Several are called so: type more of it."));
    return;
  }
  tc_panel_answer (GTK_WIDGET (self), TRUE, "");
  g_action_group_activate_action (G_ACTION_GROUP (self->window), "alarm-lift",
                                  g_variant_new_int64 (found->id));
}

static void
show_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  GActionGroup *window = G_ACTION_GROUP (TC_ALARM_PANEL (data)->window);

  g_action_group_activate_action (window, "panel", g_variant_new_string ("alarms"));
  g_action_group_change_action_state (window, "alarm-filter", target);
}

void
tc_alarm_panel_add_verbs (TcAlarmPanel *self, GActionMap *window)
{
  const GActionEntry entries[] = {
      {.name = "alarm-acknowledge-code", .activate = acknowledge_cb, .parameter_type = "s"},
      {.name = "alarm-shelve-code", .activate = shelve_cb, .parameter_type = "(ss)"},
      {.name = "alarm-unshelve-code", .activate = unshelve_cb, .parameter_type = "s"},
      {.name = "alarm-lift-named", .activate = lift_named_cb, .parameter_type = "s"},
      {.name = "alarm-show", .activate = show_cb, .parameter_type = "s"},
  };

  g_action_map_add_action_entries (window, entries, G_N_ELEMENTS (entries), self);
}
