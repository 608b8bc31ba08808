/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The verb export: everything a server has, in open formats, as of one position of its log. The
 * folder is written beside its place and moved there when it is whole, so that what stands there is
 * never half an export.
 */
#include "tc-ctl-carry.h"
#include "tc-ctl.h"
#include "tc-export-file.h"
#include "tc-export-readme.h"
#include "tc-told-words.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#define ZONE "Asia/Ho_Chi_Minh"

typedef struct {
  const char *dir;
  const char *what;  /* (nullable): names separated by ','; NULL: all */
  const char *since; /* (nullable): a day */
  const char *reason;
  gboolean personal;
} Options;

typedef struct {
  const char *name;
  const char *file;
  TcExportForm form;
  const char *table; /* what the server calls it */
  gboolean personal;
} Part;

/* clang-format off */
static const Part parts[] = {
    {"agencies", "agencies.csv", TC_EXPORT_CSV, "agencies", FALSE},
    {"areas", "areas.csv", TC_EXPORT_CSV, "areas", FALSE},
    {"streets", "streets.csv", TC_EXPORT_CSV, "streets", FALSE},
    {"people", "people.csv", TC_EXPORT_CSV, "people", FALSE},
    {"posts", "posts.csv", TC_EXPORT_CSV, "posts", FALSE},
    {"roles", "roles.csv", TC_EXPORT_CSV, "roles", FALSE},
    {"desks", "desks.csv", TC_EXPORT_CSV, "desks", FALSE},
    {"sessions", "sessions.csv", TC_EXPORT_CSV, "sessions", FALSE},
    {"shifts", "shifts.csv", TC_EXPORT_CSV, "shifts", FALSE},
    {"duties", "duties.csv", TC_EXPORT_CSV, "duties", FALSE},
    {"vehicles", "vehicles.csv", TC_EXPORT_CSV, "vehicles", FALSE},
    {"unit-places", "unit-places.csv", TC_EXPORT_CSV, "unit-places", FALSE},
    {"fields", "fields.csv", TC_EXPORT_CSV, "fields", FALSE},
    {"terms", "terms.csv", TC_EXPORT_CSV, "terms", FALSE},
    {"templates", "templates.csv", TC_EXPORT_CSV, "templates", FALSE},
    {"escalations", "escalations.csv", TC_EXPORT_CSV, "escalations", FALSE},
    {"states", "states.csv", TC_EXPORT_CSV, "states", FALSE},
    {"responsibilities", "responsibilities.csv", TC_EXPORT_CSV, "responsibilities", FALSE},
    {"incidents", "incidents.csv", TC_EXPORT_CSV, "incidents", FALSE},
    {"incidents", "incidents.geojson", TC_EXPORT_GEOJSON, "incidents", FALSE},
    {"311", "311.csv", TC_EXPORT_CSV, "311", FALSE},
    {"reports", "reports.csv", TC_EXPORT_CSV, "reports", FALSE},
    {"reporters", "reporters.csv", TC_EXPORT_CSV, "reporters", TRUE},
    {"reporter-accesses", "reporter-accesses.csv", TC_EXPORT_CSV, "reporter-accesses", TRUE},
    {"history", "history.csv", TC_EXPORT_CSV, "history", FALSE},
    {"dispatches", "dispatches.csv", TC_EXPORT_CSV, "dispatches", FALSE},
    {"answers", "answers.csv", TC_EXPORT_CSV, "answers", FALSE},
    {"links", "links.csv", TC_EXPORT_CSV, "links", FALSE},
    {"attachments", "attachments.csv", TC_EXPORT_CSV, "attachments", FALSE},
    {"task-messages", "task-messages.csv", TC_EXPORT_CSV, "task-messages", FALSE},
    {"alarm-marks", "alarm-marks.csv", TC_EXPORT_CSV, "alarm-marks", FALSE},
    {"alarm-texts", "alarm-texts.csv", TC_EXPORT_CSV, "alarm-texts", FALSE},
    {"quiet-plans", "quiet-plans.csv", TC_EXPORT_CSV, "quiet-plans", FALSE},
    {"journal", "journal.csv", TC_EXPORT_CSV, "journal", FALSE},
    {"journal-follow-ups", "journal-follow-ups.csv", TC_EXPORT_CSV, "journal-follow-ups", FALSE},
    {"hand-overs", "hand-overs.csv", TC_EXPORT_CSV, "hand-overs", FALSE},
    {"big-events", "big-events.csv", TC_EXPORT_CSV, "big-events", FALSE},
    {"big-event-members", "big-event-members.csv", TC_EXPORT_CSV, "big-event-members", FALSE},
    {"big-event-figures", "big-event-figures.csv", TC_EXPORT_CSV, "big-event-figures", FALSE},
    {"big-event-checks", "big-event-checks.csv", TC_EXPORT_CSV, "big-event-checks", FALSE},
    {"quick-reports", "quick-reports.csv", TC_EXPORT_CSV, "quick-reports", FALSE},
    {"resources", "resources.csv", TC_EXPORT_CSV, "resources", FALSE},
    {"resource-holds", "resource-holds.csv", TC_EXPORT_CSV, "resource-holds", FALSE},
    {"camera-devices", "camera-devices.csv", TC_EXPORT_CSV, "camera-devices", TRUE},
    {"cameras", "cameras.csv", TC_EXPORT_CSV, "cameras", FALSE},
    {"camera-lines", "camera-lines.csv", TC_EXPORT_CSV, "camera-lines", TRUE},
    {"camera-groups", "camera-groups.csv", TC_EXPORT_CSV, "camera-groups", FALSE},
    {"camera-states", "camera-states.csv", TC_EXPORT_CSV, "camera-states", FALSE},
    {"camera-faults", "camera-faults.csv", TC_EXPORT_CSV, "camera-faults", FALSE},
    {"camera-openings", "camera-openings.csv", TC_EXPORT_CSV, "camera-openings", FALSE},
    {"wall-layouts", "wall-layouts.csv", TC_EXPORT_CSV, "wall-layouts", FALSE},
    {"log", "log.jsonl", TC_EXPORT_JSON_LINES, "log", FALSE},
};
/* clang-format on */

