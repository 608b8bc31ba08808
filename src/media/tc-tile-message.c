/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Messages as bytes; see the header. For each kind one function writes its fields and one reads
 * them in the same order; a value that can't be makes the reader fail like missing bytes do.
 */
#include "tc-tile-message.h"

#include "tc-bytes.h"
#include "tc-error.h"
#include "tc-limits.h"
#include "tc-replay-mark.h"
#include "tc-segment.h"

#include <string.h>

/* Times that a clock which began with the computer can have; offsets between two clocks. */
#define MONOTONIC_MAX_US ((gint64) 100 * 366 * TC_US_PER_DAY)
#define OFFSET_MAX_US ((gint64) 200 * 366 * TC_US_PER_DAY)
#define BYTES_PER_PIXEL 4

TcTileMessage *
tc_tile_message_new (TcTileKind kind)
{
  TcTileMessage *self = g_new0 (TcTileMessage, 1);

  self->kind = kind;
  return self;
}

void
tc_tile_message_free (TcTileMessage *self)
{
  if (!self)
    return;
  g_free (self->address);
  g_free (self->account);
  if (self->secret)
    explicit_bzero (self->secret, strlen (self->secret));
  g_free (self->secret);
  g_free (self->detail);
  g_clear_pointer (&self->masks, g_array_unref);
  g_clear_pointer (&self->counts, g_array_unref);
  g_free (self);
}

#define PLAIN "rtsp://"
#define SECRET "rtsps://"

gboolean
tc_tile_is_secret_address (const char *address)
{
  return address && g_str_has_prefix (address, SECRET);
}

gboolean
tc_tile_is_address (const char *address)
{
  const char *host;

  if (!address || (!g_str_has_prefix (address, PLAIN) && !g_str_has_prefix (address, SECRET)))
    return FALSE;
  for (const char *at = address; *at; at++)
    if ((guchar) *at <= ' ' || *at == 0x7f)
      return FALSE;
  host = strstr (address, "//") + 2;
  return strcspn (host, "/?#@") > 0 && host[strcspn (host, "/?#@")] != '@';
}

gsize
tc_tile_slot_bytes (int width, int height)
{
  return (gsize) width * (gsize) height * BYTES_PER_PIXEL;
}

/* ---- writing ---- */

static void
write_play (const TcTileMessage *self, GByteArray *out)
{
  guint n_masks = self->masks ? self->masks->len : 0;

  tc_write_uint (out, self->attempt);
  tc_write_u8 (out, (guint8) self->rung);
  tc_write_u8 (out, (guint8) self->importance);
  tc_write_u8 (out, (guint8) self->loudness);
  tc_write_text (out, self->address);
  tc_write_text (out, self->account);
  tc_write_text (out, self->secret);
  tc_write_u8 (out, self->has_fingerprint ? 1 : 0);
  if (self->has_fingerprint)
    tc_write_raw (out, self->fingerprint.bytes, TC_DIGEST_SIZE);
  tc_write_uint (out, n_masks);
  for (guint i = 0; i < n_masks; i++) {
    const TcPictureMask *mask = &g_array_index (self->masks, TcPictureMask, i);

    tc_write_uint (out, mask->left_pm);
    tc_write_uint (out, mask->top_pm);
    tc_write_uint (out, mask->right_pm);
    tc_write_uint (out, mask->bottom_pm);
  }
}

static void
write_size (const TcTileMessage *self, GByteArray *out)
{
  tc_write_uint (out, (guint64) self->width);
  tc_write_uint (out, (guint64) self->height);
}

static void
write_frame (const TcTileMessage *self, GByteArray *out)
{
  tc_write_uint (out, self->attempt);
  tc_write_uint (out, self->ring);
  tc_write_uint (out, self->slot);
  write_size (self, out);
  tc_write_uint (out, self->number);
  tc_write_int (out, self->decoded_us);
  tc_write_int (out, self->recorded_us);
}

