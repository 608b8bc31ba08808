/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The outbox; see the header. What is pending is kept in memory beside the file, since every rebase
 * goes through it.
 */
#include "tc-outbox.h"

#include "tc-id.h"
#include "tc-limits.h"

#include <string.h>

struct _TcOutbox {
  TcDatabase *db;     /* (unowned): the caller's, outlives the outbox */
  GPtrArray *pending; /* (owned) (element-type TcPending): by sequence */
  gint64 last_id;
  gint64 last_seq;
  guint8 log_id[TC_LOG_ID_SIZE];
  gint64 log_epoch; /* 0: of no log yet */
  guint attention;
  gboolean unclean; /* what was deleted may still stand in the file */
  guint64 version;  /* of pending */
};

static void
free_pending (gpointer data)
{
  TcPending *pending = data;

  g_clear_pointer (&pending->op, tc_operation_unref);
  g_free (pending);
}

static void
take_log (TcOutbox *outbox, TcQuery *query, int column)
{
  gsize size;
  const guint8 *id = tc_query_blob (query, column, &size);

  if (size != TC_LOG_ID_SIZE)
    return;
  memcpy (outbox->log_id, id, size);
  outbox->log_epoch = tc_query_int (query, column + 1);
}

static gboolean
load_identity (TcOutbox *outbox, guint16 replica, GError **error)
{
  tc_database_execute (outbox->db,
                       "INSERT INTO identity (id, replica, last_seq, last_id) VALUES (1, ?, 0, 0)"
                       " ON CONFLICT (id) DO NOTHING",
                       "i", (gint64) replica);
  g_autoptr (TcQuery) query = tc_database_query (
      outbox->db, "SELECT replica, last_seq, last_id, log_id, log_epoch FROM identity", NULL);
  gboolean ours = tc_query_next (query) && tc_query_int (query, 0) == replica;

  if (ours) {
    outbox->last_seq = tc_query_int (query, 1);
    outbox->last_id = tc_query_int (query, 2);
    take_log (outbox, query, 3);
  }
  if (!tc_database_check (outbox->db, error))
    return FALSE;
  if (!ours)
    g_set_error (error, TC_ERROR, TC_ERROR_DIVERGED,
                 "opening the outbox: it does not belong to desk %u", replica);
  return ours;
}

static TcSignature
read_signature (TcQuery *query, int column)
{
  TcSignature signature = {{0}};
  gsize size;
  const guint8 *data = tc_query_blob (query, column, &size);

  if (size == TC_SIGNATURE_SIZE)
    memcpy (signature.bytes, data, size);
  return signature;
}

/* From the columns bytes, signature of a row. */
static TcOperation *
read_operation (TcQuery *query, GError **error)
{
  g_autoptr (GBytes) bytes = tc_query_dup_blob (query, 0);
  TcSignature signature = read_signature (query, 1);
  TcOperation *op = tc_operation_parse (bytes, &signature, error);
  if (!op)
    g_prefix_error (error, "reading the outbox: ");
  return op;
}

static gboolean
load_pending (TcOutbox *outbox, GError **error)
{
  g_autoptr (TcQuery) query = tc_database_query (
      outbox->db, "SELECT bytes, signature, lsn FROM pending ORDER BY seq", NULL);

  while (tc_query_next (query)) {
    TcPending *pending = g_new0 (TcPending, 1);

    g_ptr_array_add (outbox->pending, pending);
    pending->lsn = tc_query_id (query, 2);
    pending->op = read_operation (query, error);
    if (!pending->op)
      return FALSE;
  }
  outbox->attention = (guint) tc_database_get_int (
      outbox->db, 0, "SELECT count(*) FROM tray WHERE settled_us IS NULL", NULL);
  return tc_database_check (outbox->db, error);
}

TcOutbox *
tc_outbox_new (TcDatabase *db, guint16 replica, GError **error)
{
  g_autoptr (TcOutbox) outbox = g_new0 (TcOutbox, 1);

  outbox->db = db;
  outbox->pending = g_ptr_array_new_with_free_func (free_pending);
  if (!load_identity (outbox, replica, error) || !load_pending (outbox, error))
    return NULL;
  return g_steal_pointer (&outbox);
}

