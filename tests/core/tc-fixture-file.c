/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A fixture in a file; see the header.
 */
#include "tc-fixture-file.h"

#include <glib/gstdio.h>

void
tc_fixture_copy (TcDatabase *to, TcDatabase *from)
{
  sqlite3_backup *backup = sqlite3_backup_init (tc_database_get_handle (to), "main",
                                                tc_database_get_handle (from), "main");

  g_assert_nonnull (backup);
  g_assert_cmpint (sqlite3_backup_step (backup, -1), ==, SQLITE_DONE);
  g_assert_cmpint (sqlite3_backup_finish (backup), ==, SQLITE_OK);
}

void
tc_fixture_file_publish (TcFixtureFile *self)
{
  tc_fixture_copy (self->db, self->fixture->db);
}

TcFixtureFile *
tc_fixture_file_new (TcFixture *fixture)
{
  TcFixtureFile *self = g_new0 (TcFixtureFile, 1);
  g_autoptr (GError) error = NULL;

  self->fixture = fixture;
  self->dir = g_dir_make_tmp ("tc-fixture-XXXXXX", &error);
  g_assert_no_error (error);
  self->path = g_build_filename (self->dir, "room.db", NULL);
  self->db = tc_database_open (self->path, TC_DATABASE_WRITER, &error);
  g_assert_no_error (error);
  tc_fixture_file_publish (self);
  self->reader = tc_worker_new ("reader", self->path, 0, &error);
  g_assert_no_error (error);
  return self;
}

void
tc_fixture_file_free (TcFixtureFile *self)
{
  tc_worker_stop (self->reader);
  g_object_unref (self->reader);
  tc_database_close (self->db);
  for (const char *const *end = (const char *const[]){"", "-wal", "-shm", NULL}; *end; end++) {
    g_autofree char *path = g_strconcat (self->path, *end, NULL);

    g_unlink (path);
  }
  g_assert_cmpint (g_rmdir (self->dir), ==, 0);
  g_free (self->path);
  g_free (self->dir);
  g_free (self);
}