static void
write_state (const TcTileMessage *self, GByteArray *out)
{
  const TcStreamReport *report = &self->report;

  tc_write_uint (out, self->attempt);
  tc_write_u8 (out, (guint8) report->state);
  tc_write_u8 (out, (guint8) report->cause);
  tc_write_int (out, report->since_us);
  tc_write_int (out, report->picture_us);
  tc_write_int (out, report->clock_offset_us);
  tc_write_u8 (out, (guint8) report->sent);
  tc_write_int (out, report->sent_gap_us);
  tc_write_u8 (out, (guint8) report->sound);
  tc_write_text (out, self->detail);
}

static void
write_counts (const TcTileCounts *counts, GByteArray *out)
{
  tc_write_uint (out, counts->tile);
  tc_write_uint (out, counts->attempt);
  tc_write_uint (out, counts->n_bytes);
  tc_write_uint (out, counts->n_frames);
  tc_write_uint (out, counts->n_lost);
  tc_write_uint (out, counts->n_dropped);
  tc_write_uint (out, counts->n_decoded);
  tc_write_uint (out, counts->n_skipped);
  tc_write_uint (out, (guint64) counts->width);
  tc_write_uint (out, (guint64) counts->height);
  tc_write_uint (out, (guint64) counts->rate_milli);
  tc_write_text (out, counts->codec);
}

static void
write_statistics (const TcTileMessage *self, GByteArray *out)
{
  guint n_counts = self->counts ? self->counts->len : 0;

  tc_write_uint (out, self->memory_bytes);
  tc_write_uint (out, n_counts);
  for (guint i = 0; i < n_counts; i++)
    write_counts (&g_array_index (self->counts, TcTileCounts, i), out);
}

static void
wipe_cb (gpointer data)
{
  GByteArray *bytes = data;

  explicit_bzero (bytes->data, bytes->len);
  g_byte_array_unref (bytes);
}

GBytes *
tc_tile_message_write (const TcTileMessage *self)
{
  /* So large that it is never moved, which would leave the secret behind. */
  GByteArray *out = g_byte_array_sized_new (self->secret ? TC_TILE_MESSAGE_BYTES_MAX : 64);

  tc_write_u8 (out, (guint8) self->kind);
  tc_write_uint (out, self->tile);
  switch (self->kind) {
  case TC_TILE_RING:
    tc_write_uint (out, self->ring);
    write_size (self, out);
    break;
  case TC_TILE_PLAY:
    write_play (self, out);
    break;
  case TC_TILE_RUNG:
    tc_write_u8 (out, (guint8) self->rung);
    tc_write_u8 (out, (guint8) self->importance);
    tc_write_u8 (out, (guint8) self->loudness);
    break;
  case TC_TILE_RELEASE:
    tc_write_uint (out, self->ring);
    tc_write_uint (out, self->slot);
    break;
  case TC_TILE_DROP:
    tc_write_uint (out, self->attempt);
    break;
  case TC_TILE_FRAME:
    write_frame (self, out);
    break;
  case TC_TILE_STATE:
    write_state (self, out);
    break;
  case TC_TILE_STATISTICS:
    write_statistics (self, out);
    break;
  default: /* TC_TILE_STOP has no more fields */
    break;
  }
  return self->secret ? g_bytes_new_with_free_func (out->data, out->len, wipe_cb, out)
                      : g_byte_array_free_to_bytes (out);
}

/* ---- reading ---- */

/* A whole number up to @max. */
static guint64
read_up_to (TcReader *reader, guint64 max)
{
  guint64 value = tc_read_uint (reader);

  if (value > max)
    reader->failed = TRUE;
  return reader->failed ? 0 : value;
}

static gint64
read_between (TcReader *reader, gint64 min, gint64 max)
{
  gint64 value = tc_read_int (reader);

  if (value < min || value > max)
    reader->failed = TRUE;
  return reader->failed ? 0 : value;
}

/* NULL where it is empty. */
static char *
read_optional (TcReader *reader, gsize max)
{
  g_autofree char *text = tc_read_text (reader, max);

  return *text ? g_steal_pointer (&text) : NULL;
}

