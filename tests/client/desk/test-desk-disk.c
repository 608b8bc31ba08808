/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: a desk whose disk fails says so, keeps what it answered for, gives every question an
 * answer, and goes on by itself once the disk does. Method: a real desk on files of a desk of the
 * hub's tests, without a server; its disk is full by the limit on the size of files, and on a file
 * system of its own where the system lets us mount one; files are broken by hand under it.
 */
#define _GNU_SOURCE /* unshare() */
#include "tc-desk-private.h"

#include "enrolled-desk.h"
#include "remove-tree.h"
#include "sync-world.h"
#include "wait-limit.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/resource.h>

/* No database of ours is as small. */
#define SMALL_BYTES 1024
#define DISK_OPTIONS "size=16m"

typedef struct {
  char *folder;
  TcDesk *desk;
  guint accepted; /* operations answered as kept */
  guint refused;  /* answered with an error */
  GError *error;  /* (nullable): of the newest of these */
  guint answers;
  gint64 act; /* that is being told; 0 */
  guint kept; /* told as kept, before that was answered; or in doubt */
  gint64 last_id;
  GArray *disks; /* (element-type TcDiskState): as they were told */
} Fixture;

static char *
path_of (Fixture *fixture, const char *name)
{
  return g_build_filename (fixture->folder, name, NULL);
}

static void
disk_cb (TcDesk *desk, GParamSpec *pspec, Fixture *fixture)
{
  TcDiskState disk = tc_desk_get_disk (desk);

  g_array_append_val (fixture->disks, disk);
}

static void
act_answered_cb (TcDesk *desk, gint64 act, gboolean kept, Fixture *fixture)
{
  g_assert_cmpint (fixture->act, ==, 0);
  fixture->act = act;
  fixture->kept += kept;
}

static void
act_told_cb (TcDesk *desk, gint64 act, Fixture *fixture)
{
  g_assert_cmpint (fixture->act, ==, act);
  fixture->act = 0;
}

static void
open_desk (Fixture *fixture)
{
  fixture->desk = enrolled_desk_open (fixture->folder);
  g_signal_connect (fixture->desk, "notify::disk", G_CALLBACK (disk_cb), fixture);
  g_signal_connect (fixture->desk, "act-answered", G_CALLBACK (act_answered_cb), fixture);
  g_signal_connect (fixture->desk, "act-told", G_CALLBACK (act_told_cb), fixture);
  tc_desk_start (fixture->desk);
  fixture->desk->person_id = WORLD_STAFF;
  fixture->desk->session_id = 5001;
}

static void
close_desk (Fixture *fixture)
{
  g_clear_pointer (&fixture->desk, enrolled_desk_close);
}

static void
set_up_in (Fixture *fixture, char *folder)
{
  fixture->folder = folder;
  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  fixture->disks = g_array_new (FALSE, FALSE, sizeof (TcDiskState));
  enrolled_desk_make (folder, 1);
  world_leave_desk (folder);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  set_up_in (fixture, g_dir_make_tmp ("tc-desk-disk-XXXXXX", NULL));
  open_desk (fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  close_desk (fixture);
  remove_tree (fixture->folder);
  g_free (fixture->folder);
  g_clear_error (&fixture->error);
  g_array_unref (fixture->disks);
}

#define WAIT_FOR(condition)                                                                        \
  G_STMT_START                                                                                     \
  {                                                                                                \
    gint64 until_us = g_get_monotonic_time () + WAIT_S * G_USEC_PER_SEC;                           \
    while (!(condition)) {                                                                         \
      g_assert_cmpint (g_get_monotonic_time (), <, until_us);                                      \
      g_main_context_iteration (NULL, FALSE);                                                      \
      g_usleep (1000);                                                                             \
    }                                                                                              \
  }                                                                                                \
  G_STMT_END

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Fixture *fixture = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TcVerdict)
      verdict = tc_operation_sink_submit_finish (TC_OPERATION_SINK (source), result, &error);

  fixture->answers++;
  fixture->kept -= g_error_matches (error, TC_ERROR, TC_ERROR_UNKNOWN);
  g_assert_true (!verdict || !verdict->refusal);
  fixture->accepted += verdict != NULL;
  fixture->refused += verdict == NULL;
  g_assert_cmpint (fixture->act, !=, 0);
  g_assert_cmpuint (fixture->kept, ==, fixture->accepted);
  if (error) {
    g_clear_error (&fixture->error);
    fixture->error = g_steal_pointer (&error);
  }
}

