/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goal: what a photo says of time and place is read, and the copy carries none of it. Method:
 * pictures put together by hand, sound, broken and huge ones; of each kind the copy is compared
 * with what it has to be, byte for byte.
 */
#include "tc-error.h"
#include "tc-photo.h"

#include <string.h>

#define SECRET "9 do 47 phut"

/* ---- a block of EXIF ---- */

typedef struct {
  gboolean big;
  guint32 numbers[6]; /* degrees, minutes, hundredths of seconds, of latitude, then of longitude */
  const char *signs;  /* "NE" */
  const char *time;   /* 19 characters */
  const char *offset; /* (nullable): 6 characters */
  guint16 orientation;
  guint32 denominator; /* of degrees and minutes */
} Shot;

static const Shot noon = {
    FALSE, {9, 47, 300, 105, 28, 1500}, "NE", "2026:11:26 14:03:05", "+07:00", 6, 1};

static void
put (GByteArray *out, const Shot *shot, guint bytes, guint32 value)
{
  for (guint i = 0; i < bytes; i++) {
    guint8 byte = (guint8) (value >> 8 * (shot->big ? bytes - 1 - i : i));
    g_byte_array_append (out, &byte, 1);
  }
}

static void
put_entry (GByteArray *out, const Shot *shot, guint tag, guint format, guint count, guint32 value)
{
  put (out, shot, 2, tag);
  put (out, shot, 2, format);
  put (out, shot, 4, count);
  if (format == 3) {
    put (out, shot, 2, value);
    put (out, shot, 2, 0);
  } else if (format == 2 && count == 2) { /* a letter stands in its place */
    g_byte_array_append (out, (const guint8[]){(guint8) value, 0, 0, 0}, 4);
  } else {
    put (out, shot, 4, value);
  }
}

#define IFD_BYTES(n) (2 + 12 * (n) + 4)
#define EXIF_AT (8 + IFD_BYTES (3))
#define GPS_AT (EXIF_AT + IFD_BYTES (2))
#define DATA_AT (GPS_AT + IFD_BYTES (4))
#define OFFSET_AT (DATA_AT + 20)
#define LAT_AT (OFFSET_AT + 8)
#define LON_AT (LAT_AT + 24)

static void
put_angle (GByteArray *out, const Shot *shot, const guint32 *numbers)
{
  for (guint i = 0; i < 3; i++) {
    put (out, shot, 4, numbers[i] * (i < 2 ? shot->denominator : 1));
    put (out, shot, 4, i < 2 ? shot->denominator : 100);
  }
}

/* (transfer full): as TIFF, without "Exif" before it */
static GByteArray *
make_exif (const Shot *shot)
{
  GByteArray *out = g_byte_array_new ();
  char text[28] = {0};

  g_byte_array_append (out, (const guint8 *) (shot->big ? "MM" : "II"), 2);
  put (out, shot, 2, 42);
  put (out, shot, 4, 8);
  put (out, shot, 2, 3);
  put_entry (out, shot, 0x0112, 3, 1, shot->orientation);
  put_entry (out, shot, 0x8769, 4, 1, EXIF_AT);
  put_entry (out, shot, 0x8825, 4, 1, GPS_AT);
  put (out, shot, 4, 0);
  put (out, shot, 2, 2);
  put_entry (out, shot, 0x9003, 2, 20, DATA_AT);
  put_entry (out, shot, shot->offset ? 0x9011 : 0x9012, 2, 7, OFFSET_AT);
  put (out, shot, 4, 0);
  put (out, shot, 2, 4);
  put_entry (out, shot, 1, 2, 2, (guint8) shot->signs[0]);
  put_entry (out, shot, 2, 5, 3, LAT_AT);
  put_entry (out, shot, 3, 2, 2, (guint8) shot->signs[1]);
  put_entry (out, shot, 4, 5, 3, LON_AT);
  put (out, shot, 4, 0);
  g_strlcpy (text, shot->time, 20);
  g_strlcpy (text + 20, shot->offset ? shot->offset : "", 8);
  g_byte_array_append (out, (const guint8 *) text, sizeof text);
  put_angle (out, shot, shot->numbers);
  put_angle (out, shot, shot->numbers + 3);
  return out;
}

static TcPhotoFacts
read_shot (const Shot *shot)
{
  g_autoptr (GByteArray) exif = make_exif (shot);
  TcPhotoFacts facts;

  tc_photo_read_exif (exif->data, exif->len, &facts);
  return facts;
}

/* ---- pictures ---- */

static void
put_segment (GByteArray *out, guint8 marker, const void *body, gsize size)
{
  const guint8 head[] = {0xff, marker, (guint8) ((size + 2) >> 8), (guint8) (size + 2)};

  g_byte_array_append (out, head, sizeof head);
  g_byte_array_append (out, body, (guint) size);
}

