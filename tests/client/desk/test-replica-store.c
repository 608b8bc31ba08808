/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: whatever a desk's disk does, an operation answered as accepted is in the outbox once and
 * reaches the server once; one answered with an error never does; afterwards the desk works, its
 * sequence dense, no id given twice. Method: a desk and a hub with a line between them, the desk's
 * files on a disk that fails (fault-vfs.h) at each write, sync and truncation of a submit in turn,
 * in each way, once and until it is mended; the clock is turned by hand. After each the server's
 * log is asked. And files broken by hand.
 */
#include "fault-vfs.h"
#include "sync-world.h"
#include "tc-replica-store.h"

#include <glib/gstdio.h>
#include <string.h>

/* Attempts in vain until a lasting fault is mended, and how often is tried at most. */
#define HEAL_AFTER 3
#define TRIES_MAX 20
/* More writes than a submit makes. */
#define POINTS_MAX 200

typedef struct {
  World *world;
  WorldDesk *desk;
  TcReplicaStore *store;
  char *replica_path;
  char *outbox_path;
  gint64 now_us;
  guint made;     /* operations that were tried */
  guint accepted; /* of these */
  guint doubtful; /* accepted though the submit had given an error */
  gint64 last_id;
} Fixture;

/* Readers, as a desk has them (of the outbox: the tray): they keep the shared memory of the WALs
 * alive, so that the next writer takes what stands there for true. */
static void
open_readers (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;

  g_clear_pointer (&fixture->desk->db, tc_database_close);
  g_clear_pointer (&fixture->desk->outbox_db, tc_database_close);
  fixture->desk->db = tc_database_open (fixture->replica_path, 0, &error);
  g_assert_no_error (error);
  fixture->desk->outbox_db = tc_database_open (fixture->outbox_path, 0, &error);
  g_assert_no_error (error);
  g_assert_cmpint (
      tc_database_get_int (fixture->desk->outbox_db, -1, "SELECT count(*) FROM tray", NULL), ==, 0);
  g_assert_cmpint (
      tc_database_get_int (fixture->desk->db, -1, "SELECT count(*) FROM held_scope", NULL), >=, 0);
}

static void
make_store (Fixture *fixture)
{
  const TcReplicaStoreOptions options = {fixture->replica_path,
                                         fixture->outbox_path,
                                         fixture->desk->number,
                                         *tc_key_get_public (fixture->world->key),
                                         FAULT_VFS,
                                         0};

  fixture->store = tc_replica_store_new (&options, fixture->desk->key, &world_desk_hooks,
                                         fixture->desk);
}

static gboolean
try_open (Fixture *fixture, GError **error)
{
  WorldDesk *desk = fixture->desk;
  gint64 id = tc_id_maker_next (&desk->ids, fixture->world->now_us);

  fixture->now_us = MAX (fixture->now_us, tc_replica_store_get_next_us (fixture->store));
  if (!tc_replica_store_open (fixture->store, fixture->now_us, fixture->world->now_us, id, error))
    return FALSE;
  desk->replica = tc_replica_store_get (fixture->store);
  desk->ids.last = MAX (desk->ids.last, tc_replica_get_last_id (desk->replica));
  return TRUE;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fault_vfs_register ();
  fixture->world = world_new ();
  fixture->desk = world_add_desk (fixture->world, 1);
  world_close_desk (fixture->desk);
  fixture->replica_path = g_build_filename (fixture->world->folder, "replica-1.db", NULL);
  fixture->outbox_path = g_build_filename (fixture->world->folder, "outbox-1.db", NULL);
  make_store (fixture);
  g_assert_true (try_open (fixture, &error));
  g_assert_no_error (error);
  open_readers (fixture);
  world_connect (fixture->desk);
  world_run (fixture->world);
  world_assert_agree (fixture->world);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  fault_vfs_heal ();
  world_disconnect (fixture->desk);
  fixture->desk->replica = NULL;
  tc_replica_store_free (fixture->store);
  world_free (fixture->world);
  g_free (fixture->replica_path);
  g_free (fixture->outbox_path);
}

