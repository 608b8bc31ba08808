/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The verb import 311: reports of another system. Nothing is sent before the whole file was read
 * and checked, its words were looked up, and each of its operations was checked against its kind.
 */
#include "tc-ctl-carry.h"
#include "tc-ctl.h"
#include "tc-encoding.h"
#include "tc-import-plan.h"

#include <glib/gi18n-lib.h>
#include <string.h>
#include <unistd.h>

#define PREVIEW_MAX TC_IMPORT_BATCH_MAX

typedef struct {
  char *file;            /* (unowned), as all: words of the command line; (nullable) but file */
  char *map;             /* a mapping */
  char *source;          /* code of the other system */
  char *field_map;       /* a table of words and codes */
  char *encoding;        /* of the file */
  char *preview;         /* how many lines */
  char *write_map;       /* where a mapping is proposed */
  char *write_field_map; /* where the table is proposed */
  gboolean make_fields;
} Options;

typedef struct {
  const char *name;
  gsize offset;
} Option;

static const Option options[] = {
    {"--map", G_STRUCT_OFFSET (Options, map)},
    {"--source", G_STRUCT_OFFSET (Options, source)},
    {"--field-map", G_STRUCT_OFFSET (Options, field_map)},
    {"--encoding", G_STRUCT_OFFSET (Options, encoding)},
    {"--preview", G_STRUCT_OFFSET (Options, preview)},
    {"--write-map", G_STRUCT_OFFSET (Options, write_map)},
    {"--write-field-map", G_STRUCT_OFFSET (Options, write_field_map)},
};

/* Takes one option with its value, or the file. Words taken; 0: not understood. */
static guint
read_option (Options *out, char **words)
{
  if (g_str_equal (words[0], "--make-fields")) {
    out->make_fields = TRUE;
    return 1;
  }
  for (guint i = 0; i < G_N_ELEMENTS (options); i++) {
    char **value = &G_STRUCT_MEMBER (char *, out, options[i].offset);
    if (!g_str_equal (words[0], options[i].name))
      continue;
    if (!words[1] || *value)
      return 0;
    *value = words[1];
    return 2;
  }
  if (out->file || words[0][0] == '-')
    return 0;
  out->file = words[0];
  return 1;
}

static TcCtlExit
fail (const GError *error)
{
  tc_ctl_complain_error (error);
  return TC_CTL_FAILED;
}

/* ---- reading ---- */

/* (transfer container): the header's names, NULL-terminated. */
static const char **
list_header (const TcCsv *csv)
{
  const char **header = g_new0 (const char *, tc_csv_get_n_columns (csv) + 1);

  for (guint i = 0; i < tc_csv_get_n_columns (csv); i++)
    header[i] = tc_csv_get_header (csv, i);
  return header;
}

/* (nullable): none fits, or it is wrong; stderr says so. */
static TcImportMap *
find_map (const Options *asked, const TcCsv *csv)
{
  g_autoptr (GError) error = NULL;
  g_autofree const char **header = list_header (csv);
  TcImportMap *map = asked->map ? tc_import_map_load (asked->map, &error)
                                : tc_import_map_recognise (header);

  if (error)
    tc_ctl_print_fault (error->message);
  else if (!map)
    g_printerr (_ ("%s:1:1: no mapping that is built in fits this header. Have one proposed with "
                   "--write-map FILE, look it through, and give it with --map FILE\n"),
                tc_csv_get_name (csv));
  return map;
}

/* (nullable): the faults are on stderr. */
static TcImportFile *
read_file (const Options *asked, TcCsv *csv)
{
  g_autoptr (GPtrArray) faults = NULL;
  g_autofree char *header_fault = tc_import_file_judge_header (csv);
  TcImportMap *map = header_fault ? NULL : find_map (asked, csv);

  if (header_fault)
    g_printerr ("%s\n", header_fault);
  if (!map) {
    tc_csv_free (csv);
    return NULL;
  }
  TcImportFile *file = tc_import_file_read (csv, map, g_get_real_time (), &faults);
  tc_ctl_print_faults (faults);
  return file;
}

static TcCtlExit
write_map (const char *path, const TcCsv *csv)
{
  g_autofree const char **header = list_header (csv);
  g_autofree char *text = tc_import_map_propose (header);
  g_autoptr (GError) error = NULL;

  if (!tc_ctl_may_make (path))
    return TC_CTL_FAILED;
  return g_file_set_contents (path, text, -1, &error) ? TC_CTL_OK : fail (error);
}

/* ---- asking the server ---- */

static void
add_known (GHashTable *known, JsonObject *report)
{
  TcImportKnown *one = g_new0 (TcImportKnown, 1);

  one->incident_id = g_ascii_strtoll (
      json_object_get_string_member_with_default (report, "incident", "0"), NULL, 10);
  one->unit_id = g_ascii_strtoll (json_object_get_string_member_with_default (report, "unit", "0"),
                                  NULL, 10);
  one->due_us = json_object_get_int_member_with_default (report, "due_us", TC_NONE);
  one->state = g_strdup (json_object_get_string_member_with_default (report, "state", "merged"));
  g_hash_table_replace (
      known, g_strdup (json_object_get_string_member_with_default (report, "external_id", "")),
      one);
}

