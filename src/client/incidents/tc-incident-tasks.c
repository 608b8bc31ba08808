/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Orders in words; see the header.
 */
#include "tc-incident-tasks.h"

#include "tc-incident-words.h"

#include <glib/gi18n-lib.h>

TcDispatch
tc_task_of_unit (const TcTask *task)
{
  return (TcDispatch){
      .id = task->id,
      .agency_id = task->agency_id,
      .state = task->state,
      .asked = task->asked,
      .due_us = task->due_us,
      .sent_us = task->sent_us,
      .acknowledged_us = task->acknowledged_us,
      .way_us = task->way_us,
      .scene_us = task->scene_us,
      .started_us = task->started_us,
      .ended_us = task->ended_us,
      .answer_us = TC_NONE,
      .said_us = TC_NONE,
      .released_us = TC_NONE,
  };
}

gboolean
tc_task_is_open (const TcDispatch *task)
{
  return task->ended_us == TC_NONE;
}

static gboolean
is_unanswered (const TcDispatch *task)
{
  return tc_task_is_open (task) && g_str_equal (task->state, "sent");
}

gboolean
tc_task_allows (const TcDispatch *task, TcTaskStep step)
{
  switch (step) {
  case TC_TASK_REACHED:
    return is_unanswered (task) && task->by_phone;
  case TC_TASK_KNOWS:
    return is_unanswered (task) && !task->by_phone;
  case TC_TASK_SETS_OUT:
    return tc_task_is_open (task) && task->way_us == TC_NONE &&
           !g_str_equal (task->state, "working");
  case TC_TASK_ARRIVES:
    return tc_task_is_open (task) && task->scene_us == TC_NONE;
  case TC_TASK_ENDS:
    return tc_task_is_open (task) && !is_unanswered (task);
  case TC_TASK_HEARD:
    return task->said_us != TC_NONE;
  case TC_TASK_RELEASES:
    return tc_task_is_open (task) && task->person_report_id != 0 && task->released_id == 0;
  case TC_TASK_WITHDRAWS:
    return task->released_id != 0;
  case TC_TASK_SAYS:
  case TC_TASK_RECALLED:
    return tc_task_is_open (task);
  }
  g_assert_not_reached ();
}

const TcDispatch *
tc_task_find (const TcIncidentDetail *detail, TcTaskStep step, gint64 preferred_id)
{
  const TcDispatch *found = NULL;

  for (guint i = 0; i < detail->dispatches->len; i++) {
    const TcDispatch *task = &g_array_index (detail->dispatches, TcDispatch, i);
    if (!tc_task_allows (task, step))
      continue;
    if (task->id == preferred_id)
      return task;
    if (!found)
      found = task;
  }
  return found;
}

gint64
tc_task_get_since (const TcDispatch *task)
{
  const gint64 times[] = {task->ended_us, task->scene_us,        task->started_us,
                          task->way_us,   task->acknowledged_us, task->sent_us};

  for (guint i = 0; i < G_N_ELEMENTS (times); i++)
    if (times[i] != TC_NONE)
      return times[i];
  return task->sent_us;
}

gboolean
tc_task_is_unsent (const TcDispatch *task, const TcIncidentDetail *detail, GHashTable *waiting)
{
  if (!waiting || !is_unanswered (task))
    return FALSE;
  for (guint i = 0; i < detail->events->len; i++) {
    const TcIncidentEvent *event = &g_array_index (detail->events, TcIncidentEvent, i);
    if (event->other_id == task->id && g_str_equal (event->code, "incident.dispatch"))
      return g_hash_table_contains (waiting, &event->id);
  }
  return FALSE;
}

gboolean
tc_task_is_late (const TcDispatch *task, gint64 now_us)
{
  return is_unanswered (task) && task->answer_us != TC_NONE && now_us > task->answer_us;
}

TcSignal
tc_task_get_signal (const TcDispatch *task, gint64 now_us)
{
  if (!tc_task_is_open (task))
    return TC_SIGNAL_RESOLVED;
  if (!is_unanswered (task))
    return task->said_us == TC_NONE ? TC_SIGNAL_NOTICE : TC_SIGNAL_ATTENTION;
  return tc_task_is_late (task, now_us) ? TC_SIGNAL_URGENT : TC_SIGNAL_ATTENTION;
}

/* Seconds count as long as they are few. */
static char *
word_span (gint64 span_us)
{
  if (span_us < G_TIME_SPAN_MINUTE) {
    /* Translators: a number of seconds in a narrow column. */
    return g_strdup_printf (C_ ("narrow", "%d s"), (int) MAX (span_us / G_TIME_SPAN_SECOND, 0));
  }
  return tc_words_age_short (0, span_us);
}

char *
tc_task_word_state (const TcDispatch *task, gint64 now_us)
{
  g_autofree char *since = NULL, *limit = NULL;

  if (!is_unanswered (task)) {
    since = tc_words_clock (tc_task_get_since (task), now_us);
    /* Translators: what a unit does, and since when: "on the way since 14:05". */
    return g_strdup_printf (C_ ("dispatch", "%s since %s"), tc_incident_word_task (task), since);
  }
  since = word_span (now_us - task->sent_us);
  if (task->answer_us == TC_NONE) {
    /* Translators: how long a unit hasn't answered: "not answered for 4 min". */
    return g_strdup_printf (C_ ("dispatch", "not answered for %s"), since);
  }
  limit = word_span (task->answer_us - task->sent_us);
  if (tc_task_is_late (task, now_us)) {
    /* Translators: how long a unit hasn't answered, and how long it may: "no answer for 4 min, over
     * the limit of 3 min". */
    return g_strdup_printf (C_ ("dispatch", "no answer for %s, over the limit of %s"), since,
                            limit);
  }
  /* Translators: how long a unit hasn't answered, and how long it may: "not answered for 2 min,
   * limit 3 min". */
  return g_strdup_printf (C_ ("dispatch", "not answered for %s, limit %s"), since, limit);
}

