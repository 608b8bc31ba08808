/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Looking through attachments; see the header.
 */
#include "tc-file-check.h"

#include "tc-backup-set.h"
#include "tc-http-client.h"
#include "tc-limits.h"

#include <glib/gstdio.h>
#include <string.h>

G_STATIC_ASSERT (TC_FILE_UNNAMED_US > TC_OFFLINE_MAX_US);

/* At which a wait is cut up, so that it ends when it is told to. */
#define NAP_US (200 * 1000)

typedef struct {
  const TcFileCheckOptions *options; /* (unowned) */
  GCancellable *cancellable;         /* (unowned) */
  TcFileChecked *checked;            /* (unowned) */
  GHashTable *named;                 /* (owned) (element-type utf8): hashes of rows */
} Check;

void
tc_file_checked_clear (TcFileChecked *checked)
{
  g_clear_pointer (&checked->wanted, g_ptr_array_unref);
}

/* ---- what rows name ---- */

static gboolean
read_named (Check *check, const char *prefix, GError **error)
{
  g_autofree char *end = g_strconcat (prefix, "g", NULL);
  g_autoptr (TcQuery) query = tc_database_query (
      check->options->db,
      "SELECT DISTINCT hash FROM attachment WHERE hash >= ? AND hash < ? ORDER BY hash", "ss",
      prefix, end);

  while (tc_query_next (query)) {
    if (tc_file_store_is_hash (tc_query_text (query, 0)))
      g_hash_table_add (check->named, tc_query_dup_text (query, 0));
  }
  return tc_database_check (check->options->db, error);
}

/* A row may have come since the list was read. */
static gboolean
is_named (Check *check, const char *hash)
{
  return g_hash_table_contains (check->named, hash) ||
         tc_database_get_int (check->options->db, 0,
                              "SELECT 1 FROM attachment WHERE hash = ? LIMIT 1", "s", hash) != 0;
}

/* ---- what is there ---- */

static gint
compare_hashes (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* Names in a folder that make up hashes, in order. */
static GPtrArray *
list_hashes (const char *path, const char *prefix, const char *begins)
{
  GPtrArray *hashes = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir && (name = g_dir_read_name (dir))) {
    g_autofree char *hash = g_strconcat (prefix, name, NULL);

    if (tc_file_store_is_hash (hash) && g_str_has_prefix (hash, begins))
      g_ptr_array_add (hashes, g_steal_pointer (&hash));
  }
  g_ptr_array_sort (hashes, compare_hashes);
  return hashes;
}

/* As long as so many bytes may take. */
static void
rest (Check *check, gint64 bytes)
{
  gint64 left_us = check->options->bytes_per_s
                       ? bytes * G_USEC_PER_SEC / check->options->bytes_per_s
                       : 0;

  for (; left_us > 0 && !g_cancellable_is_cancelled (check->cancellable); left_us -= NAP_US)
    g_usleep ((gulong) MIN (left_us, NAP_US));
}

static void
set_aside (Check *check, const char *hash)
{
  g_autofree char *path = tc_file_store_dup_place (check->options->store, hash, TC_FILE_SET_ASIDE);
  g_autoptr (GError) error = NULL;

  check->checked->damaged++;
  if (tc_file_store_move (check->options->store, hash, TC_FILE_SEEN, TC_FILE_SET_ASIDE, &error))
    g_critical ("an attachment is damaged on the disk and was set aside: %s", path);
  else
    g_critical ("an attachment is damaged on the disk: %s", error->message);
}

/* Of what no row names: out of sight once it is old. */
static void
retire (Check *check, const char *hash, gint64 time_us)
{
  g_autoptr (GError) error = NULL;

  if (check->options->now_us - time_us < TC_FILE_UNNAMED_US || is_named (check, hash) ||
      tc_database_has_fault (check->options->db))
    return;
  if (!tc_file_store_move (check->options->store, hash, TC_FILE_SEEN, TC_FILE_GONE, &error))
    g_warning ("looking through attachments: %s", error->message);
}

