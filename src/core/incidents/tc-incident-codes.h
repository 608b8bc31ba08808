/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The form of an incident's code, and the guard that lets a replica use only its own numbers.
 * What others need (the next code, the day) is in tc-incident-queries.h.
 */
#pragma once

#include "tc-operation-type.h"

#define TC_CODE_NUMBER_MAX 999999
#define TC_CODE_COUNT_MAX 10000

/* 'PA-261123-0147'; more digits from 10000 on. (transfer full) */
char *tc_incident_format_code (gint64 day, gint64 number);
/* FALSE if @code has another form; outputs untouched then. */
gboolean tc_incident_parse_code (const char *code, gint64 *day,
                                 gint64 *number) G_GNUC_WARN_UNUSED_RESULT;
/* FALSE with "incident.code-form", "incident.code-not-leased" or "incident.code-used" (code). */
gboolean tc_incident_claim_code (TcApply *apply, const char *code, gint64 *day,
                                 gint64 *number) G_GNUC_WARN_UNUSED_RESULT;
