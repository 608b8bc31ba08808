/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Copies of photos without what they carry beside their pixels; see the header.
 *
 * DESIGN: what is kept is listed, not what is dropped: a camera's maker puts what he likes into
 * segments of his own. Nothing is decoded, so no pixel changes and a hostile picture costs no more
 * than its bytes.
 */
#include "tc-photo.h"

#include "tc-error.h"

#include <string.h>

/* A picture as it is gone through. */
typedef struct {
  const guint8 *data; /* (unowned) */
  gsize size;
  gsize at;
  const guint8 *exif; /* (unowned) (nullable): the first block of it */
  gsize exif_size;
  GByteArray *out; /* (owned) */
  const char *why; /* (unowned) (nullable): a constant; what is wrong */
} Walk;

const char *
tc_photo_sniff (const guint8 *data, gsize size)
{
  if (size >= 3 && memcmp (data, "\xff\xd8\xff", 3) == 0)
    return "image/jpeg";
  if (size >= 8 && memcmp (data, "\x89PNG\r\n\x1a\n", 8) == 0)
    return "image/png";
  if (size >= 12 && memcmp (data, "RIFF", 4) == 0 && memcmp (data + 8, "WEBP", 4) == 0)
    return "image/webp";
  return NULL;
}

gboolean
tc_photo_is_type (const char *media_type)
{
  static const char *const types[] = {"image/jpeg", "image/png", "image/webp", NULL};

  return g_strv_contains (types, media_type);
}

static gboolean
fail (Walk *walk, const char *why)
{
  walk->why = why;
  return FALSE;
}

static void
keep (Walk *walk, gsize from, gsize size)
{
  g_byte_array_append (walk->out, walk->data + from, (guint) size);
}

static void
note_exif (Walk *walk, gsize from, gsize size)
{
  if (walk->exif)
    return;
  walk->exif = walk->data + from;
  walk->exif_size = size;
}

/* ---- JPEG: ISO/IEC 10918-1, B.1 ---- */

#define MARKER_SOI 0xd8
#define MARKER_EOI 0xd9
#define MARKER_SOS 0xda
#define MARKER_APP0 0xe0
#define MARKER_APP1 0xe1
#define MARKER_APP14 0xee
#define ADOBE_BYTES 12 /* what says how its colours are to be read */

/* Frames, tables, scans: what the pixels are made of. */
static gboolean
is_of_pixels (guint8 marker)
{
  return (marker >= 0xc0 && marker <= 0xcf && marker != 0xc8) || (marker >= 0xda && marker <= 0xdd);
}

/* Past the scan's bytes, to the next marker; a file may end with them. */
static void
skip_scan (Walk *walk)
{
  while (walk->at < walk->size) {
    const guint8 *found = memchr (walk->data + walk->at, 0xff, walk->size - walk->at);
    guint8 next;

    walk->at = found ? (gsize) (found - walk->data) : walk->size;
    if (walk->size - walk->at < 2) {
      walk->at = walk->size;
      return;
    }
    next = walk->data[walk->at + 1];
    if (next != 0 && next != 0xff && !(next >= 0xd0 && next <= 0xd7))
      return;
    walk->at += next == 0xff ? 1 : 2;
  }
}

/* One segment: its marker stands at walk->at, its length behind it. @body: of what follows that */
static void
take_segment (Walk *walk, guint8 marker, gsize body, gsize body_size)
{
  const guint8 *data = walk->data + body;

  if (is_of_pixels (marker))
    keep (walk, walk->at, body + body_size - walk->at);
  else if (marker == MARKER_APP14 && body_size == ADOBE_BYTES && memcmp (data, "Adobe", 5) == 0)
    keep (walk, walk->at, body + body_size - walk->at);
  else if (marker == MARKER_APP1 && body_size > 6 && memcmp (data, "Exif\0\0", 6) == 0)
    note_exif (walk, body, body_size);
}

