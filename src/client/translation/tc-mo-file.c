/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Seven numbers, two tables of (length, place), then the strings; see the header.
 */
#include "tc-mo-file.h"

#include <string.h>

#define MAGIC 0x950412deu

enum {
  AT_MAGIC,
  AT_REVISION,
  AT_COUNT,
  AT_MESSAGES,
  AT_TRANSLATIONS,
  AT_HASH_SIZE,
  AT_HASH,
  HEAD_WORDS
};

#define WORD sizeof (guint32)

static void
free_entry (gpointer data)
{
  TcMoEntry *entry = data;

  g_bytes_unref (entry->message);
  g_bytes_unref (entry->translation);
  g_free (entry);
}

TcMoEntry *
tc_mo_entry_new (GBytes *message, GBytes *translation)
{
  TcMoEntry *entry = g_new0 (TcMoEntry, 1);

  entry->message = message;
  entry->translation = translation;
  return entry;
}

GPtrArray *
tc_mo_entries_new (void)
{
  return g_ptr_array_new_with_free_func (free_entry);
}

/* ---- reading ---- */

/* @at: in bytes */
static gboolean
read_word (GBytes *bytes, guint64 at, guint32 *word)
{
  gsize size = 0;
  const guint8 *data = g_bytes_get_data (bytes, &size);

  if (at > size || size - at < WORD)
    return FALSE;
  memcpy (word, data + at, WORD);
  return TRUE;
}

/* The string of one line of a table; what follows it must be its end. */
static GBytes *
read_string (GBytes *bytes, guint32 table, guint32 index)
{
  guint64 line = (guint64) table + (guint64) index * 2 * WORD;
  guint32 length = 0, at = 0;
  gsize size = 0;
  const guint8 *data = g_bytes_get_data (bytes, &size);

  if (!read_word (bytes, line, &length) || !read_word (bytes, line + WORD, &at) || at >= size ||
      size - at <= length || data[at + length] != '\0')
    return NULL;
  return g_bytes_new_from_bytes (bytes, at, length);
}

GPtrArray *
tc_mo_file_parse (GBytes *bytes, GError **error)
{
  g_autoptr (GPtrArray) entries = tc_mo_entries_new ();
  guint32 head[HEAD_WORDS] = {0};
  gboolean sound = TRUE;

  for (guint i = 0; sound && i < HEAD_WORDS; i++)
    sound = read_word (bytes, i * WORD, &head[i]);
  sound = sound && head[AT_MAGIC] == MAGIC && head[AT_REVISION] >> 16 == 0;
  for (guint32 i = 0; sound && i < head[AT_COUNT]; i++) {
    GBytes *message = read_string (bytes, head[AT_MESSAGES], i);
    GBytes *translation = read_string (bytes, head[AT_TRANSLATIONS], i);
    sound = message && translation;
    if (sound) {
      g_ptr_array_add (entries, tc_mo_entry_new (message, translation));
    } else {
      g_clear_pointer (&message, g_bytes_unref);
      g_clear_pointer (&translation, g_bytes_unref);
    }
  }
  if (sound)
    return g_steal_pointer (&entries);
  g_set_error (error, TC_ERROR, TC_ERROR_INVALID, "no catalogue of messages");
  return NULL;
}

/* ---- writing ---- */

static int
compare_entries (gconstpointer a, gconstpointer b)
{
  return g_bytes_compare ((*(TcMoEntry *const *) a)->message, (*(TcMoEntry *const *) b)->message);
}

static void
add_word (GByteArray *file, guint32 word)
{
  g_byte_array_append (file, (const guint8 *) &word, WORD);
}

/* @at: where the string stands; moved on behind it */
static void
add_line (GByteArray *file, GBytes *string, gsize *at)
{
  add_word (file, (guint32) g_bytes_get_size (string));
  add_word (file, (guint32) *at);
  *at += g_bytes_get_size (string) + 1;
}

static void
add_string (GByteArray *file, GBytes *string)
{
  gsize size = 0;
  const guint8 *data = g_bytes_get_data (string, &size);

  if (size > 0)
    g_byte_array_append (file, data, (guint) size);
  g_byte_array_append (file, (const guint8 *) "", 1);
}

GBytes *
tc_mo_file_make (GPtrArray *entries)
{
  g_autoptr (GPtrArray) sorted = g_ptr_array_copy (entries, NULL, NULL);
  GByteArray *file = g_byte_array_new ();
  guint32 n = sorted->len, table = n * 2 * WORD;
  gsize at = HEAD_WORDS * WORD + 2 * (gsize) table;

  g_ptr_array_set_free_func (sorted, NULL);
  g_ptr_array_sort (sorted, compare_entries);
  add_word (file, MAGIC);
  add_word (file, 0);
  add_word (file, n);
  add_word (file, HEAD_WORDS * WORD);
  add_word (file, HEAD_WORDS * WORD + table);
  add_word (file, 0);
  add_word (file, 0);
  for (guint i = 0; i < n; i++)
    add_line (file, ((TcMoEntry *) sorted->pdata[i])->message, &at);
  for (guint i = 0; i < n; i++)
    add_line (file, ((TcMoEntry *) sorted->pdata[i])->translation, &at);
  for (guint i = 0; i < n; i++)
    add_string (file, ((TcMoEntry *) sorted->pdata[i])->message);
  for (guint i = 0; i < n; i++)
    add_string (file, ((TcMoEntry *) sorted->pdata[i])->translation);
  return g_byte_array_free_to_bytes (file);
}