/* (nullable): what was said of it last; its end may have come with the incident's. */
static const TcIncidentEvent *
find_event (const TcDispatch *task, const TcIncidentDetail *detail)
{
  for (guint i = detail->events->len; i-- > 0;) {
    const TcIncidentEvent *event = &g_array_index (detail->events, TcIncidentEvent, i);
    if ((event->other_id == task->id && !g_str_equal (event->code, "task.say")) ||
        (event->moved && task->ended_us != TC_NONE && event->at_us == task->ended_us))
      return event;
  }
  return NULL;
}

char *
tc_task_word_source (const TcDispatch *task, const TcIncidentDetail *detail)
{
  const TcIncidentEvent *event = find_event (task, detail);
  g_autoptr (GString) text = g_string_new (NULL);

  if (!event)
    return g_strdup ("");
  g_autofree char *actor = tc_incident_word_actor (event);
  g_string_append (text, actor);
  if (g_str_equal (event->code, "incident.reach"))
    g_string_append_printf (text, " · %s", tc_incident_word_reason (event->reason));
  if (event->text && *event->text && !g_str_equal (event->code, "incident.dispatch"))
    g_string_append_printf (text, " · %s", event->text);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static gboolean
is_talk (const TcIncidentEvent *event, const TcDispatch *task)
{
  return event->other_id == task->id && g_str_equal (event->code, "task.say");
}

static void
append_word (GString *text, const TcIncidentEvent *event, const TcDispatch *task, gint64 now_us)
{
  g_autofree char *when = tc_words_clock (event->at_us, now_us);
  gboolean unread = event->number == 1 && task->said_us != TC_NONE && event->at_us >= task->said_us;

  if (text->len > 0)
    g_string_append_c (text, '\n');
  if (event->number != 1)
    /* Translators: below an order: when the room wrote to its unit, and what. */
    g_string_append_printf (text, C_ ("talk", "%1$s, to it: %2$s"), when, event->text);
  else if (unread)
    /* Translators: below an order: when its unit wrote what nobody has read, and what. */
    g_string_append_printf (text, C_ ("talk", "✉ %1$s, new from it: %2$s"), when, event->text);
  else
    /* Translators: below an order: when its unit wrote, and what. */
    g_string_append_printf (text, C_ ("talk", "%1$s, from it: %2$s"), when, event->text);
}

char *
tc_task_word_talk (const TcDispatch *task, const TcIncidentDetail *detail, guint max, gint64 now_us)
{
  GString *text = g_string_new (NULL);
  guint skip = 0;

  for (guint i = 0; i < detail->events->len; i++)
    skip += is_talk (&g_array_index (detail->events, TcIncidentEvent, i), task);
  skip = skip > max ? skip - max : 0;
  for (guint i = 0; i < detail->events->len; i++) {
    const TcIncidentEvent *event = &g_array_index (detail->events, TcIncidentEvent, i);
    if (!is_talk (event, task))
      continue;
    if (skip > 0)
      skip--;
    else if (event->text)
      append_word (text, event, task, now_us);
  }
  return g_string_free (text, FALSE);
}

const char *
tc_task_find_told (const TcDispatch *task, const TcIncidentDetail *detail)
{
  for (guint i = 0; i < detail->events->len; i++) {
    const TcIncidentEvent *event = &g_array_index (detail->events, TcIncidentEvent, i);
    if (event->other_id == task->id && g_str_equal (event->code, "incident.dispatch"))
      return event->text && *event->text ? event->text : NULL;
  }
  return NULL;
}

char *
tc_task_word_asked (const TcDispatch *task, gint64 now_us)
{
  g_autofree char *when = tc_words_clock (task->sent_us, now_us);

  /* Translators: when a unit was sent. */
  return g_strdup_printf (_ ("sent at %s"), when);
}

const char *
tc_task_word_step (TcTaskStep step)
{
  switch (step) {
  case TC_TASK_REACHED:
    return C_ ("verb", "Who answered");
  case TC_TASK_KNOWS:
    return C_ ("verb", "Acknowledged");
  case TC_TASK_SETS_OUT:
    return C_ ("verb", "On the way");
  case TC_TASK_ARRIVES:
    return C_ ("verb", "On scene");
  case TC_TASK_ENDS:
    return C_ ("verb", "Back, done");
  case TC_TASK_HEARD:
    return C_ ("verb", "Read");
  case TC_TASK_SAYS:
    return C_ ("verb", "Write to it");
  case TC_TASK_RELEASES:
    return C_ ("verb", "Give it the caller's number");
  case TC_TASK_WITHDRAWS:
    return C_ ("verb", "Take the caller's number back");
  case TC_TASK_RECALLED:
    return C_ ("verb", "Recall");
  }
  g_assert_not_reached ();
}