/* Until it is open again; a lasting fault is mended in between. */
static void
recover (Fixture *fixture, const GError *fault)
{
  world_disconnect (fixture->desk);
  fixture->desk->replica = NULL;
  tc_replica_store_fail (fixture->store, fault, fixture->now_us);
  for (guint i = 0;; i++) {
    g_autoptr (GError) error = NULL;
    gint64 before_us = fixture->now_us;

    g_assert_cmpuint (i, <, TRIES_MAX);
    if (i == HEAL_AFTER)
      fault_vfs_heal ();
    if (try_open (fixture, &error))
      break;
    g_assert_true (tc_error_is_store (error));
    g_assert_cmpint (fixture->now_us - before_us, <=, TC_STORE_DELAY_US_MAX);
    g_assert_cmpint (tc_replica_store_get_next_us (fixture->store), >=,
                     fixture->now_us + TC_STORE_DELAY_US);
  }
  if (tc_replica_store_take_renewed (fixture->store))
    open_readers (fixture);
}

/* Ends the desk's process and starts it again: what is in memory is gone. */
static void
restart (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;

  world_disconnect (fixture->desk);
  fixture->desk->replica = NULL;
  g_clear_pointer (&fixture->desk->db, tc_database_close);
  g_clear_pointer (&fixture->desk->outbox_db, tc_database_close);
  tc_replica_store_free (fixture->store);
  make_store (fixture);
  tc_id_maker_init (&fixture->desk->ids, fixture->desk->number, 0);
  g_assert_true (try_open (fixture, &error));
  open_readers (fixture);
}

static void
connect_and_run (Fixture *fixture)
{
  if (!fixture->desk->connected)
    world_connect (fixture->desk);
  world_run (fixture->world);
  g_assert_cmpint (fixture->desk->status.state, ==, TC_REPLICA_LIVE);
  world_assert_agree (fixture->world);
}

static gint64
count_logged (Fixture *fixture, gint64 id)
{
  return tc_database_get_int (fixture->world->db, -1,
                              "SELECT count(*) FROM log_operation WHERE operation_id = ?"
                              " AND refusal IS NULL",
                              "i", id);
}

/* Operations of the desk stand in the log from 1 on without a gap. */
static void
assert_dense (Fixture *fixture)
{
  g_assert_cmpint (tc_database_get_int (fixture->world->db, -1,
                                        "SELECT count(*) FROM log_operation WHERE replica = 1",
                                        NULL),
                   ==, fixture->accepted);
  g_assert_cmpint (tc_database_get_int (fixture->world->db, -1,
                                        "SELECT max (seq) FROM log_operation WHERE replica = 1",
                                        NULL),
                   ==, fixture->accepted);
}

static TcVerdict *
submit (Fixture *fixture, GError **error)
{
  g_autofree char *name = g_strdup_printf ("Lần %u", ++fixture->made);
  const TcStaffArgs args = {WORLD_STAFF, NULL, name, NULL, NULL};

  return tc_replica_submit (fixture->desk->replica, &tc_staff_change_type,
                            tc_args_encode (&tc_staff_change_type, &args), WORLD_STAFF,
                            fixture->desk->session, fixture->world->now_us, error);
}

/* One submit, with whatever is armed; answered as the worker answers. Whether the fault was met. */
static gboolean
try_submit (Fixture *fixture, gboolean connected)
{
  g_autoptr (GError) error = NULL;
  gboolean kept = TRUE;

  if (connected && !fixture->desk->connected)
    connect_and_run (fixture);
  g_autoptr (TcVerdict) verdict = submit (fixture, &error);
  gboolean met = fault_vfs_get_hits () > 0;
  gint64 id = tc_replica_get_doubt (fixture->desk->replica);
  g_assert_cmpint (id, >, fixture->last_id);
  fixture->last_id = id;
  g_assert_true (verdict || tc_error_is_store (error));
  g_assert_true (!verdict || !verdict->refusal);
  if (!verdict) {
    recover (fixture, error);
    kept = tc_replica_has_pending (fixture->desk->replica, id);
    fixture->doubtful += kept;
  }
  fault_vfs_heal ();
  /* What was answered holds after a crash. */
  if (met) {
    restart (fixture);
    g_assert_true (tc_replica_has_pending (fixture->desk->replica, id) == kept);
  }
  fixture->accepted += kept;
  connect_and_run (fixture);
  g_assert_cmpint (count_logged (fixture, id), ==, kept ? 1 : 0);
  return met;
}

