/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The files of a desk on its disk; see the header.
 *
 * DESIGN: the folder is the truth, the table in memory an index of it; when a file was used is its
 * time on the disk. So there is nothing that could disagree after a stop at any moment: a file is
 * under its name only once it is whole and flushed.
 */
#include "tc-file-cache.h"

#include "tc-error.h"
#include "tc-http-client.h"
#include "tc-limits.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#define ADDING_DIR "adding"
#define PART_SUFFIX ".part"
#define PIECE_BYTES (256 * 1024)

typedef struct {
  gint64 size;
  gint64 used_us;
} Entry;

struct _TcFileCache {
  char *dir; /* (owned) */
  GMutex lock;
  GHashTable *entries; /* (mutex lock) (owned): hash to Entry */
  GHashTable *holds;   /* (mutex lock) (owned): hash to how often */
  gint64 total;        /* (mutex lock) */
  gint64 quota;        /* (mutex lock) */
  gint64 kept;         /* (mutex lock): of the disk */
  gboolean removing;   /* (mutex lock) */
};

static gboolean
fail (const char *what, const char *path, GError **error)
{
  int saved = errno;

  if (saved == ENOSPC || saved == EDQUOT)
    g_set_error (error, TC_ERROR, TC_ERROR_FULL, "%s '%s': %s", what, path, g_strerror (saved));
  else
    g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (saved), "%s '%s': %s", what, path,
                 g_strerror (saved));
  return FALSE;
}

TcFileCache *
tc_file_cache_new (const char *dir, gint64 quota)
{
  TcFileCache *self = g_atomic_rc_box_new0 (TcFileCache);

  self->dir = g_strdup (dir);
  self->quota = quota;
  self->kept = TC_FILE_ROOM_KEPT;
  self->entries = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->holds = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_mutex_init (&self->lock);
  return self;
}

