/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Words for states and rows; see the header. The history's are in tc-incident-history.c.
 */
#include "tc-incident-words.h"

#include "tc-incident-operations.h"

#include <glib/gi18n-lib.h>

/* What the province calls them. (element-type utf8) (nullable): interned, as any thread reads */
static const char *own_words[TC_N_STATES];
static guint named; /* how often one of them was set */

gboolean
tc_incident_words_name_states (const GPtrArray *names)
{
  gboolean other = FALSE;

  g_return_val_if_fail (!names || names->len == TC_N_STATES, FALSE);
  for (guint state = 0; state < TC_N_STATES; state++) {
    const char *word = names ? g_intern_string (names->pdata[state]) : NULL;
    other |= word != own_words[state];
    g_atomic_pointer_set (&own_words[state], word);
  }
  named += other;
  return other;
}

guint
tc_incident_words_count_named (void)
{
  return named;
}

const char *
tc_incident_word_state (TcIncidentState state)
{
  const char *own = NULL;

  g_return_val_if_fail ((guint) state < TC_N_STATES, "");
  own = g_atomic_pointer_get (&own_words[state]);
  return own ? own : tc_incident_word_state_plain (state);
}

const char *
tc_incident_word_state_plain (TcIncidentState state)
{
  static const char *const words[TC_N_STATES] = {
      [TC_STATE_NEW] = NC_ ("incident", "new"),
      [TC_STATE_ACCEPTED] = NC_ ("incident", "accepted"),
      [TC_STATE_ASSIGNED] = NC_ ("incident", "taken"),
      [TC_STATE_DISPATCHED] = NC_ ("incident", "sent to a unit"),
      [TC_STATE_ACKNOWLEDGED] = NC_ ("incident", "acknowledged by the unit"),
      [TC_STATE_WORKING] = NC_ ("incident", "being worked on"),
      [TC_STATE_WAITING] = NC_ ("incident", "waiting for the reporter"),
      [TC_STATE_FORWARDED] = NC_ ("incident", "forwarded"),
      [TC_STATE_SCHEDULED] = NC_ ("incident", "scheduled"),
      [TC_STATE_RESOLVED] = NC_ ("incident", "resolved"),
      [TC_STATE_PUBLISHED] = NC_ ("incident", "answered in public"),
      [TC_STATE_CLOSED] = NC_ ("incident", "closed"),
      [TC_STATE_REJECTED] = NC_ ("incident", "rejected"),
      [TC_STATE_REDIRECTED] = NC_ ("incident", "redirected"),
      [TC_STATE_MERGED] = NC_ ("incident", "merged into another"),
  };

  g_return_val_if_fail ((guint) state < TC_N_STATES, "");
  return g_dpgettext2 (GETTEXT_PACKAGE, "incident", words[state]);
}

typedef struct {
  const char *code;
  const char *word; /* for gettext */
} Word;

/* The word of @code in a table that ends with NULL, or NULL. */
static const char *
find_word (const Word *words, const char *context, const char *code)
{
  for (; words->code; words++) {
    if (g_strcmp0 (words->code, code) == 0)
      return g_dpgettext2 (GETTEXT_PACKAGE, context, words->word);
  }
  return NULL;
}

const char *
tc_incident_word_channel (const char *channel)
{
  static const Word words[] = {
      {"hotline", NC_ ("channel", "hotline 1022")},
      {"web", NC_ ("channel", "the web page")},
      {"app", NC_ ("channel", "the app")},
      {"mail", NC_ ("channel", "e-mail")},
      {"social", NC_ ("channel", "social media")},
      {"open311", "Open311"},
      {"walk-in", NC_ ("channel", "the counter")},
      {"operator", NC_ ("channel", "an operator")},
      {"camera", NC_ ("channel", "a camera")},
      {"sensor", NC_ ("channel", "a sensor")},
      {NULL, NULL},
  };
  const char *word = find_word (words, "channel", channel);

  return word ? word : channel ? channel : "";
}

const char *
tc_incident_word_dispatch (const char *state)
{
  static const Word words[] = {
      {"sent", NC_ ("dispatch", "not answered yet")},
      {"acknowledged", NC_ ("dispatch", "has acknowledged")},
      {"working", NC_ ("dispatch", "is working")},
      {"done", NC_ ("dispatch", "is done")},
      {"returned", NC_ ("dispatch", "gave it back")},
      {"recalled", NC_ ("dispatch", "recalled")},
      {NULL, NULL},
  };
  const char *word = find_word (words, "dispatch", state);

  return word ? word : state ? state : "";
}

