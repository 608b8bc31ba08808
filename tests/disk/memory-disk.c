/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The disk in memory; see the header. The index of a WAL (shared memory) lives as long as a
 * connection has the file open, as with a process: the next one reads the WAL anew.
 *
 * DESIGN: a file is what is read, and what each change since the last sync took the place of. So a
 * sync has only to forget that, of which there are far more than of power cuts, which go back.
 */
#include "memory-disk.h"

#include <sqlite3.h>
#include <string.h>

#define SECTOR 512
#define SHM_LOCKS 8
/* A write is a change of each of them that it touches. */
#define BLOCK_BYTES 4096

/* A change since the last sync. */
typedef struct {
  gsize at;   /* where it was written, or what the file was cut to */
  gsize size; /* of what was written; 0: the file was cut */
  guint len;  /* of the file before */
  guint n_old;
  guint8 *old; /* (owned) (nullable): what stood at `at` */
  guint8 *new; /* (owned) (nullable): while a power cut is carried out, what was written */
} Change;

typedef struct {
  char *name; /* (owned) (nullable): none for one that nobody else opens */
  guint refs; /* of the list of files, and one for each that has it open */
  guint open;
  GByteArray *now; /* (owned): what is read */
  GArray *changes; /* (owned) (element-type Change): since all of it was safe, the first first */
  GPtrArray *shm;  /* (owned) (element-type guint8*): the regions of the WAL's index */
  guint shm_open;  /* connections that have it */
  guint shm_shared[SHM_LOCKS];
  gboolean shm_exclusive[SHM_LOCKS];
  guint lock_shared;      /* connections that hold SHARED or more */
  gpointer lock_reserved; /* (unowned) (nullable): the one that holds RESERVED or more */
  gboolean lock_exclusive;
} Inode;

typedef struct {
  sqlite3_file base;
  Inode *inode; /* (owned): a reference */
  int lock;
  guint16 shm_shared; /* bit sets of what this connection holds */
  guint16 shm_exclusive;
  gboolean shm;
  gboolean temporary;
} MemoryFile;

static GHashTable *files; /* (owned) (element-type utf8 Inode) */

static void
clear_change (gpointer data)
{
  Change *change = data;

  g_free (change->old);
  g_free (change->new);
}

static Inode *
inode_new (const char *name)
{
  Inode *inode = g_new0 (Inode, 1);

  inode->name = g_strdup (name);
  inode->refs = 1;
  inode->now = g_byte_array_new ();
  inode->changes = g_array_new (FALSE, FALSE, sizeof (Change));
  g_array_set_clear_func (inode->changes, clear_change);
  inode->shm = g_ptr_array_new_with_free_func (g_free);
  return inode;
}

static void
inode_unref (gpointer data)
{
  Inode *inode = data;

  if (--inode->refs > 0)
    return;
  g_free (inode->name);
  g_byte_array_unref (inode->now);
  g_array_unref (inode->changes);
  g_ptr_array_unref (inode->shm);
  g_free (inode);
}

static Inode *
find_inode (const char *name)
{
  return g_hash_table_lookup (files, name);
}

static Inode *
make_inode (const char *name)
{
  Inode *inode = inode_new (name);

  g_hash_table_replace (files, inode->name, inode);
  return inode;
}

/* Writing to an array. */

static void
set_size (GByteArray *array, gsize size)
{
  guint before = array->len;

  g_byte_array_set_size (array, (guint) size);
  if (array->len > before)
    memset (array->data + before, 0, array->len - before);
}

static void
put (GByteArray *array, gsize at, const guint8 *data, gsize size)
{
  if (at + size > array->len)
    set_size (array, at + size);
  memcpy (array->data + at, data, size);
}

/* A change is about to be made: @size bytes written at @at, or, with none, all cut from there. */
static void
note_change (Inode *inode, gsize at, gsize size)
{
  const GByteArray *now = inode->now;
  gsize rest = now->len - MIN (at, now->len);
  Change change = {.at = at, .size = size, .len = now->len};

  change.n_old = (guint) (size > 0 ? MIN (size, rest) : rest);
  if (change.n_old > 0)
    change.old = g_memdup2 (now->data + at, change.n_old);
  g_array_append_val (inode->changes, change);
}

/* The newest of those that are still there. */
static void
take_back (GByteArray *now, Change *change)
{
  if (change->size > 0)
    change->new = g_memdup2 (now->data + change->at, change->size);
  set_size (now, change->len);
  if (change->n_old > 0)
    put (now, change->at, change->old, change->n_old);
}

