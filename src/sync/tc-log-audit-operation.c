/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The audit of single operations: their bytes, the columns beside them, their order, and whose key
 * signed them; see tc-log-audit.h. What key a desk has is learnt from the log itself, from the
 * operation of the server that enrolled it.
 */
#include "tc-log-audit-private.h"

#include "tc-id.h"

#include <string.h>

enum {
  LSN,
  REPLICA,
  SEQ,
  ID,
  NAME,
  ACTOR,
  MADE,
  BYTES,
  SIGNATURE,
  REFUSAL,
  ARGS
};

/* What is known of a replica so far. */
typedef struct {
  gint64 seq; /* of its newest operation */
  gint64 id;  /* likewise */
  gint64 enrolled_lsn;
  gboolean revoked;
  TcPublicKey key; /* once enrolled */
} Desk;

void
tc_log_look_free_desk (gpointer desk)
{
  g_free (desk);
}

static Desk *
get_desk (TcLogLook *look, guint16 replica)
{
  Desk *desk = g_hash_table_lookup (look->desks, GUINT_TO_POINTER (replica));

  if (!desk) {
    desk = g_new0 (Desk, 1);
    g_hash_table_insert (look->desks, GUINT_TO_POINTER (replica), desk);
  }
  return desk;
}

/* ---- columns ---- */

static gboolean
check_columns (TcLogLook *look, TcQuery *query, const TcOperation *op, gint64 lsn)
{
  const struct {
    int column;
    const char *name;
    gint64 said;
  } numbers[] = {
      {REPLICA, "replica", op->head.replica}, {SEQ, "seq", op->head.seq},
      {ID, "operation_id", op->head.id},      {ACTOR, "actor_id", op->head.actor_id},
      {MADE, "made_us", op->head.made_us},
  };
  const char *name = tc_query_text (query, NAME);
  gsize size = (gsize) sqlite3_column_bytes (tc_query_get_statement (query), NAME);

  for (gsize i = 0; i < G_N_ELEMENTS (numbers); i++) {
    gint64 there = tc_query_int (query, numbers[i].column);

    if (there != numbers[i].said)
      return tc_log_look_fault (
          look, lsn, op, "its column %s says %" G_GINT64_FORMAT ", its bytes say %" G_GINT64_FORMAT,
          numbers[i].name, there, numbers[i].said);
  }
  if (size != strlen (op->name) || memcmp (name, op->name, size) != 0)
    return tc_log_look_fault (look, lsn, op, "its column name is not what its bytes say");
  return TRUE;
}

static gboolean
check_refusal (TcLogLook *look, TcQuery *query, const TcOperation *op, gint64 lsn)
{
  g_autoptr (GBytes) bytes = tc_query_dup_blob (query, ARGS);

  if (!bytes)
    return TRUE;
  if (tc_query_is_null (query, REFUSAL))
    return tc_log_look_fault (look, lsn, op,
                              "it was accepted and has the arguments of a refusal all the same");
  g_autoptr (GVariant)
      args = g_variant_ref_sink (g_variant_new_from_bytes (G_VARIANT_TYPE_VARDICT, bytes, FALSE));
  return g_variant_is_normal_form (args)
             ? TRUE
             : tc_log_look_fault (look, lsn, op, "the arguments of its refusal are damaged");
}

/* ---- order ---- */

static gboolean
check_order (TcLogLook *look, const TcOperation *op, gint64 lsn)
{
  const TcOperationHead *head = &op->head;
  Desk *desk = get_desk (look, head->replica);
  gint64 left_out = head->seq - desk->seq - 1;

  if (left_out < 0)
    return tc_log_look_fault (look, lsn, op,
                              "its number is not after that of the one before, %" G_GINT64_FORMAT,
                              desk->seq);
  if (left_out > 0 && head->replica == TC_REPLICA_SERVER)
    return tc_log_look_fault (look, lsn, op,
                              "%" G_GINT64_FORMAT " operations of the server before it are missing",
                              left_out);
  if (tc_id_replica (head->id) != head->replica || head->id <= desk->id)
    return tc_log_look_fault (look, lsn, op,
                              "its id is another's, or not after that of the one before");
  look->audit->skipped += left_out;
  desk->seq = head->seq;
  desk->id = head->id;
  return TRUE;
}

/* ---- keys ---- */

