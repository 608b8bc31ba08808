/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A text on paper; see the header. Everything is measured in points.
 */
#include "tc-paper-text.h"

#include "tc-paper.h"

#include <string.h>

#define FOOT 30.0
#define SMALL_PT 9
#define SIGNATURE 110.0

struct _TcPaperPages {
  TcPaperText text; /* its strings: interned by `strings`, but for `text` */
  GStringChunk *strings;
  char **lines;   /* (owned): of the text */
  GArray *starts; /* (owned) (element-type guint): the first line of each page */
  double width;
  double height;
};

void
tc_paper_pages_free (TcPaperPages *paper)
{
  g_string_chunk_free (paper->strings);
  g_strfreev (paper->lines);
  g_array_unref (paper->starts);
  g_free (paper);
}

static double
put_head (TcPaperPages *self, PangoContext *pango, cairo_t *cr, double width)
{
  const TcPaperText *text = &self->text;
  double y = tc_paper_put_heading (pango, cr, text->office, text->number, text->place, text->at_us,
                                   width);
  g_autofree char *title = g_markup_printf_escaped ("<b>%s</b>", text->title);
  g_autofree char *which = g_markup_printf_escaped ("<i>%s</i>", text->which);

  y = tc_paper_put (pango, cr, title, TC_PAPER_TEXT_PT + 1, 0, y + 2 * TC_PAPER_GAP_PT, width,
                    PANGO_ALIGN_CENTER);
  return tc_paper_put (pango, cr, which, TC_PAPER_TEXT_PT, 0, y, width, PANGO_ALIGN_CENTER) +
         TC_PAPER_GAP_PT;
}

/* "1. …" to "99. …". */
static gboolean
is_heading (const char *line)
{
  gsize digits = strspn (line, "0123456789");

  return digits >= 1 && digits <= 2 && g_str_has_prefix (line + digits, ". ");
}

static double
put_line (PangoContext *pango, cairo_t *cr, const char *line, double y, double width)
{
  g_autofree char *text = g_markup_printf_escaped (is_heading (line) ? "<b>%s</b>" : "%s",
                                                   *line ? line : " ");

  return tc_paper_put (pango, cr, text, *line ? TC_PAPER_TEXT_PT : 6, 0, y, width,
                       PANGO_ALIGN_LEFT);
}

static void
put_signer (PangoContext *pango, cairo_t *cr, const TcPaperSigner *signer, double x, double y,
            double width)
{
  g_autofree char *title = g_markup_printf_escaped ("<b>%s</b>", signer->who);
  g_autofree char *line = g_markup_printf_escaped ("<i>%s</i>", signer->how);
  g_autofree char *person = g_markup_printf_escaped ("<b>%s</b>", signer->name);

  y = tc_paper_put (pango, cr, title, TC_PAPER_TEXT_PT, x, y, width, PANGO_ALIGN_CENTER);
  tc_paper_put (pango, cr, line, TC_PAPER_TEXT_PT - 2, x, y, width, PANGO_ALIGN_CENTER);
  tc_paper_put (pango, cr, person, TC_PAPER_TEXT_PT, x, y + 60, width, PANGO_ALIGN_CENTER);
}

static void
put_foot (TcPaperPages *self, PangoContext *pango, cairo_t *cr, guint page)
{
  double width = self->width, y = self->height - FOOT + 6;
  g_autofree char *foot = g_markup_escape_text (self->text.foot, -1);
  g_autofree char *number = g_strdup_printf ("%u/%u", page + 1, self->starts->len);

  if (*foot)
    y = tc_paper_put (pango, cr, foot, SMALL_PT, 0, y, width, PANGO_ALIGN_CENTER);
  tc_paper_put (pango, cr, number, SMALL_PT, 0, y, width, PANGO_ALIGN_CENTER);
}

/* A heading doesn't stand at the foot of a page, away from what it is of. */
static guint
find_break (TcPaperPages *self, guint line)
{
  guint begin = g_array_index (self->starts, guint, self->starts->len - 1);

  return line > begin + 1 && is_heading (self->lines[line - 1]) ? line - 1 : line;
}

/* The last line that says something, with its heading, unless the page begins with it. */
static guint
find_last (TcPaperPages *self, guint n)
{
  guint begin = g_array_index (self->starts, guint, self->starts->len - 1), last = n;

  while (last > begin + 1 && (last == n || !*self->lines[last]))
    last--;
  return last > begin ? find_break (self, last) : n;
}