TcFileCache *
tc_file_cache_ref (TcFileCache *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear_cache (gpointer data)
{
  TcFileCache *self = data;

  g_hash_table_unref (self->entries);
  g_hash_table_unref (self->holds);
  g_mutex_clear (&self->lock);
  g_free (self->dir);
}

void
tc_file_cache_unref (TcFileCache *self)
{
  g_atomic_rc_box_release_full (self, clear_cache);
}

gboolean
tc_file_cache_is_hash (const char *text)
{
  return strlen (text) == TC_SHA256_CHARS && strspn (text, "0123456789abcdef") == TC_SHA256_CHARS;
}

/* ---- the index ---- */

/* With the lock. */
static void
forget (TcFileCache *self, const char *hash)
{
  Entry *entry = g_hash_table_lookup (self->entries, hash);

  if (!entry)
    return;
  self->total -= entry->size;
  g_hash_table_remove (self->entries, hash);
}

/* With the lock. */
static void
note (TcFileCache *self, const char *hash, gint64 size, gint64 used_us)
{
  Entry *entry = g_new0 (Entry, 1);

  forget (self, hash);
  *entry = (Entry){size, used_us};
  self->total += size;
  g_hash_table_insert (self->entries, g_strdup (hash), entry);
}

gboolean
tc_file_cache_has (TcFileCache *self, const char *hash)
{
  gboolean has;

  g_mutex_lock (&self->lock);
  has = g_hash_table_contains (self->entries, hash);
  g_mutex_unlock (&self->lock);
  return has;
}

gint64
tc_file_cache_get_total (TcFileCache *self)
{
  gint64 total;

  g_mutex_lock (&self->lock);
  total = self->total;
  g_mutex_unlock (&self->lock);
  return total;
}

/* With the lock. */
static gboolean
is_within_quota (TcFileCache *self, gint64 size)
{
  return self->total + size <= self->quota;
}

/* Whether @size more bytes leave @kept of the disk. What can't be asked for is found out by
 * trying. */
static gboolean
leaves_room (TcFileCache *self, gint64 size, gint64 kept)
{
  struct statvfs disk;

  return statvfs (self->dir, &disk) != 0 ||
         (gint64) disk.f_bavail * (gint64) disk.f_frsize - size >= kept;
}

gboolean
tc_file_cache_has_room (TcFileCache *self, gint64 size, gint64 kept)
{
  gboolean has;

  g_mutex_lock (&self->lock);
  has = is_within_quota (self, size) && leaves_room (self, size, kept);
  g_mutex_unlock (&self->lock);
  return has;
}

void
tc_file_cache_set_quota (TcFileCache *self, gint64 quota, gint64 kept)
{
  g_mutex_lock (&self->lock);
  self->quota = quota;
  self->kept = kept;
  g_mutex_unlock (&self->lock);
}

void
tc_file_cache_allow_removing (TcFileCache *self)
{
  g_mutex_lock (&self->lock);
  self->removing = TRUE;
  g_mutex_unlock (&self->lock);
}

/* With the lock. */
static guint
count_holds (TcFileCache *self, const char *hash)
{
  return GPOINTER_TO_UINT (g_hash_table_lookup (self->holds, hash));
}

void
tc_file_cache_hold (TcFileCache *self, const char *hash)
{
  g_mutex_lock (&self->lock);
  g_hash_table_insert (self->holds, g_strdup (hash),
                       GUINT_TO_POINTER (count_holds (self, hash) + 1));
  g_mutex_unlock (&self->lock);
}

void
tc_file_cache_let_go (TcFileCache *self, const char *hash)
{
  guint n;

  g_mutex_lock (&self->lock);
  n = count_holds (self, hash);
  g_assert (n > 0);
  if (n > 1)
    g_hash_table_insert (self->holds, g_strdup (hash), GUINT_TO_POINTER (n - 1));
  else
    g_hash_table_remove (self->holds, hash);
  g_mutex_unlock (&self->lock);
}

static char *
name_path (TcFileCache *self, const char *hash)
{
  return g_strdup_printf ("%s/%.2s/%s", self->dir, hash, hash + 2);
}

char *
tc_file_cache_dup_path (TcFileCache *self, const char *hash)
{
  g_autofree char *dir = NULL;

  g_return_val_if_fail (tc_file_cache_is_hash (hash), NULL);
  dir = g_strdup_printf ("%s/%.2s", self->dir, hash);
  g_mkdir (dir, 0700); /* that it is there already, or can't be, shows when it is used */
  return name_path (self, hash);
}

/* ---- what is there ---- */

static void
load_file (TcFileCache *self, const char *folder, const char *name, const char *path)
{
  g_autofree char *hash = g_strconcat (folder, name, NULL);
  gint64 kept_us = g_get_real_time () - TC_FILE_PART_DAYS * TC_US_PER_DAY;
  GStatBuf info;

  if (g_lstat (path, &info) < 0 || !S_ISREG (info.st_mode))
    return;
  if (g_str_has_suffix (name, PART_SUFFIX)) {
    if ((gint64) info.st_mtime * TC_US_PER_S < kept_us)
      g_unlink (path);
    return;
  }
  if (!tc_file_cache_is_hash (hash))
    return;
  g_mutex_lock (&self->lock);
  if (!g_hash_table_contains (self->entries, hash))
    note (self, hash, info.st_size, (gint64) info.st_mtime * TC_US_PER_S);
  g_mutex_unlock (&self->lock);
}

static void
load_folder (TcFileCache *self, const char *folder)
{
  g_autofree char *path = g_build_filename (self->dir, folder, NULL);
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir && (name = g_dir_read_name (dir))) {
    g_autofree char *file = g_build_filename (path, name, NULL);

    load_file (self, folder, name, file);
  }
}

/* A folder with files, and folders with files, in it. */
static void
clear_folder (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir && (name = g_dir_read_name (dir))) {
    g_autofree char *child = g_build_filename (path, name, NULL);

    if (g_file_test (child, G_FILE_TEST_IS_DIR) && !g_file_test (child, G_FILE_TEST_IS_SYMLINK))
      clear_folder (child);
    g_remove (child);
  }
}

