/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A sheet on paper; see the header.
 */
#include "tc-hand-over-print.h"

#include "tc-hand-over-words.h"
#include "tc-paper-text.h"

#include <glib/gi18n-lib.h>

void
tc_hand_over_print (const TcHandOverSheet *sheet, const char *office, const char *place,
                    GtkWindow *parent, const char *pdf,
                    void (*failed) (const char *why, GObject *owner), GObject *owner)
{
  gint64 now_us = g_get_real_time ();
  g_autofree char *title = tc_hand_over_word_title (sheet);
  g_autofree char *given = tc_hand_over_word_given (sheet, now_us);
  g_autofree char *taken = tc_hand_over_word_taken (sheet, now_us);
  g_autofree char *hex = tc_hand_over_word_hash (sheet);
  g_autofree char *hash = g_strdup_printf ("SHA-256: %s", hex);
  const TcPaperText text = {
      .office = office,
      /* Translators: number of a hand-over sheet, written by hand on the paper. */
      .number = _ ("No.: ............/HO"),
      .place = place,
      .title = _ ("HAND-OVER SHEET"),
      .which = title,
      .text = sheet->text,
      .signers = {{_ ("HANDED OVER BY"), given, sheet->given.name ? sheet->given.name : ""},
                  {_ ("TAKEN OVER BY"), taken, sheet->taken.name ? sheet->taken.name : ""}},
      .foot = hash,
  };

  tc_paper_text_print (&text, parent, pdf, failed, owner);
}