const char *
tc_incident_word_task (const TcDispatch *task)
{
  if (task->ended_us == TC_NONE && task->scene_us != TC_NONE)
    return C_ ("dispatch", "on scene");
  if (task->ended_us == TC_NONE && task->way_us != TC_NONE)
    return C_ ("dispatch", "on the way");
  return tc_incident_word_dispatch (task->state);
}

const char *
tc_incident_word_vehicle (const char *status)
{
  static const Word words[] = {
      {"free", NC_ ("vehicle", "free")},
      {"en-route", NC_ ("vehicle", "on its way")},
      {"on-scene", NC_ ("vehicle", "on scene")},
      {"off", NC_ ("vehicle", "off duty")},
      {NULL, NULL},
  };
  const char *word = find_word (words, "vehicle", status);

  return word ? word : status ? status : "";
}

const char *
tc_incident_pick_name (const char *vi, const char *en)
{
  /* Translators: which names of agencies and fields your readers want: "vi" or "en". */
  gboolean want_vi = g_str_equal (C_ ("language of names", "en"), "vi");
  const char *first = want_vi ? vi : en, *second = want_vi ? en : vi;

  return first && *first ? first : second ? second : "";
}

/* Of an incident, a task or an answer. (nullable) */
static const char *
word_any_state (const char *code)
{
  static const Word answers[] = {
      {"submitted", NC_ ("answer", "waiting for approval")},
      {"approved", NC_ ("answer", "approved")},
      {"returned", NC_ ("answer", "sent back")},
      {NULL, NULL},
  };
  TcIncidentState state = TC_STATE_NEW;
  const char *word = NULL;

  if (tc_incident_state_from_code (code, &state))
    return tc_incident_word_state (state);
  word = find_word (answers, "answer", code);
  return word ? word : tc_incident_word_dispatch (code);
}

/* What a role may do. */
static const char *
word_capability (const char *code)
{
  static const Word words[] = {
      {TC_MAY_REPORT, NC_ ("capability", "take reports and write notes")},
      {TC_MAY_SCREEN, NC_ ("capability", "screen reports")},
      {TC_MAY_HANDLE, NC_ ("capability", "handle incidents")},
      {TC_MAY_DISPATCH, NC_ ("capability", "dispatch units")},
      {TC_MAY_WORK, NC_ ("capability", "do a unit's work")},
      {TC_MAY_ANSWER, NC_ ("capability", "write answers")},
      {TC_MAY_APPROVE, NC_ ("capability", "approve answers")},
      {TC_MAY_PUBLISH, NC_ ("capability", "publish answers")},
      {TC_MAY_OPEN_REPORTER, NC_ ("capability", "see who reported")},
      {TC_MAY_RELEASE_REPORTER, NC_ ("capability", "give out who reported")},
      {NULL, NULL},
  };

  return find_word (words, "capability", code);
}

/* What a person would call an argument of an operation. */
static const char *
word_field (const char *code)
{
  static const Word words[] = {
      {"text", NC_ ("argument", "the text")},
      {"reason", NC_ ("argument", "the reason")},
      {"asked", NC_ ("argument", "what is asked of the unit")},
      {"title", NC_ ("argument", "the title")},
      {"address", NC_ ("argument", "the address")},
      {"name", NC_ ("argument", "the name of the file")},
      {"priority", NC_ ("argument", "the priority")},
      {"when_us", NC_ ("argument", "the time")},
      {"agency_id", NC_ ("argument", "the unit")},
      {"staff_id", NC_ ("argument", "the person")},
      {"field_id", NC_ ("argument", "the field")},
      {"reporter_name", NC_ ("argument", "the reporter's name")},
      {"reporter_phone", NC_ ("argument", "the reporter's telephone")},
      {"reporter_email", NC_ ("argument", "the reporter's e-mail")},
      {"reporter_address", NC_ ("argument", "the reporter's address")},
      {NULL, NULL},
  };

  return find_word (words, "argument", code);
}

char *
tc_incident_word_argument (const char *name, const char *value)
{
  if (g_str_equal (name, "state"))
    return g_strdup (word_any_state (value));
  if (g_str_equal (name, "capability"))
    return g_strdup (word_capability (value));
  return g_str_equal (name, "argument") ? g_strdup (word_field (value)) : NULL;
}

char *
tc_incident_word_no_hits (double loading, const char *barred, const GError *error)
{
  if (error)
    return g_strdup_printf (
        /* Translators: the technical detail. */
        _ ("It could not be looked for: this desk's data can't be read. What you "
           "typed is kept; try again. (%s)"),
        error->message);
  if (barred)
    return g_strdup (barred);
  if (loading >= 1)
    return g_strdup (_ ("Nothing found. Try fewer words, or part of a code."));
  return g_strdup_printf (
      /* Translators: per cent. */
      _ ("Nothing found in what is here; history is not all here yet (%d\u00a0%%)."),
      (int) (loading * 100));
}

