/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Hand-over sheets; see tc-shift-operations.h. One is signed by who hands over as it is written,
 * and once more by who takes over, whenever that is.
 */
#include "tc-shift-operations.h"

#include "tc-limits.h"
#include "tc-people-operations.h"

#include <string.h>

/* ---- shift.hand-over ---- */

static const TcArg hand_over_args[] = {
    TC_ARG (TcHandOver, hand_over_id, TC_ARG_ID, TC_REQUIRED, 0),
    TC_ARG (TcHandOver, shift_id, TC_ARG_ID, TC_OPTIONAL, 0),
    TC_ARG (TcHandOver, from_us, TC_ARG_TIME, TC_REQUIRED, 0),
    TC_ARG (TcHandOver, until_us, TC_ARG_TIME, TC_REQUIRED, 0),
    TC_ARG (TcHandOver, text, TC_ARG_PARAGRAPH, TC_REQUIRED, TC_HAND_OVER_CHARS_MAX),
    {NULL},
};

GBytes *
tc_hand_over_hash_text (const char *text)
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  guint8 bytes[32];
  gsize size = sizeof bytes;

  g_checksum_update (sum, (const guchar *) text, (gssize) strlen (text));
  g_checksum_get_digest (sum, bytes, &size);
  return g_bytes_new (bytes, size);
}

static gboolean
hand_over (TcApply *apply, gconstpointer data)
{
  const TcHandOver *args = data;
  g_autoptr (GBytes) sha256 = tc_hand_over_hash_text (args->text);

  if (args->until_us <= args->from_us || args->until_us - args->from_us > TC_HAND_OVER_US_MAX ||
      args->from_us > apply->now_us)
    return tc_apply_refuse (apply, "hand-over.hours", NULL);
  if (tc_database_get_int (apply->db, 0, "SELECT 1 FROM hand_over WHERE id = ?", "i",
                           args->hand_over_id))
    return tc_apply_refuse (apply, "journal.id-used", "id", TC_I, args->hand_over_id, NULL);
  tc_database_execute (apply->db,
                       "INSERT INTO hand_over (id, scope, shift_id, from_us, until_us, text,"
                       " sha256, staff_id, replica, at_us) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                       "iioiisyoii", args->hand_over_id, (gint64) TC_SCOPE_INCIDENTS,
                       args->shift_id, args->from_us, args->until_us, args->text, sha256,
                       apply->op->head.actor_id, (gint64) apply->op->head.replica, apply->now_us);
  return TRUE;
}

const TcOperationType tc_hand_over_type = {
    .name = "shift.hand-over",
    .version = 1,
    .capability = TC_MAY_HAND_OVER,
    .reads = "incidents",
    .args = hand_over_args,
    .args_size = sizeof (TcHandOver),
    .apply = hand_over,
};

/* ---- shift.take-over ---- */

static const TcArg take_over_args[] = {
    TC_ARG (TcTakeOver, hand_over_id, TC_ARG_ID, TC_REQUIRED, 0),
    TC_ARG (TcTakeOver, sha256, TC_ARG_BYTES, TC_REQUIRED, 32),
    {NULL},
};

static gboolean
check_sheet (TcApply *apply, const TcTakeOver *args)
{
  g_autoptr (TcQuery) query = tc_database_query (
      apply->db, "SELECT sha256, staff_id, taken_us, taken_by FROM hand_over WHERE id = ?", "i",
      args->hand_over_id);
  gsize size = 0, signed_size = 0;
  const guint8 *hash = NULL;
  gconstpointer signed_hash = g_bytes_get_data (args->sha256, &signed_size);

  if (!tc_query_next (query))
    return tc_apply_refuse (apply, "hand-over.unknown", "sheet", TC_I, args->hand_over_id, NULL);
  if (!tc_query_is_null (query, 2))
    return tc_apply_refuse (apply, "hand-over.taken", "staff", TC_I, tc_query_id (query, 3),
                            "at_us", TC_I, tc_query_int (query, 2), NULL);
  if (tc_query_id (query, 1) == apply->op->head.actor_id)
    return tc_apply_refuse (apply, "hand-over.own", NULL);
  hash = tc_query_blob (query, 0, &size);
  if (size != signed_size || memcmp (hash, signed_hash, size) != 0)
    return tc_apply_refuse (apply, "hand-over.other-text", NULL);
  return TRUE;
}

static gboolean
take_over (TcApply *apply, gconstpointer data)
{
  const TcTakeOver *args = data;
  const TcOperationHead *head = &apply->op->head;

  if (!check_sheet (apply, args))
    return FALSE;
  tc_database_execute (apply->db,
                       "UPDATE hand_over SET taken_by = ?, taken_replica = ?, taken_us = ?"
                       " WHERE id = ?",
                       "oiii", head->actor_id, (gint64) head->replica, apply->now_us,
                       args->hand_over_id);
  return TRUE;
}

const TcOperationType tc_take_over_type = {
    .name = "shift.take-over",
    .version = 1,
    .capability = TC_MAY_HAND_OVER,
    .reads = "incidents",
    .args = take_over_args,
    .args_size = sizeof (TcTakeOver),
    .apply = take_over,
};
