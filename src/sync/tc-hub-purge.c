/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What follows on a legal purge (incident.purge) at the hub: its words go from the log, from what
 * the log has of rows, and from the database's file.
 *
 * DESIGN: three steps, each of which can be stopped at any moment and is gone on with at the next
 * start. The log is read through twice, some thousand operations at a time: what brought the words
 * says them, and then also what repeats them is found. An operation of the server (log.purge) names
 * all these; in the transaction of its commit their bytes go, so that nothing is ever empty without
 * an operation that says so. At last the row images up to the purge are let go, and the file is
 * written anew without its free pages.
 */
#include "tc-hub-private.h"

#include "tc-incident-purge.h"
#include "tc-limits.h"

/* Operations that are looked at in one step, and steps of trimming. */
#define SCAN_ROWS 5000
#define TRIM_STEPS 4
/* A file that could not be read through or written anew, or whose WAL somebody reads, is tried
 * again. */
#define AGAIN_US (600 * TC_US_PER_S)
#define BUSY_US TC_US_PER_S

typedef struct {
  gint64 lsn;
  gint64 id;
  gint64 seq;
  TcDigest digest;
} Found;

struct _TcHubPurge {
  gint64 id;
  TcPurgeMatch *match; /* (owned) */
  gint64 at_lsn;       /* looked at so far */
  gint64 end_lsn;
  gboolean second; /* time through the log */
  gboolean told;   /* log.purge is on its way */
  GArray *found;   /* (owned) (element-type Found) */
};

void
tc_hub_purge_free (TcHubPurge *self)
{
  if (!self)
    return;
  tc_purge_match_free (self->match);
  g_array_unref (self->found);
  g_free (self);
}

/* ---- what carries it ---- */

static void
look_at (TcHubPurge *self, gint64 lsn, GBytes *bytes)
{
  const TcSignature unread = {{0}};
  gsize size;
  gconstpointer data = g_bytes_get_data (bytes, &size);

  if (size == 0 || !tc_purge_match_may (self->match, data, size))
    return;
  g_autoptr (TcOperation) op = tc_operation_parse (bytes, &unread, NULL);
  gboolean brought = op && tc_purge_match_brought (self->match, op);
  if (!op || !self->second || (!brought && !tc_purge_match_repeats (self->match, op)))
    return;
  Found found = {lsn, op->head.id, op->head.seq, tc_log_purged_digest (lsn, op)};
  g_array_append_val (self->found, found);
}

static void
put_off (TcHub *hub, gint64 now_us, const GError *why)
{
  hub->purge_again_us = now_us + AGAIN_US;
  if (hub->hooks.purge_waits)
    hub->hooks.purge_waits (why, hub->data);
}

/* What can't be read can't be said to be clean of it. */
static void
wait_for_segment (TcHub *hub, gint64 lsn, gint64 now_us)
{
  g_autoptr (GError) error = g_error_new (TC_ERROR, TC_ERROR_CORRUPT,
                                          "the log's operation %" G_GINT64_FORMAT
                                          " can't be read: the segment that has it is damaged",
                                          lsn);

  put_off (hub, now_us, error);
}

/* TRUE: it is through. */
static gboolean
scan (TcHub *hub, TcHubPurge *self, gint64 now_us)
{
  g_autoptr (TcQuery) query = tc_database_query (
      hub->db,
      "SELECT lsn, log_bytes (lsn, bytes) FROM log_operation WHERE lsn > ? AND lsn <= ?"
      " ORDER BY lsn LIMIT ?",
      "iii", self->at_lsn, self->end_lsn, (gint64) SCAN_ROWS);

  while (tc_query_next (query)) {
    g_autoptr (GBytes) bytes = tc_query_dup_blob (query, 1);

    if (!bytes) {
      wait_for_segment (hub, tc_query_int (query, 0), now_us);
      return FALSE;
    }
    self->at_lsn = tc_query_int (query, 0);
    look_at (self, self->at_lsn, bytes);
  }
  if (self->at_lsn < self->end_lsn)
    return FALSE;
  if (self->second)
    return TRUE;
  self->second = TRUE;
  self->at_lsn = 0;
  return FALSE;
}

