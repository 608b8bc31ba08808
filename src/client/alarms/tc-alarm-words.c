/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Alarms in words; see the header.
 */
#include "tc-alarm-words.h"

#include "tc-alarm-text.h"
#include "tc-incident-words.h"

#include <glib/gi18n-lib.h>

/* Of the text messages of one alarm. */
#define TEXTS_SHOWN_MAX 4

TcSignal
tc_alarm_get_signal (const TcAlarm *alarm)
{
  static const TcSignal signals[TC_ALARM_N_PRIORITIES] = {
      [TC_ALARM_HIGH] = TC_SIGNAL_EMERGENCY,
      [TC_ALARM_MEDIUM] = TC_SIGNAL_URGENT,
      [TC_ALARM_LOW] = TC_SIGNAL_ATTENTION,
  };

  return alarm->state == TC_ALARM_RINGING ? signals[alarm->priority] : TC_SIGNAL_NOTICE;
}

const char *
tc_alarm_word_priority (TcAlarmPriority priority)
{
  static const char *const words[TC_ALARM_N_PRIORITIES] = {
      [TC_ALARM_HIGH] = NC_ ("alarm", "high"),
      [TC_ALARM_MEDIUM] = NC_ ("alarm", "medium"),
      [TC_ALARM_LOW] = NC_ ("alarm", "low"),
  };

  return g_dpgettext2 (GETTEXT_PACKAGE, "alarm", words[priority]);
}

static const struct {
  const char *cause;
  const char *consequence;
  const char *action;
} texts[TC_ALARM_N_KINDS] = {
    [TC_ALARM_UNTAKEN] =
        {N_ ("Nobody has taken it"),
         N_ ("Nobody at the centre is looking after it, and its reporter waits for an answer."),
         N_ ("Take it, or merge or reject it if it is nothing new.")},
    [TC_ALARM_UNDISPATCHED] =
        {N_ ("No unit has been sent"), N_ ("Nothing happens on the spot."),
         N_ ("Open it and dispatch a unit, or forward or schedule it with a reason.")},
    [TC_ALARM_UNACKNOWLEDGED] =
        {N_ ("The unit doesn't answer"), N_ ("Perhaps nobody is on the way."),
         N_ ("Call the unit. If it can't come, recall it and dispatch another.")},
    [TC_ALARM_MESSAGE] = {N_ ("The unit has written, and nobody has read it"),
                          N_ ("It may wait for an answer, or need help."),
                          N_ ("Open the incident, read it and answer. Acknowledging says that it "
                              "is read.")},
    [TC_ALARM_LATE] = {N_ ("The deadline has passed"), N_ ("What was promised is not kept."),
                       N_ ("Find out from the unit what holds it up; finish it, or extend it "
                           "with a reason and tell the reporters.")},
    [TC_ALARM_UNARRIVED] =
        {N_ ("The unit isn't there yet"), N_ ("Whoever waits on the spot waits on."),
         N_ ("Ask the unit where it is. If it can't come, recall it and dispatch another.")},
    [TC_ALARM_UNFINISHED] =
        {N_ ("The unit is at it for longer than it should take"),
         N_ ("It may need help, or has forgotten to say that it is done."),
         N_ ("Ask the unit how far it is and what it needs; note what it says.")},
    [TC_ALARM_UNANSWERED] =
        {N_ ("Who was asked doesn't answer"), N_ ("The clock stands, and nothing happens."),
         N_ ("Ask once more, by telephone. Then go on without an answer, or close it with the "
             "reason.")},
    [TC_ALARM_APPOINTMENT] = {N_ ("The time has come to which it was put off"),
                              N_ ("What was promised for this time isn't done by itself."),
                              N_ ("Dispatch a unit, or agree on another time and say why.")},
    [TC_ALARM_UNTOLD] =
        {N_ ("It is over, and who reported it hasn't been told"),
         N_ ("Whoever reported it thinks that nothing was done, reports it again, or gives up "
             "reporting."),
         N_ ("Publish the answer; telephone callers and write down that they were told.")},
    [TC_ALARM_SOON] = {N_ ("The deadline is near"), N_ ("Without action it will be late."),
                       N_ ("Ask the unit how far it is.")},
    [TC_ALARM_MEMBERS] =
        {N_ ("Nobody has taken some of what belongs to the big event"),
         N_ ("People wait for an answer, and nobody at the centre is looking after them."),
         N_ ("Open their list: merge what is the same, share out the rest, ask for more hands.")},
    [TC_ALARM_JOURNAL] =
        {N_ ("What the journal says is to be done is late"),
         N_ ("Whoever gave the order counts on it, and nobody has said that it is done."),
         N_ ("Open the journal: see to it and write what was done, or mark it as done.")},
};

