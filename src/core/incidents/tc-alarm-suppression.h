/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Alarms that are kept quiet by plan: while a power cut was announced, a street is closed,
 * something is maintained. Of a field, an area, or a field in an area, from when until when, for a
 * reason.
 *
 * DESIGN: what falls under one is listed like what is shelved, with who planned it, why and until
 * when; it rings again when that is over or lifted. An emergency that nobody has always rings. It
 * isn't counted as an alarm that somebody had to heed (tc-alarm-history.h).
 */
#pragma once

#include "tc-database.h"
#include "tc-operation-type.h"

#define TC_SUPPRESS_US_MAX ((gint64) 7 * 24 * 3600 * G_USEC_PER_SEC)
/* So far ahead it can be planned, and so many at a time. */
#define TC_SUPPRESS_AHEAD_US_MAX ((gint64) 60 * 24 * 3600 * G_USEC_PER_SEC)
#define TC_SUPPRESSIONS_MAX 100

/* alarm.suppress. Refuses: alarm.suppress-what: neither field nor area; field.unknown;
 * alarm.suppress-area: unknown; alarm.suppress-time (limit, days): it ends before it begins or is
 * over, is longer than TC_SUPPRESS_US_MAX or too far ahead; alarm.suppress-many (limit). */
typedef struct {
  gint64 suppression_id;
  gint64 field_id; /* 0: every one */
  gint64 area_id;  /* 0: everywhere */
  gint64 from_us;
  gint64 until_us;
  const char *reason;
} TcAlarmSuppress;
extern const TcOperationType tc_alarm_suppress_type;

/* alarm.lift: it ends now, or doesn't begin. Refuses: alarm.not-suppressed: unknown, over, lifted
 * already. */
typedef struct {
  gint64 suppression_id;
} TcAlarmLift;
extern const TcOperationType tc_alarm_lift_type;

typedef struct {
  gint64 id;
  gint64 field_id;
  gint64 area_id;
  gint64 from_us;
  gint64 until_us;
  gint64 at_us;
  gint64 lifted_us; /* TC_NONE */
  char *reason;     /* (owned), like all that follow */
  char *staff_name; /* (nullable) */
  char *field_vi;   /* (nullable) */
  char *field_en;
  char *area_vi; /* (nullable) */
  char *area_en;
  GHashTable *fields; /* (nullable) (element-type gint64): that it covers; NULL: all */
  GHashTable *areas;
} TcSuppression;

/* Those that end after @since_us, lifted ones too: what begins first is first.
 * (transfer full) (element-type TcSuppression). Thread: the connection's. */
GPtrArray *tc_suppression_list (TcDatabase *db, gint64 since_us);
/* The first moment after it, lifted or not. */
gint64 tc_suppression_get_end (const TcSuppression *suppression);
gboolean tc_suppression_covers (const TcSuppression *suppression, gint64 field_id, gint64 area_id);
/* Which one keeps quiet what is of that field there at @at_us: what lasts longest. (nullable) */
const TcSuppression *tc_suppression_find (GPtrArray *suppressions, gint64 field_id, gint64 area_id,
                                          gint64 at_us);
/* When the last one ended that did so before @at_us; 0: none did. */
gint64 tc_suppression_find_end (GPtrArray *suppressions, gint64 field_id, gint64 area_id,
                                gint64 at_us);