/* An export while it is being written. */
typedef struct {
  const Options *asked;  /* (unowned) */
  TcAdminClient *client; /* (unowned) */
  char *dir;             /* (owned): the folder beside its place */
  gint64 since_us;
  GTimeZone *zone;   /* (owned) */
  char *number;      /* (owned) (nullable): of the export, as the server knows it */
  GString *sums;     /* (owned): SHA256SUMS */
  GString *files;    /* (owned): of the manifest: JSON objects */
  GPtrArray *paths;  /* (owned) (element-type utf8): all that was made, to take back */
  JsonObject *begun; /* (owned) (nullable): what the server said of it */
} Export;

/* ---- asking ---- */

static JsonObject *
ask_page (const Export *export, const char *table, const char *after, GError **error)
{
  JsonObject *question = tc_admin_question ("export-rows");

  json_object_set_string_member (question, "export", export->number);
  json_object_set_string_member (question, "table", table);
  json_object_set_string_member (question, "after", after);
  json_object_set_int_member (question, "since_us", export->since_us);
  return tc_admin_client_call (export->client, question, error);
}

static JsonArray *
get_array (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
}

/* (transfer container): NULL-terminated, borrowed texts; a null is NULL. */
static const char **
list_texts (JsonArray *array)
{
  guint n = json_array_get_length (array);
  const char **texts = g_new0 (const char *, n + 1);

  for (guint i = 0; i < n; i++) {
    JsonNode *node = json_array_get_element (array, i);
    texts[i] = JSON_NODE_HOLDS_VALUE (node) ? json_node_get_string (node) : NULL;
  }
  return texts;
}

/* ---- one table ---- */

static gboolean
set_protocol_fault (const char *table, GError **error)
{
  g_set_error (error, TC_ADMIN_ERROR, TC_ADMIN_ERROR_PROTOCOL, _ ("a page that is none of %s"),
               table);
  return FALSE;
}

/* @n_columns: (inout): 0 before the first page */
static gboolean
add_page (TcExportFile *file, JsonObject *page, const char *table, guint *n_columns,
          void (*also) (gpointer data, const char *const *columns, const char *const *values),
          gpointer data, GError **error)
{
  JsonArray *columns = get_array (page, "columns");
  JsonArray *rows = get_array (page, "rows");

  if (!columns || !rows || (*n_columns && *n_columns != json_array_get_length (columns)))
    return set_protocol_fault (table, error);
  g_autofree const char **names = list_texts (columns);
  if (*n_columns == 0)
    tc_export_file_begin (file, names);
  *n_columns = json_array_get_length (columns);
  for (guint i = 0; i < json_array_get_length (rows); i++) {
    JsonNode *node = json_array_get_element (rows, i);
    JsonArray *row = JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
    if (!row || json_array_get_length (row) != *n_columns)
      return set_protocol_fault (table, error);
    g_autofree const char **values = list_texts (row);
    tc_export_file_add (file, values);
    if (also)
      also (data, names, values);
  }
  return TRUE;
}

