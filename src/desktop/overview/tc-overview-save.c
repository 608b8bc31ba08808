/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Saving the overview; see the header. What is saved is made in memory and written elsewhere: the
 * window never waits for a disk.
 */
#include "tc-overview-save.h"

#include "tc-list-table.h"
#include "tc-overview-table.h"
#include "tc-overview-words.h"
#include "tc-panel.h"
#include "tc-words.h"

#include <cairo-svg.h>
#include <glib/gi18n-lib.h>

#define PICTURE_WIDTH 1200
#define PICTURE_HEIGHT 480
#define PICTURE_MARGIN 24
#define ROW_HEIGHT 22
#define HEAD_HEIGHT 36
#define NAME_WIDTH 420
#define BAR_WIDTH 520

/* Dark on white, whatever the screen's colours: it goes on paper. */
static const GdkRGBA ink = {0.11f, 0.13f, 0.15f, 1};

static cairo_status_t
append_cb (void *bytes, const unsigned char *data, unsigned int size)
{
  g_byte_array_append (bytes, data, size);
  return CAIRO_STATUS_SUCCESS;
}

/* ---- bars, of the figures as they are saved ---- */

typedef struct {
  const char *group;
  const char *name;
  double count;
  double late;
} Bar;

/* Those that have a name in a group, but for the hours: the chart has these.
 * (transfer full) (element-type Bar): their texts belong to @table */
static GArray *
list_bars (const TcListTable *table)
{
  GArray *bars = g_array_new (FALSE, FALSE, sizeof (Bar));

  for (guint i = 0; i < tc_list_table_get_length (table); i++) {
    Bar bar = {tc_list_table_get_cell (table, i, 0), tc_list_table_get_cell (table, i, 1),
               g_ascii_strtod (tc_list_table_get_cell (table, i, 2), NULL),
               g_ascii_strtod (tc_list_table_get_cell (table, i, 3), NULL)};
    if (*bar.name && !g_str_equal (bar.group, _ ("Reports today, added up")))
      g_array_append_val (bars, bar);
  }
  return bars;
}

static gboolean
begins_group (GArray *bars, guint i)
{
  return i == 0 ||
         !g_str_equal (g_array_index (bars, Bar, i).group, g_array_index (bars, Bar, i - 1).group);
}

static int
get_bars_height (GArray *bars)
{
  int height = 0;

  for (guint i = 0; i < bars->len; i++)
    height += ROW_HEIGHT + (begins_group (bars, i) ? HEAD_HEIGHT : 0);
  return height;
}

static void
put_text (cairo_t *cr, const char *text, const char *font, double x, double y, double width)
{
  PangoLayout *layout = pango_cairo_create_layout (cr);
  PangoFontDescription *description = pango_font_description_from_string (font);

  pango_layout_set_font_description (layout, description);
  pango_layout_set_width (layout, (int) (width * PANGO_SCALE));
  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
  pango_layout_set_text (layout, text, -1);
  cairo_move_to (cr, x, y);
  pango_cairo_show_layout (cr, layout);
  pango_font_description_free (description);
  g_object_unref (layout);
}

static void
draw_bar (cairo_t *cr, const Bar *bar, double most, double y)
{
  double width = most > 0 ? BAR_WIDTH * bar->count / most : 0;
  double late = bar->count > 0 ? width * bar->late / bar->count : 0;
  g_autofree char *count = tc_overview_word_count ((gint64) bar->count), *text = NULL;

  gdk_cairo_set_source_rgba (cr, &ink);
  put_text (cr, bar->name, "sans 10", 0, y, NAME_WIDTH - 12);
  if (bar->late > 0)
    /* Translators: beside a bar: how many, and how many of them are overdue. */
    text = g_strdup_printf (_ ("%s, %d overdue"), count, (int) bar->late);
  put_text (cr, text ? text : count, "sans 10", NAME_WIDTH + BAR_WIDTH + 12, y, 180);
  cairo_set_source_rgb (cr, 0.45, 0.5, 0.55);
  cairo_rectangle (cr, NAME_WIDTH, y + 3, width, ROW_HEIGHT - 8);
  cairo_fill (cr);
  gdk_cairo_set_source_rgba (cr, &ink);
  cairo_rectangle (cr, NAME_WIDTH, y + 3, late, ROW_HEIGHT - 8);
  cairo_fill (cr);
}

static void
draw_bars (cairo_t *cr, GArray *bars)
{
  double most = 0, y = 0;

  for (guint i = 0; i < bars->len; i++)
    most = MAX (most, g_array_index (bars, Bar, i).count);
  for (guint i = 0; i < bars->len; i++) {
    const Bar *bar = &g_array_index (bars, Bar, i);
    if (begins_group (bars, i)) {
      gdk_cairo_set_source_rgba (cr, &ink);
      put_text (cr, bar->group, "sans bold 10", 0, y + HEAD_HEIGHT - ROW_HEIGHT, NAME_WIDTH);
      y += HEAD_HEIGHT;
    }
    draw_bar (cr, bar, most, y);
    y += ROW_HEIGHT;
  }
}

