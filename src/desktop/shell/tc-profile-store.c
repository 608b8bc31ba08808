/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which profiles a seat has; see the header.
 */
#include "tc-profile-store.h"

#include "tc-fold.h"
#include "tc-profile-seeds.h"

#include <glib/gi18n-lib.h>

#define SETTING "profiles"
#define SETTING_TYPE "a{sa{sv}}"
#define REMOVED "profiles-removed"

static GVariantDict *
read_all (GSettings *settings)
{
  g_autoptr (GVariant) kept = g_settings_get_value (settings, SETTING);
  GVariantDict *all = g_variant_dict_new (NULL);
  GVariant *look = NULL;
  const char *name = NULL;
  GVariantIter iter;

  g_variant_iter_init (&iter, kept);
  while (g_variant_iter_loop (&iter, "{&s@a{sv}}", &name, &look))
    g_variant_dict_insert_value (all, name, look);
  return all;
}

static void
write_all (GSettings *settings, GVariantDict *all)
{
  g_autoptr (GVariant) values = g_variant_ref_sink (g_variant_dict_end (all));
  GVariant *value = NULL;
  const char *name = NULL;
  GVariantBuilder builder;
  GVariantIter iter;

  g_variant_builder_init (&builder, G_VARIANT_TYPE (SETTING_TYPE));
  g_variant_iter_init (&iter, values);
  while (g_variant_iter_next (&iter, "{&sv}", &name, &value)) {
    g_variant_builder_add (&builder, "{s@a{sv}}", name, value);
    g_variant_unref (value);
  }
  g_settings_set_value (settings, SETTING, g_variant_builder_end (&builder));
}

/* Those of this seat, in no order. (transfer full) (element-type char *) */
static GPtrArray *
list_kept (GSettings *settings)
{
  g_autoptr (GVariant) kept = g_settings_get_value (settings, SETTING);
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  const char *name = NULL;
  GVariantIter iter;

  g_variant_iter_init (&iter, kept);
  while (g_variant_iter_next (&iter, "{&s@a{sv}}", &name, NULL))
    g_ptr_array_add (names, g_strdup (name));
  return names;
}

/* Those that are there from the start, and which nobody here has removed. (transfer full)
 * (element-type TcProfileSeed) */
static GPtrArray *
list_seeds (GSettings *settings, gboolean removed)
{
  GPtrArray *seeds = tc_profile_seeds_read ();
  g_auto (GStrv) ids = g_settings_get_strv (settings, REMOVED);

  for (guint i = seeds->len; i > 0; i--) {
    const TcProfileSeed *seed = g_ptr_array_index (seeds, i - 1);

    if (g_strv_contains ((const char *const *) ids, seed->id) != removed)
      g_ptr_array_remove_index (seeds, i - 1);
  }
  return seeds;
}

/* (nullable): the person's own one, in place of it */
static const char *
find_instead (const GPtrArray *kept, const TcProfileSeed *seed)
{
  for (guint i = 0; i < kept->len; i++) {
    const char *name = g_ptr_array_index (kept, i);
    if (tc_profile_seed_is_called (seed, name))
      return name;
  }
  return NULL;
}

static int
compare_cb (gconstpointer a, gconstpointer b)
{
  return g_utf8_collate (*(const char *const *) a, *(const char *const *) b);
}

char **
tc_profile_store_list (GSettings *settings)
{
  g_autoptr (GPtrArray) names = settings ? list_kept (settings) : g_ptr_array_new ();
  g_autoptr (GPtrArray) seeds = settings ? list_seeds (settings, FALSE) : g_ptr_array_new ();

  for (guint i = seeds->len; i > 0; i--) {
    const TcProfileSeed *seed = g_ptr_array_index (seeds, i - 1);
    if (find_instead (names, seed))
      g_ptr_array_remove_index (seeds, i - 1);
  }
  for (guint i = 0; i < seeds->len; i++)
    g_ptr_array_add (names, g_strdup (tc_profile_seed_get_name (g_ptr_array_index (seeds, i))));
  g_ptr_array_sort (names, compare_cb);
  g_ptr_array_add (names, NULL);
  return (char **) g_ptr_array_steal (names, NULL);
}

char **
tc_profile_store_list_removed (GSettings *settings)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  g_autoptr (GPtrArray) seeds = settings ? list_seeds (settings, TRUE) : g_ptr_array_new ();

  for (guint i = 0; i < seeds->len; i++)
    g_ptr_array_add (names, g_strdup (tc_profile_seed_get_name (g_ptr_array_index (seeds, i))));
  g_ptr_array_sort (names, compare_cb);
  g_ptr_array_add (names, NULL);
  return (char **) g_ptr_array_steal (names, NULL);
}