gboolean
tc_file_cache_load (TcFileCache *self, GError **error)
{
  g_autofree char *adding = g_build_filename (self->dir, ADDING_DIR, NULL);
  g_autofree char *open = g_build_filename (self->dir, TC_FILE_OPEN_FOLDER, NULL);
  g_autoptr (GDir) dir = NULL;
  const char *name;

  if (g_mkdir_with_parents (adding, 0700) < 0)
    return fail ("making", adding, error);
  /* Copies that were broken off: whoever added them was never told that it was done. */
  clear_folder (adding);
  clear_folder (open);
  dir = g_dir_open (self->dir, 0, error);
  while (dir && (name = g_dir_read_name (dir)))
    if (strlen (name) == 2)
      load_folder (self, name);
  return dir != NULL;
}

/* ---- adding ---- */

static gboolean
flush_path (const char *path, int flags, GError **error)
{
  int fd = g_open (path, flags | O_CLOEXEC, 0);

  if (fd < 0)
    return fail ("opening", path, error);
  if (fsync (fd) < 0) {
    fail ("writing", path, error);
    close (fd);
    return FALSE;
  }
  close (fd);
  return TRUE;
}

static gboolean
write_piece (int fd, const guint8 *piece, gsize size, const char *path, GError **error)
{
  for (gsize at = 0; at < size;) {
    gssize put = write (fd, piece + at, size - at);

    if (put < 0 && errno == EINTR)
      continue;
    if (put < 0)
      return fail ("writing", path, error);
    at += (gsize) put;
  }
  return TRUE;
}

/* Copies @input to @fd and flushes it. (transfer full) (nullable): its hash. */
static char *
copy_in (GInputStream *input, int fd, const char *path, gint64 size_max, gint64 *size,
         GCancellable *cancellable, GError **error)
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree guint8 *piece = g_malloc (PIECE_BYTES);
  gssize got;

  *size = 0;
  while ((got = g_input_stream_read (input, piece, PIECE_BYTES, cancellable, error)) > 0) {
    *size += got;
    if (*size > size_max) {
      g_set_error (error, TC_ERROR, TC_ERROR_LIMIT, "the file is too large");
      return NULL;
    }
    g_checksum_update (sum, piece, got);
    if (!write_piece (fd, piece, (gsize) got, path, error))
      return NULL;
  }
  if (got < 0)
    return NULL;
  if (*size == 0) {
    g_set_error (error, TC_ERROR, TC_ERROR_INVALID, "the file is empty");
    return NULL;
  }
  if (fsync (fd) < 0) {
    fail ("writing", path, error);
    return NULL;
  }
  return g_strdup (g_checksum_get_string (sum));
}

/* Gives the copy its name, for good. */
static gboolean
place (TcFileCache *self, const char *copy, const char *hash, GError **error)
{
  g_autofree char *path = tc_file_cache_dup_path (self, hash);
  g_autofree char *dir = g_path_get_dirname (path);

  if (g_rename (copy, path) < 0)
    return fail ("placing", path, error);
  return flush_path (dir, O_RDONLY | O_DIRECTORY, error) &&
         flush_path (self->dir, O_RDONLY | O_DIRECTORY, error);
}

char *
tc_file_cache_add (TcFileCache *self, GInputStream *input, gint64 size_max, gint64 *size,
                   GCancellable *cancellable, GError **error)
{
  g_autofree char *adding = g_build_filename (self->dir, ADDING_DIR, NULL);
  g_autofree char *copy = g_build_filename (adding, "XXXXXX", NULL);
  g_autofree char *hash = NULL;
  int fd;

  if (g_mkdir_with_parents (adding, 0700) < 0 || (fd = g_mkstemp_full (copy, O_WRONLY, 0600)) < 0) {
    fail ("making", copy, error);
    return NULL;
  }
  hash = copy_in (input, fd, copy, size_max, size, cancellable, error);
  close (fd);
  if (!hash) {
    g_unlink (copy);
    return NULL;
  }
  /* Held before it has its name: from then on it could be taken for an old one and go. */
  tc_file_cache_hold (self, hash);
  if (!place (self, copy, hash, error)) {
    g_unlink (copy);
    tc_file_cache_let_go (self, hash);
    return NULL;
  }
  tc_file_cache_landed (self, hash, *size);
  return g_steal_pointer (&hash);
}