static void
put_text (GByteArray *out, const char *text)
{
  g_byte_array_append (out, (const guint8 *) text, (guint) strlen (text));
}

#define SCAN "\x12\xff\x00\x34\xff\xd0\x56"

/* The pixels of a JPEG, as its copy has them too. */
static void
put_pixels (GByteArray *out)
{
  put_segment (out, 0xdb, "\0quantities", 11);
  put_segment (out, 0xc2, "\x08\0\x10\0\x10\x01", 6);
  put_segment (out, 0xc4, "\0huffman", 8);
  put_segment (out, 0xda, "\x01\x01\0", 3);
  g_byte_array_append (out, (const guint8 *) SCAN, sizeof SCAN - 1);
  put_segment (out, 0xc4, "\0second", 7);
  put_segment (out, 0xda, "\x01\x01\0", 3);
  g_byte_array_append (out, (const guint8 *) SCAN, sizeof SCAN - 1);
}

static GBytes *
make_jpeg (const Shot *shot)
{
  g_autoptr (GByteArray) exif = make_exif (shot), headed = g_byte_array_new ();
  GByteArray *out = g_byte_array_new ();

  g_byte_array_append (headed, (const guint8 *) "Exif\0\0", 6);
  g_byte_array_append (headed, exif->data, exif->len);
  g_byte_array_append (out, (const guint8 *) "\xff\xd8", 2);
  put_segment (out, 0xe0, "JFIF\0\x01\x02\x01\0\x48\0\x48\x01\x01" SECRET, 14 + strlen (SECRET));
  put_segment (out, 0xe1, headed->data, headed->len);
  put_segment (out, 0xe1, "http://ns.adobe.com/xap/1.0/\0" SECRET, 29 + strlen (SECRET));
  put_segment (out, 0xed, "Photoshop 3.0\0" SECRET, 14 + strlen (SECRET));
  put_segment (out, 0xe2, "MPF\0" SECRET, 4 + strlen (SECRET));
  put_segment (out, 0xfe, SECRET, strlen (SECRET));
  put_segment (out, 0xee, "Adobe\0\x64\0\0\0\0\x01", 12);
  put_pixels (out);
  g_byte_array_append (out, (const guint8 *) "\xff\xd9", 2);
  put_text (out, "a film that follows, " SECRET);
  return g_byte_array_free_to_bytes (out);
}

/* What it has to become. */
static GBytes *
make_stripped_jpeg (guint8 orientation)
{
  GByteArray *out = g_byte_array_new ();
  char exif[] = "Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0?\0\0\0\0\0";

  exif[25] = (char) orientation;
  g_byte_array_append (out, (const guint8 *) "\xff\xd8", 2);
  put_segment (out, 0xe0, "JFIF\0\x01\x01\0\0\x01\0\x01\0\0", 14);
  if (orientation != 1)
    put_segment (out, 0xe1, exif, 32);
  put_segment (out, 0xee, "Adobe\0\x64\0\0\0\0\x01", 12);
  put_pixels (out);
  g_byte_array_append (out, (const guint8 *) "\xff\xd9", 2);
  return g_byte_array_free_to_bytes (out);
}

static void
put_chunk (GByteArray *out, const char *name, const void *body, guint32 size)
{
  guint32 length = GUINT32_TO_BE (size);

  g_byte_array_append (out, (const guint8 *) &length, 4);
  put_text (out, name);
  g_byte_array_append (out, body, size);
  put_text (out, "crc.");
}

static GBytes *
make_png (const Shot *shot)
{
  GByteArray *out = g_byte_array_new ();
  g_autoptr (GByteArray) exif = shot ? make_exif (shot) : NULL;

  g_byte_array_append (out, (const guint8 *) "\x89PNG\r\n\x1a\n", 8);
  put_chunk (out, "IHDR", "0123456789abc", 13);
  if (exif) {
    put_chunk (out, "eXIf", exif->data, exif->len);
    put_chunk (out, "tEXt", "Comment\0" SECRET, 8 + sizeof SECRET - 1);
    put_chunk (out, "iTXt", "XML:com.adobe.xmp\0" SECRET, 18 + sizeof SECRET - 1);
  }
  put_chunk (out, "IDAT", "pixels", 6);
  put_chunk (out, "IEND", "", 0);
  if (exif)
    put_text (out, SECRET);
  return g_byte_array_free_to_bytes (out);
}

static void
put_riff (GByteArray *out, const char *name, const void *body, guint32 size)
{
  guint32 length = GUINT32_TO_LE (size);

  put_text (out, name);
  g_byte_array_append (out, (const guint8 *) &length, 4);
  g_byte_array_append (out, body, size);
  if (size % 2)
    g_byte_array_append (out, (const guint8 *) "", 1);
}

