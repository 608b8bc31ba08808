/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reading mappings; see the header. The built-in ones, and what is proposed for a header that none
 * of them fits, stand in tc-import-builtin.c.
 */
#include "tc-import-map.h"

#include "tc-encoding.h"
#include "tc-error.h"
#include "tc-fold.h"
#include "tc-import-time.h"

#include <glib/gi18n-lib.h>
#include <gio/gio.h>
#include <string.h>

static const char *const role_names[TC_IMPORT_N_ROLES] = {
    "id",      "opened", "due",   "closed",     "state",         "outcome",        "closing_text",
    "title",   "text",   "field", "field_name", "group",         "unit",           "unit_name",
    "address", "lat",    "lon",   "channel",    "reporter_name", "reporter_phone", "reporter_email",
};

static const char *const state_codes[] = {"open", "closed", "rejected", "redirected", NULL};
static const char *const channel_codes[] = {"hotline", "web",     "app",     "mail",
                                            "social",  "open311", "walk-in", "operator",
                                            "camera",  "sensor",  NULL};
static const char *const outcome_codes[] = {"done", "withdrawn", "nothing-found", "other", NULL};
static const char *const file_keys[] = {"source",  "time_zone", "date_forms", "language",
                                        "channel", "keep",      NULL};
static const char *const languages[] = {"vi", "en", NULL};

/* What is being read. The first fault sticks. */
typedef struct {
  const char *name; /* (unowned) */
  GKeyFile *file;   /* (owned) */
  TcImportMap *map; /* (owned) */
  GError *fault;    /* (owned) (nullable) */
} Reader;

const char *
tc_import_role_get_name (TcImportRole role)
{
  return role_names[role];
}

char *
tc_import_fold (const char *word)
{
  g_autofree char *folded = tc_fold (word);

  return g_strdup (g_strstrip (folded));
}

G_GNUC_PRINTF (4, 5)
static void
fail (Reader *reader, const char *section, const char *key, const char *format, ...)
{
  va_list args;

  va_start (args, format);
  g_autofree char *what = g_strdup_vprintf (format, args);
  va_end (args);
  if (!reader->fault)
    g_set_error (&reader->fault, TC_ERROR, TC_ERROR_INVALID, "%s: [%s] %s: %s", reader->name,
                 section, key, what);
}

/* (transfer full) (nullable): NULL where nothing stands. */
static char *
get_value (Reader *reader, const char *section, const char *key)
{
  g_autofree char *value = g_key_file_get_string (reader->file, section, key, NULL);

  return value && *g_strstrip (value) ? g_steal_pointer (&value) : NULL;
}

/* (transfer full): the parts between ';'; empty where nothing stands. */
static char **
get_list (Reader *reader, const char *section, const char *key)
{
  g_autofree char *value = get_value (reader, section, key);
  char **parts = value ? g_strsplit (value, ";", -1) : g_new0 (char *, 1);

  for (guint i = 0; parts[i]; i++)
    g_strstrip (parts[i]);
  return parts;
}

/* A value that is one of @words, else @fallback. */
static char *
get_word (Reader *reader, const char *key, const char *const *words, const char *fallback)
{
  g_autofree char *value = get_value (reader, "file", key);

  if (value && !g_strv_contains (words, value)) {
    g_autofree char *all = g_strjoinv (", ", (char **) words);
    fail (reader, "file", key, _ ("\"%s\" is none of %s"), value, all);
  }
  return value ? g_steal_pointer (&value) : g_strdup (fallback);
}

/* Every key of a section is known. */
static void
check_keys (Reader *reader, const char *section, const char *const *known)
{
  g_auto (GStrv) keys = g_key_file_get_keys (reader->file, section, NULL, NULL);

  for (guint i = 0; keys && keys[i]; i++) {
    if (g_strv_contains (known, keys[i]))
      continue;
    g_autofree char *all = g_strjoinv (", ", (char **) known);
    fail (reader, section, keys[i], _ ("there is no such key here; there are %s"), all);
  }
}

static void
check_sections (Reader *reader)
{
  static const char *const known[] = {"file", "columns", "states", "channels", "outcomes", NULL};
  g_auto (GStrv) sections = g_key_file_get_groups (reader->file, NULL);

  for (guint i = 0; sections[i]; i++) {
    if (!g_strv_contains (known, sections[i]))
      fail (reader, sections[i], "*", _ ("there is no such section"));
  }
}

static void
read_zone (Reader *reader)
{
  g_autofree char *zone = get_value (reader, "file", "time_zone");

  reader->map->zone = g_time_zone_new_identifier (zone ? zone : "Asia/Ho_Chi_Minh");
  if (!reader->map->zone)
    fail (reader, "file", "time_zone", _ ("there is no zone \"%s\""), zone);
}

static void
read_forms (Reader *reader)
{
  static const char *const usual[] = {
      "YYYY-MM-DD hh:mm:ss", "YYYY-MM-DD hh:mm", "YYYY-MM-DD", "DD/MM/YYYY hh:mm:ss",
      "DD/MM/YYYY hh:mm",    "DD/MM/YYYY",       NULL};

  reader->map->forms = get_list (reader, "file", "date_forms");
  if (g_strv_length (reader->map->forms) > TC_IMPORT_FORMS_MAX)
    fail (reader, "file", "date_forms", _ ("more than %d"), TC_IMPORT_FORMS_MAX);
  for (guint i = 0; reader->map->forms[i]; i++) {
    if (!tc_import_time_is_form (reader->map->forms[i]))
      fail (reader, "file", "date_forms",
            _ ("\"%s\" is no form of YYYY, MM, DD, hh, mm, ss and AP, each once"),
            reader->map->forms[i]);
  }
  if (reader->map->forms[0])
    return;
  g_strfreev (reader->map->forms);
  reader->map->forms = g_strdupv ((char **) usual);
}