const char *
tc_alarm_word_cause (TcAlarmKind kind)
{
  return _ (texts[kind].cause);
}

char *
tc_alarm_word_what (const TcAlarm *alarm)
{
  if (alarm->kind == TC_ALARM_MEMBERS)
    return tc_alarm_word_flood (TC_ALARM_UNTAKEN, (guint) alarm->count);
  return g_strdup (tc_alarm_word_cause (alarm->kind));
}

const char *
tc_alarm_word_code (const TcAlarm *alarm)
{
  return *alarm->code ? alarm->code : C_ ("alarm", "journal");
}

const char *
tc_alarm_word_consequence (TcAlarmKind kind)
{
  return _ (texts[kind].consequence);
}

const char *
tc_alarm_word_action (TcAlarmKind kind)
{
  return _ (texts[kind].action);
}

char *
tc_alarm_word_flood (TcAlarmKind kind, guint count)
{
  switch (kind) {
  case TC_ALARM_UNTAKEN:
    return g_strdup_printf (
        ngettext ("%u incident that nobody has taken", "%u incidents that nobody has taken", count),
        count);
  case TC_ALARM_UNDISPATCHED:
    return g_strdup_printf (
        ngettext ("%u incident without a unit", "%u incidents without a unit", count), count);
  case TC_ALARM_UNACKNOWLEDGED:
    return g_strdup_printf (
        ngettext ("%u unit that doesn't answer", "%u units that don't answer", count), count);
  case TC_ALARM_LATE:
    return g_strdup_printf (
        ngettext ("%u incident that is late", "%u incidents that are late", count), count);
  case TC_ALARM_MESSAGE:
    return g_strdup_printf (
        ngettext ("%u unit that has written", "%u units that have written", count), count);
  case TC_ALARM_UNARRIVED:
    return g_strdup_printf (
        ngettext ("%u unit that isn't there yet", "%u units that aren't there yet", count), count);
  case TC_ALARM_UNFINISHED:
    return g_strdup_printf (ngettext ("%u unit that takes long", "%u units that take long", count),
                            count);
  case TC_ALARM_UNANSWERED:
    return g_strdup_printf (ngettext ("%u incident that waits for an answer",
                                      "%u incidents that wait for an answer", count),
                            count);
  case TC_ALARM_APPOINTMENT:
    return g_strdup_printf (
        ngettext ("%u incident whose time has come", "%u incidents whose time has come", count),
        count);
  case TC_ALARM_UNTOLD:
    return g_strdup_printf (ngettext ("%u resolved incident of which a reporter wasn't told",
                                      "%u resolved incidents of which a reporter wasn't told",
                                      count),
                            count);
  case TC_ALARM_MEMBERS:
    return g_strdup_printf (ngettext ("%u big event with incidents that nobody has taken",
                                      "%u big events with incidents that nobody has taken", count),
                            count);
  case TC_ALARM_JOURNAL:
    return g_strdup_printf (ngettext ("%u entry of the journal that is late",
                                      "%u entries of the journal that are late", count),
                            count);
  case TC_ALARM_SOON:
  case TC_ALARM_N_KINDS:
  default:
    return g_strdup_printf (
        ngettext ("%u incident that is due soon", "%u incidents that are due soon", count), count);
  }
}

char *
tc_alarm_word_handler (const TcAlarm *alarm)
{
  const char *unit = tc_incident_pick_name (alarm->unit_vi, alarm->unit_en);

  if (alarm->staff_name && *unit)
    /* Translators: who at the centre has an incident, and which unit. */
    return g_strdup_printf (C_ ("alarm", "%s, %s"), alarm->staff_name, unit);
  if (alarm->staff_name)
    return g_strdup (alarm->staff_name);
  return g_strdup (*unit ? unit : C_ ("alarm", "nobody"));
}

