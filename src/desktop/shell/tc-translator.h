/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The program with a translator's file: its words are looked up in that po file instead of in what
 * is installed, and anew each time the file is saved.
 *
 * Thread: main.
 */
#pragma once

#include <gio/gio.h>

#define TC_TYPE_TRANSLATOR (tc_translator_get_type ())
G_DECLARE_FINAL_TYPE (TcTranslator, tc_translator, TC, TRANSLATOR, GObject)

/* Signal "changed" (): the words are others now, or the file is wrong; what stands on the screen
 * was made of the words before. */

/**
 * tc_translator_new:
 * @path: the po file; its words count from now on
 *
 * Errors: as of tc_po_catalog_read(); or no locale is set, in which gettext looks nothing up.
 * Returns: (transfer full) (nullable)
 */
TcTranslator *tc_translator_new (const char *path, GError **error);

/* How far it is, and what is wrong with the file: "km.po: 9 of 3577 · 1 wrong, the first in line
 * 12: …". In English: the words themselves are in question. (transfer full) */
char *tc_translator_dup_state (TcTranslator *self);
