/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A folder of evidence; see the header.
 */
#include "tc-evidence-folder.h"

#include "tc-recordings-disk.h"

#include <glib/gstdio.h>
#include <stdarg.h>

static void add_fault (GPtrArray *faults, const char *format, ...) G_GNUC_PRINTF (2, 3);

static void
add_fault (GPtrArray *faults, const char *format, ...)
{
  va_list args;

  if (faults->len >= TC_EVIDENCE_FAULTS_MAX)
    return;
  va_start (args, format);
  g_ptr_array_add (faults, g_strdup_vprintf (format, args));
  va_end (args);
}

/* (transfer full) (nullable) */
static char *
read_file (const char *folder, const char *name, gsize max, gsize *size, GError **error)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  char *content = NULL;
  GStatBuf info;

  if (g_stat (path, &info) == 0 && info.st_size > (goffset) max) {
    g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_FAILED, "'%s' is too large", path);
    return NULL;
  }
  return g_file_get_contents (path, &content, size, error) ? content : NULL;
}

static gboolean
verify_file (const char *folder, const TcEvidenceFile *file, GPtrArray *faults,
             GCancellable *cancellable, GError **error)
{
  g_autofree char *path = g_build_filename (folder, file->name, NULL);
  g_autoptr (GError) failure = NULL;
  TcDigest digest;
  gint64 bytes = 0;

  if (!tc_recordings_hash_file (path, &digest, &bytes, cancellable, &failure)) {
    if (g_error_matches (failure, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
    add_fault (faults, "%s: it can't be read (%s)", file->name, failure->message);
  } else if (bytes != file->bytes) {
    add_fault (faults,
               "%s: it was changed: %" G_GINT64_FORMAT " bytes instead of %" G_GINT64_FORMAT,
               file->name, bytes, file->bytes);
  } else if (!tc_digest_equal (&digest, &file->sha256)) {
    add_fault (faults, "%s: it was changed: its SHA-256 is another", file->name);
  }
  return TRUE;
}

/* What nobody wrote of. */
static void
find_others (const char *folder, const TcEvidenceFacts *facts, GPtrArray *faults)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir && (name = g_dir_read_name (dir))) {
    gboolean known = g_str_equal (name, TC_EVIDENCE_MANIFEST) ||
                     g_str_equal (name, TC_EVIDENCE_SIGNATURE);

    for (guint i = 0; i < facts->files->len; i++)
      known = known || g_str_equal (g_array_index (facts->files, TcEvidenceFile, i).name, name);
    if (!known) {
      g_autofree char *shown = g_filename_display_name (name);

      add_fault (faults, "%s: it isn't part of this", shown);
    }
  }
}

gboolean
tc_evidence_verify (const char *folder, const TcPublicKey *key, TcEvidenceFacts *facts,
                    GPtrArray *faults, GCancellable *cancellable, GError **error)
{
  gsize json_size = 0, signature_size = 0;
  g_autofree char *json = read_file (folder, TC_EVIDENCE_MANIFEST, TC_EVIDENCE_MANIFEST_BYTES_MAX,
                                     &json_size, error);
  g_autofree char *signature = json ? read_file (folder, TC_EVIDENCE_SIGNATURE,
                                                 TC_EVIDENCE_SIGNATURE_BYTES_MAX, &signature_size,
                                                 error)
                                    : NULL;
  g_auto (TcEvidenceFacts) read = {0};

  if (!json || !signature)
    return FALSE;
  tc_evidence_read (json, json_size, signature, signature_size, key, &read, faults);
  for (guint i = 0; i < read.files->len; i++)
    if (!verify_file (folder, &g_array_index (read.files, TcEvidenceFile, i), faults, cancellable,
                      error))
      return FALSE;
  find_others (folder, &read, faults);
  *facts = read;
  read = (TcEvidenceFacts){0};
  return TRUE;
}