char *
tc_alarm_word_mark (const TcAlarm *alarm, gint64 now_us)
{
  g_autofree char *then = NULL, *until = NULL;
  const char *who = alarm->mark_name ? alarm->mark_name : "–";

  if (alarm->mark_us == 0)
    return g_strdup ("");
  then = tc_words_clock (alarm->mark_us, now_us);
  if (alarm->state == TC_ALARM_SHELVED) {
    until = tc_words_clock (alarm->until_us, now_us);
    if (alarm->suppressed)
      /* Translators: an alarm: who planned that it is quiet, until when, why. */
      return g_strdup_printf (_ ("quiet by plan of %1$s until %2$s: %3$s"), who, until,
                              alarm->reason);
    /* Translators: an alarm: who shelved it, until when, why. */
    return g_strdup_printf (_ ("shelved by %1$s until %2$s: %3$s"), who, until,
                            tc_alarm_word_reason (alarm->reason));
  }
  if (alarm->state == TC_ALARM_ACKNOWLEDGED)
    /* Translators: an alarm: who acknowledged it, when. */
    return g_strdup_printf (_ ("acknowledged by %1$s at %2$s"), who, then);
  /* Translators: an alarm rings again after it was acknowledged or shelved: by whom, when. */
  return g_strdup_printf (_ ("again, after %1$s at %2$s"), who, then);
}

/* What became of the text messages in three words: that one went before that another didn't. */
static char *
word_texted (const TcAlarm *alarm, gint64 now_us)
{
  guint n[TC_ALARM_TEXT_N_STATES] = {0};
  gint64 sent_us = 0;
  g_autofree char *then = NULL;

  for (guint i = 0; alarm->texts && i < alarm->texts->len; i++) {
    const TcAlarmText *text = g_ptr_array_index (alarm->texts, i);
    n[text->state]++;
    if (text->state == TC_ALARM_TEXT_SENT)
      sent_us = MAX (sent_us, text->at_us);
  }
  if (n[TC_ALARM_TEXT_SENT] > 0) {
    then = tc_words_clock (sent_us, now_us);
    /* Translators: a text message went to whom an alarm has gone up to: when. */
    return g_strdup_printf (_ ("SMS at %s"), then);
  }
  if (n[TC_ALARM_TEXT_SENDING] + n[TC_ALARM_TEXT_WAITING] > 0)
    return g_strdup (_ ("SMS isn't sent yet"));
  return g_strdup (n[TC_ALARM_TEXT_FAILED] > 0   ? _ ("SMS could not be sent")
                   : n[TC_ALARM_TEXT_UNSURE] > 0 ? _ ("perhaps SMS wasn't sent")
                                                 : "");
}

char *
tc_alarm_word_escalated (const TcAlarm *alarm, gint64 now_us)
{
  g_autofree char *since = NULL, *up = NULL, *texted = NULL;

  if (alarm->escalated_us == 0)
    return g_strdup ("");
  since = tc_words_clock (alarm->escalated_us, now_us);
  /* Translators: an alarm that nobody did anything about: to which role it has gone, since when. */
  up = g_strdup_printf (_ ("with %1$s since %2$s"),
                        tc_incident_pick_name (alarm->role_vi, alarm->role_en), since);
  texted = word_texted (alarm, now_us);
  return *texted ? g_strjoin (" · ", up, texted, NULL) : g_steal_pointer (&up);
}

static char *
word_text (const TcAlarmText *text, gint64 now_us)
{
  g_autofree char *then = tc_words_clock (text->at_us, now_us);
  const char *who = text->name ? text->name : "–";

  switch (text->state) {
  case TC_ALARM_TEXT_SENT:
    /* Translators: a text message of an alarm: to whom, when. */
    return g_strdup_printf (_ ("SMS to %1$s at %2$s"), who, then);
  case TC_ALARM_TEXT_SENDING:
    /* Translators: a text message of an alarm: to whom. */
    return g_strdup_printf (_ ("SMS to %s is being sent"), who);
  case TC_ALARM_TEXT_WAITING:
    /* Translators: a text message of an alarm: to whom. */
    return g_strdup_printf (_ ("SMS to %s couldn't be sent so far; it is tried again"), who);
  case TC_ALARM_TEXT_UNSURE:
    /* Translators: a text message of an alarm, after the server stopped: to whom, when. */
    return g_strdup_printf (_ ("SMS to %1$s at %2$s: perhaps it wasn't sent. Telephone"), who,
                            then);
  case TC_ALARM_TEXT_STOPPED:
    /* Translators: a text message of an alarm was stopped before it went, since the rule by which
     * it went up was switched off or changed: to whom, when. */
    return g_strdup_printf (_ ("No SMS to %1$s any more (%2$s): the rule doesn't hold any more"),
                            who, then);
  case TC_ALARM_TEXT_FAILED:
  case TC_ALARM_TEXT_N_STATES:
  default:
    /* Translators: a text message of an alarm was given up: to whom, when. */
    return g_strdup_printf (_ ("SMS to %1$s could not be sent (%2$s). Telephone"), who, then);
  }
}

