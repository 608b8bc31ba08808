/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Checking a log, from commit to commit; see the header.
 */
#include "tc-log-audit-private.h"

#include <string.h>

/* Operations in a slice, and commits: as long as a transaction is open. */
#define SLICE_OPERATIONS 20000
#define SLICE_COMMITS 2000
/* Far more than a commit ever had: what says that it has more is damaged. */
#define COMMIT_OPERATIONS_MAX 65536
#define CHUNK 256

enum {
  LAST,
  FIRST,
  TIME,
  ROOT,
  LINK,
  SIGNATURE
};

void
tc_log_audit_clear (TcLogAudit *audit)
{
  g_clear_pointer (&audit->operation, g_free);
  g_clear_pointer (&audit->fault, g_free);
}

char *
tc_log_audit_dup_fault (const TcLogAudit *audit)
{
  if (!audit->fault)
    return NULL;
  return audit->operation
             ? g_strdup_printf ("operation %" G_GINT64_FORMAT " (%s): %s", audit->fault_lsn,
                                audit->operation, audit->fault)
             : g_strdup_printf ("at %" G_GINT64_FORMAT ": %s", audit->fault_lsn, audit->fault);
}

/* ---- faults ---- */

static void
note (TcLogAudit *audit, gint64 lsn, const TcOperation *op, char *fault)
{
  tc_log_audit_clear (audit);
  audit->fault_lsn = lsn;
  audit->fault = fault;
  if (op && op->head.replica)
    audit->operation = g_strdup_printf ("%s, number %" G_GINT64_FORMAT " of desk %u", op->name,
                                        op->head.seq, (guint) op->head.replica);
  else if (op)
    audit->operation = g_strdup_printf ("%s, number %" G_GINT64_FORMAT " of the server", op->name,
                                        op->head.seq);
}

gboolean
tc_log_look_fault (TcLogLook *look, gint64 lsn, const TcOperation *op, const char *format, ...)
{
  va_list args;

  va_start (args, format);
  note (look->audit, lsn, op, g_strdup_vprintf (format, args));
  va_end (args);
  return FALSE;
}

gboolean
tc_log_look_kinds (TcQuery *query, const char *kinds)
{
  sqlite3_stmt *statement = tc_query_get_statement (query);

  for (int i = 0; kinds[i]; i++) {
    int is = sqlite3_column_type (statement, i);
    int due = kinds[i] == 'i'                      ? SQLITE_INTEGER
              : kinds[i] == 's' || kinds[i] == 'S' ? SQLITE_TEXT
                                                   : SQLITE_BLOB;

    if (is != due && (is != SQLITE_NULL || !g_ascii_isupper (kinds[i])))
      return FALSE;
  }
  return TRUE;
}

/* ---- signatures ---- */

static void
clear_signature (gpointer data)
{
  g_clear_pointer (&((TcLogSignature *) data)->op, tc_operation_unref);
}

GArray *
tc_log_signatures_new (void)
{
  GArray *signatures = g_array_sized_new (FALSE, FALSE, sizeof (TcLogSignature), CHUNK);

  g_array_set_clear_func (signatures, clear_signature);
  return signatures;
}

static gboolean
holds (const TcLogSignature *signature)
{
  const TcFrame frame = {.link = signature->link, .signature = signature->signature};

  return signature->op ? tc_operation_verify (signature->op, &signature->key)
                       : tc_frame_verify (&frame, &signature->key);
}

const TcLogSignature *
tc_log_signatures_check (const GArray *signatures)
{
  for (guint i = 0; i < signatures->len; i++) {
    const TcLogSignature *signature = &g_array_index (signatures, TcLogSignature, i);

    if (!holds (signature))
      return signature;
  }
  return NULL;
}

void
tc_log_audit_note (TcLogAudit *audit, const TcLogSignature *signature)
{
  const TcOperation *op = signature->op;

  /* Of the same place an operation's signature says more than what its commit's parts give. */
  if (audit->fault &&
      (audit->fault_lsn < signature->lsn || (audit->fault_lsn == signature->lsn && !op)))
    return;
  note (audit, signature->lsn, op,
        g_strdup (!op ? "its link was not signed with this server's key"
                  : op->head.replica
                      ? "it was not signed with the key that its desk was enrolled with"
                      : "it was not signed with this server's key"));
}

