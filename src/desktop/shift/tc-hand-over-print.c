/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A sheet on paper; see the header.
 */
#include "tc-hand-over-print.h"

#include "tc-hand-over-words.h"
#include "tc-now.h"
#include "tc-paper-text.h"

#include <glib/gi18n-lib.h>

/* One of them isn't signed yet, another has no hash: what isn't known stands empty. */
static void
use_page (const TcHandOverSheet *sheet, const char *office, const char *place,
          void (*use) (const TcPaperText *text, gpointer data), gpointer data)
{
  gint64 now_us = tc_now_us ();
  gboolean signed_once = sheet->at_us != TC_NONE;
  g_autofree char *title = signed_once ? tc_hand_over_word_title (sheet) : g_strdup ("");
  g_autofree char *given = signed_once ? tc_hand_over_word_given (sheet, now_us) : g_strdup ("");
  g_autofree char *taken = signed_once ? tc_hand_over_word_taken (sheet, now_us) : g_strdup ("");
  g_autofree char *hex = sheet->sha256 ? tc_hand_over_word_hash (sheet) : NULL;
  g_autofree char *hash = hex ? g_strdup_printf ("SHA-256: %s", hex) : g_strdup ("");
  const TcPaperText text = {
      .office = office,
      /* Translators: number of a hand-over sheet, written by hand on the paper. */
      .number = _ ("No.: ............/HO"),
      .place = place,
      .at_us = signed_once ? sheet->at_us : now_us,
      .title = _ ("HAND-OVER SHEET"),
      .which = title,
      .text = sheet->text ? sheet->text : "",
      .signers = {{_ ("HANDED OVER BY"), given, sheet->given.name ? sheet->given.name : ""},
                  {_ ("TAKEN OVER BY"), taken, sheet->taken.name ? sheet->taken.name : ""}},
      .foot = hash,
  };

  use (&text, data);
}

typedef struct {
  GtkWindow *parent; /* (unowned), like all that follow */
  const char *pdf;
  void (*failed) (const char *why, GObject *owner);
  GObject *owner;
} Print;

static void
print (const TcPaperText *text, gpointer data)
{
  const Print *to = data;

  tc_paper_text_print (text, to->parent, to->pdf, to->failed, to->owner);
}

void
tc_hand_over_print (const TcHandOverSheet *sheet, const char *office, const char *place,
                    GtkWindow *parent, const char *pdf,
                    void (*failed) (const char *why, GObject *owner), GObject *owner)
{
  use_page (sheet, office, place, print, &(Print){parent, pdf, failed, owner});
}

static void
show (const TcPaperText *text, gpointer data)
{
  tc_paper_view_set (data, text);
}

void
tc_hand_over_show (const TcHandOverSheet *sheet, const char *office, const char *place,
                   TcPaperView *view)
{
  use_page (sheet, office, place, show, view);
}
