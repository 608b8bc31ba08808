/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * An official paper that is a text: national heading, title, the text over as many pages as it
 * needs, with its numbered headings in bold, and who signs.
 */
#pragma once

#include <gtk/gtk.h>

#define TC_PAPER_SIGNERS 2

typedef struct {
  const char *who;  /* "HANDED OVER BY" */
  const char *how;  /* below it, in small letters; "": nothing */
  const char *name; /* "": to be written by hand */
} TcPaperSigner;

typedef struct {
  const char *office; /* who makes it */
  const char *number; /* "No.: ............/HO" */
  const char *place;
  gint64 at_us;                            /* when it was made: the date at its head */
  const char *title;                       /* "HAND-OVER SHEET" */
  const char *which;                       /* below it */
  const char *text;                        /* lines; "1. …" is a heading */
  TcPaperSigner signers[TC_PAPER_SIGNERS]; /* left, right */
  const char *foot;                        /* on each page, beside its number; "": nothing */
} TcPaperText;

/* Its pages, for paper and for the screen alike. */
typedef struct _TcPaperPages TcPaperPages;
/* Nothing of @text is kept. (transfer full) */
TcPaperPages *tc_paper_pages_new (const TcPaperText *text);
void tc_paper_pages_free (TcPaperPages *paper);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcPaperPages, tc_paper_pages_free)
/* Onto pages with that much room within the margins, in points. Returns: how many, one at least */
guint tc_paper_pages_lay (TcPaperPages *self, PangoContext *pango, double width, double height);
/* The first line of the text on that page, once they are laid; how many there are: none is. */
guint tc_paper_pages_get_start (TcPaperPages *self, guint page);
/* One of them, from where its margins end; in black unless @cr has another colour. */
void tc_paper_pages_draw (TcPaperPages *self, PangoContext *pango, cairo_t *cr, guint page);
/* All that stands there, for who can't see it. (transfer full) */
char *tc_paper_pages_read (TcPaperPages *self);

/* Nothing of @text is kept. @pdf, @failed and @owner as with tc_paper_print(). */
void tc_paper_text_print (const TcPaperText *text, GtkWindow *parent, const char *pdf,
                          void (*failed) (const char *why, GObject *owner), GObject *owner);
