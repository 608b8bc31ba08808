/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Taking a list away; see the header.
 */
#include "tc-incident-export.h"

#include "tc-csv-cell.h"
#include "tc-incident-words.h"

#include <glib/gi18n-lib.h>

/* Rows of one piece: some milliseconds. */
#define PIECE_ROWS 200
#define ZONE_US (7 * G_TIME_SPAN_HOUR)

/* ---- rows ---- */

static gpointer
read_rows (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  GArray *ids = data;

  return tc_incident_rows (db, (const gint64 *) (void *) ids->data, ids->len);
}

void
tc_incident_read_rows_async (TcWorker *reader, const gint64 *ids, guint n_ids,
                             GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  GArray *copy = g_array_new (FALSE, FALSE, sizeof (gint64));

  g_array_append_vals (copy, ids, MIN (n_ids, TC_ROWS_READ_MAX));
  tc_worker_run_async (reader, read_rows, copy, (GDestroyNotify) g_array_unref,
                       (GDestroyNotify) g_array_unref, cancellable, callback, data);
}

GArray *
tc_incident_read_rows_finish (TcWorker *reader, GAsyncResult *result, GError **error)
{
  return tc_worker_run_finish (reader, result, error);
}

/* ---- words ---- */

char *
tc_incident_word_date (gint64 time_us)
{
  g_autoptr (GDateTime) time = NULL;

  if (time_us == TC_NONE)
    return g_strdup ("");
  time = g_date_time_new_from_unix_utc ((time_us + ZONE_US) / G_USEC_PER_SEC);
  return time ? g_date_time_format (time, "%d/%m/%Y %H:%M") : g_strdup ("");
}

static char *
word_place (const TcIncidentRow *row)
{
  const char *area = tc_incident_pick_name (row->area_name, row->area_en);
  gboolean both = row->address && *row->address && *area;

  return g_strconcat (row->address ? row->address : "", both ? ", " : "", area, NULL);
}

char *
tc_incident_word_line (const TcIncidentRow *row)
{
  g_autofree char *place = word_place (row), *holder = tc_incident_word_holder (row);
  const char *parts[] = {row->code, row->title, place, tc_incident_word_state (row->state), holder};
  GString *line = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++) {
    if (!*parts[i])
      continue;
    g_string_append (line, line->len > 0 ? " · " : "");
    g_string_append (line, parts[i]);
  }
  return g_string_free (line, FALSE);
}

/* ---- the file ---- */

static const char *const columns[] = {
    NC_ ("column", "Code"),     NC_ ("column", "Title"),    NC_ ("column", "State"),
    NC_ ("column", "Priority"), NC_ ("column", "Field"),    NC_ ("column", "Kind"),
    NC_ ("column", "Address"),  NC_ ("column", "Area"),     NC_ ("column", "Unit"),
    NC_ ("column", "Taken by"), NC_ ("column", "Received"), NC_ ("column", "Deadline"),
    NC_ ("column", "Resolved"), NC_ ("column", "Closed"),   NC_ ("column", "Channel"),
    NC_ ("column", "Reports"),
};

static void
append_header (GString *csv)
{
  g_string_append (csv, TC_CSV_MARK);
  for (guint i = 0; i < G_N_ELEMENTS (columns); i++) {
    g_string_append (csv, i > 0 ? "," : "");
    tc_csv_append_text (csv, g_dpgettext2 (GETTEXT_PACKAGE, "column", columns[i]));
  }
  g_string_append (csv, TC_CSV_END);
}

static void
append_row (GString *csv, const TcIncidentRow *row)
{
  g_autofree char *received = tc_incident_word_date (row->received_us),
                  *due = tc_incident_word_date (row->due_us),
                  *resolved = tc_incident_word_date (row->resolved_us),
                  *closed = tc_incident_word_date (row->closed_us);
  const char *cells[] = {
      row->code,
      row->title,
      tc_incident_word_state (row->state),
      tc_incident_word_priority (row->priority),
      tc_incident_pick_name (row->field_vi, row->field_en),
      tc_incident_pick_name (row->kind_vi, row->kind_en),
      row->address,
      tc_incident_pick_name (row->area_name, row->area_en),
      tc_incident_pick_name (row->unit_vi, row->unit_en),
      row->staff_name,
      received,
      due,
      resolved,
      closed,
      row->channel ? tc_incident_word_channel (row->channel) : NULL,
  };

  G_STATIC_ASSERT (G_N_ELEMENTS (cells) + 1 == G_N_ELEMENTS (columns));
  for (guint i = 0; i < G_N_ELEMENTS (cells); i++) {
    tc_csv_append_text (csv, cells[i]);
    g_string_append_c (csv, ',');
  }
  g_string_append_printf (csv, "%" G_GINT64_FORMAT TC_CSV_END, row->report_count);
}

typedef struct {
  TcWorker *reader;      /* (owned) */
  TcQueueList *list;     /* (owned) */
  GOutputStream *stream; /* (owned) (nullable): once the file is open */
  GBytes *piece;         /* (owned) (nullable): what is being written */
  guint next;            /* of the list: to be read */
  guint rows;            /* written */
  GError *error;         /* (owned) (nullable): why it ends */
  TcExportProgress progress;
  gpointer progress_data;
} Export;