/* All pages. @also: (nullable): told every row */
static gboolean
add_pages (const Export *export, TcExportFile *file, const char *table,
           void (*also) (gpointer data, const char *const *columns, const char *const *values),
           gpointer data, GError **error)
{
  g_autofree char *after = g_strdup ("0");
  guint n_columns = 0;
  gboolean done = FALSE;

  while (!done) {
    g_autoptr (JsonObject) page = ask_page (export, table, after, error);
    if (!page || !add_page (file, page, table, &n_columns, also, data, error))
      return FALSE;
    if (tc_ctl_is_interrupted ()) {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, _ ("stopped"));
      return FALSE;
    }
    g_free (after);
    after = g_strdup (json_object_get_string_member_with_default (page, "next", "0"));
    done = json_object_get_boolean_member_with_default (page, "done", TRUE);
  }
  return TRUE;
}

/* One more line of the sums and of the manifest. */
static void
note_file (Export *export, const char *name, const char *digest, guint64 rows)
{
  g_string_append_printf (export->sums, "%s  %s\n", digest, name);
  g_string_append_printf (export->files, "%s    {\"name\": ", export->files->len ? ",\n" : "");
  tc_export_append_json (export->files, name);
  g_string_append_printf (export->files, ", \"rows\": %" G_GUINT64_FORMAT ", \"sha256\": \"%s\"}",
                          rows, digest);
}

static gboolean
write_part (Export *export, const Part *part,
            void (*also) (gpointer data, const char *const *columns, const char *const *values),
            gpointer data, GError **error)
{
  TcExportFile *file = tc_export_file_new (export->dir, part->file, part->form, export->zone);
  g_autoptr (GError) fault = NULL;
  g_autofree char *digest = NULL;
  guint64 rows = 0;

  g_ptr_array_add (export->paths, g_build_filename (export->dir, part->file, NULL));
  gboolean fine = add_pages (export, file, part->table, also, data, &fault);
  if (!tc_export_file_close (file, &digest, &rows, fine ? &fault : NULL))
    fine = FALSE;
  if (!fine) {
    g_propagate_error (error, g_steal_pointer (&fault));
    return FALSE;
  }
  note_file (export, part->file, digest, rows);
  if (isatty (STDERR_FILENO))
    g_printerr ("%-24s %" G_GUINT64_FORMAT "\n", part->file, rows);
  return TRUE;
}

/* ---- attachments ---- */

/* What of the rows of attachments has its bytes exported: a set of hashes. */
typedef struct {
  GHashTable *hashes; /* (owned) */
  gboolean personal;
} Wanted;

/* Without a reason only what was made to be shown: originals say where and by whom, and what was
 * blurred may, until the server has looked through it. */
static void
want_file (gpointer data, const char *const *columns, const char *const *values)
{
  Wanted *wanted = data;
  const char *hash = NULL;
  gboolean stripped = FALSE, blurred = FALSE, read = FALSE;

  for (guint i = 0; columns[i]; i++) {
    if (g_str_equal (columns[i], "hash")) {
      hash = values[i];
    } else if (g_str_equal (columns[i], "kind")) {
      stripped = g_strcmp0 (values[i], "stripped") == 0;
      blurred = g_strcmp0 (values[i], "blurred") == 0;
    } else if (g_str_equal (columns[i], "read:time")) {
      read = values[i] && *values[i];
    }
  }
  if (hash && *hash && (wanted->personal || stripped || (blurred && read)))
    g_hash_table_add (wanted->hashes, g_strdup (hash));
}

static char *
compute_digest (const char *path, GError **error)
{
  g_autoptr (GMappedFile) mapped = g_mapped_file_new (path, FALSE, error);
  g_autoptr (GBytes) bytes = mapped ? g_mapped_file_get_bytes (mapped) : NULL;

  return bytes ? g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes) : NULL;
}

/* Copies one file under its hash and checks it. One that the server hasn't is left out: @missing
 * grows. */