static void
read_size (TcTileMessage *self, TcReader *reader)
{
  self->width = (gint32) read_up_to (reader, TC_TILE_SIDE_MAX);
  self->height = (gint32) read_up_to (reader, TC_TILE_SIDE_MAX);
  if (self->width == 0 || self->height == 0 || self->width * self->height > TC_TILE_PIXELS_MAX)
    reader->failed = TRUE;
}

static void
read_masks (TcTileMessage *self, TcReader *reader)
{
  guint64 n_masks = read_up_to (reader, TC_PICTURE_MASKS_MAX);

  if (n_masks == 0)
    return;
  self->masks = g_array_new (FALSE, FALSE, sizeof (TcPictureMask));
  for (guint64 i = 0; i < n_masks && !reader->failed; i++) {
    TcPictureMask mask = {0};

    mask.left_pm = (guint16) read_up_to (reader, TC_PICTURE_MASK_PM_MAX);
    mask.top_pm = (guint16) read_up_to (reader, TC_PICTURE_MASK_PM_MAX);
    mask.right_pm = (guint16) read_up_to (reader, TC_PICTURE_MASK_PM_MAX);
    mask.bottom_pm = (guint16) read_up_to (reader, TC_PICTURE_MASK_PM_MAX);
    if (!tc_picture_mask_is_valid (&mask))
      reader->failed = TRUE;
    g_array_append_val (self->masks, mask);
  }
}

static void
read_rung (TcTileMessage *self, TcReader *reader)
{
  self->rung = (TcDecodeRung) read_up_to (reader, TC_RUNG_N - 1);
  self->importance = (TcTileImportance) read_up_to (reader, TC_IMPORTANCE_N - 1);
  self->loudness = (TcLoudness) read_up_to (reader, TC_LOUDNESS_N - 1);
}

static void
read_play (TcTileMessage *self, TcReader *reader)
{
  const guint8 *fingerprint;

  self->attempt = (guint32) read_up_to (reader, G_MAXUINT32);
  read_rung (self, reader);
  self->address = read_optional (reader, TC_TILE_ADDRESS_BYTES_MAX);
  self->account = read_optional (reader, TC_TILE_ACCOUNT_BYTES_MAX);
  self->secret = read_optional (reader, TC_TILE_SECRET_BYTES_MAX);
  self->has_fingerprint = read_up_to (reader, 1) == 1;
  fingerprint = self->has_fingerprint ? tc_read_raw (reader, TC_DIGEST_SIZE) : NULL;
  if (fingerprint)
    memcpy (self->fingerprint.bytes, fingerprint, TC_DIGEST_SIZE);
  read_masks (self, reader);
  if (!tc_tile_is_address (self->address) ||
      (self->has_fingerprint && !tc_tile_is_secret_address (self->address)))
    reader->failed = TRUE;
}

static void
read_slot (TcTileMessage *self, TcReader *reader)
{
  self->ring = (guint32) read_up_to (reader, G_MAXUINT32);
  self->slot = (guint32) read_up_to (reader, TC_TILE_SLOTS - 1);
}

static void
read_frame (TcTileMessage *self, TcReader *reader)
{
  self->attempt = (guint32) read_up_to (reader, G_MAXUINT32);
  read_slot (self, reader);
  read_size (self, reader);
  self->number = tc_read_uint (reader);
  self->decoded_us = read_between (reader, 0, MONOTONIC_MAX_US);
  self->recorded_us = read_between (reader, 0, TC_SEGMENT_TIME_MAX_US);
}

static void
read_state (TcTileMessage *self, TcReader *reader)
{
  TcStreamReport *report = &self->report;

  self->attempt = (guint32) read_up_to (reader, G_MAXUINT32);
  report->state = (TcStreamState) read_up_to (reader, TC_STREAM_N_STATES - 1);
  report->cause = (TcStreamCause) read_up_to (reader, TC_CAUSE_N - 1);
  report->since_us = read_between (reader, 0, MONOTONIC_MAX_US);
  report->picture_us = read_between (reader, 0, MONOTONIC_MAX_US);
  report->clock_offset_us = read_between (reader, -OFFSET_MAX_US, OFFSET_MAX_US);
  report->sent = (TcSendRung) read_up_to (reader, TC_SEND_N - 1);
  report->sent_gap_us = read_between (reader, 0, TC_REPLAY_GAP_MS_MAX * G_GINT64_CONSTANT (1000));
  report->sound = (TcSoundState) read_up_to (reader, TC_SOUND_N - 1);
  self->detail = read_optional (reader, TC_TILE_DETAIL_BYTES_MAX);
}

