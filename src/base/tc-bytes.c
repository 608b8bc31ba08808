/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The binary writer and reader; see the header.
 */
#include "tc-bytes.h"

#include <string.h>

void
tc_write_u8 (GByteArray *out, guint8 value)
{
  g_byte_array_append (out, &value, 1);
}

void
tc_write_uint (GByteArray *out, guint64 value)
{
  guint8 buffer[10];
  guint n = 0;

  while (value >= 0x80) {
    buffer[n++] = (guint8) value | 0x80;
    value >>= 7;
  }
  buffer[n++] = (guint8) value;
  g_byte_array_append (out, buffer, n);
}

void
tc_write_int (GByteArray *out, gint64 value)
{
  tc_write_uint (out, ((guint64) value << 1) ^ (guint64) (value >> 63));
}

void
tc_write_raw (GByteArray *out, gconstpointer data, gsize size)
{
  g_assert (size <= G_MAXUINT - out->len);
  if (size)
    g_byte_array_append (out, data, (guint) size);
}

void
tc_write_blob (GByteArray *out, gconstpointer data, gsize size)
{
  tc_write_uint (out, size);
  tc_write_raw (out, data, size);
}

void
tc_write_text (GByteArray *out, const char *text)
{
  tc_write_blob (out, text, text ? strlen (text) : 0);
}

void
tc_reader_init (TcReader *reader, gconstpointer data, gsize size)
{
  reader->at = data;
  reader->end = reader->at ? reader->at + size : NULL;
  reader->failed = FALSE;
}

void
tc_reader_init_bytes (TcReader *reader, GBytes *bytes)
{
  gsize size;
  gconstpointer data = g_bytes_get_data (bytes, &size);

  tc_reader_init (reader, data, size);
}

static void
fail (TcReader *reader)
{
  reader->failed = TRUE;
  reader->at = reader->end;
}

guint8
tc_read_u8 (TcReader *reader)
{
  const guint8 *at = tc_read_raw (reader, 1);

  return at ? *at : 0;
}

guint64
tc_read_uint (TcReader *reader)
{
  guint64 value = 0;

  for (guint shift = 0; shift < 64 && reader->at < reader->end; shift += 7) {
    guint8 byte = *reader->at++;

    /* The tenth byte has room for one bit; a longer form of a short number is no number. */
    if ((shift == 63 && byte > 1) || (byte == 0 && shift > 0))
      break;
    value |= (guint64) (byte & 0x7f) << shift;
    if (!(byte & 0x80))
      return value;
  }
  fail (reader);
  return 0;
}

gint64
tc_read_int (TcReader *reader)
{
  guint64 value = tc_read_uint (reader);

  return (gint64) (value >> 1) ^ -(gint64) (value & 1);
}

const guint8 *
tc_read_raw (TcReader *reader, gsize size)
{
  const guint8 *at = reader->at;

  if (reader->failed || size > (gsize) (reader->end - at)) {
    fail (reader);
    return NULL;
  }
  reader->at += size;
  return at;
}

const guint8 *
tc_read_blob (TcReader *reader, gsize max, gsize *size)
{
  guint64 length = tc_read_uint (reader);

  *size = 0;
  if (length > max) {
    fail (reader);
    return NULL;
  }
  const guint8 *at = tc_read_raw (reader, length);
  if (at)
    *size = length;
  return at;
}

char *
tc_read_text (TcReader *reader, gsize max)
{
  gsize size;
  const guint8 *at = tc_read_blob (reader, max, &size);

  if (!at)
    return g_strdup ("");
  if (!g_utf8_validate_len ((const char *) at, size, NULL)) {
    fail (reader);
    return g_strdup ("");
  }
  return g_strndup ((const char *) at, size);
}

gboolean
tc_reader_done (const TcReader *reader)
{
  return !reader->failed && reader->at == reader->end;
}