static gboolean
hand_on (TcLogLook *look)
{
  const TcLogAuditOptions *options = look->options;
  g_autoptr (GArray) signatures = g_steal_pointer (&look->signatures);

  look->signatures = tc_log_signatures_new ();
  if (options->check)
    return options->check (g_steal_pointer (&signatures), options->data);
  const TcLogSignature *bad = tc_log_signatures_check (signatures);
  if (bad)
    tc_log_audit_note (look->audit, bad);
  return bad == NULL;
}

gboolean
tc_log_look_signature (TcLogLook *look, const TcLogSignature *signature)
{
  TcLogSignature one = *signature;

  if (one.op)
    tc_operation_ref (one.op);
  g_array_append_val (look->signatures, one);
  if (look->signatures->len >= CHUNK)
    look->enough = !hand_on (look);
  return !look->enough;
}

/* ---- one commit ---- */

static gboolean
read_bytes (TcQuery *query, int column, guint8 *out, gsize size)
{
  gsize found;
  const guint8 *data = tc_query_blob (query, column, &found);

  if (found != size)
    return FALSE;
  memcpy (out, data, size);
  return TRUE;
}

static gboolean
read_commit (TcLogLook *look, TcQuery *query, TcFrame *frame)
{
  frame->last_lsn = tc_query_int (query, LAST);
  frame->first_lsn = tc_query_int (query, FIRST);
  frame->time_us = tc_query_int (query, TIME);
  if (!tc_log_look_kinds (query, "iiibbb") ||
      !read_bytes (query, ROOT, frame->ops_root.bytes, TC_DIGEST_SIZE) ||
      !read_bytes (query, LINK, frame->link.bytes, TC_DIGEST_SIZE) ||
      !read_bytes (query, SIGNATURE, frame->signature.bytes, TC_SIGNATURE_SIZE))
    return tc_log_look_fault (look, frame->last_lsn, NULL, "the commit's row is damaged");
  if (frame->first_lsn != look->audit->lsn + 1 || frame->last_lsn < frame->first_lsn ||
      frame->last_lsn - frame->first_lsn >= COMMIT_OPERATIONS_MAX)
    return tc_log_look_fault (look, frame->last_lsn, NULL,
                              "it does not follow on the commit before it");
  return TRUE;
}

static gboolean
read_operations (TcLogLook *look, TcLogCursor *operations, const TcFrame *frame)
{
  g_ptr_array_set_size (look->ops, 0);
  g_ptr_array_set_size (look->codes, 0);
  g_array_set_size (look->leaves, 0);
  for (gint64 lsn = frame->first_lsn; lsn <= frame->last_lsn; lsn++) {
    if (!tc_log_look_operation (look, operations, lsn))
      return FALSE;
  }
  return TRUE;
}

static gboolean
check_body (TcLogLook *look, TcQuery *query, const TcFrame *frame, const TcScopeHash *hash)
{
  g_autoptr (GBytes) body = tc_query_dup_blob (query, 3);

  if (!body)
    return frame->last_lsn <= look->horizon_lsn
               ? TRUE
               : tc_log_look_fault (look, frame->last_lsn, NULL,
                                    "its row images are gone (scope %" G_GINT64_FORMAT
                                    "), and should be kept",
                                    hash->scope);
  TcDigest found = tc_frame_section_hash (hash->scope, body);
  look->audit->sections++;
  return tc_digest_equal (&found, &hash->hash)
             ? TRUE
             : tc_log_look_fault (
                   look, frame->last_lsn, NULL,
                   "its row images are damaged, or their hash (scope %" G_GINT64_FORMAT ")",
                   hash->scope);
}

