/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Taking what the queue shows away: chosen rows to the clipboard, the list as a file for
 * spreadsheets, and on paper.
 */
#include "tc-incident-panel-private.h"

#include "tc-incident-export.h"
#include "tc-incident-words.h"
#include "tc-now.h"
#include "tc-people.h"
#include "tc-table-paper.h"
#include "tc-words.h"

#include <glib/gi18n-lib.h>

static void
say_taking (TcIncidentPanel *self, char *text)
{
  tc_panel_say (GTK_WIDGET (self), text);
  g_free (text);
}

/* ---- the clipboard ---- */

typedef struct {
  TcIncidentPanel *panel; /* (owned) */
  gboolean codes;         /* they alone */
} Copying;

static void
copied_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autofree Copying *copying = data;
  g_autoptr (TcIncidentPanel) self = copying->panel;
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) rows = tc_incident_read_rows_finish (TC_WORKER (source), result, &error);
  g_autoptr (GString) text = g_string_new (NULL);

  if (!self->desk || !rows || rows->len == 0)
    return;
  for (guint i = 0; i < rows->len; i++) {
    const TcIncidentRow *row = &g_array_index (rows, TcIncidentRow, i);
    g_autofree char *line = copying->codes ? g_strdup (row->code) : tc_incident_word_line (row);
    g_string_append (text, i > 0 ? "\n" : "");
    g_string_append (text, line);
  }
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text->str);
  if (rows->len == 1)
    say_taking (self, g_strdup_printf (_ ("Copied: %s"), text->str));
  else
    say_taking (self, g_strdup_printf (ngettext ("%u line copied", "%u lines copied", rows->len),
                                       rows->len));
}

static void
copy (TcIncidentPanel *self, gboolean codes)
{
  g_autoptr (GArray) ids = tc_incident_panel_list_chosen (self, TC_ROWS_READ_MAX);
  Copying *copying = NULL;
  gint64 shown = tc_incident_focus_get_id (self->focus);

  if (ids->len == 0 && shown != 0)
    g_array_append_val (ids, shown);
  if (ids->len == 0)
    return;
  copying = g_new0 (Copying, 1);
  *copying = (Copying){g_object_ref (self), codes};
  tc_incident_read_rows_async (tc_desk_get_reader (self->desk), (const gint64 *) (void *) ids->data,
                               ids->len, NULL, copied_cb, copying);
}

static void
copy_rows_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  copy (data, FALSE);
}

static void
copy_codes_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  copy (data, TRUE);
}

/* ---- a file ---- */

static void
progress_cb (guint done, guint all, gpointer data)
{
  TcIncidentPanel *self = data;
  g_autofree char *text = NULL;

  if (!self->desk)
    return;
  /* Translators: how many rows are written, of how many. */
  text = g_strdup_printf (_ ("Saving the list: %u of %u"), done, all);
  gtk_label_set_label (self->taking_label, text);
  gtk_progress_bar_set_fraction (self->taking_bar, all > 0 ? (double) done / all : 1);
}

static void
exported_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TcIncidentPanel) self = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *name = g_file_get_basename (G_FILE (source));
  guint rows = 0;

  g_clear_object (&self->taking);
  if (!self->desk)
    return;
  gtk_widget_set_visible (self->taking_box, FALSE);
  if (tc_incident_export_finish (result, &rows, &error))
    say_taking (
        /* Translators: name of a file, how many rows. */
        self, g_strdup_printf (ngettext ("Saved: %s, %u incident", "Saved: %s, %u incidents", rows),
                               name, rows));
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    say_taking (self, g_strdup (_ ("Stopped; no file was written.")));
  else
    /* Translators: name of a file, what the system says. */
    say_taking (self, g_strdup_printf (_ ("%s could not be saved: %s"), name, error->message));
}

