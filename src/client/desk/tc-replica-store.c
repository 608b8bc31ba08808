/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The desk's files through faults of their disk; see the header.
 *
 * DESIGN: a COMMIT that failed may be on disk, and after an fsync that failed the kernel may say of
 * pages that they are written which are not. So after a fault nothing in memory counts. The outbox
 * is opened anew, which reads its WAL from the file, and its WAL is emptied: every page that is to
 * be seen is written again, into the file, and what is not to be seen is gone. Only then is it
 * looked whether an operation is there. That it can be written is proved by writing to it the
 * newest id that was given out.
 */
#include "tc-replica-store.h"

#include "tc-limits.h"
#include "tc-outbox.h"

#include <errno.h>
#include <gio/gio.h>
#include <glib/gstdio.h>

/* The WAL is moved into the file past this many pages when there is nothing to do. */
#define WAL_PAGES_IDLE 100
#define ASIDE ".broken-"
/* Of the replica as it was before the server was restored from a backup. */
#define ARCHIVE_SUFFIX ".before-restore"

struct _TcReplicaStore {
  TcReplicaStoreOptions options; /* its strings are (owned) */
  const TcKey *key;              /* (unowned): the worker's, outlives us */
  TcReplicaHooks hooks;
  gpointer data;
  TcDatabase *db;        /* (owned) (nullable): all three or none */
  TcDatabase *outbox_db; /* (owned) (nullable) */
  TcReplica *replica;    /* (owned) (nullable) */
  TcExecutionMark *mark; /* (owned) (nullable): from the first opening on */
  gboolean faulty;       /* a fault is to be mended */
  gboolean full;         /* it was that no room is left */
  gboolean corrupt;      /* it was of the replica, which is no sound database */
  guint replica_faults;  /* of the replica alone, since it was last stable */
  gint64 delay_us;       /* before the attempt after the next; 0: the last was long ago */
  gint64 next_us;
  gint64 opened_us;
  gboolean renewed;
};

TcReplicaStore *
tc_replica_store_new (const TcReplicaStoreOptions *options, const TcKey *key,
                      const TcReplicaHooks *hooks, gpointer data)
{
  TcReplicaStore *self = g_new0 (TcReplicaStore, 1);

  self->options = *options;
  self->options.replica_path = g_strdup (options->replica_path);
  self->options.outbox_path = g_strdup (options->outbox_path);
  self->options.vfs = g_strdup (options->vfs);
  if (self->options.delay_us_max == 0)
    self->options.delay_us_max = TC_STORE_DELAY_US_MAX;
  self->key = key;
  self->hooks = *hooks;
  self->data = data;
  return self;
}

static void
close_files (TcReplicaStore *self)
{
  g_clear_pointer (&self->replica, tc_replica_free);
  g_clear_pointer (&self->db, tc_database_close);
  g_clear_pointer (&self->outbox_db, tc_database_close);
}

void
tc_replica_store_free (TcReplicaStore *self)
{
  if (!self)
    return;
  close_files (self);
  g_clear_pointer (&self->mark, tc_execution_mark_close);
  g_free ((char *) self->options.replica_path);
  g_free ((char *) self->options.outbox_path);
  g_free ((char *) self->options.vfs);
  g_free (self);
}

TcReplica *
tc_replica_store_get (TcReplicaStore *self)
{
  return self->replica;
}

gint64
tc_replica_store_get_next_us (TcReplicaStore *self)
{
  return self->replica ? G_MAXINT64 : self->next_us;
}

TcExecutionMark *
tc_replica_store_get_mark (TcReplicaStore *self)
{
  return self->mark;
}

TcDatabase *
tc_replica_store_get_outbox (TcReplicaStore *self)
{
  return self->outbox_db;
}

TcDatabase *
tc_replica_store_get_database (TcReplicaStore *self)
{
  return self->replica ? self->db : NULL;
}

gboolean
tc_replica_store_is_full (TcReplicaStore *self)
{
  return self->full;
}