static void
submit (Fixture *fixture, const char *name)
{
  const TcStaffArgs args = {WORLD_STAFF, NULL, name, NULL, NULL};
  gint64 id = tc_operation_sink_make_id (TC_OPERATION_SINK (fixture->desk));

  g_assert_cmpint (id, >, fixture->last_id);
  fixture->last_id = id;
  tc_operation_sink_submit_async (TC_OPERATION_SINK (fixture->desk), &tc_staff_change_type, &args,
                                  NULL, answered_cb, fixture);
}

static void
submit_and_wait (Fixture *fixture, const char *name)
{
  guint answers = fixture->answers;

  submit (fixture, name);
  WAIT_FOR (fixture->answers > answers);
}

/* What was answered as kept stands in the outbox, and nothing else; ids go forward with it. */
static void
assert_kept (Fixture *fixture)
{
  g_autofree char *path = path_of (fixture, "outbox.db");
  g_autoptr (TcDatabase) db = tc_database_open (path, 0, NULL);
  g_autoptr (TcQuery) query = tc_database_query (
      db, "SELECT seq, bytes, signature FROM pending ORDER BY seq", NULL);
  gint64 seq = 0;
  gint64 id = 0;

  while (tc_query_next (query)) {
    g_autoptr (GBytes) bytes = tc_query_dup_blob (query, 1);
    TcSignature signature = {{0}};
    g_autoptr (TcOperation) op = tc_operation_parse (bytes, &signature, NULL);

    g_assert_cmpint (tc_query_int (query, 0), ==, ++seq);
    g_assert_cmpint (op->head.id, >, id);
    id = op->head.id;
  }
  g_assert_cmpint (seq, ==, fixture->accepted);
  g_assert_cmpint (tc_database_get_int (db, 0, "SELECT last_id >= ? FROM identity", "i", id), ==,
                   1);
  WAIT_FOR (tc_desk_get_pending (fixture->desk) == fixture->accepted);
}

static gpointer
read_name (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  return tc_database_dup_text (db, "SELECT name FROM staff WHERE id = ?", "i",
                               (gint64) WORLD_STAFF);
}

typedef struct {
  char *name;    /* (owned) (nullable) */
  GError *error; /* (owned) (nullable) */
  gboolean done;
} Reading;

static void
read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Reading *reading = data;

  reading->name = tc_worker_run_finish (TC_WORKER (source), result, &reading->error);
  reading->done = TRUE;
}

/* A reader of the desk reads this name; NULL: nobody there, or @error. */
static char *
read_through (Fixture *fixture, TcWorker *reader, GError **error)
{
  Reading reading = {0};

  tc_worker_run_async (reader, read_name, NULL, NULL, g_free, NULL, read_cb, &reading);
  WAIT_FOR (reading.done);
  if (reading.error)
    g_propagate_error (error, reading.error);
  return reading.name;
}

static void
assert_read (Fixture *fixture, const char *name)
{
  TcWorker *const readers[] = {tc_desk_get_reader (fixture->desk),
                               tc_desk_get_side_reader (fixture->desk)};

  g_assert_true (readers[0] != readers[1]);
  for (guint i = 0; i < G_N_ELEMENTS (readers); i++) {
    g_autoptr (GError) error = NULL;
    g_autofree char *found = read_through (fixture, readers[i], &error);
    g_assert_no_error (error);
    g_assert_cmpstr (found, ==, name);
  }
}

static void
limit_files (rlim_t bytes)
{
  struct rlimit limit;

  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  limit.rlim_cur = MIN (bytes, limit.rlim_max);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
}

