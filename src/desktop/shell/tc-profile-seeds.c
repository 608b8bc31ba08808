/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Profiles that are there from the start; see the header.
 */
#include "tc-profile-seeds.h"

#include "tc-fold.h"
#include "tc-incident-words.h"

#include <gio/gio.h>

#define PATH "/io/github/toancanh/ToanCanh/profiles.ini"

static void
seed_free (gpointer data)
{
  TcProfileSeed *seed = data;

  g_free (seed->id);
  g_free (seed->name_vi);
  g_free (seed->name_en);
  g_free (seed->says_vi);
  g_free (seed->says_en);
  g_variant_unref (seed->look);
  g_free (seed);
}

/* (transfer full): the file is the program's own, and a test reads all of it */
static char *
take_text (GKeyFile *file, const char *group, const char *key)
{
  g_autoptr (GError) error = NULL;
  char *text = g_key_file_get_string (file, group, key, &error);

  g_assert_no_error (error);
  return text;
}

/* (transfer full) */
static GVariant *
read_look (GKeyFile *file, const char *group)
{
  g_auto (GStrv) keys = g_key_file_get_keys (file, group, NULL, NULL);
  GVariantDict look;

  g_variant_dict_init (&look, NULL);
  for (guint i = 0; keys[i]; i++) {
    g_autofree char *text = NULL;
    g_autoptr (GVariant) value = NULL;
    g_autoptr (GError) error = NULL;

    if (g_str_has_prefix (keys[i], "name_") || g_str_has_prefix (keys[i], "says_"))
      continue;
    text = take_text (file, group, keys[i]);
    value = g_variant_parse (NULL, text, NULL, NULL, &error);
    g_assert_no_error (error);
    g_variant_dict_insert_value (&look, keys[i], value);
  }
  return g_variant_ref_sink (g_variant_dict_end (&look));
}

GPtrArray *
tc_profile_seeds_read (void)
{
  g_autoptr (GPtrArray) seeds = g_ptr_array_new_with_free_func (seed_free);
  g_autoptr (GBytes) bytes = g_resources_lookup_data (PATH, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) groups = NULL;

  g_assert (bytes);
  (void) g_key_file_load_from_bytes (file, bytes, G_KEY_FILE_NONE, &error);
  g_assert_no_error (error);
  groups = g_key_file_get_groups (file, NULL);
  for (guint i = 0; groups[i]; i++) {
    TcProfileSeed *seed = g_new0 (TcProfileSeed, 1);

    seed->id = g_strdup (groups[i]);
    seed->name_vi = take_text (file, groups[i], "name_vi");
    seed->name_en = take_text (file, groups[i], "name_en");
    seed->says_vi = take_text (file, groups[i], "says_vi");
    seed->says_en = take_text (file, groups[i], "says_en");
    seed->look = read_look (file, groups[i]);
    g_ptr_array_add (seeds, seed);
  }
  return g_steal_pointer (&seeds);
}

const char *
tc_profile_seed_get_name (const TcProfileSeed *seed)
{
  return tc_incident_pick_name (seed->name_vi, seed->name_en);
}

const char *
tc_profile_seed_get_says (const TcProfileSeed *seed)
{
  return tc_incident_pick_name (seed->says_vi, seed->says_en);
}

gboolean
tc_profile_seed_is_called (const TcProfileSeed *seed, const char *name)
{
  g_autofree char *folded = tc_fold (name), *vi = tc_fold (seed->name_vi),
                  *en = tc_fold (seed->name_en);

  return g_str_equal (folded, vi) || g_str_equal (folded, en);
}
