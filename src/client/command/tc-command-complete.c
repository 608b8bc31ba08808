/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Proposals of the command line; see the header.
 */
#include "tc-command-complete.h"

#include "tc-command-records.h"
#include "tc-incident-text.h"
#include "tc-incident-words.h"
#include "tc-now.h"

#include <string.h>

/* Open incidents whose codes are looked through, and how many rows are read at once. */
#define ROWS_MAX 3000
#define CHUNK 200
#define INCIDENTS_MAX 5
/* Where other records are found too. */
#define INCIDENTS_BESIDE 3
#define UNITS_MAX 6
#define NAMES_MAX 8
#define PLACES_MAX 4
/* What is shorter begins too many names. */
#define PLACE_CHARS_MIN 2

typedef struct {
  TcPlaceIndex *places; /* (unowned): outlives the reader */
  gint64 staff_id;
  TcCommandArg wanted;
  char *text;     /* (owned): what is looked for */
  char *incident; /* (owned) (nullable): the code that stands before it */
  char **names;   /* (owned) (nullable) */
} Ask;

static void
free_ask (gpointer data)
{
  Ask *ask = data;

  g_free (ask->text);
  g_free (ask->incident);
  g_strfreev (ask->names);
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

/* ---- incidents ---- */

static void
add_incident (GPtrArray *hits, const TcIncidentRow *row)
{
  TcCommandHit *hit = tc_command_add_hit (hits, TC_HIT_INCIDENT, row->id, row->code, row->title);

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

/* ---- places ---- */

static void
find_places (TcDatabase *db, const Ask *ask, GPtrArray *hits)
{
  TcPlaceQuery query = {ask->text, TC_NONE, TC_NONE, tc_now_us (), PLACES_MAX};
  g_autoptr (GPtrArray) places = NULL;

  if (g_utf8_strlen (ask->text, -1) < PLACE_CHARS_MIN)
    return;
  places = tc_place_index_search (ask->places, db, &query);
  for (guint i = 0; i < places->len; i++) {
    const TcPlaceHit *place = places->pdata[i];
    TcCommandHit *hit = tc_command_add_hit (
        hits, place->place == TC_PLACE_AREA ? TC_HIT_AREA : TC_HIT_STREET, place->id, NULL,
        place->name);
    hit->second = g_strdup (place->area_name);
  }
}

/* ---- all of it ---- */

static void
find_names (const Ask *ask, GPtrArray *hits)
{
  for (guint i = 0; ask->names && ask->names[i] && hits->len < NAMES_MAX; i++)
    if (!*ask->text || tc_command_matches (ask->names[i], ask->text))
      tc_command_add_hit (hits, TC_HIT_NAME, 0, NULL, ask->names[i]);
}

/* Incidents first, but not so many that nothing else is seen. */
static void
find_anything (TcDatabase *db, const Ask *ask, GPtrArray *hits, GCancellable *cancellable)
{
  guint n = 0, with = 0;

  find_incidents (db, ask->text, hits, cancellable);
  n = hits->len;
  tc_command_find_records (db, ask->text, ask->staff_id, hits);
  with = hits->len;
  if (with > n && n > INCIDENTS_BESIDE)
    g_ptr_array_remove_range (hits, INCIDENTS_BESIDE, n - INCIDENTS_BESIDE);
  find_places (db, ask, hits);
}

static gpointer
complete (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const Ask *ask = data;
  GPtrArray *hits = g_ptr_array_new_with_free_func (free_hit);

  switch (ask->wanted) {
  case TC_COMMAND_UNIT:
    tc_command_find_units (db, ask->text, ask->incident, UNITS_MAX, hits);
    break;
  case TC_COMMAND_INCIDENT:
  case TC_COMMAND_INCIDENTS:
    if (*ask->text)
      find_incidents (db, ask->text, hits, cancellable);
    break;
  case TC_COMMAND_FIELD:
    tc_command_find_fields (db, ask->text, NAMES_MAX, hits);
    break;
  case TC_COMMAND_LIST:
  case TC_COMMAND_PROFILE:
    find_names (ask, hits);
    break;
  case TC_COMMAND_NOTHING:
    if (*ask->text)
      find_anything (db, ask, hits, cancellable);
    break;
  default:
    break;
  }
  return hits;
}

/* What is written as a note, or is a number, is nobody's to complete. */
static gboolean
is_completed (const TcCommandLine *line, TcCommandArg wanted)
{
  return !line->verb || wanted == TC_COMMAND_INCIDENT || wanted == TC_COMMAND_UNIT ||
         (wanted >= TC_COMMAND_INCIDENTS && wanted <= TC_COMMAND_PROFILE);
}

void
tc_command_complete_async (TcWorker *reader, const TcCommandAsking *asking,
                           const TcCommandLine *line, const char *text, GCancellable *cancellable,
                           GAsyncReadyCallback callback, gpointer data)
{
  Ask *ask = g_new0 (Ask, 1);
  gboolean of_selected = line->n_args > 0 && g_str_equal (line->args[0], TC_COMMAND_SELECTED);

  ask->places = asking->places;
  ask->staff_id = asking->staff_id;
  ask->wanted = tc_command_line_get_wanted (line);
  ask->text = line->verb ? tc_command_line_dup_wanted (line) : g_strdup (text);
  g_strstrip (ask->text);
  if (!is_completed (line, ask->wanted)) {
    *ask->text = '\0';
    ask->wanted = TC_COMMAND_TEXT;
  }
  ask->incident = g_strdup (of_selected        ? asking->selected
                            : line->n_args > 0 ? line->args[0]
                                               : NULL);
  ask->names = g_strdupv ((char **) asking->names);
  tc_worker_run_async (reader, complete, ask, free_ask, (GDestroyNotify) g_ptr_array_unref,
                       cancellable, callback, data);
}

GPtrArray *
tc_command_complete_finish (TcWorker *reader, GAsyncResult *result, GError **error)
{
  return tc_worker_run_finish (reader, result, error);
}