static void
learn_desk (TcLogLook *look, const TcOperation *op, gint64 lsn)
{
  gboolean enrols = !strcmp (op->name, "desk.enrol");
  gint64 number = 0;
  gsize size = 0;

  if (op->head.replica != TC_REPLICA_SERVER && enrols)
    return;
  if ((!enrols && strcmp (op->name, "desk.revoke") != 0) ||
      !g_variant_lookup (op->args, "desk_id", "x", &number) || number <= 0 ||
      number > TC_REPLICA_MAX)
    return;
  Desk *desk = get_desk (look, (guint16) number);
  if (!enrols) {
    desk->revoked = TRUE;
    return;
  }
  g_autoptr (GVariant)
      key = g_variant_lookup_value (op->args, "public_key", G_VARIANT_TYPE_BYTESTRING);
  const guint8 *data = key ? g_variant_get_fixed_array (key, &size, 1) : NULL;
  if (size != TC_KEY_PUBLIC_SIZE)
    return;
  memcpy (desk->key.bytes, data, size);
  desk->enrolled_lsn = lsn;
}

static gboolean
check_key (TcLogLook *look, TcOperation *op, gint64 lsn)
{
  TcLogSignature signature = {.lsn = lsn, .op = op};

  if (op->head.replica == TC_REPLICA_SERVER) {
    if (!look->options->key)
      return TRUE;
    signature.key = *look->options->key;
  } else {
    const Desk *desk = get_desk (look, op->head.replica);

    if (!desk->enrolled_lsn)
      return tc_log_look_fault (look, lsn, op, "no key of that desk was enrolled before it");
    signature.key = desk->key;
  }
  /* What was signed is gone; that it was this is the chain's to tell. */
  if (tc_operation_is_emptied (op))
    return TRUE;
  return tc_log_look_signature (look, &signature);
}

/* ---- purged operations ---- */

/* (nullable): what is left of it, as the row says; whether that is so is the chain's to tell, and
 * an operation's that comes later. */
static TcOperation *
read_emptied (TcLogLook *look, TcQuery *query, const TcSignature *signature)
{
  const gint64 lsn = tc_query_int (query, LSN);
  TcOperation *op = look->purges ? tc_log_sqlite_read_emptied (look->db, lsn, signature, NULL)
                                 : NULL;

  if (!op)
    return NULL;
  const TcDigest digest = tc_log_purged_digest (lsn, op);
  g_hash_table_insert (look->emptied, g_memdup2 (&lsn, sizeof lsn),
                       g_memdup2 (&digest, sizeof digest));
  return op;
}

/* An operation that was emptied, by what the one that did it says. */
static gboolean
check_emptied (TcLogLook *look, gint64 lsn, const guint8 *digest)
{
  const TcDigest *found = g_hash_table_lookup (look->emptied, &lsn);

  if (lsn <= look->options->after_lsn)
    return TRUE;
  /* It may have been looked at before the server emptied it. */
  if (!found)
    return tc_database_get_int (look->db, 0,
                                "SELECT 1 FROM log_operation WHERE lsn = ?"
                                " AND length (log_bytes (lsn, bytes)) = 0",
                                "i", lsn)
               ? TRUE
               : tc_log_look_fault (look, lsn, NULL,
                                    "a legal purge took the operation's bytes out, and they are"
                                    " there");
  if (memcmp (found->bytes, digest, TC_DIGEST_SIZE) != 0)
    return tc_log_look_fault (look, lsn, NULL,
                              "what stands beside the bytes of the operation, which were purged,"
                              " was changed");
  look->audit->purged++;
  g_hash_table_remove (look->emptied, &lsn);
  return TRUE;
}

static gboolean
check_purge (TcLogLook *look, const TcOperation *op, gint64 lsn)
{
  g_autoptr (GVariant) lsns = g_variant_lookup_value (op->args, "lsns", G_VARIANT_TYPE ("ax"));
  g_autoptr (GVariant)
      digests = g_variant_lookup_value (op->args, "digests", G_VARIANT_TYPE_BYTESTRING);
  gint64 purge_id = 0;
  gsize n = 0;
  gsize size = 0;
  const gint64 *list = lsns ? g_variant_get_fixed_array (lsns, &n, sizeof (gint64)) : NULL;
  const guint8 *said = digests ? g_variant_get_fixed_array (digests, &size, 1) : NULL;

  if (!g_variant_lookup (op->args, "purge_id", "x", &purge_id) ||
      (look->options->after_lsn == 0 && !g_hash_table_contains (look->purge_ids, &purge_id)))
    return tc_log_look_fault (look, lsn, op, "nobody had decided the purge that it carries out");
  if (size != n * TC_DIGEST_SIZE)
    return tc_log_look_fault (look, lsn, op, "it does not say what it took out");
  for (gsize i = 0; i < n; i++) {
    if (!check_emptied (look, list[i], said + i * TC_DIGEST_SIZE))
      return FALSE;
  }
  return TRUE;
}