static void
submit_part (TcHub *hub, const TcHubPurge *self, guint from, guint n, gint64 now_us)
{
  g_autoptr (GArray) lsns = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GArray) seqs = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GByteArray) digests = g_byte_array_new ();

  for (guint i = from; i < from + n; i++) {
    const Found *found = &g_array_index (self->found, Found, i);

    g_array_append_val (lsns, found->lsn);
    g_array_append_val (ids, found->id);
    g_array_append_val (seqs, found->seq);
    g_byte_array_append (digests, found->digest.bytes, TC_DIGEST_SIZE);
  }
  g_autoptr (GBytes) bytes = g_bytes_new (digests->data, digests->len);
  TcLogPurge args = {.purge_id = self->id, .last = from + n == self->found->len};
  if (n > 0) {
    args.lsns = lsns;
    args.operations = ids;
    args.seqs = seqs;
    args.digests = bytes;
  }
  tc_hub_submit (hub, &tc_log_purge_type, tc_args_encode (&tc_log_purge_type, &args), NULL, now_us,
                 NULL, NULL);
}

static void
submit (TcHub *hub, TcHubPurge *self, gint64 now_us)
{
  guint at = 0;

  do {
    guint n = MIN (self->found->len - at, TC_PURGED_OPERATIONS_MAX);

    submit_part (hub, self, at, n, now_us);
    at += n;
  } while (at < self->found->len);
  self->told = TRUE;
}

/* (nullable): the next whose words are in the log. */
static TcHubPurge *
find_next (TcHub *hub)
{
  gint64 id = tc_database_get_int (
      hub->db, 0, "SELECT id FROM purge WHERE done_us IS NULL ORDER BY at_us, id LIMIT 1", NULL);
  TcHubPurge *self;

  if (id == 0)
    return NULL;
  self = g_new0 (TcHubPurge, 1);
  self->id = id;
  self->match = tc_purge_match_new (hub->db, id);
  self->end_lsn = hub->position.lsn;
  self->found = g_array_new (FALSE, FALSE, sizeof (Found));
  if (self->match)
    return self;
  tc_hub_purge_free (self);
  return NULL;
}

/* ---- in the commit of log.purge ---- */

/* The bytes of an attachment go with the operation that named it, those of a copy likewise. */
static void
note_file (TcHub *hub, gint64 lsn)
{
  g_autoptr (TcQuery)
      query = tc_database_query (hub->db,
                                 "SELECT log_bytes (lsn, bytes) FROM log_operation WHERE lsn = ?"
                                 " AND name IN ('incident.attach', 'photo.strip')",
                                 "i", lsn);
  g_autoptr (GBytes) bytes = tc_query_next (query) ? tc_query_dup_blob (query, 0) : NULL;
  const TcSignature unread = {{0}};
  g_autoptr (TcOperation) op = bytes ? tc_operation_parse (bytes, &unread, NULL) : NULL;
  const char *hash = NULL;

  if (op && g_variant_lookup (op->args, "hash", "&s", &hash))
    tc_database_execute (hub->db,
                         "INSERT INTO purge_file (hash) VALUES (?) ON CONFLICT (hash) DO NOTHING",
                         "s", hash);
}

static void
empty (TcHub *hub, const TcOperation *op)
{
  g_autoptr (GVariant) lsns = g_variant_lookup_value (op->args, "lsns", G_VARIANT_TYPE ("ax"));
  gsize n = 0;
  const gint64 *list = lsns ? g_variant_get_fixed_array (lsns, &n, sizeof (gint64)) : NULL;
  gint64 purge_id = 0;
  gint64 last = 0;

  for (gsize i = 0; i < n; i++) {
    note_file (hub, list[i]);
    tc_log_store_empty (hub->log, list[i]);
  }
  if (!g_variant_lookup (op->args, "last", "x", &last) || last != 1 ||
      !g_variant_lookup (op->args, "purge_id", "x", &purge_id))
    return;
  gint64 lsn = tc_database_get_int (hub->db, hub->position.lsn,
                                    "SELECT lsn FROM log_operation WHERE operation_id ="
                                    " (SELECT operation_id FROM purge WHERE id = ?)",
                                    "i", purge_id);
  hub->purge_closed_lsn = MAX (hub->purge_closed_lsn, tc_log_store_close (hub->log, purge_id, lsn));
}

