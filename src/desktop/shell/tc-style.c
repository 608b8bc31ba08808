/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Loads tokens and style; see the header.
 */
#include "tc-style.h"

#include "tc-resources.h"

#include <adwaita.h>

#define STYLE_PATH "/io/github/toancanh/ToanCanh/style/"

static const char *const schemes[] = {"dark", "light", "night"};

void
tc_style_register (void)
{
  tc_desktop_register_resource ();
  gtk_icon_theme_add_resource_path (gtk_icon_theme_get_for_display (gdk_display_get_default ()),
                                    "/io/github/toancanh/ToanCanh/icons");
}

/* A provider that stays for the life of the display. */
static GtkCssProvider *
add_provider (void)
{
  GtkCssProvider *provider = gtk_css_provider_new ();

  gtk_style_context_add_provider_for_display (gdk_display_get_default (),
                                              GTK_STYLE_PROVIDER (provider),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
  return provider;
}

static const char *
find_scheme (const char *scheme)
{
  for (guint i = 0; i < G_N_ELEMENTS (schemes); i++) {
    if (g_strcmp0 (scheme, schemes[i]) == 0)
      return schemes[i];
  }
  return schemes[0];
}

/* (transfer full) */
static char *
read_text (const char *path)
{
  g_autoptr (GBytes) bytes = g_resources_lookup_data (path, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);

  g_assert (bytes);
  return g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

char *
tc_style_fill_in (const char *file, const char *scheme)
{
  g_autofree char *path = g_strconcat (STYLE_PATH, file, NULL);
  g_autofree char *tokens_path = g_strdup_printf (STYLE_PATH "tokens-%s.css", find_scheme (scheme));
  g_autofree char *text = read_text (path), *tokens = read_text (tokens_path);
  g_auto (GStrv) lines = g_strsplit (tokens, "\n", -1);
  GString *css = g_string_new (text);

  for (guint i = 0; lines[i]; i++) {
    g_auto (GStrv) words = g_strsplit_set (lines[i], " ;", -1);
    if (g_strv_length (words) >= 3 && g_str_equal (words[0], "@define-color")) {
      g_autofree char *name = g_strconcat ("@", words[1], NULL);
      g_string_replace (css, name, words[2], 0);
    }
  }
  return g_string_free (css, FALSE);
}

const char *
tc_style_load (const char *scheme)
{
  static GtkCssProvider *tokens; /* (owned): by the display too, for as long as we run */
  const char *name = find_scheme (scheme);
  g_autofree char *path = NULL;

  adw_style_manager_set_color_scheme (adw_style_manager_get_default (),
                                      g_str_equal (name, "light") ? ADW_COLOR_SCHEME_FORCE_LIGHT
                                                                  : ADW_COLOR_SCHEME_FORCE_DARK);
  if (!tokens) {
    g_autoptr (GtkCssProvider) style = add_provider ();
    gtk_css_provider_load_from_resource (style, STYLE_PATH "style.css");
    tokens = add_provider ();
  }
  path = g_strdup_printf (STYLE_PATH "tokens-%s.css", name);
  gtk_css_provider_load_from_resource (tokens, path);
  return name;
}