static GBytes *
make_webp (const Shot *shot, guint8 flags)
{
  GByteArray *out = g_byte_array_new ();
  g_autoptr (GByteArray) exif = shot ? make_exif (shot) : NULL;
  guint8 head[10] = {flags};
  guint32 size;

  put_text (out, "RIFF....WEBP");
  put_riff (out, "VP8X", head, sizeof head);
  put_riff (out, "VP8 ", "pixel", 5);
  if (exif) {
    put_riff (out, "EXIF", exif->data, exif->len);
    put_riff (out, "XMP ", SECRET, sizeof SECRET - 1);
  }
  size = GUINT32_TO_LE (out->len - 8);
  memcpy (out->data + 4, &size, 4);
  return g_byte_array_free_to_bytes (out);
}

static gboolean
has (GBytes *bytes, const char *text)
{
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);

  for (gsize i = 0; i + strlen (text) <= size; i++)
    if (memcmp (data + i, text, strlen (text)) == 0)
      return TRUE;
  return FALSE;
}

/* ---- tests ---- */

static void
test_time (void)
{
  Shot shot = noon;
  TcPhotoFacts facts = read_shot (&shot);

  g_assert_true (facts.has_time);
  g_assert_cmpint (facts.taken_us, ==, (gint64) 1795676585 * G_USEC_PER_SEC);
  shot.offset = "-02:30";
  facts = read_shot (&shot);
  g_assert_cmpint (facts.taken_us, ==, (gint64) (1795676585 + 34200) * G_USEC_PER_SEC);
  /* Without a zone, or with one that is none, it is that of the province. */
  for (guint i = 0; i < 3; i++) {
    shot.offset = (const char *const[]){NULL, "+99:00", "  :  "}[i];
    facts = read_shot (&shot);
    g_assert_cmpint (facts.taken_us, ==, (gint64) 1795676585 * G_USEC_PER_SEC);
  }
}

static void
test_no_time (void)
{
  static const char *const none[] = {"0000:00:00 00:00:00", "2026:13:26 14:03:05",
                                     "2026:02:30 14:03:05", "2026-11-26 14:03:05",
                                     "    :  :     :  :  ", "1969:01:01 00:00:00",
                                     "2199:01:01 00:00:00", "9999:01:01 00:00:00",
                                     "2026:11:26 14:03",    ""};

  for (guint i = 0; i < G_N_ELEMENTS (none); i++) {
    Shot shot = noon;

    shot.time = none[i];
    g_assert_false (read_shot (&shot).has_time);
    g_assert_true (read_shot (&shot).has_place);
  }
}

static void
test_place (void)
{
  for (guint big = 0; big < 2; big++) {
    Shot shot = noon;

    shot.big = big == 1;
    shot.denominator = big ? 1000 : 1;
    TcPhotoFacts facts = read_shot (&shot);
    g_assert_true (facts.has_place);
    g_assert_cmpint (facts.lat_e7, ==, 97841667);
    g_assert_cmpint (facts.lon_e7, ==, 1054708333);
    g_assert_cmpuint (facts.orientation, ==, 6);
    shot.signs = "SW";
    facts = read_shot (&shot);
    g_assert_cmpint (facts.lat_e7, ==, -97841667);
    g_assert_cmpint (facts.lon_e7, ==, -1054708333);
  }
}

static void
test_no_place (void)
{
  Shot shot = noon;

  shot.numbers[0] = 91;
  g_assert_false (read_shot (&shot).has_place);
  shot = noon;
  shot.numbers[3] = 4000000000u;
  g_assert_false (read_shot (&shot).has_place);
  shot = noon;
  shot.denominator = 0;
  g_assert_false (read_shot (&shot).has_place);
  shot = noon;
  shot.signs = "??";
  g_assert_false (read_shot (&shot).has_place);
  shot = noon;
  memset (shot.numbers, 0, sizeof shot.numbers);
  g_assert_false (read_shot (&shot).has_place);
  shot.orientation = 9;
  g_assert_cmpuint (read_shot (&shot).orientation, ==, 1);
}

/* Cut anywhere, or of any byte: nothing but a fact or none comes of it. */
static void
test_broken (void)
{
  g_autoptr (GByteArray) exif = make_exif (&noon);
  TcPhotoFacts facts;

  for (guint size = 0; size < exif->len; size++) {
    g_autofree guint8 *cut = g_memdup2 (exif->data, size);

    tc_photo_read_exif (cut, size, &facts);
    g_assert_cmpuint (facts.orientation, >=, 1);
    g_assert_cmpuint (facts.orientation, <=, 8);
  }
  for (guint i = 0; i < exif->len; i++) {
    g_autofree guint8 *spoilt = g_memdup2 (exif->data, exif->len);

    spoilt[i] ^= 0xff;
    tc_photo_read_exif (spoilt, exif->len, &facts);
    g_assert_true (!facts.has_place || ABS (facts.lat_e7) <= 900000000);
    g_assert_true (!facts.has_place || ABS (facts.lon_e7) <= 1800000000);
  }
}