void
tc_file_cache_landed (TcFileCache *self, const char *hash, gint64 size)
{
  g_mutex_lock (&self->lock);
  note (self, hash, size, g_get_real_time ());
  g_mutex_unlock (&self->lock);
}

/* ---- room ---- */

GPtrArray *
tc_file_cache_list (TcFileCache *self)
{
  GPtrArray *list = g_ptr_array_new_with_free_func (g_free);
  GHashTableIter iter;
  gpointer hash;

  g_mutex_lock (&self->lock);
  g_hash_table_iter_init (&iter, self->entries);
  while (g_hash_table_iter_next (&iter, &hash, NULL))
    g_ptr_array_add (list, g_strdup (hash));
  g_mutex_unlock (&self->lock);
  return list;
}

/* With the lock. @hash isn't one of the index's own. */
static void
discard (TcFileCache *self, const char *hash)
{
  g_autofree char *path = name_path (self, hash);

  if (g_unlink (path) < 0 && errno != ENOENT)
    g_warning ("removing '%s': %s", path, g_strerror (errno));
  forget (self, hash);
}

void
tc_file_cache_remove (TcFileCache *self, const char *hash)
{
  g_mutex_lock (&self->lock);
  if (self->removing && count_holds (self, hash) == 0)
    discard (self, hash);
  g_mutex_unlock (&self->lock);
}

/* With the lock. */
static gboolean
has_copied (TcFileCache *self, const char *start)
{
  GHashTableIter iter;
  gpointer hash;

  g_hash_table_iter_init (&iter, self->entries);
  while (g_hash_table_iter_next (&iter, &hash, NULL))
    if (g_str_has_prefix (hash, start))
      return TRUE;
  return FALSE;
}

void
tc_file_cache_remove_copies (TcFileCache *self)
{
  g_autofree char *open = g_build_filename (self->dir, TC_FILE_OPEN_FOLDER, NULL);
  g_autoptr (GDir) dir = g_dir_open (open, 0, NULL);
  const char *name;

  while (dir && (name = g_dir_read_name (dir))) {
    g_autofree char *path = g_build_filename (open, name, NULL);

    g_mutex_lock (&self->lock);
    gboolean keep = !self->removing || has_copied (self, name);
    g_mutex_unlock (&self->lock);
    if (keep)
      continue;
    clear_folder (path);
    g_remove (path);
  }
}

typedef struct {
  const char *hash; /* (unowned): of the index */
  gint64 used_us;
} Candidate;

static gint
compare_use (gconstpointer a, gconstpointer b)
{
  const Candidate *one = a, *other = b;

  return one->used_us < other->used_us ? -1 : one->used_us > other->used_us;
}

/* With the lock: what may go, longest unused first. */
static GArray *
list_candidates (TcFileCache *self)
{
  GArray *list = g_array_new (FALSE, FALSE, sizeof (Candidate));
  GHashTableIter iter;
  gpointer hash, entry;

  g_hash_table_iter_init (&iter, self->entries);
  while (g_hash_table_iter_next (&iter, &hash, &entry))
    if (count_holds (self, hash) == 0)
      g_array_append_vals (list, &(Candidate){hash, ((Entry *) entry)->used_us}, 1);
  g_array_sort (list, compare_use);
  return list;
}

