/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Saving the overview; see the header. What is saved is made in memory and written elsewhere: the
 * window never waits for a disk.
 */
#include "tc-overview-save.h"

#include "tc-overview-table.h"
#include "tc-panel.h"

#include <cairo-svg.h>
#include <glib/gi18n-lib.h>

#define PICTURE_WIDTH 1200
#define PICTURE_HEIGHT 480
#define PICTURE_MARGIN 24

/* Dark on white, whatever the screen's colours: it goes on paper. */
static const GdkRGBA ink = {0.11f, 0.13f, 0.15f, 1};

static cairo_status_t
append_cb (void *bytes, const unsigned char *data, unsigned int size)
{
  g_byte_array_append (bytes, data, size);
  return CAIRO_STATUS_SUCCESS;
}

static void
draw_picture (cairo_surface_t *surface, TcTrendChart *chart)
{
  cairo_t *cr = cairo_create (surface);

  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_paint (cr);
  cairo_translate (cr, PICTURE_MARGIN, PICTURE_MARGIN);
  tc_trend_chart_draw (chart, cr, PICTURE_WIDTH - 2 * PICTURE_MARGIN,
                       PICTURE_HEIGHT - 2 * PICTURE_MARGIN, &ink);
  cairo_destroy (cr);
}

/* (transfer full) */
static GBytes *
make_picture (TcTrendChart *chart, gboolean svg)
{
  GByteArray *bytes = g_byte_array_new ();
  cairo_surface_t *surface = svg ? cairo_svg_surface_create_for_stream (
                                       append_cb, bytes, PICTURE_WIDTH, PICTURE_HEIGHT)
                                 : cairo_image_surface_create (CAIRO_FORMAT_RGB24, PICTURE_WIDTH,
                                                               PICTURE_HEIGHT);

  draw_picture (surface, chart);
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
  char *csv = NULL;

  if (!tc_overview_get_today (overview))
    return NULL;
  if (g_str_has_suffix (lower, ".png") || g_str_has_suffix (lower, ".svg"))
    return make_picture (chart, g_str_has_suffix (lower, ".svg"));
  csv = g_str_has_suffix (lower, ".csv") ? tc_overview_to_csv (overview) : NULL;
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
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
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
