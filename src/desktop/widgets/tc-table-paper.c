/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A list on paper; see the header. Everything is measured in points.
 */
#include "tc-table-paper.h"

#include "tc-now.h"
#include "tc-paper.h"

#include <glib/gi18n-lib.h>

#define TABLE_PT 11
#define PAD 3.0
#define FOOT 24.0

/* Of the width: the number of each row. */
#define NUMBER_SHARE 0.06
#define COLUMNS_MAX 12

typedef struct {
  TcListTable *table; /* (owned), like all that follow */
  char *office;
  char *place;
  char *person;
  GArray *starts;             /* (element-type guint): the first line of each page */
  double widths[COLUMNS_MAX]; /* shares: the number, then what is on paper */
  guint columns[COLUMNS_MAX]; /* of the table; the first isn't of it */
  guint n;
} Paper;

/* ---- what stands above the table ---- */

static double
put_head (Paper *self, PangoContext *pango, cairo_t *cr, double width)
{
  double y = tc_paper_put_heading (pango, cr, self->office, NULL, self->place, tc_now_us (),
                                   width) +
             2 * TC_PAPER_GAP_PT;
  g_autofree char *title = g_markup_printf_escaped ("<b>%s</b>",
                                                    tc_list_table_get_title (self->table));
  g_autofree char *list = g_markup_escape_text (tc_list_table_get_which (self->table), -1);
  g_autofree char *counted = tc_list_table_word_count (self->table);
  g_autofree char *count = g_markup_printf_escaped ("<i>%s</i>", counted);

  y = tc_paper_put (pango, cr, title, TC_PAPER_TEXT_PT + 1, 0, y, width, PANGO_ALIGN_CENTER);
  y = tc_paper_put (pango, cr, list, TC_PAPER_TEXT_PT, 0, y, width, PANGO_ALIGN_CENTER);
  return tc_paper_put (pango, cr, count, TC_PAPER_TEXT_PT, 0, y, width, PANGO_ALIGN_CENTER) +
         TC_PAPER_GAP_PT;
}

/* ---- the table ---- */

/* A row of cells with its lines; where it ends. */
static double
put_row (Paper *self, PangoContext *pango, cairo_t *cr, const char *const *cells, gboolean bold,
         double y, double width)
{
  double end = y, x = 0;

  for (guint i = 0; i < self->n; i++) {
    g_autofree char *text = g_markup_printf_escaped (bold ? "<b>%s</b>" : "%s", cells[i]);
    double bottom = tc_paper_put (pango, cr, text, TABLE_PT, x + PAD, y + PAD,
                                  self->widths[i] * width - 2 * PAD,
                                  bold || i == 0 ? PANGO_ALIGN_CENTER : PANGO_ALIGN_LEFT);
    end = MAX (end, bottom + PAD);
    x += self->widths[i] * width;
  }
  for (guint i = 0; cr && i <= self->n; i++) {
    double at = 0;
    for (guint k = 0; k < i; k++)
      at += self->widths[k] * width;
    cairo_set_line_width (cr, 0.5);
    cairo_move_to (cr, at, y);
    cairo_line_to (cr, at, end);
    cairo_stroke (cr);
  }
  tc_paper_rule (cr, 0, end, width);
  return end;
}

static double
put_captions (Paper *self, PangoContext *pango, cairo_t *cr, double y, double width)
{
  /* Translators: head of a column on paper: the number of the line. */
  const char *cells[COLUMNS_MAX] = {C_ ("paper", "No.")};

  for (guint i = 1; i < self->n; i++)
    cells[i] = tc_list_table_get_column (self->table, self->columns[i])->caption;
  tc_paper_rule (cr, 0, y, width);
  return put_row (self, pango, cr, cells, TRUE, y, width);
}

static double
put_line (Paper *self, PangoContext *pango, cairo_t *cr, guint line, double y, double width)
{
  g_autofree char *number = g_strdup_printf ("%u", line + 1);
  const char *cells[COLUMNS_MAX] = {number};

  for (guint i = 1; i < self->n; i++)
    cells[i] = tc_list_table_get_cell (self->table, line, self->columns[i]);
  return put_row (self, pango, cr, cells, FALSE, y, width);
}

/* ---- the end ---- */

#define SIGNATURE 110.0