char *
tc_profile_store_word (GSettings *settings, const char *name)
{
  g_autoptr (GPtrArray) kept = list_kept (settings), seeds = list_seeds (settings, FALSE);

  for (guint i = 0; i < seeds->len; i++) {
    const TcProfileSeed *seed = g_ptr_array_index (seeds, i);
    if (!tc_profile_seed_is_called (seed, name))
      continue;
    return g_strdup (find_instead (kept, seed)
                         ? _ ("Kept here, in place of the one that comes with the program.")
                         : tc_profile_seed_get_says (seed));
  }
  return NULL;
}

void
tc_profile_clear (TcProfile *profile)
{
  g_clear_pointer (&profile->name, g_free);
  g_clear_pointer (&profile->seed, g_free);
  g_clear_pointer (&profile->look, g_variant_unref);
}

static void
find_kept (GSettings *settings, const char *typed, TcProfile *found)
{
  g_autoptr (GPtrArray) names = list_kept (settings);
  g_autoptr (GVariantDict) all = read_all (settings);
  g_autofree char *folded = tc_fold (typed);

  for (guint i = 0; i < names->len && !found->kept; i++) {
    const char *name = g_ptr_array_index (names, i);
    g_autofree char *one = tc_fold (name);

    if (!g_str_equal (one, folded))
      continue;
    found->kept = TRUE;
    found->name = g_strdup (name);
    found->look = g_variant_dict_lookup_value (all, name, G_VARIANT_TYPE_VARDICT);
  }
}

void
tc_profile_store_find (GSettings *settings, const char *typed, TcProfile *found)
{
  g_autoptr (GPtrArray) seeds = settings ? list_seeds (settings, FALSE) : g_ptr_array_new ();
  g_autoptr (GPtrArray) kept = settings ? list_kept (settings) : g_ptr_array_new ();

  *found = (TcProfile){NULL};
  if (settings)
    find_kept (settings, typed, found);
  for (guint i = 0; i < seeds->len; i++) {
    const TcProfileSeed *seed = g_ptr_array_index (seeds, i);
    const char *instead = find_instead (kept, seed);

    if (!tc_profile_seed_is_called (seed, typed))
      continue;
    found->seed = g_strdup (seed->id);
    if (instead && !found->kept)
      find_kept (settings, instead, found);
    if (found->kept)
      continue;
    found->name = g_strdup (tc_profile_seed_get_name (seed));
    found->look = g_variant_ref (seed->look);
  }
}

guint
tc_profile_store_count_kept (GSettings *settings)
{
  g_autoptr (GPtrArray) kept = list_kept (settings);

  return kept->len;
}

void
tc_profile_store_keep (GSettings *settings, const char *name, GVariant *look)
{
  g_autoptr (GVariantDict) all = read_all (settings);

  g_variant_dict_insert_value (all, name, look);
  write_all (settings, all);
}

void
tc_profile_store_remove (GSettings *settings, const TcProfile *profile)
{
  g_autoptr (GVariantDict) all = read_all (settings);
  g_auto (GStrv) ids = g_settings_get_strv (settings, REMOVED);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) more = NULL;

  if (profile->kept) {
    g_variant_dict_remove (all, profile->name);
    write_all (settings, all);
    return;
  }
  g_strv_builder_addv (builder, (const char **) ids);
  g_strv_builder_add (builder, profile->seed);
  more = g_strv_builder_end (builder);
  g_settings_set_strv (settings, REMOVED, (const char *const *) more);
}

void
tc_profile_store_bring_back (GSettings *settings)
{
  g_settings_reset (settings, REMOVED);
}

GVariant *
tc_profile_store_take (GSettings *settings)
{
  g_autoptr (GVariant) all = g_settings_get_value (settings, SETTING);
  g_autoptr (GVariant) removed = g_settings_get_value (settings, REMOVED);

  return g_variant_ref_sink (g_variant_new ("(@" SETTING_TYPE "@as)", all, removed));
}

void
tc_profile_store_put (GSettings *settings, GVariant *taken)
{
  g_autoptr (GVariant) all = NULL, removed = NULL;

  g_variant_get (taken, "(@" SETTING_TYPE "@as)", &all, &removed);
  g_settings_set_value (settings, SETTING, all);
  g_settings_set_value (settings, REMOVED, removed);
}
