/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Folders of backups; see the header.
 */
#include "tc-backup-set.h"

#include "tc-error.h"
#include "tc-file-store.h"
#include "tc-http-client.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <json-glib/json-glib.h>
#include <string.h>
#include <sys/statvfs.h>
#include <unistd.h>

#define MANIFEST "manifest.json"
#define MANIFEST_SUM "manifest.sha256"
#define MANIFEST_BYTES_MAX (64 * 1024)
#define PARTS_MAX 16
#define COPY_BYTES (1024 * 1024)

/* ---- the manifest ---- */

static const struct {
  const char *name;
  gsize offset;
} texts[] =
    {
        {"version", G_STRUCT_OFFSET (TcBackupManifest, version)},
        {"log_id", G_STRUCT_OFFSET (TcBackupManifest, log_id)},
        {"link", G_STRUCT_OFFSET (TcBackupManifest, link)},
        {"schema_hash", G_STRUCT_OFFSET (TcBackupManifest, schema_hash)},
        {"config_path", G_STRUCT_OFFSET (TcBackupManifest, config_path)},
},
  numbers[] = {
      {"format", G_STRUCT_OFFSET (TcBackupManifest, format)},
      {"made_us", G_STRUCT_OFFSET (TcBackupManifest, made_us)},
      {"epoch", G_STRUCT_OFFSET (TcBackupManifest, epoch)},
      {"lsn", G_STRUCT_OFFSET (TcBackupManifest, lsn)},
      {"schema_state", G_STRUCT_OFFSET (TcBackupManifest, schema_state)},
      {"schema_server", G_STRUCT_OFFSET (TcBackupManifest, schema_server)},
      {"schema_secrets", G_STRUCT_OFFSET (TcBackupManifest, schema_secrets)},
      {"files", G_STRUCT_OFFSET (TcBackupManifest, files)},
      {"files_bytes", G_STRUCT_OFFSET (TcBackupManifest, files_bytes)},
      {"missing", G_STRUCT_OFFSET (TcBackupManifest, missing)},
};

static void
free_part (gpointer data)
{
  TcBackupPart *part = data;

  g_free (part->name);
  g_free (part->sha256);
  g_free (part);
}

TcBackupManifest *
tc_backup_manifest_new (void)
{
  TcBackupManifest *manifest = g_new0 (TcBackupManifest, 1);

  manifest->format = TC_BACKUP_FORMAT;
  manifest->parts = g_ptr_array_new_with_free_func (free_part);
  return manifest;
}

void
tc_backup_manifest_free (TcBackupManifest *manifest)
{
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    g_free (G_STRUCT_MEMBER (char *, manifest, texts[i].offset));
  g_ptr_array_unref (manifest->parts);
  g_free (manifest);
}

gboolean
tc_backup_manifest_add (TcBackupManifest *manifest, const char *dir, const char *name,
                        GError **error)
{
  g_autofree char *path = g_build_filename (dir, name, NULL);
  g_autofree char *sha256 = tc_file_sha256 (path, error);
  GStatBuf info;

  if (!sha256)
    return FALSE;
  if (g_stat (path, &info) < 0)
    return tc_error_take_errno ("reading", path, error);
  TcBackupPart *part = g_new0 (TcBackupPart, 1);
  part->name = g_strdup (name);
  part->size = info.st_size;
  part->sha256 = g_steal_pointer (&sha256);
  g_ptr_array_add (manifest->parts, part);
  return TRUE;
}

static char *
print_manifest (TcBackupManifest *manifest)
{
  g_autoptr (JsonNode) root = json_node_new (JSON_NODE_OBJECT);
  g_autoptr (JsonObject) object = json_object_new ();
  JsonArray *parts = json_array_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (numbers); i++)
    json_object_set_int_member (object, numbers[i].name,
                                G_STRUCT_MEMBER (gint64, manifest, numbers[i].offset));
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    json_object_set_string_member (object, texts[i].name,
                                   G_STRUCT_MEMBER (char *, manifest, texts[i].offset));
  for (guint i = 0; i < manifest->parts->len; i++) {
    const TcBackupPart *part = manifest->parts->pdata[i];
    JsonObject *one = json_object_new ();

    json_object_set_string_member (one, "name", part->name);
    json_object_set_int_member (one, "size", part->size);
    json_object_set_string_member (one, "sha256", part->sha256);
    json_array_add_object_element (parts, one);
  }
  json_object_set_array_member (object, "parts", parts);
  json_node_set_object (root, object);
  return json_to_string (root, TRUE);
}