static void
export_to (TcIncidentPanel *self, GFile *file)
{
  g_autoptr (TcQueueList) list = tc_incident_queue_dup_list (self->queue);

  if (self->taking)
    return;
  self->taking = g_cancellable_new ();
  progress_cb (0, tc_queue_list_get_length (list), self);
  gtk_widget_set_visible (self->taking_box, TRUE);
  tc_incident_export_async (tc_desk_get_reader (self->desk), list, file, progress_cb, self,
                            self->taking, exported_cb, g_object_ref (self));
}

static void
export_list_to_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  g_autoptr (GFile) file = g_file_new_for_path (g_variant_get_string (target, NULL));

  export_to (data, file);
}

static void
chosen_cb (GtkNativeDialog *dialog, int response, gpointer data)
{
  g_autoptr (TcIncidentPanel) self = data;
  g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));

  if (response == GTK_RESPONSE_ACCEPT && file && self->desk)
    export_to (self, file);
  g_clear_object (&self->chooser);
}

static void
export_list_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  TcIncidentPanel *self = data;
  g_autoptr (GDateTime) now = tc_words_local (tc_now_us ());
  /* Translators: name of a file: a list of incidents of a day; year-month-day and the end stay. */
  g_autofree char *name = g_date_time_format (now, _ ("incidents-%Y-%m-%d.csv"));

  if (self->chooser || self->taking)
    return;
  self->chooser = gtk_file_chooser_native_new (_ ("Save the list for a spreadsheet"),
                                               GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
                                               GTK_FILE_CHOOSER_ACTION_SAVE, NULL, NULL);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (self->chooser), name);
  g_signal_connect (self->chooser, "response", G_CALLBACK (chosen_cb), g_object_ref (self));
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static void
stop_taking_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  g_cancellable_cancel (TC_INCIDENT_PANEL (data)->taking);
}

/* ---- paper ---- */

/* What a sheet needs of the database. */
typedef struct {
  GArray *ids; /* (owned) */
} Asked;

typedef struct {
  GArray *rows; /* (owned) (element-type TcIncidentRow) */
  char *office; /* (owned) */
  char *place;  /* (owned) */
} Read;

static void
free_asked (gpointer data)
{
  g_array_unref (((Asked *) data)->ids);
  g_free (data);
}

static void
free_read (gpointer data)
{
  Read *read = data;

  g_array_unref (read->rows);
  g_free (read->office);
  g_free (read->place);
  g_free (read);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Read, free_read)

static gpointer
read_sheet (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const GArray *ids = ((Asked *) data)->ids;
  g_autoptr (TcProvinceInfo) province = tc_people_get_province (db);
  g_autoptr (TcAgency) centre = province ? tc_people_get_agency (db, province->centre_id) : NULL;
  Read *read = g_new0 (Read, 1);

  read->rows = tc_incident_rows (db, (const gint64 *) (void *) ids->data, ids->len);
  read->office = g_strdup (centre ? tc_incident_pick_name (centre->name_vi, centre->name_en) : "");
  read->place = g_strdup (province ? tc_incident_pick_name (province->name_vi, province->name_en)
                                   : "");
  return read;
}

typedef struct {
  TcIncidentPanel *panel; /* (owned) */
  guint whole;
  char *pdf; /* (owned) (nullable) */
} Printing;

static void
free_printing (Printing *printing)
{
  g_object_unref (printing->panel);
  g_free (printing->pdf);
  g_free (printing);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Printing, free_printing)

static void
add_line (TcListTable *table, const TcIncidentRow *row)
{
  const char *area = tc_incident_pick_name (row->area_name, row->area_en);
  g_autofree char *place = g_strconcat (row->address ? row->address : "",
                                        row->address && *area ? ", " : "", area, NULL);
  g_autofree char *holder = tc_incident_word_holder (row);
  g_autofree char *state = g_strconcat (tc_incident_word_state (row->state), ", ", holder, NULL);
  g_autofree char *due = tc_incident_word_date (row->due_us);
  const char *const cells[] = {row->code, row->title, place, state, due};

  tc_list_table_add (table, cells);
}

