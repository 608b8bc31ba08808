/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The bytes of a row image, shared by what writes them (tc-capture.c, tc-rows.c) and what reads
 * them. Not for users of the store: see tc-capture.h.
 */
#pragma once

#include "tc-bytes.h"
#include "tc-capture.h"

enum {
  TC_VALUE_NULL = 0,
  TC_VALUE_INT = 1,
  TC_VALUE_TEXT = 2,
  TC_VALUE_BLOB = 3,
};

static inline void
tc_row_image_write_head (GByteArray *out, gint64 table, TcRowKind kind, gint64 id)
{
  tc_write_uint (out, (guint64) table);
  tc_write_u8 (out, kind);
  tc_write_int (out, id);
}

/* FALSE for a real number, which the schema doesn't have. */
gboolean tc_row_image_write_value (GByteArray *out, sqlite3_value *value);