/* Of what was accepted. */
static gboolean
learn_purge (TcLogLook *look, const TcOperation *op, gint64 lsn)
{
  gint64 purge_id = 0;

  if (!strcmp (op->name, "incident.purge") &&
      g_variant_lookup (op->args, "purge_id", "x", &purge_id))
    g_hash_table_add (look->purge_ids, g_memdup2 (&purge_id, sizeof purge_id));
  return op->head.replica != TC_REPLICA_SERVER || strcmp (op->name, "log.purge") != 0 ||
         check_purge (look, op, lsn);
}

static gint
compare_lsns (gconstpointer a, gconstpointer b)
{
  gint64 x = *(const gint64 *) a, y = *(const gint64 *) b;

  return x < y ? -1 : x > y;
}

gboolean
tc_log_look_emptied (TcLogLook *look)
{
  g_autoptr (GList) lsns = g_list_sort (g_hash_table_get_keys (look->emptied), compare_lsns);

  return !lsns ? TRUE
               : tc_log_look_fault (look, *(const gint64 *) lsns->data, NULL,
                                    "the operation's bytes are gone, and no legal purge says so");
}

/* ---- one operation ---- */

static TcOperation *
read_operation (TcLogLook *look, TcQuery *query)
{
  g_autoptr (GBytes) bytes = tc_query_dup_blob (query, BYTES);
  TcSignature signature = {{0}};
  gsize size;
  const guint8 *data = tc_query_blob (query, SIGNATURE, &size);

  if (size != TC_SIGNATURE_SIZE)
    return NULL;
  memcpy (signature.bytes, data, size);
  return bytes && g_bytes_get_size (bytes) > 0 ? tc_operation_parse (bytes, &signature, NULL)
                                               : read_emptied (look, query, &signature);
}

static void
add_leaf (TcLogLook *look, TcQuery *query, TcOperation *op, gint64 lsn)
{
  const char *code = tc_query_text (query, REFUSAL);
  gsize code_size = (gsize) sqlite3_column_bytes (tc_query_get_statement (query), REFUSAL);
  gsize size;
  const guint8 *args = tc_query_blob (query, ARGS, &size);
  TcDigest leaf = tc_log_leaf (lsn, op, code, code ? code_size : 0, args, size);

  g_array_append_val (look->leaves, leaf);
  g_ptr_array_add (look->codes, g_strdup (code ? code : ""));
  g_ptr_array_add (look->ops, op);
}

gboolean
tc_log_look_operation (TcLogLook *look, TcLogCursor *cursor, gint64 lsn)
{
  TcQuery *query = cursor->query;

  if (!cursor->row || tc_query_int (query, LSN) != lsn)
    return tc_log_look_fault (look, lsn, NULL, "the operation is missing");
  if (!tc_log_look_kinds (query, "iiiisiiBbSB"))
    return tc_log_look_fault (look, lsn, NULL, "a column of the operation is of another kind");
  if (tc_query_is_null (query, BYTES))
    return tc_log_look_fault (look, lsn, NULL, "the segment that has its bytes is damaged");
  TcOperation *op = read_operation (look, query);
  if (!op)
    return tc_log_look_fault (look, lsn, NULL, "the operation's bytes are damaged");
  add_leaf (look, query, op, lsn);
  if (!check_columns (look, query, op, lsn) || !check_refusal (look, query, op, lsn) ||
      !check_order (look, op, lsn) || !check_key (look, op, lsn))
    return FALSE;
  if (tc_query_is_null (query, REFUSAL)) {
    learn_desk (look, op, lsn);
    if (!learn_purge (look, op, lsn))
      return FALSE;
  }
  look->audit->operations++;
  cursor->row = tc_query_next (query);
  return TRUE;
}

/* ---- before and after ---- */