static gboolean
take_jpeg_segments (Walk *walk, gboolean *jfif)
{
  gboolean scanned = FALSE;

  while (walk->size - walk->at >= 4 && walk->data[walk->at] == 0xff) {
    guint8 marker = walk->data[walk->at + 1];
    gsize length = (gsize) walk->data[walk->at + 2] << 8 | walk->data[walk->at + 3];
    gsize from = walk->at;

    if (marker == 0xff) { /* filling */
      walk->at++;
      continue;
    }
    if (marker == MARKER_EOI)
      break;
    if (marker <= 0x01 || (marker >= 0xd0 && marker <= MARKER_SOI) || length < 2 ||
        length > walk->size - from - 2)
      return scanned || fail (walk, "a JPEG with a segment that is none");
    *jfif = *jfif || (marker == MARKER_APP0 && length >= 16 &&
                      memcmp (walk->data + from + 4, "JFIF", 5) == 0);
    take_segment (walk, marker, from + 4, length - 2);
    walk->at = from + 2 + length;
    if (marker == MARKER_SOS) {
      gsize scan = walk->at;

      skip_scan (walk);
      keep (walk, scan, walk->at - scan);
      scanned = TRUE;
    }
  }
  return scanned || fail (walk, "a JPEG without a picture");
}

static void
write_orientation (GByteArray *out, guint orientation)
{
  /* One entry: 0x0112, SHORT, one of them. */
  guint8 block[] = {0xff, MARKER_APP1, 0, 34, 'E', 'x', 'i', 'f', 0, 0,  'M', 'M',
                    0,    42,          0, 0,  0,   8,   0,   1,   1, 18, 0,   3,
                    0,    0,           0, 1,  0,   0,   0,   0,   0, 0,  0,   0};

  block[29] = (guint8) orientation;
  g_byte_array_append (out, block, sizeof block);
}

static GByteArray *
strip_jpeg (Walk *walk, TcPhotoFacts *facts)
{
  static const guint8 start[] = {0xff, MARKER_SOI}, end[] = {0xff, MARKER_EOI};
  static const guint8 jfif_head[] = {0xff, MARKER_APP0, 0, 16, 'J', 'F', 'I', 'F', 0,
                                     1,    1,           0, 0,  1,   0,   1,   0,   0};
  gboolean jfif = FALSE;
  GByteArray *whole;

  walk->at = 2;
  if (!take_jpeg_segments (walk, &jfif))
    return NULL;
  if (walk->exif)
    tc_photo_read_exif (walk->exif, walk->exif_size, facts);
  whole = g_byte_array_sized_new (walk->out->len + 64);
  g_byte_array_append (whole, start, sizeof start);
  if (jfif)
    g_byte_array_append (whole, jfif_head, sizeof jfif_head);
  if (facts->orientation != 1)
    write_orientation (whole, facts->orientation);
  g_byte_array_append (whole, walk->out->data, walk->out->len);
  g_byte_array_append (whole, end, sizeof end);
  return whole;
}

/* ---- PNG: ISO/IEC 15948, 5.3 ---- */

static gsize
read_be32 (const guint8 *data)
{
  return (gsize) data[0] << 24 | (gsize) data[1] << 16 | (gsize) data[2] << 8 | data[3];
}

static gboolean
is_one_of (const guint8 *name, const char *names)
{
  for (; *names; names += 5)
    if (memcmp (name, names, 4) == 0)
      return TRUE;
  return FALSE;
}

static GByteArray *
strip_png (Walk *walk, TcPhotoFacts *facts)
{
  keep (walk, 0, 8);
  walk->at = 8;
  while (walk->size - walk->at >= 12) {
    gsize length = read_be32 (walk->data + walk->at), from = walk->at;
    const guint8 *name = walk->data + from + 4;

    if (length > walk->size - from - 12 || (from == 8 && memcmp (name, "IHDR", 4) != 0))
      break;
    if (is_one_of (name, "IHDR PLTE tRNS IDAT IEND gAMA cHRM sRGB sBIT "))
      keep (walk, from, length + 12);
    else if (memcmp (name, "eXIf", 4) == 0)
      note_exif (walk, from + 8, length);
    walk->at = from + length + 12;
    if (memcmp (name, "IEND", 4) == 0) {
      if (walk->exif)
        tc_photo_read_exif (walk->exif, walk->exif_size, facts);
      facts->orientation = 1; /* viewers turn no PNG */
      return g_byte_array_ref (walk->out);
    }
  }
  fail (walk, "a PNG that isn't whole");
  return NULL;
}