const char *
tc_incident_word_waiting (void)
{
  /* Translators: a mark on what was done at this desk and the server doesn't know yet. */
  return C_ ("mark", "not sent yet");
}

const char *
tc_incident_word_provisional (void)
{
  /* Translators: a mark on what another desk of this room did while the room is cut off: the
   * province's server hasn't settled it yet. */
  return C_ ("mark", "provisional, not settled");
}

TcSignal
tc_incident_get_signal (const TcIncidentRow *row)
{
  if (!row->open || row->state >= TC_STATE_RESOLVED)
    return TC_SIGNAL_RESOLVED;
  switch (row->priority) {
  case TC_PRIORITY_EMERGENCY:
    return TC_SIGNAL_EMERGENCY;
  case TC_PRIORITY_URGENT:
    return TC_SIGNAL_URGENT;
  case TC_PRIORITY_ATTENTION:
    return TC_SIGNAL_ATTENTION;
  default:
    return TC_SIGNAL_NOTICE;
  }
}

gint64
tc_incident_get_end (const TcIncidentRow *row)
{
  if (row->resolved_us != TC_NONE && row->resolved_us > 0)
    return row->resolved_us;
  if (row->closed_us != TC_NONE && row->closed_us > 0)
    return row->closed_us;
  return row->paused_us != TC_NONE && row->paused_us > 0 ? row->paused_us : TC_NONE;
}

char *
tc_incident_word_address (const char *address, const char *area)
{
  gboolean both = address && *address && area && *area && !g_str_has_suffix (address, area);

  if (both)
    return g_strdup_printf ("%s, %s", address, area);
  return g_strdup (address && *address ? address : area ? area : "");
}

char *
tc_incident_word_holder (const TcIncidentRow *row)
{
  const char *unit = tc_incident_pick_name (row->unit_vi, row->unit_en);

  if (row->state >= TC_STATE_RESOLVED)
    return g_strdup (tc_incident_word_state (row->state));
  if (row->unit_id != 0 && *unit) {
    /* Translators: a unit and what state the incident is in. */
    return g_strdup_printf (C_ ("holder", "%s: %s"), unit, tc_incident_word_state (row->state));
  }
  if (row->staff_id != 0 && row->staff_name && row->state == TC_STATE_ASSIGNED) {
    /* Translators: a person. */
    return g_strdup_printf (C_ ("holder", "%s has it"), row->staff_name);
  }
  if (row->staff_id == 0 && row->state <= TC_STATE_ACCEPTED)
    return g_strdup (C_ ("holder", "not taken"));
  return g_strdup (tc_incident_word_state (row->state));
}

static void
append_part (GString *line, const char *part)
{
  if (!part || !*part)
    return;
  if (line->len > 0)
    g_string_append (line, " · ");
  g_string_append (line, part);
}

char *
tc_incident_word_second (const TcIncidentRow *row)
{
  GString *line = g_string_new (NULL);
  g_autofree char *holder = tc_incident_word_holder (row);

  if (row->said)
    /* Translators: in front of what a row of the queue says: a unit wrote something unread. */
    append_part (line, _ ("✉ The unit writes"));
  append_part (line, tc_incident_pick_name (row->field_vi, row->field_en));
  append_part (line, tc_incident_pick_name (row->area_name, row->area_en));
  if (row->report_count > 1) {
    g_autofree char *reports = g_strdup_printf (
        /* Translators: how many people reported the same. */
        ngettext ("%d report", "%d reports", (gulong) row->report_count), (int) row->report_count);
    append_part (line, reports);
  }
  if (row->anonymous)
    append_part (line, C_ ("reporter", "anonymous"));
  append_part (line, holder);
  if (g_strcmp0 (row->language, "en") == 0)
    append_part (line, "EN");
  return g_string_free (line, FALSE);
}

const char *
tc_incident_word_link (const char *kind)
{
  static const Word words[] = {
      {"leader", NC_ ("link", "this was merged into it")},
      {"merged", NC_ ("link", "merged into this")},
      {"duplicate", NC_ ("link", "this is a duplicate of it")},
      {"related", NC_ ("link", "related")},
      {"cause", NC_ ("link", "the cause of this")},
      {"effect", NC_ ("link", "came of this")},
      {"follow-up", NC_ ("link", "follows from this")},
      {"preceding", NC_ ("link", "went before this")},
      {NULL, NULL},
  };
  const char *word = find_word (words, "link", kind);

  return word ? word : "";
}

