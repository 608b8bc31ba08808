/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is still to be sent; see the header.
 */
#include "tc-upload-queue.h"

#include "tc-operation.h"

#include <string.h>

TcUpload *
tc_upload_copy (const TcUpload *upload)
{
  TcUpload *copy = g_memdup2 (upload, sizeof *upload);

  copy->hash = g_strdup (upload->hash);
  copy->name = g_strdup (upload->name);
  copy->media_type = g_strdup (upload->media_type);
  return copy;
}

void
tc_upload_free (TcUpload *upload)
{
  g_free (upload->hash);
  g_free (upload->name);
  g_free (upload->media_type);
  g_free (upload);
}

void
tc_upload_queue_add (TcDatabase *db, const TcUpload *upload)
{
  tc_database_execute (db,
                       "INSERT INTO upload (id, incident_id, hash, size, name, media_type,"
                       " actor_id, session_id, added_us, attached, sent, original_id, report_id,"
                       " task_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                       " ON CONFLICT (id) DO NOTHING",
                       "iisissiiiiiooo", upload->id, upload->incident_id, upload->hash,
                       upload->size, upload->name, upload->media_type, upload->actor_id,
                       upload->session_id, upload->added_us, (gint64) upload->attached,
                       (gint64) upload->sent, upload->original_id, upload->report_id,
                       upload->task_id);
}

/* Reads the bytes of an operation; (nullable) (transfer full): what it attaches. */
static TcUpload *
read_attachment (TcQuery *query)
{
  g_autoptr (GBytes) bytes = tc_query_dup_blob (query, 0);
  TcSignature signature = {{0}};
  g_autoptr (TcOperation) op = tc_operation_parse (bytes, &signature, NULL);
  g_autoptr (TcUpload) upload = g_new0 (TcUpload, 1);

  if (!op || !g_str_equal (op->name, "incident.attach") ||
      !g_variant_lookup (op->args, "attachment_id", "x", &upload->id))
    return NULL;
  g_variant_lookup (op->args, "hash", "s", &upload->hash);
  g_variant_lookup (op->args, "size", "x", &upload->size);
  return g_steal_pointer (&upload);
}

/* A stop between the outbox and the row left the row behind. */
static void
mark_attached (TcDatabase *db, GPtrArray *uploads)
{
  g_autoptr (GHashTable) ids = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  g_autoptr (TcQuery)
      query = tc_database_query (db,
                                 "SELECT bytes FROM pending UNION ALL SELECT bytes FROM tray"
                                 " UNION ALL SELECT bytes FROM confirmed",
                                 NULL);

  while (tc_query_next (query)) {
    g_autoptr (TcUpload) upload = read_attachment (query);

    if (upload)
      g_hash_table_add (ids, g_memdup2 (&upload->id, sizeof upload->id));
  }
  g_clear_pointer (&query, tc_query_free);
  for (guint i = 0; i < uploads->len; i++) {
    TcUpload *upload = uploads->pdata[i];

    if (upload->attached || !g_hash_table_contains (ids, &upload->id))
      continue;
    upload->attached = TRUE;
    tc_upload_queue_set_attached (db, upload->id);
  }
}

GPtrArray *
tc_upload_queue_list (TcDatabase *db)
{
  GPtrArray *list = g_ptr_array_new_with_free_func ((GDestroyNotify) tc_upload_free);
  g_autoptr (TcQuery) query = tc_database_query (
      db,
      "SELECT id, incident_id, hash, size, name, media_type, actor_id, session_id, added_us,"
      " attached, sent, original_id, report_id, task_id FROM upload ORDER BY added_us, id",
      NULL);
  gboolean all = TRUE;

  while (tc_query_next (query)) {
    TcUpload *upload = g_new0 (TcUpload, 1);

    upload->id = tc_query_int (query, 0);
    upload->incident_id = tc_query_int (query, 1);
    upload->hash = tc_query_dup_text (query, 2);
    upload->size = tc_query_int (query, 3);
    upload->name = tc_query_dup_text (query, 4);
    upload->media_type = tc_query_dup_text (query, 5);
    upload->actor_id = tc_query_int (query, 6);
    upload->session_id = tc_query_int (query, 7);
    upload->added_us = tc_query_int (query, 8);
    upload->attached = tc_query_int (query, 9) != 0;
    upload->sent = tc_query_int (query, 10) != 0;
    upload->original_id = tc_query_id (query, 11);
    upload->report_id = tc_query_id (query, 12);
    upload->task_id = tc_query_id (query, 13);
    all &= upload->attached;
    g_ptr_array_add (list, upload);
  }
  g_clear_pointer (&query, tc_query_free);
  if (!all)
    mark_attached (db, list);
  return list;
}

GPtrArray *
tc_upload_queue_list_confirmed (TcDatabase *db)
{
  GPtrArray *list = g_ptr_array_new_with_free_func ((GDestroyNotify) tc_upload_free);
  g_autoptr (TcQuery)
      query = tc_database_query (db, "SELECT bytes FROM confirmed ORDER BY seq", NULL);

  while (tc_query_next (query)) {
    g_autoptr (TcUpload) upload = read_attachment (query);

    if (upload && upload->hash)
      g_ptr_array_add (list, g_steal_pointer (&upload));
  }
  return list;
}

void
tc_upload_queue_set_attached (TcDatabase *db, gint64 id)
{
  tc_database_execute (db, "DELETE FROM upload WHERE id = ? AND sent = 1", "i", id);
  tc_database_execute (db, "UPDATE upload SET attached = 1 WHERE id = ?", "i", id);
}

void
tc_upload_queue_set_sent (TcDatabase *db, const char *hash)
{
  tc_database_execute (db, "DELETE FROM upload WHERE hash = ? AND attached = 1", "s", hash);
  tc_database_execute (db, "UPDATE upload SET sent = 1 WHERE hash = ?", "s", hash);
}

gboolean
tc_upload_queue_has (TcDatabase *db, const char *hash)
{
  return tc_database_get_int (db, 0, "SELECT 1 FROM upload WHERE hash = ? AND sent = 0 LIMIT 1",
                              "s", hash) != 0;
}

void
tc_upload_queue_remove (TcDatabase *db, gint64 id)
{
  tc_database_execute (db, "DELETE FROM upload WHERE id = ?", "i", id);
}

void
tc_upload_queue_give_up (TcDatabase *db, gint64 id)
{
  /* Reading them notes which are attached. */
  g_ptr_array_unref (tc_upload_queue_list (db));
  tc_database_execute (db, "DELETE FROM upload WHERE id = ? AND attached = 0", "i", id);
}

TcUpload *
tc_upload_queue_find (TcDatabase *db, gint64 id)
{
  g_autoptr (TcQuery)
      query = tc_database_query (db, "SELECT hash, size FROM upload WHERE id = ?", "i", id);
  TcUpload *upload = NULL;

  if (!tc_query_next (query))
    return NULL;
  upload = g_new0 (TcUpload, 1);
  upload->id = id;
  upload->hash = tc_query_dup_text (query, 0);
  upload->size = tc_query_int (query, 1);
  return upload;
}