/* (transfer full) */
static TcListTable *
make_table (const char *list, GArray *rows, guint whole)
{
  const TcListColumn columns[] = {{C_ ("paper", "Code"), 17},
                                  {C_ ("paper", "Matter"), 25},
                                  {C_ ("paper", "Place"), 19},
                                  {C_ ("paper", "State, holder"), 18},
                                  {C_ ("paper", "Deadline"), 15}};
  TcListTable *table = tc_list_table_new (_ ("LIST OF INCIDENTS"), list, columns,
                                          G_N_ELEMENTS (columns));
  g_autoptr (GDateTime) now = tc_words_local (tc_now_us ());
  g_autofree char *at = g_date_time_format (now, "%H:%M %d/%m/%Y"), *count = NULL;

  for (guint i = 0; i < rows->len; i++)
    add_line (table, &g_array_index (rows, TcIncidentRow, i));
  if (whole > rows->len)
    /* Translators: below the title of a printed list: how many of how many, and as of when. */
    count = g_strdup_printf (_ ("The first %u of %u incidents, as of %s"), rows->len, whole, at);
  else
    count = g_strdup_printf (
        ngettext ("%u incident, as of %s", "%u incidents, as of %s", rows->len), rows->len, at);
  tc_list_table_set_count (table, count);
  return table;
}

static void
failed_cb (const char *why, GObject *owner)
{
  /* Translators: what the system says. */
  say_taking (TC_INCIDENT_PANEL (owner), g_strdup_printf (_ ("It could not be printed: %s"), why));
}

static void
sheet_read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Printing) printing = data;
  TcIncidentPanel *self = printing->panel;
  g_autoptr (GError) error = NULL;
  g_autoptr (Read) read = tc_worker_run_finish (TC_WORKER (source), result, &error);
  g_autofree char *person = NULL, *list = NULL;

  if (!self->desk || !read)
    return;
  g_object_get (self->desk, "person-name", &person, NULL);
  list = tc_incident_panel_word_list (self);
  tc_table_paper_print (make_table (list, read->rows, printing->whole), read->office, read->place,
                        person ? person : "", GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
                        printing->pdf, failed_cb, G_OBJECT (self));
}

static void
print (TcIncidentPanel *self, const char *pdf)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->queue));
  Asked *asked = g_new0 (Asked, 1);
  Printing *printing = g_new0 (Printing, 1);

  asked->ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  for (guint i = 0; i < MIN (n, TC_ROWS_READ_MAX); i++) {
    gint64 id = tc_incident_queue_get_id (self->queue, i);
    g_array_append_val (asked->ids, id);
  }
  *printing = (Printing){g_object_ref (self), n, g_strdup (pdf)};
  tc_worker_run_async (tc_desk_get_reader (self->desk), read_sheet, asked, free_asked, free_read,
                       NULL, sheet_read_cb, printing);
}

static void
print_list_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  print (data, NULL);
}

static void
print_list_to_cb (GSimpleAction *action, GVariant *target, gpointer data)
{
  print (data, g_variant_get_string (target, NULL));
}

void
tc_incident_panel_add_take_away_actions (TcIncidentPanel *self, GActionMap *window)
{
  const GActionEntry entries[] = {
      {.name = "copy-rows", .activate = copy_rows_cb},
      {.name = "copy-codes", .activate = copy_codes_cb},
      {.name = "export-list", .activate = export_list_cb},
      {.name = "export-list-to", .activate = export_list_to_cb, .parameter_type = "s"},
      {.name = "stop-saving", .activate = stop_taking_cb},
      {.name = "print-list", .activate = print_list_cb},
      {.name = "print-list-to", .activate = print_list_to_cb, .parameter_type = "s"},
  };

  g_action_map_add_action_entries (window, entries, G_N_ELEMENTS (entries), self);
}
