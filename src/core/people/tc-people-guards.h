/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What several operations on people and places ask before they change anything. Each returns TRUE,
 * or FALSE with the refusal set. Not for callers of operations.
 */
#pragma once

#include "tc-operation-type.h"

/* Any of the tables below; `people.unknown` (what, id). */
typedef enum {
  TC_RECORD_AGENCY,
  TC_RECORD_STAFF,
  TC_RECORD_ROLE,
  TC_RECORD_POST,
  TC_RECORD_DESK,
  TC_RECORD_SESSION,
  TC_RECORD_SCOPE,
  TC_RECORD_SHIFT,
  TC_RECORD_DUTY,
} TcRecord;

gboolean tc_guard_is_there (TcApply *apply, TcRecord record, gint64 id);
/* `people.exists` (what, id) */
gboolean tc_guard_is_free (TcApply *apply, TcRecord record, gint64 id);
/* Also that it exists; `people.not-in-force` (agency). */
gboolean tc_guard_agency_in_force (TcApply *apply, gint64 agency_id, gint64 at_us);
/* Also that the person exists; `people.inactive` (staff). */
gboolean tc_guard_staff_active (TcApply *apply, gint64 staff_id, gint64 at_us);
/* @kinds: NULL-terminated; `people.kind` (kind). */
gboolean tc_guard_kind (TcApply *apply, const char *const *kinds, const char *kind);

/* @time_us, or when the operation was made if it is TC_NONE. */
gint64 tc_apply_time (const TcApply *apply, gint64 time_us);