static void
check_file (Check *check, const char *hash)
{
  g_autofree char *path = tc_file_store_dup_path (check->options->store, hash);
  g_autofree char *found = NULL;
  GStatBuf info;

  if (g_stat (path, &info) < 0)
    return;
  found = tc_file_sha256 (path, NULL);
  check->checked->checked++;
  check->checked->bytes += info.st_size;
  if (g_strcmp0 (found, hash) != 0)
    set_aside (check, hash);
  else
    retire (check, hash, (gint64) info.st_mtime * G_USEC_PER_SEC);
  rest (check, info.st_size);
}

/* ---- what is out of sight ---- */

static void
check_gone (Check *check, const char *hash)
{
  TcFileStore *store = check->options->store;
  g_autofree char *path = tc_file_store_dup_place (store, hash, TC_FILE_GONE);
  g_autoptr (GError) error = NULL;
  GStatBuf info;

  if (g_stat (path, &info) < 0)
    return;
  if (is_named (check, hash) && !tc_file_store_has (store, hash)) {
    if (tc_file_store_move (store, hash, TC_FILE_GONE, TC_FILE_SEEN, &error))
      check->checked->restored++;
    else
      g_warning ("looking through attachments: %s", error->message);
  } else if (!tc_database_has_fault (check->options->db) &&
             check->options->now_us - (gint64) info.st_mtime * G_USEC_PER_SEC > TC_FILE_GONE_US) {
    tc_file_store_drop (store, hash);
    check->checked->removed++;
  }
}

/* ---- what is missing ---- */

static void
find_missing (Check *check, const char *hash)
{
  g_autofree char *path = check->options->backups
                              ? tc_backup_file_path (check->options->backups, hash)
                              : NULL;
  g_autoptr (GError) error = NULL;

  if (tc_file_store_has (check->options->store, hash))
    return;
  if (path && g_access (path, R_OK) == 0 &&
      tc_file_store_put (check->options->store, path, hash, &error)) {
    g_message ("an attachment that was lost is here again, from the backups: %s", hash);
    check->checked->restored++;
    return;
  }
  if (!check->checked->wanted)
    check->checked->wanted = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (check->checked->wanted, g_strdup (hash));
}

/* ---- a folder ---- */

static gboolean
check_each (Check *check, GPtrArray *hashes, void (*func) (Check *check, const char *hash),
            GError **error)
{
  for (guint i = 0; i < hashes->len; i++) {
    if (g_cancellable_set_error_if_cancelled (check->cancellable, error))
      return FALSE;
    func (check, hashes->pdata[i]);
  }
  return TRUE;
}

static GPtrArray *
list_named (Check *check)
{
  GPtrArray *hashes = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer hash;

  g_hash_table_iter_init (&iter, check->named);
  while (g_hash_table_iter_next (&iter, &hash, NULL))
    g_ptr_array_add (hashes, hash);
  return hashes;
}

gboolean
tc_file_check_folder (const TcFileCheckOptions *options, guint folder, GCancellable *cancellable,
                      TcFileChecked *checked, GError **error)
{
  g_autoptr (GHashTable) named = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Check check = {options, cancellable, checked, named};
  g_autofree char *prefix = g_strdup_printf ("%02x", folder);
  const char *dir = tc_file_store_get_dir (options->store);
  g_autofree char *seen_dir = g_build_filename (dir, prefix, NULL);
  g_autofree char *gone_dir = g_build_filename (dir, "gone", NULL);

  if (!read_named (&check, prefix, error))
    return FALSE;
  if (folder == 0)
    tc_file_store_tidy (options->store, options->now_us);
  g_autoptr (GPtrArray) gone = list_hashes (gone_dir, "", prefix);
  g_autoptr (GPtrArray) seen = list_hashes (seen_dir, prefix, prefix);
  g_autoptr (GPtrArray) wanted = list_named (&check);
  return check_each (&check, gone, check_gone, error) &&
         check_each (&check, seen, check_file, error) &&
         check_each (&check, wanted, find_missing, error) && tc_database_check (options->db, error);
}