static void
test_huge (void)
{
  g_autoptr (GByteArray) exif = make_exif (&noon);
  guint len = exif->len;
  TcPhotoFacts facts;

  g_byte_array_set_size (exif, TC_PHOTO_EXIF_BYTES_MAX - 6);
  memset (exif->data + len, 'x', exif->len - len);
  tc_photo_read_exif (exif->data, exif->len, &facts);
  g_assert_true (facts.has_place);
  g_byte_array_set_size (exif, TC_PHOTO_EXIF_BYTES_MAX + 1);
  tc_photo_read_exif (exif->data, exif->len, &facts);
  g_assert_false (facts.has_place);
  g_assert_false (facts.has_time);
}

static void
check_copy (GBytes *photo, GBytes *expected, guint orientation)
{
  g_autoptr (GError) error = NULL;
  TcPhotoFacts facts, none;
  g_autoptr (GBytes) copy = tc_photo_strip (photo, &facts, &error);
  g_autoptr (GBytes) again = copy ? tc_photo_strip (copy, &none, &error) : NULL;

  g_assert_no_error (error);
  g_assert_true (facts.has_time && facts.has_place);
  g_assert_cmpint (facts.lat_e7, ==, 97841667);
  g_assert_cmpuint (facts.orientation, ==, orientation);
  g_assert_true (g_bytes_equal (copy, expected));
  g_assert_true (has (photo, SECRET));
  g_assert_false (has (copy, SECRET));
  g_assert_true (g_bytes_equal (copy, again));
  g_assert_false (none.has_time || none.has_place);
  g_assert_cmpuint (none.orientation, ==, orientation);
}

static void
test_copies (void)
{
  Shot shot = noon;
  g_autoptr (GBytes) turned = make_jpeg (&shot), turned_copy = make_stripped_jpeg (6);
  g_autoptr (GBytes) png = make_png (&shot), png_copy = make_png (NULL);
  g_autoptr (GBytes) webp = make_webp (&shot, 0x3c), webp_copy = make_webp (NULL, 0x10);
  g_autoptr (GBytes) straight_copy = make_stripped_jpeg (1);
  g_autoptr (GBytes) straight = NULL;

  shot.orientation = 1;
  straight = make_jpeg (&shot);
  check_copy (turned, turned_copy, 6);
  check_copy (straight, straight_copy, 1);
  check_copy (png, png_copy, 1);
  check_copy (webp, webp_copy, 1);
}

static void
refuse (GBytes *bytes)
{
  g_autoptr (GError) error = NULL;
  TcPhotoFacts facts;

  g_assert_null (tc_photo_strip (bytes, &facts, &error));
  g_assert_error (error, TC_ERROR, TC_ERROR_INVALID);
}

static void
test_refused (void)
{
  g_autoptr (GBytes) moves = make_webp (&noon, 0x02);
  const char *const texts[] = {"",
                               "<svg/>",
                               "GIF89a",
                               "\xff\xd8\xff",
                               "\xff\xd8\xff\xd9",
                               "\xff\xd8\xff\xe1\xff\xff short",
                               "\x89PNG\r\n\x1a\n",
                               "RIFF\x04zzzWEBP",
                               "RIFF\xff\xff\xff\xffWEBPVP8 \xff\xff\xff\xff"};

  refuse (moves);
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autoptr (GBytes) bytes = g_bytes_new (texts[i], strlen (texts[i]));

    refuse (bytes);
  }
}

/* A telephone whose memory was full: what there is of the picture stays one. */
static void
test_cut_off (void)
{
  g_autoptr (GBytes) whole = make_jpeg (&noon);
  gsize size = g_bytes_get_size (whole);
  guint copies = 0;

  for (gsize i = 0; i < size; i++) {
    g_autoptr (GBytes) cut = g_bytes_new_from_bytes (whole, 0, i);
    TcPhotoFacts facts;
    g_autoptr (GBytes) copy = tc_photo_strip (cut, &facts, NULL);

    copies += copy != NULL;
    g_assert_false (copy && has (copy, SECRET));
  }
  g_assert_cmpuint (copies, >, 20);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/photo/time", test_time);
  g_test_add_func ("/photo/no-time", test_no_time);
  g_test_add_func ("/photo/place", test_place);
  g_test_add_func ("/photo/no-place", test_no_place);
  g_test_add_func ("/photo/broken", test_broken);
  g_test_add_func ("/photo/huge", test_huge);
  g_test_add_func ("/photo/copies", test_copies);
  g_test_add_func ("/photo/refused", test_refused);
  g_test_add_func ("/photo/cut-off", test_cut_off);
  return g_test_run ();
}
