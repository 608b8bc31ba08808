/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Units to choose from; see the header.
 */
#include "tc-dispatch-choosing.h"

#include "tc-fold.h"
#include "tc-incident-focus.h"
#include "tc-incident-tasks.h"
#include "tc-incident-words.h"
#include "tc-now.h"
#include "tc-words.h"

#include <glib/gi18n-lib.h>

static gpointer
read_choices (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  gint64 now_us = tc_now_us ();

  return tc_dispatch_choices (db, *(gint64 *) data, now_us, now_us - TC_FOCUS_VEHICLE_AGE_US);
}

void
tc_dispatch_read_choices_async (TcWorker *reader, gint64 incident_id, GAsyncReadyCallback callback,
                                gpointer data)
{
  tc_worker_run_async (reader, read_choices, g_memdup2 (&incident_id, sizeof incident_id), g_free,
                       (GDestroyNotify) g_array_unref, NULL, callback, data);
}

GArray *
tc_dispatch_read_choices_finish (TcWorker *reader, GAsyncResult *result, GError **error)
{
  return tc_worker_run_finish (reader, result, error);
}

static gboolean
begins_word (char **words, const char *typed)
{
  for (guint i = 0; words[i]; i++)
    if (g_str_has_prefix (words[i], typed))
      return TRUE;
  return FALSE;
}

gboolean
tc_dispatch_choice_matches (const TcDispatchChoice *choice, const char *text)
{
  g_autofree char *all = g_strjoin (" ", choice->name_vi ? choice->name_vi : "",
                                    choice->name_en ? choice->name_en : "",
                                    choice->code ? choice->code : "", NULL);
  g_auto (GStrv) words = tc_fold_words (all);
  g_auto (GStrv) typed = tc_fold_words (text);

  for (guint i = 0; typed[i]; i++)
    if (!begins_word (words, typed[i]) &&
        !(choice->code && g_str_has_prefix (choice->code, typed[i])))
      return FALSE;
  return TRUE;
}

static void
append (GString *line, const char *part)
{
  if (line->len > 0)
    g_string_append (line, " · ");
  g_string_append (line, part);
}

static void
append_place (GString *line, const TcDispatchChoice *choice, gint64 now_us)
{
  g_autofree char *distance = NULL, *when = NULL, *place = NULL;

  if (choice->distance_m == TC_NONE)
    return;
  distance = tc_words_distance (choice->distance_m);
  if (choice->placed_us == TC_NONE) {
    /* Translators: how far a unit's house is. */
    place = g_strdup_printf (_ ("%s from its house"), distance);
  } else {
    when = tc_words_clock (choice->placed_us, now_us);
    /* Translators: how far a unit's vehicle was, its call sign, and when: "1.2 km, Tuần tra 11 seen
     * at 14:05". */
    place = g_strdup_printf (_ ("%s, %s seen at %s"), distance, choice->call_sign, when);
  }
  append (line, place);
}

/* Why it comes last. */
static void
append_off (GString *line, const TcDispatchChoice *choice, gint64 now_us)
{
  g_autofree char *when = NULL, *off = NULL;

  if (choice->off_us == TC_NONE)
    return;
  when = tc_words_clock (choice->off_us, now_us);
  if (choice->gave_back)
    /* Translators: a unit that is proposed again, and when it gave this incident back. */
    off = g_strdup_printf (C_ ("unit", "gave this back at %s"), when);
  else
    /* Translators: a unit that is proposed again, and when it was recalled from this incident. */
    off = g_strdup_printf (C_ ("unit", "recalled from here at %s"), when);
  append (line, off);
}

const char *
tc_dispatch_choice_word_status (const TcDispatchChoice *choice)
{
  return choice->doing ? tc_incident_word_task (choice->doing) : C_ ("unit", "free");
}

/* Unanswered ones by the clock: what stands for long would be wrong as a span. */
static void
append_order (GString *line, const TcDispatchChoice *choice, gint64 now_us)
{
  const TcDispatch *order = choice->doing;
  g_autofree char *sent = tc_task_word_asked (order, now_us);
  g_autofree char *since = tc_words_clock (tc_task_get_since (order), now_us);
  g_autofree char *state = NULL, *doing = NULL;

  if (!tc_task_is_open (order)) {
    /* Translators: a unit that has ended its order: "back since 14:05". */
    state = g_strdup_printf (C_ ("unit", "back since %s"), since);
  } else if (g_str_equal (order->state, "sent") && order->way_us == TC_NONE &&
             order->scene_us == TC_NONE) {
    state = g_strdup_printf ("%s, %s", tc_incident_word_task (order), sent);
  } else {
    state = tc_task_word_state (order, now_us);
  }
  doing = g_strdup_printf ("%s, %s", state, choice->doing_code);
  append (line, doing);
}

static void
append_doing (GString *line, const TcDispatchChoice *choice, gint64 now_us)
{
  g_autofree char *tasks = g_strdup_printf (
      ngettext ("%d open task", "%d open tasks", (gulong) choice->open_tasks),
      (int) choice->open_tasks);

  if (choice->doing)
    append_order (line, choice, now_us);
  else
    append (line, C_ ("unit", "free"));
  if (choice->open_tasks > 1)
    append (line, tasks);
}

char *
tc_dispatch_choice_word_load (const TcDispatchChoice *choice, gint64 now_us)
{
  GString *line = g_string_new (NULL);

  append_off (line, choice, now_us);
  append_place (line, choice, now_us);
  append_doing (line, choice, now_us);
  return g_string_free (line, FALSE);
}

char *
tc_dispatch_choice_word (const TcDispatchChoice *choice, gint64 now_us)
{
  GString *line = g_string_new (NULL);
  g_autofree char *load = tc_dispatch_choice_word_load (choice, now_us);

  if (choice->rule)
    append (line, C_ ("unit", "responsible"));
  append (line, load);
  if (choice->phone && *choice->phone)
    append (line, choice->phone);
  return g_string_free (line, FALSE);
}

char *
tc_dispatch_choice_word_doing (const TcDispatchChoice *choice, gint64 now_us)
{
  GString *line = g_string_new (NULL);

  append_doing (line, choice, now_us);
  return g_string_free (line, FALSE);
}

char *
tc_dispatch_choice_word_vehicle (const TcDispatchChoice *choice, gint64 now_us)
{
  g_autofree char *when = NULL;

  if (choice->placed_us == TC_NONE)
    return g_strdup (C_ ("vehicle", "no vehicle seen"));
  when = tc_words_clock (choice->placed_us, now_us);
  /* Translators: a vehicle's call sign, and when it was there: "Tuần tra 11, seen at 14:05". */
  return g_strdup_printf (_ ("%s, seen at %s"), choice->call_sign, when);
}

char *
tc_dispatch_choice_word_short (const TcDispatchChoice *choice, gint64 now_us)
{
  GString *line = g_string_new (NULL);
  g_autofree char *distance = NULL, *when = NULL;

  append_off (line, choice, now_us);
  if (choice->distance_m != TC_NONE) {
    distance = tc_words_distance (choice->distance_m);
    append (line, distance);
  }
  if (distance && choice->placed_us != TC_NONE) {
    when = tc_words_clock (choice->placed_us, now_us);
    g_string_append_printf (line, " (%s)", when);
  }
  append (line, tc_dispatch_choice_word_status (choice));
  return g_string_free (line, FALSE);
}
