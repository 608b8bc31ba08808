/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Papers on the screen; see the header. The text is laid out once, for paper; drawing makes it as
 * large as there is room, so that no line breaks elsewhere than in print.
 */
#include "tc-paper-view.h"

#include "tc-paper.h"

#include <pango/pangocairo.h>

#define WIDTH_MIN 240
#define WIDTH_MAX 860
#define GAP 12

struct _TcPaperView {
  GtkWidget parent;
  TcPaperPages *pages; /* (owned) (nullable): until it is set */
  PangoContext *pango; /* (owned): as a printer's: nothing is put onto dots */
  GtkPageSetup *setup; /* (owned) */
  GtkWidget *label;    /* (unowned): a child; the text, never drawn */
  char *read;          /* (owned) (nullable) */
  guint n_pages;
};

G_DEFINE_FINAL_TYPE (TcPaperView, tc_paper_view, GTK_TYPE_WIDGET)

static double
get_page_width (TcPaperView *self)
{
  return gtk_page_setup_get_paper_width (self->setup, GTK_UNIT_POINTS);
}

static double
get_page_height (TcPaperView *self)
{
  return gtk_page_setup_get_paper_height (self->setup, GTK_UNIT_POINTS);
}

/* What a page of that width is as high as. */
static double
get_height (TcPaperView *self, double width)
{
  return width * get_page_height (self) / get_page_width (self);
}

static void
tc_paper_view_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                       int *natural, int *minimum_baseline, int *natural_baseline)
{
  TcPaperView *self = TC_PAPER_VIEW (widget);
  int width = for_size < 0 ? WIDTH_MIN : MIN (for_size, WIDTH_MAX);

  if (orientation == GTK_ORIENTATION_HORIZONTAL) {
    *minimum = WIDTH_MIN;
    *natural = WIDTH_MAX;
    return;
  }
  *minimum = *natural = (int) (self->n_pages * (get_height (self, width) + GAP));
}

static void
tc_paper_view_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  TcPaperView *self = TC_PAPER_VIEW (widget);
  int natural = 0;

  /* Over all of it, however high it would like to be. */
  gtk_widget_measure (self->label, GTK_ORIENTATION_VERTICAL, width, NULL, &natural, NULL, NULL);
  gtk_widget_size_allocate (self->label, &(GtkAllocation){0, 0, width, MAX (natural, height)}, -1);
}

static void
draw_page (TcPaperView *self, GtkSnapshot *snapshot, guint page, double width)
{
  static const GdkRGBA paper = {1, 1, 1, 1}, edge = {0.6f, 0.6f, 0.6f, 1};
  double height = get_height (self, width), scale = width / get_page_width (self);
  graphene_rect_t bounds = GRAPHENE_RECT_INIT (0, (float) (page * (height + GAP)), (float) width,
                                               (float) height);
  GskRoundedRect outline = GSK_ROUNDED_RECT_INIT (bounds.origin.x, bounds.origin.y,
                                                  bounds.size.width, bounds.size.height);
  cairo_t *cr = NULL;

  gtk_snapshot_append_color (snapshot, &paper, &bounds);
  gtk_snapshot_append_border (snapshot, &outline, (float[4]){1, 1, 1, 1},
                              (GdkRGBA[4]){edge, edge, edge, edge});
  cr = gtk_snapshot_append_cairo (snapshot, &bounds);
  cairo_translate (cr, 0, bounds.origin.y);
  cairo_scale (cr, scale, scale);
  cairo_translate (cr, gtk_page_setup_get_left_margin (self->setup, GTK_UNIT_POINTS),
                   gtk_page_setup_get_top_margin (self->setup, GTK_UNIT_POINTS));
  cairo_set_source_rgb (cr, 0, 0, 0);
  tc_paper_pages_draw (self->pages, self->pango, cr, page);
  cairo_destroy (cr);
}

static void
tc_paper_view_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  TcPaperView *self = TC_PAPER_VIEW (widget);
  double width = MIN (gtk_widget_get_width (widget), WIDTH_MAX);

  for (guint i = 0; i < self->n_pages; i++)
    draw_page (self, snapshot, i, width);
}

static void
tc_paper_view_dispose (GObject *object)
{
  TcPaperView *self = TC_PAPER_VIEW (object);

  g_clear_pointer (&self->label, gtk_widget_unparent);
  g_clear_pointer (&self->pages, tc_paper_pages_free);
  g_clear_pointer (&self->read, g_free);
  g_clear_object (&self->pango);
  g_clear_object (&self->setup);
  G_OBJECT_CLASS (tc_paper_view_parent_class)->dispose (object);
}

static GtkSizeRequestMode
tc_paper_view_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
tc_paper_view_class_init (TcPaperViewClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = tc_paper_view_dispose;
  widget_class->measure = tc_paper_view_measure;
  widget_class->get_request_mode = tc_paper_view_get_request_mode;
  widget_class->size_allocate = tc_paper_view_size_allocate;
  widget_class->snapshot = tc_paper_view_snapshot;
}

static void
tc_paper_view_init (TcPaperView *self)
{
  cairo_font_options_t *options = cairo_font_options_create ();

  cairo_font_options_set_hint_style (options, CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_hint_metrics (options, CAIRO_HINT_METRICS_OFF);
  self->pango = pango_font_map_create_context (pango_cairo_font_map_get_default ());
  pango_cairo_context_set_font_options (self->pango, options);
  pango_cairo_context_set_resolution (self->pango, 72);
  pango_context_set_round_glyph_positions (self->pango, FALSE);
  cairo_font_options_destroy (options);
  self->setup = tc_paper_page_new ();
  self->label = gtk_label_new (NULL);
  gtk_label_set_wrap (GTK_LABEL (self->label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (self->label), 0);
  gtk_widget_set_can_target (self->label, FALSE);
  gtk_widget_set_parent (self->label, GTK_WIDGET (self));
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
}

void
tc_paper_view_set (TcPaperView *self, const TcPaperText *text)
{
  TcPaperPages *pages = tc_paper_pages_new (text);
  char *read = tc_paper_pages_read (pages);

  g_return_if_fail (TC_IS_PAPER_VIEW (self));
  g_clear_pointer (&self->pages, tc_paper_pages_free);
  self->pages = pages;
  self->n_pages = tc_paper_pages_lay (
      pages, self->pango, gtk_page_setup_get_page_width (self->setup, GTK_UNIT_POINTS),
      gtk_page_setup_get_page_height (self->setup, GTK_UNIT_POINTS));
  if (g_strcmp0 (read, self->read) != 0)
    gtk_label_set_label (GTK_LABEL (self->label), read);
  g_free (self->read);
  self->read = read;
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

guint
tc_paper_view_get_n_pages (TcPaperView *self)
{
  g_return_val_if_fail (TC_IS_PAPER_VIEW (self), 0);
  return self->n_pages;
}