static void
put_signature (Paper *self, PangoContext *pango, cairo_t *cr, double y, double width)
{
  double x = width / 2;
  g_autofree char *who = g_markup_printf_escaped ("<b>%s</b>", _ ("MADE BY"));
  g_autofree char *how = g_markup_printf_escaped ("<i>%s</i>", _ ("(signature, full name)"));
  g_autofree char *person = g_markup_printf_escaped ("<b>%s</b>", self->person);

  y = tc_paper_put (pango, cr, who, TC_PAPER_TEXT_PT, x, y + TC_PAPER_GAP_PT, x,
                    PANGO_ALIGN_CENTER);
  y = tc_paper_put (pango, cr, how, TC_PAPER_TEXT_PT, x, y, x, PANGO_ALIGN_CENTER);
  tc_paper_put (pango, cr, person, TC_PAPER_TEXT_PT, x, y + 45, x, PANGO_ALIGN_CENTER);
}

/* ---- pages ---- */

static void
begin_cb (GtkPrintOperation *operation, GtkPrintContext *context, gpointer data)
{
  Paper *self = data;
  PangoContext *pango = gtk_print_context_create_pango_context (context);
  guint n = tc_list_table_get_length (self->table);
  double width = gtk_print_context_get_width (context);
  double height = gtk_print_context_get_height (context) - FOOT;
  double y = put_head (self, pango, NULL, width);
  guint first = 0;

  y = put_captions (self, pango, NULL, y, width);
  g_array_append_val (self->starts, first);
  for (guint i = 0; i < n; i++) {
    double end = put_line (self, pango, NULL, i, y, width);
    gboolean begun = i == g_array_index (self->starts, guint, self->starts->len - 1);
    if (end > height && !begun) {
      g_array_append_val (self->starts, i);
      end = put_captions (self, pango, NULL, 0, width) + end - y;
    }
    y = end;
  }
  /* A page of its own for the signature, where the last has no room. */
  if (y + SIGNATURE > height)
    g_array_append_val (self->starts, n);
  gtk_print_operation_set_n_pages (operation, (int) self->starts->len);
  g_object_unref (pango);
}

static void
draw_page_cb (GtkPrintOperation *operation, GtkPrintContext *context, int page, gpointer data)
{
  Paper *self = data;
  PangoContext *pango = gtk_print_context_create_pango_context (context);
  cairo_t *cr = gtk_print_context_get_cairo_context (context);
  double width = gtk_print_context_get_width (context);
  guint from = g_array_index (self->starts, guint, page);
  gboolean last = (guint) page + 1 == self->starts->len;
  guint until = last ? tc_list_table_get_length (self->table)
                     : g_array_index (self->starts, guint, page + 1);
  double y = page == 0 ? put_head (self, pango, cr, width) : 0;
  g_autofree char *foot = g_strdup_printf ("%d/%u", page + 1, self->starts->len);

  if (page == 0 || from < until)
    y = put_captions (self, pango, cr, y, width);
  for (guint i = from; i < until; i++)
    y = put_line (self, pango, cr, i, y, width);
  if (last)
    put_signature (self, pango, cr, y, width);
  tc_paper_put (pango, cr, foot, TABLE_PT, 0, gtk_print_context_get_height (context) - FOOT / 2,
                width, PANGO_ALIGN_CENTER);
  g_object_unref (pango);
}

/* ---- the paper ---- */

static void
free_paper (gpointer data)
{
  Paper *self = data;

  tc_list_table_free (self->table);
  g_free (self->office);
  g_free (self->place);
  g_free (self->person);
  g_array_unref (self->starts);
  g_free (self);
}

/* What the columns leave of the width is shared out as they say. */
static void
share_out (Paper *self)
{
  double whole = 0;

  self->widths[0] = NUMBER_SHARE;
  self->n = 1;
  for (guint i = 0; i < tc_list_table_get_n_columns (self->table); i++) {
    double share = tc_list_table_get_column (self->table, i)->share;
    if (share <= 0 || self->n >= COLUMNS_MAX)
      continue;
    whole += share;
    self->columns[self->n] = i;
    self->widths[self->n++] = share;
  }
  for (guint i = 1; i < self->n; i++)
    self->widths[i] *= (1 - NUMBER_SHARE) / whole;
}

void
tc_table_paper_print (TcListTable *table, const char *office, const char *place, const char *person,
                      GtkWindow *parent, const char *pdf,
                      void (*failed) (const char *why, GObject *owner), GObject *owner)
{
  Paper *self = g_new0 (Paper, 1);
  const TcPaperJob job = {
      tc_list_table_get_which (table), begin_cb, draw_page_cb, free_paper, failed, owner};

  self->table = table;
  self->office = g_strdup (office);
  self->place = g_strdup (place);
  self->person = g_strdup (person);
  self->starts = g_array_new (FALSE, FALSE, sizeof (guint));
  share_out (self);
  tc_paper_print (&job, self, parent, pdf);
}