typedef struct {
  const char *file;
  FaultKind kind;
  guint count;
} Sweep;

static void
sweep (Fixture *fixture, const Sweep *how)
{
  guint at = 0;

  for (gboolean met = TRUE; met; at++) {
    g_assert_cmpuint (at, <, POINTS_MAX);
    /* By turns with and without the line. */
    if (at % 2)
      world_disconnect (fixture->desk);
    fault_vfs_arm (how->file, at, how->kind, how->count);
    met = try_submit (fixture, at % 2 == 0 && fixture->desk->connected);
  }
  g_test_message ("%s, kind %d: %u points", how->file, (int) how->kind, at - 1);
  /* Each was met; the replica isn't synced by a submit. */
  g_assert_true (at > 1 || (how->kind == FAULT_SYNC && g_str_equal (how->file, "replica-1")));
  assert_dense (fixture);
}

static void
test_sweep (Fixture *fixture, gconstpointer data)
{
  static const char *const files[] = {"outbox-1", "replica-1"};
  static const guint counts[] = {1, FAULT_ALWAYS};

  for (guint file = 0; file < G_N_ELEMENTS (files); file++) {
    for (guint count = 0; count < G_N_ELEMENTS (counts); count++) {
      for (FaultKind kind = 0; kind < N_FAULT_KINDS; kind++) {
        const Sweep how = {files[file], kind, counts[count]};

        sweep (fixture, &how);
      }
    }
  }
  /* Both ways happened. */
  g_assert_cmpuint (fixture->doubtful, >, 0);
  g_assert_cmpuint (fixture->accepted, <, fixture->made);
}

/* While the files are opened again the disk fails once more, at each write of that in turn. */
static void
test_fault_while_mending (Fixture *fixture, gconstpointer data)
{
  static const char *const files[] = {"outbox-1", "replica-1"};

  for (guint file = 0; file < G_N_ELEMENTS (files); file++) {
    for (FaultKind kind = 0; kind < N_FAULT_KINDS; kind++) {
      guint at = 0;

      for (gboolean met = TRUE; met; at++) {
        g_autoptr (GError) error = NULL;

        g_assert_cmpuint (at, <, POINTS_MAX);
        /* Of the WAL, so that the next one has a sync at its very end alone. */
        g_autoptr (TcVerdict) begun = submit (fixture, &error);
        g_assert_no_error (error);
        /* With a reader its WAL is not read anew: what failed is not seen, and is to be gone. */
        gboolean seen = at % 2 == 0;
        if (seen)
          g_clear_pointer (&fixture->desk->outbox_db, tc_database_close);
        fault_vfs_arm ("outbox-1", 0, FAULT_SYNC, 1);
        g_autoptr (TcVerdict) verdict = submit (fixture, &error);
        g_assert_null (verdict);
        gint64 id = tc_replica_get_doubt (fixture->desk->replica);
        fault_vfs_arm (files[file], at, kind, 1);
        recover (fixture, error);
        met = fault_vfs_get_hits () > 0;
        fault_vfs_heal ();
        gboolean kept = tc_replica_has_pending (fixture->desk->replica, id);
        restart (fixture);
        g_assert_true (tc_replica_has_pending (fixture->desk->replica, id) == kept);
        g_assert_true (kept == seen);
        fixture->accepted += 1 + (guint) kept;
        connect_and_run (fixture);
        g_assert_cmpint (count_logged (fixture, id), ==, kept ? 1 : 0);
      }
      /* Opening again writes to both. */
      g_assert_cmpuint (at, >, 1);
    }
  }
  assert_dense (fixture);
}

/* The disk fails while the server's answer and frame are taken in. */
static void
test_receiving (Fixture *fixture, gconstpointer data)
{
  static const char *const files[] = {"outbox-1", "replica-1"};

  for (guint file = 0; file < G_N_ELEMENTS (files); file++) {
    for (FaultKind kind = 0; kind < N_FAULT_KINDS; kind++) {
      guint at = 0;

      for (gboolean met = TRUE; met; at++) {
        g_autoptr (GError) error = NULL;
        g_autoptr (GError) fault = g_error_new (TC_ERROR, TC_ERROR_DISK, "met while receiving");

        g_assert_cmpuint (at, <, POINTS_MAX);
        g_autoptr (TcVerdict) verdict = submit (fixture, &error);
        g_assert_no_error (error);
        fixture->accepted++;
        fault_vfs_arm (files[file], at, kind, 1);
        world_run (fixture->world);
        met = fault_vfs_get_hits () > 0;
        g_assert_true (met == !fixture->desk->connected);
        if (met)
          recover (fixture, fault);
        fault_vfs_heal ();
        connect_and_run (fixture);
      }
      g_assert_true (at > 1 || (kind == FAULT_SYNC && file == 1));
    }
  }
  assert_dense (fixture);
}

