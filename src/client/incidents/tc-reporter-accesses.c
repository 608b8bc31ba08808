/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Who looked at whom that reported; see the header.
 */
#include "tc-reporter-accesses.h"

#include "tc-incident-export.h"
#include "tc-incident-text.h"
#include "tc-incident-words.h"
#include "tc-words.h"

#include <glib/gi18n-lib.h>

static gpointer
read_accesses (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  return tc_reporter_accesses (db, TC_ACCESSES_MAX);
}

void
tc_reporter_accesses_read_async (TcWorker *reader, GAsyncReadyCallback callback, gpointer data)
{
  tc_worker_run_async (reader, read_accesses, NULL, NULL, (GDestroyNotify) g_array_unref, NULL,
                       callback, data);
}

GArray *
tc_reporter_accesses_read_finish (TcWorker *reader, GAsyncResult *result, GError **error)
{
  return tc_worker_run_finish (reader, result, error);
}

/* ---- words ---- */

char *
tc_reporter_access_word_what (const TcReporterAccess *access)
{
  const char *code = access->code ? access->code : "…";
  const char *unit = access->agency_vi
                         ? tc_incident_pick_name (access->agency_vi, access->agency_en)
                         : "…";

  if (g_str_equal (access->kind, "searched"))
    return g_strdup (_ ("Searched for a person"));
  if (g_str_equal (access->kind, "exported"))
    return g_strdup (_ ("Exported all who reported"));
  if (g_str_equal (access->kind, "released"))
    /* Translators: code of an incident, a unit. */
    return g_strdup_printf (_ ("Gave who reported %1$s to %2$s"), code, unit);
  if (g_str_equal (access->kind, "withdrawn"))
    /* Translators: code of an incident, a unit. */
    return g_strdup_printf (_ ("Took who reported %1$s back from %2$s"), code, unit);
  if (g_str_equal (access->kind, "corrected"))
    /* Translators: code of an incident. */
    return g_strdup_printf (_ ("Corrected who reported %s"), code);
  /* Translators: code of an incident. */
  return g_strdup_printf (_ ("Saw who reported %s"), code);
}

char *
tc_reporter_access_word_who (const TcReporterAccess *access, gint64 now_us)
{
  g_autofree char *clock = tc_words_clock (access->at_us, now_us);
  const char *name = access->staff_name ? access->staff_name : C_ ("actor", "The system");

  return access->desk_name ? g_strdup_printf ("%s · %s · %s", name, access->desk_name, clock)
                           : g_strdup_printf ("%s · %s", name, clock);
}

TcListTable *
tc_reporter_accesses_to_table (GArray *accesses)
{
  const TcListColumn columns[] = {{_ ("When"), TC_LIST_FIT, FALSE},
                                  {_ ("Who"), TC_LIST_FIT, FALSE},
                                  {_ ("Desk"), TC_LIST_FIT, FALSE},
                                  {_ ("What"), TC_LIST_FIT, FALSE},
                                  {_ ("Reason"), TC_LIST_FIT, FALSE}};
  TcListTable *table = tc_list_table_new (_ ("ACCESSES"), _ ("Who looked at reporters' data"),
                                          columns, G_N_ELEMENTS (columns));

  for (guint i = 0; i < accesses->len; i++) {
    const TcReporterAccess *it = &g_array_index (accesses, TcReporterAccess, i);
    g_autofree char *what = tc_reporter_access_word_what (it);
    g_autofree char *when = tc_incident_word_date (it->at_us);
    tc_list_table_add (
        table, (const char *const[]){when, it->staff_name, it->desk_name, what, it->reason});
  }
  return table;
}

/* ---- what is searched ---- */

static gpointer
is_searched (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  return GINT_TO_POINTER (1 + tc_incident_text_is_person (db, data));
}

void
tc_reporter_is_searched_async (TcWorker *reader, const char *text, GAsyncReadyCallback callback,
                               gpointer data)
{
  tc_worker_run_async (reader, is_searched, g_strdup (text), g_free, NULL, NULL, callback, data);
}

gboolean
tc_reporter_is_searched_finish (TcWorker *reader, GAsyncResult *result)
{
  return GPOINTER_TO_INT (tc_worker_run_finish (reader, result, NULL)) > 1;
}
