/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Snapshots on a stick; see the header.
 */
#include "tc-stick.h"

#include "tc-bytes.h"
#include "tc-seal.h"

#include <string.h>

#define MAGIC "TCSTICK1"

G_STATIC_ASSERT (TC_STICK_HEAD_SIZE == sizeof MAGIC - 1 + TC_SEAL_HEAD_SIZE);

enum {
  RECORD_FILE = 1,
  RECORD_PIECE = 2,
  RECORD_END = 3,
};

struct _TcStick {
  TcSeal *seal; /* (owned) */
  gint64 left;  /* of the file under way */
  guint files;
};

TcStick *
tc_stick_new (const TcPublicKey *to, GByteArray *out)
{
  guint8 head[TC_SEAL_HEAD_SIZE];
  TcSeal *seal = tc_seal_new (to, head);
  TcStick *stick;

  if (!seal)
    return NULL;
  tc_write_raw (out, MAGIC, strlen (MAGIC));
  tc_write_raw (out, head, sizeof head);
  stick = g_new0 (TcStick, 1);
  stick->seal = seal;
  return stick;
}

void
tc_stick_free (TcStick *stick)
{
  if (!stick)
    return;
  tc_seal_free (stick->seal);
  g_free (stick);
}

static void
push (TcStick *stick, GByteArray *record, gboolean last, GByteArray *out)
{
  g_autoptr (GBytes) sealed = tc_seal_push (stick->seal, record->data, record->len, last);
  guint32 length = GUINT32_TO_LE ((guint32) g_bytes_get_size (sealed));

  tc_write_raw (out, &length, sizeof length);
  tc_write_raw (out, g_bytes_get_data (sealed, NULL), g_bytes_get_size (sealed));
}

void
tc_stick_begin_file (TcStick *stick, const char *name, gint64 size, GByteArray *out)
{
  g_autoptr (GByteArray) record = g_byte_array_new ();

  tc_write_u8 (record, RECORD_FILE);
  tc_write_text (record, name);
  tc_write_int (record, size);
  push (stick, record, FALSE, out);
}

void
tc_stick_add (TcStick *stick, gconstpointer data, gsize size, GByteArray *out)
{
  const guint8 *bytes = data;

  while (size > 0) {
    g_autoptr (GByteArray) record = g_byte_array_new ();
    gsize n = MIN (size, TC_STICK_PIECE_BYTES);

    tc_write_u8 (record, RECORD_PIECE);
    tc_write_raw (record, bytes, n);
    push (stick, record, FALSE, out);
    bytes += n;
    size -= n;
  }
}

void
tc_stick_end (TcStick *stick, GByteArray *out)
{
  g_autoptr (GByteArray) record = g_byte_array_new ();

  tc_write_u8 (record, RECORD_END);
  push (stick, record, TRUE, out);
}

static gboolean
fail (GError **error, TcError code, const char *what)
{
  g_set_error (error, TC_ERROR, (int) code, "reading a stick: %s", what);
  return FALSE;
}

TcStick *
tc_stick_open (const TcKey *key, const guint8 *head, GError **error)
{
  TcSeal *seal = NULL;
  TcStick *stick;

  if (memcmp (head, MAGIC, strlen (MAGIC)) != 0) {
    fail (error, TC_ERROR_INVALID, "it is no file of snapshots");
    return NULL;
  }
  seal = tc_seal_open (key, head + strlen (MAGIC));
  if (!seal) {
    fail (error, TC_ERROR_DENIED, "it is sealed for another desk");
    return NULL;
  }
  stick = g_new0 (TcStick, 1);
  stick->seal = seal;
  return stick;
}

/* A plain name: no way out of the folder that it goes to. */
static gboolean
is_name (const char *name)
{
  return *name && *name != '.' &&
         strspn (name, "abcdefghijklmnopqrstuvwxyz0123456789-.") == strlen (name);
}

static gboolean
take_file (TcStick *stick, TcReader *reader, const TcStickTaker *taker, GError **error)
{
  g_autofree char *name = tc_read_text (reader, TC_STICK_NAME_BYTES_MAX);
  gint64 size = tc_read_int (reader);

  if (!tc_reader_done (reader) || stick->left != 0 || size < 0 || !is_name (name) ||
      ++stick->files > TC_STICK_FILES_MAX)
    return fail (error, TC_ERROR_INVALID, "damaged");
  stick->left = size;
  return taker->begin_file (name, size, taker->data, error);
}

static gboolean
take_piece (TcStick *stick, TcReader *reader, const TcStickTaker *taker, GError **error)
{
  gsize size = (gsize) (reader->end - reader->at);

  if (size == 0 || (gint64) size > stick->left)
    return fail (error, TC_ERROR_INVALID, "damaged");
  stick->left -= (gint64) size;
  return taker->add (reader->at, size, taker->data, error);
}

gboolean
tc_stick_take (TcStick *stick, const guint8 *record, gsize size, const TcStickTaker *taker,
               gboolean *ended, GError **error)
{
  gboolean last = FALSE;
  g_autoptr (GBytes) plain = size <= TC_STICK_RECORD_BYTES_MAX
                                 ? tc_seal_pull (stick->seal, record, size, &last)
                                 : NULL;
  TcReader reader;

  *ended = FALSE;
  if (!plain)
    return fail (error, TC_ERROR_INVALID, "damaged");
  tc_reader_init_bytes (&reader, plain);
  guint8 kind = tc_read_u8 (&reader);
  if (kind == RECORD_FILE && !last)
    return take_file (stick, &reader, taker, error);
  if (kind == RECORD_PIECE && !last)
    return take_piece (stick, &reader, taker, error);
  if (kind != RECORD_END || !last || stick->left != 0)
    return fail (error, TC_ERROR_INVALID, "damaged");
  *ended = TRUE;
  return TRUE;
}