/* ---- WebP: RFC 9649, 2 ---- */

#define WEBP_ICC 0x20
#define WEBP_EXIF 0x08
#define WEBP_XMP 0x04
#define WEBP_MOVES 0x02
#define VP8X_BYTES 10

static gsize
read_le32 (const guint8 *data)
{
  return (gsize) data[3] << 24 | (gsize) data[2] << 16 | (gsize) data[1] << 8 | data[0];
}

/* FALSE: it can't be taken. */
static gboolean
take_webp_chunk (Walk *walk, gsize length)
{
  const guint8 *name = walk->data + walk->at;
  gsize body = walk->at + 8;

  if (memcmp (name, "VP8X", 4) == 0) {
    if (length != VP8X_BYTES || walk->data[body] & WEBP_MOVES)
      return fail (walk, "a WebP that moves");
    keep (walk, walk->at, 8 + length);
    walk->out->data[walk->out->len - VP8X_BYTES] &= (guint8) ~(WEBP_ICC | WEBP_EXIF | WEBP_XMP);
  } else if (is_one_of (name, "VP8  VP8L ALPH ")) {
    keep (walk, walk->at, 8 + length);
    if (length % 2)
      g_byte_array_append (walk->out, (const guint8 *) "", 1);
  } else if (memcmp (name, "EXIF", 4) == 0) {
    note_exif (walk, body, length);
  }
  return TRUE;
}

static GByteArray *
strip_webp (Walk *walk, TcPhotoFacts *facts)
{
  gsize end = read_le32 (walk->data + 4);
  gboolean picture = FALSE;
  guint32 size;

  end = end > walk->size - 8 ? walk->size : end + 8;
  keep (walk, 0, 12);
  walk->at = 12;
  while (walk->at < end && end - walk->at >= 8) {
    gsize length = read_le32 (walk->data + walk->at + 4);

    if (length > end - walk->at - 8 || !take_webp_chunk (walk, length))
      break;
    picture = picture || is_one_of (walk->data + walk->at, "VP8  VP8L ");
    walk->at += 8 + length + length % 2;
  }
  if (walk->why || !picture) {
    fail (walk, walk->why ? walk->why : "a WebP without a picture");
    return NULL;
  }
  if (walk->exif)
    tc_photo_read_exif (walk->exif, walk->exif_size, facts);
  facts->orientation = 1; /* viewers turn no WebP */
  size = GUINT32_TO_LE (walk->out->len - 8);
  memcpy (walk->out->data + 4, &size, 4);
  return g_byte_array_ref (walk->out);
}

GBytes *
tc_photo_strip (GBytes *bytes, TcPhotoFacts *facts, GError **error)
{
  Walk walk = {.out = g_byte_array_new ()};
  GByteArray *stripped = NULL;
  const char *type;

  walk.data = g_bytes_get_data (bytes, &walk.size);
  type = walk.size <= G_MAXUINT / 2 ? tc_photo_sniff (walk.data, walk.size) : NULL;
  *facts = (TcPhotoFacts){.orientation = 1};
  if (!type)
    fail (&walk, "neither JPEG, PNG nor WebP");
  else if (g_str_equal (type, "image/jpeg"))
    stripped = strip_jpeg (&walk, facts);
  else if (g_str_equal (type, "image/png"))
    stripped = strip_png (&walk, facts);
  else
    stripped = strip_webp (&walk, facts);
  g_byte_array_unref (walk.out);
  if (stripped)
    return g_byte_array_free_to_bytes (stripped);
  g_set_error (error, TC_ERROR, TC_ERROR_INVALID, "stripping a photo: %s", walk.why);
  return NULL;
}
