/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Alarms that are kept quiet by plan; see the header.
 */
#include "tc-suppressions.h"

#include "tc-due-typed.h"
#include "tc-fold.h"
#include "tc-incident-export.h"
#include "tc-incident-words.h"
#include "tc-intake-look.h"
#include "tc-now.h"
#include "tc-words.h"

#include <glib/gi18n-lib.h>

/* They begin and end by themselves. */
#define TICK_S 30

struct _TcSuppressions {
  TcWatch parent;
};

G_DEFINE_FINAL_TYPE (TcSuppressions, tc_suppressions, TC_TYPE_WATCH)

static gpointer
read_list (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  gint64 now_us = tc_now_us ();
  GPtrArray *list = tc_suppression_list (db, now_us);

  for (guint i = list->len; i > 0; i--)
    if (tc_suppression_get_end (list->pdata[i - 1]) <= now_us)
      g_ptr_array_remove_index (list, i - 1);
  return list;
}

static void
tc_suppressions_class_init (TcSuppressionsClass *class)
{
  static const char *const tables[] = {"alarm_suppression", "field", "area", "staff", NULL};
  TcWatchClass *watch = TC_WATCH_CLASS (class);

  watch->what = "what is kept quiet by plan";
  watch->tables = tables;
  watch->tick_s = TICK_S;
  watch->read = read_list;
  watch->free_view = (GDestroyNotify) g_ptr_array_unref;
}

static void
tc_suppressions_init (TcSuppressions *self)
{
}

TcSuppressions *
tc_suppressions_new (TcDesk *desk)
{
  TcSuppressions *self = g_object_new (TC_TYPE_SUPPRESSIONS, NULL);

  tc_watch_follow (TC_WATCH (self), desk);
  return self;
}

/* ---- words ---- */

char *
tc_suppression_word_what (const TcSuppression *it)
{
  const char *field = it->field_vi ? tc_incident_pick_name (it->field_vi, it->field_en) : NULL;
  const char *area = it->area_vi ? tc_incident_pick_name (it->area_vi, it->area_en) : NULL;

  if (field && area)
    return g_strdup_printf ("%s · %s", field, area);
  if (field)
    /* Translators: a field, whose alarms are kept quiet everywhere. */
    return g_strdup_printf (_ ("%s, everywhere"), field);
  /* Translators: an area, where the alarms of all fields are kept quiet. */
  return g_strdup_printf (_ ("All fields · %s"), area ? area : "…");
}

char *
tc_suppression_word_time (const TcSuppression *it, gint64 now_us)
{
  g_autofree char *from = tc_words_clock (it->from_us, now_us);
  g_autofree char *until = tc_words_clock (it->until_us, now_us);

  if (it->from_us <= now_us)
    /* Translators: a time. */
    return g_strdup_printf (_ ("until %s"), until);
  /* Translators: two times. */
  return g_strdup_printf (_ ("from %1$s to %2$s"), from, until);
}

char *
tc_suppression_word_why (const TcSuppression *it)
{
  /* Translators: a person, and why that person did something. */
  return g_strdup_printf (_ ("%1$s: %2$s"), it->staff_name ? it->staff_name : "–", it->reason);
}

static void
add_plan (TcListTable *table, const TcSuppression *plan)
{
  g_autofree char *what = tc_suppression_word_what (plan);
  g_autofree char *from = tc_incident_word_date (plan->from_us);
  g_autofree char *until = tc_incident_word_date (plan->until_us);
  const char *const cells[] = {what, from, until, plan->staff_name, plan->reason};

  tc_list_table_add (table, cells);
}

TcListTable *
tc_suppressions_to_table (const GPtrArray *list)
{
  const TcListColumn columns[] = {{C_ ("paper", "What is quiet"), 30},
                                  {C_ ("paper", "From"), 14},
                                  {C_ ("paper", "Until"), 14},
                                  {C_ ("paper", "Planned by"), 16},
                                  {C_ ("paper", "Reason"), 26}};
  TcListTable *table = tc_list_table_new (_ ("ALARMS KEPT QUIET BY PLAN"),
                                          _ ("That go on or are to come"), columns,
                                          G_N_ELEMENTS (columns));

  for (guint i = 0; i < list->len; i++)
    add_plan (table, list->pdata[i]);
  return table;
}

/* ---- what is meant ---- */

typedef struct {
  TcPlaceIndex *places;
  gboolean areas;
  char *text; /* (owned) */
} Ask;

static void
free_ask (gpointer data)
{
  g_free (((Ask *) data)->text);
  g_free (data);
}

static void
free_name (gpointer data)
{
  TcSuppressName *name = data;

  g_free (name->name);
  g_free (name->second);
  g_free (name);
}

static void
add_name (GPtrArray *names, gint64 id, const char *name, const char *second)
{
  TcSuppressName *it = g_new0 (TcSuppressName, 1);

  *it = (TcSuppressName){id, g_strdup (name), g_strdup (second)};
  g_ptr_array_add (names, it);
}

