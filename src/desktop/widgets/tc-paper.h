/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What every official paper has: the page, the serif, the national heading. All in points.
 *
 * Source: ND 30/2020/ND-CP, annex I, for paper, margins, heading and signature.
 */
#pragma once

#include <gtk/gtk.h>

#define TC_PAPER_TEXT_PT 13
#define TC_PAPER_GAP_PT 10.0

/* Where it ends; drawn unless @cr is NULL. @text: markup */
double tc_paper_put (PangoContext *pango, cairo_t *cr, const char *text, double size, double x,
                     double y, double width, PangoAlignment align);
/* A line across; nothing where @cr is NULL. */
void tc_paper_rule (cairo_t *cr, double x, double y, double width);
/* "Hậu Giang, ngày 28 tháng 11 năm 2026". (transfer full) */
char *tc_paper_word_date (const char *place, gint64 at_us);
/* The two blocks side by side: who it is from, with @number below (nullable: none), and the state
 * with place and the date of @at_us. Where it ends. */
double tc_paper_put_heading (PangoContext *pango, cairo_t *cr, const char *office,
                             const char *number, const char *place, gint64 at_us, double width);
/* A4 with the margins of the decree. (transfer full) */
GtkPageSetup *tc_paper_page_new (void);

/* How a file of it is called at first: what it is and that day, without an end. (transfer full) */
char *tc_paper_name_file (const char *name, gint64 at_us);

typedef struct {
  const char *name; /* of the job, as the printer shows it; a file is proposed by it too */
  void (*begin) (GtkPrintOperation *operation, GtkPrintContext *context, gpointer paper);
  void (*draw_page) (GtkPrintOperation *operation, GtkPrintContext *context, int page,
                     gpointer paper);
  GDestroyNotify free_paper;
  void (*failed) (const char *why, GObject *owner); /* told once */
  GObject *owner;                                   /* kept until the paper is out */
} TcPaperJob;

/* Prints on such pages, or writes a file. @paper: (transfer full). @pdf: (nullable): its path; else
 * a dialog asks */
void tc_paper_print (const TcPaperJob *job, gpointer paper, GtkWindow *parent, const char *pdf);
