/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Files of drafts; see the header.
 */
#include "tc-kept-file.h"

#include "tc-file-cache.h"
#include "tc-limits.h"
#include "tc-text.h"

#define ONE "(xxsss)"
#define ALL "a" ONE

TcKeptFile *
tc_kept_file_new (gint64 id, const char *hash, gint64 size, const char *name,
                  const char *media_type)
{
  TcKeptFile *file = g_new0 (TcKeptFile, 1);

  *file = (TcKeptFile){id, size, g_strdup (hash), g_strdup (name), g_strdup (media_type)};
  return file;
}

void
tc_kept_file_free (TcKeptFile *file)
{
  g_free (file->hash);
  g_free (file->name);
  g_free (file->media_type);
  g_free (file);
}

GVariant *
tc_kept_files_to_variant (GPtrArray *files)
{
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE (ALL));
  for (guint i = 0; i < files->len; i++) {
    const TcKeptFile *file = files->pdata[i];

    g_variant_builder_add (&builder, ONE, file->id, file->size, file->hash, file->name,
                           file->media_type);
  }
  return g_variant_builder_end (&builder);
}

/* As tc_files_take_async() gives it: what the operation would refuse isn't one. */
static gboolean
is_file (const TcKeptFile *file)
{
  return file->id > 0 && file->size > 0 && file->size <= TC_FILE_BYTES_MAX &&
         tc_file_cache_is_hash (file->hash) && *file->name && *file->media_type &&
         tc_text_is_clean (file->name, TC_TEXT_LINE, TC_NAME_CHARS_MAX);
}

GPtrArray *
tc_kept_files_from_draft (GVariant *data)
{
  GPtrArray *files = g_ptr_array_new_with_free_func ((GDestroyNotify) tc_kept_file_free);
  g_autoptr (GVariant)
      list = g_variant_lookup_value (data, TC_KEPT_FILES_KEY, G_VARIANT_TYPE (ALL));
  gsize n = list ? g_variant_n_children (list) : 0;

  for (gsize i = 0; i < n && files->len < TC_KEPT_FILES_MAX; i++) {
    g_autoptr (TcKeptFile) file = g_new0 (TcKeptFile, 1);

    g_variant_get_child (list, i, ONE, &file->id, &file->size, &file->hash, &file->name,
                         &file->media_type);
    if (is_file (file))
      g_ptr_array_add (files, g_steal_pointer (&file));
  }
  return files;
}

GPtrArray *
tc_kept_files_list_hashes (TcDatabase *db)
{
  GPtrArray *hashes = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (TcQuery) query = tc_database_query (db, "SELECT body FROM draft ORDER BY id", NULL);

  while (tc_query_next (query)) {
    g_autoptr (GBytes) bytes = tc_query_dup_blob (query, 0);
    g_autoptr (GVariant)
        body = g_variant_ref_sink (g_variant_new_from_bytes (G_VARIANT_TYPE_VARDICT, bytes, FALSE));
    g_autoptr (GPtrArray) files = tc_kept_files_from_draft (body);

    for (guint i = 0; i < files->len; i++)
      g_ptr_array_add (hashes, g_strdup (((TcKeptFile *) files->pdata[i])->hash));
  }
  return hashes;
}
