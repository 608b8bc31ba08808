/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Fuzz target: any bytes as a translator's file are refused, or give a catalogue that can be read
 * and has each message of the program once.
 */
#define _GNU_SOURCE /* memfd_create */
#include "tc-mo-file.h"
#include "tc-po-catalog.h"

#include <sys/mman.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);
const char *__asan_default_options (void);

/* The library leaves what it had taken where it gives up. */
const char *
__asan_default_options (void)
{
  return "detect_leaks=0";
}

static GBytes *
make_program (void)
{
  static const struct {
    const char *text;
    gsize size;
  } messages[] = {{"", 0}, {"Open", 4}, {"panel\004Overview", 14}, {"%u report\0%u reports", 20}};
  g_autoptr (GPtrArray) entries = tc_mo_entries_new ();

  for (guint i = 0; i < G_N_ELEMENTS (messages); i++)
    g_ptr_array_add (entries, tc_mo_entry_new (g_bytes_new (messages[i].text, messages[i].size),
                                               g_bytes_new_static ("x", 1)));
  return tc_mo_file_make (entries);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  int file = memfd_create ("po", MFD_CLOEXEC);
  g_autofree char *path = g_strdup_printf ("/proc/self/fd/%d", file);
  g_autoptr (GBytes) program = make_program ();
  g_autoptr (GError) error = NULL;
  g_autoptr (TcPoCatalog) catalog = NULL;
  g_autoptr (GPtrArray) entries = NULL;

  g_assert_true (write (file, data, size) == (gssize) size);
  catalog = tc_po_catalog_read (path, program, &error);
  close (file);
  g_assert_true ((catalog != NULL) == (error == NULL));
  if (!catalog)
    return 0;
  entries = tc_mo_file_parse (catalog->catalog, NULL);
  g_assert_nonnull (entries);
  g_assert_cmpuint (entries->len, ==, catalog->n_messages + 1);
  return 0;
}
