/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Proposals of the command line; see the header.
 */
#include "tc-command-complete.h"

#include "tc-dispatch-choosing.h"
#include "tc-fold.h"
#include "tc-incident-focus.h"
#include "tc-incident-text.h"
#include "tc-incident-words.h"
#include "tc-people.h"

#include <string.h>

/* Open incidents whose codes are looked through, and how many rows are read at once. */
#define ROWS_MAX 3000
#define CHUNK 200
#define INCIDENTS_MAX 5
#define UNITS_MAX 6
#define PLACES_MAX 4
/* What is shorter begins too many names. */
#define PLACE_CHARS_MIN 2

typedef struct {
  TcPlaceIndex *places; /* (unowned): outlives the reader */
  TcCommandArg wanted;
  char *text;     /* (owned): what is looked for */
  char *incident; /* (owned) (nullable): the code that stands before it */
} Ask;

static void
free_ask (gpointer data)
{
  Ask *ask = data;

  g_free (ask->text);
  g_free (ask->incident);
  g_free (ask);
}

static void
free_hit (gpointer data)
{
  TcCommandHit *hit = data;

  g_free (hit->code);
  g_free (hit->title);
  g_free (hit->second);
  g_free (hit);
}

static TcCommandHit *
add_hit (GPtrArray *hits, TcCommandHitKind kind, gint64 id, const char *code, const char *title)
{
  TcCommandHit *hit = g_new0 (TcCommandHit, 1);

  hit->kind = kind;
  hit->id = id;
  hit->code = g_strdup (code);
  hit->title = g_strdup (title);
  g_ptr_array_add (hits, hit);
  return hit;
}

/* ---- incidents ---- */

static void
add_incident (GPtrArray *hits, const TcIncidentRow *row)
{
  TcCommandHit *hit = add_hit (hits, TC_HIT_INCIDENT, row->id, row->code, row->title);

  hit->signal = tc_incident_get_signal (row);
  hit->second = tc_incident_word_second (row);
}

/* "0147" and "147" are asked for in the middle of a code too. */
static gboolean
is_of_code (const char *text)
{
  return strcspn (text, "0123456789") < strlen (text) && !strchr (text, ' ');
}

static void
find_by_code (TcDatabase *db, const char *text, GPtrArray *hits, GCancellable *cancellable)
{
  const TcQueueFilter filter = {.kind = TC_QUEUE_OPEN, .sort = TC_QUEUE_NEW_FIRST};
  g_autoptr (GArray) ids = tc_incident_queue_ids (db, &filter);
  g_autofree char *typed = g_ascii_strup (text, -1);
  guint n = MIN (ids->len, ROWS_MAX);

  for (guint at = 0; at < n && hits->len < INCIDENTS_MAX; at += CHUNK) {
    g_autoptr (GArray)
        rows = tc_incident_rows (db, &g_array_index (ids, gint64, at), MIN (CHUNK, n - at));
    if (g_cancellable_is_cancelled (cancellable))
      return;
    for (guint i = 0; i < rows->len && hits->len < INCIDENTS_MAX; i++) {
      if (strstr (g_array_index (rows, TcIncidentRow, i).code, typed))
        add_incident (hits, &g_array_index (rows, TcIncidentRow, i));
    }
  }
}

static void
find_by_words (TcDatabase *db, const char *text, GPtrArray *hits)
{
  const TcTextAsked asked = {.text = text, .limit = INCIDENTS_MAX};
  g_autoptr (GArray) ids = tc_incident_text_find (db, &asked);
  g_autoptr (GArray) rows = tc_incident_rows (db, (const gint64 *) (void *) ids->data, ids->len);

  for (guint i = 0; i < rows->len; i++)
    add_incident (hits, &g_array_index (rows, TcIncidentRow, i));
}

static void
find_incidents (TcDatabase *db, const char *text, GPtrArray *hits, GCancellable *cancellable)
{
  if (is_of_code (text))
    find_by_code (db, text, hits, cancellable);
  if (hits->len == 0)
    find_by_words (db, text, hits);
}

/* ---- units ---- */

