/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Charts as a picture; see the header. It is laid out by drawing it: once into nothing, which says
 * how high it is, and once more.
 */
#include "tc-chart-picture.h"

#include "tc-now.h"
#include "tc-words.h"

#include <cairo-svg.h>
#include <glib/gi18n-lib.h>

#define WIDTH_PX 1200
#define MARGIN_PX 24
#define TREND_HEIGHT_PX 432
#define GAP_PX 14
#define LINE_GAP_PX 5
#define NAME_WIDTH_PX 470
#define BAR_WIDTH_PX 460
#define BAR_HEIGHT_PX 14
#define LINES_MAX 3 /* of one text */

static const GdkRGBA ink = {0.11f, 0.13f, 0.15f, 1};
static const GdkRGBA rest_ink = {0.45f, 0.5f, 0.55f, 1};

typedef enum {
  LINE_HEAD,
  LINE_TEXT,
  LINE_BAR,
} LineKind;

typedef struct {
  LineKind kind;
  char *name;  /* (owned) */
  char *words; /* (owned) (nullable): beside it */
  double count;
  double part;
  double most; /* of its group */
} Line;

struct _TcChartPicture {
  char *title;         /* (owned) */
  char *which;         /* (owned) (nullable) */
  char *foot;          /* (owned): as of when */
  TcTrendChart *trend; /* (owned) (nullable) */
  guint trend_at;      /* before which line; behind the last one it is their number */
  GArray *lines;       /* (owned) (element-type Line) */
};

static void
clear_line (gpointer data)
{
  Line *line = data;

  g_free (line->name);
  g_free (line->words);
}

/* (transfer full) */
static char *
word_foot (void)
{
  g_autoptr (GDateTime) now = tc_words_local (tc_now_us ());
  g_autofree char *at = g_date_time_format (now, "%H:%M %d/%m/%Y");

  /* Translators: at the foot of charts that were saved as a picture: time and date. */
  return g_strdup_printf (_ ("As it stood on the screen at %s"), at);
}

TcChartPicture *
tc_chart_picture_new (const char *title, const char *which)
{
  TcChartPicture *self = g_new0 (TcChartPicture, 1);

  self->title = g_strdup (title);
  self->which = g_strdup (which);
  self->foot = word_foot ();
  self->lines = g_array_new (FALSE, TRUE, sizeof (Line));
  g_array_set_clear_func (self->lines, clear_line);
  return self;
}

void
tc_chart_picture_free (TcChartPicture *self)
{
  g_free (self->title);
  g_free (self->which);
  g_free (self->foot);
  g_clear_object (&self->trend);
  g_array_unref (self->lines);
  g_free (self);
}

void
tc_chart_picture_set_trend (TcChartPicture *self, TcTrendChart *trend)
{
  g_set_object (&self->trend, trend);
  self->trend_at = self->lines->len;
}

/* @name, @words: taken */
static void
add_line (TcChartPicture *self, LineKind kind, char *name, char *words)
{
  Line line = {.kind = kind, .name = name, .words = words};

  g_array_append_val (self->lines, line);
}

void
tc_chart_picture_add_words (TcChartPicture *self, const char *name, const char *words)
{
  add_line (self, LINE_TEXT, g_strdup (name), g_strdup (words));
}

void
tc_chart_picture_add_fact (TcChartPicture *self, TcFact *fact)
{
  g_autofree char *caption = NULL, *value = NULL, *note = NULL, *words = NULL;

  g_object_get (fact, "caption", &caption, "value", &value, "note", &note, NULL);
  words = *note ? g_strdup_printf ("%s · %s", value, note) : g_strdup (value);
  if (*value)
    tc_chart_picture_add_words (self, caption, words);
}

static Line
make_bar (const TcBar *bar, gint64 most)
{
  g_autofree char *count = g_strdup_printf ("%'" G_GINT64_FORMAT, bar->count);
  gboolean noted = bar->note && *bar->note;

  return (Line){
      LINE_BAR,
      g_strdup (bar->name),
      noted ? g_strdup_printf ("%s · %s", count, bar->note) : g_steal_pointer (&count),
      (double) bar->count,
      (double) bar->part,
      (double) MAX (most, 1),
  };
}

void
tc_chart_picture_add_list (TcChartPicture *self, TcBarList *list)
{
  guint n = tc_bar_list_get_length (list);
  char *caption = NULL, *nothing = NULL;
  TcBar bar;
  gint64 most = 0;

  g_object_get (list, "caption", &caption, "nothing", &nothing, NULL);
  add_line (self, LINE_HEAD, caption, NULL);
  if (n == 0)
    add_line (self, LINE_TEXT, g_strdup (nothing), NULL);
  g_free (nothing);
  for (guint i = 0; i < n; i++) {
    tc_bar_list_get_bar (list, i, &bar);
    most = MAX (most, bar.count);
  }
  for (guint i = 0; i < n; i++) {
    Line line = {0};
    tc_bar_list_get_bar (list, i, &bar);
    line = make_bar (&bar, most);
    g_array_append_val (self->lines, line);
  }
}

/* ---- drawing ---- */

