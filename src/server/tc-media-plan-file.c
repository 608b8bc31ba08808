/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A sealed plan; see the header.
 */
#include "tc-media-plan-file.h"

#include "tc-seal.h"

#include <string.h>

gboolean
tc_media_plan_file_save (const char *path, const TcKey *key, const GPtrArray *plan, GError **error)
{
  g_autoptr (GVariant) value = g_variant_ref_sink (tc_media_plan_write (plan));
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  guint8 head[TC_SEAL_HEAD_SIZE];
  g_autoptr (TcSeal) seal = tc_seal_new (tc_key_get_public (key), head);
  g_autoptr (GBytes) record = NULL;
  gsize size;
  gconstpointer data;

  g_assert (seal);
  record = tc_seal_push (seal, g_variant_get_data (value), g_variant_get_size (value), TRUE);
  data = g_bytes_get_data (record, &size);
  g_byte_array_append (bytes, head, sizeof head);
  g_byte_array_append (bytes, data, (guint) size);
  return g_file_set_contents_full (path, (const char *) bytes->data, (gssize) bytes->len,
                                   G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE,
                                   0600, error);
}

/* (transfer full) (nullable): what was sealed. */
static GBytes *
unseal (const char *data, gsize size, const TcKey *key)
{
  g_autoptr (TcSeal) seal = NULL;
  gboolean last = FALSE;
  GBytes *bytes;

  if (size < TC_SEAL_HEAD_SIZE)
    return NULL;
  seal = tc_seal_open (key, (const guint8 *) data);
  bytes = seal ? tc_seal_pull (seal, data + TC_SEAL_HEAD_SIZE, size - TC_SEAL_HEAD_SIZE, &last)
               : NULL;
  if (!last)
    g_clear_pointer (&bytes, g_bytes_unref);
  return bytes;
}

GPtrArray *
tc_media_plan_file_load (const char *path, const TcKey *key, GError **error)
{
  g_autofree char *data = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GVariant) value = NULL;
  gsize size;

  if (!g_file_get_contents (path, &data, &size, error))
    return NULL;
  bytes = unseal (data, size, key);
  if (!bytes) {
    g_set_error (error, TC_ERROR, TC_ERROR_INVALID, "%s is damaged, or not this host's", path);
    return NULL;
  }
  value = g_variant_ref_sink (g_variant_new_from_bytes (G_VARIANT_TYPE_VARDICT, bytes, FALSE));
  return tc_media_plan_read (value, error);
}