char *
tc_alarm_word_texts (const TcAlarm *alarm, gint64 now_us)
{
  GString *all = g_string_new (NULL);
  guint n = alarm->texts ? alarm->texts->len : 0;

  for (guint i = 0; i < MIN (n, TEXTS_SHOWN_MAX); i++) {
    g_autofree char *one = word_text (g_ptr_array_index (alarm->texts, i), now_us);
    g_string_append_printf (all, "%s%s", i > 0 ? "\n" : "", one);
  }
  if (n > TEXTS_SHOWN_MAX) {
    g_string_append_c (all, '\n');
    /* Translators: of text messages of an alarm, below those that are listed. */
    g_string_append_printf (all, ngettext ("and to %u more", "and to %u more", n - TEXTS_SHOWN_MAX),
                            n - TEXTS_SHOWN_MAX);
  }
  return g_string_free (all, FALSE);
}

char *
tc_alarm_word_called (const TcAlarm *alarm, gint64 now_us)
{
  g_autofree char *then = NULL;

  if (alarm->called_us == 0)
    return g_strdup ("");
  then = tc_words_clock (alarm->called_us, now_us);
  /* Translators: who was telephoned, by whom, when. */
  return g_strdup_printf (_ ("%1$s was called by %2$s at %3$s"),
                          alarm->called_name ? alarm->called_name : "–",
                          alarm->called_by ? alarm->called_by : "–", then);
}

const char *
tc_alarm_word_reason (const char *reason)
{
  static const struct {
    const char *code;
    const char *word;
  } words[] = {
      {"known", NC_ ("shelved", "it is being seen to")},
      {"waiting", NC_ ("shelved", "waits for something outside")},
      {"wrong", NC_ ("shelved", "it isn't so")},
      {"other", NC_ ("shelved", "another reason")},
  };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++) {
    if (g_strcmp0 (words[i].code, reason) == 0)
      return g_dpgettext2 (GETTEXT_PACKAGE, "shelved", words[i].word);
  }
  return reason ? reason : "";
}

/* @said: taken */
static char *
join_spoken (char *said, const char *mark, const char *escalated)
{
  GString *all = g_string_new (said);

  g_free (said);
  if (*escalated)
    g_string_append_printf (all, ", %s", escalated);
  if (*mark)
    g_string_append_printf (all, ", %s", mark);
  return g_string_free (all, FALSE);
}

char *
tc_alarm_word_spoken (const TcAlarmRow *row, gint64 now_us)
{
  const TcAlarm *alarm = row->alarm;
  const char *priority = tc_alarm_word_priority (alarm->priority);
  g_autofree char *age = tc_words_age (alarm->since_us, now_us), *mark = NULL, *handler = NULL;
  g_autofree char *flood = NULL, *said = NULL, *what = NULL, *escalated = NULL;

  if (row->count > 1) {
    flood = tc_alarm_word_flood (alarm->kind, row->count);
    /* Translators: many alarms in one line, as it is spoken: priority, what, age of the oldest. */
    return g_strdup_printf (C_ ("spoken", "%1$s: %2$s, the oldest %3$s"), priority, flood, age);
  }
  mark = tc_alarm_word_mark (alarm, now_us);
  escalated = tc_alarm_word_escalated (alarm, now_us);
  handler = tc_alarm_word_handler (alarm);
  what = tc_alarm_word_what (alarm);
  /* Translators: an alarm as it is spoken: priority, what is wrong, incident, age, who handles it,
   * code. */
  said = g_strdup_printf (C_ ("spoken", "%1$s: %2$s, %3$s, %4$s, %5$s, %6$s"), priority, what,
                          alarm->title, age, handler, tc_alarm_word_code (alarm));
  return join_spoken (g_steal_pointer (&said), mark, escalated);
}