gboolean
tc_replica_store_take_renewed (TcReplicaStore *self)
{
  gboolean renewed = self->renewed;

  self->renewed = FALSE;
  return renewed;
}

/* Opening. */

static TcDatabase *
open_file (TcReplicaStore *self, const char *path, TcDatabaseFlags flags,
           const TcSchemaSet *const *sets, GError **error)
{
  g_autoptr (TcDatabase)
      db = tc_database_open_vfs (path, TC_DATABASE_WRITER | flags, self->options.vfs, error);

  if (!db || !tc_schema_migrate (db, sets, error))
    return NULL;
  return g_steal_pointer (&db);
}

/* Of its own before the replica, so that what is wrong with it is not laid on the replica. */
static gboolean
open_outbox (TcReplicaStore *self, gint64 last_id, GError **error)
{
  static const TcSchemaSet *const sets[] = {&tc_schema_outbox, NULL};

  self->outbox_db = open_file (self, self->options.outbox_path, TC_DATABASE_FULL, sets, error);
  if (!self->outbox_db)
    return FALSE;
  if (!self->faulty)
    return TRUE;
  if (!tc_database_empty_wal (self->outbox_db, error))
    return FALSE;
  g_autoptr (TcOutbox) outbox = tc_outbox_new (self->outbox_db, self->options.replica, error);
  return outbox && tc_outbox_mark_id (outbox, last_id, error);
}

/* Its pages move into the file first, so that a full disk has a WAL that begins anew. */
static gboolean
prove_replica (TcReplicaStore *self, gint64 last_id, GError **error)
{
  g_autofree char *sql = g_strdup_printf ("PRAGMA user_version = %d", (int) (last_id & G_MAXINT));

  tc_database_checkpoint (self->db);
  /* Nobody reads it: it is something to write. */
  tc_database_execute_script (self->db, sql);
  return tc_database_check (self->db, error);
}

/* After a power cut there may stand, past the end of the WAL, rows that this desk has lost the
 * right to since. A reader in the way has the file open from before it. */