static gboolean
find_reports (const char *source, GPtrArray *ids, GHashTable *known, gpointer data, GError **error)
{
  JsonObject *question = tc_admin_question ("find-reports");
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < ids->len; i++)
    json_array_add_string_element (array, g_ptr_array_index (ids, i));
  json_object_set_string_member (question, "source", source);
  json_object_set_array_member (question, "external_ids", array);
  g_autoptr (JsonObject) answer = tc_admin_client_call (data, question, error);
  if (!answer)
    return FALSE;
  JsonNode *node = json_object_get_member (answer, "reports");
  JsonArray *reports = node && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
  for (guint i = 0; reports && i < json_array_get_length (reports); i++) {
    JsonNode *report = json_array_get_element (reports, i);
    if (JSON_NODE_HOLDS_OBJECT (report))
      add_known (known, json_node_get_object (report));
  }
  return TRUE;
}

/* ---- the table of words ---- */

static void
append_cell (GString *text, const char *cell, const char *end)
{
  g_autoptr (GString) quoted = g_string_new (cell);

  g_string_replace (quoted, "\"", "\"\"", 0);
  g_string_append_printf (text, "\"%s\"%s", quoted->str, end);
}

static TcCtlExit
write_field_map (const char *path, const TcImportNames *names)
{
  const GPtrArray *unknown = tc_import_names_get_unknown (names);
  g_autoptr (GString) text = g_string_new ("what,value,code\r\n");
  g_autoptr (GError) error = NULL;

  if (!tc_ctl_may_make (path))
    return TC_CTL_FAILED;
  for (guint i = 0; i < unknown->len; i++) {
    const TcImportUnknown *one = g_ptr_array_index (unknown, i);
    append_cell (text, one->what, ",");
    append_cell (text, one->value, ",");
    append_cell (text, "", "\r\n");
  }
  if (!g_file_set_contents (path, text->str, (gssize) text->len, &error))
    return fail (error);
  g_print (_ ("%u words without a code\n"), unknown->len);
  return TC_CTL_OK;
}

/* ---- carrying it out ---- */

static void
show_done (guint done, guint all)
{
  if (isatty (STDERR_FILENO))
    g_printerr ("\r%u/%u%s", done, all, done == all ? "\n" : "");
}

static void
print_counts (const TcCtl *ctl, const TcImportCounts *counts)
{
  if (ctl->json) {
    g_print ("{\"new\":%u,\"changed\":%u,\"left\":%u,\"outside\":%u,\"ended\":%u}\n", counts->added,
             counts->changed, counts->left, counts->outside, counts->ended);
    return;
  }
  g_print (_ ("%u new, %u brought up to the file, %u as they were\n"), counts->added,
           counts->changed, counts->left);
  if (counts->outside > 0)
    g_print (_ ("%u of the new ones lie outside of our areas\n"), counts->outside);
  if (counts->ended > 0)
    g_print (_ ("%u are ended here and open in the file: left as they are\n"), counts->ended);
}

/* All rows, some at a time: what a batch asks of the server is asked when its turn comes. */
static TcCtlExit
carry_out_rows (const TcCtl *ctl, const TcImport *import)
{
  guint all = import->file->rows->len;
  TcImportCounts counts = {0};
  g_autoptr (GError) error = NULL;

  for (guint first = 0; first < all;) {
    guint n = MIN (all - first, TC_IMPORT_BATCH_MAX);
    TcImportCounts before = counts;
    g_autoptr (GPtrArray) steps = tc_import_plan (import, first, n, &counts, &error);
    if (!steps || !tc_ctl_carry_out_steps (ctl->client, steps, NULL)) {
      if (error)
        tc_ctl_complain_error (error);
      tc_ctl_complain (_ ("stopped after %u to %u of %u reports; what was done stays, the "
                          "same command goes on from there"),
                       first, first + n, all);
      print_counts (ctl, &before);
      return TC_CTL_FAILED;
    }
    first += n;
    show_done (first, all);
  }
  print_counts (ctl, &counts);
  return TC_CTL_OK;
}

static gboolean
make_names (TcAdminClient *client, TcImportNames *names)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) steps = tc_import_names_make (names, &error);

  if (!steps)
    fail (error);
  return steps && tc_ctl_check_steps (steps) && tc_ctl_carry_out_steps (client, steps, NULL);
}

/* FALSE: the faults are on stderr. */
static gboolean
check_import (const Options *asked, const TcImport *import, GPtrArray *faults)
{
  gboolean unknown = tc_import_names_get_unknown (import->names)->len > 0;
  guint before;

  tc_import_check (import, faults);
  before = faults->len;
  tc_import_names_list_faults (import->names, asked->make_fields, faults);
  tc_ctl_print_faults (faults);
  if (faults->len > before && unknown && !asked->make_fields)
    g_printerr (_ ("Give what is not here a code with --field-map FILE (--write-field-map FILE "
                   "proposes one), or have it made with --make-fields\n"));
  return faults->len == 0;
}