static void
find_areas (TcDatabase *db, const Ask *ask, GPtrArray *names)
{
  TcPlaceQuery query = {ask->text, TC_NONE, TC_NONE, tc_now_us (), 4 * TC_SUPPRESS_NAMES_MAX};
  g_autoptr (GPtrArray) places = tc_place_index_search (ask->places, db, &query);

  for (guint i = 0; i < places->len && names->len < TC_SUPPRESS_NAMES_MAX; i++) {
    const TcPlaceHit *place = places->pdata[i];
    if (place->place == TC_PLACE_AREA && place->in_force)
      add_name (names, place->id, place->name, place->area_name);
  }
}

static void
find_fields (TcDatabase *db, const Ask *ask, GPtrArray *names)
{
  g_autoptr (GArray) fields = tc_services (db, TRUE);
  g_autoptr (GArray) found = tc_intake_match_fields (fields, ask->text, TC_SUPPRESS_NAMES_MAX);

  for (guint i = 0; i < found->len; i++) {
    const TcService *field = &g_array_index (fields, TcService, g_array_index (found, guint, i));
    add_name (names, field->id, tc_incident_pick_name (field->name_vi, field->name_en),
              field->group_id == field->id
                  ? NULL
                  : tc_incident_pick_name (field->group_vi, field->group_en));
  }
}

static gboolean
is_called (const TcSuppressName *name, const char *typed)
{
  g_autofree char *key = tc_fold_key (name->name);

  return g_str_equal (key, typed);
}

/* Those that are called just so, if any is: two wards may have one name. @first: the first of them
 * alone, as with fields, whose kinds may be called like them and which hold for those, too. */
static void
keep_called (GPtrArray *names, const char *typed, gboolean first)
{
  g_autoptr (GPtrArray) called = g_ptr_array_new ();

  for (guint i = 0; i < names->len; i++)
    if (is_called (names->pdata[i], typed) && !(first && called->len > 0))
      g_ptr_array_add (called, names->pdata[i]);
  for (guint i = names->len; called->len > 0 && i-- > 0;)
    if (!g_ptr_array_find (called, names->pdata[i], NULL))
      g_ptr_array_remove_index (names, i);
}

static gpointer
find (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const Ask *ask = data;
  GPtrArray *names = g_ptr_array_new_with_free_func (free_name);
  g_autofree char *typed = tc_fold_key (ask->text);

  if (*typed && ask->areas)
    find_areas (db, ask, names);
  else if (*typed)
    find_fields (db, ask, names);
  keep_called (names, typed, !ask->areas);
  return names;
}

void
tc_suppress_find_async (TcWorker *reader, TcPlaceIndex *places, gboolean areas, const char *text,
                        GAsyncReadyCallback callback, gpointer data)
{
  Ask *ask = g_new0 (Ask, 1);

  *ask = (Ask){places, areas, g_strstrip (g_strdup (text))};
  tc_worker_run_async (reader, find, ask, free_ask, (GDestroyNotify) g_ptr_array_unref, NULL,
                       callback, data);
}

GPtrArray *
tc_suppress_find_finish (TcWorker *reader, GAsyncResult *result, GError **error)
{
  return tc_worker_run_finish (reader, result, error);
}

char *
tc_suppress_read_times (const char *from, const char *until, gint64 now_us, gint64 *from_us,
                        gint64 *until_us)
{
  gboolean now = from[strspn (from, " ")] == '\0';

  *from_us = now ? now_us : tc_due_typed_read (from, now_us);
  /* "22:00" to "6:00": the end is read from the beginning on. */
  *until_us = *from_us == TC_NONE ? TC_NONE : tc_due_typed_read (until, *from_us);
  if (*from_us == TC_NONE)
    return g_strdup (_ ("From when? A time that is still to come, as 8:00 27/11, or nothing for "
                        "now."));
  if (*until_us == TC_NONE)
    return g_strdup (_ ("Until when? A time after it begins, as 17:00, 17:00 27/11 or +8h."));
  return NULL;
}

/* ---- commands ---- */

gint64
tc_suppress_command (const TcCommand *command, const TcAlarmSuppress *args)
{
  TcAlarmSuppress all = *args;

  all.suppression_id = tc_operation_sink_make_id (command->sink);
  tc_operation_sink_submit_async (command->sink, &tc_alarm_suppress_type, &all,
                                  command->cancellable, command->callback, command->data);
  return all.suppression_id;
}

void
tc_suppress_command_lift (const TcCommand *command, gint64 suppression_id)
{
  tc_operation_sink_submit_async (command->sink, &tc_alarm_lift_type,
                                  &(TcAlarmLift){suppression_id}, command->cancellable,
                                  command->callback, command->data);
}
