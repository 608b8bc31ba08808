/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Codes of incidents, 'PA-yymmdd-NNNN': blocks of a day's numbers leased to replicas, so that a
 * desk without a line still tells a caller a number that nobody else will ever tell.
 */
#include "tc-incident-codes.h"

#include "tc-id.h"
#include "tc-incident-queries.h"
#include "tc-incident-record.h"

#include <stdio.h>
#include <string.h>

#define UTC_PLUS_7_US ((gint64) 7 * 3600 * G_USEC_PER_SEC)
#define PREFIX "PA-"

gint64
tc_incident_day (gint64 time_us)
{
  gint64 s = (time_us + UTC_PLUS_7_US) / G_USEC_PER_SEC;
  g_autoptr (GDateTime) local = g_date_time_new_from_unix_utc (s);

  return g_date_time_get_year (local) % 100 * 10000 + g_date_time_get_month (local) * 100 +
         g_date_time_get_day_of_month (local);
}

static gint64
read_digits (const char *text, gsize length)
{
  gint64 value = 0;

  for (gsize i = 0; i < length; i++) {
    if (!g_ascii_isdigit (text[i]))
      return -1;
    value = value * 10 + (text[i] - '0');
  }
  return value;
}

static gboolean
is_day (gint64 day)
{
  gint64 year = 2000 + day / 10000;

  return day >= 0 && day <= 991231 &&
         g_date_valid_dmy ((GDateDay) (day % 100), (GDateMonth) (day / 100 % 100),
                           (GDateYear) year);
}

char *
tc_incident_format_code (gint64 day, gint64 number)
{
  return g_strdup_printf (PREFIX "%06" G_GINT64_FORMAT "-%04" G_GINT64_FORMAT, day, number);
}

gboolean
tc_incident_parse_code (const char *code, gint64 *day, gint64 *number)
{
  gsize length = strlen (code);

  if (length < strlen (PREFIX "000000-0000") || length > strlen (PREFIX "000000-000000") ||
      strncmp (code, PREFIX, strlen (PREFIX)) != 0 || code[9] != '-')
    return FALSE;
  gint64 read_day = read_digits (code + 3, 6);
  gint64 read_number = read_digits (code + 10, length - 10);
  if (!is_day (read_day) || read_number < 1)
    return FALSE;
  g_autofree char *canonical = tc_incident_format_code (read_day, read_number);
  if (strcmp (canonical, code) != 0)
    return FALSE;
  *day = read_day;
  *number = read_number;
  return TRUE;
}

gboolean
tc_incident_claim_code (TcApply *apply, const char *code, gint64 *day, gint64 *number)
{
  if (!tc_incident_parse_code (code, day, number))
    return tc_apply_refuse (apply, "incident.code-form", "code", TC_S, code, NULL);
  if (!tc_database_get_int (apply->db, 0,
                            "SELECT 1 FROM code_block WHERE replica = ?1 AND day = ?2"
                            " AND first <= ?3 AND first + count > ?3 LIMIT 1",
                            "iii", (gint64) apply->op->head.replica, *day, *number))
    return tc_apply_refuse (apply, "incident.code-not-leased", "code", TC_S, code, NULL);
  if (tc_database_get_int (apply->db, 0,
                           "SELECT 1 FROM incident WHERE day = ? AND number = ? LIMIT 1", "ii",
                           *day, *number))
    return tc_apply_refuse (apply, "incident.code-used", "code", TC_S, code, NULL);
  return TRUE;
}

/* ---- incident.lease-codes ---- */

static const TcArg lease_args[] = {
    TC_ARG (TcIncidentLeaseCodes, block_id, TC_ARG_ID, TC_REQUIRED, 0),
    TC_ARG (TcIncidentLeaseCodes, replica, TC_ARG_INT, TC_REQUIRED, TC_REPLICA_MAX),
    TC_ARG (TcIncidentLeaseCodes, day, TC_ARG_INT, TC_REQUIRED, 991231),
    TC_ARG (TcIncidentLeaseCodes, first, TC_ARG_INT, TC_REQUIRED, TC_CODE_NUMBER_MAX),
    TC_ARG (TcIncidentLeaseCodes, count, TC_ARG_INT, TC_REQUIRED, TC_CODE_COUNT_MAX),
    {NULL},
};

/* Whole and within one lane of the day, and nobody else's. */
static gboolean
check_block (TcApply *apply, gint64 id, gint64 day, gint64 first, gint64 count)
{
  if (!is_day (day) || first < 1 || count < 1 || first + count - 1 > TC_CODE_NUMBER_MAX ||
      (first - 1) / TC_CODE_LANE != (first + count - 2) / TC_CODE_LANE)
    return tc_apply_refuse (apply, "incident.codes-range", "day", TC_I, day, "first", TC_I, first,
                            NULL);
  if (tc_database_get_int (apply->db, 0,
                           "SELECT 1 FROM code_block WHERE id = ?1"
                           " OR (day = ?2 AND first < ?3 AND first + count > ?4)"
                           " LIMIT 1",
                           "iiii", id, day, first + count, first))
    return tc_apply_refuse (apply, "incident.codes-overlap", "day", TC_I, day, "first", TC_I, first,
                            NULL);
  return TRUE;
}

static void
add_block (TcApply *apply, const TcIncidentLeaseCodes *block, gboolean closed)
{
  tc_database_execute (apply->db,
                       "INSERT INTO code_block (id, scope, replica, day, first, count, closed)"
                       " VALUES (?, ?, ?, ?, ?, ?, ?)",
                       "iiiiiii", block->block_id, (gint64) TC_SCOPE_INCIDENTS, block->replica,
                       block->day, block->first, block->count, (gint64) closed);
}