static gboolean
copy_file (Export *export, const char *hash, guint *missing, GError **error)
{
  JsonObject *question = tc_admin_question ("export-file");
  g_autofree char *name = g_build_filename ("attachments", hash, NULL);
  g_autofree char *target = g_build_filename (export->dir, name, NULL);

  json_object_set_string_member (question, "export", export->number);
  json_object_set_string_member (question, "hash", hash);
  g_autoptr (JsonObject) answer = tc_admin_client_call (export->client, question, error);
  if (!answer)
    return FALSE;
  const char *path = json_object_get_string_member_with_default (answer, "path", NULL);
  if (!path) {
    *missing += 1;
    return TRUE;
  }
  g_autoptr (GFile) from = g_file_new_for_path (path);
  g_autoptr (GFile) to = g_file_new_for_path (target);
  g_ptr_array_add (export->paths, g_strdup (target));
  if (!g_file_copy (from, to, G_FILE_COPY_TARGET_DEFAULT_PERMS, NULL, NULL, NULL, error))
    return FALSE;
  g_autofree char *digest = compute_digest (target, error);
  if (!digest)
    return FALSE;
  if (!g_str_equal (digest, hash)) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                 _ ("%s: the file on the server is damaged"), hash);
    return FALSE;
  }
  note_file (export, name, digest, 1);
  return TRUE;
}

static gboolean
write_attachments (Export *export, const Part *part, GError **error)
{
  g_autoptr (GHashTable) hashes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Wanted wanted = {hashes, export->asked->personal};
  g_autofree char *folder = g_build_filename (export->dir, "attachments", NULL);
  guint missing = 0;

  if (!write_part (export, part, want_file, &wanted, error))
    return FALSE;
  g_autoptr (GList) list = g_list_sort (g_hash_table_get_keys (hashes), (GCompareFunc) strcmp);
  if (list)
    g_mkdir (folder, 0700);
  for (GList *at = list; at; at = at->next) {
    if (!copy_file (export, at->data, &missing, error))
      return FALSE;
    if (tc_ctl_is_interrupted ()) {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, _ ("stopped"));
      return FALSE;
    }
  }
  if (missing > 0)
    g_printerr (_ ("%u attachments are not on the server yet\n"), missing);
  return TRUE;
}

/* ---- the folder ---- */

static gboolean
is_wanted (const Options *asked, const Part *part)
{
  g_auto (GStrv) names = asked->what ? g_strsplit (asked->what, ",", -1) : NULL;

  if (!names)
    return asked->personal || !part->personal;
  return g_strv_contains ((const char *const *) names, part->name);
}

