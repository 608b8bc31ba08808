/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Attachments on the server's disk; see the header.
 */
#include "tc-file-store.h"

#include "tc-error.h"
#include "tc-http-client.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PART_DIR "part"
#define DAMAGED_DIR "damaged"
#define GONE_DIR "gone"
/* Of a download that has not come whole, beside its place. */
#define COMING_SUFFIX ".part"
/* Of the room there is, what stays free once some had to be made: looking at all files is slow. */
#define FREE_PART 10

struct _TcFileStore {
  gatomicrefcount refs;
  char *dir; /* (owned) */
  gint64 total_max;
  GMutex lock;
  gint64 total;       /* (mutex lock): of what is here whole */
  GHashTable *claims; /* (mutex lock) (owned): names of parts to the bytes they have room for */
  gint64 claimed;     /* (mutex lock): these together */
};

static gboolean
make_dir (const char *path, GError **error)
{
  return g_mkdir_with_parents (path, 0700) == 0 || tc_error_take_errno ("making", path, error);
}

/* Bytes of all files in a folder that are whole; what is older than @before_us is removed, unless
 * that is 0. */
static gint64
measure (const char *path, gint64 before_us)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;
  gint64 total = 0;

  while (dir && (name = g_dir_read_name (dir))) {
    g_autofree char *file = g_build_filename (path, name, NULL);
    GStatBuf info;

    if (g_stat (file, &info) < 0 || !S_ISREG (info.st_mode))
      continue;
    if (before_us && (gint64) info.st_mtime * G_USEC_PER_SEC < before_us)
      g_unlink (file);
    else if (!g_str_has_suffix (name, COMING_SUFFIX))
      total += info.st_size;
  }
  return total;
}

/* ---- claims ---- */

static char *
name_part (const char *hash, guint16 desk)
{
  return g_strdup_printf ("%s-%u", hash, desk);
}

/* With the lock, as what follows. */
static gint64
get_claim (TcFileStore *self, const char *part)
{
  const gint64 *claim = g_hash_table_lookup (self->claims, part);

  return claim ? *claim : 0;
}

static void
set_claim (TcFileStore *self, const char *part, gint64 size)
{
  self->claimed += size - get_claim (self, part);
  if (size > 0)
    g_hash_table_insert (self->claims, g_strdup (part), g_memdup2 (&size, sizeof size));
  else
    g_hash_table_remove (self->claims, part);
}

static char *
part_path (TcFileStore *self, const char *part)
{
  return g_build_filename (self->dir, PART_DIR, part, NULL);
}

/* Of parts that went. */
static void
drop_claims (TcFileStore *self)
{
  g_autoptr (GList) parts = g_hash_table_get_keys (self->claims);

  for (GList *item = parts; item; item = item->next) {
    g_autofree char *part = g_strdup (item->data);
    g_autofree char *path = part_path (self, part);

    if (g_access (path, F_OK) < 0)
      set_claim (self, part, 0);
  }
}

gboolean
tc_file_store_claim (TcFileStore *self, const char *hash, guint16 desk, gint64 size)
{
  g_autofree char *part = name_part (hash, desk);
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  if (self->total + self->claimed - get_claim (self, part) + size > self->total_max)
    return FALSE;
  set_claim (self, part, size);
  return TRUE;
}

void
tc_file_store_unclaim (TcFileStore *self, const char *hash, guint16 desk)
{
  g_autofree char *part = name_part (hash, desk);
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  set_claim (self, part, 0);
}

void
tc_file_store_tidy (TcFileStore *self, gint64 now_us)
{
  g_autofree char *part = g_build_filename (self->dir, PART_DIR, NULL);
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  measure (part, now_us - TC_FILE_PART_KEPT_US);
  drop_claims (self);
}

/* With the lock, as what follows. */
static void
claim_all (TcFileStore *self)
{
  g_autofree char *path = g_build_filename (self->dir, PART_DIR, NULL);
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir && (name = g_dir_read_name (dir))) {
    g_autofree char *part = part_path (self, name);
    GStatBuf info;

    if (g_stat (part, &info) == 0 && S_ISREG (info.st_mode))
      set_claim (self, name, info.st_size);
  }
}

static void
measure_all (TcFileStore *self)
{
  g_autoptr (GDir) dir = g_dir_open (self->dir, 0, NULL);
  const char *name;

  self->total = 0;
  while (dir && (name = g_dir_read_name (dir))) {
    g_autofree char *path = g_build_filename (self->dir, name, NULL);

    if (strcmp (name, PART_DIR) != 0)
      self->total += measure (path, 0);
  }
}

