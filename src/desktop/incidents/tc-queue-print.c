/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A list on paper; see the header. Everything is measured in points.
 */
#include "tc-queue-print.h"

#include "tc-paper.h"

#include <glib/gi18n-lib.h>

#define TABLE_PT 11
#define PAD 3.0
#define FOOT 24.0

typedef struct {
  char *cells[6]; /* (owned) */
} Line;

struct _TcQueueSheet {
  char *office; /* (owned), like all texts */
  char *list;
  char *place;
  char *person;
  GPtrArray *lines; /* (owned) (element-type Line) */
  GArray *starts;   /* (owned) (element-type guint): the first line of each page */
  guint whole;
};

/* Shares of the width. */
static const double widths[] = {0.06, 0.17, 0.25, 0.19, 0.18, 0.15};

static const char *const captions[] = {
    /* Translators: head of a column on paper: the number of the line. */
    NC_ ("paper", "No."),   NC_ ("paper", "Code"),          NC_ ("paper", "Matter"),
    NC_ ("paper", "Place"), NC_ ("paper", "State, holder"), NC_ ("paper", "Deadline"),
};

static void
free_line (gpointer data)
{
  Line *line = data;

  for (guint i = 0; i < G_N_ELEMENTS (line->cells); i++)
    g_free (line->cells[i]);
  g_free (line);
}

/* ---- what stands above the table ---- */

static char *
word_count (TcQueueSheet *self)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *at = g_date_time_format (now, "%H:%M %d/%m/%Y");

  if (self->whole > self->lines->len)
    /* Translators: below the title of a printed list: how many of how many, and as of when. */
    return g_strdup_printf (_ ("The first %u of %u incidents, as of %s"), self->lines->len,
                            self->whole, at);
  return g_strdup_printf (
      ngettext ("%u incident, as of %s", "%u incidents, as of %s", self->lines->len),
      self->lines->len, at);
}

static double
put_head (TcQueueSheet *self, GtkPrintContext *context, cairo_t *cr, double width)
{
  double y = tc_paper_put_heading (context, cr, self->office, NULL, self->place, width) +
             2 * TC_PAPER_GAP_PT;
  g_autofree char *title = g_markup_printf_escaped ("<b>%s</b>", _ ("LIST OF INCIDENTS"));
  g_autofree char *list = g_markup_escape_text (self->list, -1);
  g_autofree char *counted = word_count (self);
  g_autofree char *count = g_markup_printf_escaped ("<i>%s</i>", counted);

  y = tc_paper_put (context, cr, title, TC_PAPER_TEXT_PT + 1, 0, y, width, PANGO_ALIGN_CENTER);
  y = tc_paper_put (context, cr, list, TC_PAPER_TEXT_PT, 0, y, width, PANGO_ALIGN_CENTER);
  return tc_paper_put (context, cr, count, TC_PAPER_TEXT_PT, 0, y, width, PANGO_ALIGN_CENTER) +
         TC_PAPER_GAP_PT;
}

/* ---- the table ---- */

/* A row of cells with its lines; where it ends. */
static double
put_row (GtkPrintContext *context, cairo_t *cr, char *const *cells, gboolean bold, double y,
         double width)
{
  double end = y, x = 0;

  for (guint i = 0; i < G_N_ELEMENTS (widths); i++) {
    g_autofree char *text = g_markup_printf_escaped (bold ? "<b>%s</b>" : "%s", cells[i]);
    double bottom = tc_paper_put (context, cr, text, TABLE_PT, x + PAD, y + PAD,
                                  widths[i] * width - 2 * PAD,
                                  bold || i == 0 ? PANGO_ALIGN_CENTER : PANGO_ALIGN_LEFT);
    end = MAX (end, bottom + PAD);
    x += widths[i] * width;
  }
  for (guint i = 0; cr && i <= G_N_ELEMENTS (widths); i++) {
    double at = 0;
    for (guint k = 0; k < i; k++)
      at += widths[k] * width;
    cairo_set_line_width (cr, 0.5);
    cairo_move_to (cr, at, y);
    cairo_line_to (cr, at, end);
    cairo_stroke (cr);
  }
  tc_paper_rule (cr, 0, end, width);
  return end;
}

static double
put_captions (GtkPrintContext *context, cairo_t *cr, double y, double width)
{
  char *cells[G_N_ELEMENTS (captions)];

  for (guint i = 0; i < G_N_ELEMENTS (captions); i++)
    cells[i] = (char *) g_dpgettext2 (GETTEXT_PACKAGE, "paper", captions[i]);
  tc_paper_rule (cr, 0, y, width);
  return put_row (context, cr, cells, TRUE, y, width);
}

/* ---- the end ---- */

#define SIGNATURE 110.0