static gboolean
read_sections (TcLogLook *look, TcLogCursor *sections, TcFrame *frame)
{
  while (sections->row && tc_query_int (sections->query, 0) <= frame->last_lsn) {
    TcScopeHash hash = {tc_query_int (sections->query, 1)};

    if (tc_query_int (sections->query, 0) != frame->last_lsn ||
        !tc_log_look_kinds (sections->query, look->options->deep ? "iibB" : "iib") ||
        !read_bytes (sections->query, 2, hash.hash.bytes, TC_DIGEST_SIZE))
      return tc_log_look_fault (look, frame->last_lsn, NULL,
                                "the row of its row images is damaged, or no commit's");
    if (look->options->deep && !check_body (look, sections->query, frame, &hash))
      return FALSE;
    g_array_append_val (frame->hashes, hash);
    sections->row = tc_query_next (sections->query);
  }
  return TRUE;
}

/* Over the operations as they were linked before the arguments of refusals were part of it. */
static TcDigest
first_form_root (TcLogLook *look, gint64 first_lsn)
{
  TcHasher hasher;

  tc_hasher_init (&hasher, "toancanh operations 1");
  for (guint i = 0; i < look->ops->len; i++) {
    const TcOperation *op = look->ops->pdata[i];
    const char *code = look->codes->pdata[i];

    tc_hasher_add_int (&hasher, first_lsn + i);
    tc_hasher_add (&hasher, op->hash.bytes, TC_DIGEST_SIZE);
    tc_hasher_add (&hasher, op->signature.bytes, TC_SIGNATURE_SIZE);
    tc_hasher_add_blob (&hasher, code, strlen (code));
  }
  return tc_hasher_end (&hasher);
}

static gboolean
check_root (TcLogLook *look, TcFrame *frame)
{
  const TcDigest root = tc_log_root ((const TcDigest *) (void *) look->leaves->data,
                                     look->leaves->len);
  const TcDigest said = frame->ops_root;

  if (tc_digest_equal (&root, &said))
    return TRUE;
  const TcDigest first_form = first_form_root (look, frame->first_lsn);
  if (tc_digest_equal (&first_form, &said)) {
    look->audit->first_form++;
    return TRUE;
  }
  /* Which of the two was changed: what was linked tells. */
  frame->ops_root = root;
  TcDigest link = tc_frame_next_link (&look->audit->head.link, frame);
  frame->ops_root = said;
  if (tc_digest_equal (&link, &frame->link))
    return tc_log_look_fault (look, frame->last_lsn, NULL,
                              "its hash over its operations was changed");
  return tc_log_look_fault (look, frame->last_lsn, look->ops->len == 1 ? look->ops->pdata[0] : NULL,
                            "its operations are not those that were linked: from %" G_GINT64_FORMAT
                            " to %" G_GINT64_FORMAT
                            " one was changed, its signature, or what became of it",
                            frame->first_lsn, frame->last_lsn);
}

static gboolean
check_link (TcLogLook *look, const TcFrame *frame)
{
  TcLogSignature signature = {.lsn = frame->last_lsn,
                              .link = tc_frame_next_link (&look->audit->head.link, frame),
                              .signature = frame->signature};

  if (look->options->key)
    signature.key = *look->options->key;
  if (!tc_digest_equal (&signature.link, &frame->link))
    return tc_log_look_fault (look, frame->last_lsn, NULL,
                              look->options->key && holds (&signature)
                                  ? "its link was changed: it is not the one that was signed"
                                  : "its link is not what its parts give");
  return !look->options->key || tc_log_look_signature (look, &signature);
}

static gboolean
check_commit (TcLogLook *look, TcLogCursor *commits, TcLogCursor *operations, TcLogCursor *sections)
{
  g_autoptr (TcFrame) frame = tc_frame_new ();

  if (!read_commit (look, commits->query, frame) ||
      (look->options->deep && !read_operations (look, operations, frame)) ||
      !read_sections (look, sections, frame) ||
      (look->options->deep && !check_root (look, frame)) || !check_link (look, frame))
    return FALSE;
  look->audit->commits++;
  look->audit->lsn = frame->last_lsn;
  look->audit->head.lsn = frame->last_lsn;
  look->audit->head.link = frame->link;
  return TRUE;
}