void
tc_outbox_free (TcOutbox *outbox)
{
  if (!outbox)
    return;
  g_ptr_array_unref (outbox->pending);
  g_free (outbox);
}

gint64
tc_outbox_get_last_id (TcOutbox *outbox)
{
  return outbox->last_id;
}

gboolean
tc_outbox_mark_id (TcOutbox *outbox, gint64 id, GError **error)
{
  tc_database_begin (outbox->db);
  tc_database_execute (outbox->db, "UPDATE identity SET last_id = max (last_id, ?)", "i", id);
  if (!tc_database_commit (outbox->db, error))
    return FALSE;
  outbox->last_id = MAX (outbox->last_id, id);
  return TRUE;
}

gint64
tc_outbox_next_seq (TcOutbox *outbox)
{
  return outbox->last_seq + 1;
}

/* The one after @before others, within a transaction; then remember_pending(). */
static void
insert_pending (TcOutbox *outbox, const TcOperation *op, guint before)
{
  g_assert (op->head.seq == outbox->last_seq + 1 + before);
  tc_database_execute (outbox->db, "INSERT INTO pending (seq, bytes, signature) VALUES (?,?,?)",
                       "iyb", op->head.seq, op->bytes, op->signature.bytes,
                       (gsize) TC_SIGNATURE_SIZE);
  tc_database_execute (outbox->db, "UPDATE identity SET last_seq = ?, last_id = max (last_id, ?)",
                       "ii", op->head.seq, op->head.id);
}

static void
remember_pending (TcOutbox *outbox, TcOperation *op)
{
  TcPending *pending = g_new0 (TcPending, 1);

  pending->op = tc_operation_ref (op);
  g_ptr_array_add (outbox->pending, pending);
  outbox->version++;
  outbox->last_seq = op->head.seq;
  outbox->last_id = MAX (outbox->last_id, op->head.id);
}

/* How many entries that were. */
static guint
write_settling (TcOutbox *outbox, const TcOutboxSettling *settling)
{
  tc_database_execute (outbox->db,
                       "UPDATE tray SET settled_us = ?, settled_how = ?, settled_by = ?,"
                       " settled_text = ? WHERE seq = ? AND settled_us IS NULL",
                       "isosi", settling->now_us, settling->how, settling->staff_id, settling->text,
                       settling->seq);
  return tc_database_has_fault (outbox->db) ? 0 : (guint) tc_database_changes (outbox->db);
}

gboolean
tc_outbox_add (TcOutbox *outbox, TcOperation *op, GError **error)
{
  return tc_outbox_add_seen (outbox, op, 0, NULL, NULL, error);
}

gboolean
tc_outbox_add_seen (TcOutbox *outbox, TcOperation *op, gint64 scope, GBytes *image,
                    const TcOutboxSettling *settling, GError **error)
{
  guint settled = 0;

  tc_database_begin (outbox->db);
  insert_pending (outbox, op, 0);
  if (image)
    tc_database_execute (outbox->db, "INSERT INTO seen (seq, scope, image) VALUES (?, ?, ?)", "iiy",
                         op->head.seq, scope, image);
  if (settling)
    settled = write_settling (outbox, settling);
  if (!tc_database_commit (outbox->db, error))
    return FALSE;
  remember_pending (outbox, op);
  outbox->attention -= MIN (outbox->attention, settled);
  return TRUE;
}

/* What is deleted would stand in the file's free pages and its WAL. */
static gboolean
scrub (TcOutbox *outbox, gboolean *clean, GError **error)
{
  g_autoptr (GError) busy = NULL;

  tc_database_execute_script (outbox->db, "VACUUM");
  if (!tc_database_check (outbox->db, error))
    return FALSE;
  *clean = tc_database_empty_wal (outbox->db, &busy);
  outbox->unclean = !*clean;
  if (*clean || g_error_matches (busy, TC_ERROR, TC_ERROR_BUSY))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&busy));
  return FALSE;
}

