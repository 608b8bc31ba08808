/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Where a stream is had, as a desktop says it and as a decoder is told.
 */
#include "tc-tile-private.h"

#include "tc-error.h"

#include <string.h>

static gboolean
check_text (const char *text, gsize max, const char *what, GError **error)
{
  if (!text || (strlen (text) <= max && g_utf8_validate (text, -1, NULL)))
    return TRUE;
  g_set_error (error, TC_ERROR, TC_ERROR_INVALID, "%s of a stream is too long or no text", what);
  return FALSE;
}

static gboolean
check_stream (const TcTileStream *stream, GError **error)
{
  const char *address = stream->address;

  /* It isn't quoted: it may have a password in it. */
  if (!tc_tile_is_address (address)) {
    g_set_error (error, TC_ERROR, TC_ERROR_INVALID,
                 "the address of a stream isn't rtsp:// or rtsps:// without an account");
    return FALSE;
  }
  if (stream->fingerprint && !tc_tile_is_secret_address (address)) {
    g_set_error (error, TC_ERROR, TC_ERROR_INVALID,
                 "a stream with a certificate isn't to be had by rtsp://");
    return FALSE;
  }
  if (stream->n_masks > TC_PICTURE_MASKS_MAX) {
    g_set_error (error, TC_ERROR, TC_ERROR_INVALID, "a stream has more than %d masks",
                 TC_PICTURE_MASKS_MAX);
    return FALSE;
  }
  for (gsize i = 0; i < stream->n_masks; i++) {
    if (!tc_picture_mask_is_valid (&stream->masks[i])) {
      g_set_error (error, TC_ERROR, TC_ERROR_INVALID, "mask %" G_GSIZE_FORMAT " can't be", i);
      return FALSE;
    }
  }
  return check_text (address, TC_TILE_ADDRESS_BYTES_MAX, "the address", error) &&
         check_text (stream->account, TC_TILE_ACCOUNT_BYTES_MAX, "the account", error) &&
         check_text (stream->secret, TC_TILE_SECRET_BYTES_MAX, "the ticket", error);
}

TcTileMessage *
tc_tile_stream_to_message (const TcTileStream *stream, GError **error)
{
  TcTileMessage *message;

  if (!check_stream (stream, error))
    return NULL;
  message = tc_tile_message_new (TC_TILE_PLAY);
  message->address = g_strdup (stream->address);
  message->account = g_strdup (stream->account);
  message->secret = g_strdup (stream->secret);
  message->has_fingerprint = stream->fingerprint != NULL;
  if (stream->fingerprint)
    message->fingerprint = *stream->fingerprint;
  if (stream->n_masks) {
    message->masks = g_array_new (FALSE, FALSE, sizeof (TcPictureMask));
    g_array_append_vals (message->masks, stream->masks, (guint) stream->n_masks);
  }
  return message;
}
