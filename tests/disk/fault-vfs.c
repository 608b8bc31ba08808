/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The failing disk; see the header. A file of it is a small record before SQLite's own.
 */
#include "fault-vfs.h"

#include <errno.h>
#include <sqlite3.h>
#include <string.h>

typedef struct {
  sqlite3_file base;
  const char *name;   /* (unowned) (nullable): SQLite's, as long as the file is open */
  sqlite3_file *real; /* behind this record, in the same allocation */
} FaultFile;

static GMutex lock;
static char *plan_file; /* (mutex lock), as all that follow; NULL: nothing fails */
static guint plan_at;
static guint plan_count;
static FaultKind plan_kind;
static guint hits;
static guint taken;
static int last_errno;

void
fault_vfs_arm (const char *file, guint at, FaultKind kind, guint count)
{
  g_mutex_lock (&lock);
  g_free (plan_file);
  plan_file = g_strdup (file);
  plan_at = at;
  plan_count = count;
  plan_kind = kind;
  hits = 0;
  taken = 0;
  g_mutex_unlock (&lock);
}

void
fault_vfs_heal (void)
{
  g_mutex_lock (&lock);
  g_clear_pointer (&plan_file, g_free);
  g_mutex_unlock (&lock);
}

guint
fault_vfs_get_hits (void)
{
  g_mutex_lock (&lock);
  guint n = hits;
  g_mutex_unlock (&lock);
  return n;
}

guint
fault_vfs_take_hits (void)
{
  g_mutex_lock (&lock);
  guint n = hits - taken;
  taken = hits;
  g_mutex_unlock (&lock);
  return n;
}

typedef enum {
  CALL_READ,
  CALL_WRITE,
  CALL_SYNC
} Call;

static gboolean
is_counted (Call call)
{
  if (plan_kind == FAULT_SYNC || plan_kind == FAULT_LIE)
    return call == CALL_SYNC;
  return plan_kind == FAULT_READ ? call == CALL_READ : call != CALL_READ;
}

/* Whether this call is one that fails. */
static gboolean
meets_fault (FaultFile *file, Call call, FaultKind *kind)
{
  gboolean fails = FALSE;

  g_mutex_lock (&lock);
  if (plan_file && file->name && strstr (file->name, plan_file) && is_counted (call)) {
    if (plan_at > 0) {
      plan_at--;
    } else if (plan_count > 0) {
      plan_count -= plan_count != FAULT_ALWAYS;
      fails = TRUE;
      hits++;
      last_errno = plan_kind == FAULT_FULL ? ENOSPC : EIO;
    }
  }
  *kind = plan_kind;
  g_mutex_unlock (&lock);
  return fails;
}

#define REAL(file) (((FaultFile *) (void *) (file))->real)

static int
file_close (sqlite3_file *file)
{
  return REAL (file)->pMethods->xClose (REAL (file));
}

static int
file_read (sqlite3_file *file, void *out, int size, sqlite3_int64 at)
{
  FaultKind kind;

  if (meets_fault ((FaultFile *) (void *) file, CALL_READ, &kind))
    return SQLITE_IOERR_READ;
  return REAL (file)->pMethods->xRead (REAL (file), out, size, at);
}

static int
file_write (sqlite3_file *file, const void *data, int size, sqlite3_int64 at)
{
  FaultKind kind;

  if (!meets_fault ((FaultFile *) (void *) file, CALL_WRITE, &kind))
    return REAL (file)->pMethods->xWrite (REAL (file), data, size, at);
  if (kind == FAULT_TORN)
    REAL (file)->pMethods->xWrite (REAL (file), data, size / 2, at);
  if (kind == FAULT_AFTER)
    REAL (file)->pMethods->xWrite (REAL (file), data, size, at);
  return kind == FAULT_FULL ? SQLITE_FULL : SQLITE_IOERR_WRITE;
}