GArray *
tc_outbox_list_lost (TcOutbox *outbox, const GArray *allowed)
{
  GArray *lost = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (TcQuery) query = tc_database_query (
      outbox->db, "SELECT scope FROM allowed_scope UNION SELECT scope FROM seen ORDER BY scope",
      NULL);

  while (tc_query_next (query)) {
    gint64 scope = tc_query_int (query, 0);

    if (!tc_ids_contain (allowed, scope))
      g_array_append_val (lost, scope);
  }
  return lost;
}

gboolean
tc_outbox_set_allowed (TcOutbox *outbox, const GArray *scopes, GError **error)
{
  g_autoptr (GArray) lost = tc_outbox_list_lost (outbox, scopes);
  gint64 n = tc_database_get_int (outbox->db, 0, "SELECT count(*) FROM allowed_scope", NULL);

  if (lost->len == 0 && n == scopes->len)
    return tc_database_check (outbox->db, error);
  tc_database_begin (outbox->db);
  tc_database_execute (outbox->db, "DELETE FROM allowed_scope", NULL);
  for (guint i = 0; i < scopes->len; i++)
    tc_database_execute (outbox->db, "INSERT OR IGNORE INTO allowed_scope (scope) VALUES (?)", "i",
                         g_array_index (scopes, gint64, i));
  return tc_database_commit (outbox->db, error);
}

gboolean
tc_outbox_forget_seen (TcOutbox *outbox, const GArray *scopes, gboolean *clean, GError **error)
{
  tc_database_begin (outbox->db);
  for (guint i = 0; i < scopes->len; i++)
    tc_database_execute (outbox->db, "DELETE FROM seen WHERE scope = ?", "i",
                         g_array_index (scopes, gint64, i));
  return tc_database_commit (outbox->db, error) && scrub (outbox, clean, error);
}

/* Returns how many rows. */
static guint
delete_each (TcOutbox *outbox, const char *sql, const GArray *ids)
{
  guint n = 0;

  for (guint i = 0; i < ids->len; i++) {
    tc_database_execute (outbox->db, sql, "i", g_array_index (ids, gint64, i));
    n += (guint) tc_database_changes (outbox->db);
  }
  return n;
}

gboolean
tc_outbox_purge (TcOutbox *outbox, const GArray *seqs, const GArray *files, gboolean any,
                 gboolean *clean, GError **error)
{
  guint n;

  *clean = TRUE;
  tc_database_begin (outbox->db);
  n = delete_each (outbox, "DELETE FROM confirmed WHERE seq = ?", seqs);
  n += delete_each (outbox, "DELETE FROM tray WHERE seq = ?", seqs);
  n += delete_each (outbox, "DELETE FROM upload WHERE id = ?", files);
  n += delete_each (outbox, "DELETE FROM unattached WHERE original_id = ?", files);
  delete_each (outbox, "DELETE FROM seen WHERE seq = ? AND seq NOT IN (SELECT seq FROM pending)",
               seqs);
  if (any || n > 0)
    tc_database_execute (outbox->db, "DELETE FROM command_line", NULL);
  gint64 attention = tc_database_get_int (
      outbox->db, 0, "SELECT count(*) FROM tray WHERE settled_us IS NULL", NULL);
  if (!tc_database_commit (outbox->db, error))
    return FALSE;
  outbox->attention = (guint) attention;
  return (!any && n == 0 && !outbox->unclean) || scrub (outbox, clean, error);
}

static gboolean
find_pending (TcOutbox *outbox, gint64 seq, guint *at)
{
  for (guint i = 0; i < outbox->pending->len; i++) {
    const TcPending *pending = g_ptr_array_index (outbox->pending, i);

    if (pending->op->head.seq == seq) {
      *at = i;
      return TRUE;
    }
  }
  return FALSE;
}