static void
put_signature (TcQueueSheet *self, GtkPrintContext *context, cairo_t *cr, double y, double width)
{
  double x = width / 2;
  g_autofree char *who = g_markup_printf_escaped ("<b>%s</b>", _ ("MADE BY"));
  g_autofree char *how = g_markup_printf_escaped ("<i>%s</i>", _ ("(signature, full name)"));
  g_autofree char *person = g_markup_printf_escaped ("<b>%s</b>", self->person);

  y = tc_paper_put (context, cr, who, TC_PAPER_TEXT_PT, x, y + TC_PAPER_GAP_PT, x,
                    PANGO_ALIGN_CENTER);
  y = tc_paper_put (context, cr, how, TC_PAPER_TEXT_PT, x, y, x, PANGO_ALIGN_CENTER);
  tc_paper_put (context, cr, person, TC_PAPER_TEXT_PT, x, y + 45, x, PANGO_ALIGN_CENTER);
}

/* ---- pages ---- */

static void
begin_cb (GtkPrintOperation *operation, GtkPrintContext *context, gpointer data)
{
  TcQueueSheet *self = data;
  double width = gtk_print_context_get_width (context);
  double height = gtk_print_context_get_height (context) - FOOT;
  double y = put_head (self, context, NULL, width);
  guint first = 0;

  y = put_captions (context, NULL, y, width);
  g_array_append_val (self->starts, first);
  for (guint i = 0; i < self->lines->len; i++) {
    const Line *line = g_ptr_array_index (self->lines, i);
    double end = put_row (context, NULL, line->cells, FALSE, y, width);
    gboolean begun = i == g_array_index (self->starts, guint, self->starts->len - 1);
    if (end > height && !begun) {
      g_array_append_val (self->starts, i);
      end = put_captions (context, NULL, 0, width) + end - y;
    }
    y = end;
  }
  /* A page of its own for the signature, where the last has no room. */
  if (y + SIGNATURE > height)
    g_array_append_val (self->starts, self->lines->len);
  gtk_print_operation_set_n_pages (operation, (int) self->starts->len);
}

static void
draw_page_cb (GtkPrintOperation *operation, GtkPrintContext *context, int page, gpointer data)
{
  TcQueueSheet *self = data;
  cairo_t *cr = gtk_print_context_get_cairo_context (context);
  double width = gtk_print_context_get_width (context);
  guint from = g_array_index (self->starts, guint, page);
  gboolean last = (guint) page + 1 == self->starts->len;
  guint until = last ? self->lines->len : g_array_index (self->starts, guint, page + 1);
  double y = page == 0 ? put_head (self, context, cr, width) : 0;
  g_autofree char *foot = g_strdup_printf ("%d/%u", page + 1, self->starts->len);

  if (page == 0 || from < until)
    y = put_captions (context, cr, y, width);
  for (guint i = from; i < until; i++)
    y = put_row (context, cr, ((Line *) g_ptr_array_index (self->lines, i))->cells, FALSE, y,
                 width);
  if (last)
    put_signature (self, context, cr, y, width);
  tc_paper_put (context, cr, foot, TABLE_PT, 0, gtk_print_context_get_height (context) - FOOT / 2,
                width, PANGO_ALIGN_CENTER);
}

/* ---- the sheet ---- */

TcQueueSheet *
tc_queue_sheet_new (const char *office, const char *list, const char *place, const char *person)
{
  TcQueueSheet *self = g_new0 (TcQueueSheet, 1);

  self->office = g_strdup (office);
  self->list = g_strdup (list);
  self->place = g_strdup (place);
  self->person = g_strdup (person);
  self->lines = g_ptr_array_new_with_free_func (free_line);
  self->starts = g_array_new (FALSE, FALSE, sizeof (guint));
  return self;
}

void
tc_queue_sheet_add (TcQueueSheet *self, const TcQueueLine *line)
{
  Line *added = g_new0 (Line, 1);

  *added = (Line){{g_strdup_printf ("%u", self->lines->len + 1), g_strdup (line->code),
                   g_strdup (line->title), g_strdup (line->place), g_strdup (line->state),
                   g_strdup (line->due)}};
  g_ptr_array_add (self->lines, added);
}

void
tc_queue_sheet_set_whole (TcQueueSheet *self, guint whole)
{
  self->whole = whole;
}

void
tc_queue_sheet_free (TcQueueSheet *self)
{
  g_free (self->office);
  g_free (self->list);
  g_free (self->place);
  g_free (self->person);
  g_ptr_array_unref (self->lines);
  g_array_unref (self->starts);
  g_free (self);
}

void
tc_queue_sheet_print (TcQueueSheet *self, GtkWindow *parent, const char *pdf,
                      void (*failed) (const char *why, GObject *owner), GObject *owner)
{
  const TcPaperJob job = {self->list, begin_cb, draw_page_cb, (GDestroyNotify) tc_queue_sheet_free,
                          failed,     owner};

  tc_paper_print (&job, self, parent, pdf);
}