static gboolean
clear_wal (TcReplicaStore *self, GError **error)
{
  g_autoptr (GError) local = NULL;

  if (tc_database_empty_wal (self->db, &local) || g_error_matches (local, TC_ERROR, TC_ERROR_BUSY))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

/* Without it all goes on as if there were none. */
static void
open_mark (TcReplicaStore *self)
{
  g_autoptr (GError) error = NULL;

  if (!self->mark)
    self->mark = tc_execution_mark_open (self->db, FALSE, &error);
  if (error)
    g_warning ("what is carried out could not be marked: %s", error->message);
}

static gboolean
open_replica (TcReplicaStore *self, gint64 last_id, GError **error)
{
  static const TcSchemaSet *const sets[] = {&tc_schema_state, &tc_schema_desk, NULL};

  self->db = open_file (self, self->options.replica_path, 0, sets, error);
  if (!self->db || (self->faulty && !prove_replica (self, last_id, error)) ||
      !clear_wal (self, error))
    return FALSE;
  open_mark (self);
  self->replica = tc_replica_new (self->db, self->outbox_db, self->options.replica, self->key,
                                  &self->hooks, self->data, error);
  if (!self->replica)
    return FALSE;
  tc_replica_set_server_key (self->replica, &self->options.server_key);
  tc_replica_line_closed (self->replica);
  tc_replica_want (self->replica);
  return TRUE;
}

/* What was put by, and what was moved aside. */

/* Broken replicas last changed before @before_us. */
static void
remove_aside (TcReplicaStore *self, gint64 before_us)
{
  g_autofree char *folder = g_path_get_dirname (self->options.replica_path);
  g_autofree char *name = g_path_get_basename (self->options.replica_path);
  g_autofree char *prefix = g_strconcat (name, ASIDE, NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *file;

  while (dir && (file = g_dir_read_name (dir))) {
    g_autofree char *path = g_build_filename (folder, file, NULL);
    GStatBuf info;

    if (g_str_has_prefix (file, prefix) && g_stat (path, &info) == 0 &&
        (gint64) info.st_mtime * TC_US_PER_S < before_us)
      g_unlink (path);
  }
}

static char *
archive_path (TcReplicaStore *self)
{
  return g_strconcat (self->options.replica_path, ARCHIVE_SUFFIX, NULL);
}

static void
drop_archive (TcReplicaStore *self)
{
  g_autofree char *path = archive_path (self);

  if (g_unlink (path) < 0 && errno != ENOENT)
    g_warning ("%s can't be removed: %s", path, g_strerror (errno));
}

static void
remove_files (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *file;

  while (dir && (file = g_dir_read_name (dir))) {
    g_autofree char *path = g_build_filename (folder, file, NULL);

    g_unlink (path);
  }
}

static void
remove_parts (TcReplicaStore *self)
{
  g_autofree char *folder = g_path_get_dirname (self->options.replica_path);
  g_autofree char *parts = g_build_filename (folder, TC_SNAPSHOT_FOLDER, NULL);
  g_autofree char *stick = g_build_filename (parts, TC_STICK_FOLDER, NULL);

  remove_files (stick);
  remove_files (parts);
}

void
tc_replica_store_archive (TcReplicaStore *self, const TcPosition *position)
{
  g_autofree char *path = archive_path (self);
  g_autoptr (GError) error = NULL;

  drop_archive (self);
  if (!position) {
    remove_aside (self, G_MAXINT64);
    remove_parts (self);
    return;
  }
  tc_database_execute (self->db, "VACUUM INTO ?", "s", path);
  if (tc_database_check (self->db, &error))
    g_message ("the server was restored from a backup; what this desk had of it, epoch "
               "%" G_GINT64_FORMAT " up to %" G_GINT64_FORMAT ", is kept in %s",
               position->epoch, position->lsn, path);
  else
    g_warning ("what this desk had of the server's data could not be put by: %s", error->message);
}

/* They hold what people said: no longer than they may be of use. */
static void
tidy (TcReplicaStore *self, gint64 clock_us)
{
  g_autofree char *path = archive_path (self);
  gint64 before_us = clock_us - TC_OFFLINE_MAX_US;
  GStatBuf info;

  if (g_stat (path, &info) == 0 && (gint64) info.st_mtime * TC_US_PER_S < before_us)
    drop_archive (self);
  remove_aside (self, before_us);
}

/* Faults. */

static gboolean
gave (TcDatabase *db, TcError *code)
{
  return db && tc_database_get_last_fault (db, code);
}

/* Whose fault it was, by what the connections remember; before they are closed. */
static void
take_fault (TcReplicaStore *self, const GError *error)
{
  TcError code = (TcError) error->code;
  gboolean of_outbox = gave (self->outbox_db, &code) || !self->outbox_db;
  gboolean of_replica = !of_outbox && (!self->db || gave (self->db, &code));

  self->faulty = TRUE;
  self->full = code == TC_ERROR_FULL;
  self->corrupt = of_replica && code == TC_ERROR_CORRUPT;
  if (of_replica && (code == TC_ERROR_DISK || code == TC_ERROR_CORRUPT))
    self->replica_faults++;
}

void
tc_replica_store_fail (TcReplicaStore *self, const GError *error, gint64 now_us)
{
  if (self->replica && now_us - self->opened_us > TC_STORE_STABLE_US) {
    self->delay_us = 0;
    self->replica_faults = 0;
  }
  take_fault (self, error);
  close_files (self);
  self->next_us = now_us + self->delay_us;
  self->delay_us = MIN (MAX (2 * self->delay_us, TC_STORE_DELAY_US), self->options.delay_us_max);
}

/* Only the newest is kept, for whoever wants to look into it. Its index is shared memory of whoever
 * has it open, and is of no use without. */
static void
move_aside (TcReplicaStore *self, gint64 clock_us)
{
  g_autoptr (GDateTime) when = g_date_time_new_from_unix_utc (clock_us / G_USEC_PER_SEC);
  g_autofree char *stamp = g_date_time_format (when, "%Y%m%dT%H%M%SZ");
  const char *path = self->options.replica_path;
  g_autofree char *aside = g_strconcat (path, ASIDE, stamp, NULL);
  g_autofree char *wal = g_strconcat (path, "-wal", NULL);
  g_autofree char *wal_aside = g_strconcat (aside, "-wal", NULL);
  g_autofree char *shm = g_strconcat (path, "-shm", NULL);

  remove_aside (self, G_MAXINT64);
  if (g_rename (path, aside) != 0 && g_file_test (path, G_FILE_TEST_EXISTS)) {
    g_warning ("the broken replica %s can't be moved aside", path);
    return;
  }
  if (g_rename (wal, wal_aside) != 0)
    g_unlink (wal);
  g_unlink (shm);
  g_message ("the replica was broken: it is %s now, and a new one is made", aside);
  self->renewed = TRUE;
  self->corrupt = FALSE;
  self->replica_faults = 0;
}

static gboolean
has_room (TcReplicaStore *self, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (self->options.outbox_path);
  g_autoptr (GFileInfo)
      info = g_file_query_filesystem_info (file, G_FILE_ATTRIBUTE_FILESYSTEM_FREE, NULL, NULL);

  /* What can't be asked for is found out by trying. */
  if (!info || !g_file_info_has_attribute (info, G_FILE_ATTRIBUTE_FILESYSTEM_FREE) ||
      g_file_info_get_attribute_uint64 (info, G_FILE_ATTRIBUTE_FILESYSTEM_FREE) >=
          TC_STORE_ROOM_MIN)
    return TRUE;
  g_set_error (error, TC_ERROR, TC_ERROR_FULL, "opening %s again: no room is left on its disk",
               self->options.outbox_path);
  return FALSE;
}

gboolean
tc_replica_store_open (TcReplicaStore *self, gint64 now_us, gint64 clock_us, gint64 last_id,
                       GError **error)
{
  GError *local = NULL;

  g_assert (!self->replica);
  if (self->corrupt || self->replica_faults >= TC_STORE_REPLICA_FAULTS_MAX)
    move_aside (self, clock_us);
  if ((!self->full || has_room (self, &local)) && open_outbox (self, last_id, &local) &&
      open_replica (self, last_id, &local)) {
    tidy (self, clock_us);
    self->faulty = FALSE;
    self->full = FALSE;
    self->opened_us = now_us;
    return TRUE;
  }
  tc_replica_store_fail (self, local, now_us);
  g_propagate_error (error, local);
  return FALSE;
}

gboolean
tc_replica_store_examine (TcReplicaStore *self, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (TcDatabase)
      db = tc_database_open_vfs (self->options.replica_path, 0, self->options.vfs, &local);
  g_autofree char *found = db ? tc_database_dup_text (db, "PRAGMA quick_check (1)", NULL) : NULL;

  if (db && tc_database_check (db, &local) && g_strcmp0 (found, "ok") != 0)
    g_set_error (&local, TC_ERROR, TC_ERROR_CORRUPT, "looking through %s: %s",
                 self->options.replica_path, found);
  if (local)
    tc_database_fail (self->db, (TcError) local->code, local->message);
  return tc_database_check (self->db, error);
}

void
tc_replica_store_tend (TcReplicaStore *self, gboolean idle)
{
  if (!self->replica)
    return;
  if (tc_database_get_wal_pages (self->db) >
      (idle ? WAL_PAGES_IDLE : tc_replica_get_wal_pages_max (self->replica)))
    tc_database_checkpoint (self->db);
  if (idle && tc_database_get_wal_pages (self->outbox_db) > WAL_PAGES_IDLE)
    tc_database_checkpoint (self->outbox_db);
}
