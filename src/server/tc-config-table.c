/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Settings as a table; see the header.
 */
#include "tc-config-table.h"

#include "tc-error.h"

static const TcConfigKey *
find_key (const TcConfigTable *table, const char *group, const char *name)
{
  for (gsize i = 0; i < table->n_keys; i++)
    if (g_str_equal (table->keys[i].group, group) && g_str_equal (table->keys[i].key, name))
      return &table->keys[i];
  return NULL;
}

static gboolean
is_group (const TcConfigTable *table, const char *group)
{
  for (gsize i = 0; i < table->n_keys; i++)
    if (g_str_equal (table->keys[i].group, group))
      return TRUE;
  return FALSE;
}

gboolean
tc_config_refuse (const char *group, const char *key, const char *value, const char *why,
                  GError **error)
{
  g_set_error (error, TC_ERROR, TC_ERROR_INVALID, "[%s] %s = %s: %s", group, key, value, why);
  return FALSE;
}

static gboolean
refuse (const TcConfigKey *key, const char *value, const char *why, GError **error)
{
  return tc_config_refuse (key->group, key->key, value, why, error);
}

static gboolean
set_int (gint64 *out, const TcConfigKey *key, const char *value, GError **error)
{
  gint64 number;

  if (!g_ascii_string_to_signed (value, 10, key->min, key->max, &number, NULL)) {
    g_autofree char *why = g_strdup_printf (
        "must be a number from %" G_GINT64_FORMAT " to %" G_GINT64_FORMAT, key->min, key->max);

    return refuse (key, value, why, error);
  }
  *out = number;
  return TRUE;
}

static gboolean
set_list (char ***out, const TcConfigKey *key, const char *value, GError **error)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) parts = g_strsplit (value, ";", TC_CONFIG_LIST_MAX + 1);

  if (g_strv_length (parts) > TC_CONFIG_LIST_MAX)
    return refuse (key, "…", "too many", error);
  for (char **part = parts; *part; part++)
    if (*g_strstrip (*part))
      g_strv_builder_add (builder, *part);
  g_strfreev (*out);
  *out = g_strv_builder_end (builder);
  return TRUE;
}

static gboolean
set_key (gpointer settings, const TcConfigKey *key, const char *value, GError **error)
{
  gpointer member = G_STRUCT_MEMBER_P (settings, key->offset);

  switch (key->kind) {
  case TC_CONFIG_TEXT:
    if (!g_utf8_validate (value, -1, NULL))
      return refuse (key, "?", "must be UTF-8", error);
    g_free (*(char **) member);
    *(char **) member = g_strdup (value);
    return TRUE;
  case TC_CONFIG_BOOL:
    if (!g_str_equal (value, "true") && !g_str_equal (value, "false"))
      return refuse (key, value, "must be true or false", error);
    *(gboolean *) member = g_str_equal (value, "true");
    return TRUE;
  case TC_CONFIG_INT:
    return set_int (member, key, value, error);
  case TC_CONFIG_LIST:
    return set_list (member, key, value, error);
  }
  g_assert_not_reached ();
}

static gboolean
read_group (const TcConfigTable *table, gpointer settings, GKeyFile *file, const char *group,
            GError **error)
{
  g_auto (GStrv) names = g_key_file_get_keys (file, group, NULL, NULL);

  if (!is_group (table, group)) {
    g_set_error (error, TC_ERROR, TC_ERROR_INVALID, "[%s]: there is no such group", group);
    return FALSE;
  }
  for (char **name = names; *name; name++) {
    const TcConfigKey *key = find_key (table, group, *name);
    g_autofree char *value = g_key_file_get_value (file, group, *name, NULL);

    if (!key) {
      g_set_error (error, TC_ERROR, TC_ERROR_INVALID, "[%s] %s: there is no such key", group,
                   *name);
      return FALSE;
    }
    if (!set_key (settings, key, g_strstrip (value), error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
read_file (const TcConfigTable *table, gpointer settings, const char *path, GError **error)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_auto (GStrv) groups = NULL;

  if (!g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, error)) {
    g_prefix_error (error, "%s: ", path);
    return FALSE;
  }
  groups = g_key_file_get_groups (file, NULL);
  for (char **group = groups; *group; group++) {
    if (!read_group (table, settings, file, *group, error)) {
      g_prefix_error (error, "%s: ", path);
      return FALSE;
    }
  }
  return TRUE;
}

gboolean
tc_config_read (const TcConfigTable *table, gpointer settings, const char *path, GError **error)
{
  for (gsize i = 0; i < table->n_keys; i++)
    if (!set_key (settings, &table->keys[i], table->keys[i].standard, error))
      return FALSE;
  return !path || read_file (table, settings, path, error);
}

void
tc_config_clear (const TcConfigTable *table, gpointer settings)
{
  for (gsize i = 0; i < table->n_keys; i++) {
    gpointer member = G_STRUCT_MEMBER_P (settings, table->keys[i].offset);

    if (table->keys[i].kind == TC_CONFIG_TEXT)
      g_clear_pointer ((char **) member, g_free);
    else if (table->keys[i].kind == TC_CONFIG_LIST)
      g_clear_pointer ((char ***) member, g_strfreev);
  }
}

char *
tc_config_print (const TcConfigTable *table, const char *program)
{
  g_autoptr (GString) out = g_string_new (NULL);
  const char *group = "";

  g_string_append_printf (
      out, "# Settings of %s. A key that is left out has the value that stands here.\n", program);
  for (gsize i = 0; i < table->n_keys; i++) {
    const TcConfigKey *key = &table->keys[i];
    g_auto (GStrv) lines = g_strsplit (key->words, "\n", -1);

    if (!g_str_equal (group, key->group))
      g_string_append_printf (out, "\n[%s]\n", key->group);
    group = key->group;
    for (char **line = lines; *line; line++)
      g_string_append_printf (out, "# %s\n", *line);
    g_string_append_printf (out, "%s = %s\n", key->key, key->standard);
  }
  return g_string_free (g_steal_pointer (&out), FALSE);
}
