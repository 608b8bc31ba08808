/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is to be sent outlives the desk, and is gone once it was both sent and put on record,
 * whichever came first. Method: an outbox on a file, opened anew after each step.
 */
#include "tc-operation.h"
#include "tc-schema.h"
#include "tc-upload-queue.h"

#include <glib/gstdio.h>
#include <string.h>

typedef struct {
  char *dir;
  char *path;
  TcDatabase *db;
} Fixture;

static void
reopen (Fixture *fixture)
{
  static const TcSchemaSet *const sets[] = {&tc_schema_outbox, NULL};
  g_autoptr (GError) error = NULL;

  g_clear_pointer (&fixture->db, tc_database_close);
  fixture->db = tc_database_open (fixture->path, TC_DATABASE_WRITER | TC_DATABASE_FULL, &error);
  g_assert_no_error (error);
  g_assert_true (tc_schema_migrate (fixture->db, sets, &error));
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  tc_crypto_init ();
  fixture->dir = g_dir_make_tmp ("test-upload-queue-XXXXXX", NULL);
  fixture->path = g_build_filename (fixture->dir, "outbox.db", NULL);
  reopen (fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  static const char *const suffixes[] = {"", "-wal", "-shm"};

  tc_database_close (fixture->db);
  for (gsize i = 0; i < G_N_ELEMENTS (suffixes); i++) {
    g_autofree char *path = g_strconcat (fixture->path, suffixes[i], NULL);

    g_unlink (path);
  }
  g_rmdir (fixture->dir);
  g_free (fixture->path);
  g_free (fixture->dir);
}

static void
add (Fixture *fixture, gint64 id, const char *hash)
{
  const TcUpload upload = {.id = id,
                           .incident_id = 7,
                           .hash = (char *) hash,
                           .size = 100,
                           .name = "cây ngã.jpg",
                           .media_type = "image/jpeg",
                           .original_id = id == 2 ? 9 : 0,
                           .report_id = id == 2 ? 8 : 0,
                           .task_id = id == 2 ? 6 : 0,
                           .actor_id = 3,
                           .session_id = 4,
                           .added_us = 1000 - id};

  tc_upload_queue_add (fixture->db, &upload);
}

static guint
count (Fixture *fixture)
{
  g_autoptr (GPtrArray) list = NULL;
  g_autoptr (GError) error = NULL;

  reopen (fixture);
  list = tc_upload_queue_list (fixture->db);
  g_assert_true (tc_database_check (fixture->db, &error));
  return list->len;
}

static void
test_list (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) list = NULL;
  const TcUpload *first;

  add (fixture, 1, "aa");
  add (fixture, 2, "bb");
  reopen (fixture);
  list = tc_upload_queue_list (fixture->db);
  g_assert_cmpuint (list->len, ==, 2);
  first = list->pdata[0];
  g_assert_cmpint (first->id, ==, 2); /* added before the other */
  g_assert_cmpstr (first->hash, ==, "bb");
  g_assert_cmpstr (first->name, ==, "cây ngã.jpg");
  g_assert_cmpstr (first->media_type, ==, "image/jpeg");
  g_assert_cmpint (first->incident_id, ==, 7);
  g_assert_cmpint (first->original_id, ==, 9);
  g_assert_cmpint (((const TcUpload *) list->pdata[1])->original_id, ==, 0);
  g_assert_cmpint (first->report_id, ==, 8);
  g_assert_cmpint (((const TcUpload *) list->pdata[1])->report_id, ==, 0);
  g_assert_cmpint (first->task_id, ==, 6);
  g_assert_cmpint (((const TcUpload *) list->pdata[1])->task_id, ==, 0);
  g_assert_cmpint (first->actor_id, ==, 3);
  g_assert_cmpint (first->session_id, ==, 4);
  g_assert_cmpint (first->size, ==, 100);
  g_assert_false (first->attached);
  g_assert_false (first->sent);
}

static void
test_done (Fixture *fixture, gconstpointer data)
{
  add (fixture, 1, "aa");
  add (fixture, 2, "bb");
  add (fixture, 3, "bb"); /* the same photo at another incident */
  tc_upload_queue_set_attached (fixture->db, 1);
  g_assert_cmpuint (count (fixture), ==, 3);
  tc_upload_queue_set_sent (fixture->db, "aa");
  g_assert_cmpuint (count (fixture), ==, 2);
  tc_upload_queue_set_sent (fixture->db, "bb");
  g_assert_cmpuint (count (fixture), ==, 2);
  g_assert_false (tc_upload_queue_has (fixture->db, "bb"));
  tc_upload_queue_set_attached (fixture->db, 2);
  g_assert_cmpuint (count (fixture), ==, 1);
  tc_upload_queue_set_attached (fixture->db, 3);
  g_assert_cmpuint (count (fixture), ==, 0);
}

