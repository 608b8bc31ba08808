/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The WAL's buffer; see the header. A WAL's file is a small record before the real one; every other
 * file is the real one.
 */
#include "tc-wal-buffer.h"

#include <glib.h>
#include <sqlite3.h>
#include <string.h>

/* A small commit is a dozen pages. */
#define BUFFER_BYTES (64 * 1024)

typedef struct {
  sqlite3_file base;
  sqlite3_file *real; /* behind this record, in the same allocation */
  guint8 *bytes;      /* (owned) (nullable): BUFFER_BYTES */
  int size;           /* of what waits */
  sqlite3_int64 at;   /* where it goes */
} WalFile;

/* What fails is forgotten, as a write that failed. */
static int
write_out (WalFile *file)
{
  int size = file->size;

  file->size = 0;
  return size > 0 ? file->real->pMethods->xWrite (file->real, file->bytes, size, file->at)
                  : SQLITE_OK;
}

/* When something else was asked for than to write: SQLite takes the whole transaction back for this
 * code, not for that of a full disk, which it expects of a write alone. */
static int
write_out_first (WalFile *file)
{
  return write_out (file) == SQLITE_OK ? SQLITE_OK : SQLITE_IOERR_WRITE;
}

static int
file_close (sqlite3_file *base)
{
  WalFile *file = (WalFile *) (void *) base;

  /* What waits belongs to no commit, and what is there now may be another's. */
  file->size = 0;
  g_clear_pointer (&file->bytes, g_free);
  return file->real->pMethods->xClose (file->real);
}

static int
file_read (sqlite3_file *base, void *out, int size, sqlite3_int64 at)
{
  WalFile *file = (WalFile *) (void *) base;
  int result = write_out_first (file);

  return result == SQLITE_OK ? file->real->pMethods->xRead (file->real, out, size, at) : result;
}

static int
file_write (sqlite3_file *base, const void *data, int size, sqlite3_int64 at)
{
  WalFile *file = (WalFile *) (void *) base;
  int result = SQLITE_OK;

  if (at != file->at + file->size || size > BUFFER_BYTES - file->size)
    result = write_out (file);
  if (result != SQLITE_OK || size > BUFFER_BYTES)
    return result != SQLITE_OK ? result : file->real->pMethods->xWrite (file->real, data, size, at);
  if (!file->bytes)
    file->bytes = g_malloc (BUFFER_BYTES);
  if (file->size == 0)
    file->at = at;
  memcpy (file->bytes + file->size, data, (gsize) size);
  file->size += size;
  return SQLITE_OK;
}

static int
file_truncate (sqlite3_file *base, sqlite3_int64 size)
{
  WalFile *file = (WalFile *) (void *) base;
  int result = write_out_first (file);

  return result == SQLITE_OK ? file->real->pMethods->xTruncate (file->real, size) : result;
}

static int
file_sync (sqlite3_file *base, int flags)
{
  WalFile *file = (WalFile *) (void *) base;
  int result = write_out (file);

  return result == SQLITE_OK ? file->real->pMethods->xSync (file->real, flags) : result;
}

static int
file_size (sqlite3_file *base, sqlite3_int64 *size)
{
  WalFile *file = (WalFile *) (void *) base;
  int result = write_out_first (file);

  return result == SQLITE_OK ? file->real->pMethods->xFileSize (file->real, size) : result;
}

#define REAL(base) (((WalFile *) (void *) (base))->real)

static int
file_lock (sqlite3_file *base, int level)
{
  return REAL (base)->pMethods->xLock (REAL (base), level);
}

static int
file_unlock (sqlite3_file *base, int level)
{
  return REAL (base)->pMethods->xUnlock (REAL (base), level);
}

static int
file_check_lock (sqlite3_file *base, int *reserved)
{
  return REAL (base)->pMethods->xCheckReservedLock (REAL (base), reserved);
}

static int
file_control (sqlite3_file *base, int op, void *data)
{
  return REAL (base)->pMethods->xFileControl (REAL (base), op, data);
}

static int
file_sector (sqlite3_file *base)
{
  return REAL (base)->pMethods->xSectorSize (REAL (base));
}

static int
file_traits (sqlite3_file *base)
{
  return REAL (base)->pMethods->xDeviceCharacteristics (REAL (base));
}

/* Version 1: a WAL has neither shared memory nor a mapping. */
static const sqlite3_io_methods methods = {
    .iVersion = 1,
    .xClose = file_close,
    .xRead = file_read,
    .xWrite = file_write,
    .xTruncate = file_truncate,
    .xSync = file_sync,
    .xFileSize = file_size,
    .xLock = file_lock,
    .xUnlock = file_unlock,
    .xCheckReservedLock = file_check_lock,
    .xFileControl = file_control,
    .xSectorSize = file_sector,
    .xDeviceCharacteristics = file_traits,
};

static int
vfs_open (sqlite3_vfs *vfs, const char *name, sqlite3_file *out, int flags, int *out_flags)
{
  sqlite3_vfs *real = vfs->pAppData;
  WalFile *file = (WalFile *) (void *) out;

  if (!(flags & SQLITE_OPEN_WAL))
    return real->xOpen (real, name, out, flags, out_flags);
  *file = (WalFile){.real = (sqlite3_file *) (void *) (file + 1)};
  int result = real->xOpen (real, name, file->real, flags, out_flags);
  if (file->real->pMethods)
    file->base.pMethods = &methods;
  return result;
}

static sqlite3_vfs *
make (sqlite3_vfs *real)
{
  sqlite3_vfs *vfs = g_memdup2 (real, sizeof *real);

  vfs->zName = g_strconcat ("wal-buffer-", real->zName, NULL);
  vfs->pAppData = real;
  vfs->pNext = NULL;
  vfs->szOsFile = (int) sizeof (WalFile) + real->szOsFile;
  vfs->xOpen = vfs_open;
  return vfs;
}

const char *
tc_wal_buffer_over (const char *name)
{
  static GMutex lock;
  static GHashTable *made; /* by the VFS below it */

  /* This is where SQLite sets itself up, if nobody did. */
  sqlite3_vfs *real = sqlite3_vfs_find (name);
  if (!real)
    return name;
  g_mutex_lock (&lock);
  if (!made)
    made = g_hash_table_new (NULL, NULL);
  sqlite3_vfs *vfs = g_hash_table_lookup (made, real);
  if (!vfs) {
    vfs = make (real);
    sqlite3_vfs_register (vfs, FALSE);
    g_hash_table_insert (made, real, vfs);
  }
  g_mutex_unlock (&lock);
  return vfs->zName;
}
