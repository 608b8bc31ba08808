/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Writing the files of an export; see the header.
 */
#include "tc-export-file.h"

#include <gio/gio.h>
#include <string.h>

#define BUFFER_BYTES (256 * 1024)

struct _TcExportFile {
  char *name; /* (owned) */
  TcExportForm form;
  GTimeZone *zone;       /* (unowned) */
  GOutputStream *stream; /* (owned) (nullable): it could not be made */
  GString *buffer;       /* (owned) */
  GChecksum *checksum;   /* (owned) */
  char **names;          /* (owned): of the columns, without what they are */
  char **kinds;          /* (owned): "" for text */
  guint n_columns;
  int lat; /* columns of the place; -1: none */
  int lon;
  guint64 rows;
  GError *fault; /* (owned) (nullable) */
};

/* ---- values ---- */

static char *
format_time (gint64 time_us)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (time_us / G_USEC_PER_SEC);
  g_autofree char *text = time ? g_date_time_format (time, "%Y-%m-%dT%H:%M:%S") : NULL;
  gint64 us = time_us % G_USEC_PER_SEC;

  if (!text)
    return g_strdup ("");
  return us ? g_strdup_printf ("%s.%06dZ", text, (int) us) : g_strconcat (text, "Z", NULL);
}

/* @days later */
static char *
format_day (gint64 time_us, int days, GTimeZone *zone)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (time_us / G_USEC_PER_SEC);
  g_autoptr (GDateTime) local = utc ? g_date_time_to_timezone (utc, zone) : NULL;
  g_autoptr (GDateTime) moved = local ? g_date_time_add_days (local, days) : NULL;

  return moved ? g_date_time_format (moved, "%Y-%m-%d") : g_strdup ("");
}

/* 97825000 gives "9.7825". */
static char *
format_e7 (gint64 e7)
{
  guint64 size = e7 < 0 ? (guint64) -e7 : (guint64) e7;
  char *text = g_strdup_printf ("%s%" G_GUINT64_FORMAT ".%07" G_GUINT64_FORMAT, e7 < 0 ? "-" : "",
                                size / 10000000, size % 10000000);
  char *end = text + strlen (text) - 1;

  while (*end == '0' && end[-1] != '.')
    *end-- = '\0';
  return text;
}

char *
tc_export_format (const char *kind, const char *value, GTimeZone *zone)
{
  gint64 number = value ? g_ascii_strtoll (value, NULL, 10) : 0;

  if (!value || !kind || !*kind)
    return g_strdup (value ? value : "");
  if (g_str_equal (kind, "time"))
    return format_time (number);
  if (g_str_equal (kind, "day") || g_str_equal (kind, "last"))
    return format_day (number, g_str_equal (kind, "day") ? 0 : -1, zone);
  if (g_str_equal (kind, "e7"))
    return format_e7 (number);
  return g_strdup (value);
}

void
tc_export_append_json (GString *out, const char *text)
{
  g_string_append_c (out, '"');
  for (; *text; text++) {
    if (*text == '"' || *text == '\\')
      g_string_append_printf (out, "\\%c", *text);
    else if ((guchar) *text < 0x20)
      g_string_append_printf (out, "\\u%04x", (guchar) *text);
    else
      g_string_append_c (out, *text);
  }
  g_string_append_c (out, '"');
}

/* ---- rows ---- */

static void
append_cell (GString *out, const char *text)
{
  if (!strpbrk (text, ",\"\r\n") && *text != ' ') {
    g_string_append (out, text);
    return;
  }
  g_string_append_c (out, '"');
  for (; *text; text++) {
    if (*text == '"')
      g_string_append_c (out, '"');
    g_string_append_c (out, *text);
  }
  g_string_append_c (out, '"');
}

static void
append_csv (TcExportFile *file, const char *const *values)
{
  for (guint i = 0; i < file->n_columns; i++) {
    g_autofree char *text = tc_export_format (file->kinds[i], values[i], file->zone);
    if (i > 0)
      g_string_append_c (file->buffer, ',');
    append_cell (file->buffer, text);
  }
  g_string_append (file->buffer, "\r\n");
}

/* {"name":"value",…}; what isn't there is null, JSON stands as it is. */
static void
append_object (TcExportFile *file, const char *const *values)
{
  gboolean first = TRUE;

  g_string_append_c (file->buffer, '{');
  for (guint i = 0; i < file->n_columns; i++) {
    g_autofree char *text = NULL;
    if (file->form == TC_EXPORT_GEOJSON && ((int) i == file->lat || (int) i == file->lon))
      continue;
    if (!first)
      g_string_append_c (file->buffer, ',');
    first = FALSE;
    tc_export_append_json (file->buffer, file->names[i]);
    g_string_append_c (file->buffer, ':');
    text = tc_export_format (file->kinds[i], values[i], file->zone);
    if (!values[i] || g_str_equal (file->kinds[i], "json"))
      g_string_append (file->buffer, values[i] ? text : "null");
    else
      tc_export_append_json (file->buffer, text);
  }
  g_string_append_c (file->buffer, '}');
}