void
tc_hub_empty_purged (TcHub *hub, const TcLogBatch *batch)
{
  for (guint i = 0; i < batch->entries->len; i++) {
    const TcLogEntry *entry = &g_array_index (batch->entries, TcLogEntry, i);

    if (!entry->refusal && g_str_equal (entry->op->name, tc_log_purge_type.name))
      empty (hub, entry->op);
  }
}

/* ---- the file ---- */

/* @done: (out): nothing is left of it. FALSE: the database failed. */
static gboolean
write_anew (TcHub *hub, gint64 closed, gint64 now_us, gboolean *done, GError **error)
{
  g_autoptr (GError) local = NULL;

  *done = FALSE;
  if (hub->purge_rewritten_lsn != closed) {
    tc_database_execute_script (hub->db, "VACUUM");
    if (!tc_database_check (hub->db, &local)) {
      g_prefix_error (&local, "its free pages could not be written anew: ");
      put_off (hub, now_us, local);
      return TRUE;
    }
    hub->purge_rewritten_lsn = closed;
  }
  if (tc_database_empty_wal (hub->db, &local)) {
    *done = TRUE;
    return TRUE;
  }
  if (!g_error_matches (local, TC_ERROR, TC_ERROR_BUSY)) {
    g_propagate_error (error, g_steal_pointer (&local));
    return FALSE;
  }
  hub->purge_again_us = now_us + BUSY_US;
  return TRUE;
}

/* @more: (out): it is to be gone on with at once */
static gboolean
sweep (TcHub *hub, gint64 closed, gint64 now_us, gboolean *more, GError **error)
{
  TcLogTrim trim = {0};
  gboolean done;

  for (guint i = 0; i < TRIM_STEPS && trim.horizon_lsn < closed; i++)
    if (!tc_log_store_trim (hub->log, G_MININT64, &trim, error))
      return FALSE;
  *more = trim.horizon_lsn < closed;
  if (*more)
    return TRUE;
  if (!write_anew (hub, closed, now_us, &done, error))
    return FALSE;
  if (!done)
    return TRUE;
  tc_database_execute (hub->db, "UPDATE log_purge SET swept = 1 WHERE closed_lsn <= ?", "i",
                       closed);
  if (!tc_database_check (hub->db, error))
    return FALSE;
  if (hub->hooks.purged)
    hub->hooks.purged (closed, TRUE, hub->data);
  *more = TRUE;
  return TRUE;
}

static gboolean
go_through_log (TcHub *hub, gint64 now_us)
{
  TcHubPurge *purge = hub->purge;

  if (!purge->told) {
    if (scan (hub, purge, now_us))
      submit (hub, purge, now_us);
    return TRUE;
  }
  gboolean done = tc_database_get_int (
      hub->db, 0, "SELECT 1 FROM purge WHERE id = ? AND done_us IS NOT NULL", "i", purge->id);
  if (done)
    g_clear_pointer (&hub->purge, tc_hub_purge_free);
  return done;
}

gboolean
tc_hub_tend_purges (TcHub *hub, gint64 now_us, gboolean *more, GError **error)
{
  *more = FALSE;
  if (!hub->purge_due || hub->relay || now_us < hub->purge_again_us ||
      !tc_catalogue_find (hub->catalogue, "purge"))
    return TRUE;
  if (!hub->purge)
    hub->purge = find_next (hub);
  if (hub->purge) {
    *more = go_through_log (hub, now_us);
    return tc_database_check (hub->db, error);
  }
  gint64 closed = tc_database_get_int (
      hub->db, 0, "SELECT max (closed_lsn) FROM log_purge WHERE swept = 0", NULL);
  if (closed > 0)
    return sweep (hub, closed, now_us, more, error);
  hub->purge_due = FALSE;
  return tc_database_check (hub->db, error);
}

void
tc_hub_forget_purged_file (TcHub *hub, const char *hash)
{
  tc_database_execute (hub->db, "DELETE FROM purge_file WHERE hash = ?", "s", hash);
}

gint64
tc_hub_get_closed_lsn (TcHub *hub)
{
  return hub->purge_closed_lsn;
}