/* What holds for every disk that was full for a while; @again makes it one that is not. */
static void
go_through_full (Fixture *fixture, void (*fill) (Fixture *), void (*again) (Fixture *))
{
  guint answers;

  submit_and_wait (fixture, "Trước");
  g_assert_cmpuint (fixture->accepted, ==, 1);
  g_assert_nonnull (fixture->desk->line);
  fill (fixture);
  /* By and by nothing fits any more. */
  answers = fixture->answers;
  for (guint i = 0; tc_desk_get_disk (fixture->desk) < TC_DISK_FULL && i < 1000; i++) {
    submit (fixture, "Khi đầy");
    WAIT_FOR (fixture->answers == answers + i + 1 ||
              tc_desk_get_disk (fixture->desk) == TC_DISK_FULL);
  }
  WAIT_FOR (tc_desk_get_disk (fixture->desk) == TC_DISK_FULL);
  g_assert_null (fixture->desk->line);
  g_assert_cmpint (tc_desk_get_state (fixture->desk), ==, TC_DESK_OFFLINE);
  /* Whoever asks now hears that it can't be; what was there is still to be read. */
  submit_and_wait (fixture, "Lúc hỏng");
  g_assert_error (fixture->error, TC_ERROR, TC_ERROR_FULL);
  g_autofree char *name = read_through (fixture, tc_desk_get_reader (fixture->desk), NULL);
  g_assert_nonnull (name);
  again (fixture);
  WAIT_FOR (tc_desk_get_disk (fixture->desk) < TC_DISK_FULL);
  g_assert_nonnull (fixture->desk->line);
  submit_and_wait (fixture, "Sau");
  assert_kept (fixture);
  assert_read (fixture, "Sau");
  /* And after a new start. */
  close_desk (fixture);
  open_desk (fixture);
  assert_kept (fixture);
  submit_and_wait (fixture, "Hôm sau");
  assert_kept (fixture);
}

static void
fill_by_limit (Fixture *fixture)
{
  limit_files (SMALL_BYTES);
}

static void
again_by_limit (Fixture *fixture)
{
  limit_files (RLIM_INFINITY);
}

static void
test_limit (Fixture *fixture, gconstpointer data)
{
  go_through_full (fixture, fill_by_limit, again_by_limit);
  g_assert_cmpint (g_array_index (fixture->disks, TcDiskState, 0), ==, TC_DISK_FULL);
}

/* Stopped while it can't be known: that is what is said. */
static void
test_stopped_in_doubt (Fixture *fixture, gconstpointer data)
{
  gboolean again = FALSE;
  guint tries = 0;

  do {
    if (tries > 0)
      open_desk (fixture);
    limit_files (SMALL_BYTES);
    submit (fixture, "Không rõ");
    WAIT_FOR (tc_desk_get_disk (fixture->desk) == TC_DISK_FULL);
    close_desk (fixture);
    limit_files (RLIM_INFINITY);
    g_assert_cmpuint (fixture->answers, ==, ++tries);
    /* Known before it was asked, where the desk wrote something of its own first; or closed before
     * it was come to. */
    again = g_error_matches (fixture->error, TC_ERROR, TC_ERROR_FULL) ||
            g_error_matches (fixture->error, TC_ERROR, TC_ERROR_BUSY);
  } while (again && tries < 20);
  g_assert_error (fixture->error, TC_ERROR, TC_ERROR_UNKNOWN);
  open_desk (fixture);
  submit_and_wait (fixture, "Sau");
  assert_kept (fixture);
}

/* A file system of its own. */