static TcCtlExit
run_named (const TcCtl *ctl, const Options *asked, TcImport *import, GPtrArray *faults)
{
  g_autoptr (GError) error = NULL;

  if (asked->write_field_map)
    return write_field_map (asked->write_field_map, import->names);
  if (asked->preview) {
    guint n = (guint) g_ascii_strtoull (asked->preview, NULL, 10);
    g_autofree char *text = tc_import_preview (import, n, &error);
    g_print ("%s", text ? text : "");
    return !text ? fail (error) : check_import (asked, import, faults) ? TC_CTL_OK : TC_CTL_FAILED;
  }
  if (!check_import (asked, import, faults)) {
    tc_ctl_complain (_ ("nothing was imported"));
    return TC_CTL_FAILED;
  }
  tc_ctl_catch_interrupt ();
  if (!make_names (ctl->client, import->names)) {
    tc_ctl_complain (_ ("stopped before the first report"));
    return TC_CTL_FAILED;
  }
  return carry_out_rows (ctl, import);
}

/* (nullable) with an error; NULL without one: none was asked for. */
static TcCsv *
load_table (const Options *asked, GError **error)
{
  return asked->field_map ? tc_csv_load (asked->field_map, NULL, error) : NULL;
}

static TcCtlExit
run_file (TcCtl *ctl, const Options *asked, const TcImportFile *file)
{
  const char *source = asked->source ? asked->source : file->map->source;
  g_autoptr (GPtrArray) faults = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;
  g_autoptr (TcCsv) table = load_table (asked, &error);

  if (error)
    return fail (error);
  if (!source || !tc_import_is_code (source)) {
    tc_ctl_complain (_ ("the other system needs a code (a-z, 0-9, '.', '_' and '-'): say "
                        "--source, or source= in the mapping"));
    return TC_CTL_USAGE;
  }
  TcAdminClient *client = tc_ctl_get_client (ctl);
  if (!client)
    return TC_CTL_UNREACHABLE;
  g_autoptr (TcImportNames) names = tc_import_names_new (
      file, source, table, &tc_ctl_province_server, client, faults, &error);
  if (!names)
    return fail (error);
  TcImport import = {file,         names, source, g_get_real_time (), &tc_ctl_province_server,
                     find_reports, client};
  return run_named (ctl, asked, &import, faults);
}

static TcCtlExit
run_311 (TcCtl *ctl, char **words)
{
  Options asked = {0};
  guint64 preview;
  g_autoptr (GError) error = NULL;

  for (guint taken; *words; words += taken) {
    taken = read_option (&asked, words);
    if (taken == 0)
      return tc_ctl_misused (tc_ctl_import_verbs, "import 311");
  }
  if (!asked.file || (asked.preview && !g_ascii_string_to_unsigned (asked.preview, 10, 1,
                                                                    PREVIEW_MAX, &preview, NULL)))
    return tc_ctl_misused (tc_ctl_import_verbs, "import 311");
  TcCsv *csv = tc_csv_load (asked.file, asked.encoding, &error);
  if (!csv) {
    tc_ctl_print_fault (error->message);
    return TC_CTL_FAILED;
  }
  if (asked.write_map) {
    TcCtlExit result = write_map (asked.write_map, csv);
    tc_csv_free (csv);
    return result;
  }
  g_autoptr (TcImportFile) file = read_file (&asked, csv);
  if (file)
    return run_file (ctl, &asked, file);
  tc_ctl_complain (_ ("nothing was imported"));
  return TC_CTL_FAILED;
}

const TcCtlVerb tc_ctl_import_verbs[] = {
    {"import 311",
     "FILE [--map FILE] [--source CODE] [--field-map FILE] [--make-fields] [--encoding NAME]\n"
     "      [--preview LINES] [--write-map FILE] [--write-field-map FILE]",
     N_ ("Brings in reports of another system (CSV; Open311 and Boston's are known by their "
         "header): "
         "checked whole, then loaded; safe to repeat."),
     run_311,
     N_ ("\n"
         "The file is CSV with a header line, separated by commas, semicolons or tabs, in UTF-8 "
         "or\n"
         "UTF-16. Every faulty line is named, and nothing is imported until there is none. What "
         "is\n"
         "there already (same source and number) is left alone or brought up to the file; Ctrl+C\n"
         "finishes what it has begun, and the same command goes on from there.\n"
         "\n"
         "  --preview LINES         shows the first lines as they would become\n"
         "  --map FILE              which column is what, in which zone and form times stand\n"
         "  --write-map FILE        proposes one from the header\n"
         "  --source CODE           code of the other system, in place of the mapping's\n"
         "  --field-map FILE        table (what,value,code) of its words and our fields and units\n"
         "  --write-field-map FILE  writes the words that have no code yet, to be filled in\n"
         "  --make-fields           makes the fields and units that are not here\n"
         "  --encoding NAME         windows-1258 or tcvn3, for old files\n")},
    {NULL},
};