TcFileStore *
tc_file_store_new (const char *dir, gint64 total_max, GError **error)
{
  g_autofree char *part = g_build_filename (dir, PART_DIR, NULL);
  TcFileStore *self;

  if (!make_dir (dir, error) || !make_dir (part, error))
    return NULL;
  self = g_new0 (TcFileStore, 1);
  g_atomic_ref_count_init (&self->refs);
  self->dir = g_strdup (dir);
  self->total_max = total_max;
  g_mutex_init (&self->lock);
  self->claims = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  tc_file_store_tidy (self, g_get_real_time ());
  claim_all (self);
  measure_all (self);
  return self;
}

TcFileStore *
tc_file_store_ref (TcFileStore *self)
{
  g_atomic_ref_count_inc (&self->refs);
  return self;
}

void
tc_file_store_unref (TcFileStore *self)
{
  if (!g_atomic_ref_count_dec (&self->refs))
    return;
  g_mutex_clear (&self->lock);
  g_hash_table_unref (self->claims);
  g_free (self->dir);
  g_free (self);
}

gboolean
tc_file_store_is_hash (const char *text)
{
  return strlen (text) == TC_SHA256_HEX_SIZE &&
         strspn (text, "0123456789abcdef") == TC_SHA256_HEX_SIZE;
}

char *
tc_file_store_dup_path (TcFileStore *self, const char *hash)
{
  g_autofree char *dir = NULL;

  g_return_val_if_fail (tc_file_store_is_hash (hash), NULL);
  dir = g_strdup_printf ("%s/%.2s", self->dir, hash);
  g_mkdir (dir, 0700); /* that it is there already, or can't be, shows when it is used */
  return g_build_filename (dir, hash + 2, NULL);
}

char *
tc_file_store_dup_part_path (TcFileStore *self, const char *hash, guint16 desk)
{
  g_autofree char *part = name_part (hash, desk);

  return part_path (self, part);
}

gboolean
tc_file_store_has (TcFileStore *self, const char *hash)
{
  g_autofree char *path = tc_file_store_dup_path (self, hash);

  return g_access (path, F_OK) == 0;
}

gint64
tc_file_store_get_part_size (TcFileStore *self, const char *hash, guint16 desk)
{
  g_autofree char *path = tc_file_store_dup_part_path (self, hash, desk);
  GStatBuf info;

  return g_stat (path, &info) == 0 ? info.st_size : 0;
}

gint64
tc_file_store_get_total (TcFileStore *self)
{
  gint64 total;

  g_mutex_lock (&self->lock);
  total = self->total;
  g_mutex_unlock (&self->lock);
  return total;
}

gboolean
tc_file_store_has_room (TcFileStore *self, gint64 size)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return self->total + self->claimed + size <= self->total_max;
}

static gboolean
sync_path (const char *path, int flags, GError **error)
{
  int fd = g_open (path, flags | O_CLOEXEC, 0);

  if (fd < 0)
    return tc_error_take_errno ("opening", path, error);
  if (fsync (fd) < 0) {
    tc_error_take_errno ("writing", path, error);
    close (fd);
    return FALSE;
  }
  close (fd);
  return TRUE;
}

gboolean
tc_file_store_take (TcFileStore *self, const char *hash, guint16 desk, GError **error)
{
  g_autofree char *name = name_part (hash, desk);
  g_autofree char *part = part_path (self, name);
  g_autofree char *path = tc_file_store_dup_path (self, hash);
  g_autofree char *dir = g_path_get_dirname (path);
  g_autofree char *found = tc_file_sha256 (part, error);
  GStatBuf info, before;
  gboolean placed;
  int fault;

  if (!found)
    return FALSE;
  if (!g_str_equal (found, hash)) {
    g_unlink (part);
    tc_file_store_unclaim (self, hash, desk);
    g_set_error (error, TC_ERROR, TC_ERROR_INVALID, "a file came with another hash than its name");
    return FALSE;
  }
  if (!sync_path (part, O_RDONLY, error))
    return FALSE;
  g_mutex_lock (&self->lock);
  if (g_stat (path, &before) < 0)
    before.st_size = 0;
  placed = g_stat (part, &info) == 0 && g_rename (part, path) == 0;
  if (placed) {
    self->total += info.st_size - before.st_size;
    set_claim (self, name, 0);
  }
  fault = errno;
  g_mutex_unlock (&self->lock);
  if (!placed) {
    errno = fault;
    return tc_error_take_errno ("placing", path, error);
  }
  return sync_path (dir, O_RDONLY | O_DIRECTORY, error);
}

