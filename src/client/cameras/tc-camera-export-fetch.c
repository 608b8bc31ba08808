/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Fetching a copy that was made: manifest and signature first, which say what else there is; then
 * each file, checked by its SHA-256, gone on with where it broke off. All of it stands in a folder
 * ".part" beside its own until it is whole.
 */
#include "tc-camera-export-private.h"

#include "tc-error.h"
#include "tc-refusal-words.h"
#include "tc-words.h"

#include <glib/gstdio.h>
#include <string.h>

#define PART ".part"
/* A file's name has 255 bytes; a letter up to four. */
#define NAME_CHARS_MAX 40
#define SAME_NAME_MAX 1000
/* A connection that brings so much before it breaks is tried again soon. */
#define WENT_ON_BYTES (1024 * 1024)

/* ---- folders ---- */

/* Letters, digits and a few signs. */
static char *
make_safe (const char *text)
{
  g_autoptr (GString) safe = g_string_new (NULL);
  guint n = 0;

  for (const char *at = text; *at && n < NAME_CHARS_MAX; at = g_utf8_next_char (at), n++) {
    gunichar c = g_utf8_get_char (at);

    g_string_append_unichar (safe,
                             g_unichar_isalnum (c) || g_unichar_ismark (c) || c == '-' ? c : ' ');
  }
  return g_strstrip (g_string_free (g_steal_pointer (&safe), FALSE));
}

/* (transfer full): of the n-th that is called so, from 1 on */
static char *
make_path (TcCameraExport *self, guint n)
{
  const TcCameraExportWish *wish = &self->wish;
  g_autoptr (GDateTime) at = tc_words_local (wish->from_us);
  g_autofree char *when = at ? g_date_time_format (at, "%Y-%m-%d %H.%M.%S") : g_strdup ("");
  g_autofree char *name = make_safe (wish->camera);
  g_autofree char *more = n > 1 ? g_strdup_printf (" (%u)", n) : g_strdup ("");
  g_autofree char *whole = g_strdup_printf ("%s camera %" G_GINT64_FORMAT " %s%s", when,
                                            wish->number, name, more);

  return g_build_filename (self->folder, whole, NULL);
}

/* By its number: two of the same span don't meet. */
static void
name_part (TcCameraExport *self)
{
  g_autofree char *name = g_strdup_printf (".%016" G_GINT64_MODIFIER "x" PART,
                                           (guint64) self->wish.id);

  g_free (self->part);
  self->part = g_build_filename (self->folder, name, NULL);
}

void
tc_camera_export_remove_part (TcCameraExport *self)
{
  g_autoptr (GDir) dir = NULL;
  const char *name;

  if (!self->wish.id)
    return;
  name_part (self);
  dir = g_dir_open (self->part, 0, NULL);
  while (dir && (name = g_dir_read_name (dir))) {
    g_autofree char *path = g_build_filename (self->part, name, NULL);

    g_unlink (path);
  }
  if (dir)
    g_rmdir (self->part);
}

static void
finish (TcCameraExport *self)
{
  for (guint n = 1; n < SAME_NAME_MAX; n++) {
    g_autofree char *path = make_path (self, n);

    if (g_file_test (path, G_FILE_TEST_EXISTS))
      continue;
    if (g_rename (self->part, path) != 0)
      break;
    g_free (self->folder);
    self->folder = g_steal_pointer (&path);
    self->state = TC_EXPORT_DONE;
    g_clear_object (&self->http);
    tc_camera_export_say (self);
    return;
  }
  tc_camera_export_fail (self, "disk");
}

/* ---- files ---- */

static void
progress_cb (goffset current, goffset total, gpointer data)
{
  TcCameraExport *self = data;

  if (self->step != TC_FETCH_FILE || self->bytes <= 0)
    return;
  if (self->begun < 0)
    self->begun = current;
  if (current - self->begun >= WENT_ON_BYTES)
    tc_camera_export_went_on (self);
  self->done = CLAMP ((double) (self->bytes_before + current) / (double) self->bytes, 0, 1);
  tc_camera_export_say (self);
}

static void
take_failure (TcCameraExport *self, const GError *error)
{
  static const int local[] = {G_IO_ERROR_NO_SPACE, G_IO_ERROR_PERMISSION_DENIED,
                              G_IO_ERROR_READ_ONLY, G_IO_ERROR_NOT_FOUND, G_IO_ERROR_NOT_DIRECTORY};

  for (gsize i = 0; i < G_N_ELEMENTS (local); i++) {
    if (g_error_matches (error, G_IO_ERROR, local[i])) {
      tc_camera_export_fail (self, "disk");
      return;
    }
  }
  if (g_error_matches (error, TC_ERROR, TC_ERROR_NOT_FOUND))
    tc_camera_export_fail (self, "camera.no-export");
  else if (g_error_matches (error, TC_ERROR, TC_ERROR_LIMIT) ||
           (g_error_matches (error, TC_ERROR, TC_ERROR_DIVERGED) && self->diverged)) {
    tc_camera_export_remove_part (self);
    tc_camera_export_fail (self, "signature");
  } else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
    /* A power cut may spoil what was there: once it is fetched anew. */
    self->diverged = g_error_matches (error, TC_ERROR, TC_ERROR_DIVERGED);
    /* The line broke, or the ticket ended meanwhile: another one is had. */
    tc_camera_export_wait (self, NULL);
  }
}