/* Files broken by hand. */

/* @length: at most */
static void
spoil (const char *path, gsize from, gsize length)
{
  g_autofree char *data = NULL;
  g_autoptr (GError) error = NULL;
  gsize size = 0;

  g_assert_true (g_file_get_contents (path, &data, &size, &error));
  g_assert_cmpuint (size, >, from);
  memset (data + from, 0x5a, MIN (length, size - from));
  /* In place: the file stays the one that others have open. */
  FILE *file = g_fopen (path, "r+b");
  g_assert_cmpuint (fwrite (data, 1, size, file), ==, size);
  fclose (file);
}

static guint
count_aside (Fixture *fixture)
{
  g_autoptr (GDir) dir = g_dir_open (fixture->world->folder, 0, NULL);
  guint n = 0;

  for (const char *name = g_dir_read_name (dir); name; name = g_dir_read_name (dir))
    n += g_str_has_prefix (name, "replica-1.db.broken-") && !g_str_has_suffix (name, "-wal");
  return n;
}

static void
close_all (Fixture *fixture)
{
  world_disconnect (fixture->desk);
  fixture->desk->replica = NULL;
  g_clear_pointer (&fixture->desk->db, tc_database_close);
  g_clear_pointer (&fixture->desk->outbox_db, tc_database_close);
  tc_replica_store_free (fixture->store);
  make_store (fixture);
}

/* At start; what is pending is there, and the server fills the new one. */
static void
test_corrupt_replica (Fixture *fixture, gconstpointer data)
{
  static const gsize from[] = {0, 50, 4096 * 3};

  for (guint i = 0; i < G_N_ELEMENTS (from); i++) {
    g_autoptr (GError) error = NULL;
    g_autofree char *wal = g_strconcat (fixture->replica_path, "-wal", NULL);

    world_disconnect (fixture->desk);
    g_autoptr (TcVerdict) verdict = submit (fixture, &error);
    g_assert_no_error (error);
    fixture->accepted++;
    tc_replica_store_tend (fixture->store, TRUE);
    close_all (fixture);
    g_unlink (wal);
    spoil (fixture->replica_path, from[i], G_MAXSIZE);
    for (guint tries = 0; !try_open (fixture, &error); tries++) {
      g_assert_cmpuint (tries, <, TRIES_MAX);
      g_assert_error (error, TC_ERROR, TC_ERROR_CORRUPT);
      g_clear_error (&error);
    }
    g_assert_true (tc_replica_store_take_renewed (fixture->store));
    g_assert_false (tc_replica_store_take_renewed (fixture->store));
    g_assert_cmpuint (count_aside (fixture), ==, 1);
    open_readers (fixture);
    g_assert_cmpuint (fixture->desk->status.pending, ==, 1);
    connect_and_run (fixture);
    fixture->world->now_us += TC_US_PER_S;
  }
  assert_dense (fixture);
}

/* 1 MB that the replica's WAL gets. */
static void
grow_wal (TcDatabase *db)
{
  g_autoptr (GError) error = NULL;

  tc_database_begin (db);
  tc_database_execute_script (db, "DROP TABLE IF EXISTS filler;"
                                  "CREATE TABLE filler AS SELECT randomblob (1 << 20) AS bytes");
  g_assert_true (tc_database_commit (db, &error));
  g_assert_no_error (error);
}