char *
tc_file_store_keep (TcFileStore *self, GBytes *bytes, GError **error)
{
  static GMutex one_at_a_time; /* two of the same hash would share a part */
  gsize size;
  const char *text = g_bytes_get_data (bytes, &size);
  g_autofree char *hash = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);
  g_autofree char *part = tc_file_store_dup_part_path (self, hash, 0);
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&one_at_a_time);

  if (!tc_file_store_has_room (self, (gint64) size)) {
    g_set_error (error, TC_ERROR, TC_ERROR_FULL, "there is no room for another attachment");
    return NULL;
  }
  if (!g_file_set_contents_full (part, text, (gssize) size, G_FILE_SET_CONTENTS_NONE, 0600,
                                 error) ||
      !tc_file_store_take (self, hash, 0, error))
    return NULL;
  return g_steal_pointer (&hash);
}

/* ---- places ---- */

const char *
tc_file_store_get_dir (TcFileStore *self)
{
  return self->dir;
}

void
tc_file_store_touch (TcFileStore *self, const char *hash)
{
  g_autofree char *path = tc_file_store_dup_path (self, hash);

  if (utimensat (AT_FDCWD, path, NULL, 0) < 0)
    g_debug ("the time of '%s' stays what it is", path);
}

char *
tc_file_store_dup_place (TcFileStore *self, const char *hash, TcFilePlace place)
{
  if (place == TC_FILE_SEEN)
    return tc_file_store_dup_path (self, hash);
  return g_build_filename (self->dir, place == TC_FILE_GONE ? GONE_DIR : DAMAGED_DIR, hash, NULL);
}

gboolean
tc_file_store_move (TcFileStore *self, const char *hash, TcFilePlace from, TcFilePlace to,
                    GError **error)
{
  g_autofree char *old = tc_file_store_dup_place (self, hash, from);
  g_autofree char *path = tc_file_store_dup_place (self, hash, to);
  g_autofree char *dir = g_path_get_dirname (path);

  if (!make_dir (dir, error))
    return FALSE;
  if (g_rename (old, path) < 0)
    return tc_error_take_errno ("moving", old, error);
  /* From when it stands there. */
  utimensat (AT_FDCWD, path, NULL, 0);
  return TRUE;
}

GPtrArray *
tc_file_store_list (TcFileStore *self)
{
  GPtrArray *hashes = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GDir) dir = g_dir_open (self->dir, 0, NULL);
  const char *folder;

  while (dir && (folder = g_dir_read_name (dir))) {
    g_autofree char *path = g_build_filename (self->dir, folder, NULL);
    g_autoptr (GDir) inner = strlen (folder) == 2 ? g_dir_open (path, 0, NULL) : NULL;
    const char *name;

    while (inner && (name = g_dir_read_name (inner))) {
      g_autofree char *hash = g_strconcat (folder, name, NULL);

      if (g_str_has_suffix (hash, COMING_SUFFIX))
        hash[strlen (hash) - strlen (COMING_SUFFIX)] = '\0';
      if (tc_file_store_is_hash (hash))
        g_ptr_array_add (hashes, g_steal_pointer (&hash));
    }
  }
  return hashes;
}

static void
add_to_total (TcFileStore *self, gint64 bytes)
{
  g_mutex_lock (&self->lock);
  self->total += bytes;
  g_mutex_unlock (&self->lock);
}

static void
remove_from (TcFileStore *self, const char *hash, TcFilePlace place)
{
  g_autofree char *path = tc_file_store_dup_place (self, hash, place);
  GStatBuf info;

  if (g_stat (path, &info) == 0 && g_unlink (path) == 0)
    add_to_total (self, -info.st_size);
}

/* Whoever they came from. */
static void
remove_parts (TcFileStore *self, const char *hash)
{
  g_autofree char *path = g_build_filename (self->dir, PART_DIR, NULL);
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir && (name = g_dir_read_name (dir))) {
    g_autofree char *part = g_build_filename (path, name, NULL);

    if (g_str_has_prefix (name, hash))
      g_unlink (part);
  }
  g_mutex_lock (&self->lock);
  drop_claims (self);
  g_mutex_unlock (&self->lock);
}

