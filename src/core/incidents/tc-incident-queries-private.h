/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the sources behind tc-incident-queries.h share.
 */
#pragma once

#include "tc-incident-queries.h"

/* Fills @row, which is zeroed; FALSE if there is no such incident. */
gboolean tc_incident_row_read (TcDatabase *db, gint64 id, TcIncidentRow *row);
/* A column that holds the code of a state. */
TcIncidentState tc_query_state (TcQuery *query, int column);

/* What tc_incident_event_read() reads of a row of history `e`, and the tables that it is from. */
#define TC_EVENT_N_COLUMNS 27
#define TC_EVENT_COLUMNS                                                                           \
  "e.id, e.code, e.at_us, e.actor_id, a.name, e.replica, desk.name, e.state, e.moved, e.public,"   \
  " e.report_id, e.reason, e.text, e.agency_id, agency.name_vi, agency.name_en, e.staff_id,"       \
  " s.name, e.other_id, o.code, e.when_us, e.number, e.external_id,"                               \
  " ifnull (f.name_vi, w.name_vi), ifnull (f.name_en, w.name_en),"                                 \
  " ifnull (g.name_vi, x.name_vi), ifnull (g.name_en, x.name_en)"
#define TC_EVENT_JOINS                                                                             \
  "LEFT JOIN staff AS a ON a.id = e.actor_id LEFT JOIN desk ON desk.id = e.replica"                \
  " LEFT JOIN agency ON agency.id = e.agency_id LEFT JOIN staff AS s ON s.id = e.staff_id"         \
  " LEFT JOIN incident AS o ON o.id = e.other_id"                                                  \
  " LEFT JOIN field AS f ON e.code = 'incident.classify' AND f.id = e.other_id"                    \
  " LEFT JOIN field AS g ON e.code = 'incident.classify' AND g.id = e.number"                      \
  " LEFT JOIN area AS w ON e.code = 'incident.place' AND w.id = e.other_id"                        \
  " LEFT JOIN area AS x ON e.code = 'incident.place' AND x.id = e.number"
void tc_incident_event_read (TcQuery *query, TcIncidentEvent *event);
void tc_incident_event_clear (TcIncidentEvent *event);