guint
tc_paper_pages_lay (TcPaperPages *self, PangoContext *pango, double width, double height)
{
  double y = put_head (self, pango, NULL, width);
  guint first = 0, n = g_strv_length (self->lines);

  self->width = width;
  self->height = height;
  g_array_set_size (self->starts, 0);
  g_array_append_val (self->starts, first);
  for (guint i = 0; i < n; i++) {
    double end = put_line (pango, NULL, self->lines[i], y, width);
    if (end > height - FOOT && *self->lines[i] &&
        i > g_array_index (self->starts, guint, self->starts->len - 1)) {
      guint begin = find_break (self, i);
      g_array_append_val (self->starts, begin);
      end = 0;
      for (guint line = begin; line <= i; line++)
        end = put_line (pango, NULL, self->lines[line], end, width);
    }
    y = end;
  }
  /* Another page for the signatures, where the last has no room; never one of theirs alone. */
  if (y + SIGNATURE > height - FOOT) {
    guint begin = find_last (self, n);
    g_array_append_val (self->starts, begin);
  }
  return self->starts->len;
}

guint
tc_paper_pages_get_start (TcPaperPages *self, guint page)
{
  g_return_val_if_fail (page < self->starts->len, 0);
  return g_array_index (self->starts, guint, page);
}

void
tc_paper_pages_draw (TcPaperPages *self, PangoContext *pango, cairo_t *cr, guint page)
{
  double width = self->width, part = width / TC_PAPER_SIGNERS;
  gboolean last = page + 1 == self->starts->len;
  guint until = last ? g_strv_length (self->lines) : g_array_index (self->starts, guint, page + 1);
  double y = page == 0 ? put_head (self, pango, cr, width) : 0;

  for (guint i = g_array_index (self->starts, guint, page); i < until; i++)
    y = put_line (pango, cr, self->lines[i], y, width);
  for (guint i = 0; last && i < TC_PAPER_SIGNERS; i++)
    put_signer (pango, cr, &self->text.signers[i], i * part, y + TC_PAPER_GAP_PT, part);
  put_foot (self, pango, cr, page);
}

char *
tc_paper_pages_read (TcPaperPages *self)
{
  const TcPaperText *text = &self->text;
  g_autofree char *date = tc_paper_word_date (text->place, text->at_us);
  g_autofree char *lines = g_strjoinv ("\n", self->lines);
  GString *all = g_string_new (NULL);
  const char *const parts[] = {date,
                               text->title,
                               text->which,
                               lines,
                               text->signers[0].who,
                               text->signers[0].how,
                               text->signers[0].name,
                               text->signers[1].who,
                               text->signers[1].how,
                               text->signers[1].name,
                               text->foot};

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    if (*parts[i])
      g_string_append_printf (all, "%s%s", all->len > 0 ? "\n" : "", parts[i]);
  return g_string_free (all, FALSE);
}

static void
begin_cb (GtkPrintOperation *operation, GtkPrintContext *context, gpointer data)
{
  PangoContext *pango = gtk_print_context_create_pango_context (context);

  gtk_print_operation_set_n_pages (
      operation, (int) tc_paper_pages_lay (data, pango, gtk_print_context_get_width (context),
                                           gtk_print_context_get_height (context)));
  g_object_unref (pango);
}

static void
draw_page_cb (GtkPrintOperation *operation, GtkPrintContext *context, int page, gpointer data)
{
  PangoContext *pango = gtk_print_context_create_pango_context (context);

  tc_paper_pages_draw (data, pango, gtk_print_context_get_cairo_context (context), (guint) page);
  g_object_unref (pango);
}

TcPaperPages *
tc_paper_pages_new (const TcPaperText *text)
{
  TcPaperPages *paper = g_new0 (TcPaperPages, 1);
  GStringChunk *strings = g_string_chunk_new (1024);

  paper->strings = strings;
  paper->text = (TcPaperText){.office = g_string_chunk_insert (strings, text->office),
                              .number = g_string_chunk_insert (strings, text->number),
                              .place = g_string_chunk_insert (strings, text->place),
                              .at_us = text->at_us,
                              .title = g_string_chunk_insert (strings, text->title),
                              .which = g_string_chunk_insert (strings, text->which),
                              .foot = g_string_chunk_insert (strings, text->foot)};
  for (guint i = 0; i < TC_PAPER_SIGNERS; i++)
    paper->text.signers[i] = (TcPaperSigner){
        g_string_chunk_insert (strings, text->signers[i].who),
        g_string_chunk_insert (strings, text->signers[i].how),
        g_string_chunk_insert (strings, text->signers[i].name),
    };
  paper->lines = g_strsplit (text->text, "\n", -1);
  paper->starts = g_array_new (FALSE, FALSE, sizeof (guint));
  return paper;
}

void
tc_paper_text_print (const TcPaperText *text, GtkWindow *parent, const char *pdf,
                     void (*failed) (const char *why, GObject *owner), GObject *owner)
{
  TcPaperPages *paper = tc_paper_pages_new (text);
  g_autofree char *name = g_strjoin (*text->which ? ", " : "", text->title, text->which, NULL);
  const TcPaperJob job = {name,   begin_cb, draw_page_cb, (GDestroyNotify) tc_paper_pages_free,
                          failed, owner};

  tc_paper_print (&job, paper, parent, pdf);
}
