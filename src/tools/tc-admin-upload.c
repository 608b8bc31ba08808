/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Sending a file in pieces; see the header.
 */
#include "tc-admin-upload.h"

#include <glib/gi18n-lib.h>

static JsonObject *
ask (const char *hash, const guchar *data, gsize size, gsize offset)
{
  JsonObject *question = tc_admin_question ("put-file");
  gsize length = MIN (size - offset, TC_ADMIN_PIECE_BYTES);
  g_autofree char *text = g_base64_encode (data + offset, length);

  json_object_set_string_member (question, "hash", hash);
  json_object_set_int_member (question, "size", (gint64) size);
  json_object_set_int_member (question, "offset", (gint64) offset);
  json_object_set_string_member (question, "data", text);
  return question;
}

static gboolean
send_pieces (TcAdminClient *client, const char *hash, const guchar *data, gsize size,
             GError **error)
{
  gsize pieces_max = size / TC_ADMIN_PIECE_BYTES + 2;
  gsize offset = 0;

  /* The server says where it stands: a part may be there already. */
  for (gsize i = 0; offset < size && i < pieces_max; i++) {
    g_autoptr (JsonObject)
        answer = tc_admin_client_call (client, ask (hash, data, size, offset), error);
    if (!answer)
      return FALSE;
    gint64 there = json_object_get_int_member_with_default (answer, "offset", -1);
    if (there < 0 || there > (gint64) size)
      break;
    offset = (gsize) there;
  }
  if (offset == size)
    return TRUE;
  g_set_error (error, TC_ADMIN_ERROR, TC_ADMIN_ERROR_PROTOCOL,
               _ ("the server does not take the file"));
  return FALSE;
}

gboolean
tc_admin_upload (TcAdminClient *client, const char *path, GError **error)
{
  g_autofree char *data = NULL;
  gsize size = 0;

  if (!g_file_get_contents (path, &data, &size, error))
    return FALSE;
  g_autofree char *hash = g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *) data,
                                                       size);
  return send_pieces (client, hash, (const guchar *) data, size, error);
}
