/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Fuzz target: snapshots on a stick. The input is a file as it stands on the stick; and it is what
 * the records of a file that was sealed rightly hold, each with its length before it (one byte, 0:
 * the last). Names never lead out of a folder, and no file gets more than its size.
 */
#include "tc-digest.h"
#include "tc-seal.h"
#include "tc-stick.h"

#include <string.h>

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

typedef struct {
  gint64 left;
} Taken;

static gboolean
begin_file_cb (const char *name, gint64 size, gpointer data, GError **error)
{
  g_assert_cmpint (((Taken *) data)->left, ==, 0);
  g_assert_true (*name && *name != '.' && !strchr (name, '/'));
  g_assert_cmpint (size, >=, 0);
  ((Taken *) data)->left = size;
  return TRUE;
}

static gboolean
add_cb (const guint8 *bytes, gsize size, gpointer data, GError **error)
{
  Taken *taken = data;

  g_assert_cmpint ((gint64) size, <=, taken->left);
  taken->left -= (gint64) size;
  return TRUE;
}

static void
read_file (const TcKey *key, const guint8 *data, gsize size)
{
  Taken taken = {0};
  const TcStickTaker taker = {begin_file_cb, add_cb, &taken};
  g_autoptr (GError) error = NULL;
  g_autoptr (TcStick) stick = size >= TC_STICK_HEAD_SIZE ? tc_stick_open (key, data, &error) : NULL;
  gsize at = TC_STICK_HEAD_SIZE;
  gboolean ended = FALSE;

  while (stick && !ended && size - at > sizeof (guint32)) {
    guint32 length;

    memcpy (&length, data + at, sizeof length);
    at += sizeof length;
    length = MIN (GUINT32_FROM_LE (length), (guint32) (size - at));
    if (!tc_stick_take (stick, data + at, length, &taker, &ended, &error)) {
      g_assert_nonnull (error);
      return;
    }
    at += length;
  }
}

static void
read_records (const TcKey *key, const guint8 *data, gsize size)
{
  guint8 head[TC_STICK_HEAD_SIZE] = "TCSTICK1";
  g_autoptr (TcSeal) seal = tc_seal_new (tc_key_get_public (key), head + 8);
  g_autoptr (TcStick) stick = tc_stick_open (key, head, NULL);
  Taken taken = {0};
  const TcStickTaker taker = {begin_file_cb, add_cb, &taken};
  gboolean ended = FALSE;
  gsize at = 0;

  g_assert_nonnull (stick);
  while (!ended && at < size) {
    gsize length = MIN (data[at], size - at - 1);
    gboolean last = length == 0;
    g_autoptr (GBytes) record = NULL;
    g_autoptr (GError) error = NULL;

    at++;
    length = last ? MIN (size - at, 16) : length;
    record = tc_seal_push (seal, data + at, length, last);
    at += length;
    if (!tc_stick_take (stick, g_bytes_get_data (record, NULL), g_bytes_get_size (record), &taker,
                        &ended, &error)) {
      g_assert_nonnull (error);
      return;
    }
    g_assert_true (!ended || taken.left == 0);
    if (last && !ended)
      return;
  }
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  static TcKey *key;

  if (!key) {
    tc_crypto_init ();
    key = tc_key_from_seed ((const guint8 *) "0123456789abcdef0123456789abcdef");
  }
  read_file (key, data, size);
  read_records (key, data, size);
  return 0;
}