/* ---- what is there to be fetched ---- */

/* An older host doesn't say. */
static gboolean
is_its_number (TcCameraExport *self, const char *copy)
{
  g_autofree char *own = g_strdup_printf ("%" G_GINT64_FORMAT, self->wish.id);

  return !*copy || g_str_equal (copy, own);
}

/* What it says of itself is what was wanted, and the host has signed it. */
static gboolean
read_manifest (TcCameraExport *self)
{
  g_autofree char *json_path = g_build_filename (self->part, TC_EVIDENCE_MANIFEST, NULL);
  g_autofree char *signature_path = g_build_filename (self->part, TC_EVIDENCE_SIGNATURE, NULL);
  g_autofree char *json = NULL, *signature = NULL;
  g_autoptr (GPtrArray) faults = g_ptr_array_new_with_free_func (g_free);
  g_auto (TcEvidenceFacts) facts = {0};
  gsize json_size = 0, signature_size = 0;

  if (!g_file_get_contents (json_path, &json, &json_size, NULL) ||
      !g_file_get_contents (signature_path, &signature, &signature_size, NULL))
    return FALSE;
  tc_evidence_read (json, json_size, signature, signature_size, &self->host_key, &facts, faults);
  if (faults->len > 0) {
    g_message ("a copy of a recording isn't taken: %s",
               (const char *) g_ptr_array_index (faults, 0));
    return FALSE;
  }
  if (facts.from_us != self->wish.from_us || facts.until_us != self->wish.until_us ||
      !is_its_number (self, facts.copy))
    return FALSE;
  g_clear_pointer (&self->files, g_array_unref);
  self->files = g_steal_pointer (&facts.files);
  self->bytes = 0;
  for (guint i = 0; i < self->files->len; i++)
    self->bytes += g_array_index (self->files, TcEvidenceFile, i).bytes;
  return TRUE;
}

/* ---- one after the other ---- */

static void fetch_next (TcCameraExport *self);

/* What was fetched is as it has to be: the next. FALSE: it isn't what the host signed. */
static gboolean
go_on (TcCameraExport *self)
{
  switch (self->step) {
  case TC_FETCH_MANIFEST:
    self->step = TC_FETCH_SIGNATURE;
    return TRUE;
  case TC_FETCH_SIGNATURE:
    self->step = TC_FETCH_FILE;
    self->file = 0;
    return read_manifest (self);
  default:
    self->file++;
    return TRUE;
  }
}

static void
fetched_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TcCameraExport) self = data;
  g_autoptr (GError) error = NULL;
  gboolean fetched = tc_http_client_download_finish (TC_HTTP_CLIENT (source), result, &error);

  if (!self->desk || self->state != TC_EXPORT_FETCHED)
    return;
  if (!fetched) {
    take_failure (self, error);
    return;
  }
  if (self->step == TC_FETCH_FILE)
    tc_camera_export_went_on (self);
  if (go_on (self)) {
    fetch_next (self);
    return;
  }
  tc_camera_export_remove_part (self);
  tc_camera_export_fail (self, "signature");
}

static gboolean
is_here (const char *path, gint64 size)
{
  GStatBuf info;

  return g_stat (path, &info) == 0 && info.st_size == size;
}

/* One of the two that say what else there is: always anew. */
static void
fetch_small (TcCameraExport *self, const char *name, gsize size_max)
{
  g_autofree char *path = g_build_filename (self->part, name, NULL);
  g_autofree char *remote = g_strdup_printf ("%s/%s", self->remote, name);

  g_unlink (path);
  tc_http_client_download_async (self->http, remote, path, -1, (gint64) size_max, NULL,
                                 self->cancellable, NULL, NULL, fetched_cb, g_object_ref (self));
}

/* The first that isn't here; what has its name was proved. (nullable) */
static const TcEvidenceFile *
find_missing (TcCameraExport *self)
{
  for (; self->file < self->files->len; self->file++) {
    const TcEvidenceFile *file = &g_array_index (self->files, TcEvidenceFile, self->file);
    g_autofree char *path = g_build_filename (self->part, file->name, NULL);

    if (!is_here (path, file->bytes))
      return file;
  }
  return NULL;
}