static void
write_accepted (TcOutbox *outbox, const TcLineAnswer *answer)
{
  tc_database_execute (outbox->db, "UPDATE pending SET lsn = ? WHERE seq = ?", "ii", answer->lsn,
                       answer->seq);
}

static void
write_refused (TcOutbox *outbox, const TcLineAnswer *answer, gint64 now_us)
{
  g_autoptr (GBytes) args = g_variant_get_data_as_bytes (answer->refusal->args);

  tc_database_execute (outbox->db,
                       "INSERT INTO tray (seq, bytes, signature, refusal, refusal_args, refused_us)"
                       " SELECT seq, bytes, signature, ?, ?, ? FROM pending WHERE seq = ?",
                       "syii", answer->refusal->code, args, now_us, answer->seq);
  tc_database_execute (outbox->db, "DELETE FROM pending WHERE seq = ?", "i", answer->seq);
}

static void
remember_answer (TcOutbox *outbox, const TcLineAnswer *answer)
{
  guint at;

  if (!find_pending (outbox, answer->seq, &at))
    return;
  outbox->version++;
  if (answer->refusal) {
    g_ptr_array_remove_index (outbox->pending, at);
    outbox->attention++;
  } else {
    ((TcPending *) g_ptr_array_index (outbox->pending, at))->lsn = answer->lsn;
  }
}

gboolean
tc_outbox_take_answers (TcOutbox *outbox, const GArray *answers, gint64 now_us, GError **error)
{
  gboolean any = FALSE;
  guint at;

  for (guint i = 0; i < answers->len && !any; i++)
    any = find_pending (outbox, g_array_index (answers, TcLineAnswer, i).seq, &at);
  if (!any)
    return TRUE;
  tc_database_begin (outbox->db);
  for (guint i = 0; i < answers->len; i++) {
    const TcLineAnswer *answer = &g_array_index (answers, TcLineAnswer, i);

    if (answer->refusal)
      write_refused (outbox, answer, now_us);
    else
      write_accepted (outbox, answer);
  }
  if (!tc_database_commit (outbox->db, error))
    return FALSE;
  for (guint i = 0; i < answers->len; i++)
    remember_answer (outbox, &g_array_index (answers, TcLineAnswer, i));
  return TRUE;
}

static gboolean
is_seen (const TcPending *pending, gint64 lsn)
{
  return pending->lsn > 0 && pending->lsn <= lsn;
}

gboolean
tc_outbox_drop_until (TcOutbox *outbox, gint64 lsn, guint *dropped, GError **error)
{
  guint n = 0;

  for (guint i = 0; i < outbox->pending->len; i++)
    n += is_seen (g_ptr_array_index (outbox->pending, i), lsn);
  *dropped = n;
  if (n == 0)
    return TRUE;
  tc_database_begin (outbox->db);
  for (guint i = 0; i < outbox->pending->len; i++) {
    const TcPending *pending = g_ptr_array_index (outbox->pending, i);

    if (is_seen (pending, lsn))
      tc_database_execute (outbox->db,
                           "INSERT OR REPLACE INTO confirmed (seq, bytes, signature, made_us)"
                           " SELECT seq, bytes, signature, ? FROM pending WHERE seq = ?",
                           "ii", pending->op->head.made_us, pending->op->head.seq);
  }
  tc_database_execute (outbox->db,
                       "DELETE FROM seen WHERE seq IN (SELECT seq FROM pending WHERE lsn <= ?)",
                       "i", lsn);
  tc_database_execute (outbox->db, "DELETE FROM pending WHERE lsn <= ?", "i", lsn);
  tc_database_execute (outbox->db, "DELETE FROM confirmed WHERE seq <= ?", "i",
                       outbox->last_seq - TC_OUTBOX_CONFIRMED_MAX);
  if (!tc_database_commit (outbox->db, error))
    return FALSE;
  for (guint i = outbox->pending->len; i > 0; i--)
    if (is_seen (g_ptr_array_index (outbox->pending, i - 1), lsn))
      g_ptr_array_remove_index (outbox->pending, i - 1);
  outbox->version++;
  return TRUE;
}