static gboolean
may_mount (void)
{
  return unshare (CLONE_NEWNS) == 0 && mount (NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0;
}

static gboolean mounts;

static void
fill_disk (Fixture *fixture)
{
  g_autofree char *path = path_of (fixture, "ballast");
  static char block[4096];
  FILE *file = g_fopen (path, "w");

  while (fwrite (block, 1, sizeof block, file) == sizeof block && fflush (file) == 0)
    ;
  g_assert_cmpint (errno, ==, ENOSPC);
  fclose (file);
}

static void
empty_disk (Fixture *fixture)
{
  g_autofree char *path = path_of (fixture, "ballast");

  g_assert_cmpint (g_unlink (path), ==, 0);
}

static void
test_file_system (void)
{
  Fixture fixture = {0};
  g_autofree char *folder = g_dir_make_tmp ("tc-desk-disk-XXXXXX", NULL);

  if (!mounts || mount ("tmpfs", folder, "tmpfs", 0, DISK_OPTIONS) != 0) {
    g_rmdir (folder);
    g_test_skip ("the system lets us mount nothing");
    return;
  }
  set_up_in (&fixture, g_build_filename (folder, "desk", NULL));
  open_desk (&fixture);
  /* So little is worth a warning from the first. */
  WAIT_FOR (tc_desk_get_disk (fixture.desk) == TC_DISK_LOW);
  go_through_full (&fixture, fill_disk, empty_disk);
  tear_down (&fixture, NULL);
  g_assert_cmpint (umount (folder), ==, 0);
  g_rmdir (folder);
}

/* Broken files. */

static void
spoil_page (Fixture *fixture, const char *table)
{
  g_autofree char *path = path_of (fixture, "replica.db");
  g_autoptr (TcDatabase) db = tc_database_open (path, 0, NULL);
  gint64 page = tc_database_get_int (db, 0, "SELECT rootpage FROM sqlite_schema WHERE name = ?",
                                     "s", table);
  gsize size = (gsize) tc_database_get_int (db, 0, "PRAGMA page_size", NULL);
  g_autofree char *garbage = g_malloc (size);

  memset (garbage, 0x5a, size);
  FILE *file = g_fopen (path, "r+b");
  g_assert_cmpint (fseek (file, (long) ((page - 1) * (gint64) size), SEEK_SET), ==, 0);
  g_assert_cmpuint (fwrite (garbage, 1, size, file), ==, size);
  fclose (file);
}

static guint
count_aside (Fixture *fixture)
{
  g_autoptr (GDir) dir = g_dir_open (fixture->folder, 0, NULL);
  guint n = 0;

  for (const char *name = g_dir_read_name (dir); name; name = g_dir_read_name (dir))
    n += g_str_has_prefix (name, "replica.db.broken-") && !strstr (name, "-wal");
  return n;
}

/* A reader meets a broken page: the replica goes, what was typed stays, reading goes on. */
static void
test_broken_page (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  spoil_page (fixture, "staff");
  /* None of it is in its memory. */
  tc_worker_reopen (tc_desk_get_reader (fixture->desk));
  g_assert_null (read_through (fixture, tc_desk_get_reader (fixture->desk), &error));
  g_assert_error (error, TC_ERROR, TC_ERROR_CORRUPT);
  WAIT_FOR (tc_desk_get_disk (fixture->desk) == TC_DISK_RENEWING);
  g_assert_cmpuint (count_aside (fixture), ==, 1);
  assert_read (fixture, NULL);
  g_assert_nonnull (fixture->desk->line);
  tc_desk_disk_renewed (fixture->desk);
  g_assert_cmpint (tc_desk_get_disk (fixture->desk), <, TC_DISK_RENEWING);
}

/* From the start. */
static void
test_broken_replica (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = path_of (fixture, "replica.db");

  submit_and_wait (fixture, "Trước");
  close_desk (fixture);
  g_assert_true (g_file_set_contents (path, "gone", -1, NULL));
  open_desk (fixture);
  WAIT_FOR (tc_desk_get_disk (fixture->desk) == TC_DISK_RENEWING);
  g_assert_cmpuint (count_aside (fixture), ==, 1);
  assert_read (fixture, NULL);
  assert_kept (fixture);
}

/* The outbox can't be opened at first: the desk is there, and says so. */
static void
test_no_outbox (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = path_of (fixture, "outbox.db");
  g_autofree char *away = path_of (fixture, "outbox.away");
  static const char *const rest[] = {"outbox.db-wal", "outbox.db-shm"};

  close_desk (fixture);
  for (guint i = 0; i < G_N_ELEMENTS (rest); i++) {
    g_autofree char *file = path_of (fixture, rest[i]);
    g_unlink (file);
  }
  g_assert_cmpint (g_rename (path, away), ==, 0);
  g_assert_cmpint (g_mkdir (path, 0700), ==, 0);
  open_desk (fixture);
  WAIT_FOR (tc_desk_get_disk (fixture->desk) == TC_DISK_FAULTY);
  submit_and_wait (fixture, "Lúc hỏng");
  g_assert_error (fixture->error, TC_ERROR, TC_ERROR_DISK);
  g_assert_cmpuint (count_aside (fixture), ==, 0);
  g_assert_cmpint (g_rmdir (path), ==, 0);
  g_assert_cmpint (g_rename (away, path), ==, 0);
  WAIT_FOR (tc_desk_get_disk (fixture->desk) < TC_DISK_RENEWING);
  submit_and_wait (fixture, "Sau");
  assert_kept (fixture);
  assert_read (fixture, "Sau");
}

#define ADD(name, func) g_test_add ("/desk-disk/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char *argv[])
{
  /* Before any thread is there. */
  mounts = may_mount ();
  signal (SIGXFSZ, SIG_IGN);
  g_test_init (&argc, &argv, NULL);
  g_log_set_always_fatal (G_LOG_FATAL_MASK);
  ADD ("limit", test_limit);
  ADD ("stopped-in-doubt", test_stopped_in_doubt);
  g_test_add_func ("/desk-disk/file-system", test_file_system);
  ADD ("broken-page", test_broken_page);
  ADD ("broken-replica", test_broken_replica);
  ADD ("no-outbox", test_no_outbox);
  return g_test_run ();
}