static void
fetch_file (TcCameraExport *self)
{
  const TcEvidenceFile *file = find_missing (self);
  g_autofree char *path = NULL, *remote = NULL, *hex = NULL;

  if (!file) {
    finish (self);
    return;
  }
  path = g_build_filename (self->part, file->name, NULL);
  self->bytes_before = 0;
  self->begun = -1;
  for (guint i = 0; i < self->file; i++)
    self->bytes_before += g_array_index (self->files, TcEvidenceFile, i).bytes;
  remote = g_strdup_printf ("%s/%s", self->remote, file->name);
  hex = tc_digest_to_hex (&file->sha256);
  tc_http_client_download_async (self->http, remote, path, file->bytes, file->bytes, hex,
                                 self->cancellable, progress_cb, self, fetched_cb,
                                 g_object_ref (self));
}

static void
fetch_next (TcCameraExport *self)
{
  switch (self->step) {
  case TC_FETCH_MANIFEST:
    fetch_small (self, TC_EVIDENCE_MANIFEST, TC_EVIDENCE_MANIFEST_BYTES_MAX);
    break;
  case TC_FETCH_SIGNATURE:
    fetch_small (self, TC_EVIDENCE_SIGNATURE, TC_EVIDENCE_SIGNATURE_BYTES_MAX);
    break;
  default:
    fetch_file (self);
    break;
  }
}

/* ---- the ticket ---- */

/* (nullable): so many bytes of @value */
static gconstpointer
get_bytes (GVariant *value, gsize size)
{
  gsize n = 0;
  gconstpointer bytes = value ? g_variant_get_fixed_array (value, &n, 1) : NULL;

  return n == size ? bytes : NULL;
}

/* The server's address of the files, in two parts. FALSE: it is none that may be used. */
static gboolean
take_address (TcCameraExport *self, const char *address, const TcDigest *fingerprint,
              const char *secret)
{
  g_autoptr (GUri) uri = g_uri_parse (address, G_URI_FLAGS_NONE, NULL);
  g_autofree char *base = NULL;

  if (!uri || !g_str_equal (g_uri_get_scheme (uri), "https") || !g_uri_get_host (uri))
    return FALSE;
  base = g_uri_join (G_URI_FLAGS_NONE, "https", NULL, g_uri_get_host (uri), g_uri_get_port (uri),
                     "", NULL, NULL);
  g_clear_object (&self->http);
  self->http = tc_http_client_new_pinned (base, fingerprint, NULL);
  if (!self->http)
    return FALSE;
  tc_http_client_set_token (self->http, secret);
  g_free (self->remote);
  self->remote = g_strdup (g_uri_get_path (uri));
  return TRUE;
}

static gboolean
take_ticket (TcCameraExport *self, GVariant *value)
{
  g_autoptr (GVariant)
      print = g_variant_lookup_value (value, "fingerprint", G_VARIANT_TYPE_BYTESTRING);
  g_autoptr (GVariant) key = g_variant_lookup_value (value, "key", G_VARIANT_TYPE_BYTESTRING);
  gconstpointer print_bytes = get_bytes (print, TC_DIGEST_SIZE);
  gconstpointer key_bytes = get_bytes (key, TC_KEY_PUBLIC_SIZE);
  const char *address = NULL, *secret = NULL;
  TcDigest fingerprint;

  if (!print_bytes || !key_bytes || !g_variant_lookup (value, "address", "&s", &address) ||
      !g_variant_lookup (value, "secret", "&s", &secret))
    return FALSE;
  memcpy (fingerprint.bytes, print_bytes, TC_DIGEST_SIZE);
  memcpy (self->host_key.bytes, key_bytes, TC_KEY_PUBLIC_SIZE);
  return take_address (self, address, &fingerprint, secret);
}

static void
ticket_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TcCameraExport) self = data;
  g_autoptr (TcRefusal) refusal = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) value = tc_desk_ask_finish (TC_DESK (source), result, &refusal, &error);

  if (!self->desk || self->state != TC_EXPORT_FETCHED)
    return;
  if (!value) {
    tc_camera_export_take_trouble (self, refusal, error);
    return;
  }
  if (!take_ticket (self, value)) {
    tc_camera_export_fail (self, "failed");
    return;
  }
  name_part (self);
  if (g_mkdir_with_parents (self->part, 0700) != 0) {
    tc_camera_export_fail (self, "disk");
    return;
  }
  self->step = TC_FETCH_MANIFEST;
  fetch_next (self);
}

void
tc_camera_export_fetch (TcCameraExport *self)
{
  tc_camera_export_ask (self, "camera.export-fetch", FALSE, ticket_cb);
}