gboolean
tc_outbox_is_of (TcOutbox *outbox, const TcPosition *position)
{
  return outbox->log_epoch == 0 || (outbox->log_epoch == position->epoch &&
                                    memcmp (outbox->log_id, position->log_id, TC_LOG_ID_SIZE) == 0);
}

static void
save_log (TcOutbox *outbox, const TcPosition *position)
{
  tc_database_execute (outbox->db, "UPDATE identity SET log_id = ?, log_epoch = ?", "bi",
                       position->log_id, (gsize) TC_LOG_ID_SIZE, position->epoch);
}

static void
remember_log (TcOutbox *outbox, const TcPosition *position)
{
  memcpy (outbox->log_id, position->log_id, TC_LOG_ID_SIZE);
  outbox->log_epoch = position->epoch;
}

const guint8 *
tc_outbox_get_log_id (TcOutbox *outbox)
{
  return outbox->log_id;
}

gboolean
tc_outbox_mark_log (TcOutbox *outbox, const TcPosition *position, GError **error)
{
  if (outbox->log_epoch > 0 && tc_outbox_is_of (outbox, position))
    return TRUE;
  save_log (outbox, position);
  if (!tc_database_check (outbox->db, error))
    return FALSE;
  remember_log (outbox, position);
  return TRUE;
}

/* Whether a relay has brought the server something of it since, without what came before it; or
 * this desk itself, before its disk was put back: what the server refused then it lacks, and that
 * stood in the tray that is gone. */
static gboolean
is_overtaken (TcOutbox *outbox, gint64 known_seq, gboolean same_log)
{
  if (outbox->last_seq < known_seq && !same_log)
    return TRUE;
  for (guint i = 0; i < outbox->pending->len; i++) {
    const TcPending *pending = g_ptr_array_index (outbox->pending, i);

    if (pending->lsn == 0 && pending->op->head.seq <= known_seq)
      return TRUE;
  }
  return FALSE;
}

/* Of the confirmed ones, those after @seq. Up to @known_seq the server may have them and says so,
 * however old they are. */
static void
reopen_confirmed (TcOutbox *outbox, gint64 seq, gint64 known_seq, gint64 now_us)
{
  gint64 oldest_us = now_us - TC_OFFLINE_MAX_US;
  g_autoptr (TcRefusal) lost = tc_refusal_new ("operation.lost", NULL);
  g_autoptr (GBytes) args = g_variant_get_data_as_bytes (lost->args);

  tc_database_execute (outbox->db,
                       "INSERT INTO pending (seq, bytes, signature)"
                       " SELECT seq, bytes, signature FROM confirmed WHERE seq > ?1"
                       " AND (made_us > ?2 OR seq <= ?3)",
                       "iii", seq, oldest_us, known_seq);
  tc_database_execute (outbox->db,
                       "INSERT INTO tray (seq, bytes, signature, refusal, refusal_args, refused_us)"
                       " SELECT seq, bytes, signature, ?, ?, ? FROM confirmed"
                       " WHERE seq > ? AND made_us <= ?",
                       "syiii", lost->code, args, now_us, MAX (seq, known_seq), oldest_us);
  tc_database_execute (outbox->db, "DELETE FROM confirmed WHERE seq > ?", "i", seq);
}

gboolean
tc_outbox_reopen (TcOutbox *outbox, const TcPosition *position, gint64 known_seq, gint64 now_us,
                  GError **error)
{
  gboolean overtaken = is_overtaken (outbox, known_seq, tc_outbox_is_of (outbox, position));

  tc_database_begin (outbox->db);
  save_log (outbox, position);
  tc_database_execute (outbox->db, "UPDATE pending SET lsn = NULL", NULL);
  reopen_confirmed (outbox, overtaken ? 0 : known_seq, known_seq, now_us);
  if (!tc_database_commit (outbox->db, error))
    return FALSE;
  remember_log (outbox, position);
  g_ptr_array_set_size (outbox->pending, 0);
  outbox->version++;
  return load_pending (outbox, error);
}