/* ---- the whole ---- */

/* A log of a version from before it was made has no such table. */
static gboolean
has_table (TcDatabase *db, const char *name)
{
  return tc_database_get_int (db, 0, "SELECT 1 FROM sqlite_schema WHERE name = ?", "s", name) == 1;
}

/* One follows on the other, from the first operation on, and none is of what isn't there. */
static gboolean
check_segments (TcLogLook *look)
{
  gint64 wrong = !has_table (look->db, "log_segment")
                     ? 0
                     : tc_database_get_int (
                           look->db, 0,
                           "SELECT first_lsn FROM (SELECT first_lsn, last_lsn, lag (last_lsn, 1, 0)"
                           " OVER (ORDER BY last_lsn) AS before FROM log_segment) WHERE first_lsn"
                           " <> before + 1 OR last_lsn > ? ORDER BY last_lsn LIMIT 1",
                           "i", look->audit->lsn);

  return wrong == 0 ? TRUE
                    : tc_log_look_fault (look, wrong, NULL,
                                         "the segment that begins with it is not the next");
}

/* Nothing may stand behind the last commit. */
static gboolean
check_end (TcLogLook *look, TcLogCursor *operations, TcLogCursor *sections)
{
  gint64 epoch = tc_database_get_int (look->db, 1, "SELECT max (epoch) FROM log_epoch", NULL);

  if (operations->row)
    return tc_log_look_fault (look, tc_query_int (operations->query, 0), NULL,
                              "an operation stands behind the last commit");
  if (sections->row)
    return tc_log_look_fault (look, tc_query_int (sections->query, 0), NULL,
                              "row images stand behind the last commit");
  if (look->audit->head.epoch != MAX (epoch, 1))
    return tc_log_look_fault (look, look->audit->lsn, NULL,
                              "the log's epoch is not that of its last restore");
  return !look->options->deep ||
         (tc_log_look_emptied (look) && check_segments (look) && tc_log_look_desks (look));
}

static void
open_cursor (TcLogCursor *cursor, TcLogLook *look, const char *sql)
{
  cursor->query = tc_database_query (look->db, sql, "i", look->audit->lsn);
  cursor->row = tc_query_next (cursor->query);
}

static void
close_cursor (TcLogCursor *cursor)
{
  g_clear_pointer (&cursor->query, tc_query_free);
}

/* It moves on while the server works. */
static void
read_horizon (TcLogLook *look)
{
  if (has_table (look->db, "log_horizon"))
    look->horizon_lsn = tc_database_get_int (look->db, 0, "SELECT lsn FROM log_horizon", NULL);
}

/* FALSE: a fault. @more: (out): there may be */
static gboolean
look_through_slice (TcLogLook *look, gboolean *more)
{
  TcLogCursor commits, sections, operations = {NULL, FALSE};
  gint64 operations_max = look->audit->operations + SLICE_OPERATIONS;
  gint64 commits_max = look->audit->commits + SLICE_COMMITS;
  gboolean fine = TRUE;

  tc_database_begin (look->db);
  read_horizon (look);
  open_cursor (&commits, look,
               "SELECT last_lsn, first_lsn, time_us, ops_root, link, signature FROM log_commit"
               " WHERE last_lsn > ? ORDER BY last_lsn");
  open_cursor (&sections, look,
               "SELECT last_lsn, scope, hash, body FROM log_section WHERE last_lsn > ?"
               " ORDER BY last_lsn, scope");
  if (look->options->deep)
    open_cursor (&operations, look, TC_LOG_OPERATION_SQL);
  while (fine && commits.row && look->audit->operations < operations_max &&
         look->audit->commits < commits_max) {
    fine = check_commit (look, &commits, &operations, &sections);
    commits.row = fine && tc_query_next (commits.query);
  }
  *more = fine && commits.row;
  if (fine && !*more && !tc_database_has_fault (look->db))
    fine = check_end (look, &operations, &sections);
  close_cursor (&commits);
  close_cursor (&sections);
  close_cursor (&operations);
  tc_database_rollback (look->db);
  return fine;
}