static gboolean
write_text (const char *dir, const char *name, const char *text, GError **error)
{
  g_autofree char *path = g_build_filename (dir, name, NULL);

  return g_file_set_contents_full (
      path, text, -1, G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0600, error);
}

gboolean
tc_backup_manifest_write (TcBackupManifest *manifest, const char *dir, GError **error)
{
  g_autofree char *text = print_manifest (manifest);
  g_autofree char *sum = g_compute_checksum_for_string (G_CHECKSUM_SHA256, text, -1);
  g_autofree char *line = g_strdup_printf ("%s  " MANIFEST "\n", sum);

  return write_text (dir, MANIFEST, text, error) && write_text (dir, MANIFEST_SUM, line, error);
}

static gboolean
damaged (const char *dir, const char *why, GError **error)
{
  g_set_error (error, TC_ERROR, TC_ERROR_INVALID, "the manifest of '%s' %s", dir, why);
  return FALSE;
}

static gboolean
read_parts (TcBackupManifest *manifest, JsonObject *object)
{
  JsonNode *node = json_object_get_member (object, "parts");
  JsonArray *array = node && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

  for (guint i = 0; array && i < json_array_get_length (array); i++) {
    JsonNode *element = json_array_get_element (array, i);
    JsonObject *one = JSON_NODE_HOLDS_OBJECT (element) ? json_node_get_object (element) : NULL;
    const char *name = one ? json_object_get_string_member_with_default (one, "name", "") : "";
    const char *sha256 = one ? json_object_get_string_member_with_default (one, "sha256", "") : "";

    if (!*name || strchr (name, '/') || *name == '.' || !tc_file_store_is_hash (sha256) ||
        i >= PARTS_MAX)
      return FALSE;
    TcBackupPart *part = g_new0 (TcBackupPart, 1);
    part->name = g_strdup (name);
    part->size = json_object_get_int_member_with_default (one, "size", -1);
    part->sha256 = g_strdup (sha256);
    g_ptr_array_add (manifest->parts, part);
  }
  return manifest->parts->len > 0;
}

static gboolean
parse_manifest (TcBackupManifest *manifest, const char *text, const char *dir, GError **error)
{
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();

  if (!json_parser_load_from_data (parser, text, -1, NULL) || !json_parser_get_root (parser) ||
      !JSON_NODE_HOLDS_OBJECT (json_parser_get_root (parser)))
    return damaged (dir, "is not JSON", error);
  JsonObject *object = json_node_get_object (json_parser_get_root (parser));
  for (gsize i = 0; i < G_N_ELEMENTS (numbers); i++)
    G_STRUCT_MEMBER (
        gint64, manifest,
        numbers[i].offset) = json_object_get_int_member_with_default (object, numbers[i].name, -1);
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    G_STRUCT_MEMBER (char *, manifest, texts[i].offset) = g_strdup (
        json_object_get_string_member_with_default (object, texts[i].name, NULL));
  if (manifest->format != TC_BACKUP_FORMAT)
    return damaged (dir, "has a format that this program doesn't know", error);
  if (!manifest->log_id || !manifest->link || manifest->epoch < 1 || manifest->lsn < 0 ||
      manifest->made_us < 0 || !read_parts (manifest, object))
    return damaged (dir, "is not complete", error);
  return TRUE;
}

TcBackupManifest *
tc_backup_manifest_read (const char *dir, GError **error)
{
  g_autoptr (TcBackupManifest) manifest = tc_backup_manifest_new ();
  g_autofree char *path = g_build_filename (dir, MANIFEST, NULL);
  g_autofree char *sum_path = g_build_filename (dir, MANIFEST_SUM, NULL);
  g_autofree char *text = NULL;
  g_autofree char *expected = NULL;
  gsize size;

  if (!g_file_get_contents (path, &text, &size, error) ||
      !g_file_get_contents (sum_path, &expected, NULL, error))
    return NULL;
  g_autofree char *sum = g_compute_checksum_for_data (G_CHECKSUM_SHA256, (guchar *) text, size);
  if (size > MANIFEST_BYTES_MAX || !g_str_has_prefix (expected, sum)) {
    damaged (dir, "has another hash than manifest.sha256 says", error);
    return NULL;
  }
  return parse_manifest (manifest, text, dir, error) ? g_steal_pointer (&manifest) : NULL;
}

/* ---- generations ---- */