static void
free_export (gpointer data)
{
  Export *export = data;

  g_object_unref (export->reader);
  tc_queue_list_unref (export->list);
  g_clear_object (&export->stream);
  g_clear_pointer (&export->piece, g_bytes_unref);
  g_clear_error (&export->error);
  g_free (export);
}

/* Some rows of a list as text; on the worker. */
typedef struct {
  TcQueueList *list; /* (owned) */
  guint from;
} Piece;

typedef struct {
  GString *csv; /* (owned) */
  guint rows;
} Text;

static void
free_piece (gpointer data)
{
  tc_queue_list_unref (((Piece *) data)->list);
  g_free (data);
}

static void
free_text (gpointer data)
{
  g_string_free (((Text *) data)->csv, TRUE);
  g_free (data);
}

static gpointer
read_piece (TcDatabase *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const Piece *piece = data;
  guint n = MIN (PIECE_ROWS, tc_queue_list_get_length (piece->list) - piece->from);
  gint64 ids[PIECE_ROWS];
  Text *text = g_new0 (Text, 1);
  g_autoptr (GArray) rows = NULL;

  text->csv = g_string_new (NULL);
  if (piece->from == 0)
    append_header (text->csv);
  for (guint i = 0; i < n; i++)
    ids[i] = tc_queue_list_get_id (piece->list, piece->from + i);
  rows = tc_incident_rows (db, ids, n);
  text->rows = rows->len;
  for (guint i = 0; i < rows->len; i++)
    append_row (text->csv, &g_array_index (rows, TcIncidentRow, i));
  return text;
}

static void next_piece (GTask *task);

static void
closed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Export *export = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  g_output_stream_close_finish (G_OUTPUT_STREAM (source), result, &error);
  if (export->error || error)
    g_task_return_error (task, export->error ? g_steal_pointer (&export->error)
                                             : g_steal_pointer (&error));
  else
    g_task_return_boolean (task, TRUE);
}

/* @error: (transfer full) (nullable): with one the file stays as it was. */
static void
close_file (GTask *task, GError *error)
{
  Export *export = g_task_get_task_data (task);
  g_autoptr (GCancellable) undone = g_cancellable_new ();

  export->error = error;
  if (error)
    g_cancellable_cancel (undone);
  g_output_stream_close_async (export->stream, G_PRIORITY_DEFAULT, undone, closed_cb,
                               g_object_ref (task));
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;

  if (g_output_stream_write_all_finish (G_OUTPUT_STREAM (source), result, NULL, &error))
    next_piece (task);
  else
    close_file (task, error);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Export *export = g_task_get_task_data (task);
  GError *error = NULL;
  Text *text = tc_worker_run_finish (TC_WORKER (source), result, &error);
  guint n = tc_queue_list_get_length (export->list);

  if (!text) {
    close_file (task, error);
    return;
  }
  export->rows += text->rows;
  g_clear_pointer (&export->piece, g_bytes_unref);
  export->piece = g_string_free_to_bytes (text->csv);
  g_free (text);
  if (export->progress)
    export->progress (MIN (export->next, n), n, export->progress_data);
  g_output_stream_write_all_async (export->stream, g_bytes_get_data (export->piece, NULL),
                                   g_bytes_get_size (export->piece), G_PRIORITY_DEFAULT,
                                   g_task_get_cancellable (task), written_cb, g_object_ref (task));
}

/* An empty list has its header all the same. */
static void
next_piece (GTask *task)
{
  Export *export = g_task_get_task_data (task);
  guint n = tc_queue_list_get_length (export->list);
  Piece *piece = NULL;

  if (export->next >= MAX (n, 1)) {
    close_file (task, NULL);
    return;
  }
  piece = g_new0 (Piece, 1);
  *piece = (Piece){tc_queue_list_ref (export->list), export->next};
  export->next += PIECE_ROWS;
  tc_worker_run_async (export->reader, read_piece, piece, free_piece, free_text,
                       g_task_get_cancellable (task), read_cb, g_object_ref (task));
}

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Export *export = g_task_get_task_data (task);
  GError *error = NULL;
  GFileOutputStream *stream = g_file_replace_finish (G_FILE (source), result, &error);

  if (!stream) {
    g_task_return_error (task, error);
    return;
  }
  export->stream = G_OUTPUT_STREAM (stream);
  next_piece (task);
}

void
tc_incident_export_async (TcWorker *reader, TcQueueList *list, GFile *file,
                          TcExportProgress progress, gpointer progress_data,
                          GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) task = g_task_new (file, cancellable, callback, data);
  Export *export = g_new0 (Export, 1);

  *export = (Export){.reader = g_object_ref (reader),
                     .list = tc_queue_list_ref (list),
                     .progress = progress,
                     .progress_data = progress_data};
  g_task_set_task_data (task, export, free_export);
  /* Once it is written it is written. */
  g_task_set_check_cancellable (task, FALSE);
  g_file_replace_async (file, NULL, FALSE, G_FILE_CREATE_NONE, G_PRIORITY_DEFAULT, cancellable,
                        opened_cb, g_object_ref (task));
}

gboolean
tc_incident_export_finish (GAsyncResult *result, guint *rows, GError **error)
{
  Export *export = g_task_get_task_data (G_TASK (result));

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return FALSE;
  *rows = export->rows;
  return TRUE;
}