static gboolean
write_parts (Export *export, GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++) {
    const Part *part = &parts[i];
    if (!is_wanted (export->asked, part))
      continue;
    if (g_str_equal (part->name, "attachments") ? !write_attachments (export, part, error)
                                                : !write_part (export, part, NULL, NULL, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
write_text (Export *export, const char *name, const char *text, GError **error)
{
  g_autofree char *path = g_build_filename (export->dir, name, NULL);

  g_ptr_array_add (export->paths, g_strdup (path));
  return g_file_set_contents_full (
      path, text, -1, G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0600, error);
}

static void
append_member (GString *text, const char *name, const char *value)
{
  g_string_append_printf (text, "  \"%s\": ", name);
  if (value)
    tc_export_append_json (text, value);
  else
    g_string_append (text, "null");
  g_string_append (text, ",\n");
}

/* manifest.json: of what, as of when, and each file; then all sums. */
static gboolean
write_manifest (Export *export, GError **error)
{
  g_autoptr (GString) text = g_string_new ("{\n");
  g_autofree char *now = g_strdup_printf ("%" G_GINT64_FORMAT, g_get_real_time ());
  g_autofree char *made = tc_export_format ("time", now, NULL);
  g_autofree char *digest = NULL;

  append_member (text, "program", "toancanhctl " TC_VERSION);
  append_member (text, "made", made);
  append_member (text, "log",
                 json_object_get_string_member_with_default (export->begun, "log", ""));
  g_string_append_printf (text,
                          "  \"epoch\": %" G_GINT64_FORMAT ",\n  \"lsn\": %" G_GINT64_FORMAT ",\n",
                          json_object_get_int_member_with_default (export->begun, "epoch", 0),
                          json_object_get_int_member_with_default (export->begun, "lsn", 0));
  append_member (text, "since", export->asked->since);
  append_member (text, "what", export->asked->what);
  g_string_append_printf (text, "  \"personal\": %s,\n",
                          export->asked->personal ? "true" : "false");
  append_member (text, "reason", export->asked->reason);
  g_string_append_printf (text, "  \"files\": [\n%s\n  ]\n}\n", export->files->str);
  if (!write_text (export, "README.md", tc_export_readme, error) ||
      !write_text (export, "manifest.json", text->str, error))
    return FALSE;
  digest = g_compute_checksum_for_string (G_CHECKSUM_SHA256, text->str, -1);
  g_autofree char *readme = g_compute_checksum_for_string (G_CHECKSUM_SHA256, tc_export_readme, -1);
  g_string_append_printf (export->sums, "%s  README.md\n%s  manifest.json\n", readme, digest);
  return write_text (export, "SHA256SUMS", export->sums->str, error);
}

static void
remove_all (Export *export)
{
  g_autofree char *folder = g_build_filename (export->dir, "attachments", NULL);

  for (guint i = 0; i < export->paths->len; i++)
    g_unlink (g_ptr_array_index (export->paths, i));
  g_rmdir (folder);
  g_rmdir (export->dir);
}

static gboolean
begin (Export *export, GError **error)
{
  JsonObject *question = tc_admin_question ("export-begin");

  if (export->asked->personal)
    json_object_set_string_member (question, "reason", export->asked->reason);
  export->begun = tc_admin_client_call (export->client, question, error);
  if (!export->begun)
    return FALSE;
  export->number = g_strdup (
      json_object_get_string_member_with_default (export->begun, "export", ""));
  return TRUE;
}

/* The server's reader is given back whatever came of it. */
static void
end (Export *export)
{
  JsonObject *question = tc_admin_question ("export-end");

  json_object_set_string_member (question, "export", export->number);
  g_autoptr (JsonObject) answer = tc_admin_client_call (export->client, question, NULL);
  (void) answer;
}

static gboolean
write_folder (Export *export, GError **error)
{
  if (!begin (export, error))
    return FALSE;
  gboolean fine = write_parts (export, error);
  end (export);
  if (!fine || !write_manifest (export, error))
    return FALSE;
  if (g_rename (export->dir, export->asked->dir) == 0)
    return TRUE;
  g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_FAILED, _ ("'%s' could not be moved to '%s'"),
               export->dir, export->asked->dir);
  return FALSE;
}

static void
print_done (const TcCtl *ctl, const Export *export)
{
  gint64 lsn = json_object_get_int_member_with_default (export->begun, "lsn", 0);
  g_autoptr (GString) dir = g_string_new (NULL);

  tc_export_append_json (dir, export->asked->dir);
  if (ctl->json)
    g_print ("{\"dir\":%s,\"lsn\":%" G_GINT64_FORMAT "}\n", dir->str, lsn);
  else
    g_print ("%s: as of LSN %" G_GINT64_FORMAT "\n", export->asked->dir, lsn);
}

static gboolean
make_folder (const char *path)
{
  g_autoptr (GError) error = NULL;

  if (g_mkdir (path, 0700) == 0)
    return TRUE;
  (void) tc_error_take_errno ("making", path, &error);
  tc_ctl_complain_error (error);
  return FALSE;
}

static TcCtlExit
run_asked (TcCtl *ctl, const Options *asked, gint64 since_us)
{
  Export export = {.asked = asked, .since_us = since_us};
  g_autoptr (GError) error = NULL;

  export.client = tc_ctl_get_client (ctl);
  if (!export.client)
    return TC_CTL_UNREACHABLE;
  export.dir = g_strconcat (asked->dir, ".part", NULL);
  if (!tc_ctl_may_make (asked->dir) || !tc_ctl_may_make (export.dir) || !make_folder (export.dir)) {
    g_free (export.dir);
    return TC_CTL_FAILED;
  }
  export.zone = g_time_zone_new_identifier (ZONE);
  export.sums = g_string_new (NULL);
  export.files = g_string_new (NULL);
  export.paths = g_ptr_array_new_with_free_func (g_free);
  tc_ctl_catch_interrupt ();
  gboolean fine = write_folder (&export, &error);
  if (fine) {
    print_done (ctl, &export);
  } else {
    remove_all (&export);
    g_autofree char *words = tc_told_words (error->message);
    tc_ctl_complain (_ ("%s; nothing was left behind"), words);
  }
  g_clear_pointer (&export.zone, g_time_zone_unref);
  g_clear_pointer (&export.begun, json_object_unref);
  g_string_free (export.sums, TRUE);
  g_string_free (export.files, TRUE);
  g_ptr_array_unref (export.paths);
  g_free (export.number);
  g_free (export.dir);
  return fine ? TC_CTL_OK : TC_CTL_FAILED;
}

/* ---- the verb ---- */

/* Start of the day. FALSE: it is none. */
static gboolean
read_day (const char *text, gint64 *time_us)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier (ZONE);
  g_autofree char *whole = g_strconcat (text, "T00:00:00", NULL);
  g_autoptr (GDateTime) time = g_date_time_new_from_iso8601 (whole, zone);

  if (!time)
    return FALSE;
  *time_us = g_date_time_to_unix (time) * G_USEC_PER_SEC;
  return TRUE;
}

/* Every name of --what is one, and personal ones come with --personal. */
static gboolean
check_what (const Options *asked)
{
  g_auto (GStrv) names = g_strsplit (asked->what ? asked->what : "", ",", -1);

  for (guint i = 0; asked->what && names[i]; i++) {
    const Part *found = NULL;
    for (guint j = 0; j < G_N_ELEMENTS (parts); j++) {
      if (g_str_equal (parts[j].name, names[i]))
        found = &parts[j];
    }
    if (found && (!found->personal || asked->personal))
      continue;
    tc_ctl_complain (found ? _ ("%s is personal: say --personal --reason TEXT")
                           : _ ("there is no \"%s\" to export"),
                     names[i]);
    return FALSE;
  }
  return TRUE;
}

static gboolean
read_options (Options *asked, char **words)
{
  for (; *words; words++) {
    const char **value = g_str_equal (*words, "--what")     ? &asked->what
                         : g_str_equal (*words, "--since")  ? &asked->since
                         : g_str_equal (*words, "--reason") ? &asked->reason
                                                            : NULL;
    if (value && words[1] && !*value)
      *value = *++words;
    else if (g_str_equal (*words, "--personal"))
      asked->personal = TRUE;
    else if (!value && !asked->dir && **words != '-')
      asked->dir = *words;
    else
      return FALSE;
  }
  return asked->dir != NULL;
}

static TcCtlExit
run_export (TcCtl *ctl, char **words)
{
  Options asked = {0};
  gint64 since_us = 0;

  if (!read_options (&asked, words) || (asked.since && !read_day (asked.since, &since_us)))
    return tc_ctl_misused (tc_ctl_export_verbs, "export");
  if (!check_what (&asked))
    return TC_CTL_USAGE;
  if (asked.personal != (asked.reason != NULL && *asked.reason)) {
    tc_ctl_complain (_ ("--personal goes with --reason TEXT, which is put on record"));
    return TC_CTL_USAGE;
  }
  return run_asked (ctl, &asked, since_us);
}

static const char details[] =
    "\n"
    "The folder must not be there; it appears once it is whole, and Ctrl+C leaves nothing behind.\n"
    "manifest.json tells the LSN, SHA256SUMS is for sha256sum -c. The server goes on working.\n"
    "\n"
    "  --what NAME,NAME…    agencies, areas, streets, people, posts, roles, desks, sessions, "
    "shifts,\n"
    "                       duties, vehicles, unit-places, fields, terms, templates, escalations,\n"
    "                       states, responsibilities, incidents (also as GeoJSON), 311, reports,\n"
    "                       history, dispatches, task-messages, answers, links, attachments,\n"
    "                       alarm-marks, alarm-texts, quiet-plans, journal,\n"
    "                       journal-follow-ups, hand-overs, big-events, big-event-members,\n"
    "                       big-event-figures, big-event-checks, quick-reports, resources,\n"
    "                       resource-holds, cameras, camera-groups, camera-states,\n"
    "                       camera-faults, camera-openings, wall-layouts, log; with --personal\n"
    "                       also reporters, reporter-accesses, camera-devices, camera-lines\n"
    "  --since YYYY-MM-DD   of incidents and what belongs to them, what changed since that day\n"
    "  --personal           also who reported, originals of attachments, how cameras are reached\n"
    "  --reason TEXT        why; it is put on record before anything is read\n";

const TcCtlVerb tc_ctl_export_verbs[] = {
    {"export", "DIR [--what NAME,NAME…] [--since YYYY-MM-DD] [--personal --reason TEXT]",
     N_ ("Writes everything in open formats into a new folder, as of one position of the log."),
     run_export, details},
    {NULL},
};
