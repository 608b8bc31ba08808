/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Saving the overview; see the header. What is saved is made in memory and written elsewhere: the
 * window never waits for a disk.
 */
#include "tc-overview-save.h"

#include "tc-now.h"
#include "tc-overview-table.h"
#include "tc-panel.h"
#include "tc-words.h"

#include <glib/gi18n-lib.h>

/* (transfer full) (nullable): nothing was counted */
static GBytes *
make_csv (TcOverview *overview)
{
  g_autoptr (TcListTable) table = tc_overview_to_table (overview);
  char *csv = table ? tc_list_table_to_csv (table) : NULL;

  return csv ? g_bytes_new_take (csv, strlen (csv)) : NULL;
}

static gboolean
is_kind (const char *path, const char *suffix)
{
  g_autofree char *lower = g_ascii_strdown (path, -1);

  return g_str_has_suffix (lower, suffix);
}

void
tc_overview_save_as (GtkWidget *panel, TcOverview *overview, TcChartMake chart, const char *path)
{
  g_autoptr (GBytes) csv = is_kind (path, ".csv") ? make_csv (overview) : NULL;
  g_autoptr (GFile) file = g_file_new_for_path (path);

  if (is_kind (path, ".png") || is_kind (path, ".svg"))
    tc_list_take_save_chart (panel, chart, path);
  else if (csv)
    tc_panel_save (panel, file, csv);
  else
    tc_panel_say (panel, _ ("Nothing was saved: the name must end in .csv, .png or .svg, and there"
                            " must be figures."));
}

/* ---- asking where ---- */

typedef struct {
  GtkWidget *panel;             /* (owned) */
  TcOverview *overview;         /* (owned) */
  GtkFileChooserNative *dialog; /* (owned) */
  TcChartMake chart;
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
  g_object_unref (asking->dialog);
  g_free (asking);
}

void
tc_overview_save (GtkWidget *panel, TcOverview *overview, TcChartMake chart)
{
  Asking *asking = g_new0 (Asking, 1);
  g_autoptr (GDateTime) now = tc_words_local (tc_now_us ());
  /* Translators: name of a file: the overview of a day; year-month-day and the end stay. */
  g_autofree char *name = g_date_time_format (now, _ ("overview-%Y-%m-%d.csv"));

  *asking = (Asking){g_object_ref (panel), g_object_ref (overview), NULL, chart};
  asking->dialog = gtk_file_chooser_native_new (
      _ ("Save the figures (.csv) or the chart (.png, .svg)"),
      GTK_WINDOW (gtk_widget_get_root (panel)), GTK_FILE_CHOOSER_ACTION_SAVE, NULL, NULL);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (asking->dialog), name);
  g_signal_connect (asking->dialog, "response", G_CALLBACK (response_cb), asking);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (asking->dialog));
}