/* ---- the picture ---- */

static void
draw_picture (cairo_surface_t *surface, TcTrendChart *chart, GArray *bars)
{
  cairo_t *cr = cairo_create (surface);

  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_paint (cr);
  cairo_translate (cr, PICTURE_MARGIN, PICTURE_MARGIN);
  tc_trend_chart_draw (chart, cr, PICTURE_WIDTH - 2 * PICTURE_MARGIN,
                       PICTURE_HEIGHT - 2 * PICTURE_MARGIN, &ink);
  cairo_translate (cr, 0, PICTURE_HEIGHT - PICTURE_MARGIN);
  draw_bars (cr, bars);
  cairo_destroy (cr);
}

/* (transfer full) */
static GBytes *
make_picture (const TcListTable *table, TcTrendChart *chart, gboolean svg)
{
  GByteArray *bytes = g_byte_array_new ();
  g_autoptr (GArray) bars = list_bars (table);
  int height = PICTURE_HEIGHT + get_bars_height (bars) + PICTURE_MARGIN;
  cairo_surface_t *surface = svg ? cairo_svg_surface_create_for_stream (append_cb, bytes,
                                                                        PICTURE_WIDTH, height)
                                 : cairo_image_surface_create (CAIRO_FORMAT_RGB24, PICTURE_WIDTH,
                                                               height);

  draw_picture (surface, chart, bars);
  if (svg)
    cairo_surface_finish (surface);
  else
    cairo_surface_write_to_png_stream (surface, append_cb, bytes);
  cairo_surface_destroy (surface);
  return g_byte_array_free_to_bytes (bytes);
}

/* (transfer full) (nullable): there is nothing to save, or no such kind */
static GBytes *
make_content (TcOverview *overview, TcTrendChart *chart, const char *path)
{
  g_autofree char *lower = g_ascii_strdown (path, -1);
  g_autoptr (TcListTable) table = tc_overview_to_table (overview);
  char *csv = NULL;

  if (!table)
    return NULL;
  if (g_str_has_suffix (lower, ".png") || g_str_has_suffix (lower, ".svg"))
    return make_picture (table, chart, g_str_has_suffix (lower, ".svg"));
  csv = g_str_has_suffix (lower, ".csv") ? tc_list_table_to_csv (table) : NULL;
  return csv ? g_bytes_new_take (csv, strlen (csv)) : NULL;
}

void
tc_overview_save_as (GtkWidget *panel, TcOverview *overview, TcTrendChart *chart, const char *path)
{
  g_autoptr (GBytes) content = make_content (overview, chart, path);
  g_autoptr (GFile) file = g_file_new_for_path (path);

  if (!content) {
    tc_panel_say (panel, _ ("Nothing was saved: the name must end in .csv, .png or .svg, and there"
                            " must be figures."));
    return;
  }
  tc_panel_save (panel, file, content);
}

/* ---- asking where ---- */

typedef struct {
  GtkWidget *panel; /* (owned), like all that follow */
  TcOverview *overview;
  TcTrendChart *chart;
  GtkFileChooserNative *dialog;
} Asking;

static void
response_cb (GtkNativeDialog *dialog, int response, gpointer data)
{
  Asking *asking = data;
  g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
  g_autofree char *path = file ? g_file_get_path (file) : NULL;

  if (response == GTK_RESPONSE_ACCEPT && path)
    tc_overview_save_as (asking->panel, asking->overview, asking->chart, path);
  g_object_unref (asking->panel);
  g_object_unref (asking->overview);
  g_object_unref (asking->chart);
  g_object_unref (asking->dialog);
  g_free (asking);
}

void
tc_overview_save (GtkWidget *panel, TcOverview *overview, TcTrendChart *chart)
{
  Asking *asking = g_new0 (Asking, 1);
  g_autoptr (GDateTime) now = tc_words_local (g_get_real_time ());
  /* Translators: name of a file: the overview of a day; year-month-day and the end stay. */
  g_autofree char *name = g_date_time_format (now, _ ("overview-%Y-%m-%d.csv"));

  *asking = (Asking){g_object_ref (panel), g_object_ref (overview), g_object_ref (chart), NULL};
  asking->dialog = gtk_file_chooser_native_new (
      _ ("Save the figures (.csv) or the chart (.png, .svg)"),
      GTK_WINDOW (gtk_widget_get_root (panel)), GTK_FILE_CHOOSER_ACTION_SAVE, NULL, NULL);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (asking->dialog), name);
  g_signal_connect (asking->dialog, "response", G_CALLBACK (response_cb), asking);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (asking->dialog));
}