gboolean
tc_file_cache_make_room (TcFileCache *self, gint64 size)
{
  g_autoptr (GArray) list = NULL;
  gboolean leaves;

  g_mutex_lock (&self->lock);
  leaves = leaves_room (self, size, self->kept);
  if (self->removing && !(leaves && is_within_quota (self, size)))
    list = list_candidates (self);
  for (guint i = 0; list && i < list->len && !(leaves && is_within_quota (self, size)); i++) {
    g_autofree char *hash = g_strdup (g_array_index (list, Candidate, i).hash);

    discard (self, hash);
    leaves = leaves_room (self, size, self->kept);
  }
  g_mutex_unlock (&self->lock);
  return leaves;
}

/* ---- reading ---- */

/* The next start knows by the file's time that it was used. */
static void
mark_used (TcFileCache *self, const char *hash, const char *path)
{
  Entry *entry;

  g_mutex_lock (&self->lock);
  entry = g_hash_table_lookup (self->entries, hash);
  if (entry)
    entry->used_us = g_get_real_time ();
  g_mutex_unlock (&self->lock);
  utimensat (AT_FDCWD, path, NULL, 0);
}

static void
lose (TcFileCache *self, const char *hash, const char *path)
{
  g_mutex_lock (&self->lock);
  forget (self, hash);
  if (count_holds (self, hash) == 0)
    g_unlink (path);
  g_mutex_unlock (&self->lock);
}

GBytes *
tc_file_cache_read (TcFileCache *self, const char *hash, gint64 size_max, GError **error)
{
  g_autofree char *path = name_path (self, hash);
  g_autofree char *found = NULL;
  g_autoptr (GBytes) bytes = NULL;
  GStatBuf info;
  char *data = NULL;
  gsize size = 0;

  if (g_stat (path, &info) < 0) {
    if (errno != ENOENT) {
      fail ("reading", path, error);
      return NULL;
    }
    lose (self, hash, path);
    g_set_error (error, TC_ERROR, TC_ERROR_NOT_FOUND, "the file is not here");
    return NULL;
  }
  if (info.st_size > size_max) {
    g_set_error (error, TC_ERROR, TC_ERROR_LIMIT, "the file is too large to be read whole");
    return NULL;
  }
  if (!g_file_get_contents (path, &data, &size, error))
    return NULL;
  bytes = g_bytes_new_take (data, size);
  found = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);
  if (!g_str_equal (found, hash)) {
    lose (self, hash, path);
    g_set_error (error, TC_ERROR, TC_ERROR_DIVERGED, "the file is damaged");
    return NULL;
  }
  mark_used (self, hash, path);
  return g_steal_pointer (&bytes);
}

/* ---- looking through ---- */

gint64
tc_file_cache_get_size (TcFileCache *self, const char *hash)
{
  gint64 size = -1;
  Entry *entry;

  g_mutex_lock (&self->lock);
  entry = g_hash_table_lookup (self->entries, hash);
  if (entry)
    size = entry->size;
  g_mutex_unlock (&self->lock);
  return size;
}

char *
tc_file_cache_find_next (TcFileCache *self, const char *hash)
{
  const char *first = NULL;
  const char *next = NULL;
  GHashTableIter iter;
  gpointer key;
  char *found;

  g_mutex_lock (&self->lock);
  g_hash_table_iter_init (&iter, self->entries);
  while (g_hash_table_iter_next (&iter, &key, NULL)) {
    const char *one = key;

    if (!first || strcmp (one, first) < 0)
      first = one;
    if (hash && strcmp (one, hash) > 0 && (!next || strcmp (one, next) < 0))
      next = one;
  }
  found = g_strdup (next ? next : first);
  g_mutex_unlock (&self->lock);
  return found;
}

gboolean
tc_file_cache_check (TcFileCache *self, const char *hash)
{
  g_autofree char *path = name_path (self, hash);
  g_autofree char *found = tc_file_sha256 (path, NULL);

  if (g_strcmp0 (found, hash) == 0)
    return TRUE;
  lose (self, hash, path);
  return FALSE;
}