static TcTileCounts
read_counts (TcReader *reader)
{
  TcTileCounts counts = {0};
  g_autofree char *codec = NULL;

  counts.tile = (guint32) read_up_to (reader, G_MAXUINT32);
  counts.attempt = (guint32) read_up_to (reader, G_MAXUINT32);
  counts.n_bytes = tc_read_uint (reader);
  counts.n_frames = tc_read_uint (reader);
  counts.n_lost = tc_read_uint (reader);
  counts.n_dropped = tc_read_uint (reader);
  counts.n_decoded = tc_read_uint (reader);
  counts.n_skipped = tc_read_uint (reader);
  counts.width = (gint32) read_up_to (reader, TC_TILE_SIDE_MAX);
  counts.height = (gint32) read_up_to (reader, TC_TILE_SIDE_MAX);
  counts.rate_milli = (gint32) read_up_to (reader, TC_TILE_RATE_MILLI_MAX);
  codec = tc_read_text (reader, TC_TILE_CODEC_BYTES_MAX);
  g_strlcpy (counts.codec, codec, sizeof counts.codec);
  return counts;
}

static void
read_statistics (TcTileMessage *self, TcReader *reader)
{
  guint64 n_counts;

  self->memory_bytes = tc_read_uint (reader);
  n_counts = read_up_to (reader, TC_TILE_COUNTS_MAX);
  if (n_counts == 0)
    return;
  self->counts = g_array_new (FALSE, FALSE, sizeof (TcTileCounts));
  for (guint64 i = 0; i < n_counts && !reader->failed; i++) {
    TcTileCounts counts = read_counts (reader);

    g_array_append_val (self->counts, counts);
  }
}

static void
read_fields (TcTileMessage *self, TcReader *reader)
{
  switch (self->kind) {
  case TC_TILE_RING:
    self->ring = (guint32) read_up_to (reader, G_MAXUINT32);
    read_size (self, reader);
    break;
  case TC_TILE_PLAY:
    read_play (self, reader);
    break;
  case TC_TILE_RUNG:
    read_rung (self, reader);
    break;
  case TC_TILE_RELEASE:
    read_slot (self, reader);
    break;
  case TC_TILE_DROP:
    self->attempt = (guint32) read_up_to (reader, G_MAXUINT32);
    break;
  case TC_TILE_STOP:
    break;
  case TC_TILE_FRAME:
    read_frame (self, reader);
    break;
  case TC_TILE_STATE:
    read_state (self, reader);
    break;
  case TC_TILE_STATISTICS:
    read_statistics (self, reader);
    break;
  default:
    reader->failed = TRUE;
    break;
  }
}

TcTileMessage *
tc_tile_message_read (GBytes *bytes, GError **error)
{
  g_autoptr (TcTileMessage) self = NULL;
  TcReader reader;

  if (g_bytes_get_size (bytes) > TC_TILE_MESSAGE_BYTES_MAX) {
    g_set_error (error, TC_ERROR, TC_ERROR_LIMIT,
                 "a message of a decoder has %" G_GSIZE_FORMAT " bytes", g_bytes_get_size (bytes));
    return NULL;
  }
  tc_reader_init_bytes (&reader, bytes);
  self = tc_tile_message_new ((TcTileKind) tc_read_u8 (&reader));
  self->tile = (guint32) read_up_to (&reader, G_MAXUINT32);
  read_fields (self, &reader);
  if (tc_reader_done (&reader))
    return g_steal_pointer (&self);
  g_set_error (error, TC_ERROR, TC_ERROR_INVALID, "a message of a decoder, kind %d, is malformed",
               (int) self->kind);
  return NULL;
}