static void
carry_out (GByteArray *now, const Change *change)
{
  if (change->size > 0)
    put (now, change->at, change->new, change->size);
  else
    set_size (now, change->at);
}

/* ---- a file ---- */

#define INODE(file) (((MemoryFile *) (void *) (file))->inode)

static int
file_read (sqlite3_file *file, void *out, int size, sqlite3_int64 at)
{
  const GByteArray *now = INODE (file)->now;
  gsize from = MIN ((gsize) at, now->len);
  gsize n = MIN ((gsize) size, now->len - from);

  if (n > 0)
    memcpy (out, now->data + from, n);
  memset ((guint8 *) out + n, 0, (gsize) size - n);
  return n == (gsize) size ? SQLITE_OK : SQLITE_IOERR_SHORT_READ;
}

static int
file_write (sqlite3_file *file, const void *data, int size, sqlite3_int64 at)
{
  Inode *inode = INODE (file);
  const guint8 *from = data;
  gsize start = (gsize) at;

  /* Of what is written at once, too, any part may be lost. */
  for (gsize left = (gsize) size, n; left > 0; left -= n, from += n, start += n) {
    n = MIN (left, BLOCK_BYTES - start % BLOCK_BYTES);
    note_change (inode, start, n);
    put (inode->now, start, from, n);
  }
  return SQLITE_OK;
}

static int
file_truncate (sqlite3_file *file, sqlite3_int64 size)
{
  Inode *inode = INODE (file);

  note_change (inode, (gsize) size, 0);
  set_size (inode->now, (gsize) size);
  return SQLITE_OK;
}

static int
file_sync (sqlite3_file *file, int flags)
{
  g_array_set_size (INODE (file)->changes, 0);
  return SQLITE_OK;
}

static int
file_size (sqlite3_file *file, sqlite3_int64 *size)
{
  *size = INODE (file)->now->len;
  return SQLITE_OK;
}

/* Locks: as many as like read; one may be about to write; then it is alone. */

static void
lower_lock (MemoryFile *file, int level)
{
  Inode *inode = file->inode;

  if (file->lock >= SQLITE_LOCK_RESERVED && inode->lock_reserved == file) {
    inode->lock_exclusive = FALSE;
    inode->lock_reserved = NULL;
  }
  if (file->lock >= SQLITE_LOCK_SHARED && level < SQLITE_LOCK_SHARED)
    inode->lock_shared--;
  file->lock = level;
}

static int
file_lock (sqlite3_file *base, int level)
{
  MemoryFile *file = (MemoryFile *) (void *) base;
  Inode *inode = file->inode;
  gboolean others = inode->lock_reserved && inode->lock_reserved != file;

  if (file->lock >= level)
    return SQLITE_OK;
  if (level == SQLITE_LOCK_SHARED) {
    if (others && inode->lock_exclusive)
      return SQLITE_BUSY;
    inode->lock_shared++;
    file->lock = level;
    return SQLITE_OK;
  }
  if (others)
    return SQLITE_BUSY;
  inode->lock_reserved = file;
  file->lock = SQLITE_LOCK_RESERVED;
  if (level == SQLITE_LOCK_EXCLUSIVE) {
    if (inode->lock_shared > 1)
      return SQLITE_BUSY;
    inode->lock_exclusive = TRUE;
  }
  file->lock = level;
  return SQLITE_OK;
}

static int
file_unlock (sqlite3_file *base, int level)
{
  MemoryFile *file = (MemoryFile *) (void *) base;

  if (file->lock > level)
    lower_lock (file, level);
  return SQLITE_OK;
}

static int
file_check_lock (sqlite3_file *base, int *reserved)
{
  *reserved = INODE (base)->lock_reserved != NULL;
  return SQLITE_OK;
}

static int
file_control (sqlite3_file *file, int op, void *data)
{
  return SQLITE_NOTFOUND;
}

static int
file_sector (sqlite3_file *file)
{
  return 4096;
}

static int
file_traits (sqlite3_file *file)
{
  return SQLITE_IOCAP_POWERSAFE_OVERWRITE;
}

/* The index of a WAL. */

static int
shm_map (sqlite3_file *base, int region, int size, int extend, void volatile **out)
{
  MemoryFile *file = (MemoryFile *) (void *) base;
  Inode *inode = file->inode;

  if (!file->shm)
    inode->shm_open++;
  file->shm = TRUE;
  *out = NULL;
  if ((guint) region >= inode->shm->len && !extend)
    return SQLITE_OK;
  while ((guint) region >= inode->shm->len)
    g_ptr_array_add (inode->shm, g_malloc0 ((gsize) size));
  *out = g_ptr_array_index (inode->shm, region);
  return SQLITE_OK;
}