static gboolean
match_unit (const TcAgency *agency, const char *text)
{
  g_autofree char *code = tc_fold (agency->code), *typed = tc_fold (text);
  g_autofree char *both = g_strjoin (" ", agency->name_vi, agency->name_en, NULL);
  g_autofree char *key = tc_fold_key (both);
  g_autofree char *names = g_strconcat (" ", key, NULL);
  g_auto (GStrv) words = tc_fold_words (text);

  if (g_str_has_prefix (code, typed))
    return TRUE;
  for (guint i = 0; words[i]; i++) {
    g_autofree char *start = g_strconcat (" ", words[i], NULL);
    if (!strstr (names, start))
      return FALSE;
  }
  return words[0] != NULL;
}

/* Those who are responsible for it and have no order, if nothing is typed yet. */
static void
propose_units (TcDatabase *db, const char *code, GPtrArray *hits, gint64 now_us)
{
  gint64 id = tc_incident_find (db, code, tc_incident_day (now_us));
  g_autoptr (GArray)
      units = tc_dispatch_proposed (db, id, now_us, now_us - TC_FOCUS_VEHICLE_AGE_US);

  for (guint i = 0; i < MIN (units->len, UNITS_MAX); i++) {
    const TcDispatchChoice *unit = &g_array_index (units, TcDispatchChoice, i);
    TcCommandHit *hit = add_hit (hits, TC_HIT_UNIT, unit->agency_id, unit->code,
                                 tc_incident_pick_name (unit->name_vi, unit->name_en));
    hit->second = tc_dispatch_choice_word_load (unit, now_us);
  }
}

static void
find_units (TcDatabase *db, const Ask *ask, GPtrArray *hits)
{
  gint64 now_us = g_get_real_time ();
  g_autoptr (GPtrArray) agencies = NULL;

  if (!*ask->text) {
    if (ask->incident)
      propose_units (db, ask->incident, hits, now_us);
    return;
  }
  agencies = tc_people_list_agencies (db, now_us);
  for (guint i = 0; i < agencies->len && hits->len < UNITS_MAX; i++) {
    const TcAgency *agency = agencies->pdata[i];
    if (match_unit (agency, ask->text))
      add_hit (hits, TC_HIT_UNIT, agency->id, agency->code,
               tc_incident_pick_name (agency->name_vi, agency->name_en));
  }
}

/* ---- places ---- */

static void
find_places (TcDatabase *db, const Ask *ask, GPtrArray *hits)
{
  TcPlaceQuery query = {ask->text, TC_NONE, TC_NONE, g_get_real_time (), PLACES_MAX};
  g_autoptr (GPtrArray) places = NULL;

  if (g_utf8_strlen (ask->text, -1) < PLACE_CHARS_MIN)
    return;
  places = tc_place_index_search (ask->places, db, &query);
  for (guint i = 0; i < places->len; i++) {
    const TcPlaceHit *place = places->pdata[i];
    TcCommandHit *hit = add_hit (hits, place->place == TC_PLACE_AREA ? TC_HIT_AREA : TC_HIT_STREET,
                                 place->id, NULL, place->name);
    hit->second = g_strdup (place->area_name);
  }
}

static gpointer
complete (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const Ask *ask = data;
  GPtrArray *hits = g_ptr_array_new_with_free_func (free_hit);

  if (ask->wanted == TC_COMMAND_UNIT) {
    find_units (db, ask, hits);
  } else if (*ask->text) {
    find_incidents (db, ask->text, hits, cancellable);
    if (ask->wanted == TC_COMMAND_NOTHING)
      find_places (db, ask, hits);
  }
  return hits;
}

void
tc_command_complete_async (TcWorker *reader, TcPlaceIndex *places, const TcCommandLine *line,
                           const char *text, GCancellable *cancellable,
                           GAsyncReadyCallback callback, gpointer data)
{
  Ask *ask = g_new0 (Ask, 1);

  ask->places = places;
  ask->wanted = tc_command_line_get_wanted (line);
  ask->text = g_strstrip (g_strdup (line->verb ? line->last : text));
  /* What is written as a note is nobody's to complete. */
  if (line->verb && ask->wanted != TC_COMMAND_UNIT && ask->wanted != TC_COMMAND_INCIDENT)
    *ask->text = '\0';
  ask->incident = g_strdup (line->n_args > 0 ? line->args[0] : NULL);
  tc_worker_run_async (reader, complete, ask, free_ask, (GDestroyNotify) g_ptr_array_unref,
                       cancellable, callback, data);
}

GPtrArray *
tc_command_complete_finish (TcWorker *reader, GAsyncResult *result, GError **error)
{
  return tc_worker_run_finish (reader, result, error);
}
