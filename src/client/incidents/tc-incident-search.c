/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Search for incidents; see the header.
 */
#include "tc-incident-search.h"

#include "tc-fold.h"
#include "tc-incident-text.h"
#include "tc-now.h"
#include "tc-people.h"

/* Of the newest that are found, those with the marks as typed come first. */
#define LOOKED_AT (4 * TC_SEARCH_HITS_MAX)

/* Whether each word typed stands in the row with its marks, the last perhaps begun. */
static gboolean
has_marks (const TcIncidentRow *row, char **words)
{
  g_autofree char *all = g_strjoin (" ", row->title, row->address ? row->address : "",
                                    row->area_name ? row->area_name : "", NULL);
  g_auto (GStrv) there = tc_fold_accented_words (all);

  for (guint i = 0; words[i]; i++) {
    guint at = 0;
    while (there[at] && !(words[i + 1] ? g_str_equal (there[at], words[i])
                                       : g_str_has_prefix (there[at], words[i])))
      at++;
    if (!there[at])
      return FALSE;
  }
  return TRUE;
}

static void
take_row (GArray *hits, GArray *rows, guint index)
{
  TcIncidentRow *row = &g_array_index (rows, TcIncidentRow, index);

  if (hits->len >= TC_SEARCH_HITS_MAX || row->id == 0)
    return;
  g_array_append_val (hits, *row);
  *row = (TcIncidentRow){0};
}

static void
search_words (TcDatabase *db, GArray *hits, const char *text)
{
  const TcTextAsked asked = {.text = text, .limit = LOOKED_AT};
  g_autoptr (GArray) ids = tc_incident_text_find (db, &asked);
  g_autoptr (GArray) rows = tc_incident_rows (db, (const gint64 *) (void *) ids->data, ids->len);
  g_auto (GStrv) words = tc_fold_accented_words (text);

  for (guint i = 0; i < rows->len; i++)
    if (has_marks (&g_array_index (rows, TcIncidentRow, i), words))
      take_row (hits, rows, i);
  for (guint i = 0; i < rows->len; i++)
    take_row (hits, rows, i);
}

static gpointer
search (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const char *text = data;
  gint64 id = tc_incident_find (db, text, tc_incident_day (tc_now_us ()));
  GArray *hits = tc_incident_rows (db, &id, id != 0 ? 1 : 0);

  if (hits->len == 0)
    search_words (db, hits, text);
  return hits;
}

void
tc_incident_search_async (TcWorker *reader, const char *text, GCancellable *cancellable,
                          GAsyncReadyCallback callback, gpointer data)
{
  tc_worker_run_async (reader, search, g_strdup (text), g_free, (GDestroyNotify) g_array_unref,
                       cancellable, callback, data);
}

GArray *
tc_incident_search_finish (TcWorker *reader, GAsyncResult *result, GError **error)
{
  return tc_worker_run_finish (reader, result, error);
}

void
tc_dispatch_target_free (TcDispatchTarget *target)
{
  if (!target)
    return;
  g_free (target->code);
  g_free (target->title);
  tc_incident_detail_free (target->detail);
  g_free (target->agency_vi);
  g_free (target->agency_en);
  g_free (target);
}

static gpointer
find_target (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  char **codes = data;
  gint64 now_us = tc_now_us ();
  g_autofree char *unit = g_utf8_strdown (codes[1], -1);
  g_autoptr (TcAgency) agency = tc_people_find_agency (db, unit, now_us);
  TcDispatchTarget *target = g_new0 (TcDispatchTarget, 1);

  target->incident_id = tc_incident_find (db, codes[0], tc_incident_day (now_us));
  if (target->incident_id != 0)
    target->detail = tc_incident_detail (db, target->incident_id);
  if (target->detail) {
    target->code = g_strdup (target->detail->incident.code);
    target->title = g_strdup (target->detail->incident.title);
  }
  if (!agency)
    return target;
  target->agency_id = agency->id;
  target->agency_vi = g_strdup (agency->name_vi);
  target->agency_en = g_strdup (agency->name_en);
  return target;
}

void
tc_incident_find_target_async (TcWorker *reader, const char *code, const char *unit,
                               GAsyncReadyCallback callback, gpointer data)
{
  const char *codes[] = {code, unit, NULL};

  tc_worker_run_async (reader, find_target, g_strdupv ((char **) codes),
                       (GDestroyNotify) g_strfreev, (GDestroyNotify) tc_dispatch_target_free, NULL,
                       callback, data);
}

TcDispatchTarget *
tc_incident_find_target_finish (TcWorker *reader, GAsyncResult *result, GError **error)
{
  return tc_worker_run_finish (reader, result, error);
}

static gpointer
read_code (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (GArray) rows = tc_incident_rows (db, data, 1);

  if (rows->len > 0)
    return g_strdup (g_array_index (rows, TcIncidentRow, 0).code);
  g_set_error (error, TC_ERROR, TC_ERROR_NOT_FOUND, "this desk doesn't hold the incident");
  return NULL;
}

void
tc_incident_read_code_async (TcWorker *reader, gint64 incident_id, GAsyncReadyCallback callback,
                             gpointer data)
{
  tc_worker_run_async (reader, read_code, g_memdup2 (&incident_id, sizeof incident_id), g_free,
                       g_free, NULL, callback, data);
}

char *
tc_incident_read_code_finish (TcWorker *reader, GAsyncResult *result, GError **error)
{
  return tc_worker_run_finish (reader, result, error);
}

static gpointer
read_reporter (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  TcReporter *reporter = tc_reporter_get (db, *(gint64 *) data);

  if (!reporter)
    g_set_error (error, TC_ERROR, TC_ERROR_NOT_FOUND, "this desk doesn't hold the reporter");
  return reporter;
}

void
tc_incident_read_reporter_async (TcWorker *reader, gint64 report_id, GAsyncReadyCallback callback,
                                 gpointer data)
{
  tc_worker_run_async (reader, read_reporter, g_memdup2 (&report_id, sizeof report_id), g_free,
                       (GDestroyNotify) tc_reporter_free, NULL, callback, data);
}

TcReporter *
tc_incident_read_reporter_finish (TcWorker *reader, GAsyncResult *result, GError **error)
{
  return tc_worker_run_finish (reader, result, error);
}