static void
drop_shm_lock (MemoryFile *file, guint slot)
{
  guint16 bit = (guint16) (1u << slot);

  if (file->shm_shared & bit)
    file->inode->shm_shared[slot]--;
  if (file->shm_exclusive & bit)
    file->inode->shm_exclusive[slot] = FALSE;
  file->shm_shared &= (guint16) ~bit;
  file->shm_exclusive &= (guint16) ~bit;
}

static gboolean
is_shm_free (const MemoryFile *file, guint slot, gboolean shared)
{
  guint16 bit = (guint16) (1u << slot);
  guint mine = file->shm_shared & bit ? 1 : 0;

  if (file->inode->shm_exclusive[slot] && !(file->shm_exclusive & bit))
    return FALSE;
  return shared || file->inode->shm_shared[slot] == mine;
}

static int
shm_lock (sqlite3_file *base, int at, int n, int flags)
{
  MemoryFile *file = (MemoryFile *) (void *) base;
  gboolean shared = flags & SQLITE_SHM_SHARED;
  guint from = (guint) at;
  guint to = (guint) (at + n);

  if (flags & SQLITE_SHM_UNLOCK) {
    for (guint i = from; i < to; i++)
      drop_shm_lock (file, i);
    return SQLITE_OK;
  }
  for (guint i = from; i < to; i++)
    if (!is_shm_free (file, i, shared))
      return SQLITE_BUSY;
  for (guint i = from; i < to; i++) {
    if (shared && !(file->shm_shared & (1u << i)))
      file->inode->shm_shared[i]++;
    if (shared)
      file->shm_shared |= (guint16) (1u << i);
    else
      file->shm_exclusive |= (guint16) (1u << i);
    file->inode->shm_exclusive[i] |= !shared;
  }
  return SQLITE_OK;
}

static void
shm_barrier (sqlite3_file *file)
{
}

static int
shm_unmap (sqlite3_file *base, int remove)
{
  MemoryFile *file = (MemoryFile *) (void *) base;

  if (!file->shm)
    return SQLITE_OK;
  for (guint i = 0; i < SHM_LOCKS; i++)
    drop_shm_lock (file, i);
  file->shm = FALSE;
  if (--file->inode->shm_open == 0)
    g_ptr_array_set_size (file->inode->shm, 0);
  return SQLITE_OK;
}

static int
file_close (sqlite3_file *base)
{
  MemoryFile *file = (MemoryFile *) (void *) base;

  shm_unmap (base, 0);
  lower_lock (file, SQLITE_LOCK_NONE);
  file->inode->open--;
  if (file->temporary && file->inode->name)
    memory_disk_remove (file->inode->name);
  inode_unref (file->inode);
  return SQLITE_OK;
}

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

/* ---- the disk ---- */

static int
vfs_open (sqlite3_vfs *vfs, const char *name, sqlite3_file *out, int flags, int *out_flags)
{
  MemoryFile *file = (MemoryFile *) (void *) out;
  Inode *inode = name ? find_inode (name) : NULL;

  memset (file, 0, sizeof *file);
  if (name && !inode && !(flags & SQLITE_OPEN_CREATE))
    return SQLITE_CANTOPEN;
  if (!inode)
    inode = name ? make_inode (name) : inode_new (NULL);
  if (name)
    inode->refs++;
  inode->open++;
  file->inode = inode;
  file->temporary = flags & SQLITE_OPEN_DELETEONCLOSE;
  file->base.pMethods = &methods;
  if (out_flags)
    *out_flags = flags;
  return SQLITE_OK;
}

static int
vfs_delete (sqlite3_vfs *vfs, const char *name, int sync)
{
  return g_hash_table_remove (files, name) ? SQLITE_OK : SQLITE_IOERR_DELETE_NOENT;
}

static int
vfs_access (sqlite3_vfs *vfs, const char *name, int flags, int *out)
{
  const Inode *inode = find_inode (name);

  /* As the usual one says it: an empty file is none. */
  *out = inode && (flags != SQLITE_ACCESS_EXISTS || inode->now->len > 0);
  return SQLITE_OK;
}

static int
vfs_full_name (sqlite3_vfs *vfs, const char *name, int size, char *out)
{
  return g_strlcpy (out, name, (gsize) size) < (gsize) size ? SQLITE_OK : SQLITE_CANTOPEN;
}