/* A second try of the same attachment changes nothing of the first. */
static void
test_twice (Fixture *fixture, gconstpointer data)
{
  add (fixture, 1, "aa");
  tc_upload_queue_set_attached (fixture->db, 1);
  add (fixture, 1, "aa");
  g_assert_cmpuint (count (fixture), ==, 1);
  tc_upload_queue_set_sent (fixture->db, "aa");
  g_assert_cmpuint (count (fixture), ==, 0);
}

static void
test_refused (Fixture *fixture, gconstpointer data)
{
  add (fixture, 1, "aa");
  add (fixture, 2, "aa");
  tc_upload_queue_remove (fixture->db, 1);
  g_assert_true (tc_upload_queue_has (fixture->db, "aa"));
  tc_upload_queue_remove (fixture->db, 2);
  g_assert_false (tc_upload_queue_has (fixture->db, "aa"));
  g_assert_cmpuint (count (fixture), ==, 0);
}

static void
put_pending (Fixture *fixture, gint64 seq, const char *name, gint64 attachment_id)
{
  g_autoptr (TcKey) key = tc_key_generate ();
  TcOperationHead head = {.id = 100 + seq, .seq = seq, .made_us = 1, .replica = 7};
  GVariantDict dict = G_VARIANT_DICT_INIT (NULL);
  g_autoptr (TcOperation) op = NULL;
  g_autoptr (GVariant) args = NULL;

  g_variant_dict_insert (&dict, "attachment_id", "x", attachment_id);
  g_variant_dict_insert (&dict, "hash", "s", "aa");
  g_variant_dict_insert (&dict, "size", "x", (gint64) 100);
  args = g_variant_ref_sink (g_variant_dict_end (&dict));
  op = tc_operation_new (name, 1, &head, args, key);
  tc_database_execute (fixture->db, "INSERT INTO pending (seq, bytes, signature) VALUES (?, ?, ?)",
                       "iyb", seq, op->bytes, op->signature.bytes, (gsize) TC_SIGNATURE_SIZE);
}

/* A stop after the operation was kept and before its row knew: the outbox tells. */
static void
test_found_in_outbox (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) list = NULL;

  add (fixture, 1, "aa");
  add (fixture, 2, "bb");
  put_pending (fixture, 1, "incident.attach", 1);
  put_pending (fixture, 2, "incident.comment", 2);
  reopen (fixture);
  list = tc_upload_queue_list (fixture->db);
  g_assert_false (((TcUpload *) list->pdata[0])->attached);
  g_assert_true (((TcUpload *) list->pdata[1])->attached);
  tc_database_execute (fixture->db, "DELETE FROM pending", NULL);
  g_clear_pointer (&list, g_ptr_array_unref);
  reopen (fixture);
  list = tc_upload_queue_list (fixture->db);
  g_assert_true (((TcUpload *) list->pdata[1])->attached);
}

/* What nobody wants goes, but for what was attached all the same. */
static void
test_given_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TcUpload) first = NULL, second = NULL;

  add (fixture, 1, "aa");
  add (fixture, 2, "bb");
  put_pending (fixture, 1, "incident.attach", 1);
  second = tc_upload_queue_find (fixture->db, 2);
  g_assert_cmpint (second->id, ==, 2);
  g_assert_cmpstr (second->hash, ==, "bb");
  g_assert_cmpint (second->size, ==, 100);
  tc_upload_queue_give_up (fixture->db, 1);
  tc_upload_queue_give_up (fixture->db, 2);
  g_assert_null (tc_upload_queue_find (fixture->db, 2));
  first = tc_upload_queue_find (fixture->db, 1);
  g_assert_cmpstr (first->hash, ==, "aa");
  g_assert_cmpuint (count (fixture), ==, 1);
}

/* What the server confirmed can be offered again. */
static void
test_confirmed (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) list = NULL;

  put_pending (fixture, 1, "incident.attach", 1);
  put_pending (fixture, 2, "incident.comment", 2);
  tc_database_execute (fixture->db,
                       "INSERT INTO confirmed (seq, bytes, signature, made_us)"
                       " SELECT seq, bytes, signature, 1 FROM pending",
                       NULL);
  reopen (fixture);
  list = tc_upload_queue_list_confirmed (fixture->db);
  g_assert_cmpuint (list->len, ==, 1);
  g_assert_cmpstr (((TcUpload *) list->pdata[0])->hash, ==, "aa");
  g_assert_cmpint (((TcUpload *) list->pdata[0])->size, ==, 100);
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/upload-queue/list", test_list);
  ADD ("/upload-queue/done", test_done);
  ADD ("/upload-queue/twice", test_twice);
  ADD ("/upload-queue/refused", test_refused);
  ADD ("/upload-queue/found-in-outbox", test_found_in_outbox);
  ADD ("/upload-queue/given-up", test_given_up);
  ADD ("/upload-queue/confirmed", test_confirmed);
  return g_test_run ();
}