static int
file_truncate (sqlite3_file *file, sqlite3_int64 size)
{
  FaultKind kind;

  if (!meets_fault ((FaultFile *) (void *) file, CALL_WRITE, &kind))
    return REAL (file)->pMethods->xTruncate (REAL (file), size);
  if (kind == FAULT_AFTER)
    REAL (file)->pMethods->xTruncate (REAL (file), size);
  return SQLITE_IOERR_TRUNCATE;
}

static int
file_sync (sqlite3_file *file, int flags)
{
  FaultKind kind;

  if (!meets_fault ((FaultFile *) (void *) file, CALL_SYNC, &kind))
    return REAL (file)->pMethods->xSync (REAL (file), flags);
  if (kind == FAULT_AFTER || kind == FAULT_SYNC)
    REAL (file)->pMethods->xSync (REAL (file), flags);
  return kind == FAULT_LIE ? SQLITE_OK : SQLITE_IOERR_FSYNC;
}

static int
file_size (sqlite3_file *file, sqlite3_int64 *size)
{
  return REAL (file)->pMethods->xFileSize (REAL (file), size);
}

static int
file_lock (sqlite3_file *file, int level)
{
  return REAL (file)->pMethods->xLock (REAL (file), level);
}

static int
file_unlock (sqlite3_file *file, int level)
{
  return REAL (file)->pMethods->xUnlock (REAL (file), level);
}

static int
file_check_lock (sqlite3_file *file, int *reserved)
{
  return REAL (file)->pMethods->xCheckReservedLock (REAL (file), reserved);
}

static int
file_control (sqlite3_file *file, int op, void *data)
{
  return REAL (file)->pMethods->xFileControl (REAL (file), op, data);
}

static int
file_sector (sqlite3_file *file)
{
  return REAL (file)->pMethods->xSectorSize (REAL (file));
}

static int
file_traits (sqlite3_file *file)
{
  return REAL (file)->pMethods->xDeviceCharacteristics (REAL (file));
}

static int
shm_map (sqlite3_file *file, int page, int size, int extend, void volatile **out)
{
  return REAL (file)->pMethods->xShmMap (REAL (file), page, size, extend, out);
}

static int
shm_lock (sqlite3_file *file, int at, int n, int flags)
{
  return REAL (file)->pMethods->xShmLock (REAL (file), at, n, flags);
}

static void
shm_barrier (sqlite3_file *file)
{
  REAL (file)->pMethods->xShmBarrier (REAL (file));
}

static int
shm_unmap (sqlite3_file *file, int remove)
{
  return REAL (file)->pMethods->xShmUnmap (REAL (file), remove);
}

/* Version 2: with shared memory, without mapping of the file. */
static const sqlite3_io_methods methods = {
    .iVersion = 2,
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
    .xShmMap = shm_map,
    .xShmLock = shm_lock,
    .xShmBarrier = shm_barrier,
    .xShmUnmap = shm_unmap,
};

static int
vfs_open (sqlite3_vfs *vfs, const char *name, sqlite3_file *out, int flags, int *out_flags)
{
  sqlite3_vfs *real = vfs->pAppData;
  FaultFile *file = (FaultFile *) (void *) out;

  file->base.pMethods = NULL;
  file->name = name;
  file->real = (sqlite3_file *) (void *) (file + 1);
  int result = real->xOpen (real, name, file->real, flags, out_flags);
  if (file->real->pMethods)
    file->base.pMethods = &methods;
  return result;
}

static int
vfs_last_error (sqlite3_vfs *vfs, int size, char *out)
{
  return last_errno;
}

void
fault_vfs_register (void)
{
  static sqlite3_vfs vfs;
  sqlite3_vfs *real = sqlite3_vfs_find (NULL);

  if (sqlite3_vfs_find (FAULT_VFS))
    return;
  vfs = *real;
  vfs.zName = FAULT_VFS;
  vfs.pAppData = real;
  vfs.pNext = NULL;
  vfs.szOsFile = (int) sizeof (FaultFile) + real->szOsFile;
  vfs.xOpen = vfs_open;
  vfs.xGetLastError = vfs_last_error;
  sqlite3_vfs_register (&vfs, FALSE);
}
