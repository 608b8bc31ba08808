/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Looking things up during a call; see the header.
 */
#include "tc-intake-look.h"

#include "tc-fold.h"
#include "tc-incident-words.h"
#include "tc-now.h"
#include "tc-places.h"

#include <string.h>

/* ---- places ---- */

typedef struct {
  TcPlaceIndex *places; /* (unowned): outlives the reader */
  char *text;           /* (owned) */
} PlaceAsk;

static void
free_place_ask (gpointer data)
{
  g_free (((PlaceAsk *) data)->text);
  g_free (data);
}

/* In the area that is nearest, which is a guess. */
static GPtrArray *
find_point (TcDatabase *db, gint64 lat_e7, gint64 lon_e7)
{
  GPtrArray *hits = g_ptr_array_new_with_free_func ((GDestroyNotify) tc_place_hit_free);
  gint64 area_id = tc_places_nearest_area (db, lat_e7, lon_e7, tc_now_us ());
  g_autoptr (TcArea) area = area_id ? tc_places_get_area (db, area_id) : NULL;
  TcPlaceHit *hit = g_new0 (TcPlaceHit, 1);

  *hit = (TcPlaceHit){.place = TC_PLACE_POINT,
                      .id = area_id,
                      .kind = g_strdup (area ? area->kind : ""),
                      .name = tc_words_place ((gint32) lat_e7, (gint32) lon_e7),
                      .area_name = area ? g_strdup (area->name_vi) : NULL,
                      .area_id = area_id,
                      .lat_e7 = lat_e7,
                      .lon_e7 = lon_e7,
                      .distance_m = TC_NONE,
                      .in_force = TRUE};
  g_ptr_array_add (hits, hit);
  return hits;
}

static gpointer
find_places (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const PlaceAsk *ask = data;
  TcPlaceQuery query = {ask->text, TC_NONE, TC_NONE, tc_now_us (), TC_INTAKE_PLACES_MAX};
  gint64 lat_e7, lon_e7;

  if (tc_words_read_place (ask->text, &lat_e7, &lon_e7))
    return find_point (db, lat_e7, lon_e7);
  return tc_place_index_search (ask->places, db, &query);
}

void
tc_intake_find_places_async (TcWorker *reader, TcPlaceIndex *places, const char *text,
                             GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  PlaceAsk *ask = g_new0 (PlaceAsk, 1);

  *ask = (PlaceAsk){places, g_strdup (text)};
  tc_worker_run_async (reader, find_places, ask, free_place_ask, (GDestroyNotify) g_ptr_array_unref,
                       cancellable, callback, data);
}

GPtrArray *
tc_intake_find_places_finish (TcWorker *reader, GAsyncResult *result, GError **error)
{
  return tc_worker_run_finish (reader, result, error);
}

/* ---- fields ---- */

static gpointer
list_fields (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  return tc_services (db, TRUE);
}

void
tc_intake_list_fields_async (TcWorker *reader, GAsyncReadyCallback callback, gpointer data)
{
  tc_worker_run_async (reader, list_fields, NULL, NULL, (GDestroyNotify) g_array_unref, NULL,
                       callback, data);
}

GArray *
tc_intake_list_fields_finish (TcWorker *reader, GAsyncResult *result, GError **error)
{
  return tc_worker_run_finish (reader, result, error);
}

/* Every word begins one of the text. */
static gboolean
has_words (const char *text, char **words)
{
  g_autofree char *key = tc_fold_key (text);
  g_autofree char *spaced = g_strconcat (" ", key, NULL);

  for (guint i = 0; words[i]; i++) {
    g_autofree char *start = g_strconcat (" ", words[i], NULL);
    if (!strstr (spaced, start))
      return FALSE;
  }
  return TRUE;
}

static void
add_matching (GArray *found, GArray *fields, char **words, gboolean by_name, guint limit)
{
  for (guint i = 0; i < fields->len && found->len < limit; i++) {
    const TcService *field = &g_array_index (fields, TcService, i);
    g_autofree char *names = g_strjoin (" ", field->name_vi, field->name_en, NULL);
    g_autofree char *more = g_strjoin (" ", names, field->group_vi, field->group_en,
                                       field->keywords, NULL);
    if (has_words (names, words) == by_name && has_words (more, words))
      g_array_append_val (found, i);
  }
}