static int
newest_first (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) b, *(const char *const *) a);
}

GPtrArray *
tc_backup_list (const char *root)
{
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GDir) dir = g_dir_open (root, 0, NULL);
  const char *name;

  while (dir && (name = g_dir_read_name (dir))) {
    g_autofree char *manifest = g_build_filename (root, name, MANIFEST, NULL);

    if (g_ascii_isdigit (*name) && g_file_test (manifest, G_FILE_TEST_EXISTS))
      g_ptr_array_add (names, g_strdup (name));
  }
  g_ptr_array_sort (names, newest_first);
  return names;
}

char *
tc_backup_find (const char *path, char **root, GError **error)
{
  g_autofree char *full = g_canonicalize_filename (path, NULL);
  g_autofree char *manifest = g_build_filename (full, MANIFEST, NULL);

  if (g_file_test (manifest, G_FILE_TEST_EXISTS)) {
    *root = g_path_get_dirname (full);
    return g_steal_pointer (&full);
  }
  g_autoptr (GPtrArray) names = tc_backup_list (full);
  if (names->len == 0) {
    g_set_error (error, TC_ERROR, TC_ERROR_NOT_FOUND, "there is no backup in '%s'", full);
    return NULL;
  }
  char *found = g_build_filename (full, names->pdata[0], NULL);
  *root = g_steal_pointer (&full);
  return found;
}

gboolean
tc_backup_remove_tree (const char *path, GError **error)
{
  GStatBuf info;

  if (g_lstat (path, &info) == 0 && S_ISDIR (info.st_mode)) {
    g_autoptr (GDir) dir = g_dir_open (path, 0, error);
    const char *name;

    if (!dir)
      return FALSE;
    while ((name = g_dir_read_name (dir))) {
      g_autofree char *child = g_build_filename (path, name, NULL);

      if (!tc_backup_remove_tree (child, error))
        return FALSE;
    }
  }
  return g_remove (path) == 0 || tc_error_take_errno ("removing", path, error);
}

void
tc_backup_remove_partial (const char *root)
{
  g_autoptr (GDir) dir = g_dir_open (root, 0, NULL);
  const char *name;

  while (dir && (name = g_dir_read_name (dir))) {
    g_autofree char *path = g_build_filename (root, name, NULL);
    g_autoptr (GError) error = NULL;

    if (g_str_has_prefix (name, TC_BACKUP_PARTIAL) && !tc_backup_remove_tree (path, &error))
      g_warning ("what is left of a backup that broke off: %s", error->message);
  }
}

static gboolean
note_needed (const char *sha256, gint64 size, gpointer data, GError **error)
{
  g_hash_table_add (data, g_strdup (sha256));
  return TRUE;
}

static void
remove_unneeded (const char *folder, const char *prefix, GHashTable *needed)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir && (name = g_dir_read_name (dir))) {
    g_autofree char *hash = g_strconcat (prefix, name, NULL);
    g_autofree char *path = g_build_filename (folder, name, NULL);

    if (!g_hash_table_contains (needed, hash))
      g_unlink (path);
  }
}

static gboolean
prune_files (const char *root, GPtrArray *names, GError **error)
{
  g_autoptr (GHashTable) needed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autofree char *files = g_build_filename (root, TC_BACKUP_FILES, NULL);
  g_autoptr (GDir) dir = NULL;
  const char *prefix;

  for (guint i = 0; i < names->len; i++) {
    g_autofree char *generation = g_build_filename (root, names->pdata[i], NULL);

    /* What a generation needs that can't be read isn't known: nothing is removed then. */
    if (!tc_backup_each_file (generation, note_needed, needed, error))
      return FALSE;
  }
  dir = g_dir_open (files, 0, NULL);
  while (dir && (prefix = g_dir_read_name (dir))) {
    g_autofree char *folder = g_build_filename (files, prefix, NULL);

    remove_unneeded (folder, prefix, needed);
  }
  return TRUE;
}

gboolean
tc_backup_prune (const char *root, guint keep, GError **error)
{
  g_autoptr (GPtrArray) names = tc_backup_list (root);

  if (names->len <= keep)
    return TRUE;
  while (names->len > keep) {
    g_autofree char *path = g_build_filename (root, names->pdata[names->len - 1], NULL);
    g_autofree char *gone = g_strconcat (root, "/" TC_BACKUP_PARTIAL,
                                         (char *) names->pdata[names->len - 1], NULL);

    /* Under that name it isn't taken for a backup while it goes. */
    if (g_rename (path, gone) < 0)
      return tc_error_take_errno ("removing", path, error);
    if (!tc_backup_remove_tree (gone, error))
      return FALSE;
    g_ptr_array_remove_index (names, names->len - 1);
  }
  return prune_files (root, names, error);
}