char *
tc_incident_word_verdict (const TcIncidentRow *row)
{
  gint64 end_us = tc_incident_get_end (row);

  if (row->due_us == TC_NONE || row->due_us == 0 || end_us == TC_NONE)
    return g_strdup ("");
  if (row->resolved_us == TC_NONE && row->closed_us == TC_NONE)
    return g_strdup (C_ ("verdict", "clock stands"));
  return g_strdup (end_us <= row->due_us ? C_ ("verdict", "on time") : C_ ("verdict", "was late"));
}

const char *
tc_incident_word_timer (TcServiceTimerKind kind, gboolean done)
{
  static const char *const words[TC_N_TIMERS][2] = {
      [TC_TIMER_TAKE] = {NC_ ("timer", "Take by"), NC_ ("timer", "Taken")},
      [TC_TIMER_DISPATCH] = {NC_ ("timer", "Dispatch by"), NC_ ("timer", "Dispatched")},
      [TC_TIMER_ACKNOWLEDGE] = {NC_ ("timer", "Unit answers by"), NC_ ("timer", "Unit answered")},
      [TC_TIMER_RESOLVE] = {NC_ ("timer", "Deadline"), NC_ ("timer", "Resolved")},
  };

  return g_dpgettext2 (GETTEXT_PACKAGE, "timer", words[kind][done]);
}

char *
tc_incident_word_took (const TcServiceTimer *timer)
{
  g_autofree char *span = tc_words_span (MAX (timer->done_us - timer->from_us, 0));

  /* Translators: how long it took until something was done: "after 4 min". */
  return g_strdup_printf (C_ ("timer", "after %s"), span);
}

char *
tc_incident_word_promised (const TcServiceTimer *timer)
{
  g_autofree char *span = tc_words_span (MAX (timer->due_us - timer->from_us, 0));

  /* Translators: within how long it was promised: "10 min promised". */
  return g_strdup_printf (C_ ("timer", "%s promised"), span);
}

char *
tc_incident_word_spoken (const TcIncidentRow *row, gint64 now_us)
{
  g_autofree char *second = tc_incident_word_second (row);
  g_autofree char *age = tc_words_age (row->received_us, now_us);
  g_autofree char *verdict = tc_incident_word_verdict (row);
  g_autofree char *due = row->due_us != TC_NONE && row->due_us > 0 && !*verdict
                             ? tc_words_due (row->due_us, now_us)
                             : g_steal_pointer (&verdict);

  /* Translators: a row of the queue as it is spoken: signal, title, the second line, age, deadline,
   * code. */
  return g_strdup_printf (C_ ("spoken", "%1$s: %2$s, %3$s, %4$s, %5$s, %6$s"),
                          tc_words_signal (tc_incident_get_signal (row)), row->title, second, age,
                          due, row->code);
}

/* ---- groups ---- */

static const char *
word_due_group (gint64 group)
{
  static const char *const words[] = {
      [TC_DUE_LATE] = NC_ ("group", "Overdue"),
      [TC_DUE_SOON] = NC_ ("group", "Due soon"),
      [TC_DUE_TODAY] = NC_ ("group", "Due today"),
      [TC_DUE_LATER] = NC_ ("group", "Due later"),
      [TC_DUE_STANDS] = NC_ ("group", "The clock stands"),
      [TC_DUE_NONE] = NC_ ("group", "Without a deadline"),
      [TC_DUE_OVER] = NC_ ("group", "Resolved or ended"),
  };

  return group >= 0 && group < (gint64) G_N_ELEMENTS (words)
             ? g_dpgettext2 (GETTEXT_PACKAGE, "group", words[group])
             : "…";
}

static const char *
word_none (TcQueueGrouping grouping)
{
  if (grouping == TC_GROUP_FIELD)
    return C_ ("group", "Not classified");
  return grouping == TC_GROUP_UNIT ? C_ ("group", "No unit") : C_ ("group", "No area");
}

char *
tc_incident_word_group (TcQueueGrouping grouping, const TcQueueGroup *group)
{
  const char *name = tc_incident_pick_name (group->name_vi, group->name_en);

  if (grouping == TC_GROUP_STATE)
    name = tc_incident_word_state ((TcIncidentState) group->value);
  else if (grouping == TC_GROUP_DUE)
    name = word_due_group (group->value);
  else if (grouping == TC_GROUP_PRIORITY)
    name = tc_incident_word_priority (group->value);
  else if (!*name)
    name = word_none (grouping);
  /* Translators: over a group of a list: what it is, how many there are. */
  return g_strdup_printf (C_ ("group", "%s · %u"), name, group->count);
}
