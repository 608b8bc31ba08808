/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Finding programs and data; see the header. No path is compiled in, so that a tree that was
 * installed and moved still finds its own.
 */
#include "tc-setup-programs.h"

#include "tc-error.h"

#define SELF "/proc/self/exe"
#define PROVINCE "haugiang"

/* The first of the NULL-terminated @paths, below @dir, that passes @test. (nullable) */
static char *
find_below (const char *dir, const char *const *paths, GFileTest test)
{
  for (guint i = 0; paths[i]; i++) {
    g_autofree char *joined = g_build_filename (dir, paths[i], NULL);

    if (g_file_test (joined, test))
      return g_canonicalize_filename (joined, NULL);
  }
  return NULL;
}

static gboolean
refuse (const char *what, const char *dir, GError **error)
{
  g_set_error (error, TC_ERROR, TC_ERROR_NOT_FOUND, "%s is not beside %s", what, dir);
  return FALSE;
}

static gboolean
find_all (TcSetupPrograms *self, const char *dir, GError **error)
{
  static const char *const servers[] = {"toancanhd", "../server/toancanhd", NULL};
  static const char *const ctls[] = {"toancanhctl", "../tools/toancanhctl", NULL};
  static const char *const reporters[] = {"tc-field-reporter", "../tools/tc-field-reporter", NULL};
  static const char *const movers[] = {"tc-unit-mover", "../tools/tc-unit-mover", NULL};
  static const char *const provinces[] = {"../share/toancanh/province/" PROVINCE,
                                          "../../data/province/" PROVINCE, NULL};

  self->server = find_below (dir, servers, G_FILE_TEST_IS_EXECUTABLE);
  if (!self->server)
    return refuse ("toancanhd", dir, error);
  self->ctl = find_below (dir, ctls, G_FILE_TEST_IS_EXECUTABLE);
  if (!self->ctl)
    return refuse ("toancanhctl", dir, error);
  self->reporter = find_below (dir, reporters, G_FILE_TEST_IS_EXECUTABLE);
  self->mover = find_below (dir, movers, G_FILE_TEST_IS_EXECUTABLE);
  self->province = find_below (dir, provinces, G_FILE_TEST_IS_DIR);
  return self->province || refuse ("share/toancanh/province/" PROVINCE, dir, error);
}

TcSetupPrograms *
tc_setup_programs_find (const char *own, GError **error)
{
  g_autoptr (TcSetupPrograms) self = g_new0 (TcSetupPrograms, 1);
  g_autofree char *path = own ? g_strdup (own) : g_file_read_link (SELF, error);

  if (!path)
    return NULL;
  g_autofree char *dir = g_path_get_dirname (path);
  return find_all (self, dir, error) ? g_steal_pointer (&self) : NULL;
}

void
tc_setup_programs_free (TcSetupPrograms *programs)
{
  if (!programs)
    return;
  g_free (programs->server);
  g_free (programs->ctl);
  g_free (programs->reporter);
  g_free (programs->mover);
  g_free (programs->province);
  g_free (programs);
}