gint64
tc_outbox_get_settled_seq (TcOutbox *outbox)
{
  return tc_database_get_int (outbox->db, 0,
                              "SELECT max(seq) FROM (SELECT max(seq) AS seq FROM confirmed"
                              " UNION ALL SELECT max(seq) FROM pending WHERE lsn > 0)",
                              NULL);
}

gboolean
tc_outbox_advance (TcOutbox *outbox, gint64 seq, GError **error)
{
  if (seq <= outbox->last_seq)
    return TRUE;
  tc_database_execute (outbox->db, "UPDATE identity SET last_seq = ?", "i", seq);
  if (!tc_database_check (outbox->db, error))
    return FALSE;
  outbox->last_seq = seq;
  return TRUE;
}

gboolean
tc_outbox_renew (TcOutbox *outbox, const GArray *seqs, GPtrArray *ops, GError **error)
{
  guint at;

  tc_database_begin (outbox->db);
  for (guint i = 0; i < ops->len; i++) {
    tc_database_execute (outbox->db, "DELETE FROM pending WHERE seq = ?", "i",
                         g_array_index (seqs, gint64, i));
    insert_pending (outbox, g_ptr_array_index (ops, i), i);
    tc_database_execute (outbox->db, "UPDATE seen SET seq = ? WHERE seq = ?", "ii",
                         ((const TcOperation *) g_ptr_array_index (ops, i))->head.seq,
                         g_array_index (seqs, gint64, i));
  }
  if (!tc_database_commit (outbox->db, error))
    return FALSE;
  for (guint i = 0; i < ops->len; i++) {
    if (find_pending (outbox, g_array_index (seqs, gint64, i), &at))
      g_ptr_array_remove_index (outbox->pending, at);
    remember_pending (outbox, g_ptr_array_index (ops, i));
  }
  return TRUE;
}

gboolean
tc_outbox_keep_session (TcOutbox *outbox, const TcSessionProof *proof, GError **error)
{
  tc_database_begin (outbox->db);
  tc_database_execute (
      outbox->db,
      "INSERT OR REPLACE INTO session_proof (session_id, staff_id, from_us, until_us, signature)"
      " VALUES (?, ?, ?, ?, ?)",
      "iiiib", proof->session_id, proof->staff_id, proof->from_us, proof->until_us,
      proof->signature.bytes, (gsize) TC_SIGNATURE_SIZE);
  tc_database_execute (outbox->db,
                       "DELETE FROM session_proof WHERE session_id NOT IN (SELECT session_id"
                       " FROM session_proof ORDER BY session_id DESC LIMIT ?)",
                       "i", (gint64) TC_OUTBOX_SESSIONS_MAX);
  return tc_database_commit (outbox->db, error);
}

GArray *
tc_outbox_list_sessions (TcOutbox *outbox, GError **error)
{
  g_autoptr (GArray) sessions = g_array_new (FALSE, TRUE, sizeof (TcSessionProof));
  g_autoptr (TcQuery) query = tc_database_query (
      outbox->db,
      "SELECT session_id, staff_id, from_us, until_us, signature FROM session_proof"
      " ORDER BY session_id",
      NULL);

  while (tc_query_next (query)) {
    TcSessionProof proof = {
        tc_query_int (query, 0), tc_query_int (query, 1), 0,
        tc_query_int (query, 2), tc_query_int (query, 3), read_signature (query, 4)};

    g_array_append_val (sessions, proof);
  }
  return tc_database_check (outbox->db, error) ? g_steal_pointer (&sessions) : NULL;
}

GVariant *
tc_outbox_read_enrolment (TcOutbox *outbox, GError **error)
{
  g_autoptr (TcQuery)
      query = tc_database_query (outbox->db, "SELECT value FROM enrolment_proof", NULL);
  g_autoptr (GBytes) bytes = tc_query_next (query) ? tc_query_dup_blob (query, 0) : NULL;

  if (!tc_database_check (outbox->db, error) || !bytes)
    return NULL;
  return g_variant_ref_sink (g_variant_new_from_bytes (G_VARIANT_TYPE_VARDICT, bytes, FALSE));
}