/* The WAL stays short enough for a disk that others share, and is moved whenever there is time. */
static void
test_wal_is_moved (Fixture *fixture, gconstpointer data)
{
  TcDatabase *db = tc_replica_store_get_database (fixture->store);
  guint grown = 0;
  int pages;

  tc_replica_store_tend (fixture->store, TRUE);
  g_assert_cmpint (tc_database_get_wal_pages (db), <=, 100);
  do {
    grow_wal (db);
    pages = tc_database_get_wal_pages (db);
    g_assert_cmpint (pages, >=, 256);
    tc_replica_store_tend (fixture->store, FALSE);
  } while (tc_database_get_wal_pages (db) > 0 && ++grown < 10);
  g_assert_cmpint (pages, >, 1000);
  g_assert_cmpint (pages, <, 1600);
  grow_wal (db);
  tc_replica_store_tend (fixture->store, FALSE);
  g_assert_cmpint (tc_database_get_wal_pages (db), >=, 256);
  tc_replica_store_tend (fixture->store, TRUE);
  g_assert_cmpint (tc_database_get_wal_pages (db), ==, 0);
}

/* What a reader finds is found by looking through, too. */
static void
test_examine (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *wal = g_strconcat (fixture->replica_path, "-wal", NULL);

  g_assert_true (tc_replica_store_examine (fixture->store, &error));
  g_assert_no_error (error);
  /* A page that is not read when it is opened. */
  gint64 page = tc_database_get_int (
      fixture->desk->db, 0, "SELECT rootpage FROM sqlite_schema WHERE name = 'staff'", NULL);
  gsize size = (gsize) tc_database_get_int (fixture->desk->db, 0, "PRAGMA page_size", NULL);
  world_disconnect (fixture->desk);
  tc_replica_store_tend (fixture->store, TRUE);
  close_all (fixture);
  g_unlink (wal);
  spoil (fixture->replica_path, (gsize) (page - 1) * size, size);
  g_assert_true (try_open (fixture, &error));
  g_assert_false (tc_replica_store_examine (fixture->store, &error));
  g_assert_error (error, TC_ERROR, TC_ERROR_CORRUPT);
  recover (fixture, error);
  g_assert_cmpuint (count_aside (fixture), ==, 1);
  connect_and_run (fixture);
}

/* It can't be opened though the outbox can: given up after some attempts, not at once. */
static void
test_unopenable_replica (Fixture *fixture, gconstpointer data)
{
  g_autofree char *wal = g_strconcat (fixture->replica_path, "-wal", NULL);
  guint tries = 0;
  g_autoptr (GError) error = NULL;

  close_all (fixture);
  g_unlink (fixture->replica_path);
  g_unlink (wal);
  g_assert_cmpint (g_mkdir (fixture->replica_path, 0700), ==, 0);
  for (; !try_open (fixture, &error); tries++) {
    g_assert_error (error, TC_ERROR, TC_ERROR_DISK);
    g_clear_error (&error);
    g_assert_cmpuint (tries, <, TRIES_MAX);
  }
  g_assert_cmpuint (tries, ==, TC_STORE_REPLICA_FAULTS_MAX);
  open_readers (fixture);
  connect_and_run (fixture);
  g_autoptr (GDir) dir = g_dir_open (fixture->world->folder, 0, NULL);
  for (const char *name = g_dir_read_name (dir); name; name = g_dir_read_name (dir)) {
    g_autofree char *path = g_build_filename (fixture->world->folder, name, NULL);
    if (g_file_test (path, G_FILE_TEST_IS_DIR))
      g_rmdir (path);
  }
}

/* An outbox is never touched: it is waited for, and nothing is laid on the replica. */
static void
test_corrupt_outbox (Fixture *fixture, gconstpointer data)
{
  g_autofree char *kept = NULL, *after = NULL;
  g_autofree char *wal = g_strconcat (fixture->outbox_path, "-wal", NULL);
  gsize kept_size, after_size;
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) fault = g_error_new (TC_ERROR, TC_ERROR_STORE, "to empty the WAL");

  world_disconnect (fixture->desk);
  g_autoptr (TcVerdict) verdict = submit (fixture, &error);
  recover (fixture, fault);
  close_all (fixture);
  g_assert_true (g_file_get_contents (fixture->outbox_path, &kept, &kept_size, NULL));
  g_unlink (wal);
  spoil (fixture->outbox_path, 0, G_MAXSIZE);
  for (guint i = 0; i < TRIES_MAX; i++) {
    g_assert_false (try_open (fixture, &error));
    g_assert_error (error, TC_ERROR, TC_ERROR_CORRUPT);
    g_clear_error (&error);
  }
  g_assert_cmpuint (count_aside (fixture), ==, 0);
  g_assert_true (g_file_get_contents (fixture->outbox_path, &after, &after_size, NULL));
  g_assert_cmpuint (after_size, ==, kept_size);
  g_assert_true (after[0] == 0x5a && after[after_size - 1] == 0x5a);
  /* Somebody puts it back. */
  g_assert_true (g_file_set_contents (fixture->outbox_path, kept, (gssize) kept_size, NULL));
  g_assert_true (try_open (fixture, &error));
  open_readers (fixture);
  g_assert_cmpuint (fixture->desk->status.pending, ==, 1);
  fixture->accepted++;
  connect_and_run (fixture);
  assert_dense (fixture);
}