/* The same in every run. */
static int
vfs_random (sqlite3_vfs *vfs, int size, char *out)
{
  for (int i = 0; i < size; i++)
    out[i] = (char) (i * 31 + 7);
  return size;
}

static int
vfs_sleep (sqlite3_vfs *vfs, int us)
{
  return us;
}

static int
vfs_time (sqlite3_vfs *vfs, double *out)
{
  *out = 2461370.5;
  return SQLITE_OK;
}

static int
vfs_last_error (sqlite3_vfs *vfs, int size, char *out)
{
  return 0;
}

void
memory_disk_register (void)
{
  static sqlite3_vfs vfs;

  if (files)
    return;
  files = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, inode_unref);
  vfs.iVersion = 1;
  vfs.szOsFile = (int) sizeof (MemoryFile);
  vfs.mxPathname = 512;
  vfs.zName = "memory-disk";
  vfs.xOpen = vfs_open;
  vfs.xDelete = vfs_delete;
  vfs.xAccess = vfs_access;
  vfs.xFullPathname = vfs_full_name;
  vfs.xRandomness = vfs_random;
  vfs.xSleep = vfs_sleep;
  vfs.xCurrentTime = vfs_time;
  vfs.xGetLastError = vfs_last_error;
  sqlite3_vfs_register (&vfs, TRUE);
}

void
memory_disk_clear (void)
{
  g_hash_table_remove_all (files);
}

void
memory_disk_remove (const char *name)
{
  g_hash_table_remove (files, name);
}

gboolean
memory_disk_has (const char *name)
{
  return find_inode (name) != NULL;
}

const guint8 *
memory_disk_peek (const char *name, gsize *size)
{
  const Inode *inode = find_inode (name);

  *size = inode ? inode->now->len : 0;
  return inode ? inode->now->data : NULL;
}

static void
copy_file (const char *from, const char *to)
{
  const Inode *inode = find_inode (from);

  memory_disk_remove (to);
  if (!inode)
    return;
  Inode *copy = make_inode (to);
  g_byte_array_append (copy->now, inode->now->data, inode->now->len);
}

void
memory_disk_copy (const char *from, const char *to)
{
  g_autofree char *from_wal = g_strconcat (from, "-wal", NULL);
  g_autofree char *to_wal = g_strconcat (to, "-wal", NULL);

  copy_file (from, to);
  copy_file (from_wal, to_wal);
}

/* ---- power cuts ---- */

/* Some of its sectors. TRUE if not all. */
static gboolean
tear (GByteArray *now, const Change *change, GRand *rand)
{
  gboolean torn = FALSE;

  for (gsize at = 0; at < change->size; at += SECTOR) {
    if (g_rand_boolean (rand))
      put (now, change->at + at, change->new + at, MIN (SECTOR, change->size - at));
    else
      torn = TRUE;
  }
  return torn;
}

static MemoryDiskCut
cut_inode (Inode *inode, GRand *rand)
{
  /* 0: nothing is kept; 1: all up to some point; 2: any of it; the last or one of them torn. */
  gint how = g_rand_int_range (rand, 0, 3);
  guint n = inode->changes->len;
  guint end = how == 0 || n == 0 ? 0 : (guint) g_rand_int_range (rand, 0, (gint32) n + 1);
  MemoryDiskCut cut = n > 0 ? MEMORY_DISK_LOST : MEMORY_DISK_KEPT;

  for (guint i = n; i > 0; i--)
    take_back (inode->now, &g_array_index (inode->changes, Change, i - 1));
  for (guint i = 0; i < n; i++) {
    const Change *change = &g_array_index (inode->changes, Change, i);

    if (how > 0 && i == end) {
      if (tear (inode->now, change, rand))
        cut = MEMORY_DISK_TORN;
    } else if (how == 2 ? g_rand_boolean (rand) : i < end) {
      carry_out (inode->now, change);
    }
  }
  g_array_set_size (inode->changes, 0);
  return cut;
}

static gint
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

MemoryDiskCut
memory_disk_cut_power (const char *prefix, GRand *rand)
{
  guint n;
  g_autofree const char **names = (const char **) g_hash_table_get_keys_as_array (files, &n);
  MemoryDiskCut worst = MEMORY_DISK_KEPT;

  qsort (names, n, sizeof *names, compare_names);
  for (guint i = 0; i < n; i++) {
    Inode *inode = find_inode (names[i]);

    if (!g_str_has_prefix (names[i], prefix))
      continue;
    g_assert (inode->open == 0);
    MemoryDiskCut cut = cut_inode (inode, rand);
    worst = MAX (worst, cut);
  }
  return worst;
}