gboolean
tc_outbox_forget_enrolment (TcOutbox *outbox, GError **error)
{
  /* It is said at each greeting, and goodbye comes right behind it: no flush without need. */
  if (tc_database_get_int (outbox->db, 0, "SELECT 1 FROM enrolment_proof", NULL))
    tc_database_execute (outbox->db, "DELETE FROM enrolment_proof", NULL);
  return tc_database_check (outbox->db, error);
}

gboolean
tc_outbox_keep_enrolment (TcOutbox *outbox, GVariant *value, GError **error)
{
  GError *local = NULL;
  g_autoptr (GVariant) kept = tc_outbox_read_enrolment (outbox, &local);
  g_autoptr (GBytes) bytes = g_variant_get_data_as_bytes (value);

  if (local) {
    g_propagate_error (error, local);
    return FALSE;
  }
  /* It is said at each greeting: what is the same costs no writing. */
  if (kept && g_variant_equal (kept, value))
    return TRUE;
  tc_database_execute (outbox->db, "INSERT OR REPLACE INTO enrolment_proof VALUES (1, ?)", "y",
                       bytes);
  return tc_database_check (outbox->db, error);
}

gboolean
tc_outbox_settle (TcOutbox *outbox, const TcOutboxSettling *settling, GError **error)
{
  guint settled = write_settling (outbox, settling);

  if (!tc_database_check (outbox->db, error))
    return FALSE;
  outbox->attention -= MIN (outbox->attention, settled);
  return TRUE;
}

gboolean
tc_outbox_set_aside (TcOutbox *outbox, const GArray *seqs, gint64 staff_id, const char *text,
                     gint64 now_us, GError **error)
{
  guint settled = 0;

  tc_database_begin (outbox->db);
  for (guint i = 0; i < seqs->len; i++) {
    const TcOutboxSettling settling = {g_array_index (seqs, gint64, i), "set-aside", staff_id, text,
                                       now_us};

    settled += write_settling (outbox, &settling);
  }
  if (!tc_database_commit (outbox->db, error))
    return FALSE;
  outbox->attention -= MIN (outbox->attention, settled);
  return TRUE;
}

gboolean
tc_outbox_take_back (TcOutbox *outbox, const GArray *seqs, GError **error)
{
  guint opened = 0;

  tc_database_begin (outbox->db);
  for (guint i = 0; i < seqs->len; i++) {
    tc_database_execute (outbox->db,
                         "UPDATE tray SET settled_us = NULL, settled_how = NULL,"
                         " settled_by = NULL, settled_text = NULL"
                         " WHERE seq = ? AND settled_how = 'set-aside'",
                         "i", g_array_index (seqs, gint64, i));
    opened += (guint) tc_database_changes (outbox->db);
  }
  if (!tc_database_commit (outbox->db, error))
    return FALSE;
  outbox->attention += opened;
  return TRUE;
}

TcOperation *
tc_outbox_read_tray (TcOutbox *outbox, gint64 seq, GError **error)
{
  g_autoptr (TcQuery) query = tc_database_query (
      outbox->db, "SELECT bytes, signature FROM tray WHERE seq = ? AND settled_us IS NULL", "i",
      seq);

  if (tc_query_next (query))
    return read_operation (query, error);
  if (tc_database_check (outbox->db, error))
    g_set_error (error, TC_ERROR, TC_ERROR_NOT_FOUND,
                 "reading the outbox: %" G_GINT64_FORMAT " is not in the tray", seq);
  return NULL;
}

GPtrArray *
tc_outbox_get_pending (TcOutbox *outbox)
{
  return outbox->pending;
}

guint64
tc_outbox_get_version (TcOutbox *outbox)
{
  return outbox->version;
}

guint
tc_outbox_count_attention (TcOutbox *outbox)
{
  return outbox->attention;
}