GArray *
tc_intake_match_fields (GArray *fields, const char *text, guint limit)
{
  GArray *found = g_array_new (FALSE, FALSE, sizeof (guint));
  g_auto (GStrv) words = tc_fold_words (text);

  /* By its own name first, then by what stands around it. */
  add_matching (found, fields, words, TRUE, limit);
  add_matching (found, fields, words, FALSE, limit);
  return found;
}

/* ---- what it may be about, what is like it ---- */

typedef struct {
  gint64 field_id;
  gint64 lat_e7;
  gint64 lon_e7;
  char *text; /* (owned) */
} AroundAsk;

static void
free_around_ask (gpointer data)
{
  g_free (((AroundAsk *) data)->text);
  g_free (data);
}

void
tc_intake_around_free (TcIntakeAround *around)
{
  if (!around)
    return;
  g_array_unref (around->similar);
  g_array_unref (around->fields);
  g_free (around);
}

static gpointer
look_around (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const AroundAsk *ask = data;
  TcIntakeAround *around = g_new0 (TcIntakeAround, 1);

  around->similar = tc_incident_similar (db, 0, ask->field_id, ask->lat_e7, ask->lon_e7,
                                         tc_now_us (), ask->text, TC_SIMILAR_STAFF_M);
  around->fields = tc_field_propose (db, ask->text);
  return around;
}

void
tc_intake_look_around_async (TcWorker *reader, const TcIntakeForm *form, GCancellable *cancellable,
                             GAsyncReadyCallback callback, gpointer data)
{
  AroundAsk *ask = g_new0 (AroundAsk, 1);

  *ask = (AroundAsk){form->field_id, form->lat_e7, form->lon_e7, g_strdup (form->text)};
  tc_worker_run_async (reader, look_around, ask, free_around_ask,
                       (GDestroyNotify) tc_intake_around_free, cancellable, callback, data);
}

TcIntakeAround *
tc_intake_look_around_finish (TcWorker *reader, GAsyncResult *result, GError **error)
{
  return tc_worker_run_finish (reader, result, error);
}

/* ---- who calls again ---- */

static gpointer
find_earlier (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  return tc_incident_earlier_reports (db, data, TC_INTAKE_EARLIER_MAX);
}

void
tc_intake_find_earlier_async (TcWorker *reader, const char *phone, GCancellable *cancellable,
                              GAsyncReadyCallback callback, gpointer data)
{
  tc_worker_run_async (reader, find_earlier, g_strdup (phone), g_free,
                       (GDestroyNotify) g_array_unref, cancellable, callback, data);
}

GArray *
tc_intake_find_earlier_finish (TcWorker *reader, GAsyncResult *result, GError **error)
{
  return tc_worker_run_finish (reader, result, error);
}

/* ---- what was logged before ---- */

typedef struct {
  char *code; /* (owned) (nullable) */
  gint64 incident_id;
} Logged;

static void
free_logged (gpointer data)
{
  g_free (((Logged *) data)->code);
  g_free (data);
}

static gpointer
find_logged (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Logged *logged = g_new0 (Logged, 1);

  logged->code = tc_incident_code_of_report (db, *(gint64 *) data, &logged->incident_id);
  return logged;
}

void
tc_intake_find_logged_async (TcWorker *reader, gint64 report_id, GAsyncReadyCallback callback,
                             gpointer data)
{
  tc_worker_run_async (reader, find_logged, g_memdup2 (&report_id, sizeof report_id), g_free,
                       free_logged, NULL, callback, data);
}

char *
tc_intake_find_logged_finish (TcWorker *reader, GAsyncResult *result, gint64 *incident_id,
                              GError **error)
{
  Logged *logged = tc_worker_run_finish (reader, result, error);
  char *code = logged ? g_steal_pointer (&logged->code) : NULL;

  *incident_id = logged ? logged->incident_id : 0;
  g_clear_pointer (&logged, free_logged);
  return code;
}
