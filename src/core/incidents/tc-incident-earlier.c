/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Who calls again; see the header.
 */
#include "tc-incident-earlier.h"

#include "tc-incident-queries-private.h"

static void
clear_report (gpointer data)
{
  TcEarlierReport *report = data;

  g_free (report->code);
  g_free (report->title);
}

/* Copies that were released to a unit are of the same report. */
#define EARLIER_SQL                                                                                \
  "SELECT r.id, i.id, i.code, i.title, i.state, r.received_us FROM reporter AS p"                  \
  " JOIN report AS r ON r.id = p.report_id JOIN incident AS i ON i.id = r.incident_id"             \
  " WHERE p.phone IN (?1, ?2) AND p.copy_of IS NULL ORDER BY r.received_us DESC, r.id DESC LIMIT " \
  "?3"

GArray *
tc_incident_earlier_reports (TcDatabase *db, const char *phone, guint limit)
{
  GArray *reports = g_array_new (FALSE, TRUE, sizeof (TcEarlierReport));
  g_autofree char *abroad = *phone == '0' ? g_strconcat ("+84", phone + 1, NULL) : g_strdup (phone);
  g_autoptr (TcQuery)
      query = tc_database_query (db, EARLIER_SQL, "ssi", phone, abroad, (gint64) limit);

  g_array_set_clear_func (reports, clear_report);
  while (tc_query_next (query)) {
    TcEarlierReport report = {
        .report_id = tc_query_int (query, 0),
        .incident_id = tc_query_int (query, 1),
        .code = tc_query_dup_text (query, 2),
        .title = tc_query_dup_text (query, 3),
        .state = tc_query_state (query, 4),
        .received_us = tc_query_int (query, 5),
    };
    g_array_append_val (reports, report);
  }
  return reports;
}

char *
tc_incident_code_of_report (TcDatabase *db, gint64 report_id, gint64 *incident_id)
{
  g_autoptr (TcQuery)
      query = tc_database_query (db,
                                 "SELECT i.code, i.id FROM report AS r JOIN incident AS i"
                                 " ON i.id = r.incident_id WHERE r.id = ?",
                                 "i", report_id);

  if (!tc_query_next (query))
    return NULL;
  *incident_id = tc_query_int (query, 1);
  return tc_query_dup_text (query, 0);
}
