/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Official paper; see the header.
 */
#include "tc-paper.h"

#include "tc-now.h"
#include "tc-words.h"

#include <glib/gi18n-lib.h>

/* Of what it is, in the name of a file. */
#define FILE_NAME_CHARS_MAX 80
#define FONT "Times New Roman, Liberation Serif, Noto Serif, serif"

/* (transfer full) */
static PangoLayout *
make_layout (PangoContext *pango, const char *text, double size, double width, PangoAlignment align)
{
  PangoLayout *layout = pango_layout_new (pango);
  g_autoptr (PangoFontDescription) font = pango_font_description_from_string (FONT);

  pango_font_description_set_absolute_size (font, size * PANGO_SCALE);
  pango_layout_set_font_description (layout, font);
  pango_layout_set_width (layout, (int) (width * PANGO_SCALE));
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_alignment (layout, align);
  pango_layout_set_markup (layout, text, -1);
  return layout;
}

static double
get_height (PangoLayout *layout)
{
  int height = 0;

  pango_layout_get_size (layout, NULL, &height);
  return (double) height / PANGO_SCALE;
}

double
tc_paper_put (PangoContext *pango, cairo_t *cr, const char *text, double size, double x, double y,
              double width, PangoAlignment align)
{
  g_autoptr (PangoLayout) layout = make_layout (pango, text, size, width, align);

  if (cr) {
    cairo_move_to (cr, x, y);
    pango_cairo_show_layout (cr, layout);
  }
  return y + get_height (layout);
}

void
tc_paper_rule (cairo_t *cr, double x, double y, double width)
{
  if (!cr)
    return;
  cairo_set_line_width (cr, 0.7);
  cairo_move_to (cr, x, y);
  cairo_line_to (cr, x + width, y);
  cairo_stroke (cr);
}

char *
tc_paper_word_date (const char *place, gint64 at_us)
{
  g_autoptr (GDateTime) day = tc_words_local (at_us);
  /* Translators: place and date at the head of a paper; %s the place, %%d day, %%m month, %%Y year.
   */
  g_autofree char *form = g_strdup_printf (_ ("%s, %%d/%%m/%%Y"), place);

  return g_date_time_format (day, form);
}

double
tc_paper_put_heading (PangoContext *pango, cairo_t *cr, const char *office, const char *number,
                      const char *place, gint64 at_us, double width)
{
  double left = width * 0.42, right = width - left, y = 0, end = 0;
  g_autofree char *upper = g_utf8_strup (office, -1);
  g_autofree char *from = g_markup_printf_escaped ("<b>%s</b>", upper);
  g_autofree char *state = g_markup_printf_escaped ("<b>%s</b>",
                                                    _ ("SOCIALIST REPUBLIC OF VIET NAM"));
  g_autofree char *motto = g_markup_printf_escaped ("<b>%s</b>",
                                                    _ ("Independence – Freedom – Happiness"));
  g_autofree char *when = tc_paper_word_date (place, at_us);
  g_autofree char *date = g_markup_printf_escaped ("<i>%s</i>", when);

  end = tc_paper_put (pango, cr, from, TC_PAPER_TEXT_PT - 1, 0, 0, left, PANGO_ALIGN_CENTER);
  tc_paper_rule (cr, left * 0.33, end + 3, left * 0.34);
  if (number)
    end = tc_paper_put (pango, cr, number, TC_PAPER_TEXT_PT, 0, end + TC_PAPER_GAP_PT, left,
                        PANGO_ALIGN_CENTER);
  y = tc_paper_put (pango, cr, state, TC_PAPER_TEXT_PT - 1, left, 0, right, PANGO_ALIGN_CENTER);
  y = tc_paper_put (pango, cr, motto, TC_PAPER_TEXT_PT, left, y, right, PANGO_ALIGN_CENTER);
  tc_paper_rule (cr, left + right * 0.22, y + 3, right * 0.56);
  y = tc_paper_put (pango, cr, date, TC_PAPER_TEXT_PT, left, y + TC_PAPER_GAP_PT, right,
                    PANGO_ALIGN_CENTER);
  return MAX (y, end + TC_PAPER_GAP_PT);
}

