/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reports as people of a province would send them: a sentence of sentences.csv about a place of
 * streets.csv, its gaps filled with words.csv, its questions answered. The same seed gives the same
 * reports, so that a run can be repeated.
 */
#pragma once

#include "tc-province.h"

typedef struct {
  char *service;     /* (owned): code */
  char *description; /* (owned) */
  char *address;     /* (owned) */
  gint64 lat_e7;
  gint64 lon_e7;
  char *name;  /* (owned) (nullable): anonymous */
  char *phone; /* (owned) (nullable) */
  /* Answers to the service's questions. (owned) (element-type utf8): code, value, code, value, … */
  GPtrArray *answers;
} TcFieldReport;

/* Whether the province has what reports are made of: sentences and streets. */
gboolean tc_field_report_possible (const TcProvince *province);
/* @now_us: for questions about a time. (transfer full) */
TcFieldReport *tc_field_report_new (const TcProvince *province, GRand *random, gint64 now_us);
/* About @service (nullable: any) near the street at row @street of streets.csv, at most @jitter_e7
 * degrees * 1e7 from its point. (transfer full) */
TcFieldReport *tc_field_report_new_about (const TcProvince *province, GRand *random, gint64 now_us,
                                          const char *service, guint street, gint64 jitter_e7);
void tc_field_report_free (TcFieldReport *report);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcFieldReport, tc_field_report_free)

/* As the body of a GeoReport v2 POST. @key: (nullable). (transfer full) */
char *tc_field_report_to_form (const TcFieldReport *report, const char *key,
                               const char *jurisdiction);