void
tc_file_store_erase (TcFileStore *self, const char *hash)
{
  g_autofree char *path = tc_file_store_dup_path (self, hash);
  g_autofree char *coming = g_strconcat (path, COMING_SUFFIX, NULL);

  for (TcFilePlace place = TC_FILE_SEEN; place <= TC_FILE_GONE; place++)
    remove_from (self, hash, place);
  g_unlink (coming);
  remove_parts (self, hash);
}

void
tc_file_store_erase_parts (TcFileStore *self)
{
  remove_parts (self, "");
}

void
tc_file_store_clear (TcFileStore *self)
{
  g_autoptr (GDir) dir = g_dir_open (self->dir, 0, NULL);
  const char *name;

  /* No part becomes a file meanwhile. */
  g_mutex_lock (&self->lock);
  while (dir && (name = g_dir_read_name (dir))) {
    g_autofree char *path = g_build_filename (self->dir, name, NULL);

    measure (path, G_MAXINT64);
  }
  drop_claims (self);
  measure_all (self);
  g_mutex_unlock (&self->lock);
}

void
tc_file_store_drop (TcFileStore *self, const char *hash)
{
  remove_from (self, hash, TC_FILE_GONE);
}

void
tc_file_store_count (TcFileStore *self, const char *hash)
{
  g_autofree char *path = tc_file_store_dup_path (self, hash);
  GStatBuf info;

  if (g_stat (path, &info) == 0)
    add_to_total (self, info.st_size);
}

/* ---- room ---- */

typedef struct {
  char *hash; /* (owned) */
  gint64 used_s;
} Used;

static void
clear_used (gpointer data)
{
  g_free (((Used *) data)->hash);
}

static gint
compare_used (gconstpointer a, gconstpointer b)
{
  gint64 first = ((const Used *) a)->used_s, second = ((const Used *) b)->used_s;

  return (first > second) - (first < second);
}

static void
list_folder (TcFileStore *self, const char *folder, GArray *all)
{
  g_autofree char *path = g_build_filename (self->dir, folder, NULL);
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir && (name = g_dir_read_name (dir))) {
    g_autofree char *file = g_build_filename (path, name, NULL);
    Used used = {g_strconcat (folder, name, NULL), 0};
    GStatBuf info;

    if (!tc_file_store_is_hash (used.hash) || g_stat (file, &info) < 0) {
      g_free (used.hash);
      continue;
    }
    used.used_s = info.st_mtime;
    g_array_append_val (all, used);
  }
}

/* (transfer full) (element-type Used): what was used longest ago first. */
static GArray *
list_used (TcFileStore *self)
{
  GArray *all = g_array_new (FALSE, FALSE, sizeof (Used));
  g_autoptr (GDir) dir = g_dir_open (self->dir, 0, NULL);
  const char *name;

  g_array_set_clear_func (all, clear_used);
  while (dir && (name = g_dir_read_name (dir)))
    list_folder (self, name, all);
  g_array_sort (all, compare_used);
  return all;
}

gboolean
tc_file_store_make_room (TcFileStore *self, gint64 size,
                         gboolean (*keeps) (const char *hash, gpointer data), gpointer data)
{
  gint64 goal = self->total_max - self->total_max / FREE_PART - size;
  g_autoptr (GArray) all = NULL;

  if (tc_file_store_has_room (self, size))
    return TRUE;
  all = list_used (self);
  g_mutex_lock (&self->lock);
  goal -= self->claimed;
  g_mutex_unlock (&self->lock);
  for (guint i = 0; i < all->len && tc_file_store_get_total (self) > goal; i++) {
    const char *hash = g_array_index (all, Used, i).hash;

    if (!keeps (hash, data))
      remove_from (self, hash, TC_FILE_SEEN);
  }
  return tc_file_store_has_room (self, size);
}

gboolean
tc_file_store_put (TcFileStore *self, const char *from, const char *hash, GError **error)
{
  g_autofree char *part = tc_file_store_dup_part_path (self, hash, 0);
  g_autoptr (GFile) source = g_file_new_for_path (from);
  g_autoptr (GFile) target = g_file_new_for_path (part);

  return g_file_copy (source, target, G_FILE_COPY_OVERWRITE | G_FILE_COPY_TARGET_DEFAULT_PERMS,
                      NULL, NULL, NULL, error) &&
         tc_file_store_take (self, hash, 0, error);
}