static void
learn_numbers (TcLogLook *look, gint64 lsn)
{
  g_autoptr (TcQuery) query = tc_database_query (
      look->db,
      "SELECT replica, max (seq), max (operation_id) FROM log_operation WHERE lsn <= ?"
      " GROUP BY replica ORDER BY replica",
      "i", lsn);

  while (tc_query_next (query)) {
    Desk *desk = get_desk (look, (guint16) tc_query_int (query, 0));

    desk->seq = tc_query_int (query, 1);
    desk->id = tc_query_int (query, 2);
  }
}

gboolean
tc_log_look_begin (TcLogLook *look, gint64 lsn)
{
  g_autoptr (TcQuery) query = tc_database_query (
      look->db,
      "SELECT lsn, log_bytes (lsn, bytes), signature FROM log_operation WHERE lsn <= ?"
      " AND refusal IS NULL"
      " AND name IN ('desk.enrol', 'desk.revoke') ORDER BY lsn",
      "i", lsn);
  gboolean fine = TRUE;

  learn_numbers (look, lsn);
  while (fine && tc_query_next (query)) {
    g_autoptr (GBytes) bytes = tc_query_dup_blob (query, 1);
    gint64 at = tc_query_int (query, 0);
    TcSignature signature = {{0}};
    gsize size;
    const guint8 *data = tc_query_blob (query, 2, &size);

    if (size == TC_SIGNATURE_SIZE)
      memcpy (signature.bytes, data, size);
    g_autoptr (TcOperation) op = bytes ? tc_operation_parse (bytes, &signature, NULL) : NULL;
    fine = op ? check_key (look, op, at)
              : tc_log_look_fault (look, at, NULL, "the operation's bytes are damaged");
    if (fine)
      learn_desk (look, op, at);
  }
  return fine;
}

static gboolean
check_row (TcLogLook *look, Desk *desk, TcQuery *query)
{
  const char *state = tc_query_text (query, 1);
  gint64 number = tc_query_int (query, 0);
  gsize size;
  const guint8 *key = tc_query_blob (query, 2, &size);

  /* Without a key nobody is let in at it, whatever its state says. */
  if (!desk || !desk->enrolled_lsn)
    return size == 0 ? TRUE
                     : tc_log_look_fault (look, look->audit->lsn, NULL,
                                          "desk %" G_GINT64_FORMAT
                                          " stands in the table of desks as enrolled, and no"
                                          " operation enrolled it",
                                          number);
  if (size != TC_KEY_PUBLIC_SIZE || memcmp (key, desk->key.bytes, size) != 0)
    return tc_log_look_fault (look, desk->enrolled_lsn, NULL,
                              "the key of desk %" G_GINT64_FORMAT
                              " in the table of desks is not the one that it was enrolled with",
                              number);
  return g_strcmp0 (state, desk->revoked ? "revoked" : "enrolled") == 0
             ? TRUE
             : tc_log_look_fault (look, desk->enrolled_lsn, NULL,
                                  "the state of desk %" G_GINT64_FORMAT
                                  " in the table of desks is not what the log made of it",
                                  number);
}

gboolean
tc_log_look_desks (TcLogLook *look)
{
  g_autoptr (TcQuery) query = tc_database_query (
      look->db, "SELECT id, state, public_key FROM desk ORDER BY id", NULL);
  guint rows = 0;
  guint enrolled = 0;
  GHashTableIter iter;
  gpointer one;

  while (tc_query_next (query)) {
    gint64 number = tc_query_int (query, 0);
    Desk *desk = number > 0 && number <= TC_REPLICA_MAX
                     ? g_hash_table_lookup (look->desks, GUINT_TO_POINTER ((guint) number))
                     : NULL;

    if (!tc_log_look_kinds (query, "isB") || !check_row (look, desk, query))
      return look->audit->fault ? FALSE
                                : tc_log_look_fault (look, look->audit->lsn, NULL,
                                                     "the table of desks is damaged");
    rows += desk && desk->enrolled_lsn;
  }
  g_hash_table_iter_init (&iter, look->desks);
  while (g_hash_table_iter_next (&iter, NULL, &one))
    enrolled += ((Desk *) one)->enrolled_lsn != 0;
  return rows == enrolled ? TRUE
                          : tc_log_look_fault (look, look->audit->lsn, NULL,
                                               "a desk that was enrolled is not in the table of"
                                               " desks");
}
