/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Answers and their file; see the header.
 */
#include "tc-setup-answers.h"

#include "tc-error.h"
#include "tc-setup-questions.h"

#include <glib/gstdio.h>

#define ANSWERS_GROUP "answers"
#define MADE_GROUP "made"

struct _TcSetupAnswers {
  GHashTable *given; /* (owned): id to value */
  GHashTable *made;  /* (owned): kind to path */
  gboolean user;
};

TcSetupAnswers *
tc_setup_answers_new (gboolean user)
{
  TcSetupAnswers *answers = g_new0 (TcSetupAnswers, 1);

  answers->user = user;
  answers->given = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  answers->made = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return answers;
}

static void
copy_table (GHashTable *to, GHashTable *from)
{
  GHashTableIter iter;
  gpointer key, value;

  g_hash_table_iter_init (&iter, from);
  while (g_hash_table_iter_next (&iter, &key, &value))
    g_hash_table_insert (to, g_strdup (key), g_strdup (value));
}

TcSetupAnswers *
tc_setup_answers_copy (const TcSetupAnswers *answers)
{
  TcSetupAnswers *copy = tc_setup_answers_new (answers->user);

  copy_table (copy->given, answers->given);
  copy_table (copy->made, answers->made);
  return copy;
}

void
tc_setup_answers_free (TcSetupAnswers *answers)
{
  g_hash_table_unref (answers->given);
  g_hash_table_unref (answers->made);
  g_free (answers);
}

gboolean
tc_setup_answers_is_for_user (const TcSetupAnswers *answers)
{
  return answers->user;
}

char *
tc_setup_answers_dup_usual_path (void)
{
  return g_build_filename (g_get_user_config_dir (), "toancanh", "setup.ini", NULL);
}

static gboolean
check_answer (const char *key, const char *value, GError **error)
{
  const TcSetupField *field = tc_setup_questions_find_field (key);

  if (!field || field->kind == TC_SETUP_SECRET) {
    g_set_error (
        error, TC_ERROR, TC_ERROR_INVALID,
        field ? "%s: a password doesn't belong in a file" : "%s: there is no such question", key);
    return FALSE;
  }
  if (g_utf8_strlen (value, -1) <= TC_SETUP_ANSWER_CHARS_MAX)
    return TRUE;
  g_set_error (error, TC_ERROR, TC_ERROR_INVALID, "%s: longer than %d characters", key,
               TC_SETUP_ANSWER_CHARS_MAX);
  return FALSE;
}

static gboolean
read_group (GKeyFile *file, const char *group, GHashTable *table, GError **error)
{
  g_auto (GStrv) keys = g_key_file_get_keys (file, group, NULL, NULL);

  for (guint i = 0; keys && keys[i]; i++) {
    g_autofree char *value = g_key_file_get_string (file, group, keys[i], error);

    if (!value)
      return FALSE;
    if (g_str_equal (group, ANSWERS_GROUP) && !check_answer (keys[i], value, error))
      return FALSE;
    g_hash_table_insert (table, g_strdup (keys[i]), g_steal_pointer (&value));
  }
  return TRUE;
}

gboolean
tc_setup_answers_load (TcSetupAnswers *answers, const char *path, GError **error)
{
  g_autoptr (TcSetupAnswers) read = tc_setup_answers_new (answers->user);
  g_autoptr (GKeyFile) file = g_key_file_new ();
  GStatBuf info;

  if (g_stat (path, &info) == 0 && info.st_size > TC_SETUP_ANSWERS_BYTES_MAX) {
    g_set_error (error, TC_ERROR, TC_ERROR_LIMIT, "%s is too long for a file of answers", path);
    return FALSE;
  }
  if (!g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, error) ||
      !read_group (file, ANSWERS_GROUP, read->given, error) ||
      !read_group (file, MADE_GROUP, read->made, error)) {
    g_prefix_error (error, "%s: ", path);
    return FALSE;
  }
  copy_table (answers->given, read->given);
  copy_table (answers->made, read->made);
  return TRUE;
}

static void
write_group (GKeyFile *file, const char *group, GHashTable *table)
{
  GHashTableIter iter;
  gpointer key, value;

  g_hash_table_iter_init (&iter, table);
  while (g_hash_table_iter_next (&iter, &key, &value)) {
    const TcSetupField *field = tc_setup_questions_find_field (key);

    if (!field || field->kind != TC_SETUP_SECRET)
      g_key_file_set_string (file, group, key, value);
  }
}

gboolean
tc_setup_answers_save (const TcSetupAnswers *answers, const char *path, GError **error)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autofree char *folder = g_path_get_dirname (path);
  gsize length = 0;

  write_group (file, ANSWERS_GROUP, answers->given);
  write_group (file, MADE_GROUP, answers->made);
  if (g_mkdir_with_parents (folder, 0700) < 0) {
    g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (errno), "%s: %s", folder,
                 g_strerror (errno));
    return FALSE;
  }
  g_autofree char *text = g_key_file_to_data (file, &length, NULL);
  return g_file_set_contents_full (path, text, (gssize) length, G_FILE_SET_CONTENTS_CONSISTENT,
                                   0600, error);
}

const char *
tc_setup_answers_get (const TcSetupAnswers *answers, const char *field)
{
  return g_hash_table_lookup (answers->given, field);
}

char *
tc_setup_answers_dup (const TcSetupAnswers *answers, const char *id)
{
  const TcSetupField *field = tc_setup_questions_find_field (id);
  const char *given = tc_setup_answers_get (answers, id);

  if (given || !field)
    return g_strdup (given ? given : "");
  if (field->suggest)
    return field->suggest (answers);
  return g_strdup (field->standard ? field->standard : "");
}

gboolean
tc_setup_answers_is (const TcSetupAnswers *answers, const char *field, const char *value)
{
  g_autofree char *answer = tc_setup_answers_dup (answers, field);

  return g_str_equal (answer, value);
}

void
tc_setup_answers_set (TcSetupAnswers *answers, const char *field, const char *value)
{
  if (value)
    g_hash_table_insert (answers->given, g_strdup (field), g_strdup (value));
  else
    g_hash_table_remove (answers->given, field);
}

const char *
tc_setup_answers_get_made (const TcSetupAnswers *answers, const char *kind)
{
  return g_hash_table_lookup (answers->made, kind);
}

void
tc_setup_answers_set_made (TcSetupAnswers *answers, const char *kind, const char *value)
{
  g_hash_table_insert (answers->made, g_strdup (kind), g_strdup (value));
}
