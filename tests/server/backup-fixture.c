/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The data directory of the tests of backups; see the header.
 */
#include "backup-fixture.h"

#include "tc-hub.h"
#include "tc-id.h"
#include "tc-people-operations.h"
#include "tc-schema.h"

#include <glib/gstdio.h>
#include <string.h>

static TcIdMaker ids;

static void
random_cb (guint8 *out, gsize size, gpointer data)
{
  tc_random_bytes (out, size);
}

static gint64
make_id_cb (gint64 now_us, gpointer data)
{
  return tc_id_maker_next (&ids, now_us);
}

static char *
path_of (BackupFixture *fixture, const char *name)
{
  return g_build_filename (fixture->data, name, NULL);
}

static TcDatabase *
open_writer (BackupFixture *fixture, const char *name, const TcSchemaSet *const *sets)
{
  g_autofree char *path = path_of (fixture, name);
  g_autoptr (GError) error = NULL;
  TcDatabase *db = tc_database_open (path, TC_DATABASE_WRITER, &error);

  g_assert_no_error (error);
  g_assert_true (tc_schema_migrate (db, sets, &error));
  return db;
}

static TcDatabase *
open_state (BackupFixture *fixture)
{
  static const TcSchemaSet *const sets[] = {&tc_schema_state, &tc_schema_server, NULL};

  return open_writer (fixture, "state.db", sets);
}

gint64
backup_fixture_work (BackupFixture *fixture, guint commits)
{
  const TcHubHooks hooks = {.random = random_cb, .make_id = make_id_cb};
  g_autofree char *key_path = path_of (fixture, "server.key");
  g_autoptr (TcKey) key = tc_key_load_or_make (key_path, NULL);
  g_autoptr (TcDatabase) db = open_state (fixture);
  g_autoptr (GError) error = NULL;
  g_autoptr (TcHub) hub = tc_hub_new (db, key, &hooks, NULL, fixture->now_us, &error);
  TcPosition position;

  g_assert_no_error (error);
  g_assert_true (tc_hub_begin_epoch (hub, fixture->now_us, &error));
  for (guint i = 0; i < commits; i++) {
    gint64 id = tc_id_maker_next (&ids, fixture->now_us);
    g_autofree char *code = g_strdup_printf ("r%" G_GINT64_FORMAT, id);
    const TcRoleArgs role = {id, code, "Trực ban", "Dispatcher"};

    tc_hub_submit (hub, &tc_role_add_type, tc_args_encode (&tc_role_add_type, &role), NULL,
                   fixture->now_us, NULL, NULL);
    g_assert_true (tc_hub_flush (hub, fixture->now_us, &error));
  }
  tc_hub_get_position (hub, &position);
  return position.lsn;
}

char *
backup_fixture_attach (BackupFixture *fixture, const char *text)
{
  g_autoptr (TcDatabase) db = open_state (fixture);
  g_autofree char *files = path_of (fixture, "files");
  char *hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, text, -1);
  g_autofree char *path = tc_backup_file_path (files, hash);
  g_autofree char *folder = g_path_get_dirname (path);

  tc_database_execute (db,
                       "INSERT INTO attachment (id, scope, incident_id, event_id, hash, media_type,"
                       " size, name, kind, public, added_us) VALUES (?, 2, 1, 1, ?, 'text/plain',"
                       " ?, 'a.txt', 'original', 0, 1)",
                       "isi", tc_id_maker_next (&ids, fixture->now_us), hash,
                       (gint64) strlen (text));
  g_assert_true (tc_database_check (db, NULL));
  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  return hash;
}

void
backup_fixture_set_up (BackupFixture *fixture, gconstpointer data)
{
  static const TcSchemaSet *const sets[] = {&tc_schema_secrets, NULL};
  g_autofree char *hash = NULL;

  tc_crypto_init ();
  fixture->top = g_dir_make_tmp ("test-backup-XXXXXX", NULL);
  fixture->data = g_build_filename (fixture->top, "data", NULL);
  fixture->root = g_build_filename (fixture->top, "backups", NULL);
  fixture->now_us = g_get_real_time ();
  tc_id_maker_init (&ids, TC_REPLICA_SERVER, 0);
  g_mkdir (fixture->data, 0700);
  tc_database_close (open_writer (fixture, "secrets.db", sets));
  backup_fixture_work (fixture, 5);
  hash = backup_fixture_attach (fixture, "một bức ảnh");
}

void
backup_fixture_tear_down (BackupFixture *fixture, gconstpointer data)
{
  g_assert_true (tc_backup_remove_tree (fixture->top, NULL));
  g_free (fixture->top);
  g_free (fixture->data);
  g_free (fixture->root);
}

char *
backup_fixture_make (BackupFixture *fixture, guint keep)
{
  const TcBackupOptions options = {.data_dir = fixture->data,
                                   .root = fixture->root,
                                   .version = "1",
                                   .now_us = fixture->now_us += 1000000,
                                   .keep = keep};
  g_autoptr (GError) error = NULL;
  char *path = NULL;
  g_autoptr (TcBackupManifest) manifest = tc_backup_make (&options, NULL, &path, &error);

  g_assert_no_error (error);
  return path;
}

GPtrArray *
backup_fixture_verify (BackupFixture *fixture)
{
  g_autofree char *root = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *generation = tc_backup_find (fixture->root, &root, &error);
  GPtrArray *faults = NULL;

  g_assert_no_error (error);
  g_autoptr (TcBackupManifest)
      manifest = tc_backup_verify (root, generation, NULL, &faults, &error);
  g_assert_no_error (error);
  return faults;
}

gint64
backup_fixture_ask (BackupFixture *fixture, const char *sql)
{
  g_autofree char *path = path_of (fixture, "state.db");
  g_autoptr (TcDatabase) db = tc_database_open (path, 0, NULL);

  return tc_database_get_int (db, -1, sql, NULL);
}

void
backup_fixture_flip (const char *path, gsize at)
{
  g_autofree char *data = NULL;
  gsize size;

  g_assert_true (g_file_get_contents (path, &data, &size, NULL));
  g_assert_cmpuint (at, <, size);
  data[at] ^= 1;
  g_assert_true (g_file_set_contents (path, data, (gssize) size, NULL));
}