static gboolean
apply_lease (TcApply *apply, gconstpointer data)
{
  const TcIncidentLeaseCodes *args = data;

  if (!check_block (apply, args->block_id, args->day, args->first, args->count))
    return FALSE;
  add_block (apply, args, FALSE);
  return TRUE;
}

const TcOperationType tc_incident_lease_codes_type = {
    .name = "incident.lease-codes",
    .version = 1,
    .reads = "incidents",
    .args = lease_args,
    .args_size = sizeof (TcIncidentLeaseCodes),
    .apply = apply_lease,
};

/* ---- after a restore ---- */

static gboolean
apply_reclaim (TcApply *apply, gconstpointer data)
{
  const TcIncidentLeaseCodes *args = data;

  if (!check_block (apply, args->block_id, args->day, args->first, args->count))
    return FALSE;
  add_block (apply, args, TRUE);
  return TRUE;
}

const TcOperationType tc_incident_reclaim_codes_type = {
    .name = "incident.reclaim-codes",
    .version = 1,
    .reads = "incidents",
    .args = lease_args,
    .args_size = sizeof (TcIncidentLeaseCodes),
    .apply = apply_reclaim,
};

static const TcArg skip_args[] = {
    TC_ARG (TcIncidentSkipCodes, block_id, TC_ARG_ID, TC_REQUIRED, 0),
    TC_ARG (TcIncidentSkipCodes, day, TC_ARG_INT, TC_REQUIRED, 991231),
    TC_ARG (TcIncidentSkipCodes, first, TC_ARG_INT, TC_REQUIRED, TC_CODE_NUMBER_MAX),
    {NULL},
};

static gboolean
apply_skip (TcApply *apply, gconstpointer data)
{
  const TcIncidentSkipCodes *args = data;
  const TcIncidentLeaseCodes mark = {args->block_id, TC_REPLICA_SERVER, args->day, args->first, 1};

  if (!check_block (apply, args->block_id, args->day, args->first, 1))
    return FALSE;
  tc_database_execute (apply->db, "UPDATE code_block SET closed = 1 WHERE day = ? AND closed = 0",
                       "i", args->day);
  add_block (apply, &mark, TRUE);
  return TRUE;
}

const TcOperationType tc_incident_skip_codes_type = {
    .name = "incident.skip-codes",
    .version = 1,
    .reads = "incidents",
    .args = skip_args,
    .args_size = sizeof (TcIncidentSkipCodes),
    .apply = apply_skip,
};

/* ---- queries ---- */

char *
tc_incident_next_code (TcDatabase *db, guint16 replica, gint64 day, gint64 after, gint64 *number)
{
  g_autoptr (TcQuery) query = tc_database_query (
      db,
      "SELECT first, count, (SELECT max (number) FROM incident AS i WHERE i.day = b.day"
      " AND i.number >= b.first AND i.number < b.first + b.count) FROM code_block AS b"
      " WHERE replica = ? AND day = ? AND closed = 0 ORDER BY first",
      "ii", (gint64) replica, day);

  while (tc_query_next (query)) {
    gint64 first = tc_query_int (query, 0);
    gint64 end = first + tc_query_int (query, 1);
    gint64 next = MAX (first, after + 1);

    if (!tc_query_is_null (query, 2))
      next = MAX (next, tc_query_int (query, 2) + 1);
    if (next < end) {
      if (number)
        *number = next;
      return tc_incident_format_code (day, next);
    }
  }
  return NULL;
}

gint64
tc_incident_codes_left (TcDatabase *db, guint16 replica, gint64 day)
{
  return tc_database_get_int (
      db, 0,
      "SELECT sum (first + count - ifnull ((SELECT max (number) + 1 FROM incident AS i"
      " WHERE i.day = b.day AND i.number >= b.first AND i.number < b.first + b.count), first))"
      " FROM code_block AS b WHERE replica = ? AND day = ? AND closed = 0",
      "ii", (gint64) replica, day);
}

gint64
tc_incident_lane_after (TcDatabase *db, gint64 day, gint64 epoch)
{
  gint64 unleased = tc_incident_first_unleased (db, day);
  gint64 free_lane = (unleased + TC_CODE_LANE - 2) / TC_CODE_LANE;
  gint64 own_lane = (epoch - 2) % (TC_CODE_LANES - 1) + 1;

  return MAX (free_lane, own_lane) * TC_CODE_LANE + 1;
}

gint64
tc_incident_first_unleased (TcDatabase *db, gint64 day)
{
  gint64 end = tc_database_get_int (
      db, TC_NONE, "SELECT max (first + count) FROM code_block WHERE day = ?", "i", day);

  return end == TC_NONE ? 1 : end;
}

gint64
tc_incident_find (TcDatabase *db, const char *code, gint64 day)
{
  g_autofree char *upper = g_ascii_strup (code, -1);
  gint64 number = -1;

  if (!tc_incident_parse_code (upper, &day, &number)) {
    gsize length = strlen (code);
    number = length >= 1 && length <= 6 ? read_digits (code, length) : -1;
  }
  if (number < 1)
    return 0;
  return tc_database_get_int (
      db, 0, "SELECT id FROM incident WHERE day = ? AND number = ? ORDER BY id LIMIT 1", "ii", day,
      number);
}