static gboolean
append_feature (TcExportFile *file, const char *const *values)
{
  if (file->lat < 0 || file->lon < 0 || !values[file->lat] || !values[file->lon])
    return FALSE;
  g_autofree char *lat = tc_export_format ("e7", values[file->lat], NULL);
  g_autofree char *lon = tc_export_format ("e7", values[file->lon], NULL);
  g_string_append_printf (file->buffer,
                          "%s{\"type\":\"Feature\",\"geometry\":{\"type\":\"Point\","
                          "\"coordinates\":[%s,%s]},\"properties\":",
                          file->rows ? ",\n" : "", lon, lat);
  append_object (file, values);
  g_string_append_c (file->buffer, '}');
  return TRUE;
}

/* ---- the file ---- */

static void
flush (TcExportFile *file)
{
  if (!file->fault && file->stream)
    g_output_stream_write_all (file->stream, file->buffer->str, file->buffer->len, NULL, NULL,
                               &file->fault);
  g_checksum_update (file->checksum, (const guchar *) file->buffer->str,
                     (gssize) file->buffer->len);
  g_string_truncate (file->buffer, 0);
}

TcExportFile *
tc_export_file_new (const char *dir, const char *name, TcExportForm form, GTimeZone *zone)
{
  TcExportFile *file = g_new0 (TcExportFile, 1);
  g_autofree char *path = g_build_filename (dir, name, NULL);
  g_autoptr (GFile) target = g_file_new_for_path (path);

  file->name = g_strdup (name);
  file->form = form;
  file->zone = zone;
  file->buffer = g_string_sized_new (BUFFER_BYTES);
  file->checksum = g_checksum_new (G_CHECKSUM_SHA256);
  file->stream = (GOutputStream *) g_file_create (target, G_FILE_CREATE_PRIVATE, NULL,
                                                  &file->fault);
  return file;
}

void
tc_export_file_begin (TcExportFile *file, const char *const *columns)
{
  file->n_columns = g_strv_length ((char **) columns);
  file->names = g_new0 (char *, file->n_columns + 1);
  file->kinds = g_new0 (char *, file->n_columns + 1);
  file->lat = -1;
  file->lon = -1;
  for (guint i = 0; i < file->n_columns; i++) {
    const char *colon = strchr (columns[i], ':');
    file->names[i] = colon ? g_strndup (columns[i], (gsize) (colon - columns[i]))
                           : g_strdup (columns[i]);
    file->kinds[i] = g_strdup (colon ? colon + 1 : "");
    if (g_str_equal (columns[i], "lat:e7"))
      file->lat = (int) i;
    if (g_str_equal (columns[i], "lon:e7"))
      file->lon = (int) i;
    if (file->form == TC_EXPORT_CSV)
      g_string_append_printf (file->buffer, "%s%s", i ? "," : "", file->names[i]);
  }
  if (file->form == TC_EXPORT_CSV)
    g_string_append (file->buffer, "\r\n");
  else if (file->form == TC_EXPORT_GEOJSON)
    g_string_append (file->buffer, "{\"type\":\"FeatureCollection\",\"features\":[\n");
}

void
tc_export_file_add (TcExportFile *file, const char *const *values)
{
  gboolean added = TRUE;

  if (file->form == TC_EXPORT_CSV) {
    append_csv (file, values);
  } else if (file->form == TC_EXPORT_GEOJSON) {
    added = append_feature (file, values);
  } else {
    append_object (file, values);
    g_string_append_c (file->buffer, '\n');
  }
  file->rows += added;
  if (file->buffer->len >= BUFFER_BYTES)
    flush (file);
}

gboolean
tc_export_file_close (TcExportFile *file, char **digest, guint64 *rows, GError **error)
{
  if (file->form == TC_EXPORT_GEOJSON && file->names)
    g_string_append (file->buffer, "\n]}\n");
  flush (file);
  if (file->stream && !file->fault)
    g_output_stream_flush (file->stream, NULL, &file->fault);
  if (file->stream)
    g_output_stream_close (file->stream, NULL, file->fault ? NULL : &file->fault);
  gboolean fine = !file->fault;
  if (fine) {
    *digest = g_strdup (g_checksum_get_string (file->checksum));
    *rows = file->rows;
  } else {
    g_propagate_prefixed_error (error, g_steal_pointer (&file->fault), "%s: ", file->name);
  }
  g_clear_object (&file->stream);
  g_checksum_free (file->checksum);
  g_string_free (file->buffer, TRUE);
  g_strfreev (file->names);
  g_strfreev (file->kinds);
  g_free (file->name);
  g_free (file);
  return fine;
}