static void
read_file (Reader *reader)
{
  TcImportMap *map = reader->map;

  check_keys (reader, "file", file_keys);
  map->source = get_value (reader, "file", "source");
  map->language = get_word (reader, "language", languages, "vi");
  map->channel = get_word (reader, "channel", channel_codes, "web");
  map->keep = get_list (reader, "file", "keep");
  if (g_strv_length (map->keep) > TC_IMPORT_KEEP_MAX)
    fail (reader, "file", "keep", _ ("more than %d"), TC_IMPORT_KEEP_MAX);
  read_zone (reader);
  read_forms (reader);
}

static void
read_columns (Reader *reader)
{
  static const TcImportRole needed[] = {TC_IMPORT_ID, TC_IMPORT_OPENED};
  const char *known[TC_IMPORT_N_ROLES + 1] = {NULL};

  for (guint i = 0; i < TC_IMPORT_N_ROLES; i++) {
    known[i] = role_names[i];
    reader->map->columns[i] = get_value (reader, "columns", role_names[i]);
  }
  check_keys (reader, "columns", known);
  for (guint i = 0; i < G_N_ELEMENTS (needed); i++) {
    if (!reader->map->columns[needed[i]])
      fail (reader, "columns", role_names[needed[i]], _ ("must not be empty"));
  }
  if (!reader->map->columns[TC_IMPORT_TITLE] && !reader->map->columns[TC_IMPORT_TEXT])
    fail (reader, "columns", "text", _ ("must not be empty where title is"));
  if (!reader->map->columns[TC_IMPORT_LAT] != !reader->map->columns[TC_IMPORT_LON])
    fail (reader, "columns", "lat", _ ("goes with lon"));
}

static void
read_words (Reader *reader, const char *section, const char *const *codes, GHashTable *words)
{
  check_keys (reader, section, codes);
  for (guint i = 0; codes[i]; i++) {
    g_auto (GStrv) list = get_list (reader, section, codes[i]);
    for (guint j = 0; list[j]; j++) {
      g_autofree char *folded = tc_import_fold (list[j]);
      if (g_hash_table_contains (words, folded))
        fail (reader, section, codes[i], _ ("\"%s\" stands there twice"), list[j]);
      g_hash_table_insert (words, g_steal_pointer (&folded), g_strdup (codes[i]));
    }
  }
}

static void
read_outcomes (Reader *reader)
{
  check_keys (reader, "outcomes", outcome_codes);
  for (guint i = 0; outcome_codes[i]; i++) {
    g_auto (GStrv) list = get_list (reader, "outcomes", outcome_codes[i]);
    for (guint j = 0; list[j]; j++) {
      if (!*list[j])
        continue;
      g_ptr_array_add (reader->map->outcome_words, tc_import_fold (list[j]));
      g_ptr_array_add (reader->map->outcomes, g_strdup (outcome_codes[i]));
    }
  }
}

static TcImportMap *
new_map (void)
{
  TcImportMap *map = g_new0 (TcImportMap, 1);

  map->states = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  map->channels = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  map->outcome_words = g_ptr_array_new_with_free_func (g_free);
  map->outcomes = g_ptr_array_new_with_free_func (g_free);
  return map;
}

TcImportMap *
tc_import_map_parse (const char *name, const char *data, gsize size, GError **error)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (TcImportMap) map = new_map ();
  g_autoptr (GError) fault = NULL;
  Reader reader = {name, file, map, NULL};

  if (!g_utf8_validate_len (data, size, NULL)) {
    g_set_error (error, TC_ERROR, TC_ERROR_INVALID, _ ("%s: not UTF-8"), name);
    return NULL;
  }
  if (!g_key_file_load_from_data (file, data, size, G_KEY_FILE_NONE, &fault)) {
    g_set_error (error, TC_ERROR, TC_ERROR_INVALID, "%s: %s", name, fault->message);
    return NULL;
  }
  check_sections (&reader);
  read_file (&reader);
  read_columns (&reader);
  read_words (&reader, "states", state_codes, map->states);
  read_words (&reader, "channels", channel_codes, map->channels);
  read_outcomes (&reader);
  if (!reader.fault)
    return g_steal_pointer (&map);
  g_propagate_error (error, reader.fault);
  return NULL;
}

TcImportMap *
tc_import_map_load (const char *path, GError **error)
{
  g_autofree char *name = g_path_get_basename (path);
  gsize size;
  g_autofree char *data = tc_encoding_load (path, NULL, TC_IMPORT_MAP_BYTES_MAX, &size, error);

  return data ? tc_import_map_parse (name, data, size, error) : NULL;
}

void
tc_import_map_free (TcImportMap *map)
{
  for (guint i = 0; i < TC_IMPORT_N_ROLES; i++)
    g_free (map->columns[i]);
  g_free (map->source);
  g_clear_pointer (&map->zone, g_time_zone_unref);
  g_strfreev (map->forms);
  g_free (map->language);
  g_free (map->channel);
  g_strfreev (map->keep);
  g_hash_table_unref (map->states);
  g_hash_table_unref (map->channels);
  g_ptr_array_unref (map->outcome_words);
  g_ptr_array_unref (map->outcomes);
  g_free (map);
}
