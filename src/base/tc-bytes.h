/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Writing and reading the binary forms that travel and are hashed: row images, frames, messages.
 * Integers are LEB128 (signed ones zigzag first), byte strings carry their length before them.
 * A reader never reads past its end: the first fault makes it fail, stay failed and return zeros,
 * so that a parser asks once, at its end, whether all went well.
 */
#pragma once

#include <glib.h>

void tc_write_u8 (GByteArray *out, guint8 value);
void tc_write_uint (GByteArray *out, guint64 value);
void tc_write_int (GByteArray *out, gint64 value);
void tc_write_raw (GByteArray *out, gconstpointer data, gsize size);
void tc_write_blob (GByteArray *out, gconstpointer data, gsize size);
/* NULL is written as the empty string. */
void tc_write_text (GByteArray *out, const char *text);

typedef struct {
  const guint8 *at; /* (unowned): the bytes given to tc_reader_init outlive the reader */
  const guint8 *end;
  gboolean failed;
} TcReader;

void tc_reader_init (TcReader *reader, gconstpointer data, gsize size);
void tc_reader_init_bytes (TcReader *reader, GBytes *bytes);
guint8 tc_read_u8 (TcReader *reader);
guint64 tc_read_uint (TcReader *reader);
gint64 tc_read_int (TcReader *reader);
/* @size bytes as they stand, or NULL. */
const guint8 *tc_read_raw (TcReader *reader, gsize size);
/* A length and that many bytes; at most @max, or the reader fails. Borrowed from its input. */
const guint8 *tc_read_blob (TcReader *reader, gsize max, gsize *size);
/* Likewise, as a new string that is valid UTF-8 without NUL; "" when the reader has failed. */
char *tc_read_text (TcReader *reader, gsize max);
/* TRUE if nothing failed and nothing is left over. */
gboolean tc_reader_done (const TcReader *reader);