/* Where the audit begins: which log it is, and the link before the first commit. */
static gboolean
begin (TcLogLook *look, GError **error)
{
  g_autoptr (TcLogStore) log = tc_log_sqlite_new (look->db, NULL, error);
  TcLogAudit *audit = look->audit;
  gint64 after_lsn = look->options->after_lsn;

  if (!log || !tc_log_store_head (log, &audit->head, error))
    return FALSE;
  look->purges = has_table (look->db, "log_purged");
  audit->lsn = after_lsn;
  audit->head.lsn = after_lsn;
  memset (&audit->head.link, 0, sizeof audit->head.link);
  if (after_lsn == 0)
    return TRUE;
  if (!tc_log_store_link_at (log, after_lsn, &audit->head.link, error))
    tc_log_look_fault (look, after_lsn, NULL, "no commit ends there");
  else if (look->options->deep)
    tc_log_look_begin (look, after_lsn);
  return tc_database_check (look->db, error);
}

static void
look_through (TcLogLook *look)
{
  const TcLogAuditOptions *options = look->options;
  TcLogAudit *audit = look->audit;
  gboolean more = TRUE;

  while (more && !audit->fault && !look->enough &&
         (!options->go_on || options->go_on (audit, options->data))) {
    g_autoptr (GError) error = NULL;
    gboolean fine = look_through_slice (look, &more);

    if (!tc_database_check (look->db, &error))
      tc_log_look_fault (look, audit->lsn + 1, NULL, "it can't be read further: %s",
                         error->message);
    more = more && fine;
  }
  if (look->signatures->len && !look->enough)
    hand_on (look);
}

gboolean
tc_log_audit_run (TcDatabase *db, const TcLogAuditOptions *options, TcLogAudit *audit,
                  GError **error)
{
  TcLogLook look = {.db = db, .options = options, .audit = audit};

  memset (audit, 0, sizeof *audit);
  look.desks = g_hash_table_new_full (NULL, NULL, NULL, tc_log_look_free_desk);
  look.emptied = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  look.purge_ids = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  look.signatures = tc_log_signatures_new ();
  look.ops = g_ptr_array_new_with_free_func ((GDestroyNotify) tc_operation_unref);
  look.codes = g_ptr_array_new_with_free_func (g_free);
  look.leaves = g_array_new (FALSE, FALSE, sizeof (TcDigest));
  gboolean begun = begin (&look, error);
  if (begun)
    look_through (&look);
  g_hash_table_unref (look.desks);
  g_hash_table_unref (look.emptied);
  g_hash_table_unref (look.purge_ids);
  g_array_unref (look.signatures);
  g_ptr_array_unref (look.ops);
  g_ptr_array_unref (look.codes);
  g_array_unref (look.leaves);
  return begun;
}

char *
tc_log_audit_tables (TcDatabase *db, GError **error)
{
  static const char *const tables[] = {"log_operation", "log_segment", "log_commit", "log_section",
                                       "desk"};

  for (gsize i = 0; i < G_N_ELEMENTS (tables); i++) {
    g_autofree char *sql = g_strdup_printf ("PRAGMA integrity_check (%s)", tables[i]);
    gboolean there = has_table (db, tables[i]);
    g_autofree char *said = there ? tc_database_dup_text (db, sql, NULL) : NULL;

    if (!tc_database_check (db, error))
      return NULL;
    if (there && g_strcmp0 (said, "ok") != 0)
      return g_strdup_printf ("%s: %s", tables[i], said ? said : "it can't be checked");
  }
  return NULL;
}

gint64
tc_log_audit_find_start (TcDatabase *db, gint64 commits)
{
  return tc_database_get_int (
      db, 0, "SELECT last_lsn FROM log_commit ORDER BY last_lsn DESC LIMIT 1 OFFSET ?", "i",
      commits);
}
