/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a photo from outside carries beside its pixels. It is read once (when and where the photo
 * was taken), and a copy is made that carries none of it: of a JPEG, PNG or WebP only what its
 * pixels need is kept, byte for byte; EXIF, XMP, IPTC, thumbnails, comments, colour profiles and
 * whatever follows the picture stay behind. How a JPEG is to be turned is written anew.
 *
 * The same bytes always give the same copy, and a stripped copy is its own stripped copy.
 *
 * Thread: any.
 */
#pragma once

#include <glib.h>

/* Of EXIF that doesn't say its zone: a telephone that was in the province. */
#define TC_PHOTO_OFFSET_S (7 * 3600)
/* A block of EXIF past this isn't read. */
#define TC_PHOTO_EXIF_BYTES_MAX (256 * 1024)

typedef struct {
  gboolean has_time;
  gint64 taken_us; /* UTC */
  gboolean has_place;
  gint64 lat_e7;
  gint64 lon_e7;
  guint orientation; /* 1..8, as in EXIF; 1: as it stands */
} TcPhotoFacts;

/* "image/jpeg", "image/png", "image/webp" by the first bytes; NULL: none of these. */
const char *tc_photo_sniff (const guint8 *data, gsize size);
/* Whether that is one of the three. */
gboolean tc_photo_is_type (const char *media_type);

/**
 * tc_photo_strip:
 * @facts: (out): what was read of it; EXIF that makes no sense says nothing
 *
 * Returns: (transfer full): the copy. Errors: TC_ERROR_INVALID: it is none of the three, moves, or
 * isn't put together as its kind is.
 */
GBytes *tc_photo_strip (GBytes *bytes, TcPhotoFacts *facts,
                        GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* tc-photo-exif.c: of a block with or without "Exif\0\0" before it. */
void tc_photo_read_exif (const guint8 *data, gsize size, TcPhotoFacts *facts);