GtkPageSetup *
tc_paper_page_new (void)
{
  GtkPageSetup *page = gtk_page_setup_new ();
  g_autoptr (GtkPaperSize) a4 = gtk_paper_size_new (GTK_PAPER_NAME_A4);

  gtk_page_setup_set_paper_size (page, a4);
  gtk_page_setup_set_top_margin (page, 20, GTK_UNIT_MM);
  gtk_page_setup_set_bottom_margin (page, 20, GTK_UNIT_MM);
  gtk_page_setup_set_left_margin (page, 30, GTK_UNIT_MM);
  gtk_page_setup_set_right_margin (page, 15, GTK_UNIT_MM);
  return page;
}

/* ---- the job ---- */

typedef struct {
  gpointer paper; /* (owned) */
  GDestroyNotify free_paper;
  void (*failed) (const char *why, GObject *owner);
  GObject *owner; /* (owned) */
  gboolean told;  /* that it failed */
} Job;

static void
free_job (gpointer data)
{
  Job *job = data;

  job->free_paper (job->paper);
  g_object_unref (job->owner);
  g_free (job);
}

/* @error: (nullable) */
static void
tell (Job *job, const GError *error)
{
  if (!job->told)
    job->failed (error ? error->message : "", job->owner);
  job->told = TRUE;
}

static void
done_cb (GtkPrintOperation *operation, GtkPrintOperationResult result, Job *job)
{
  g_autoptr (GError) error = NULL;

  if (result != GTK_PRINT_OPERATION_RESULT_ERROR)
    return;
  gtk_print_operation_get_error (operation, &error);
  tell (job, error);
}

char *
tc_paper_name_file (const char *name, gint64 at_us)
{
  g_autoptr (GDateTime) local = tc_words_local (at_us);
  g_autofree char *date = g_date_time_format (local, "%Y-%m-%d");
  g_autofree char *start = g_utf8_substring (name, 0,
                                             MIN (g_utf8_strlen (name, -1), FILE_NAME_CHARS_MAX));

  g_strdelimit (start, "/\\:*?\"<>|\n\t", '-');
  g_strstrip (start);
  return *start ? g_strdup_printf ("%s %s", start, date) : g_steal_pointer (&date);
}

/* The dialog would propose one name for all that is printed into a file. */
static GtkPrintSettings *
make_settings (const char *name)
{
  GtkPrintSettings *settings = gtk_print_settings_new ();
  g_autofree char *file = tc_paper_name_file (name, tc_now_us ());

  gtk_print_settings_set (settings, GTK_PRINT_SETTINGS_OUTPUT_BASENAME, file);
  return settings;
}

static GtkPrintOperation *
make_operation (const TcPaperJob *wanted, Job *job)
{
  GtkPrintOperation *operation = gtk_print_operation_new ();
  g_autoptr (GtkPageSetup) page = tc_paper_page_new ();
  g_autoptr (GtkPrintSettings) settings = make_settings (wanted->name);

  gtk_print_operation_set_print_settings (operation, settings);
  gtk_print_operation_set_default_page_setup (operation, page);
  gtk_print_operation_set_unit (operation, GTK_UNIT_POINTS);
  gtk_print_operation_set_job_name (operation, wanted->name);
  gtk_print_operation_set_embed_page_setup (operation, TRUE);
  gtk_print_operation_set_allow_async (operation, TRUE);
  g_signal_connect (operation, "begin-print", G_CALLBACK (wanted->begin), job->paper);
  g_signal_connect (operation, "draw-page", G_CALLBACK (wanted->draw_page), job->paper);
  g_signal_connect (operation, "done", G_CALLBACK (done_cb), job);
  g_object_set_data_full (G_OBJECT (operation), "tc-job", job, free_job);
  return operation;
}

void
tc_paper_print (const TcPaperJob *wanted, gpointer paper, GtkWindow *parent, const char *pdf)
{
  Job *job = g_new0 (Job, 1);
  g_autoptr (GtkPrintOperation) operation = NULL;
  g_autoptr (GError) error = NULL;

  job->paper = paper;
  job->free_paper = wanted->free_paper;
  job->failed = wanted->failed;
  job->owner = g_object_ref (wanted->owner);
  operation = make_operation (wanted, job);
  if (pdf)
    gtk_print_operation_set_export_filename (operation, pdf);
  if (gtk_print_operation_run (operation,
                               pdf ? GTK_PRINT_OPERATION_ACTION_EXPORT
                                   : GTK_PRINT_OPERATION_ACTION_PRINT_DIALOG,
                               parent, &error) == GTK_PRINT_OPERATION_RESULT_ERROR)
    tell (job, error);
}
