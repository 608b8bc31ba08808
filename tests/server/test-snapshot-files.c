/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: the folder of snapshots stays within its bounds, and never by taking away what somebody was
 * just told to fetch. Method: files of gigabytes that are all hole, and time by argument.
 */
#include "remove-tree.h"
#include "tc-snapshot-files.h"
#include "tc-snapshot.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <unistd.h>

#define GIB ((off_t) 1024 * 1024 * 1024)

typedef struct {
  char *dir;
  TcServerParts parts;
  TcSnapshotFiles *files;
} Fixture;

static void
add_file (Fixture *fixture, const char *name, off_t size)
{
  g_autofree char *path = g_build_filename (fixture->dir, "snapshots", name, NULL);
  g_autofree char *list = g_strconcat (path, TC_SNAPSHOT_LIST_SUFFIX, NULL);
  int fd = g_open (path, O_CREAT | O_WRONLY | O_CLOEXEC, 0600);

  g_assert_cmpint (ftruncate (fd, size), ==, 0);
  close (fd);
  g_assert_true (g_file_set_contents (list, "list", -1, NULL));
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autofree char *folder = NULL;

  fixture->dir = g_dir_make_tmp ("test-snapshot-files-XXXXXX", NULL);
  folder = g_build_filename (fixture->dir, "snapshots", NULL);
  g_mkdir (folder, 0700);
  fixture->parts.dir = fixture->dir;
  fixture->parts.http = tc_http_server_new (NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  tc_snapshot_files_close (fixture->files);
  g_object_unref (fixture->parts.http);
  remove_tree (fixture->dir);
  g_free (fixture->dir);
}

static void
open_files (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;

  fixture->files = tc_snapshot_files_open (&fixture->parts, &error);
  g_assert_no_error (error);
}

static gboolean
stands (Fixture *fixture, const char *name)
{
  g_autofree char *path = g_build_filename (fixture->dir, "snapshots", name, NULL);
  gboolean there = g_access (path, F_OK) == 0;

  g_assert_cmpint (tc_snapshot_files_has (fixture->files, name), ==, there);
  return there;
}

/* One turn is larger than the folder may be: it stays, and the one before it goes, once nobody
 * fetches it any more. */
static void
test_large_turn (Fixture *fixture, gconstpointer data)
{
  gint64 now_us;

  add_file (fixture, "1-2-30.snap", GIB);
  add_file (fixture, "5-2-30.snap", GIB);
  add_file (fixture, "1-2-40.snap", 3 * GIB);
  add_file (fixture, "5-2-40.snap", 3 * GIB);
  open_files (fixture);
  now_us = g_get_monotonic_time ();
  tc_snapshot_files_tidy (fixture->files, now_us);
  g_assert_true (stands (fixture, "1-2-30.snap") && stands (fixture, "5-2-30.snap"));
  tc_snapshot_files_tidy (fixture->files, now_us + TC_SNAPSHOT_IN_USE_US + 1);
  g_assert_false (stands (fixture, "1-2-30.snap") || stands (fixture, "5-2-30.snap"));
  g_assert_true (stands (fixture, "1-2-40.snap") && stands (fixture, "5-2-40.snap"));
  tc_snapshot_files_tidy (fixture->files, now_us + TC_SNAPSHOT_KEPT_US + 1);
  g_assert_false (stands (fixture, "1-2-40.snap") || stands (fixture, "5-2-40.snap"));
}

/* Within the bound all stay, as long as they are kept. */
static void
test_small_turns (Fixture *fixture, gconstpointer data)
{
  gint64 now_us;

  add_file (fixture, "1-1-90.snap", GIB);
  add_file (fixture, "1-2-30.snap", GIB);
  add_file (fixture, "1-2-40.snap", GIB);
  open_files (fixture);
  now_us = g_get_monotonic_time ();
  tc_snapshot_files_tidy (fixture->files, now_us + TC_SNAPSHOT_KEPT_US / 2);
  g_assert_true (stands (fixture, "1-1-90.snap") && stands (fixture, "1-2-30.snap"));
  g_assert_true (stands (fixture, "1-2-40.snap"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/snapshot-files/large-turn", Fixture, NULL, set_up, test_large_turn, tear_down);
  g_test_add ("/snapshot-files/small-turns", Fixture, NULL, set_up, test_small_turns, tear_down);
  return g_test_run ();
}
