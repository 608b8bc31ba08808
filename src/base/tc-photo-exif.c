/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * When and where a photo was taken, by libexif; declared in tc-photo.h. Whatever isn't a time or a
 * place on Earth is passed over: who made the photo could write anything.
 */
#include "tc-photo.h"

#include <libexif/exif-data.h>
#include <string.h>

#define HEAD "Exif\0\0"
#define HEAD_BYTES 6
#define E7 10000000.0
#define TEXT_BYTES 20 /* "2026:11:26 14:03:05", with its end */
#define OFFSET_S_MAX (14 * 3600)
#define YEAR_MAX 2198 /* of times that an operation takes, at any offset */

/* (nullable) */
static const ExifEntry *
find (ExifData *exif, ExifIfd ifd, int tag, ExifFormat format, gulong components)
{
  const ExifEntry *entry = exif_content_get_entry (exif->ifd[ifd], (ExifTag) tag);
  gsize size = components * exif_format_get_size (format);

  return entry && entry->data && entry->format == format && entry->components >= components &&
                 entry->size >= size
             ? entry
             : NULL;
}

/* FALSE: there is no such text. @text: of at least @size bytes */
static gboolean
get_text (ExifData *exif, ExifIfd ifd, int tag, char *text, gsize size)
{
  const ExifEntry *entry = find (exif, ifd, tag, EXIF_FORMAT_ASCII, 1);

  if (!entry)
    return FALSE;
  g_strlcpy (text, "", size);
  memcpy (text, entry->data, MIN (entry->size, size - 1));
  text[MIN (entry->size, size - 1)] = 0;
  return TRUE;
}

/* ---- time ---- */

/* @digits digits, then @follows. */
static gboolean
take_number (const char **at, guint digits, char follows, int *number)
{
  *number = 0;
  for (guint i = 0; i < digits; i++, (*at)++) {
    if (!g_ascii_isdigit (**at))
      return FALSE;
    *number = *number * 10 + (**at - '0');
  }
  if (**at != follows)
    return FALSE;
  if (follows)
    (*at)++;
  return TRUE;
}

/* "+07:00" */
static int
get_offset (ExifData *exif)
{
  char text[8] = "";
  const char *at = text + 1;
  int hours, minutes, offset_s;

  if (!get_text (exif, EXIF_IFD_EXIF, 0x9011 /* OffsetTimeOriginal */, text, sizeof text) ||
      (*text != '+' && *text != '-') || !take_number (&at, 2, ':', &hours) ||
      !take_number (&at, 2, 0, &minutes) || minutes > 59)
    return TC_PHOTO_OFFSET_S;
  offset_s = hours * 3600 + minutes * 60;
  if (offset_s > OFFSET_S_MAX)
    return TC_PHOTO_OFFSET_S;
  return *text == '-' ? -offset_s : offset_s;
}

static void
read_time (ExifData *exif, TcPhotoFacts *facts)
{
  char text[TEXT_BYTES] = "";
  const char *at = text;
  int year, month, day, hour, minute, second;
  g_autoptr (GDateTime) time = NULL;

  if (!get_text (exif, EXIF_IFD_EXIF, EXIF_TAG_DATE_TIME_ORIGINAL, text, sizeof text) ||
      !take_number (&at, 4, ':', &year) || !take_number (&at, 2, ':', &month) ||
      !take_number (&at, 2, ' ', &day) || !take_number (&at, 2, ':', &hour) ||
      !take_number (&at, 2, ':', &minute) || !take_number (&at, 2, 0, &second) || year < 1970 ||
      year > YEAR_MAX)
    return;
  time = g_date_time_new_utc (year, month, day, hour, minute, second);
  if (!time)
    return;
  facts->has_time = TRUE;
  facts->taken_us = (g_date_time_to_unix (time) - get_offset (exif)) * G_USEC_PER_SEC;
}

/* ---- place ---- */

/* Degrees, minutes and seconds, each a fraction. FALSE: none, or no such angle. */
static gboolean
read_angle (ExifData *exif, int tag, int ref_tag, const char *signs, double max, gint64 *e7)
{
  const ExifEntry *entry = find (exif, EXIF_IFD_GPS, tag, EXIF_FORMAT_RATIONAL, 3);
  static const double parts[] = {1, 60, 3600};
  char ref[2] = "";
  double angle = 0;

  if (!entry || !get_text (exif, EXIF_IFD_GPS, ref_tag, ref, sizeof ref) ||
      (*ref != signs[0] && *ref != signs[1]))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++) {
    ExifRational part = exif_get_rational (entry->data + i * 8, exif_data_get_byte_order (exif));

    if (part.denominator == 0)
      return FALSE;
    angle += (double) part.numerator / part.denominator / parts[i];
  }
  if (!(angle <= max))
    return FALSE;
  *e7 = (gint64) (angle * E7 + 0.5) * (*ref == signs[1] ? -1 : 1);
  return TRUE;
}

static void
read_place (ExifData *exif, TcPhotoFacts *facts)
{
  gint64 lat_e7, lon_e7;

  /* Null island is where telephones are that don't know where they are. */
  if (!read_angle (exif, EXIF_TAG_GPS_LATITUDE, EXIF_TAG_GPS_LATITUDE_REF, "NS", 90, &lat_e7) ||
      !read_angle (exif, EXIF_TAG_GPS_LONGITUDE, EXIF_TAG_GPS_LONGITUDE_REF, "EW", 180, &lon_e7) ||
      (lat_e7 == 0 && lon_e7 == 0))
    return;
  facts->has_place = TRUE;
  facts->lat_e7 = lat_e7;
  facts->lon_e7 = lon_e7;
}

static void
read_orientation (ExifData *exif, TcPhotoFacts *facts)
{
  const ExifEntry *entry = find (exif, EXIF_IFD_0, EXIF_TAG_ORIENTATION, EXIF_FORMAT_SHORT, 1);
  guint value = entry ? exif_get_short (entry->data, exif_data_get_byte_order (exif)) : 1;

  facts->orientation = value >= 1 && value <= 8 ? value : 1;
}

void
tc_photo_read_exif (const guint8 *data, gsize size, TcPhotoFacts *facts)
{
  gboolean headed = size >= HEAD_BYTES && memcmp (data, HEAD, HEAD_BYTES) == 0;
  g_autoptr (GByteArray) block = g_byte_array_new ();
  ExifData *exif = NULL;

  *facts = (TcPhotoFacts){.orientation = 1};
  if (size > TC_PHOTO_EXIF_BYTES_MAX)
    return;
  if (!headed)
    g_byte_array_append (block, (const guint8 *) HEAD, HEAD_BYTES);
  g_byte_array_append (block, data, (guint) size);
  exif = exif_data_new ();
  /* What it would add by itself is nothing that the photo says. */
  exif_data_unset_option (exif, EXIF_DATA_OPTION_FOLLOW_SPECIFICATION);
  exif_data_load_data (exif, block->data, block->len);
  read_time (exif, facts);
  read_place (exif, facts);
  read_orientation (exif, facts);
  exif_data_unref (exif);
}
