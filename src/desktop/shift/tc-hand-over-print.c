/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A sheet on paper; see the header. Everything is measured in points.
 */
#include "tc-hand-over-print.h"

#include "tc-hand-over-words.h"
#include "tc-paper.h"

#include <glib/gi18n-lib.h>

#define FOOT 30.0
#define SMALL_PT 9
#define SIGNATURE 110.0

typedef struct {
  char *office; /* (owned), like all texts */
  char *place;
  char *title; /* which shift */
  char *given; /* who signed, and when */
  char *taken;
  char *giver;
  char *taker;
  char *hash;
  char **lines;   /* (owned): of the text */
  GArray *starts; /* (owned) (element-type guint): the first line of each page */
} Paper;

static void
free_paper (gpointer data)
{
  Paper *paper = data;
  char *texts[] = {paper->office, paper->place, paper->title, paper->given,
                   paper->taken,  paper->giver, paper->taker, paper->hash};

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_free (texts[i]);
  g_strfreev (paper->lines);
  g_array_unref (paper->starts);
  g_free (paper);
}

static double
put_head (Paper *self, GtkPrintContext *context, cairo_t *cr, double width)
{
  /* Translators: number of a hand-over sheet, written by hand on the paper. */
  double y = tc_paper_put_heading (context, cr, self->office, _ ("No.: ............/HO"),
                                   self->place, width);
  g_autofree char *title = g_markup_printf_escaped ("<b>%s</b>", _ ("HAND-OVER SHEET"));
  g_autofree char *which = g_markup_printf_escaped ("<i>%s</i>", self->title);

  y = tc_paper_put (context, cr, title, TC_PAPER_TEXT_PT + 1, 0, y + 2 * TC_PAPER_GAP_PT, width,
                    PANGO_ALIGN_CENTER);
  return tc_paper_put (context, cr, which, TC_PAPER_TEXT_PT, 0, y, width, PANGO_ALIGN_CENTER) +
         TC_PAPER_GAP_PT;
}

/* Headings of the sheet are numbered. */
static double
put_line (GtkPrintContext *context, cairo_t *cr, const char *line, double y, double width)
{
  gboolean heading = g_ascii_isdigit (line[0]) && line[1] == '.' && line[2] == ' ';
  g_autofree char *text = g_markup_printf_escaped (heading ? "<b>%s</b>" : "%s",
                                                   *line ? line : " ");

  return tc_paper_put (context, cr, text, *line ? TC_PAPER_TEXT_PT : 6, 0, y, width,
                       PANGO_ALIGN_LEFT);
}

static void
put_signer (GtkPrintContext *context, cairo_t *cr, const char *who, const char *how,
            const char *name, double x, double y, double width)
{
  g_autofree char *title = g_markup_printf_escaped ("<b>%s</b>", who);
  g_autofree char *line = g_markup_printf_escaped ("<i>%s</i>", how);
  g_autofree char *person = g_markup_printf_escaped ("<b>%s</b>", name);

  y = tc_paper_put (context, cr, title, TC_PAPER_TEXT_PT, x, y, width, PANGO_ALIGN_CENTER);
  tc_paper_put (context, cr, line, TC_PAPER_TEXT_PT - 2, x, y, width, PANGO_ALIGN_CENTER);
  tc_paper_put (context, cr, person, TC_PAPER_TEXT_PT, x, y + 60, width, PANGO_ALIGN_CENTER);
}

static void
put_foot (Paper *self, GtkPrintContext *context, cairo_t *cr, int page, double width)
{
  double y = gtk_print_context_get_height (context) - FOOT + 6;
  g_autofree char *hash = g_strdup_printf ("SHA-256: %s", self->hash);
  g_autofree char *number = g_strdup_printf ("%d/%u", page + 1, self->starts->len);

  y = tc_paper_put (context, cr, hash, SMALL_PT, 0, y, width, PANGO_ALIGN_CENTER);
  tc_paper_put (context, cr, number, SMALL_PT, 0, y, width, PANGO_ALIGN_CENTER);
}

static void
begin_cb (GtkPrintOperation *operation, GtkPrintContext *context, gpointer data)
{
  Paper *self = data;
  double width = gtk_print_context_get_width (context);
  double height = gtk_print_context_get_height (context) - FOOT;
  double y = put_head (self, context, NULL, width);
  guint first = 0, n = g_strv_length (self->lines);

  g_array_set_size (self->starts, 0);
  g_array_append_val (self->starts, first);
  for (guint i = 0; i < n; i++) {
    double end = put_line (context, NULL, self->lines[i], y, width);
    if (end > height && i > g_array_index (self->starts, guint, self->starts->len - 1)) {
      g_array_append_val (self->starts, i);
      end = put_line (context, NULL, self->lines[i], 0, width);
    }
    y = end;
  }
  /* A page of its own for the signatures, where the last has no room. */
  if (y + SIGNATURE > height)
    g_array_append_val (self->starts, n);
  gtk_print_operation_set_n_pages (operation, (int) self->starts->len);
}

static void
draw_page_cb (GtkPrintOperation *operation, GtkPrintContext *context, int page, gpointer data)
{
  Paper *self = data;
  cairo_t *cr = gtk_print_context_get_cairo_context (context);
  double width = gtk_print_context_get_width (context);
  gboolean last = (guint) page + 1 == self->starts->len;
  guint until = last ? g_strv_length (self->lines) : g_array_index (self->starts, guint, page + 1);
  double y = page == 0 ? put_head (self, context, cr, width) : 0;

  for (guint i = g_array_index (self->starts, guint, page); i < until; i++)
    y = put_line (context, cr, self->lines[i], y, width);
  if (last) {
    y += TC_PAPER_GAP_PT;
    put_signer (context, cr, _ ("HANDED OVER BY"), self->given, self->giver, 0, y, width / 2);
    put_signer (context, cr, _ ("TAKEN OVER BY"), self->taken, self->taker, width / 2, y,
                width / 2);
  }
  put_foot (self, context, cr, page, width);
}

static Paper *
make_paper (const TcHandOverSheet *sheet, const char *office, const char *place)
{
  gint64 now_us = g_get_real_time ();
  Paper *paper = g_new0 (Paper, 1);

  paper->office = g_strdup (office);
  paper->place = g_strdup (place);
  paper->title = tc_hand_over_word_title (sheet);
  paper->given = tc_hand_over_word_given (sheet, now_us);
  paper->taken = tc_hand_over_word_taken (sheet, now_us);
  paper->giver = g_strdup (sheet->given.name ? sheet->given.name : "");
  paper->taker = g_strdup (sheet->taken.name ? sheet->taken.name : "");
  paper->hash = tc_hand_over_word_hash (sheet);
  paper->lines = g_strsplit (sheet->text, "\n", -1);
  paper->starts = g_array_new (FALSE, FALSE, sizeof (guint));
  return paper;
}

void
tc_hand_over_print (const TcHandOverSheet *sheet, const char *office, const char *place,
                    GtkWindow *parent, const char *pdf,
                    void (*failed) (const char *why, GObject *owner), GObject *owner)
{
  Paper *paper = make_paper (sheet, office, place);
  const TcPaperJob job = {paper->title, begin_cb, draw_page_cb, free_paper, failed, owner};

  tc_paper_print (&job, paper, parent, pdf);
}
