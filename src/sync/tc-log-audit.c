/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Checking a log; see the header.
 */
#include "tc-log-audit.h"

#include "tc-log-store.h"

#include <string.h>

/* Of the log's frames that are read at once. */
#define READ_BYTES (1024 * 1024)

void
tc_log_audit_clear (TcLogAudit *audit)
{
  g_clear_pointer (&audit->fault, g_free);
}

static const char *
check_chain (const TcPosition *before, const TcFrame *frame, const TcPublicKey *key)
{
  TcDigest link = tc_frame_next_link (&before->link, frame);

  if (frame->first_lsn != before->lsn + 1 || frame->last_lsn < frame->first_lsn)
    return "it does not follow on the commit before it";
  if (!tc_digest_equal (&link, &frame->link))
    return "its link is not what its parts give";
  if (key && !tc_frame_verify (frame, key))
    return "its link was not signed with this server's key";
  return NULL;
}

/* What is past the horizon has its hash alone. */
static const char *
check_sections (TcDatabase *db, const TcFrame *frame)
{
  g_autoptr (TcQuery) query = tc_database_query (
      db, "SELECT scope, hash, body FROM log_section WHERE last_lsn = ? ORDER BY scope", "i",
      frame->last_lsn);

  while (tc_query_next (query)) {
    g_autoptr (GBytes) body = tc_query_dup_blob (query, 2);
    gsize size;
    const guint8 *hash = tc_query_blob (query, 1, &size);

    if (!body)
      continue;
    TcDigest found = tc_frame_section_hash (tc_query_int (query, 0), body);
    if (size != TC_DIGEST_SIZE || memcmp (found.bytes, hash, size) != 0)
      return "its row images are damaged";
  }
  return NULL;
}

static gboolean
add_entry (TcLogBatch *batch, TcQuery *query)
{
  g_autoptr (GBytes) bytes = tc_query_dup_blob (query, 1);
  TcSignature signature = {{0}};
  gsize size;
  const guint8 *data = tc_query_blob (query, 2, &size);
  const char *code = tc_query_text (query, 3);
  TcLogEntry entry = {tc_query_int (query, 0), NULL, code ? tc_refusal_new (code, NULL) : NULL};

  if (size == TC_SIGNATURE_SIZE)
    memcpy (signature.bytes, data, size);
  entry.op = bytes ? tc_operation_parse (bytes, &signature, NULL) : NULL;
  if (!entry.op) {
    tc_refusal_free (entry.refusal);
    return FALSE;
  }
  g_array_append_val (batch->entries, entry);
  return TRUE;
}

static const char *
check_operations (TcDatabase *db, const TcFrame *frame, TcLogAudit *audit)
{
  g_autoptr (TcLogBatch) batch = tc_log_batch_new ();
  g_autoptr (TcQuery) query = tc_database_query (
      db,
      "SELECT lsn, bytes, signature, refusal FROM log_operation WHERE lsn BETWEEN ? AND ?"
      " ORDER BY lsn",
      "ii", frame->first_lsn, frame->last_lsn);

  while (tc_query_next (query))
    if (!add_entry (batch, query))
      return "one of its operations is damaged";
  audit->operations += batch->entries->len;
  TcDigest root = tc_log_batch_root (batch);
  return tc_digest_equal (&root, &frame->ops_root)
             ? NULL
             : "its operations are not those that were linked";
}

static const char *
check_frame (TcDatabase *db, const TcPosition *before, const TcFrame *frame, const TcPublicKey *key,
             gboolean deep, TcLogAudit *audit)
{
  const char *fault = check_chain (before, frame, key);

  if (!fault && deep)
    fault = check_sections (db, frame);
  if (!fault && deep)
    fault = check_operations (db, frame, audit);
  return fault;
}

static gboolean
check_some (TcDatabase *db, GPtrArray *frames, TcPosition *at, const TcPublicKey *key,
            gboolean deep, TcLogAudit *audit)
{
  for (guint i = 0; i < frames->len; i++) {
    const TcFrame *frame = g_ptr_array_index (frames, i);
    const char *fault = check_frame (db, at, frame, key, deep, audit);

    if (fault) {
      audit->fault_lsn = frame->last_lsn;
      audit->fault = g_strdup (fault);
      return FALSE;
    }
    audit->commits++;
    at->lsn = frame->last_lsn;
    at->link = frame->link;
  }
  return TRUE;
}

gboolean
tc_log_audit_run (TcDatabase *db, const TcPublicKey *key, gint64 after_lsn, gboolean deep,
                  gboolean (*go_on) (gpointer data), gpointer data, TcLogAudit *audit,
                  GError **error)
{
  g_autoptr (TcLogStore) log = tc_log_sqlite_new (db, NULL, error);
  TcPosition at = {.lsn = after_lsn};
  gboolean more = log != NULL;

  memset (audit, 0, sizeof *audit);
  if (!log)
    return FALSE;
  if (after_lsn > 0 && !tc_log_store_link_at (log, after_lsn, &at.link, error)) {
    audit->fault_lsn = after_lsn;
    audit->fault = g_strdup ("no commit ends there");
    return tc_database_check (db, error);
  }
  while (more && (!go_on || go_on (data))) {
    g_autoptr (GPtrArray) frames = tc_log_store_read (log, at.lsn, NULL, 0, READ_BYTES, error);

    if (!frames)
      return FALSE;
    more = frames->len > 0 && check_some (db, frames, &at, key, deep, audit);
  }
  return tc_database_check (db, error);
}

gint64
tc_log_audit_find_start (TcDatabase *db, gint64 commits)
{
  return tc_database_get_int (
      db, 0, "SELECT last_lsn FROM log_commit ORDER BY last_lsn DESC LIMIT 1 OFFSET ?", "i",
      commits);
}