/* ---- files ---- */

char *
tc_backup_file_path (const char *dir, const char *sha256)
{
  g_autofree char *folder = g_strndup (sha256, 2);

  return g_build_filename (dir, folder, sha256 + 2, NULL);
}

gboolean
tc_backup_each_file (const char *generation, TcBackupFileFunc func, gpointer data, GError **error)
{
  g_autofree char *path = g_build_filename (generation, "files.txt", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileInputStream) stream = g_file_read (file, NULL, error);
  g_autoptr (GDataInputStream) lines = stream ? g_data_input_stream_new (G_INPUT_STREAM (stream))
                                              : NULL;
  GError *local = NULL;
  char *line;

  while (lines && (line = g_data_input_stream_read_line (lines, NULL, NULL, &local))) {
    g_autofree char *owned = line;
    char *space = strchr (line, ' ');
    gint64 size = -1;

    if (space)
      *space = '\0';
    if (!space || !tc_file_store_is_hash (line) ||
        !g_ascii_string_to_signed (space + 1, 10, 0, G_MAXINT64, &size, NULL)) {
      g_set_error (error, TC_ERROR, TC_ERROR_INVALID, "'%s' is damaged", path);
      return FALSE;
    }
    if (!func (line, size, data, error))
      return FALSE;
  }
  if (local)
    g_propagate_error (error, local);
  return lines && !local;
}

static gboolean
copy_bytes (int in, int out, const char *from, GChecksum *sum, GCancellable *cancellable,
            GError **error)
{
  g_autofree guint8 *piece = g_malloc (COPY_BYTES);
  gssize got;

  while ((got = read (in, piece, COPY_BYTES)) > 0) {
    gssize done = 0;

    if (g_cancellable_set_error_if_cancelled (cancellable, error))
      return FALSE;
    g_checksum_update (sum, piece, got);
    while (done < got) {
      gssize written = write (out, piece + done, (gsize) (got - done));

      if (written <= 0)
        return tc_error_take_errno ("writing a copy of", from, error);
      done += written;
    }
  }
  return got == 0 || tc_error_take_errno ("reading", from, error);
}

static gboolean
copy_to (const char *from, const char *part, const char *sha256, GCancellable *cancellable,
         GError **error)
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  int in = g_open (from, O_RDONLY | O_CLOEXEC, 0);
  int out = in < 0 ? -1 : g_open (part, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  gboolean ok = out >= 0 ||
                tc_error_take_errno (in < 0 ? "reading" : "making", in < 0 ? from : part, error);

  ok = ok && copy_bytes (in, out, from, sum, cancellable, error);
  ok = ok && (fsync (out) == 0 || tc_error_take_errno ("writing", part, error));
  if (in >= 0)
    close (in);
  if (out >= 0 && close (out) < 0 && ok)
    ok = tc_error_take_errno ("writing", part, error);
  if (ok && sha256 && strcmp (g_checksum_get_string (sum), sha256) != 0) {
    g_set_error (error, TC_ERROR, TC_ERROR_DIVERGED, "'%s' is damaged: it has another hash", from);
    ok = FALSE;
  }
  return ok;
}

gboolean
tc_backup_copy_file (const char *from, const char *to, const char *sha256,
                     GCancellable *cancellable, GError **error)
{
  g_autofree char *part = g_strconcat (to, ".part", NULL);

  if (copy_to (from, part, sha256, cancellable, error)) {
    if (g_rename (part, to) == 0)
      return TRUE;
    tc_error_take_errno ("placing", to, error);
  }
  g_unlink (part);
  return FALSE;
}

gboolean
tc_backup_sync_dir (const char *path, GError **error)
{
  int fd = g_open (path, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);

  if (fd < 0)
    return tc_error_take_errno ("opening", path, error);
  gboolean ok = fsync (fd) == 0 || tc_error_take_errno ("writing", path, error);
  close (fd);
  return ok;
}

gint64
tc_backup_free_bytes (const char *path)
{
  struct statvfs info;

  return statvfs (path, &info) == 0 ? (gint64) info.f_bavail * (gint64) info.f_frsize : -1;
}