/* How high it is. */
static double
put_text (cairo_t *cr, const char *text, const char *font, double x, double y, double width)
{
  g_autoptr (PangoLayout) layout = pango_cairo_create_layout (cr);
  PangoFontDescription *description = pango_font_description_from_string (font);
  int height = 0;

  pango_layout_set_font_description (layout, description);
  pango_layout_set_width (layout, (int) (width * PANGO_SCALE));
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_height (layout, -LINES_MAX);
  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
  pango_layout_set_text (layout, text, -1);
  gdk_cairo_set_source_rgba (cr, &ink);
  cairo_move_to (cr, x, y);
  pango_cairo_show_layout (cr, layout);
  cairo_new_path (cr);
  pango_layout_get_pixel_size (layout, NULL, &height);
  pango_font_description_free (description);
  return height;
}

static void
put_bar (cairo_t *cr, const GdkRGBA *colour, double x, double y, double width)
{
  gdk_cairo_set_source_rgba (cr, colour);
  cairo_rectangle (cr, x, y, MAX (width, 0), BAR_HEIGHT_PX);
  cairo_fill (cr);
}

/* What of it needs a person is its dark part; the words say it too. */
static void
draw_bar (cairo_t *cr, const Line *line, double y)
{
  double width = BAR_WIDTH_PX * line->count / line->most;
  double part = BAR_WIDTH_PX * line->part / line->most;

  put_bar (cr, &rest_ink, NAME_WIDTH_PX + part, y + 2, width - part);
  put_bar (cr, &ink, NAME_WIDTH_PX, y + 2, part);
}

static double
draw_line (cairo_t *cr, const Line *line, double y)
{
  double width = WIDTH_PX - 2 * MARGIN_PX;
  double words_x = NAME_WIDTH_PX + (line->kind == LINE_BAR ? BAR_WIDTH_PX + 12 : 0);
  double height = 0, words_height = 0;

  if (line->kind == LINE_HEAD)
    return GAP_PX + put_text (cr, line->name, "sans bold 10", 0, y + GAP_PX, width) + LINE_GAP_PX;
  height = put_text (cr, line->name, "sans 10", 0, y, line->words ? NAME_WIDTH_PX - 12 : width);
  if (line->words)
    words_height = put_text (cr, line->words, "sans 10", words_x, y, width - words_x);
  if (line->kind == LINE_BAR)
    draw_bar (cr, line, y);
  return MAX (height, words_height) + LINE_GAP_PX;
}

static double
draw_trend (TcChartPicture *self, cairo_t *cr, double y)
{
  cairo_save (cr);
  cairo_translate (cr, 0, y);
  tc_trend_chart_draw (self->trend, cr, WIDTH_PX - 2 * MARGIN_PX, TREND_HEIGHT_PX, &ink);
  cairo_restore (cr);
  return TREND_HEIGHT_PX;
}

/* How high it is, without the margins. */
static double
draw (TcChartPicture *self, cairo_t *cr)
{
  double width = WIDTH_PX - 2 * MARGIN_PX;
  double y = put_text (cr, self->title, "sans bold 14", 0, 0, width) + LINE_GAP_PX;

  if (self->which)
    y += put_text (cr, self->which, "sans 10", 0, y, width) + GAP_PX;
  for (guint i = 0; i <= self->lines->len; i++) {
    if (self->trend && i == self->trend_at)
      y += draw_trend (self, cr, y);
    if (i < self->lines->len)
      y += draw_line (cr, &g_array_index (self->lines, Line, i), y);
  }
  return y + GAP_PX + put_text (cr, self->foot, "sans 9", 0, y + GAP_PX, width);
}

static int
measure (TcChartPicture *self)
{
  cairo_surface_t *surface = cairo_recording_surface_create (CAIRO_CONTENT_COLOR, NULL);
  cairo_t *cr = cairo_create (surface);
  double height = draw (self, cr);

  cairo_destroy (cr);
  cairo_surface_destroy (surface);
  return (int) height + 2 * MARGIN_PX;
}

static cairo_status_t
append_cb (void *bytes, const unsigned char *data, unsigned int size)
{
  g_byte_array_append (bytes, data, size);
  return CAIRO_STATUS_SUCCESS;
}

GBytes *
tc_chart_picture_make (TcChartPicture *self, gboolean svg)
{
  GByteArray *bytes = g_byte_array_new ();
  int height = measure (self);
  cairo_surface_t *surface = svg ? cairo_svg_surface_create_for_stream (append_cb, bytes, WIDTH_PX,
                                                                        height)
                                 : cairo_image_surface_create (CAIRO_FORMAT_RGB24, WIDTH_PX,
                                                               height);
  cairo_t *cr = cairo_create (surface);

  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_paint (cr);
  cairo_translate (cr, MARGIN_PX, MARGIN_PX);
  draw (self, cr);
  cairo_destroy (cr);
  if (svg)
    cairo_surface_finish (surface);
  else
    cairo_surface_write_to_png_stream (surface, append_cb, bytes);
  cairo_surface_destroy (surface);
  return g_byte_array_free_to_bytes (bytes);
}
