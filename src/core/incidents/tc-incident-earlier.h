/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What an intake asks of reports that are there. Those that came from one telephone number: the
 * reporters' rows are read to find them, and nothing of it is to be shown before somebody who may
 * has put on record that he looks (reporter.open).
 */
#pragma once

#include "tc-incident-queries.h"

typedef struct {
  gint64 report_id;
  gint64 incident_id; /* where it is handled now */
  char *code;         /* (owned): of the incident */
  char *title;        /* (owned): likewise */
  TcIncidentState state;
  gint64 received_us;
} TcEarlierReport;

/**
 * tc_incident_earlier_reports:
 * @phone: digits from the 0 on, as tc_phone_normalise() in client gives them
 *
 * Newest first, @limit at most; none where this database holds no reporters. A number that was
 * stored with +84 is found too. (transfer full) (element-type TcEarlierReport)
 */
GArray *tc_incident_earlier_reports (TcDatabase *db, const char *phone, guint limit);

/* Code of the incident that a report is handled as; NULL: there is no such report here.
 * @incident_id: (out): that incident. (transfer full) (nullable) */
char *tc_incident_code_of_report (TcDatabase *db, gint64 report_id, gint64 *incident_id);