/* At once, then after 1, 2, 4, 8, 15, 15 s; at once again when it was fine for a while. */
static void
test_delays (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) fault = g_error_new (TC_ERROR, TC_ERROR_DISK, "a fault");
  static const gint64 waits_s[] = {0, 1, 2, 4, 8, 15, 15, 0};

  world_disconnect (fixture->desk);
  fixture->desk->replica = NULL;
  fixture->now_us += 2 * TC_STORE_STABLE_US;
  for (guint i = 0; i < G_N_ELEMENTS (waits_s); i++) {
    g_assert_cmpint (tc_replica_store_get_next_us (fixture->store), ==, G_MAXINT64);
    if (i == G_N_ELEMENTS (waits_s) - 1)
      fixture->now_us += 2 * TC_STORE_STABLE_US;
    tc_replica_store_fail (fixture->store, fault, fixture->now_us);
    g_assert_cmpint (tc_replica_store_get_next_us (fixture->store) - fixture->now_us, ==,
                     waits_s[i] * TC_US_PER_S);
    g_assert_true (try_open (fixture, NULL));
    fixture->desk->replica = NULL;
  }
}

/* With a right that is lost goes what was fetched and not loaded, and every replica put by. */
static void
test_parts_wiped (Fixture *fixture, gconstpointer data)
{
  g_autofree char *folder = g_build_filename (fixture->world->folder, TC_SNAPSHOT_FOLDER, NULL);
  g_autofree char *part = g_build_filename (folder, "3-1-7.snap.2", NULL);

  g_autofree char *stick = g_build_filename (folder, TC_STICK_FOLDER, NULL);
  g_autofree char *taken = g_build_filename (stick, "3-1-7.snap", NULL);
  static const char *const suffixes[] = {".before-restore", ".broken-20261129T010203Z",
                                         ".broken-20261129T010203Z-wal"};

  g_assert_cmpint (g_mkdir_with_parents (stick, 0700), ==, 0);
  g_assert_true (g_file_set_contents (part, "x", 1, NULL));
  g_assert_true (g_file_set_contents (taken, "x", 1, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++) {
    g_autofree char *put_by = g_strconcat (fixture->replica_path, suffixes[i], NULL);
    g_assert_true (g_file_set_contents (put_by, "x", 1, NULL));
  }
  tc_replica_store_archive (fixture->store, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++) {
    g_autofree char *put_by = g_strconcat (fixture->replica_path, suffixes[i], NULL);
    g_assert_false (g_file_test (put_by, G_FILE_TEST_EXISTS));
  }
  g_assert_true (g_file_test (fixture->replica_path, G_FILE_TEST_EXISTS));
  g_assert_false (g_file_test (part, G_FILE_TEST_EXISTS));
  g_assert_false (g_file_test (taken, G_FILE_TEST_EXISTS));
  g_rmdir (stick);
  g_rmdir (folder);
}

#define ADD(name, func) g_test_add ("/replica-store/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("sweep", test_sweep);
  ADD ("fault-while-mending", test_fault_while_mending);
  ADD ("receiving", test_receiving);
  ADD ("corrupt-replica", test_corrupt_replica);
  ADD ("wal-is-moved", test_wal_is_moved);
  ADD ("examine", test_examine);
  ADD ("unopenable-replica", test_unopenable_replica);
  ADD ("corrupt-outbox", test_corrupt_outbox);
  ADD ("delays", test_delays);
  ADD ("parts-wiped", test_parts_wiped);
  return g_test_run ();
}
